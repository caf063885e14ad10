//! Whole runs over specifications kept as data: `tests/specs/<area>/<name>/expect.toml` says what a run must give.
//!
//! Every case is run with one and with four workers, with memos on and off, with variables split and whole, with so
//! little memory that nearly all states are in files, with a profile, with fingerprints of 128 bits, and by a naive
//! search: none of these may change an answer, not even the counts at a violation, which depend on chance in TLC when it
//! has several workers.
//! A new case needs no Rust: a folder with a module, a configuration and an `expect.toml`, whose comment says how
//! TLC was asked. Cases of the folder `examples` take module and configuration from the examples for readers.

use serde::Deserialize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use tern::check::{Request, check, prepare};
use tern::engine::{Mode, Settings, Simulation};
use tern::files::SpecFile;
use tern::output::Prints;
use tern_checker::{FingerprintBits, Memory};
use tern_tlc_compat::cfg::DEFAULT_MAX_SET_SIZE;
use tern_tlc_compat::options::LivenessCheck;
use tern_tlc_compat::options::{ExtraDefinition, ExtraKind};

#[path = "support/exact.rs"]
mod exact;
#[path = "support/naive.rs"]
mod naive;
#[path = "support/record.rs"]
mod record;

use record::{Record, Seen};

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
    /// False: what TLC counts with `-nowarning`.
    shortcut: Option<bool>,
    /// One more invariant, as with `-inv`.
    invariant: Option<String>,
    /// Simulate behaviours in place of searching all states.
    simulate: Option<Simulate>,
    /// Search in depth, down to this level.
    deepen: Option<u32>,
    /// `complete`, `bounded` (of a simulation or a search in depth), `invariant NAME`, `action property NAME`, `initial property NAME`, `deadlock`, `failure`,
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

/// A simulation, with the seed 1.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Simulate {
    num: u64,
    depth: u32,
    #[serde(default)]
    generate: bool,
}

/// What may not change an answer.
#[derive(Clone, Copy, Debug)]
struct How {
    workers: usize,
    memo: bool,
    slots: bool,
    /// The bytes that states may take.
    memory: Option<u64>,
    /// It is measured where the time goes.
    profile: bool,
    /// By how many bits states are told apart.
    bits: FingerprintBits,
}

const ALL_WAYS: [How; 16] = {
    let bits = FingerprintBits::Bits64;
    let mut ways = [How { workers: 1, memo: true, slots: true, memory: None, profile: false, bits }; 16];
    let mut at = 0;
    while at < 8 {
        let workers = if at & 4 == 0 { 1 } else { 4 };
        ways[at] = How { workers, memo: at & 2 == 0, slots: at & 1 == 0, ..ways[at] };
        at += 1;
    }
    ways[8] = How { workers: 1, memory: Some(0), ..ways[0] };
    ways[9] = How { workers: 2, memory: Some(0), ..ways[0] };
    ways[10] = How { workers: 4, memory: Some(4096), ..ways[0] };
    ways[11] = How { workers: 2, profile: true, ..ways[0] };
    let wide = How { bits: FingerprintBits::Bits128, ..ways[0] };
    ways[12] = wide;
    ways[13] = How { workers: 4, ..wide };
    ways[14] = How { workers: 2, memory: Some(0), ..wide };
    ways[15] = How { memo: false, slots: false, ..wide };
    ways
};

fn request(folder: &Path, expect: &Expectation, how: How) -> Request {
    let spec = folder.join(&expect.module);
    Request {
        spec: SpecFile::new(&spec.to_string_lossy()),
        config: expect.config.as_ref().map(|config| folder.join(config).to_string_lossy().into_owned()),
        libraries: Vec::new(),
        extra: Vec::from_iter(expect.invariant.as_ref().map(|body| ExtraDefinition {
            kind: ExtraKind::Invariant,
            name: "Extra".into(),
            body: body.clone(),
        })),
        suppressed: Vec::new(),
        made_errors: Vec::new(),
        check_deadlock: expect.deadlock.unwrap_or(true),
        int32: expect.int32.unwrap_or(false),
        show_view: false,
        max_set_size: DEFAULT_MAX_SET_SIZE,
        settings: Settings {
            coverage: false,
            profile: how.profile,
            workers: how.workers,
            go_on: expect.go_on.unwrap_or(false),
            memo: how.memo,
            slots: how.slots,
            shortcut: expect.shortcut.unwrap_or(true),
            liveness: LivenessCheck::Final,
            advice: false,
            prints: Prints::Console { wrapped: false },
            measure_fingerprints: false,
            fingerprint_bits: how.bits,
            seed: i64::from(expect.simulate.is_some()),
            max_depth: None,
            max_states: None,
            max_time: None,
            mode: mode(expect),
            exports: Default::default(),
            memory: how.memory.map(|bytes| Memory { bytes, folder: std::env::temp_dir() }),
            allow_exec: false,
        },
    }
}

