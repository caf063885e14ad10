//! States and traces as values and as texts: what traces show of a state, and what `TLCExt!CounterExample` is.

use bumpalo::Bump;
use tern_parser::ids::Id;
use tern_parser::source::Span;

use crate::context::{Cx, Registers};
use crate::error::{EvalError, EvalErrorKind, EvalResult};
use crate::lower::reads;
use crate::permanent::Permanent;
use crate::program::Program;
use crate::state::Variable;
use crate::value::{self, Heap, Value};

/// One state of a trace.
#[derive(Clone, Copy, Debug)]
pub struct TraceItem<'t> {
    /// The action instance that led to it; none for an initial state.
    pub action: Option<u32>,
    /// Its words.
    pub words: &'t [u32],
}

/// Where a formula stands, as TLC's records of locations say it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    /// The line and column of its first character, from 1.
    pub begin: (u32, u32),
    /// Those of its last character.
    pub end: (u32, u32),
    /// The module.
    pub module: String,
}

/// A counterexample as TLC's modules see it; kept by the program that made it.
#[derive(Clone, Copy, Debug)]
pub struct CounterExample {
    /// `TLCExt!CounterExample`: the record of the set `state` of numbered states, `<<n, record>>`, and of the set
    /// `action` of steps, `<<state, action, state>>`. The step that closes a lasso leads to an earlier state.
    pub graph: Permanent,
    /// `TLCExt!ToTrace(CounterExample)`: the sequence of the states.
    pub trace: Permanent,
}

/// The name of an action that no definition names.
const UNNAMED: &str = "UnnamedAction";

impl Program {
    /// The values of the variables of a state in order, by name; none for a variable that is not assigned.
    pub fn state_values(&self, words: &[u32]) -> Vec<(&str, Option<Permanent>)> {
        let arena = Bump::new();
        let mut registers = Registers::default();
        let mut cx = Cx::new(self, &arena, &mut registers, arena.alloc_slice_copy(words));
        let mut shown = Vec::new();
        for variable in self.layout.state_variables() {
            let slots = self.layout.slots_of(variable.root);
            let value = if words[slots].contains(&Self::UNASSIGNED) {
                None
            } else {
                let value = cx.part(variable.root, false).and_then(|value| value::normalize(&mut cx, value));
                value.ok().map(|value| self.keep_normal(value))
            };
            shown.push((&*variable.name, value));
        }
        shown
    }

