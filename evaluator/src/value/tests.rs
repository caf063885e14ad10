//! Properties that several files of this module keep together, and what TLC 2.15 answered where a test says so.

use std::cmp::Ordering;

use super::test_heap::{TestHeap, with_heap};
use super::*;
use crate::error::EvalErrorKind;

/// Sets that can be compared with each other; some are equal.
const SETS: &[&str] = &[
    "{}",
    "1..0",
    "{1}",
    "1..1",
    "{2}",
    "1..3",
    "{1, 2, 3}",
    "{3, 2, 1, 1}",
    "2..4",
    "{1, 2, 4}",
    "{-5, 99999999999999999999}",
    "{-99999999999999999999, 0}",
    "{0, 5}",
    "0..1",
];
/// Functions that can be compared with each other; some are equal.
const FUNCTIONS: &[&str] = &[
    "<<>>",
    "<<1>>",
    "(1 :> 1)",
    "(2 :> 1)",
    "(1 :> 2)",
    "<<1, 2>>",
    "(2 :> 2 @@ 1 :> 1)",
    "(0 :> 1 @@ 1 :> 1)",
    "<<1, 3>>",
    "<<2, 1>>",
    "(5 :> 1 @@ 6 :> 0)",
];
/// Records, sets of records and sets of sets.
const RECORDS: &[&str] =
    &["[b |-> 1, a |-> 2]", "[a |-> 2, b |-> 1]", "[a |-> 2, c |-> 0]", "[a |-> 1]", "(\"a\" :> 1)"];
const NESTED: &[&str] = &[
    "{}",
    "{{}}",
    "{{}, {1}, {2}, {1, 2}}",
    "SUBSET 1..2",
    "SUBSET {1}",
    "{1..3, 2..4}",
    "{{1, 2, 3}, {2, 3, 4}}",
    "{{m1, a_x}, {1, m1}}",
];

#[test]
fn order_is_total_and_agrees_with_equality_hash_and_interner() {
    for family in [SETS, FUNCTIONS, RECORDS, NESTED] {
        with_heap!(heap);
        let interner = Interner::new();
        let values: Vec<_> = family.iter().map(|text| heap.read(text)).collect();
        let order = |heap: &mut TestHeap<'_>, a: usize, b: usize| compare_texts(heap, family[a], family[b]);
        for (i, a) in values.iter().enumerate() {
            for (j, b) in values.iter().enumerate() {
                let (text_a, text_b) = (family[i], family[j]);
                let by_order = order(&mut heap, i, j);
                assert_eq!(by_order, order(&mut heap, j, i).reverse(), "{text_a} and {text_b}");
                let same_value = equal(&mut heap, *a, *b).expect("they can be compared");
                assert_eq!(by_order == Ordering::Equal, same_value, "{text_a} and {text_b}");
                let hashes = [*a, *b].map(|v| structural_hash(&mut heap, v).expect("it can be enumerated"));
                assert_eq!(hashes[0] == hashes[1], same_value, "{text_a} and {text_b}");
                let seconds = [*a, *b].map(|v| {
                    seeded_structural_hash(&mut heap, v, Seed::SECOND).expect("it can be enumerated")
                });
                assert_eq!(seconds[0] == seconds[1], same_value, "{text_a} and {text_b}");
                assert_ne!(seconds[0], hashes[0], "{text_a}: the second hash is another one");
                let interned = [*a, *b].map(|v| {
                    let normal = normalize(&mut heap, v).expect("it can be enumerated");
                    interner.intern(heap.symbols(), normal)
                });
                assert_eq!(same(interned[0], interned[1]), same_value, "{text_a} and {text_b}");
                assert_eq!(equal_normal(interned[0], interned[1]), same_value);
                for (k, text_c) in family.iter().enumerate() {
                    if by_order.is_le() && order(&mut heap, j, k).is_le() {
                        assert!(order(&mut heap, i, k).is_le(), "{text_a}, {text_b}, {text_c}");
                    }
                }
            }
        }
    }
}

