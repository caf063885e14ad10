//! Results that say less than they seem to: checks that cannot fail, actions that never happen, constraints that leave
//! nothing to check.
//!
//! Each warning is about what a complete search has shown, so that it is never a false alarm: an action that has no
//! step in any reachable state is not enabled in any.

use std::collections::BTreeMap;
use tern_checker::report::{Outcome, Report, Statistics, Violation, Weakness};
use tern_evaluator::model::{Behavior, Model};
use tern_evaluator::program::Program;
use tern_parser::error::{Diagnostic, DiagnosticKind};
use tern_parser::resolved::{Definition, Entity, Level, ResolvedSpec};
use tern_parser::source::Span;
use tern_tlc_compat::report::actions::ActionRow;

/// More actions than this are not named one by one.
const MOST_ACTIONS: usize = 20;

/// The actions of a program, in the order of the next-state relation, with what their instances did together.
pub fn actions(program: &Program, statistics: &Statistics) -> Vec<ActionRow> {
    let mut rows: Vec<ActionRow> = Vec::new();
    let mut known = BTreeMap::new();
    for (index, instance) in program.instances.iter().enumerate() {
        let name = instance.name.as_deref().unwrap_or("Next").to_owned();
        let row = *known.entry((instance.span, name.clone())).or_insert_with(|| {
            rows.push(ActionRow { name, span: instance.span, generated: 0, distinct: 0 });
            rows.len() - 1
        });
        if let Some(count) = statistics.actions.get(index) {
            rows[row].generated += count.generated;
            rows[row].distinct += count.distinct;
        }
    }
    rows
}

/// What a reader of the report should know before trusting it.
pub fn warnings(
    program: &Program,
    spec: &ResolvedSpec,
    model: &Model,
    report: &Report,
    actions: &[ActionRow],
) -> Vec<Diagnostic> {
    let mut warnings = Vec::new();
    if program.has_behavior() {
        invariants(program, spec, &mut warnings);
    }
    if let (Outcome::Complete, Some(_)) = (&report.outcome, report.statistics.liveness) {
        cut_behaviors(program, spec, &report.statistics, &mut warnings);
    }
    if matches!(report.outcome, Outcome::Complete) {
        let excluded = constraints(program, spec, &report.statistics, &mut warnings);
        if !excluded && report.statistics.initial_distinct > 0 {
            never_enabled(actions, spec, &mut warnings);
        }
    }
    fairness(program, spec, model, report, &mut warnings);
    warnings
}

/// Warns of temporal properties that hold of nothing, or are violated since nothing has to happen.
fn fairness(
    program: &Program,
    spec: &ResolvedSpec,
    model: &Model,
    report: &Report,
    warnings: &mut Vec<Diagnostic>,
) {
    let Some(first) = program.temporal_properties.first() else { return };
    let specification = match &model.behavior {
        Some(Behavior::Specification(name)) => definition(spec, &name.text),
        _ => None,
    };
    let place = specification.map_or(first.span, |specification| specification.name_span);
    if let Outcome::Violation(Violation { cycle: Some(cycle), trace, .. }) = &report.outcome
        && cycle.action.is_none()
        && cycle.back_to + 1 == trace.len()
        && program.assumed.is_empty()
    {
        warnings.push(warning(
            place,
            "temporal properties are checked, but no fairness is assumed: a behaviour may stop at any moment".to_owned(),
            "say what has to happen: most specifications assume at least weak fairness of the next-state relation",
        ));
    }
    let mut unasked = Vec::new();
    for weakness in &report.statistics.weaknesses {
        match weakness {
            Weakness::NoFairBehaviour => warnings.push(warning(
                place,
                "no behaviour satisfies the fairness: any temporal property holds".to_owned(),
                "look for actions that are enabled for ever and cannot be taken: by a constraint, or since the \
                 next-state relation does not allow them",
            )),
            Weakness::NoFairContinuation(trace) => warnings.push(warning(
                place,
                format!(
                    "the fairness is not machine closed: from a state at depth {} no behaviour satisfies it, so nothing \
                     was said of behaviours that come there",
                    trace.len()
                ),
                "assume fairness only of actions that the next-state relation allows, and look for constraints that \
                 cut them off",
            )),
            Weakness::NeverAsked(number) => unasked.push(*number),
            Weakness::Unknown(error) => warnings.push(warning(
                place,
                format!("whether the temporal properties hold of too little was not found out: {error}"),
                "the properties hold; only fairness and conditions that are never true were not looked for",
            )),
        }
    }
    let properties = &program.temporal_properties;
    for (number, property) in properties.iter().enumerate() {
        let conjuncts = || (0..properties.len()).filter(|other| properties[*other].name == property.name);
        if conjuncts().next() == Some(number) && conjuncts().all(|conjunct| unasked.contains(&conjunct)) {
            warnings.push(warning(
                property.span,
                format!("the property {} holds only because its condition is never true", property.name),
                "look at the left side of ~> or =>: no reachable state satisfies it",
            ));
        }
    }
}

