//! Advice after a temporal property was violated: which fairness is missing, in the names of the specification.

mod actions;

use actions::{Actions, source_text};
use std::collections::BTreeSet;
use tern_checker::Observer;
use tern_checker::advice::{self as found, Limits, NotAttempted, Parts};
use tern_checker::liveness::Strength;
use tern_checker::liveness::advisor::{self, Activity};
use tern_checker::program::{ProgramSystem, assumed_fairness};
use tern_checker::report::{Outcome, Report, TraceState, Violation, ViolationKind};
use tern_evaluator::explorer::Explorer;
use tern_evaluator::model::{Behavior, Model};
use tern_evaluator::program::Program;
use tern_parser::resolved::ResolvedSpec;
use tern_parser::source::Span;
use tern_tlc_compat::report::advice::{
    Advice, Assumed, Blocked, Condition, Neglected, Remedy, Standing, Stuck,
};

/// The operator of a fairness condition stands at most so far before its action.
const NEAR: usize = 80;

/// Advice about the violation of a temporal property that ended a run; none if that is not how it ended. `started` is
/// told if there is something to find out.
pub(crate) fn advise(
    program: &Program,
    spec: &ResolvedSpec,
    model: &Model,
    system: &ProgramSystem<'_>,
    report: &Report,
    (workers, observer): (usize, &dyn Observer),
    started: &dyn Fn(),
) -> Option<Advice> {
    let Outcome::Violation(violation) = &report.outcome else { return None };
    let ViolationKind::Temporal(first) = violation.kind else { return None };
    started();
    let actions = Actions::of(program, spec, model);
    let parts = actions.parts();
    let property = |number: &usize| program.temporal_properties[*number].name.to_string();
    let mut properties: Vec<String> = violation.temporal_properties(first).iter().map(property).collect();
    properties.dedup();
    // A property may have conjuncts that this behaviour does not violate.
    let numbers = 0..program.temporal_properties.len();
    let violated: Vec<usize> = numbers.filter(|number| properties.contains(&property(number))).collect();
    let limits = (&Limits::default(), workers);
    let found = found::advise(system, violation, &violated, &parts, limits, observer)?;
    let adviser = Adviser { program, spec, actions, violation };
    Some(Advice {
        properties,
        fairness: adviser.fairness(&found),
        neglected: adviser.neglected(&found),
        stuck: found.stuck.as_ref().map(|stuck| adviser.stuck(stuck, &parts, &violation.trace)),
        remedy: adviser.remedy(found.remedy, &parts, &property),
        specification: match &model.behavior {
            Some(Behavior::Specification(name)) => Some(name.text.clone()),
            _ => None,
        },
    })
}

/// Puts what was found into words.
struct Adviser<'a> {
    program: &'a Program,
    spec: &'a ResolvedSpec,
    actions: Actions,
    violation: &'a Violation,
}

