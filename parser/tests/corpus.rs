//! Runs the front end over the corpus beside the checkout; skipped where that is absent.

use std::path::{Path, PathBuf};

use tern_parser::error::{Diagnostic, Severity};
use tern_parser::library::ModuleSource;
use tern_parser::resolve::{Loaded, load_spec};

/// Reads modules from one folder.
struct Folder(PathBuf);

impl ModuleSource for Folder {
    fn load(&self, name: &str) -> Option<(String, String)> {
        let path = self.0.join(format!("{name}.tla"));
        let bytes = std::fs::read(&path).ok()?;
        Some((path.display().to_string(), String::from_utf8_lossy(&bytes).into_owned()))
    }

    fn places(&self) -> Vec<String> {
        vec![self.0.display().to_string()]
    }
}

fn corpus() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder =
        ["../../shared/corpus", "../../../shared/corpus"].iter().map(|up| root.join(up)).find(|p| p.exists());
    if folder.is_none() {
        eprintln!("skipped: there is no corpus beside this checkout");
    }
    folder
}

fn load(path: &Path) -> Loaded {
    let folder = Folder(path.parent().unwrap().to_owned());
    load_spec(&path.file_stem().unwrap().to_string_lossy(), &folder)
}

fn show(loaded: &Loaded, diagnostic: &Diagnostic) -> String {
    let source = loaded.sources().get(diagnostic.span.source);
    let at = source.position(diagnostic.span.start);
    let code = diagnostic.code.map_or(String::new(), |code| format!(" [{code}]"));
    format!("{}:{}:{}{code} {}", source.name, at.line, at.column, diagnostic.message)
}

fn errors(loaded: &Loaded) -> Vec<String> {
    loaded
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity == Severity::Error)
        .map(|diagnostic| show(loaded, diagnostic))
        .collect()
}

fn modules_in(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|e| e == extension) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

#[test]
fn standard_modules_resolve_without_any_diagnostic() {
    let nothing = |_: &str| None;
    for name in tern_parser::library::standard_module_names() {
        let loaded = load_spec(name, &nothing);
        let all: Vec<_> = loaded.diagnostics.iter().map(|d| show(&loaded, d)).collect();
        assert!(all.is_empty() && loaded.spec.is_some(), "{name}: {all:#?}");
    }
}

/// Models of the corpus: (module, accepted by SANY).
fn models(corpus: &Path) -> Vec<(PathBuf, bool)> {
    let text = std::fs::read_to_string(corpus.join("cases.json")).unwrap();
    let mut models = Vec::new();
    let (mut dir, mut module) = (String::new(), String::new());
    for line in text.lines() {
        let value = |key: &str| {
            let rest = line.trim().strip_prefix(&format!("\"{key}\": "))?;
            Some(rest.trim_end_matches(',').trim_matches('"').to_owned())
        };
        if let Some(value) = value("dir") {
            dir = value;
        } else if let Some(value) = value("module") {
            module = value;
        } else if let Some(exit) = value("exit") {
            let path = corpus.parent().unwrap().join(&dir).join(&module);
            models.push((path, exit != "150"));
        }
    }
    models.dedup();
    models
}

#[test]
fn models_resolve_just_if_sany_accepts_them() {
    let Some(corpus) = corpus() else { return };
    let mut wrong = Vec::new();
    let models = models(&corpus);
    assert!(models.len() > 300, "{}", models.len());
    for (path, accepted) in &models {
        let loaded = load(path);
        // The fault of one is in its command line, that of the other in USE, which only provers read.
        let faulty_elsewhere = ["InvParameterizedTest.tla", "test214.tla"].iter().any(|end| path.ends_with(end));
        if loaded.spec.is_some() != *accepted && !faulty_elsewhere {
            wrong.push((path, errors(&loaded)));
        }
    }
    assert!(wrong.is_empty(), "{} of {}: {wrong:#?}", wrong.len(), models.len());
}

#[test]
fn tests_of_community_modules_resolve() {
    let Some(corpus) = corpus() else { return };
    let mut wrong = Vec::new();
    for path in modules_in(&corpus.join("community"), "tla") {
        let loaded = load(&path);
        if loaded.spec.is_none() {
            wrong.push((path, errors(&loaded)));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn modules_of_sysmobench_resolve() {
    let Some(corpus) = corpus() else { return };
    let mut wrong = Vec::new();
    // The first is a fragment for another tool; the second needs a module that is not the one beside it.
    let rejected = ["data/spec/test/TestSpec.tla", "17047796136506538563/dqueueValidate.tla"];
    for path in modules_in(&corpus.join("sysmobench"), "tla") {
        if rejected.iter().any(|end| path.ends_with(end)) {
            assert!(load(&path).spec.is_none());
            continue;
        }
        let loaded = load(&path);
        if loaded.spec.is_none() {
            wrong.push((path, errors(&loaded)));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Faults inside proofs, ASSUME/PROVE and USE, which the parser drops, and PlusCal checksums.
const UNCHECKED: [&str; 8] = [
    "E4334_Test",
    "E4350_Plus_Test",
    "E4352_Have_Test",
    "E4354_Test",
    "E4356_Test",
    "E4357_Test",
    "W4804_Test",
    "W4805_Test",
];

#[test]
fn faulty_modules_get_the_code_in_their_file_name() {
    let Some(corpus) = corpus() else { return };
    let mut wrong = Vec::new();
    for path in modules_in(&corpus.join("semantics/errors"), "tla") {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        if !name.contains("_Test") {
            continue;
        }
        if UNCHECKED.iter().any(|unchecked| name == *unchecked) {
            continue;
        }
        let code: u16 = name[1..5].parse().unwrap();
        let loaded = load(&path);
        let has_code = loaded.diagnostics.iter().any(|d| d.code == Some(code));
        let rejected = loaded.spec.is_none();
        if !has_code || rejected != name.starts_with('E') {
            let all: Vec<_> = loaded.diagnostics.iter().map(|d| show(&loaded, d)).collect();
            wrong.push((name, all));
        }
    }
    assert!(wrong.is_empty(), "{} wrong: {wrong:#?}", wrong.len());
}

#[test]
fn modules_about_names_and_levels_are_accepted() {
    let Some(corpus) = corpus() else { return };
    let mut wrong = Vec::new();
    for path in modules_in(&corpus.join("semantics/names-and-levels"), "tla") {
        // Two parameters of one module are called `-.`, which SANY itself rejects, too.
        if path.ends_with("NegativeOpTest.tla") {
            continue;
        }
        let loaded = load(&path);
        if loaded.spec.is_none() {
            wrong.push((path, errors(&loaded)));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