fn warning(span: Span, message: String, help: &str) -> Diagnostic {
    Diagnostic::warning(DiagnosticKind::Name, span, message).with_help(help)
}

/// The definition of a name of the model.
fn definition<'s>(spec: &'s ResolvedSpec, name: &str) -> Option<&'s Definition> {
    match spec.modules[spec.root].names.get(name) {
        Some(Entity::Definition { definition, .. }) => Some(&spec.definitions[*definition]),
        _ => None,
    }
}

fn invariants(program: &Program, spec: &ResolvedSpec, warnings: &mut Vec<Diagnostic>) {
    for invariant in program.invariants.iter().filter(|invariant| !invariant.reads_state()) {
        let Some(definition) = definition(spec, &invariant.name).filter(|d| d.level == Level::Constant)
        else {
            continue;
        };
        warnings.push(warning(
            definition.name_span,
            format!("the invariant {} reads no variable: it says the same of every state", invariant.name),
            "name the formula about variables that was meant, or state this one as an ASSUME",
        ));
    }
}

/// Warns of constraints that left nothing to explore; says whether there are any.
fn constraints(
    program: &Program,
    spec: &ResolvedSpec,
    found: &Statistics,
    warnings: &mut Vec<Diagnostic>,
) -> bool {
    let successors = found.generated - found.initial_generated;
    let (names, what, help) =
        if found.initial_generated > 0 && found.initial_excluded == found.initial_generated {
            (
                program.constraint_names(false),
                "all initial states: no state was explored",
                "weaken it so that initial states satisfy it; nothing that needs a step was checked",
            )
        } else if found.excluded > 0 && found.excluded == successors {
            (
                program.constraint_names(true),
                "all successors: only initial states were explored",
                "weaken it so that it holds after some step",
            )
        } else {
            return false;
        };
    let places: Vec<(&str, Span)> = names
        .into_iter()
        .filter_map(|name| definition(spec, name).map(|definition| (name, definition.name_span)))
        .collect();
    if let [(first, span), others @ ..] = places.as_slice() {
        let message = if others.is_empty() {
            format!("the constraint {first} excludes {what}")
        } else {
            format!("the constraints together exclude {what}")
        };
        let warning = warning(*span, message, help);
        warnings.push(others.iter().fold(warning, |warning, (name, span)| {
            warning.with_related(*span, format!("{name} is another constraint"))
        }));
    }
    true
}

/// Warns that temporal properties were checked on a part of the behaviours.
fn cut_behaviors(program: &Program, spec: &ResolvedSpec, found: &Statistics, warnings: &mut Vec<Diagnostic>) {
    let names = program.constraint_names(true);
    let place = names.iter().find_map(|name| definition(spec, name));
    if let (Some(constraint), true) = (place, found.excluded > 0) {
        let message = format!(
            "constraints cut off {} steps: the temporal properties hold of the behaviours that satisfy them",
            found.excluded
        );
        let help = "behaviours that leave the constraint may violate them; fairness can oblige a behaviour to a step \
                    that was cut off, and then it was not looked at either";
        warnings.push(warning(constraint.name_span, message, help));
    }
}

/// The name of the definition whose right side a formula is, or else the formula.
fn place(spec: &ResolvedSpec, formula: Span) -> Span {
    let whole = spec.definitions.iter().find(|definition| definition.body.span == formula);
    whole.map_or(formula, |definition| definition.name_span)
}

fn never_enabled(actions: &[ActionRow], spec: &ResolvedSpec, warnings: &mut Vec<Diagnostic>) {
    let mut idle = actions.iter().filter(|action| action.generated == 0);
    for action in idle.by_ref().take(MOST_ACTIONS) {
        warnings.push(warning(
            place(spec, action.span),
            format!("the action {} was never enabled: no reachable state allows it", action.name),
            "look for a condition that never becomes true; nothing was checked of its steps",
        ));
    }
    if let Some(action) = idle.next() {
        warnings.push(warning(
            action.span,
            format!("{} more actions were never enabled, among them {}", idle.count() + 1, action.name),
            "--actions lists them all",
        ));
    }
}