fn compare_texts(heap: &mut TestHeap<'_>, a: &str, b: &str) -> Ordering {
    let (a, b) = (heap.read(a), heap.read(b));
    compare(heap, a, b).expect("they can be compared")
}

/// The elements of a set in the order of their enumeration.
fn listed<'a>(heap: &mut TestHeap<'a>, set: Value<'a>) -> String {
    let mut all = Vec::new();
    let mut rest = elements(heap, set).expect("it can be enumerated");
    while let Some(elem) = rest.next(heap).expect("it can be enumerated") {
        all.push(heap.show(elem));
    }
    all.join(" ")
}

/// `\A e \in S : PrintT(e)` of TLC 2.15.
#[test]
fn symbolic_sets_are_enumerated_in_tlcs_order() {
    with_heap!(heap);
    let mut read = |text: &str| heap.read(text);
    let (a, b, c) = (read("{1, 2}"), read("{5, 6, 7}"), read("{1, 2, 3}"));
    let names = read("{\"p\", \"q\"}");
    let (s12, s23) = (read("SUBSET {1, 2}"), read("SUBSET {2, 3}"));
    let subsets = powerset(&mut heap, c).expect("a set");
    assert_eq!(listed(&mut heap, subsets), "{} {1} {2} {3} {1, 2} {1, 3} {2, 3} {1, 2, 3}");
    let functions = function_set(&mut heap, a, b).expect("sets");
    assert_eq!(
        listed(&mut heap, functions),
        "<<5, 5>> <<5, 6>> <<5, 7>> <<6, 5>> <<6, 6>> <<6, 7>> <<7, 5>> <<7, 6>> <<7, 7>>"
    );
    let functions = function_set(&mut heap, names, a).expect("sets");
    assert_eq!(
        listed(&mut heap, functions),
        "[p |-> 1, q |-> 1] [p |-> 1, q |-> 2] [p |-> 2, q |-> 1] [p |-> 2, q |-> 2]"
    );
    let fields = ["zz", "aa"].map(|name| heap.symbols().intern(name));
    let records = record_set(&mut heap, vec![(fields[1], a), (fields[0], a)]).expect("sets");
    assert_eq!(
        listed(&mut heap, records),
        "[zz |-> 1, aa |-> 1] [zz |-> 1, aa |-> 2] [zz |-> 2, aa |-> 1] [zz |-> 2, aa |-> 2]"
    );
    let pairs = product(&mut heap, &[a, b]).expect("sets");
    assert_eq!(listed(&mut heap, pairs), "<<1, 5>> <<1, 6>> <<1, 7>> <<2, 5>> <<2, 6>> <<2, 7>>");
    let both = cup(&mut heap, s12, s23).expect("sets");
    assert_eq!(listed(&mut heap, both), "{} {1} {2} {1, 2} {} {2} {3} {2, 3}");
    let sets = Value::set(&mut heap, vec![s23, s12]).expect("sets");
    let all = union(&mut heap, sets).expect("a set of sets");
    assert_eq!(listed(&mut heap, all), "{} {1} {2} {1, 2} {} {2} {3} {2, 3}");
    let less = minus(&mut heap, subsets, s23).expect("sets");
    assert_eq!(listed(&mut heap, less), "{1} {1, 2} {1, 3} {1, 2, 3}");
}

#[test]
fn choose_meets_the_elements_of_a_symbolic_union_in_order_and_once() {
    with_heap!(heap);
    let (a, b) = (heap.read("SUBSET {2, 3}"), heap.read("SUBSET {1, 2}"));
    let both = cup(&mut heap, a, b).expect("sets");
    let mut all = Vec::new();
    let mut rest = choose_elements(&mut heap, both).expect("finite");
    while let Some(elem) = rest.next(&mut heap).expect("finite") {
        all.push(heap.show(elem));
    }
    assert_eq!(all.join(" "), "{} {1} {2} {3} {1, 2} {2, 3}");
}

