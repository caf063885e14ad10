//! The text of `tern check --explain-plan`.

use std::fmt::Write;
use tern_evaluator::plan::{
    DOMAIN_LIMIT, FormulaPlan, Plan, Reason, SLOT_LIMIT, SlotsPlan, VariablePlan, Why,
};
use tern_parser::source::{SourceMap, Span};

/// The longest piece of a specification that is quoted.
const QUOTED: usize = 60;

/// How a program is going to be evaluated, for people.
pub fn text(plan: &Plan, sources: &SourceMap) -> String {
    let mut text = String::new();
    let count: usize = plan.variables.iter().flat_map(|variable| &variable.slots).map(SlotsPlan::count).sum();
    let _ = writeln!(text, "Variables: {} in {}", plan.variables.len(), counted(count, "slot"));
    for variable in &plan.variables {
        add_variable(&mut text, variable, sources);
    }
    add_formulas(&mut text, "Actions", &plan.actions, sources);
    add_formulas(&mut text, "Conjuncts of invariants", &plan.invariants, sources);
    add_formulas(&mut text, "Conjuncts of constraints", &plan.constraints, sources);
    text
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

fn add_variable(text: &mut String, variable: &VariablePlan, sources: &SourceMap) {
    for slots in &variable.slots {
        let keys: String = slots.keys.iter().map(|keys| format!("[{}]", keys.join(", "))).collect();
        let sets = slots.elements.as_ref().map_or(String::new(), |elements| {
            let all = format!("{{{}}}", elements.join(", "));
            if slots.count() == 1 { format!(", a subset of {all}") } else { format!(", subsets of {all}") }
        });
        let bits = if slots.bits { ", a bit for each element" } else { "" };
        let slot = counted(slots.count(), "slot");
        let _ = writeln!(text, "  {}{keys}: {slot}{sets}{bits}", variable.name);
        // That an element is a number or a string is nothing to explain.
        let told = |why: &Why| slots.keys.is_empty() || why.reason != Reason::NoFunction;
        if let Some(why) = slots.why.filter(told) {
            let _ = writeln!(text, "      {}", because(why, sources));
        }
    }
}

/// Why a slot is not split.
fn because(why: Why, sources: &SourceMap) -> String {
    let reason = match why.reason {
        Reason::NoFunction => "is no function".to_owned(),
        Reason::Opaque => "is not known to be a function with a constant domain".to_owned(),
        Reason::Domain => "has a domain that is not constant".to_owned(),
        Reason::Empty => "has an empty domain".to_owned(),
        Reason::Large => format!("has more than {DOMAIN_LIMIT} elements"),
        Reason::OtherDomain => "has another domain than what is assigned elsewhere".to_owned(),
        Reason::Slots => return format!("whole: it would have more than {SLOT_LIMIT} slots"),
    };
    match why.span {
        Some(span) => format!("whole: {} ({}) {reason}", quoted(span, sources), place(span, sources)),
        None => format!("whole: what is assigned {reason}"),
    }
}

fn add_formulas(text: &mut String, title: &str, formulas: &[FormulaPlan], sources: &SourceMap) {
    if formulas.is_empty() {
        return;
    }
    let _ = writeln!(text, "{title}: {}", formulas.len());
    for formula in formulas {
        let _ = writeln!(text, "  {} ({})", formula.name, place(formula.span, sources));
        for (what, parts) in [("reads", &formula.reads), ("writes", &formula.writes)] {
            if !parts.is_empty() {
                let _ = writeln!(text, "      {what} {}", parts.join(", "));
            }
        }
        if let Some(span) = formula.impure {
            let (what, at) = (quoted(span, sources), place(span, sources));
            let _ = writeln!(text, "      evaluated each time: {what} ({at}) depends on more than the state");
        }
    }
}

/// `line 3 of M`.
fn place(span: Span, sources: &SourceMap) -> String {
    let (first, _) = sources.positions(span);
    let file = &sources.get(span.source).name;
    let module = file.rsplit(['/', '\\']).next().unwrap_or(file);
    format!("line {} of {}", first.line, module.strip_suffix(".tla").unwrap_or(module))
}

/// The text of a piece of a specification, on one line, the end left out if it is long.
fn quoted(span: Span, sources: &SourceMap) -> String {
    let text = sources.get(span.source).text.get(span.start as usize..span.end as usize).unwrap_or_default();
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("`{}...`", &words[..end]),
        None => format!("`{words}`"),
    }
}
