//! What TLC 2.15 answers for the operators of its own modules, and what the community modules define.

use super::{NativeArg, call, lookup};
use crate::error::{EvalError, EvalErrorKind};
use crate::value::Value;
use crate::value::test_heap::{TestHeap, with_heap};

/// `Module!operator(args)` as text, or the message of the error. An argument is a value, or one of the operators `+`,
/// `-`, `<`, `even`, `half`, `pair`, `append` and `least`.
fn apply(module: &str, operator: &str, args: &[&str]) -> String {
    with_heap!(heap);
    let id = lookup(module, operator).unwrap_or_else(|| panic!("{module}!{operator} is native"));
    let args: Vec<_> = args.iter().map(|text| argument(&mut heap, text)).collect();
    match call(id, &mut heap, &args) {
        Ok(value) => {
            let value = crate::value::printable(&mut heap, value).expect("printable");
            heap.show(value)
        }
        Err(error) => error.message,
    }
}

fn argument<'a>(heap: &mut TestHeap<'a>, text: &str) -> NativeArg<'a> {
    let natural = |operator: &'static str| lookup("Naturals", operator).expect("it is native");
    let closure = match text {
        "+" | "-" | "<" => {
            let id = natural(match text {
                "+" => "+",
                "-" => "-",
                _ => "<",
            });
            heap.closure(move |heap, pair| match pair {
                Value::Tuple(tuple) => {
                    let args: Vec<_> = tuple.items.iter().map(|item| NativeArg::Value(*item)).collect();
                    call(id, heap, &args)
                }
                _ => Err(EvalError::new(EvalErrorKind::Internal, "two arguments are a tuple")),
            })
        }
        "even" => heap.closure(|_, v| Ok(Value::Bool(matches!(v, Value::Int(i) if i % 2 == 0)))),
        "half" => heap.closure(|_, v| Ok(if let Value::Int(i) = v { Value::Int(i / 2) } else { v })),
        "three" => heap.closure(|_, _| Ok(Value::Int(3))),
        "pair" | "same" => heap.closure(|_, pair| Ok(pair)),
        "least" => heap.closure(|heap, set| {
            let mut rest = crate::value::elements(heap, set)?;
            Ok(rest.next(heap)?.unwrap_or(Value::EMPTY_SET))
        }),
        _ => return NativeArg::Value(heap.read(text)),
    };
    NativeArg::Operator(closure)
}

/// Checks applications of operators of one module.
fn check(module: &str, cases: &[(&str, &[&str], &str)]) {
    for (operator, args, expected) in cases {
        assert_eq!(apply(module, operator, args), *expected, "{module}!{operator}{args:?}");
    }
}

#[test]
fn sequences_are_those_of_tlc() {
    check(
        "Sequences",
        &[
            ("Len", &["<<1, 2>>"], "2"),
            ("Len", &["\"abc\""], "3"),
            ("Len", &["{1}"], "The argument of Len should be a sequence, but instead it is:\n{1}"),
            ("Head", &["<<7, 8>>"], "7"),
            ("Head", &["<<>>"], "Attempted to apply Head to the empty sequence."),
            ("Head", &["\"abc\""], "The argument of Head should be a sequence, but instead it is:\n\"abc\""),
            ("Tail", &["<<7, 8>>"], "<<8>>"),
            ("Tail", &["\"abc\""], "\"bc\""),
            ("Tail", &["<<>>"], "Attempted to apply Tail to the empty sequence."),
            ("Append", &["<<1>>", "2"], "<<1, 2>>"),
            (
                "Append",
                &["[a |-> 1]", "2"],
                "Evaluating an expression of the form Append(v, s) when s is not a sequence:\n[a |-> 1]",
            ),
            ("\\o", &["<<1>>", "<<2, 3>>"], "<<1, 2, 3>>"),
            ("\\o", &["\"ab\"", "\"c\""], "\"abc\""),
            (
                "\\o",
                &["<<1>>", "{1}"],
                "Evaluating an expression of the form t \\o s when s is not a sequence:\n{1}",
            ),
            (
                "\\o",
                &["{1}", "<<1>>"],
                "Evaluating an expression of the form s \\o t when s is not a sequence:\n{1}",
            ),
            ("SubSeq", &["<<1, 2, 3>>", "2", "3"], "<<2, 3>>"),
            ("SubSeq", &["<<1, 2, 3>>", "2", "1"], "<<>>"),
            ("SubSeq", &["<<1, 2, 3>>", "9", "4"], "<<>>"),
            ("SubSeq", &["\"abc\"", "2", "3"], "\"bc\""),
            (
                "SubSeq",
                &["<<1, 2, 3>>", "0", "1"],
                "The second argument of SubSeq must be in the domain of its first argument:\n<<1, 2, 3>>\n, but instead it is\n0",
            ),
            (
                "SubSeq",
                &["<<1, 2, 3>>", "2", "4"],
                "The third argument of SubSeq must be in the domain of its first argument:\n<<1, 2, 3>>\n, but instead it is\n4",
            ),
            ("SelectSeq", &["<<1, 2, 3, 4>>", "even"], "<<2, 4>>"),
            ("Seq", &["{1}"], "Seq({1})"),
        ],
    );
}

