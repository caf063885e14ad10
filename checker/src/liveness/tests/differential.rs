//! Random cases, two oracles, twenty planted mistakes.

use super::system::{Case, Misrecorded, fairness};
use super::testers;
use super::words::{self, Behaviour};
use crate::liveness::faults::{Fault, Faults};
use crate::liveness::{Formulas, Lasso, LivenessError, Problem};

/// A mistake, in the checker or in what is recorded for it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Mistake {
    Checker(Fault),
    Recorder(Misrecorded),
}

/// What the checker says, and which state of the system each state of its graph is.
fn check(
    case: &Case,
    mistake: Option<Mistake>,
    workers: usize,
) -> (Result<Option<Lasso>, LivenessError>, Vec<usize>) {
    let recorder = match mistake {
        Some(Mistake::Recorder(fault)) => Some(fault),
        _ => None,
    };
    let planted = match mistake {
        Some(Mistake::Checker(fault)) => Some(fault),
        _ => None,
    };
    let swap = recorder == Some(Misrecorded::NegatedBoxIsDiamond);
    let (graph, letters, states) = case.system.record(recorder).expect("small graphs");
    let mut formulas = Formulas::new();
    let property = case.property.write(&mut formulas, true, swap).expect("small formulas");
    let extra: Vec<_> =
        case.extra.iter().map(|extra| extra.write(&mut formulas, true, swap).expect("small")).collect();
    let assumptions: Vec<_> = case.assumptions.iter().copied().map(fairness).collect();
    let problem = Problem {
        faults: Faults { planted },
        ..Problem::new(&graph, &letters, &formulas, property)
            .assuming(&assumptions)
            .given(&extra)
            .workers(workers)
    };
    (problem.check(), states)
}

/// Compares checker and oracles. Says whether the property is violated; nothing if its automaton is too large.
fn compare(seed: u64, budget: usize) -> Option<bool> {
    let case = Case::new(seed);
    let (answer, states) = check(&case, None, 1);
    if matches!(answer, Err(LivenessError::AutomatonTooLarge { .. })) {
        return None;
    }
    let lasso = answer.unwrap_or_else(|error| panic!("case {seed}: {error}\n{case:#?}"));
    if let Some(lasso) = &lasso {
        let behaviour = Behaviour {
            system: &case.system,
            states: lasso.steps().map(|step| states[step.state as usize]).collect(),
            back: lasso.prefix.len(),
        };
        assert!(behaviour.refutes(&case), "case {seed}: {lasso:?} is no counterexample\n{case:#?}");
    }
    if let Some(violated) = testers::decide(&case) {
        assert_eq!(lasso.is_some(), violated, "case {seed}, testers\n{case:#?}");
    }
    if lasso.is_none() {
        let found = words::enumerate(&case, budget);
        assert_eq!(found, None, "case {seed}: a counterexample was overlooked\n{case:#?}");
    }
    Some(lasso.is_some())
}

#[test]
fn checker_and_oracles_agree_on_random_cases() {
    let compared = |seed| compare(seed, 20).expect("no automaton is too large");
    let violated = (0..10_000).filter(|seed| compared(*seed)).count();
    assert!((3_000..7_000).contains(&violated), "{violated} of 10,000 violated: the generator is lopsided");
}

#[test]
#[ignore = "takes minutes; run it after changes of the algorithm"]
fn checker_and_oracles_agree_on_many_more_random_cases() {
    let refused = (1_000_000..1_060_000).filter(|seed| compare(*seed, 200).is_none()).count();
    assert!(refused < 10, "{refused} of 60,000 formulas are too large");
}

#[test]
fn the_answer_is_the_same_for_any_number_of_workers() {
    for seed in 0..3_000 {
        let case = Case::new(seed);
        let alone = check(&case, None, 1);
        assert_eq!(alone, check(&case, None, 2), "case {seed}, two workers\n{case:#?}");
        assert_eq!(alone, check(&case, None, 3), "case {seed}, three workers\n{case:#?}");
    }
}

const MISTAKES: [Mistake; 20] = [
    Mistake::Recorder(Misrecorded::NoStuttering),
    Mistake::Recorder(Misrecorded::StutteringOnlyAtDeadlocks),
    Mistake::Recorder(Misrecorded::TakenWithoutChange),
    Mistake::Recorder(Misrecorded::BoxedFalseOnStuttering),
    Mistake::Recorder(Misrecorded::NegatedBoxIsDiamond),
    Mistake::Recorder(Misrecorded::EnabledFromEdges),
    Mistake::Recorder(Misrecorded::EnabledAtTarget),
    Mistake::Recorder(Misrecorded::PairsNotMerged),
    Mistake::Recorder(Misrecorded::FirstInitialOnly),
    Mistake::Checker(Fault::TrivialComponent),
    Mistake::Checker(Fault::MarksOfLeavingEdges),
    Mistake::Checker(Fault::PromisesIgnored),
    Mistake::Checker(Fault::PromisesOnOneEdge),
    Mistake::Checker(Fault::MarksOfParentReused),
    Mistake::Checker(Fault::ComponentRejected),
    Mistake::Checker(Fault::StrongAsWeak),
    Mistake::Checker(Fault::NegatedStrongAsWeak),
    Mistake::Checker(Fault::FilterOnPrefix),
    Mistake::Checker(Fault::FilterLeaks),
    Mistake::Checker(Fault::NoContinuation),
];

/// The number of the first random case whose answer a mistake changes.
fn first_noticed(mistake: Mistake) -> Option<u64> {
    (0..10_000).find(|seed| {
        let case = Case::new(*seed);
        let right = check(&case, None, 1).0.expect("the checker has no fault").is_some();
        let wrong = check(&case, Some(mistake), 1).0;
        wrong.map(|lasso| lasso.is_some()) != Ok(right)
    })
}

#[test]
fn random_cases_notice_every_planted_mistake() {
    for mistake in MISTAKES {
        let first = first_noticed(mistake);
        assert!(first.is_some_and(|first| first < 5_000), "{mistake:?} was noticed in case {first:?}");
    }
}
