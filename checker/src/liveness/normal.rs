//! Formulas in negation normal form, with the cheap equivalences applied.
//!
//! Only `/\`, `\/`, `[]` and `<>` over literals remain. A formula is *Boolean* if it has no temporal operator, and
//! *tail-only* if it holds of a behaviour whenever it holds of a suffix and the other way round: `[]<>p`, `<>[]p` and
//! their combinations. `[]` and `<>` before a tail-only formula are dropped, and tail-only parts are drawn out of them.

use super::error::LivenessError;
use super::faults::{Fault, Faults};
use super::formula::{AtomId, Fairness, Formula, Formulas, Node, Strength};
use super::letter::{LetterId, Letters};
use fxhash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// A formula of a [`Normals`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(crate) struct Normal(u32);

impl Normal {
    fn index(self) -> usize {
        self.0 as usize
    }
}

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Shape {
    Constant(bool),
    Literal(AtomId, bool),
    And(Arc<[Normal]>),
    Or(Arc<[Normal]>),
    Always(Normal),
    Eventually(Normal),
}

type Built = Result<Normal, LivenessError>;

/// Normal forms; equal ones are stored once, operands before what they are part of.
#[derive(Debug)]
pub(crate) struct Normals {
    shapes: Vec<Shape>,
    boolean: Vec<bool>,
    tail_only: Vec<bool>,
    known: FxHashMap<Shape, Normal>,
    size: usize,
    faults: Faults,
}

impl Normals {
    pub(crate) const FALSE: Normal = Normal(0);
    pub(crate) const TRUE: Normal = Normal(1);

    /// The greatest number of operands altogether.
    const LIMIT: usize = 1 << 22;

    pub(crate) fn new(faults: Faults) -> Self {
        let mut normals = Self {
            shapes: Vec::new(),
            boolean: Vec::new(),
            tail_only: Vec::new(),
            known: FxHashMap::default(),
            size: 0,
            faults,
        };
        for value in [false, true] {
            normals.add(Shape::Constant(value)).expect("room for two");
        }
        normals
    }

    pub(crate) fn shape(&self, normal: Normal) -> &Shape {
        &self.shapes[normal.index()]
    }

    pub(crate) fn is_boolean(&self, normal: Normal) -> bool {
        self.boolean[normal.index()]
    }

    fn is_tail_only(&self, normal: Normal) -> bool {
        self.tail_only[normal.index()]
    }

    fn add(&mut self, shape: Shape) -> Built {
        if let Some(known) = self.known.get(&shape) {
            return Ok(*known);
        }
        let (boolean, tail_only, size) = match &shape {
            Shape::Constant(_) => (true, true, 1),
            Shape::Literal(..) => (true, false, 1),
            Shape::And(parts) | Shape::Or(parts) => (
                parts.iter().all(|part| self.is_boolean(*part)),
                parts.iter().all(|part| self.is_tail_only(*part)),
                1 + parts.len(),
            ),
            Shape::Always(body) => (false, matches!(self.shape(*body), Shape::Eventually(_)), 1),
            Shape::Eventually(body) => (false, matches!(self.shape(*body), Shape::Always(_)), 1),
        };
        self.size += size;
        if self.size > Self::LIMIT {
            return Err(LivenessError::FormulaTooLarge { limit: Self::LIMIT });
        }
        let normal = Normal(self.shapes.len() as u32);
        self.shapes.push(shape.clone());
        self.boolean.push(boolean);
        self.tail_only.push(tail_only);
        self.known.insert(shape, normal);
        Ok(normal)
    }

    /// The formula that is just `atom`, if it occurs.
    pub(crate) fn positive(&self, atom: AtomId) -> Option<Normal> {
        self.known.get(&Shape::Literal(atom, true)).copied()
    }

    fn literal(&mut self, atom: AtomId, positive: bool) -> Built {
        self.add(Shape::Literal(atom, positive))
    }

    pub(crate) fn and(&mut self, parts: Vec<Normal>) -> Built {
        self.join(true, parts)
    }

    pub(crate) fn or(&mut self, parts: Vec<Normal>) -> Built {
        self.join(false, parts)
    }

    /// The operands of `normal` if it is a conjunction (disjunction), else itself.
    pub(crate) fn operands(&self, normal: Normal, conjunction: bool) -> Vec<Normal> {
        match self.shape(normal) {
            Shape::And(parts) if conjunction => parts.to_vec(),
            Shape::Or(parts) if !conjunction => parts.to_vec(),
            _ => vec![normal],
        }
    }

