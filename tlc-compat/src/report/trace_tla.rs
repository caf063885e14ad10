//! `-dumpTrace tla FILE`: a module that defines the counterexample and the sequence of its states.

use super::Values;
use super::behavior::Behavior;

/// The text of a module of this name.
pub fn module(name: &str, behavior: Behavior<'_>, values: &dyn Values) -> String {
    let found = values.counter_example(behavior);
    let constants = values.model_values();
    let declared = match constants.is_empty() {
        true => String::new(),
        false => format!("\\* Model values.\nCONSTANTS {}\n\n", constants.join(", ")),
    };
    format!(
        "---- MODULE {name} ----\nEXTENDS Integers, TLC\n\n{declared}\\* What TLCExt!CounterExample is.\n\
         CounterExample ==\n{}\n\n\\* The states in order.\nTrace ==\n{}\n====\n",
        definition(&values.text(found.graph.get())),
        definition(&values.text(found.trace.get())),
    )
}

/// A text of several lines as the body of a definition.
fn definition(text: &str) -> String {
    text.lines().map(|line| format!("    {line}\n")).collect::<String>().trim_end().to_owned()
}