#[test]
fn finite_sets_are_those_of_tlc() {
    check(
        "FiniteSets",
        &[
            ("Cardinality", &["1..3"], "3"),
            ("Cardinality", &["SUBSET 1..40"], "1099511627776"),
            ("Cardinality", &["Nat"], "Attempted to compute cardinality of the value\nNat"),
            ("IsFiniteSet", &["Nat"], "FALSE"),
            ("IsFiniteSet", &["SUBSET {1}"], "TRUE"),
            ("IsFiniteSet", &["3"], "Attempted to check if the integer 3 is a finite set."),
        ],
    );
}

#[test]
fn bags_are_those_of_tlc() {
    check(
        "Bags",
        &[
            ("SetToBag", &["{1, 2, 3}"], "<<1, 1, 1>>"),
            ("SetToBag", &["{5}"], "(5 :> 1)"),
            ("BagToSet", &["(5 :> 2)"], "{5}"),
            ("\\oplus", &["(5 :> 3)", "(6 :> 1)"], "(5 :> 3 @@ 6 :> 1)"),
            ("\\oplus", &["(5 :> 3)", "(4 :> 2 @@ 5 :> 1)"], "(4 :> 2 @@ 5 :> 4)"),
            (
                "\\oplus",
                &["(5 :> 2)", "(6 :> 0)"],
                "The second argument of (+) should be a bag, but instead it is:\n(6 :> 0)",
            ),
            ("\\ominus", &["(5 :> 2)", "(5 :> 1)"], "(5 :> 1)"),
            ("\\ominus", &["(5 :> 2)", "(5 :> 2)"], "<<>>"),
            ("\\ominus", &["(5 :> 2)", "(6 :> 2)"], "(5 :> 2)"),
            ("\\ominus", &["[a |-> 2]", "<<>>"], "[a |-> 2]"),
            ("BagCardinality", &["(5 :> 2 @@ 6 :> 4)"], "6"),
            (
                "BagCardinality",
                &["(5 :> 0)"],
                "Applying BagCardinality to the following value,\nwhich is not a bag:\n(5 :> 0)",
            ),
            ("CopiesIn", &["5", "(5 :> 2)"], "2"),
            ("CopiesIn", &["6", "(5 :> 2)"], "0"),
            ("CopiesIn", &["1", "<<0>>"], "0"),
            ("CopiesIn", &["2", "(2 :> -1)"], "-1"),
            ("BagIn", &["5", "(5 :> 2)"], "TRUE"),
            ("BagUnion", &["{(5 :> 2), (5 :> 3), (6 :> 1)}"], "(5 :> 5 @@ 6 :> 1)"),
            ("\\sqsubseteq", &["(5 :> 1)", "(5 :> 2)"], "TRUE"),
            ("\\sqsubseteq", &["(5 :> 1)", "(6 :> 2)"], "FALSE"),
            (
                "SubBag",
                &["(5 :> 2 @@ 6 :> 1)"],
                "{<<>>, (5 :> 1), (5 :> 2), (6 :> 1), (5 :> 1 @@ 6 :> 1), (5 :> 2 @@ 6 :> 1)}",
            ),
            ("BagOfAll", &["half", "(5 :> 2 @@ 4 :> 1)"], "(2 :> 3)"),
            ("IsABag", &["(5 :> 0)"], "FALSE"),
            ("IsABag", &["<<1, 2>>"], "TRUE"),
            ("IsABag", &["4"], "FALSE"),
            ("EmptyBag", &[], "<<>>"),
        ],
    );
}

