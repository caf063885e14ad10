//! The order of strings and model values is the order in which they first appear, as in TLC: first in the
//! configuration, then in the modules' texts, identifiers included.

use tern_parser::resolved::ResolvedSpec;

use crate::model::{ConstantValue, Model};
use crate::value::symbol::Symbols;

/// Interns every word of the configuration, then of the modules, the root first.
pub(crate) fn intern_in_order(spec: &ResolvedSpec, model: &Model, symbols: &Symbols) {
    for assignment in &model.assignments {
        symbols.intern(&assignment.name.text);
        for arg in &assignment.args {
            intern_constant(arg, symbols);
        }
        intern_constant(&assignment.value, symbols);
    }
    let root = &spec.modules[spec.root];
    intern_text(&spec.sources.get(root.span.source).text, symbols);
    for module in spec.modules.iter() {
        if module.span.source != root.span.source
            && !spec.sources.get(module.span.source).name.starts_with('<')
        {
            intern_text(&spec.sources.get(module.span.source).text, symbols);
        }
    }
}

fn intern_constant(value: &ConstantValue, symbols: &Symbols) {
    match value {
        ConstantValue::String(text) | ConstantValue::ModelValue(text) => {
            symbols.intern(text);
        }
        ConstantValue::Set(items) => {
            for item in items {
                intern_constant(item, symbols);
            }
        }
        ConstantValue::Int(_) | ConstantValue::Bool(_) => {}
    }
}

/// Interns the words and strings of a module's text, comments left out.
fn intern_text(text: &str, symbols: &Symbols) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if bytes.get(at + 1) == Some(&b'*') => at = end_of_line(bytes, at),
            b'(' if bytes.get(at + 1) == Some(&b'*') => at = end_of_comment(bytes, at),
            b'"' => {
                let start = at + 1;
                at = start;
                while at < bytes.len() && bytes[at] != b'"' && bytes[at] != b'\n' {
                    at += if bytes[at] == b'\\' { 2 } else { 1 };
                }
                if let Some(word) = text.get(start..at.min(bytes.len())) {
                    symbols.intern(word);
                }
                at += 1;
            }
            byte if byte.is_ascii_alphanumeric() || byte == b'_' => {
                let start = at;
                while at < bytes.len() && (bytes[at].is_ascii_alphanumeric() || bytes[at] == b'_') {
                    at += 1;
                }
                symbols.intern(&text[start..at]);
            }
            _ => at += 1,
        }
    }
}

fn end_of_line(bytes: &[u8], from: usize) -> usize {
    bytes[from..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |length| from + length)
}

fn end_of_comment(bytes: &[u8], from: usize) -> usize {
    let mut depth = 0usize;
    let mut at = from;
    while at < bytes.len() {
        match (bytes[at], bytes.get(at + 1)) {
            (b'(', Some(b'*')) => {
                depth += 1;
                at += 2;
            }
            (b'*', Some(b')')) => {
                depth -= 1;
                at += 2;
                if depth == 0 {
                    return at;
                }
            }
            _ => at += 1,
        }
    }
    at
}
