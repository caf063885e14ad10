//! A search that may use so much memory and no more: what grows with the states is brought to files when it has had its
//! share.
//!
//! * The seen-set is emptied into sorted runs ([`SortedRuns`]). From then on a worker knows only of the states since;
//!   what it takes for new is looked up in the runs when a portion of the level is expanded, all of it at a time, and
//!   dropped if it was there. So the states, their order, the counts and the traces are those of a search in memory;
//!   only invariants are evaluated on some states again, where they hold.
//! * States that wait for their expansion go to a file ([`Overflow`](crate::frontier::Overflow)), and so does the log.
//!
//! A system whose order can be observed must not evaluate anything twice: its worker looks into the runs for each
//! state, which is slow.
//!
//! The graph that is recorded for temporal properties stays in memory, and so do the evaluator's values and memos:
//! they have no part in the budget.

use crate::fingerprint::Fingerprint;
use crate::log::Log;
use crate::options::Memory;
use crate::scratch_file::ScratchFile;
use crate::seen_set::SeenSet;
use crate::sorted_runs::SortedRuns;
use crate::team::Chunks;
use crate::turn::{keep, settle_events};
use std::io;

/// What a search has in files, and when.
pub(crate) struct Spill<F> {
    memory: Memory,
    /// What the seen-set had.
    pub(crate) runs: SortedRuns<F>,
    log: Option<ScratchFile>,
    log_written: u64,
}

/// The parts of the budget, in sixteenths. The runs are read for each portion: a large one spares reading.
const TABLE: u64 = 8;
const FRONTIER: u64 = 2;
const PORTION: u64 = 5;
const LOG: u64 = 1;

impl<F: Fingerprint> Spill<F> {
    /// Nothing is in files yet.
    pub(crate) fn new(memory: &Memory) -> Self {
        let runs = SortedRuns::new(memory.folder.clone());
        Self { memory: memory.clone(), runs, log: None, log_written: 0 }
    }

    fn share(memory: &Memory, part: u64) -> u64 {
        memory.bytes / 16 * part
    }

    /// The most fingerprints in the seen-set.
    pub(crate) fn most_seen(&self) -> usize {
        SeenSet::<F>::room(Self::share(&self.memory, TABLE))
    }

    /// The most bytes of states that wait in memory.
    pub(crate) fn frontier_bytes(memory: &Memory) -> u64 {
        Self::share(memory, FRONTIER)
    }

    /// The most new states, of `width` words, that a portion of a level shall give, where `usual` are enough if
    /// nothing has to be read.
    pub(crate) fn portion(&self, width: usize, usual: usize) -> usize {
        // Words, origin, fingerprint and action, the fingerprint again to look it up, and some that the allocator keeps.
        let state = width * size_of::<u32>() + 32 + 2 * size_of::<F>();
        let most = usize::try_from(Self::share(&self.memory, PORTION)).unwrap_or(usize::MAX) / state;
        if self.runs.is_empty() { most.min(usual) } else { most }
    }

    /// Empties the seen-set if it has no room for so many more; says whether it did.
    pub(crate) fn make_room(&mut self, seen: &mut SeenSet<F>, expected: usize) -> io::Result<bool> {
        let most = self.most_seen();
        seen.limit_growth(most);
        if seen.is_empty() || seen.len().saturating_add(expected) <= most {
            return Ok(false);
        }
        seen.drain_sorted(|fingerprints| self.runs.add(fingerprints))?;
        Ok(true)
    }

    /// Drops from chunks the states that are in the runs.
    pub(crate) fn drop_known(&self, chunks: &mut Chunks<F>) -> io::Result<()> {
        if self.runs.is_empty() {
            return Ok(());
        }
        let mut asked: Vec<F> = Vec::new();
        for (_, chunk) in &*chunks {
            asked.extend(&chunk.run.fingerprints);
            asked.extend(chunk.continued.iter().chain(&chunk.event).filter_map(|event| event.stored));
        }
        asked.sort_unstable();
        asked.dedup();
        let known = self.runs.known_of(&asked)?;
        drop(asked);
        if known.is_empty() {
            return Ok(());
        }
        let is_new = |fingerprint: F| known.binary_search(&fingerprint).is_err();
        for (_, chunk) in chunks {
            let fingerprints = chunk.run.fingerprints.iter().enumerate();
            let kept = fingerprints.filter(|(_, fingerprint)| is_new(**fingerprint)).map(|(state, _)| state);
            let kept: Vec<usize> = kept.collect();
            keep(chunk, &kept);
            settle_events(chunk, |fingerprint, _| is_new(fingerprint));
        }
        Ok(())
    }

    /// Brings the log to a file if it has grown beyond its share.
    pub(crate) fn relieve(&mut self, log: &mut Log) -> io::Result<()> {
        if log.bytes() <= Self::share(&self.memory, LOG) {
            return Ok(());
        }
        let file = match &self.log {
            Some(file) => file,
            None => self.log.insert(ScratchFile::create(&self.memory.folder)?),
        };
        log.spill(file)?;
        self.log_written = file.len();
        Ok(())
    }

    /// The bytes of the seen-set and the log that were written to files.
    pub(crate) fn written_bytes(&self) -> u64 {
        self.runs.written_bytes() + self.log_written
    }
}
