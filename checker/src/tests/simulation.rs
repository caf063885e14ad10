//! Random simulation: what is checked, what ends a trace, and that chance is all that traces depend on.

use super::graph::{ACTIONS, Dice, Graph};
use super::impatient::Impatient;
use crate::observer::Observer;
use crate::options::Options;
use crate::report::{Outcome, Report, Sampling, Search, TraceState, ViolationKind};
use crate::{SimulationOptions, Simulator, simulate};
use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::AtomicU64;
use tern_evaluator::error::EvalErrorKind;

fn options(traces: u64, depth: u32) -> SimulationOptions {
    SimulationOptions { traces: Some(traces), depth, ..SimulationOptions::of(&Options::default()) }
}

fn sampling(report: &Report) -> &Sampling {
    match &report.statistics.search {
        Search::Simulation(sampling) => sampling,
        _ => panic!("no simulation"),
    }
}

/// All that a report says but the time.
fn told(mut report: Report) -> String {
    report.statistics.elapsed = std::time::Duration::ZERO;
    format!("{report:?}")
}

fn kind(report: &Report) -> Option<ViolationKind> {
    match &report.outcome {
        Outcome::Violation(violation) => Some(violation.kind),
        _ => None,
    }
}

/// Keeps the traces that it is told.
#[derive(Default)]
struct Scribe(Mutex<Vec<Vec<TraceState>>>);

impl Observer for Scribe {
    fn trace(&self, number: u64, trace: &[TraceState]) -> Result<(), String> {
        let mut traces = self.0.lock().unwrap();
        assert_eq!(number, traces.len() as u64);
        traces.push(trace.to_vec());
        Ok(())
    }
}

#[test]
fn the_report_depends_on_the_seed_and_not_on_the_workers() {
    let (mut ends, mut differ) = (BTreeSet::new(), 0);
    for seed in 0..60 {
        let mut dice = Dice(seed);
        let mut graph = dice.graph(60, 5);
        dice.mark(&mut graph);
        let continuing = dice.once_in(3);
        let of = |workers, seed| {
            let base = options(300, 12);
            let continue_after_violation = continuing;
            told(simulate(
                &graph,
                &SimulationOptions { workers, seed, continue_after_violation, ..base },
                &(),
            ))
        };
        let alone = of(1, 1);
        assert_eq!(alone, of(1, 1));
        assert_eq!(alone, of(2, 1), "graph {seed}");
        assert_eq!(alone, of(4, 1), "graph {seed}");
        differ += u32::from(alone != of(1, 2));
        ends.insert(alone.chars().take(24).collect::<String>());
    }
    assert!(ends.len() == 3 && differ > 30, "{ends:?}, {differ}");
}

#[test]
fn traces_are_behaviours_in_the_model_that_reach_all_of_a_small_graph() {
    let mut graph = Dice(5).graph(30, 4);
    graph.initial = vec![0, 1];
    graph.outside = [7, 8].into();
    let scribe = Scribe::default();
    let report = simulate(
        &graph,
        &SimulationOptions { keep_traces: true, workers: 2, check_deadlock: false, ..options(500, 9) },
        &scribe,
    );
    let traces = scribe.0.into_inner().unwrap();
    assert_eq!((traces.len(), sampling(&report).traces), (500, 500));
    let mut reached = BTreeSet::new();
    for trace in &traces {
        assert!(trace.len() <= 9 && [0, 1].contains(&trace[0].words[0]) && trace[0].action.is_none());
        for step in trace.windows(2) {
            let (from, to) = (step[0].words[0], step[1].words[0]);
            let action = step[1].action.expect("a step has an action") as usize;
            let of_action = graph.edges[from as usize].iter().skip(action).step_by(ACTIONS as usize);
            assert!(of_action.into_iter().any(|&successor| successor == to), "{from} -> {to} by {action}");
            assert!(!graph.outside.contains(&to));
        }
        reached.extend(trace.iter().map(|state| state.words[0]));
    }
    let mut expected = BTreeSet::from([0, 1]);
    for _ in 1..9 {
        let next: Vec<u32> =
            expected.iter().flat_map(|&node: &u32| graph.edges[node as usize].clone()).collect();
        expected.extend(next.into_iter().filter(|node| !graph.outside.contains(node)));
    }
    assert_eq!(reached, expected);
    let (mean, variance, deviation) = sampling(&report).lengths();
    let lengths: Vec<f64> = traces.iter().map(|trace| trace.len() as f64).collect();
    let average = lengths.iter().sum::<f64>() / 500.0;
    let squares = lengths.iter().map(|length| (length - average).powi(2)).sum::<f64>() / 500.0;
    assert!((mean - average).abs() < 1e-9 && (variance - squares).abs() < 1e-6);
    assert!((deviation * deviation - variance).abs() < 1e-9);
}

