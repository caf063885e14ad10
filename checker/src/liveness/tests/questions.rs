//! Small graphs by hand: what is found, how it looks, and what is refused.

use crate::liveness::error::AutomatonPart;
use crate::liveness::faults::Faults;
use crate::liveness::graph::EdgeId;
use crate::liveness::lasso::Step;
use crate::liveness::normal::Normals;
use crate::liveness::plan;
use crate::liveness::recheck::{Claim, Word};
use crate::liveness::{
    AtomId, Edge, Fairness, Formula, Formulas, Graph, InternalFault, Lasso, LetterId, Letters, LivenessError,
    Problem, Strength,
};

type Outcome = Result<(), LivenessError>;

const P: AtomId = AtomId(0);
const Q: AtomId = AtomId(1);
const ENABLED: AtomId = AtomId(2);
const TAKEN: AtomId = AtomId(3);
const WEAK: Fairness = Fairness { strength: Strength::Weak, enabled: ENABLED, taken: TAKEN };
const STRONG: Fairness = Fairness { strength: Strength::Strong, enabled: ENABLED, taken: TAKEN };

fn write(letters: &mut Letters, atoms: &[AtomId]) -> LetterId {
    let mut letter = letters.blank();
    atoms.iter().for_each(|atom| letter.set(*atom, true));
    letters.intern(&letter)
}

/// A chain of states, each of which can take the action to the next; P holds in the last.
fn chain(states: u32) -> Result<(Graph, Letters), LivenessError> {
    let (mut graph, mut letters) = (Graph::new(), Letters::new(4));
    graph.add_initial(0);
    for state in 1..states {
        let (step, stuttering) = (write(&mut letters, &[ENABLED, TAKEN]), write(&mut letters, &[ENABLED]));
        graph.expand(&[Edge { target: state, letter: step }], stuttering)?;
    }
    graph.expand(&[], write(&mut letters, &[P]))?;
    Ok((graph, letters))
}

#[test]
fn a_behaviour_may_stop_anywhere_unless_it_is_fair() -> Outcome {
    let (graph, letters) = chain(5)?;
    let mut formulas = Formulas::new();
    let p = formulas.atom(P)?;
    let arrives = formulas.eventually(p)?;
    let problem = Problem::new(&graph, &letters, &formulas, arrives);
    let lasso = problem.check()?.expect("it can stop at once");
    assert!(lasso.stuttering && lasso.prefix.is_empty() && lasso.cycle.len() == 1);
    assert_eq!(problem.assuming(&[WEAK]).check()?, None);
    Ok(())
}

#[test]
fn the_prefix_is_a_shortest_one_and_its_edges_are_told() -> Outcome {
    let (graph, letters) = chain(5)?;
    let mut formulas = Formulas::new();
    let never = formulas.constant(false)?;
    let lasso = Problem::new(&graph, &letters, &formulas, never).assuming(&[WEAK]).check()?;
    let lasso = lasso.expect("the chain has a fair behaviour");
    let states: Vec<u32> = lasso.steps().map(|step| step.state).collect();
    let targets: Vec<_> = lasso.steps().map(|step| graph.target(step.edge)).collect();
    assert_eq!((states, targets), (vec![0, 1, 2, 3, 4], vec![1, 2, 3, 4, 4]));
    assert!(lasso.stuttering);
    Ok(())
}

#[test]
fn a_counterexample_tells_which_of_several_properties_it_violates() -> Outcome {
    let (graph, letters) = chain(3)?;
    let mut formulas = Formulas::new();
    let p = formulas.atom(P)?;
    let arrives = formulas.eventually(p)?;
    let leaves = formulas.not(arrives)?;
    let both = formulas.and(arrives, leaves)?;
    let problem = Problem::new(&graph, &letters, &formulas, both).assuming(&[WEAK]);
    let lasso = problem.check()?.expect("a contradiction is violated");
    assert!(problem.satisfies(&lasso, arrives) && !problem.satisfies(&lasso, leaves));
    Ok(())
}

#[test]
fn a_partial_graph_is_searched_as_far_as_it_is_expanded() -> Outcome {
    let (mut graph, mut letters, mut formulas) = (Graph::new(), Letters::new(4), Formulas::new());
    let never = formulas.constant(false)?;
    let step = write(&mut letters, &[ENABLED, TAKEN]);
    let stuttering = write(&mut letters, &[ENABLED]);
    graph.add_initial(0);
    let check = |graph: &Graph, letters: &Letters| {
        Problem::new(graph, letters, &formulas, never).assuming(&[WEAK]).check()
    };
    assert_eq!(check(&graph, &letters)?, None);
    graph.expand(&[Edge { target: 1, letter: step }], stuttering)?;
    assert_eq!(check(&graph, &letters)?, None);
    graph.expand(&[Edge { target: 0, letter: step }], stuttering)?;
    assert_eq!(check(&graph, &letters)?.map(|lasso| lasso.cycle.len()), Some(2));
    Ok(())
}

