//! What an action instance or a conjunct reads and writes, and whether it may be memoised.
//!
//! A slot is read if its content in the state can influence the result. A write that does not depend on the old content
//! is no read. A read of the next state counts as a read of the state, since what is UNCHANGED is the same there; so
//! does a second assignment of a variable, which is a comparison.

use tern_parser::ids::Id;
use tern_parser::source::Span;

use crate::ir::{Act, ActId, Arg, ExprId, Node, OperatorId, Special, Time, Update};
use crate::program::Program;
use crate::state::{PartId, SlotId};
use crate::value::Value;

/// The reads and writes of a formula.
#[derive(Clone, Debug, Default)]
pub struct Reads {
    /// The slots that are read, ascending.
    pub slots: Vec<SlotId>,
    /// The slots that may be written, ascending.
    pub writes: Vec<SlotId>,
    /// It prints, asks the run or the environment, or is random: its result must not be kept.
    pub impure: bool,
    /// What makes it so.
    pub impure_at: Option<Span>,
    /// It has effects, or depends on more than the state and its level: the order of evaluation can be observed.
    pub ordered: bool,
    /// It reads the state.
    pub(crate) now: bool,
    /// It reads the next state.
    pub(crate) next: bool,
    /// Evaluating it takes a loop or a call.
    pub(crate) costly: bool,
}

/// The reads of an expression.
pub(crate) fn of_expr(program: &Program, id: ExprId) -> Reads {
    let mut walk = Walk::new(program);
    walk.expr(id);
    walk.finish()
}

/// The reads and writes of an action formula.
pub(crate) fn of_act(program: &Program, id: ActId) -> Reads {
    let mut walk = Walk::new(program);
    let assigned = vec![false; program.layout.variables.len()];
    walk.act(id, assigned);
    walk.finish()
}

struct Walk<'p> {
    program: &'p Program,
    read: Vec<bool>,
    written: Vec<bool>,
    impure: bool,
    impure_at: Option<Span>,
    ordered: bool,
    now: bool,
    next: bool,
    costly: bool,
    exprs: fxhash::FxHashSet<ExprId>,
    operators: fxhash::FxHashSet<OperatorId>,
    acts: fxhash::FxHashSet<ActId>,
}

impl<'p> Walk<'p> {
    fn new(program: &'p Program) -> Self {
        let slots = program.layout.slots.len();
        Self {
            program,
            read: vec![false; slots],
            written: vec![false; slots],
            impure: false,
            impure_at: None,
            ordered: false,
            now: false,
            next: false,
            costly: false,
            exprs: fxhash::FxHashSet::default(),
            operators: fxhash::FxHashSet::default(),
            acts: fxhash::FxHashSet::default(),
        }
    }

    fn finish(self) -> Reads {
        // What ENABLED quantifies is no part of the state.
        let program = self.program;
        let ids = |flags: &[bool]| {
            flags
                .iter()
                .enumerate()
                .take(program.slot_count())
                .filter(|(_, flag)| **flag)
                .map(|(at, _)| SlotId::from_index(at))
                .collect()
        };
        Reads {
            slots: ids(&self.read),
            writes: ids(&self.written),
            impure: self.impure,
            impure_at: self.impure_at,
            ordered: self.ordered,
            now: self.now,
            next: self.next,
            costly: self.costly,
        }
    }

    fn part(&mut self, part: PartId) {
        self.read[self.program.layout.slots_of(part)].fill(true);
    }

    fn note_impure(&mut self, impure: bool, span: Span) {
        self.impure |= impure;
        if impure && self.impure_at.is_none() {
            self.impure_at = Some(span);
        }
    }

    fn exprs(&mut self, ids: &[ExprId]) {
        for id in ids {
            self.expr(*id);
        }
    }

    fn expr(&mut self, id: ExprId) {
        if self.exprs.insert(id) {
            stacker::maybe_grow(128 << 10, 4 << 20, || self.expr_here(id));
        }
    }

