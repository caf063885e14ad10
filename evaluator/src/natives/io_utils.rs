//! `IOUtils`: the environment, conversions between numbers and texts, and files of values and of text. Commands are in
//! [`super::commands`].
//!
//! What was read from a file is kept only as the value of a definition without parameters, as TLC does it.

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use num_bigint::BigInt;
use std::io::{Read, Write};

use super::commands::outcome;
use super::files::{file_name, read_bytes, text, write_bytes};
use super::graph_viz::field;
use super::{natives, sequence, value_file, wrong_argument};
use crate::error::{EvalError, EvalErrorKind, EvalResult};
use crate::host::WriteMode;
use crate::value::{Heap, Value, format_value, normalize};

natives! {
    /// The operators of `IOUtils` for values, numbers and texts.
    OPERATORS, call, "IOUtils":
    "IOEnv" () => io_env;
    "atoi" (v) => atoi;
    "zeroPadN" (v v) => zero_pad;
    "IOSerialize" (v v v) impure => io_serialize;
    "IODeserialize" (v v) reads => io_deserialize;
    "Serialize" (v v v) impure => serialize;
    "Deserialize" (v v) impure => deserialize;
}

/// A compressed file that holds more is not read.
const MOST_BYTES: u64 = 1 << 31;

/// `IOEnv`: the record of the environment variables.
fn io_env<'a, H: Heap<'a>>(heap: &mut H) -> EvalResult<Value<'a>> {
    let mut variables = heap.host().environment();
    variables.sort();
    let symbols = heap.symbols();
    let fields =
        variables.iter().map(|(name, value)| (symbols.intern(name), Value::String(symbols.intern(value))));
    let fields = fields.collect();
    Ok(Value::record(heap, fields))
}

/// `atoi(s)`: the integer that a string is the decimal text of.
fn atoi<'a, H: Heap<'a>>(heap: &mut H, text: Value<'a>) -> EvalResult<Value<'a>> {
    let number = match text {
        Value::String(text) => heap.symbols().text(text).parse::<BigInt>().ok(),
        _ => None,
    };
    match number {
        Some(number) => Ok(Value::big_int(heap.arena(), number)),
        None => Err(wrong_argument(heap, "argument", "atoi", "a string", text)),
    }
}

/// `zeroPadN(n, len)`: the decimal text of `n` with zeros before it up to a length.
fn zero_pad<'a, H: Heap<'a>>(heap: &mut H, number: Value<'a>, length: Value<'a>) -> EvalResult<Value<'a>> {
    if !matches!(number, Value::Int(_) | Value::BigInt(_)) {
        return Err(wrong_argument(heap, "first argument", "zeroPadN", "an integer", number));
    }
    let Value::Int(length @ 0..=1_000_000) = length else {
        return Err(wrong_argument(heap, "second argument", "zeroPadN", "a natural number", length));
    };
    let digits = format_value(heap.symbols(), number);
    let padded = format!("{digits:0>length$}", length = length as usize);
    Ok(Value::String(heap.symbols().intern(&padded)))
}

/// `IOSerialize(v, file, compress)`: writes a value in TLC's format for values.
fn io_serialize<'a, H: Heap<'a>>(
    heap: &mut H,
    value: Value<'a>,
    file: Value<'a>,
    compress: Value<'a>,
) -> EvalResult<Value<'a>> {
    let value = normalize(heap, value)?;
    let name = text(heap, "second argument", "IOSerialize", file)?;
    let Value::Bool(compress) = compress else {
        return Err(wrong_argument(heap, "third argument", "IOSerialize", "a Boolean", compress));
    };
    let failed = |why: &str| {
        EvalError::new(EvalErrorKind::Io, format!("IOSerialize cannot write a value to {name}: {why}."))
    };
    let mut bytes = value_file::encode(heap.symbols(), value).map_err(|error| failed(&error))?;
    if compress {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        bytes = encoder
            .write_all(&bytes)
            .and_then(|()| encoder.finish())
            .map_err(|error| failed(&error.to_string()))?;
    }
    write_bytes(heap, "IOSerialize", &name, &bytes, WriteMode::REPLACE)
}

/// `IODeserialize(file, compressed)`: the value that a file holds in TLC's format.
fn io_deserialize<'a, H: Heap<'a>>(
    heap: &mut H,
    file: Value<'a>,
    compressed: Value<'a>,
) -> EvalResult<Value<'a>> {
    let name = text(heap, "first argument", "IODeserialize", file)?;
    let Value::Bool(compressed) = compressed else {
        return Err(wrong_argument(heap, "second argument", "IODeserialize", "a Boolean", compressed));
    };
    let failed = |why: &str| {
        EvalError::new(EvalErrorKind::Io, format!("IODeserialize cannot read a value from {name}: {why}."))
    };
    let mut bytes = read_bytes(heap, "IODeserialize", &name)?;
    if compressed {
        let mut unpacked = Vec::new();
        GzDecoder::new(bytes.as_slice())
            .take(MOST_BYTES + 1)
            .read_to_end(&mut unpacked)
            .map_err(|error| failed(&error.to_string()))?;
        if unpacked.len() as u64 > MOST_BYTES {
            return Err(failed("it holds more than 2 GiB"));
        }
        bytes = unpacked;
    }
    value_file::decode(heap, &bytes).map_err(|error| match error.kind {
        EvalErrorKind::Io => failed(&error.message),
        _ => error,
    })
}

