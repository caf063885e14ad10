//! Fingerprints against exact storage on models that are not in this repository: `cargo test --release --test
//! exact_storage -- --corpus FOLDER [--memory MB] [--states N] [--only TEXT] [--part K/N]`. The folder has a
//! `corpus/cases.json`, and may have a `corpus/bench.json`: lists of models (`id`, `dir`, `module`, `config`, `args`) with
//! folders relative to it. All states of each model are looked at, one model after the other, unless they do not fit in
//! the memory (4096 MB). `--part K/N` takes each N-th model only. Without `--corpus` there is nothing to do.

#![allow(clippy::print_stdout)]

use std::path::Path;
use std::sync::Arc;
use tern::check::{Request, prepare};
use tern::engine::{Mode, Settings};
use tern::files::SpecFile;
use tern::json_face::JsonFace;
use tern::output::Prints;
use tern_checker::FingerprintBits;
use tern_tlc_compat::options::{LivenessCheck, TlcOptions};

#[path = "support/exact.rs"]
mod exact;

use exact::End;

#[derive(serde::Deserialize)]
struct Case {
    id: String,
    dir: String,
    module: String,
    config: String,
    args: Vec<String>,
    expect: Expected,
}

/// What TLC found.
#[derive(serde::Deserialize)]
struct Expected {
    /// None in lists of models without errors.
    #[serde(default)]
    exit: i32,
    distinct: Option<usize>,
}

/// What was looked at.
#[derive(Default)]
struct Sums {
    models: usize,
    /// Ways to look at them: with and without view and symmetry.
    searches: usize,
    states: usize,
    steps: u64,
    cut: usize,
    failed: usize,
    left_out: usize,
    /// Searches of whole state spaces that have as many states as TLC found, and that have not.
    as_recorded: usize,
    not_as_recorded: usize,
    wrong: usize,
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let after = |name: &str| words.iter().position(|word| word == name).and_then(|at| words.get(at + 1));
    let number = |name: &str| after(name).map(|number| number.parse::<usize>().expect("a number"));
    let Some(corpus) = after("--corpus") else {
        println!("no --corpus: nothing to look at");
        return;
    };
    let limits = exact::Limits {
        states: number("--states").unwrap_or(usize::MAX),
        bytes: number("--memory").unwrap_or(4096) << 20,
    };
    let only = after("--only").map_or("", String::as_str);
    let (part, parts) = after("--part").map_or((1, 1), |text| {
        let (part, parts) = text.split_once('/').expect("--part is K/N");
        (part.parse().expect("K is a number"), parts.parse().expect("N is a number"))
    });
    let root = Path::new(corpus);
    let mut cases = models(&root.join("corpus/cases.json")).expect("the corpus has its cases");
    for model in models(&root.join("corpus/bench.json")).unwrap_or_default() {
        let same = |case: &Case| {
            (&case.dir, &case.module, &case.config) == (&model.dir, &model.module, &model.config)
        };
        if !cases.iter().any(same) {
            cases.push(model);
        }
    }
    let mut sums = Sums::default();
    let chosen = cases.iter().filter(|case| case.id.contains(only));
    for case in chosen.skip(part - 1).step_by(parts) {
        sums.look_at(root, case, limits);
    }
    println!(
        "{} models looked at in {} ways, {} more without states: {} states, {} steps; {} cut by the limits, \
         {} ended by an evaluation that failed; {} have as many states as TLC found, {} have not; {} mistakes",
        sums.models,
        sums.searches,
        sums.left_out,
        sums.states,
        sums.steps,
        sums.cut,
        sums.failed,
        sums.as_recorded,
        sums.not_as_recorded,
        sums.wrong
    );
    assert_eq!(sums.wrong, 0, "fingerprints must tell just those states apart that differ");
}

impl Sums {
    fn look_at(&mut self, root: &Path, case: &Case, limits: exact::Limits) {
        let prepared = request(root, case)
            .and_then(|request| prepare(&request, &JsonFace::new("", "", "", &Arc::default())).ok());
        let Some((spec, model)) = prepared else {
            self.left_out += 1;
            return;
        };
        let (folder, views) = (root.join(&case.dir), exact::views_of(&model));
        let reduced = views.len() > 1;
        let mut looked_at = false;
        for (model, distinct) in views {
            let Some(found) = exact::explore(&spec, &model, distinct, &folder, limits) else { continue };
            looked_at = true;
            self.searches += 1;
            self.states += found.states;
            self.steps += found.steps;
            let how = if distinct && reduced { "without view and symmetry" } else { "as it is" };
            match found.end {
                End::All if !reduced && case.expect.exit == 0 => self.compare(case, found.states),
                End::All => {}
                End::Limited => {
                    self.cut += 1;
                    println!("{} {how}: cut after {} states", case.id, found.states);
                }
                End::Failed => {
                    self.failed += 1;
                    println!("{} {how}: ended by an evaluation after {} states", case.id, found.states);
                }
            }
            for sentence in &found.wrong {
                self.wrong += 1;
                println!("WRONG {} {how}: {sentence}", case.id);
            }
        }
        self.models += usize::from(looked_at);
        self.left_out += usize::from(!looked_at);
    }

    fn compare(&mut self, case: &Case, states: usize) {
        let Some(expected) = case.expect.distinct else { return };
        if expected == states {
            self.as_recorded += 1;
            return;
        }
        self.not_as_recorded += 1;
        println!("{}: {states} states, TLC found {expected}", case.id);
    }
}

fn models(list: &Path) -> Option<Vec<Case>> {
    let text = std::fs::read_to_string(list).ok()?;
    Some(serde_json::from_str(&text).expect("a list of models has its form"))
}

fn request(root: &Path, case: &Case) -> Option<Request> {
    let folder = root.join(&case.dir);
    let words: Vec<&str> = case.args.iter().map(String::as_str).chain([case.module.as_str()]).collect();
    let options = TlcOptions::parse(&words).ok()?;
    Some(Request {
        spec: SpecFile::new(&folder.join(&case.module).to_string_lossy()),
        config: Some(folder.join(&case.config).to_string_lossy().into_owned()),
        libraries: Vec::new(),
        extra: options.extra_definitions(),
        suppressed: Vec::new(),
        made_errors: Vec::new(),
        check_deadlock: false,
        int32: true,
        show_view: false,
        max_set_size: options.max_set_size,
        settings: Settings {
            workers: 1,
            go_on: false,
            memo: true,
            slots: true,
            coverage: false,
            shortcut: true,
            liveness: LivenessCheck::Off,
            advice: false,
            prints: Prints::Console { wrapped: false },
            measure_fingerprints: false,
            fingerprint_bits: FingerprintBits::Bits64,
            profile: false,
            seed: 1,
            max_depth: None,
            max_states: None,
            max_time: None,
            mode: Mode::BreadthFirst,
            memory: None,
            exports: Default::default(),
            allow_exec: false,
        },
    })
}