#[test]
fn equal_edges_are_stored_once() -> Outcome {
    let (mut graph, mut letters) = (Graph::new(), Letters::new(4));
    let (one, other) = (write(&mut letters, &[P]), write(&mut letters, &[P, TAKEN]));
    let edge = |target, letter| Edge { target, letter };
    graph.expand(&[edge(1, one), edge(1, one), edge(1, other), edge(0, one), edge(0, other)], one)?;
    let row: Vec<_> = graph.steps(0).map(|edge| (graph.target(edge), graph.letter(edge))).collect();
    assert_eq!(row, [(0, other), (1, one), (1, other), (0, one)], "the stuttering step is the last one");
    Ok(())
}

#[test]
fn letters_of_several_workers_are_joined() {
    let (mut letters, mut others) = (Letters::new(100), Letters::new(100));
    let known = write(&mut letters, &[AtomId(99)]);
    let new = write(&mut others, &[AtomId(0)]);
    let same = write(&mut others, &[AtomId(99)]);
    let names = letters.absorb(&others);
    assert_eq!(names[same.index()], known);
    assert!(letters.holds(names[new.index()], AtomId(0)) && !letters.holds(names[new.index()], AtomId(99)));
    assert_eq!(letters.len(), 2);
}

/// The number of states of the largest automaton that the search for a violation of `property` needs.
fn automaton(
    property: impl FnOnce(&mut Formulas, Formula, Formula) -> Result<Formula, LivenessError>,
) -> Result<usize, LivenessError> {
    let mut formulas = Formulas::new();
    let (p, q) = (formulas.atom(P)?, formulas.atom(Q)?);
    let property = property(&mut formulas, p, q)?;
    let mut normals = Normals::new(Faults::default());
    let goals = [normals.negate(&formulas, property)?, normals.fair(WEAK)?, normals.fair(STRONG)?];
    let plans = plan::searches(&mut normals, &goals, Faults::default())?;
    Ok(plans.iter().map(|plan| plan.automaton.states()).max().unwrap_or(0))
}

#[test]
fn automata_are_as_small_as_measured_whatever_fairness_is_assumed() -> Outcome {
    assert_eq!(automaton(|to, p, _| to.eventually(p))?, 1);
    assert_eq!(automaton(|to, p, _| to.eventually(p).and_then(|p| to.always(p)))?, 1);
    assert_eq!(automaton(|to, p, _| to.always(p).and_then(|p| to.eventually(p)))?, 1);
    assert_eq!(automaton(|to, p, q| to.leads_to(p, q))?, 2);
    assert_eq!(automaton(|to, _, _| to.fair(WEAK))?, 1);
    assert_eq!(automaton(|to, _, _| to.fair(STRONG))?, 1);
    let taken_later = |to: &mut Formulas, p, q| {
        let taken = to.atom(TAKEN)?;
        let later = to.eventually(taken)?;
        let answer = to.and(q, later)?;
        to.leads_to(p, answer)
    };
    assert_eq!(automaton(taken_later)?, 3);
    let nested = |to: &mut Formulas, p, q| {
        let (first, always) = (to.leads_to(p, q)?, to.always(p)?);
        to.leads_to(first, always)
    };
    assert!(automaton(nested)? <= 5);
    let fair = |to: &mut Formulas, p, q| {
        let (strong, leads) = (to.fair(STRONG)?, to.leads_to(p, q)?);
        to.implies(strong, leads)
    };
    assert_eq!(automaton(fair)?, 2);
    Ok(())
}

#[test]
fn any_number_of_fair_actions_is_assumed_together() -> Outcome {
    let actions = 300;
    let (mut graph, mut letters, mut formulas) =
        (Graph::new(), Letters::new(2 * actions as usize), Formulas::new());
    let fairness = |action: u32| {
        let strength = if action.is_multiple_of(2) { Strength::Weak } else { Strength::Strong };
        Fairness { strength, enabled: AtomId(2 * action), taken: AtomId(2 * action + 1) }
    };
    let assumptions: Vec<_> = (0..actions).map(fairness).collect();
    graph.add_initial(0);
    for state in 0..actions {
        let stuttering = write(&mut letters, &[AtomId(2 * state)]);
        let step = write(&mut letters, &[AtomId(2 * state), AtomId(2 * state + 1)]);
        graph.expand(&[Edge { target: (state + 1) % actions, letter: step }], stuttering)?;
    }
    let never = formulas.constant(false)?;
    let problem = Problem::new(&graph, &letters, &formulas, never).assuming(&assumptions);
    assert_eq!(problem.check()?.map(|lasso| lasso.cycle.len()), Some(actions as usize));
    Ok(())
}

