//! The state space: seen-set, parallel breadth-first search, traces.
//!
//! The search knows states only as words and fingerprints ([`system`]); it knows no syntax, no configuration and no
//! text of a message.

pub mod report;
pub mod system;
