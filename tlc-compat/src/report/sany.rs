//! What TLC's parser SANY says while it reads modules and about their faults: plain text that programs search with
//! regular expressions.
//!
//! SANY stops at the first syntax error and does not look at the meaning of modules then; all syntax errors are told
//! here, and as little about meaning. Advice and related places, which SANY does not have, are not part of the text.

use super::names::{location, module_name};
use tern_parser::error::{Diagnostic, DiagnosticKind, Severity};
use tern_parser::library::STANDARD_PREFIX;
use tern_parser::resolve::Loaded;
use tern_parser::source::{SourceId, SourceMap, Span};

/// The modules that SANY's linter leaves out: those of the language. TLCExt and the community modules are not among them.
const STANDARD_MODULES: [&str; 9] =
    ["Bags", "FiniteSets", "Integers", "Naturals", "RealTime", "Reals", "Sequences", "TLC", "Toolbox"];

/// Which stages are told; SANY's options switch them off.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stages {
    /// Names and levels.
    pub semantic: bool,
    /// Levels.
    pub levels: bool,
    /// Whether modules could be written better.
    pub linting: bool,
}

impl Default for Stages {
    fn default() -> Self {
        Self { semantic: true, levels: true, linting: true }
    }
}

impl Stages {
    /// Whether a fault is found by these stages.
    pub fn include(self, diagnostic: &Diagnostic) -> bool {
        is_fatal(diagnostic) || self.semantic && (self.levels || diagnostic.kind != DiagnosticKind::Level)
    }
}

/// The lines of the front end: what is read and looked at, and the faults. `root` is the root module's name as the
/// user gave it, `path` turns a source's name into the path to show.
pub fn front_end(loaded: &Loaded, root: &str, stages: Stages, path: &dyn Fn(&str) -> String) -> String {
    let sources = loaded.sources();
    let mut text = String::new();
    for &file in &loaded.files {
        text.push_str(&format!("Parsing file {}\n", path(&sources.get(file).name)));
    }
    let told: Vec<&Diagnostic> = loaded.diagnostics.iter().filter(|d| stages.include(d)).collect();
    let (fatal, other): (Vec<&Diagnostic>, Vec<&Diagnostic>) = told.into_iter().partition(|d| is_fatal(d));
    if !fatal.is_empty() {
        text.push_str(&fatal_errors(&fatal, sources, root));
        return text;
    }
    let failed = |d: &&&Diagnostic| d.severity == Severity::Error;
    if stages.semantic {
        // SANY goes on to the modules that need a wrong one only if it is wrong in its levels.
        let last =
            other.iter().filter(failed).find(|d| d.kind != DiagnosticKind::Level).map(|d| d.span.source);
        for name in modules(loaded, last) {
            text.push_str(&format!("Semantic processing of module {name}\n"));
        }
        text.push_str(&faults(&other, sources));
    }
    if stages.semantic && stages.levels && stages.linting && !other.iter().any(|d| failed(&d)) {
        for name in modules(loaded, None).filter(|name| !STANDARD_MODULES.contains(name)) {
            text.push_str(&format!("Linting of module {name}\n"));
        }
    }
    text
}

/// The modules in their order, up to the one in the source `last`.
fn modules(loaded: &Loaded, last: Option<SourceId>) -> impl Iterator<Item = &str> {
    let end = loaded.order.iter().position(|(_, source)| Some(*source) == last);
    loaded.order[..end.map_or(loaded.order.len(), |at| at + 1)].iter().map(|(name, _)| &**name)
}

/// Whether SANY ends before it looks at the meaning of modules.
pub fn is_fatal(diagnostic: &Diagnostic) -> bool {
    diagnostic.severity == Severity::Error
        && match diagnostic.kind {
            DiagnosticKind::Syntax => true,
            DiagnosticKind::Module => matches!(diagnostic.code, Some(4220..=4222)),
            _ => false,
        }
}