/// `Serialize(text, file, options)`: writes a text. A failure is told by the record that is the result.
fn serialize<'a, H: Heap<'a>>(
    heap: &mut H,
    payload: Value<'a>,
    file: Value<'a>,
    options: Value<'a>,
) -> EvalResult<Value<'a>> {
    let payload = text(heap, "first argument", "Serialize", payload)?;
    let name = text(heap, "second argument", "Serialize", file)?;
    let charset = charset(heap, "third argument", "Serialize", options)?;
    let mode = write_mode(heap, options)?;
    let written = charset.encode(&payload).and_then(|bytes| {
        heap.host().write_bytes(&name, &bytes, mode).map_err(|error| format!("{name}: {error}"))
    });
    Ok(match written {
        Ok(()) => outcome(heap, 0, "", ""),
        Err(error) => outcome(heap, 1, "", &format!("Serialize cannot write {error}")),
    })
}

/// `Deserialize(file, options)`: the text of a file, as `stdout` of the result.
fn deserialize<'a, H: Heap<'a>>(heap: &mut H, file: Value<'a>, options: Value<'a>) -> EvalResult<Value<'a>> {
    let name = file_name(heap, "Deserialize", file)?;
    let charset = charset(heap, "second argument", "Deserialize", options)?;
    let read = heap.host().read_bytes(&name).map_err(|error| error.to_string());
    Ok(match read.and_then(|bytes| charset.decode(&bytes)) {
        Ok(text) => outcome(heap, 0, &text, ""),
        Err(error) => outcome(heap, 1, "", &format!("Deserialize cannot read {name}: {error}")),
    })
}

/// How characters are bytes.
#[derive(Clone, Copy)]
enum Charset {
    Utf8,
    Latin1,
    Ascii,
}

impl Charset {
    fn encode(self, text: &str) -> Result<Vec<u8>, String> {
        let last = match self {
            Charset::Utf8 => return Ok(text.as_bytes().to_vec()),
            Charset::Latin1 => 0xff,
            Charset::Ascii => 0x7f,
        };
        let byte = |c: char| u8::try_from(u32::from(c)).ok().filter(|byte| *byte <= last);
        text.chars()
            .map(|c| byte(c).ok_or_else(|| format!("the character {c} in this character set")))
            .collect()
    }

    fn decode(self, bytes: &[u8]) -> Result<String, String> {
        match self {
            Charset::Utf8 => String::from_utf8(bytes.to_vec()).map_err(|error| error.to_string()),
            Charset::Ascii if !bytes.is_ascii() => Err("it has bytes that are no ASCII".to_owned()),
            Charset::Latin1 | Charset::Ascii => Ok(bytes.iter().map(|byte| char::from(*byte)).collect()),
        }
    }
}

/// The character set that options ask for; their format must be `TXT`, the only one there is.
fn charset<'a, H: Heap<'a>>(
    heap: &mut H,
    position: &str,
    operator: &str,
    options: Value<'a>,
) -> EvalResult<Charset> {
    let mut option = |name: &str| match field(heap, options, name) {
        Some(Value::String(text)) => heap.symbols().text(text).to_ascii_uppercase(),
        _ => String::new(),
    };
    let charset = match (option("format").as_str(), option("charset").as_str()) {
        ("TXT", "UTF-8" | "UTF8") => Charset::Utf8,
        ("TXT", "ISO-8859-1" | "LATIN1") => Charset::Latin1,
        ("TXT", "US-ASCII" | "ASCII") => Charset::Ascii,
        _ => {
            let expected = "a record with format |-> \"TXT\" and a charset of \"UTF-8\", \"ISO-8859-1\" and \"US-ASCII\"";
            return Err(wrong_argument(heap, position, operator, expected, options));
        }
    };
    Ok(charset)
}

/// How a file is opened, by the field `openOptions`; `WRITE` goes without saying.
fn write_mode<'a, H: Heap<'a>>(heap: &mut H, options: Value<'a>) -> EvalResult<WriteMode> {
    let mut mode = WriteMode { create: false, create_new: false, append: false, truncate: false };
    let Some(names) = field(heap, options, "openOptions") else {
        return Err(wrong_argument(
            heap,
            "third argument",
            "Serialize",
            "a record with the field openOptions",
            options,
        ));
    };
    for name in sequence(heap, "field openOptions of the third argument", "Serialize", names)? {
        let option = match name {
            Value::String(name) => heap.symbols().text(*name),
            _ => "",
        };
        match option {
            "WRITE" => {}
            "CREATE" => mode.create = true,
            "CREATE_NEW" => mode.create_new = true,
            "APPEND" => mode.append = true,
            "TRUNCATE_EXISTING" => mode.truncate = true,
            _ => {
                let expected = "a sequence of \"WRITE\", \"CREATE\", \"CREATE_NEW\", \"APPEND\" and \"TRUNCATE_EXISTING\"";
                let position = "field openOptions of the third argument";
                return Err(wrong_argument(heap, position, "Serialize", expected, *name));
            }
        }
    }
    if mode.append && mode.truncate {
        let expected = "without one of APPEND and TRUNCATE_EXISTING";
        return Err(wrong_argument(
            heap,
            "field openOptions of the third argument",
            "Serialize",
            expected,
            names,
        ));
    }
    Ok(mode)
}
