//! State functions that are kept: closed expressions that read the state (or the next one, or both) and need a loop or a
//! call to evaluate, such as `Sum == FoldSet(...)`, a quorum test, or the expression that an INSTANCE puts in a variable's
//! place. Their values are remembered by the contents of the slots that they read, so that one that is used by many
//! formulas, or in many states that agree on those slots, is evaluated once. What stands around them is remembered too
//! (actions, conjuncts of predicates), so an expression inside is kept only if it reads less.

use fxhash::{FxHashMap, FxHashSet};
use std::cell::Cell;
use std::time::Instant;
use tern_parser::define_id;

use crate::context::{Cx, Registers};
use crate::env::Env;
use crate::error::EvalResult;
use crate::ir::{ActId, ExprId, Node};
use crate::lower::reads::{self, Reads};
use crate::memo::{Known, Memo, Words};
use crate::permanent::Permanent;
use crate::profile::Formula;
use crate::program::Program;
use crate::recorder::{Read, What};
use crate::value::{self, LazySet, Value};

define_id! {
    /// A state function whose values are kept.
    pub struct StateFunctionId;
}

/// A state function whose values are kept.
#[derive(Debug)]
pub(crate) struct StateFunction {
    /// The closed expression.
    pub(crate) expr: ExprId,
    /// It reads the next state.
    next: bool,
}

/// A worker's memory of state functions.
#[derive(Default)]
pub(crate) struct Kept {
    trees: Vec<Memo>,
    values: Vec<Permanent>,
    /// The numbers of values.
    numbers: FxHashMap<value::Identity, u32>,
    /// The number of the state that is being expanded; 0 if none is.
    state: Cell<u32>,
    /// The number of the step that is looked at, and where the words of its next state are; 0 if none is.
    step: Cell<(u32, usize)>,
    /// For each function, the state or the step that it was looked up for last, and its value's number there.
    current: Vec<Cell<(u32, u32)>>,
    /// Which functions read nothing of the next state.
    of_state: Vec<bool>,
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
        for instance in &program.instances {
            self.act(instance.act, instance.reads.slots.len());
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
        // What a step has to satisfy is often a choice of formulas that each read less.
        let part = matches!(self.program.ir.nodes[expr], Node::And(_) | Node::Or(_) | Node::Implies(..));
        let worth = reads.costly || part && reads.now && reads.next;
        (worth && !reads.impure).then_some(reads)
    }

