//! The meaning of TLA+: values, lowering, evaluation, memo and successors.
