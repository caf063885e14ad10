//! Pass 2, names of other modules: EXTENDS, INSTANCE without a name, and what `cfg` files call all of it.

use fxhash::FxHashMap;

use super::Resolver;
use super::modules::{Required, searched};
use super::scope::{Entry, Symbol};
use super::units::{ModuleFrame, multiply_defined};
use crate::ast::{self, UnitKind};
use crate::error::{Diagnostic, DiagnosticKind};
use crate::resolved::{Entity, InstanceId, InstanceUse, ModuleId};
use crate::source::Span;

/// With more names than this, those inside instances are left out: nested instances can have exponentially many.
const MAX_NAMES: usize = 100_000;

/// How a name comes from another module.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Import {
    Extends,
    Instance(Span),
}

impl<'a> Resolver<'a> {
    pub(super) fn extend(&mut self, frame: &mut ModuleFrame<'a>, name: &ast::Ident) {
        let Some(id) = self.find_module(name) else { return };
        if self.incomplete.contains(&id) {
            self.incomplete.insert(self.module);
        }
        if frame.extends.contains(&id) {
            return;
        }
        frame.extends.push(id);
        let Some(module) = &self.modules[id] else { return };
        for constant in &module.constants {
            if !frame.constants.contains(constant) {
                frame.constants.push(*constant);
            }
        }
        for variable in &module.variables {
            if !frame.variables.contains(variable) {
                frame.variables.push(*variable);
            }
        }
        let exports = &self.exports[&id];
        let entries = exports.entries.clone();
        let modules = exports.modules.clone();
        for (name, entry) in entries {
            let weak = entry.weak || self.weak_modules.contains(&frame.id);
            self.import(frame, name, Entry { weak, ..entry }, Import::Extends);
        }
        for (name, id) in modules {
            self.scope.enter_module(name, id);
            frame.exports.modules.push((name, id));
        }
    }

    /// The module that a name after EXTENDS or INSTANCE means here; reports it if there is none.
    pub(super) fn find_module(&mut self, name: &ast::Ident) -> Option<ModuleId> {
        if let Some(id) = self.scope.module(&name.text) {
            return Some(id);
        }
        match self.requires.get(&name.text) {
            Some(Required::Module(index)) => Some(self.store.ids[&self.store.modules[*index].ast.name.span]),
            Some(Required::Faulty) => {
                self.incomplete.insert(self.module);
                None
            }
            Some(Required::Missing) | None => {
                self.incomplete.insert(self.module);
                let current = self.module_name(self.module);
                let message =
                    format!("Cannot find source file for module {} imported in module {current}.", name.text);
                let help = searched(&self.store.places);
                let diagnostic =
                    Diagnostic::error(DiagnosticKind::Module, name.span, message).with_code(4220);
                self.report(Diagnostic { help, ..diagnostic });
                None
            }
        }
    }

    fn module_name(&self, id: ModuleId) -> String {
        let mut stack: Vec<&ast::Module> = self.store.modules.iter().map(|top| &top.ast).collect();
        while let Some(module) = stack.pop() {
            if self.store.ids.get(&module.name.span) == Some(&id) {
                return module.name.text.to_string();
            }
            stack.extend(module.units.iter().filter_map(|unit| match &unit.kind {
                UnitKind::Module(inner) => Some(inner),
                _ => None,
            }));
        }
        String::new()
    }

