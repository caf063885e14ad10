//! Direct evaluation of formulas, as they are written, on a lasso.
//!
//! Every counterexample passes through here before anyone sees it. So this must not share anything with the way on
//! which counterexamples are found: no normal form, no automaton, no component; only the formulas, the recorded graph
//! and the definition of their meaning.

use super::error::{InternalFault, LivenessError};
use super::formula::{AtomId, Fairness, Formula, Formulas, Node, Strength};
use super::graph::Graph;
use super::lasso::Lasso;
use super::letter::Letters;
use fxhash::FxHashMap;

/// The behaviour of a lasso as its atoms see it.
pub(crate) struct Word<'a> {
    graph: &'a Graph,
    letters: &'a Letters,
    lasso: &'a Lasso,
}

impl<'a> Word<'a> {
    pub(crate) fn new(graph: &'a Graph, letters: &'a Letters, lasso: &'a Lasso) -> Self {
        Self { graph, letters, lasso }
    }

    /// The lasso consists of steps of the graph, begins with an initial state, and closes.
    pub(crate) fn is_behaviour(&self) -> Result<(), InternalFault> {
        let steps: Vec<_> = self.lasso.steps().collect();
        let back = self.lasso.cycle.first().ok_or(InternalFault::NoCycle)?;
        if !self.graph.initial().any(|state| state == steps[0].state) {
            return Err(InternalFault::NotInitial);
        }
        let targets = steps[1..].iter().copied().chain([back]);
        for (number, (step, next)) in steps.iter().zip(targets).enumerate() {
            let leaves =
                step.state < self.graph.expanded() && self.graph.row(step.state).contains(&step.edge.0);
            if !leaves || self.graph.target(step.edge) != next.state {
                return Err(InternalFault::BrokenStep(number));
            }
        }
        Ok(())
    }

    /// For each step, whether `atom` holds there.
    pub(crate) fn atom(&self, atom: AtomId) -> Vec<bool> {
        self.lasso.steps().map(|step| self.letters.holds(self.graph.letter(step.edge), atom)).collect()
    }

    /// The behaviour is fair: WF if the action is disabled or taken at some step of the cycle, SF if it is disabled at
    /// all of them or taken at one.
    pub(crate) fn is_fair(&self, fairness: Fairness) -> bool {
        let start = self.lasso.prefix.len();
        let (enabled, taken) = (self.atom(fairness.enabled), self.atom(fairness.taken));
        let mut enabled = enabled[start..].iter();
        let obliged = match fairness.strength {
            Strength::Weak => enabled.all(|enabled| *enabled),
            Strength::Strong => enabled.any(|enabled| *enabled),
        };
        !obliged || taken[start..].contains(&true)
    }

    /// Whether the behaviour satisfies `formula`.
    pub(crate) fn satisfies(&self, formulas: &Formulas, formula: Formula) -> bool {
        let parts = formulas.parts(&[formula]);
        // A part is kept as long as something is left that it is an operand of.
        let mut uses: FxHashMap<Formula, usize> = FxHashMap::default();
        let operands = |part: Formula| formulas.node(part).operands().into_iter().flatten();
        parts.iter().flat_map(|part| operands(*part)).for_each(|part| *uses.entry(part).or_default() += 1);
        let mut values: FxHashMap<Formula, Vec<bool>> = FxHashMap::default();
        for &part in &parts {
            let value = self.value(formulas.node(part), &values);
            values.insert(part, value);
            for operand in operands(part) {
                let left = uses.get_mut(&operand).expect("counted above");
                *left -= 1;
                if *left == 0 {
                    values.remove(&operand);
                }
            }
        }
        values[&formula][0]
    }

    /// For each step, whether the formula holds of the behaviour from there on.
    fn value(&self, node: Node, values: &FxHashMap<Formula, Vec<bool>>) -> Vec<bool> {
        let start = self.lasso.prefix.len();
        let steps = start + self.lasso.cycle.len();
        let both = |left: &Formula, right: &Formula, join: fn(bool, bool) -> bool| -> Vec<bool> {
            values[left].iter().zip(&values[right]).map(|(left, right)| join(*left, *right)).collect()
        };
        match &node {
            Node::Constant(value) => vec![*value; steps],
            Node::Atom(atom) => self.atom(*atom),
            Node::Fair(fairness) => vec![self.is_fair(*fairness); steps],
            Node::Not(only) => values[only].iter().map(|value| !value).collect(),
            Node::And(left, right) => both(left, right, |left, right| left && right),
            Node::Or(left, right) => both(left, right, |left, right| left || right),
            Node::Implies(left, right) => both(left, right, |left, right| !left || right),
            Node::Equivalent(left, right) => both(left, right, |left, right| left == right),
            Node::Always(body) => forever(&values[body], start),
            Node::Eventually(body) => sometime(&values[body], start),
            Node::LeadsTo(left, right) => {
                let answered = sometime(&values[right], start);
                let each: Vec<bool> =
                    values[left].iter().zip(&answered).map(|(asked, answered)| !asked || *answered).collect();
                forever(&each, start)
            }
        }
    }
}

fn forever(body: &[bool], start: usize) -> Vec<bool> {
    let mut value = vec![body[start..].iter().all(|body| *body); body.len()];
    (0..start).rev().for_each(|step| value[step] = body[step] && value[step + 1]);
    value
}

fn sometime(body: &[bool], start: usize) -> Vec<bool> {
    let mut value = vec![body[start..].contains(&true); body.len()];
    (0..start).rev().for_each(|step| value[step] = body[step] || value[step + 1]);
    value
}

/// What a counterexample has to be.
pub(crate) struct Claim<'a> {
    pub(crate) formulas: &'a Formulas,
    pub(crate) assumptions: &'a [Fairness],
    pub(crate) extra: &'a [Formula],
    pub(crate) property: Formula,
}

impl Claim<'_> {
    /// The word is a behaviour that satisfies all assumptions and not the property.
    pub(crate) fn examine(&self, word: &Word) -> Result<(), LivenessError> {
        let fault = LivenessError::Internal;
        word.is_behaviour().map_err(fault)?;
        if let Some(unfair) = self.assumptions.iter().position(|fairness| !word.is_fair(*fairness)) {
            return Err(fault(InternalFault::Unfair(unfair)));
        }
        let fails = |extra: &Formula| !word.satisfies(self.formulas, *extra);
        if let Some(failing) = self.extra.iter().position(fails) {
            return Err(fault(InternalFault::AssumptionFails(failing)));
        }
        if word.satisfies(self.formulas, self.property) {
            return Err(fault(InternalFault::PropertyHolds));
        }
        Ok(())
    }
}
