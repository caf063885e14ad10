//! A run as TLC shows it.

use crate::engine::{Finished, StartError};
use crate::face::Face;
use crate::{files, output};
use std::borrow::Cow;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use tern_checker::report::{ActionCount, Sampling, Search, Statistics};
use tern_evaluator::program::Warning;
use tern_parser::error::{Diagnostic, Severity};
use tern_parser::resolve::Loaded;
use tern_parser::resolved::ResolvedSpec;
use tern_parser::source::SourceMap;
use tern_tlc_compat::cfg::CfgError;
use tern_tlc_compat::messages::{Console, Message, code};
use tern_tlc_compat::report::coverage::{self, Covered};
use tern_tlc_compat::report::numbers::timestamp;
use tern_tlc_compat::report::text::{self, Banner, Counts, Mode};
use tern_tlc_compat::report::{Names, depth_first, diagnostic, location, sany, simulation};

/// When TLC prints its first progress line, and how often after that.
const FIRST_PROGRESS: Duration = Duration::from_secs(3);
const PROGRESS_PERIOD: Duration = Duration::from_secs(60);

/// Prints TLC's messages as they arise.
pub struct TlcFace {
    started: Instant,
    diff_trace: bool,
    mode: Mode,
    /// The counts of a simulation's actions are printed.
    action_statistics: bool,
    /// The time between two reports of coverage.
    coverage: Option<Duration>,
    state: Mutex<Progress>,
}

/// What was printed last.
struct Progress {
    console: Console,
    /// Whether the number of initial states was told.
    initial: bool,
    /// Whether `-messagesAsErrors` made an error of a message.
    failed: bool,
    at: Duration,
    counts: Counts,
    /// When coverage was reported last.
    covered: Duration,
}

impl TlcFace {
    /// A face that prints on this console, with or without full traces.
    pub fn new(console: Console, diff_trace: bool) -> Self {
        let state = Mutex::new(Progress {
            console,
            initial: false,
            failed: false,
            at: Duration::ZERO,
            counts: Counts::default(),
            covered: Duration::ZERO,
        });
        let (mode, action_statistics) = (Mode::BreadthFirst, false);
        Self { started: Instant::now(), diff_trace, mode, action_statistics, coverage: None, state }
    }

    /// The same face for another way of exploring states.
    pub fn of_mode(self, mode: Mode, action_statistics: bool) -> Self {
        Self { mode, action_statistics, ..self }
    }

    /// The same face, with a report of coverage after each of so many minutes (never on the way for 0).
    #[must_use]
    pub fn with_coverage(mut self, minutes: Option<u32>) -> Self {
        self.coverage =
            minutes.filter(|minutes| *minutes > 0).map(|m| Duration::from_secs(60 * u64::from(m)));
        self
    }

    /// Whether messages are framed for machines.
    fn is_tool(&self) -> bool {
        self.state().console.is_tool()
    }

    /// Whether it is time for a line of progress.
    fn is_due(&self) -> bool {
        let at = self.state().at;
        let due = if at.is_zero() { FIRST_PROGRESS } else { at + PROGRESS_PERIOD };
        self.started.elapsed() >= due
    }

    fn state(&self) -> MutexGuard<'_, Progress> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Prints one message.
    pub fn say(&self, message: &Message) {
        let mut state = self.state();
        state.failed |= state.console.is_made_error(message);
        output::print(&state.console.draw(message));
    }

    /// Whether `-messagesAsErrors` made an error of something that was said.
    pub fn made_errors(&self) -> bool {
        self.state().failed
    }

    /// Prints version and banner.
    pub fn banner(&self, banner: &Banner<'_>) {
        text::banner(banner).iter().for_each(|message| self.say(message));
    }

    /// Prints the last line.
    pub fn end(&self) {
        let tool = self.state().console.is_tool();
        self.say(&text::finished(self.started.elapsed(), &now(), tool));
    }

    /// Prints how many initial states there are so far, once.
    fn initial_states_so_far(&self, generated: u64) {
        if !std::mem::replace(&mut self.state().initial, true) {
            text::initial_states_so_far(generated).for_each(|message| self.say(&message));
        }
    }

