//! Random systems and formulas, and what recording them as a graph gives.
//!
//! The meaning of an atom is defined here, on the list of raw steps; the recorder is what a caller of the checker has
//! to do, and can be told to do it wrongly.

use crate::liveness::{AtomId, Edge, Fairness, Formula, Formulas, Graph, Letters, LivenessError, Strength};
use std::collections::BTreeSet;

pub(super) const ACTIONS: usize = 3;
pub(super) const PROPOSITIONS: usize = 3;

/// A sequence of numbers that depends only on its seed.
pub(super) struct Chance(u64);

impl Chance {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xD1B5_4A32_D192_ED03)
    }

    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ mixed >> 31) % limit as u64) as usize
    }

    pub(super) fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Atom {
    Proposition(usize),
    Enabled(usize),
    /// `<<A>>_v`
    Taken(usize),
    /// `[A]_v`
    Boxed(usize),
}

impl Atom {
    pub(super) fn all() -> impl Iterator<Item = Self> {
        let actions = |make: fn(usize) -> Self| (0..ACTIONS).map(make);
        (0..PROPOSITIONS)
            .map(Self::Proposition)
            .chain(actions(Self::Enabled))
            .chain(actions(Self::Taken))
            .chain(actions(Self::Boxed))
    }

    pub(super) fn id(self) -> AtomId {
        AtomId(Self::all().position(|atom| atom == self).expect("one of all") as u32)
    }
}

#[derive(Clone, Debug)]
pub(super) enum Temporal {
    Constant(bool),
    Atom(Atom),
    Not(Box<Temporal>),
    And(Box<Temporal>, Box<Temporal>),
    Or(Box<Temporal>, Box<Temporal>),
    Implies(Box<Temporal>, Box<Temporal>),
    Equivalent(Box<Temporal>, Box<Temporal>),
    Always(Box<Temporal>),
    Eventually(Box<Temporal>),
    LeadsTo(Box<Temporal>, Box<Temporal>),
    Fair(Strength, usize),
}

/// WF or SF of an action, by number.
pub(super) fn fairness((strength, action): (Strength, usize)) -> Fairness {
    Fairness { strength, enabled: Atom::Enabled(action).id(), taken: Atom::Taken(action).id() }
}

impl Temporal {
    /// The formula as the checker reads it. With `box_is_diamond`, `~[A]_v` becomes `<<A>>_v`, a mistake.
    pub(super) fn write(
        &self,
        to: &mut Formulas,
        positive: bool,
        box_is_diamond: bool,
    ) -> Result<Formula, LivenessError> {
        if !box_is_diamond {
            return self.write_plainly(to);
        }
        let mut go = |part: &Self, positive| part.write(to, positive, true);
        let (one, two) = match self {
            Self::Not(one) => return go(one, !positive),
            Self::And(one, two) | Self::Or(one, two) => (go(one, positive)?, go(two, positive)?),
            Self::Implies(one, two) => (go(one, !positive)?, go(two, positive)?),
            Self::Always(one) | Self::Eventually(one) => (go(one, positive)?, go(one, positive)?),
            Self::LeadsTo(one, two) => {
                let not = Self::Not(one.clone());
                let later = Self::Eventually(two.clone());
                let always = Self::Always(Box::new(Self::Or(Box::new(not), Box::new(later))));
                return go(&always, positive);
            }
            Self::Atom(Atom::Boxed(action)) if !positive => return to.atom(Atom::Taken(*action).id()),
            _ => {
                let plain = self.write_plainly(to)?;
                return if positive { Ok(plain) } else { to.not(plain) };
            }
        };
        match (self, positive) {
            (Self::And(..), true) | (Self::Or(..) | Self::Implies(..), false) => to.and(one, two),
            (Self::Always(_), true) | (Self::Eventually(_), false) => to.always(one),
            (Self::Always(_) | Self::Eventually(_), _) => to.eventually(one),
            _ => to.or(one, two),
        }
    }

    fn write_plainly(&self, to: &mut Formulas) -> Result<Formula, LivenessError> {
        let mut go = |part: &Self| part.write_plainly(to);
        match self {
            Self::Constant(value) => to.constant(*value),
            Self::Atom(atom) => to.atom(atom.id()),
            Self::Fair(strength, action) => to.fair(fairness((*strength, *action))),
            Self::Not(one) | Self::Always(one) | Self::Eventually(one) => {
                let operand = go(one)?;
                match self {
                    Self::Not(_) => to.not(operand),
                    Self::Always(_) => to.always(operand),
                    _ => to.eventually(operand),
                }
            }
            Self::And(one, two)
            | Self::Or(one, two)
            | Self::Implies(one, two)
            | Self::Equivalent(one, two)
            | Self::LeadsTo(one, two) => {
                let (left, right) = (go(one)?, go(two)?);
                match self {
                    Self::And(..) => to.and(left, right),
                    Self::Or(..) => to.or(left, right),
                    Self::Implies(..) => to.implies(left, right),
                    Self::Equivalent(..) => to.equivalent(left, right),
                    _ => to.leads_to(left, right),
                }
            }
        }
    }

