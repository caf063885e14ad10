//! The search in depth finds what the breadth-first search finds.

use super::graph::{Dice, Graph};
use crate::fingerprint::FingerprintBits;
use crate::observer::Observer;
use crate::options::Options;
use crate::report::{Outcome, Report, TraceState};
use crate::{check, deepen};
use std::collections::BTreeSet;
use std::sync::Mutex;

fn lively() -> Options {
    Options { check_deadlock: false, ..Options::default() }
}

/// What ended a run, without its place in an order, and the states of the trace.
fn end(report: &Report) -> (&'static str, &[TraceState]) {
    match &report.outcome {
        Outcome::Complete => ("complete", &[]),
        Outcome::Bounded => ("bounded", &[]),
        Outcome::Violation(violation) => ("wrong", &violation.trace),
        Outcome::Failure(failure) => ("wrong", &failure.trace),
        Outcome::Interrupted | Outcome::Limit(_) => ("stopped", &[]),
    }
}

#[test]
fn the_searches_in_depth_and_in_breadth_agree() {
    let mut wrong = 0;
    for seed in 0..400 {
        let mut dice = Dice(seed);
        let mut graph = dice.graph(40, 3);
        dice.mark(&mut graph);
        let wide = Options { fingerprint_bits: FingerprintBits::Bits128, ..lively() };
        for options in [Options::default(), lively(), wide] {
            graph.alike = if options.fingerprint_bits == FingerprintBits::Bits128 { 5 } else { 0 };
            let broad = check(&graph, &options, &());
            let deep = deepen(&graph, &options, 100, &());
            let ((broad_end, broad_trace), (deep_end, deep_trace)) = (end(&broad), end(&deep));
            assert_eq!(broad_end, deep_end, "graph {seed}: {graph:?}");
            if broad_end == "complete" {
                let counts = |report: &Report| (report.statistics.distinct, report.statistics.depth);
                assert_eq!(counts(&broad), counts(&deep), "graph {seed}");
            } else {
                // Of several things that are wrong with states of one level each search finds one; it may be about a
                // state or about a step from it.
                wrong += 1;
                assert!(broad_trace.len().abs_diff(deep_trace.len()) <= 1, "graph {seed}");
                for step in deep_trace.windows(2) {
                    let [from, to] = step else { continue };
                    let unfinished = to.action.is_none();
                    let edges = &graph.edges[from.words[0] as usize];
                    assert!(unfinished || edges.contains(&to.words[0]), "graph {seed}: {deep_trace:?}");
                }
            }
        }
    }
    assert!(wrong > 100, "only {wrong} graphs are wrong");
}

/// Keeps the rounds that it is told of.
#[derive(Default)]
struct Rounds(Mutex<Vec<(u32, u64, u64)>>);

impl Observer for Rounds {
    fn level_started(&self, level: u32, generated: u64, distinct: u64) {
        self.0.lock().unwrap().push((level, generated, distinct));
    }
}

#[test]
fn each_round_generates_what_a_search_of_its_depth_does() {
    // 0 -> 1, 2; 1 -> 3; 2 -> 1, 3; 3 -> 0: node 1 is met on two ways, and expanded on the shorter one.
    let edges = vec![vec![1, 2], vec![3], vec![1, 3], vec![0]];
    let graph = Graph { initial: vec![0], edges, ..Graph::default() };
    let rounds = Rounds::default();
    let report = deepen(&graph, &Options::default(), 9, &rounds);
    assert_eq!(*rounds.0.lock().unwrap(), [(2, 1, 1), (3, 3, 3), (4, 8, 4)]);
    assert!(matches!(report.outcome, Outcome::Complete), "{:?}", report.outcome);
    assert_eq!((report.statistics.generated, report.statistics.distinct, report.statistics.left), (14, 4, 0));
}

#[test]
fn a_search_that_ends_at_its_level_is_not_complete() {
    let edges = vec![vec![1], vec![2], vec![3], vec![0]];
    let graph = Graph { initial: vec![0], edges, ..Graph::default() };
    for (deepest, generated, left) in [(0, 1, 1), (1, 1, 1), (2, 2, 1), (4, 7, 1)] {
        let report = deepen(&graph, &Options::default(), deepest, &());
        assert!(matches!(report.outcome, Outcome::Bounded), "{:?}", report.outcome);
        assert_eq!((report.statistics.generated, report.statistics.left), (generated, left));
    }
    let report = deepen(&graph, &Options::default(), 5, &());
    assert!(matches!(report.outcome, Outcome::Complete), "{:?}", report.outcome);
}

#[test]
fn continuing_tells_each_violation_once_though_rounds_repeat() {
    let edges = vec![vec![1], vec![2], vec![3], vec![0]];
    let invariants = vec![BTreeSet::from([1])];
    let action_properties = vec![BTreeSet::from([(0, 1), (2, 3)])];
    let graph = Graph { initial: vec![0], edges, invariants, action_properties, ..Graph::default() };
    let options = Options { continue_after_violation: true, ..Options::default() };
    let report = deepen(&graph, &options, 9, &());
    let lengths: Vec<usize> = report.continued.iter().map(|violation| violation.trace.len()).collect();
    assert_eq!(lengths, [2, 2, 4]);
    assert!(matches!(report.outcome, Outcome::Complete));
}
