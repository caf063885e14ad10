//! From files to verdict on the examples: what a user waits for, with memo tables and without; and the start and end of
//! the commands, on a model that is no work.

use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;
use tern_checker::program::ProgramSystem;
use tern_checker::{Options, check};
use tern_evaluator::model::{Behavior, ConstantValue, Model, Name};
use tern_evaluator::program::{Host, Program};
use tern_parser::resolve::load_spec;
use tern_parser::resolved::ResolvedSpec;

/// As in the commands.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A host that prints nothing.
struct Silent;

impl Host for Silent {
    fn print(&self, _line: &str) {}
}

fn name(text: &str) -> Name {
    Name { text: text.to_owned(), span: None }
}

/// Two-phase commit with so many participants.
fn two_phase(participants: usize) -> (Arc<ResolvedSpec>, Model) {
    let text = include_str!("../examples/TwoPhase.tla");
    let source = |module: &str| (module == "TwoPhase").then(|| (module.to_owned(), text.to_owned()));
    let spec = load_spec("TwoPhase", &source).spec.expect("the example is right");
    let participants = (1..=participants).map(|i| ConstantValue::ModelValue(format!("p{i}"))).collect();
    let model = Model {
        behavior: Some(Behavior::Specification(name("Spec"))),
        assignments: vec![tern_evaluator::model::Assignment {
            name: name("Participants"),
            args: Vec::new(),
            module: None,
            value: ConstantValue::Set(participants),
        }],
        invariants: vec![name("TypeOK"), name("Consistent")],
        max_set_size: 1_000_000,
        ..Model::default()
    };
    (Arc::new(spec), model)
}

fn whole_model(criterion: &mut Criterion) {
    let (spec, model) = two_phase(5);
    let mut group = criterion.benchmark_group("TwoPhase with 5 participants");
    group.sample_size(10).warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(2));
    group.bench_function("lowering", |bencher| {
        bencher.iter(|| black_box(Program::build(&spec, &model, Box::new(Silent)).is_ok()));
    });
    let program = Program::build(&spec, &model, Box::new(Silent)).expect("the model fits");
    for memo in [true, false] {
        let label = if memo { "search" } else { "search without memo" };
        group.bench_function(label, |bencher| {
            bencher.iter(|| {
                let system = ProgramSystem::new(&program, memo);
                black_box(check(&system, &Options::default(), &()).statistics.distinct)
            });
        });
    }
    group.finish();
}

/// Whole processes: from the start to the exit, with the water jugs, which have 16 states.
fn startup(criterion: &mut Criterion) {
    let example = |file: &str| format!("{}/examples/{file}", env!("CARGO_MANIFEST_DIR"));
    let (module, config) = (example("DieHard.tla"), example("DieHard.cfg"));
    let mut group = criterion.benchmark_group("from start to exit, DieHard");
    group.sample_size(50).warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(2));
    for (label, command, arguments) in [
        ("tern check", env!("CARGO_BIN_EXE_tern"), ["check", "--config", &config, &module].as_slice()),
        ("tern check, two workers", env!("CARGO_BIN_EXE_tern"), &["check", "--workers", "2", &module]),
        ("tlc", env!("CARGO_BIN_EXE_tlc"), &["-config", &config, &module]),
        ("sany", env!("CARGO_BIN_EXE_sany"), &[&module]),
    ] {
        group.bench_function(label, |bencher| {
            bencher.iter(|| {
                let status = Command::new(command).args(arguments).stdout(Stdio::null()).status();
                let status = status.expect("the command was built");
                // The puzzle has a solution: its invariant is violated.
                assert_eq!(status.code(), Some(if label == "sany" { 0 } else { 12 }), "{label}");
            });
        });
    }
    group.finish();
}

criterion_group!(benches, whole_model, startup);
criterion_main!(benches);