#[test]
fn the_operators_of_module_tlc_are_those_of_tlc() {
    check(
        "TLC",
        &[
            (":>", &["1", "5"], "<<5>>"),
            (":>", &["\"a\"", "5"], "[a |-> 5]"),
            ("@@", &["<<1, 2>>", "<<5, 6, 7>>"], "<<1, 2, 7>>"),
            ("@@", &["[a |-> 1]", "[b |-> 2]"], "[a |-> 1, b |-> 2]"),
            ("@@", &["(1 :> 2)", "(2 :> 3)"], "<<2, 3>>"),
            ("@@", &["1", "<<1>>"], "The first argument of @@ should be a function, but instead it is:\n1"),
            (
                "Permutations",
                &["{1, 2, 3}"],
                "{<<1, 2, 3>>, <<1, 3, 2>>, <<2, 1, 3>>, <<2, 3, 1>>, <<3, 1, 2>>, <<3, 2, 1>>}",
            ),
            ("Permutations", &["{}"], "{<<>>}"),
            ("Permutations", &["{7}"], "{(7 :> 7)}"),
            ("Permutations", &["{m2, m1}"], "{(m2 :> m2 @@ m1 :> m1), (m2 :> m1 @@ m1 :> m2)}"),
            ("SortSeq", &["<<3, 1, 2>>", "<"], "<<1, 2, 3>>"),
            ("ToString", &["1..3"], "\"1..3\""),
            ("ToString", &["<<\"a\", 1>>"], "\"<<\\\"a\\\", 1>>\""),
        ],
    );
}

#[test]
fn folds_over_sets_and_functions_take_elements_in_ascending_order_and_first() {
    check(
        "FiniteSetsExt",
        &[
            ("FoldSet", &["pair", "0", "{2, 1}"], "<<2, <<1, 0>>>>"),
            ("ReduceSet", &["+", "1..5", "42"], "57"),
            ("SumSet", &["1..3"], "6"),
            ("ProductSet", &["1..4"], "24"),
            ("MapThenSumSet", &["half", "{2, 4}"], "3"),
        ],
    );
    check(
        "Functions",
        &[
            ("FoldFunction", &["pair", "0", "<<5, 6>>"], "<<6, <<5, 0>>>>"),
            ("FoldFunctionOnSet", &["pair", "0", "<<5, 6, 7>>", "{3, 1}"], "<<7, <<5, 0>>>>"),
            (
                "FoldFunctionOnSet",
                &["+", "23", "<<>>", "TRUE"],
                "The fourth argument of FoldFunctionOnSet should be a set, but instead it is:\nTRUE",
            ),
            (
                "FoldFunctionOnSet",
                &["+", "23", "TRUE", "{}"],
                "The third argument of FoldFunctionOnSet should be a function, but instead it is:\nTRUE",
            ),
            ("SumFunction", &["<<5, 6>>"], "11"),
            ("SumFunctionOnSet", &["<<5, 6>>", "{2}"], "6"),
        ],
    );
    // The general fold is the definition: the first choice is the outermost.
    check("Folds", &[("MapThenFoldSet", &["pair", "0", "half", "least", "{4, 2}"], "<<1, <<2, 0>>>>")]);
}

#[test]
fn finite_sets_ext_measures_sets_without_enumerating_all_functions() {
    check(
        "FiniteSetsExt",
        &[
            ("Quantify", &["1..10", "even"], "5"),
            ("kSubset", &["2", "{1, 2, 3}"], "{{1, 2}, {1, 3}, {2, 3}}"),
            ("kSubset", &["0", "{1}"], "{{}}"),
            ("kSubset", &["-1", "{1}"], "{}"),
            ("kSubset", &["3", "{1}"], "{}"),
            ("kSubset", &["40", "1..80"], "Attempted to construct a set with too many elements (>1000000)."),
            ("Max", &["{3, 9, 2}"], "9"),
            ("Min", &["{3, 9, 2}"], "2"),
            (
                "Max",
                &["{}"],
                "Attempted to compute the value of an expression of form\nCHOOSE x \\in S: P, but no element of S satisfied P.",
            ),
        ],
    );
}

#[test]
fn functions_know_their_range_and_whether_they_are_injective() {
    check(
        "Functions",
        &[
            ("Range", &["[a |-> 2, b |-> 1]"], "{1, 2}"),
            ("IsInjective", &["<<1, 2>>"], "TRUE"),
            ("IsInjective", &["<<1, 2, 1>>"], "FALSE"),
            (
                "IsInjective",
                &["{}"],
                "The argument of IsInjective should be a function, but instead it is:\n{}",
            ),
        ],
    );
}

