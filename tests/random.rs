//! Small random specifications, each run in every way that may not change an answer. The seeds are fixed, so a failure
//! names a specification that fails again.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use tern::engine::{self, Settings, Watch};
use tern::face::Face;
use tern::output::Prints;
use tern_evaluator::model::{Behavior, Model, Name};
use tern_parser::library::ModuleSource;
use tern_parser::resolve::load_spec;

#[path = "support/generator.rs"]
mod generator;
#[path = "support/naive.rs"]
mod naive;
#[path = "support/record.rs"]
mod record;

use record::Record;

/// Specifications that are tried.
const SPECIFICATIONS: u64 = 300;

/// No module but the standard ones and this one.
struct Only(String);

impl ModuleSource for Only {
    fn load(&self, name: &str) -> Option<(String, String)> {
        (name == "R").then(|| ("R.tla".to_owned(), self.0.clone()))
    }
}

fn name(text: &str) -> Name {
    Name { text: text.to_owned(), span: None }
}

#[test]
fn random_specifications_give_the_same_report_in_every_way() {
    let mut verdicts = std::collections::BTreeMap::new();
    for seed in 0..SPECIFICATIONS {
        let text = generator::specification(seed);
        let loaded = load_spec("R", &Only(text.clone()));
        assert!(!loaded.has_errors(), "{:?}\n{text}", loaded.diagnostics);
        let spec = Arc::new(loaded.spec.expect("a specification without errors"));
        let model = Model {
            behavior: Some(Behavior::InitNext(name("Init"), name("Next"))),
            invariants: vec![name("Inv")],
            constraints: vec![name("Con")],
            check_deadlock: seed % 2 == 0,
            max_set_size: 1_000_000,
            ..Model::default()
        };
        let naive = naive::explore(&spec, &model, false, true).expect("a random specification is a program");
        assert!(naive.distinct < 20_000, "seed {seed} has too many states to be a quick test:\n{text}");
        *verdicts.entry(naive.verdict.clone()).or_insert(0) += 1;
        for way in 0..8 {
            let settings = Settings {
                workers: if way & 4 == 0 { 1 } else { 4 },
                go_on: false,
                memo: way & 2 == 0,
                slots: way & 1 == 0,
                shortcut: true,
                liveness: true,
                prints: Prints::Console { wrapped: false },
                measure_fingerprints: false,
                seed: 0,
                max_depth: None,
                max_states: None,
                max_time: None,
                allow_exec: false,
            };
            let record = Record::default();
            let watch = Watch { face: &record, stop: &std::sync::Arc::new(AtomicBool::new(false)) };
            let finished = engine::run(&spec, &model, &settings, watch).expect("the run starts");
            record.finished(&finished);
            let seen = record.into_seen().summary();
            assert_eq!(seen, naive, "seed {seed}, {settings:?}\n{text}");
        }
    }
    // Else the generator has become too tame to find anything.
    assert!(verdicts.len() >= 3 && verdicts["complete"] >= 20, "{verdicts:?}");
}
