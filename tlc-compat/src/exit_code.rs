//! Exit statuses: TLC's, irregular ones included, and two of tern's own.
//!
//! TLC maps the number of the last error to a status. Where it has no entry the status is 255, which is why an
//! overflow in the next-state relation ends with 255 and an addition of a string with 75. Programs that score runs
//! tell these apart, so they are kept.

use tern_checker::report::{During, Failure, Outcome, Report, Search, Violation, ViolationKind};
use tern_evaluator::error::{EvalError, EvalErrorKind};
use tern_parser::error::{Diagnostic, DiagnosticKind, Severity};

/// No error, or only such that `-continue` passed over.
pub const SUCCESS: u8 = 0;
/// A bad command line.
pub const BAD_COMMAND_LINE: u8 = 1;
/// An assumption or postcondition is false or cannot be evaluated.
pub const VIOLATION_ASSUMPTION: u8 = 10;
/// Deadlock.
pub const VIOLATION_DEADLOCK: u8 = 11;
/// An invariant is false.
pub const VIOLATION_SAFETY: u8 = 12;
/// A temporal property, an action property or a property of initial states is false.
pub const VIOLATION_LIVENESS: u8 = 13;
/// TLC's `Assert` failed.
pub const VIOLATION_ASSERT: u8 = 14;
/// Init, Next or a constraint cannot be evaluated.
pub const FAILURE_SPEC_EVAL: u8 = 75;
/// An invariant cannot be evaluated.
pub const FAILURE_SAFETY_EVAL: u8 = 76;
/// A temporal property cannot be evaluated.
pub const FAILURE_LIVENESS_EVAL: u8 = 77;
/// tern's own: the specification is legal, but (part of) it cannot be checked by tern yet.
pub const UNSUPPORTED: u8 = 78;
/// tern's own: the run was interrupted before all states were explored.
pub const INTERRUPTED: u8 = 130;
/// The specification cannot be parsed.
pub const ERROR_SPEC_PARSE: u8 = 150;
/// The configuration does not fit the specification.
pub const ERROR_CONFIG_PARSE: u8 = 151;
/// A limit of the machine or of the options was reached. TLC declares this status and never returns it.
pub const ERROR_SYSTEM: u8 = 153;
/// Everything else.
pub const ERROR: u8 = 255;

/// The status of a finished search.
pub fn of_report(report: &Report) -> u8 {
    let simulated = matches!(report.statistics.search, Search::Simulation(_));
    match &report.outcome {
        // A simulation that was told to continue tells of what it found, a search does not (both in TLC).
        Outcome::Bounded if simulated && !report.continued.is_empty() => ERROR,
        Outcome::Complete | Outcome::Bounded => SUCCESS,
        Outcome::Failure(failure) if simulated => of_simulation_failure(failure),
        Outcome::Violation(violation) => of_violation(violation),
        Outcome::Failure(failure) => of_failure(failure),
        Outcome::Interrupted => INTERRUPTED,
        Outcome::Limit(_) => ERROR_SYSTEM,
    }
}

/// The status of a violation.
pub fn of_violation(violation: &Violation) -> u8 {
    match violation.kind {
        // A behaviour that is bad whatever follows.
        ViolationKind::Temporal(_) if violation.cycle.is_none() => VIOLATION_SAFETY,
        ViolationKind::Invariant(_) => VIOLATION_SAFETY,
        ViolationKind::ActionProperty(_) | ViolationKind::InitialProperty(_) | ViolationKind::Temporal(_) => {
            VIOLATION_LIVENESS
        }
        ViolationKind::Deadlock => VIOLATION_DEADLOCK,
    }
}

/// The status of an evaluation that failed during the search. TLC evaluates invariants of initial states as a part
/// of computing them, so that a failure there counts as one of the specification.
pub fn of_failure(failure: &Failure) -> u8 {
    match (failure.error.kind, failure.during) {
        (EvalErrorKind::Unsupported, _) => UNSUPPORTED,
        (EvalErrorKind::Assert, _) => VIOLATION_ASSERT,
        (EvalErrorKind::TooDeep | EvalErrorKind::Internal, _) => ERROR,
        (_, During::Invariant) if failure.trace.len() > 1 => FAILURE_SAFETY_EVAL,
        (_, During::Property) if failure.trace.len() > 1 => VIOLATION_LIVENESS,
        (_, During::Liveness) | (EvalErrorKind::Overflow | EvalErrorKind::Io, _) => ERROR,
        _ if is_library_error(&failure.error) => ERROR,
        _ => FAILURE_SPEC_EVAL,
    }
}

