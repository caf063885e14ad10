//! The state graph of a search as text, piece by piece: what all drawings of it have in common.

use super::Binding;
use super::text::state_lines;

/// A drawing of the state graph. It is told of initial states, then of steps, in the order of exploration, and
/// appends what can be written so far to `out`.
pub trait GraphDrawing: Send {
    /// Before everything else.
    fn begin(&mut self, out: &mut String);
    /// A stored initial state; or one that a constraint excludes, if it is told.
    fn initial(&mut self, state: &GraphState<'_>, out: &mut String);
    /// A step. `successor` describes its target if that was not drawn yet.
    fn step(&mut self, step: &GraphStep<'_>, successor: Option<&GraphState<'_>>, out: &mut String);
    /// After everything else.
    ///
    /// # Errors
    /// Why the graph cannot be drawn.
    fn end(&mut self, out: &mut String) -> Result<(), String>;
    /// Whether states and steps that constraints exclude are drawn too.
    fn wants_excluded(&self) -> bool {
        false
    }
}

/// A state of the graph.
#[derive(Clone, Copy, Debug)]
pub struct GraphState<'t> {
    /// Its fingerprint, as an integer with a sign.
    pub id: i128,
    /// Its variables, one a line, without an end of line.
    pub text: &'t str,
}

/// A step of the graph.
#[derive(Clone, Copy, Debug)]
pub struct GraphStep<'t> {
    /// The state that was expanded.
    pub from: i128,
    /// Its level; initial states have level 1.
    pub level: u32,
    /// The successor.
    pub to: i128,
    /// The action.
    pub action: &'t GraphAction,
}

/// An action in a graph.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GraphAction {
    /// Its name without arguments, by which it is coloured: `Inc`.
    pub name: String,
    /// Its name with arguments: `Inc(1)`.
    pub label: String,
}

/// The text of a state in a graph: the variables in TLC's order (see [`Names::symbols`](super::Names::symbols)), one a
/// line, without an end of line.
pub fn graph_state_text(bindings: Vec<Binding>, symbols: usize) -> String {
    let mut text = state_lines(bindings, Some(symbols), &[]);
    text.truncate(text.trim_end_matches('\n').len());
    text
}
