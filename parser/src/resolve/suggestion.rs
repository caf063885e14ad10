//! Pass 2, unknown names: one report for each name, with the most likely reason.

use super::Resolver;
use super::names::path_text;
use crate::ast::{self, Selector, UnitKind};
use crate::library;
use crate::resolved::ModuleId;
use crate::source::Span;

/// A name used more often than this is not reported at each place.
const MAX_PLACES: usize = 8;

/// Advice costs time, and so many unknown names have one reason.
const MAX_ADVISED: usize = 50;

impl<'a> Resolver<'a> {
    /// Reports the name that `selectors[index]` holds; `module` is the instantiated module it was looked up in.
    pub(super) fn report_unknown(
        &mut self,
        selectors: &'a [Selector],
        index: usize,
        module: Option<ModuleId>,
    ) {
        let name = path_text(&selectors[..=index]);
        let start = selectors[index].span;
        let last = super::names::selector_name(&selectors[index]).unwrap_or_default();
        let span = Span { end: start.start + last.len() as u32, ..start };
        match module {
            None => self.report_unknown_name(&name, span),
            Some(module) if self.incomplete.contains(&module) => {}
            Some(module) => {
                let known: Vec<_> = match self.exports.get(&module) {
                    Some(exports) => exports.entries.iter().map(|(name, _)| *name).collect(),
                    None => Vec::new(),
                };
                let help = nearest(last, known.into_iter())
                    .map(|near| format!("The module has an operator `{near}'."));
                self.error(span, 4200, format!("Unknown operator: `{name}'.")).help = help;
            }
        }
    }

    /// Reports a name that has no meaning here; later uses are added to the first report.
    pub(super) fn report_unknown_name(&mut self, name: &str, span: Span) {
        if self.incomplete.contains(&self.module) {
            return;
        }
        let key = (self.module, Box::from(name));
        if let Some(&index) = self.unknown.get(&key) {
            let diagnostic = &mut self.diagnostics[index];
            if diagnostic.related.len() < MAX_PLACES {
                diagnostic.relate(span, "also used here");
            }
            return;
        }
        let help = if self.unknown.len() < MAX_ADVISED { self.advice(name) } else { None };
        self.unknown.insert(key, self.diagnostics.len());
        self.error(span, 4200, format!("Unknown operator: `{name}'.")).help = help;
    }

    fn advice(&self, name: &str) -> Option<String> {
        if self.pending_definition_of(name) {
            return Some(format!(
                "To use {name} in its own definition, put `RECURSIVE {name}` before it, with a `_' for each parameter."
            ));
        }
        if let Some(top) = self.current_module()
            && top.units.iter().any(|unit| defines(unit, name))
        {
            return Some(format!(
                "{name} is defined further down; TLA+ wants definitions before their use: move it up."
            ));
        }
        let modules = library::modules_defining(name);
        if let Some(first) = modules.first() {
            return Some(format!("It is defined in the standard module {first}: add EXTENDS {first}."));
        }
        nearest(name, self.scope.names()).map(|near| format!("Did you mean `{near}'?"))
    }

    /// Whether the definition of this very name is being read.
    fn pending_definition_of(&self, name: &str) -> bool {
        self.drafts.iter().any(|draft| draft.open && &*draft.name == name)
    }

    fn current_module(&self) -> Option<&'a ast::Module> {
        self.store
            .modules
            .iter()
            .map(|top| &top.ast)
            .find(|module| self.store.ids.get(&module.name.span) == Some(&self.module))
    }
}

fn defines(unit: &ast::Unit, name: &str) -> bool {
    match &unit.kind {
        UnitKind::Variables(names) => names.iter().any(|n| &*n.text == name),
        UnitKind::Constants(heads) => heads.iter().any(|head| &*head.name.text == name),
        UnitKind::Operator { definition, .. } => &*definition.head.name.text == name,
        UnitKind::Function { definition, .. } => &*definition.name.text == name,
        UnitKind::ModuleDefinition { head, .. } => &*head.name.text == name,
        _ => false,
    }
}

/// The known name that differs least, if the difference is small.
fn nearest<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    if name.chars().count() > 64 {
        return None;
    }
    let limit = (name.chars().count() / 3).min(3);
    known
        .map(|candidate| (distance(name, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= limit && *candidate != name)
        .min()
        .map(|(_, candidate)| candidate)
}

/// The number of characters to insert, delete or replace, or exchange with their neighbour.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<_>, Vec<_>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > 3 {
        return usize::MAX;
    }
    let mut rows = vec![(0..=b.len()).collect::<Vec<_>>()];
    for (i, &x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, &y) in b.iter().enumerate() {
            let mut best = (rows[i][j] + usize::from(x != y)).min(rows[i][j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && x == b[j - 1] && a[i - 1] == y {
                best = best.min(rows[i - 1][j - 1] + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn the_nearest_name_is_suggested_only_if_it_is_near() {
        let known = ["Cardinality", "Append", "x"];
        assert_eq!(nearest("Cardinalty", known.into_iter()), Some("Cardinality"));
        assert_eq!(nearest("Apepnd", known.into_iter()), Some("Append"));
        assert_eq!(nearest("y", known.into_iter()), None);
        assert_eq!(nearest("Something", known.into_iter()), None);
    }
}
