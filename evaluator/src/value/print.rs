//! The text of values, as TLC prints them.
//!
//! Sets, fields and arguments come in the order of values, so fields are in the order in which their names first
//! appeared in the specification, not as written in a constructor; that is TLC's rule too. Symbolic sets are printed
//! as such.

use std::fmt::Write;

use super::symbol::Symbols;
use super::{LazySet, Value, deepen};

/// The text of a value in one line.
pub fn format_value(symbols: &Symbols, value: Value<'_>) -> String {
    let mut text = String::new();
    write_value(&mut text, symbols, value);
    text
}

/// Appends the text of a value.
pub(crate) fn write_value(out: &mut String, symbols: &Symbols, value: Value<'_>) {
    match value {
        Value::Bool(true) => out.push_str("TRUE"),
        Value::Bool(false) => out.push_str("FALSE"),
        Value::Int(i) => push(out, i),
        Value::BigInt(i) => push(out, i),
        Value::String(s) => write_string(out, symbols.text(s)),
        Value::ModelValue(s) => out.push_str(symbols.text(s)),
        composite => deepen(|| write_composite(out, symbols, composite)),
    }
}

/// Appends something that displays itself.
fn push(out: &mut String, shown: impl std::fmt::Display) {
    // Writing to a `String` cannot fail.
    let _ = write!(out, "{shown}");
}

fn write_composite(out: &mut String, symbols: &Symbols, value: Value<'_>) {
    let show = |out: &mut String, v: &Value<'_>| write_value(out, symbols, *v);
    match value {
        Value::Tuple(tuple) => list(out, "<<", ", ", ">>", tuple.items, show),
        Value::Set(set) => list(out, "{", ", ", "}", set.items, show),
        Value::Record(record) => {
            let pairs = record.fields.iter().zip(record.values);
            list(out, "[", ", ", "]", pairs, |out, (field, value)| {
                out.push_str(symbols.text(*field));
                out.push_str(" |-> ");
                show(out, value);
            });
        }
        Value::Function(function) => {
            let pairs = function.domain.iter().zip(function.values);
            list(out, "(", " @@ ", ")", pairs, |out, (argument, value)| {
                show(out, argument);
                out.push_str(" :> ");
                show(out, value);
            });
        }
        Value::Lambda(lambda) => {
            out.push_str("[x \\in ");
            show(out, &lambda.domain);
            out.push_str(" |-> <expression>]");
        }
        Value::LazySet(lazy) => write_lazy(out, symbols, lazy),
        atom => write_value(out, symbols, atom),
    }
}

fn write_lazy(out: &mut String, symbols: &Symbols, lazy: &LazySet<'_>) {
    let show = |out: &mut String, v: &Value<'_>| write_value(out, symbols, *v);
    let infix = |out: &mut String, a: &Value<'_>, operator: &str, b: &Value<'_>| {
        show(out, a);
        out.push_str(operator);
        show(out, b);
    };
    match lazy {
        LazySet::Interval(low, high) => {
            push(out, low);
            out.push_str("..");
            push(out, high);
        }
        LazySet::Powerset(base) => {
            out.push_str("SUBSET ");
            show(out, base);
        }
        LazySet::Functions(from, to) => {
            out.push('[');
            infix(out, from, " -> ", to);
            out.push(']');
        }
        LazySet::Records(fields, sets) => {
            list(out, "[", ", ", "]", fields.iter().zip(*sets), |out, (field, set)| {
                out.push_str(symbols.text(*field));
                out.push_str(" : ");
                show(out, set);
            });
        }
        LazySet::Product(sets) => list(out, "", " \\X ", "", *sets, show),
        LazySet::Cup(a, b) => infix(out, a, " \\cup ", b),
        LazySet::Cap(a, b) => infix(out, a, " \\cap ", b),
        LazySet::Minus(a, b) => infix(out, a, " \\ ", b),
        LazySet::Union(sets) => {
            out.push_str("UNION ");
            show(out, sets);
        }
        LazySet::Filter(base, _) => {
            out.push_str("{x \\in ");
            show(out, base);
            out.push_str(" : <expression>}");
        }
        LazySet::Sequences(base) => {
            out.push_str("Seq(");
            show(out, base);
            out.push(')');
        }
        LazySet::Naturals => out.push_str("Nat"),
        LazySet::Integers => out.push_str("Int"),
        LazySet::Reals => out.push_str("Real"),
        LazySet::Strings => out.push_str("STRING"),
        LazySet::Any => out.push_str("Any"),
    }
}

/// Appends items between brackets.
fn list<T>(
    out: &mut String,
    open: &str,
    separator: &str,
    close: &str,
    items: impl IntoIterator<Item = T>,
    mut show: impl FnMut(&mut String, T),
) {
    out.push_str(open);
    for (i, item) in items.into_iter().enumerate() {
        if i > 0 {
            out.push_str(separator);
        }
        show(out, item);
    }
    out.push_str(close);
}

/// Appends a string in quotes, with TLA+'s escapes.
fn write_string(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\x0c' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            c => out.push(c),
        }
    }
    out.push('"');
}

/// What TLC calls the form of a value: `an integer`, `a record`.
pub fn kind_phrase(value: Value<'_>) -> &'static str {
    match value {
        Value::Bool(_) => "a boolean",
        Value::Int(_) | Value::BigInt(_) => "an integer",
        Value::String(_) => "a string",
        Value::ModelValue(_) => "a model value",
        Value::Tuple(_) => "a tuple",
        Value::Record(_) => "a record",
        Value::Function(_) => "a function of the form  (d1 :> e1 @@ ... @@ dN :> eN)",
        Value::Lambda(_) => "a function of the form [x \\in S |-> e]",
        Value::Set(_) => "a set of the form {e1, ... ,eN}",
        Value::LazySet(lazy) => match lazy {
            LazySet::Interval(..) => "a set of the form i..j",
            LazySet::Powerset(_) => "a set of the form SUBSET S",
            LazySet::Functions(..) => "a set of the form [S -> T]",
            LazySet::Records(..) => "a set of the form [d1 : S1, ... , dN : SN]",
            LazySet::Product(_) => "a cartesian product",
            LazySet::Cup(..) => "a set of the form S \\cup T",
            LazySet::Cap(..) => "a set of the form S \\cap T",
            LazySet::Minus(..) => "a set of the form S \\ T",
            LazySet::Union(_) => "a set of the form UNION  S",
            LazySet::Filter(..) => "a set of the form {x \\in S : P(x)}",
            _ => "a special set constant",
        },
    }
}
