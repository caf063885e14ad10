//! What an action instance or a conjunct reads and writes, and whether it may be memoised.
//!
//! A slot is read if its content in the state can influence the result. A write that does not depend on the old content
//! is no read. A read of the next state counts as a read of the state, since what is UNCHANGED is the same there; so
//! does a second assignment of a variable, which is a comparison.

use tern_parser::ids::Id;

use crate::ir::{Act, ActId, Arg, ExprId, Node, OperatorId, Special, Update};
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
    /// It has effects, or depends on more than the state and its level: the order of evaluation can be observed.
    pub ordered: bool,
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
    ordered: bool,
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
            ordered: false,
            exprs: fxhash::FxHashSet::default(),
            operators: fxhash::FxHashSet::default(),
            acts: fxhash::FxHashSet::default(),
        }
    }

    fn finish(self) -> Reads {
        let ids = |flags: &[bool]| {
            flags
                .iter()
                .enumerate()
                .filter(|(_, flag)| **flag)
                .map(|(at, _)| SlotId::from_index(at))
                .collect()
        };
        Reads {
            slots: ids(&self.read),
            writes: ids(&self.written),
            impure: self.impure,
            ordered: self.ordered,
        }
    }

    fn part(&mut self, part: PartId) {
        self.read[self.program.layout.slots_of(part)].fill(true);
    }

    fn args(&mut self, args: &[Arg]) {
        for arg in args {
            match arg {
                Arg::Expr(id) | Arg::Operator(id, _) => self.expr(*id),
            }
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
        match &program.ir.nodes[id] {
            Node::Const(_) | Node::Fail(..) | Node::Local(_) | Node::Cached(..) => {}
            Node::CallLocal(_, args) => self.args(args),
            Node::Part(part, _) => self.part(*part),
            Node::PartAt(part, _, keys) => {
                self.part(*part);
                self.exprs(keys);
            }
            Node::Shared(a)
            | Node::Not(a)
            | Node::Powerset(a)
            | Node::Union(a)
            | Node::Domain(a)
            | Node::Field(a, _) => self.expr(*a),
            Node::Call(operator, _, args) => {
                self.args(args);
                if self.operators.insert(*operator)
                    && let Some(body) = program.ir.operators[*operator].body
                {
                    self.expr(body);
                }
            }
            Node::Let(a, b)
            | Node::Implies(a, b)
            | Node::Equivalent(a, b)
            | Node::Equal(a, b)
            | Node::NotEqual(a, b)
            | Node::In(a, b)
            | Node::NotIn(a, b)
            | Node::SubsetEq(a, b)
            | Node::Cup(a, b)
            | Node::Cap(a, b)
            | Node::Minus(a, b)
            | Node::Apply(a, b)
            | Node::FunctionSet(a, b) => self.exprs(&[*a, *b]),
            Node::And(items)
            | Node::Or(items)
            | Node::SetLiteral(items)
            | Node::Tuple(items)
            | Node::Product(items) => self.exprs(items),
            Node::Quantifier(_, bounds, body)
            | Node::Map(bounds, body)
            | Node::Function(bounds, body, _)
            | Node::RecursiveFunction(bounds, body) => {
                for bound in bounds {
                    self.expr(bound.set);
                }
                self.expr(*body);
            }
            Node::Choose(bound, body) | Node::Filter(bound, body) => self.exprs(&[bound.set, *body]),
            Node::Record(fields) | Node::RecordSet(fields) => {
                for (_, value) in fields {
                    self.expr(*value);
                }
            }
            Node::Except(function, changes) => {
                self.expr(*function);
                for change in changes {
                    self.exprs(&change.keys);
                    self.expr(change.value);
                }
            }
            Node::If(a, b, c) => self.exprs(&[*a, *b, *c]),
            Node::Case(arms, other) => {
                for (guard, value) in arms {
                    self.exprs(&[*guard, *value]);
                }
                self.exprs(other.as_slice());
            }
            Node::Native(native, args) => {
                let impure = !crate::natives::info(*native).pure;
                self.impure |= impure;
                self.ordered |= impure;
                self.args(args);
            }
            Node::Special(special, args) => {
                self.impure |= program.ir.facts[id].impure || program.ir.facts[id].random;
                self.ordered |= program.ir.facts[id].impure && !is_known_by_level(program, *special, args);
                self.exprs(args);
            }
            Node::Table(_, args, _) => self.exprs(args),
            Node::Counted(_, inner) => self.expr(*inner),
            Node::Enabled(act) => {
                // What ENABLED assigns is not written, but every slot may be compared.
                let written = self.written.clone();
                let assigned = vec![false; program.layout.variables.len()];
                self.act(*act, assigned);
                self.written = written;
            }
        }
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
