//! From trees to a [`ResolvedSpec`]: what SANY calls semantic analysis and level checking.
//!
//! The passes, in order:
//!
//! 1. `modules`: find and parse every module that the root needs. After this: no text is read any more; each
//!    module has its id, and comes after those that it extends or instantiates.
//! 2. `units`, `imports`, `expressions`, `names`, `instance`, `selection`: read every module in that order. After
//!    this: every name is an id, every application has the right number of arguments, `@` and labels are gone.
//!    All faults are collected; a fault leaves a placeholder, so that the rest can be checked too.
//! 3. `recursion`: find the definitions that reach themselves. After this: [`crate::resolved::Definition::recursive`] is right.
//! 4. `level`: compute levels and check what TLA+ demands of them. After this: [`crate::resolved::Definition::level`] is right.
//!
//! Passes 3 and 4 run only if pass 2 found no error.

mod builtin;
mod expressions;
mod imports;
mod instance;
mod label;
mod level;
mod level_rules;
mod modules;
mod names;
mod reading;
mod recursion;
mod scope;
mod selection;
mod signature;
mod suggestion;
mod units;
mod walk;

use std::sync::Arc;

use fxhash::FxHashMap;

use crate::ast;
use crate::error::{Diagnostic, DiagnosticKind, Severity};
use crate::ids::IndexVec;
use crate::library::{ModuleSource, extends_weakly};
use crate::resolved::{
    Argument, Builtin, Callee, Declaration, DefinitionId, Expr, ExprKind, Instance, InstanceId, Module,
    ModuleId, Parameter, ParameterId, ResolvedSpec,
};
use crate::source::{SourceId, SourceMap, Span};
pub use modules::Extra;
use modules::Store;
use scope::{Exports, Scope, ScopeMark};

/// What loading a specification gives.
#[derive(Debug)]
pub struct Loaded {
    /// The specification; absent if there is an error among the diagnostics.
    pub spec: Option<ResolvedSpec>,
    /// All texts, if `spec` is absent; otherwise they are in there. See [`Loaded::sources`].
    pub sources: SourceMap,
    /// Faults and warnings of all stages, in order of discovery.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts of modules in the order in which SANY reads them, up to the first one that cannot be parsed.
    pub files: Vec<SourceId>,
    /// The names of the parsed top-level modules and the texts they stand in, each after those that it needs.
    pub order: Vec<(Box<str>, SourceId)>,
}

impl Loaded {
    /// All texts that were read, to show the diagnostics with.
    pub fn sources(&self) -> &SourceMap {
        self.spec.as_ref().map_or(&self.sources, |spec| &spec.sources)
    }

    /// Whether the specification cannot be used.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|d| d.severity == Severity::Error)
    }
}

/// Loads the module `root` and all that it needs: parses, resolves names and checks levels.
pub fn load_spec(root: &str, source: &dyn ModuleSource) -> Loaded {
    load_spec_with(root, source, &[])
}

