//! How a program is going to be evaluated: which slots each variable has, and what each action and each conjunct of an
//! invariant reads and writes. For people who want to know why a model is slow.

use tern_parser::ids::Id;
use tern_parser::source::Span;

pub use crate::lower::shape::{DOMAIN_LIMIT, Reason, SLOT_LIMIT, Why};
use crate::lower::shape::{Form, Found};
use crate::permanent::Permanent;
use crate::program::{Predicate, Program, Reads};
use crate::state::{Layout, PartId, SlotId};
use crate::value;

/// How a program is going to be evaluated.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The variables in order of declaration.
    pub variables: Vec<VariablePlan>,
    /// The parts of Next that are evaluated and remembered at a time, in order.
    pub actions: Vec<FormulaPlan>,
    /// The conjuncts of the invariants, in order.
    pub invariants: Vec<FormulaPlan>,
    /// The conjuncts of the constraints, in order.
    pub constraints: Vec<FormulaPlan>,
}

/// The slots of a variable.
#[derive(Clone, Debug)]
pub struct VariablePlan {
    /// Its name.
    pub name: String,
    /// Slots that are alike are one entry.
    pub slots: Vec<SlotsPlan>,
}

/// Slots that are alike.
#[derive(Clone, Debug, PartialEq)]
pub struct SlotsPlan {
    /// The keys of each level: the slots are those of all combinations. Empty for a variable that is one slot.
    pub keys: Vec<Vec<String>>,
    /// All that they may have as elements, if they hold sets and it is known.
    pub elements: Option<Vec<String>>,
    /// They hold sets that grow and shrink by elements, and each element is a bit.
    pub bits: bool,
    /// Why they are not split further, if that is known.
    pub why: Option<Why>,
}

impl SlotsPlan {
    /// How many slots they are.
    pub fn count(&self) -> usize {
        self.keys.iter().map(Vec::len).product()
    }
}

/// What is evaluated at a time, and remembered.
#[derive(Clone, Debug)]
pub struct FormulaPlan {
    /// The action with its arguments, or the invariant.
    pub name: String,
    /// Its text.
    pub span: Span,
    /// The parts of the state that it may read.
    pub reads: Vec<String>,
    /// The parts of the state that it may change.
    pub writes: Vec<String>,
    /// What keeps its results from being remembered.
    pub impure: Option<Span>,
}

/// How `program` is going to be evaluated.
pub fn plan(program: &Program) -> Plan {
    let variables = program.layout.variables.iter_enumerated().take(program.layout.state_variables().count());
    let variables = variables.map(|(id, variable)| VariablePlan {
        name: variable.name.to_string(),
        slots: slots(program, variable.root, program.found.get(&id)),
    });
    let actions = (0..).zip(&program.instances).map(|(number, instance)| {
        let span = program.ir.act_spans[instance.act];
        formula(program, program.action_label(number).0, span, &instance.reads)
    });
    Plan {
        variables: variables.collect(),
        actions: actions.collect(),
        invariants: conjuncts(program, &program.invariants),
        constraints: conjuncts(program, &program.constraints),
    }
}

fn conjuncts(program: &Program, predicates: &[Predicate]) -> Vec<FormulaPlan> {
    let each = predicates.iter().flat_map(|predicate| {
        let conjuncts = predicate.conjuncts.iter();
        conjuncts.map(|conjunct| (predicate.name.to_string(), conjunct))
    });
    each.map(|(name, conjunct)| formula(program, name, program.span_of(conjunct.expr), &conjunct.reads))
        .collect()
}

fn formula(program: &Program, name: String, span: Span, reads: &Reads) -> FormulaPlan {
    FormulaPlan {
        name,
        span,
        reads: names(program, &reads.slots),
        writes: names(program, &reads.writes),
        impure: reads.impure_at,
    }
}

/// The slots of a part, those of like elements together.
fn slots(program: &Program, part: PartId, found: Option<&Found>) -> Vec<SlotsPlan> {
    let Some(split) = &program.layout.parts[part].split else {
        let (elements, why) = match found.map(|found| &found.form) {
            Some(Form::Set(elements)) => (Some(elements), None),
            Some(Form::Whole(why)) => (None, Some(*why)),
            _ => (None, None),
        };
        let text = |element: &Permanent| value::format_value(&program.symbols, element.get());
        let elements = elements.map(|elements| elements.iter().map(text).collect());
        let bits = program.universe_of(program.layout.parts[part].first.index()).is_some();
        return vec![SlotsPlan { keys: Vec::new(), elements, bits, why: why.filter(|_| !bits) }];
    };
    let mut groups: Vec<(Vec<String>, Vec<SlotsPlan>)> = Vec::new();
    for (index, (key, child)) in split.domain.iter().zip(&split.children).enumerate() {
        let found = found.and_then(|found| match &found.form {
            Form::Split(_, children) => children.get(index),
            _ => None,
        });
        let key = value::format_value(&program.symbols, key.get());
        let below = slots(program, *child, found);
        match groups.iter_mut().find(|(_, known)| *known == below) {
            Some((keys, _)) => keys.push(key),
            None => groups.push((vec![key], below)),
        }
    }
    let group = |(keys, below): (Vec<String>, Vec<SlotsPlan>)| {
        below.into_iter().map(move |mut slots| {
            slots.keys.insert(0, keys.clone());
            slots
        })
    };
    groups.into_iter().flat_map(group).collect()
}

/// The names of the largest parts that consist of these slots.
fn names(program: &Program, slots: &[SlotId]) -> Vec<String> {
    let mut wanted = vec![false; program.layout.slots.len()];
    slots.iter().for_each(|slot| wanted[slot.index()] = true);
    let mut found = Vec::new();
    for variable in program.layout.state_variables() {
        add_names(program, &program.layout, variable.root, variable.name.to_string(), &wanted, &mut found);
    }
    found
}

fn add_names(
    program: &Program,
    layout: &Layout,
    part: PartId,
    name: String,
    wanted: &[bool],
    found: &mut Vec<String>,
) {
    let own = &wanted[layout.slots_of(part)];
    if own.iter().all(|wanted| *wanted) {
        found.push(name);
    } else if let Some(split) = &layout.parts[part].split
        && own.contains(&true)
    {
        for (key, child) in split.domain.iter().zip(&split.children) {
            let key = value::format_value(&program.symbols, key.get());
            add_names(program, layout, *child, format!("{name}[{key}]"), wanted, found);
        }
    }
}
