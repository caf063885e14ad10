//! Whole runs over specifications kept as data: `tests/specs/<area>/<name>/expect.toml` says what a run must give.
//!
//! Every case is run with one and with four workers, and with memos on and off: none of these may change an answer,
//! not even the counts at a violation, which depend on chance in TLC when it has several workers.
//! A new case needs no Rust: a folder with a module, a configuration and an `expect.toml`, whose comment says how
//! TLC was asked. Cases of the folder `examples` take module and configuration from the examples for readers.

use serde::Deserialize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;
use tern::check::{Request, check};
use tern::engine::{Finished, Settings, StartError};
use tern::face::Face;
use tern::files::SpecFile;
use tern_checker::report::{Outcome, ViolationKind};
use tern_parser::error::{Diagnostic, Severity};
use tern_parser::resolve::Loaded;
use tern_parser::source::SourceMap;
use tern_tlc_compat::cfg::{CfgError, DEFAULT_MAX_SET_SIZE};
use tern_tlc_compat::options::{ExtraDefinition, ExtraKind};

/// What a run must give. What is absent is not compared.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Expectation {
    /// The module's file, relative to the case, without extension.
    module: String,
    /// The configuration, if it is not the module's.
    config: Option<String>,
    /// False: deadlock is not checked.
    deadlock: Option<bool>,
    /// TLC's 32-bit integers.
    int32: Option<bool>,
    /// Go on after violations.
    go_on: Option<bool>,
    /// One more invariant, as with `-inv`.
    invariant: Option<String>,
    /// `complete`, `invariant NAME`, `action property NAME`, `initial property NAME`, `deadlock`, `failure`,
    /// `rejected` (by the configuration, the parser or an assumption).
    verdict: String,
    /// The exit status.
    exit: u8,
    generated: Option<u64>,
    distinct: Option<u64>,
    left: Option<u64>,
    depth: Option<u32>,
    initial: Option<u64>,
    trace_length: Option<usize>,
    /// The actions of the trace after the initial state.
    actions: Option<Vec<String>>,
    /// The values of the trace's last state, as `x = 1`.
    last_state: Option<Vec<String>>,
    /// What a message must contain.
    message: Option<String>,
}

/// A face that remembers.
#[derive(Default)]
struct Record {
    seen: Mutex<Seen>,
}

#[derive(Default, Debug, PartialEq, Clone)]
struct Seen {
    verdict: String,
    generated: u64,
    distinct: u64,
    left: u64,
    depth: u32,
    initial: u64,
    actions: Vec<String>,
    trace_length: usize,
    last_state: Vec<String>,
    messages: Vec<String>,
}

impl Record {
    fn note(&self, change: impl FnOnce(&mut Seen)) {
        change(&mut self.seen.lock().expect("no face panics"));
    }
}

impl Face for Record {
    fn configuration_faults(&self, faults: &[CfgError], _: &SourceMap) {
        self.note(|seen| {
            seen.verdict = "rejected".into();
            seen.messages.extend(faults.iter().map(|fault| fault.message.clone()));
        });
    }

    fn configuration_warnings(&self, _: &[Diagnostic], _: &SourceMap) {}

    fn loaded(&self, loaded: &Loaded) {
        let errors = loaded.diagnostics.iter().filter(|d| d.severity == Severity::Error);
        let messages: Vec<_> = errors.map(|d| d.message.clone()).collect();
        if !messages.is_empty() {
            self.note(|seen| {
                seen.verdict = "rejected".into();
                seen.messages = messages;
            });
        }
    }

    fn rejected(&self, error: &StartError, _: &SourceMap) {
        self.note(|seen| {
            seen.verdict = "rejected".into();
            seen.messages.push(match error {
                StartError::Model { message, .. } | StartError::Unsupported { message, .. } => {
                    message.clone()
                }
                StartError::AssumptionFalse(_) => "assumption is false".into(),
                StartError::AssumptionFailed(_, error) | StartError::Evaluation(error) => {
                    error.message.clone()
                }
            });
        });
    }

    fn initial_states_computed(&self, generated: u64, _: u64) {
        self.note(|seen| seen.initial = generated);
    }

    fn finished(&self, finished: &Finished) {
        let names = finished.names.as_ref();
        let no_trace = Vec::new();
        let (verdict, trace) = match &finished.report.outcome {
            Outcome::Complete => ("complete".to_owned(), &no_trace),
            Outcome::Violation(violation) => {
                let verdict = match violation.kind {
                    ViolationKind::Invariant(index) => format!("invariant {}", names.invariant(index)),
                    ViolationKind::ActionProperty(index) => {
                        format!("action property {}", names.action_property(index))
                    }
                    ViolationKind::InitialProperty(index) => {
                        format!("initial property {}", names.initial_property(index))
                    }
                    ViolationKind::Deadlock => "deadlock".to_owned(),
                };
                (verdict, &violation.trace)
            }
            Outcome::Failure(failure) => {
                self.note(|seen| seen.messages.push(failure.error.message.clone()));
                ("failure".to_owned(), &failure.trace)
            }
            Outcome::Interrupted => ("interrupted".to_owned(), &no_trace),
            Outcome::Limit(limit) => (format!("limit: {limit}"), &no_trace),
        };
        let statistics = &finished.report.statistics;
        self.note(|seen| {
            seen.verdict = verdict;
            seen.generated = statistics.generated;
            seen.distinct = statistics.distinct;
            seen.left = statistics.left;
            seen.depth = statistics.depth;
            seen.trace_length = trace.len();
            seen.actions =
                trace.iter().filter_map(|state| state.action).map(|a| names.action(a).name).collect();
            if !trace.is_empty() {
                let last = names.state(trace, trace.len() - 1);
                seen.last_state = last.iter().map(|b| format!("{} = {}", b.name, b.value)).collect();
                seen.last_state.sort();
            }
            seen.messages.extend(finished.unchecked.iter().map(|name| format!("{name} is not checked yet")));
            let impossible = finished.impossible.iter();
            seen.messages.extend(impossible.map(|(name, _)| format!("{name} was never possible")));
            seen.messages.extend(finished.postconditions.iter().map(|p| format!("{} is false", p.name)));
        });
    }
}

