//! Quantifiers, CHOOSE, and the constructors of sets and functions.

use crate::context::Cx;
use crate::env::{Bound, Env};
use crate::error::{CHOSEN_FROM, EvalError, EvalErrorKind, EvalResult};
use crate::host::Warning;
use crate::ir::{Change, ExprId, IrBound, Node};
use crate::value::{self, Closure, LazySet, Value};

impl<'a> Cx<'a> {
    pub(super) fn eval_collection(&mut self, id: ExprId, env: Env<'a>) -> EvalResult<Value<'a>> {
        let program = self.program;
        match &program.ir.nodes[id] {
            Node::SubsetEq(a, b) => {
                if let Some(included) = self.slot_included(*a, *b, env)? {
                    return Ok(Value::Bool(included));
                }
                let (a, b) = (self.eval(*a, env)?, self.eval(*b, env)?);
                Ok(Value::Bool(value::subset_eq(self, a, b)?))
            }
            Node::Cup(a, b) => {
                let (a, b) = (self.eval(*a, env)?, self.eval(*b, env)?);
                value::cup(self, a, b)
            }
            Node::Cap(a, b) => {
                let (a, b) = (self.eval(*a, env)?, self.eval(*b, env)?);
                value::cap(self, a, b)
            }
            Node::Minus(a, b) => {
                let (a, b) = (self.eval(*a, env)?, self.eval(*b, env)?);
                value::minus(self, a, b)
            }
            Node::Powerset(a) => {
                let a = self.eval(*a, env)?;
                value::powerset(self, a)
            }
            Node::Union(a) => {
                let a = self.eval(*a, env)?;
                value::union(self, a)
            }
            Node::Domain(a) => {
                let a = self.eval(*a, env)?;
                value::domain(self, a)
            }
            Node::Quantifier(all, bounds, body) => {
                Ok(Value::Bool(self.quantifier(*all, bounds, *body, env)?))
            }
            Node::Choose(bound, body) => self.choose(bound, *body, env),
            Node::SetLiteral(items) => {
                let items = self.eval_all(items, env)?;
                Value::set_literal(self, items)
            }
            Node::Filter(bound, body) => self.filter(bound, *body, env),
            Node::Map(bounds, body) => {
                let mut items = Vec::new();
                let limit = program.max_set_size;
                self.for_each(bounds, env, true, &mut |cx, inner| {
                    items.push(cx.eval(*body, inner)?);
                    if items.len() as u64 > limit.saturating_mul(64) {
                        return Err(EvalError::new(
                            EvalErrorKind::SetTooLarge,
                            format!(
                                "A set constructor makes more than {} elements.",
                                limit.saturating_mul(64)
                            ),
                        ));
                    }
                    Ok(true)
                })?;
                Value::set(self, items)
            }
            Node::Function(bounds, body, lazy) => self.function(bounds, *body, env, None, *lazy),
            Node::RecursiveFunction(bounds, body) => {
                // The function is bound first, so that its body can apply it.
                let inner = env.bind(self.arena, Bound::Delayed(id.0, env));
                let function = self.function(bounds, *body, inner, Some(env), true)?;
                // SAFETY: the binding was made above, in this context's arena.
                unsafe { inner.binding(0).set(function) };
                Ok(function)
            }
            Node::FunctionSet(domain, range) => {
                let (domain, range) = (self.eval(*domain, env)?, self.eval(*range, env)?);
                value::function_set(self, domain, range)
            }
            Node::Record(fields) => {
                let mut pairs = Vec::with_capacity(fields.len());
                for (symbol, value) in fields {
                    pairs.push((*symbol, self.eval(*value, env)?));
                }
                Ok(Value::record(self, pairs))
            }
            Node::RecordSet(fields) => {
                let mut pairs = Vec::with_capacity(fields.len());
                for (symbol, set) in fields {
                    pairs.push((*symbol, self.eval(*set, env)?));
                }
                value::record_set(self, pairs)
            }
            Node::Tuple(items) => {
                let mut values = bumpalo::collections::Vec::with_capacity_in(items.len(), self.arena);
                for item in items {
                    values.push(self.eval(*item, env)?);
                }
                Ok(Value::tuple(self.arena, &values))
            }
            Node::Product(sets) => {
                let sets = self.eval_all(sets, env)?;
                value::product(self, &sets)
            }
            Node::Except(function, changes) => {
                let mut function = self.eval(*function, env)?;
                for change in changes {
                    let keys = self.eval_all(&change.keys, env)?;
                    function = self.except(function, &keys, change, env)?;
                }
                Ok(function)
            }
            Node::Table(rows, args, name) => {
                let args = self.eval_all(args, env)?;
                'rows: for (row, value) in rows {
                    for (expected, arg) in row.iter().zip(&args) {
                        if !value::equal(self, expected.get(), *arg)? {
                            continue 'rows;
                        }
                    }
                    return Ok(value.get());
                }
                Err(EvalError::new(
                    EvalErrorKind::Domain,
                    format!("The {name} has no value for these arguments."),
                ))
            }
            _ => Err(EvalError::new(EvalErrorKind::Internal, "An expression has no rule.")),
        }
    }

