//! The meaning of TLA+: values, lowering, evaluation, memo and successors.

pub mod env;
pub mod error;
pub mod natives;
pub mod value;
