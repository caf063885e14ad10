//! Which run stands for several, whether runs agree, and how many times more one took than another.

use super::model::Expected;
use super::run::Run;
use serde::Serialize;

/// How many times as much of everything TLC needs.
#[derive(Serialize, Clone, Copy, PartialEq, Debug)]
pub(crate) struct Ratios {
    pub(crate) wall: f64,
    pub(crate) cpu: f64,
    pub(crate) memory: f64,
}

impl Ratios {
    /// TLC's figures by tern's.
    pub(crate) fn between(tern: &Run, tlc: &Run) -> Self {
        Self {
            wall: tlc.wall_seconds / tern.wall_seconds,
            cpu: tlc.cpu_seconds() / tern.cpu_seconds(),
            memory: tlc.peak_memory_bytes as f64 / tern.peak_memory_bytes as f64,
        }
    }

    /// The geometric mean of each.
    pub(crate) fn mean(all: &[Ratios]) -> Option<Self> {
        let mean = |part: fn(&Ratios) -> f64| geometric_mean(all.iter().map(part));
        Some(Self {
            wall: mean(|ratios| ratios.wall)?,
            cpu: mean(|ratios| ratios.cpu)?,
            memory: mean(|ratios| ratios.memory)?,
        })
    }
}

/// The mean for ratios: half as fast and twice as fast are as fast.
pub(crate) fn geometric_mean(all: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = all.fold((0.0, 0u32), |(sum, count), ratio| (sum + ratio.ln(), count + 1));
    (count > 0).then(|| (sum / f64::from(count)).exp())
}

/// The run that took the least CPU time: what else runs on a machine makes runs longer, never shorter.
pub(crate) fn cheapest<'r>(runs: impl Iterator<Item = &'r Run>) -> Option<&'r Run> {
    runs.min_by(|a, b| a.cpu_seconds().total_cmp(&b.cpu_seconds()))
}

/// The run that took the least time on the clock.
pub(crate) fn fastest<'r>(runs: impl Iterator<Item = &'r Run>) -> Option<&'r Run> {
    runs.min_by(|a, b| a.wall_seconds.total_cmp(&b.wall_seconds))
}

/// What the runs of a model do not agree on, if there is anything: with what is expected, or with each other. Depths
/// are compared between runs with one worker; with more, TLC's depends on chance.
pub(crate) fn disagreement(runs: &[Run], expected: Option<Expected>) -> Option<String> {
    let first = runs.first()?;
    let wanted = expected.map_or(first.counts(), |counts| (counts.generated, counts.distinct));
    let depth = runs.iter().filter(|run| run.workers == 1).find_map(|run| run.depth);
    runs.iter().find_map(|run| {
        let what = |run: &Run| format!("{} with {} workers", run.tool, run.workers);
        if run.counts() != wanted {
            let from = if expected.is_some() { "expected are".to_owned() } else { what(first) + " has" };
            let (generated, distinct) = wanted;
            return Some(format!(
                "{} has {} generated and {} distinct states, {from} {generated} and {distinct}",
                what(run),
                run.generated,
                run.distinct
            ));
        }
        if run.workers == 1 && run.depth != depth {
            return Some(format!("{} has depth {:?}, others have {depth:?}", what(run), run.depth));
        }
        None
    })
}
