//! The actions that fairness could be assumed of: what they are called, and how they are written.

use std::collections::BTreeSet;
use tern_checker::advice::Parts;
use tern_checker::liveness::Strength;
use tern_evaluator::model::{Behavior, ConstantValue, Model};
use tern_evaluator::program::{Instance, Program};
use tern_evaluator::value::format_value;
use tern_parser::resolved::{Definition, Entity, ResolvedSpec};
use tern_parser::source::Span;
use tern_tlc_compat::report::module_name;

/// With more action instances than that, only whole actions are told apart; with more actions, none is.
const MOST_PARTS: usize = 200;

/// A text of the specification that is longer is not repeated.
const LONGEST_TEXT: usize = 80;

/// An action whose arguments are no product is written as a disjunction of so many instances at most.
const MOST_DISJUNCTS: usize = 6;

/// The parts of Next.
pub(super) struct Actions {
    /// What fairness can be assumed of, in the order of [`Parts::sets`]: Next, then its actions, then their instances.
    pub(super) labels: Vec<Label>,
    /// How many of the labels are actions.
    pub(super) named: usize,
    /// `vars`, or the tuple of all variables.
    pub(super) subscript: String,
}

/// One set of action instances.
pub(super) struct Label {
    /// What it is called: `Recv`, or `Recv(n1)`.
    pub(super) text: String,
    /// How it is written: `\E n \in Node : Recv(n)`.
    pub(super) formula: String,
    instances: Vec<u32>,
    /// Those of the labels that are its instances.
    pub(super) children: Vec<usize>,
    /// What stands before its name in the root module: `C!`, or nothing.
    prefix: String,
    /// `n \in Node` and `Recv(n)`, if it is the disjunction of these.
    pub(super) quantified: Option<(String, String)>,
}

impl Label {
    fn new(text: String, instances: Vec<u32>) -> Self {
        let (formula, prefix) = (text.clone(), String::new());
        Self { text, formula, instances, children: Vec::new(), prefix, quantified: None }
    }
}

impl Actions {
    pub(super) fn of(program: &Program, spec: &ResolvedSpec, model: &Model) -> Self {
        let namer = Namer { program, spec, model };
        let all: Vec<u32> = (0..program.instances.len() as u32).collect();
        let mut labels = vec![Label::new(namer.next(), all.clone())];
        let groups = namer.groups();
        let mut named = 0;
        if groups.len() > 1 && groups.len() <= MOST_PARTS {
            named = groups.len();
            labels.extend(groups);
        } else if let [_] = groups.as_slice() {
            // Next has one name more: what WF of Next does, WF of its only action does too.
            labels[0].quantified = groups.into_iter().next().and_then(|group| group.quantified);
        }
        let groups = if named == 0 { 0..1 } else { 1..labels.len() };
        if all.len() <= MOST_PARTS {
            groups.for_each(|group| namer.add_instances(&mut labels, group));
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
    pub(super) fn parts(&self) -> Parts {
        let sets = self.labels.iter().map(|label| label.instances.clone()).collect();
        let mut attempts = vec![vec![0]];
        if self.named > 0 {
            attempts.push((1..=self.named).collect());
        }
        if self.labels.len() > self.named + 1 {
            attempts.push((1..self.labels.len()).collect());
        }
        Parts { sets, attempts }
    }

    /// `WF_vars(Send)`
    pub(super) fn condition(&self, strength: Strength, action: &str) -> String {
        let operator = if strength == Strength::Strong { "SF" } else { "WF" };
        let subscript = &self.subscript;
        let is_name = subscript.chars().all(|c| c.is_alphanumeric() || c == '_');
        if is_name || subscript.starts_with("<<") || subscript.starts_with('(') {
            format!("{operator}_{subscript}({action})")
        } else {
            format!("{operator}_({subscript})({action})")
        }
    }
}

/// A short text of the specification, if it stands on one line.
pub(super) fn source_text(spec: &ResolvedSpec, span: Span) -> Option<String> {
    let text = spec.sources.get(span.source).text.get(span.start as usize..span.end as usize)?;
    (text.len() <= LONGEST_TEXT && !text.contains('\n')).then(|| text.to_owned())
}

/// Gives names to sets of action instances.
struct Namer<'a> {
    program: &'a Program,
    spec: &'a ResolvedSpec,
    model: &'a Model,
}

impl Namer<'_> {
    fn next(&self) -> String {
        match (&self.model.behavior, self.program.next) {
            (Some(Behavior::InitNext(_, next)), _) => next.text.clone(),
            (_, Some(span)) => {
                let text = source_text(self.spec, span).unwrap_or_else(|| "Next".to_owned());
                let names = &self.spec.modules[self.spec.root].names;
                // It may stand in a module that the specification is an instance of.
                let inner = format!("!{text}");
                let outer = names.keys().filter(|name| name.ends_with(&inner));
                let outer = outer.min_by_key(|name| (name.len(), *name));
                outer.filter(|_| !names.contains_key(text.as_str())).map_or(text, ToString::to_string)
            }
            _ => "Next".to_owned(),
        }
    }

