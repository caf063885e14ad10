//! A giant component, found by several workers.
//!
//! Tarjan's algorithm is one long path. Where most of a large graph is one component, that component is found faster
//! as the intersection of what is reached from a state forwards and backwards, both breadth-first with all workers.
//! The rest is left to Tarjan's algorithm, so the components are the same either way. It needs the edges backwards,
//! hence only where the product is the graph itself, with few enough edges for 32 bits.

use super::product::{Conditions, Part, Product, unite};
use std::sync::atomic::{AtomicU8, AtomicU32, Ordering::Relaxed};

/// The nodes of a component.
pub(crate) struct Giant {
    nodes: Vec<u32>,
}

/// Below so many edges a second worker does not pay. (The tests have small graphs, and are to see it.)
const EDGES: u64 = if cfg!(test) { 8 } else { 1 << 20 };
/// Nodes that a worker takes at a time.
const CHUNK: usize = 1 << 12;

const FORWARD: u8 = 1;
const BACKWARD: u8 = 2;
const BOTH: u8 = FORWARD | BACKWARD;

impl Giant {
    /// The component of a state in the middle, if the product is a large graph, the component may be large, and several
    /// workers may be used.
    pub(crate) fn find<const W: usize>(product: &Product<W>, workers: usize) -> Option<Self> {
        let graph = product.graph;
        if workers < 2 || !product.trivial || graph.edges() < EDGES || graph.edges() > u64::from(u32::MAX) {
            return None;
        }
        let states = graph.expanded();
        let pivot = busiest(product)?;
        let reached: Vec<AtomicU8> = (0..states).map(|_| AtomicU8::new(0)).collect();
        let forward = |state: u32, give: &mut dyn FnMut(u32)| {
            let mut cursor = product.cursor(state, 0);
            while let Some(step) = product.advance(&mut cursor, &Part::Cycle([0; W])) {
                give(step.target);
            }
        };
        let count = spread(pivot, FORWARD, &reached, workers, &forward);
        // A small component is not worth the edges backwards.
        if count < states as usize / 4 {
            return None;
        }
        let back = Backward::new(product, &reached, workers);
        spread(pivot, BACKWARD, &reached, workers, &|state, give| back.sources(state).for_each(give));
        let nodes: Vec<u32> =
            (0..states).filter(|state| reached[*state as usize].load(Relaxed) == BOTH).collect();
        (nodes.len() > 1).then_some(Self { nodes })
    }

    pub(crate) fn nodes(&self) -> &[u32] {
        &self.nodes
    }

    /// What the edges inside of the component show.
    pub(crate) fn shown<const W: usize>(&self, product: &Product<W>, workers: usize) -> Conditions<W> {
        let mut inside = vec![false; product.graph.expanded() as usize];
        self.nodes.iter().for_each(|node| inside[*node as usize] = true);
        let gather = |nodes: &[u32]| {
            let mut shown = [0; W];
            for &node in nodes {
                let mut cursor = product.cursor(node, 0);
                while let Some(step) = product.advance(&mut cursor, &Part::Cycle([0; W])) {
                    if inside[step.target as usize] {
                        unite(&mut shown, &product.shown(step.edge, step.transition));
                    }
                }
            }
            shown
        };
        let share = self.nodes.len().div_ceil(workers);
        std::thread::scope(|scope| {
            let others: Vec<_> = self.nodes.chunks(share).map(|part| scope.spawn(|| gather(part))).collect();
            let mut shown = [0; W];
            for other in others {
                unite(&mut shown, &other.join().expect("gathering does not panic"));
            }
            shown
        })
    }
}

/// A state with many edges that may lie on a cycle, from the middle of the graph: states at its end are often dead
/// ends, and the initial ones are often left for good.
fn busiest<const W: usize>(product: &Product<W>) -> Option<u32> {
    let states = product.graph.expanded();
    let degree = |state: &u32| {
        let mut cursor = product.cursor(*state, 0);
        std::iter::from_fn(|| product.advance(&mut cursor, &Part::Cycle([0; W]))).count()
    };
    let middle = states / 2;
    (middle..states.min(middle + 64)).rev().max_by_key(degree)
}

/// Marks with `mark` what is reached from `start`, level by level, and says how many that are.
fn spread(
    start: u32,
    mark: u8,
    reached: &[AtomicU8],
    workers: usize,
    next: &(impl Fn(u32, &mut dyn FnMut(u32)) + Sync),
) -> usize {
    reached[start as usize].fetch_or(mark, Relaxed);
    let mut level = vec![start];
    let mut count = 0;
    while !level.is_empty() {
        count += level.len();
        let expand = |nodes: &[u32]| {
            let mut found = Vec::new();
            for &node in nodes {
                next(node, &mut |target| {
                    let known = &reached[target as usize];
                    if known.load(Relaxed) & mark == 0 && known.fetch_or(mark, Relaxed) & mark == 0 {
                        found.push(target);
                    }
                });
            }
            found
        };
        let share = level.len().div_ceil(workers).max(CHUNK);
        level = if level.len() <= share {
            expand(&level)
        } else {
            std::thread::scope(|scope| {
                let parts: Vec<_> =
                    level.chunks(share).map(|part| scope.spawn(move || expand(part))).collect();
                parts.into_iter().flat_map(|part| part.join().expect("spreading does not panic")).collect()
            })
        };
    }
    count
}

/// The edges backwards, between states that were reached forwards.
struct Backward {
    first: Vec<u32>,
    sources: Vec<AtomicU32>,
}

impl Backward {
    fn new<const W: usize>(product: &Product<W>, reached: &[AtomicU8], workers: usize) -> Self {
        let states = product.graph.expanded();
        let counts: Vec<AtomicU32> = (0..states).map(|_| AtomicU32::new(0)).collect();
        let each = |edge: &(dyn Fn(u32, u32) + Sync)| {
            let share = (states as usize).div_ceil(workers) as u32;
            std::thread::scope(|scope| {
                for worker in 0..workers as u32 {
                    let range = (worker * share).min(states)..((worker + 1) * share).min(states);
                    scope.spawn(move || {
                        for source in range.filter(|state| reached[*state as usize].load(Relaxed) != 0) {
                            let mut cursor = product.cursor(source, 0);
                            while let Some(step) = product.advance(&mut cursor, &Part::Cycle([0; W])) {
                                if step.target != source {
                                    edge(source, step.target);
                                }
                            }
                        }
                    });
                }
            });
        };
        each(&|_, target| {
            counts[target as usize].fetch_add(1, Relaxed);
        });
        let mut first = Vec::with_capacity(states as usize + 1);
        let mut total = 0;
        for count in &counts {
            first.push(total);
            total += count.swap(total, Relaxed);
        }
        first.push(total);
        let sources: Vec<AtomicU32> = (0..total).map(|_| AtomicU32::new(0)).collect();
        each(&|source, target| {
            let place = counts[target as usize].fetch_add(1, Relaxed);
            sources[place as usize].store(source, Relaxed);
        });
        Self { first, sources }
    }

    fn sources(&self, state: u32) -> impl Iterator<Item = u32> {
        let (from, to) = (self.first[state as usize] as usize, self.first[state as usize + 1] as usize);
        self.sources[from..to].iter().map(|source| source.load(Relaxed))
    }
}