    fn random(chance: &mut Chance, depth: usize) -> Self {
        if depth == 0 || chance.percent(12) {
            return match chance.below(20) {
                0 => Self::Constant(chance.percent(50)),
                1..=11 => Self::Atom(Atom::Proposition(chance.below(PROPOSITIONS))),
                12..=13 => Self::Atom(Atom::Enabled(chance.below(ACTIONS))),
                14..=15 => Self::Atom(Atom::Taken(chance.below(ACTIONS))),
                16..=17 => Self::Atom(Atom::Boxed(chance.below(ACTIONS))),
                18 => Self::Fair(Strength::Weak, chance.below(ACTIONS)),
                _ => Self::Fair(Strength::Strong, chance.below(ACTIONS)),
            };
        }
        let mut part = || Box::new(Self::random(chance, depth - 1));
        let (one, two) = (part(), part());
        match chance.below(13) {
            0..=1 => Self::Not(one),
            2 => Self::And(one, two),
            3 => Self::Or(one, two),
            4 => Self::Implies(one, two),
            5 => Self::Equivalent(one, two),
            6..=8 => Self::Always(one),
            9..=11 => Self::Eventually(one),
            _ => Self::LeadsTo(one, two),
        }
    }
}

/// How a caller can record a system wrongly.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Misrecorded {
    NoStuttering,
    StutteringOnlyAtDeadlocks,
    TakenWithoutChange,
    BoxedFalseOnStuttering,
    NegatedBoxIsDiamond,
    EnabledFromEdges,
    EnabledAtTarget,
    PairsNotMerged,
    FirstInitialOnly,
}

#[derive(Clone, Debug)]
pub(super) struct System {
    pub(super) states: usize,
    pub(super) initial: Vec<usize>,
    /// From, to, action; a pair of states may occur under several actions.
    pub(super) raw: Vec<(usize, usize, usize)>,
    /// For each action and state, the value of its subscript.
    subscript: Vec<Vec<usize>>,
    /// For each state and action, enabled although no step was recorded.
    cut: Vec<[bool; ACTIONS]>,
    propositions: Vec<Vec<bool>>,
}

impl System {
    fn random(chance: &mut Chance, hard: bool) -> Self {
        let states = if hard { 4 + chance.below(5) } else { 1 + chance.below(5) };
        let mut initial = vec![chance.below(states)];
        if chance.percent(30) {
            initial.push(chance.below(states));
        }
        let steps = states + chance.below(states * 2 + 1);
        let mut raw: Vec<_> =
            (0..steps).map(|_| (chance.below(states), chance.below(states), chance.below(ACTIONS))).collect();
        for number in 0..raw.len() {
            if chance.percent(15) {
                let (from, to, _) = raw[number];
                raw.push((from, to, chance.below(ACTIONS)));
            }
        }
        let subscript = (0..ACTIONS)
            .map(|_| match chance.percent(60) {
                true => (0..states).collect(),
                false => (0..states).map(|_| chance.below(3)).collect(),
            })
            .collect();
        let wide = chance.percent(15);
        let cut = (0..states).map(|_| [(); ACTIONS].map(|()| wide && chance.percent(25))).collect();
        let propositions =
            (0..PROPOSITIONS).map(|_| (0..states).map(|_| chance.percent(50)).collect()).collect();
        Self { states, initial, raw, subscript, cut, propositions }
    }

    fn changes(&self, action: usize, from: usize, to: usize) -> bool {
        self.subscript[action][from] != self.subscript[action][to]
    }

    fn recorded(&self, action: usize, from: usize) -> impl Iterator<Item = usize> {
        let leaves = move |&(source, target, label): &(usize, usize, usize)| {
            (source == from && label == action).then_some(target)
        };
        self.raw.iter().filter_map(leaves)
    }

    /// What an atom says about a pair of states.
    pub(super) fn holds(&self, atom: Atom, from: usize, to: usize) -> bool {
        let leads = |action| self.recorded(action, from).any(|target| target == to);
        match atom {
            Atom::Proposition(number) => self.propositions[number][from],
            Atom::Enabled(action) => {
                self.cut[from][action]
                    || self.recorded(action, from).any(|target| self.changes(action, from, target))
            }
            Atom::Taken(action) => leads(action) && self.changes(action, from, to),
            Atom::Boxed(action) => leads(action) || !self.changes(action, from, to),
        }
    }