#[test]
fn sequences_ext_folds_from_the_side_that_its_name_says() {
    check(
        "SequencesExt",
        &[
            ("FoldLeft", &["pair", "10", "<<13, 11>>"], "<<<<10, 13>>, 11>>"),
            ("FoldRight", &["pair", "<<13, 11>>", "10"], "<<13, <<11, 10>>>>"),
            ("FoldLeftDomain", &["pair", "0", "<<13, 11>>"], "<<<<0, 1>>, 2>>"),
            ("FoldRightDomain", &["pair", "<<13, 11>>", "0"], "<<1, <<2, 0>>>>"),
            ("FoldSeq", &["pair", "0", "<<13, 11>>"], "<<11, <<13, 0>>>>"),
            (
                "FoldRight",
                &["+", "TRUE", "23"],
                "The second argument of FoldRight should be a sequence, but instead it is:\nTRUE",
            ),
        ],
    );
}

#[test]
fn sequences_ext_converts_searches_and_replaces() {
    check(
        "SequencesExt",
        &[
            ("ToSet", &["<<3, 1, 3>>"], "{1, 3}"),
            ("SetToSeq", &["{3, 1, 2}"], "<<1, 2, 3>>"),
            ("SetToSeqs", &["{1, 2}"], "{<<1, 2>>, <<2, 1>>}"),
            ("SetToSortSeq", &["{1, 3, 2}", "<"], "<<1, 2, 3>>"),
            ("Contains", &["<<{3}, {4}>>", "{4}"], "TRUE"),
            ("Reverse", &["<<1, 2, 3>>"], "<<3, 2, 1>>"),
            ("IsPrefix", &["<<1, 2>>", "<<1, 2, 3>>"], "TRUE"),
            ("IsPrefix", &["<<1, 2>>", "<<1>>"], "FALSE"),
            ("LongestCommonPrefix", &["{<<2, 3, 3>>, <<2, 2, 3>>, <<2, 3, 3, 4>>}"], "<<2>>"),
            ("LongestCommonPrefix", &["{\"abc\", \"abd\"}"], "\"ab\""),
            ("SelectInSeq", &["<<1, 2, 4>>", "even"], "2"),
            ("SelectInSeq", &["<<1>>", "even"], "0"),
            ("SelectLastInSeq", &["<<1, 2, 4, 5>>", "even"], "3"),
            ("RemoveFirst", &["<<1, 2, 1, 2>>", "2"], "<<1, 1, 2>>"),
            ("RemoveFirstMatch", &["<<1, 2, 1, 2>>", "even"], "<<1, 1, 2>>"),
            ("ReplaceFirstSubSeq", &["<<4>>", "<<1, 2>>", "<<1, 2, 1, 2>>"], "<<4, 1, 2>>"),
            ("ReplaceFirstSubSeq", &["\"x\"", "\"%%\"", "\"a %% b %%\""], "\"a x b %%\""),
            ("ReplaceFirstSubSeq", &["<<4>>", "<<>>", "<<>>"], "<<4>>"),
            ("ReplaceAllSubSeqs", &["<<2, 2>>", "<<1, 1>>", "<<1, 1, 1>>"], "<<2, 2, 1>>"),
            ("ReplaceAllSubSeqs", &["\"dd\"", "\"\"", "\"abc\""], "\"ddaddbddc\""),
            ("ReplaceAllSubSeqs", &["<<4>>", "<<>>", "<<>>"], "<<4>>"),
            ("ReplaceAllSubSeqs", &["\"ddd\"", "\"ab\"", "\"abab\""], "\"dddddd\""),
        ],
    );
}

#[test]
fn bags_ext_adds_removes_and_folds_copies() {
    check(
        "BagsExt",
        &[
            ("BagAdd", &["(5 :> 2)", "5"], "(5 :> 3)"),
            ("BagAdd", &["(5 :> 2)", "4"], "(4 :> 1 @@ 5 :> 2)"),
            ("BagAdd", &["<<>>", "\"a\""], "[a |-> 1]"),
            ("BagRemove", &["(5 :> 2)", "5"], "(5 :> 1)"),
            ("BagRemove", &["(5 :> 1 @@ 6 :> 1)", "5"], "(6 :> 1)"),
            ("BagRemove", &["(5 :> 2)", "4"], "(5 :> 2)"),
            ("BagRemoveAll", &["(5 :> 2 @@ 6 :> 1)", "5"], "(6 :> 1)"),
            ("FoldBag", &["pair", "0", "(5 :> 2 @@ 6 :> 1)"], "<<<<<<0, 5>>, 5>>, 6>>"),
            ("SumBag", &["(5 :> 2 @@ -1 :> 1)"], "9"),
            (
                "ProductBag",
                &["[b |-> -1]"],
                "Applying FoldBag to the following value,\nwhich is not an element of Nat:\n-1 (in: \"b\":>-1)",
            ),
            ("ProductBag", &["42"], "The third argument of FoldBag should be a bag, but instead it is:\n42"),
        ],
    );
}

