//! The faces of a [`Report`](tern_checker::report::Report): pure functions of data, one output each.
//!
//! [`text`] is TLC's standard output, [`sany`] what TLC's parser says about faults, [`human`] tern's own face, and
//! [`diagnostic`] tern's rendering of faults with the source lines they are about.

pub mod behavior;
pub mod diagnostic;
pub mod dot;
pub mod dump;
pub mod graph;
pub mod human;
pub mod itf;
mod names;
pub mod numbers;
pub mod sany;
pub mod svg;
pub mod text;
pub mod trace_dot;
pub mod trace_json;
pub mod trace_tla;
mod variable_order;

pub use names::{ActionLabel, Binding, Names, Values, location, module_name};
