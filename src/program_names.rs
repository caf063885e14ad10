//! What the numbers of a report stand for in a program.

use crate::engine::{counter_example, items};
use std::sync::Arc;
use tern_checker::report::{Failure, TraceState};
use tern_evaluator::coverage::Coverage;
use tern_evaluator::error::EvalError;
use tern_evaluator::explorer::Explorer;
use tern_evaluator::permanent::Permanent;
use tern_evaluator::program::Program;
use tern_evaluator::trace::CounterExample;
use tern_evaluator::value::symbol::Symbols;
use tern_evaluator::value::{Value, format_state_value};
use tern_parser::resolved::{Entity, ResolvedSpec};
use tern_parser::source::{SourceMap, Span};
use tern_tlc_compat::report::behavior::Behavior;
use tern_tlc_compat::report::{ActionLabel, Binding, Names, UNASSIGNED, Values, call_stack};

/// The names of a program.
pub(crate) struct ProgramNames {
    pub(crate) program: Program,
    pub(crate) spec: Arc<ResolvedSpec>,
    pub(crate) symbols: Option<usize>,
    pub(crate) model_values: Vec<String>,
    pub(crate) variables: Vec<(String, Span)>,
}

impl Names for ProgramNames {
    fn symbols(&self) -> Option<usize> {
        self.symbols
    }

    fn coverage(&self) -> Option<(&Coverage, &[(String, Span)])> {
        self.program.coverage.as_ref().map(|coverage| (coverage, self.variables.as_slice()))
    }

    fn sources(&self) -> &SourceMap {
        &self.spec.sources
    }

    fn invariant(&self, index: usize) -> String {
        self.program.invariants[index].name.to_string()
    }

    fn false_conjunct(&self, invariant: usize, state: &TraceState) -> Option<Span> {
        Explorer::new(&self.program, false).false_conjunct(invariant, &state.words)
    }

    fn action_property(&self, index: usize) -> String {
        self.program.action_properties[index].0.to_string()
    }

    fn initial_property(&self, index: usize) -> String {
        self.program.initial_properties[index].0.to_string()
    }

    fn has_several_actions(&self) -> bool {
        self.program.instances.len() > 1
    }

    fn call_stack(&self, error: &EvalError) -> Vec<Span> {
        let is_action = |span| self.program.instances.iter().any(|instance| instance.span == span);
        call_stack(&self.spec, error, &is_action)
    }

    fn failed_invariant(&self, failure: &Failure) -> Option<String> {
        let names: Vec<&str> = self.program.invariants.iter().map(|invariant| &*invariant.name).collect();
        self.blamed(&names, failure)
    }

    fn failed_property(&self, failure: &Failure) -> Option<String> {
        let properties = self.program.action_properties.iter().chain(&self.program.initial_properties);
        let names: Vec<&str> = properties.map(|(name, _)| &**name).collect();
        self.blamed(&names, failure)
    }

    fn action(&self, action: u32) -> ActionLabel {
        let (name, span) = self.program.action_label(action);
        ActionLabel { name, span: Some(span) }
    }

    fn initial(&self) -> Option<ActionLabel> {
        let (name, span) = self.program.initial_label()?;
        Some(ActionLabel { name: name.to_owned(), span: Some(span) })
    }

    fn temporal_property(&self, index: usize) -> String {
        self.program.temporal_properties[index].name.to_string()
    }

    fn state(&self, behavior: Behavior<'_>, index: usize) -> Vec<Binding> {
        let back_to = behavior.back_to.map(|closing| closing.position);
        let shown = self.program.shown_values(&items(behavior.states), index, back_to);
        let binding = |(name, value): (&str, Option<Permanent>)| Binding {
            name: name.to_owned(),
            value: value.map_or_else(|| UNASSIGNED.to_owned(), |value| self.program.state_text(value)),
        };
        shown.into_iter().map(binding).collect()
    }
}

impl ProgramNames {
    /// The only name, or the first one in whose definition something failed.
    fn blamed(&self, names: &[&str], failure: &Failure) -> Option<String> {
        if let [only] = names {
            return Some((*only).to_owned());
        }
        let places = || failure.error.span.iter().chain(&failure.error.calls);
        let known = &self.spec.modules[self.spec.root].names;
        let blamed = |name: &str| match known.get(name) {
            Some(Entity::Definition { definition, .. }) => {
                let whole = self.spec.definitions[*definition].span;
                places().any(|p| p.source == whole.source && whole.start <= p.start && p.end <= whole.end)
            }
            _ => false,
        };
        names.iter().find(|name| blamed(name)).map(|name| (*name).to_owned())
    }
}

impl Values for ProgramNames {
    fn strings(&self) -> &Symbols {
        &self.program.symbols
    }

    fn variables(&self, behavior: Behavior<'_>) -> Vec<String> {
        let shown = behavior.states.first().map(|_| self.values(behavior, 0)).unwrap_or_default();
        shown.into_iter().map(|(name, _)| name).collect()
    }

    fn values(&self, behavior: Behavior<'_>, index: usize) -> Vec<(String, Option<Value<'_>>)> {
        let back_to = behavior.back_to.map(|closing| closing.position);
        let shown = self.program.shown_values(&items(behavior.states), index, back_to).into_iter();
        shown.map(|(name, value)| (name.to_owned(), value.map(|value| value.within(&self.program)))).collect()
    }

    fn action_name(&self, action: u32) -> Option<&str> {
        self.program.instances[action as usize].name.as_deref()
    }

    fn parameters(&self, action: u32) -> Vec<(String, Value<'_>)> {
        let parameters = self.program.parameters(action).into_iter();
        parameters.map(|(name, value)| (name.to_owned(), value.within(&self.program))).collect()
    }

    fn counter_example(&self, behavior: Behavior<'_>) -> CounterExample {
        counter_example(&self.program, &self.spec, behavior)
    }

    fn text(&self, value: Value<'_>) -> String {
        format_state_value(&self.program.symbols, value)
    }

    fn model_values(&self) -> Vec<String> {
        self.model_values.clone()
    }
}
