//! TLC's registers: `TLCGet` and `TLCSet`.
//!
//! To a specification a search looks as if one worker did it: a program that sets registers, or reads those that
//! change, is explored by one worker in TLC's order, and `TLCGet("config").worker` is 1.

use std::sync::atomic::Ordering;

use crate::context::{Cx, Register};
use crate::error::{EvalError, EvalErrorKind, EvalResult};
use crate::natives::wrong_argument;
use crate::value::{self, Value};

/// The day of the TLC whose answers tern gives, for `TLCGet("revision").timestamp`: 2026-04-29.
const TLC_REVISION: i64 = 1_777_420_800;

/// What the key of a register should be, in TLC's words.
const REGISTER: &str = "a nonnegative integer";

impl<'a> Cx<'a> {
    /// The value of a register; none if it has none.
    pub(super) fn register(&mut self, key: Value<'a>) -> EvalResult<Option<Value<'a>>> {
        match key {
            Value::Int(index @ 0..) => Ok(self.stored(Register::Number(index))),
            Value::String(symbol) => self.named_register(self.program.symbols.text(symbol)),
            _ => Err(wrong_argument(self, "argument", "TLCGet", REGISTER, key)),
        }
    }

    fn stored(&self, key: Register) -> Option<Value<'a>> {
        self.registers.values.get(&key).map(|value| value.within(self.program))
    }

