//! State functions that are kept: closed expressions that read the state (or the next one) and need a loop or a call to
//! evaluate, such as `Sum == FoldSet(...)`, a quorum test, or the expression that an INSTANCE puts in a variable's
//! place. Their values are remembered by the contents of the slots that they read, so that one that is used by many
//! formulas, or in many states that agree on those slots, is evaluated once. What stands around them is remembered too
//! (actions, conjuncts of predicates), so an expression inside is kept only if it reads less.

use fxhash::FxHashSet;
use tern_parser::define_id;

use crate::context::Cx;
use crate::env::Env;
use crate::error::EvalResult;
use crate::ir::{ActId, ExprId, Node};
use crate::lower::reads::{self, Reads};
use crate::memo::Memo;
use crate::permanent::Permanent;
use crate::program::Program;
use crate::value::{LazySet, Value};

define_id! {
    /// A state function whose values are kept.
    pub struct StateFunctionId;
}

/// A state function whose values are kept.
#[derive(Debug)]
pub(crate) struct StateFunction {
    /// The closed expression.
    pub(crate) expr: ExprId,
    /// It is read in the next state.
    next: bool,
    /// The slots it reads.
    slots: Vec<u32>,
}

/// A worker's memory of state functions.
#[derive(Default)]
pub(crate) struct Kept {
    tables: Vec<Memo>,
    values: Vec<Permanent>,
    /// Values that cannot be kept, for each function: one whose values mostly cannot is not tried any more.
    refused: Vec<u32>,
}

/// More values than these are not kept by one worker.
const VALUE_LIMIT: usize = 1 << 22;

/// After so many values that cannot be kept a function is only evaluated.
const REFUSED_LIMIT: u32 = 256;

/// A larger program is not searched for state functions inside definitions.
const SEARCH_LIMIT: usize = 200_000;

/// Finds the state functions of a program that are worth keeping, and puts references in their place.
pub(crate) fn find(program: &mut Program) {
    let mut search = Search {
        program,
        seen: FxHashSet::default(),
        acts: FxHashSet::default(),
        kept: FxHashSet::default(),
        found: Vec::new(),
    };
    search.definitions();
    if search.program.ir.nodes.len() <= SEARCH_LIMIT {
        search.formulas();
    }
    for function in search.found {
        let expr = function.expr;
        let reference = Node::StateFunction(program.state_functions.next_id());
        let node = std::mem::replace(&mut program.ir.nodes[expr], reference);
        let (facts, span) = (program.ir.facts[expr], program.ir.spans[expr]);
        let expr = program.ir.push(node, facts, span);
        program.state_functions.push(StateFunction { expr, ..function });
    }
}

struct Search<'p> {
    program: &'p Program,
    seen: FxHashSet<ExprId>,
    acts: FxHashSet<ActId>,
    kept: FxHashSet<ExprId>,
    found: Vec<StateFunction>,
}

