//! The first oracle: behaviours one by one, formulas by their definition.

use super::system::{Atom, Case, System, Temporal};
use crate::liveness::Strength;

/// The states of a behaviour; after the last comes the state at `back`.
pub(super) struct Behaviour<'a> {
    pub(super) system: &'a System,
    pub(super) states: Vec<usize>,
    pub(super) back: usize,
}

impl Behaviour<'_> {
    fn after(&self, position: usize) -> usize {
        if position + 1 < self.states.len() { position + 1 } else { self.back }
    }

    fn atom(&self, atom: Atom, position: usize) -> bool {
        self.system.holds(atom, self.states[position], self.states[self.after(position)])
    }

    /// The positions of the suffix from `position`.
    fn onwards(&self, position: usize) -> std::ops::Range<usize> {
        position.min(self.back)..self.states.len()
    }

    fn in_suffix(&self, position: usize, from: usize) -> bool {
        position >= from || position >= self.back
    }

    pub(super) fn fair(&self, strength: Strength, action: usize) -> bool {
        let cycle = || self.back..self.states.len();
        let taken = cycle().any(|position| self.atom(Atom::Taken(action), position));
        let mut disabled = cycle().map(|position| !self.atom(Atom::Enabled(action), position));
        taken
            || match strength {
                Strength::Weak => disabled.any(|disabled| disabled),
                Strength::Strong => disabled.all(|disabled| disabled),
            }
    }

    pub(super) fn satisfies(&self, formula: &Temporal, at: usize) -> bool {
        let all = |of: &dyn Fn(usize) -> bool, from: usize| {
            self.onwards(from).filter(|position| self.in_suffix(*position, from)).all(of)
        };
        match formula {
            Temporal::Constant(value) => *value,
            Temporal::Atom(atom) => self.atom(*atom, at),
            Temporal::Not(one) => !self.satisfies(one, at),
            Temporal::And(one, two) => self.satisfies(one, at) && self.satisfies(two, at),
            Temporal::Or(one, two) => self.satisfies(one, at) || self.satisfies(two, at),
            Temporal::Implies(one, two) => !self.satisfies(one, at) || self.satisfies(two, at),
            Temporal::Equivalent(one, two) => self.satisfies(one, at) == self.satisfies(two, at),
            Temporal::Always(one) => all(&|position| self.satisfies(one, position), at),
            Temporal::Eventually(one) => !all(&|position| !self.satisfies(one, position), at),
            Temporal::LeadsTo(one, two) => all(
                &|asked| {
                    !self.satisfies(one, asked) || !all(&|position| !self.satisfies(two, position), asked)
                },
                at,
            ),
            Temporal::Fair(strength, action) => self.fair(*strength, *action),
        }
    }

    /// The behaviour satisfies the assumptions of `case` and not its property.
    pub(super) fn refutes(&self, case: &Case) -> bool {
        case.assumptions.iter().all(|(strength, action)| self.fair(*strength, *action))
            && case.extra.iter().all(|extra| self.satisfies(extra, 0))
            && !self.satisfies(&case.property, 0)
    }
}

/// Looks at lassos, short ones first, until one refutes the property or `budget` of them did not. Says whether one does,
/// and if so, how many steps it has.
pub(super) fn enumerate(case: &Case, mut budget: usize) -> Option<usize> {
    let system = &case.system;
    let mut paths: Vec<Vec<usize>> = system.initial.iter().map(|state| vec![*state]).collect();
    while budget > 0 {
        let mut longer = Vec::new();
        for path in paths {
            let next = system.next(*path.last().expect("paths are not empty"));
            for back in 0..path.len() {
                if next.contains(&path[back]) {
                    let behaviour = Behaviour { system, states: path.clone(), back };
                    if behaviour.refutes(case) {
                        return Some(path.len());
                    }
                    budget = budget.saturating_sub(1);
                }
            }
            if budget == 0 {
                return None;
            }
            longer.extend(next.into_iter().map(|state| [&path[..], &[state]].concat()));
        }
        paths = longer;
    }
    None
}
