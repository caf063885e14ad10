//! What a report's numbers stand for, and positions as TLC writes them.

use super::behavior::Behavior;
use tern_checker::report::{Failure, TraceState};
use tern_evaluator::coverage::Coverage;
use tern_evaluator::error::EvalError;
use tern_evaluator::trace::CounterExample;
use tern_evaluator::value::Value;
use tern_evaluator::value::symbol::Symbols;
use tern_parser::source::{SourceMap, Span};

/// What faces need to know of the checked specification: the names and texts behind a report's numbers.
pub trait Names {
    /// All texts, for positions.
    fn sources(&self) -> &SourceMap;
    /// The name of an invariant.
    fn invariant(&self, index: usize) -> String;
    /// The first conjunct of an invariant that is false in a state, if it is known.
    fn false_conjunct(&self, invariant: usize, state: &TraceState) -> Option<Span> {
        let _ = (invariant, state);
        None
    }
    /// The name of an action property.
    fn action_property(&self, index: usize) -> String;
    /// The name of a property of initial states.
    fn initial_property(&self, index: usize) -> String;
    /// The name of a temporal property.
    fn temporal_property(&self, index: usize) -> String;
    /// The label of an action instance.
    fn action(&self, action: u32) -> ActionLabel;
    /// The label of the initial states, where traces name them.
    fn initial(&self) -> Option<ActionLabel> {
        None
    }
    /// What to show of the state at `index` of a behaviour, in order: the variables, or the fields of the ALIAS. Values
    /// are TLC's text and may have several lines.
    fn state(&self, behavior: Behavior<'_>, index: usize) -> Vec<Binding>;
    /// The number of names that the root module declares, defines or imports, on which the order depends in which
    /// TLC prints variables; none if states are shown in the order that [`state`](Self::state) gives, as with ALIAS.
    fn symbols(&self) -> Option<usize> {
        None
    }
    /// Whether there are several actions, so that one of them has to be named.
    fn has_several_actions(&self) -> bool {
        true
    }
    /// The positions of the expressions that were being evaluated when something failed, outermost first.
    fn call_stack(&self, error: &EvalError) -> Vec<Span> {
        let mut places: Vec<Span> = error.calls.iter().rev().copied().collect();
        places.extend(error.span.filter(|span| places.last() != Some(span)));
        places
    }
    /// The action property or property of initial states whose evaluation failed, if it is known.
    fn failed_property(&self, failure: &Failure) -> Option<String> {
        let _ = failure;
        None
    }
    /// What coverage was counted in, and the variables with their declarations; none without coverage.
    fn coverage(&self) -> Option<(&Coverage, &[(String, Span)])> {
        None
    }
    /// The invariant whose evaluation failed, if it is known.
    fn failed_invariant(&self, failure: &Failure) -> Option<String> {
        let _ = failure;
        None
    }
}

/// What faces that write data need beside the texts of [`Names`].
pub trait Values: Names {
    /// The texts of strings and model values.
    fn strings(&self) -> &Symbols;
    /// The names of the variables in order of declaration; those of the ALIAS's fields where it is shown.
    fn variables(&self, behavior: Behavior<'_>) -> Vec<String>;
    /// What [`Names::state`] shows, as normal values; none for what is not assigned.
    fn values(&self, behavior: Behavior<'_>, index: usize) -> Vec<(String, Option<Value<'_>>)>;
    /// The name of an action without its arguments; none if no definition names it.
    fn action_name(&self, action: u32) -> Option<&str>;
    /// The parameters of an action: names and normal values.
    fn parameters(&self, action: u32) -> Vec<(String, Value<'_>)>;
    /// What TLC's modules see of a behaviour.
    fn counter_example(&self, behavior: Behavior<'_>) -> CounterExample;
    /// The text of a value, with line breaks where it is long.
    fn text(&self, value: Value<'_>) -> String;
    /// The model values of the model, by name.
    fn model_values(&self) -> Vec<String>;
}

/// An action in a trace: `Inc(1)` and the formula that took the step.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ActionLabel {
    /// The name of the innermost operator that was split, with its constant arguments: `Inc(1)`.
    pub name: String,
    /// The formula; none if it is not known.
    pub span: Option<Span>,
}

/// The text in place of the value of a variable that is not assigned.
pub const UNASSIGNED: &str = "null";

/// One line of a state: `name = value`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Binding {
    /// The variable.
    pub name: String,
    /// Its value's text.
    pub value: String,
}

/// The name of the module that a source holds: its file's name without folder and extension.
pub fn module_name(source_name: &str) -> &str {
    let file = source_name.rsplit(['/', '\\']).next().unwrap_or(source_name);
    file.strip_suffix(".tla").unwrap_or(file)
}

/// TLC's text for a place: `line 5, col 9 to line 5, col 27 of module M`.
pub fn location(sources: &SourceMap, span: Span) -> String {
    let (first, last) = sources.positions(span);
    format!(
        "line {}, col {} to line {}, col {} of module {}",
        first.line,
        first.column,
        last.line,
        last.column,
        module_name(&sources.get(span.source).name)
    )
}
