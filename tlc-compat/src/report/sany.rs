//! What TLC's parser SANY says about faults, as plain text that programs search with regular expressions.

use super::names::{location, module_name};
use tern_parser::error::{Diagnostic, DiagnosticKind, Severity};
use tern_parser::source::SourceMap;

/// The text for all faults and warnings of the front end: syntax errors one by one, then `Semantic errors:` with
/// their number, then warnings. Nothing if there are none.
pub fn faults(diagnostics: &[Diagnostic], sources: &SourceMap) -> String {
    let is_error = |d: &&Diagnostic| d.severity == Severity::Error;
    let mut text = String::new();
    let syntax: Vec<_> =
        diagnostics.iter().filter(is_error).filter(|d| d.kind == DiagnosticKind::Syntax).collect();
    for fault in &syntax {
        text.push_str(&syntax_error(fault, sources));
    }
    let semantic: Vec<_> =
        diagnostics.iter().filter(is_error).filter(|d| d.kind != DiagnosticKind::Syntax).collect();
    if !semantic.is_empty() {
        text.push_str(&format!("Semantic errors:\n\n*** Errors: {}\n\n", semantic.len()));
        list(&semantic, sources, &mut text);
    }
    let warnings: Vec<_> = diagnostics.iter().filter(|d| d.severity == Severity::Warning).collect();
    if !warnings.is_empty() {
        text.push_str(&format!("Semantic errors:\n\n*** Warnings: {}\n\n", warnings.len()));
        list(&warnings, sources, &mut text);
    }
    text
}

fn syntax_error(fault: &Diagnostic, sources: &SourceMap) -> String {
    let source = sources.get(fault.span.source);
    let at = source.position(fault.span.start);
    let module = module_name(&source.name);
    let mut text = format!(
        "***Parse Error***\n{}\nEncountered \"{}\" at line {}, column {} in module {module}\n",
        fault.message,
        shown(sources.text(fault.span)),
        at.line,
        at.column
    );
    for (span, note) in &fault.related {
        text.push_str(&format!("{note}: {}\n", location(sources, *span)));
    }
    if let Some(help) = &fault.help {
        text.push_str(&format!("{help}\n"));
    }
    text.push_str(&format!(
        "\nFatal errors while parsing TLA+ spec in file {module}\n\n*** Errors: 1\n\nCould not parse module {module} from file {}\n\n",
        source.name
    ));
    text
}

fn list(faults: &[&Diagnostic], sources: &SourceMap, text: &mut String) {
    for fault in faults {
        text.push_str(&format!("{}\n\n{}\n", location(sources, fault.span), fault.message));
        for (span, note) in &fault.related {
            text.push_str(&format!("{note}: {}\n", location(sources, *span)));
        }
        if let Some(help) = &fault.help {
            text.push_str(&format!("{help}\n"));
        }
        text.push_str("\n\n");
    }
}

/// The first line of a text, shortened.
fn shown(text: &str) -> String {
    let line = text.lines().next().unwrap_or("");
    let mut short: String = line.chars().take(40).collect();
    if short.len() < line.len() {
        short.push_str("...");
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;
    use tern_parser::source::Span;

    #[test]
    fn semantic_errors_are_counted_and_placed() {
        let mut sources = SourceMap::default();
        let source = sources.add("dir/Bad.tla", "---- MODULE Bad ----\nA == foo\n====\n");
        let span = Span { source, start: 26, end: 29 };
        let fault = Diagnostic::error(DiagnosticKind::Name, span, "Unknown operator: `foo'.").with_code(4200);
        assert_eq!(
            faults(&[fault], &sources),
            "Semantic errors:\n\n*** Errors: 1\n\nline 2, col 6 to line 2, col 8 of module Bad\n\nUnknown operator: `foo'.\n\n\n"
        );
    }

    #[test]
    fn a_syntax_error_says_that_the_module_could_not_be_parsed() {
        let mut sources = SourceMap::default();
        let source = sources.add("Bad.tla", "A == if\n");
        let fault = Diagnostic::error(
            DiagnosticKind::Syntax,
            Span { source, start: 5, end: 7 },
            "expected an expression",
        );
        let text = faults(&[fault], &sources);
        assert!(text.starts_with("***Parse Error***\n"), "{text}");
        assert!(text.contains("Encountered \"if\" at line 1, column 6"), "{text}");
        assert!(text.contains("Could not parse module Bad from file Bad.tla"), "{text}");
    }
}
