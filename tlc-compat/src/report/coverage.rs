//! TLC's coverage: for each formula of the model how often it led to states, and below it how often the expressions in
//! it were evaluated.
//!
//! Not every expression gets a line. TLC leaves out what it can do without: an expression whose operands were all
//! evaluated just as often as itself stands for them; an expression that was never evaluated itself (as the parts of
//! an action are) gives its place to its operands, or stands for them if they have the same count; what was never
//! reached is left out, except for assignments and UNCHANGED.

use super::names::location;
use crate::messages::{Message, code};
use std::collections::BTreeSet;
use tern_checker::report::{ActionCount, Statistics};
use tern_evaluator::coverage::{CostId, CostKind, CostRoot, Coverage, Relation};
use tern_parser::source::{SourceMap, Span};

/// After so long TLC adds that coverage takes time.
const LONG: std::time::Duration = std::time::Duration::from_secs(300);

/// What a coverage report is drawn from.
#[derive(Clone, Copy)]
pub struct Covered<'c> {
    /// The trees and their counters.
    pub coverage: &'c Coverage,
    /// The counts of the search, so far.
    pub statistics: &'c Statistics,
    /// Each variable: its name and declaration.
    pub variables: &'c [(String, Span)],
    /// All texts.
    pub sources: &'c SourceMap,
}

/// The block of messages, from the first to the last line.
pub fn coverage(covered: Covered<'_>, time: &str) -> Vec<Message> {
    let mut messages =
        vec![Message::plain(code::COVERAGE_START, format!("The coverage statistics at {time}"))];
    covered.variables(&mut messages);
    for relations in [&[Ordinal::Initial][..], &[Ordinal::Action], &[Ordinal::Check], &[Ordinal::Constraint]]
    {
        for root in covered.roots(relations[0]) {
            messages.push(covered.headline(root));
            for child in &root.children {
                covered.print(*child, 0, &mut messages);
            }
        }
    }
    messages.push(if covered.statistics.elapsed > LONG {
        Message::plain(
            code::COVERAGE_END_OVERHEAD,
            "End of statistics (please note that for performance reasons large models\n\
             are best checked with coverage and cost statistics disabled).",
        )
    } else {
        Message::plain(code::COVERAGE_END, "End of statistics.")
    });
    messages
}

/// The parts of the block, in order.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ordinal {
    Initial,
    Action,
    Check,
    Constraint,
}

impl<'c> Covered<'c> {
    fn variables(&self, messages: &mut Vec<Message>) {
        for (index, (name, span)) in self.variables.iter().enumerate() {
            let values = self.statistics.values.get(index).copied().unwrap_or(0);
            let place = location(self.sources, *span);
            messages.push(Message::plain(code::COVERAGE_VARIABLE, format!("<{name} {place}>: {values}")));
        }
    }

    /// The formulas of one part: actions in the order of the text, others in that of the model.
    fn roots(&self, part: Ordinal) -> Vec<&'c CostRoot> {
        let of = |root: &CostRoot| match root.relation {
            Relation::Initial => Ordinal::Initial,
            Relation::Action => Ordinal::Action,
            Relation::Invariant | Relation::Property => Ordinal::Check,
            Relation::Constraint(_) | Relation::ActionConstraint(_) => Ordinal::Constraint,
        };
        let mut roots: Vec<&CostRoot> = self.coverage.roots.iter().filter(|root| of(root) == part).collect();
        if part == Ordinal::Action {
            roots.sort_by_key(|root| (root.formula.source, root.formula.start, root.formula.end));
        }
        roots
    }

    fn headline(&self, root: &CostRoot) -> Message {
        let label = self.label(root);
        match root.relation {
            Relation::Initial => {
                let generated = self.statistics.initial_generated;
                let all = generated + self.coverage.rejected();
                Message::plain(code::COVERAGE_INIT, format!("{label}: {generated}:{all}"))
            }
            Relation::Action => {
                let ActionCount { generated, distinct } = self.actions(&root.instances);
                Message::plain(code::COVERAGE_NEXT, format!("{label}: {distinct}:{generated}"))
            }
            Relation::Invariant | Relation::Property => Message::plain(code::COVERAGE_PROPERTY, label),
            Relation::Constraint(_) | Relation::ActionConstraint(_) => {
                let (admitted, all) = self.coverage.asked(root.relation).unwrap_or_default();
                Message::plain(code::COVERAGE_CONSTRAINT, format!("{label}: {admitted}:{all}"))
            }
        }
    }

    /// What the instances of an action did together.
    fn actions(&self, instances: &[u32]) -> ActionCount {
        let counts = instances.iter().filter_map(|index| self.statistics.actions.get(*index as usize));
        counts.fold(ActionCount::default(), |sum, count| ActionCount {
            generated: sum.generated + count.generated,
            distinct: sum.distinct + count.distinct,
        })
    }

    /// `<Op(a) line .. of module M>`, with the place of the formula if it is not all of the definition.
    fn label(&self, root: &CostRoot) -> String {
        let (Some(name), Some(declaration)) = (&root.name, root.declaration) else {
            return format!("<Action {}>", location(self.sources, root.formula));
        };
        let place = location(self.sources, declaration);
        if root.body == Some(root.formula) {
            return format!("<{name} {place}>");
        }
        let (first, last) = self.sources.positions(root.formula);
        format!("<{name} {place} ({} {} {} {})>", first.line, first.column, last.line, last.column)
    }

    /// Adds the counts of what is below a node; of zeros, only those of nodes that are always shown.
    fn below(&self, node: CostId, counts: &mut BTreeSet<u64>) {
        for child in &self.coverage.nodes[node].children {
            let count = self.coverage.evaluations(*child);
            if count > 0 || self.coverage.nodes[*child].kind != CostKind::Plain {
                counts.insert(count);
            }
            stacker::maybe_grow(64 << 10, 1 << 20, || self.below(*child, counts));
        }
    }

    fn print(&self, node: CostId, level: usize, messages: &mut Vec<Message>) {
        let kind = self.coverage.nodes[node].kind;
        let own = self.coverage.evaluations(node);
        let mut counts = BTreeSet::new();
        self.below(node, &mut counts);
        let always = kind != CostKind::Plain;
        if kind == CostKind::Unchanged {
            let below = counts.iter().copied().find(|count| *count > 0).unwrap_or(0);
            messages.push(self.line(node, level, own.max(below)));
            return;
        }
        let only = if counts.len() == 1 { counts.first().copied() } else { None };
        match only {
            None if counts.is_empty() && own == 0 && !always => {}
            None if counts.is_empty() => messages.push(self.line(node, level, own)),
            Some(count) if count == own && own > 0 => messages.push(self.line(node, level, own)),
            Some(count) if own == 0 && count > 0 && !always => {
                messages.push(self.line(node, level, count));
            }
            _ => {
                let shown = own > 0 || always;
                if shown {
                    messages.push(self.line(node, level, own));
                }
                for child in &self.coverage.nodes[node].children {
                    let level = level + usize::from(shown);
                    stacker::maybe_grow(64 << 10, 1 << 20, || self.print(*child, level, messages));
                }
            }
        }
    }

    fn line(&self, node: CostId, level: usize, count: u64) -> Message {
        let place = location(self.sources, self.coverage.nodes[node].span);
        let indent = "|".repeat(level);
        Message::plain(code::COVERAGE_VALUE, format!("  {indent}{place}: {count}"))
    }
}
