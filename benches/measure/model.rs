//! The models that are measured: lists of them, in files of the form that `benches/models/bench.json` has.

use serde::Deserialize;
use std::path::{Path, PathBuf};

/// The project's own models.
pub(crate) const OWN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/models/bench.json");

/// A specification and a configuration, with what is known about them.
#[derive(Deserialize, Clone, Debug)]
pub(crate) struct Model {
    pub(crate) id: String,
    /// The folder of the module, relative to the one above the list's.
    pub(crate) dir: PathBuf,
    /// The module's file in that folder.
    pub(crate) module: String,
    /// The configuration's file, relative to that folder.
    pub(crate) config: String,
    /// Further options of TLC's command line.
    #[serde(default)]
    pub(crate) args: Vec<String>,
    /// What kind of load it is.
    pub(crate) kind: String,
    /// The counts that both tools must arrive at, if they are known beforehand.
    pub(crate) expect: Option<Expected>,
}

/// Counts of a complete exploration.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Expected {
    pub(crate) generated: u64,
    pub(crate) distinct: u64,
}

/// The models of a list, with their folders made absolute.
pub(crate) fn list(file: &Path) -> Result<Vec<Model>, String> {
    let fault = |fault: &dyn std::fmt::Display| format!("{}: {fault}", file.display());
    let text = std::fs::read_to_string(file).map_err(|error| fault(&error))?;
    let mut models: Vec<Model> = serde_json::from_str(&text).map_err(|error| fault(&error))?;
    let above = std::path::absolute(file).map_err(|error| fault(&error))?;
    let above = above.parent().and_then(Path::parent).ok_or_else(|| fault(&"no folder above it"))?;
    for model in &mut models {
        model.dir = above.join(&model.dir);
    }
    Ok(models)
}

/// The project's models and those of a corpus, if there is one; of all of them, those whose ids contain one of `only`.
pub(crate) fn selected(corpus: &Path, only: &[String]) -> Result<Vec<Model>, String> {
    let mut models = list(Path::new(OWN))?;
    let corpus = corpus.join("bench.json");
    if corpus.exists() {
        models.append(&mut list(&corpus)?);
    }
    models.retain(|model| only.is_empty() || only.iter().any(|wanted| model.id.contains(wanted.as_str())));
    if models.is_empty() {
        Err(format!("no model's name contains {}", only.join(" or ")))
    } else {
        Ok(models)
    }
}
