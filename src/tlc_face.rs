//! A run as TLC shows it.

use crate::engine::{Finished, StartError};
use crate::face::Face;
use crate::output;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use tern_checker::report::{Sampling, Search, Statistics};
use tern_parser::error::{Diagnostic, Severity};
use tern_parser::library::STANDARD_PREFIX;
use tern_parser::resolve::Loaded;
use tern_parser::source::SourceMap;
use tern_tlc_compat::cfg::CfgError;
use tern_tlc_compat::messages::{Console, Message, code};
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
    tool: bool,
    mode: Mode,
    /// The counts of a simulation's actions are printed.
    action_statistics: bool,
    state: Mutex<Progress>,
}

/// What was printed last.
struct Progress {
    console: Console,
    at: Duration,
    counts: Counts,
}

impl TlcFace {
    /// A face for `-tool` or plain output, with or without warnings and full traces.
    pub fn new(tool: bool, no_warnings: bool, diff_trace: bool) -> Self {
        let console = Console::new(tool, no_warnings);
        let state = Mutex::new(Progress { console, at: Duration::ZERO, counts: Counts::default() });
        let (mode, action_statistics) = (Mode::BreadthFirst, false);
        Self { started: Instant::now(), diff_trace, tool, mode, action_statistics, state }
    }

    /// The same face for another way of exploring states.
    pub fn of_mode(self, mode: Mode, action_statistics: bool) -> Self {
        Self { mode, action_statistics, ..self }
    }

    /// Prints what is due of progress: the time since the line before, if it is long enough.
    fn due(&self, draw: impl FnOnce(&Progress, Duration) -> Message) -> bool {
        let elapsed = self.started.elapsed();
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let due = if state.at.is_zero() { FIRST_PROGRESS } else { state.at + PROGRESS_PERIOD };
        if elapsed < due {
            return false;
        }
        let message = draw(&state, elapsed);
        output::print(&state.console.draw(&message));
        state.at = elapsed;
        true
    }

    /// Prints one message.
    pub fn say(&self, message: &Message) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        output::print(&state.console.draw(message));
    }

    /// Prints version and banner.
    pub fn banner(&self, banner: &Banner<'_>) {
        text::banner(banner).iter().for_each(|message| self.say(message));
    }

    /// Prints the last line.
    pub fn end(&self) {
        self.say(&text::finished(self.started.elapsed(), &now()));
    }

    /// Prints each fault's source lines, which TLC does not have, where they cannot be taken for messages.
    fn explain(&self, diagnostic: &Diagnostic, sources: &SourceMap) {
        output::print_error(&diagnostic::render(diagnostic, sources, false));
    }
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

    fn loaded(&self, loaded: &Loaded) {
        let mut lines = String::new();
        if let Some(spec) = &loaded.spec {
            for module in spec.modules.iter() {
                let name = &spec.sources.get(module.span.source).name;
                if !name.starts_with(STANDARD_PREFIX) {
                    lines.push_str(&format!("Parsing file {name}\n"));
                }
            }
            for module in spec.modules.iter() {
                lines.push_str(&format!("Semantic processing of module {}\n", module.name));
            }
        }
        lines.push_str(&sany::faults(&loaded.diagnostics, loaded.sources()));
        output::print(&lines);
        for fault in loaded.diagnostics.iter().filter(|d| d.severity == Severity::Error) {
            self.explain(fault, loaded.sources());
        }
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
                text::nested(error, sources).iter().for_each(|message| self.say(message));
            }
            StartError::Evaluation(error) => {
                self.say(&Message::error(code::GENERAL, error.message.clone()));
                text::nested(error, sources).iter().for_each(|message| self.say(message));
            }
            StartError::Unsupported { message, span } => {
                let place = span.map(|span| format!("\n{}", location(sources, span))).unwrap_or_default();
                self.say(&Message::error(code::GENERAL, format!("{message}{place}")));
            }
        }
    }

    fn computing_initial_states(&self) {
        self.say(&text::computing_initial_states());
    }

    fn initial_states_computed(&self, generated: u64, distinct: u64) {
        self.say(&match self.mode {
            Mode::BreadthFirst => text::initial_states_computed(generated, distinct, &now()),
            Mode::DepthFirst => depth_first::initial_states_computed(generated, distinct),
            Mode::Simulation => simulation::initial_states_computed(generated),
        });
    }

    fn level_started(&self, level: u32, generated: u64, distinct: u64) {
        self.say(&depth_first::level_started(level, generated, distinct));
    }

    fn progress(&self, counts: Counts) {
        let printed = self.due(|last, elapsed| {
            if self.mode == Mode::DepthFirst {
                return depth_first::progress(counts.generated, counts.distinct, self.tool, &now());
            }
            let minutes = (elapsed - last.at).as_secs_f64() / 60.0;
            let rate = |now: u64, before: u64| (now.saturating_sub(before) as f64 / minutes) as u64;
            let generated = rate(counts.generated, last.counts.generated);
            let distinct = rate(counts.distinct, last.counts.distinct);
            text::progress(counts, generated, distinct, &now())
        });
        if printed {
            self.state.lock().unwrap_or_else(PoisonError::into_inner).counts = counts;
        }
    }

    fn sampled(&self, generated: u64, sampling: &Sampling) {
        self.due(|_, _| simulation::progress(generated, sampling, self.tool, &now()));
    }

    fn finished(&self, finished: &Finished) {
        let names: &dyn Names = finished.names.as_ref();
        let report = &finished.report;
        let sources = names.sources();
        for postcondition in &finished.postconditions {
            self.say(&match &postcondition.error {
                None => text::postcondition_false(sources, postcondition.span),
                Some(error) => text::postcondition_failed(&postcondition.name, error),
            });
        }
        for (name, span) in &finished.impossible {
            self.say(&text::impossible(sources, name, *span));
        }
        let sound = finished.postconditions.is_empty() && finished.impossible.is_empty();
        let messages = match &report.statistics.search {
            Search::Simulation(sampling) => {
                if self.action_statistics {
                    self.say(&simulation::action_statistics(sampling, names));
                }
                simulation::result(report, names, &finished.unchecked, self.diff_trace, self.tool, &now())
            }
            _ => text::result(report, names, &finished.unchecked, self.diff_trace),
        };
        let Statistics { generated, distinct, .. } = report.statistics;
        for message in messages {
            if self.tool && message.code == code::STATISTICS_DEPTH_FIRST {
                self.say(&depth_first::progress(generated, distinct, true, &now()));
            }
            // TLC does not speak of success after a failed postcondition.
            if sound || message.code != code::SUCCESS {
                self.say(&message);
            }
        }
    }
}
