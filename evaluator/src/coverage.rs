//! Coverage: how often each expression of a specification was evaluated, in the form in which TLC tells it.
//!
//! TLC keeps a tree for each action, invariant and so on: a node is one use of an operator (built-in operators, names
//! and constructors alike), below the operator that it is an argument of or in whose definition it stands. A definition
//! has nodes of its own for each place that uses it. The tree is made when a program is lowered for coverage; the
//! lowered expressions that stand for a node are then wrapped in [`Node::Counted`](crate::ir::Node::Counted).
//!
//! Each worker counts for itself and adds what it has counted to the totals now and then.

use std::sync::atomic::{AtomicU64, Ordering};
use tern_parser::define_id;
use tern_parser::ids::IndexVec;
use tern_parser::source::Span;

define_id! {
    /// A node of the tree.
    pub struct CostId;
}

/// What TLC's report treats differently.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CostKind {
    /// Any operator.
    Plain,
    /// `x' = e` or `x' \in S`: shown even if it was never reached.
    Assignment,
    /// `UNCHANGED e`: shown even if it was never reached, and nothing below it.
    Unchanged,
}

/// One use of an operator.
#[derive(Debug)]
pub struct CostNode {
    /// Its text.
    pub span: Span,
    /// What it is.
    pub kind: CostKind,
    /// The uses below it, in TLC's order.
    pub children: Vec<CostId>,
}

/// Which formula of the model a tree belongs to; numbers are positions in the program's lists.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Relation {
    /// A conjunct of the initial predicate.
    Initial,
    /// An action: all instances with this formula.
    Action,
    /// A state constraint.
    Constraint(usize),
    /// An action constraint.
    ActionConstraint(usize),
    /// An invariant, or a property `[]P`.
    Invariant,
    /// A property of initial states, or `[][A]_v`.
    Property,
}

/// A formula of the model with its tree.
#[derive(Debug)]
pub struct CostRoot {
    /// Which it is.
    pub relation: Relation,
    /// The operator that defines it, if one does.
    pub name: Option<Box<str>>,
    /// The left side of that definition.
    pub declaration: Option<Span>,
    /// The right side of that definition.
    pub body: Option<Span>,
    /// The formula.
    pub formula: Span,
    /// The uses of operators in it that are in no other.
    pub children: Vec<CostId>,
    /// For an action, its instances.
    pub instances: Vec<u32>,
}

/// How often constraints were asked, and what they said.
#[derive(Debug, Default)]
pub(crate) struct Asked {
    pub(crate) admitted: AtomicU64,
    pub(crate) all: AtomicU64,
}

/// The trees of a program and what was counted for them.
#[derive(Debug, Default)]
pub struct Coverage {
    /// All nodes.
    pub nodes: IndexVec<CostId, CostNode>,
    /// The formulas, in the order in which the model names them.
    pub roots: Vec<CostRoot>,
    evaluations: Vec<AtomicU64>,
    /// Initial states that were complete when a later conjunct rejected them.
    rejected: AtomicU64,
    pub(crate) constraints: Vec<Asked>,
    pub(crate) action_constraints: Vec<Asked>,
}

/// What one worker has counted since it last told.
#[derive(Debug, Default)]
pub(crate) struct Counters {
    /// Evaluations of each node; empty without coverage.
    pub(crate) evaluations: Vec<u64>,
    pub(crate) rejected: u64,
}

impl Counters {
    /// Counters for a program; empty without coverage.
    pub(crate) fn new(coverage: Option<&Coverage>) -> Self {
        let nodes = coverage.map_or(0, |coverage| coverage.nodes.len());
        Self { evaluations: vec![0; nodes], rejected: 0 }
    }

    /// The node was evaluated.
    #[inline]
    pub(crate) fn evaluated(&mut self, node: CostId) {
        if let Some(count) = self.evaluations.get_mut(node.0 as usize) {
            *count += 1;
        }
    }
}

impl Coverage {
    /// Makes the counters; to be called once all nodes are there.
    pub(crate) fn prepare(&mut self, constraints: usize, action_constraints: usize) {
        self.evaluations.resize_with(self.nodes.len(), AtomicU64::default);
        self.constraints.resize_with(constraints, Asked::default);
        self.action_constraints.resize_with(action_constraints, Asked::default);
    }

    /// Adds what a worker has counted, and sets its counters back.
    pub(crate) fn add(&self, counters: &mut Counters) {
        let pairs = self.evaluations.iter().zip(&mut counters.evaluations);
        for (total, count) in pairs.filter(|(_, count)| **count > 0) {
            total.fetch_add(std::mem::take(count), Ordering::Relaxed);
        }
        self.rejected.fetch_add(std::mem::take(&mut counters.rejected), Ordering::Relaxed);
    }

    /// How often a node was evaluated, by all workers as far as they have told.
    pub fn evaluations(&self, node: CostId) -> u64 {
        self.evaluations.get(node.0 as usize).map_or(0, |count| count.load(Ordering::Relaxed))
    }

    /// Initial states that were complete when a later conjunct rejected them.
    pub fn rejected(&self) -> u64 {
        self.rejected.load(Ordering::Relaxed)
    }

    /// For a constraint: how many states or steps it admitted, and of how many it was asked.
    pub fn asked(&self, relation: Relation) -> Option<(u64, u64)> {
        let asked = match relation {
            Relation::Constraint(index) => self.constraints.get(index),
            Relation::ActionConstraint(index) => self.action_constraints.get(index),
            _ => None,
        };
        asked.map(|asked| (asked.admitted.load(Ordering::Relaxed), asked.all.load(Ordering::Relaxed)))
    }
}

impl Asked {
    /// Counts one answer.
    pub(crate) fn answered(&self, admitted: bool) {
        self.all.fetch_add(1, Ordering::Relaxed);
        self.admitted.fetch_add(u64::from(admitted), Ordering::Relaxed);
    }
}
