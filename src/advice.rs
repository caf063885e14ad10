//! Advice after a temporal property was violated: which fairness is missing, in the names of the specification.

use std::collections::BTreeSet;
use tern_checker::Observer;
use tern_checker::advice::{self as found, Limits, NotAttempted, Parts};
use tern_checker::liveness::Strength;
use tern_checker::liveness::advisor::{self, Activity};
use tern_checker::program::{ProgramSystem, assumed_fairness};
use tern_checker::report::{Outcome, Report, Violation, ViolationKind};
use tern_evaluator::explorer::Explorer;
use tern_evaluator::model::{Behavior, Model};
use tern_evaluator::permanent::Permanent;
use tern_evaluator::program::Program;
use tern_evaluator::value::format_value;
use tern_parser::resolved::ResolvedSpec;
use tern_parser::source::Span;
use tern_tlc_compat::report::advice::{
    Advice, Assumed, Blocked, Condition, Neglected, Remedy, Standing, Stuck,
};
use tern_tlc_compat::report::module_name;

/// With more action instances than that, only whole actions are told apart; with more actions, none is.
const MOST_PARTS: usize = 200;

/// A text of the specification that is longer is not repeated.
const LONGEST_TEXT: usize = 80;

/// Advice about the violation of a temporal property that ended a run; none if that is not how it ended.
pub(crate) fn advise(
    program: &Program,
    spec: &ResolvedSpec,
    model: &Model,
    system: &ProgramSystem<'_>,
    report: &Report,
    (workers, observer): (usize, &dyn Observer),
) -> Option<Advice> {
    let Outcome::Violation(violation) = &report.outcome else { return None };
    let ViolationKind::Temporal(first) = violation.kind else { return None };
    let actions = Actions::of(program, spec, model);
    let parts = actions.parts();
    let found = found::advise(system, violation, &parts, &Limits::default(), workers, observer)?;
    let adviser = Adviser { program, spec, actions, violation };
    let property = |number: &usize| program.temporal_properties[*number].name.to_string();
    let mut properties: Vec<String> = violation.temporal_properties(first).iter().map(property).collect();
    properties.dedup();
    Some(Advice {
        properties,
        fairness: adviser.fairness(&found),
        neglected: adviser.neglected(&found),
        stuck: found.stuck.as_ref().map(|stuck| adviser.stuck(stuck, parts.attempts.last())),
        remedy: adviser.remedy(found.remedy, &property),
        specification: match &model.behavior {
            Some(Behavior::Specification(name)) => Some(name.text.clone()),
            _ => None,
        },
    })
}

/// The parts of Next, by name.
struct Actions {
    /// What fairness can be assumed of, in the order of [`Parts::sets`]: Next, then its actions, then their instances.
    labels: Vec<Label>,
    /// How many of the labels are actions; their instances follow them.
    named: usize,
    /// `vars`, or the tuple of all variables.
    subscript: String,
}

/// One set of action instances.
struct Label {
    /// `Recv`, or `Recv(n1)`.
    text: String,
    instances: Vec<u32>,
    /// Those of the labels that are its instances.
    children: Vec<usize>,
    /// The names of its parameters.
    parameters: Vec<String>,
    /// The values of these, in each instance.
    arguments: Vec<Vec<String>>,
}

impl Actions {
    fn of(program: &Program, spec: &ResolvedSpec, model: &Model) -> Self {
        let all: Vec<u32> = (0..program.instances.len() as u32).collect();
        let mut labels = vec![label(next_text(program, spec, model), all.clone())];
        let mut groups: Vec<(Option<&str>, Vec<u32>)> = Vec::new();
        for &instance in &all {
            let name = program.instances[instance as usize].name.as_deref();
            match groups.iter_mut().find(|(known, _)| *known == name) {
                Some((_, instances)) => instances.push(instance),
                None => groups.push((name, vec![instance])),
            }
        }
        let names: BTreeSet<&str> = groups.iter().filter_map(|(name, _)| *name).collect();
        if groups.len() > 1 && groups.len() <= MOST_PARTS {
            for (name, instances) in &groups {
                let name = name.unwrap_or("the action");
                labels.push(label(whole_name(program, spec, name, &names, instances), instances.clone()));
            }
        }
        let named = labels.len() - 1;
        let groups = if named == 0 { 0..1 } else { 1..labels.len() };
        if all.len() <= MOST_PARTS {
            for group in groups {
                add_instances(program, &mut labels, group);
            }
        }
        let subscript = program.subscript.and_then(|span| source_text(spec, span)).unwrap_or_else(|| {
            let layout = &program.layout;
            let own = layout.variables.iter().take(layout.variables.len() - layout.quantified);
            let names: Vec<&str> = own.map(|variable| &*variable.name).collect();
            format!("<<{}>>", names.join(", "))
        });
        Self { labels, named, subscript }
    }

