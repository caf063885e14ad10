//! Records of what was measured: one line of JSON for each run of a bench, appended to a file.

use super::comparison::Ratios;
use super::machine::{self, Machine};
use super::model::Model;
use super::run::{Failure, Run, Together, Tool};
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
    /// What the machine has for several workers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) together: Vec<Together>,
    /// Between the cheapest run of each tool.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) ratios: Option<Ratios>,
    /// Why there are no figures of TLC: it knows less than tern, or took too long.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) not_compared: Vec<String>,
    /// What went wrong: a difference, or a run of tern that failed or took too long.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) faults: Vec<String>,
}

impl ModelRecord {
    /// Of no run yet.
    pub(crate) fn new(model: &Model) -> Self {
        let (model, kind) = (model.id.clone(), model.kind.clone());
        Self {
            model,
            kind,
            runs: Vec::new(),
            together: Vec::new(),
            ratios: None,
            not_compared: Vec::new(),
            faults: Vec::new(),
        }
    }

    /// Keeps what came of a run.
    pub(crate) fn add(&mut self, tool: Tool, workers: usize, result: Result<Run, Failure>) {
        match (result, tool) {
            (Ok(run), _) => self.runs.push(run),
            (Err(failure), Tool::Tern) => {
                self.faults.push(format!("{tool} with {workers} workers: {failure}"))
            }
            (Err(failure), Tool::Tlc) => {
                self.not_compared.push(format!("{tool} with {workers} workers: {failure}"));
            }
        }
    }

    /// All that has to be said about it beside figures, a line each.
    pub(crate) fn remarks(&self) -> Vec<String> {
        let wrong = self.faults.iter().map(|fault| format!("wrong: {fault}"));
        wrong.chain(self.not_compared.iter().map(|why| format!("not compared: {why}"))).collect()
    }
}

impl Record {
    /// Whether nothing went wrong, and at least one model was checked by all tools.
    pub(crate) fn all_well(&self) -> bool {
        self.models.iter().all(|model| model.faults.is_empty())
            && self.models.iter().any(|model| model.not_compared.is_empty())
    }

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
