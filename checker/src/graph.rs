//! The state graph as a search finds it: who wants it hears of every stored state and of every step, in the order of
//! one worker, whatever the number of workers.
//!
//! Workers note the steps of their chunks ([`Steps`]); when the chunks of a level are joined, and it is known which
//! step to a state came first, they are told to the [`GraphObserver`] ([`Teller`]). A search to which nobody listens
//! pays one branch a candidate.

use crate::fingerprint::Fingerprint;
use crate::log::Origin;
use crate::worker::Chunk;

/// Whom a search tells its graph. It is called by the thread that called the search, one call after the other, in
/// the order in which TLC writes `-dump` files: initial states, then state by state the steps from it.
pub trait GraphObserver: Sync {
    /// An initial state that is stored.
    fn initial(&self, state: Vertex<'_>);

    /// An initial state that a constraint excludes; told each time that it is found.
    fn excluded_initial(&self, state: Vertex<'_>) {
        let _ = state;
    }

    /// A step.
    fn step(&self, step: Step<'_>);
}

/// A state of the graph.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Vertex<'s> {
    /// Its fingerprint, after view and symmetry, as an integer with a sign, as TLC writes it.
    pub fingerprint: i128,
    /// Its words.
    pub words: &'s [u32],
}

/// A step of the graph.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Step<'s> {
    /// The fingerprint of the state that was expanded.
    pub from: i128,
    /// The level of that state; initial states have level 1.
    pub level: u32,
    /// The action instance.
    pub action: u32,
    /// The fingerprint of the successor.
    pub to: i128,
    /// What the successor is.
    pub successor: Successor<'s>,
}

/// What the successor of a step is to the search.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Successor<'s> {
    /// A state that this step found first, with its words.
    New(&'s [u32]),
    /// A state that was known.
    Known,
    /// A constraint excludes it, or the step to it; with its words.
    Excluded(&'s [u32]),
}

/// The steps that a worker made in a chunk, in order.
#[derive(Default)]
pub(crate) struct Steps<F> {
    made: Vec<Made<F>>,
    /// The words of the excluded successors.
    excluded: Vec<u32>,
}

struct Made<F> {
    origin: Origin,
    to: F,
    action: u32,
    excluded: bool,
}

impl<F> Steps<F> {
    /// Notes a step; `excluded` are the words of a successor that is outside the model.
    #[cold]
    pub(crate) fn note(&mut self, origin: Origin, to: F, action: u32, excluded: Option<&[u32]>) {
        self.made.push(Made { origin, to, action, excluded: excluded.is_some() });
        self.excluded.extend_from_slice(excluded.unwrap_or_default());
    }
}

/// Tells the steps of a level, chunk by chunk.
pub(crate) struct Teller<'o, F> {
    observer: &'o dyn GraphObserver,
    width: usize,
    /// The fingerprints of the states of the level that is expanded.
    level: Vec<F>,
    /// Those of the states of the next one, as far as they are found.
    next: Vec<F>,
}

impl<'o, F: Fingerprint> Teller<'o, F> {
    /// A teller of states of `width` words.
    pub(crate) fn new(observer: &'o dyn GraphObserver, width: usize) -> Self {
        Self { observer, width, level: Vec::new(), next: Vec::new() }
    }

    /// Tells an initial state.
    pub(crate) fn initial(&mut self, fingerprint: F, words: &[u32], stored: bool) {
        let vertex = Vertex { fingerprint: fingerprint.name(), words };
        if stored {
            self.level.push(fingerprint);
            self.observer.initial(vertex);
        } else {
            self.observer.excluded_initial(vertex);
        }
    }

    /// Tells the steps of a chunk of the level number `level`, whose first state has the number `first_index`.
    pub(crate) fn chunk(&mut self, chunk: &Chunk<F>, level: u32, first_index: u64) {
        let Chunk { run, steps, event, .. } = chunk;
        let width = self.width;
        let words = run.states.words();
        let (mut stored, mut excluded) = (0, 0);
        let violating = event.as_ref().filter(|event| event.stored.is_some());
        for made in &steps.made {
            let new = match run.origins.get(stored).filter(|origin| **origin == made.origin) {
                Some(_) => {
                    stored += 1;
                    words.get((stored - 1) * width..stored * width)
                }
                None => violating
                    .filter(|event| event.origin == made.origin)
                    .and_then(|event| Some(event.step.as_ref()?.1.as_slice())),
            };
            let successor = match new {
                _ if made.excluded => {
                    excluded += 1;
                    let words = steps.excluded.get((excluded - 1) * width..excluded * width);
                    Successor::Excluded(words.unwrap_or_default())
                }
                Some(words) => {
                    self.next.push(made.to);
                    Successor::New(words)
                }
                None => Successor::Known,
            };
            let from = self.level[(made.origin.parent() - first_index) as usize];
            let (from, to) = (from.name(), made.to.name());
            self.observer.step(Step { from, level, action: made.action, to, successor });
        }
    }

    /// The level is told; the next one follows.
    pub(crate) fn end_level(&mut self) {
        self.level = std::mem::take(&mut self.next);
    }
}