    fn join(&mut self, conjunction: bool, parts: Vec<Normal>) -> Built {
        let (neutral, absorbing) =
            if conjunction { (Self::TRUE, Self::FALSE) } else { (Self::FALSE, Self::TRUE) };
        let mut flat: Vec<Normal> = Vec::with_capacity(parts.len());
        parts.iter().for_each(|part| flat.extend(self.operands(*part, conjunction)));
        flat.sort_unstable();
        flat.dedup();
        flat.retain(|part| *part != neutral);
        if flat.contains(&absorbing) || self.contradictory(&flat) {
            return Ok(absorbing);
        }
        for twice in [false, true] {
            self.merge(conjunction, twice, &mut flat)?;
        }
        if flat.contains(&absorbing) {
            return Ok(absorbing);
        }
        flat.sort_unstable();
        flat.retain(|part| *part != neutral);
        match flat[..] {
            [] => Ok(neutral),
            [only] => Ok(only),
            _ if conjunction => self.add(Shape::And(flat.into())),
            _ => self.add(Shape::Or(flat.into())),
        }
    }

    fn contradictory(&self, parts: &[Normal]) -> bool {
        parts.iter().any(|part| match self.shape(*part) {
            Shape::Literal(atom, positive) => {
                let opposite = self.known.get(&Shape::Literal(*atom, !positive));
                opposite.is_some_and(|opposite| parts.binary_search(opposite).is_ok())
            }
            _ => false,
        })
    }

    /// `[]b /\ []c` is `[](b /\ c)`, `<>[]b /\ <>[]c` (`twice`) is `<>[](b /\ c)`; dually for `\/`. Only for Boolean
    /// bodies: others are better kept apart, as searches of their own.
    fn merge(
        &mut self,
        conjunction: bool,
        twice: bool,
        parts: &mut Vec<Normal>,
    ) -> Result<(), LivenessError> {
        let body = |part: &Normal| {
            let body = match (self.shape(*part), conjunction, twice) {
                (Shape::Always(body), true, false) | (Shape::Eventually(body), false, false) => *body,
                (Shape::Eventually(inner), true, true) => match self.shape(*inner) {
                    Shape::Always(body) => *body,
                    _ => return None,
                },
                (Shape::Always(inner), false, true) => match self.shape(*inner) {
                    Shape::Eventually(body) => *body,
                    _ => return None,
                },
                _ => return None,
            };
            self.is_boolean(body).then_some(body)
        };
        let bodies: Vec<Normal> = parts.iter().filter_map(body).collect();
        if bodies.len() < 2 {
            return Ok(());
        }
        parts.retain(|part| body(part).is_none());
        let joined = self.join(conjunction, bodies)?;
        let merged = match (conjunction, twice) {
            (true, false) => self.always(joined)?,
            (false, false) => self.eventually(joined)?,
            (true, true) => {
                let always = self.always(joined)?;
                self.eventually(always)?
            }
            (false, true) => {
                let eventually = self.eventually(joined)?;
                self.always(eventually)?
            }
        };
        parts.push(merged);
        Ok(())
    }

    pub(crate) fn always(&mut self, body: Normal) -> Built {
        self.prefix(true, body)
    }

    pub(crate) fn eventually(&mut self, body: Normal) -> Built {
        self.prefix(false, body)
    }

    /// `[]body`, or `<>body`. What is said of `[]` in the comments holds of `<>` with `/\` and `\/` exchanged.
    fn prefix(&mut self, always: bool, body: Normal) -> Built {
        let outer = |inner| if always { Shape::Always(inner) } else { Shape::Eventually(inner) };
        if self.is_tail_only(body) {
            return Ok(body);
        }
        if self.is_boolean(body) {
            return self.add(outer(body));
        }
        match (self.shape(body).clone(), always) {
            (Shape::Always(_), true) | (Shape::Eventually(_), false) => Ok(body),
            // [](p /\ q) is []p /\ []q
            (Shape::And(parts), true) | (Shape::Or(parts), false) => {
                let parts: Result<_, _> = parts.iter().map(|part| self.prefix(always, *part)).collect();
                self.join(always, parts?)
            }
            (Shape::Or(parts), true) | (Shape::And(parts), false) => {
                let (mut drawn, rest): (Vec<_>, Vec<_>) =
                    parts.iter().partition(|part| self.is_tail_only(**part));
                let dual = |part: &Normal| {
                    matches!(
                        (self.shape(*part), always),
                        (Shape::Eventually(_), true) | (Shape::Always(_), false)
                    )
                };
                // [](<>p \/ <>q) is []<>p \/ []<>q
                if rest.iter().all(dual) {
                    for part in rest {
                        drawn.push(self.prefix(always, part)?);
                    }
                    return self.join(!always, drawn);
                }
                // [](t \/ q) is t \/ []q
                if drawn.is_empty() {
                    return self.add(outer(body));
                }
                let rest = self.join(!always, rest)?;
                drawn.push(self.prefix(always, rest)?);
                self.join(!always, drawn)
            }
            _ => self.add(outer(body)),
        }
    }

