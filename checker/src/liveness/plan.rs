//! From formulas to searches: what is looked for is a behaviour that satisfies the assumptions and not the property.
//!
//! A conjunction is sorted: `[]<>p` is a *mark*, to be seen again and again; `<>[]p` is a *filter*, which all steps of
//! the cycle (not of the way there) pass; `<>[]p \/ []<>q` is a *pair* (Streett): who meets ~p again and again has to
//! meet q again and again. What is left becomes an automaton. WF is a mark, SF a pair, and so fairness, of which there
//! may be a lot, never gets into the automaton, which would double and quadruple with each. A disjunction gives a
//! search for each of its disjuncts.

use super::automaton::Automaton;
use super::error::LivenessError;
use super::faults::{Fault, Faults};
use super::normal::{Normal, Normals, Shape};

/// `<>[]settled \/ []<>response`
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Pair {
    pub(crate) settled: Normal,
    pub(crate) response: Normal,
}

/// One search.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) marks: Vec<Normal>,
    pub(crate) filter: Vec<Normal>,
    pub(crate) pairs: Vec<Pair>,
    pub(crate) automaton: Automaton,
}

/// More searches than that come only from disjunctions of the negated property itself; a disjunction within one of
/// their conjuncts is then left to the automaton.
const SPLITS: usize = 64;

/// The searches whose union is the conjunction of `goals`.
pub(crate) fn searches(
    normals: &mut Normals,
    goals: &[Normal],
    faults: Faults,
) -> Result<Vec<Plan>, LivenessError> {
    let whole = normals.and(goals.to_vec())?;
    let mut plans = Vec::new();
    let mut leaked: Vec<Normal> = Vec::new();
    for conjuncts in split(normals, whole)? {
        let mut plan = classify(normals, &conjuncts)?;
        if faults.has(Fault::FilterLeaks) {
            plan.filter.extend(&leaked);
            leaked.clone_from(&plan.filter);
        }
        plans.push(plan);
    }
    Ok(plans)
}

/// Splits at disjunctions that are neither Boolean nor pairs. Each result is a list of conjuncts.
fn split(normals: &mut Normals, whole: Normal) -> Result<Vec<Vec<Normal>>, LivenessError> {
    let mut complete: Vec<Vec<Normal>> = Vec::new();
    let mut open = vec![whole];
    while let Some(whole) = open.pop() {
        if whole == Normals::FALSE {
            continue;
        }
        let conjuncts = normals.operands(whole, true);
        let known = complete.len() + open.len();
        let choices = |conjunct: &Normal| match normals.shape(*conjunct) {
            Shape::Or(parts) if !normals.is_boolean(*conjunct) && pair(normals, *conjunct).is_none() => {
                (known == 0 || known + parts.len() <= SPLITS).then(|| parts.clone())
            }
            _ => None,
        };
        let Some((at, choices)) =
            conjuncts.iter().enumerate().find_map(|(at, conjunct)| Some((at, choices(conjunct)?)))
        else {
            complete.push(conjuncts);
            continue;
        };
        for choice in choices.iter().rev() {
            let mut conjuncts = conjuncts.clone();
            conjuncts[at] = *choice;
            open.push(normals.and(conjuncts)?);
        }
    }
    Ok(complete)
}

/// The body of `[]<>body` (`often`) or `<>[]body` if it is Boolean.
fn tail(normals: &Normals, normal: Normal, often: bool) -> Option<Normal> {
    let body = match (normals.shape(normal), often) {
        (Shape::Always(inner), true) => match normals.shape(*inner) {
            Shape::Eventually(body) => *body,
            _ => return None,
        },
        (Shape::Eventually(inner), false) => match normals.shape(*inner) {
            Shape::Always(body) => *body,
            _ => return None,
        },
        _ => return None,
    };
    normals.is_boolean(body).then_some(body)
}

fn pair(normals: &Normals, normal: Normal) -> Option<Pair> {
    let Shape::Or(parts) = normals.shape(normal) else { return None };
    let [one, other] = parts[..] else { return None };
    [(one, other), (other, one)].into_iter().find_map(|(settled, response)| {
        Some(Pair { settled: tail(normals, settled, false)?, response: tail(normals, response, true)? })
    })
}

fn classify(normals: &Normals, conjuncts: &[Normal]) -> Result<Plan, LivenessError> {
    let (mut marks, mut filter, mut pairs, mut rest) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for &conjunct in conjuncts {
        if let Some(body) = tail(normals, conjunct, true) {
            marks.push(body);
        } else if let Some(body) = tail(normals, conjunct, false) {
            filter.push(body);
        } else if let Some(pair) = pair(normals, conjunct) {
            pairs.push(pair);
        } else {
            rest.push(conjunct);
        }
    }
    let automaton = Automaton::new(normals, &rest)?;
    Ok(Plan { marks, filter, pairs, automaton })
}