#[test]
fn membership_and_size_of_a_symbolic_set_are_those_of_its_enumeration() {
    with_heap!(heap);
    let mut read = |text: &str| heap.read(text);
    let (a, b, empty) = (read("0..2"), read("{2, 3}"), read("{}"));
    let candidates = [
        "{}",
        "{1}",
        "{1, 2}",
        "{2, 3}",
        "{0, 1, 2}",
        "{5}",
        "<<>>",
        "<<2, 2>>",
        "<<1, 3>>",
        "<<2, 3>>",
        "<<5, 3>>",
        "<<1>>",
        "[f |-> 1, g |-> 2]",
        "[f |-> 1]",
        "[f |-> 1, g |-> 7]",
        "(0 :> 2 @@ 1 :> 3 @@ 2 :> 2)",
        "(2 :> 1 @@ 3 :> 1)",
        "0",
        "2",
        "3",
        "9",
    ]
    .map(&mut read);
    let fields = ["f", "g"].map(|name| heap.symbols().intern(name));
    let even = heap.closure(|_, v| Ok(Value::Bool(matches!(v, Value::Int(i) if i % 2 == 0))));
    let subsets = powerset(&mut heap, a).expect("a set");
    let sets = [
        subsets,
        function_set(&mut heap, a, b).expect("sets"),
        function_set(&mut heap, b, a).expect("sets"),
        function_set(&mut heap, empty, a).expect("sets"),
        function_set(&mut heap, a, empty).expect("sets"),
        record_set(&mut heap, vec![(fields[0], a), (fields[1], b)]).expect("sets"),
        product(&mut heap, &[a, b]).expect("sets"),
        product(&mut heap, &[a, empty]).expect("sets"),
        powerset(&mut heap, b).and_then(|other| cup(&mut heap, subsets, other)).expect("sets"),
        powerset(&mut heap, b).and_then(|other| cap(&mut heap, subsets, other)).expect("sets"),
        powerset(&mut heap, b).and_then(|other| minus(&mut heap, subsets, other)).expect("sets"),
        Value::lazy_set(heap.arena(), LazySet::Filter(a, even)),
        cup(&mut heap, a, b).expect("sets"),
        cap(&mut heap, a, b).expect("sets"),
        minus(&mut heap, a, b).expect("sets"),
    ];
    for set in sets {
        let normal = normalize(&mut heap, set).expect("finite");
        let shown = heap.show(set);
        let Value::Set(enumerated) = normal else { panic!("{shown} is a set") };
        let size = cardinality(&mut heap, set).expect("finite");
        assert_eq!(heap.show(size), enumerated.items.len().to_string(), "{shown}");
        assert!(is_finite(&mut heap, set).expect("known"), "{shown}");
        assert!(equal(&mut heap, set, normal).expect("sets"), "{shown}");
        assert!(
            subset_eq(&mut heap, set, normal).expect("sets")
                && subset_eq(&mut heap, normal, set).expect("sets")
        );
        for elem in enumerated.items.iter().chain(&candidates) {
            let text = heap.show(*elem);
            let expected = enumerated.items.iter().any(|item| heap.show(*item) == text);
            // Candidates of another kind than the elements are errors; that is tested elsewhere.
            if let Ok(is_member) = member(&mut heap, *elem, set) {
                assert_eq!(is_member, expected, "{text} in {shown}");
            }
        }
    }
}

/// The value of a membership, or the message of the error.
fn membership(elem: &str, set: &str) -> String {
    with_heap!(heap);
    let (elem, set) = (heap.read(elem), heap.read(set));
    match member(&mut heap, elem, set) {
        Ok(result) => result.to_string(),
        Err(error) => error.message,
    }
}

