//! Random choices: `TLC!RandomElement` and the module Randomization.
//!
//! The generator starts anew for each state that is expanded or checked, from the seed of the run and the state's
//! fingerprint: so a run can be repeated, a trace can be rebuilt, and neither the order of states nor the number of
//! workers matters. (TLC seeds its generator in the same way.)

use crate::context::Cx;
use crate::error::{EvalError, EvalErrorKind, EvalResult};
use crate::natives::wrong_argument;
use crate::value::{self, LazySet, Value};

impl<'a> Cx<'a> {
    /// `RandomElement(set)`.
    pub(super) fn random_element(&mut self, set: Value<'a>) -> EvalResult<Value<'a>> {
        if !matches!(set, Value::Set(_) | Value::LazySet(_)) {
            return Err(EvalError::new(
                EvalErrorKind::Type,
                format!(
                    "Applying RandomElement to the following value,\nwhich is not a finite set:\n{}",
                    value::format_value(&self.program.symbols, set)
                ),
            ));
        }
        let count = self.countable(set, "RandomElement")?;
        if count == 0 {
            return Err(EvalError::new(
                EvalErrorKind::Undefined,
                "RandomElement needs a set that is not empty.",
            ));
        }
        let index = self.below(count);
        Ok(self.elements_at(set, &[index])?[0])
    }

    /// `RandomSubset(k, set)`: `k` elements, each such subset as likely as any other; all of a smaller set.
    pub(super) fn random_subset(&mut self, k: Value<'a>, set: Value<'a>) -> EvalResult<Value<'a>> {
        let count = self.countable(set, "RandomSubset")?;
        let k = self.natural("first argument", "RandomSubset", k)?.min(count);
        self.allow(k)?;
        // Floyd's algorithm: a random k-subset of 0 .. count - 1 with k random numbers (Bentley, Floyd 1987).
        let mut chosen = fxhash::FxHashSet::default();
        for top in count - k..count {
            let index = self.below(top + 1);
            if !chosen.insert(index) {
                chosen.insert(top);
            }
        }
        let mut indices: Vec<u64> = chosen.into_iter().collect();
        indices.sort_unstable();
        let items = self.elements_at(set, &indices)?;
        Value::set(self, items)
    }

    /// `RandomSetOfSubsets(k, n, set)`: at most `k` subsets that have `n` elements on average.
    pub(super) fn random_set_of_subsets(
        &mut self,
        k: Value<'a>,
        n: Value<'a>,
        set: Value<'a>,
    ) -> EvalResult<Value<'a>> {
        let count = self.countable(set, "RandomSetOfSubsets")?;
        let k = self.natural("first argument", "RandomSetOfSubsets", k)?;
        let n = self.natural("second argument", "RandomSetOfSubsets", n)?;
        self.allow(k.saturating_mul(count.max(1)))?;
        if n > count {
            let expected = "a nonnegative integer in range 0..Cardinality(S)";
            let found = Value::Int(n as i64);
            return Err(wrong_argument(self, "second argument", "RandomSetOfSubsets", expected, found));
        }
        let all: Vec<u64> = (0..count).collect();
        let items = self.elements_at(set, &all)?;
        let mut subsets = Vec::new();
        for _ in 0..k {
            let mut subset = Vec::new();
            for item in &items {
                if self.below(count) < n {
                    subset.push(*item);
                }
            }
            subsets.push(Value::set(self, subset)?);
        }
        Value::set(self, subsets)
    }

    /// An argument that is a natural number.
    fn natural(&mut self, position: &str, operator: &str, found: Value<'a>) -> EvalResult<u64> {
        match found {
            Value::Int(number @ 0..) => Ok(number as u64),
            other => Err(wrong_argument(self, position, operator, "a nonnegative integer", other)),
        }
    }

    fn countable(&mut self, set: Value<'a>, operator: &str) -> EvalResult<u64> {
        match value::cardinality(self, set)? {
            Value::Int(count) => Ok(count as u64),
            _ => Err(EvalError::new(EvalErrorKind::SetTooLarge, format!("{operator} of a huge set."))),
        }
    }

    /// Fails if a set of this size is not to be enumerated.
    fn allow(&self, count: u64) -> EvalResult<()> {
        let limit = self.program.max_set_size;
        if count <= limit {
            return Ok(());
        }
        Err(EvalError::new(
            EvalErrorKind::SetTooLarge,
            format!("Attempted to construct a set with too many elements (>{limit})."),
        ))
    }

    /// The elements at these places (ascending), in some fixed order of the set. Intervals and sets of functions,
    /// records and tuples are not enumerated.
    fn elements_at(&mut self, set: Value<'a>, indices: &[u64]) -> EvalResult<Vec<Value<'a>>> {
        let choose = |choices: &[&'a [Value<'a>]], index: u64| -> Vec<Value<'a>> {
            let mut rest = index as usize;
            let mut chosen = Vec::with_capacity(choices.len());
            for items in choices {
                chosen.push(items[rest % items.len()]);
                rest /= items.len();
            }
            chosen
        };
        let Value::LazySet(lazy) = set else { return self.enumerated_at(set, indices) };
        match lazy {
            LazySet::Interval(low, _) => Ok(indices.iter().map(|i| Value::Int(low + *i as i64)).collect()),
            LazySet::Functions(domain, range) => {
                let (domain, range) = (self.items(*domain)?, self.items(*range)?);
                let choices = vec![range; domain.len()];
                let make =
                    |cx: &mut Self, i: &u64| Value::function(cx, domain.to_vec(), choose(&choices, *i));
                indices.iter().map(|index| make(self, index)).collect()
            }
            LazySet::Product(sets) => {
                let choices = self.all_items(sets)?;
                Ok(indices.iter().map(|i| Value::tuple(self.arena, &choose(&choices, *i))).collect())
            }
            LazySet::Records(fields, sets) => {
                let choices = self.all_items(sets)?;
                let make = |cx: &mut Self, i: &u64| {
                    Value::record(cx, fields.iter().copied().zip(choose(&choices, *i)).collect())
                };
                Ok(indices.iter().map(|index| make(self, index)).collect())
            }
            LazySet::Powerset(inner) => {
                let items = self.items(*inner)?;
                let make = |cx: &mut Self, i: &u64| {
                    let chosen = items.iter().enumerate().filter(|(at, _)| i >> at & 1 == 1);
                    Value::set(cx, chosen.map(|(_, item)| *item).collect())
                };
                indices.iter().map(|index| make(self, index)).collect()
            }
            _ => self.enumerated_at(set, indices),
        }
    }

    fn items(&mut self, set: Value<'a>) -> EvalResult<&'a [Value<'a>]> {
        match value::normalize(self, set)? {
            Value::Set(set) => Ok(set.items),
            _ => Err(EvalError::new(EvalErrorKind::NotEnumerable, "A random choice needs a finite set.")),
        }
    }

    fn all_items(&mut self, sets: &[Value<'a>]) -> EvalResult<Vec<&'a [Value<'a>]>> {
        sets.iter().map(|set| self.items(*set)).collect()
    }

    fn enumerated_at(&mut self, set: Value<'a>, indices: &[u64]) -> EvalResult<Vec<Value<'a>>> {
        let items = self.items(set)?;
        Ok(indices.iter().map(|index| items[*index as usize]).collect())
    }

    /// A random number below `bound`.
    fn below(&mut self, bound: u64) -> u64 {
        // The product's high half: as even as the remainder, without its division.
        ((u128::from(self.random()) * u128::from(bound)) >> 64) as u64
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