impl Adviser<'_> {
    /// The number of the state at a position of the cycle, as the trace counts.
    fn state(&self, position: usize) -> usize {
        self.violation.cycle.as_ref().map_or(0, |cycle| cycle.back_to) + position + 1
    }

    fn cycle_length(&self) -> usize {
        let back_to = self.violation.cycle.as_ref().map_or(0, |cycle| cycle.back_to);
        self.violation.trace.len().saturating_sub(back_to)
    }

    fn fairness(&self, found: &found::Advice) -> Vec<Assumed> {
        let named = assumed_fairness(self.program);
        let each = named.iter().zip(&found.assumed).map(|(named, (_, activity))| {
            let disabled = (0..self.cycle_length()).find(|state| !activity.enabled_at.contains(state));
            let standing = match (activity.taken_at.first(), disabled) {
                (Some(step), _) => Standing::TakenAt(self.state(*step)),
                (None, Some(state)) if !activity.enabled_at.is_empty() => {
                    Standing::DisabledIn(self.state(state))
                }
                _ => Standing::NeverEnabled,
            };
            Assumed { text: self.text_of(named.strong, &named.name, named.span), span: named.span, standing }
        });
        each.collect()
    }

    /// A fairness condition as it stands in the specification, with the values of the action's arguments.
    fn text_of(&self, strong: bool, name: &str, span: Span) -> String {
        let name = match name {
            "the action" => source_text(self.spec, span).unwrap_or_else(|| name.to_owned()),
            name => name.to_owned(),
        };
        let operator = if strong { "SF_" } else { "WF_" };
        let text = &self.spec.sources.get(span.source).text;
        let before = text.get(..span.start as usize).unwrap_or_default();
        let from = before.rfind(operator).filter(|from| before.len() - from <= NEAR);
        match from.map(|from| before[from..].trim_end()) {
            Some(opening) if opening.ends_with('(') && !opening.contains('\n') => {
                format!("{opening}{name})")
            }
            _ => format!("{operator}{}({name})", self.actions.subscript),
        }
    }

    /// Actions that are enabled on the cycle and never taken; instances of those that are taken.
    fn neglected(&self, found: &found::Advice) -> Vec<Neglected> {
        let labels = &self.actions.labels;
        let neglected = |part: usize| -> Option<Neglected> {
            let Activity { enabled_at, taken_at } = found.parts.get(part)?;
            let first = *enabled_at.first().filter(|_| taken_at.is_empty())?;
            let always = enabled_at.len() == self.cycle_length();
            Some(Neglected { action: labels[part].text.clone(), always, state: self.state(first) })
        };
        let mut all = Vec::new();
        let groups = if self.actions.named == 0 { 0..1 } else { 1..self.actions.named + 1 };
        for group in groups {
            let of_children = labels[group].children.iter().filter_map(|child| neglected(*child));
            match neglected(group) {
                Some(whole) if of_children.clone().count() == labels[group].children.len() => all.push(whole),
                Some(whole) if labels[group].children.is_empty() => all.push(whole),
                _ => all.extend(of_children),
            }
        }
        all
    }

    fn stuck(&self, stuck: &advisor::Stuck, parts: &Parts, trace: &[TraceState]) -> Stuck {
        let attempt = parts.attempts.last().map(Vec::as_slice).unwrap_or_default();
        // Where instances are told apart, their action is not named as well.
        let names = |which: &[usize]| -> Vec<String> {
            let parts = which.iter().map(|at| &self.actions.labels[attempt[*at]]);
            parts.filter(|label| label.children.is_empty()).map(|label| label.text.clone()).collect()
        };
        match stuck {
            advisor::Stuck::Bounded => {
                let names = self.program.constraint_names(true).into_iter();
                Stuck::Bounded(names.map(str::to_owned).collect())
            }
            advisor::Stuck::DeadEnd => Stuck::DeadEnd(self.blocked(trace)),
            advisor::Stuck::ChangesNothing(which) => Stuck::ChangesNothing(names(which), self.blocked(trace)),
            advisor::Stuck::NotObliged(which) => Stuck::NotObliged(names(which)),
        }
    }

    /// The actions that are not enabled in the last state, and what they wait for; those that wait for the least first.
    fn blocked(&self, trace: &[TraceState]) -> Vec<Blocked> {
        let Some(last) = trace.last() else { return Vec::new() };
        let mut explorer = Explorer::new(self.program, false);
        let mut all: Vec<Blocked> = Vec::new();
        for (number, instance) in self.program.instances.iter().enumerate() {
            let conditions = explorer.false_guards(number as u32, &last.words);
            let action = instance.name.as_deref().unwrap_or("the action");
            let known = all.iter().any(|blocked| {
                blocked.conditions == conditions && blocked.action.split('(').next() == Some(action)
            });
            if !conditions.is_empty() && !known {
                let action = self.program.action_label(number as u32).0;
                all.push(Blocked { action, conditions });
            }
        }
        all.sort_by_key(|blocked| blocked.conditions.len());
        all
    }

    fn remedy(&self, remedy: found::Remedy, parts: &Parts, property: &dyn Fn(&usize) -> String) -> Remedy {
        match remedy {
            found::Remedy::NotAttempted(why) => Remedy::Unknown(why_not(why)),
            found::Remedy::GivenUp => Remedy::Unknown("there are too many ways to try".to_owned()),
            found::Remedy::BadBeginning => Remedy::BadBeginning,
            found::Remedy::Beyond { trace, cycle, shown, stuck } => {
                let stuck = stuck.as_ref().map(|stuck| self.stuck(stuck, parts, &trace));
                Remedy::Beyond { states: trace, cycle, shown, stuck }
            }
            found::Remedy::Add { fairness, leaves_behaviours, still_violated } => {
                let mut still: Vec<String> = still_violated.iter().map(property).collect();
                still.dedup();
                let conditions = self.conditions(&fairness);
                Remedy::Add { conditions, leaves_behaviours, still_violated: still }
            }
        }
    }

    /// The conditions; if all instances of an action are to be fair in the same way, that is one.
    fn conditions(&self, fairness: &[(usize, Strength)]) -> Vec<Condition> {
        let labels = &self.actions.labels;
        let mut conditions = Vec::new();
        let mut done = BTreeSet::new();
        for &(part, strength) in fairness {
            if !done.insert(part) {
                continue;
            }
            let strong = strength == Strength::Strong;
            let group = labels.iter().find(|label| {
                let wanted = |child: &usize| fairness.contains(&(*child, strength));
                label.children.contains(&part) && label.children.iter().all(wanted)
            });
            let quantified = group.and_then(|group| {
                let (bounds, call) = group.quantified.as_ref()?;
                Some((group, format!("\\A {bounds} : {}", self.actions.condition(strength, call))))
            });
            conditions.push(match quantified {
                Some((group, text)) => {
                    done.extend(&group.children);
                    let actions = group.children.iter().map(|child| labels[*child].text.clone()).collect();
                    Condition { strong, text, actions, replaces: None }
                }
                None => Condition {
                    strong,
                    text: self.actions.condition(strength, &labels[part].formula),
                    actions: vec![labels[part].text.clone()],
                    replaces: self.replaced(&labels[part].text, strength),
                },
            });
        }
        conditions
    }

    /// The weak fairness that strong fairness on the same action makes superfluous.
    fn replaced(&self, action: &str, strength: Strength) -> Option<String> {
        let weak = assumed_fairness(self.program)
            .into_iter()
            .find(|weak| strength == Strength::Strong && !weak.strong && &*weak.name == action)?;
        Some(self.text_of(weak.strong, &weak.name, weak.span))
    }
}

fn why_not(why: NotAttempted) -> String {
    match why {
        NotAttempted::TooManyStates(limit) => format!("there are more than {limit} states"),
        NotAttempted::TooManySteps(limit) => format!("there are more than {limit} steps"),
        NotAttempted::TooManyLetters => "the steps differ in too many ways".to_owned(),
        NotAttempted::Effects => {
            "the specification prints, or reads what changes in the course of a run".to_owned()
        }
        NotAttempted::Interrupted => "the run was to end".to_owned(),
        NotAttempted::View => "a VIEW makes one of states in which different actions are enabled".to_owned(),
        NotAttempted::Failed(why) => why,
        NotAttempted::Lost => "its steps depend on more than the state".to_owned(),
    }
}