#[test]
fn membership_fails_as_in_tlc_for_kinds_that_cannot_be_compared() {
    for (elem, set, expected) in [
        ("1", "\"a\"", "Attempted to check if the value:\n1\nis an element of the string \"a\""),
        ("1", "m1", "Attempted to check if the value:\n1\nis an element of the model value m1"),
        ("1", "3", "Attempted to check if the value:\n1\nis an element of the integer 3"),
        ("\"a\"", "1..3", "Attempted to check if the value:\n\"a\"\nis in the integer interval 1..3"),
        ("a_x", "1..3", "Attempted to check if the value:\na_x\nis in the integer interval 1..3"),
        ("m1", "1..3", "false"),
        ("\"a\"", "Nat", "Attempted to check if the value:\n\"a\"\nis an element of Nat."),
        ("a_x", "Nat", "Attempted to check if the typed model value a_x is an element of\nNat"),
        ("m1", "Nat", "false"),
        ("-1", "Nat", "false"),
        ("99999999999999999999", "Nat", "true"),
        ("1", "STRING", "Attempted to check if the value:\n1\nis an element of STRING."),
        ("1", "{\"a\"}", "Attempted to compare string \"a\" with non-string:\n1"),
        // A literal that cannot be sorted is searched as written.
        ("1", "{1, \"a\"}", "true"),
        ("2", "{1, \"a\"}", "Attempted to check equality of integer 2 with non-integer:\n\"a\""),
        ("[a |-> 1]", "{[b |-> 2]}", "false"),
        ("m1", "{1, 2}", "false"),
        ("a_x", "{1}", "Attempted to check equality of typed model value a_x and non-model value\n1"),
        ("1", "{a_x}", "Attempted to check equality of the typed model value a_x and the non-model value\n1"),
        ("1", "{m1, 1}", "true"),
    ] {
        assert_eq!(membership(elem, set), expected, "{elem} in {set}");
    }
}

#[test]
fn a_literal_that_cannot_be_sorted_fails_where_its_order_is_needed() {
    with_heap!(heap);
    let mixed = heap.read("{1, \"a\"}");
    assert_eq!(cardinality(&mut heap, mixed).err().map(|e| e.kind), Some(EvalErrorKind::Comparison));
    assert_eq!(normalize(&mut heap, mixed).err().map(|e| e.kind), Some(EvalErrorKind::Comparison));
    let (one, a) = (heap.read("{1}"), heap.read("{\"a\"}"));
    assert_eq!(cup(&mut heap, one, a).err().map(|e| e.kind), Some(EvalErrorKind::Comparison));
    assert_eq!(minus(&mut heap, one, a).err().map(|e| e.kind), Some(EvalErrorKind::Comparison));
    assert_eq!(subset_eq(&mut heap, a, one).err().map(|e| e.kind), Some(EvalErrorKind::Comparison));
}

#[test]
fn symbolic_sets_are_not_built_to_be_measured_or_searched() {
    with_heap!(heap);
    let big = heap.read("SUBSET 1..40");
    let small = heap.read("{1, 40}");
    assert!(member(&mut heap, small, big).expect("sets"));
    let size = cardinality(&mut heap, big).expect("finite");
    assert_eq!(heap.show(size), (1u64 << 40).to_string());
    let mut rest = elements(&mut heap, big).expect("it can be enumerated");
    assert!(rest.next(&mut heap).expect("it can be enumerated").is_some());
    assert_eq!(normalize(&mut heap, big).err().map(|e| e.kind), Some(EvalErrorKind::SetTooLarge));
    assert!(!equal(&mut heap, big, small).is_ok_and(|same| same));
    heap.int32 = true;
    assert_eq!(cardinality(&mut heap, big).err().map(|e| e.kind), Some(EvalErrorKind::Overflow));
}

#[test]
fn elements_that_cannot_be_enumerated_do_not_keep_their_set_from_being_enumerated() {
    with_heap!(heap);
    let set = heap.read("{{Int}, {Nat}}");
    assert_eq!(listed(&mut heap, set), "{Nat} {Int}");
    let size = cardinality(&mut heap, set).expect("two elements");
    assert_eq!(heap.show(size), "2");
    assert_eq!(normalize(&mut heap, set).err().map(|e| e.kind), Some(EvalErrorKind::NotEnumerable));
}

