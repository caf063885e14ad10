//! The faces of a [`Report`](tern_checker::report::Report): pure functions of data, one output each.
//!
//! [`text`] is TLC's standard output, [`sany`] what TLC's parser says about faults, [`human`] tern's own face, and
//! [`diagnostic`] tern's rendering of faults with the source lines they are about.

mod call_stack;
pub mod diagnostic;
mod expressions;
pub mod human;
mod names;
pub mod numbers;
pub mod sany;
pub mod text;
mod variable_order;

pub use call_stack::call_stack;
pub use names::{ActionLabel, Binding, Names, UNASSIGNED, location, module_name};
