//! The seen-set: the time of an insertion, of a hit, and of both with the cache line asked for in advance. The table
//! is far larger than the caches of a core (256 MiB), and about half full at the end.

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use std::time::Duration;
use tern_checker::seen_set::SeenSet;

const SLOTS: usize = 1 << 25;
const INSERTED: u64 = 1 << 24;
const AHEAD: u64 = 32;

fn fingerprint(number: u64) -> u64 {
    let mixed = (number ^ number >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB)
}

fn empty() -> SeenSet {
    SeenSet::with_capacity(SLOTS).expect("memory for the table")
}

fn full() -> SeenSet {
    let seen = empty();
    (1..=INSERTED).for_each(|number| assert!(seen.insert(fingerprint(number))));
    seen
}

fn benchmark(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("seen_set");
    group.throughput(Throughput::Elements(INSERTED)).sample_size(10);
    group.warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(2));
    group.bench_function("insert", |bencher| {
        let insert = |seen: SeenSet| {
            (1..=INSERTED).for_each(|number| {
                black_box(seen.insert(fingerprint(number)));
            });
            seen
        };
        bencher.iter_batched(empty, insert, BatchSize::PerIteration);
    });
    group.bench_function("insert, prefetched", |bencher| {
        let insert = |seen: SeenSet| {
            for number in 1..=INSERTED {
                seen.prefetch(fingerprint(number + AHEAD));
                black_box(seen.insert(fingerprint(number)));
            }
            seen
        };
        bencher.iter_batched(empty, insert, BatchSize::PerIteration);
    });
    group.bench_function("grow from 64 Ki slots, prefetched", |bencher| {
        let insert = |mut seen: SeenSet| {
            for number in 1..=INSERTED {
                if number % 64 == 1 {
                    seen.reserve(64, 1).expect("memory for the table");
                }
                seen.prefetch(fingerprint(number + AHEAD));
                black_box(seen.insert(fingerprint(number)));
            }
            seen
        };
        let small = || SeenSet::with_capacity(1 << 16).expect("memory for the table");
        bencher.iter_batched(small, insert, BatchSize::PerIteration);
    });
    let seen = full();
    group.bench_function("hit, prefetched", |bencher| {
        bencher.iter(|| {
            for number in 1..=INSERTED {
                seen.prefetch(fingerprint(number + AHEAD));
                black_box(seen.contains(fingerprint(number)));
            }
        });
    });
    group.finish();
}

criterion_group!(benches, benchmark);
criterion_main!(benches);
