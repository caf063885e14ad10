//! Where and when something was measured, and of which state of the project.

use serde::Serialize;
use std::process::Command;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// With more load than this, the time on the clock says little.
const MOST_LOAD: f64 = 0.5;

/// The machine.
#[derive(Serialize, Clone, Debug)]
pub(crate) struct Machine {
    /// The processor's name for itself, if it tells.
    pub(crate) cpu: Option<String>,
    pub(crate) architecture: &'static str,
    pub(crate) system: &'static str,
    /// Cores that this process may use.
    pub(crate) cores: usize,
    pub(crate) memory_bytes: Option<u64>,
    /// Threads that wanted to run in the last minute, on average: before the bench began, so they are others'.
    pub(crate) load: Option<f64>,
}

impl Machine {
    /// This one.
    pub(crate) fn this() -> Self {
        let read = |file: &str| std::fs::read_to_string(file).unwrap_or_default();
        Self {
            cpu: field(&read("/proc/cpuinfo"), "model name").map(str::to_owned),
            architecture: std::env::consts::ARCH,
            system: std::env::consts::OS,
            cores: cores(),
            memory_bytes: field(&read("/proc/meminfo"), "MemTotal").and_then(kibibytes),
            load: first_number(&read("/proc/loadavg")),
        }
    }

    /// What is to be said if others keep the machine busy.
    pub(crate) fn busy(&self) -> Option<String> {
        let load = self.load.filter(|&load| load > MOST_LOAD)?;
        let cores = self.cores;
        Some(format!(
            "{load} other threads wanted {cores} cores when this began: times on the clock, and what follows from \
             them, are theirs too. CPU seconds are not."
        ))
    }
}

/// Cores that this process may use.
pub(crate) fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// What follows `name` and a colon in a file of `/proc`.
pub(crate) fn field<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    text.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        (key.trim() == name).then(|| value.trim())
    })
}

/// The number that a text begins with.
pub(crate) fn first_number(text: &str) -> Option<f64> {
    text.split_whitespace().next()?.parse().ok()
}

/// The bytes of `12 kB`.
pub(crate) fn kibibytes(text: &str) -> Option<u64> {
    text.strip_suffix(" kB")?.parse::<u64>().ok().map(|number| number * 1024)
}

/// The commit that is checked out, with `+` behind it if files differ from it.
pub(crate) fn commit() -> Option<String> {
    let git = |arguments: &[&str]| {
        let output = Command::new("git")
            .args(arguments)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .ok()
            .filter(|output| output.status.success())?;
        Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    };
    let commit = git(&["rev-parse", "--short=12", "HEAD"])?;
    // Records do not change what is measured.
    let changed = git(&["status", "--porcelain", "--untracked-files=no", "--", ".", ":!benches/results"])?;
    Some(if changed.is_empty() { commit } else { commit + "+" })
}

/// The time now, in UTC: `2026-01-31T23:59:59Z`.
pub(crate) fn now() -> String {
    date(SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO).as_secs())
}

/// The date so many seconds after 1970 began, in UTC.
pub(crate) fn date(seconds: u64) -> String {
    let (mut days, time) = (seconds / 86_400, seconds % 86_400);
    let leap = |year: u64| year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
    let mut year = 1970;
    while days >= 365 + u64::from(leap(year)) {
        days -= 365 + u64::from(leap(year));
        year += 1;
    }
    let lengths = [31, 28 + u64::from(leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut month = 0;
    while days >= lengths[month] {
        days -= lengths[month];
        month += 1;
    }
    let (hour, minute, second) = (time / 3600, time / 60 % 60, time % 60);
    format!("{year}-{:02}-{:02}T{hour:02}:{minute:02}:{second:02}Z", month + 1, days + 1)
}
