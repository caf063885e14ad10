//! Operators of the standard and community modules that are evaluated natively.
//!
//! Lowering asks [`lookup`] for each operator of a library module, by the name of the module that *defines* it, and
//! calls it by number. Operators that are not here have a TLA+ definition, or need the context of an evaluation and
//! are the evaluator's own: of `TLC` those are `Print`, `PrintT`, `Assert`, `TLCGet`, `TLCSet`, `RandomElement`,
//! `JavaTime` and `TLCEval`; all of `TLCExt` and `Randomization`. `docs/modules.md` lists them all.
//!
//! One file per module, and some that modules share: [`files`], [`template`], [`value_file`], [`graph_layout`].
//! Each module lists its operators with [`natives`]; the letters after a name are its parameters, `v` for a value, `o`
//! for an operator; `impure` marks effects, `reads` what depends on the content of files.

use crate::error::{EvalError, EvalErrorKind, EvalResult};
use crate::value::{Closure, Heap, Value, format_value};

mod bags;
mod bags_ext;
mod bitwise;
mod commands;
mod csv;
mod files;
mod finite_sets;
mod finite_sets_ext;
mod functions;
mod graph_layout;
mod graph_viz;
pub mod integers;
mod io_utils;
mod json;
mod reals;
mod refused;
mod sequences;
mod sequences_ext;
mod statistics;
mod svg;
mod template;
mod tlc;
mod value_file;
mod vector_clocks;

pub use json::json_text;

/// The number of a native operator.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct NativeId(u16);

/// What is known of a native operator.
#[derive(Debug)]
pub struct NativeInfo {
    /// The module that defines it.
    pub module: &'static str,
    /// Its name: an identifier, or the canonical spelling of an operator symbol.
    pub name: &'static str,
    /// How many parameters it has.
    pub arity: u32,
    /// Its value depends on nothing but its arguments, and evaluating it has no other effect.
    pub pure: bool,
    /// It has no effect, but its value depends on the content of files.
    pub reads_files: bool,
}

/// An argument of a native operator.
#[derive(Clone, Copy)]
pub enum NativeArg<'a> {
    /// A value.
    Value(Value<'a>),
    /// An operator. One of `n` > 1 parameters is a closure with `tuple = n` and takes them as a tuple.
    Operator(Closure<'a>),
}

/// The operators of each module, in the order of the numbers in [`call`].
const MODULES: &[&[NativeInfo]] = &[
    integers::NATURALS,
    integers::INTEGERS,
    sequences::OPERATORS,
    finite_sets::OPERATORS,
    bags::OPERATORS,
    tlc::OPERATORS,
    finite_sets_ext::OPERATORS,
    finite_sets_ext::FOLDS,
    functions::OPERATORS,
    sequences_ext::OPERATORS,
    bitwise::OPERATORS,
    bags_ext::OPERATORS,
    json::OPERATORS,
    io_utils::OPERATORS,
    vector_clocks::OPERATORS,
    commands::OPERATORS,
    csv::OPERATORS,
    svg::OPERATORS,
    graph_viz::OPERATORS,
    statistics::OPERATORS,
    reals::OPERATORS,
    refused::APALACHE,
    refused::DIFFERENTIAL_EQUATIONS,
];

/// The native operator of this name that this module defines.
pub fn lookup(module: &str, operator: &str) -> Option<NativeId> {
    MODULES.iter().enumerate().find_map(|(m, operators)| {
        let index = operators.iter().position(|info| info.name == operator && info.module == module)?;
        Some(NativeId((m << 8 | index) as u16))
    })
}

/// What is known of an operator that [`lookup`] has found.
pub fn info(id: NativeId) -> &'static NativeInfo {
    &MODULES[usize::from(id.0 >> 8)][usize::from(id.0 & 0xff)]
}

/// All native operators.
pub fn all() -> impl Iterator<Item = &'static NativeInfo> {
    MODULES.iter().flat_map(|operators| operators.iter())
}

