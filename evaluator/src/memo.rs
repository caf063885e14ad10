//! Memo trees: from what an evaluation read to the number of its result. An inner node names what is read next, a leaf
//! is a result; which way to go at a node is the content of what it names. So a result is known by just what it
//! depended on, also where an index or a condition decides what is read. A tree counts how often it knows the answer
//! and is dropped when it does not pay.

use fxhash::FxHashMap;
use std::cell::Cell;

use crate::masks::Masks;
use crate::program::Program;
use crate::recorder::{Read, What};
use crate::state_functions::Kept;

/// A memo tree of one formula.
pub(crate) struct Memo {
    /// What is known without reading anything: a link as in [`Node`].
    root: u32,
    nodes: Vec<Node>,
    leaves: usize,
    probes: Cell<u32>,
    hits: Cell<u32>,
    off: bool,
    /// Hits over the tree's whole life, for statistics.
    total_hits: u64,
    /// Probes over the tree's whole life.
    total_probes: u64,
}

/// Links of a node are 0 for nowhere, `2 * n + 1` for the result `n`, `2 * n` for the node `n - 1`.
struct Node {
    what: What,
    links: Links,
}

enum Links {
    /// By small keys.
    Dense(Vec<u32>),
    /// By any keys.
    Hashed(FxHashMap<u64, u32>),
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

/// Keys below this may index a vector, if enough of them are there.
const DENSE_LIMIT: u64 = 1 << 16;

impl Memo {
    /// An empty tree; one that is off stays empty.
    pub(crate) fn new(off: bool) -> Self {
        Self {
            root: 0,
            nodes: Vec::new(),
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
            let node = &self.nodes[(at as usize >> 1).checked_sub(1)?];
            let key = match node.what {
                What::Word(word) => u64::from(words.get(word)),
                What::Bit { word, bit } => u64::from(words.get(word) >> bit & 1),
                what => known.key(what, words)?,
            };
            at = match &node.links {
                Links::Dense(links) => *links.get(key as usize)?,
                Links::Hashed(links) => *links.get(&key)?,
            };
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
        let node = &self.nodes[(self.root as usize >> 1).checked_sub(1).filter(|_| self.root & 1 == 0)?];
        let (word, key) = match node.what {
            What::Word(word) => (word, *state.get(word as usize)?),
            What::Bit { word, bit } => (word, *state.get(word as usize)? >> bit & 1),
            _ => return None,
        };
        let link = match &node.links {
            Links::Dense(links) => *links.get(key as usize)?,
            Links::Hashed(links) => *links.get(&u64::from(key))?,
        };
        (link == 1).then_some(word)
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
            let node = &self.nodes[(at as usize >> 1).checked_sub(1)?];
            let key = known.key(node.what, words)?;
            reads.push(Read { what: node.what, key });
            at = match &node.links {
                Links::Dense(links) => *links.get(key as usize)?,
                Links::Hashed(links) => *links.get(&key)?,
            };
        }
        Some(at >> 1)
    }

    /// How many nodes there are: it changes whenever something new is read.
    pub(crate) fn size(&self) -> usize {
        self.nodes.len()
    }

    /// Whether nothing is known.
    pub(crate) fn is_empty(&self) -> bool {
        self.root == 0
    }

    /// What is read, with the largest keys that were met.
    pub(crate) fn reads(&self) -> impl Iterator<Item = (What, u64)> {
        self.nodes.iter().map(|node| {
            let largest = match &node.links {
                Links::Dense(links) => (links.len() as u64).saturating_sub(1),
                Links::Hashed(links) => links.keys().copied().max().unwrap_or(0),
            };
            (node.what, largest)
        })
    }

    /// Calls `visit` with each result that is known.
    pub(crate) fn for_each_result(&self, mut visit: impl FnMut(u32)) {
        let mut see = |link: u32| {
            if link & 1 == 1 {
                visit(link >> 1);
            }
        };
        see(self.root);
        for node in &self.nodes {
            match &node.links {
                Links::Dense(links) => links.iter().copied().for_each(&mut see),
                Links::Hashed(links) => links.values().copied().for_each(&mut see),
            }
        }
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
        let links = |node: &Node| match &node.links {
            Links::Dense(links) => links.capacity() * 4,
            Links::Hashed(links) => links.capacity() * 17,
        };
        self.nodes.capacity() * size_of::<Node>() + self.nodes.iter().map(links).sum::<usize>()
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
        self.nodes = Vec::new();
        self.leaves = 0;
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
        // Where the link to the next node stands.
        let mut parent: Option<(usize, u64)> = None;
        for read in reads {
            let at = self.link(parent);
            let node = match (at as usize >> 1).checked_sub(1) {
                Some(node) if at & 1 == 0 && self.nodes[node].what == read.what => node,
                // Nothing is there, or what was found there before read something else, as when bits have ceased to be
                // all there is to know of a set.
                _ => {
                    self.nodes.push(Node { what: read.what, links: Links::Dense(Vec::new()) });
                    self.set_link(parent, (self.nodes.len() as u32) << 1);
                    self.nodes.len() - 1
                }
            };
            parent = Some((node, read.key));
        }
        self.set_link(parent, result << 1 | 1);
    }

    fn link(&self, parent: Option<(usize, u64)>) -> u32 {
        match parent {
            None => self.root,
            Some((node, key)) => match &self.nodes[node].links {
                Links::Dense(links) => links.get(key as usize).copied().unwrap_or(0),
                Links::Hashed(links) => links.get(&key).copied().unwrap_or(0),
            },
        }
    }

    fn set_link(&mut self, parent: Option<(usize, u64)>, link: u32) {
        match parent {
            None => self.root = link,
            Some((node, key)) => self.nodes[node].links.set(key, link),
        }
    }
}

impl Links {
    fn set(&mut self, key: u64, link: u32) {
        if let Links::Dense(links) = self {
            let used = links.len() as u64;
            // A vector grows no further than to four times what a dense one needs.
            if key < DENSE_LIMIT && key <= 16 + 4 * used {
                if links.len() <= key as usize {
                    links.resize(key as usize + 1, 0);
                }
                links[key as usize] = link;
                return;
            }
            let known = (0..).zip(links.iter().copied()).filter(|(_, link)| *link != 0);
            *self = Links::Hashed(known.collect());
        }
        if let Links::Hashed(links) = self {
            links.insert(key, link);
        }
    }
}

impl Known<'_> {
    /// The key of something other than a word; none if it is not known.
    pub(crate) fn key(&self, what: What, words: Words<'_>) -> Option<u64> {
        match what {
            What::Word(word) => Some(u64::from(words.get(word))),
            What::Bit { word, bit } => Some(u64::from(words.get(word) >> bit & 1)),
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