    /// A progress line about now.
    fn progress_line(&self, counts: Counts) -> Message {
        let elapsed = self.started.elapsed();
        let mut state = self.state();
        let minutes = (elapsed - state.at).as_secs_f64() / 60.0;
        let rate = |now: u64, before: u64| (now.saturating_sub(before) as f64 / minutes) as u64;
        let generated = rate(counts.generated, state.counts.generated);
        let distinct = rate(counts.distinct, state.counts.distinct);
        state.at = elapsed;
        state.counts = counts;
        text::progress(counts, generated, distinct, &now())
    }

    /// Prints each fault's source lines, which TLC does not have, where they cannot be taken for messages.
    fn explain(&self, diagnostic: &Diagnostic, sources: &SourceMap) {
        output::print_error(&diagnostic::render(diagnostic, sources, false));
    }
}

fn counts_of(statistics: &Statistics) -> Counts {
    let Statistics { depth, generated, distinct, left, .. } = *statistics;
    Counts { depth, generated, distinct, left }
}

/// The same statistics with the successors that actions gave in a simulation. As in TLC none counts as distinct:
/// nobody stores them.
fn with_sampled_actions(statistics: &Statistics) -> Cow<'_, Statistics> {
    let Search::Simulation(sampling) = &statistics.search else { return Cow::Borrowed(statistics) };
    let actions = sampling.actions.iter();
    let actions = actions.map(|counts| ActionCount { generated: counts.generated, distinct: 0 }).collect();
    Cow::Owned(Statistics { actions, ..statistics.clone() })
}

/// The time of day.
fn now() -> String {
    timestamp(SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs()))
}

impl Face for TlcFace {
    fn configuration_faults(&self, faults: &[CfgError], sources: &SourceMap) {
        if let Some(first) = faults.first() {
            self.say(&text::configuration(first, sources));
        }
        for fault in faults {
            self.explain(&fault.to_diagnostic(), sources);
        }
    }

    fn configuration_warnings(&self, warnings: &[Diagnostic], sources: &SourceMap) {
        for warning in warnings {
            let place = location(sources, warning.span);
            self.say(&Message::warning(code::GENERAL, format!("{place}: {}", warning.message)));
        }
    }

    fn loaded(&self, loaded: &Loaded, root: &str) {
        self.say(&Message::plain(code::SANY_START, "Starting SANY..."));
        let path = |name: &str| files::shown_path(name);
        output::print(&sany::front_end(loaded, root, sany::Stages::default(), &path));
        for fault in loaded.diagnostics.iter().filter(|d| d.severity == Severity::Error) {
            self.explain(fault, loaded.sources());
        }
        self.say(&Message::plain(code::SANY_END, "SANY finished."));
        self.say(&text::starting(&now()));
        if loaded.has_errors() {
            self.say(&Message::error(code::PARSING_FAILED, "Parsing or semantic analysis failed."));
        }
    }

    fn rejected(&self, error: &StartError, sources: &SourceMap) {
        match error {
            StartError::Model { code, message, span, help } => {
                self.say(&Message::error(*code, message.clone()));
                if let Some(span) = span {
                    let kind = tern_parser::error::DiagnosticKind::Name;
                    let mut diagnostic = Diagnostic::error(kind, *span, message.clone());
                    diagnostic.help = help.clone();
                    self.explain(&diagnostic, sources);
                }
            }
            StartError::AssumptionFalse(span) => self.say(&text::assumption_false(sources, *span)),
            StartError::AssumptionFailed(span, error) => {
                self.say(&text::assumption_failed(sources, *span, error));
            }
            StartError::Evaluation(error) => {
                self.say(&Message::error(code::GENERAL, error.message.clone()));
                let places: Vec<_> = error.calls.iter().rev().copied().collect();
                text::nested(&places, sources).iter().for_each(|message| self.say(message));
            }
            StartError::File(message) => self.say(&Message::error(code::COMMAND_LINE, message.clone())),
            StartError::Unsupported { message, span } => {
                let place = span.map(|span| format!("\n{}", location(sources, span))).unwrap_or_default();
                self.say(&Message::error(code::GENERAL, format!("{message}{place}")));
            }
        }
    }

    fn temporal_properties_found(&self, searches: usize) {
        self.say(&text::temporal_branches(searches));
    }

    fn temporal_properties_started(&self, searches: usize, counts: Counts) {
        self.say(&text::progress_so_far(counts, &now()));
        self.say(&text::temporal_started(searches, counts, &now()));
    }

