//! Runs the front end over the corpus beside the checkout; skipped where that is absent.

#![allow(clippy::print_stderr, reason = "a skipped test says so")]

use std::path::{Path, PathBuf};

use tern_parser::error::{Diagnostic, Severity};
use tern_parser::library::ModuleSource;
use tern_parser::resolve::{Loaded, load_spec};
use tern_parser::resolved::{
    Argument, Callee, DeclarationKind, Entity, ExceptStep, Expr, ExprKind, Level, ResolvedSpec,
};
use tern_parser::source::Span;

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
        let faulty_elsewhere =
            ["InvParameterizedTest.tla", "test214.tla"].iter().any(|end| path.ends_with(end));
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
const UNCHECKED: [&str; 7] =
    ["E4334_Test", "E4352_Have_Test", "E4354_Test", "E4356_Test", "E4357_Test", "W4804_Test", "W4805_Test"];

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

/// `THEOREM IsLevel(Name, SomeLevel)` lines, as pairs.
fn level_assertions(text: &str) -> Vec<(&str, Level)> {
    let assertion = |line: &'_ str| -> Option<(usize, usize, Level)> {
        let start = line.strip_prefix("THEOREM IsLevel(").map(|rest| line.len() - rest.len())?;
        let end = start + line[start..].find(',')?;
        let level = match line[end + 1..].trim().strip_suffix("Level)")? {
            "Constant" => Level::Constant,
            "Variable" => Level::State,
            "Action" => Level::Action,
            "Temporal" => Level::Temporal,
            _ => return None,
        };
        Some((start, end, level))
    };
    text.lines()
        .filter_map(|line| assertion(line.trim_end()).map(|(start, end, level)| (&line[start..end], level)))
        .collect()
}

#[test]
fn definitions_have_the_levels_that_the_modules_about_levels_assert() {
    let Some(corpus) = corpus() else { return };
    let mut checked = 0;
    for path in modules_in(&corpus.join("semantics/names-and-levels"), "tla") {
        let loaded = load(&path);
        let Some(spec) = &loaded.spec else { continue };
        let text = std::fs::read_to_string(&path).unwrap();
        for (name, expected) in level_assertions(&text) {
            let level = match spec.modules[spec.root].names.get(name) {
                Some(Entity::Definition { definition, .. }) => spec.definitions[*definition].level,
                Some(Entity::Declaration(id)) => match spec.declarations[*id].kind {
                    DeclarationKind::Constant { .. } => Level::Constant,
                    DeclarationKind::Variable => Level::State,
                },
                _ => continue,
            };
            assert_eq!(level, expected, "{name} in {}", path.display());
            checked += 1;
        }
    }
    assert!(checked > 40, "{checked}");
}

/// The definitions, declarations and parameters that the assertions `RefersTo(x, "id")` of an expression name.
fn references<'s>(spec: &'s ResolvedSpec, expr: &'s Expr, found: &mut Vec<(Span, &'s str)>) {
    if let ExprKind::Apply { callee: Callee::Definition { definition, .. }, args } = &expr.kind
        && &*spec.definitions[*definition].name == "RefersTo"
        && let [Argument::Expr(symbol), Argument::Expr(id)] = &args[..]
        && let ExprKind::String(id) = &id.kind
        && let ExprKind::Apply { callee, .. } = &symbol.kind
    {
        let span = match callee {
            Callee::Definition { definition, .. } => Some(spec.definitions[*definition].name_span),
            Callee::Declaration(id) => Some(spec.declarations[*id].span),
            Callee::Parameter(id) => Some(spec.parameters[*id].span),
            Callee::Builtin(_) => None,
        };
        found.extend(span.map(|span| (span, &**id)));
    }
    for child in children(expr) {
        references(spec, child, found);
    }
}

/// The direct sub-expressions, those of LET definitions left out: they are in the arena.
fn children(expr: &Expr) -> Vec<&Expr> {
    let mut all: Vec<&Expr> = Vec::new();
    match &expr.kind {
        ExprKind::Number(_) | ExprKind::Decimal(_) | ExprKind::String(_) => {}
        ExprKind::Apply { args, .. } => {
            for arg in args {
                match arg {
                    Argument::Expr(expr) => all.push(expr),
                    Argument::Lambda { body, .. } => all.push(body),
                    Argument::Operator(..) => {}
                }
            }
        }
        ExprKind::Junction { items, .. }
        | ExprKind::SetEnumeration(items)
        | ExprKind::Tuple(items)
        | ExprKind::Product(items) => all.extend(items),
        ExprKind::Quantifier { bounds, body, .. }
        | ExprKind::SetMap { bounds, body }
        | ExprKind::Function { bounds, body, .. } => {
            all.extend(bounds.iter().map(|bound| &bound.set));
            all.push(body);
        }
        ExprKind::SetFilter { bound, body } => all.extend([&bound.set, body]),
        ExprKind::Choose { set, body, .. } => {
            all.extend(set.as_deref());
            all.push(body);
        }
        ExprKind::UnboundedQuantifier { body, .. }
        | ExprKind::Let { body, .. }
        | ExprKind::Label { body, .. } => all.push(body),
        ExprKind::FunctionSet { domain: a, range: b }
        | ExprKind::FunctionApplication { function: a, arg: b }
        | ExprKind::SquareAction { action: a, subscript: b }
        | ExprKind::AngleAction { action: a, subscript: b }
        | ExprKind::Fairness { subscript: a, action: b, .. } => all.extend([&**a, b]),
        ExprKind::Record(fields) | ExprKind::RecordSet(fields) => all.extend(fields.iter().map(|(_, e)| e)),
        ExprKind::Field { record, .. } => all.push(record),
        ExprKind::Except { function, updates } => {
            all.push(function);
            for update in updates {
                for step in &update.path {
                    if let ExceptStep::Index(index) = step {
                        all.push(index);
                    }
                }
                all.push(&update.value);
            }
        }
        ExprKind::If { condition, then, otherwise } => all.extend([&**condition, then, otherwise]),
        ExprKind::Case { arms, other } => {
            all.extend(arms.iter().flat_map(|(guard, value)| [guard, value]));
            all.extend(other.as_deref());
        }
    }
    all
}

#[test]
fn names_refer_to_what_the_modules_about_names_assert() {
    let Some(corpus) = corpus() else { return };
    let mut checked = 0;
    let mut wrong = Vec::new();
    for path in modules_in(&corpus.join("semantics/names-and-levels"), "tla") {
        let loaded = load(&path);
        let Some(spec) = &loaded.spec else { continue };
        let mut found = Vec::new();
        for definition in spec.definitions.iter() {
            references(spec, &definition.body, &mut found);
        }
        for (span, id) in found {
            let before = &spec.sources.get(span.source).text[..span.start as usize];
            let tag = before.rfind("(* ID: ").map_or("", |at| &before[at + 7..]);
            let tagged = tag.split(" *)").next().unwrap_or_default();
            // The tag stands right before the name, or before the whole definition.
            if tagged != id {
                wrong.push(format!("{}: {id} is {tagged}", path.display()));
            }
            checked += 1;
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(checked > 100, "{checked}");
}
