//! The operators of TLC and TLCExt that are more than functions of their arguments.

use crate::context::Cx;
use crate::env::Env;
use crate::error::{EvalError, EvalErrorKind, EvalResult};
use crate::ir::{ExprId, Special};
use crate::value::{self, Value};

impl<'a> Cx<'a> {
    pub(super) fn special(
        &mut self,
        special: Special,
        args: &[ExprId],
        env: Env<'a>,
    ) -> EvalResult<Value<'a>> {
        match (special, args) {
            (Special::Print, [out, result]) => {
                let out = self.eval(*out, env)?;
                let result = self.eval(*result, env)?;
                let line = format!("{}  {}", self.text(out)?, self.text(result)?);
                self.program.host.print(&line);
                Ok(result)
            }
            (Special::PrintT, [out]) => {
                let out = self.eval(*out, env)?;
                let line = self.text(out)?;
                self.program.host.print(&line);
                Ok(Value::Bool(true))
            }
            (Special::Assert, [condition, message]) => {
                if self.eval_bool(*condition, env)? {
                    return Ok(Value::Bool(true));
                }
                let message = self.eval(*message, env)?;
                let text = self.text(message)?;
                Err(EvalError::new(
                    EvalErrorKind::Assert,
                    format!(
                        "The first argument of Assert evaluated to FALSE; the second argument was:\n{text}"
                    ),
                ))
            }
            (Special::TlcEval | Special::Identity, [inner]) => {
                let value = self.eval(*inner, env)?;
                if special == Special::TlcEval { value::normalize(self, value) } else { Ok(value) }
            }
            (Special::TlcGet | Special::TlcGetNext, [key]) => {
                let key = self.eval(*key, env)?;
                let next = special == Special::TlcGetNext;
                self.registers.level += u32::from(next);
                let found = self.register(key);
                self.registers.level -= u32::from(next);
                match found? {
                    Some(value) => Ok(value),
                    None => Err(EvalError::new(
                        EvalErrorKind::Undefined,
                        format!("TLCGet({}) was undefined.", value::format_value(&self.program.symbols, key)),
                    )),
                }
            }
            (Special::TlcGetOrDefault, [key, default]) => {
                let key = self.eval(*key, env)?;
                match self.register(key)? {
                    Some(value) => Ok(value),
                    None => self.eval(*default, env),
                }
            }
            (Special::TlcSet, [key, new]) => {
                let key = self.eval(*key, env)?;
                let new = self.eval(*new, env)?;
                self.set_register(key, new)?;
                Ok(Value::Bool(true))
            }
            (Special::RandomElement, [set]) => {
                let set = self.eval(*set, env)?;
                self.random_element(set)
            }
            (Special::JavaTime, []) => {
                let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
                Ok(Value::Int(now.map_or(0, |now| now.as_secs() as i64)))
            }
            (Special::TlcModelValue, [name]) => match self.eval(*name, env)? {
                Value::String(symbol) => Ok(Value::ModelValue(symbol)),
                _ => Err(EvalError::new(EvalErrorKind::Type, "TLCModelValue needs a string.")),
            },
            (Special::AssertError, [expected, inner]) => {
                let expected = self.eval(*expected, env)?;
                let result = self.eval(*inner, env);
                match (result, expected) {
                    (Err(error), Value::String(symbol)) => {
                        Ok(Value::Bool(error.message == self.program.symbols.text(symbol)))
                    }
                    _ => Ok(Value::Bool(false)),
                }
            }
            (Special::AssertEq, [a, b]) => {
                let (a, b) = (self.eval(*a, env)?, self.eval(*b, env)?);
                if value::equal(self, a, b)? {
                    return Ok(Value::Bool(true));
                }
                let line = format!(
                    "Failed assertion: {} # {}",
                    value::format_value(&self.program.symbols, a),
                    value::format_value(&self.program.symbols, b)
                );
                self.program.host.print(&line);
                Ok(Value::Bool(false))
            }
            _ => Err(EvalError::new(EvalErrorKind::Unsupported, "This operator is not supported yet.")),
        }
    }

    /// A value's text; symbolic sets and functions are evaluated first where TLC does that.
    fn text(&mut self, shown: Value<'a>) -> EvalResult<String> {
        let shown = value::printable(self, shown)?;
        Ok(value::format_value(&self.program.symbols, shown))
    }

    fn register(&mut self, key: Value<'a>) -> EvalResult<Option<Value<'a>>> {
        match key {
            Value::Int(index) => {
                Ok(self.registers.values.get(&index).map(|value| value.within(self.program)))
            }
            Value::String(symbol) => {
                let name = self.program.symbols.text(symbol);
                let counts = self.registers.counts;
                let number = match (name, counts) {
                    ("level", _) => i64::from(self.registers.level),
                    ("generated", Some(counts)) => counts.generated as i64,
                    ("distinct", Some(counts)) => counts.distinct as i64,
                    ("queue", Some(counts)) => counts.queue as i64,
                    ("diameter", Some(counts)) => i64::from(counts.diameter),
                    _ => {
                        return Err(EvalError::new(
                            EvalErrorKind::Unsupported,
                            format!("TLCGet(\"{name}\") is not supported here yet."),
                        ));
                    }
                };
                Ok(Some(Value::Int(number)))
            }
            _ => Err(EvalError::new(
                EvalErrorKind::Type,
                "TLCGet and TLCSet need a natural number or the name of a register.",
            )),
        }
    }

    fn set_register(&mut self, key: Value<'a>, new: Value<'a>) -> EvalResult<()> {
        match key {
            Value::Int(index) => {
                let normal = value::normalize(self, new)?;
                let kept = self.program.keep_normal(normal);
                self.registers.values.insert(index, kept);
                Ok(())
            }
            Value::String(symbol) if self.program.symbols.text(symbol) == "exit" => {
                self.registers.exit = matches!(new, Value::Bool(true));
                Ok(())
            }
            _ => Err(EvalError::new(
                EvalErrorKind::Unsupported,
                format!(
                    "TLCSet({}, ..) is not supported yet.",
                    value::format_value(&self.program.symbols, key)
                ),
            )),
        }
    }

    fn random_element(&mut self, set: Value<'a>) -> EvalResult<Value<'a>> {
        let Value::Int(count) = value::cardinality(self, set)? else {
            return Err(EvalError::new(EvalErrorKind::SetTooLarge, "RandomElement of a huge set."));
        };
        if count == 0 {
            return Err(EvalError::new(
                EvalErrorKind::Undefined,
                "RandomElement needs a set that is not empty.",
            ));
        }
        let wanted = self.random() % count as u64;
        let mut elements = value::elements(self, set)?;
        for _ in 0..wanted {
            elements.next(self)?;
        }
        match elements.next(self)? {
            Some(element) => Ok(element),
            None => Err(EvalError::new(EvalErrorKind::Internal, "A set has fewer elements than it says.")),
        }
    }

    /// The next number of the generator (splitmix64: Steele, Lea, Flood 2014).
    fn random(&mut self) -> u64 {
        self.registers.random = self.registers.random.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.registers.random;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }
}