/// Applies an operator to as many arguments as it has parameters.
#[inline]
pub fn call<'a, H: Heap<'a>>(id: NativeId, heap: &mut H, args: &[NativeArg<'a>]) -> EvalResult<Value<'a>> {
    let index = usize::from(id.0 & 0xff);
    match id.0 >> 8 {
        0 => integers::naturals(index, heap, args),
        1 => integers::integers(index, heap, args),
        2 => sequences::call(index, heap, args),
        3 => finite_sets::call(index, heap, args),
        4 => bags::call(index, heap, args),
        5 => tlc::call(index, heap, args),
        6 => finite_sets_ext::call(index, heap, args),
        7 => finite_sets_ext::folds(index, heap, args),
        8 => functions::call(index, heap, args),
        9 => sequences_ext::call(index, heap, args),
        10 => bitwise::call(index, heap, args),
        11 => bags_ext::call(index, heap, args),
        12 => json::call(index, heap, args),
        13 => io_utils::call(index, heap, args),
        14 => vector_clocks::call(index, heap, args),
        15 => commands::call(index, heap, args),
        16 => csv::call(index, heap, args),
        17 => svg::call(index, heap, args),
        18 => graph_viz::call(index, heap, args),
        19 => statistics::call(index, heap, args),
        20 => reals::call(index, heap, args),
        21 => refused::apalache(index, heap, args),
        _ => refused::differential_equations(index, heap, args),
    }
}

/// Declares the operators of a module: a table of [`NativeInfo`] and the function that calls them by index.
macro_rules! natives {
    ($(#[$doc:meta])* $table:ident, $call:ident, $module:literal: $($name:literal ($($kind:ident)*) $($impure:ident)? => $function:path;)*) => {
        $(#[$doc])*
        pub(crate) const $table: &[$crate::natives::NativeInfo] = &[$(
            $crate::natives::NativeInfo {
                module: $module,
                name: $name,
                arity: 0 $(+ natives!(@one $kind))*,
                pure: natives!(@pure $($impure)?),
                reads_files: natives!(@reads $($impure)?),
            },
        )*];

        /// Calls the operator with this index in the table.
        #[inline]
        pub(crate) fn $call<'a, H: $crate::value::Heap<'a>>(
            index: usize,
            heap: &mut H,
            args: &[$crate::natives::NativeArg<'a>],
        ) -> $crate::error::EvalResult<$crate::value::Value<'a>> {
            type Native<'a, H> = fn(&mut H, &mut $crate::natives::Arguments<'_, 'a>)
                -> $crate::error::EvalResult<$crate::value::Value<'a>>;
            let operators: &[Native<'a, H>] = &[$(
                |_heap: &mut H, _args: &mut $crate::natives::Arguments<'_, 'a>| {
                    $function(_heap $(, natives!(@read $kind _args)?)*)
                },
            )*];
            operators[index](heap, &mut $crate::natives::Arguments(args.iter()))
        }
    };
    (@pure) => { true };
    (@pure $impure:ident) => { false };
    (@reads) => { false };
    (@reads impure) => { false };
    (@reads reads) => { true };
    (@one $kind:ident) => { 1 };
    (@read v $args:ident) => { $args.value() };
    (@read o $args:ident) => { $args.operator() };
}
pub(crate) use natives;

/// Arguments that are still to be read.
pub(crate) struct Arguments<'s, 'a>(std::slice::Iter<'s, NativeArg<'a>>);

impl<'a> Arguments<'_, 'a> {
    #[inline]
    pub(crate) fn value(&mut self) -> EvalResult<Value<'a>> {
        match self.0.next() {
            Some(NativeArg::Value(value)) => Ok(*value),
            _ => {
                Err(EvalError::new(EvalErrorKind::Internal, "A native operator expects a value as argument."))
            }
        }
    }

    #[inline]
    pub(crate) fn operator(&mut self) -> EvalResult<Closure<'a>> {
        match self.0.next() {
            Some(NativeArg::Operator(closure)) => Ok(*closure),
            _ => Err(EvalError::new(
                EvalErrorKind::Internal,
                "A native operator expects an operator as argument.",
            )),
        }
    }
}

/// Calls an operator argument of two parameters.
pub(crate) fn call2<'a, H: Heap<'a>>(
    heap: &mut H,
    operator: Closure<'a>,
    a: Value<'a>,
    b: Value<'a>,
) -> EvalResult<Value<'a>> {
    let both = Value::tuple(heap.arena(), &[a, b]);
    heap.call(operator, both)
}