fn run(folder: &Path, expect: &Expectation, workers: usize, memo: bool) -> (u8, Seen) {
    let spec = folder.join(&expect.module);
    let request = Request {
        spec: SpecFile::new(&spec.to_string_lossy()),
        config: expect.config.as_ref().map(|config| folder.join(config).to_string_lossy().into_owned()),
        libraries: Vec::new(),
        extra: Vec::from_iter(expect.invariant.as_ref().map(|body| ExtraDefinition {
            kind: ExtraKind::Invariant,
            name: "Extra".into(),
            body: body.clone(),
        })),
        check_deadlock: expect.deadlock.unwrap_or(true),
        int32: expect.int32.unwrap_or(false),
        max_set_size: DEFAULT_MAX_SET_SIZE,
        settings: Settings {
            workers,
            go_on: expect.go_on.unwrap_or(false),
            memo,
            liveness: true,
            seed: 0,
            max_depth: None,
            max_states: None,
            max_time: None,
        },
    };
    let record = Record::default();
    let exit = check(&request, &record, &Arc::new(AtomicBool::new(false)));
    (exit, record.seen.into_inner().expect("no face panics"))
}

/// What a run gave that it should not have given.
fn differences(expect: &Expectation, exit: u8, seen: &Seen) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut compare = |what: &str, wanted: Option<String>, got: String| {
        if let Some(wanted) = wanted.filter(|wanted| *wanted != got) {
            wrong.push(format!("{what} is {got}, should be {wanted}"));
        }
    };
    compare("verdict", Some(expect.verdict.clone()), seen.verdict.clone());
    compare("exit", Some(expect.exit.to_string()), exit.to_string());
    compare("generated", expect.generated.map(|n| n.to_string()), seen.generated.to_string());
    compare("distinct", expect.distinct.map(|n| n.to_string()), seen.distinct.to_string());
    compare("left", expect.left.map(|n| n.to_string()), seen.left.to_string());
    compare("depth", expect.depth.map(|n| n.to_string()), seen.depth.to_string());
    compare("initial", expect.initial.map(|n| n.to_string()), seen.initial.to_string());
    compare("trace length", expect.trace_length.map(|n| n.to_string()), seen.trace_length.to_string());
    compare("actions", expect.actions.as_ref().map(|a| a.join(" ")), seen.actions.join(" "));
    compare("last state", expect.last_state.as_ref().map(|s| s.join(" ")), seen.last_state.join(" "));
    if let Some(message) = &expect.message
        && !seen.messages.iter().any(|m| m.contains(message.as_str()))
    {
        wrong.push(format!("no message contains {message:?}: {:?}", seen.messages));
    }
    wrong
}

/// All folders with an `expect.toml`.
fn cases() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/specs");
    let folders = |path: &Path| -> Vec<PathBuf> {
        let entries = std::fs::read_dir(path).expect("the folder of cases can be read");
        let mut paths: Vec<_> =
            entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|p| p.is_dir()).collect();
        paths.sort();
        paths
    };
    folders(&root)
        .iter()
        .flat_map(|area| folders(area))
        .filter(|case| case.join("expect.toml").is_file())
        .collect()
}

#[test]
fn every_case_gives_what_is_expected_whatever_the_number_of_workers_and_the_memo() {
    let mut failures = Vec::new();
    let cases = cases();
    assert!(cases.len() > 20, "only {} cases were found", cases.len());
    for folder in cases {
        let text = std::fs::read_to_string(folder.join("expect.toml")).expect("an expectation can be read");
        let expect: Expectation = match toml::from_str(&text) {
            Ok(expect) => expect,
            Err(error) => {
                failures.push(format!("{}: {error}", folder.display()));
                continue;
            }
        };
        for (workers, memo) in [(1, true), (1, false), (4, true), (4, false)] {
            let (exit, seen) = run(&folder, &expect, workers, memo);
            let wrong = differences(&expect, exit, &seen);
            if !wrong.is_empty() {
                let how = format!("{workers} workers, memo {memo}");
                failures.push(format!("{} ({how}): {}", folder.display(), wrong.join("; ")));
            }
        }
    }
    assert!(failures.is_empty(), "{} runs differ:\n{}", failures.len(), failures.join("\n"));
}
