//! The search by itself: a system whose successors cost next to nothing, so that what remains is batches, probes,
//! runs and levels. States are 8 words; about a quarter of the candidates are new.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use tern_checker::report::Outcome;
use tern_checker::system::{Candidate, Checks, Explorer, System, SystemResult};
use tern_checker::{Options, check};

const WIDTH: usize = 8;

/// Vectors of eight counters, each below `limit`; a step increments one of them.
struct Counters {
    limit: u32,
}

struct Walker {
    limit: u32,
}

fn mix(slot: usize, content: u32) -> u64 {
    let mixed = (u64::from(content) << 8 | slot as u64).wrapping_add(1).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB)
}

fn fingerprint(state: &[u32]) -> u64 {
    state.iter().enumerate().fold(0, |sum, (slot, &content)| sum.wrapping_add(mix(slot, content)))
}

impl System for Counters {
    type Explorer<'s> = Walker;

    fn explorer(&self) -> Walker {
        Walker { limit: self.limit }
    }

    fn words(&self) -> usize {
        WIDTH
    }

    fn checks(&self) -> Checks {
        Checks { behavior: true, ..Checks::default() }
    }
}

impl Explorer for Walker {
    fn initial(&mut self, found: &mut dyn FnMut(&mut Self, &[u32], u64) -> bool) -> SystemResult<()> {
        let state = [0; WIDTH];
        found(self, &state, fingerprint(&state));
        Ok(())
    }

    fn expand(&mut self, state: &[u32], out: &mut Vec<Candidate>) -> SystemResult<()> {
        let whole = fingerprint(state);
        for (slot, &content) in state.iter().enumerate().filter(|&(_, &content)| content + 1 < self.limit) {
            let fingerprint = whole.wrapping_sub(mix(slot, content)).wrapping_add(mix(slot, content + 1));
            out.push(Candidate { fingerprint, action: slot as u32, delta: slot as u64 });
        }
        Ok(())
    }

    fn apply(&self, parent: &[u32], candidate: &Candidate, successor: &mut [u32]) {
        successor.copy_from_slice(parent);
        successor[candidate.delta as usize] += 1;
    }

    fn forget(&mut self) {}

    fn admits(&mut self, _: Option<&[u32]>, _: &[u32]) -> SystemResult<bool> {
        Ok(true)
    }

    fn violated_invariant(&mut self, _: Option<&[u32]>, _: &[u32]) -> SystemResult<Option<usize>> {
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
    group.sample_size(10);
    for limit in [2, 8] {
        let states = u64::from(limit).pow(WIDTH as u32);
        // Each counter can be incremented in all of its states but one.
        group.throughput(Throughput::Elements(
            states / u64::from(limit) * u64::from(limit - 1) * WIDTH as u64,
        ));
        for workers in [1, 2] {
            let id = BenchmarkId::new(format!("{states} states, candidates"), workers);
            group.bench_with_input(id, &workers, |bencher, &workers| {
                let options = Options { workers, check_deadlock: false, ..Options::default() };
                bencher.iter(|| {
                    let report = check(&Counters { limit }, &options, &());
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
