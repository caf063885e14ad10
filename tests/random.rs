//! Small random specifications, each run in every way that may not change an answer. The seeds are fixed, so a failure
//! names a specification that fails again.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use tern::engine::{self, Mode, Settings, Watch};
use tern::face::Face;
use tern::output::Prints;
use tern_checker::FingerprintBits;
use tern_evaluator::model::Model;
use tern_parser::library::ModuleSource;
use tern_parser::resolve::load_spec;
use tern_parser::resolved::ResolvedSpec;
use tern_parser::source::Span;
use tern_tlc_compat::cfg;
use tern_tlc_compat::options::LivenessCheck;

#[path = "support/generator/mod.rs"]
mod generator;
#[path = "support/naive.rs"]
mod naive;
#[path = "support/record.rs"]
mod record;

use generator::{Choices, Specification, specification};
use record::Record;

/// Specifications that are tried.
const SPECIFICATIONS: u64 = 300;

/// No modules but the standard ones and those of a random specification.
struct Only<'s>(&'s Specification);

impl ModuleSource for Only<'_> {
    fn load(&self, name: &str) -> Option<(String, String)> {
        let (_, text) = self.0.modules.iter().find(|(module, _)| module == name)?;
        Some((format!("{name}.tla"), text.clone()))
    }
}

fn prepare(random: &Specification) -> (Arc<ResolvedSpec>, Model) {
    let loaded = load_spec("R", &Only(random));
    assert!(!loaded.has_errors(), "{:?}\n{}", loaded.diagnostics, random.modules[0].1);
    let mut spec = loaded.spec.expect("a specification without errors");
    let source = spec.sources.add("R.cfg", random.config.as_str());
    let file = cfg::parse(&spec.sources, source).expect("a configuration without errors");
    let end = random.config.len() as u32;
    let mut model = file.to_model(Span { source, start: end, end }).expect("a model without errors");
    model.check_deadlock = random.check_deadlock;
    model.max_set_size = 1_000_000;
    (Arc::new(spec), model)
}

#[test]
fn random_specifications_give_the_same_report_in_every_way() {
    let mut verdicts = std::collections::BTreeMap::new();
    for seed in 0..SPECIFICATIONS {
        let random = specification(&mut Choices::seeded(seed), false);
        let text = &random.modules[0].1;
        let (spec, model) = prepare(&random);
        let Some(naive) = naive::explore(&spec, &model, false, true) else {
            // Something to check is constantly false.
            *verdicts.entry("rejected".to_owned()).or_insert(0) += 1;
            continue;
        };
        if naive.generated > 3_000 {
            continue;
        }
        let verdict = naive.verdict.split(' ').next().unwrap_or_default().to_owned();
        *verdicts.entry(verdict).or_insert(0) += 1;
        // From 8 on, with fingerprints of 128 bits.
        for way in (0..8).chain([8, 12]) {
            let settings = Settings {
                coverage: false,
                profile: false,
                workers: if way & 4 == 0 { 1 } else { 4 },
                go_on: false,
                memo: way & 2 == 0,
                slots: way & 1 == 0,
                shortcut: true,
                liveness: LivenessCheck::Final,
                advice: false,
                prints: Prints::Console { wrapped: false },
                measure_fingerprints: false,
                fingerprint_bits: if way < 8 { FingerprintBits::Bits64 } else { FingerprintBits::Bits128 },
                seed: 0,
                max_depth: None,
                max_states: None,
                max_time: None,
                mode: Mode::BreadthFirst,
                exports: Default::default(),
                memory: None,
                allow_exec: false,
            };
            let record = Record::default();
            let watch = Watch { face: &record, stop: &std::sync::Arc::new(AtomicBool::new(false)) };
            let Ok(finished) = engine::run(&spec, &model, &settings, watch) else {
                // An assumption is false.
                *verdicts.entry("rejected".to_owned()).or_insert(0) += 1;
                continue;
            };
            record.finished(&finished);
            let seen = record.into_seen().summary();
            assert_eq!(seen, naive, "seed {seed}, {settings:?}\n{text}");
        }
    }
    // Else the generator has become too tame to find anything.
    for verdict in ["complete", "invariant", "deadlock", "failure"] {
        assert!(verdicts.get(verdict).is_some_and(|count| *count >= 10), "{verdicts:?}");
    }
}

#[test]
fn the_same_choices_lead_to_the_same_specification() {
    let mut choices = Choices::seeded(7);
    let first = specification(&mut choices, false);
    assert_eq!(first, specification(&mut Choices::given(choices.made()), false));
    assert_ne!(first, specification(&mut Choices::given(Vec::new()), false));
}