    /// The values that the ALIAS shows for the state at `index` of a trace; none if there is no ALIAS or it cannot be
    /// evaluated. The state after the last one is that at `back_to`, or the last one itself.
    pub fn alias_values(
        &self,
        trace: &[TraceItem<'_>],
        index: usize,
        back_to: Option<usize>,
    ) -> Option<Vec<(&str, Option<Permanent>)>> {
        let alias = self.alias?;
        let words = trace[index].words;
        let next = trace.get(index + 1).or_else(|| trace.get(back_to?)).map_or(words, |item| item.words);
        if words.contains(&Self::UNASSIGNED) || next.contains(&Self::UNASSIGNED) {
            return None;
        }
        let arena = Bump::new();
        let level = index as u32 + 1;
        let mut registers = Registers { level, ..Registers::default() };
        registers.trace = Some(self.sequence(trace[..=index].iter().map(|item| item.words)));
        let mut cx = Cx::new(self, &arena, &mut registers, arena.alloc_slice_copy(words));
        cx.set_next(next);
        let value = cx.eval(alias, crate::env::Env::EMPTY);
        let value = match value.and_then(|value| value::normalize(&mut cx, value)) {
            Ok(value) => value,
            Err(error) => {
                // As in TLC, the variables are shown, and one more that says why the ALIAS is not.
                let text = self.symbols.intern(&error.message.replace('\n', " "));
                let mut shown = self.state_values(words);
                shown.push(("_ALIASEvalError", Some(self.keep_normal(Value::String(text)))));
                return Some(shown);
            }
        };
        let Value::Record(record) = value else { return None };
        let fields = record.fields.iter().zip(record.values);
        Some(
            fields
                .map(|(field, value)| (self.symbols.text(*field), Some(self.keep_normal(*value))))
                .collect(),
        )
    }

    /// What a trace shows of its state at `index`: the ALIAS's fields, or else the variables.
    pub fn shown_values(
        &self,
        trace: &[TraceItem<'_>],
        index: usize,
        back_to: Option<usize>,
    ) -> Vec<(&str, Option<Permanent>)> {
        if let Some(values) = self.alias_values(trace, index, back_to) {
            return values;
        }
        let mut values = self.state_values(trace[index].words);
        if let Some(view) = self.view.filter(|_| self.show_view) {
            let reads = reads::of_expr(self, view);
            let is_read = |variable: &Variable| {
                let slots = self.layout.slots_of(variable.root);
                reads.slots.iter().any(|slot| slots.contains(&slot.index()))
            };
            let mut shown = self.layout.state_variables().map(is_read);
            values.retain(|_| shown.next().unwrap_or(true));
        }
        values
    }

    /// A value as traces show it: TLC's text, with line breaks where it is long.
    pub fn state_text(&self, value: Permanent) -> String {
        value::format_state_value(&self.symbols, value.get())
    }

    /// The texts of the variables of a state in order, by name; none for a variable that is not assigned.
    pub fn show_state(&self, words: &[u32]) -> Vec<(String, Option<String>)> {
        let values = self.state_values(words).into_iter();
        values.map(|(name, value)| (name.to_owned(), value.map(|value| self.state_text(value)))).collect()
    }

    /// The sequence of the records of the states of a behaviour, for `TLCExt!Trace`.
    pub(crate) fn sequence<'t>(&self, states: impl Iterator<Item = &'t [u32]>) -> Permanent {
        let records: Vec<Permanent> = states.map(|words| self.record(&self.state_values(words))).collect();
        self.tuple(&records)
    }

    /// What TLC's modules see of a trace that shows a violation; `back_to` is the position of the state that the
    /// last step of a lasso leads back to, with the action of that step. `place` says where formulas stand.
    pub fn counter_example(
        &self,
        trace: &[TraceItem<'_>],
        back_to: Option<(usize, Option<u32>)>,
        place: &dyn Fn(Span) -> Place,
    ) -> CounterExample {
        let target = back_to.map(|(position, _)| position);
        let records: Vec<Permanent> =
            (0..trace.len()).map(|index| self.record(&self.shown_values(trace, index, target))).collect();
        let numbered = |(index, record): (usize, &Permanent)| {
            let number = self.keep_normal(Value::Int(index as i64 + 1));
            self.tuple(&[number, *record])
        };
        let states: Vec<Permanent> = records.iter().enumerate().map(numbered).collect();
        let steps = trace.iter().skip(1).map(|item| item.action).enumerate();
        let steps = steps.map(|(index, action)| (index, action, index + 1));
        let closing = back_to.map(|(position, action)| (trace.len() - 1, action, position));
        let steps: Vec<Permanent> = steps
            .chain(closing)
            .map(|(from, action, to)| {
                let action = self.action_record(action, place);
                self.tuple(&[states[from], action, states[to]])
            })
            .collect();
        let (steps, states) = (self.set(&steps), self.set(&states));
        let graph = self.record(&[("action", Some(steps)), ("state", Some(states))]);
        CounterExample { graph, trace: self.tuple(&records) }
    }

    /// The record of an action: its name, its place, and its parameters if it has some.
    fn action_record(&self, action: Option<u32>, place: &dyn Fn(Span) -> Place) -> Permanent {
        let instance = action.map(|action| &self.instances[action as usize]);
        let name = instance.and_then(|instance| instance.name.as_deref()).unwrap_or(UNNAMED);
        let mut fields = vec![("name", Some(self.string(name)))];
        if let Some(instance) = instance {
            let Place { begin, end, module } = place(instance.span);
            let number = |number: u32| Some(self.keep_normal(Value::Int(i64::from(number))));
            let location = [
                ("beginLine", number(begin.0)),
                ("beginColumn", number(begin.1)),
                ("endLine", number(end.0)),
                ("endColumn", number(end.1)),
                ("module", Some(self.string(&module))),
            ];
            fields.push(("location", Some(self.record(&location))));
            if !instance.args.is_empty() {
                let context = action.map(|action| self.parameters(action)).unwrap_or_default();
                let context: Vec<_> = context.into_iter().map(|(name, value)| (name, Some(value))).collect();
                let names: Vec<Permanent> =
                    instance.parameters.iter().map(|name| self.string(name)).collect();
                fields.push(("context", Some(self.record(&context))));
                fields.push(("parameters", Some(self.tuple(&names))));
            }
        }
        self.record(&fields)
    }

    /// The names and values of the parameters of an action, normal, where they are finite values.
    pub fn parameters(&self, action: u32) -> Vec<(&str, Permanent)> {
        let instance = &self.instances[action as usize];
        let parameters = instance.parameters.iter().zip(&instance.args);
        parameters.filter_map(|(name, arg)| Some((&**name, self.keep_finite_value(*arg)?))).collect()
    }

    /// A value in normal form, so that it can be part of another one; none if it is no finite value.
    fn keep_finite_value(&self, kept: Permanent) -> Option<Permanent> {
        let arena = Bump::new();
        let mut registers = Registers::default();
        let mut cx = Cx::constant(self, &arena, &mut registers);
        value::normalize(&mut cx, kept.within(self)).ok().map(|value| self.keep_normal(value))
    }

    fn string(&self, text: &str) -> Permanent {
        self.keep_normal(Value::String(self.symbols.intern(text)))
    }

    fn tuple(&self, items: &[Permanent]) -> Permanent {
        let arena = Bump::new();
        let items: Vec<Value<'_>> = items.iter().map(|item| item.within(self)).collect();
        self.keep_normal(Value::tuple(&arena, &items))
    }

    /// The set of distinct values that are tuples whose first parts are ascending.
    fn set(&self, items: &[Permanent]) -> Permanent {
        let arena = Bump::new();
        let mut registers = Registers::default();
        let mut cx = Cx::constant(self, &arena, &mut registers);
        let items: Vec<Value<'_>> = items.iter().map(|item| item.within(self)).collect();
        let set = Value::set(&mut cx, items);
        let set = set.and_then(|set| value::normalize(&mut cx, set)).unwrap_or(Value::EMPTY_SET);
        self.keep_normal(set)
    }

    /// The record of the fields that have a value.
    fn record(&self, fields: &[(&str, Option<Permanent>)]) -> Permanent {
        let arena = Bump::new();
        let mut registers = Registers::default();
        let mut cx = Cx::constant(self, &arena, &mut registers);
        let fields = fields.iter().filter_map(|(name, value)| {
            let value: Value<'_> = (*value)?.within(self);
            Some((self.symbols.intern(name), value))
        });
        let fields = fields.collect();
        let record = Value::record(&mut cx, fields);
        self.keep_normal(record)
    }
}

impl<'a> Cx<'a> {
    /// `TLCExt!CounterExample`: that of no violation has no states.
    pub(crate) fn counter_example(&mut self) -> EvalResult<Value<'a>> {
        match self.registers.counter_example {
            Some(found) => Ok(found.within(self.program)),
            None if self.registers.counter_example_unknown => Err(EvalError::new(
                EvalErrorKind::Unsupported,
                "CounterExample is not known, since temporal properties were not checked.",
            )),
            None => {
                let symbols = &self.program.symbols;
                let fields = ["action", "state"].map(|name| (symbols.intern(name), Value::EMPTY_SET));
                Ok(Value::record(self, fields.to_vec()))
            }
        }
    }

    /// `TLCExt!Trace`: the states up to the present one, where they are known.
    pub(crate) fn trace_so_far(&mut self) -> EvalResult<Value<'a>> {
        match self.registers.trace {
            Some(trace) => Ok(trace.within(self.program)),
            None => {
                self.registers.trace_wanted = true;
                Err(EvalError::new(
                    EvalErrorKind::Unsupported,
                    "Trace is supported in invariants, in an ALIAS, and in a POSTCONDITION after a violation only.",
                ))
            }
        }
    }

    /// `TLCExt!ToTrace(counter_example)`: the states of a counterexample by their numbers.
    pub(crate) fn states_of(&mut self, counter_example: Value<'a>) -> EvalResult<Value<'a>> {
        let wrong = || EvalError::new(EvalErrorKind::Type, "ToTrace needs a counterexample.");
        let Value::Record(record) = value::normalize(self, counter_example)? else { return Err(wrong()) };
        let state = self.symbols().intern("state");
        let field = record.fields.iter().position(|field| *field == state).ok_or_else(wrong)?;
        let Value::Set(states) = record.values[field] else { return Err(wrong()) };
        let mut records = Vec::with_capacity(states.items.len());
        // The elements are sorted, and so by number.
        for item in states.items {
            match item {
                Value::Tuple(pair) if pair.items.len() == 2 => records.push(pair.items[1]),
                _ => return Err(wrong()),
            }
        }
        Ok(Value::tuple(self.arena, &records))
    }
}