    /// The normal form of `root`.
    pub(crate) fn normalise(&mut self, formulas: &Formulas, root: Formula) -> Built {
        self.translate(formulas, root, true)
    }

    /// The normal form of `~root`.
    pub(crate) fn negate(&mut self, formulas: &Formulas, root: Formula) -> Built {
        self.translate(formulas, root, false)
    }

    fn translate(&mut self, formulas: &Formulas, root: Formula, positive: bool) -> Built {
        let mut done: FxHashMap<(Formula, bool), Normal> = FxHashMap::default();
        let mut todo = vec![(root, positive)];
        while let Some(&(formula, positive)) = todo.last() {
            if done.contains_key(&(formula, positive)) {
                todo.pop();
                continue;
            }
            let reading = Reading::of(formulas, formula, positive);
            let before = todo.len();
            todo.extend(reading.parts.iter().filter(|part| !done.contains_key(part)));
            if todo.len() > before {
                self.size += 1;
                continue;
            }
            let parts = reading.parts.iter().map(|part| done[part]).collect();
            let normal = self.build(&reading.kind, parts)?;
            done.insert((formula, positive), normal);
            todo.pop();
        }
        Ok(done[&(root, positive)])
    }

    fn build(&mut self, kind: &Kind, parts: Vec<Normal>) -> Built {
        match *kind {
            Kind::Constant(value) => Ok(if value { Self::TRUE } else { Self::FALSE }),
            Kind::Literal(atom, positive) => self.literal(atom, positive),
            Kind::And => self.and(parts),
            Kind::Or => self.or(parts),
            Kind::Always => self.always(parts[0]),
            Kind::Eventually => self.eventually(parts[0]),
            Kind::LeadsTo => {
                let eventually = self.eventually(parts[1])?;
                let either = self.or(vec![parts[0], eventually])?;
                self.always(either)
            }
            Kind::LeadsAway => {
                let always = self.always(parts[1])?;
                let both = self.and(vec![parts[0], always])?;
                self.eventually(both)
            }
            Kind::Equivalent => {
                let [left, right, not_left, not_right] = parts[..] else { unreachable!("four readings") };
                let both = self.and(vec![left, right])?;
                let neither = self.and(vec![not_left, not_right])?;
                self.or(vec![both, neither])
            }
            Kind::Fair(fairness, positive) => {
                let weak = fairness.strength == Strength::Weak
                    || self.faults.has(Fault::StrongAsWeak)
                    || (!positive && self.faults.has(Fault::NegatedStrongAsWeak));
                let (outer, inner) = (positive, !positive);
                // []<>(~EN \/ A), []<>~EN: "<>[]" if negated; the dual operators and literals.
                let enabled = self.literal(fairness.enabled, !positive)?;
                let taken = self.literal(fairness.taken, positive)?;
                if weak {
                    let step = self.join(!positive, vec![enabled, taken])?;
                    let tail = self.prefix(inner, step)?;
                    return self.prefix(outer, tail);
                }
                // <>[]~EN \/ []<>A, negated []<>EN /\ <>[]~A
                let disabled = self.prefix(outer, enabled)?;
                let disabled = self.prefix(inner, disabled)?;
                let often = self.prefix(inner, taken)?;
                let often = self.prefix(outer, often)?;
                self.join(!positive, vec![disabled, often])
            }
        }
    }

    /// WF or SF as an assumption.
    pub(crate) fn fair(&mut self, fairness: Fairness) -> Built {
        self.build(&Kind::Fair(fairness, true), Vec::new())
    }

