//! The faces of a [`Report`](tern_checker::report::Report): pure functions of data, one output each.
//!
//! [`text`] is TLC's standard output, [`coverage`] its coverage statistics, [`sany`] what TLC's parser says about faults,
//! [`human`] tern's own face, [`actions`] its table of actions, [`profile`] where the time went, [`advice`] what it says of
//! fairness that is missing, [`json`] the same for programs, and [`diagnostic`] tern's
//! rendering of faults with the source lines they are about.
//! Files: the state graph ([`graph`]) as a list ([`dump`]), for GraphViz ([`dot`]) and as a picture ([`svg`]); a
//! [`behavior`] as TLC's JSON ([`trace_json`]), module ([`trace_tla`]), graph ([`trace_dot`]) and in Apalache's format
//! ([`itf`]).

pub mod actions;
pub mod advice;
pub mod behavior;
mod call_stack;
pub mod coverage;
pub mod depth_first;
pub mod diagnostic;
pub mod dot;
pub mod dump;
mod expressions;
pub mod graph;
pub mod human;
pub mod itf;
pub mod json;
mod json_advice;
mod json_profile;
mod names;
pub mod numbers;
pub mod profile;
pub mod sany;
pub mod simulation;
pub mod svg;
pub mod text;
pub mod trace_dot;
pub mod trace_json;
pub mod trace_tla;
mod variable_order;

pub use call_stack::call_stack;
pub use names::{ActionLabel, Binding, Names, UNASSIGNED, Values, location, module_name};
