//! Fingerprints against exact storage on models that are not in this repository: `cargo test --release --test
//! exact_storage -- --corpus FOLDER [--states N] [--only TEXT]`. The folder has a `corpus/cases.json`: a list of models
//! (`id`, `dir`, `module`, `config`, `args`) with folders relative to it. Without `--corpus` there is nothing to do.

use std::path::Path;
use std::sync::Arc;
use tern::check::{Request, prepare};
use tern::engine::{Mode, Settings};
use tern::files::SpecFile;
use tern::json_face::JsonFace;
use tern::output::Prints;
use tern_tlc_compat::options::{LivenessCheck, TlcOptions};

#[path = "support/exact.rs"]
mod exact;

#[derive(serde::Deserialize)]
struct Case {
    id: String,
    dir: String,
    module: String,
    config: String,
    args: Vec<String>,
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let after = |name: &str| words.iter().position(|word| word == name).and_then(|at| words.get(at + 1));
    let Some(corpus) = after("--corpus") else {
        println!("no --corpus: nothing to look at");
        return;
    };
    let limit = after("--states").map_or(100_000, |number| number.parse().expect("--states is a number"));
    let only = after("--only").map_or("", String::as_str);
    let root = Path::new(corpus);
    let text = std::fs::read_to_string(root.join("corpus/cases.json")).expect("the corpus has its cases");
    let cases: Vec<Case> = serde_json::from_str(&text).expect("cases have their form");
    let (mut models, mut states, mut steps, mut partly, mut left_out, mut wrong) = (0, 0, 0, 0, 0, 0);
    for case in cases.iter().filter(|case| case.id.contains(only)) {
        let prepared = request(root, case).and_then(|request| {
            let (spec, model) = prepare(&request, &JsonFace::new("", "", "", &Arc::default())).ok()?;
            exact::explore(&spec, &model, limit)
        });
        let Some(found) = prepared else {
            left_out += 1;
            continue;
        };
        (models, states, steps) = (models + 1, states + found.states, steps + found.steps);
        if found.limited {
            partly += 1;
            println!("{}: the first {} states only", case.id, found.states);
        }
        for sentence in &found.wrong {
            wrong += 1;
            println!("WRONG {}: {sentence}", case.id);
        }
    }
    println!(
        "{models} models ({partly} of them in part, {left_out} without states left out), {states} states, \
         {steps} steps: {wrong} mistakes"
    );
    assert_eq!(wrong, 0, "fingerprints must tell just those states apart that differ");
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