    fn computing_initial_states(&self) {
        self.say(&text::computing_initial_states());
    }

    fn initial_states_computed(&self, generated: u64, distinct: u64) {
        match self.mode {
            Mode::BreadthFirst => {
                self.initial_states_so_far(generated);
                self.say(&text::initial_states_computed(generated, distinct, &now()));
            }
            Mode::DepthFirst => self.say(&depth_first::initial_states_computed(generated, distinct)),
            Mode::Simulation => self.say(&simulation::initial_states_computed(generated)),
        }
    }

    fn level_started(&self, level: u32, generated: u64, distinct: u64) {
        self.say(&depth_first::level_started(level, generated, distinct));
    }

    fn progress(&self, counts: Counts) {
        if self.is_due() {
            let line = self.progress_line(counts);
            self.say(&match self.mode {
                Mode::DepthFirst => {
                    depth_first::progress(counts.generated, counts.distinct, self.is_tool(), &now())
                }
                _ => line,
            });
        }
    }

    fn sampled(&self, generated: u64, sampling: &Sampling) {
        if self.is_due() {
            self.say(&simulation::progress(generated, sampling, self.is_tool(), &now()));
            self.state().at = self.started.elapsed();
        }
    }

    fn warned(&self, warning: &Warning, spec: &ResolvedSpec) {
        self.say(&text::evaluation_warning(warning, spec));
    }

    fn coverage_due(&self) -> bool {
        let Some(period) = self.coverage else { return false };
        let elapsed = self.started.elapsed();
        let mut state = self.state();
        let due = elapsed >= state.covered + period;
        if due {
            state.covered = elapsed;
        }
        due
    }

    fn coverage(&self, covered: Covered<'_>) {
        coverage::coverage(covered, &now()).iter().for_each(|message| self.say(message));
    }

    fn finished(&self, finished: &Finished) {
        let names: &dyn Names = finished.names.as_ref();
        let report = &finished.report;
        let sources = names.sources();
        if self.mode == Mode::BreadthFirst {
            self.initial_states_so_far(finished.report.statistics.generated);
        }
        for postcondition in &finished.postconditions {
            self.say(&match &postcondition.error {
                None => text::postcondition_false(sources, postcondition.span),
                Some(error) => text::postcondition_failed(&postcondition.name, error),
            });
        }
        for (name, span) in &finished.impossible {
            self.say(&text::impossible(sources, name, *span));
        }
        for message in &finished.unwritten {
            self.say(&Message::error(code::SYSTEM, message.clone()));
        }
        let sound =
            finished.postconditions.is_empty() && finished.impossible.is_empty() && !self.made_errors();
        let tool = self.is_tool();
        let messages = match &report.statistics.search {
            Search::Simulation(sampling) => {
                if self.action_statistics {
                    self.say(&simulation::action_statistics(sampling, names));
                }
                simulation::result(report, names, &finished.unchecked, self.diff_trace, tool, &now())
            }
            _ => text::result(report, names, &finished.unchecked, self.diff_trace),
        };
        let Statistics { generated, distinct, .. } = report.statistics;
        let mut checked = report.statistics.liveness;
        for message in messages {
            if matches!(message.code, code::SUCCESS | code::STATISTICS)
                && let Some(liveness) = checked.take()
            {
                self.say(&text::temporal_finished(liveness.elapsed, &now()));
            }
            let counts = [code::STATISTICS, code::STATISTICS_DEPTH_FIRST, code::STATISTICS_SIMULATION];
            if counts.contains(&message.code)
                && let Some((coverage, variables)) = names.coverage()
            {
                let statistics = &with_sampled_actions(&report.statistics);
                self.coverage(Covered { coverage, statistics, variables, sources });
            }
            // Tools read the final counts as one more line of progress.
            if message.code == code::STATISTICS && tool {
                self.say(&self.progress_line(counts_of(&report.statistics)));
            }
            if message.code == code::STATISTICS_DEPTH_FIRST && tool {
                self.say(&depth_first::progress(generated, distinct, true, &now()));
            }
            // There is no talk of success after a failed postcondition.
            if sound || message.code != code::SUCCESS {
                self.say(&message);
            }
        }
    }
}
