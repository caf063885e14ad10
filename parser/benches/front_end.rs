//! The front end, stage by stage: tokens, trees, and names with levels. Each stage contains the ones before it.
//!
//! *small* is a specification of the size that people write, *large* is a module of the size that programs write.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use std::fmt::Write;
use std::hint::black_box;
use std::time::Duration;
use tern_parser::parse::{count_tokens, parse_module};
use tern_parser::resolve::load_spec;
use tern_parser::source::SourceMap;

/// As in the commands.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const SMALL: &str = include_str!("../../examples/Paxos.tla");

/// A module with so many actions in it.
fn large(actions: usize) -> String {
    let mut text =
        String::from("---- MODULE Large ----\nEXTENDS Naturals, Sequences\nVARIABLES queue, count\n");
    for number in 0..actions {
        write!(
            text,
            "
(* The action with number {number}. *)
Action{number}(self, other) ==
  /\\ queue[self] # <<>>
  /\\ LET first == Head(queue[self])
     IN  \\/ /\\ first.kind = \"kind {number}\" /\\ first.size + {number} * 2 <= count[other]
            /\\ queue' = [queue EXCEPT ![self] = Tail(@), ![other] = Append(@, [first EXCEPT !.size = 0])]
         \\/ /\\ \\A one, two \\in DOMAIN queue : one # two => queue[one] \\notin {{<<>>, <<first>>}}
            /\\ UNCHANGED queue
  /\\ count' = IF count[self] > {number} THEN [count EXCEPT ![self] = @ - 1] ELSE count
"
        )
        .expect("a string takes everything");
    }
    text + "====\n"
}

fn benchmark(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("front end");
    group.sample_size(20).warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(2));
    let large = large(2_000);
    for (name, module, text) in [("small", "Paxos", SMALL), ("large", "Large", large.as_str())] {
        group.throughput(Throughput::Bytes(text.len() as u64));
        let mut sources = SourceMap::default();
        let source = sources.add("Module.tla", text);
        group.bench_function(BenchmarkId::new("lexing", name), |bencher| {
            bencher.iter(|| black_box(count_tokens(black_box(text), source)));
        });
        group.bench_function(BenchmarkId::new("parsing", name), |bencher| {
            bencher.iter(|| {
                let parsed = parse_module(black_box(text), source);
                assert!(parsed.module.is_some(), "{:?}", parsed.diagnostics);
                parsed
            });
        });
        // With the standard modules that it extends.
        let modules = |name: &str| (name == module).then(|| (name.to_owned(), text.to_owned()));
        group.bench_function(BenchmarkId::new("resolving", name), |bencher| {
            bencher.iter(|| {
                let loaded = load_spec(module, &modules);
                assert!(loaded.spec.is_some(), "{:?}", loaded.diagnostics);
                loaded
            });
        });
    }
    group.finish();
}

criterion_group!(benches, benchmark);
criterion_main!(benches);
