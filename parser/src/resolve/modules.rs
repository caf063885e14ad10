//! Pass 1: find, parse and order the modules that the root needs.

use fxhash::{FxHashMap, FxHashSet};

use super::walk::{for_each_instance, mentions_instance};
use crate::ast;
use crate::error::{Diagnostic, DiagnosticKind};
use crate::library::{self, ModuleSource};
use crate::parse;
use crate::resolved::ModuleId;
use crate::source::{SourceId, SourceMap, Span};

/// Extra definitions for the root module: a name and the text of an expression.
pub type Extra<'e> = (&'e str, &'e str);

/// The parsed modules and their order.
pub(crate) struct Store {
    /// All parsed top-level modules, in order of discovery.
    pub(crate) modules: Vec<TopModule>,
    /// Indices into `modules`: each after those that it needs. Modules on a cycle or with missing parts included.
    pub(crate) order: Vec<usize>,
    /// Ids of all modules, inner ones too, by the span of their name.
    pub(crate) ids: FxHashMap<Span, ModuleId>,
    /// The root, if it could be parsed.
    pub(crate) root: Option<usize>,
    /// Where extra definitions were parsed from; they are the last units of the root.
    pub(crate) places: Vec<String>,
    /// Which texts were read for the names that were looked up; none for names without text.
    pub(crate) files: FxHashMap<Box<str>, SourceId>,
}

/// A top-level module.
pub(crate) struct TopModule {
    /// Its tree.
    pub(crate) ast: ast::Module,
    /// What the names after its EXTENDS and INSTANCE mean, unless an inner module has that name.
    pub(crate) requires: FxHashMap<Box<str>, Required>,
    /// Its file: modules of the same one are found first.
    pub(super) file: usize,
    /// Warnings of the parser, until the module turns out to be needed.
    diagnostics: Vec<Diagnostic>,
}

/// What a module name leads to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Required {
    /// A top-level module.
    Module(usize),
    /// No text has this name.
    Missing,
    /// It was found, but has faults that were reported, or the two need each other.
    Faulty,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    New,
    Open,
    Done,
}

struct Loader<'s> {
    source: &'s dyn ModuleSource,
    sources: &'s mut SourceMap,
    diagnostics: &'s mut Vec<Diagnostic>,
    store: Store,
    /// For each file, its top-level modules by name.
    files: Vec<FxHashMap<Box<str>, usize>>,
    by_name: FxHashMap<Box<str>, Required>,
    marks: Vec<Mark>,
    path: Vec<usize>,
}

