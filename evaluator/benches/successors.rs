//! Successor generation: all steps of states that a search has found, from an explorer that has seen such states before
//! and remembers, and from one that remembers nothing.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use std::time::Duration;
use tern_evaluator::explorer::Explorer;

mod example;

/// As in the commands.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const STATES: usize = 5_000;

fn benchmark(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("successors");
    group.sample_size(20).warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(2));
    for (name, program) in [("TwoPhase", example::two_phase()), ("Paxos", example::paxos())] {
        let states = example::states(&program, STATES);
        for (memo, label) in [(true, "remembered"), (false, "evaluated")] {
            let mut explorer = Explorer::new(&program, memo);
            let mut successors = Vec::new();
            let mut expand_all = || {
                let mut generated = 0;
                for state in &states {
                    successors.clear();
                    explorer.expand(black_box(state), &mut successors).expect("the example has no errors");
                    generated += successors.len() as u64;
                    explorer.forget();
                }
                generated
            };
            group.throughput(Throughput::Elements(expand_all()));
            group.bench_function(BenchmarkId::new(label, name), |bencher| bencher.iter(&mut expand_all));
        }
    }
    group.finish();
}

criterion_group!(benches, benchmark);
criterion_main!(benches);
