//! A search that may use less memory than its states need.

use super::graph::{Dice, Graph};
use super::same_as_naive::eager;
use crate::explore::{Tuning, check_tuned};
use crate::options::{Memory, Options};
use crate::report::{Outcome, Report};
use std::path::Path;

fn lively(workers: usize, bytes: u64, folder: &Path) -> Options {
    let memory = Some(Memory { bytes, folder: folder.to_owned() });
    Options { check_deadlock: false, workers, memory, ..Options::default() }
}

/// A graph of `nodes` states, each of which is reached.
fn large(nodes: u32) -> Graph {
    let mut graph = Dice(11).graph(nodes, 3);
    graph.initial = vec![0];
    for (node, edges) in (0..).zip(&mut graph.edges) {
        // Binary numbers: of each node, those of twice the number.
        edges.extend([2 * node + 1, 2 * node + 2].into_iter().filter(|to| *to < nodes));
    }
    graph
}

fn run(graph: &Graph, options: &Options) -> Report {
    check_tuned(graph, options, &(), &Tuning { seen: 1, ..eager(64) })
}

#[test]
fn a_model_with_ten_times_more_states_than_fit_is_explored_to_the_last_state() {
    let nodes = 300_000;
    let graph = large(nodes);
    let folder = tempfile::tempdir().expect("a folder for scratch files");
    // Fingerprints alone take eight bytes each.
    let bytes = u64::from(nodes) * 8 / 10;
    let mut whole = lively(1, bytes, folder.path());
    whole.memory = None;
    let expected = run(&graph, &whole).statistics;
    assert_eq!(expected.distinct, u64::from(nodes));
    for workers in [1, 2, 4] {
        let report = run(&graph, &lively(workers, bytes, folder.path()));
        assert!(matches!(report.outcome, Outcome::Complete), "{:?}", report.outcome);
        let found = report.statistics;
        assert_eq!((found.generated, found.distinct, found.left), (expected.generated, u64::from(nodes), 0));
        assert_eq!((found.depth, &found.actions), (expected.depth, &expected.actions));
        assert_eq!(found.out_degrees, expected.out_degrees);
        assert!(found.spilled_bytes > u64::from(nodes) * 8, "at least all fingerprints were in files");
        let kept = found.seen_set_bytes + found.log_bytes + found.frontier_bytes;
        assert!(kept < 4 * bytes, "{workers} workers: {kept} bytes, the budget is {bytes}");
    }
}

#[test]
fn a_budget_that_suffices_brings_nothing_to_files() {
    let folder = tempfile::tempdir().expect("a folder for scratch files");
    let never = folder.path().join("never made");
    let found = run(&large(10_000), &lively(2, 64 << 20, &never)).statistics;
    assert_eq!((found.distinct, found.spilled_bytes), (10_000, 0));
    assert!(!never.exists());
}

#[test]
fn a_search_whose_files_fail_ends_with_what_it_explored() {
    let folder = tempfile::tempdir().expect("a folder for scratch files");
    let occupied = folder.path().join("occupied");
    std::fs::write(&occupied, "a file, not a folder").expect("a file can be written");
    for workers in [1, 3] {
        let report = run(&large(30_000), &lively(workers, 10_000, &occupied));
        let Outcome::Limit(limit) = &report.outcome else { panic!("{:?}", report.outcome) };
        assert!(limit.contains("memory") && limit.contains("occupied"), "{limit}");
        let found = report.statistics;
        let explored = found.out_degrees.iter().sum::<u64>();
        assert!(explored > 0);
        assert_eq!(found.distinct, explored + found.left, "each stored state is explored or left");
    }
}

#[test]
fn the_limit_on_states_counts_states_and_not_what_may_be_known() {
    let folder = tempfile::tempdir().expect("a folder for scratch files");
    for workers in [1, 2] {
        let options = Options { max_states: Some(20_000), ..lively(workers, 10_000, folder.path()) };
        let report = run(&large(60_000), &options);
        assert!(matches!(&report.outcome, Outcome::Limit(limit) if limit.contains("20000 states")));
        let found = report.statistics;
        assert!(found.distinct > 20_000 && found.spilled_bytes > 0, "{found:?}");
        assert_eq!(found.distinct, found.out_degrees.iter().sum::<u64>() + found.left);
    }
}

#[test]
fn a_system_whose_order_can_be_observed_meets_each_state_once_from_files_too() {
    let folder = tempfile::tempdir().expect("a folder for scratch files");
    let mut graph = large(5_000);
    let expected = run(&graph, &Options { memory: None, ..lively(1, 0, folder.path()) }).statistics;
    graph.ordered = true;
    graph.invariants = vec![Default::default()];
    let found = run(&graph, &lively(1, 3_000, folder.path())).statistics;
    assert!(found.spilled_bytes > 0);
    assert_eq!((found.generated, found.distinct), (expected.generated, expected.distinct));
}