/// Like [`load_spec`], with further definitions at the end of the root module: pairs of a name and the text of an
/// expression, as for TLC's `-inv EXPR`.
pub fn load_spec_with(root: &str, source: &dyn ModuleSource, extra: &[Extra<'_>]) -> Loaded {
    let mut sources = SourceMap::default();
    let mut diagnostics = Vec::new();
    let store = modules::load(root, source, extra, &mut sources, &mut diagnostics);
    let files = reading::order(&store, root, &sources);
    let tops = store.order.iter().map(|&index| &store.modules[index].ast);
    let order = tops.map(|top| (top.name.text.clone(), top.span.source)).collect();
    let Some(root) = store.root else { return Loaded { spec: None, sources, diagnostics, files, order } };
    let mut resolver = Resolver::new(&store, diagnostics);
    resolver.weak_modules = weak_modules(&store, &sources);
    resolver.resolve_modules();
    let root = resolver.store.ids[&store.modules[root].ast.name.span];
    let (spec, diagnostics) = resolver.finish(root);
    let (spec, sources) = match spec {
        Some(mut spec) => {
            spec.sources = sources;
            (Some(spec), SourceMap::default())
        }
        None => (None, sources),
    };
    Loaded { spec, sources, diagnostics, files, order }
}

/// The modules whose extended names may be hidden; see [`crate::library`].
fn weak_modules(store: &Store, sources: &SourceMap) -> fxhash::FxHashSet<ModuleId> {
    store
        .modules
        .iter()
        .filter(|top| extends_weakly(&top.ast.name.text, &sources.get(top.ast.span.source).name))
        .filter_map(|top| store.ids.get(&top.ast.name.span).copied())
        .collect()
}

/// The state of pass 2.
struct Resolver<'a> {
    store: &'a Store,
    diagnostics: Vec<Diagnostic>,
    modules: IndexVec<ModuleId, Option<Module>>,
    exports: FxHashMap<ModuleId, Exports<'a>>,
    /// What names mean at the end of finished modules, for selections from their definitions.
    final_scopes: FxHashMap<ModuleId, (Scope<'a>, Requires<'a>)>,
    declarations: IndexVec<crate::resolved::DeclarationId, Declaration>,
    drafts: IndexVec<DefinitionId, Draft<'a>>,
    instances: IndexVec<InstanceId, Instance>,
    /// What the substitutions of each instance refer to.
    instance_references: IndexVec<InstanceId, References>,
    parameters: IndexVec<ParameterId, Parameter>,
    /// Assumptions of each module by itself: name, definition that holds the body, AXIOM, unit.
    assumptions: FxHashMap<ModuleId, Vec<AssumptionDraft>>,
    /// Statements of theorems without a name: checked and forgotten.
    statements: Vec<Expr>,
    scope: Scope<'a>,
    module: ModuleId,
    /// What the module names of the current top-level module lead to.
    requires: Requires<'a>,
    /// What references are recorded for: the definitions around the current place, innermost last.
    references: Vec<References>,
    /// The `@` of the EXCEPTs around the current place, innermost last.
    at: Vec<AtFrame>,
    /// Names bound since the definition around the current place began, for the parameters of labels.
    bound: Vec<&'a str>,
    /// The labels of the definition and the labels around the current place, innermost last.
    labels: Vec<label::LabelFrame<'a>>,
    /// RECURSIVE declarations without a definition as yet, innermost LET last.
    pending: Vec<Pending<'a>>,
    /// How many LETs are around the current place.
    let_depth: u32,
    /// How deep the current expression is nested.
    depth: u32,
    /// Set while a copy of a resolved expression is made: its names may hide others, and its faults are known.
    copying: bool,
    /// Modules that lack names because a module they extend or instantiate has faults: what they miss is not reported.
    incomplete: fxhash::FxHashSet<ModuleId>,
    weak_modules: fxhash::FxHashSet<ModuleId>,
    /// How many parts of definitions were copied.
    parts: usize,
    unknown: FxHashMap<(ModuleId, Box<str>), usize>,
    no_args: Arc<Vec<Argument>>,
}

/// What the names after EXTENDS and INSTANCE lead to.
type Requires<'a> = &'a FxHashMap<Box<str>, modules::Required>;

/// What a definition or an instance refers to.
#[derive(Default)]
struct References {
    definitions: Vec<DefinitionId>,
    instances: Vec<InstanceId>,
}

struct AtFrame {
    param: Option<ParameterId>,
    span: Span,
}

struct Pending<'a> {
    name: &'a ast::Ident,
    definition: DefinitionId,
    let_depth: u32,
}

struct AssumptionDraft {
    name: Option<Box<str>>,
    definition: DefinitionId,
    axiom: bool,
    span: Span,
}

/// A definition that is being made.
struct Draft<'a> {
    name: Box<str>,
    name_span: Span,
    span: Span,
    module: ModuleId,
    params: Vec<ParameterId>,
    arities: Vec<u32>,
    body: Option<Expr>,
    local: bool,
    in_let: bool,
    /// RECURSIVE was declared for it.
    declared_recursive: bool,
    /// Its body is being read.
    open: bool,
    /// Its body refers to it.
    self_reference: bool,
    /// How many arguments the function takes that it defines.
    function_arity: Option<u32>,
    references: References,
    /// An assumption or theorem.
    fact: bool,
    source: DraftSource<'a>,
}

