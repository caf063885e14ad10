//! One run of one of the tools on a model.

use super::answer::Answer;
use super::model::Model;
use super::process::{self, Ended};
use serde::Serialize;
use std::fmt;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

/// Who checks.
#[derive(Serialize, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Tool {
    /// tern, by its command `tlc`.
    Tern,
    /// The real TLC.
    Tlc,
}

impl fmt::Display for Tool {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(if *self == Tool::Tern { "tern" } else { "TLC" })
    }
}

/// The two tools, and how they are run.
pub(crate) struct Tools {
    /// tern's `tlc`.
    pub(crate) tern: PathBuf,
    /// TLC's archive, `tla2tools.jar`.
    pub(crate) jar: Option<PathBuf>,
    /// Options of the Java machine.
    pub(crate) java: Vec<String>,
    /// How long a run may take.
    pub(crate) limit: Duration,
}

/// What a run took and answered.
#[derive(Serialize, Clone, PartialEq, Debug)]
pub(crate) struct Run {
    pub(crate) tool: Tool,
    pub(crate) workers: usize,
    pub(crate) wall_seconds: f64,
    pub(crate) user_seconds: f64,
    pub(crate) system_seconds: f64,
    pub(crate) peak_memory_bytes: u64,
    pub(crate) generated: u64,
    pub(crate) distinct: u64,
    /// TLC's is an estimate with more than one worker.
    pub(crate) depth: Option<u64>,
}

/// Several processes with one worker each, on the same model at the same time.
#[derive(Serialize, Clone, Copy, PartialEq, Debug)]
pub(crate) struct Together {
    pub(crate) processes: usize,
    /// Until the last one ended.
    pub(crate) wall_seconds: f64,
}

/// Why there are no figures.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Failure {
    /// It took longer than allowed.
    TooLong(Duration),
    /// It ended with another status than 0, or did not say how many states it found. The end of what it printed.
    Failed(String),
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::TooLong(limit) => write!(out, "stopped after {} s", limit.as_secs()),
            Failure::Failed(why) => out.write_str(why),
        }
    }
}

impl Run {
    /// Computing and in the kernel.
    pub(crate) fn cpu_seconds(&self) -> f64 {
        self.user_seconds + self.system_seconds
    }

    /// What is compared: generated and distinct states.
    pub(crate) fn counts(&self) -> (u64, u64) {
        (self.generated, self.distinct)
    }
}

impl Tools {
    /// Those that can be run.
    pub(crate) fn present(&self) -> Vec<Tool> {
        if self.jar.is_some() { vec![Tool::Tern, Tool::Tlc] } else { vec![Tool::Tern] }
    }

    /// Checks a model once.
    pub(crate) fn measure(
        &self,
        tool: Tool,
        model: &Model,
        workers: usize,
    ) -> std::io::Result<Result<Run, Failure>> {
        // What TLC writes there goes with it.
        let meta = tempfile::tempdir()?;
        let mut command = match (tool, &self.jar) {
            (Tool::Tern, _) => Command::new(&self.tern),
            (Tool::Tlc, Some(jar)) => {
                let mut java = Command::new("java");
                java.args(&self.java).arg("-cp").arg(jar).arg("tlc2.TLC");
                java
            }
            (Tool::Tlc, None) => return Err(std::io::Error::other("there is no TLC")),
        };
        command.args(["-workers", &workers.to_string()]);
        command.arg("-metadir").arg(meta.path()).args(&model.args);
        command.args(["-config", &model.config, &model.module]).current_dir(&model.dir);
        let ended = process::run(command, self.limit)?;
        Ok(read(tool, workers, &ended))
    }

    /// Checks a model with so many processes of tern at a time, each with one worker.
    pub(crate) fn measure_together(&self, model: &Model, processes: usize) -> std::io::Result<Together> {
        let start = Instant::now();
        std::thread::scope(|scope| {
            let all: Vec<_> =
                (0..processes).map(|_| scope.spawn(|| self.measure(Tool::Tern, model, 1))).collect();
            all.into_iter().try_for_each(|one| match one.join() {
                // What fails alone was told before.
                Ok(result) => result.map(|_| ()),
                Err(_) => Err(std::io::Error::other("a thread that waits for a process has panicked")),
            })
        })?;
        Ok(Together { processes, wall_seconds: start.elapsed().as_secs_f64() })
    }

    /// The first line of what TLC prints: its version.
    pub(crate) fn tlc_version(&self) -> std::io::Result<Option<String>> {
        let Some(jar) = &self.jar else { return Ok(None) };
        let mut java = Command::new("java");
        java.arg("-cp").arg(jar).arg("tlc2.TLC");
        let ended = process::run(java, self.limit)?;
        let version = ended.text.lines().find(|line| line.starts_with("TLC2 Version"));
        version.map(|line| Some(line.to_owned())).ok_or_else(|| {
            std::io::Error::other(format!("{} is no TLC: {}", jar.display(), last_lines(&ended.text)))
        })
    }
}

/// What a process that has ended tells.
fn read(tool: Tool, workers: usize, ended: &Ended) -> Result<Run, Failure> {
    let usage = &ended.usage;
    let Some(status) = ended.status else { return Err(Failure::TooLong(usage.wall)) };
    let (generated, distinct, depth) = counts(status.code(), &ended.text)
        .map_err(|why| Failure::Failed(format!("{why}: {}", last_lines(&ended.text))))?;
    Ok(Run {
        tool,
        workers,
        wall_seconds: usage.wall.as_secs_f64(),
        user_seconds: usage.user.as_secs_f64(),
        system_seconds: usage.system.as_secs_f64(),
        peak_memory_bytes: usage.peak_bytes,
        generated,
        distinct,
        depth,
    })
}

/// Generated and distinct states and the depth of an exploration that came to its end without finding an error.
pub(crate) fn counts(exit: Option<i32>, text: &str) -> Result<(u64, u64, Option<u64>), String> {
    match exit {
        Some(0) => {}
        Some(status) => return Err(format!("it ended with status {status}")),
        None => return Err("it was killed".to_owned()),
    }
    let answer = Answer::read(0, text);
    match answer.counts {
        Some([generated, distinct, 0]) => Ok((generated, distinct, answer.depth)),
        Some([_, _, left]) => Err(format!("it left {left} states")),
        None => Err("it did not tell its counts".to_owned()),
    }
}

/// The end of a text, on one line.
fn last_lines(text: &str) -> String {
    let lines: Vec<_> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines[lines.len().saturating_sub(4)..].join(" / ")
}
