//! TLC's counting rules, one small graph each. Numbers marked so were printed by TLC 2.15 for the same behaviour.

use super::graph::Graph;
use super::naive::{Summary, summary};
use super::same_as_naive::eager;
use crate::explore::check_tuned;
use crate::options::Options;
use crate::report::ViolationKind;
use std::collections::BTreeSet;

fn run(graph: &Graph, options: &Options) -> Summary {
    let alone = summary(&check_tuned(graph, options, &(), &eager(8)));
    let together = summary(&check_tuned(graph, &Options { workers: 3, ..options.clone() }, &(), &eager(1)));
    assert_eq!(alone, together);
    alone
}

fn nodes(summary: &Summary) -> Vec<u32> {
    summary.trace.iter().map(|(_, words)| words[0]).collect()
}

/// `x \in {0, 1, 2, 5}` and `x < 4 /\ x' \in {x, x + 1, x + 2}  \/  x = 4 /\ x' = 1`.
fn steps_of_two() -> Graph {
    let edges = vec![vec![0, 1, 2], vec![1, 2, 3], vec![2, 3, 4], vec![3, 4, 5], vec![1], vec![]];
    Graph { initial: vec![0, 1, 2, 5], edges, ..Graph::default() }
}

#[test]
fn at_an_invariant_violation_the_violating_state_is_distinct_but_not_left() {
    // TLC: 10 states generated, 5 distinct states found, 2 states left on queue, depth 2.
    let graph = Graph { invariants: vec![BTreeSet::from([3])], ..steps_of_two() };
    let found = run(&graph, &Options::default());
    assert_eq!((found.generated, found.distinct, found.left, found.depth), (10, 5, 2, 2));
    assert_eq!((found.verdict.as_str(), nodes(&found)), ("Invariant(0)", vec![1, 3]));
}

#[test]
fn at_a_deadlock_the_dead_state_is_not_left() {
    // TLC: 13 states generated, 6 distinct states found, 2 states left on queue, depth 2.
    let found = run(&steps_of_two(), &Options::default());
    assert_eq!((found.generated, found.distinct, found.left, found.depth), (13, 6, 2, 2));
    assert_eq!((found.verdict.as_str(), nodes(&found)), ("Deadlock", vec![5]));
}

#[test]
fn continuing_explores_violating_states_and_ends_at_a_deadlock() {
    // TLC -continue: the violation, then the deadlock, with the counts of the deadlock.
    let graph = Graph { invariants: vec![BTreeSet::from([3])], ..steps_of_two() };
    let options = Options { continue_after_violation: true, ..Options::default() };
    let found = run(&graph, &options);
    assert_eq!((found.generated, found.distinct, found.left, found.depth), (13, 6, 2, 2));
    assert_eq!(found.continued, [(ViolationKind::Invariant(0), vec![1, 3])]);
    assert_eq!(found.verdict, "Deadlock");
}

#[test]
fn continuing_past_a_violating_initial_state_explores_it() {
    let graph = Graph { invariants: vec![BTreeSet::from([1])], ..steps_of_two() };
    let options = Options { continue_after_violation: true, check_deadlock: false, ..Options::default() };
    let found = run(&graph, &options);
    assert_eq!(found.continued, [(ViolationKind::Invariant(0), vec![1])]);
    assert_eq!((found.verdict.as_str(), found.generated, found.distinct), ("complete", 17, 6));
}

#[test]
fn excluded_states_are_generated_and_checked_but_not_stored() {
    let outside = BTreeSet::from([3]);
    let graph = Graph { outside: outside.clone(), ..steps_of_two() };
    let options = Options { check_deadlock: false, ..Options::default() };
    let found = run(&graph, &options);
    assert_eq!(
        (found.verdict.as_str(), found.generated, found.distinct, found.depth),
        ("complete", 14, 5, 2)
    );
    let checked = Graph { invariants: vec![outside], ..graph };
    let found = run(&checked, &options);
    assert_eq!((found.verdict.as_str(), nodes(&found), found.distinct), ("Invariant(0)", vec![1, 3], 4));
}

#[test]
fn a_state_whose_successors_are_all_excluded_is_no_deadlock() {
    let edges = vec![vec![1], vec![]];
    let graph = Graph { initial: vec![0], edges, outside: BTreeSet::from([1]), ..Graph::default() };
    let found = run(&graph, &Options::default());
    assert_eq!((found.verdict.as_str(), found.generated, found.distinct, found.depth), ("complete", 2, 1, 1));
}

#[test]
fn action_properties_are_checked_on_steps_to_states_that_were_seen() {
    let edges = vec![vec![1], vec![2], vec![0]];
    let action_properties = vec![BTreeSet::new(), BTreeSet::from([(2, 0)])];
    let graph = Graph { initial: vec![0], edges, action_properties, ..Graph::default() };
    let found = run(&graph, &Options::default());
    assert_eq!((found.verdict.as_str(), nodes(&found)), ("ActionProperty(1)", vec![0, 1, 2, 0]));
    assert_eq!((found.generated, found.distinct, found.left, found.depth), (4, 3, 0, 3));
}

#[test]
fn no_initial_state_gives_a_depth_of_zero() {
    let found = run(&Graph::default(), &Options::default());
    assert_eq!((found.verdict.as_str(), found.generated, found.depth), ("complete", 0, 0));
}

#[test]
fn out_degrees_count_unseen_successors_and_end_with_thirty_one_or_more() {
    let mut edges = vec![(1..=40).collect::<Vec<u32>>()];
    edges.extend((1..=40).map(|_| vec![0]));
    let found = run(&Graph { initial: vec![0], edges, ..Graph::default() }, &Options::default());
    assert_eq!((found.out_degrees[0], found.out_degrees[31], found.out_degrees.len()), (40, 1, 32));
}
