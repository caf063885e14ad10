//! Temporal properties at the end of a search: the answer is that of the question to a graph made by hand, the trace is
//! a behaviour, and neither depends on the number of workers.

use super::graph::{Asked, Dice, Fault, Graph};
use super::same_as_naive::eager;
use crate::advice::{self, Limits, NotAttempted, Parts, Remedy};
use crate::explore::check_tuned;
use crate::fingerprint::FingerprintBits::{Bits64, Bits128};
use crate::liveness::{self, Edge, Lasso, Letters, Problem, Strength};
use crate::options::Options;
use crate::report::{Outcome, Report, ViolationKind};
use crate::system::{Explorer, System};
use std::collections::BTreeMap;
use tern_evaluator::temporal::MadeBy;

fn asked(dice: &mut Dice, graph: &Graph) -> Asked {
    let nodes = graph.edges.len() as u32;
    let edges = (0..nodes).flat_map(|from| graph.edges[from as usize].iter().map(move |to| (from, *to)));
    let mut some = |times| dice.once_in(times);
    let moves = edges.filter(|_| some(2)).collect();
    let lit = (0..nodes).filter(|_| dice.once_in(3)).collect();
    let fair = [None, Some(Strength::Weak), Some(Strength::Strong)][dice.roll(3) as usize];
    Asked { lit, moves, fair, property: dice.roll(Asked::PROPERTIES) }
}

/// What the graph, written down node by node, says.
fn answer(graph: &Graph, asked: &Asked) -> Option<Lasso> {
    let mut recorded = liveness::Graph::new();
    let mut letters = Letters::new(3);
    let mut walker = graph.explorer();
    let mut numbers = BTreeMap::new();
    let mut order = Vec::new();
    let mut number = |node: u32, order: &mut Vec<u32>| {
        let next = numbers.len() as u32;
        *numbers.entry(node).or_insert_with(|| {
            order.push(node);
            next
        })
    };
    for &node in &graph.initial {
        if !graph.outside.contains(&node) && !order.contains(&node) {
            recorded.add_initial(number(node, &mut order));
        }
    }
    let mut at = 0;
    while let Some(&node) = order.get(at) {
        let mut letter = |to: u32, letters: &mut Letters| {
            let mut letter = letters.blank();
            let (from, to) = ([node, !node], [to, !to]);
            walker.state_letter(&from, letter.words_mut()).unwrap();
            walker.step_letter(&from, &to, MadeBy::Some(&[]), letter.words_mut()).unwrap();
            letters.intern(&letter)
        };
        let inside = |to: &&u32| !graph.outside.contains(to) && !graph.barred.contains(&(node, **to));
        let edges: Vec<Edge> = graph.edges[node as usize]
            .iter()
            .filter(inside)
            .map(|to| Edge { target: number(*to, &mut order), letter: letter(*to, &mut letters) })
            .collect();
        let stuttering = letter(node, &mut letters);
        recorded.expand(&edges, stuttering).unwrap();
        at += 1;
    }
    let questions = asked.questions().unwrap();
    let problem = Problem::new(&recorded, &letters, &questions.formulas, questions.properties[0]);
    problem.assuming(&questions.assumptions).check().unwrap()
}

/// The nodes of the violation's trace, and where it goes back to.
fn violation(report: &Report) -> Option<(Vec<u32>, Option<usize>)> {
    match &report.outcome {
        Outcome::Complete => None,
        Outcome::Violation(found) => {
            assert_eq!(found.kind, ViolationKind::Temporal(0));
            let nodes = found.trace.iter().map(|state| state.words[0]).collect();
            Some((nodes, found.cycle.as_ref().map(|cycle| cycle.back_to)))
        }
        other => panic!("{other:?}"),
    }
}

/// The trace is a behaviour of the graph: from an initial node over edges or stuttering, and back.
fn assert_behavior(graph: &Graph, report: &Report) {
    let Outcome::Violation(found) = &report.outcome else { return };
    let nodes: Vec<u32> = found.trace.iter().map(|state| state.words[0]).collect();
    assert!(graph.initial.contains(&nodes[0]));
    let edge = |from: u32, to: u32| graph.edges[from as usize].contains(&to);
    assert!(nodes.windows(2).all(|pair| pair[0] == pair[1] || edge(pair[0], pair[1])), "{nodes:?}");
    let Some(cycle) = &found.cycle else { return };
    match cycle.action {
        Some(_) => assert!(edge(nodes[nodes.len() - 1], nodes[cycle.back_to]), "{nodes:?}"),
        None => assert_eq!(cycle.back_to, nodes.len() - 1),
    }
}