    fn instance(&self, instance: u32) -> &Instance {
        &self.program.instances[instance as usize]
    }

    /// The actions. Instances of one name are one action, if they are all that the name means; otherwise those of one
    /// place.
    fn groups(&self) -> Vec<Label> {
        let names: BTreeSet<&str> =
            self.program.instances.iter().filter_map(|instance| instance.name.as_deref()).collect();
        let mut groups: Vec<(Option<&str>, Option<Span>, Vec<u32>)> = Vec::new();
        for (number, instance) in (0..).zip(&self.program.instances) {
            let name = instance.name.as_deref();
            let whole = name.is_some_and(|name| self.is_whole(name, instance, &names));
            let place = (!whole).then_some(instance.span);
            match groups.iter_mut().find(|(known, at, _)| (*known, *at) == (name, place)) {
                Some((.., instances)) => instances.push(number),
                None => groups.push((name, place, vec![number])),
            }
        }
        let label = |(name, place, instances): (Option<&str>, Option<Span>, Vec<u32>)| match (name, place) {
            (Some(name), None) => self.whole(name, instances),
            (name, place) => self.partial(name, place, instances),
        };
        groups.into_iter().map(label).collect()
    }

    /// The definition of this name that an instance comes from.
    fn definition(&self, name: &str, instance: &Instance) -> Option<&Definition> {
        let span = instance.span;
        let contains =
            |outer: Span| outer.source == span.source && outer.start <= span.start && span.end <= outer.end;
        let fits = |definition: &&Definition| &*definition.name == name && contains(definition.body.span);
        self.spec.definitions.iter().find(fits)
    }

    /// All that the definition of this name means is split into instances of this name and its parameters.
    fn is_whole(&self, name: &str, instance: &Instance, names: &BTreeSet<&str>) -> bool {
        let Some(definition) = self.definition(name, instance) else { return false };
        let body = definition.body.span;
        let source = &self.spec.sources.get(body.source).text;
        let text = source.get(body.start as usize..body.end as usize).unwrap_or_default();
        // Labels of an algorithm are strings, and names of actions too.
        let code = text.split('"').step_by(2);
        let mut words = code.flat_map(|code| code.split(|c: char| !(c.is_alphanumeric() || c == '_')));
        instance.args.len() == definition.params.len()
            && !words.any(|word| word != name && names.contains(word))
    }

    /// All instances of a name.
    fn whole(&self, name: &str, instances: Vec<u32>) -> Label {
        let mut label = Label::new(name.to_owned(), instances);
        let of = self.instance(label.instances[0]);
        label.prefix = self.prefix(name, of);
        label.formula = format!("{}{name}", label.prefix);
        if of.args.is_empty() {
            return label;
        }
        label.quantified = self.quantified(&label.formula, &label.instances);
        let mut calls = self.calls(&label.instances);
        calls.iter_mut().for_each(|(call, _)| call.insert_str(0, &label.prefix));
        label.formula = match &label.quantified {
            _ if calls.len() == 1 => calls[0].0.clone(),
            Some((bounds, call)) => format!("\\E {bounds} : {call}"),
            None if calls.len() <= MOST_DISJUNCTS => {
                calls.iter().map(|(call, _)| call.as_str()).collect::<Vec<_>>().join(" \\/ ")
            }
            None => label.formula,
        };
        label
    }

