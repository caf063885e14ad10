//! What the command lines of these benches have in common.

use super::record;
use super::run::Tools;
use clap::Args;
use std::path::PathBuf;
use std::time::Duration;

/// Which tools, which models, how often, and where the results go.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// TLC's archive, tla2tools.jar
    #[arg(long, value_name = "JAR")]
    pub(crate) tlc: Option<PathBuf>,
    /// Another `tlc` command of tern than the one that was just built
    #[arg(long, value_name = "COMMAND")]
    pub(crate) tern: Option<PathBuf>,
    /// Options of the Java machine
    #[arg(
        long,
        value_name = "OPTION",
        default_values = ["-XX:+UseParallelGC"],
        allow_hyphen_values = true,
        value_delimiter = ','
    )]
    pub(crate) java: Vec<String>,
    /// Only models whose name contains one of these
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub(crate) only: Vec<String>,
    /// A folder with further models, listed in its bench.json
    #[arg(long, value_name = "DIR", default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/corpus"))]
    pub(crate) corpus: PathBuf,
    /// How often each model is checked by each tool
    #[arg(long, value_name = "N", default_value = "1", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) repeat: u32,
    /// How many seconds a run may take
    #[arg(long, value_name = "SECONDS", default_value = "600")]
    pub(crate) timeout: u64,
    /// The folder that results are written to
    #[arg(long, value_name = "DIR", default_value = record::RESULTS)]
    pub(crate) out: PathBuf,
    /// Print the result as a table in Markdown
    #[arg(long)]
    pub(crate) markdown: bool,
    /// What `cargo bench` says to every bench
    #[arg(long, hide = true)]
    pub(crate) bench: bool,
}

impl Arguments {
    /// The tools that are asked for.
    pub(crate) fn tools(&self) -> Tools {
        Tools {
            tern: self.tern.clone().unwrap_or_else(|| env!("CARGO_BIN_EXE_tlc").into()),
            jar: self.tlc.clone(),
            java: self.java.clone(),
            limit: Duration::from_secs(self.timeout),
        }
    }
}
