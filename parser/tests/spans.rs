//! Spans are part of the answer: errors and coverage point at them.

use tern_parser::ast::{Expr, ExprKind, UnitKind};
use tern_parser::parse::{parse_expression, parse_module};
use tern_parser::source::{SourceMap, Span};

fn text_of(text: &str, span: Span) -> &str {
    &text[span.start as usize..span.end as usize]
}

fn parse(text: &str) -> Expr {
    parse_expression(text, SourceMap::default().add("t", text)).unwrap()
}

/// The text of the tree's root and, for an operator, a product or a list, of its operands.
fn spans(text: &str) -> Vec<&str> {
    let tree = parse(text);
    let mut spans = vec![text_of(text, tree.span)];
    let operands: &[Expr] = match &tree.kind {
        ExprKind::Operator { args, .. } => args,
        ExprKind::Product(items) | ExprKind::Junction { items, .. } => items,
        _ => &[],
    };
    spans.extend(operands.iter().map(|operand| text_of(text, operand.span)));
    spans
}

#[test]
fn an_operator_covers_its_operands_with_their_parentheses_and_an_operand_excludes_them() {
    assert_eq!(spans("(a) + ((b))"), ["(a) + ((b))", "a", "b"]);
    assert_eq!(spans("( (a + b) * c )"), ["(a + b) * c", "a + b", "c"]);
    assert_eq!(spans("~ (a)"), ["~ (a)", "a"]);
    assert_eq!(spans("(a)'"), ["(a)'", "a"]);
    assert_eq!(spans("(A) \\X B \\X (C)"), ["(A) \\X B \\X (C)", "A", "B", "C"]);
}

#[test]
fn a_list_covers_its_first_bullet_to_the_end_of_its_last_item() {
    assert_eq!(spans(" /\\ a\n /\\ (b)  \n"), ["/\\ a\n /\\ (b)", "a", "b"]);
}

#[test]
fn open_ended_expressions_end_with_their_bodies() {
    for text in
        ["\\A x \\in S : (p)", "IF a THEN b ELSE (c)", "LET x == 1 IN (x)", "CASE a -> (b)", "CHOOSE x : (p)"]
    {
        assert_eq!(spans(&format!(" {text} ")), [text]);
    }
}

#[test]
fn a_path_has_a_span_for_each_selector() {
    let text = "M!Op(a, b)!1";
    let tree = parse(text);
    let ExprKind::Path(path) = &tree.kind else { panic!("{tree:?}") };
    let spans: Vec<_> = path.iter().map(|selector| text_of(text, selector.span)).collect();
    assert_eq!(spans, ["M", "Op(a, b)", "1"]);
}

#[test]
fn a_fairness_condition_has_the_span_of_its_subscript() {
    let text = "WF_vars(Next)";
    let tree = parse(text);
    let ExprKind::Fairness { subscript, action, .. } = &tree.kind else { panic!("{tree:?}") };
    assert_eq!(text_of(text, subscript.span), "vars");
    assert_eq!(text_of(text, action.span), "Next");
}

#[test]
fn names_of_number_sets_have_the_spans_of_their_signs() {
    let text = "ℝ∷WF_ℝ(ℕ)";
    let tree = parse(text);
    let ExprKind::Label { name, body, .. } = &tree.kind else { panic!("{tree:?}") };
    assert_eq!((&*name.text, text_of(text, name.span)), ("Real", "ℝ"));
    let ExprKind::Fairness { subscript, .. } = &body.kind else { panic!("{tree:?}") };
    assert_eq!(text_of(text, subscript.span), "ℝ");
}

#[test]
fn units_and_modules_cover_their_text() {
    let text = "before ---- MODULE M ----\nVARIABLE x\nLOCAL A == (x)\nTHEOREM x OBVIOUS\n==== after";
    let module = parse_module(text, SourceMap::default().add("t", text)).module.unwrap();
    assert_eq!(
        text_of(text, module.span),
        text.strip_prefix("before ").unwrap().strip_suffix(" after").unwrap()
    );
    let units: Vec<_> = module.units.iter().map(|unit| text_of(text, unit.span)).collect();
    assert_eq!(units, ["VARIABLE x", "LOCAL A == (x)", "THEOREM x"]);
    let UnitKind::Operator { definition, .. } = &module.units[1].kind else { panic!("{module:?}") };
    assert_eq!(text_of(text, definition.body.span), "x");
    assert_eq!(text_of(text, definition.head.name.span), "A");
}