    /// What the root module writes before the name of a definition that an instance comes from.
    fn prefix(&self, name: &str, instance: &Instance) -> String {
        let wanted = self.definition(name, instance);
        let is_wanted = |entity: &Entity| match entity {
            Entity::Definition { definition, .. } => {
                wanted.is_some_and(|wanted| std::ptr::eq(wanted, &self.spec.definitions[*definition]))
            }
            _ => false,
        };
        let names = self.spec.modules[self.spec.root].names.iter();
        let names = names.filter(|(_, entity)| is_wanted(entity)).map(|(name, _)| &**name);
        let shortest = names.min_by_key(|name| (name.len(), *name));
        shortest.and_then(|full| full.strip_suffix(name)).unwrap_or_default().to_owned()
    }

    /// The different calls that instances are: `Recv(n1)`, and which are this one.
    fn calls(&self, instances: &[u32]) -> Vec<(String, Vec<u32>)> {
        let mut calls: Vec<(String, Vec<u32>)> = Vec::new();
        for &instance in instances {
            let (call, _) = self.program.action_label(instance);
            match calls.iter_mut().find(|(known, _)| *known == call) {
                Some((_, same)) => same.push(instance),
                None => calls.push((call, vec![instance])),
            }
        }
        calls
    }

    /// Instances that are a part of what their name means.
    fn partial(&self, name: Option<&str>, place: Option<Span>, instances: Vec<u32>) -> Label {
        let span = place.unwrap_or_else(|| self.instance(instances[0]).span);
        let text = match (instances.as_slice(), source_text(self.spec, span)) {
            ([_], Some(text)) => text,
            _ => {
                let source = self.spec.sources.get(span.source);
                let at = source.position(span.start);
                let name = name.unwrap_or("Next");
                format!("{name} as at {}:{}:{}", module_name(&source.name), at.line, at.column)
            }
        };
        Label::new(text, instances)
    }

    /// `n \in Node` and `Recv(n)`, if the arguments of the instances are all combinations of some values.
    fn quantified(&self, name: &str, instances: &[u32]) -> Option<(String, String)> {
        let symbols = &self.program.symbols;
        let parameters = &self.instance(instances[0]).parameters;
        let (mut bounds, mut combinations) = (Vec::new(), 1);
        for (at, parameter) in parameters.iter().enumerate() {
            let mut values: Vec<String> = Vec::new();
            for instance in instances {
                let value = format_value(symbols, self.instance(*instance).args.get(at)?.get());
                if !values.contains(&value) {
                    values.push(value);
                }
            }
            combinations *= values.len();
            bounds.push(format!("{parameter} \\in {}", self.set(&values)));
        }
        let whole = !bounds.is_empty() && combinations == self.calls(instances).len();
        whole.then(|| (bounds.join(", "), format!("{name}({})", parameters.join(", "))))
    }

    /// A set with these elements: the constant of the model that is this set, if there is one.
    fn set(&self, values: &[String]) -> String {
        let text = |value: &ConstantValue| match value {
            ConstantValue::Int(number) => number.to_string(),
            ConstantValue::String(string) => format!("\"{string}\""),
            ConstantValue::Bool(value) => if *value { "TRUE" } else { "FALSE" }.to_owned(),
            ConstantValue::ModelValue(name) => name.clone(),
            ConstantValue::Set(_) => String::new(),
        };
        let wanted: BTreeSet<&str> = values.iter().map(String::as_str).collect();
        let constant = self.model.assignments.iter().find(|assignment| match &assignment.value {
            ConstantValue::Set(elements) if assignment.args.is_empty() && assignment.module.is_none() => {
                let elements: Vec<String> = elements.iter().map(text).collect();
                elements.iter().map(String::as_str).collect::<BTreeSet<_>>() == wanted
            }
            _ => false,
        });
        constant
            .map_or_else(|| format!("{{{}}}", values.join(", ")), |assignment| assignment.name.text.clone())
    }

    /// Adds the instances of an action that is a name with arguments.
    fn add_instances(&self, labels: &mut Vec<Label>, group: usize) {
        let calls = self.calls(&labels[group].instances);
        let is_call = labels[group].quantified.is_some() || labels[group].formula != labels[group].text;
        if calls.len() < 2 || !is_call {
            return;
        }
        for (call, instances) in calls {
            let child = labels.len();
            let formula = format!("{}{call}", labels[group].prefix);
            labels[group].children.push(child);
            labels.push(Label { formula, ..Label::new(call, instances) });
        }
    }
}
