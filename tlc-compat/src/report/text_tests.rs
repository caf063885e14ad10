//! TLC's text for reports made by hand.

use super::super::names::ActionLabel;
use super::*;
use crate::messages::Console;
use tern_checker::report::TraceState;

/// A program of one action and invariants named after their numbers, whose states are counters.
struct Counter {
    sources: SourceMap,
    variables: Vec<&'static str>,
}

impl Counter {
    fn new(variables: &[&'static str]) -> Self {
        let mut sources = SourceMap::default();
        sources.add("somewhere/Counter.tla", "---- MODULE Counter ----\nNext == x' = x + 1\n====\n");
        Self { sources, variables: variables.to_vec() }
    }
}

impl Names for Counter {
    fn sources(&self) -> &SourceMap {
        &self.sources
    }
    fn invariant(&self, index: usize) -> String {
        format!("Inv{index}")
    }
    fn action_property(&self, index: usize) -> String {
        format!("Act{index}")
    }
    fn initial_property(&self, index: usize) -> String {
        format!("Start{index}")
    }
    fn temporal_property(&self, index: usize) -> String {
        format!("Live{index}")
    }
    fn action(&self, _: u32) -> ActionLabel {
        let source = tern_parser::source::SourceId(0);
        ActionLabel { name: "Next".into(), span: Some(Span { source, start: 33, end: 43 }) }
    }
    fn state(&self, behavior: Behavior<'_>, index: usize) -> Vec<Binding> {
        let words = &behavior.states[index].words;
        let pairs = self.variables.iter().zip(words);
        pairs.map(|(name, word)| Binding { name: (*name).into(), value: word.to_string() }).collect()
    }
}

fn states(words: &[&[u32]]) -> Vec<TraceState> {
    let state = |(index, words): (usize, &&[u32])| TraceState {
        action: (index > 0).then_some(0),
        words: words.to_vec(),
    };
    words.iter().enumerate().map(state).collect()
}

fn drawn(outcome: Outcome, variables: &[&'static str]) -> String {
    let statistics =
        Statistics { generated: 4, distinct: 3, depth: 3, out_degrees: vec![1, 2], ..Statistics::default() };
    let report = Report { outcome, continued: Vec::new(), statistics };
    let mut console = Console::default();
    result(&report, &Counter::new(variables), &[], false)
        .iter()
        .map(|message| console.draw(message))
        .collect()
}

#[test]
fn success_ends_with_counts_depth_and_out_degrees() {
    assert_eq!(
        drawn(Outcome::Complete, &["x"]),
        "Model checking completed. No error has been found.
  Estimates of the probability that TLC did not check all reachable states
  because two distinct states had the same fingerprint:
  calculated (optimistic):  val = 1.6E-19
4 states generated, 3 distinct states found, 0 states left on queue.
The depth of the complete state graph search is 3.
The average outdegree of the complete state graph is 1 (minimum is 0, the maximum 1 and the 95th percentile is 1).
"
    );
}

#[test]
fn a_violated_invariant_comes_with_its_behaviour() {
    let trace = states(&[&[0, 7], &[1, 7]]);
    let violation = Violation { kind: ViolationKind::Invariant(2), trace, cycle: None };
    assert_eq!(
        drawn(Outcome::Violation(violation), &["x", "y"]),
        "Error: Invariant Inv2 is violated.
Error: The behavior up to this point is:
State 1: <Initial predicate>
/\\ x = 0
/\\ y = 7

State 2: <Next line 2, col 9 to line 2, col 18 of module Counter>
/\\ x = 1
/\\ y = 7

4 states generated, 3 distinct states found, 0 states left on queue.
The depth of the complete state graph search is 3.
"
    );
}

#[test]
fn a_single_variable_has_no_bullet() {
    let violation = Violation { kind: ViolationKind::Deadlock, trace: states(&[&[5]]), cycle: None };
    let text = drawn(Outcome::Violation(violation), &["x"]);
    assert!(
        text.starts_with("Error: Deadlock reached.\nError: The behavior up to this point is:\n"),
        "{text}"
    );
    assert!(text.contains("State 1: <Initial predicate>\nx = 5\n\n"), "{text}");
}

#[test]
fn a_violation_in_an_initial_state_is_told_without_counts() {
    let violation = Violation { kind: ViolationKind::Invariant(0), trace: states(&[&[5]]), cycle: None };
    assert_eq!(
        drawn(Outcome::Violation(violation), &["x"]),
        "Error: Invariant Inv0 is violated by the initial state:\nx = 5\n\n"
    );
    let violation =
        Violation { kind: ViolationKind::InitialProperty(1), trace: states(&[&[5]]), cycle: None };
    assert_eq!(
        drawn(Outcome::Violation(violation), &["x"]),
        "Error: Property Start1 is violated by the initial state:\nx = 5\n\n"
    );
}

#[test]
fn a_failed_step_shows_message_behaviour_and_nested_expressions() {
    let source = tern_parser::source::SourceId(0);
    let mut error = EvalError::new(EvalErrorKind::Type, "x is no number");
    error.span = Some(Span { source, start: 38, end: 43 });
    error.calls = vec![Span { source, start: 33, end: 43 }];
    let failure = Failure { error, during: During::Next, trace: states(&[&[0]]) };
    let text = drawn(Outcome::Failure(failure), &["x"]);
    assert!(text.starts_with("Error: TLC threw an unexpected exception.\n"), "{text}");
    assert!(text.contains("\n: x is no number\nError: The behavior up to this point is:\n"), "{text}");
    assert!(
        text.contains(
            "expressions at the following positions:\n0. Line 2, column 9 to line 2, column 18 in Counter\n1. Line 2, column 14 to line 2, column 18 in Counter\n"
        ),
        "{text}"
    );
}

#[test]
fn initial_states_with_duplicates_are_told_apart_from_distinct_ones() {
    let text = |generated, distinct| initial_states_computed(generated, distinct, "T").text;
    assert_eq!(text(1, 1), "Finished computing initial states: 1 distinct state generated at T.");
    assert_eq!(
        text(5, 3),
        "Finished computing initial states: 5 states generated, with 3 of them distinct at T."
    );
}

#[test]
fn success_is_not_claimed_while_a_temporal_property_is_unchecked() {
    let report =
        Report { outcome: Outcome::Complete, continued: Vec::new(), statistics: Statistics::default() };
    let messages = result(&report, &Counter::new(&["x"]), &["Live".to_owned()], false);
    assert!(messages.iter().all(|message| message.code != code::SUCCESS));
    assert!(messages[0].text.contains("Live is not checked yet"), "{messages:?}");
}

#[test]
fn the_estimate_from_the_fingerprints_follows_where_there_is_one() {
    let statistics = Statistics { least_difference: Some(1 << 40), ..Statistics::default() };
    let text = success(&statistics).text;
    assert!(text.ends_with("val = 0.0\n  based on the actual fingerprints:  val = 9.1E-13"), "{text}");
}

#[test]
fn temporal_properties_of_a_part_of_the_states_are_those_of_the_current_state_space() {
    let said = |left| temporal_started(2, Counts { distinct: 5, left, ..Counts::default() }, "noon").text;
    let wanted = |space| {
        format!(
            "Checking 2 branches of temporal properties for the {space} state space with 10 total distinct \
             states at (noon)"
        )
    };
    assert_eq!([said(0), said(3)], [wanted("complete"), wanted("current")]);
}
