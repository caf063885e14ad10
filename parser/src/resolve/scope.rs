//! What names mean at one place of a module.

use std::sync::Arc;

use fxhash::FxHashMap;

use crate::resolved::{
    Argument, Callee, DeclarationId, DefinitionId, InstanceId, InstanceUse, ModuleId, ParameterId,
};
use crate::source::Span;

/// What a name means.
#[derive(Clone, Debug)]
pub(crate) enum Symbol {
    /// A constant or variable.
    Declaration(DeclarationId),
    /// A definition, through plain instances.
    Definition(DefinitionId, Vec<InstanceUse>),
    /// A named instance, through plain instances.
    Instance(InstanceId, Vec<InstanceUse>),
    /// A parameter or bound name.
    Parameter(ParameterId),
    /// A theorem that is no formula (ASSUME/PROVE): only provers can use it.
    Fact,
    /// Something with a fault that was reported.
    Faulty,
}

impl Symbol {
    /// Whether two symbols are the same thing, so that having both under one name is no conflict.
    pub(crate) fn same(&self, other: &Symbol) -> bool {
        match (self, other) {
            (Symbol::Declaration(a), Symbol::Declaration(b)) => a == b,
            (Symbol::Definition(a, via), Symbol::Definition(b, other)) => a == b && same_path(via, other),
            (Symbol::Instance(a, via), Symbol::Instance(b, other)) => a == b && same_path(via, other),
            (Symbol::Parameter(a), Symbol::Parameter(b)) => a == b,
            _ => false,
        }
    }

    /// The symbol as seen through one more instance on the outside.
    pub(crate) fn through(&self, step: Option<&InstanceUse>) -> Symbol {
        match self {
            Symbol::Definition(id, via) => Symbol::Definition(*id, prefixed(step, via)),
            Symbol::Instance(id, via) => Symbol::Instance(*id, prefixed(step, via)),
            other => other.clone(),
        }
    }

    /// The symbol as something to apply; instances and facts are not.
    pub(crate) fn callee(&self) -> Option<Callee> {
        match self {
            Symbol::Declaration(id) => Some(Callee::Declaration(*id)),
            Symbol::Definition(definition, via) => {
                Some(Callee::Definition { definition: *definition, via: via.clone() })
            }
            Symbol::Parameter(id) => Some(Callee::Parameter(*id)),
            Symbol::Instance(..) | Symbol::Fact | Symbol::Faulty => None,
        }
    }
}

fn same_path(a: &[InstanceUse], b: &[InstanceUse]) -> bool {
    a.len() == b.len()
        && a.iter().zip(b).all(|(a, b)| a.instance == b.instance && same_args(&a.args, &b.args))
}

fn same_args(a: &Arc<Vec<Argument>>, b: &Arc<Vec<Argument>>) -> bool {
    Arc::ptr_eq(a, b) || a.is_empty() && b.is_empty()
}

fn prefixed(step: Option<&InstanceUse>, via: &[InstanceUse]) -> Vec<InstanceUse> {
    step.into_iter().chain(via).cloned().collect()
}

/// A symbol under its name.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// What the name means.
    pub(crate) symbol: Symbol,
    /// Where the name was introduced.
    pub(crate) span: Span,
    /// LOCAL: not seen by modules that extend or instantiate this one.
    pub(crate) local: bool,
    /// It came along with a community module that extends others; a definition may take its place.
    pub(crate) weak: bool,
}

/// The names in scope, with an undo log for leaving inner scopes.
#[derive(Default)]
pub(crate) struct Scope<'a> {
    symbols: FxHashMap<&'a str, Entry>,
    modules: FxHashMap<&'a str, ModuleId>,
    undo_symbols: Vec<(&'a str, Option<Entry>)>,
    undo_modules: Vec<(&'a str, Option<ModuleId>)>,
}

/// A point to return to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct ScopeMark {
    symbols: usize,
    modules: usize,
}

impl<'a> Scope<'a> {
    pub(crate) fn mark(&self) -> ScopeMark {
        ScopeMark { symbols: self.undo_symbols.len(), modules: self.undo_modules.len() }
    }

    /// Forgets what was entered since `mark`.
    pub(crate) fn leave(&mut self, mark: ScopeMark) {
        for (name, before) in self.undo_symbols.drain(mark.symbols..).rev() {
            match before {
                Some(entry) => self.symbols.insert(name, entry),
                None => self.symbols.remove(name),
            };
        }
        for (name, before) in self.undo_modules.drain(mark.modules..).rev() {
            match before {
                Some(id) => self.modules.insert(name, id),
                None => self.modules.remove(name),
            };
        }
    }

    /// The names in scope now, without a way back.
    pub(crate) fn snapshot(&self) -> Scope<'a> {
        Scope { symbols: self.symbols.clone(), modules: self.modules.clone(), ..Scope::default() }
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Entry> {
        self.symbols.get(name)
    }

    /// Enters a name, hiding what it meant; the caller has reported a conflict if that is one.
    pub(crate) fn enter(&mut self, name: &'a str, entry: Entry) {
        let before = self.symbols.insert(name, entry);
        self.undo_symbols.push((name, before));
    }

    pub(crate) fn module(&self, name: &str) -> Option<ModuleId> {
        self.modules.get(name).copied()
    }

    pub(crate) fn enter_module(&mut self, name: &'a str, id: ModuleId) {
        let before = self.modules.insert(name, id);
        self.undo_modules.push((name, before));
    }

    /// All names, in no particular order.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'a str> + '_ {
        self.symbols.keys().copied()
    }
}

/// What a module gives to those that extend or instantiate it.
#[derive(Default)]
pub(crate) struct Exports<'a> {
    /// Names in order of introduction, LOCAL ones left out.
    pub(crate) entries: Vec<(&'a str, Entry)>,
    index: FxHashMap<&'a str, usize>,
    /// Inner modules.
    pub(crate) modules: Vec<(&'a str, ModuleId)>,
}

impl<'a> Exports<'a> {
    pub(crate) fn add(&mut self, name: &'a str, entry: Entry) {
        match self.index.get(name) {
            Some(&index) => {
                // A later entry comes only in the place of a weak one, or is the same symbol.
                if self.entries[index].1.weak {
                    self.entries[index].1 = entry;
                }
            }
            None => {
                self.index.insert(name, self.entries.len());
                self.entries.push((name, entry));
            }
        }
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Entry> {
        self.index.get(name).map(|&index| &self.entries[index].1)
    }
}
