//! How many times faster N workers are than one.

use crate::measure::comparison::fastest;
use crate::measure::run::{Run, Together, Tool};

/// The fastest run of a tool with so many workers, compared with its fastest one with one worker.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Point {
    pub(crate) workers: usize,
    pub(crate) wall_seconds: f64,
    pub(crate) cpu_seconds: f64,
    pub(crate) peak_memory_bytes: u64,
    pub(crate) speed_up: f64,
}

impl Point {
    /// The part of the workers that is of use.
    pub(crate) fn efficiency(&self) -> f64 {
        self.speed_up / self.workers as f64
    }
}

/// How many times as much so many processes with one worker each do at a time as one of them alone: no more is to be had
/// from the machine. None if that was not measured.
pub(crate) fn ceiling(runs: &[Run], together: &[Together], processes: usize) -> Option<f64> {
    let one = fastest(runs.iter().filter(|run| run.tool == Tool::Tern && run.workers == 1))?;
    let walls = together.iter().filter(|all| all.processes == processes).map(|all| all.wall_seconds);
    let least = walls.min_by(f64::total_cmp)?;
    Some(processes as f64 * one.wall_seconds / least)
}

/// The points of one tool, by number of workers; none if there is no run with one worker to compare with.
pub(crate) fn points(runs: &[Run], tool: Tool) -> Vec<Point> {
    let with =
        |workers: usize| fastest(runs.iter().filter(move |run| run.tool == tool && run.workers == workers));
    let Some(one) = with(1) else { return Vec::new() };
    let mut numbers: Vec<_> = runs.iter().filter(|run| run.tool == tool).map(|run| run.workers).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let point = |run: &Run| Point {
        workers: run.workers,
        wall_seconds: run.wall_seconds,
        cpu_seconds: run.cpu_seconds(),
        peak_memory_bytes: run.peak_memory_bytes,
        speed_up: one.wall_seconds / run.wall_seconds,
    };
    numbers.into_iter().filter_map(with).map(point).collect()
}