#[test]
fn every_action_is_taken_and_about_as_often_as_the_others() {
    let edges = vec![vec![0, 0, 0]];
    let graph = Graph { initial: vec![0], edges, ..Graph::default() };
    let report = simulate(&graph, &options(100, 101), &());
    let taken: Vec<u64> = sampling(&report).actions.iter().map(|counts| counts.taken).collect();
    assert_eq!(taken.iter().sum::<u64>(), 100 * 100);
    assert!(taken.iter().all(|taken| (3_000..3_700).contains(taken)), "{taken:?}");
}

#[test]
fn all_successors_of_the_chosen_action_are_checked_before_one_is_taken() {
    // Of action 0 there are the successors 1 and 4; the others are of actions of their own.
    let edges = vec![vec![1, 2, 3, 4], vec![1], vec![2], vec![3], vec![4]];
    let invariants = vec![BTreeSet::from([4])];
    let graph = Graph { initial: vec![0], edges, invariants, ..Graph::default() };
    for seed in 0..20 {
        let report = simulate(&graph, &SimulationOptions { seed, ..options(100, 5) }, &());
        assert_eq!(kind(&report), Some(ViolationKind::Invariant(0)));
        // The run ended when action 0 was chosen in node 0, with two successors and no step. Elsewhere all its steps
        // were taken, but for that from the last state of each trace.
        let action = sampling(&report).actions[0];
        assert_eq!(action.generated - action.taken, sampling(&report).traces + 2);
    }
}

#[test]
fn generating_checks_only_the_states_of_traces() {
    let edges = vec![vec![1, 2, 3, 4], vec![1], vec![2], vec![3], vec![4]];
    let invariants = vec![BTreeSet::from([4])];
    let graph = Graph { initial: vec![0], edges, invariants, ..Graph::default() };
    let generate = SimulationOptions { one_successor: true, ..options(1000, 3) };
    let mut missed = 0;
    for seed in 0..20 {
        let report = simulate(&graph, &SimulationOptions { seed, ..generate.clone() }, &());
        assert_eq!(kind(&report), Some(ViolationKind::Invariant(0)));
        let actions = &sampling(&report).actions;
        let generated: u64 = actions.iter().map(|counts| counts.generated).sum();
        assert_eq!(generated + 1, report.statistics.generated, "one initial state");
        missed += u64::from(sampling(&report).traces > 4);
    }
    assert!(missed > 0, "the other successor of action 0 was never taken");
}

#[test]
fn a_disabled_action_gives_way_to_another_and_deadlock_is_that_all_are_disabled() {
    // Node 0 has a successor by action 0 only, node 1 none.
    let edges = vec![vec![0], vec![]];
    let graph = Graph { initial: vec![0], edges: edges.clone(), ..Graph::default() };
    let report = simulate(&graph, &options(10, 50), &());
    assert!(matches!(report.outcome, Outcome::Bounded), "{:?}", report.outcome);
    assert_eq!(sampling(&report).lengths(), (50.0, 0.0, 0.0));
    assert!(sampling(&report).actions.iter().all(|counts| counts.chosen > 0));
    let graph = Graph { initial: vec![1], edges, ..Graph::default() };
    assert_eq!(kind(&simulate(&graph, &options(10, 50), &())), Some(ViolationKind::Deadlock));
    let report = simulate(&graph, &SimulationOptions { check_deadlock: false, ..options(10, 50) }, &());
    assert_eq!((sampling(&report).traces, sampling(&report).lengths), (10, 10));
}

#[test]
fn a_trace_ends_where_all_successors_are_excluded_and_that_is_no_deadlock() {
    // 0 -> 1 by action 0, 0 -> 2 by action 1; 2 is outside, so is all that 1 leads to.
    let edges = vec![vec![1, 2], vec![2], vec![2]];
    let graph = Graph { initial: vec![0], edges, outside: [2].into(), ..Graph::default() };
    let report = simulate(&graph, &options(40, 50), &());
    assert!(matches!(report.outcome, Outcome::Bounded), "{:?}", report.outcome);
    // When action 1 is chosen first, action 0 is still found.
    assert_eq!(sampling(&report).lengths(), (2.0, 0.0, 0.0));
    // What is excluded is checked.
    let graph = Graph { invariants: vec![[2].into()], ..graph };
    assert_eq!(kind(&simulate(&graph, &options(40, 50), &())), Some(ViolationKind::Invariant(0)));
}

#[test]
fn the_successors_of_the_last_state_are_checked_too() {
    let edges = vec![vec![1], vec![2], vec![2]];
    let graph = Graph { initial: vec![0], edges, invariants: vec![[2].into()], ..Graph::default() };
    assert_eq!(kind(&simulate(&graph, &options(5, 1), &())), None);
    let report = simulate(&graph, &options(5, 2), &());
    let Outcome::Violation(violation) = report.outcome else { panic!("no violation") };
    let nodes: Vec<u32> = violation.trace.iter().map(|state| state.words[0]).collect();
    assert_eq!(nodes, [0, 1, 2]);
}

