//! Fingerprints whose first halves collide on purpose: 64 bits lose states, 128 bits lose none, wherever fingerprints are
//! kept and compared.

use super::graph::{Asked, Dice, Graph};
use super::same_as_naive::eager;
use crate::explore::{Tuning, check_tuned};
use crate::fingerprint::FingerprintBits::{self, Bits64, Bits128};
use crate::liveness::Strength;
use crate::options::{Memory, Options};
use crate::report::{Outcome, Report};
use crate::seen_set::SeenSet;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

const NODES: u32 = 5_000;

/// A graph each of whose nodes is reached; first halves are those of seven states.
fn graph() -> Graph {
    let mut graph = Dice(3).graph(NODES, 3);
    graph.initial = vec![0];
    graph.alike = 7;
    for (node, edges) in (0..).zip(&mut graph.edges) {
        edges.extend([2 * node + 1, 2 * node + 2].into_iter().filter(|to| *to < NODES));
    }
    graph
}

fn run(graph: &Graph, fingerprint_bits: FingerprintBits, workers: usize, folder: Option<&Path>) -> Report {
    let memory = folder.map(|folder| Memory { bytes: 10_000, folder: folder.to_owned() });
    let options = Options { workers, fingerprint_bits, memory, check_deadlock: false, ..Options::default() };
    check_tuned(graph, &options, &(), &Tuning { seen: 1, portion: 500, ..eager(64) })
}

#[test]
fn states_that_share_a_first_half_are_found_with_128_bits_in_memory_and_from_files() {
    let graph = graph();
    let folder = tempfile::tempdir().expect("a folder for scratch files");
    let plain = run(&Graph { alike: 0, ..graph.clone() }, Bits64, 1, None).statistics;
    assert_eq!(plain.distinct, u64::from(NODES));
    for workers in [1, 2, 4] {
        for files in [None, Some(folder.path())] {
            let lost = run(&graph, Bits64, workers, files).statistics;
            assert!(lost.distinct <= 7, "{workers} workers: 64 bits tell seven states apart");
            let report = run(&graph, Bits128, workers, files);
            assert!(matches!(report.outcome, Outcome::Complete), "{:?}", report.outcome);
            let found = report.statistics;
            assert_eq!((found.distinct, found.generated), (plain.distinct, plain.generated));
            assert_eq!((found.depth, &found.actions), (plain.depth, &plain.actions));
            assert_eq!(found.out_degrees, plain.out_degrees);
            assert_eq!(found.fingerprint_bits, Bits128);
            assert_eq!(found.spilled_bytes > 0, files.is_some());
        }
    }
}

#[test]
fn states_that_share_a_first_half_have_numbers_of_their_own_in_the_recorded_graph() {
    let mut graph = graph();
    // Each behaviour that moves on comes to the last node, from where it stays there.
    graph.edges = (0..NODES).map(|node| vec![(node + 1).min(NODES - 1)]).collect();
    let moves = (0..NODES - 1).map(|node| (node, node + 1)).collect();
    let lit = [NODES - 1].into();
    graph.asked_of_behaviors = Some(Asked { lit, moves, fair: Some(Strength::Weak), property: 0 });
    for workers in [1, 2, 4] {
        let report = run(&graph, Bits128, workers, None);
        assert!(matches!(report.outcome, Outcome::Complete), "{:?}", report.outcome);
        let edges = report.statistics.liveness.expect("there is a temporal property").edges;
        assert_eq!(edges, u64::from(NODES) * 2 - 1, "a step and stuttering, which is the last node's step");
        // Seven states look like a circle without the last node.
        let Outcome::Violation(_) = run(&graph, Bits64, workers, None).outcome else {
            panic!("the last node is lost with 64 bits");
        };
    }
}

#[test]
fn the_estimate_of_a_collision_is_the_one_for_so_many_bits() {
    let graph = graph();
    let [half, whole] = [Bits64, Bits128].map(|bits| {
        let found = run(&Graph { alike: 0, ..graph.clone() }, bits, 1, None).statistics;
        found.collision_probability()
    });
    assert!(half > 0.0 && whole > 0.0, "{half} {whole}");
    assert_eq!(whole * 2f64.powi(64), half);
}

#[test]
fn no_fingerprint_is_found_whose_halves_are_those_of_others_while_the_table_grows() {
    // Few numbers, in all pairs with an even sum.
    let pairs = (0..300u64).flat_map(|first| (1..300u64).map(move |second| [first, second]));
    let (even, odd): (Vec<_>, Vec<_>) = pairs.partition(|[first, second]| (first + second) % 2 == 0);
    for _ in 0..5 {
        let mut seen = SeenSet::with_capacity(1).expect("a small table fits");
        // Memory for all, and a small table in it.
        seen.limit_growth(300);
        seen.reserve(300, 1).expect("there is room");
        seen.limit_growth(usize::MAX);
        let over = AtomicBool::new(false);
        let mut expected = BTreeSet::new();
        std::thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    while !over.load(Relaxed) {
                        let found = odd.iter().find(|fingerprint| seen.contains(**fingerprint));
                        assert_eq!(found, None, "nobody stored it");
                    }
                });
            }
            for fingerprint in even.iter().chain(&even) {
                assert!(seen.reserve_in_place(1), "there is room for all");
                assert_eq!(seen.insert(*fingerprint), expected.insert(*fingerprint));
            }
            over.store(true, Relaxed);
        });
        assert_eq!(seen.len(), even.len());
        assert!(even.iter().all(|fingerprint| seen.contains(*fingerprint)));
        let mut drained = Vec::new();
        let drain = |sorted: &[[u64; 2]]| {
            drained.extend_from_slice(sorted);
            Ok(())
        };
        seen.drain_sorted(drain).expect("nothing fails");
        assert!(drained.iter().eq(&expected), "all of them are handed over, sorted");
        assert!(seen.is_empty() && !seen.contains(even[7]));
    }
}
