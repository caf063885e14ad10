//! Answers that say less than they seem to: no fair behaviour is there at all, or begins in some state, and properties
//! that ask nothing of any behaviour.

use super::error::LivenessError;
use super::formula::{Formula, Formulas, Node};
use super::graph::Graph;
use super::letter::{LetterId, Letters};
use super::normal::Normals;
use super::plan::{self, Plan};
use super::problem::Problem;
use super::product::{Layout, Product};
use super::search;

impl Problem<'_> {
    /// For each expanded state, whether a behaviour that is fair in all assumed ways begins in it. A specification is
    /// machine closed if this is true of all its states. Other assumptions do not count.
    pub fn fair_states(&self) -> Result<Vec<bool>, LivenessError> {
        if self.assumptions.is_empty() {
            return Ok(vec![true; self.graph.expanded() as usize]);
        }
        let mut normals = Normals::new(self.faults);
        let goals = self.assumptions.iter().map(|fairness| normals.fair(*fairness));
        let goals = goals.collect::<Result<Vec<_>, _>>()?;
        let mut fair = vec![false; self.graph.expanded() as usize];
        for plan in plan::searches(&mut normals, &goals, self.faults)? {
            let given = Layout::of(&plan).size();
            match given.div_ceil(64) {
                0..=1 => self.mark_fair::<1>(&normals, &plan, &mut fair)?,
                2..=4 => self.mark_fair::<4>(&normals, &plan, &mut fair)?,
                5..=16 => self.mark_fair::<16>(&normals, &plan, &mut fair)?,
                17..=64 => self.mark_fair::<64>(&normals, &plan, &mut fair)?,
                _ => return Err(LivenessError::TooManyConditions { given, limit: Layout::LIMIT }),
            }
        }
        spread_backwards(self.graph, &mut fair);
        Ok(fair)
    }

    /// Marks the states that are on fair cycles.
    fn mark_fair<const W: usize>(
        &self,
        normals: &Normals,
        plan: &Plan,
        fair: &mut [bool],
    ) -> Result<(), LivenessError> {
        let product = Product::<W>::new(self.graph, self.letters, normals, plan, self.faults)?;
        let accepting = search::accepting(&product, self.workers)?;
        for (nodes, _) in accepting.iter() {
            nodes.iter().for_each(|node| fair[product.node(*node).0 as usize] = true);
        }
        Ok(())
    }

    /// The property is a conjunction of formulas `P ~> F` and `[](P => F)`, of which each P is false in all states and
    /// on all steps of the graph: it asks nothing.
    pub fn is_never_asked(&self) -> bool {
        let mut open = vec![self.property];
        let mut asked = Vec::new();
        while let Some(formula) = open.pop() {
            match self.formulas.node(formula) {
                Node::And(left, right) => open.extend([left, right]),
                Node::LeadsTo(left, _) => asked.push(left),
                Node::Always(body) => match self.formulas.node(body) {
                    Node::Implies(left, _) => asked.push(left),
                    _ => return false,
                },
                _ => return false,
            }
        }
        asked.iter().all(|formula| is_never_true(self.formulas, *formula, self.letters))
    }
}

/// No letter satisfies a formula, which has no temporal operators.
fn is_never_true(formulas: &Formulas, formula: Formula, letters: &Letters) -> bool {
    let parts = formulas.parts(&[formula]);
    let mut values = vec![false; formula.index() + 1];
    (0..letters.len() as u32).map(LetterId).all(|letter| {
        for part in &parts {
            values[part.index()] = match formulas.node(*part) {
                Node::Constant(value) => value,
                Node::Atom(atom) => letters.holds(letter, atom),
                Node::Not(only) => !values[only.index()],
                Node::And(left, right) => values[left.index()] && values[right.index()],
                Node::Or(left, right) => values[left.index()] || values[right.index()],
                Node::Implies(left, right) => !values[left.index()] || values[right.index()],
                Node::Equivalent(left, right) => values[left.index()] == values[right.index()],
                // Of these nothing is known.
                Node::Always(_) | Node::Eventually(_) | Node::LeadsTo(..) | Node::Fair(_) => return false,
            };
        }
        !values[formula.index()]
    })
}

/// Marks all states from which a marked one can be reached.
fn spread_backwards(graph: &Graph, marked: &mut [bool]) {
    if marked.iter().all(|marked| *marked) {
        return;
    }
    let states = graph.expanded();
    let inside = |state: u32| {
        let targets = graph.steps(state).map(|edge| graph.target(edge));
        targets.filter(move |target| *target < states && *target != state)
    };
    let mut first = vec![0usize; states as usize + 1];
    (0..states).flat_map(inside).for_each(|target| first[target as usize + 1] += 1);
    (0..states as usize).for_each(|state| first[state + 1] += first[state]);
    let mut sources = vec![0u32; first[states as usize]];
    let mut free = first.clone();
    for state in 0..states {
        for target in inside(state) {
            sources[free[target as usize]] = state;
            free[target as usize] += 1;
        }
    }
    let mut todo: Vec<u32> = (0..states).filter(|state| marked[*state as usize]).collect();
    while let Some(state) = todo.pop() {
        for &source in &sources[first[state as usize]..first[state as usize + 1]] {
            if !std::mem::replace(&mut marked[source as usize], true) {
                todo.push(source);
            }
        }
    }
}