/// Where a definition comes from, for selections from it.
#[derive(Clone, Copy)]
enum DraftSource<'a> {
    Operator(&'a ast::OperatorDefinition),
    Function(&'a ast::FunctionDefinition),
    Formula(&'a ast::Expr),
    /// Made by the resolver itself, or only declared.
    None,
}

impl<'a> Resolver<'a> {
    fn new(store: &'a Store, diagnostics: Vec<Diagnostic>) -> Self {
        let mut modules = IndexVec::new();
        for _ in 0..store.ids.len() {
            modules.push(None);
        }
        let requires = &store.modules[store.order[0]].requires;
        Self {
            store,
            diagnostics,
            modules,
            exports: FxHashMap::default(),
            final_scopes: FxHashMap::default(),
            declarations: IndexVec::new(),
            drafts: IndexVec::new(),
            instances: IndexVec::new(),
            instance_references: IndexVec::new(),
            parameters: IndexVec::new(),
            assumptions: FxHashMap::default(),
            statements: Vec::new(),
            scope: Scope::default(),
            module: ModuleId(0),
            requires,
            references: Vec::new(),
            at: Vec::new(),
            bound: Vec::new(),
            labels: Vec::new(),
            pending: Vec::new(),
            let_depth: 0,
            depth: 0,
            copying: false,
            incomplete: Default::default(),
            weak_modules: Default::default(),
            parts: 0,
            unknown: FxHashMap::default(),
            no_args: Arc::new(Vec::new()),
        }
    }

    fn resolve_modules(&mut self) {
        for &index in &self.store.order {
            let top = &self.store.modules[index];
            self.requires = &top.requires;
            self.resolve_module(&top.ast);
            let id = self.store.ids[&top.ast.name.span];
            let scope = std::mem::take(&mut self.scope);
            self.final_scopes.insert(id, (scope, self.requires));
        }
    }

    fn error(&mut self, span: Span, code: u16, message: impl Into<String>) -> &mut Diagnostic {
        self.report(Diagnostic::error(DiagnosticKind::Name, span, message).with_code(code))
    }

    fn warning(&mut self, span: Span, code: u16, message: impl Into<String>) -> &mut Diagnostic {
        self.report(Diagnostic::warning(DiagnosticKind::Name, span, message).with_code(code))
    }

    fn unsupported(&mut self, span: Span, message: impl Into<String>) -> Expr {
        self.report(Diagnostic::error(DiagnosticKind::Unsupported, span, message));
        placeholder(span)
    }

    fn report(&mut self, diagnostic: Diagnostic) -> &mut Diagnostic {
        self.diagnostics.push(diagnostic);
        self.diagnostics.last_mut().expect("a diagnostic was just added")
    }

    /// Passes 3 and 4, and the specification if there was no error.
    fn finish(mut self, root: ModuleId) -> (Option<ResolvedSpec>, Vec<Diagnostic>) {
        let failed = |diagnostics: &[Diagnostic]| diagnostics.iter().any(|d| d.severity == Severity::Error);
        if failed(&self.diagnostics) {
            return (None, self.diagnostics);
        }
        let order = recursion::components(&self.drafts, &self.instance_references);
        let recursive = recursion::recursive_definitions(&self.drafts, &order);
        let mut definitions = IndexVec::new();
        let mut declared_recursive = Vec::new();
        for (index, draft) in std::mem::take(&mut self.drafts).into_vec().into_iter().enumerate() {
            declared_recursive.push(draft.declared_recursive);
            definitions.push(draft.finish(recursive[index]));
        }
        let mut spec = ResolvedSpec {
            sources: SourceMap::default(),
            modules: self.finish_modules(),
            declarations: std::mem::take(&mut self.declarations),
            definitions,
            instances: std::mem::take(&mut self.instances),
            parameters: std::mem::take(&mut self.parameters),
            root,
        };
        let mut diagnostics = std::mem::take(&mut self.diagnostics);
        level::check(&mut spec, &order, &declared_recursive, &self.statements, &mut diagnostics);
        let spec = (!failed(&diagnostics)).then_some(spec);
        (spec, diagnostics)
    }
}

/// What stands for an expression that has a fault.
fn placeholder(span: Span) -> Expr {
    apply(Callee::Builtin(Builtin::True), Vec::new(), span)
}

fn apply(callee: Callee, args: Vec<Argument>, span: Span) -> Expr {
    Expr { kind: ExprKind::Apply { callee, args }, span }
}
