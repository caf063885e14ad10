//! Pass 2, units: what a module or a LET declares and defines.

use fxhash::{FxHashMap, FxHashSet};

use super::scope::{Entry, Exports, Symbol};
use super::{AssumptionDraft, Draft, DraftSource, Pending, References, Resolver, apply, builtin};
use crate::ast::{self, TheoremBody, UnitKind};
use crate::resolved::{
    Assumption, Callee, Declaration, DeclarationKind, Definition, DefinitionId, Expr, InstanceId, Level,
    Module, ModuleId, Parameter, ParameterId,
};
use crate::source::Span;

/// A module while its body is read.
pub(super) struct ModuleFrame<'a> {
    pub(super) id: ModuleId,
    pub(super) exports: Exports<'a>,
    /// Names of LOCAL entries of this module, for `cfg` files.
    local: Vec<(&'a str, Entry)>,
    pub(super) extends: Vec<ModuleId>,
    pub(super) constants: Vec<crate::resolved::DeclarationId>,
    pub(super) variables: Vec<crate::resolved::DeclarationId>,
}

impl<'a> Resolver<'a> {
    /// Reads a module, top-level or inner; the scope is that of the place where it stands.
    pub(super) fn resolve_module(&mut self, module: &'a ast::Module) {
        let id = self.store.ids[&module.name.span];
        let outer = std::mem::replace(&mut self.module, id);
        let outer_pending = std::mem::take(&mut self.pending);
        let mut frame = ModuleFrame {
            id,
            exports: Exports::default(),
            local: Vec::new(),
            extends: Vec::new(),
            constants: Vec::new(),
            variables: Vec::new(),
        };
        self.assumptions.insert(id, Vec::new());
        for name in &module.extends {
            self.extend(&mut frame, name);
        }
        for unit in &module.units {
            self.module_unit(&mut frame, unit);
        }
        self.report_undefined_recursive();
        self.pending = outer_pending;
        self.finish_module(frame, module);
        self.module = outer;
    }

    fn finish_module(&mut self, frame: ModuleFrame<'a>, module: &ast::Module) {
        let mut names = FxHashMap::default();
        for (name, entry) in frame.exports.entries.iter().chain(&frame.local) {
            self.add_names(&mut names, name, &entry.symbol);
        }
        self.modules[frame.id] = Some(Module {
            name: module.name.text.clone(),
            span: module.span,
            extends: frame.extends,
            constants: frame.constants,
            variables: frame.variables,
            names,
            assumptions: Vec::new(),
        });
        self.exports.insert(frame.id, frame.exports);
    }

    /// Enters a new name; reports it if it has a meaning already.
    pub(super) fn introduce(&mut self, name: &'a ast::Ident, symbol: Symbol, local: bool) -> Entry {
        if !self.copying {
            if builtin::is_reserved(&name.text) {
                self.error(
                    name.span,
                    4202,
                    format!("'{}' is an operator of the language and cannot be redefined.", name.text),
                );
            } else if let Some(existing) = self.scope.get(&name.text)
                && !existing.weak
            {
                let before = existing.span;
                self.error(name.span, 4201, multiply_defined(&name.text))
                    .relate(before, "first defined or declared here")
                    .advise("Rename one of the two: TLA+ does not allow a name to hide another one.");
            }
        }
        let entry = Entry { symbol, span: name.span, local, weak: false };
        self.scope.enter(&name.text, entry.clone());
        entry
    }

    fn module_unit(&mut self, frame: &mut ModuleFrame<'a>, unit: &'a ast::Unit) {
        match &unit.kind {
            UnitKind::Variables(names) => {
                self.forbid_before_recursive_definition(unit.span);
                for name in names {
                    let id = self.declare(name, DeclarationKind::Variable);
                    frame.variables.push(id);
                    let entry = self.introduce(name, Symbol::Declaration(id), false);
                    frame.note(&name.text, entry);
                }
            }
            UnitKind::Constants(heads) => {
                self.forbid_before_recursive_definition(unit.span);
                for head in heads {
                    let arity = head.params.len() as u32;
                    let id = self.declare(&head.name, DeclarationKind::Constant { arity });
                    frame.constants.push(id);
                    let entry = self.introduce(&head.name, Symbol::Declaration(id), false);
                    frame.note(&head.name.text, entry);
                }
            }
            UnitKind::Module(inner) => {
                self.forbid_before_recursive_definition(unit.span);
                self.inner_module(frame, inner);
            }
            UnitKind::Instance { local, instance } => {
                self.forbid_before_recursive_definition(unit.span);
                self.plain_instance(frame, *local, instance, unit.span);
            }
            UnitKind::Assume { name, body, axiom } => {
                self.forbid_before_recursive_definition(unit.span);
                let definition = self.fact(frame, name.as_ref(), body, unit.span);
                let draft = AssumptionDraft {
                    name: name.as_ref().map(|name| name.text.clone()),
                    definition,
                    axiom: *axiom,
                    span: unit.span,
                };
                self.assumptions.entry(frame.id).or_default().push(draft);
            }
            UnitKind::Theorem { name, body } => {
                self.forbid_before_recursive_definition(unit.span);
                self.theorem(frame, name.as_ref(), body, unit.span);
            }
            UnitKind::UseOrHide => self.forbid_before_recursive_definition(unit.span),
            UnitKind::Recursive(_)
            | UnitKind::Operator { .. }
            | UnitKind::Function { .. }
            | UnitKind::ModuleDefinition { .. } => {
                let mut introduced = Introduced::default();
                self.definition_unit(unit, &mut introduced);
                for (name, entry) in introduced.entries {
                    frame.note(name, entry);
                }
            }
        }
    }

