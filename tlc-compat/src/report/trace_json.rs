//! TLC's `-dumpTrace json FILE`: the value of `TLCExt!CounterExample` and the names of the variables, in the encoding
//! of the module `Json`.

use super::Values;
use super::behavior::Behavior;
use tern_evaluator::natives::json_text;

/// The text of the file.
pub fn document(behavior: Behavior<'_>, values: &dyn Values) -> String {
    let counter_example = json_text(values.strings(), values.counter_example(behavior).graph.get());
    let names: Vec<String> = values.variables(behavior).iter().map(|name| string(name)).collect();
    format!("{{\"counterexample\":{counter_example},\"vars\":[{}]}}\n", names.join(","))
}

/// A JSON string.
pub(super) fn string(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
