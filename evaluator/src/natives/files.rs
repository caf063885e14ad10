//! Files that operators name: how they are read and written through the host, and how failures are told.

use super::wrong_argument;
use crate::error::{EvalError, EvalErrorKind, EvalResult};
use crate::host::WriteMode;
use crate::value::{Heap, Value};

/// The name that an argument gives: a string.
pub(crate) fn file_name<'a, H: Heap<'a>>(
    heap: &mut H,
    operator: &str,
    file: Value<'a>,
) -> EvalResult<String> {
    text(heap, "file argument", operator, file)
}

/// The text of an argument that must be a string.
pub(crate) fn text<'a, H: Heap<'a>>(
    heap: &mut H,
    position: &str,
    operator: &str,
    value: Value<'a>,
) -> EvalResult<String> {
    match value {
        Value::String(text) => Ok(heap.symbols().text(text).to_owned()),
        other => Err(wrong_argument(heap, position, operator, "a string", other)),
    }
}

/// The text of a file.
pub(crate) fn read_text<'a, H: Heap<'a>>(heap: &mut H, operator: &str, name: &str) -> EvalResult<String> {
    heap.host().read_file(name).map_err(|error| cannot(operator, "read", name, &error))
}

/// The text of a file; none if there is no such file.
pub(crate) fn read_text_if_any<'a, H: Heap<'a>>(
    heap: &mut H,
    operator: &str,
    name: &str,
) -> EvalResult<Option<String>> {
    match heap.host().read_file(name) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(cannot(operator, "read", name, &error)),
    }
}

/// The bytes of a file.
pub(crate) fn read_bytes<'a, H: Heap<'a>>(heap: &mut H, operator: &str, name: &str) -> EvalResult<Vec<u8>> {
    heap.host().read_bytes(name).map_err(|error| cannot(operator, "read", name, &error))
}

/// Writes a file in place of what it held. The value of an operator that writes is TRUE.
pub(crate) fn write_text<'a, H: Heap<'a>>(
    heap: &mut H,
    operator: &str,
    name: &str,
    text: &str,
) -> EvalResult<Value<'a>> {
    match heap.host().write_file(name, text) {
        Ok(()) => Ok(Value::Bool(true)),
        Err(error) => Err(cannot(operator, "write", name, &error)),
    }
}

/// Writes bytes to a file. The value of an operator that writes is TRUE.
pub(crate) fn write_bytes<'a, H: Heap<'a>>(
    heap: &mut H,
    operator: &str,
    name: &str,
    bytes: &[u8],
    mode: WriteMode,
) -> EvalResult<Value<'a>> {
    match heap.host().write_bytes(name, bytes, mode) {
        Ok(()) => Ok(Value::Bool(true)),
        Err(error) => Err(cannot(operator, "write", name, &error)),
    }
}

#[cold]
fn cannot(operator: &str, what: &str, name: &str, error: &std::io::Error) -> Box<EvalError> {
    EvalError::new(EvalErrorKind::Io, format!("{operator} cannot {what} {name}: {error}"))
}