#[test]
fn a_search_answers_as_the_question_to_its_graph_does_for_any_number_of_workers() {
    let options = Options { check_deadlock: false, ..Options::default() };
    let (mut lassos, mut prefixes, mut none) = (0, 0, 0);
    for seed in 0..600 {
        let mut dice = Dice(seed);
        let nodes = 1 + dice.roll(25) as u32;
        let mut graph = dice.graph(nodes, 3);
        if dice.once_in(4) {
            graph.outside = (0..nodes).filter(|_| dice.once_in(9)).collect();
        }
        let asked = asked(&mut dice, &graph);
        graph.asked_of_behaviors = Some(asked.clone());
        let expected = answer(&graph, &asked);
        let mut first = None;
        let ways = [(1, 1024, Bits64), (1, 1, Bits64), (2, 3, Bits64), (4, 1024, Bits64)];
        let wide = [(1, 1024, Bits128), (2, 3, Bits128), (4, 1024, Bits128)];
        for (workers, chunk, fingerprint_bits) in ways.into_iter().chain(wide) {
            // The first halves of 128 bits do not tell states apart.
            graph.alike = if fingerprint_bits == Bits128 { 3 } else { 0 };
            let options = Options { workers, fingerprint_bits, ..options.clone() };
            let report = check_tuned(&graph, &options, &(), &eager(chunk));
            let found = violation(&report);
            assert_eq!(found.is_some(), expected.is_some(), "seed {seed}: {graph:?}");
            assert_eq!(first.get_or_insert_with(|| found.clone()), &found, "seed {seed}");
            match found {
                Some((_, back_to)) => {
                    assert_behavior(&graph, &report);
                    *(if back_to.is_some() { &mut lassos } else { &mut prefixes }) += 1;
                }
                None => none += 1,
            }
        }
    }
    assert!(lassos > 400 && prefixes > 40 && none > 400, "{lassos} lassos, {prefixes} prefixes, {none} hold");
}

#[test]
fn the_states_within_a_limit_are_asked_about_too() {
    let mut found = 0;
    for seed in 0..200 {
        let mut dice = Dice(seed);
        let nodes = 30 + dice.roll(30) as u32;
        let mut graph = dice.graph(nodes, 2);
        let asked = asked(&mut dice, &graph);
        graph.asked_of_behaviors = Some(asked);
        let whole = Options { check_deadlock: false, ..Options::default() };
        let limited = Options { max_depth: Some(4), ..whole.clone() };
        let report = check_tuned(&graph, &limited, &(), &eager(1024));
        if matches!(report.outcome, Outcome::Limit(_)) {
            continue;
        }
        let whole = check_tuned(&graph, &whole, &(), &eager(1024));
        assert_eq!(violation(&whole).is_some(), violation(&report).is_some(), "seed {seed}");
        found += u32::from(report.statistics.left > 0);
    }
    assert!(found > 20, "only {found} limited searches found something");
}

#[test]
fn a_violation_that_is_found_on_the_way_is_one_at_the_end() {
    let mut early = 0;
    for seed in 0..300 {
        let mut dice = Dice(seed);
        let nodes = 40 + dice.roll(40) as u32;
        let mut graph = dice.graph(nodes, 2);
        let asked = asked(&mut dice, &graph);
        graph.asked_of_behaviors = Some(asked);
        let at_end = Options { check_deadlock: false, ..Options::default() };
        let on_the_way = Options { check_behaviors_from: Some(4), ..at_end.clone() };
        let [end, way] = [at_end, on_the_way].map(|options| check_tuned(&graph, &options, &(), &eager(1024)));
        assert_eq!(violation(&end).is_some(), violation(&way).is_some(), "seed {seed}");
        early += u32::from(way.statistics.left > 0 && end.statistics.left == 0);
    }
    assert!(early > 20, "only {early} searches ended early");
}

#[test]
fn advice_that_fails_says_why() {
    let asked = Asked { lit: [2].into(), moves: [(0, 1), (1, 0)].into(), fair: None, property: 0 };
    let edges = vec![vec![1], vec![0, 2], vec![2]];
    let mut graph = Graph { initial: vec![0], edges, asked_of_behaviors: Some(asked), ..Graph::default() };
    graph.asked_of_behaviors.as_mut().unwrap().fair = Some(Strength::Weak);
    let options = Options { check_deadlock: false, ..Options::default() };
    let report = check_tuned(&graph, &options, &(), &eager(1024));
    let Outcome::Violation(violation) = report.outcome else { panic!("{:?}", report.outcome) };
    let parts = Parts { sets: vec![vec![0], vec![1]], attempts: vec![vec![0, 1]] };
    let advise = |graph: &Graph, violation| {
        let limits = (&Limits::default(), 1);
        let found = advice::advise(graph, violation, &[0], &parts, limits, &());
        found.expect("the violation is one of a temporal property").remedy
    };
    assert!(
        matches!(advise(&graph, &violation), Remedy::Add { .. }),
        "fairness of the step to the light helps"
    );
    graph.faults.insert(2, Fault { after: 0, unfinished: false });
    let Remedy::NotAttempted(NotAttempted::Failed(why)) = advise(&graph, &violation) else {
        panic!("the graph cannot be walked through");
    };
    assert_eq!(why, "next");
}
