//! The state space: seen-set, parallel breadth-first search, traces.
//!
//! The search knows states only as words and fingerprints ([`system`]); it knows no syntax, no configuration and no
//! text of a message.
//!
//! The journey of a state: a worker expands its parent and gets candidates, fingerprints without states
//! (`worker.rs`); the fingerprint is new to the seen-set ([`seen_set`], and `arrivals.rs` while several workers
//! share the level), so the state is built, checked, appended to the worker's run (`frontier.rs`) and its origin to
//! the log (`log.rs`); runs are joined to the next level (`explore.rs`); if it proves wrong, the log gives the steps
//! that lead to it (`trace.rs`), and all ends in a [`report::Report`].

mod arrivals;
mod closeness;
mod discovery;
mod explore;
mod frontier;
mod initial;
pub mod liveness;
mod log;
mod observer;
mod options;
mod pages;
pub mod program;
pub mod report;
pub mod seen_set;
pub mod system;
mod team;
mod trace;
mod worker;

pub use explore::check;
pub use observer::{Observer, Progress};
pub use options::Options;

#[cfg(test)]
mod tests;
