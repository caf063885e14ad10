//! Fingerprints that do not fit into memory: sorted runs in files. Whether many fingerprints are among them is found out
//! by reading the runs once from end to end, so the search asks for a whole portion at a time: delayed duplicate
//! detection, after Korf's and Stern and Dill's searches on disk. Runs of like length are merged, so that there are few.

use crate::fingerprint::Fingerprint;
use crate::scratch_file::ScratchFile;
use std::io;
use std::path::PathBuf;

/// Fingerprints in a block, the unit of reading; of each the first is kept in memory.
const BLOCK: usize = 4096;

/// Sorted fingerprints in a file.
struct SortedRun<F> {
    file: ScratchFile,
    len: usize,
    /// The first fingerprint of each block.
    firsts: Vec<F>,
}

impl<F: Fingerprint> SortedRun<F> {
    fn block(&self, number: usize) -> io::Result<Vec<F>> {
        let bytes = BLOCK * size_of::<F>();
        let bytes = self.file.read_up_to((number * bytes) as u64, bytes)?;
        Ok(bytes.chunks_exact(size_of::<F>()).map(F::read).collect())
    }

    fn blocks(&self) -> usize {
        self.firsts.len()
    }

    /// The only block where the fingerprint can be.
    fn block_of(&self, fingerprint: F) -> Option<usize> {
        self.firsts.partition_point(|first| *first <= fingerprint).checked_sub(1)
    }
}

/// Writes fingerprints, which ascend, to a run.
struct RunWriter<F> {
    run: SortedRun<F>,
    pending: Vec<F>,
}

impl<F: Fingerprint> RunWriter<F> {
    fn new(file: ScratchFile) -> Self {
        Self { run: SortedRun { file, len: 0, firsts: Vec::new() }, pending: Vec::with_capacity(BLOCK) }
    }

    fn push(&mut self, fingerprint: F) -> io::Result<()> {
        self.pending.push(fingerprint);
        if self.pending.len() == BLOCK { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        let Some(first) = self.pending.first() else { return Ok(()) };
        self.run.firsts.push(*first);
        let mut bytes = Vec::with_capacity(self.pending.len() * size_of::<F>());
        self.pending.iter().for_each(|fingerprint| fingerprint.write(&mut bytes));
        self.run.file.append(&bytes)?;
        self.run.len += self.pending.len();
        self.pending.clear();
        Ok(())
    }

    fn finish(mut self) -> io::Result<SortedRun<F>> {
        self.flush()?;
        Ok(self.run)
    }
}

/// Reads a run from its beginning.
struct RunReader<'r, F> {
    run: &'r SortedRun<F>,
    next_block: usize,
    block: Vec<F>,
    at: usize,
}

impl<'r, F: Fingerprint> RunReader<'r, F> {
    fn new(run: &'r SortedRun<F>) -> Self {
        Self { run, next_block: 0, block: Vec::new(), at: 0 }
    }

    /// The next fingerprint, which is not taken.
    fn peek(&mut self) -> io::Result<Option<F>> {
        if self.at == self.block.len() {
            if self.next_block == self.run.blocks() {
                return Ok(None);
            }
            self.block = self.run.block(self.next_block)?;
            (self.next_block, self.at) = (self.next_block + 1, 0);
        }
        Ok(self.block.get(self.at).copied())
    }
}

/// A set of fingerprints in files.
pub(crate) struct SortedRuns<F> {
    folder: PathBuf,
    runs: Vec<SortedRun<F>>,
    /// Bytes that were written.
    written: u64,
}