#[test]
fn sets_without_end_cannot_be_enumerated() {
    with_heap!(heap);
    for text in ["Nat", "Int", "STRING", "SUBSET Nat"] {
        let set = heap.read(text);
        assert!(!is_enumerable(set) || text == "SUBSET Nat" && !is_enumerable(set), "{text}");
        assert_eq!(
            elements(&mut heap, set).err().map(|e| e.kind),
            Some(EvalErrorKind::NotEnumerable),
            "{text}"
        );
        assert_eq!(
            cardinality(&mut heap, set).err().map(|e| e.kind),
            Some(EvalErrorKind::NotEnumerable),
            "{text}"
        );
        assert!(!is_finite(&mut heap, set).expect("known"));
    }
    let (nat, minus_one) = (heap.read("Nat"), heap.read("{-1}"));
    let more = cup(&mut heap, nat, minus_one).expect("sets");
    let elem = Value::Int(-1);
    assert!(member(&mut heap, elem, more).expect("sets"));
    assert!(subset_eq(&mut heap, minus_one, more).expect("sets"));
}

#[test]
fn functions_are_kept_in_canonical_form() {
    with_heap!(heap);
    for (written, kept) in [
        ("(1 :> 5 @@ 2 :> 6)", "<<5, 6>>"),
        ("(2 :> 6 @@ 1 :> 5)", "<<5, 6>>"),
        ("(\"a\" :> 5)", "[a |-> 5]"),
        ("(0 :> 5 @@ 1 :> 6)", "(0 :> 5 @@ 1 :> 6)"),
        ("(m1 :> 3 @@ \"a\" :> 6)", "(m1 :> 3 @@ \"a\" :> 6)"),
    ] {
        let value = heap.read(written);
        assert_eq!(heap.show(value), kept);
    }
    assert!(same(Value::record(&mut heap, Vec::new()), Value::EMPTY_TUPLE));
}

/// The result of an application, or the message of the error.
fn application(function: &str, arg: &str) -> String {
    with_heap!(heap);
    let (function, arg) = (heap.read(function), heap.read(arg));
    match apply(&mut heap, function, arg) {
        Ok(value) => heap.show(value),
        Err(error) => error.message,
    }
}

#[test]
fn application_outside_the_domain_fails_as_in_tlc() {
    for (function, arg, expected) in [
        ("<<7>>", "1", "7"),
        ("<<1>>", "2", "Attempted to apply tuple\n<<1>>\nto integer 2 which is out of domain."),
        ("[a |-> 1]", "1", "Attempted to apply record to a non-string value 1."),
        (
            "(2 :> 3)",
            "1",
            "Attempted to apply function:\n(2 :> 3)\nto argument 1, which is not in the domain of the function.",
        ),
        (
            "(m1 :> 3)",
            "\"a\"",
            "Attempted to apply function:\n(m1 :> 3)\nto argument \"a\", which is not in the domain of the function.",
        ),
        ("1", "2", "A non-function (an integer) was applied as a function."),
        ("\"abc\"", "1", "A non-function (a string) was applied as a function."),
        ("m1", "1", "A non-function (a model value) was applied as a function."),
    ] {
        assert_eq!(application(function, arg), expected, "{function}[{arg}]");
    }
}

#[test]
fn except_replaces_one_value_and_leaves_other_keys_alone() {
    with_heap!(heap);
    for (function, key, value, expected) in [
        ("<<1, 2>>", "2", "5", Some("<<1, 5>>")),
        ("<<1, 2>>", "3", "5", None),
        ("[a |-> 1, b |-> 2]", "\"a\"", "{}", Some("[a |-> {}, b |-> 2]")),
        ("[a |-> 1]", "\"b\"", "2", None),
        ("(m1 :> 3)", "m1", "4", Some("(m1 :> 4)")),
        ("(m1 :> 3)", "\"a\"", "4", None),
    ] {
        let [f, k, v] = [function, key, value].map(|text| heap.read(text));
        let replaced = replace(&mut heap, f, k, v).expect("a function");
        assert_eq!(
            replaced.map(|v| heap.show(v)).as_deref(),
            expected,
            "[{function} EXCEPT ![{key}] = {value}]"
        );
    }
    let one = Value::Int(1);
    let error = replace(&mut heap, one, one, one).err().expect("no function");
    assert_eq!(error.message, "Attempted to apply EXCEPT construct to the value 1.");
}