    fn named_register(&mut self, name: &str) -> EvalResult<Option<Value<'a>>> {
        let program = self.program;
        let counts = self.registers.counts;
        Ok(match name {
            "level" => Some(Value::Int(i64::from(self.registers.level))),
            "generated" => counts.map(|counts| Value::Int(counts.generated as i64)),
            "distinct" => counts.map(|counts| Value::Int(counts.distinct as i64)),
            "queue" => counts.map(|counts| Value::Int(counts.queue as i64)),
            "diameter" => counts.map(|counts| Value::Int(i64::from(counts.diameter))),
            "duration" => Some(self.duration()),
            "stats" => match counts {
                Some(counts) => {
                    let duration = self.duration();
                    let mut fields = vec![
                        ("generated", Value::Int(counts.generated as i64)),
                        ("distinct", Value::Int(counts.distinct as i64)),
                        ("queue", Value::Int(counts.queue as i64)),
                        ("diameter", Value::Int(i64::from(counts.diameter))),
                        ("duration", duration),
                    ];
                    fields.extend(self.registers.traces.map(|traces| ("traces", Value::Int(traces as i64))));
                    Some(self.record(&fields))
                }
                None => None,
            },
            "config" => {
                let text = |text: &str| Value::String(program.symbols.intern(text));
                let mode = match program.simulation {
                    None => "bfs",
                    Some(simulation) if simulation.generate => "generate",
                    Some(_) => "simulate",
                };
                let mut fields = vec![
                    ("mode", text(mode)),
                    ("deadlock", Value::Bool(program.check_deadlock)),
                    ("worker", Value::Int(1)),
                    ("seed", Value::Int(program.seed as i64)),
                    ("fingerprint", Value::Int(0)),
                    ("install", text("")),
                ];
                if let Some(simulation) = program.simulation {
                    fields.push(("depth", Value::Int(simulation.depth)));
                    fields.push(("traces", Value::Int(simulation.traces)));
                    fields.push(("arils", Value::Int(simulation.aril)));
                }
                Some(self.record(&fields))
            }
            "revision" => {
                let text = |text: &str| Value::String(program.symbols.intern(text));
                Some(self.record(&[
                    ("count", Value::Int(0)),
                    ("timestamp", Value::Int(TLC_REVISION)),
                    ("date", text("2026-04-29T00:00:00.0Z")),
                    ("tag", text("tern")),
                ]))
            }
            "all" => Some(self.numbered_registers()?),
            "all:named" => Some(self.named_registers()),
            "s:_possible" => self.possible(),
            name if name.starts_with("s:") => self.stored(Register::Named(program.symbols.intern(name))),
            name => {
                return Err(EvalError::new(
                    EvalErrorKind::Unsupported,
                    format!("TLCGet(\"{name}\") is not supported yet."),
                ));
            }
        })
    }

    fn duration(&self) -> Value<'a> {
        Value::Int(self.program.started.elapsed().as_secs() as i64)
    }

    fn record(&mut self, fields: &[(&str, Value<'a>)]) -> Value<'a> {
        let symbols = &self.program.symbols;
        let fields = fields.iter().map(|(name, value)| (symbols.intern(name), *value)).collect();
        Value::record(self, fields)
    }

    /// What one worker knows, in the form for several: a sequence with one item for each.
    fn of_each_worker(&self, value: Value<'a>) -> Value<'a> {
        Value::tuple(self.arena, &[value])
    }

    /// `TLCGet("all")`: for each number that a register was set for, its value in each worker.
    fn numbered_registers(&mut self) -> EvalResult<Value<'a>> {
        let mut found: Vec<(i64, Value<'a>)> = self
            .registers
            .values
            .iter()
            .filter_map(|(key, value)| match key {
                Register::Number(index) => Some((*index, value.within(self.program))),
                Register::Named(_) => None,
            })
            .collect();
        found.sort_unstable_by_key(|(index, _)| *index);
        let (domain, values) =
            found.into_iter().map(|(index, value)| (Value::Int(index), self.of_each_worker(value))).unzip();
        Value::function(self, domain, values)
    }

    /// `TLCGet("all:named")`: the same for registers with names.
    fn named_registers(&mut self) -> Value<'a> {
        let mut found: Vec<_> = self
            .registers
            .values
            .iter()
            .filter_map(|(key, value)| match key {
                Register::Named(name) => Some((*name, self.of_each_worker(value.within(self.program)))),
                Register::Number(_) => None,
            })
            .collect();
        let possible = self.program.symbols.intern("s:_possible");
        if let Some(counts) = self.possible() {
            found.retain(|(name, _)| *name != possible);
            found.push((possible, self.of_each_worker(counts)));
        }
        if found.is_empty() {
            return Value::empty_tuple();
        }
        found.sort_unstable_by_key(|(name, _)| *name);
        Value::record(self, found)
    }

    /// How often each formula of `_POSSIBLE` was true, without those that never were.
    fn possible(&mut self) -> Option<Value<'a>> {
        let program = self.program;
        if program.possible.is_empty() {
            return self.stored(Register::Named(program.symbols.intern("s:_possible")));
        }
        let counts: Vec<_> = program
            .possible
            .iter()
            .map(|possible| (&*possible.formula.name, possible.found.load(Ordering::Relaxed)))
            .filter(|(_, count)| *count > 0)
            .map(|(name, count)| (name, Value::Int(count as i64)))
            .collect();
        Some(if counts.is_empty() { Value::empty_tuple() } else { self.record(&counts) })
    }

    /// `TLCSet(key, new)`.
    pub(super) fn set_register(&mut self, key: Value<'a>, new: Value<'a>) -> EvalResult<()> {
        let register = match key {
            Value::Int(index @ 0..) => Register::Number(index),
            Value::String(symbol) => match self.program.symbols.text(symbol) {
                "exit" => {
                    self.registers.exit |= matches!(new, Value::Bool(true));
                    return Ok(());
                }
                name if name.starts_with("s:") => Register::Named(symbol),
                name => {
                    return Err(EvalError::new(
                        EvalErrorKind::Unsupported,
                        format!("TLCSet(\"{name}\", ..) is not supported yet."),
                    ));
                }
            },
            _ => return Err(wrong_argument(self, "first argument", "TLCSet", REGISTER, key)),
        };
        let normal = value::normalize(self, new)?;
        let kept = self.program.keep_normal(normal);
        self.registers.values.insert(register, kept);
        Ok(())
    }
}
