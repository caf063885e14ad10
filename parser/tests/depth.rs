//! Nesting of any depth ends in a tree or a clean error: no overflow of the stack, no endless run.

use tern_parser::ast::ExprKind;
use tern_parser::parse::{parse_expression, parse_module};
use tern_parser::source::{SourceId, SourceMap};

const DEEP: usize = 100_000;

fn source() -> SourceId {
    SourceMap::default().add("t", "")
}

fn accepts(text: &str) {
    // A thread's stack of two megabytes, the default of test threads, must suffice.
    let tree = parse_expression(text, source()).unwrap_or_else(|errors| panic!("{:?}", errors[0]));
    drop(tree.clone());
}

#[test]
fn a_long_run_of_operators_is_a_deep_tree() {
    accepts(&"1+".repeat(DEEP).add("1"));
    accepts(&"~".repeat(DEEP).add("p"));
    accepts(&"f".add(&"[x]".repeat(DEEP)));
    accepts(&"r".add(&".a".repeat(DEEP)));
    accepts(&"x".add(&"'".repeat(DEEP)));
    accepts(&"M!".repeat(DEEP).add("x"));
}

#[test]
fn nesting_below_the_limit_is_a_tree() {
    const N: usize = 9_000;
    for (open, close) in [
        ("(", ")"),
        ("{", "}"),
        ("<<", ">>"),
        ("[a |-> ", "]"),
        ("F(", ")"),
        ("IF p THEN 1 ELSE ", ""),
        ("\\A x \\in S : ", ""),
        ("CHOOSE x : ", ""),
        ("CASE p -> ", ""),
        ("LET x == 1 IN ", ""),
        ("a :: ", ""),
        ("[f EXCEPT ![1] = ", "]"),
        ("{x \\in S : ", "}"),
        ("[]", ""),
    ] {
        accepts(&format!("{}1{}", open.repeat(N), close.repeat(N)));
    }
}

#[test]
fn brackets_nested_too_deep_are_an_error_at_the_place() {
    for (open, close) in [("(", ")"), ("{", "}"), ("IF p THEN ", " ELSE 1"), ("[f EXCEPT ![", "] = 1]")] {
        let text = format!("{}1{}", open.repeat(DEEP), close.repeat(DEEP));
        let errors = parse_expression(&text, source()).map(|_| ()).unwrap_err();
        assert!(errors[0].message.contains("nested more than 10000 deep"), "{}", errors[0].message);
        assert!(errors[0].span.start > 9_000, "{:?}", errors[0].span);
    }
}

#[test]
fn unclosed_brackets_are_one_error() {
    let errors = parse_expression(&"(".repeat(DEEP), source()).map(|_| ()).unwrap_err();
    assert_eq!(errors.len(), 1);
    let text = format!("---- MODULE M ----\nA == {}\nB == 1\n====", "(".repeat(9_500));
    let parsed = parse_module(&text, source());
    assert_eq!(parsed.diagnostics.len(), 1, "{:?}", parsed.diagnostics);
    let text = format!("---- MODULE M ----\nA == {}{}\nB == 1\n====", "(".repeat(9_500), "x ".repeat(9_500));
    let parsed = parse_module(&text, source());
    assert_eq!(parsed.diagnostics.len(), 1, "{:?}", parsed.diagnostics);
}

#[test]
fn modules_nested_too_deep_are_an_error() {
    let text = "---- MODULE M ----\n".repeat(DEEP);
    let parsed = parse_module(&text, source());
    assert!(parsed.module.is_none());
    assert!(parsed.diagnostics[0].message.contains("modules are nested"), "{:?}", parsed.diagnostics);
}

#[test]
fn a_long_list_is_one_flat_node() {
    let text = "/\\ p\n".repeat(DEEP);
    let tree = parse_expression(&text, source()).unwrap();
    let ExprKind::Junction { items, .. } = &tree.kind else { panic!("{:?}", tree.kind) };
    assert_eq!(items.len(), DEEP);
}

#[test]
fn lists_nested_in_lists_end_together() {
    let depth = 3000;
    let text: String = (0..depth).map(|at| format!("{}/\\ p\n", " ".repeat(at))).collect();
    // Each bullet stands right of the one before, where an operand is complete: one list, and infix operators.
    accepts(&text);
    let text: String = (0..depth).map(|at| format!("/\\ x{at} => ")).collect::<String>().add("p");
    accepts(&text);
}

trait Add {
    fn add(self, other: &str) -> String;
}

impl Add for String {
    fn add(mut self, other: &str) -> String {
        self.push_str(other);
        self
    }
}

impl Add for &str {
    fn add(self, other: &str) -> String {
        self.to_owned() + other
    }
}
