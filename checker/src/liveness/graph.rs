//! The recorded graph: states that are numbers, steps that carry letters.

use super::error::LivenessError;
use super::letter::LetterId;
use std::ops::Range;

/// A step to record.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Edge {
    /// The state that the step leads to. It may be one that is not expanded yet.
    pub target: u32,
    /// What the atoms say about the pair of states.
    pub letter: LetterId,
}

/// The number of an edge in its [`Graph`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct EdgeId(pub(crate) u64);

/// The states that were expanded, with all their steps, in the order of their numbers.
///
/// States are numbered as breadth-first search finds them: that keeps neighbours together, and the search for cycles is
/// up to nine times faster than with random numbers. The graph may be checked before it is complete: steps to states
/// that are not expanded are then left out, so what is found is a behaviour of the specification, and what is not found
/// may still come.
///
/// Every state has its stuttering step, which is an edge like the others. Every state that is not initial has to be the
/// target of a step of a state with a smaller number.
#[derive(Clone, Debug)]
pub struct Graph {
    /// Where the edges of each state begin; one more entry at the end.
    first: Vec<u64>,
    targets: Vec<u32>,
    letters: Vec<LetterId>,
    initial: Vec<u32>,
    row: Vec<Edge>,
}

impl Graph {
    /// An empty graph: 8 bytes for an edge, 8 for a state.
    pub fn new() -> Self {
        let (targets, letters, initial, row) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { first: vec![0], targets, letters, initial, row }
    }

    /// `state` is initial.
    pub fn add_initial(&mut self, state: u32) {
        self.initial.push(state);
    }

    /// Records all steps of the next state, and says which state that is. `edges` are its steps in any order;
    /// `stuttering` is the letter of the pair (s, s), the step of which is added.
    ///
    /// A letter belongs to a pair of states: if two actions lead from s to t, then both are taken there, and the letter
    /// has to say so. Edges to the same state with the same letter are stored once.
    pub fn expand(&mut self, edges: &[Edge], stuttering: LetterId) -> Result<u32, LivenessError> {
        let source = self.expanded();
        self.has_room(1)?;
        self.row.clear();
        self.row.extend_from_slice(edges);
        normalise(&mut self.row, source, stuttering);
        self.targets.extend(self.row.iter().map(|edge| edge.target));
        self.letters.extend(self.row.iter().map(|edge| edge.letter));
        self.first.push(self.targets.len() as u64);
        Ok(source)
    }

    /// Records the steps of the next states. The part was begun for the first of them.
    pub(crate) fn append(&mut self, part: &GraphPart) -> Result<(), LivenessError> {
        self.has_room(part.ends.len())?;
        debug_assert_eq!(part.source, u64::from(self.expanded()) + part.ends.len() as u64);
        let before = self.targets.len() as u64;
        self.targets.extend_from_slice(&part.targets);
        self.letters.extend_from_slice(&part.letters);
        self.first.extend(part.ends.iter().map(|end| before + end));
        Ok(())
    }

    /// Makes room for so many states and edges.
    pub(crate) fn reserve(&mut self, states: usize, edges: usize) {
        self.first.reserve(states);
        self.targets.reserve(edges);
        self.letters.reserve(edges);
    }

    fn has_room(&self, states: usize) -> Result<(), LivenessError> {
        let expanded = u64::from(self.expanded()) + states as u64;
        if expanded >= u64::from(u32::MAX) { Err(LivenessError::TooManyNodes) } else { Ok(()) }
    }

    /// The number of expanded states. The next one to expand has this number.
    #[inline]
    pub fn expanded(&self) -> u32 {
        (self.first.len() - 1) as u32
    }

    /// The memory in bytes.
    pub fn bytes(&self) -> u64 {
        let edges =
            self.targets.capacity() * size_of::<u32>() + self.letters.capacity() * size_of::<LetterId>();
        (self.first.capacity() * size_of::<u64>() + edges) as u64
    }

    /// The number of edges, stuttering steps included.
    pub fn edges(&self) -> u64 {
        self.targets.len() as u64
    }

    /// The initial states that are expanded, in the order in which they were given.
    pub fn initial(&self) -> impl Iterator<Item = u32> {
        let expanded = self.expanded();
        self.initial.iter().copied().filter(move |state| *state < expanded)
    }

    /// The state that `edge` leads to.
    pub fn target(&self, edge: EdgeId) -> u32 {
        self.targets[edge.0 as usize]
    }

    /// The letter of `edge`.
    pub fn letter(&self, edge: EdgeId) -> LetterId {
        self.letters[edge.0 as usize]
    }

    /// The edges that leave `state`, which must be expanded. The last is the stuttering step.
    pub fn steps(&self, state: u32) -> impl DoubleEndedIterator<Item = EdgeId> + use<> {
        self.row(state).map(EdgeId)
    }

    /// `edge`, one of `state`, is its stuttering step.
    pub fn is_stuttering(&self, state: u32, edge: EdgeId) -> bool {
        edge.0 + 1 == self.first[state as usize + 1]
    }

    /// Takes away the stuttering step of the state that was expanded last, which no caller could.
    #[cfg(test)]
    pub(crate) fn forget_stuttering(&mut self) {
        self.targets.pop();
        self.letters.pop();
        *self.first.last_mut().expect("a state was expanded") -= 1;
    }

    #[inline]
    pub(crate) fn row(&self, state: u32) -> Range<u64> {
        self.first[state as usize]..self.first[state as usize + 1]
    }

    /// Targets and letters of all edges.
    #[inline]
    pub(crate) fn columns(&self) -> (&[u32], &[LetterId]) {
        (&self.targets, &self.letters)
    }
}

impl Default for Graph {
    fn default() -> Self {
        Self::new()
    }
}

/// Some consecutive states of a graph, recorded apart from it.
#[derive(Debug)]
pub(crate) struct GraphPart {
    /// The next state.
    source: u64,
    /// Where the edges of each state end.
    ends: Vec<u64>,
    targets: Vec<u32>,
    letters: Vec<LetterId>,
    row: Vec<Edge>,
}

impl GraphPart {
    /// Nothing, with room for some states and edges; `source` will be the first state.
    pub(crate) fn new(source: u64, states: usize, edges: usize) -> Self {
        Self {
            source,
            ends: Vec::with_capacity(states),
            targets: Vec::with_capacity(edges + states),
            letters: Vec::with_capacity(edges + states),
            row: Vec::new(),
        }
    }

    /// As [`Graph::expand`].
    pub(crate) fn expand(&mut self, edges: impl IntoIterator<Item = Edge>, stuttering: LetterId) {
        self.row.clear();
        self.row.extend(edges);
        // Where there are more states than numbers, the graph will notice.
        normalise(&mut self.row, u32::try_from(self.source).unwrap_or(u32::MAX), stuttering);
        self.targets.extend(self.row.iter().map(|edge| edge.target));
        self.letters.extend(self.row.iter().map(|edge| edge.letter));
        self.ends.push(self.targets.len() as u64);
        self.source += 1;
    }
}

/// Puts the steps of a state into the order in which they are stored: each once, the stuttering step last.
fn normalise(row: &mut Vec<Edge>, source: u32, stuttering: LetterId) {
    let stutters = Edge { target: source, letter: stuttering };
    row.sort_unstable_by_key(|edge| (edge.target, edge.letter));
    row.dedup();
    row.retain(|edge| *edge != stutters);
    row.push(stutters);
}
