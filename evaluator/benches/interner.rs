//! The interner: values that are new to it, and values that it has. They are messages as protocols send them, records of
//! a string, a number and a pair, each with a part that is shared by some others.

use bumpalo::Bump;
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use std::time::Duration;
use tern_evaluator::value::symbol::{Symbol, Symbols};
use tern_evaluator::value::{Interner, Value};

/// As in the commands.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const VALUES: i64 = 50_000;

/// A message with a number.
fn message<'a>(arena: &'a Bump, fields: &'a [Symbol], kind: Symbol, number: i64) -> Value<'a> {
    let pair = Value::tuple(arena, &[Value::int(number % 100), Value::TRUE]);
    let values = arena.alloc_slice_copy(&[Value::String(kind), Value::int(number), pair]);
    Value::record_of(arena, fields, values)
}

fn benchmark(criterion: &mut Criterion) {
    let symbols = Symbols::new();
    let fields = ["kind", "number", "pair"].map(|text| symbols.intern(text));
    let kind = symbols.intern("promise");
    let intern_all = |interner: &Interner| {
        let mut arena = Bump::new();
        for number in 0..VALUES {
            arena.reset();
            black_box(interner.intern(&symbols, message(&arena, &fields, kind, number)));
        }
    };
    let mut group = criterion.benchmark_group("interner");
    group.sample_size(20).warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(2));
    group.throughput(Throughput::Elements(VALUES as u64));
    group.bench_function("new values", |bencher| {
        let fill = |interner: Interner| {
            intern_all(&interner);
            interner
        };
        bencher.iter_batched(Interner::new, fill, BatchSize::PerIteration);
    });
    let full = Interner::new();
    intern_all(&full);
    assert_eq!(full.statistics().values, VALUES as u64 + 100);
    group.bench_function("known values", |bencher| bencher.iter(|| intern_all(&full)));
    group.bench_function("known values, two threads", |bencher| {
        bencher.iter(|| {
            std::thread::scope(|scope| {
                for _ in 0..2 {
                    scope.spawn(|| intern_all(&full));
                }
            });
        });
    });
    group.finish();
}

criterion_group!(benches, benchmark);
criterion_main!(benches);
