//! The state space: seen-set, parallel breadth-first search, traces.
