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
    /// Whatever the caller wants to remember, such as the action.
    pub label: u32,
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
    labels: Option<Vec<u32>>,
    initial: Vec<u32>,
    row: Vec<(Edge, u32)>,
}

impl Graph {
    /// The label of stuttering steps.
    pub const STUTTERING: u32 = u32::MAX;

    /// An empty graph that forgets the labels of its edges: 8 bytes for an edge, 8 for a state.
    pub fn new() -> Self {
        let (targets, letters, initial, row) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { first: vec![0], targets, letters, labels: None, initial, row }
    }

    /// An empty graph that keeps the labels of its edges, for 4 bytes more.
    pub fn with_labels() -> Self {
        Self { labels: Some(Vec::new()), ..Self::new() }
    }

    /// `state` is initial.
    pub fn add_initial(&mut self, state: u32) {
        self.initial.push(state);
    }

    /// Records all steps of the next state, and says which state that is. `edges` are its steps in any order;
    /// `stuttering` is the letter of the pair (s, s), the step of which is added.
    ///
    /// A letter belongs to a pair of states: if two actions lead from s to t, then both are taken there, and the letter
    /// has to say so. Edges to the same state with the same letter are stored once, with the label of the first.
    pub fn expand(&mut self, edges: &[Edge], stuttering: LetterId) -> Result<u32, LivenessError> {
        let source = self.expanded();
        if source == u32::MAX - 1 {
            return Err(LivenessError::TooManyNodes);
        }
        self.row.clear();
        self.row.extend(edges.iter().copied().zip(0..));
        self.row.sort_unstable_by_key(|(edge, position)| (edge.target, edge.letter, *position));
        self.row.dedup_by_key(|(edge, _)| (edge.target, edge.letter));
        self.row.retain(|(edge, _)| edge.target != source || edge.letter != stuttering);
        self.row.push((Edge { target: source, letter: stuttering, label: Self::STUTTERING }, 0));
        self.targets.extend(self.row.iter().map(|(edge, _)| edge.target));
        self.letters.extend(self.row.iter().map(|(edge, _)| edge.letter));
        if let Some(labels) = &mut self.labels {
            labels.extend(self.row.iter().map(|(edge, _)| edge.label));
        }
        self.first.push(self.targets.len() as u64);
        Ok(source)
    }

    /// The number of expanded states. The next one to expand has this number.
    #[inline]
    pub fn expanded(&self) -> u32 {
        (self.first.len() - 1) as u32
    }

    /// The memory in bytes.
    pub fn bytes(&self) -> u64 {
        let labels = self.labels.as_ref().map_or(0, Vec::capacity) * size_of::<u32>();
        let edges =
            self.targets.capacity() * size_of::<u32>() + self.letters.capacity() * size_of::<LetterId>();
        (self.first.capacity() * size_of::<u64>() + edges + labels) as u64
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

    /// The label of `edge`, if labels are kept.
    pub fn label(&self, edge: EdgeId) -> Option<u32> {
        self.labels.as_ref().map(|labels| labels[edge.0 as usize])
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
