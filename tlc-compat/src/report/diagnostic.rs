//! Faults with the source lines they are about.

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};
use tern_parser::error::{Diagnostic, DiagnosticKind, Severity};
use tern_parser::source::{SourceId, SourceMap, Span};

/// Lines between two marked places beyond which each is shown on its own.
const FAR: u32 = 60;
/// Lines of one place that are shown at most.
const TALL: u32 = 12;

/// Draws a fault: message, source lines with marks, advice. Ends with an end of line.
pub fn render(diagnostic: &Diagnostic, sources: &SourceMap, colour: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    draw(level, diagnostic, sources, colour)
}

/// Draws something to look at that is no fault by itself: a sentence and the source lines that it is about.
pub fn note(message: &str, span: Span, sources: &SourceMap, colour: bool) -> String {
    let diagnostic = Diagnostic::warning(DiagnosticKind::Name, span, message);
    draw(Level::NOTE, &diagnostic, sources, colour)
}

fn draw(level: Level<'_>, diagnostic: &Diagnostic, sources: &SourceMap, colour: bool) -> String {
    let mut title = level.primary_title(diagnostic.message.as_str());
    let number = diagnostic.code.map(|code| code.to_string());
    if let Some(number) = &number {
        title = title.id(number.as_str());
    }
    let mut group = Group::with_title(title);
    for window in windows(diagnostic, sources) {
        group = group.element(window.snippet(sources));
    }
    let mut report = vec![group];
    if let Some(help) = &diagnostic.help {
        report.push(Group::with_title(Level::HELP.secondary_title(help.as_str())));
    }
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let mut text = renderer.render(&report);
    text.push('\n');
    text
}

/// Consecutive lines of one source with the places to mark in them.
struct Window<'d> {
    source: SourceId,
    first: u32,
    last: u32,
    marks: Vec<(Span, Option<&'d str>, AnnotationKind)>,
}

/// The windows to show, the primary one first; places that are close share one.
fn windows<'d>(diagnostic: &'d Diagnostic, sources: &SourceMap) -> Vec<Window<'d>> {
    let mut windows: Vec<Window<'d>> = Vec::new();
    let related =
        diagnostic.related.iter().map(|(span, note)| (*span, Some(note.as_str()), AnnotationKind::Context));
    for mark in std::iter::once((diagnostic.span, None, AnnotationKind::Primary)).chain(related) {
        let (first, last) = sources.positions(mark.0);
        let (first, last) = (first.line, last.line.min(first.line + TALL));
        let near = windows.iter_mut().find(|window| {
            window.source == mark.0.source
                && first.abs_diff(window.last).min(window.first.abs_diff(last)) <= FAR
        });
        match near {
            Some(window) => {
                window.first = window.first.min(first);
                window.last = window.last.max(last);
                window.marks.push(mark);
            }
            None => windows.push(Window { source: mark.0.source, first, last, marks: vec![mark] }),
        }
    }
    windows
}

impl<'d> Window<'d> {
    /// The window's lines alone, so that a fault in a source of megabytes costs no more than its lines.
    fn snippet<'s>(&self, sources: &'s SourceMap) -> Snippet<'s, Annotation<'s>>
    where
        'd: 's,
    {
        let source = sources.get(self.source);
        let start = offset_of_line(&source.text, self.first);
        let end = start + length_of_lines(&source.text[start..], self.last - self.first + 1);
        let mut snippet = Snippet::source(&source.text[start..end])
            .line_start(self.first as usize)
            .path(source.name.as_str());
        for (span, label, kind) in &self.marks {
            let from = (span.start as usize).clamp(start, end) - start;
            let to = (span.end as usize).clamp(start + from, end) - start;
            let annotation = kind.span(from..to);
            snippet = snippet.annotation(match label {
                Some(label) => annotation.label(*label),
                None => annotation,
            });
        }
        snippet
    }
}

/// The byte at which a line (from 1) starts.
fn offset_of_line(text: &str, line: u32) -> usize {
    length_of_lines(text, line - 1)
}

/// The bytes of the first `count` lines, their ends included.
fn length_of_lines(text: &str, count: u32) -> usize {
    text.split_inclusive('\n').take(count as usize).map(str::len).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use tern_parser::error::DiagnosticKind;

    #[test]
    fn the_line_the_place_and_the_advice_are_shown() {
        let mut sources = SourceMap::default();
        let source = sources.add("Bad.tla", "---- MODULE Bad ----\nA == foo\nB == 1\n====\n");
        let span = |start, end| Span { source, start, end };
        let fault = Diagnostic::error(DiagnosticKind::Name, span(26, 29), "unknown operator `foo`")
            .with_code(4200)
            .with_related(span(30, 31), "did you mean this")
            .with_help("define it");
        let text = render(&fault, &sources, false);
        for part in [
            "error[4200]: unknown operator `foo`",
            "Bad.tla:2:6",
            "A == foo",
            "^^^",
            "did you mean this",
            "help: define it",
        ] {
            assert!(text.contains(part), "{part} is missing in\n{text}");
        }
    }

    #[test]
    fn the_end_of_a_text_and_places_far_apart_can_be_shown() {
        let mut sources = SourceMap::default();
        let text = format!("A\n{}Z", "\n".repeat(500));
        let end = text.len() as u32;
        let source = sources.add("Long.tla", text);
        let fault =
            Diagnostic::error(DiagnosticKind::Syntax, Span { source, start: end, end }, "ends too early")
                .with_related(Span { source, start: 0, end: 1 }, "begins here");
        let text = render(&fault, &sources, false);
        assert!(text.contains("Long.tla:502:2") && text.contains("begins here"), "{text}");
        assert!(text.lines().count() < 20, "{text}");
    }
}
