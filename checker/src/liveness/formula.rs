//! Temporal formulas as they are written, over numbered atoms.

use super::error::LivenessError;
use fxhash::FxHashMap;

/// The number of an atom. The caller gives it a meaning for each pair (s, t) of states: a state predicate of s,
/// `ENABLED <<A>>_v` of s, `<<A>>_v` or `[A]_v` of the pair. `[A]_v` and `<<A>>_v` are two atoms: the negation of the
/// one is `<<~A>>_v`, which is not the other.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct AtomId(pub u32);

/// A formula of a [`Formulas`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Formula(u32);

impl Formula {
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// Weak or strong fairness.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Strength {
    /// WF: an action that stays enabled forever is taken again and again.
    Weak,
    /// SF: an action that is enabled again and again is taken again and again.
    Strong,
}

/// `WF_v(A)` or `SF_v(A)`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Fairness {
    /// WF or SF.
    pub strength: Strength,
    /// The atom of `ENABLED <<A>>_v`.
    pub enabled: AtomId,
    /// The atom of `<<A>>_v`.
    pub taken: AtomId,
}

/// The outermost operator of a formula.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Node {
    Constant(bool),
    Atom(AtomId),
    Not(Formula),
    And(Formula, Formula),
    Or(Formula, Formula),
    Implies(Formula, Formula),
    Equivalent(Formula, Formula),
    Always(Formula),
    Eventually(Formula),
    LeadsTo(Formula, Formula),
    Fair(Fairness),
}

impl Node {
    pub(crate) fn operands(self) -> [Option<Formula>; 2] {
        match self {
            Self::Constant(_) | Self::Atom(_) | Self::Fair(_) => [None, None],
            Self::Not(only) | Self::Always(only) | Self::Eventually(only) => [Some(only), None],
            Self::And(left, right)
            | Self::Or(left, right)
            | Self::Implies(left, right)
            | Self::Equivalent(left, right)
            | Self::LeadsTo(left, right) => [Some(left), Some(right)],
        }
    }
}

/// Formulas; equal ones are stored once. An operand always comes before the formula that it is part of, so a pass over
/// formulas is a loop, however deep they are.
#[derive(Clone, Debug, Default)]
pub struct Formulas {
    nodes: Vec<Node>,
    known: FxHashMap<Node, Formula>,
}

/// The result of a constructor: a formula, or the error that there are too many.
pub type Built = Result<Formula, LivenessError>;

impl Formulas {
    /// The greatest number of different formulas.
    pub const LIMIT: usize = 1 << 20;

    /// No formulas.
    pub fn new() -> Self {
        Self::default()
    }

    fn add(&mut self, node: Node) -> Built {
        if let Some(known) = self.known.get(&node) {
            return Ok(*known);
        }
        if self.nodes.len() >= Self::LIMIT {
            return Err(LivenessError::FormulaTooLarge { limit: Self::LIMIT });
        }
        let formula = Formula(self.nodes.len() as u32);
        self.nodes.push(node);
        self.known.insert(node, formula);
        Ok(formula)
    }

    /// TRUE or FALSE.
    pub fn constant(&mut self, value: bool) -> Built {
        self.add(Node::Constant(value))
    }

    /// An atom of the first step of a behaviour.
    pub fn atom(&mut self, atom: AtomId) -> Built {
        self.add(Node::Atom(atom))
    }

    /// `~operand`
    pub fn not(&mut self, operand: Formula) -> Built {
        self.add(Node::Not(operand))
    }

    /// `left /\ right`
    pub fn and(&mut self, left: Formula, right: Formula) -> Built {
        self.add(Node::And(left, right))
    }

    /// `left \/ right`
    pub fn or(&mut self, left: Formula, right: Formula) -> Built {
        self.add(Node::Or(left, right))
    }

    /// `left => right`
    pub fn implies(&mut self, left: Formula, right: Formula) -> Built {
        self.add(Node::Implies(left, right))
    }

    /// `left <=> right`
    pub fn equivalent(&mut self, left: Formula, right: Formula) -> Built {
        self.add(Node::Equivalent(left, right))
    }

    /// `[]operand`
    pub fn always(&mut self, operand: Formula) -> Built {
        self.add(Node::Always(operand))
    }

    /// `<>operand`
    pub fn eventually(&mut self, operand: Formula) -> Built {
        self.add(Node::Eventually(operand))
    }

    /// `left ~> right`
    pub fn leads_to(&mut self, left: Formula, right: Formula) -> Built {
        self.add(Node::LeadsTo(left, right))
    }

    /// `WF_v(A)` or `SF_v(A)` as part of a formula.
    pub fn fair(&mut self, fairness: Fairness) -> Built {
        self.add(Node::Fair(fairness))
    }

    /// The conjunction of all `operands`, TRUE if there is none.
    pub fn all(&mut self, operands: impl IntoIterator<Item = Formula>) -> Built {
        let mut operands = operands.into_iter();
        let Some(first) = operands.next() else { return self.constant(true) };
        operands.try_fold(first, |left, right| self.and(left, right))
    }

    /// The disjunction of all `operands`, FALSE if there is none.
    pub fn any(&mut self, operands: impl IntoIterator<Item = Formula>) -> Built {
        let mut operands = operands.into_iter();
        let Some(first) = operands.next() else { return self.constant(false) };
        operands.try_fold(first, |left, right| self.or(left, right))
    }

    pub(crate) fn node(&self, formula: Formula) -> Node {
        self.nodes[formula.index()]
    }

    /// The formulas that `roots` consist of, themselves included, operands first.
    pub(crate) fn parts(&self, roots: &[Formula]) -> Vec<Formula> {
        let Some(last) = roots.iter().max() else { return Vec::new() };
        let mut needed = vec![false; last.index() + 1];
        roots.iter().for_each(|root| needed[root.index()] = true);
        for number in (0..needed.len()).rev() {
            if needed[number] {
                let operands = self.nodes[number].operands();
                operands.into_iter().flatten().for_each(|operand| needed[operand.index()] = true);
            }
        }
        (0..needed.len()).filter(|number| needed[*number]).map(|number| Formula(number as u32)).collect()
    }

    /// The atoms of `roots`.
    pub(crate) fn atoms(&self, roots: &[Formula]) -> Vec<AtomId> {
        let atoms = self.parts(roots).into_iter().flat_map(|part| match self.node(part) {
            Node::Atom(atom) => vec![atom],
            Node::Fair(fairness) => vec![fairness.enabled, fairness.taken],
            _ => Vec::new(),
        });
        atoms.collect()
    }
}