    /// A definition, RECURSIVE declaration or named instance, of a module or a LET.
    pub(super) fn definition_unit(&mut self, unit: &'a ast::Unit, introduced: &mut Introduced<'a>) {
        match &unit.kind {
            UnitKind::Recursive(heads) => {
                for head in heads {
                    let arities = vec![0; head.params.len()];
                    let id = self.draft(&head.name, unit.span, DraftSource::None, false);
                    self.drafts[id].arities = arities;
                    self.drafts[id].declared_recursive = true;
                    self.introduce(&head.name, Symbol::Definition(id, Vec::new()), false);
                    let let_depth = self.let_depth;
                    self.pending.push(Pending { name: &head.name, definition: id, let_depth });
                }
            }
            UnitKind::Operator { local, definition } => {
                let head = &definition.head;
                let source = DraftSource::Operator(definition);
                let (id, entry) = self.begin_definition(&head.name, unit.span, source, *local);
                self.operator_body(id, definition);
                introduced.definition(
                    &head.name.text,
                    id,
                    self.end_definition(&head.name, id, entry, *local),
                );
            }
            UnitKind::Function { local, definition } => {
                let source = DraftSource::Function(definition);
                let (id, entry) = self.begin_definition(&definition.name, unit.span, source, *local);
                let arity = definition.bounds.iter().map(|bound| match &bound.pattern {
                    ast::Pattern::Names(names) => names.len() as u32,
                    ast::Pattern::Tuple(_) => 1,
                });
                self.drafts[id].function_arity = Some(arity.sum());
                let recursive_entry = entry.is_some();
                self.function_body(id, definition, recursive_entry);
                introduced.definition(
                    &definition.name.text,
                    id,
                    self.end_definition(&definition.name, id, entry, *local),
                );
            }
            UnitKind::ModuleDefinition { local, head, instance } => {
                let mark = self.scope.mark();
                let bound = self.bound.len();
                let params = self.bind_params(&head.params);
                let id = self.resolve_instance(instance, Some(&head.name.text), params, unit.span);
                self.scope.leave(mark);
                self.bound.truncate(bound);
                if let Some(id) = id {
                    let entry = self.introduce(&head.name, Symbol::Instance(id, Vec::new()), *local);
                    introduced.instances.push(id);
                    introduced.entries.push((&head.name.text, entry));
                } else {
                    self.introduce(&head.name, Symbol::Faulty, *local);
                }
            }
            _ => {}
        }
    }

    /// The draft for a definition: that of its RECURSIVE declaration, with the declaration's entry, or a new one.
    fn begin_definition(
        &mut self,
        name: &'a ast::Ident,
        span: Span,
        source: DraftSource<'a>,
        local: bool,
    ) -> (DefinitionId, Option<Entry>) {
        let declared = self.pending.iter().rposition(|pending| pending.name.text == name.text);
        let Some(index) = declared else {
            return (self.draft(name, span, source, local), None);
        };
        let pending = self.pending.remove(index);
        let id = pending.definition;
        if pending.let_depth != self.let_depth {
            self.error(
                name.span,
                4293,
                format!(
                    "The recursive operator '{}' must be defined in the LET that declares it.",
                    name.text
                ),
            )
            .relate(pending.name.span, "declared here");
        }
        let expected = self.drafts[id].arities.len();
        let given = match source {
            DraftSource::Operator(definition) => definition.head.params.len(),
            _ => 0,
        };
        if expected != given {
            self.error(
                name.span,
                4292,
                format!(
                    "'{}' is declared RECURSIVE with {expected} parameters, but defined with {given}.",
                    name.text
                ),
            )
            .relate(pending.name.span, "declared here");
        }
        let draft = &mut self.drafts[id];
        (draft.name_span, draft.span, draft.source, draft.local) = (name.span, span, source, local);
        let symbol = Symbol::Definition(id, Vec::new());
        let entry = Entry { symbol, span: name.span, local, weak: false };
        (id, Some(entry))
    }

