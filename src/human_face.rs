//! A run as `tern` shows it: the report on standard output, progress on standard error.

use crate::engine::{Finished, StartError};
use crate::face::Face;
use crate::output;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use tern_checker::report::Sampling;
use tern_evaluator::program::Warning;
use tern_parser::error::{Diagnostic, DiagnosticKind};
use tern_parser::resolve::Loaded;
use tern_parser::resolved::ResolvedSpec;
use tern_parser::source::{SourceMap, Span};
use tern_tlc_compat::cfg::CfgError;
use tern_tlc_compat::report::human::{self, Paint};
use tern_tlc_compat::report::text::Counts;
use tern_tlc_compat::report::{Names, actions, advice, diagnostic, profile};

/// How often a progress line is written where there is no terminal.
const LINE_PERIOD: Duration = Duration::from_secs(10);

/// Draws reports for people.
pub struct HumanFace {
    paint: Paint,
    started: Instant,
    bar: Option<ProgressBar>,
    last_line: Mutex<Duration>,
    actions: bool,
}

impl HumanFace {
    /// A face with or without colours and progress.
    pub fn new(colour: bool, quiet: bool) -> Self {
        let terminal = std::io::stderr().is_terminal();
        let bar = (terminal && !quiet).then(|| {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
            if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}") {
                bar.set_style(style);
            }
            bar
        });
        let last_line = Mutex::new(if quiet { Duration::MAX } else { Duration::ZERO });
        Self { paint: Paint { colour }, started: Instant::now(), bar, last_line, actions: false }
    }

    /// The same face, with a table of the actions if it is wanted.
    #[must_use]
    pub fn with_actions(self, actions: bool) -> Self {
        Self { actions, ..self }
    }

    fn clear(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }

    /// Draws a line of progress, if it is time.
    fn draw(&self, line: impl Fn(Duration) -> String) {
        let elapsed = self.started.elapsed();
        let line = || line(elapsed);
        match &self.bar {
            Some(bar) => {
                bar.set_message(line());
                bar.tick();
            }
            None => {
                let mut last = self.last_line.lock().unwrap_or_else(PoisonError::into_inner);
                if elapsed >= last.saturating_add(LINE_PERIOD) {
                    *last = elapsed;
                    output::print_error(&format!("{}\n", line()));
                }
            }
        }
    }

    fn fault(&self, diagnostic: &Diagnostic, sources: &SourceMap) {
        output::print(&diagnostic::render(diagnostic, sources, self.paint.colour));
    }

    /// A sentence about a place, or about none.
    fn sentence(&self, message: &str, span: Option<Span>, help: Option<&str>, sources: &SourceMap) {
        let message = message.replace('\n', " ");
        match span {
            Some(span) => {
                let mut fault = Diagnostic::error(DiagnosticKind::Name, span, message);
                fault.help = help.map(str::to_owned);
                self.fault(&fault, sources);
            }
            None => {
                let help = help.map(|help| format!("help: {help}\n")).unwrap_or_default();
                output::print(&format!("{}: {message}\n{help}", self.paint.bad("error")));
            }
        }
    }
}

impl Face for HumanFace {
    fn configuration_faults(&self, faults: &[CfgError], sources: &SourceMap) {
        for fault in faults {
            if sources.get(fault.span.source).text.is_empty() {
                let message = format!("{}: {}", sources.get(fault.span.source).name, fault.message);
                self.sentence(&message, None, fault.help.as_deref(), sources);
            } else {
                self.fault(&fault.to_diagnostic(), sources);
            }
        }
    }

    fn configuration_warnings(&self, warnings: &[Diagnostic], sources: &SourceMap) {
        warnings.iter().for_each(|warning| self.fault(warning, sources));
    }

    fn loaded(&self, loaded: &Loaded, _root: &str) {
        loaded.diagnostics.iter().for_each(|fault| self.fault(fault, loaded.sources()));
    }

    fn rejected(&self, error: &StartError, sources: &SourceMap) {
        self.clear();
        match error {
            StartError::Model { message, span, help, .. } => {
                self.sentence(message, *span, help.as_deref(), sources);
            }
            StartError::AssumptionFalse(span) => {
                self.sentence("this assumption is false", Some(*span), None, sources);
            }
            StartError::AssumptionFailed(span, error) => {
                self.sentence("this assumption cannot be evaluated", Some(*span), None, sources);
                output::print(&human::evaluation_error(error, sources, self.paint));
            }
            StartError::Evaluation(error) => {
                output::print(&human::evaluation_error(error, sources, self.paint));
            }
            StartError::File(message) => self.sentence(message, None, None, sources),
            StartError::Unsupported { message, span } => self.sentence(message, *span, None, sources),
        }
    }

    fn progress(&self, counts: Counts) {
        self.draw(|elapsed| human::progress(counts, elapsed));
    }

    fn sampled(&self, generated: u64, sampling: &Sampling) {
        self.draw(|elapsed| human::sampled(generated, sampling, elapsed));
    }

    fn advice_started(&self) {
        self.draw(|elapsed| {
            format!("violated; looking for the fairness that is missing; {}", human::seconds(elapsed))
        });
    }

    fn warned(&self, warning: &Warning, spec: &ResolvedSpec) {
        self.clear();
        self.fault(&human::evaluation_warning(warning), &spec.sources);
    }

    fn finished(&self, finished: &Finished) {
        self.clear();
        let names: &dyn Names = finished.names.as_ref();
        for postcondition in &finished.postconditions {
            let message = format!("the postcondition {} is false", postcondition.name);
            match &postcondition.error {
                None => self.sentence(&message, Some(postcondition.span), None, names.sources()),
                Some(error) => output::print(&human::evaluation_error(error, names.sources(), self.paint)),
            }
        }
        for (name, span) in &finished.impossible {
            let message = format!("{name} must be possible (_POSSIBLE), but no state or step satisfies it");
            self.sentence(&message, Some(*span), None, names.sources());
        }
        for message in &finished.unwritten {
            self.sentence(message, None, None, names.sources());
        }
        let failed_after = finished.postconditions.len() + finished.impossible.len();
        let report = &finished.report;
        output::print(&human::report(report, names, &finished.unchecked, failed_after, self.paint));
        if let Some(advice) = &finished.advice {
            output::print(&advice::text(advice, names, self.paint));
        }
        if self.actions {
            let complete = finished.complete();
            output::print(&actions::table(&finished.actions, complete, names.sources(), self.paint));
        }
        if let Some(report) = &finished.profile {
            output::print(&profile::text(report, names.sources(), self.paint));
        }
        finished.vacuous.iter().for_each(|warning| self.fault(warning, names.sources()));
    }
}
