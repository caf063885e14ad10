//! The format in which TLC writes values to files, as far as values mean the same in another run. It was read off files
//! that TLC 2.15 has written, and PGo's.
//!
//! A value is a byte for its kind and then its content; numbers are big-endian. A *short number* is two bytes, or four
//! with the negated number if it does not fit in 15 bits.
//!
//! | kind | value | content |
//! |---|---|---|
//! | 0 | Boolean | a byte |
//! | 1 | integer | 4 bytes |
//! | 3 | string | 4 bytes each: a number of TLC's (unused), -1, the length; then the bytes |
//! | 4 | record | 4 bytes: the number of fields, negated if they are not sorted; for each a string and a value |
//! | 5 | set | 4 bytes: the number of elements, negated if they are not sorted; the elements |
//! | 7 | tuple | a short number; the items |
//! | 9 | function | a short number; 0, first and last argument (4 bytes each) and the values, or 1 or 2 and the pairs |
//! | 23 | interval | 4 bytes each: the first and the last element |
//! | 26 | one that came before | a short number: which string, record, set, tuple or function, by their beginnings |
//!
//! TLC writes the low byte of each character of a string; here a string is written as UTF-8, and what is read is taken
//! as UTF-8 if it can be, as Latin 1 otherwise. Model values are numbers of one run in TLC: they are refused.

use crate::error::{EvalError, EvalErrorKind, EvalResult};
use crate::value::symbol::{Symbol, Symbols};
use crate::value::{Heap, Value, deepen, format_value};

/// The bytes of a normal value.
///
/// # Errors
/// Why a part of it cannot be written.
pub(crate) fn encode(symbols: &Symbols, value: Value<'_>) -> Result<Vec<u8>, String> {
    let mut writer = Writer { symbols, strings: Vec::new(), bytes: Vec::new() };
    writer.value(value)?;
    Ok(writer.bytes)
}

struct Writer<'s> {
    symbols: &'s Symbols,
    strings: Vec<Symbol>,
    bytes: Vec<u8>,
}

impl Writer<'_> {
    fn value(&mut self, value: Value<'_>) -> Result<(), String> {
        match value {
            Value::Bool(b) => self.bytes.extend([0, u8::from(b)]),
            Value::Int(i) => match i32::try_from(i) {
                Ok(i) => {
                    self.bytes.push(1);
                    self.number(i);
                }
                Err(_) => return Err(format!("{i} does not fit in 32 bits")),
            },
            Value::String(text) => self.string(text)?,
            Value::Set(set) => {
                self.bytes.push(5);
                self.count(set.items.len())?;
                self.all(set.items)?;
            }
            Value::Tuple(tuple) => {
                self.bytes.push(7);
                self.short(tuple.items.len())?;
                self.all(tuple.items)?;
            }
            Value::Record(record) => {
                self.bytes.push(4);
                self.count(record.fields.len())?;
                for (field, value) in record.fields.iter().zip(record.values) {
                    self.string(*field)?;
                    deepen(|| self.value(*value))?;
                }
            }
            Value::Function(function) => {
                self.bytes.push(9);
                self.short(function.domain.len())?;
                self.bytes.push(1);
                for (argument, value) in function.domain.iter().zip(function.values) {
                    deepen(|| self.value(*argument))?;
                    deepen(|| self.value(*value))?;
                }
            }
            other => return Err(format!("{} has no form in a file", format_value(self.symbols, other))),
        }
        Ok(())
    }

    fn all(&mut self, items: &[Value<'_>]) -> Result<(), String> {
        items.iter().try_for_each(|item| deepen(|| self.value(*item)))
    }

    fn string(&mut self, text: Symbol) -> Result<(), String> {
        let number = match self.strings.iter().position(|known| *known == text) {
            Some(number) => number,
            None => {
                self.strings.push(text);
                self.strings.len() - 1
            }
        };
        let text = self.symbols.text(text).as_bytes();
        self.bytes.push(3);
        self.count(number)?;
        self.number(-1);
        self.count(text.len())?;
        self.bytes.extend(text);
        Ok(())
    }

    fn number(&mut self, number: i32) {
        self.bytes.extend(number.to_be_bytes());
    }

    fn count(&mut self, count: usize) -> Result<(), String> {
        let count = i32::try_from(count).map_err(|_| format!("{count} parts are too many"))?;
        self.number(count);
        Ok(())
    }

    fn short(&mut self, count: usize) -> Result<(), String> {
        match i16::try_from(count) {
            Ok(count) => self.bytes.extend(count.to_be_bytes()),
            Err(_) => {
                let count = i32::try_from(count).map_err(|_| format!("{count} parts are too many"))?;
                self.number(-count);
            }
        }
        Ok(())
    }
}

