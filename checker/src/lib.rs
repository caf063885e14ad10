//! The state space: seen-set, parallel breadth-first search, traces.
//!
//! The search knows states only as words and fingerprints ([`system`]); it knows no syntax, no configuration and no
//! text of a message.
//!
//! The journey of a state: a worker expands its parent and gets candidates, fingerprints without states
//! (`worker.rs`); the fingerprint is new to the seen-set ([`seen_set`]; where several workers share the level, `turn.rs`
//! says who was first), so the state is built, checked, appended to the worker's run (`frontier.rs`) and its origin to
//! the log (`log.rs`); runs are joined to the next level (`explore.rs`); if it proves wrong, the log gives the steps
//! that lead to it (`trace.rs`), and all ends in a [`report::Report`].
//!
//! [`simulate`](fn@simulate) makes random behaviours in place of a search, and [`deepen`](fn@deepen) searches in depth.

pub mod advice;

mod behaviors;
mod closeness;
mod deepen;
mod discovery;
mod explore;
pub mod fingerprint;
mod frontier;
mod graph;
mod initial;
mod invariants;
pub mod liveness;
mod log;
mod numbering;
mod observer;
mod options;
mod packed;
mod pages;
pub mod program;
mod recent;
mod recording;
pub mod report;
mod scratch_file;
pub mod seen_set;
mod simulate;
mod sorted_runs;
mod spill;
pub mod system;
mod tally;
mod team;
mod temporal;
mod trace;
mod turn;
mod worker;

pub use behaviors::searches;
pub use deepen::deepen;
pub use explore::check;
pub use fingerprint::FingerprintBits;
pub use graph::{GraphObserver, Step, Successor, Vertex};
pub use observer::{Observer, Progress};
pub use options::{Memory, Options};
pub use simulate::{SimulationOptions, Simulator, simulate};

#[cfg(test)]
mod tests;