    fn keep(&mut self, expr: ExprId, reads: &Reads) {
        if self.kept.insert(expr) {
            self.found.push(StateFunction { expr, next: reads.next });
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
        let functions = &program.state_functions;
        Self {
            trees: functions.iter().map(|_| Memo::new(false)).collect(),
            of_state: functions.iter().map(|function| !function.next).collect(),
            refused: vec![0; functions.len()],
            current: vec![Cell::new((0, 0)); functions.len()],
            ..Self::default()
        }
    }

    /// The number of a state function's value, if it is known.
    pub(crate) fn lookup(&self, id: StateFunctionId, words: Words<'_>, known: Known<'_>) -> Option<u32> {
        let current = self.current.get(id.0 as usize)?;
        let state = if self.of_state[id.0 as usize] { self.state.get() } else { self.step_of(words) };
        if state != 0 && current.get().0 == state {
            return Some(current.get().1);
        }
        let number = self.trees[id.0 as usize].lookup(words, known)?;
        if state != 0 {
            current.set((state, number));
        }
        Some(number)
    }

    /// The number of the step that is looked at; 0 if these are the words of another one, or of none.
    #[inline]
    fn step_of(&self, words: Words<'_>) -> u32 {
        let (step, next) = self.step.get();
        if next == words.next.as_ptr().addr() { step } else { 0 }
    }

    /// Until [`leave`](Self::leave), lookups with the next state that has just these words are about one step.
    pub(crate) fn enter_step(&self, last: &mut u32, next: &[u32]) {
        let number = self.count(last);
        self.step.set((number, next.as_ptr().addr()));
    }

    /// The number of another state or step.
    fn count(&self, last: &mut u32) -> u32 {
        *last = last.wrapping_add(1).max(1);
        if *last == 1 {
            self.current.iter().for_each(|current| current.set((0, 0)));
        }
        *last
    }

    /// Until [`leave`](Self::leave), lookups are about one state, and about steps from it.
    pub(crate) fn enter(&self, last: &mut u32) -> u32 {
        self.state.set(self.count(last));
        *last
    }

    /// Lookups are about the state again that was entered with this number.
    pub(crate) fn enter_again(&self, number: u32) {
        self.state.set(number);
    }

    /// Lookups may be about any states.
    pub(crate) fn leave(&self) {
        self.state.set(0);
        self.step.set((0, 0));
    }

    /// Whether values of a state function are looked for.
    fn keeps(&self, id: StateFunctionId) -> bool {
        let index = id.0 as usize;
        self.trees.get(index).is_some_and(Memo::is_on) && self.refused[index] < REFUSED_LIMIT
    }

    /// The number of a value.
    fn number(&mut self, value: Permanent) -> u32 {
        let next = self.values.len() as u32;
        let number = *self.numbers.entry(value::identity(value.get())).or_insert(next);
        if number == next {
            self.values.push(value);
        }
        number
    }

    /// Forgets where values were found.
    pub(crate) fn clear(&mut self) {
        self.current.iter().for_each(|current| current.set((0, 0)));
        self.trees.iter_mut().for_each(Memo::clear);
    }

    /// The memory of what is known of one function, in bytes, about.
    pub(crate) fn bytes_of(&self, id: StateFunctionId) -> usize {
        self.trees.get(id.0 as usize).map_or(0, Memo::bytes)
    }

    /// Memory in bytes, about.
    pub(crate) fn bytes(&self) -> usize {
        self.trees.iter().map(Memo::bytes).sum::<usize>()
            + self.values.capacity() * size_of::<Permanent>()
            + self.numbers.capacity() * 28
    }
}

impl<'a> Cx<'a> {
    /// The value of a state function.
    pub(crate) fn state_function(&mut self, id: StateFunctionId, env: Env<'a>) -> EvalResult<Value<'a>> {
        let program = self.program;
        let function = &program.state_functions[id];
        let width = program.width();
        let given = self.state.len() == width && (!function.next || self.next.words.len() == width);
        let given = given && !self.between;
        if let Some(profile) = &mut self.registers.profile {
            profile.asked(Formula::Kept(id.0 as usize));
        }
        if !given || !self.registers.kept.keeps(id) {
            return self.evaluated_function(id, env);
        }
        let known = self.known();
        if let Some(number) = self.registers.kept.trees[id.0 as usize].lookup(self.words(), known) {
            self.registers.recorder.note_if_on(Read { what: What::View(id), key: u64::from(number) });
            return Ok(self.registers.kept.values[number as usize].within(program));
        }
        let outer = self.registers.recorder.begin();
        let value = match self.evaluated_function(id, env) {
            Ok(value) => value,
            Err(error) => {
                self.registers.recorder.join(outer);
                return Err(error);
            }
        };
        // A set by rule may have been asked for one element only: keeping it would enumerate it.
        let symbolic = matches!(value, Value::LazySet(LazySet::Filter(..)));
        let kept = if symbolic || self.registers.kept.values.len() >= VALUE_LIMIT {
            None
        } else {
            program.keep(value)
        };
        match kept {
            Some(permanent) => {
                let Registers { kept, recorder, .. } = &mut *self.registers;
                let number = kept.number(permanent);
                kept.trees[id.0 as usize].insert(recorder.reads(), number);
                recorder.end(outer);
                recorder.note_if_on(Read { what: What::View(id), key: u64::from(number) });
            }
            None => {
                self.registers.kept.refused[id.0 as usize] += 1;
                self.registers.recorder.join(outer);
            }
        }
        Ok(value)
    }

    fn evaluated_function(&mut self, id: StateFunctionId, env: Env<'a>) -> EvalResult<Value<'a>> {
        let started = self.registers.profile.as_ref().map(|_| Instant::now());
        let value = self.eval(self.program.state_functions[id].expr, env);
        if let (Some(profile), Some(started)) = (&mut self.registers.profile, started) {
            profile.evaluated(Formula::Kept(id.0 as usize), started);
        }
        value
    }
}