    /// Enters the name of a definition after its body, so that the body cannot use it unless it is RECURSIVE.
    fn end_definition(
        &mut self,
        name: &'a ast::Ident,
        id: DefinitionId,
        declared: Option<Entry>,
        local: bool,
    ) -> Entry {
        match declared {
            Some(entry) => {
                self.scope.enter(&name.text, entry.clone());
                entry
            }
            None => self.introduce(name, Symbol::Definition(id, Vec::new()), local),
        }
    }

    pub(super) fn draft(
        &mut self,
        name: &ast::Ident,
        span: Span,
        source: DraftSource<'a>,
        local: bool,
    ) -> DefinitionId {
        self.drafts.push(Draft {
            name: name.text.clone(),
            name_span: name.span,
            span,
            module: self.module,
            params: Vec::new(),
            arities: Vec::new(),
            body: None,
            local,
            in_let: self.let_depth > 0,
            declared_recursive: false,
            open: false,
            self_reference: false,
            function_arity: None,
            references: References::default(),
            fact: false,
            source,
        })
    }

    fn operator_body(&mut self, id: DefinitionId, definition: &'a ast::OperatorDefinition) {
        let mark = self.scope.mark();
        let params = self.bind_params(&definition.head.params);
        self.drafts[id].arities = definition.head.params.iter().map(|param| param.arity).collect();
        self.drafts[id].params = params;
        self.open(id);
        let body = self.labelled(|resolver| resolver.expr(&definition.body));
        self.close(id, body);
        self.scope.leave(mark);
    }

    fn function_body(&mut self, id: DefinitionId, definition: &'a ast::FunctionDefinition, declared: bool) {
        self.open(id);
        let body = self.labelled(|resolver| resolver.function_definition(id, definition, declared));
        self.close(id, body);
    }

    /// Starts recording what the definition refers to.
    pub(super) fn open(&mut self, id: DefinitionId) {
        self.drafts[id].open = true;
        self.references.push(References::default());
    }

    pub(super) fn close(&mut self, id: DefinitionId, body: Expr) {
        let draft = &mut self.drafts[id];
        draft.open = false;
        draft.references = self.references.pop().unwrap_or_default();
        draft.body = Some(body);
    }

    /// Parameters of an operator or a named instance.
    pub(super) fn bind_params(&mut self, params: &'a [ast::OperatorParam]) -> Vec<ParameterId> {
        params.iter().map(|param| self.bind(&param.name, param.arity)).collect()
    }

    /// A new parameter or bound name, entered into the scope.
    pub(super) fn bind(&mut self, name: &'a ast::Ident, arity: u32) -> ParameterId {
        let id = self.parameters.push(Parameter { name: name.text.clone(), arity, span: name.span });
        self.introduce(name, Symbol::Parameter(id), false);
        id
    }

    fn declare(&mut self, name: &ast::Ident, kind: DeclarationKind) -> crate::resolved::DeclarationId {
        let (module, span) = (self.module, name.span);
        self.declarations.push(Declaration { name: name.text.clone(), kind, module, span })
    }

    fn inner_module(&mut self, frame: &mut ModuleFrame<'a>, inner: &'a ast::Module) {
        let id = self.store.ids[&inner.name.span];
        let mark = self.scope.mark();
        stacker::maybe_grow(128 << 10, 4 << 20, || self.resolve_module(inner));
        let scope = self.scope.snapshot();
        self.final_scopes.insert(id, (scope, self.requires));
        self.scope.leave(mark);
        let conflict = self.scope.module(&inner.name.text).is_some_and(|other| other != id)
            || frame.extends.iter().any(|&other| self.module_has_name(other, &inner.name.text));
        if conflict {
            self.error(
                inner.name.span,
                4223,
                format!("Module {} has the name of another module in use here.", inner.name.text),
            );
        }
        self.scope.enter_module(&inner.name.text, id);
        frame.exports.modules.push((&inner.name.text, id));
    }

    fn module_has_name(&self, id: ModuleId, name: &str) -> bool {
        self.modules[id].as_ref().is_some_and(|module| &*module.name == name)
    }