    /// For each of the Boolean `roots` and each letter, whether it holds: bit l%64 of word l/64 for letter l.
    pub(crate) fn truth(&self, roots: &[Normal], letters: &Letters) -> Vec<Vec<u64>> {
        let mut needed: FxHashSet<Normal> = FxHashSet::default();
        let mut todo = roots.to_vec();
        while let Some(normal) = todo.pop() {
            if needed.insert(normal)
                && let Shape::And(parts) | Shape::Or(parts) = self.shape(normal)
            {
                todo.extend(parts.iter());
            }
        }
        let order: Vec<Normal> = {
            let mut order: Vec<Normal> = needed.into_iter().collect();
            order.sort_unstable();
            order
        };
        let place: FxHashMap<Normal, usize> = order.iter().copied().zip(0..).collect();
        let mut values = vec![0u64; order.len()];
        let mut truth = vec![Vec::with_capacity(letters.len().div_ceil(64)); roots.len()];
        for chunk in (0..letters.len()).step_by(64) {
            let last = letters.len().min(chunk + 64);
            for (number, normal) in order.iter().enumerate() {
                let value = match self.shape(*normal) {
                    Shape::Constant(value) => u64::from(*value).wrapping_neg(),
                    Shape::Literal(atom, positive) => (chunk..last).fold(0, |word, letter| {
                        let holds = letters.holds(LetterId(letter as u32), *atom) == *positive;
                        word | u64::from(holds) << (letter - chunk)
                    }),
                    Shape::And(parts) => parts.iter().fold(u64::MAX, |word, part| word & values[place[part]]),
                    Shape::Or(parts) => parts.iter().fold(0, |word, part| word | values[place[part]]),
                    Shape::Always(_) | Shape::Eventually(_) => unreachable!("Boolean formulas only"),
                };
                values[number] = value;
            }
            roots.iter().zip(&mut truth).for_each(|(root, words)| words.push(values[place[root]]));
        }
        truth
    }
}

/// A formula, or its negation, as an operator of the normal form and its operands, each with its sign.
struct Reading {
    kind: Kind,
    parts: Vec<(Formula, bool)>,
}

enum Kind {
    Constant(bool),
    Literal(AtomId, bool),
    And,
    Or,
    Always,
    Eventually,
    /// Of ~p and q: `[](~p \/ <>q)`.
    LeadsTo,
    /// Of p and ~q: `<>(p /\ []~q)`.
    LeadsAway,
    Equivalent,
    Fair(Fairness, bool),
}

impl Reading {
    fn of(formulas: &Formulas, mut formula: Formula, mut positive: bool) -> Self {
        while let Node::Not(operand) = formulas.node(formula) {
            (formula, positive) = (operand, !positive);
        }
        let (kind, parts) = match formulas.node(formula) {
            Node::Constant(value) => (Kind::Constant(value == positive), Vec::new()),
            Node::Atom(atom) => (Kind::Literal(atom, positive), Vec::new()),
            Node::Not(_) => unreachable!("negations were passed"),
            Node::And(..) => {
                (if positive { Kind::And } else { Kind::Or }, chain(formulas, formula, positive))
            }
            Node::Or(..) | Node::Implies(..) => {
                (if positive { Kind::Or } else { Kind::And }, chain(formulas, formula, positive))
            }
            Node::Equivalent(left, right) => {
                let right = (right, positive);
                (Kind::Equivalent, vec![(left, true), right, (left, false), (right.0, !positive)])
            }
            Node::Always(body) => {
                (if positive { Kind::Always } else { Kind::Eventually }, vec![(body, positive)])
            }
            Node::Eventually(body) => {
                (if positive { Kind::Eventually } else { Kind::Always }, vec![(body, positive)])
            }
            Node::LeadsTo(left, right) if positive => (Kind::LeadsTo, vec![(left, false), (right, true)]),
            Node::LeadsTo(left, right) => (Kind::LeadsAway, vec![(left, true), (right, false)]),
            Node::Fair(fairness) => (Kind::Fair(fairness, positive), Vec::new()),
        };
        Self { kind, parts }
    }
}

/// The operands of a chain of conjunctions, or of disjunctions, with negations inside taken into account.
fn chain(formulas: &Formulas, root: Formula, positive: bool) -> Vec<(Formula, bool)> {
    let conjunction = |formula: Formula, positive: bool| match formulas.node(formula) {
        Node::And(left, right) => Some((positive, (left, positive), (right, positive))),
        Node::Or(left, right) => Some((!positive, (left, positive), (right, positive))),
        Node::Implies(left, right) => Some((!positive, (left, !positive), (right, positive))),
        _ => None,
    };
    let kind = conjunction(root, positive).map(|(kind, ..)| kind);
    let mut seen = FxHashSet::default();
    let mut parts = Vec::new();
    let mut todo = vec![(root, positive)];
    while let Some((mut formula, mut positive)) = todo.pop() {
        while let Node::Not(operand) = formulas.node(formula) {
            (formula, positive) = (operand, !positive);
        }
        if !seen.insert((formula, positive)) {
            continue;
        }
        match conjunction(formula, positive) {
            Some((found, left, right)) if Some(found) == kind => todo.extend([right, left]),
            _ => parts.push((formula, positive)),
        }
    }
    parts
}