    /// The whole of Next is tried first, then its actions, then their instances too.
    fn parts(&self) -> Parts {
        let sets = self.labels.iter().map(|label| label.instances.clone()).collect();
        let mut attempts = vec![vec![0]];
        if self.named > 0 {
            attempts.push((1..=self.named).collect());
        }
        if self.labels.len() > self.named + 1 {
            let finer = self.labels.len() - self.named - 1;
            attempts.push((1..=self.named).chain(self.named + 1..=self.named + finer).collect());
        }
        Parts { sets, attempts }
    }

    fn strength(strong: Strength) -> &'static str {
        if strong == Strength::Strong { "SF" } else { "WF" }
    }

    /// `WF_vars(Send)`
    fn condition(&self, strength: Strength, action: &str) -> String {
        let subscript = &self.subscript;
        let is_name = subscript.chars().all(|c| c.is_alphanumeric() || c == '_');
        let is_closed = subscript.starts_with("<<") || subscript.starts_with('(');
        if is_name || is_closed {
            format!("{}_{subscript}({action})", Self::strength(strength))
        } else {
            format!("{}_({subscript})({action})", Self::strength(strength))
        }
    }
}

fn label(text: String, instances: Vec<u32>) -> Label {
    Label { text, instances, children: Vec::new(), parameters: Vec::new(), arguments: Vec::new() }
}

/// Adds the instances of an action, if their names tell them apart.
fn add_instances(program: &Program, labels: &mut Vec<Label>, group: usize) {
    let instances = labels[group].instances.clone();
    let texts: Vec<String> = instances.iter().map(|instance| program.action_label(*instance).0).collect();
    let different = texts.iter().collect::<BTreeSet<_>>().len() == texts.len();
    if instances.len() < 2 || !different {
        return;
    }
    let value = |value: &Permanent| format_value(&program.symbols, value.get());
    for (instance, text) in instances.iter().zip(texts) {
        let child = labels.len();
        let of = &program.instances[*instance as usize];
        labels[group].children.push(child);
        labels[group].arguments.push(of.args.iter().map(value).collect());
        labels[group].parameters = of.parameters.iter().map(|name| name.to_string()).collect();
        labels.push(label(text, vec![*instance]));
    }
}

/// A short text of the specification, if it stands on one line.
fn source_text(spec: &ResolvedSpec, span: Span) -> Option<String> {
    let text = spec.sources.get(span.source).text.get(span.start as usize..span.end as usize)?;
    (text.len() <= LONGEST_TEXT && !text.contains('\n')).then(|| text.to_owned())
}

fn next_text(program: &Program, spec: &ResolvedSpec, model: &Model) -> String {
    match (&model.behavior, program.next) {
        (Some(Behavior::InitNext(_, next)), _) => next.text.clone(),
        (_, Some(span)) => source_text(spec, span).unwrap_or_else(|| "Next".to_owned()),
        _ => "Next".to_owned(),
    }
}

