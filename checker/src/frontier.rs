//! The states of one level as flat words, in the order of exploration.

use crate::log::Origin;

/// States that one worker found, one after the other.
#[derive(Clone, Default)]
pub(crate) struct Run {
    /// The states' words.
    pub(crate) words: Vec<u32>,
    /// Where each came from; ascending.
    pub(crate) origins: Vec<Origin>,
    /// Their fingerprints; only while several workers are at the level.
    pub(crate) fingerprints: Vec<u64>,
    /// The action instances that made them; only together with the fingerprints.
    pub(crate) actions: Vec<u32>,
}

impl Run {
    /// Forgets the states and keeps the memory.
    pub(crate) fn clear(&mut self) {
        self.words.clear();
        self.origins.clear();
        self.fingerprints.clear();
        self.actions.clear();
    }

    /// Keeps the states, given by their number in the run, that `keep` holds for; `width` words each.
    pub(crate) fn retain(&mut self, width: usize, mut keep: impl FnMut(&Self, usize) -> bool) {
        let mut kept = 0;
        for state in 0..self.origins.len() {
            if !keep(self, state) {
                continue;
            }
            if kept != state {
                self.words.copy_within(state * width..(state + 1) * width, kept * width);
                self.origins[kept] = self.origins[state];
                self.fingerprints[kept] = self.fingerprints[state];
                self.actions[kept] = self.actions[state];
            }
            kept += 1;
        }
        self.words.truncate(kept * width);
        self.origins.truncate(kept);
        self.fingerprints.truncate(kept);
        self.actions.truncate(kept);
    }
}

/// The states of a level: runs, in order.
pub(crate) struct Level {
    runs: Vec<(usize, Vec<u32>)>,
    len: usize,
    width: usize,
}

impl Level {
    /// The level of the states of `runs`, given by their number and `width` words each.
    pub(crate) fn new(width: usize, runs: impl IntoIterator<Item = (usize, Vec<u32>)>) -> Self {
        let mut len = 0;
        let mut starts = Vec::new();
        for (states, words) in runs.into_iter().filter(|&(states, _)| states > 0) {
            debug_assert_eq!(words.len(), states * width);
            starts.push((len, words));
            len += states;
        }
        Self { runs: starts, len, width }
    }

    /// The number of states.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// The states from position `from` on.
    pub(crate) fn states_from(&self, from: usize) -> impl Iterator<Item = &[u32]> {
        let run = self.runs.partition_point(|&(start, _)| start <= from).saturating_sub(1);
        let ends = self.runs[run..].iter().skip(1).map(|&(start, _)| start).chain([self.len]);
        self.runs[run..].iter().zip(ends).flat_map(move |((start, words), end)| {
            let first = from.saturating_sub(*start);
            (first..end - start).map(|state| &words[state * self.width..(state + 1) * self.width])
        })
    }
}
