//! What evaluation warns of, each thing once.

use std::sync::{PoisonError, RwLock};
use tern_evaluator::program::Warning;

/// Warnings of all workers of a run.
#[derive(Default)]
pub(crate) struct Warnings {
    /// All of them, and how many were shown.
    noted: RwLock<(Vec<Warning>, usize)>,
}

impl Warnings {
    /// Notes a warning that was not noted before.
    pub(crate) fn note(&self, warning: Warning) {
        if self.noted.read().unwrap_or_else(PoisonError::into_inner).0.contains(&warning) {
            return;
        }
        let mut noted = self.noted.write().unwrap_or_else(PoisonError::into_inner);
        if !noted.0.contains(&warning) {
            noted.0.push(warning);
        }
    }

    /// Those that were noted since the last call.
    pub(crate) fn fresh(&self) -> Vec<Warning> {
        let mut noted = self.noted.write().unwrap_or_else(PoisonError::into_inner);
        let (all, shown) = &mut *noted;
        let first = std::mem::replace(shown, all.len());
        all[first..].to_vec()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tern_parser::source::{SourceId, Span};

    #[test]
    fn a_warning_is_given_out_once() {
        let warnings = Warnings::default();
        let at = |start| Warning::ExceptOutside(Span { source: SourceId(0), start, end: start + 1 });
        for start in [1, 2, 1] {
            warnings.note(at(start));
        }
        assert_eq!(warnings.fresh(), [at(1), at(2)]);
        warnings.note(at(2));
        assert_eq!(warnings.fresh(), []);
    }
}
