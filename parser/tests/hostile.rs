//! Texts that try to break resolution end in a specification or in errors, soon.

use std::time::{Duration, Instant};

use tern_parser::resolve::{Loaded, load_spec};

fn resolve(text: &str) -> Loaded {
    let source = |name: &str| (name == "Root").then(|| ("Root.tla".to_owned(), text.to_owned()));
    let start = Instant::now();
    let loaded = load_spec("Root", &source);
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    assert!(loaded.spec.is_some() || loaded.has_errors());
    loaded
}

fn module(body: &str) -> String {
    format!("---- MODULE Root ----\nEXTENDS Naturals\n{body}\n====\n")
}

#[test]
fn deep_nesting_is_a_specification_or_an_error_on_a_small_stack() {
    for depth in [1_000, 5_000, 100_000] {
        for (open, middle, close) in [
            ("1 + ", "1", ""),
            ("~", "TRUE", ""),
            ("{", "1", "}"),
            ("LET a == 1 IN ", "1", ""),
            ("IF TRUE THEN 1 ELSE ", "1", ""),
        ] {
            let text = format!("A == {}{middle}{}", open.repeat(depth), close.repeat(depth));
            drop(resolve(&module(&text)));
        }
    }
    assert!(resolve(&module(&format!("A == {}TRUE", "~".repeat(5_000)))).spec.is_some());
}

#[test]
fn long_chains_of_definitions_and_modules_resolve() {
    let definitions: String = (1..20_000).map(|i| format!("A{i} == A{}\n", i - 1)).collect();
    assert!(resolve(&module(&format!("VARIABLE v\nA0 == v'\n{definitions}"))).spec.is_some());
    let modules: String =
        (1..2_000).map(|i| format!("---- MODULE M{i} ----\nEXTENDS M{}\n====\n", i + 1)).collect();
    let text = format!("---- MODULE Root ----\nEXTENDS M1\n====\n{modules}---- MODULE M2000 ----\n====\n");
    assert!(resolve(&text).spec.is_some());
}

#[test]
fn selections_that_multiply_are_stopped() {
    let doubling: String = (1..60).map(|i| format!("A{i} == <<A{}!:, A{}!:>>\n", i - 1, i - 1)).collect();
    assert!(resolve(&module(&format!("A0 == <<1, 2>>\n{doubling}"))).spec.is_none());
    assert!(resolve(&module("RECURSIVE F(_)\nF(x) == <<F(x)!1, 2>>")).spec.is_none());
}

#[test]
fn instances_that_multiply_are_stopped() {
    let modules: String = (0..40)
        .map(|i| {
            let next = i + 1;
            format!("---- MODULE M{i} ----\nI == INSTANCE M{next}\nJ == INSTANCE M{next}\n====\n")
        })
        .collect();
    let text = format!(
        "---- MODULE Root ----\nI == INSTANCE M0\n====\n{modules}---- MODULE M40 ----\nOp == 1\n====\n"
    );
    resolve(&text);
}

#[test]
fn thousands_of_unknown_names_are_reported_quickly() {
    let names: String = (0..5_000).map(|i| format!("A{i} == unknown{i} + Unknown{i}\n")).collect();
    assert_eq!(resolve(&module(&names)).diagnostics.len(), 10_000);
}

#[test]
fn a_text_with_any_token_missing_does_not_panic() {
    let text = "---- MODULE Root ----
EXTENDS Naturals, M
CONSTANTS N, Op(_)
VARIABLE v
I(p) == INSTANCE M WITH c <- p
RECURSIVE F(_, _)
F(x, G(_)) == IF x = 0 THEN lab :: G(x) ELSE F(x - 1, LAMBDA y : G(y) + 1)
g[x \\in 1 .. 2, <<y, z>> \\in {<<1, 2>>}] == g[x, <<y, z>>] + 1
A == LET a == [v EXCEPT ![1].b = @ + 1] J == INSTANCE M IN J!D(a) /\\ I(2)!D(3)
B == F(1, Op)!lab + A!1
ASSUME \\A q \\in {N} : q > 0
THEOREM [][v' = CHOOSE w \\in {v} : TRUE]_v
---- MODULE Inner ----
CONSTANT k
E == k
====
L == INSTANCE Inner WITH k <- v
====
---- MODULE M ----
CONSTANT c
D(x) == <<x, c>>
====
";
    let tokens: Vec<&str> = text.split_inclusive([' ', '\n', '(', ')', ',', '[', ']']).collect();
    for missing in 0..tokens.len() {
        let text: String =
            tokens.iter().enumerate().filter(|(at, _)| *at != missing).map(|(_, token)| *token).collect();
        resolve(&text);
    }
}

#[test]
fn a_part_of_a_faulty_definition_is_a_fault_of_that_definition_only() {
    // The label lacks its parameter, so that x is unknown in the copy that the selection makes.
    let text = "Op == \\A x \\in {1} : lab :: x = 1\nA == Op!lab\nD == x";
    let loaded = resolve(&module(text));
    let codes: Vec<_> = loaded.diagnostics.iter().map(|d| d.code).collect();
    assert_eq!(codes, [Some(4331), Some(4200)]);
    assert_eq!(loaded.sources().text(loaded.diagnostics[1].span), "x");
}
