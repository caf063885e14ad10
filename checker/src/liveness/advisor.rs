//! Which fairness is missing?