/// The status of an evaluation that failed during a simulation: TLC's simulator forgets the number of every error but
/// those of checks.
fn of_simulation_failure(failure: &Failure) -> u8 {
    match (failure.error.kind, failure.during) {
        (EvalErrorKind::Unsupported, _) => UNSUPPORTED,
        (EvalErrorKind::TooDeep | EvalErrorKind::Internal, _) => ERROR,
        (_, During::Invariant) if failure.trace.len() > 1 => FAILURE_SAFETY_EVAL,
        (_, During::Property) => VIOLATION_LIVENESS,
        _ => ERROR,
    }
}

/// The status of an assumption or postcondition that cannot be evaluated.
pub fn of_assumption_failure(error: &EvalError) -> u8 {
    match error.kind {
        EvalErrorKind::Unsupported => UNSUPPORTED,
        EvalErrorKind::Interrupted => INTERRUPTED,
        _ => VIOLATION_ASSUMPTION,
    }
}

/// Whether TLC would raise this error in the Java code of a standard module. Such errors keep numbers of their own
/// (2169 to 2185), which have no status: `Head(<<>>)` and `Cardinality([a |-> 1])` end with 255. The arithmetic
/// operators are Java methods of integers that are never entered with something else, so `1 + "a"` ends with 75, but
/// `1 < "a"` with 255.
fn is_library_error(error: &EvalError) -> bool {
    const STARTS: [&str; 9] = [
        "The argument of ",
        "The first argument of ",
        "The second argument of ",
        "The third argument of ",
        "Attempted to apply Head ",
        "Attempted to apply Tail ",
        "Attemtped to ",
        "Applying ",
        "0^0 is undefined",
    ];
    const ARITHMETIC: [&str; 8] = ["+", "-", "*", "..", "\\div", "%", "^", "-."];
    let message = error.message.as_str();
    let of_arithmetic = message
        .split_once(" argument of ")
        .and_then(|(_, rest)| rest.split_once(" should be an integer"))
        .is_some_and(|(operator, _)| ARITHMETIC.contains(&operator));
    !of_arithmetic && STARTS.iter().any(|start| message.starts_with(start))
}

/// The status for what the front end found; success if there are only warnings.
pub fn of_diagnostics(diagnostics: &[Diagnostic]) -> u8 {
    let mut errors = diagnostics.iter().filter(|d| d.severity == Severity::Error).peekable();
    if errors.peek().is_none() {
        SUCCESS
    } else if errors.all(|d| d.kind == DiagnosticKind::Unsupported) {
        UNSUPPORTED
    } else {
        ERROR_SPEC_PARSE
    }
}

/// The status for a fault of the configuration file.
pub fn of_cfg_error(error: &crate::cfg::CfgError) -> u8 {
    use crate::cfg::CfgErrorKind::*;
    match error.kind {
        BothBehaviors | MissingInit => ERROR_CONFIG_PARSE,
        MissingNext => FAILURE_SPEC_EVAL,
        _ => ERROR,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tern_checker::report::TraceState;

    fn failure(kind: EvalErrorKind, message: &str, during: During, length: usize) -> u8 {
        let state = TraceState { action: None, words: vec![] };
        of_failure(&Failure { error: EvalError::new(kind, message), during, trace: vec![state; length] })
    }

    #[test]
    fn an_overflow_and_a_type_error_in_next_end_differently() {
        assert_eq!(failure(EvalErrorKind::Overflow, "Overflow when computing 1+2", During::Next, 1), 255);
        assert_eq!(failure(EvalErrorKind::Type, "1 + \"a\"", During::Next, 1), 75);
    }

    #[test]
    fn errors_of_library_operators_have_no_status_of_their_own() {
        let message = "Attempted to apply Head to the empty sequence.";
        assert_eq!(failure(EvalErrorKind::Undefined, message, During::Next, 2), 255);
    }

    #[test]
    fn arithmetic_and_comparison_of_a_string_end_differently() {
        let of = |operator: &str| {
            let message =
                format!("The second argument of {operator} should be an integer, but instead it is:\n\"a\"");
            failure(EvalErrorKind::Type, &message, During::Next, 2)
        };
        assert_eq!((of("+"), of(".."), of("<")), (75, 75, 255));
    }

    #[test]
    fn an_invariant_that_fails_on_an_initial_state_is_a_fault_of_the_specification() {
        assert_eq!(failure(EvalErrorKind::Type, "", During::Invariant, 1), 75);
        assert_eq!(failure(EvalErrorKind::Type, "", During::Invariant, 2), 76);
    }

    #[test]
    fn an_assertion_has_its_own_status_wherever_it_fails() {
        assert_eq!(failure(EvalErrorKind::Assert, "", During::Invariant, 2), 14);
        assert_eq!(failure(EvalErrorKind::Assert, "", During::Next, 2), 14);
    }
}
