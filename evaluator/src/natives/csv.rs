//! `CSV`: files of lines whose fields are separated by a delimiter. Nothing is quoted or escaped, neither by TLC: a
//! delimiter must be chosen that does not appear in the fields.
//!
//! What is read is never kept: specifications write to the same files during a run.

use super::files::{file_name, read_text_if_any, text, write_bytes};
use super::{natives, sequence, template, wrong_argument};
use crate::error::{EvalError, EvalErrorKind, EvalResult};
use crate::host::WriteMode;
use crate::value::{Heap, Value, format_value, normalize, printable};

natives! {
    /// The operators of `CSV`.
    OPERATORS, call, "CSV":
    "CSVWrite" (v v v) impure => csv_write;
    "CSVWriteRecord" (v v v v) impure => csv_write_record;
    "CSVRead" (v v v) impure => csv_read;
    "CSVRecords" (v) impure => csv_records;
}

/// `CSVWrite(template, val, file)`: appends the template, filled with the texts of the values, as a line.
fn csv_write<'a, H: Heap<'a>>(
    heap: &mut H,
    pattern: Value<'a>,
    values: Value<'a>,
    file: Value<'a>,
) -> EvalResult<Value<'a>> {
    let pattern = text(heap, "first argument", "CSVWrite", pattern)?;
    let items = sequence(heap, "second argument", "CSVWrite", values)?;
    let name = text(heap, "third argument", "CSVWrite", file)?;
    let mut fields = Vec::with_capacity(items.len());
    for item in items {
        let item = printable(heap, *item)?;
        fields.push(format_value(heap.symbols(), item));
    }
    let mut line = template::fill(&pattern, &fields)
        .map_err(|error| EvalError::new(EvalErrorKind::Type, format!("CSVWrite: {error}.")))?;
    line.push('\n');
    write_bytes(heap, "CSVWrite", &name, line.as_bytes(), WriteMode::APPEND)
}

/// `CSVWriteRecord(record, delim, headers, file)`: appends the values of a record as a line; before the first line of
/// a file, its fields if `headers`.
fn csv_write_record<'a, H: Heap<'a>>(
    heap: &mut H,
    record: Value<'a>,
    delimiter: Value<'a>,
    headers: Value<'a>,
    file: Value<'a>,
) -> EvalResult<Value<'a>> {
    let Value::Record(record) = normalize(heap, record)? else {
        return Err(wrong_argument(heap, "first argument", "CSVWriteRecord", "a record", record));
    };
    let delimiter = text(heap, "second argument", "CSVWriteRecord", delimiter)?;
    let Value::Bool(headers) = headers else {
        return Err(wrong_argument(heap, "third argument", "CSVWriteRecord", "a Boolean", headers));
    };
    let name = text(heap, "fourth argument", "CSVWriteRecord", file)?;
    let symbols = heap.symbols();
    let mut lines = String::new();
    if headers && read_text_if_any(heap, "CSVWriteRecord", &name)?.is_none_or(|text| text.is_empty()) {
        let fields: Vec<&str> = record.fields.iter().map(|field| symbols.text(*field)).collect();
        lines.push_str(&fields.join(&delimiter));
        lines.push('\n');
    }
    let values: Vec<String> = record
        .values
        .iter()
        .map(|value| match value {
            Value::String(text) => symbols.text(*text).to_owned(),
            other => format_value(symbols, *other),
        })
        .collect();
    lines.push_str(&values.join(&delimiter));
    lines.push('\n');
    write_bytes(heap, "CSVWriteRecord", &name, lines.as_bytes(), WriteMode::APPEND)
}

/// `CSVRead(columns, delimiter, file)`: for each line the record of its fields, which are strings. There are no lines
/// in a file that does not exist.
fn csv_read<'a, H: Heap<'a>>(
    heap: &mut H,
    columns: Value<'a>,
    delimiter: Value<'a>,
    file: Value<'a>,
) -> EvalResult<Value<'a>> {
    let items = sequence(heap, "first argument", "CSVRead", columns)?;
    let mut names = Vec::with_capacity(items.len());
    for item in items {
        match item {
            Value::String(name) if !names.contains(name) => names.push(*name),
            _ => {
                return Err(wrong_argument(
                    heap,
                    "first argument",
                    "CSVRead",
                    "a sequence of different strings",
                    columns,
                ));
            }
        }
    }
    let delimiter = match text(heap, "second argument", "CSVRead", delimiter)? {
        text if text.is_empty() => {
            return Err(wrong_argument(
                heap,
                "second argument",
                "CSVRead",
                "a string that is not empty",
                delimiter,
            ));
        }
        text => text,
    };
    let name = text(heap, "third argument", "CSVRead", file)?;
    let text = read_text_if_any(heap, "CSVRead", &name)?.unwrap_or_default();
    let mut records = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let fields: Vec<&str> = line.split(delimiter.as_str()).collect();
        if fields.len() != names.len() {
            let message = format!(
                "CSVRead was asked for {} columns, and line {} of {name} has {}:\n{line}",
                names.len(),
                number + 1,
                fields.len()
            );
            return Err(EvalError::new(EvalErrorKind::Io, message));
        }
        let symbols = heap.symbols();
        let fields =
            names.iter().zip(fields).map(|(name, field)| (*name, Value::String(symbols.intern(field))));
        let fields = fields.collect();
        records.push(Value::record(heap, fields));
    }
    Ok(Value::tuple(heap.arena(), &records))
}

/// `CSVRecords(file)`: the number of lines; 0 if the file does not exist.
fn csv_records<'a, H: Heap<'a>>(heap: &mut H, file: Value<'a>) -> EvalResult<Value<'a>> {
    let name = file_name(heap, "CSVRecords", file)?;
    let text = read_text_if_any(heap, "CSVRecords", &name)?.unwrap_or_default();
    Ok(Value::Int(text.lines().count() as i64))
}
