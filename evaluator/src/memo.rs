//! Memo trees: from what an evaluation read to the number of its result. An inner node names what is read next, a leaf
//! is a result; which way to go at a node is the content of what it names. So a result is known by just what it
//! depended on, also where an index or a condition decides what is read. A tree counts how often it knows the answer
//! and is dropped when it does not pay.

use fxhash::FxHashSet;
use std::cell::Cell;

use crate::masks::Masks;
use crate::program::Program;
use crate::recorder::{Read, What};
use crate::state_functions::Kept;

mod cells;

use cells::Cells;

/// A memo tree of one formula.
pub(crate) struct Memo {
    /// What is known without reading anything: a link as in [`Cells`].
    root: u32,
    cells: Cells,
    /// What the tree is known to read: nothing else can be missing from it than what is not in here.
    met: FxHashSet<What>,
    /// How often something was put in that it did not read, or had forgotten since.
    news: usize,
    leaves: usize,
    probes: Cell<u32>,
    hits: Cell<u32>,
    off: bool,
    /// Hits over the tree's whole life, for statistics.
    total_hits: u64,
    /// Probes over the tree's whole life.
    total_probes: u64,
}

/// The words of a state, and of the next one if there is one.
#[derive(Clone, Copy)]
pub(crate) struct Words<'w> {
    /// The state's.
    pub(crate) now: &'w [u32],
    /// The next state's.
    pub(crate) next: &'w [u32],
}

impl<'w> Words<'w> {
    /// Those of a state alone.
    #[inline]
    pub(crate) fn of(now: &'w [u32]) -> Self {
        Self { now, next: &[] }
    }

    /// Whether a word of the state is the same in the next one; none if there is none.
    #[inline]
    fn same(self, word: u32) -> Option<bool> {
        Some(self.now.get(word as usize)? == self.next.get(word as usize)?)
    }

    #[inline]
    fn get(self, word: u32) -> u32 {
        match self.now.get(word as usize) {
            Some(content) => *content,
            None => self.next[word as usize - self.now.len()],
        }
    }
}

/// What lookups need to know beside the state.
#[derive(Clone, Copy)]
pub(crate) struct Known<'k> {
    /// The program.
    pub(crate) program: &'k Program,
    /// The values of state functions.
    pub(crate) kept: &'k Kept,
    /// The masks over universes.
    pub(crate) masks: &'k Masks,
}

/// After so many probes a tree is judged.
const TRIAL: u32 = 8192;

/// A tree is dropped if fewer than one in so many probes hits.
const WORST_HIT_RATE: u32 = 2;

/// A tree with more leaves than this is emptied: memory is worth more than rare hits.
const LEAF_LIMIT: usize = 1 << 22;

impl Memo {
    /// An empty tree; one that is off stays empty.
    pub(crate) fn new(off: bool) -> Self {
        Self {
            root: 0,
            cells: Cells::default(),
            met: FxHashSet::default(),
            news: 0,
            leaves: 0,
            probes: Cell::new(0),
            hits: Cell::new(0),
            off,
            total_hits: 0,
            total_probes: 0,
        }
    }

    /// Whether the tree is in use.
    #[inline]
    pub(crate) fn is_on(&self) -> bool {
        !self.off
    }

    /// The result for a state (or a step), if it is known.
    #[inline]
    pub(crate) fn lookup(&self, words: Words<'_>, known: Known<'_>) -> Option<u32> {
        self.probes.set(self.probes.get().saturating_add(1));
        let mut at = self.root;
        loop {
            if at & 1 == 1 {
                self.hits.set(self.hits.get().saturating_add(1));
                return Some(at >> 1);
            }
            if at == 0 {
                return None;
            }
            at = self.cells.link(at >> 1, self.cells.key(at >> 1, words, known)?);
        }
    }

    /// Counts lookups that were spared because their result was known.
    #[inline]
    pub(crate) fn count_hits(&self, spared: u64) {
        let spared = u32::try_from(spared).unwrap_or(u32::MAX);
        self.probes.set(self.probes.get().saturating_add(spared));
        self.hits.set(self.hits.get().saturating_add(spared));
    }

    /// The word of a state that alone tells that the result is 0, if one does.
    #[inline]
    pub(crate) fn denied_by(&self, state: &[u32]) -> Option<u32> {
        if self.root & 1 == 1 || self.root == 0 {
            return None;
        }
        let node = self.root >> 1;
        let (word, key) = match self.cells.what(node) {
            What::Word(word) => (word, *state.get(word as usize)?),
            What::Bit { word, bit } => (word, *state.get(word as usize)? >> bit & 1),
            _ => return None,
        };
        (self.cells.link(node, u64::from(key)) == 1).then_some(word)
    }