    fn expr_here(&mut self, id: ExprId) {
        let program = self.program;
        let node = &program.ir.nodes[id];
        match node {
            Node::Part(part, time) | Node::PartAt(part, time, _) => {
                match time {
                    Time::Now => self.now = true,
                    Time::Next => self.next = true,
                }
                self.part(*part);
            }
            Node::StateFunction(function) => self.expr(program.state_functions[*function].expr),
            Node::Call(operator, ..) => {
                self.costly = true;
                if self.operators.insert(*operator)
                    && let Some(body) = program.ir.operators[*operator].body
                {
                    self.expr(body);
                }
            }
            Node::Quantifier(..)
            | Node::Choose(..)
            | Node::Filter(..)
            | Node::Map(..)
            | Node::Function(..)
            | Node::RecursiveFunction(..) => self.costly = true,
            Node::Native(native, args) => {
                let info = crate::natives::info(*native);
                self.note_impure(!info.pure, program.ir.spans[id]);
                self.ordered |= !info.pure && !info.reads_files;
                // Natives that take operators loop.
                self.costly |= args.iter().any(|arg| matches!(arg, Arg::Operator(..)));
            }
            Node::Special(special, args) => {
                let facts = program.ir.facts[id];
                self.note_impure(facts.impure || facts.random, program.ir.spans[id]);
                self.ordered |= program.ir.facts[id].impure && !is_known_by_level(program, *special, args);
            }
            Node::Composed(first, second) => {
                self.costly = true;
                (self.now, self.next) = (true, true);
                let written = self.written.clone();
                self.compose(*first, *second);
                self.written = written;
            }
            Node::Enabled(act) => {
                self.costly = true;
                self.now = true;
                // What ENABLED assigns is not written, but every slot may be compared.
                let written = self.written.clone();
                let assigned = vec![false; program.layout.variables.len()];
                self.act(*act, assigned);
                self.written = written;
            }
            _ => {}
        }
        node.children(&mut |child| self.expr(child));
    }

    /// Walks an action formula; returns which variables may be assigned after it.
    fn act(&mut self, id: ActId, assigned: Vec<bool>) -> Vec<bool> {
        stacker::maybe_grow(128 << 10, 4 << 20, || self.act_here(id, assigned))
    }

    fn branches(&mut self, ids: &[ActId], assigned: &[bool]) -> Vec<bool> {
        let mut after = assigned.to_vec();
        for id in ids {
            let branch = self.act(*id, assigned.to_vec());
            for (after, branch) in after.iter_mut().zip(branch) {
                *after |= branch;
            }
        }
        after
    }

    fn act_here(&mut self, id: ActId, mut assigned: Vec<bool>) -> Vec<bool> {
        let program = self.program;
        match &program.ir.acts[id] {
            Act::Guard(condition) => self.expr(*condition),
            Act::Counted(_, act, test) => {
                self.expr(*test);
                return self.act(*act, assigned);
            }
            Act::And(items) => {
                for item in items {
                    assigned = self.act(*item, assigned);
                }
            }
            Act::Or(items) => return self.branches(items, &assigned),
            Act::Exists(bounds, body) => {
                for bound in bounds {
                    self.expr(bound.set);
                }
                return self.branches(&[*body], &assigned);
            }
            Act::ForAll(bounds, body) => {
                for bound in bounds {
                    self.expr(bound.set);
                }
                // The body is done once for each element: twice shows every second assignment.
                assigned = self.act(*body, assigned);
                assigned = self.act(*body, assigned);
            }
            Act::If(condition, then, otherwise) => {
                self.expr(*condition);
                return self.branches(&[*then, *otherwise], &assigned);
            }
            Act::Case(arms, other) => {
                for (guard, _) in arms {
                    self.expr(*guard);
                }
                let acts: Vec<ActId> = arms.iter().map(|(_, act)| *act).chain(*other).collect();
                return self.branches(&acts, &assigned);
            }
            Act::Implies(condition, body) => {
                self.expr(*condition);
                return self.branches(&[*body], &assigned);
            }
            Act::Let(value, body) => {
                self.expr(*value);
                assigned = self.act(*body, assigned);
            }
            Act::Assign(part, update) => {
                self.assign(*part, &mut assigned);
                self.update(*part, update);
            }
            Act::AssignIn(part, set) | Act::AssignSubset(part, set) => {
                self.expr(*set);
                self.assign(*part, &mut assigned);
                self.write(*part);
            }
            Act::Unchanged(parts) => {
                for part in parts {
                    self.assign(*part, &mut assigned);
                }
            }
            Act::Changed(now, next) => self.exprs(&[*now, *next]),
            Act::Call(body, _, args) => {
                self.costly = true;
                for arg in args {
                    match arg {
                        Arg::Expr(id) | Arg::Operator(id, _) => self.expr(*id),
                    }
                }
                if self.acts.insert(*body) {
                    // A deeper call may compare what this one assigns.
                    assigned = self.act(*body, assigned);
                    let parts = program.layout.variables.iter().zip(&assigned);
                    parts
                        .filter(|(_, assigned)| **assigned)
                        .for_each(|(variable, _)| self.part(variable.root));
                }
            }
            Act::Compose(first, second) => {
                self.compose(*first, *second);
                // Its middle states are counted, so it is evaluated each time.
                self.note_impure(true, program.ir.act_spans[id]);
                assigned.fill(true);
            }
            Act::Apply(function, arg, body) => {
                self.exprs(&[*function, *arg]);
                // A recursive body is walked once; it may assign anything any number of times.
                if self.acts.insert(*body) {
                    assigned = self.act(*body, assigned);
                }
            }
        }
        assigned
    }

