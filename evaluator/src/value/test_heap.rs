//! A heap for the tests of this crate, and a reader for values written in TLA+.

use bumpalo::Bump;

use super::symbol::Symbols;
use super::{Closure, Heap, LazySet, Value, format_value};
use crate::env::Env;
use crate::error::{EvalError, EvalErrorKind, EvalResult};
use crate::program::Host;

/// A host with the process's own files and environment.
pub(crate) struct TestHost;

impl Host for TestHost {
    fn print(&self, _line: &str) {}
    fn read_file(&self, name: &str) -> std::io::Result<String> {
        std::fs::read_to_string(name)
    }
    fn write_file(&self, name: &str, text: &str) -> std::io::Result<()> {
        std::path::Path::new(name).parent().map_or(Ok(()), std::fs::create_dir_all)?;
        std::fs::write(name, text)
    }
    fn environment(&self) -> Vec<(String, String)> {
        std::env::vars().collect()
    }
}

/// What a closure of the test heap computes.
pub(crate) type Rule<'a> = Box<dyn Fn(&mut TestHeap<'a>, Value<'a>) -> EvalResult<Value<'a>> + 'a>;

/// A heap whose closures are Rust functions.
pub(crate) struct TestHeap<'a> {
    arena: &'a Bump,
    symbols: &'a Symbols,
    rules: Vec<std::rc::Rc<Rule<'a>>>,
    pub(crate) max_set_size: u64,
    pub(crate) int32: bool,
}

impl<'a> TestHeap<'a> {
    pub(crate) fn new(arena: &'a Bump, symbols: &'a Symbols) -> Self {
        Self { arena, symbols, rules: Vec::new(), max_set_size: 1_000_000, int32: false }
    }

    /// A closure of one argument that computes `rule`.
    pub(crate) fn closure(
        &mut self,
        rule: impl Fn(&mut TestHeap<'a>, Value<'a>) -> EvalResult<Value<'a>> + 'a,
    ) -> Closure<'a> {
        self.rules.push(std::rc::Rc::new(Box::new(rule)));
        Closure { body: self.rules.len() as u32 - 1, tuple: 0, env: Env::EMPTY }
    }

    /// The value written as `text`: integers, strings, TRUE, FALSE, model values, `{..}`, `<<..>>`, `[f |-> v, ..]`,
    /// `(k :> v @@ ..)`, `a..b`, `SUBSET S`, `Nat`, `Int`, `STRING`.
    pub(crate) fn read(&mut self, text: &str) -> Value<'a> {
        let mut reader = Reader { heap: self, rest: text.trim_start() };
        let value = reader.value();
        assert_eq!(reader.rest, "", "all of {text} is read");
        value
    }

    /// The text of a value.
    pub(crate) fn show(&self, value: Value<'_>) -> String {
        format_value(self.symbols, value)
    }
}

impl<'a> Heap<'a> for TestHeap<'a> {
    fn arena(&self) -> &'a Bump {
        self.arena
    }
    fn host(&self) -> &'a dyn Host {
        &TestHost
    }
    fn symbols(&self) -> &'a Symbols {
        self.symbols
    }
    fn call(&mut self, closure: Closure<'a>, arg: Value<'a>) -> EvalResult<Value<'a>> {
        let Some(rule) = self.rules.get(closure.body as usize).cloned() else {
            return Err(EvalError::new(EvalErrorKind::Internal, "no such closure"));
        };
        rule(self, arg)
    }
    fn max_set_size(&self) -> u64 {
        self.max_set_size
    }
    fn int32(&self) -> bool {
        self.int32
    }
}

struct Reader<'h, 'a, 't> {
    heap: &'h mut TestHeap<'a>,
    rest: &'t str,
}

impl<'a> Reader<'_, 'a, '_> {
    fn skip(&mut self, token: &str) -> bool {
        match self.rest.strip_prefix(token) {
            Some(rest) => {
                self.rest = rest.trim_start();
                true
            }
            None => false,
        }
    }

    fn expect(&mut self, token: &str) {
        assert!(self.skip(token), "{token} expected at {}", self.rest);
    }

    fn word(&mut self, accept: impl Fn(char) -> bool) -> String {
        let end = self.rest.find(|c| !accept(c)).unwrap_or(self.rest.len());
        let word = self.rest[..end].to_owned();
        self.rest = self.rest[end..].trim_start();
        word
    }

    fn list(&mut self, close: &str) -> Vec<Value<'a>> {
        let mut items = Vec::new();
        while !self.skip(close) {
            items.push(self.value());
            if !self.skip(",") {
                self.expect(close);
                break;
            }
        }
        items
    }

    fn value(&mut self) -> Value<'a> {
        let first = self.one();
        if self.skip("..") {
            let (Value::Int(low), Value::Int(high)) = (first, self.one()) else {
                panic!("bounds are integers")
            };
            return Value::interval(self.heap, low, high);
        }
        first
    }

    fn one(&mut self) -> Value<'a> {
        let arena = self.heap.arena;
        if self.skip("{") {
            let items = self.list("}");
            Value::set_literal(self.heap, items).expect("a set")
        } else if self.skip("<<") {
            let items = self.list(">>");
            Value::tuple(arena, &items)
        } else if self.skip("[") {
            self.record()
        } else if self.skip("(") {
            self.function()
        } else if self.skip("\"") {
            let text = self.word(|c| c != '"');
            self.expect("\"");
            Value::String(self.heap.symbols.intern(&text))
        } else if self.rest.starts_with(|c: char| c == '-' || c.is_ascii_digit()) {
            let digits = self.word(|c| c == '-' || c.is_ascii_digit());
            Value::big_int(arena, digits.parse().expect("an integer"))
        } else {
            self.name()
        }
    }

    fn record(&mut self) -> Value<'a> {
        let mut fields = Vec::new();
        loop {
            let field = self.word(|c| c.is_alphanumeric() || c == '_');
            self.expect("|->");
            fields.push((self.heap.symbols.intern(&field), self.value()));
            if !self.skip(",") {
                break;
            }
        }
        self.expect("]");
        Value::record(self.heap, fields)
    }

    fn function(&mut self) -> Value<'a> {
        let (mut domain, mut values) = (Vec::new(), Vec::new());
        loop {
            domain.push(self.value());
            self.expect(":>");
            values.push(self.value());
            if !self.skip("@@") {
                break;
            }
        }
        self.expect(")");
        Value::function(self.heap, domain, values).expect("a function")
    }

    fn name(&mut self) -> Value<'a> {
        let arena = self.heap.arena;
        match &*self.word(|c| c.is_alphanumeric() || c == '_') {
            "TRUE" => Value::Bool(true),
            "FALSE" => Value::Bool(false),
            "Nat" => Value::lazy_set(arena, LazySet::Naturals),
            "Int" => Value::lazy_set(arena, LazySet::Integers),
            "STRING" => Value::lazy_set(arena, LazySet::Strings),
            "SUBSET" => {
                let base = self.value();
                Value::lazy_set(arena, LazySet::Powerset(base))
            }
            "" => panic!("a value expected at {}", self.rest),
            name => Value::ModelValue(self.heap.symbols.intern(name)),
        }
    }
}

/// Runs a test with a heap. A macro, because a heap borrows its arena and symbols from the caller's frame.
macro_rules! with_heap {
    ($heap:ident) => {
        let arena = bumpalo::Bump::new();
        let symbols = $crate::value::symbol::Symbols::new();
        #[allow(unused_mut)]
        let mut $heap = $crate::value::test_heap::TestHeap::new(&arena, &symbols);
    };
}
pub(crate) use with_heap;