    /// As [`lookup`](Self::lookup), with what is read on the way.
    pub(crate) fn lookup_reads(
        &self,
        words: Words<'_>,
        known: Known<'_>,
        reads: &mut Vec<Read>,
    ) -> Option<u32> {
        let mut at = self.root;
        while at & 1 == 0 {
            if at == 0 {
                return None;
            }
            let key = self.cells.key(at >> 1, words, known)?;
            reads.push(Read { what: self.cells.what(at >> 1), key });
            at = self.cells.link(at >> 1, key);
        }
        Some(at >> 1)
    }

    /// How often it came to read something that it did not read before, or had forgotten. As long as this stays the
    /// same, [`reads`](Self::reads) has told of all that it reads.
    pub(crate) fn news(&self) -> usize {
        self.news
    }

    /// Whether nothing is known.
    pub(crate) fn is_empty(&self) -> bool {
        self.root == 0
    }

    /// What is read, with the largest keys that were met.
    pub(crate) fn reads(&self) -> Vec<(What, u64)> {
        let mut reads = Vec::new();
        self.cells.for_each(self.root, |what, links| {
            reads.push((what, links.iter().map(|(key, _)| *key).max().unwrap_or(0)));
        });
        reads
    }

    /// Calls `visit` with each result that is known.
    pub(crate) fn for_each_result(&self, mut visit: impl FnMut(u32)) {
        let mut see = |link: u32| {
            if link & 1 == 1 {
                visit(link >> 1);
            }
        };
        see(self.root);
        self.cells.for_each(self.root, |_, links| links.iter().for_each(|(_, link)| see(*link)));
    }

    /// What is known without reading anything.
    pub(crate) fn constant(&self) -> Option<u32> {
        (self.root & 1 == 1).then_some(self.root >> 1)
    }

    /// Hits and probes so far.
    pub(crate) fn totals(&self) -> (u64, u64) {
        (self.total_hits + u64::from(self.hits.get()), self.total_probes + u64::from(self.probes.get()))
    }

    /// Memory in bytes, about.
    pub(crate) fn bytes(&self) -> usize {
        self.cells.bytes()
    }

    /// Judges the tree, if it is time.
    fn judge(&mut self) {
        if self.probes.get() < TRIAL {
            return;
        }
        let (hits, probes) = (self.hits.replace(0), self.probes.replace(0));
        self.total_hits += u64::from(hits);
        self.total_probes += u64::from(probes);
        if hits < probes / WORST_HIT_RATE {
            self.off = true;
            self.clear();
        }
    }

    /// Puts the tree out of use, or to use again; it keeps what it knows.
    pub(crate) fn switch(&mut self, on: bool) {
        self.off = !on;
    }

    /// Forgets all results.
    pub(crate) fn clear(&mut self) {
        self.root = 0;
        self.cells = Cells::default();
        self.leaves = 0;
        self.met.clear();
    }

    /// Remembers the result of an evaluation that read this.
    pub(crate) fn insert(&mut self, reads: &[Read], result: u32) {
        self.judge();
        if self.off {
            return;
        }
        if self.leaves >= LEAF_LIMIT {
            self.clear();
        }
        self.leaves += 1;
        if self.put(reads, result).is_none() {
            // There are more nodes than links can name.
            self.clear();
        }
        if self.cells.is_loose() {
            self.root = self.cells.compact(self.root);
        }
    }

    /// Adds a path to a result.
    fn put(&mut self, reads: &[Read], result: u32) -> Option<()> {
        // The nodes on the way, with the keys by which they are left.
        let mut path: Vec<(u32, u64)> = Vec::with_capacity(reads.len());
        let mut link = self.root;
        for read in reads {
            let known = link & 1 == 0 && link != 0 && self.cells.what(link >> 1) == read.what;
            // Nothing is there, or what was found there before read something else, as when bits have ceased to be all
            // there is to know of a set.
            let node = if known {
                link >> 1
            } else {
                self.forget(link);
                self.news += usize::from(self.met.insert(read.what));
                self.cells.add(read.what)?
            };
            path.push((node, read.key));
            link = self.cells.link(node, read.key);
        }
        self.forget(link);
        // Nodes that are new, or move, are linked anew by those before them.
        let mut link = result << 1 | 1;
        for (node, key) in path.into_iter().rev() {
            link = self.cells.set(node, key, link)? << 1;
        }
        self.root = link;
        Some(())
    }

    /// What comes after this link is replaced. The tree may read nothing any more of what only that part read: it is news
    /// when it reads it again.
    fn forget(&mut self, link: u32) {
        if link & 1 == 0 && link != 0 {
            self.met.clear();
        }
    }
}