impl Search<'_> {
    /// Definitions without parameters: they may be used in many places.
    fn definitions(&mut self) {
        for node in self.program.ir.nodes.iter() {
            if let Node::Shared(expr) = node
                && self.seen.insert(*expr)
                && let Some(reads) = self.candidate(*expr)
            {
                self.keep(*expr, &reads);
            }
        }
        self.seen.clear();
    }

    /// Expressions inside of formulas that read less than the formula.
    fn formulas(&mut self) {
        let program = self.program;
        for unit in &program.units {
            self.act(unit.act, unit.reads.slots.len());
        }
        let possible = program.possible.iter().map(|possible| &possible.formula);
        for predicate in program.invariants.iter().chain(&program.constraints).chain(possible) {
            for conjunct in &predicate.conjuncts {
                self.expr(conjunct.expr, conjunct.reads.slots.len());
            }
        }
        for (_, expr) in program.action_constraints.iter().chain(&program.action_properties) {
            self.expr(*expr, usize::MAX);
        }
        for atom in program.atoms.iter() {
            let around = if atom.of_step { usize::MAX } else { atom.reads.slots.len() };
            self.expr(atom.expr, around);
        }
        if let Some(view) = program.view {
            self.expr(view, usize::MAX);
        }
    }

    /// What an expression reads, if it could be kept.
    fn candidate(&self, expr: ExprId) -> Option<Reads> {
        let facts = self.program.ir.facts[expr];
        if facts.free != 0 || !facts.reads_state || facts.impure || facts.random {
            return None;
        }
        let reads = reads::of_expr(self.program, expr);
        (reads.costly && !reads.impure && !(reads.now && reads.next)).then_some(reads)
    }

    fn keep(&mut self, expr: ExprId, reads: &Reads) {
        if self.kept.insert(expr) {
            let slots = reads.slots.iter().map(|slot| slot.0).collect();
            self.found.push(StateFunction { expr, next: reads.next, slots });
        }
    }

    fn act(&mut self, act: ActId, around: usize) {
        if !self.acts.insert(act) {
            return;
        }
        let program = self.program;
        stacker::maybe_grow(128 << 10, 4 << 20, || {
            let (mut exprs, mut acts) = (Vec::new(), Vec::new());
            program.ir.acts[act].children(&mut |expr| exprs.push(expr), &mut |act| acts.push(act));
            exprs.into_iter().for_each(|expr| self.expr(expr, around));
            acts.into_iter().for_each(|act| self.act(act, around));
        });
    }

    /// Looks into an expression that stands in one with so many reads.
    fn expr(&mut self, expr: ExprId, around: usize) {
        if !self.seen.insert(expr) {
            return;
        }
        let program = self.program;
        let mut around = around;
        if let Some(reads) = self.candidate(expr)
            && reads.slots.len() < around
        {
            self.keep(expr, &reads);
            around = reads.slots.len();
        }
        stacker::maybe_grow(128 << 10, 4 << 20, || {
            program.ir.nodes[expr].children(&mut |child| self.expr(child, around));
            match program.ir.nodes[expr] {
                Node::Enabled(act) => self.act(act, around),
                Node::Composed(first, second) => {
                    self.act(first, around);
                    self.act(second, around);
                }
                _ => {}
            }
        });
    }
}

impl Kept {
    /// An empty memory for the state functions of a program.
    pub(crate) fn new(program: &Program) -> Self {
        let table = |function: &StateFunction| Memo::new(function.slots.iter().copied(), false);
        let tables: Vec<Memo> = program.state_functions.iter().map(table).collect();
        Self { refused: vec![0; tables.len()], values: Vec::new(), tables }
    }
}

impl<'a> Cx<'a> {
    /// The value of a state function.
    pub(crate) fn state_function(&mut self, id: StateFunctionId, env: Env<'a>) -> EvalResult<Value<'a>> {
        let program = self.program;
        let function = &program.state_functions[id];
        let words = if function.next { self.next.words } else { self.state };
        let table = self.registers.kept.tables.get_mut(id.0 as usize).filter(|table| table.is_on());
        let Some(table) = table.filter(|_| words.len() == program.slot_count() && !self.between) else {
            return self.eval(function.expr, env);
        };
        if let Some(entry) = table.lookup(words) {
            return Ok(self.registers.kept.values[entry as usize].within(program));
        }
        let value = self.eval(function.expr, env)?;
        let kept = &mut self.registers.kept;
        if kept.values.len() < VALUE_LIMIT && kept.refused[id.0 as usize] < REFUSED_LIMIT {
            // A set by rule may have been asked for one element only: keeping it would enumerate it.
            let symbolic = matches!(value, Value::LazySet(LazySet::Filter(..)));
            match if symbolic { None } else { program.keep(value) } {
                Some(permanent) => {
                    kept.tables[id.0 as usize].insert(words, kept.values.len() as u32);
                    kept.values.push(permanent);
                }
                None => kept.refused[id.0 as usize] += 1,
            }
        }
        Ok(value)
    }
}
