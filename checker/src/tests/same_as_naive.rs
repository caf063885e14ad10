//! Random graphs: the report equals that of the naive explorer, for one worker and for several, with tables that
//! start tiny, with chunks and portions of any size, and with so little memory that nearly all is in files.

use super::graph::{Dice, Graph};
use super::naive::{explore, summary};
use crate::explore::{Tuning, check_tuned};
use crate::fingerprint::FingerprintBits;
use crate::options::{Memory, Options};
use std::time::Duration;

/// All workers take part in every level, with chunks of up to `longest_chunk` states.
pub(super) fn eager(longest_chunk: usize) -> Tuning {
    let (share, start, chunk) = (Duration::ZERO, Duration::ZERO, Duration::from_secs(1));
    let (seen, portion) = (1, 1 << 20);
    Tuning { seen, portion, share, start, chunk, longest_chunk, initial_batch: 2 }
}

/// With fingerprints of 64 bits, and of 128 bits whose first halves are no more than seven.
fn agrees(graph: &Graph, options: &Options, context: &str) {
    agrees_with_these_bits(graph, options, context);
    let graph = Graph { alike: 7, ..graph.clone() };
    let options = Options { fingerprint_bits: FingerprintBits::Bits128, ..options.clone() };
    agrees_with_these_bits(&graph, &options, context);
}

fn agrees_with_these_bits(graph: &Graph, options: &Options, context: &str) {
    let expected = explore(graph, options);
    let ways = [(1, 1, 7), (1, 1024, 1 << 20), (2, 1, 3), (2, 7, 100), (4, 2, 1 << 20), (4, 1024, 1)];
    for (workers, chunk, portion) in ways {
        let options = Options { workers, ..options.clone() };
        let tuning = Tuning { portion, ..eager(chunk) };
        let found = summary(&check_tuned(graph, &options, &(), &tuning));
        assert_eq!(found, expected, "{context}, {tuning:?}, {options:?}, {graph:?}");
    }
    let folder = tempfile::tempdir().expect("a folder for scratch files");
    for (workers, chunk, bytes) in [(1, 7, 0), (2, 3, 0), (1, 1024, 20_000), (3, 64, 20_000)] {
        let memory = Some(Memory { bytes, folder: folder.path().to_owned() });
        let options = Options { workers, memory, ..options.clone() };
        let found = summary(&check_tuned(graph, &options, &(), &eager(chunk)));
        assert_eq!(found, expected, "{context}, chunks of {chunk}, {options:?}, {graph:?}");
    }
    let left = std::fs::read_dir(folder.path()).expect("the folder can be read").count();
    assert_eq!(left, 0, "scratch files are gone after a search");
}

#[test]
fn counts_traces_and_verdicts_are_those_of_the_naive_explorer_for_any_number_of_workers() {
    let mut verdicts = std::collections::BTreeMap::<String, usize>::new();
    for seed in 0..400 {
        let mut dice = Dice(seed);
        let nodes = 1 + dice.roll(60) as u32;
        let mut graph = dice.graph(nodes, 4);
        dice.mark(&mut graph);
        let options = Options {
            check_deadlock: !dice.once_in(3),
            continue_after_violation: dice.once_in(3),
            ..Options::default()
        };
        *verdicts.entry(explore(&graph, &options).verdict).or_default() += 1;
        agrees(&graph, &options, &format!("seed {seed}"));
    }
    // The marks are rare enough for all kinds of ends, or this test would show little.
    for verdict in ["complete", "Deadlock", "Invariant(0)", "ActionProperty(0)", "InitialProperty(0)"] {
        assert!(verdicts.get(verdict).is_some_and(|&count| count > 5), "{verdict}: {verdicts:?}");
    }
    for verdict in ["Next: next", "Invariant: invariant", "Initial: initial"] {
        assert!(verdicts.get(verdict).is_some_and(|&count| count > 2), "{verdict}: {verdicts:?}");
    }
}

#[test]
fn the_tables_grow_through_many_levels_without_losing_a_state() {
    let options = Options { check_deadlock: false, ..Options::default() };
    for seed in 0..3 {
        let graph = Dice(seed).graph(40_000, 5);
        agrees(&graph, &options, "large");
    }
}

#[test]
fn a_state_with_very_many_successors_grows_the_tables_within_a_level() {
    let successors = 200_000;
    let mut edges = vec![vec![]; successors + 4];
    edges[0] = vec![1, 2, 3];
    for (from, edges) in edges.iter_mut().enumerate().take(4).skip(1) {
        *edges = (0..successors).map(|step| (4 + (step * 7 + from) % successors) as u32).collect();
    }
    let graph = Graph { initial: vec![0], edges, ..Graph::default() };
    agrees(&graph, &Options { check_deadlock: false, ..Options::default() }, "wide");
}

#[test]
fn a_violation_in_a_wide_level_is_the_one_that_a_single_worker_meets_first() {
    for seed in 0..5 {
        let mut dice = Dice(seed);
        let mut graph = dice.graph(20_000, 5);
        graph.invariants = vec![(0..20_000).filter(|_| dice.once_in(500)).collect()];
        agrees(&graph, &Options { check_deadlock: false, ..Options::default() }, "violations");
    }
}

#[test]
fn states_that_share_a_fingerprint_are_kept_as_a_single_worker_finds_them_first() {
    // As under symmetry: which state of an orbit is kept decides what is found from there.
    for seed in 0..60 {
        let mut dice = Dice(seed);
        let nodes = 30 + dice.roll(4_000) as u32;
        let mut graph = dice.graph(nodes, 5);
        graph.orbit = 3;
        if dice.once_in(2) {
            let bad = (0..nodes / 3).filter(|_| dice.once_in(u64::from(nodes / 6)));
            graph.invariants = vec![bad.flat_map(|orbit| orbit * 3..orbit * 3 + 3).collect()];
        }
        agrees(&graph, &Options { check_deadlock: dice.once_in(2), ..Options::default() }, "orbits");
    }
}
