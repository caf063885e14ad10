//! The automaton of the part of a search that is neither mark nor filter nor pair.
//!
//! A transition-based generalised Büchi automaton by tableau expansion (Couvreur, FM'99). A state is the set of
//! formulas owed from now on. Expanding it gives the transitions: what the letter of this step has to say and must not
//! say, what is owed next, and which eventualities are put off: *promised*. `[]p` is p now, and `[]p` owed; `<>p` is p
//! now, or `<>p` owed and promised. A run is accepted if each eventuality is again and again not promised.
//!
//! Labels are on transitions, so conditions on a pair of states cost nothing. Maximal Boolean subformulas are
//! *propositions* to the automaton: their inside is not expanded.

use super::error::{AutomatonPart, LivenessError};
use super::normal::{Normal, Normals, Shape};
use fxhash::FxHashMap;
use std::collections::BTreeSet;
use std::ops::Range;

/// A step of the automaton. Bit i of `required` and `forbidden` is proposition i, of `promises` eventuality i.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Transition {
    pub(crate) required: u64,
    pub(crate) forbidden: u64,
    pub(crate) promises: u64,
    pub(crate) target: u32,
}

impl Transition {
    #[inline(always)]
    pub(crate) fn allows(&self, propositions: u64) -> bool {
        propositions & self.required == self.required && propositions & self.forbidden == 0
    }
}

#[derive(Debug)]
pub(crate) struct Automaton {
    /// What the bits of letters mean.
    pub(crate) propositions: Vec<Normal>,
    /// The number of eventualities.
    pub(crate) eventualities: usize,
    first: Vec<u32>,
    transitions: Vec<Transition>,
    /// State 0 does nothing but wait: it has an unconditional step to itself, each of its steps to itself puts off the
    /// same eventuality, and no other state leads back to it. So it is on no accepting cycle, and every state of the
    /// graph can be met in it.
    pub(crate) waits: bool,
    /// The state in which nothing is owed, if there is one.
    pub(crate) settled: Option<u32>,
}

impl Automaton {
    const STATES: usize = 1 << 14;
    const BRANCHES: usize = 1 << 12;
    const TRANSITIONS: usize = 1 << 18;

    /// The automaton of the conjunction of `owed`. State 0 is initial.
    pub(crate) fn new(normals: &Normals, owed: &[Normal]) -> Result<Self, LivenessError> {
        let mut tableau = Tableau { normals, propositions: Vec::new(), eventualities: Vec::new() };
        let initial: BTreeSet<Normal> = owed.iter().copied().filter(|owed| *owed != Normals::TRUE).collect();
        let mut numbers = FxHashMap::from_iter([(initial.clone(), 0u32)]);
        let mut states = vec![initial];
        let (mut first, mut transitions) = (vec![0u32], Vec::new());
        while let Some(owed) = states.get(first.len() - 1) {
            for branch in tableau.expand(owed)? {
                let next = states.len() as u32;
                let target = *numbers.entry(branch.next.clone()).or_insert(next);
                if target == next {
                    states.push(branch.next);
                }
                let Branch { required, forbidden, promises, .. } = branch;
                transitions.push(Transition { required, forbidden, promises, target });
            }
            if states.len() > Self::STATES {
                return Err(too_large(AutomatonPart::States, Self::STATES));
            }
            if transitions.len() > Self::TRANSITIONS {
                return Err(too_large(AutomatonPart::Transitions, Self::TRANSITIONS));
            }
            first.push(transitions.len() as u32);
        }
        let (propositions, eventualities) = (tableau.propositions, tableau.eventualities.len());
        let waits = waits(&transitions, first[1] as usize);
        let settled = numbers.get(&BTreeSet::new()).copied();
        Ok(Self { propositions, eventualities, first, transitions, waits, settled })
    }

    /// The number of states.
    pub(crate) fn states(&self) -> usize {
        self.first.len() - 1
    }

    /// The transitions of `state`, as numbers for [`Automaton::transition`].
    #[inline(always)]
    pub(crate) fn row(&self, state: u32) -> Range<u32> {
        self.first[state as usize]..self.first[state as usize + 1]
    }

    #[inline(always)]
    pub(crate) fn transition(&self, number: u32) -> &Transition {
        &self.transitions[number as usize]
    }

    /// There is nothing to see: one state, one step, no condition.
    pub(crate) fn is_trivial(&self) -> bool {
        self.states() == 1
            && self.transitions == [Transition { required: 0, forbidden: 0, promises: 0, target: 0 }]
    }
}

fn waits(transitions: &[Transition], own: usize) -> bool {
    let loops = || transitions[..own].iter().filter(|transition| transition.target == 0);
    let unconditional = loops().any(|transition| transition.required | transition.forbidden == 0);
    let put_off = loops().fold(u64::MAX, |common, transition| common & transition.promises);
    let left_for_good = transitions[own..].iter().all(|transition| transition.target != 0);
    unconditional && put_off != 0 && left_for_good
}

