//! `Json`: conversion of values to and from JSON. Sets and sequences are arrays; records and other functions are
//! objects, whose keys are the texts of the arguments; model values are strings. Objects become records, arrays
//! sequences.
//!
//! What was read from a file is kept only as the value of a definition without parameters, as TLC does it.

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::fmt::{self, Write};

use super::files::{file_name, read_text, write_text};
use super::{natives, wrong_argument};
use crate::error::{EvalError, EvalErrorKind, EvalResult};
use crate::value::{Heap, Value, deepen, format_value, normalize, pairs, symbol::Symbols};

natives! {
    /// The operators of `Json`.
    OPERATORS, call, "Json":
    "ToJson" (v) => to_json;
    "ToJsonArray" (v) => to_json_array;
    "ToJsonObject" (v) => to_json_object;
    "JsonDeserialize" (v) reads => json_deserialize;
    "ndJsonDeserialize" (v) reads => nd_json_deserialize;
    "JsonSerialize" (v v) impure => json_serialize;
    "ndJsonSerialize" (v v) impure => nd_json_serialize;
}

/// `ToJson(v)`: the JSON text of a value.
fn to_json<'a, H: Heap<'a>>(heap: &mut H, value: Value<'a>) -> EvalResult<Value<'a>> {
    let value = normalize(heap, value)?;
    let text = json_text(heap.symbols(), value);
    Ok(Value::String(heap.symbols().intern(&text)))
}

/// `ToJsonArray(v)`: that of a set or sequence.
fn to_json_array<'a, H: Heap<'a>>(heap: &mut H, value: Value<'a>) -> EvalResult<Value<'a>> {
    match normalize(heap, value)? {
        array @ (Value::Set(_) | Value::Tuple(_)) => to_json(heap, array),
        other => Err(wrong_argument(heap, "argument", "ToJsonArray", "a sequence or a set", other)),
    }
}

/// `ToJsonObject(v)`: that of a function; one with domain `1..n` is an array nevertheless.
fn to_json_object<'a, H: Heap<'a>>(heap: &mut H, value: Value<'a>) -> EvalResult<Value<'a>> {
    match normalize(heap, value)? {
        object @ (Value::Record(_) | Value::Function(_) | Value::Tuple(_)) => to_json(heap, object),
        other => Err(wrong_argument(heap, "argument", "ToJsonObject", "a record or a function", other)),
    }
}

/// The JSON text of a normal value, as `ToJson` gives it. Whoever writes values as JSON uses this.
pub fn json_text(symbols: &Symbols, value: Value<'_>) -> String {
    let mut out = String::new();
    write_json(&mut out, symbols, value);
    out
}

fn write_json(out: &mut String, symbols: &Symbols, value: Value<'_>) {
    let array = |out: &mut String, items: &[Value<'_>]| {
        for (i, item) in items.iter().enumerate() {
            out.push(if i == 0 { '[' } else { ',' });
            deepen(|| write_json(out, symbols, *item));
        }
        out.push_str(if items.is_empty() { "[]" } else { "]" });
    };
    match value {
        Value::Bool(b) => out.push_str(if b { "true" } else { "false" }),
        Value::String(s) | Value::ModelValue(s) => write_string(out, symbols.text(s)),
        Value::Set(set) => array(out, set.items),
        Value::Tuple(tuple) => array(out, tuple.items),
        Value::Record(_) | Value::Function(_) => {
            for (i, (argument, value)) in pairs(value).enumerate() {
                out.push(if i == 0 { '{' } else { ',' });
                match argument {
                    Value::String(key) => write_string(out, symbols.text(key)),
                    other => write_string(out, &format_value(symbols, other)),
                }
                out.push(':');
                deepen(|| write_json(out, symbols, value));
            }
            out.push('}');
        }
        other => out.push_str(&format_value(symbols, other)),
    }
}

/// Appends a JSON string.
fn write_string(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\x08' => out.push_str("\\b"),
            '\x0c' => out.push_str("\\f"),
            c if c.is_control() && c.is_ascii() => {
                // Writing to a `String` cannot fail.
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

/// `JsonDeserialize(file)`: the value of a JSON text.
fn json_deserialize<'a, H: Heap<'a>>(heap: &mut H, file: Value<'a>) -> EvalResult<Value<'a>> {
    let name = file_name(heap, "JsonDeserialize", file)?;
    let text = read_text(heap, "JsonDeserialize", &name)?;
    parse(heap, &text).map_err(|error| not_json(&name, &error))
}

/// `ndJsonDeserialize(file)`: the sequence of the values of a file with one JSON text a line. Blank lines are skipped.
fn nd_json_deserialize<'a, H: Heap<'a>>(heap: &mut H, file: Value<'a>) -> EvalResult<Value<'a>> {
    let name = file_name(heap, "ndJsonDeserialize", file)?;
    let text = read_text(heap, "ndJsonDeserialize", &name)?;
    let mut values = Vec::new();
    for (i, line) in text.lines().enumerate() {
        if !line.trim().is_empty() {
            values.push(
                parse(heap, line).map_err(|error| not_json(&format!("{name}, line {}", i + 1), &error))?,
            );
        }
    }
    Ok(Value::tuple(heap.arena(), &values))
}

/// `JsonSerialize(file, v)`: writes the JSON text of a sequence, record or function.
fn json_serialize<'a, H: Heap<'a>>(heap: &mut H, file: Value<'a>, value: Value<'a>) -> EvalResult<Value<'a>> {
    match normalize(heap, value)? {
        normal @ (Value::Tuple(_) | Value::Record(_) | Value::Function(_)) => {
            let text = json_text(heap.symbols(), normal);
            let name = file_name(heap, "JsonSerialize", file)?;
            write_text(heap, "JsonSerialize", &name, &text)
        }
        other => Err(wrong_argument(heap, "second argument", "JsonSerialize", "a sequence or record", other)),
    }
}

/// `ndJsonSerialize(file, s)`: writes the JSON texts of the items of a sequence, one a line.
fn nd_json_serialize<'a, H: Heap<'a>>(
    heap: &mut H,
    file: Value<'a>,
    value: Value<'a>,
) -> EvalResult<Value<'a>> {
    let Value::Tuple(tuple) = normalize(heap, value)? else {
        return Err(wrong_argument(heap, "second argument", "ndJsonSerialize", "a sequence", value));
    };
    let mut text = String::new();
    for item in tuple.items {
        write_json(&mut text, heap.symbols(), *item);
        text.push('\n');
    }
    let name = file_name(heap, "ndJsonSerialize", file)?;
    write_text(heap, "ndJsonSerialize", &name, &text)
}

#[cold]
fn not_json(place: &str, error: &serde_json::Error) -> Box<EvalError> {
    EvalError::new(EvalErrorKind::Io, format!("{place} is not JSON that TLA+ has a value for: {error}"))
}

/// The value of a JSON text.
fn parse<'a, H: Heap<'a>>(heap: &mut H, text: &str) -> Result<Value<'a>, serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = Seed { heap, lifetime: std::marker::PhantomData }.deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(value)
}

/// Builds a value in a heap while JSON is read, so that strings appear in the order of the text.
struct Seed<'h, 'a, H> {
    heap: &'h mut H,
    lifetime: std::marker::PhantomData<&'a ()>,
}

impl<'a, H: Heap<'a>> Seed<'_, 'a, H> {
    fn inner(&mut self) -> Seed<'_, 'a, H> {
        Seed { heap: self.heap, lifetime: self.lifetime }
    }
}

impl<'de, 'a, H: Heap<'a>> DeserializeSeed<'de> for Seed<'_, 'a, H> {
    type Value = Value<'a>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value<'a>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, 'a, H: Heap<'a>> Visitor<'de> for Seed<'_, 'a, H> {
    type Value = Value<'a>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a Boolean, an integer, a string, an array or an object")
    }

    fn visit_bool<E: Error>(self, b: bool) -> Result<Value<'a>, E> {
        Ok(Value::Bool(b))
    }

    fn visit_i64<E: Error>(self, i: i64) -> Result<Value<'a>, E> {
        Ok(Value::Int(i))
    }

    fn visit_u64<E: Error>(self, i: u64) -> Result<Value<'a>, E> {
        Ok(Value::big_int(self.heap.arena(), i.into()))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value<'a>, E> {
        Ok(Value::String(self.heap.symbols().intern(text)))
    }

    fn visit_seq<S: SeqAccess<'de>>(mut self, mut seq: S) -> Result<Value<'a>, S::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element_seed(self.inner())? {
            items.push(item);
        }
        Ok(Value::tuple(self.heap.arena(), &items))
    }

    fn visit_map<M: MapAccess<'de>>(mut self, mut map: M) -> Result<Value<'a>, M::Error> {
        let mut fields = Vec::new();
        while let Some(key) = map.next_key::<String>()? {
            let field = self.heap.symbols().intern(&key);
            let value = map.next_value_seed(self.inner())?;
            // As in other readers of JSON, the last of equal keys wins.
            fields.retain(|(other, _)| *other != field);
            fields.push((field, value));
        }
        Ok(Value::record(self.heap, fields))
    }
}
