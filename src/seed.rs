//! Seeds for runs that are not told where to begin.

use std::hash::{BuildHasher, Hasher, RandomState};

/// A seed that differs from run to run. It is shown, so that a run can be repeated.
pub fn fresh() -> i64 {
    // The standard library seeds its hashers from the system's random numbers.
    RandomState::new().build_hasher().finish().cast_signed()
}
