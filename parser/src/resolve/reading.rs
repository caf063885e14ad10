//! The order in which SANY reads the files of modules, which it tells while it does so.
//!
//! SANY parses the root; then, as long as there is one, the next module that EXTENDS leads to: those that a module
//! extends itself come before those that they extend. When no such module is left, it goes on in the same way with
//! those after INSTANCE. It stops at the first file that is missing or cannot be parsed.

use fxhash::FxHashSet;

use super::modules::{Required, Store, required_names};
use crate::source::{SourceId, SourceMap};

/// The files of a specification in SANY's order of reading. `root` is the name that was asked for.
pub(crate) fn order(store: &Store, root: &str, sources: &SourceMap) -> Vec<SourceId> {
    let mut reading =
        Reading { store, names: Vec::new(), read: FxHashSet::default(), files: Vec::new(), ended: false };
    reading.names = store
        .modules
        .iter()
        .map(|top| required_names(&top.ast, sources).into_iter().map(|name| name.text).collect())
        .collect();
    reading.file(root);
    if let Some(root) = store.root {
        reading.read.insert(root);
        for instances in [false, true] {
            // An INSTANCE leads to a module whose own EXTENDS come next.
            while !reading.ended && (reading.next(root, false) || instances && reading.next(root, true)) {}
        }
    }
    reading.files
}

struct Reading<'s> {
    store: &'s Store,
    /// What each module needs: names after EXTENDS, then those after INSTANCE.
    names: Vec<Vec<Box<str>>>,
    read: FxHashSet<usize>,
    files: Vec<SourceId>,
    ended: bool,
}

impl Reading<'_> {
    /// Notes the file in which a name was found.
    fn file(&mut self, name: &str) {
        if let Some(&file) = self.store.files.get(name)
            && !self.files.contains(&file)
        {
            self.files.push(file);
        }
    }

    /// Reads the next module that is needed and was not read; whether there was one.
    fn next(&mut self, from: usize, instances: bool) -> bool {
        self.search(from, instances, &mut FxHashSet::default())
    }

    fn search(&mut self, from: usize, instances: bool, visited: &mut FxHashSet<usize>) -> bool {
        if !visited.insert(from) {
            return false;
        }
        let top = &self.store.modules[from];
        let names = self.names[from].clone();
        let wanted = |name: &str| instances || top.ast.extends.iter().any(|extended| *extended.text == *name);
        let mut below = Vec::new();
        for name in names.iter().filter(|name| wanted(name)) {
            match top.requires.get(name) {
                Some(Required::Module(index)) if self.read.insert(*index) => {
                    if self.store.modules[*index].file != top.file {
                        self.file(name);
                    }
                    return true;
                }
                Some(Required::Module(index)) => below.push(*index),
                Some(Required::Missing | Required::Faulty) => {
                    self.file(name);
                    self.ended = true;
                    return true;
                }
                None => {}
            }
        }
        below
            .into_iter()
            .any(|index| stacker::maybe_grow(128 << 10, 4 << 20, || self.search(index, instances, visited)))
    }
}
