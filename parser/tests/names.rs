//! Names, arities, instances and levels: every file of `tests/names` says in its head what is to be found wrong with
//! it. Positions count from the line of the module's header. Further modules of a file are those it needs.

use std::path::Path;

use tern_parser::error::{Diagnostic, Severity};
use tern_parser::resolve::{Loaded, load_spec};

fn found(loaded: &Loaded, diagnostic: &Diagnostic, header: u32) -> String {
    let severity = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let at = loaded.sources().get(diagnostic.span.source).position(diagnostic.span.start);
    let code = diagnostic.code.map_or("-".to_owned(), |code| code.to_string());
    format!("{severity} {code} at {}:{}", at.line + 1 - header, at.column)
}

/// The expectations of a file, and the line of its first module's header.
fn expectations(text: &str) -> (Vec<String>, u32) {
    let mut expected = Vec::new();
    let mut header = 1;
    for line in text.lines().take_while(|line| !line.starts_with("----")) {
        header += 1;
        if let Some(expectation) = line.strip_prefix("expect: ")
            && expectation != "accepted"
        {
            expected.push(expectation.to_owned());
        }
    }
    (expected, header)
}

#[test]
fn every_fault_is_found_where_it_is_and_nothing_else() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/names");
    let mut wrong = Vec::new();
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let root = path.file_stem().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        let (mut expected, header) = expectations(&text);
        let source = |name: &str| (*name == root).then(|| (format!("{root}.tla"), text.clone()));
        let loaded = load_spec(&root, &source);
        let mut all: Vec<_> = loaded.diagnostics.iter().map(|d| found(&loaded, d, header)).collect();
        all.sort();
        expected.sort();
        let accepted = !expected.iter().any(|e| e.starts_with("error"));
        if all != expected || loaded.spec.is_some() != accepted {
            let messages: Vec<_> = loaded
                .diagnostics
                .iter()
                .map(|d| format!("{} {}", found(&loaded, d, header), d.message))
                .collect();
            wrong.push(format!("{root}\n  expected {expected:#?}\n  found {messages:#?}"));
        }
        count += 1;
    }
    assert!(count > 30, "{count}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