    /// The states that can come after `from`, itself included.
    pub(super) fn next(&self, from: usize) -> BTreeSet<usize> {
        let targets = self.raw.iter().filter(|(source, ..)| *source == from).map(|(_, target, _)| *target);
        targets.chain([from]).collect()
    }

    /// What `holds`, as `fault` has it, of a step under one action or of the pair of states (`None`).
    fn written(
        &self,
        atom: Atom,
        (from, to): (usize, usize),
        under: Option<usize>,
        fault: Option<Misrecorded>,
    ) -> bool {
        match (fault, atom) {
            (Some(Misrecorded::TakenWithoutChange), Atom::Taken(action)) => {
                self.recorded(action, from).any(|target| target == to)
            }
            (Some(Misrecorded::BoxedFalseOnStuttering), Atom::Boxed(action)) if from == to => {
                self.recorded(action, from).any(|target| target == to)
            }
            (Some(Misrecorded::EnabledFromEdges), Atom::Enabled(action)) => {
                self.recorded(action, from).any(|target| self.changes(action, from, target))
            }
            (Some(Misrecorded::EnabledAtTarget), Atom::Enabled(_)) => self.holds(atom, to, to),
            (Some(Misrecorded::PairsNotMerged), Atom::Taken(action)) => {
                under == Some(action) && self.changes(action, from, to)
            }
            (Some(Misrecorded::PairsNotMerged), Atom::Boxed(action)) => {
                under == Some(action) || !self.changes(action, from, to)
            }
            _ => self.holds(atom, from, to),
        }
    }

    /// The reachable part as a graph, and which state has which number.
    pub(super) fn record(
        &self,
        fault: Option<Misrecorded>,
    ) -> Result<(Graph, Letters, Vec<usize>), LivenessError> {
        let mut graph = Graph::new();
        let mut letters = Letters::new(Atom::all().count());
        let mut found: Vec<usize> = Vec::new();
        let number = |state: usize, found: &mut Vec<usize>| {
            let known = found.iter().position(|known| *known == state);
            known.unwrap_or_else(|| {
                found.push(state);
                found.len() - 1
            }) as u32
        };
        let only = if fault == Some(Misrecorded::FirstInitialOnly) { 1 } else { self.initial.len() };
        for state in &self.initial[..only] {
            graph.add_initial(number(*state, &mut found));
        }
        let mut letter = letters.blank();
        let mut next = 0;
        while let Some(&state) = found.get(next) {
            next += 1;
            let mut edges = Vec::new();
            for &(_, target, action) in self.raw.iter().filter(|(from, ..)| *from == state) {
                for atom in Atom::all() {
                    letter.set(atom.id(), self.written(atom, (state, target), Some(action), fault));
                }
                let letter = letters.intern(&letter);
                edges.push(Edge { target: number(target, &mut found), letter });
            }
            for atom in Atom::all() {
                letter.set(atom.id(), self.written(atom, (state, state), None, fault));
            }
            graph.expand(&edges, letters.intern(&letter))?;
            let dead = edges.is_empty();
            match fault {
                Some(Misrecorded::NoStuttering) => graph.forget_stuttering(),
                Some(Misrecorded::StutteringOnlyAtDeadlocks) if !dead => graph.forget_stuttering(),
                _ => {}
            }
        }
        Ok((graph, letters, found))
    }
}

/// A system and a question to it.
#[derive(Clone, Debug)]
pub(super) struct Case {
    pub(super) system: System,
    pub(super) assumptions: Vec<(Strength, usize)>,
    pub(super) extra: Vec<Temporal>,
    pub(super) property: Temporal,
}

impl Case {
    /// The case with a number. Odd ones are harder: more states, larger formulas, more fairness.
    pub(super) fn new(seed: u64) -> Self {
        let chance = &mut Chance::new(seed);
        let hard = seed % 2 == 1;
        let system = System::random(chance, hard);
        let mut assumptions = Vec::new();
        for strength in [Strength::Weak, Strength::Strong] {
            for action in 0..ACTIONS {
                if chance.percent(if hard { 43 } else { 30 }) {
                    assumptions.push((strength, action));
                }
            }
        }
        let depth = 1 + chance.below(if hard { 4 } else { 3 });
        let property = Temporal::random(chance, depth);
        let extra = if chance.percent(15) { vec![Temporal::random(chance, 2)] } else { Vec::new() };
        Self { system, assumptions, extra, property }
    }
}
