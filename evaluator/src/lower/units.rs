//! What is evaluated and remembered at a time: an action instance, or a part of one. A disjunction that nothing but
//! conditions comes before is taken apart, so that each alternative depends on no more than it reads itself.

use crate::ir::{Act, ActId, Ir};

/// An action instance is not taken apart into more units than this.
const UNIT_LIMIT: usize = 64;

/// The alternatives of an action formula, which give its steps one after the other. Conditions before a disjunction
/// are repeated in each of its alternatives.
pub(crate) fn units(ir: &mut Ir, act: ActId) -> Vec<ActId> {
    let units = alternatives(ir, act);
    if units.len() > UNIT_LIMIT { vec![act] } else { units }
}

fn alternatives(ir: &mut Ir, act: ActId) -> Vec<ActId> {
    stacker::maybe_grow(128 << 10, 4 << 20, || alternatives_here(ir, act))
}

fn alternatives_here(ir: &mut Ir, act: ActId) -> Vec<ActId> {
    let span = ir.act_spans[act];
    match &ir.acts[act] {
        Act::Or(items) => {
            let items = items.clone();
            items.iter().flat_map(|item| alternatives(ir, *item)).collect()
        }
        Act::And(items) => {
            let items = items.clone();
            // Once variables are assigned, what remains may be a test: only conditions may come before.
            let conditions = |item: &ActId| matches!(ir.acts[*item], Act::Guard(_));
            let Some(place) = items.iter().position(|item| !conditions(item)) else { return vec![act] };
            let found = alternatives(ir, items[place]);
            if found.len() == 1 || found.len() > UNIT_LIMIT {
                return vec![act];
            }
            let with = |alternative: ActId| {
                let mut items = items.clone();
                items[place] = alternative;
                ir.push_act(Act::And(items), span)
            };
            found.into_iter().map(with).collect()
        }
        Act::If(condition, then, otherwise) => {
            let (condition, then, otherwise) = (*condition, *then, *otherwise);
            let (first, second) = (alternatives(ir, then), alternatives(ir, otherwise));
            if first.len() + second.len() == 2 || first.len() + second.len() > UNIT_LIMIT {
                return vec![act];
            }
            let never = ir.push_act(Act::Or(Box::default()), span);
            let mut found = Vec::with_capacity(first.len() + second.len());
            for then in first {
                found.push(ir.push_act(Act::If(condition, then, never), span));
            }
            for otherwise in second {
                found.push(ir.push_act(Act::If(condition, never, otherwise), span));
            }
            found
        }
        Act::Let(value, body) => {
            let (value, body) = (*value, *body);
            let found = alternatives(ir, body);
            if found.len() == 1 {
                return vec![act];
            }
            found.into_iter().map(|body| ir.push_act(Act::Let(value, body), span)).collect()
        }
        _ => vec![act],
    }
}