/// The name of an action, with a place if it names more than these instances: another action is a part of it.
fn whole_name(
    program: &Program,
    spec: &ResolvedSpec,
    name: &str,
    names: &BTreeSet<&str>,
    instances: &[u32],
) -> String {
    let Some(span) = instances.first().map(|instance| program.instances[*instance as usize].span) else {
        return name.to_owned();
    };
    let contains = |outer: Span| {
        outer.source == span.source && outer.start <= span.start && span.end <= outer.end
    };
    let definition =
        spec.definitions.iter().find(|definition| &*definition.name == name && contains(definition.body.span));
    let whole = definition.is_some_and(|definition| {
        let body = definition.body.span;
        let source = &spec.sources.get(body.source).text;
        let text = source.get(body.start as usize..body.end as usize).unwrap_or_default();
        let word = |c: char| !(c.is_alphanumeric() || c == '_');
        !text.split(word).any(|word| word != name && names.contains(word))
    });
    if whole {
        return name.to_owned();
    }
    let source = spec.sources.get(span.source);
    let at = source.position(span.start);
    format!("{name} as at {}:{}:{}", module_name(&source.name), at.line, at.column)
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
        let from = before.rfind(operator).filter(|from| before.len() - from <= LONGEST_TEXT);
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

    fn stuck(&self, stuck: &advisor::Stuck, attempt: Option<&Vec<usize>>) -> Stuck {
        let attempt = attempt.map(Vec::as_slice).unwrap_or_default();
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
            advisor::Stuck::DeadEnd => Stuck::DeadEnd(self.blocked()),
            advisor::Stuck::ChangesNothing(which) => Stuck::ChangesNothing(names(which), self.blocked()),
            advisor::Stuck::NotObliged(which) => Stuck::NotObliged(names(which)),
        }
    }

    /// The actions that are not enabled in the last state, and what they wait for; those that wait for the least first.
    fn blocked(&self) -> Vec<Blocked> {
        let Some(last) = self.violation.trace.last() else { return Vec::new() };
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

    fn remedy(&self, remedy: found::Remedy, property: &dyn Fn(&usize) -> String) -> Remedy {
        match remedy {
            found::Remedy::NotAttempted(why) => Remedy::Unknown(why_not(why)),
            found::Remedy::GivenUp => Remedy::Unknown("there are too many ways to try".to_owned()),
            found::Remedy::BadBeginning => Remedy::BadBeginning,
            found::Remedy::Beyond { trace, cycle, shown } => Remedy::Beyond { states: trace, cycle, shown },
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
            let group = labels.iter().find(|label| {
                let wanted = |child: &usize| fairness.contains(&(*child, strength));
                label.children.contains(&part) && label.children.iter().all(wanted)
            });
            let quantified = group.and_then(|group| self.quantified(group, strength));
            conditions.push(match (group, quantified) {
                (Some(group), Some(text)) => {
                    done.extend(&group.children);
                    let actions = group.children.iter().map(|child| labels[*child].text.clone()).collect();
                    Condition { strong: strength == Strength::Strong, text, actions, replaces: None }
                }
                _ => Condition {
                    strong: strength == Strength::Strong,
                    text: self.actions.condition(strength, &labels[part].text),
                    actions: vec![labels[part].text.clone()],
                    replaces: self.replaced(&labels[part].text, strength),
                },
            });
        }
        conditions
    }

    /// `\A n \in {1, 2} : WF_vars(Recv(n))`, if the arguments of the instances are all combinations of some values.
    fn quantified(&self, group: &Label, strength: Strength) -> Option<String> {
        let mut bounds = Vec::new();
        let mut combinations = 1;
        for (at, parameter) in group.parameters.iter().enumerate() {
            let mut values: Vec<&str> = Vec::new();
            for arguments in &group.arguments {
                let value = arguments.get(at)?.as_str();
                if !values.contains(&value) {
                    values.push(value);
                }
            }
            combinations *= values.len();
            bounds.push(format!("{parameter} \\in {{{}}}", values.join(", ")));
        }
        let whole = !bounds.is_empty() && combinations == group.children.len();
        let call = format!("{}({})", group.text, group.parameters.join(", "));
        let body = self.actions.condition(strength, &call);
        whole.then(|| format!("\\A {} : {body}", bounds.join(", ")))
    }

    /// The weak fairness that strong fairness on the same action makes superfluous.
    fn replaced(&self, action: &str, strength: Strength) -> Option<String> {
        let weak = assumed_fairness(self.program).into_iter().find(|weak| {
            strength == Strength::Strong && !weak.strong && &*weak.name == action
        })?;
        Some(self.text_of(weak.strong, &weak.name, weak.span))
    }
}

fn why_not(why: NotAttempted) -> String {
    match why {
        NotAttempted::TooManyStates(limit) => format!("there are more than {limit} states"),
        NotAttempted::TooManySteps(limit) => format!("there are more than {limit} steps"),
        NotAttempted::TooManyLetters => "the steps differ in too many ways".to_owned(),
        NotAttempted::Effects => "the specification prints, or reads what changes in the course of a run".to_owned(),
        NotAttempted::Interrupted => "the run was to end".to_owned(),
        NotAttempted::Lost => "the behaviour depends on more than its states (a VIEW, or chance)".to_owned(),
    }
}
