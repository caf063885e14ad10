//! The evaluator: one `match` over the IR. It runs where a memo does not know the answer, so its job is to be right:
//! left to right, short-circuit, lazy where TLC is lazy, with TLC's errors.

use tern_parser::ids::Id as _;

use crate::context::Cx;
use crate::env::{Bound, Env};
use crate::error::{EvalError, EvalErrorKind, EvalResult};
use crate::ir::{Arg, ExprId, Node, Time};
use crate::natives::{self, NativeArg};
use crate::profile::Place;
use crate::state::PartId;
use crate::value::{self, Closure, Value};

mod action;
mod application;
mod assign;
mod collections;
mod compose;
mod random;
mod registers;
pub(crate) mod remembered;
mod set_slots;
mod special;

/// The stack is looked at once in so many nested expressions; each takes less than a kilobyte of it.
const STACK_STRIDE: u32 = 32;

impl<'a> Cx<'a> {
    /// Evaluates an expression.
    pub fn eval(&mut self, id: ExprId, env: Env<'a>) -> EvalResult<Value<'a>> {
        let program = self.program;
        match &program.ir.nodes[id] {
            Node::Const(value) => return Ok(value.get()),
            Node::Local(links) => {
                if let Bound::Value(value) = env.binding(*links).get() {
                    return Ok(value);
                }
            }
            Node::Part(part, time) if program.layout.parts[*part].split.is_none() => {
                let slot = program.layout.parts[*part].first.0 as usize;
                return match time {
                    Time::Now => self.slot_now(slot),
                    Time::Next => self.slot_next(slot),
                }
                .map_err(|error| self.located(error, id));
            }
            _ => {}
        }
        self.enter(Place::Expr(id))?;
        let result = if self.depth.is_multiple_of(STACK_STRIDE) {
            stacker::maybe_grow(192 << 10, 8 << 20, || self.eval_composite(id, env))
        } else {
            self.eval_composite(id, env)
        };
        self.depth -= 1;
        result.map_err(|error| self.located(error, id))
    }

    /// Adds an expression to an error's positions: the innermost is where it happened.
    #[cold]
    fn located(&self, mut error: Box<EvalError>, id: ExprId) -> Box<EvalError> {
        let span = self.program.ir.spans[id];
        if error.span.is_none() {
            error.span = Some(span);
        }
        if error.calls.len() < 64 && error.calls.last() != Some(&span) {
            error.calls.push(span);
        }
        error
    }

    /// Evaluates a formula.
    #[inline]
    pub fn eval_bool(&mut self, id: ExprId, env: Env<'a>) -> EvalResult<bool> {
        match self.eval(id, env)? {
            Value::Bool(value) => Ok(value),
            other => Err(self.located(self.not_boolean(other), id)),
        }
    }

    #[cold]
    pub(crate) fn not_boolean(&self, found: Value<'a>) -> Box<EvalError> {
        EvalError::new(
            EvalErrorKind::Type,
            format!(
                "A formula was expected to be TRUE or FALSE, but its value is {}.",
                value::format_value(&self.program.symbols, found)
            ),
        )
    }

    fn eval_composite(&mut self, id: ExprId, env: Env<'a>) -> EvalResult<Value<'a>> {
        let program = self.program;
        match &program.ir.nodes[id] {
            Node::Const(value) => Ok(value.get()),
            Node::Fail(kind, message) => Err(EvalError::new(*kind, &**message)),
            Node::Local(links) => self.force(env, *links),
            Node::CallLocal(links, args) => {
                let Bound::Operator(body, operator_env) = env.binding(*links).get() else {
                    return Err(EvalError::new(
                        EvalErrorKind::Internal,
                        "A value is applied as an operator.",
                    ));
                };
                let inner = self.bind_args(operator_env, args, env);
                self.eval(ExprId(body), inner)
            }
            Node::Part(part, time) => self.part(*part, *time == Time::Next),
            Node::PartAt(part, time, keys) => self.part_at(*part, *time == Time::Next, keys, env),
            Node::Shared(inner) => self.eval(*inner, Env::EMPTY),
            Node::StateFunction(function) => self.state_function(*function, env),
            Node::Cached(inner, cell) => {
                if let Some(value) = cell.get() {
                    return Ok(value.get());
                }
                // Whoever comes first evaluates it, so a random choice in it must not depend on the state.
                let random = std::mem::replace(&mut self.registers.random, program.seed);
                let value = self.eval(*inner, Env::EMPTY);
                self.registers.random = random;
                let value = value?;
                if let Some(kept) = program.keep(value) {
                    return Ok(cell.get_or_init(|| kept).get());
                }
                Ok(value)
            }
            Node::Remembered(question, remembered) => {
                Ok(Value::Bool(self.remembered(*question, remembered, env)?))
            }
            Node::Call(operator, links, args) => {
                let operator = &program.ir.operators[*operator];
                let Some(body) = operator.body else {
                    return Err(EvalError::new(
                        EvalErrorKind::Internal,
                        format!("The operator {} is evaluated while it is being defined.", operator.name),
                    ));
                };
                let inner = self.bind_args(env.outer(*links), args, env);
                self.eval(body, inner)
            }
            Node::Let(value, body) => {
                let inner = env.bind(self.arena, Bound::Delayed(value.0, env));
                self.eval(*body, inner)
            }
            Node::And(items) => {
                for item in items {
                    if !self.eval_bool(*item, env)? {
                        return Ok(Value::Bool(false));
                    }
                }
                Ok(Value::Bool(true))
            }
            Node::Or(items) => {
                for item in items {
                    if self.eval_bool(*item, env)? {
                        return Ok(Value::Bool(true));
                    }
                }
                Ok(Value::Bool(false))
            }
            Node::Not(a) => Ok(Value::Bool(!self.eval_bool(*a, env)?)),
            Node::Implies(a, b) => Ok(Value::Bool(!self.eval_bool(*a, env)? || self.eval_bool(*b, env)?)),
            Node::Equivalent(a, b) => {
                let left = self.eval_bool(*a, env)?;
                Ok(Value::Bool(left == self.eval_bool(*b, env)?))
            }
            Node::Equal(a, b) => Ok(Value::Bool(self.equal(*a, *b, env)?)),
            Node::NotEqual(a, b) => Ok(Value::Bool(!self.equal(*a, *b, env)?)),
            Node::In(a, b) => Ok(Value::Bool(self.member(*a, *b, env)?)),
            Node::NotIn(a, b) => Ok(Value::Bool(!self.member(*a, *b, env)?)),
            Node::If(condition, then, otherwise) => {
                if self.eval_bool(*condition, env)? {
                    self.eval(*then, env)
                } else {
                    self.eval(*otherwise, env)
                }
            }
            Node::Case(arms, other) => {
                for (guard, value) in arms {
                    if self.eval_bool(*guard, env)? {
                        return self.eval(*value, env);
                    }
                }
                match other {
                    Some(other) => self.eval(*other, env),
                    None => Err(EvalError::new(
                        EvalErrorKind::Undefined,
                        "No arm of the CASE is true, and it has no OTHER.",
                    )),
                }
            }
            Node::Apply(function, arg) => self.application(*function, *arg, env),
            Node::Field(record, field) => {
                let record = self.eval(*record, env)?;
                value::select_field(self, record, *field)
            }
            Node::Native(native, args) => self.native(*native, args, env),
            Node::Special(special, args) => self.special(*special, args, env),
            Node::Counted(cost, inner) => {
                self.registers.counters.evaluated(*cost);
                self.eval(*inner, env)
            }
            Node::Composed(first, second) => Ok(Value::Bool(self.composed(*first, *second, env)?)),
            Node::Enabled(act) => Ok(Value::Bool(self.enabled(*act, env)?)),
            _ => self.eval_collection(id, env),
        }
    }

    fn part_at(&mut self, part: PartId, next: bool, keys: &[ExprId], env: Env<'a>) -> EvalResult<Value<'a>> {
        let program = self.program;
        let mut at = part;
        let mut rest = keys.iter();
        let mut value = None;
        for key in rest.by_ref() {
            let key = self.eval(*key, env)?;
            let normal = value::normalize(self, key)?;
            match program.child(at, normal) {
                Some(child) => at = child,
                None => {
                    let whole = self.part(at, next)?;
                    value = Some(value::apply(self, whole, key)?);
                    break;
                }
            }
        }
        let mut value = match value {
            Some(value) => value,
            None => self.part(at, next)?,
        };
        for key in rest {
            let key = self.eval(*key, env)?;
            value = value::apply(self, value, key)?;
        }
        Ok(value)
    }

    fn equal(&mut self, a: ExprId, b: ExprId, env: Env<'a>) -> EvalResult<bool> {
        if self.is_kept(a, b) {
            return Ok(true);
        }
        let a = self.eval(a, env)?;
        let b = self.eval(b, env)?;
        value::equal(self, a, b)
    }

    /// Whether these are the content of a slot in the next state and in the state, and the same. That alone is recorded
    /// as read then; contents that differ may fail to be comparable, and are read.
    fn is_kept(&mut self, next: ExprId, now: ExprId) -> bool {
        let program = self.program;
        let (&Node::Part(part, Time::Next), &Node::Part(other, Time::Now)) =
            (&program.ir.nodes[next], &program.ir.nodes[now])
        else {
            return false;
        };
        let slot = program.layout.parts[part].first.index();
        if part != other
            || program.layout.parts[part].split.is_some()
            || program.universe_of(slot).is_some()
            || !self.registers.recorder.is_on()
        {
            return false;
        }
        let Some(after) = self.given_word(slot) else { return false };
        let same = self.state.get(slot) == Some(&after);
        self.registers.recorder.same(slot as u32, (program.width() + slot) as u32, same);
        same
    }

    fn member(&mut self, element: ExprId, set: ExprId, env: Env<'a>) -> EvalResult<bool> {
        if let Some(member) = self.slot_is_subset(element, set, env)? {
            return Ok(member);
        }
        if let Some(member) = self.member_as_written(element, set, env)? {
            return Ok(member);
        }
        let element = self.eval(element, env)?;
        if let Some(slot) = self.set_slot(set, env)?
            && let Some(member) = self.member_of_slot(slot, element)?
        {
            return Ok(member);
        }
        let set = self.eval(set, env)?;
        value::member(self, element, set)
    }

    /// The environment of a called operator: delayed arguments in the caller's environment.
    pub(super) fn bind_args(&mut self, base: Env<'a>, args: &[Arg], caller: Env<'a>) -> Env<'a> {
        let program = self.program;
        args.iter().fold(base, |inner, arg| {
            let bound = match arg {
                Arg::Expr(id) => match &program.ir.nodes[*id] {
                    Node::Const(value) => Bound::Value(value.get()),
                    Node::Local(links) => caller.binding(*links).get(),
                    _ => Bound::Delayed(id.0, caller),
                },
                Arg::Operator(body, _) => Bound::Operator(body.0, caller),
            };
            inner.bind(self.arena, bound)
        })
    }

    fn native(&mut self, native: natives::NativeId, args: &[Arg], env: Env<'a>) -> EvalResult<Value<'a>> {
        let mut values = smallvec::SmallVec::<[NativeArg<'a>; 4]>::new();
        for arg in args {
            values.push(match arg {
                Arg::Expr(id) => NativeArg::Value(self.eval(*id, env)?),
                Arg::Operator(body, arity) => NativeArg::Operator(Closure {
                    body: body.0,
                    tuple: if *arity >= 2 { *arity } else { 0 },
                    env,
                }),
            });
        }
        natives::call(native, self, &values)
    }

    /// The values of several expressions.
    pub(crate) fn eval_all(&mut self, ids: &[ExprId], env: Env<'a>) -> EvalResult<Vec<Value<'a>>> {
        let mut values = Vec::with_capacity(ids.len());
        for id in ids {
            values.push(self.eval(*id, env)?);
        }
        Ok(values)
    }
}