    /// Enters a name of another module; two different things under one name are a warning or an error.
    fn import(&mut self, frame: &mut ModuleFrame<'a>, name: &'a str, entry: Entry, import: Import) {
        let Some(existing) = self.scope.get(name) else {
            self.scope.enter(name, entry.clone());
            frame.note(name, entry);
            return;
        };
        if existing.symbol.same(&entry.symbol) {
            let weak = existing.weak && entry.weak;
            let existing = existing.clone();
            if existing.weak && !weak {
                self.scope.enter(name, Entry { weak, ..existing.clone() });
            }
            frame.note(name, Entry { local: entry.local, weak, ..existing });
            return;
        }
        if existing.weak || entry.weak {
            if existing.weak && !entry.weak {
                self.scope.enter(name, entry.clone());
                frame.note(name, entry);
            }
            return;
        }
        let (before, span) = (existing.span, entry.span);
        let comparable = match (&existing.symbol, &entry.symbol) {
            (Symbol::Definition(a, _), Symbol::Definition(b, _)) => {
                a == b || self.drafts[*a].arities == self.drafts[*b].arities || import == Import::Extends
            }
            (Symbol::Declaration(_), Symbol::Declaration(_)) => import == Import::Extends,
            (Symbol::Instance(a, _), Symbol::Instance(b, _)) => a == b || import == Import::Extends,
            (Symbol::Fact | Symbol::Faulty, _) | (_, Symbol::Fact | Symbol::Faulty) => true,
            _ => false,
        };
        match (comparable, import) {
            // The same definition on two ways (through instances) is what the author meant.
            (true, _) if self.same_definition(name, &entry) => {}
            (true, Import::Extends) => {
                self.warning(
                    span,
                    4800,
                    format!("The definition of '{name}' conflicts with another one; the first one is used."),
                )
                .relate(before, "the first one is here");
            }
            (true, Import::Instance(place)) => {
                self.warning(
                    place,
                    4801,
                    format!("Multiple declarations or definitions for symbol {name}; the first one is used."),
                )
                .relate(before, "the first one is here")
                .relate(span, "the other one is here");
            }
            (false, Import::Extends) => {
                self.error(span, 4224, format!("The definition or declaration of '{name}' conflicts with one of another kind in a module that is extended, too."))
                    .relate(before, "the first one is here");
            }
            (false, Import::Instance(place)) => {
                self.error(place, 4201, multiply_defined(name))
                    .relate(before, "first one here")
                    .relate(span, "the other one is here");
            }
        }
    }

    fn same_definition(&self, name: &str, entry: &Entry) -> bool {
        match (self.scope.get(name).map(|entry| &entry.symbol), &entry.symbol) {
            (Some(Symbol::Definition(a, _)), Symbol::Definition(b, _)) => a == b,
            (Some(Symbol::Instance(a, _)), Symbol::Instance(b, _)) => a == b,
            _ => false,
        }
    }

    pub(super) fn plain_instance(
        &mut self,
        frame: &mut ModuleFrame<'a>,
        local: bool,
        instance: &'a ast::Instance,
        span: Span,
    ) {
        let Some(id) = self.resolve_instance(instance, None, Vec::new(), span) else {
            return;
        };
        if self.incomplete.contains(&self.instances[id].module) {
            self.incomplete.insert(self.module);
        }
        let step = self.step(id, self.no_args.clone());
        let entries = self.exports[&self.instances[id].module].entries.clone();
        for (name, entry) in entries {
            if matches!(entry.symbol, Symbol::Declaration(_)) {
                continue;
            }
            let symbol = entry.symbol.through(step.as_ref());
            self.import(frame, name, Entry { symbol, local, weak: false, ..entry }, Import::Instance(span));
        }
    }

    /// Adds what `cfg` files can call the symbol, `I!Op` for the contents of instances included.
    pub(super) fn add_names(&self, names: &mut FxHashMap<Box<str>, Entity>, name: &str, symbol: &Symbol) {
        let path =
            |via: &[InstanceUse]| -> Vec<InstanceId> { via.iter().map(|step| step.instance).collect() };
        match symbol {
            Symbol::Declaration(id) => {
                names.insert(name.into(), Entity::Declaration(*id));
            }
            Symbol::Definition(definition, via) => {
                let entity = Entity::Definition { definition: *definition, via: path(via) };
                names.insert(name.into(), entity);
            }
            Symbol::Instance(id, via) => {
                names.insert(name.into(), Entity::Instance(*id));
                let instance = &self.instances[*id];
                if !instance.params.is_empty() || names.len() > MAX_NAMES {
                    return;
                }
                let step = self.step(*id, self.no_args.clone());
                let via: Vec<_> = via.iter().cloned().chain(step).collect();
                let Some(exports) = self.exports.get(&instance.module) else { return };
                for (inner, entry) in &exports.entries {
                    let symbol = via.iter().rev().fold(entry.symbol.clone(), |s, step| s.through(Some(step)));
                    self.add_names(names, &format!("{name}!{inner}"), &symbol);
                }
            }
            Symbol::Parameter(_) | Symbol::Fact | Symbol::Faulty => {}
        }
    }
}
