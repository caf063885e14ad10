//! The meaning of TLA+: values, lowering, evaluation, memo and successors.
//!
//! A [resolved specification](tern_parser::resolved::ResolvedSpec) and a [model](model::Model) become a
//! [program](program::Program): constants are values, definitions are inlined, variables are split into slots, Next
//! into action instances. Each worker has an [explorer](explorer::Explorer) of the program, which gives initial states,
//! successors and the truth of invariants; states are vectors of words.
//!
//! This crate knows nothing of threads, queues, files, breadth-first search and TLC's messages.

mod build;
mod constants;
mod constructed;
pub mod context;
pub mod coverage;
mod env;
pub mod error;
mod eval;
pub mod explorer;
mod guards;
mod host;
pub mod ir;
mod lower;
mod masks;
mod memo;
pub mod model;
pub mod natives;
pub mod permanent;
pub mod plan;
pub mod prefetch;
pub mod profile;
pub mod program;
mod recorder;
mod scratch;
pub mod state;
mod state_functions;
mod symbols;
mod symmetry;
pub mod temporal;
pub mod trace;
mod universe;
pub mod value;

pub use build::{BuildError, BuildErrorKind, BuildOptions};
