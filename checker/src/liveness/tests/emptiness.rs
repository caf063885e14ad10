//! States in which no fair behaviour begins, against a fixpoint computed by definition; and properties that ask nothing.

use super::system::{ACTIONS, Atom, Case};
use crate::liveness::{AtomId, Edge, Fairness, Formulas, Graph, Letters, LivenessError, Problem, Strength};

/// Edges of a graph: source, target, and for each fairness whether its action is enabled and taken.
struct Edges(Vec<(usize, usize, Doings)>);

type Doings = Vec<(bool, bool)>;

/// Whether an edge is one that is meant.
type Choice<'c> = &'c dyn Fn(&[(bool, bool)]) -> bool;

impl Edges {
    fn of(graph: &Graph, letters: &Letters, assumed: &[Fairness]) -> Self {
        let mut edges = Vec::new();
        for state in 0..graph.expanded() {
            for edge in graph.steps(state).filter(|edge| graph.target(*edge) < graph.expanded()) {
                let holds = |atom| letters.holds(graph.letter(edge), atom);
                let of = assumed.iter().map(|fairness| (holds(fairness.enabled), holds(fairness.taken)));
                edges.push((state as usize, graph.target(edge) as usize, of.collect()));
            }
        }
        Self(edges)
    }

    /// The states of `from` that reach a step of `goal` over steps inside of `from` that are allowed.
    fn reach(&self, from: &[bool], allowed: Choice<'_>, goal: Choice<'_>) -> Vec<bool> {
        let mut found = vec![false; from.len()];
        loop {
            let before = found.clone();
            for (source, target, of) in &self.0 {
                if from[*source] && from[*target] && allowed(of) && (goal(of) || found[*target]) {
                    found[*source] = true;
                }
            }
            if found == before {
                return found;
            }
        }
    }

    /// A behaviour is strongly fair if it decides for each action never to enable it again or to take it forever.
    fn fair(&self, states: usize, assumed: &[Fairness]) -> Vec<bool> {
        let mut fair = vec![false; states];
        for choice in 0..1usize << assumed.len() {
            let gives_up = |number: usize| choice >> number & 1 != 0;
            let allowed = |of: &[(bool, bool)]| {
                let strong = |number: usize| assumed[number].strength == Strength::Strong;
                (0..assumed.len()).all(|number| !(gives_up(number) && strong(number) && of[number].0))
            };
            let mut inside = vec![true; states];
            loop {
                let mut next = self.reach(&inside, &allowed, &|_| true);
                for number in 0..assumed.len() {
                    let weak = assumed[number].strength == Strength::Weak;
                    let goal = |of: &[(bool, bool)]| match (weak, gives_up(number)) {
                        (true, _) => !of[number].0 || of[number].1,
                        (false, true) => true,
                        (false, false) => of[number].1,
                    };
                    next = self.reach(&next, &allowed, &goal);
                }
                if next == inside {
                    break;
                }
                inside = next;
            }
            loop {
                let before = inside.clone();
                for (source, target, _) in &self.0 {
                    inside[*source] |= inside[*target];
                }
                if inside == before {
                    break;
                }
            }
            (0..states).for_each(|state| fair[state] |= inside[state]);
        }
        fair
    }
}

#[test]
fn states_without_fair_continuation_are_those_of_the_definition() -> Result<(), LivenessError> {
    let (mut without, mut with) = (0, 0);
    for seed in 0..600 {
        let case = Case::new(seed);
        let (graph, letters, _) = case.system.record(None)?;
        let mut formulas = Formulas::new();
        let property = formulas.constant(true)?;
        let mut assumed = Vec::new();
        for action in 0..ACTIONS {
            let strength = match seed as usize / 3usize.pow(action as u32) % 3 {
                0 => continue,
                1 => Strength::Weak,
                _ => Strength::Strong,
            };
            let (enabled, taken) = (Atom::Enabled(action).id(), Atom::Taken(action).id());
            assumed.push(Fairness { strength, enabled, taken });
        }
        let problem = Problem::new(&graph, &letters, &formulas, property).assuming(&assumed);
        let found = problem.fair_states()?;
        let expected = Edges::of(&graph, &letters, &assumed).fair(graph.expanded() as usize, &assumed);
        assert_eq!(found, expected, "case {seed}");
        without += found.iter().filter(|fair| !**fair).count();
        with += found.iter().filter(|fair| **fair).count();
    }
    assert!(without > 50 && with > 50, "{without} states without and {with} with: that tests nothing");
    Ok(())
}

#[test]
fn a_property_asks_nothing_only_if_no_part_of_it_does() -> Result<(), LivenessError> {
    let mut letters = Letters::new(2);
    let mut letter = letters.blank();
    letter.set(AtomId(0), true);
    let letter = letters.intern(&letter);
    let mut graph = Graph::new();
    graph.add_initial(0);
    graph.expand(&[Edge { target: 0, letter }], letter)?;
    let mut formulas = Formulas::new();
    let (seen, never) = (formulas.atom(AtomId(0))?, formulas.atom(AtomId(1))?);
    let asked = formulas.leads_to(seen, never)?;
    let unasked = formulas.leads_to(never, seen)?;
    let later = formulas.eventually(never)?;
    let implied = formulas.implies(never, later)?;
    let boxed = formulas.always(implied)?;
    let both = formulas.and(unasked, boxed)?;
    let mixed = formulas.and(asked, boxed)?;
    let nested = formulas.leads_to(later, seen)?;
    for (property, expected) in [
        (asked, false),
        (unasked, true),
        (boxed, true),
        (both, true),
        (mixed, false),
        (nested, false),
        (seen, false),
    ] {
        let problem = Problem::new(&graph, &letters, &formulas, property);
        assert_eq!(problem.is_never_asked(), expected, "{property:?}");
    }
    Ok(())
}