/// Calls an operator argument whose values are Booleans.
pub(crate) fn test<'a, H: Heap<'a>>(
    heap: &mut H,
    operator: Closure<'a>,
    name: &str,
    arg: Value<'a>,
) -> EvalResult<bool> {
    match heap.call(operator, arg)? {
        Value::Bool(b) => Ok(b),
        other => Err(EvalError::new(
            EvalErrorKind::Type,
            format!(
                "The operator argument of {name} should give a Boolean, but instead it gives:\n{}",
                format_value(heap.symbols(), other)
            ),
        )),
    }
}

/// The error of an argument that is not what it should be, in TLC's words.
#[cold]
pub(crate) fn wrong_argument<'a, H: Heap<'a>>(
    heap: &mut H,
    position: &str,
    operator: &str,
    expected: &str,
    found: Value<'a>,
) -> Box<EvalError> {
    EvalError::new(
        EvalErrorKind::Type,
        format!(
            "The {position} of {operator} should be {expected}, but instead it is:\n{}",
            format_value(heap.symbols(), found)
        ),
    )
}

/// The sequence that a value is: its items. Fails with TLC's message for any other value.
pub(crate) fn sequence<'a, H: Heap<'a>>(
    heap: &mut H,
    position: &str,
    operator: &str,
    value: Value<'a>,
) -> EvalResult<&'a [Value<'a>]> {
    match as_sequence(heap, value)? {
        Some(items) => Ok(items),
        None => Err(wrong_argument(heap, position, operator, "a sequence", value)),
    }
}

/// The items of a value that is a sequence. A function by rule is enumerated if it may be one.
pub(crate) fn as_sequence<'a, H: Heap<'a>>(
    heap: &mut H,
    value: Value<'a>,
) -> EvalResult<Option<&'a [Value<'a>]>> {
    match value {
        Value::Tuple(tuple) => Ok(Some(tuple.items)),
        Value::Lambda(lambda) => match crate::value::lambda_to_function(heap, lambda)? {
            Value::Tuple(tuple) => Ok(Some(tuple.items)),
            _ => Ok(None),
        },
        _ => Ok(None),
    }
}

#[cfg(test)]
mod tests;

#[cfg(test)]
mod table_tests {
    use super::*;

    #[test]
    fn every_operator_is_found_by_its_module_and_name_only() {
        for native in all() {
            let id = lookup(native.module, native.name).expect("it is listed");
            assert!(std::ptr::eq(info(id), native), "{} is listed once", native.name);
            assert!(lookup("Nowhere", native.name).is_none());
        }
        assert!(lookup("Naturals", "nothing").is_none());
    }

    /// The evaluator's own, of `eval/special.rs` and `lower/apply.rs`.
    const SPECIAL: &[&str] = &[
        "Print",
        "PrintT",
        "Assert",
        "JavaTime",
        "TLCGet",
        "TLCSet",
        "RandomElement",
        "RandomSubset",
        "RandomSetOfSubsets",
        "AssertError",
        "TLCGetOrDefault",
        "Trace",
        "CounterExample",
        "TLCModelValue",
        "TLCDefer",
        "PickSuccessor",
        "TLCFP",
        "TLCEvalDefinition",
    ];

    #[test]
    fn what_has_no_definition_in_an_embedded_module_is_native() {
        use tern_parser::library::{standard_module, standard_module_names};
        for module in standard_module_names() {
            for line in standard_module(module).unwrap_or_default().lines() {
                let Some(head) = line.strip_suffix("== \"<native>\"") else { continue };
                let known = |name: &str| lookup(module, name).is_some() || SPECIAL.contains(&name);
                let name = head.split(['(', ' ']).next().unwrap_or_default();
                let operator = head.split_whitespace().nth(1).unwrap_or_default();
                assert!(known(name) || known(operator), "{module} leaves {head} without a meaning");
            }
        }
    }

    #[test]
    fn arguments_of_the_wrong_sort_are_an_error_of_tern() {
        crate::value::test_heap::with_heap!(heap);
        let plus = lookup("Naturals", "+").expect("it is listed");
        let error =
            call(plus, &mut heap, &[NativeArg::Value(Value::Int(1))]).err().expect("one argument is missing");
        assert_eq!(error.kind, EvalErrorKind::Internal);
    }
}
