//! Liveness: the search for fair cycles on graphs of 10^5 to 10^7 edges, none of which has one, so that all of it is
//! searched. The time has to grow with the number of edges.
//!
//! *random*: edges lead anywhere, nearly all states are one component. *local*: they lead to states with near numbers, as
//! in a graph that was found breadth-first, and a few lead back. *acyclic*: without those. *chain*: strong fairness of
//! action i is violated only after the states that violate that of action i - 1 are gone, the worst case.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use std::time::Duration;
use tern_checker::liveness::{
    AtomId, Edge, Fairness, Formula, Formulas, Graph, LetterId, Letters, Problem, Strength,
};

const DEGREE: u64 = 10;
const CHAIN: u32 = 4;

#[derive(Clone, Copy)]
enum Shape {
    Random,
    Local,
    Acyclic,
}

struct Model {
    graph: Graph,
    letters: Letters,
    formulas: Formulas,
    never: Formula,
}

fn mixed(number: u64) -> u64 {
    let mixed = (number ^ number >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ mixed >> 31
}

fn target(shape: Shape, source: u64, edge: u64, states: u64) -> u64 {
    let chance = mixed(source * DEGREE + edge + 1);
    match shape {
        Shape::Random => chance % states,
        Shape::Local if chance.is_multiple_of(1_000) => chance / 1_000 % (source + 1),
        Shape::Local | Shape::Acyclic => (source + 1 + chance / 1_000 % 1_000).min(states - 1),
    }
}

/// Action i of the chain is enabled in 1 % of the states, and taken in those where action i - 1 is enabled; the last is
/// enabled everywhere.
fn enabled(action: u32) -> AtomId {
    AtomId(2 * action)
}

fn taken(action: u32) -> AtomId {
    AtomId(2 * action + 1)
}

fn model(shape: Shape, edges: u64) -> Model {
    let states = edges / DEGREE;
    let mut letters = Letters::new(2 * CHAIN as usize + 2);
    let mut write = |class: u32, moves: bool| -> LetterId {
        let mut letter = letters.blank();
        letter.set(enabled(CHAIN), true);
        if class < CHAIN {
            letter.set(enabled(class), true);
            letter.set(taken(class + 1), moves);
        }
        letters.intern(&letter)
    };
    let written: Vec<_> = (0..=CHAIN).map(|class| [write(class, false), write(class, true)]).collect();
    let mut graph = Graph::new();
    graph.add_initial(0);
    for source in 0..states {
        let class = (mixed(source + 7) % 100).min(u64::from(CHAIN)) as usize;
        let [stuttering, letter] = written[class];
        let edge = |edge| Edge { target: target(shape, source, edge, states) as u32, letter };
        let row: Vec<Edge> = (1..DEGREE).map(edge).collect();
        graph.expand(&row, stuttering).expect("fewer states than numbers");
    }
    let mut formulas = Formulas::new();
    let never = formulas.constant(false).expect("one formula");
    Model { graph, letters, formulas, never }
}

fn fairness(strength: Strength, action: u32, taken_as: u32) -> Fairness {
    Fairness { strength, enabled: enabled(action), taken: taken(taken_as) }
}

fn benchmark(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("liveness");
    group.sample_size(10).warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(2));
    // Enabled everywhere, taken nowhere.
    let impossible = vec![fairness(Strength::Weak, CHAIN, 0)];
    let mut chain = vec![fairness(Strength::Weak, CHAIN, CHAIN)];
    chain.extend((0..CHAIN).map(|action| fairness(Strength::Strong, action, action)));
    for edges in [100_000, 1_000_000, 10_000_000] {
        group.throughput(Throughput::Elements(edges));
        for (name, shape) in [("random", Shape::Random), ("local", Shape::Local), ("acyclic", Shape::Acyclic)]
        {
            let Model { graph, letters, formulas, never } = model(shape, edges);
            let mut measure = |name: String, assumptions: &[Fairness], workers: usize| {
                let problem =
                    Problem::new(&graph, &letters, &formulas, never).assuming(assumptions).workers(workers);
                group.bench_function(BenchmarkId::new(name, edges), |bencher| {
                    bencher.iter(|| {
                        let answer = black_box(problem).check().expect("an answer");
                        assert!(answer.is_none(), "there is no fair cycle");
                    });
                });
            };
            measure(name.to_string(), &impossible, 1);
            measure(format!("{name}, two workers"), &impossible, 2);
            measure(format!("{name}, chain"), &chain, 1);
        }
    }
    group.finish();
}

criterion_group!(benches, benchmark);
criterion_main!(benches);