#[test]
fn deep_formulas_do_not_overflow_the_stack() -> Outcome {
    let (graph, letters) = chain(3)?;
    let mut formulas = Formulas::new();
    let (p, q) = (formulas.atom(P)?, formulas.atom(Q)?);
    let mut deep = p;
    for _ in 0..50_000 {
        deep = formulas.or(q, deep)?;
        deep = formulas.and(p, deep)?;
        deep = formulas.not(deep)?;
        deep = formulas.implies(deep, q)?;
    }
    let property = formulas.eventually(deep)?;
    let problem = Problem::new(&graph, &letters, &formulas, property).assuming(&[WEAK]);
    assert_eq!(problem.check()?, None);
    for _ in 0..50_000 {
        deep = formulas.always(deep)?;
        deep = formulas.eventually(deep)?;
    }
    let problem = Problem::new(&graph, &letters, &formulas, deep).assuming(&[WEAK]);
    assert_eq!(problem.check()?, None);
    Ok(())
}

#[test]
fn what_is_too_large_is_refused() -> Outcome {
    let mut letters = Letters::new(64);
    let mut graph = Graph::new();
    graph.add_initial(0);
    graph.expand(&[], write(&mut letters, &[]))?;
    let mut formulas = Formulas::new();
    let mut answered = Vec::new();
    for number in 0..20 {
        let (asked, answer) = (formulas.atom(AtomId(2 * number))?, formulas.atom(AtomId(2 * number + 1))?);
        answered.push(formulas.leads_to(asked, answer)?);
    }
    let never = formulas.constant(false)?;
    let refused = Problem::new(&graph, &letters, &formulas, never).given(&answered).check();
    assert!(
        matches!(refused, Err(LivenessError::AutomatonTooLarge { part: AutomatonPart::Transitions, .. })),
        "{refused:?}"
    );
    let unknown = formulas.atom(AtomId(64))?;
    let refused = Problem::new(&graph, &letters, &formulas, unknown).check();
    assert_eq!(refused, Err(LivenessError::UnknownAtom { atom: 64, atoms: 64 }));
    let full = (0..=Formulas::LIMIT as u32).find_map(|atom| formulas.atom(AtomId(atom)).err());
    assert_eq!(full, Some(LivenessError::FormulaTooLarge { limit: Formulas::LIMIT }));
    Ok(())
}

#[test]
fn a_forged_counterexample_is_recognised() -> Outcome {
    let (graph, letters) = chain(2)?;
    let mut formulas = Formulas::new();
    let p = formulas.atom(P)?;
    let (arrives, starts) = (formulas.eventually(p)?, formulas.not(p)?);
    let step = |state, edge| Step { state, edge: EdgeId(edge) };
    let examine = |prefix: &[Step], cycle: &[Step], assumptions: &[Fairness], extra: &[Formula], property| {
        let lasso = Lasso { prefix: prefix.to_vec(), cycle: cycle.to_vec(), stuttering: false };
        let claim = Claim { formulas: &formulas, assumptions, extra, property };
        claim.examine(&Word::new(&graph, &letters, &lasso))
    };
    // Edge 0 leads from 0 to 1, edges 1 and 2 are the stuttering steps.
    let (go, stay, end) = (step(0, 0), step(0, 1), step(1, 2));
    let fault = |fault| Err(LivenessError::Internal(fault));
    assert_eq!(examine(&[], &[stay], &[], &[starts], arrives), Ok(()));
    assert_eq!(examine(&[stay], &[], &[], &[], arrives), fault(InternalFault::NoCycle));
    assert_eq!(examine(&[], &[end], &[], &[], arrives), fault(InternalFault::NotInitial));
    assert_eq!(examine(&[go], &[stay], &[], &[], arrives), fault(InternalFault::BrokenStep(0)));
    assert_eq!(examine(&[], &[go], &[], &[], arrives), fault(InternalFault::BrokenStep(0)));
    assert_eq!(examine(&[], &[stay], &[WEAK], &[], arrives), fault(InternalFault::Unfair(0)));
    assert_eq!(examine(&[], &[stay], &[], &[arrives], p), fault(InternalFault::AssumptionFails(0)));
    assert_eq!(examine(&[go], &[end], &[], &[], arrives), fault(InternalFault::PropertyHolds));
    Ok(())
}
