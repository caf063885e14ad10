//! Parses a corpus of specifications and syntax tests, and tells what is rejected.
//!
//! `cargo run -p tern-parser --example corpus [-- FOLDER-OR-FILE...]`; without arguments, the corpus that lies beside
//! the repository, if it is there. A `.txt` file holds syntax tests: a header between two lines of `=`, with the
//! test's name and perhaps `:error`, a text, a line of `-`, and a tree that is not read here.
#![allow(clippy::print_stdout)]

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tern_parser::ast::Module;
use tern_parser::error::Diagnostic;
use tern_parser::parse::{Parsed, parse_module};
use tern_parser::print::print_module;
use tern_parser::source::{SourceId, SourceMap};

#[derive(Default)]
struct Tally {
    modules: usize,
    rejected_modules: usize,
    tests: usize,
    surprising_tests: usize,
    bytes: usize,
    time: Duration,
}

fn main() {
    let mut roots: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    if roots.is_empty() {
        let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus");
        if !corpus.is_dir() {
            println!("skipped: there is no corpus at {}", corpus.display());
            return;
        }
        roots = ["syntax", "examples", "sysmobench", "tlc", "community", "semantics"]
            .iter()
            .map(|part| corpus.join(part))
            .collect();
    }
    for root in roots {
        let mut tally = Tally::default();
        visit(&root, &mut tally);
        println!(
            "{}: {} of {} modules rejected, {} of {} tests not as expected; {:.1} MB in {:.0} ms\n",
            root.display(),
            tally.rejected_modules,
            tally.modules,
            tally.surprising_tests,
            tally.tests,
            tally.bytes as f64 / 1e6,
            tally.time.as_secs_f64() * 1e3,
        );
    }
}

fn visit(path: &Path, tally: &mut Tally) {
    if path.is_dir() {
        let mut entries: Vec<_> =
            std::fs::read_dir(path).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
        entries.sort();
        entries.iter().for_each(|entry| visit(entry, tally));
        return;
    }
    let Ok(bytes) = std::fs::read(path) else { return };
    let text = String::from_utf8_lossy(&bytes);
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("tla") => module(path, &text, tally),
        Some("txt") => tests(path, &text, tally),
        _ => {}
    }
}

fn parse(text: &str, tally: &mut Tally) -> (SourceMap, Parsed) {
    let mut sources = SourceMap::default();
    let source = sources.add("text", text);
    let start = Instant::now();
    let parsed = parse_module(text, source);
    tally.time += start.elapsed();
    tally.bytes += text.len();
    if let Some(module) = &parsed.module {
        check_round_trip(module, source);
    }
    (sources, parsed)
}

/// Printing and parsing again must give the same tree; the printed text shows its shape.
fn check_round_trip(module: &Module, source: SourceId) {
    let printed = print_module(module);
    let again = parse_module(&printed, source);
    match &again.module {
        Some(again) if print_module(again) == printed => {}
        Some(_) => println!("module {} is another after printing", module.name.text),
        None => println!("module {}, printed, is rejected: {:?}", module.name.text, again.diagnostics),
    }
}

fn module(path: &Path, text: &str, tally: &mut Tally) {
    tally.modules += 1;
    let (sources, parsed) = parse(text, tally);
    if parsed.module.is_none() {
        tally.rejected_modules += 1;
        println!("{}", path.display());
        print_diagnostics(&sources, &parsed.diagnostics);
    }
}

fn tests(path: &Path, text: &str, tally: &mut Tally) {
    let is_rule = |line: &str, sign: char| line.starts_with(sign) && line.ends_with("|||");
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        if !is_rule(line, '=') {
            continue;
        }
        let header: Vec<&str> = lines.by_ref().take_while(|line| !is_rule(line, '=')).collect();
        let source: Vec<&str> = lines.by_ref().take_while(|line| !is_rule(line, '-')).collect();
        tally.tests += 1;
        let fails = header.contains(&":error");
        let (sources, parsed) = parse(&source.join("\n"), tally);
        if parsed.module.is_none() != fails {
            tally.surprising_tests += 1;
            let outcome = if fails { "accepted" } else { "rejected" };
            println!("{}: {} {outcome}", path.display(), header.join(" "));
            print_diagnostics(&sources, &parsed.diagnostics);
        }
    }
}

fn print_diagnostics(sources: &SourceMap, diagnostics: &[Diagnostic]) {
    for diagnostic in diagnostics {
        let (start, _) = sources.positions(diagnostic.span);
        let line = sources.get(diagnostic.span.source).line(start.line);
        println!("    {}:{}: {}", start.line, start.column, diagnostic.message);
        println!("        | {}", line.chars().take(140).collect::<String>());
        if let Some(help) = &diagnostic.help {
            println!("        help: {help}");
        }
        for (span, note) in &diagnostic.related {
            println!("        {}: {note}", sources.positions(*span).0.line);
        }
    }
}
