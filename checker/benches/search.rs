//! The search by itself: a system whose successors cost next to nothing, so that what remains is batches, probes,
//! runs and levels. States are 8 words; about a quarter of the candidates are new.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use std::time::Duration;
use tern_checker::report::Outcome;
use tern_checker::system::{Before, Candidate, Checks, Explorer, System, SystemResult};
use tern_checker::{Options, check};

const WIDTH: usize = 8;

/// Vectors of eight counters; a step increments one of the first `counters`, which stay below `limit`.
#[derive(Clone, Copy)]
struct Counters {
    counters: u32,
    limit: u32,
}

struct Walker(Counters);

fn mix(slot: usize, content: u32) -> u64 {
    let number = (u64::from(content) << 8 | slot as u64).wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mixed = (number ^ number >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ mixed >> 31
}

fn fingerprint(state: &[u32]) -> u64 {
    state.iter().enumerate().fold(0, |sum, (slot, &content)| sum.wrapping_add(mix(slot, content)))
}

impl System for Counters {
    type Explorer<'s> = Walker;

    fn explorer(&self) -> Walker {
        Walker(*self)
    }

    fn words(&self) -> usize {
        WIDTH
    }

    fn checks(&self) -> Checks {
        Checks { behavior: true, ..Checks::default() }
    }
}

impl Explorer for Walker {
    fn enumerate(&mut self, found: &mut dyn FnMut(&[u32]) -> bool) -> SystemResult<()> {
        found(&[0; WIDTH]);
        Ok(())
    }

    fn fingerprint(&mut self, state: &[u32]) -> SystemResult<u64> {
        Ok(fingerprint(state))
    }

    fn second_fingerprint(&mut self, state: &[u32]) -> SystemResult<u64> {
        Ok(!fingerprint(state))
    }

    fn expand(&mut self, state: &[u32], out: &mut Vec<Candidate>) -> SystemResult<()> {
        let whole = fingerprint(state);
        let Counters { counters, limit } = self.0;
        let counters = state.iter().enumerate().take(counters as usize);
        for (slot, &content) in counters.filter(|&(_, &content)| content + 1 < limit) {
            let fingerprint = whole.wrapping_sub(mix(slot, content)).wrapping_add(mix(slot, content + 1));
            out.push(Candidate { fingerprint, action: slot as u32, delta: slot as u32 });
        }
        Ok(())
    }

    fn step(&self, delta: u32, state: &mut [u32]) {
        state[delta as usize] += 1;
    }

    fn forget(&mut self) {}

    fn admits(&mut self, _: Option<Before<'_>>, _: &[u32]) -> SystemResult<bool> {
        Ok(true)
    }

    fn violated_invariant(&mut self, _: Option<Before<'_>>, _: &[u32]) -> SystemResult<Option<usize>> {
        Ok(None)
    }

    fn violated_action_property(&mut self, _: &[u32], _: &[u32]) -> SystemResult<Option<usize>> {
        Ok(None)
    }

    fn violated_initial_property(&mut self, _: &[u32]) -> SystemResult<Option<usize>> {
        Ok(None)
    }

    fn set_level(&mut self, _: u32) {}
}

fn benchmark(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("search");
    group.sample_size(10).warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(2));
    // The last has one state a level: it shows what a level costs.
    for (counters, limit) in [(8, 2), (8, 5), (8, 8), (1, 100_000)] {
        let system = Counters { counters, limit };
        let states = u64::from(limit).pow(counters);
        // Each counter can be incremented in all of its states but one.
        let candidates = states / u64::from(limit) * u64::from(limit - 1) * u64::from(counters);
        group.throughput(Throughput::Elements(candidates));
        for workers in [1, 2] {
            let id = BenchmarkId::new(format!("{states} states, {candidates} candidates"), workers);
            group.bench_with_input(id, &workers, |bencher, &workers| {
                let options = Options { workers, check_deadlock: false, ..Options::default() };
                bencher.iter(|| {
                    let report = check(&system, &options, &());
                    assert!(matches!(report.outcome, Outcome::Complete));
                    assert_eq!(report.statistics.distinct, states);
                });
            });
        }
    }
    group.finish();
}

criterion_group!(benches, benchmark);
criterion_main!(benches);