/// The faults of meaning, errors before warnings.
fn faults(diagnostics: &[&Diagnostic], sources: &SourceMap) -> String {
    let mut text = String::new();
    for (severity, title) in [(Severity::Error, "Errors"), (Severity::Warning, "Warnings")] {
        let faults: Vec<_> = diagnostics.iter().filter(|d| d.severity == severity).collect();
        if faults.is_empty() {
            continue;
        }
        text.push_str(&format!("Semantic errors:\n\n*** {title}: {}\n\n", faults.len()));
        for fault in faults {
            let place = location(sources, place(fault, sources));
            text.push_str(&format!("{place}\n\n{}\n\n\n", sentence(fault, sources)));
        }
        text.push('\n');
    }
    text
}

/// Where SANY sees a fault: a wrong number of arguments is one of the parentheses.
fn place(fault: &Diagnostic, sources: &SourceMap) -> Span {
    let opening = sources.text(fault.span).find('(').filter(|at| fault.code == Some(4204) && *at > 0);
    Span { start: fault.span.start + opening.unwrap_or(0) as u32, ..fault.span }
}

/// A fault in SANY's words.
fn sentence(fault: &Diagnostic, sources: &SourceMap) -> String {
    match (fault.code, fault.related.first()) {
        (Some(4201), Some((first, _))) => format!(
            "{}: this definition or declaration conflicts \nwith the one at {}.",
            fault.message.trim_end_matches('.'),
            location(sources, *first)
        ),
        (Some(4204), _) => match fault.message.split_once(", but is used with") {
            Some((demand, _)) => format!("{demand}."),
            None => fault.message.clone(),
        },
        _ => fault.message.clone(),
    }
}

fn fatal_errors(fatal: &[&Diagnostic], sources: &SourceMap, root: &str) -> String {
    let mut text = String::new();
    let mut unparsed: Vec<SourceId> = Vec::new();
    for fault in fatal.iter().filter(|d| d.kind == DiagnosticKind::Syntax) {
        text.push_str(&syntax_error(fault, sources));
        if !unparsed.contains(&fault.span.source) {
            unparsed.push(fault.span.source);
        }
    }
    let others: Vec<_> = fatal.iter().filter(|d| d.kind != DiagnosticKind::Syntax).collect();
    let count = unparsed.len() + others.len();
    text.push_str(&format!(
        "\nFatal errors while parsing TLA+ spec in file {root}\n\n*** Errors: {count}\n\n"
    ));
    for source in unparsed {
        let name = &sources.get(source).name;
        let module = module_name(name);
        text.push_str(&format!(
            "In module {module}\n\nCould not parse module {module} from file {module}.tla\n\n\n"
        ));
    }
    for fault in others {
        text.push_str(&format!("Unknown location\n\n{}\n\n\n", fault.message));
    }
    text
}

fn syntax_error(fault: &Diagnostic, sources: &SourceMap) -> String {
    let source = sources.get(fault.span.source);
    let at = source.position(fault.span.start);
    let found = shown(sources.text(fault.span));
    if fault.message.contains(" is not a character of TLA+")
        || fault.message.contains(" is not a symbol of TLA+")
    {
        let character = sources.text(fault.span).chars().next().unwrap_or(' ');
        return format!(
            "Lexical error at line {}, column {}.  Encountered: \"{character}\" ({}), after : \"\"\n",
            at.line,
            at.column,
            u32::from(character)
        );
    }
    let mut text = "***Parse Error***\n".to_owned();
    match fault.related.first().filter(|_| fault.message.contains(" no order of precedence")) {
        Some((other, _)) => text.push_str(&format!(
            "Precedence conflict between ops {} in block {} and {found}.\n",
            sources.text(*other),
            location(sources, *other)
        )),
        None => {
            let wanted = fault.message.strip_prefix("expected ").and_then(|rest| rest.split_once(", found "));
            match wanted {
                Some((wanted, _)) => text.push_str(&format!("Was expecting \"{wanted}\"\n")),
                None => text.push_str(&format!("{}\n", fault.message)),
            }
            let before = token_before(&source.text, fault.span.start as usize);
            text.push_str(&format!(
                "Encountered \"{found}\" at line {}, column {} and token \"{before}\" \n",
                at.line, at.column
            ));
        }
    }
    let start = source.text.find("----").unwrap_or(0);
    let start = source.position(start as u32);
    text + &format!(
        "\nResidual stack trace follows:\nModule definition starting at line {}, column {}.\n\n",
        start.line, start.column
    )
}

