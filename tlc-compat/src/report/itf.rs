//! Apalache's Informal Trace Format (its ADR 15), which Apalache, Quint and trace viewers read.
//!
//! TLA+ does not tell tuples from sequences, the format does: a sequence whose items are all of one kind is a list, any
//! other one a tuple. Model values are strings. Integers are always written in the form for integers of any size.

use super::Values;
use super::behavior::Behavior;
use super::trace_json::string;
use tern_evaluator::value::symbol::Symbols;
use tern_evaluator::value::{Value, format_value, pairs};

/// The text of the file; `source` is the specification's file.
pub fn document(behavior: Behavior<'_>, values: &dyn Values, source: &str, version: &str) -> String {
    let names: Vec<String> = values.variables(behavior).iter().map(|name| string(name)).collect();
    let mut text = format!(
        "{{\n  \"#meta\": {{\"format\": \"ITF\", \"format-description\": \
         \"https://apalache-mc.org/docs/adr/015adr-trace.html\", \"source\": {}, \"description\": {}}},\n  \
         \"vars\": [{}],\n",
        string(source),
        string(&format!("Created by tern {version}")),
        names.join(", "),
    );
    if let Some(closing) = behavior.back_to {
        text.push_str(&format!("  \"loop\": {},\n", closing.position));
    }
    text.push_str("  \"states\": [\n");
    for (index, state) in behavior.states.iter().enumerate() {
        text.push_str(&format!("    {{\"#meta\": {{\"index\": {index}"));
        if let Some(action) = state.action {
            text.push_str(&format!(", \"action\": {}", string(&values.action(action).name)));
        }
        text.push('}');
        for (name, value) in values.values(behavior, index) {
            text.push_str(&format!(", {}: ", string(&name)));
            match value {
                Some(value) => write_value(&mut text, values.strings(), value),
                None => text.push_str("{\"#unserializable\": \"not assigned\"}"),
            }
        }
        text.push_str(if index + 1 == behavior.states.len() { "}\n" } else { "},\n" });
    }
    text.push_str("  ]\n}\n");
    text
}

/// Appends a normal value.
fn write_value(out: &mut String, symbols: &Symbols, value: Value<'_>) {
    stacker::maybe_grow(128 << 10, 4 << 20, || write_value_here(out, symbols, value));
}

fn write_value_here(out: &mut String, symbols: &Symbols, value: Value<'_>) {
    match value {
        Value::Bool(b) => out.push_str(if b { "true" } else { "false" }),
        Value::Int(_) | Value::BigInt(_) => {
            out.push_str(&format!("{{\"#bigint\": \"{}\"}}", format_value(symbols, value)));
        }
        Value::String(text) | Value::ModelValue(text) => out.push_str(&string(symbols.text(text))),
        Value::Set(set) => {
            out.push_str("{\"#set\": ");
            write_list(out, symbols, set.items);
            out.push('}');
        }
        Value::Tuple(tuple) if same_kind(tuple.items) => write_list(out, symbols, tuple.items),
        Value::Tuple(tuple) => {
            out.push_str("{\"#tup\": ");
            write_list(out, symbols, tuple.items);
            out.push('}');
        }
        Value::Record(record) if record.fields.iter().all(|field| is_field(symbols.text(*field))) => {
            for (at, (field, value)) in record.fields.iter().zip(record.values).enumerate() {
                out.push_str(if at == 0 { "{" } else { ", " });
                out.push_str(&string(symbols.text(*field)));
                out.push_str(": ");
                write_value(out, symbols, *value);
            }
            out.push('}');
        }
        Value::Record(_) | Value::Function(_) => {
            out.push_str("{\"#map\": [");
            for (at, (argument, value)) in pairs(value).enumerate() {
                out.push_str(if at == 0 { "[" } else { ", [" });
                write_value(out, symbols, argument);
                out.push_str(", ");
                write_value(out, symbols, value);
                out.push(']');
            }
            out.push_str("]}");
        }
        other => {
            let text = string(&format_value(symbols, other));
            out.push_str(&format!("{{\"#unserializable\": {text}}}"));
        }
    }
}

fn write_list(out: &mut String, symbols: &Symbols, items: &[Value<'_>]) {
    out.push('[');
    for (at, item) in items.iter().enumerate() {
        out.push_str(if at == 0 { "" } else { ", " });
        write_value(out, symbols, *item);
    }
    out.push(']');
}

/// Whether a function of strings can be a record of the format: its arguments are names.
fn is_field(name: &str) -> bool {
    name.chars().all(|c| c == '_' || c.is_alphanumeric()) && !name.is_empty()
}

/// Whether all items are of one kind: a list, not a tuple.
fn same_kind(items: &[Value<'_>]) -> bool {
    let kind = |value: &Value<'_>| match value {
        Value::Bool(_) => 0,
        Value::Int(_) | Value::BigInt(_) => 1,
        Value::String(_) | Value::ModelValue(_) => 2,
        Value::Set(_) | Value::LazySet(_) => 3,
        Value::Tuple(_) => 4,
        Value::Record(_) => 5,
        Value::Function(_) | Value::Lambda(_) => 6,
    };
    items.windows(2).all(|pair| kind(&pair[0]) == kind(&pair[1]))
}
