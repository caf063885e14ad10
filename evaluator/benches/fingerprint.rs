//! Fingerprints: of whole states, as sums over their slots, and of values, as structural hashes. The search seldom needs
//! either: a successor's fingerprint is its parent's and the difference that a step makes.

use bumpalo::Bump;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use std::time::Duration;
use tern_evaluator::value::symbol::Symbols;
use tern_evaluator::value::{Value, interned_hash};

mod example;

const STATES: usize = 5_000;

fn benchmark(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("fingerprint");
    group.sample_size(20).warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(2));
    for (name, program) in [("TwoPhase", example::two_phase()), ("Paxos", example::paxos())] {
        let states = example::states(&program, STATES);
        group.throughput(Throughput::Elements(states.len() as u64));
        group.bench_function(BenchmarkId::new("states", name), |bencher| {
            bencher.iter(|| {
                states.iter().fold(0u64, |sum, state| sum.wrapping_add(program.fingerprint(black_box(state))))
            });
        });
    }
    // A value keeps its hash, so each one is hashed only once.
    let symbols = Symbols::new();
    for length in [4, 64] {
        group.throughput(Throughput::Elements(length));
        group.bench_function(BenchmarkId::new("a new sequence of numbers", length), |bencher| {
            let mut arena = Bump::new();
            bencher.iter(|| {
                arena.reset();
                let items: &[Value<'_>] =
                    arena.alloc_slice_fill_with(length as usize, |i| Value::int(i as i64));
                black_box(interned_hash(&symbols, Value::tuple_of(&arena, items)))
            });
        });
    }
    group.finish();
}

criterion_group!(benches, benchmark);
criterion_main!(benches);