fn mode(expect: &Expectation) -> Mode {
    match (&expect.simulate, expect.deepen) {
        (Some(simulate), _) => Mode::Simulation(Simulation {
            traces: Some(simulate.num),
            depth: Some(simulate.depth),
            one_successor: simulate.generate,
            ..Simulation::default()
        }),
        (None, Some(level)) => Mode::DepthFirst(level),
        (None, None) => Mode::BreadthFirst,
    }
}

fn run(folder: &Path, expect: &Expectation, how: How) -> (u8, Seen) {
    let record = Record::default();
    let exit = check(&request(folder, expect, how), &record, &Arc::new(AtomicBool::new(false)));
    (exit, record.into_seen())
}

/// What the naive search finds that the run did not.
fn naive_difference(folder: &Path, expect: &Expectation, seen: &Seen) -> Option<String> {
    if seen.verdict == "rejected" || mode(expect) != Mode::BreadthFirst {
        return None;
    }
    let (spec, model) = prepare(&request(folder, expect, ALL_WAYS[0]), &Record::default()).ok()?;
    let naive =
        naive::explore(&spec, &model, expect.go_on.unwrap_or(false), expect.shortcut.unwrap_or(true))?;
    let mut ours = seen.summary();
    // It explores states and knows nothing of behaviours: a bad beginning of one does not end it, and no cycle is bad.
    if naive.verdict == "complete" && ours.verdict.starts_with("temporal property ") {
        if ours.left > 0 {
            return None;
        }
        (ours.verdict, ours.trace_length) = ("complete".into(), 0);
    }
    (naive != ours).then(|| format!("the naive search gives {naive:?}, the run {ours:?}"))
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
fn every_case_gives_what_is_expected_whatever_the_workers_the_memo_the_slots_the_memory_the_profile_and_the_bits()
 {
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
        for how in ALL_WAYS {
            let (exit, seen) = run(&folder, &expect, how);
            let mut wrong = differences(&expect, exit, &seen);
            if how.workers == 1 && how.memo && how.slots && how.memory.is_none() {
                wrong.extend(naive_difference(&folder, &expect, &seen));
            }
            if !wrong.is_empty() {
                failures.push(format!("{} ({how:?}): {}", folder.display(), wrong.join("; ")));
            }
        }
    }
    assert!(failures.is_empty(), "{} runs differ:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn fingerprints_tell_just_those_states_apart_that_differ() {
    let few = exact::Limits { states: 2_000, bytes: 1 << 30 };
    let (mut models, mut states) = (0, 0);
    for folder in cases() {
        let text = std::fs::read_to_string(folder.join("expect.toml")).expect("an expectation can be read");
        let expect: Expectation = toml::from_str(&text).expect("an expectation has its form");
        let Ok((spec, model)) = prepare(&request(&folder, &expect, ALL_WAYS[0]), &Record::default()) else {
            continue;
        };
        for (model, distinct) in exact::views_of(&model) {
            let Some(found) = exact::explore(&spec, &model, distinct, &folder, few) else { continue };
            assert!(found.wrong.is_empty(), "{}: {}", folder.display(), found.wrong.join("\n"));
            (models, states) = (models + 1, states + found.states);
        }
    }
    assert!(models > 20 && states > 1000, "only {states} states of {models} models were looked at");
}

#[test]
fn states_that_share_a_fingerprint_are_noticed() {
    // By a view and by symmetry they do; as if there were none, that is a mistake.
    let few = exact::Limits { states: 2_000, bytes: 1 << 30 };
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/specs");
    for case in ["counting/states_with_equal_views_are_one_state", "reduction/symmetric_keys_of_functions"] {
        let folder = root.join(case);
        let text = std::fs::read_to_string(folder.join("expect.toml")).expect("an expectation can be read");
        let expect: Expectation = toml::from_str(&text).expect("an expectation has its form");
        let prepared = prepare(&request(&folder, &expect, ALL_WAYS[0]), &Record::default());
        let (spec, model) = prepared.unwrap_or_else(|_| panic!("{case} can be prepared"));
        let found = exact::explore(&spec, &model, true, &folder, few).expect("there are states");
        let noticed = found.wrong.iter().any(|sentence| sentence.contains("two states have the fingerprint"));
        assert!(noticed, "{case}: {:?}", found.wrong);
    }
}