impl Known<'_> {
    /// The key of something other than a word; none if it is not known.
    pub(crate) fn key(&self, what: What, words: Words<'_>) -> Option<u64> {
        match what {
            What::Word(word) => Some(u64::from(words.get(word))),
            What::Bit { word, bit } => Some(u64::from(words.get(word) >> bit & 1)),
            What::Same(word) => words.same(word).map(u64::from),
            What::Bits { universe, next, mask, side } => {
                let words = if next { words.next } else { words.now };
                self.masks.key(&self.program.universes[universe as usize], mask, side, words)
            }
            What::View(function) => self.kept.lookup(function, words, *self).map(u64::from),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::test_heap::TestHost;

    fn with_known(test: impl FnOnce(Known<'_>)) {
        let program = Program::empty(Box::new(TestHost));
        let (kept, masks) = (Kept::default(), Masks::default());
        test(Known { program: &program, kept: &kept, masks: &masks });
    }

    fn reads(words: &[(u32, u64)]) -> Vec<Read> {
        words.iter().map(|(word, key)| Read { what: What::Word(*word), key: *key }).collect()
    }

    #[test]
    fn a_tree_knows_what_was_put_in_under_what_was_read_and_nothing_else() {
        with_known(|known| {
            let mut memo = Memo::new(false);
            assert_eq!(memo.lookup(Words::of(&[1, 2, 3]), known), None);
            memo.insert(&reads(&[(1, 2), (0, 1)]), 7);
            memo.insert(&reads(&[(1, 5), (2, 1_000_000)]), 8);
            memo.insert(&reads(&[(1, 9)]), 9);
            assert_eq!(memo.lookup(Words::of(&[1, 2, 99]), known), Some(7));
            assert_eq!(memo.lookup(Words::of(&[2, 2, 99]), known), None);
            assert_eq!(memo.lookup(Words::of(&[99, 5, 1_000_000]), known), Some(8));
            assert_eq!(
                memo.lookup(Words::of(&[99, 9, 4]), known),
                Some(9),
                "what is not read does not matter"
            );
            assert_eq!(memo.constant(), None);
            memo.insert(&[], 3);
            assert_eq!((memo.lookup(Words::of(&[4, 4, 4]), known), memo.constant()), (Some(3), Some(3)));
        });
    }

    #[test]
    fn keys_may_be_dense_or_sparse() {
        with_known(|known| {
            let mut memo = Memo::new(false);
            let keys = [0, 1, 2, 40, 3, 4, 5, 6, 7, 8, 9, 10, 11, 500, 1_000_000, 60, u32::MAX];
            for (result, key) in (0..).zip(keys) {
                memo.insert(&reads(&[(0, u64::from(key))]), result);
            }
            for (result, key) in (0..).zip(keys) {
                assert_eq!(memo.lookup(Words::of(&[key]), known), Some(result));
            }
            assert_eq!(memo.lookup(Words::of(&[12]), known), None);
        });
    }

    #[test]
    fn what_reads_something_else_than_before_replaces_what_is_known() {
        with_known(|known| {
            let mut memo = Memo::new(false);
            memo.insert(&reads(&[(0, 1), (1, 1)]), 1);
            memo.insert(&reads(&[(0, 2), (1, 1)]), 2);
            memo.insert(&reads(&[(0, 1), (2, 5)]), 3);
            assert_eq!(memo.lookup(Words::of(&[1, 1, 5]), known), Some(3));
            assert_eq!(memo.lookup(Words::of(&[1, 1, 6]), known), None);
            assert_eq!(memo.lookup(Words::of(&[2, 1, 6]), known), Some(2));
        });
    }

    /// What the tree reads, in order.
    fn read_by(memo: &Memo) -> Vec<String> {
        let mut reads: Vec<String> = memo.reads().iter().map(|(what, _)| format!("{what:?}")).collect();
        reads.sort();
        reads.dedup();
        reads
    }

    #[test]
    fn a_tree_that_has_no_news_reads_what_it_read_before() {
        let mut seed = 11u64;
        let mut dice = |sides: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % sides
        };
        let mut memo = Memo::new(false);
        let (mut quiet, mut forgotten) = (0, 0);
        for result in 0..3000 {
            let (before, news) = (read_by(&memo), memo.news());
            // Longer and shorter paths, which often replace each other.
            let path: Vec<_> = (0..dice(4)).map(|at| ((at + dice(2)) as u32, dice(3))).collect();
            memo.insert(&reads(&path), result);
            if result % 500 == 499 {
                memo.clear();
            }
            let after = read_by(&memo);
            forgotten += u32::from(before.iter().any(|what| !after.contains(what)));
            if memo.news() == news {
                quiet += 1;
                let new: Vec<_> = after.iter().filter(|what| !before.contains(what)).collect();
                assert!(new.is_empty(), "{new:?} came to be read without news");
            }
        }
        assert!(quiet > 100 && forgotten > 100, "{quiet} insertions without news, {forgotten} that forgot");
    }

    #[test]
    fn a_tree_that_never_hits_is_dropped() {
        with_known(|known| {
            let mut memo = Memo::new(false);
            for word in 0..=TRIAL {
                assert_eq!(memo.lookup(Words::of(&[word]), known), None);
                memo.insert(&reads(&[(0, u64::from(word))]), word);
            }
            assert!(!memo.is_on());
        });
    }
}