#[test]
fn continuing_ends_a_trace_at_its_violation_and_goes_on_with_the_next() {
    let edges = vec![vec![1], vec![2], vec![2]];
    let action_properties = vec![BTreeSet::from([(0, 1)])];
    let invariants = vec![BTreeSet::from([0])];
    let graph = Graph { initial: vec![0], edges, invariants, action_properties, ..Graph::default() };
    let report =
        simulate(&graph, &SimulationOptions { continue_after_violation: true, ..options(7, 9) }, &());
    assert!(matches!(report.outcome, Outcome::Bounded), "{:?}", report.outcome);
    let kinds: Vec<_> = report.continued.iter().map(|violation| violation.kind).collect();
    assert_eq!(kinds[0], ViolationKind::Invariant(0), "that of the initial state");
    assert_eq!(kinds[1..], [ViolationKind::ActionProperty(0); 7]);
    assert_eq!(sampling(&report).traces, 0);
}

#[test]
fn violations_that_are_passed_over_are_recorded_up_to_a_limit() {
    let edges = vec![vec![1], vec![1]];
    let graph = Graph { initial: vec![0], edges, invariants: vec![[1].into()], ..Graph::default() };
    let endless = SimulationOptions { traces: None, continue_after_violation: true, ..options(0, 9) };
    let report = simulate(&graph, &endless, &());
    assert!(matches!(&report.outcome, Outcome::Limit(limit) if limit.starts_with("10000 violations")));
    assert_eq!(report.continued.len(), 10_000);
}

#[test]
fn a_simulation_without_end_can_be_stopped_in_the_middle_of_a_trace() {
    let graph = Graph { initial: vec![0], edges: vec![vec![0]], ..Graph::default() };
    for workers in [1, 3] {
        for (at, depth) in [(0, 10), (1, 10), (500, 10), (500, u32::MAX)] {
            let observer = Impatient { at, polls: AtomicU64::new(0) };
            let endless = SimulationOptions { traces: None, workers, ..options(0, depth) };
            let report = simulate(&graph, &endless, &observer);
            assert!(matches!(report.outcome, Outcome::Interrupted), "{:?}", report.outcome);
            let found = sampling(&report);
            assert!(found.traces <= at && (depth == 10 || found.traces == 0));
            // Of several workers, one may have been asked nearly all the time.
            assert!(at < 500 || workers > 1 || report.statistics.generated > 300, "{:?}", report.statistics);
        }
    }
}

#[test]
fn a_panic_of_any_worker_ends_as_an_internal_error() {
    let mut graph = Dice(3).graph(300, 6);
    graph.initial = vec![0];
    graph.panics = [200].into();
    for workers in [1, 4] {
        let endless = SimulationOptions { traces: None, workers, check_deadlock: false, ..options(0, 200) };
        let Outcome::Failure(failure) = simulate(&graph, &endless, &()).outcome else { panic!("no failure") };
        assert_eq!(failure.error.kind, EvalErrorKind::Internal);
        assert!(failure.error.message.contains("panics"), "{}", failure.error.message);
    }
}

#[test]
fn without_an_initial_state_there_is_nothing_to_simulate() {
    let graph = Graph { initial: vec![0], edges: vec![vec![0]], outside: [0].into(), ..Graph::default() };
    let Outcome::Failure(failure) = simulate(&graph, &options(1, 9), &()).outcome else {
        panic!("no failure")
    };
    assert_eq!(failure.error.message, "There is no state satisfying the initial state predicate.");
}

#[test]
fn initial_states_are_all_checked_and_chosen_among() {
    let edges = vec![vec![0], vec![1], vec![2]];
    let graph = Graph { initial: vec![0, 1, 2], edges, ..Graph::default() };
    let scribe = Scribe::default();
    simulate(&graph, &SimulationOptions { keep_traces: true, ..options(60, 2) }, &scribe);
    let first = |trace: &Vec<TraceState>| trace[0].words[0];
    let starts: BTreeSet<u32> = scribe.0.into_inner().unwrap().iter().map(first).collect();
    assert_eq!(starts, [0, 1, 2].into());
    let graph = Graph { initial_properties: vec![[2].into()], ..graph };
    let report = simulate(&graph, &options(60, 2), &());
    assert_eq!(kind(&report), Some(ViolationKind::InitialProperty(0)));
    assert_eq!(report.statistics.initial_generated, 3);
}

#[test]
fn a_simulation_goes_on_with_a_system_that_is_made_anew() {
    for seed in 0..20 {
        let mut dice = Dice(seed);
        let mut graph = dice.graph(60, 5);
        dice.mark(&mut graph);
        for workers in [1, 3] {
            let options = SimulationOptions { workers, ..options(300, 12) };
            let whole = told(simulate(&graph, &options, &()));
            let forgetful = Graph { patience: 20, ..graph.clone() };
            let mut simulator = Simulator::new(options);
            let (mut runs, mut outcome) = (0, None);
            while outcome.is_none() {
                outcome = simulator.run(&forgetful.clone(), &());
                runs += 1;
            }
            let report = simulator.report(outcome.expect("it ended"));
            assert!(runs > 5 || !matches!(report.outcome, Outcome::Bounded), "{runs} runs");
            assert_eq!(whole, told(report), "graph {seed}");
        }
    }
}
