//! `-dumpTrace dot FILE`: the behaviour as a graph for GraphViz, states numbered as in the printed trace.

use super::Names;
use super::behavior::Behavior;
use super::dot::quoted;
use super::text::state_lines;

/// The text of the file.
pub fn document(behavior: Behavior<'_>, names: &dyn Names) -> String {
    let mut text = String::from("digraph Trace {\nnodesep=0.35;\n");
    let label = |action: Option<u32>| match action {
        Some(action) => quoted(&names.action(action).name),
        None => "Stuttering".to_owned(),
    };
    for (index, state) in behavior.states.iter().enumerate() {
        let lines = state_lines(names.state(behavior, index), names.symbols(), &[]);
        let style = if index == 0 { ",style = filled" } else { "" };
        let (number, lines) = (index + 1, quoted(lines.trim_end_matches('\n')));
        text.push_str(&format!("{number} [label=\"{lines}\"{style}];\n"));
        if index > 0 {
            text.push_str(&format!("{index} -> {number} [label=\"{}\"];\n", label(state.action)));
        }
    }
    if let Some(closing) = behavior.back_to {
        let (from, to) = (behavior.states.len(), closing.position + 1);
        text.push_str(&format!("{from} -> {to} [label=\"{}\"];\n", label(closing.action)));
    }
    text.push_str("}\n");
    text
}
