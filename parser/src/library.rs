//! Where module texts come from: the user's [`ModuleSource`] first, then the standard modules embedded here.
//!
//! # The standard modules
//!
//! `stdlib/*.tla` holds the modules that TLC ships (Naturals, Sequences, TLC, ...), those that TLAPS proofs extend
//! (TLAPS, NaturalsInduction, ...) and the community modules (SequencesExt, Folds, Json, ...). A module defines
//! exactly the names of the original, with the same arities, so that a specification that SANY accepts is accepted
//! here; helpers are LOCAL.
//!
//! Most definitions are plain TLA+ that can be evaluated (bounded quantifiers, no unbounded CHOOSE). An operator that
//! plain TLA+ cannot express (`+`, `Len`, `TLCGet`, `JsonSerialize`) has the string literal [`NATIVE`] as its body.
//!
//! The convention for whoever evaluates: look up the pair (module name, operator name) in the table of native
//! operators *before* using a body, also for definitions that have a real body (it may be slow). A definition of a
//! module with [`crate::resolved::Module::name`] of the table whose body is [`NATIVE`] and that has no native
//! implementation is not supported and must fail with an error that names it; it must never evaluate to the string.

use crate::resolved::{DefinitionId, ExprKind, ResolvedSpec};

/// The body of standard operators that only a native implementation can give a meaning.
pub const NATIVE: &str = "<native>";

/// Gives module texts by name. The command reads files here; tests hand out strings.
pub trait ModuleSource {
    /// The display name and the text of the module `name`, if this source has it. Several modules may stand in one
    /// text; the other ones are then found by name when the first ones extend or instantiate them.
    fn load(&self, name: &str) -> Option<(String, String)>;

    /// The places that [`load`](Self::load) looks at, for the message about a module that is not found.
    fn places(&self) -> Vec<String> {
        Vec::new()
    }
}

impl<F: Fn(&str) -> Option<(String, String)>> ModuleSource for F {
    fn load(&self, name: &str) -> Option<(String, String)> {
        self(name)
    }
}

/// Whether a definition belongs to an embedded module and only a native implementation can give it a meaning.
pub fn is_native(spec: &ResolvedSpec, id: DefinitionId) -> bool {
    let definition = &spec.definitions[id];
    matches!(&definition.body.kind, ExprKind::String(text) if **text == *NATIVE)
        && spec.sources.get(definition.span.source).name.starts_with(STANDARD_PREFIX)
}

/// The text of the embedded module `name`.
pub fn standard_module(name: &str) -> Option<&'static str> {
    STANDARD_MODULES.iter().find(|(module, _)| *module == name).map(|(_, text)| *text)
}

/// The names of the embedded modules, the ones of TLC first.
pub fn standard_module_names() -> impl Iterator<Item = &'static str> {
    STANDARD_MODULES.iter().map(|(name, _)| *name)
}

/// What display names of embedded modules start with.
pub const STANDARD_PREFIX: &str = "<builtin>/";

/// Standard modules whose EXTENDS is part of the language's own library. What other embedded modules extend depends on
/// their version: they once held LOCAL INSTANCEs instead.
const SETTLED_MODULES: &[&str] = &["Integers", "Reals", "RealTime"];

/// Whether what the module `name` (of the text called `display`) extends may be hidden by definitions of those that
/// extend it. True for the embedded community modules, so that specifications written for their older and newer
/// versions are both accepted.
pub(crate) fn extends_weakly(name: &str, display: &str) -> bool {
    display.starts_with(STANDARD_PREFIX) && !SETTLED_MODULES.contains(&name)
}

/// The user's text of a module, else the embedded one.
pub(crate) fn find(name: &str, source: &dyn ModuleSource) -> Option<(String, String)> {
    source.load(name).or_else(|| {
        standard_module(name).map(|text| (format!("{STANDARD_PREFIX}{name}.tla"), text.to_owned()))
    })
}

/// The embedded modules that define `operator`, found by a scan of their texts: for advice in error messages only.
pub(crate) fn modules_defining(operator: &str) -> Vec<&'static str> {
    let symbolic = !operator.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    STANDARD_MODULES
        .iter()
        .filter(|(_, text)| {
            text.lines().any(|line| {
                let Some((head, _)) = line.split_once("==") else { return false };
                if symbolic {
                    head.split_whitespace().nth(1) == Some(operator)
                        || head.split_whitespace().next() == Some(operator)
                } else {
                    let end = head.find(['(', '[', ' ']).unwrap_or(head.len());
                    &head[..end] == operator
                }
            })
        })
        .map(|(name, _)| *name)
        .collect()
}

macro_rules! embedded {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("stdlib/", $name, ".tla")))),*]
    };
}

const STANDARD_MODULES: &[(&str, &str)] = embedded![
    "Naturals",
    "Integers",
    "Reals",
    "Sequences",
    "FiniteSets",
    "Bags",
    "TLC",
    "TLCExt",
    "Toolbox",
    "_Possible",
    "Randomization",
    "RealTime",
    "TLAPS",
    "NaturalsInduction",
    "FiniteSetTheorems",
    "SequenceTheorems",
    "SequencesExtTheorems",
    "WellFoundedInduction",
    "FunctionTheorems",
    "FiniteSetsExtTheorems",
    "BagsTheorems",
    "SequencesExt",
    "FiniteSetsExt",
    "Functions",
    "Folds",
    "BagsExt",
    "Relation",
    "Graphs",
    "UndirectedGraphs",
    "Bitwise",
    "Combinatorics",
    "CSV",
    "Json",
    "IOUtils",
    "SVG",
    "HTML",
    "GraphViz",
    "ShiViz",
    "VectorClocks",
    "Statistics",
    "DyadicRationals",
    "DifferentialEquations",
    "Apalache",
    "Variants",
    "Option",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operator_of_an_embedded_module_has_a_comment_before_it() {
        for (module, text) in STANDARD_MODULES {
            let mut before = "";
            for line in text.lines() {
                let starts_here = line.starts_with(|c: char| c.is_alphanumeric() || c == '_' || c == '-');
                let definition = starts_here && line.contains("==") && !line.starts_with("--");
                if definition && !line.starts_with("LOCAL") && !line.starts_with("ASSUME") {
                    assert!(before.ends_with("*)"), "{module}: {line}");
                }
                before = line;
            }
        }
    }

    #[test]
    fn each_module_is_embedded_once() {
        for (name, text) in STANDARD_MODULES {
            assert_eq!(STANDARD_MODULES.iter().filter(|(other, _)| other == name).count(), 1, "{name}");
            assert!(text.contains(&format!("MODULE {name} ")), "{name}");
        }
    }
}
