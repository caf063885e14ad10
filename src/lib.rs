//! The commands `tern` and `tlc`: arguments and files in, text and an exit status out.
//!
//! This crate is the process's edge. It alone reads files and the environment, prints, and exits; what it prints is
//! drawn by `tern-tlc-compat`, what it runs is in the other crates. `check` is one run, `engine` the place where the
//! evaluator's programs meet the search, and a `Face` shows what happens.

mod advice;
pub mod allocator;
pub mod check;
pub mod engine;
pub mod face;
pub mod files;
pub mod graph_file;
pub mod human_face;
pub mod interrupt;
pub mod json_face;
pub mod output;
pub mod plan_text;
pub mod process;
mod profiling;
mod program_names;
pub mod seed;
mod simulated_traces;
pub mod tlc_face;
pub mod trace_file;
pub mod vacuity;
mod warnings;
