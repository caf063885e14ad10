//! Successors counted by the action instance that made them: by each worker for itself, chunk by chunk, so that the
//! hot loop shares nothing and a search that ends counts just what one worker would have seen.

use crate::log::Origin;
use crate::report::ActionCount;
use crate::system::Candidate;
use crate::worker::Chunk;

/// Buckets of the histogram of unseen successors, as many as TLC has.
pub(crate) const OUT_DEGREES: usize = 32;

/// The counts of a chunk: action instances that made a successor, ascending.
pub(crate) type ActionCounts = Vec<(u32, ActionCount)>;

/// A worker's counts for the chunk at work.
#[derive(Default)]
pub(crate) struct Tally(Vec<ActionCount>);

impl Tally {
    /// These successors were generated.
    #[inline]
    pub(crate) fn generated(&mut self, candidates: &[Candidate]) {
        for candidate in candidates {
            match self.0.get_mut(candidate.action as usize) {
                Some(count) => count.generated += 1,
                None => self.first(candidate.action),
            }
        }
    }

    #[cold]
    fn first(&mut self, action: u32) {
        self.0.resize(action as usize + 1, ActionCount::default());
        self.0[action as usize].generated = 1;
    }

    /// These successors, which were counted as generated, were not looked at.
    #[inline]
    pub(crate) fn take_back(&mut self, candidates: &[Candidate]) {
        candidates.iter().for_each(|candidate| self.0[candidate.action as usize].generated -= 1);
    }

    /// The last successor of this action instance, which was counted as generated, is new as far as is known.
    #[inline]
    pub(crate) fn distinct(&mut self, action: u32) {
        if let Some(count) = self.0.get_mut(action as usize) {
            count.distinct += 1;
        }
    }

    /// The counts since the last call.
    pub(crate) fn take(&mut self) -> ActionCounts {
        let counts = (0..).zip(&mut self.0).filter(|(_, count)| count.generated > 0);
        counts.map(|(action, count)| (action, std::mem::take(count))).collect()
    }
}

/// A state that was counted as new came first elsewhere.
pub(crate) fn take_back(counts: &mut ActionCounts, action: u32) {
    if let Ok(found) = counts.binary_search_by_key(&action, |(action, _)| *action) {
        counts[found].1.distinct -= 1;
    }
}

/// Adds the counts of a chunk to those of a run.
pub(crate) fn add(total: &mut Vec<ActionCount>, counts: &ActionCounts) {
    if let Some((last, _)) = counts.last()
        && total.len() <= *last as usize
    {
        total.resize(*last as usize + 1, ActionCount::default());
    }
    for (action, count) in counts {
        let total = &mut total[*action as usize];
        total.generated += count.generated;
        total.distinct += count.distinct;
    }
}

/// Adds the states of a chunk whose expansion was finished to the histogram, by their successors that were new, which
/// have these origins.
pub(crate) fn count_out_degrees<F>(chunk: &Chunk<F>, origins: &[Origin], out_degrees: &mut [u64]) {
    let Some(last) = out_degrees.len().checked_sub(1) else { return };
    let unfinished = chunk.event.as_ref().map(|event| event.origin.parent());
    let mut productive = 0;
    for siblings in origins.chunk_by(|left, right| left.parent() == right.parent()) {
        if Some(siblings[0].parent()) != unfinished {
            productive += 1;
            out_degrees[siblings.len().min(last)] += 1;
        }
    }
    out_degrees[0] += chunk.expanded.saturating_sub(productive);
}