/// The word or the symbol before a place; nothing at the start of the text.
fn token_before(text: &str, at: usize) -> &str {
    let before = text[..at].trim_end();
    let is_word = |ch: char| ch.is_alphanumeric() || ch == '_';
    let Some(last) = before.chars().next_back() else { return "" };
    let same = |ch: char| !ch.is_whitespace() && is_word(ch) == is_word(last);
    let start = before.char_indices().rev().take_while(|(_, ch)| same(*ch)).last();
    &before[start.map_or(before.len(), |(at, _)| at)..]
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

/// Whether a source is one of the modules that come with tern.
pub fn is_embedded(source_name: &str) -> bool {
    source_name.starts_with(STANDARD_PREFIX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tern_parser::resolve::load_spec;

    /// What is said of a module Bad that is alone in the world.
    fn said(text: &str, stages: Stages) -> String {
        let source = |name: &str| (name == "Bad").then(|| ("dir/Bad.tla".to_owned(), text.to_owned()));
        front_end(&load_spec("Bad", &source), "Bad.tla", stages, &str::to_owned)
    }

    #[test]
    fn semantic_errors_are_counted_and_placed_in_sanys_words() {
        let text = said(
            "---- MODULE Bad ----\nVARIABLE x\nF(a) == foo\nB == \\A x \\in {} : F(bar, 1)\n====\n",
            Stages::default(),
        );
        assert_eq!(
            text,
            "Parsing file dir/Bad.tla
Semantic processing of module Bad
Semantic errors:

*** Errors: 4

line 3, col 9 to line 3, col 11 of module Bad

Unknown operator: `foo'.


line 4, col 9 to line 4, col 9 of module Bad

Multiply-defined symbol 'x': this definition or declaration conflicts 
with the one at line 2, col 10 to line 2, col 10 of module Bad.


line 4, col 21 to line 4, col 28 of module Bad

The operator F requires 1 argument.


line 4, col 22 to line 4, col 24 of module Bad

Unknown operator: `bar'.



"
        );
    }

    #[test]
    fn a_syntax_error_ends_the_run_before_names_are_looked_at() {
        let text = said("---- MODULE Bad ----\nA == if x\nB == foo\n====\n", Stages::default());
        assert!(text.starts_with("Parsing file dir/Bad.tla\n***Parse Error***\nWas expecting \""), "{text}");
        assert!(
            text.contains("Encountered \"x\" at line 2, column 9 and token \"if\" \n\nResidual stack trace"),
            "{text}"
        );
        assert!(text.contains("\nFatal errors while parsing TLA+ spec in file Bad.tla\n"), "{text}");
        assert!(text.contains("Could not parse module Bad from file Bad.tla\n"), "{text}");
        assert!(!text.contains("foo") && !text.contains("Semantic"), "{text}");
    }

    #[test]
    fn a_stage_that_is_switched_off_is_not_told() {
        let spec = "---- MODULE Bad ----\nVARIABLE x\nASSUME x = 1\nB == foo\n====\n";
        let parsed = said(spec, Stages { semantic: false, ..Stages::default() });
        assert_eq!(parsed, "Parsing file dir/Bad.tla\n");
        let good = "---- MODULE Bad ----\nB == 1\n====\n";
        let unlinted = said(good, Stages { linting: false, ..Stages::default() });
        assert_eq!(unlinted, "Parsing file dir/Bad.tla\nSemantic processing of module Bad\n");
        assert!(said(good, Stages::default()).ends_with("Linting of module Bad\n"));
    }

    #[test]
    fn the_token_before_a_place_is_a_word_or_a_symbol() {
        assert_eq!(token_before("A == \\in x", 9), "in");
        assert_eq!(token_before("A ==  x", 6), "==");
        assert_eq!(token_before("x", 0), "");
    }
}