#[test]
fn a_function_by_rule_is_applied_replaced_and_enumerated() {
    with_heap!(heap);
    let double = heap.closure(|_, v| match v {
        Value::Int(i) => Ok(Value::Int(2 * i)),
        other => Ok(other),
    });
    let (nat, some) = (heap.read("Nat"), heap.read("2..4"));
    let endless = Value::lambda(heap.arena(), nat, double);
    let (three, minus_one) = (Value::Int(3), Value::Int(-1));
    let six = apply(&mut heap, endless, three).expect("in the domain");
    assert_eq!(heap.show(six), "6");
    assert_eq!(apply(&mut heap, endless, minus_one).err().map(|e| e.kind), Some(EvalErrorKind::Domain));
    assert_eq!(normalize(&mut heap, endless).err().map(|e| e.kind), Some(EvalErrorKind::NotEnumerable));
    let changed = replace(&mut heap, endless, three, minus_one).expect("a function").expect("in the domain");
    let value = apply(&mut heap, changed, three).expect("in the domain");
    assert_eq!(heap.show(value), "-1");
    let finite = Value::lambda(heap.arena(), some, double);
    let changed = replace(&mut heap, finite, three, minus_one).expect("a function").expect("in the domain");
    let normal = normalize(&mut heap, changed).expect("finite");
    assert_eq!(heap.show(normal), "(2 :> 4 @@ 3 :> -1 @@ 4 :> 8)");
}

#[test]
fn the_hash_of_a_set_or_function_is_the_sum_of_its_terms() {
    with_heap!(heap);
    let hash = |heap: &mut TestHeap<'_>, text: &str| {
        let value = heap.read(text);
        structural_hash(heap, value).expect("finite")
    };
    let (one, two, set) = (hash(&mut heap, "1"), hash(&mut heap, "2"), hash(&mut heap, "{1, 2}"));
    assert_eq!(set, set_hash(element_term(one).wrapping_add(element_term(two))));
    assert_eq!(one, int_hash(1));
    let pair = hash(&mut heap, "<<2, 1>>");
    assert_eq!(pair, function_hash(function_term(one, two).wrapping_add(function_term(two, one))));
    assert_ne!(pair, hash(&mut heap, "<<1, 2>>"));
    assert_ne!(hash(&mut heap, "{}"), hash(&mut heap, "<<>>"));
    assert_ne!(hash(&mut heap, "\"m1\""), hash(&mut heap, "m1"));
}

#[test]
fn no_part_of_a_value_has_the_same_hash_with_the_other_seed() {
    with_heap!(heap);
    for text in ["TRUE", "-7", "99999999999999999999", "\"m1\"", "m1", "<<>>", "{}", "[a |-> 1]", "(1 :> 2)"]
    {
        let value = heap.read(text);
        let [first, second] = [Seed::FIRST, Seed::SECOND]
            .map(|seed| seeded_structural_hash(&mut heap, value, seed).expect("finite"));
        assert_ne!(first, second, "{text}");
    }
    let seed = Seed::SECOND;
    let (one, two) = (seed.int(1), seed.int(2));
    let value = heap.read("<<1, 2>>");
    let pair = seeded_structural_hash(&mut heap, value, seed).expect("finite");
    let sum = seed.function_term(one, one).wrapping_add(seed.function_term(two, two));
    assert_eq!(pair, seed.function(sum), "symmetry makes the hashes of permuted values of such terms");
}

#[test]
fn hashes_of_small_values_do_not_collide() {
    with_heap!(heap);
    let mut seen = hashbrown::HashSet::new();
    let mut count = 0;
    for a in -20..20 {
        for b in -20..20 {
            for value in [
                Value::tuple(heap.arena(), &[Value::Int(a), Value::Int(b)]),
                Value::tuple(heap.arena(), &[Value::Int(a), Value::EMPTY_SET, Value::Int(b)]),
            ] {
                count += 1;
                seen.insert(structural_hash(&mut heap, value).expect("finite"));
            }
            if a < b {
                count += 1;
                let set = Value::set(&mut heap, vec![Value::Int(a), Value::Int(b)]).expect("integers");
                seen.insert(structural_hash(&mut heap, set).expect("finite"));
            }
        }
    }
    assert_eq!(seen.len(), count);
}