    /// Calls `each` for every way to bind the names of the bounds, the first name changing fastest as in TLC, until it
    /// answers false. Returns whether it never did. What `each` keeps must not point into the arena of its context
    /// unless `keep` is set.
    pub(crate) fn for_each(
        &mut self,
        bounds: &[IrBound],
        env: Env<'a>,
        keep: bool,
        each: &mut dyn FnMut(&mut Self, Env<'a>) -> EvalResult<bool>,
    ) -> EvalResult<bool> {
        let mut sets = smallvec::SmallVec::<[(Value<'a>, u32); 4]>::new();
        for bound in bounds {
            let set = self.eval(bound.set, env)?;
            if bound.tuple {
                sets.push((set, bound.names));
            } else {
                sets.extend(std::iter::repeat_n((set, 0), bound.names as usize));
            }
        }
        let mut chosen = smallvec::SmallVec::<[Value<'a>; 4]>::from_elem(Value::Bool(false), sets.len());
        if keep {
            return self.for_rows(&sets, &mut chosen, sets.len(), &mut |cx, chosen| {
                let inner = cx.bind_row(env, &sets, chosen)?;
                each(cx, inner)
            });
        }
        let mut scratch = self.take_scratch();
        let result = self.for_rows(&sets, &mut chosen, sets.len(), &mut |cx, chosen| {
            cx.round(&mut scratch, |cx| {
                let inner = cx.bind_row(env, &sets, chosen)?;
                each(cx, inner)
            })
        });
        self.give_scratch(scratch);
        result
    }

    fn bind_row(
        &mut self,
        env: Env<'a>,
        sets: &[(Value<'a>, u32)],
        row: &[Value<'a>],
    ) -> EvalResult<Env<'a>> {
        let mut inner = env;
        for (element, (_, tuple)) in row.iter().zip(sets) {
            inner = self.bind_argument(inner, *tuple, *element)?;
        }
        Ok(inner)
    }

    fn for_rows(
        &mut self,
        sets: &[(Value<'a>, u32)],
        chosen: &mut [Value<'a>],
        open: usize,
        each: &mut dyn FnMut(&mut Self, &[Value<'a>]) -> EvalResult<bool>,
    ) -> EvalResult<bool> {
        if open == 0 {
            return each(self, chosen);
        }
        let mut elements = value::elements(self, sets[open - 1].0)?;
        while let Some(element) = elements.next(self)? {
            self.tick()?;
            chosen[open - 1] = element;
            if !self.for_rows(sets, chosen, open - 1, each)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    pub(super) fn quantifier(
        &mut self,
        all: bool,
        bounds: &[IrBound],
        body: ExprId,
        env: Env<'a>,
    ) -> EvalResult<bool> {
        if let Some(holds) = self.quantifier_over_slot(all, bounds, body, env)? {
            return Ok(holds);
        }
        let finished =
            self.for_each(bounds, env, false, &mut |cx, inner| Ok(cx.eval_bool(body, inner)? == all))?;
        Ok(finished == all)
    }

    fn choose(&mut self, bound: &IrBound, body: ExprId, env: Env<'a>) -> EvalResult<Value<'a>> {
        let set = self.eval(bound.set, env)?;
        let tuple = if bound.tuple { bound.names } else { 0 };
        let mut elements = value::choose_elements(self, set)?;
        let mut scratch = self.take_scratch();
        while let Some(element) = elements.next(self)? {
            self.tick()?;
            if self.round(&mut scratch, |cx| cx.satisfies(element, tuple, body, env))? {
                self.give_scratch(scratch);
                return Ok(element);
            }
        }
        let shown = value::format_value(&self.program.symbols, set);
        Err(EvalError::new(
            EvalErrorKind::Undefined,
            format!(
                "Attempted to compute the value of an expression of form\nCHOOSE x \\in S: P, but no element of S \
                 satisfied P.{CHOSEN_FROM}{shown}"
            ),
        ))
    }

    fn filter(&mut self, bound: &IrBound, body: ExprId, env: Env<'a>) -> EvalResult<Value<'a>> {
        if let Some(chosen) = self.filter_of_slot(bound, body, env)? {
            return Ok(chosen);
        }
        let set = self.eval(bound.set, env)?;
        let tuple = if bound.tuple { bound.names } else { 0 };
        if !value::is_reducible(set) {
            let closure = Closure { body: body.0, tuple, env };
            return Ok(Value::LazySet(self.arena.alloc(LazySet::Filter(set, closure))));
        }
        let mut elements = value::elements(self, set)?;
        let mut kept = Vec::new();
        let mut scratch = self.take_scratch();
        while let Some(element) = elements.next(self)? {
            self.tick()?;
            if self.round(&mut scratch, |cx| cx.satisfies(element, tuple, body, env))? {
                kept.push(element);
            }
        }
        self.give_scratch(scratch);
        Value::set(self, kept)
    }

    pub(super) fn satisfies(
        &mut self,
        element: Value<'a>,
        tuple: u32,
        body: ExprId,
        env: Env<'a>,
    ) -> EvalResult<bool> {
        let inner = self.bind_argument(env, tuple, element)?;
        self.eval_bool(body, inner)
    }

    /// `[x \in S |-> e]`. A recursive function (`outer` is the environment without the function itself) is evaluated
    /// at each application, since its values depend on each other; so is one over a set that cannot be enumerated.
    pub(super) fn function(
        &mut self,
        bounds: &[IrBound],
        body: ExprId,
        env: Env<'a>,
        outer: Option<Env<'a>>,
        lazy: bool,
    ) -> EvalResult<Value<'a>> {
        let set_env = outer.unwrap_or(env);
        let mut sets = Vec::with_capacity(bounds.len());
        let mut names = 0;
        let mut patterns = false;
        for bound in bounds {
            let set = self.eval(bound.set, set_env)?;
            let copies = if bound.tuple { 1 } else { bound.names as usize };
            sets.extend(std::iter::repeat_n(set, copies));
            names += copies;
            patterns |= bound.tuple;
        }
        let lazy = lazy || sets.iter().any(|set| !value::is_enumerable(*set));
        let domain = if names == 1 { sets[0] } else { value::product(self, &sets)? };
        if patterns && names > 1 {
            return Err(EvalError::new(
                EvalErrorKind::Unsupported,
                "A function constructor with a tuple pattern beside other bounds is not supported yet.",
            ));
        }
        let tuple = if patterns {
            bounds[0].names
        } else if names == 1 {
            0
        } else {
            names as u32
        };
        if lazy {
            let closure = Closure { body: body.0, tuple, env };
            return Ok(Value::lambda(self.arena, domain, closure));
        }
        let mut keys = Vec::new();
        let mut values = Vec::new();
        let mut elements = value::elements(self, domain)?;
        while let Some(key) = elements.next(self)? {
            self.tick()?;
            let inner = self.bind_argument(env, tuple, key)?;
            values.push(self.eval(body, inner)?);
            keys.push(key);
        }
        Value::function(self, keys, values)
    }

    pub(super) fn except(
        &mut self,
        function: Value<'a>,
        keys: &[Value<'a>],
        change: &Change,
        env: Env<'a>,
    ) -> EvalResult<Value<'a>> {
        let Some((key, rest)) = keys.split_first() else {
            let env = if change.at { env.with(self.arena, function) } else { env };
            return self.eval(change.value, env);
        };
        // A key outside the domain changes nothing, and the new value is not evaluated: TLC's rule.
        let Some(old) = value::apply_opt(self, function, *key)? else {
            if let Some(key) = change.keys.get(change.keys.len() - keys.len()) {
                self.program.host.warn(Warning::ExceptOutside(self.program.span_of(*key)));
            }
            return Ok(function);
        };
        let new = self.except(old, rest, change, env)?;
        Ok(value::replace(self, function, *key, new)?.unwrap_or(function))
    }
}