    /// `\cdot`: what stays the same between the state and the middle one is read, and written with its old value.
    fn compose(&mut self, first: ActId, second: ActId) {
        let assigned = vec![false; self.program.layout.variables.len()];
        self.act(first, assigned.clone());
        self.act(second, assigned);
        self.read.fill(true);
        self.written.fill(true);
    }

    fn assign(&mut self, part: PartId, assigned: &mut [bool]) {
        let variable = self.program.layout.parts[part].variable.index();
        if std::mem::replace(&mut assigned[variable], true) {
            self.part(part);
        }
    }

    fn write(&mut self, part: PartId) {
        self.written[self.program.layout.slots_of(part)].fill(true);
    }

    fn update(&mut self, part: PartId, update: &Update) {
        let program = self.program;
        match update {
            Update::Keep => {}
            Update::Value(id) => {
                self.expr(*id);
                self.write(part);
            }
            Update::Split(updates) => {
                if let Some(split) = &program.layout.parts[part].split {
                    for (child, update) in split.children.iter().zip(updates) {
                        self.update(*child, update);
                    }
                }
            }
            Update::At(key, new, at) => {
                self.exprs(&[*key, *new]);
                self.write(part);
                if *at {
                    self.part(part);
                }
            }
            Update::Choose(key, updates) => {
                self.expr(*key);
                if let Some(split) = &program.layout.parts[part].split {
                    for (child, update) in split.children.iter().zip(updates) {
                        self.update(*child, update);
                    }
                }
            }
            Update::If(condition, then, otherwise) => {
                self.expr(*condition);
                self.update(part, then);
                self.update(part, otherwise);
            }
            Update::Let(value, update) => {
                self.expr(*value);
                self.update(part, update);
            }
        }
    }
}

/// Whether an operator gives the same in all states of a level: all of the run that it asks for is the level, the
/// configuration or the time.
fn is_known_by_level(program: &Program, special: Special, args: &[ExprId]) -> bool {
    match special {
        Special::JavaTime | Special::TlcModelValue | Special::AssertError | Special::AssertEq => true,
        Special::TlcGet | Special::TlcGetNext => args.iter().all(|key| match program.ir.constant(*key) {
            Some(Value::String(name)) => {
                matches!(program.symbols.text(name), "level" | "config" | "revision" | "duration")
            }
            _ => false,
        }),
        // Only those that choose at random are left, and each state has its own choices.
        _ => matches!(special, Special::RandomElement | Special::RandomSubset | Special::RandomSetOfSubsets),
    }
}
