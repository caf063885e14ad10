//! Why an action instance has no step: the conditions of its formula that are false in a state.

use tern_parser::source::Span;

use crate::context::Cx;
use crate::env::{Bound, Env};
use crate::error::EvalResult;
use crate::explorer::Explorer;
use crate::ir::{Act, ActId, ExprId, Node};

impl Explorer<'_> {
    /// The conditions on `state` alone, of those that stand as conjuncts in the formula of an action instance, that
    /// are false in it: in their order, as far as they can be evaluated. A quantifier is one of them if it has no
    /// element with which the formula could be true.
    pub fn false_guards(&mut self, action: u32, state: &[u32]) -> Vec<Span> {
        let Some(instance) = self.program().instances.get(action as usize) else { return Vec::new() };
        let act = instance.act;
        let mut found = Vec::new();
        self.with_state(state, |cx| {
            // What cannot be evaluated ends the list: later conditions may rest on it.
            let _ = false_conjuncts(cx, act, Env::EMPTY, &mut found);
        });
        found
    }
}

/// Adds the conjuncts of an action formula that are false.
fn false_conjuncts<'a>(cx: &mut Cx<'a>, act: ActId, env: Env<'a>, found: &mut Vec<Span>) -> EvalResult<()> {
    let ir = &cx.program.ir;
    stacker::maybe_grow(128 << 10, 4 << 20, || match &ir.acts[act] {
        Act::Guard(condition) => false_conditions(cx, *condition, env, found),
        Act::And(parts) => parts.iter().try_for_each(|part| false_conjuncts(cx, *part, env, found)),
        Act::Let(value, body) => {
            let inner = env.bind(cx.arena, Bound::Delayed(value.0, env));
            false_conjuncts(cx, *body, inner, found)
        }
        Act::If(condition, then, otherwise) if !ir.facts[*condition].reads_next => {
            let branch = if cx.eval_bool(*condition, env)? { *then } else { *otherwise };
            false_conjuncts(cx, branch, env, found)
        }
        Act::Implies(condition, body) if !ir.facts[*condition].reads_next => {
            if cx.eval_bool(*condition, env)? { false_conjuncts(cx, *body, env, found) } else { Ok(()) }
        }
        Act::Or(parts) => {
            // Each alternative has to be blocked.
            let mut blocked = !parts.is_empty();
            for part in parts {
                blocked &= is_blocked(cx, *part, env)?;
            }
            if blocked {
                found.push(ir.act_spans[act]);
            }
            Ok(())
        }
        Act::Exists(bounds, body) if !bounds.iter().any(|bound| ir.facts[bound.set].reads_next) => {
            let mut possible = false;
            cx.for_each(bounds, env, false, &mut |cx, inner| {
                possible = !is_blocked(cx, *body, inner)?;
                Ok(!possible)
            })?;
            if !possible {
                found.push(ir.act_spans[act]);
            }
            Ok(())
        }
        Act::Counted(_, body, _) => false_conjuncts(cx, *body, env, found),
        _ => Ok(()),
    })
}

/// Some condition on the state alone is false.
fn is_blocked<'a>(cx: &mut Cx<'a>, act: ActId, env: Env<'a>) -> EvalResult<bool> {
    let mut found = Vec::new();
    let result = false_conjuncts(cx, act, env, &mut found);
    if found.is_empty() { result.map(|()| false) } else { Ok(true) }
}

/// Adds the conjuncts of a formula that are false and do not speak of the next state.
fn false_conditions<'a>(
    cx: &mut Cx<'a>,
    condition: ExprId,
    env: Env<'a>,
    found: &mut Vec<Span>,
) -> EvalResult<()> {
    let ir = &cx.program.ir;
    match &ir.nodes[condition] {
        Node::And(parts) => parts.iter().try_for_each(|part| false_conditions(cx, *part, env, found)),
        Node::Shared(closed) => false_conditions(cx, *closed, Env::EMPTY, found),
        _ if ir.facts[condition].reads_next => Ok(()),
        _ => {
            if !cx.eval_bool(condition, env)? {
                found.push(ir.spans[condition]);
            }
            Ok(())
        }
    }
}
