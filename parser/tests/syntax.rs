//! The syntax tests kept as data in `tests/syntax`.
//!
//! A file is a sequence of blocks parted by blank lines: a text, and below it what the parser makes of it. Lines that
//! start with `~ ` are the tree, printed so that parentheses show its shape; lines with `! ` are an error (its line
//! and column, and its message), lines with `? ` the help that comes with it. A line that starts with `;` is a
//! comment. In `expressions.txt` and `expression_errors.txt` a text is an expression, elsewhere the body of a module,
//! whose first line is line 1.
//!
//! When a test fails, what the file would have to be lies in the build's temporary folder, which the failure names:
//! read the difference, and copy it if it is right.

use std::path::Path;
use tern_parser::ast::Module;
use tern_parser::error::Diagnostic;
use tern_parser::parse::{parse_expression, parse_module};
use tern_parser::print::{print_expression, print_module};
use tern_parser::source::SourceMap;

const HEADER: &str = "---- MODULE M ----\n";
const FOOTER: &str = "\n====";

fn check(file: &str, parse: fn(&str) -> Result<String, String>) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/syntax").join(file);
    let expected = std::fs::read_to_string(&path).unwrap();
    let actual: Vec<String> = expected.trim_end().split("\n\n").map(|block| render(block, parse)).collect();
    let actual = actual.join("\n\n") + "\n";
    if actual != expected {
        let written = Path::new(env!("CARGO_TARGET_TMPDIR")).join(file);
        std::fs::write(&written, &actual).unwrap();
        let first = expected.lines().zip(actual.lines()).position(|(old, new)| old != new);
        panic!(
            "{} differs from line {} on; see {}",
            path.display(),
            first.unwrap_or(0) + 1,
            written.display()
        );
    }
}

/// The block as it should be: its text with what the parser makes of it.
fn render(block: &str, parse: fn(&str) -> Result<String, String>) -> String {
    let is_answer = |line: &&str| ["~ ", "! ", "? "].iter().any(|sign| line.starts_with(sign));
    let kept: Vec<&str> = block.lines().filter(|line| !is_answer(line)).collect();
    let text: Vec<&str> = kept.iter().copied().filter(|line| !line.starts_with(';')).collect();
    let answer = match parse(&text.join("\n")) {
        Ok(printed) => printed.lines().map(|line| format!("\n~ {line}")).collect(),
        Err(errors) => errors,
    };
    if text.is_empty() { kept.join("\n") } else { kept.join("\n") + &answer }
}

/// `! line:column message` and `? help` for each.
fn describe(diagnostics: &[Diagnostic], sources: &SourceMap, lines_before: u32) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics {
        let position = sources.get(diagnostic.span.source).position(diagnostic.span.start);
        out += &format!("\n! {}:{} {}", position.line - lines_before, position.column, diagnostic.message);
        for (span, note) in &diagnostic.related {
            let position = sources.get(span.source).position(span.start);
            out += &format!("; {}:{} {note}", position.line - lines_before, position.column);
        }
        if let Some(help) = &diagnostic.help {
            out += &format!("\n? {help}");
        }
    }
    out
}

fn expression(text: &str) -> Result<String, String> {
    let mut sources = SourceMap::default();
    let source = sources.add("t", text);
    let tree = parse_expression(text, source).map_err(|errors| describe(&errors, &sources, 0))?;
    let printed = print_expression(&tree);
    let again = parse_expression(&printed, source).expect(&printed);
    assert_eq!(print_expression(&again), printed, "printing `{text}` and parsing that gives another tree");
    Ok(printed)
}

fn units(text: &str) -> Result<String, String> {
    let text = format!("{HEADER}{text}{FOOTER}");
    let mut sources = SourceMap::default();
    let source = sources.add("t", text.as_str());
    let parsed = parse_module(&text, source);
    let Some(module) = parsed.module else { return Err(describe(&parsed.diagnostics, &sources, 1)) };
    let printed = body(&module);
    let again = parse_module(&print_module(&module), source).module.expect(&printed);
    assert_eq!(body(&again), printed, "printing `{text}` and parsing that gives another tree");
    Ok(printed)
}

fn body(module: &Module) -> String {
    let printed = print_module(module);
    printed.trim_start_matches(HEADER).trim_end_matches(FOOTER).to_owned()
}

#[test]
fn expressions_have_the_expected_trees() {
    check("expressions.txt", expression);
}

#[test]
fn wrong_expressions_have_the_expected_errors() {
    check("expression_errors.txt", expression);
}

#[test]
fn lists_are_laid_out_as_expected() {
    check("lists.txt", units);
}

#[test]
fn units_have_the_expected_trees() {
    check("units.txt", units);
}

#[test]
fn proofs_are_accepted_and_dropped_or_rejected() {
    check("proofs.txt", units);
}

#[test]
fn wrong_modules_have_the_expected_errors() {
    check("errors.txt", units);
}
