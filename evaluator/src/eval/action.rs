//! Successors: action formulas with a list of what remains to be done, as in TLC. A conjunct that branches goes through
//! its alternatives one after the other and does the rest for each, so each way to complete the next state is one
//! successor, duplicates included.

use crate::context::{Branch, Cx, Next, NextSlot, Tallies};
use crate::coverage::CostId;
use crate::env::{Bound, Env};
use crate::error::{EvalError, EvalErrorKind, EvalResult};
use crate::host::Warning;
use crate::ir::{Act, ActId, IrBound};
use crate::profile::Place;
use crate::state::{PartId, VariableId};
use crate::value::{self, Value};
use tern_parser::ids::Id;

/// What remains to be done after an action formula.
#[derive(Clone, Copy)]
pub(crate) struct Pending<'a> {
    what: What,
    env: Env<'a>,
    then: Rest<'a>,
}

#[derive(Clone, Copy)]
enum What {
    /// To make a formula true.
    Act(ActId),
    /// To count whether what comes now leads to a next state.
    Tally(CostId),
}

/// The head of the list of what remains.
pub(crate) type Rest<'a> = Option<&'a Pending<'a>>;

/// Is called with each completed next state; answers whether to go on.
pub(crate) type Sink<'k, 'a> = dyn FnMut(&mut Cx<'a>) -> EvalResult<bool> + 'k;

impl<'a> Cx<'a> {
    /// Calls `sink` for each way to make the formula true. Answers whether the sink wanted to go on each time.
    pub(crate) fn run(
        &mut self,
        act: ActId,
        env: Env<'a>,
        rest: Rest<'a>,
        sink: &mut Sink<'_, 'a>,
    ) -> EvalResult<bool> {
        self.enter(Place::Act(act))?;
        let result = if self.depth.is_multiple_of(16) {
            stacker::maybe_grow(192 << 10, 8 << 20, || self.run_here(act, env, rest, sink))
        } else {
            self.run_here(act, env, rest, sink)
        };
        self.depth -= 1;
        result.map_err(|mut error| {
            let span = self.program.ir.act_spans[act];
            if error.span.is_none() {
                error.span = Some(span);
            }
            if error.calls.len() < 64 && error.calls.last() != Some(&span) {
                error.calls.push(span);
            }
            error
        })
    }

    pub(super) fn resume(&mut self, rest: Rest<'a>, sink: &mut Sink<'_, 'a>) -> EvalResult<bool> {
        let Some(pending) = rest else { return sink(self) };
        // Without the shortcut (`-nowarning`) TLC goes on as before; in an initial predicate it never does.
        let branches = self.next.missing > 0 || !self.program.shortcut && !self.state.is_empty();
        match pending.what {
            What::Act(act) if branches => return self.run(act, pending.env, pending.then, sink),
            What::Act(_) => {}
            What::Tally(cost) => return self.tally(cost, pending.then, sink),
        }
        // All variables are assigned: TLC only evaluates what is left, so it adds no further successors.
        let mut at = rest;
        while let Some(pending) = at {
            match pending.what {
                What::Act(act) => {
                    if !self.holds(act, pending.env)? {
                        self.rejected();
                        return Ok(true);
                    }
                }
                What::Tally(cost) => return self.tally(cost, pending.then, sink),
            }
            at = pending.then;
        }
        sink(self)
    }

    /// Goes on, and counts for the conjunct that was left whether that led to a next state. Of an initial predicate,
    /// TLC counts only the conjunct with which the state is complete.
    fn tally(&mut self, cost: CostId, rest: Rest<'a>, sink: &mut Sink<'_, 'a>) -> EvalResult<bool> {
        let counts = match self.registers.tallies {
            Tallies::Off => false,
            Tallies::Initial => rest.is_none() || self.next.missing == 0,
            Tallies::Next => true,
        };
        let mut reached = 0;
        let result = self.resume(rest, &mut |cx| {
            reached += 1;
            sink(cx)
        });
        if counts && reached > 0 {
            self.registers.counters.evaluated(cost);
        }
        result
    }

    /// A complete state was rejected by a later conjunct.
    fn rejected(&mut self) {
        if self.registers.tallies == Tallies::Initial {
            self.registers.counters.rejected += 1;
        }
    }

    fn run_here(
        &mut self,
        act: ActId,
        env: Env<'a>,
        rest: Rest<'a>,
        sink: &mut Sink<'_, 'a>,
    ) -> EvalResult<bool> {
        let program = self.program;
        match &program.ir.acts[act] {
            Act::Guard(condition) => {
                if self.eval_bool(*condition, env)? {
                    self.resume(rest, sink)
                } else {
                    Ok(true)
                }
            }
            Act::Counted(cost, act, _) => {
                let rest = match cost {
                    Some(cost) => {
                        let (what, then) = (What::Tally(*cost), rest);
                        Some(&*self.arena.alloc(Pending { what, env, then }))
                    }
                    None => rest,
                };
                self.run(*act, env, rest, sink)
            }
            Act::And(items) => match items.split_first() {
                None => self.resume(rest, sink),
                Some((first, others)) => {
                    let then = others.iter().rev().fold(rest, |then, act| self.pend(*act, env, then));
                    self.run(*first, env, then, sink)
                }
            },
            Act::Or(items) => {
                if let Some(branch) = self.branch(act) {
                    let Branch::Alternative(index) = branch else { return Ok(true) };
                    return self.run(items[index], env, rest, sink);
                }
                for item in items {
                    if !self.run(*item, env, rest, sink)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            Act::Exists(bounds, body) => match self.branch(act) {
                Some(Branch::Row(values)) => {
                    let tuples = bounds.iter().flat_map(|bound| {
                        let (tuple, copies) = if bound.tuple { (bound.names, 1) } else { (0, bound.names) };
                        std::iter::repeat_n(tuple, copies as usize)
                    });
                    let mut inner = env;
                    for (value, tuple) in values.iter().zip(tuples) {
                        inner = self.bind_argument(inner, tuple, *value)?;
                    }
                    self.run(*body, inner, rest, sink)
                }
                Some(_) => Ok(true),
                None => self.for_each(bounds, env, false, &mut |cx, inner| cx.run(*body, inner, rest, sink)),
            },
            // A condition without alternatives is evaluated like any other.
            Act::ForAll(bounds, body) if let Act::Guard(condition) = &program.ir.acts[*body] => {
                if self.quantifier(true, bounds, *condition, env)? {
                    self.resume(rest, sink)
                } else {
                    Ok(true)
                }
            }
            Act::ForAll(bounds, body) => {
                let envs = self.rows(bounds, env)?;
                let then = envs.into_iter().rev().fold(rest, |then, inner| self.pend(*body, inner, then));
                self.resume_first(then, sink)
            }
            Act::If(condition, then, otherwise) => {
                let wanted = self.branch(act);
                if let Some(Branch::None) = wanted {
                    return Ok(true);
                }
                let holds = self.eval_bool(*condition, env)?;
                if matches!(wanted, Some(Branch::Alternative(index)) if (index == 0) != holds) {
                    return Ok(true);
                }
                self.run(if holds { *then } else { *otherwise }, env, rest, sink)
            }
            Act::Case(arms, other) => {
                for (guard, body) in arms {
                    if self.eval_bool(*guard, env)? {
                        return self.run(*body, env, rest, sink);
                    }
                }
                match other {
                    Some(other) => self.run(*other, env, rest, sink),
                    None => Err(EvalError::new(
                        EvalErrorKind::Undefined,
                        "No arm of the CASE is true, and it has no OTHER.",
                    )),
                }
            }
            Act::Implies(condition, body) => {
                if self.eval_bool(*condition, env)? {
                    self.run(*body, env, rest, sink)
                } else {
                    self.resume(rest, sink)
                }
            }
            Act::Let(value, body) => {
                let inner = env.bind(self.arena, Bound::Delayed(value.0, env));
                self.run(*body, inner, rest, sink)
            }
            Act::Assign(part, update) => {
                if self.is_assigned(*part) {
                    return if self.matches(*part, update, env)? {
                        self.resume(rest, sink)
                    } else {
                        Ok(true)
                    };
                }
                self.apply_update(*part, update, env)?;
                self.assigned(*part, rest, sink)
            }
            Act::AssignIn(part, set) => {
                let set = self.eval(*set, env)?;
                self.assign_each(*part, set, rest, sink)
            }
            Act::AssignSubset(part, set) => {
                let set = self.eval(*set, env)?;
                let set = value::powerset(self, set)?;
                self.assign_each(*part, set, rest, sink)
            }
            Act::Unchanged(parts) => self.keep(act, parts, rest, sink),
            Act::Changed(now, next) => {
                let now = self.eval(*now, env)?;
                let next = self.eval(*next, env)?;
                if value::equal(self, now, next)? { Ok(true) } else { self.resume(rest, sink) }
            }
            Act::Call(body, links, args) => {
                let inner = self.bind_args(env.outer(*links), args, env);
                self.run(*body, inner, rest, sink)
            }
            Act::Compose(first, second) => self.compose(*first, *second, env, rest, sink),
            Act::Apply(function, arg, body) => {
                let function = self.eval(*function, env)?;
                let arg = self.eval(*arg, env)?;
                match self.body_env(function, arg)? {
                    Some(inner) => self.run(*body, inner, rest, sink),
                    None if self.applied(function, arg)? => self.resume(rest, sink),
                    None => Ok(true),
                }
            }
        }
    }

    /// The branch that is taken at a branching point, if it is to be one only.
    #[inline]
    fn branch(&mut self, act: ActId) -> Option<Branch<'a>> {
        let (pinned, rest) = self.pins.split_first()?;
        if pinned.act != act {
            return None;
        }
        self.pins = rest;
        if let Branch::None = pinned.branch {
            self.stopped = true;
        } else if pinned.clean {
            self.registers.recorder.restart();
        }
        Some(pinned.branch)
    }

    /// As `resume`, but the first item is run even if all variables are assigned.
    fn resume_first(&mut self, rest: Rest<'a>, sink: &mut Sink<'_, 'a>) -> EvalResult<bool> {
        match rest {
            Some(Pending { what: What::Act(act), env, then }) if self.next.missing > 0 => {
                self.run(*act, *env, *then, sink)
            }
            rest => self.resume(rest, sink),
        }
    }

    fn pend(&self, act: ActId, env: Env<'a>, then: Rest<'a>) -> Rest<'a> {
        Some(self.arena.alloc(Pending { what: What::Act(act), env, then }))
    }

    fn rows(&mut self, bounds: &[IrBound], env: Env<'a>) -> EvalResult<Vec<Env<'a>>> {
        let mut envs = Vec::new();
        self.for_each(bounds, env, true, &mut |_, inner| {
            envs.push(inner);
            Ok(true)
        })?;
        Ok(envs)
    }

    pub(super) fn variable(&self, part: PartId) -> VariableId {
        self.program.layout.parts[part].variable
    }

    fn is_assigned(&self, part: PartId) -> bool {
        self.next.assigned[self.variable(part).index()]
    }

    /// Goes on with `part` assigned, then takes the assignment back.
    fn assigned(&mut self, part: PartId, rest: Rest<'a>, sink: &mut Sink<'_, 'a>) -> EvalResult<bool> {
        self.mark(part);
        let result = self.resume(rest, sink);
        self.unmark(part);
        result
    }

    fn mark(&mut self, part: PartId) {
        let variable = self.variable(part).index();
        self.next.assigned[variable] = true;
        self.next.missing -= 1;
    }

    fn unmark(&mut self, part: PartId) {
        let variable = self.variable(part).index();
        self.next.assigned[variable] = false;
        self.next.missing += 1;
        self.fill(part, NextSlot::Open);
    }

    pub(super) fn fill(&mut self, part: PartId, content: NextSlot<'a>) {
        let slots = self.program.layout.slots_of(part);
        self.next.slots[slots].fill(content);
    }

    fn assign_each(
        &mut self,
        part: PartId,
        set: Value<'a>,
        rest: Rest<'a>,
        sink: &mut Sink<'_, 'a>,
    ) -> EvalResult<bool> {
        if self.is_assigned(part) {
            let next = self.part(part, true)?;
            return if value::member(self, next, set)? { self.resume(rest, sink) } else { Ok(true) };
        }
        let mut elements = value::elements(self, set)?;
        let loose = elements.are_loose();
        let mut scratch = self.take_scratch();
        loop {
            let early = if loose { None } else { elements.next(self)? };
            let go_on = self.round(&mut scratch, |cx| {
                let element = if loose { elements.next(cx)? } else { early };
                let Some(element) = element else { return Ok(None) };
                cx.tick()?;
                cx.scatter(part, element)?;
                cx.assigned(part, rest, sink).map(Some)
            })?;
            match go_on {
                Some(true) => {}
                Some(false) => return Ok(false),
                None => break,
            }
        }
        self.give_scratch(scratch);
        Ok(true)
    }

    /// UNCHANGED: keeps what is not assigned; what is assigned must equal what it was.
    fn keep(
        &mut self,
        act: ActId,
        parts: &[PartId],
        rest: Rest<'a>,
        sink: &mut Sink<'_, 'a>,
    ) -> EvalResult<bool> {
        let Some((first, others)) = parts.split_first() else { return self.resume(rest, sink) };
        if self.is_assigned(*first) {
            let now = self.part(*first, false)?;
            let next = self.part(*first, true)?;
            if value::equal(self, now, next)? {
                return self.keep(act, others, rest, sink);
            }
            let program = self.program;
            let variable = &program.layout.variables[program.layout.parts[*first].variable];
            program.host.warn(Warning::ChangedUnchanged {
                variable: variable.name.to_string(),
                span: program.ir.act_spans[act],
            });
            return Ok(true);
        }
        if self.state.is_empty() {
            self.part(*first, false)?;
        }
        self.fill(*first, NextSlot::Same);
        self.mark(*first);
        let result = self.keep(act, others, rest, sink);
        self.unmark(*first);
        result
    }

    /// Evaluates an action formula as a predicate of the state and the next state.
    pub(crate) fn holds(&mut self, act: ActId, env: Env<'a>) -> EvalResult<bool> {
        let program = self.program;
        match &program.ir.acts[act] {
            Act::Guard(condition) => self.eval_bool(*condition, env),
            Act::Counted(_, _, test) => self.eval_bool(*test, env),
            Act::And(items) => {
                for item in items {
                    if !self.holds(*item, env)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            Act::Or(items) => {
                for item in items {
                    if self.holds(*item, env)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            Act::Exists(bounds, body) => {
                Ok(!self.for_each(bounds, env, false, &mut |cx, inner| Ok(!cx.holds(*body, inner)?))?)
            }
            Act::ForAll(bounds, body) => {
                self.for_each(bounds, env, false, &mut |cx, inner| cx.holds(*body, inner))
            }
            Act::If(condition, then, otherwise) => {
                let branch = if self.eval_bool(*condition, env)? { *then } else { *otherwise };
                self.holds(branch, env)
            }
            Act::Case(arms, other) => {
                for (guard, body) in arms {
                    if self.eval_bool(*guard, env)? {
                        return self.holds(*body, env);
                    }
                }
                match other {
                    Some(other) => self.holds(*other, env),
                    None => Err(EvalError::new(
                        EvalErrorKind::Undefined,
                        "No arm of the CASE is true, and it has no OTHER.",
                    )),
                }
            }
            Act::Implies(condition, body) => Ok(!self.eval_bool(*condition, env)? || self.holds(*body, env)?),
            Act::Let(value, body) => {
                let inner = env.bind(self.arena, Bound::Delayed(value.0, env));
                self.holds(*body, inner)
            }
            Act::Assign(part, update) => self.matches(*part, update, env),
            Act::AssignIn(part, set) => {
                let set = self.eval(*set, env)?;
                let next = self.part(*part, true)?;
                value::member(self, next, set)
            }
            Act::AssignSubset(part, set) => {
                let set = self.eval(*set, env)?;
                let next = self.part(*part, true)?;
                value::subset_eq(self, next, set)
            }
            Act::Unchanged(parts) => {
                for part in parts {
                    let now = self.part(*part, false)?;
                    let next = self.part(*part, true)?;
                    if !value::equal(self, now, next)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            Act::Changed(now, next) => {
                let now = self.eval(*now, env)?;
                let next = self.eval(*next, env)?;
                Ok(!value::equal(self, now, next)?)
            }
            Act::Call(body, links, args) => {
                let inner = self.bind_args(env.outer(*links), args, env);
                self.holds_deeper(*body, inner)
            }
            Act::Compose(first, second) => self.composed(*first, *second, env),
            Act::Apply(function, arg, _) => {
                let function = self.eval(*function, env)?;
                let arg = self.eval(*arg, env)?;
                self.applied(function, arg)
            }
        }
    }

    /// `holds` for the body of a call, which may be nested deeply.
    fn holds_deeper(&mut self, act: ActId, env: Env<'a>) -> EvalResult<bool> {
        self.enter(Place::Act(act))?;
        let result = stacker::maybe_grow(192 << 10, 8 << 20, || self.holds(act, env));
        self.depth -= 1;
        result
    }

    /// The environment of the body of a function by rule, for an argument in its domain.
    fn body_env(&mut self, function: Value<'a>, arg: Value<'a>) -> EvalResult<Option<Env<'a>>> {
        let Value::Lambda(lambda) = function else { return Ok(None) };
        if !lambda.exceptions.is_empty() || !value::member(self, arg, lambda.domain)? {
            return Ok(None);
        }
        self.bind_argument(lambda.closure.env, lambda.closure.tuple, arg).map(Some)
    }

    /// `f[e]` as a condition.
    fn applied(&mut self, function: Value<'a>, arg: Value<'a>) -> EvalResult<bool> {
        match value::apply(self, function, arg)? {
            Value::Bool(holds) => Ok(holds),
            other => Err(self.not_boolean(other)),
        }
    }

    /// Whether some next state makes the formula true.
    pub(crate) fn enabled(&mut self, act: ActId, env: Env<'a>) -> EvalResult<bool> {
        let fresh = self.fresh_next();
        let saved = std::mem::replace(&mut self.next, fresh);
        let counts = std::mem::replace(&mut self.counts_middles, false);
        let tallies = std::mem::replace(&mut self.registers.tallies, Tallies::Off);
        let pins = std::mem::take(&mut self.pins);
        let result = self.run(act, env, None, &mut |_| Ok(false));
        self.pins = pins;
        self.registers.tallies = tallies;
        self.next = saved;
        self.counts_middles = counts;
        Ok(!result?)
    }

    /// A next state without assignments, in which no variable is ever the last one: there is nothing to complete.
    pub(super) fn fresh_next(&self) -> Next<'a> {
        let variables = self.next.assigned.len();
        Next {
            slots: self.arena.alloc_slice_fill_copy(self.next.slots.len(), NextSlot::Open),
            assigned: self.arena.alloc_slice_fill_copy(variables, false),
            missing: variables + 1,
            words: &[],
        }
    }

    /// The next state's words. An error of kind `Incomplete` if a variable has no value.
    pub(crate) fn next_words(&mut self) -> EvalResult<Vec<u32>> {
        if self.next.missing > 0 {
            return Err(self.incomplete(None));
        }
        let mut words = vec![0; self.program.width()];
        for slot in 0..self.program.slot_count() {
            self.encode_next(slot, &mut words)?;
        }
        Ok(words)
    }

    #[cold]
    /// That variables have no next value; `action` names the one of several actions that gives them none.
    pub(crate) fn incomplete(&self, action: Option<&str>) -> Box<EvalError> {
        let missing: Vec<&str> = self
            .program
            .layout
            .state_variables()
            .zip(self.next.assigned.iter())
            .filter(|(_, assigned)| !**assigned)
            .map(|(variable, _)| &*variable.name)
            .collect();
        let plural = if missing.len() == 1 { " is" } else { "s are" };
        let by = action.map_or_else(
            || "the next-state action".to_owned(),
            |name| format!("action {name} of the next-state relation"),
        );
        EvalError::new(
            EvalErrorKind::Incomplete,
            format!(
                "Successor state is not completely specified by {by}. The following variable{plural} not assigned: {}.",
                missing.join(", ")
            ),
        )
    }
}