/// Loads the root and all that it needs. Faults are added to `diagnostics`; the order is usable all the same.
pub(crate) fn load(
    root: &str,
    source: &dyn ModuleSource,
    extra: &[Extra<'_>],
    sources: &mut SourceMap,
    diagnostics: &mut Vec<Diagnostic>,
) -> Store {
    let store = Store {
        modules: Vec::new(),
        order: Vec::new(),
        ids: FxHashMap::default(),
        root: None,
        places: source.places(),
        files: FxHashMap::default(),
    };
    let mut loader = Loader {
        source,
        sources,
        diagnostics,
        store,
        files: Vec::new(),
        by_name: FxHashMap::default(),
        marks: Vec::new(),
        path: Vec::new(),
    };
    match loader.find(root) {
        Required::Module(index) => {
            for &(name, text) in extra {
                loader.add_extra(index, name, text);
            }
            loader.store.root = Some(index);
            loader.visit(index);
        }
        Required::Missing => loader.report_missing_root(root),
        Required::Faulty => {}
    }
    number_modules(&mut loader.store);
    loader.store
}

/// Gives ids in an order in which every module comes after the ones it needs: inner modules before the outer one.
fn number_modules(store: &mut Store) {
    fn number(module: &ast::Module, ids: &mut FxHashMap<Span, ModuleId>) {
        for unit in &module.units {
            if let ast::UnitKind::Module(inner) = &unit.kind {
                stacker::maybe_grow(128 << 10, 4 << 20, || number(inner, ids));
            }
        }
        let id = ModuleId(ids.len() as u32);
        ids.insert(module.name.span, id);
    }
    for &index in &store.order {
        number(&store.modules[index].ast, &mut store.ids);
    }
}

impl Loader<'_> {
    /// The module with this name, whoever asks; parses its text if that was not done before.
    fn find(&mut self, name: &str) -> Required {
        if let Some(&found) = self.by_name.get(name) {
            return found;
        }
        let found = match library::find(name, self.source) {
            None => Required::Missing,
            Some((display, text)) => self.add_file(name, display, text),
        };
        self.by_name.insert(name.into(), found);
        found
    }

    /// Parses the modules of a text and finds the one that is wanted. Faults of other modules than that one and the
    /// first are reported only if they are needed: SANY does not even read them.
    fn add_file(&mut self, name: &str, display: String, text: String) -> Required {
        let id = self.sources.add(display, text);
        self.store.files.insert(name.into(), id);
        let file = self.files.len();
        self.files.push(FxHashMap::default());
        let mut first = None;
        let mut faults = Vec::new();
        for (position, parsed) in parse::parse_modules(&self.sources.get(id).text, id).into_iter().enumerate()
        {
            let Some(ast) = parsed.module else {
                if position == 0 {
                    self.diagnostics.extend(parsed.diagnostics);
                    return Required::Faulty;
                }
                faults.extend(parsed.diagnostics);
                continue;
            };
            first.get_or_insert_with(|| ast.name.clone());
            let index = self.store.modules.len();
            self.files[file].entry(ast.name.text.clone()).or_insert(index);
            let requires = FxHashMap::default();
            self.store.modules.push(TopModule { ast, requires, file, diagnostics: parsed.diagnostics });
            self.marks.push(Mark::New);
        }
        if let Some(&index) = self.files[file].get(name) {
            return Required::Module(index);
        }
        match first {
            Some(_) if !faults.is_empty() => self.diagnostics.extend(faults),
            Some(first) => self.report_wrong_name(name, &first),
            None => {}
        }
        Required::Faulty
    }

    /// Parses `name == text` as a module's unit and appends it to the module `index`.
    fn add_extra(&mut self, index: usize, name: &str, text: &str) {
        let module = format!("---- MODULE Extra ----\n{name} ==\n  {text}\n====\n");
        let id = self.sources.add(format!("<definition of {name}>"), module);
        for parsed in parse::parse_modules(&self.sources.get(id).text, id) {
            self.diagnostics.extend(parsed.diagnostics);
            if let Some(module) = parsed.module {
                self.store.modules[index].ast.units.extend(module.units);
            }
        }
    }

    /// Visits what the module needs, then the module: depth first, so that `order` ends up right.
    fn visit(&mut self, index: usize) {
        self.marks[index] = Mark::Open;
        self.path.push(index);
        self.diagnostics.append(&mut self.store.modules[index].diagnostics);
        for name in required_names(&self.store.modules[index].ast, self.sources) {
            let required = stacker::maybe_grow(128 << 10, 4 << 20, || self.require(index, &name));
            self.store.modules[index].requires.insert(name.text, required);
        }
        self.path.pop();
        self.marks[index] = Mark::Done;
        self.store.order.push(index);
    }

    fn require(&mut self, from: usize, name: &ast::Ident) -> Required {
        let sibling = self.files[self.store.modules[from].file].get(&name.text).copied();
        let required = sibling.map_or_else(|| self.find(&name.text), Required::Module);
        let Required::Module(index) = required else { return required };
        match self.marks[index] {
            Mark::Done => {}
            Mark::New => self.visit(index),
            Mark::Open => {
                self.report_cycle(index, name);
                return Required::Faulty;
            }
        }
        required
    }

    fn report_cycle(&mut self, target: usize, name: &ast::Ident) {
        let start = self.path.iter().position(|&index| index == target).unwrap_or(0);
        let mut names: Vec<_> =
            self.path[start..].iter().map(|&index| &*self.store.modules[index].ast.name.text).collect();
        names.push(&name.text);
        let message = format!("Circular dependency among modules: {}.", names.join(" --> "));
        self.diagnostics.push(
            Diagnostic::error(DiagnosticKind::Module, name.span, message)
                .with_code(4222)
                .with_help("Move what both modules need into a third module that both extend."),
        );
    }

    fn report_wrong_name(&mut self, wanted: &str, first: &ast::Ident) {
        self.diagnostics.push(
            Diagnostic::error(
                DiagnosticKind::Module,
                first.span,
                format!(
                    "File name '{wanted}.tla' does not match the name '{}' of the top level module it contains.",
                    first.text
                ),
            )
            .with_code(4221)
            .with_help(format!("Rename the module to {wanted} or the file to {}.tla.", first.text)),
        );
    }

    fn report_missing_root(&mut self, root: &str) {
        let id: SourceId = self.sources.add(format!("{root}.tla"), "");
        let span = Span { source: id, start: 0, end: 0 };
        let message = format!("Cannot find source file for module {root}.");
        let mut diagnostic = Diagnostic::error(DiagnosticKind::Module, span, message).with_code(4220);
        diagnostic.help = searched(&self.store.places);
        self.diagnostics.push(diagnostic);
    }
}

/// "Searched in ...", if the places are known.
pub(crate) fn searched(places: &[String]) -> Option<String> {
    (!places.is_empty()).then(|| format!("Searched in {} and among the standard modules.", places.join(", ")))
}

/// The names after EXTENDS and INSTANCE, each once, without those that only an inner module of this one answers.
pub(super) fn required_names(module: &ast::Module, sources: &SourceMap) -> Vec<ast::Ident> {
    let mut names = Vec::new();
    let mut seen = FxHashSet::default();
    let look_for_instances = mentions_instance(&sources.get(module.span.source).text)
        || module.units.iter().any(|unit| {
            unit.span.source != module.span.source && mentions_instance(&sources.get(unit.span.source).text)
        });
    collect(module, &mut FxHashSet::default(), look_for_instances, &mut |name: &ast::Ident| {
        if seen.insert(name.text.clone()) {
            names.push(name.clone());
        }
    });
    names
}

fn collect<'a>(
    module: &'a ast::Module,
    inner: &mut FxHashSet<&'a str>,
    instances: bool,
    found: &mut dyn FnMut(&ast::Ident),
) {
    for name in &module.extends {
        if !inner.contains(&*name.text) {
            found(name);
        }
    }
    for unit in &module.units {
        if let ast::UnitKind::Module(child) = &unit.kind {
            stacker::maybe_grow(128 << 10, 4 << 20, || collect(child, inner, instances, found));
            inner.insert(&child.name.text);
        } else if instances {
            for_each_instance(unit, &mut |instance| {
                if !inner.contains(&*instance.module.text) {
                    found(&instance.module);
                }
            });
        }
    }
}
