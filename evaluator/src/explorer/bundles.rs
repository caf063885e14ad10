//! Conjuncts of invariants or constraints that read much the same, as those about one process do. Of all that they read
//! together, put side by side as a key, it is remembered with which keys all of them hold: one look in place of a walk
//! through the memo tree of each.
//!
//! A key tells all that the conjuncts read as long as their trees have no [news](crate::memo::Memo::news): what holds is
//! remembered only then, and bundles are tied anew from time to time. Under a key that is not known *all* conjuncts are
//! looked at, also those that the step does not touch: they do hold, but the trees of this worker need not know what
//! they read.

use super::keys::{NO_KEY, Reads, Wanted};
use crate::masks::Masks;
use crate::memo::Memo;
use crate::program::Program;

/// The bundles of the conjuncts of some predicates, of which there are at most 64.
#[derive(Default)]
pub(super) struct Bundles {
    bundles: Vec<Bundle>,
    /// Those that were met and did not know the key of the state that is looked at, with that.
    unknown: Vec<(usize, u64)>,
    /// Lookups so far; bundles are tied anew when there are so many.
    looks: u64,
    due: u64,
    /// Something was met since that a bundle does not know and cannot remember.
    stale: bool,
}

/// Conjuncts that are looked at together.
struct Bundle {
    /// Them, by bits.
    conjuncts: u64,
    reads: Reads,
    /// The news of their trees when the bundle was tied.
    news: usize,
    /// The keys with which all hold, by bits.
    good: Vec<u64>,
    /// How often a state had a key that was not known.
    misses: u32,
}

/// What is collected for a bundle.
#[derive(Default)]
struct Gathered {
    conjuncts: u64,
    wanted: Wanted,
    news: usize,
}

/// Keys have at most so many bits: a table has eight kilobytes.
const KEY_BITS: u32 = 16;

/// A bundle that does not know so many keys, more than there are, does not pay.
const MISSES: u32 = 1 << 17;

/// Bundles are tied after so many lookups, and anew when there are twice as many,
const FIRST: u64 = 512;

/// up to so many; from then on only if something has changed.
const LAST: u64 = 1 << 17;

impl Bundles {
    /// Whether it is time to tie bundles anew.
    #[inline]
    pub(super) fn is_due(&mut self) -> bool {
        self.looks += 1;
        self.looks >= self.due.max(FIRST) && (self.stale || self.looks < LAST)
    }

    /// Ties the conjuncts of the bits `wanted`, whose trees these are.
    #[cold]
    pub(super) fn tie<'m>(
        &mut self,
        program: &Program,
        masks: &Masks,
        trees: impl Iterator<Item = &'m Memo>,
        wanted: u64,
    ) {
        self.due = self.looks * 2;
        self.stale = false;
        let mut gathered: Vec<Gathered> = Vec::new();
        for (number, memo) in trees.enumerate().filter(|(number, _)| wanted >> number & 1 == 1) {
            if !memo.is_on() || memo.is_empty() || memo.constant().is_some() {
                continue;
            }
            let mut reads = Wanted::default();
            reads.add(program, masks, memo);
            reads.widen(program, KEY_BITS);
            if reads.width() <= KEY_BITS {
                put(&mut gathered, 1 << number, reads, memo.news());
            }
        }
        let mut old = std::mem::take(&mut self.bundles);
        for Gathered { conjuncts, wanted, news } in gathered {
            let reads = wanted.finish(KEY_BITS, program.width());
            let same =
                |known: &Bundle| (known.conjuncts, known.news) == (conjuncts, news) && known.reads == reads;
            let bundle = match old.iter().position(same) {
                Some(known) => old.swap_remove(known),
                None => {
                    let good = vec![0; (1usize << reads.width()).div_ceil(64)];
                    Bundle { conjuncts, reads, news, good, misses: 0 }
                }
            };
            self.bundles.push(bundle);
        }
    }

    /// What was open is not known to hold.
    #[inline]
    pub(super) fn forget_unknown(&mut self) {
        self.unknown.clear();
    }

    /// Of these conjuncts, by bits, those that are not known to hold, and those that are to be looked at with them. `key`
    /// puts together the key of the state.
    #[inline]
    pub(super) fn open(&mut self, mut conjuncts: u64, key: impl Fn(&Reads) -> u64) -> u64 {
        for (at, bundle) in self.bundles.iter_mut().enumerate() {
            if bundle.conjuncts & conjuncts == 0 {
                continue;
            }
            let key = key(&bundle.reads);
            let known = bundle.good.get((key / 64) as usize).is_some_and(|bits| bits >> (key % 64) & 1 == 1);
            if known {
                conjuncts &= !bundle.conjuncts;
                continue;
            }
            bundle.misses += 1;
            if key == NO_KEY {
                self.stale = true;
            } else {
                conjuncts |= bundle.conjuncts;
                self.unknown.push((at, key));
            }
            if bundle.misses == MISSES {
                bundle.untie();
            }
        }
        conjuncts
    }

    /// What [was open](Self::open) holds. `tree` gives the tree of each.
    #[inline]
    pub(super) fn hold<'m>(&mut self, tree: impl Fn(usize) -> &'m Memo) {
        if !self.unknown.is_empty() {
            self.remember(tree);
        }
    }

    #[cold]
    fn remember<'m>(&mut self, tree: impl Fn(usize) -> &'m Memo) {
        for (at, key) in self.unknown.drain(..) {
            let bundle = &mut self.bundles[at];
            let trees = (0..64).filter(|number| bundle.conjuncts >> number & 1 == 1).map(&tree);
            let news = trees
                .map(|memo| memo.is_on().then(|| memo.news()))
                .try_fold(0, |all, news| news.map(|news| usize::wrapping_add(all, news)));
            if news == Some(bundle.news) {
                bundle.good[(key / 64) as usize] |= 1 << (key % 64);
            } else {
                self.stale = true;
                bundle.untie();
            }
        }
    }
}

impl Bundle {
    /// It is not asked any more.
    fn untie(&mut self) {
        self.conjuncts = 0;
    }
}

/// Puts a conjunct to those that read most of what it reads, or beside them.
fn put(gathered: &mut Vec<Gathered>, conjunct: u64, reads: Wanted, news: usize) {
    let own = reads.width();
    let mut best: Option<(u32, usize, Wanted)> = None;
    for (at, known) in gathered.iter().enumerate() {
        let mut both = known.wanted.clone();
        both.merge(&reads);
        let more = both.width() - known.wanted.width();
        if both.width() <= KEY_BITS
            && more * 2 <= own
            && best.as_ref().is_none_or(|(least, ..)| more < *least)
        {
            best = Some((more, at, both));
        }
    }
    match best {
        Some((_, at, both)) => {
            let known = &mut gathered[at];
            (known.conjuncts, known.wanted) = (known.conjuncts | conjunct, both);
            known.news = known.news.wrapping_add(news);
        }
        None => gathered.push(Gathered { conjuncts: conjunct, wanted: reads, news }),
    }
}
