//! Many initial states: what one thread enumerates and another one takes is what one alone finds.

use super::graph::{Asked, Dice, Graph};
use super::impatient::Impatient;
use super::naive::{explore, summary};
use super::same_as_naive::eager;
use crate::explore::{Tuning, check_tuned};
use crate::liveness::Strength;
use crate::options::Options;
use crate::report::Outcome;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::AtomicU64;

/// A graph of so many nodes, each of them initial about twice, that leads nowhere.
fn wide(dice: &mut Dice, nodes: u32) -> Graph {
    let initial = (0..2 * nodes).map(|_| dice.roll(u64::from(nodes)) as u32).collect();
    Graph { initial, edges: (0..nodes).map(|node| vec![node]).collect(), ..Graph::default() }
}

fn some(dice: &mut Dice, nodes: u32, times: u64) -> BTreeSet<u32> {
    (0..nodes).filter(|_| dice.once_in(times)).collect()
}

#[test]
fn what_is_wrong_with_initial_states_does_not_depend_on_who_takes_them() {
    let mut verdicts = BTreeMap::<String, usize>::new();
    let (mut excluded, mut continued) = (0, 0);
    for seed in 0..300 {
        let mut dice = Dice(seed);
        let nodes = 1 + dice.roll(400) as u32;
        let rare = u64::from(nodes);
        let mut graph = wide(&mut dice, nodes);
        // States of one orbit are one state, though the checks tell them apart: only the first one is checked.
        graph.orbit = [1, 1, 3][dice.roll(3) as usize];
        if dice.once_in(2) {
            graph.outside = some(&mut dice, nodes, 6);
        }
        if dice.once_in(2) {
            graph.invariants = vec![some(&mut dice, nodes, rare), some(&mut dice, nodes, rare)];
        }
        if dice.once_in(3) {
            graph.initial_properties = vec![some(&mut dice, nodes, rare)];
        }
        if dice.once_in(4) {
            graph.opaque = some(&mut dice, nodes, rare);
        }
        graph.initial_fault = dice.once_in(5);
        let options = Options { continue_after_violation: dice.once_in(2), ..Options::default() };
        let expected = explore(&graph, &options);
        for (workers, initial_batch) in [(1, 2), (2, 1), (2, 2), (2, 100), (3, 17), (2, 10_000)] {
            let options = Options { workers, ..options.clone() };
            let found = check_tuned(&graph, &options, &(), &Tuning { initial_batch, ..eager(64) });
            assert_eq!(
                summary(&found),
                expected,
                "seed {seed}, {workers} workers, batches of {initial_batch}"
            );
            excluded += found.statistics.initial_excluded;
        }
        continued += expected.continued.len();
        *verdicts.entry(expected.verdict).or_default() += 1;
    }
    for verdict in
        ["complete", "Invariant(0)", "InitialProperty(0)", "Invariant: invariant", "Initial: initial"]
    {
        assert!(verdicts.get(verdict).is_some_and(|&count| count > 5), "{verdict}: {verdicts:?}");
    }
    assert!(excluded > 1_000 && continued > 50, "{excluded} excluded, {continued} passed over");
}

#[test]
fn behaviours_begin_in_the_same_states_whoever_takes_them() {
    let mut violated = 0;
    for seed in 0..100 {
        let mut dice = Dice(seed);
        let nodes = 50 + dice.roll(300) as u32;
        let mut graph = wide(&mut dice, nodes);
        // All ways lead to the node 0.
        graph.edges = (0..nodes).map(|node| vec![node / 2, node / 3]).collect();
        let moves = (0..nodes).flat_map(|node| [(node, node / 2), (node, node / 3)]).collect();
        let (lit, property) = (some(&mut dice, nodes, 2), dice.roll(Asked::PROPERTIES));
        graph.asked_of_behaviors = Some(Asked { lit, moves, fair: Some(Strength::Weak), property });
        let report = |workers, initial_batch| {
            let options = Options { workers, check_deadlock: false, ..Options::default() };
            check_tuned(&graph, &options, &(), &Tuning { initial_batch, ..eager(64) })
        };
        let alone = report(1, 2);
        violated += u32::from(matches!(alone.outcome, Outcome::Violation(_)));
        for (workers, batch) in [(2, 1), (2, 64), (4, 7)] {
            let found = report(workers, batch);
            assert_eq!(summary(&found), summary(&alone), "seed {seed}");
            let edges = |report: &crate::report::Report| report.statistics.liveness.map(|found| found.edges);
            assert_eq!(edges(&found), edges(&alone), "seed {seed}");
        }
    }
    assert!(violated > 20 && violated < 100, "{violated} violations");
}

#[test]
fn an_interrupt_ends_the_enumeration() {
    let graph = wide(&mut Dice(1), 5_000);
    for workers in [1, 2] {
        let options = Options { workers, ..Options::default() };
        let observer = Impatient { at: 3, polls: AtomicU64::new(0) };
        let report = check_tuned(&graph, &options, &observer, &eager(64));
        assert!(matches!(report.outcome, Outcome::Interrupted), "{:?}", report.outcome);
        assert_eq!(report.statistics.initial_generated, 3 * 256);
    }
}