fn too_large(part: AutomatonPart, limit: usize) -> LivenessError {
    LivenessError::AutomatonTooLarge { part, limit }
}

/// The number of `normal` in `list`, which has room for 64.
fn number(list: &mut Vec<Normal>, normal: Normal, part: AutomatonPart) -> Result<u64, LivenessError> {
    let position = list.iter().position(|known| *known == normal).unwrap_or(list.len());
    if position == 64 {
        return Err(too_large(part, 64));
    }
    if position == list.len() {
        list.push(normal);
    }
    Ok(1 << position)
}

struct Tableau<'a> {
    normals: &'a Normals,
    propositions: Vec<Normal>,
    eventualities: Vec<Normal>,
}

/// A way to satisfy what is owed, as far as it is worked out.
#[derive(Clone)]
struct Branch {
    todo: Vec<Normal>,
    done: BTreeSet<Normal>,
    required: u64,
    forbidden: u64,
    promises: u64,
    next: BTreeSet<Normal>,
}

impl Branch {
    /// Whoever can take `self` can take `other`, and owes no more after it.
    fn covers(&self, other: &Self) -> bool {
        let within = |small: u64, large: u64| small & !large == 0;
        within(self.required, other.required)
            && within(self.forbidden, other.forbidden)
            && within(self.promises, other.promises)
            && self.next.is_subset(&other.next)
    }
}

impl Tableau<'_> {
    fn expand(&mut self, owed: &BTreeSet<Normal>) -> Result<Vec<Branch>, LivenessError> {
        let (required, forbidden, promises) = (0, 0, 0);
        let todo = owed.iter().rev().copied().collect();
        let (done, next) = (BTreeSet::new(), BTreeSet::new());
        let mut open = vec![Branch { todo, done, required, forbidden, promises, next }];
        let mut complete: Vec<Branch> = Vec::new();
        while let Some(mut branch) = open.pop() {
            let Some(formula) = branch.todo.pop() else {
                if !complete.iter().any(|known| known.covers(&branch)) {
                    complete.retain(|known| !branch.covers(known));
                    complete.push(branch);
                }
                continue;
            };
            if branch.done.insert(formula) {
                self.step(branch, formula, &mut open)?;
            } else {
                open.push(branch);
            }
            if open.len() + complete.len() > Automaton::BRANCHES {
                return Err(too_large(AutomatonPart::Transitions, Automaton::BRANCHES));
            }
        }
        Ok(complete)
    }

    /// Puts what becomes of `branch` when `formula` has to hold from now on on `open`; the first choice on top.
    fn step(
        &mut self,
        mut branch: Branch,
        formula: Normal,
        open: &mut Vec<Branch>,
    ) -> Result<(), LivenessError> {
        if self.normals.is_boolean(formula) {
            if self.demand(&mut branch, formula)? {
                open.push(branch);
            }
            return Ok(());
        }
        match self.normals.shape(formula) {
            Shape::And(parts) => {
                branch.todo.extend(parts.iter().rev());
                open.push(branch);
            }
            Shape::Or(parts) => {
                for part in parts.iter().rev() {
                    let mut choice = branch.clone();
                    choice.todo.push(*part);
                    open.push(choice);
                }
            }
            Shape::Always(body) => {
                branch.todo.push(*body);
                branch.next.insert(formula);
                open.push(branch);
            }
            Shape::Eventually(body) => {
                let mut later = branch.clone();
                later.next.insert(formula);
                later.promises |= number(&mut self.eventualities, formula, AutomatonPart::Eventualities)?;
                open.push(later);
                branch.todo.push(*body);
                open.push(branch);
            }
            Shape::Constant(_) | Shape::Literal(..) => unreachable!("these are Boolean"),
        }
        Ok(())
    }

    /// Asks a Boolean formula of the letter; false if that contradicts what was asked before.
    fn demand(&mut self, branch: &mut Branch, formula: Normal) -> Result<bool, LivenessError> {
        let (proposition, positive) = match self.normals.shape(formula) {
            Shape::Constant(value) => return Ok(*value),
            Shape::Literal(atom, positive) => (self.normals.positive(*atom).unwrap_or(formula), *positive),
            _ => (formula, true),
        };
        // A literal the positive form of which never occurs is asked for as it is.
        let positive = positive || proposition == formula;
        let bit = number(&mut self.propositions, proposition, AutomatonPart::Propositions)?;
        *(if positive { &mut branch.required } else { &mut branch.forbidden }) |= bit;
        Ok(branch.required & branch.forbidden == 0)
    }
}