/// The value that bytes stand for.
pub(crate) fn decode<'a, H: Heap<'a>>(heap: &mut H, bytes: &[u8]) -> EvalResult<Value<'a>> {
    let mut reader = Reader { heap, rest: bytes, length: bytes.len(), known: Vec::new() };
    let value = reader.value()?;
    if !reader.rest.is_empty() {
        return Err(reader.fault("there is more after the value"));
    }
    Ok(value)
}

struct Reader<'h, 'b, 'a, H> {
    heap: &'h mut H,
    rest: &'b [u8],
    length: usize,
    /// The strings, records, sets, tuples and functions by their beginnings; none while one is being read.
    known: Vec<Option<Value<'a>>>,
}

impl<'b, 'a, H: Heap<'a>> Reader<'_, 'b, 'a, H> {
    fn value(&mut self) -> EvalResult<Value<'a>> {
        match self.byte()? {
            0 => match self.byte()? {
                0 => Ok(Value::Bool(false)),
                1 => Ok(Value::Bool(true)),
                _ => Err(self.fault("a Boolean is neither 0 nor 1")),
            },
            1 => Ok(Value::Int(i64::from(self.number()?))),
            3 => self.string(),
            4 => self.record(),
            5 => {
                let count = self.count()?;
                self.composite(|reader| {
                    let items = reader.values(count)?;
                    Value::set(reader.heap, items)
                })
            }
            7 => {
                let count = self.short()?;
                self.composite(|reader| {
                    let items = reader.values(count)?;
                    Ok(Value::tuple(reader.heap.arena(), &items))
                })
            }
            9 => self.function(),
            23 => {
                let (low, high) = (self.number()?, self.number()?);
                Ok(Value::interval(self.heap, i64::from(low), i64::from(high)))
            }
            26 => {
                let which = self.short()?;
                match self.known.get(which) {
                    Some(Some(value)) => Ok(*value),
                    _ => Err(self.fault("a reference to a value that did not come before")),
                }
            }
            kind => Err(self.fault(&format!("a value of kind {kind}, which means nothing in another run"))),
        }
    }

    /// Reads a value that may be referred to later.
    fn composite(&mut self, read: impl FnOnce(&mut Self) -> EvalResult<Value<'a>>) -> EvalResult<Value<'a>> {
        let place = self.known.len();
        self.known.push(None);
        let value = deepen(|| read(self))?;
        self.known[place] = Some(value);
        Ok(value)
    }

    fn values(&mut self, count: usize) -> EvalResult<Vec<Value<'a>>> {
        (0..count).map(|_| self.value()).collect()
    }

    fn string(&mut self) -> EvalResult<Value<'a>> {
        self.composite(|reader| {
            reader.number()?;
            reader.number()?;
            let length = reader.count()?;
            let bytes = reader.take(length)?;
            let text = match std::str::from_utf8(bytes) {
                Ok(text) => text.to_owned(),
                Err(_) => bytes.iter().map(|byte| char::from(*byte)).collect(),
            };
            Ok(Value::String(reader.heap.symbols().intern(&text)))
        })
    }

    fn record(&mut self) -> EvalResult<Value<'a>> {
        let count = self.count()?;
        self.composite(|reader| {
            let mut fields: Vec<(Symbol, Value<'a>)> = Vec::new();
            for _ in 0..count {
                let Value::String(field) = reader.value()? else {
                    return Err(reader.fault("a field of a record is no string"));
                };
                let value = reader.value()?;
                fields.push((field, value));
            }
            let mut names: Vec<Symbol> = fields.iter().map(|(field, _)| *field).collect();
            names.sort_unstable();
            names.dedup();
            if names.len() < fields.len() {
                return Err(reader.fault("a record has a field twice"));
            }
            Ok(Value::record(reader.heap, fields))
        })
    }

    fn function(&mut self) -> EvalResult<Value<'a>> {
        let count = self.short()?;
        self.composite(|reader| {
            let (mut domain, mut values) = (Vec::new(), Vec::new());
            if reader.byte()? == 0 {
                let (low, high) = (i64::from(reader.number()?), i64::from(reader.number()?));
                if high - low + 1 != count as i64 {
                    return Err(reader.fault("a function has more or fewer values than arguments"));
                }
                domain.extend((low..=high).map(Value::Int));
                values = reader.values(count)?;
            } else {
                for _ in 0..count {
                    domain.push(reader.value()?);
                    values.push(reader.value()?);
                }
                let arguments = Value::set(reader.heap, domain.clone())?;
                if !matches!(arguments, Value::Set(set) if set.items.len() == count) {
                    return Err(reader.fault("a function has an argument twice"));
                }
            }
            Value::function(reader.heap, domain, values)
        })
    }

    fn take(&mut self, count: usize) -> EvalResult<&'b [u8]> {
        match self.rest.split_at_checked(count) {
            Some((taken, rest)) => {
                self.rest = rest;
                Ok(taken)
            }
            None => Err(self.fault("it ends in the middle of a value")),
        }
    }

    fn array<const N: usize>(&mut self) -> EvalResult<[u8; N]> {
        let mut array = [0; N];
        array.copy_from_slice(self.take(N)?);
        Ok(array)
    }

    fn byte(&mut self) -> EvalResult<u8> {
        Ok(self.array::<1>()?[0])
    }

    fn number(&mut self) -> EvalResult<i32> {
        Ok(i32::from_be_bytes(self.array()?))
    }

    /// A number of parts, negated or not. Each part is at least a byte, so none is believed that cannot be.
    fn count(&mut self) -> EvalResult<usize> {
        let count = self.number()?.unsigned_abs() as usize;
        self.possible(count)
    }

    fn short(&mut self) -> EvalResult<usize> {
        let [high, low] = self.array()?;
        let short = i16::from_be_bytes([high, low]);
        let count = match usize::try_from(short) {
            Ok(count) => count,
            Err(_) => {
                let [third, fourth] = self.array()?;
                i32::from_be_bytes([high, low, third, fourth]).unsigned_abs() as usize
            }
        };
        self.possible(count)
    }

    fn possible(&self, count: usize) -> EvalResult<usize> {
        if count > self.length {
            Err(self.fault("a number of parts is larger than the file"))
        } else {
            Ok(count)
        }
    }

    #[cold]
    fn fault(&self, what: &str) -> Box<EvalError> {
        let at = self.length - self.rest.len();
        EvalError::new(EvalErrorKind::Io, format!("it holds no value of TLC: at byte {at}, {what}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::test_heap::with_heap;

    fn round_trip(text: &str) -> String {
        with_heap!(heap);
        let value = heap.read(text);
        match encode(heap.symbols(), value) {
            Ok(bytes) => match decode(&mut heap, &bytes) {
                Ok(value) => heap.show(value),
                Err(error) => error.message,
            },
            Err(error) => error,
        }
    }

    /// The value of bytes given in hexadecimal digits.
    fn decoded(hex: &str) -> String {
        with_heap!(heap);
        let digits: Vec<u8> = hex.bytes().filter(u8::is_ascii_hexdigit).collect();
        let digit = |d: u8| u8::try_from(char::from(d).to_digit(16).unwrap_or(0)).unwrap_or(0);
        let bytes: Vec<u8> = digits.chunks(2).map(|pair| digit(pair[0]) << 4 | digit(pair[1])).collect();
        match decode(&mut heap, &bytes) {
            Ok(value) => heap.show(value),
            Err(error) => error.message,
        }
    }

    #[test]
    fn what_is_written_can_be_read() {
        for text in [
            "TRUE",
            "-5",
            "\"foo\"",
            "<<>>",
            "{}",
            "<<\"foo\", {\"bar\"}, 42, {1, 2, 3}, [x |-> 1, y |-> 2]>>",
            "(0 :> \"a\" @@ 5 :> <<TRUE, FALSE>>)",
            "{{1}, {2, 3}}",
        ] {
            assert_eq!(round_trip(text), text);
        }
    }

    #[test]
    fn what_has_no_form_in_a_file_is_refused() {
        assert_eq!(round_trip("<<5000000000>>"), "5000000000 does not fit in 32 bits");
        assert_eq!(round_trip("Nat"), "Nat has no form in a file");
    }

    #[test]
    fn values_that_tlc_wrote_can_be_read() {
        // ValueOutputStream of TLC 2.15.
        assert_eq!(decoded("01ff ffff fb"), "-5");
        assert_eq!(
            decoded(
                "0700 0307 0003 0300 0000 01ff ffff ff00 0000 0366 6f6f 1a00 0201 0000 0001 1a00 011a 0002"
            ),
            "<<<<\"foo\", \"foo\", 1>>, <<\"foo\", \"foo\", 1>>, \"foo\">>"
        );
        assert_eq!(decoded("05ff ffff fe01 0000 0002 0100 0000 01"), "{1, 2}");
        assert_eq!(decoded("1700 0000 0100 0000 03"), "1..3");
        assert_eq!(
            decoded(
                "04ff ffff fe03 0000 0004 ffff ffff 0000 0001 7801 0000 0001 0300 0000 05ff ffff ff00 0000 0179 0300 0000 04ff ffff ff00 0000 0178"
            ),
            "[x |-> 1, y |-> \"x\"]"
        );
        assert_eq!(
            decoded(
                "0900 0202 0100 0000 0203 0000 0001 ffff ffff 0000 0003 666f 6f01 0000 0001 0500 0000 0201 0000 0001 0100 0000 02"
            ),
            "<<{1, 2}, \"foo\">>"
        );
        assert_eq!(
            decoded(
                "0900 0200 0000 0002 0000 0003 0300 0000 01ff ffff ff00 0000 0366 6f6f 0500 0000 0201 0000 0001 0100 0000 02"
            ),
            "(2 :> \"foo\" @@ 3 :> {1, 2})"
        );
        // More items than 15 bits can count: the number is negated and four bytes long.
        assert_eq!(decoded("07ff ffff ff 0001"), "<<FALSE>>".replace("FALSE", "TRUE"));
    }

    #[test]
    fn what_is_no_value_is_an_error_and_no_more() {
        for (hex, what) in [
            ("", "at byte 0, it ends in the middle of a value"),
            ("0700 03 0001", "at byte 5, it ends in the middle of a value"),
            ("0001 00", "at byte 2, there is more after the value"),
            ("1500 00", "at byte 1, a value of kind 21, which means nothing in another run"),
            ("1a00 00", "at byte 3, a reference to a value that did not come before"),
            ("0700 01 1a00 00", "at byte 6, a reference to a value that did not come before"),
            ("057f ffff ff", "at byte 5, a number of parts is larger than the file"),
            ("0580 0000 00", "at byte 5, a number of parts is larger than the file"),
            ("0900 0201 0001 0001 0001 0001", "at byte 12, a function has an argument twice"),
        ] {
            assert_eq!(decoded(hex), format!("it holds no value of TLC: {what}"), "{hex}");
        }
    }
}
