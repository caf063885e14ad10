//! An observer that ends searches and simulations.

use crate::observer::Observer;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// Stops at the poll number `at`.
pub(super) struct Impatient {
    pub(super) at: u64,
    pub(super) polls: AtomicU64,
}

impl Observer for Impatient {
    fn stop_requested(&self) -> bool {
        self.polls.fetch_add(1, Relaxed) >= self.at
    }
}