impl<F: Fingerprint> SortedRuns<F> {
    /// An empty set; its files will be in this folder.
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self { folder, runs: Vec::new(), written: 0 }
    }

    /// Whether nothing is in it.
    pub(crate) fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// The bytes that were written to files, those that replaced others included.
    pub(crate) fn written_bytes(&self) -> u64 {
        self.written
    }

    /// Adds fingerprints, which ascend; some of them may be there already.
    pub(crate) fn add(&mut self, fingerprints: &[F]) -> io::Result<()> {
        let mut writer = RunWriter::new(ScratchFile::create(&self.folder)?);
        fingerprints.iter().try_for_each(|fingerprint| writer.push(*fingerprint))?;
        self.push(writer.finish()?);
        while let [.., before, last] = &self.runs[..]
            && before.len <= 2 * last.len
        {
            let merged = merge(before, last, ScratchFile::create(&self.folder)?)?;
            self.runs.truncate(self.runs.len() - 2);
            self.push(merged);
        }
        Ok(())
    }

    fn push(&mut self, run: SortedRun<F>) {
        self.written += (run.len * size_of::<F>()) as u64;
        self.runs.push(run);
    }

    /// Which of these fingerprints, which ascend, are in it; ascending too.
    pub(crate) fn known_of(&self, asked: &[F]) -> io::Result<Vec<F>> {
        let mut known = Vec::new();
        for run in &self.runs {
            let mut rest = asked;
            while let Some(&first) = rest.first() {
                let Some(number) = run.block_of(first) else {
                    // Before the first block.
                    let skipped = rest.partition_point(|asked| *asked < run.firsts[0]);
                    rest = &rest[skipped..];
                    continue;
                };
                let end = run.firsts.get(number + 1);
                let (here, later) =
                    rest.split_at(end.map_or(rest.len(), |end| rest.partition_point(|a| a < end)));
                let block = run.block(number)?;
                let mut at = 0;
                for fingerprint in here {
                    while block.get(at).is_some_and(|found| found < fingerprint) {
                        at += 1;
                    }
                    if block.get(at) == Some(fingerprint) {
                        known.push(*fingerprint);
                    }
                }
                rest = later;
            }
        }
        known.sort_unstable();
        known.dedup();
        Ok(known)
    }

    /// Whether the fingerprint is in it.
    pub(crate) fn contains(&self, fingerprint: F) -> io::Result<bool> {
        for run in &self.runs {
            if let Some(number) = run.block_of(fingerprint)
                && run.block(number)?.binary_search(&fingerprint).is_ok()
            {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// The union of two runs.
fn merge<F: Fingerprint>(
    left: &SortedRun<F>,
    right: &SortedRun<F>,
    file: ScratchFile,
) -> io::Result<SortedRun<F>> {
    let (mut left, mut right) = (RunReader::new(left), RunReader::new(right));
    let mut writer = RunWriter::new(file);
    loop {
        let (from_left, from_right) = (left.peek()?, right.peek()?);
        let least = match (from_left, from_right) {
            (Some(left), Some(right)) => left.min(right),
            (Some(only), None) | (None, Some(only)) => only,
            (None, None) => return writer.finish(),
        };
        left.at += usize::from(from_left == Some(least));
        right.at += usize::from(from_right == Some(least));
        writer.push(least)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// Every third number, spread over all fingerprints, the least and the greatest included.
    fn fingerprints(count: u64, salt: u64) -> BTreeSet<u64> {
        let spread = |number: u64| (number * 3 + salt).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        (0..count).map(spread).chain([0, u64::MAX]).collect()
    }

    #[test]
    fn the_union_of_runs_has_what_was_added_and_nothing_else() {
        let folder = tempfile::tempdir().expect("a folder for scratch files");
        let mut runs = SortedRuns::new(folder.path().join("made"));
        let mut expected = BTreeSet::new();
        for (salt, count) in [(0, 10_000), (1, 9), (1, 9_000), (0, 5_000), (1, 1)] {
            let added = fingerprints(count, salt);
            runs.add(&Vec::from_iter(added.iter().copied())).expect("there is room");
            expected.extend(added);
        }
        assert!(runs.runs.len() < 5, "runs of like length are merged");
        let asked: BTreeSet<u64> =
            fingerprints(20_000, 2).union(&fingerprints(12_000, 0)).copied().chain([1, 5]).collect();
        let known = runs.known_of(&Vec::from_iter(asked.iter().copied())).expect("files can be read");
        assert_eq!(known, Vec::from_iter(asked.intersection(&expected).copied()));
        for fingerprint in asked.iter().step_by(97) {
            assert_eq!(
                runs.contains(*fingerprint).expect("files can be read"),
                expected.contains(fingerprint)
            );
        }
    }
}