#[test]
fn workers_that_intern_equal_values_get_one_node() {
    let symbols = symbol::Symbols::new();
    let interner = Interner::new();
    let work = || {
        let arena = bumpalo::Bump::new();
        let mut heap = TestHeap::new(&arena, &symbols);
        (0..200)
            .map(|i| {
                let value =
                    heap.read(&format!("<<[f |-> {{{i}, {}}}], {i}, ({i} :> {})>>", i % 7, i * 3 + 1));
                let normal = normalize(&mut heap, value).expect("finite");
                identity(interner.intern(&symbols, normal))
            })
            .collect::<Vec<_>>()
    };
    let all: Vec<_> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..4).map(|_| scope.spawn(work)).collect();
        workers.into_iter().map(|w| w.join().expect("no panic")).collect()
    });
    assert!(all.iter().all(|identities| *identities == all[0]));
    let before = interner.statistics();
    assert_eq!(work(), all[0]);
    assert_eq!(interner.statistics(), before, "nothing new was interned");
    assert!(before.values >= 200 && before.bytes > 0);
}

#[test]
fn interned_values_survive_the_arena_that_they_came_from() {
    let symbols = symbol::Symbols::new();
    let interner = Interner::new();
    let kept = {
        let arena = bumpalo::Bump::new();
        let mut heap = TestHeap::new(&arena, &symbols);
        let value = heap.read("[f |-> {<<1, 99999999999999999999>>}, g |-> {}]");
        interner.intern(&symbols, value)
    };
    assert_eq!(format_value(&symbols, kept), "[f |-> {<<1, 99999999999999999999>>}, g |-> {}]");
    assert!(same(interner.intern(&symbols, kept), kept));
}

#[test]
fn deeply_nested_values_do_not_overflow_the_stack() {
    with_heap!(heap);
    let interner = Interner::new();
    let nest = |heap: &mut TestHeap<'_>| -> usize {
        let arena = bumpalo::Bump::new();
        let mut inner = TestHeap::new(&arena, heap.symbols());
        let (mut a, mut b) = (Value::Int(1), Value::Int(1));
        for _ in 0..100_000 {
            a = Value::tuple(&arena, &[a]);
            b = Value::tuple(&arena, &[b]);
        }
        assert!(equal(&mut inner, a, b).expect("tuples"));
        assert!(compare(&mut inner, a, b).expect("tuples").is_eq());
        let normal = normalize(&mut inner, a).expect("normal");
        let first = interner.intern(inner.symbols(), normal);
        assert!(same(first, interner.intern(inner.symbols(), b)));
        inner.show(a).len()
    };
    assert_eq!(nest(&mut heap), 400_001);
}

#[test]
fn printing_expands_the_symbolic_sets_that_tlc_expands() {
    with_heap!(heap);
    for (written, printed) in [
        ("SUBSET {1, 2}", "{{}, {1}, {2}, {1, 2}}"),
        ("SUBSET 1..7", "SUBSET 1..7"),
        ("<<1..3, {1..3}>>", "<<1..3, {1..3}>>"),
        ("Nat", "Nat"),
    ] {
        let value = heap.read(written);
        let shown = printable(&mut heap, value).expect("printable");
        assert_eq!(heap.show(shown), printed);
    }
    let (two, seven) = (heap.read("{1, 2}"), heap.read("1..7"));
    let few = function_set(&mut heap, two, two).and_then(|set| printable(&mut heap, set)).expect("printable");
    assert_eq!(heap.show(few), "{<<1, 1>>, <<1, 2>>, <<2, 1>>, <<2, 2>>}");
    let many =
        function_set(&mut heap, seven, seven).and_then(|set| printable(&mut heap, set)).expect("printable");
    assert_eq!(heap.show(many), "[1..7 -> 1..7]");
}

#[test]
fn strings_are_printed_with_escapes() {
    with_heap!(heap);
    let text = Value::String(heap.symbols().intern("q\"uo\\te\tb\nn"));
    assert_eq!(heap.show(text), "\"q\\\"uo\\\\te\\tb\\nn\"");
}
