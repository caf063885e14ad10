//! What a search tells of its graph: the steps in the order of one worker, for any number of workers.

use super::graph::{Dice, Graph, words};
use super::same_as_naive::eager;
use crate::explore::{Tuning, check_tuned};
use crate::fingerprint::FingerprintBits;
use crate::graph::{GraphObserver, Step, Successor, Vertex};
use crate::observer::Observer;
use crate::options::Options;
use std::collections::BTreeSet;
use std::sync::Mutex;

/// What was told, with nodes in place of words. Fingerprints of known states are replaced by their nodes too.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Told {
    Initial(u32),
    ExcludedInitial(u32),
    Step { level: u32, from: i128, to: i128, new: Option<u32>, excluded: Option<u32> },
}

#[derive(Default)]
struct Listener(Mutex<Vec<Told>>);

impl Observer for Listener {
    fn graph(&self) -> Option<&dyn GraphObserver> {
        Some(self)
    }
}

impl Listener {
    fn note(&self, told: Told) {
        self.0.lock().expect("nobody panics while listening").push(told);
    }
}

impl GraphObserver for Listener {
    fn initial(&self, state: Vertex<'_>) {
        assert_eq!(state.words, words(state.words[0]));
        self.note(Told::Initial(state.words[0]));
    }

    fn excluded_initial(&self, state: Vertex<'_>) {
        self.note(Told::ExcludedInitial(state.words[0]));
    }

    fn step(&self, step: Step<'_>) {
        let (new, excluded) = match step.successor {
            Successor::New(words) => (Some(words[0]), None),
            Successor::Known => (None, None),
            Successor::Excluded(words) => (None, Some(words[0])),
        };
        self.note(Told::Step { level: step.level, from: step.from, to: step.to, new, excluded });
    }
}

fn told(graph: &Graph, options: &Options, chunk: usize) -> (Vec<Told>, u64) {
    let listener = Listener::default();
    let report = check_tuned(graph, options, &listener, &Tuning { portion: 1 + chunk, ..eager(chunk) });
    (listener.0.into_inner().expect("nobody panics while listening"), report.statistics.distinct)
}

/// What TLC's rules give for a graph without violations: constraints exclude, everything else is a step.
fn expected(graph: &Graph, bits: FingerprintBits) -> Vec<Told> {
    let fingerprint = |node: u32| match bits {
        FingerprintBits::Bits64 => i128::from(graph.fingerprint(node) as i64),
        FingerprintBits::Bits128 => {
            i128::from(graph.fingerprint(node) as i64) << 64 | i128::from(graph.second(node))
        }
    };
    let mut found = Vec::new();
    let mut known = BTreeSet::new();
    let mut level = Vec::new();
    for &node in &graph.initial {
        if graph.outside.contains(&node) {
            found.push(Told::ExcludedInitial(node));
        } else if known.insert(node) {
            found.push(Told::Initial(node));
            level.push(node);
        }
    }
    for number in 1.. {
        let mut next = Vec::new();
        for from in level {
            for &to in &graph.edges[from as usize] {
                let outside = graph.outside.contains(&to) || graph.barred.contains(&(from, to));
                let new = !outside && known.insert(to);
                if new {
                    next.push(to);
                }
                found.push(Told::Step {
                    level: number,
                    from: fingerprint(from),
                    to: fingerprint(to),
                    new: new.then_some(to),
                    excluded: outside.then_some(to),
                });
            }
        }
        if next.is_empty() {
            break;
        }
        level = next;
    }
    found
}

#[test]
fn all_states_and_steps_are_told_in_the_order_of_exploration() {
    let mut excluded = 0;
    for seed in 0..60 {
        let mut dice = Dice(seed);
        let nodes = 1 + dice.roll(50) as u32;
        let mut graph = dice.graph(nodes, 4);
        graph.outside = (0..nodes).filter(|_| dice.once_in(9)).collect();
        graph.barred = (0..nodes).map(|node| (node, node / 2)).filter(|_| dice.once_in(5)).collect();
        for (fingerprint_bits, alike) in [(FingerprintBits::Bits64, 0), (FingerprintBits::Bits128, 5)] {
            graph.alike = alike;
            let expected = expected(&graph, fingerprint_bits);
            let outside = |told: &&Told| matches!(told, Told::Step { excluded: Some(_), .. });
            excluded += expected.iter().filter(outside).count();
            for (workers, chunk) in [(1, 1), (1, 1024), (2, 1), (4, 2), (3, 1024)] {
                let options =
                    Options { workers, check_deadlock: false, fingerprint_bits, ..Options::default() };
                assert_eq!(told(&graph, &options, chunk).0, expected, "seed {seed}, {workers} workers");
            }
        }
    }
    assert!(excluded > 50, "the constraints exclude something: {excluded}");
}

#[test]
fn a_search_that_ends_early_tells_what_one_worker_stored_before_it_ended() {
    let mut violating = 0;
    for seed in 0..200 {
        let mut dice = Dice(seed);
        let nodes = 1 + dice.roll(60) as u32;
        let mut graph = dice.graph(nodes, 4);
        dice.mark(&mut graph);
        let options = Options { check_deadlock: !dice.once_in(3), ..Options::default() };
        let (alone, distinct) = told(&graph, &options, 1024);
        let stored = |told: &&Told| matches!(told, Told::Initial(_) | Told::Step { new: Some(_), .. });
        assert_eq!(alone.iter().filter(stored).count() as u64, distinct, "seed {seed}");
        for (workers, chunk) in [(2, 1), (4, 3)] {
            let options = Options { workers, ..options.clone() };
            assert_eq!(told(&graph, &options, chunk).0, alone, "seed {seed}, {workers} workers");
        }
        violating += usize::from(distinct > 1 && alone.len() > 3);
    }
    assert!(violating > 50, "{violating}");
}