    /// An assumption or a theorem that is a formula: a definition without parameters.
    fn fact(
        &mut self,
        frame: &mut ModuleFrame<'a>,
        name: Option<&'a ast::Ident>,
        body: &'a ast::Expr,
        span: Span,
    ) -> DefinitionId {
        let unnamed = ast::Ident { text: "".into(), span: body.span };
        let id = self.draft(name.unwrap_or(&unnamed), span, DraftSource::Formula(body), false);
        self.drafts[id].fact = true;
        self.open(id);
        let body = match name {
            Some(_) => self.labelled(|resolver| resolver.expr(body)),
            None => self.unlabelled(|resolver| resolver.expr(body)),
        };
        self.close(id, body);
        if let Some(name) = name {
            let entry = self.introduce(name, Symbol::Definition(id, Vec::new()), false);
            frame.note(&name.text, entry);
        }
        id
    }

    fn theorem(
        &mut self,
        frame: &mut ModuleFrame<'a>,
        name: Option<&'a ast::Ident>,
        body: &'a TheoremBody,
        span: Span,
    ) {
        match (name, body) {
            (Some(_), TheoremBody::Formula(body)) => {
                self.fact(frame, name, body, span);
            }
            (None, TheoremBody::Formula(body)) => {
                let body = self.unlabelled(|resolver| resolver.expr(body));
                self.statements.push(body);
            }
            (Some(name), TheoremBody::AssumeProve(_)) => {
                let entry = self.introduce(name, Symbol::Fact, false);
                frame.note(&name.text, entry);
            }
            (None, TheoremBody::AssumeProve(_)) => {}
        }
    }

    fn forbid_before_recursive_definition(&mut self, span: Span) {
        let waiting = self.pending.iter().find(|pending| pending.let_depth == 0).map(|p| p.name);
        if let Some(name) = waiting {
            self.error(
                span,
                4294,
                format!("Only definitions may stand between `RECURSIVE {}` and its definition.", name.text),
            )
            .relate(name.span, "declared here");
        }
    }

    /// Reports the RECURSIVE declarations of the current module or LET that have no definition.
    pub(super) fn report_undefined_recursive(&mut self) {
        while let Some(pending) = self.pending.pop_if(|pending| pending.let_depth >= self.let_depth) {
            self.error(
                pending.name.span,
                4291,
                format!("'{}' is declared RECURSIVE but not defined.", pending.name.text),
            );
        }
    }

    /// The modules of the specification, with the assumptions of those that they extend.
    pub(super) fn finish_modules(&mut self) -> crate::ids::IndexVec<ModuleId, Module> {
        let mut finished = crate::ids::IndexVec::new();
        let mut modules = std::mem::take(&mut self.modules);
        for id in modules.ids() {
            if let Some(mut module) = modules[id].take() {
                let mut seen = FxHashSet::default();
                let mut all = Vec::new();
                self.gather_assumptions(id, &module.extends, &finished, &mut seen, &mut all);
                module.assumptions = all;
                finished.push(module);
            }
        }
        finished
    }

    fn gather_assumptions(
        &self,
        id: ModuleId,
        extends: &[ModuleId],
        finished: &crate::ids::IndexVec<ModuleId, Module>,
        seen: &mut FxHashSet<ModuleId>,
        all: &mut Vec<Assumption>,
    ) {
        for &other in extends {
            if seen.insert(other)
                && let Some(module) = finished.get(other)
            {
                self.gather_assumptions(other, &module.extends, finished, seen, all);
            }
        }
        for draft in self.assumptions.get(&id).into_iter().flatten() {
            let callee = Callee::Definition { definition: draft.definition, via: Vec::new() };
            all.push(Assumption {
                name: draft.name.clone(),
                body: apply(callee, Vec::new(), draft.span),
                axiom: draft.axiom,
                span: draft.span,
            });
        }
    }
}

impl<'a> ModuleFrame<'a> {
    /// Notes a name of the module for those that use it.
    pub(super) fn note(&mut self, name: &'a str, entry: Entry) {
        if entry.local {
            self.local.push((name, entry));
        } else {
            self.exports.add(name, entry);
        }
    }
}

impl Draft<'_> {
    pub(super) fn finish(self, recursive: bool) -> Definition {
        let span = self.span;
        Definition {
            name: self.name,
            name_span: self.name_span,
            span,
            module: self.module,
            params: self.params,
            body: self.body.unwrap_or_else(|| super::placeholder(span)),
            local: self.local,
            in_let: self.in_let,
            recursive,
            level: Level::Constant,
        }
    }
}

/// What a unit introduced.
#[derive(Default)]
pub(super) struct Introduced<'a> {
    pub(super) definitions: Vec<DefinitionId>,
    pub(super) instances: Vec<InstanceId>,
    pub(super) entries: Vec<(&'a str, Entry)>,
}

impl<'a> Introduced<'a> {
    fn definition(&mut self, name: &'a str, id: DefinitionId, entry: Entry) {
        self.definitions.push(id);
        self.entries.push((name, entry));
    }
}

pub(super) fn multiply_defined(name: &str) -> String {
    format!("Multiply-defined symbol '{name}'.")
}