#[test]
fn bitwise_operators_work_on_binary_digits() {
    check(
        "Bitwise",
        &[
            ("&", &["12", "10"], "8"),
            ("|", &["12", "10"], "14"),
            ("^^", &["12", "10"], "6"),
            ("shiftR", &["13", "2"], "3"),
            ("&", &["36893488147419103233", "3"], "1"),
            ("shiftR", &["36893488147419103233", "65"], "1"),
        ],
    );
}

#[test]
fn values_become_json_as_the_community_module_writes_it() {
    check(
        "Json",
        &[
            ("ToJson", &["m1"], "\"\\\"m1\\\"\""),
            ("ToJson", &["{3, 2, 1}"], "\"[1,2,3]\""),
            ("ToJson", &["SUBSET {2, 1}"], "\"[[],[1],[2],[1,2]]\""),
            ("ToJsonArray", &["{}"], "\"[]\""),
            ("ToJsonObject", &["[a |-> {<<1, 2>>}, b |-> TRUE]"], "\"{\\\"a\\\":[[1,2]],\\\"b\\\":true}\""),
            ("ToJsonObject", &["(1 :> 2 @@ 0 :> 3)"], "\"{\\\"0\\\":3,\\\"1\\\":2}\""),
            (
                "ndJsonSerialize",
                &["\"x\"", "42"],
                "The second argument of ndJsonSerialize should be a sequence, but instead it is:\n42",
            ),
            (
                "JsonSerialize",
                &["\"x\"", "{1, 2, 3}"],
                "The second argument of JsonSerialize should be a sequence or record, but instead it is:\n{1, 2, 3}",
            ),
        ],
    );
}

#[test]
fn what_is_written_as_json_is_read_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = format!("\"{}\"", folder.path().join("new/values.json").display());
    let items = "<<[a |-> 3, b |-> \"look\"], <<<<1, 2>>, -5, TRUE>>, 18446744073709551615>>";
    for (write, read) in [("ndJsonSerialize", "ndJsonDeserialize"), ("JsonSerialize", "JsonDeserialize")] {
        assert_eq!(apply("Json", write, &[&file, items]), "TRUE");
        assert_eq!(apply("Json", read, &[&file]), items);
    }
    std::fs::write(folder.path().join("bad"), "[1, 2.5]").expect("written");
    let bad = format!("\"{}\"", folder.path().join("bad").display());
    assert!(apply("Json", "JsonDeserialize", &[&bad]).contains("is not JSON that TLA+ has a value for"));
    assert!(apply("Json", "JsonDeserialize", &["\"/no/such/file\""]).contains("cannot read /no/such/file"));
}

#[test]
fn operators_with_effects_or_files_are_not_pure() {
    for native in super::all() {
        let touches_the_world =
            ["Serialize", "Deserialize", "Exec", "CSV"].iter().any(|part| native.name.contains(part));
        assert_eq!(native.pure, !touches_the_world, "{}", native.name);
    }
    let reads: Vec<&str> =
        super::all().filter(|native| native.reads_files).map(|native| native.name).collect();
    assert_eq!(reads, ["JsonDeserialize", "ndJsonDeserialize", "IODeserialize"]);
}

#[test]
fn a_log_is_put_in_causal_order_and_left_alone_where_it_is() {
    check(
        "VectorClocks",
        &[
            (
                "CausalOrder",
                &["<<<<1, 1>>, <<0, 1>>, <<2>>>>", "same", "same", "same"],
                "<<<<0, 1>>, <<1, 1>>, <<2>>>>",
            ),
            ("CausalOrder", &["<<<<1>>, <<0, 1>>>>", "same", "same", "same"], "<<<<1>>, <<0, 1>>>>"),
            ("CausalOrder", &["<<>>", "same", "same", "same"], "<<>>"),
        ],
    );
}

#[test]
fn texts_of_numbers_are_converted() {
    check(
        "IOUtils",
        &[
            ("atoi", &["\"-1\""], "-1"),
            ("atoi", &["\"foo\""], "The argument of atoi should be a string, but instead it is:\n\"foo\""),
            ("zeroPadN", &["42", "5"], "\"00042\""),
            ("zeroPadN", &["1000", "2"], "\"1000\""),
        ],
    );
}

#[test]
fn a_sort_with_an_operator_that_is_no_predicate_fails() {
    assert_eq!(
        apply("TLC", "SortSeq", &["<<3, 1>>", "three"]),
        "The second argument of SortSeq should be a function, but instead it is:\n3"
    );
}
