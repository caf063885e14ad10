//! Records of what was measured: one line of JSON for each run of a bench, appended to a file.

use super::comparison::Ratios;
use super::machine::{self, Machine};
use super::run::Run;
use serde::Serialize;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Where records go unless something else is asked for.
pub(crate) const RESULTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/results");

/// All that a bench has measured.
#[derive(Serialize, Debug)]
pub(crate) struct Record {
    pub(crate) bench: &'static str,
    /// In UTC.
    pub(crate) date: String,
    /// A `+` behind it: with changes that are not committed.
    pub(crate) commit: Option<String>,
    pub(crate) machine: Machine,
    /// The command that was measured, if it is not the one of this commit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) tern: Option<PathBuf>,
    /// The line that TLC introduces itself with.
    pub(crate) tlc: Option<String>,
    /// Options of the Java machine.
    pub(crate) java: Vec<String>,
    pub(crate) models: Vec<ModelRecord>,
}

/// All runs of a model.
#[derive(Serialize, Debug)]
pub(crate) struct ModelRecord {
    pub(crate) model: String,
    pub(crate) kind: String,
    pub(crate) runs: Vec<Run>,
    /// Between the cheapest run of each tool.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) ratios: Option<Ratios>,
    /// What went wrong: a difference, a run that failed or took too long.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) faults: Vec<String>,
}

impl Record {
    /// A record of no model yet, made here and now.
    pub(crate) fn new(
        bench: &'static str,
        tern: Option<&Path>,
        tlc: Option<String>,
        java: &[String],
    ) -> Self {
        let java = if tlc.is_some() { java.to_vec() } else { Vec::new() };
        let tern = tern.map(Path::to_owned);
        Self {
            bench,
            date: machine::now(),
            commit: machine::commit(),
            machine: Machine::this(),
            tern,
            tlc,
            java,
            models: Vec::new(),
        }
    }

    /// Appends it to a file of the folder.
    pub(crate) fn append(&self, folder: &Path) -> std::io::Result<()> {
        std::fs::create_dir_all(folder)?;
        let file = folder.join(format!("{}.jsonl", self.bench));
        let mut file = std::fs::OpenOptions::new().create(true).append(true).open(file)?;
        let mut line = serde_json::to_string(self)?;
        line.push('\n');
        // In one piece, so that two benches at a time do not mix their lines.
        file.write_all(line.as_bytes())
    }
}
