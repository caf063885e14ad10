//! Which conjuncts of invariants or constraints a step can make false: those that may read a word that it changes. They
//! hold in the state before, so no other conjunct needs to be looked at.
//!
//! Many conjuncts read one word only, as those of a type invariant do. Of the contents of each word it is remembered
//! with which of them all these hold: such a content is looked at once, when it appears. Steps are few, and lead to states
//! again and again: which conjuncts a step touches when the contents that it sets are known is remembered, too.

use super::bundles::Bundles;
use super::keys::Reads;
use super::steps::Change;
use crate::masks::Masks;
use crate::memo::Memo;
use crate::program::{Predicate, Program};
use tern_parser::ids::Id;

/// The conjuncts of several predicates, one after the other, by the words that they read at most.
#[derive(Default)]
pub(super) struct Touched {
    /// The predicate and the number in it of each conjunct.
    places: Vec<(u32, u32)>,
    /// How many words of 64 bits a set of conjuncts has.
    chunks: usize,
    /// The words of a state that conjuncts may read.
    words: Vec<u32>,
    /// For each word of a state, the set of the conjuncts that may read it; and of those that read another one too.
    readers: Vec<u64>,
    further: Vec<u64>,
    /// For each word, the contents with which all conjuncts hold that read no other, by bits.
    good: Vec<Good>,
    /// Those whose value depends on more than the state.
    always: Vec<u64>,
    /// Those that a step touches.
    touched: Vec<u64>,
    /// The words that it changes to contents that are not known to be good, with these.
    fresh: Vec<(u32, u32)>,
    /// For each step, the conjuncts that it touches: those that read what it sets to contents that are good. With
    /// [`MORE`], there are others beside them; with [`UNSETTLED`], not even these are known.
    settled: Vec<u64>,
    /// Results may be remembered.
    memo: bool,
    /// Those that read much the same.
    bundles: Bundles,
}

/// A step changes words of which it does not tell the content.
const MORE: u64 = 1 << 62;

/// Nothing is remembered of a step.
const UNSETTLED: u64 = 1 << 63;

/// With no more conjuncts than this it is remembered which of them a step touches,
const SETTLED_CONJUNCTS: usize = 62;

/// of so many steps.
const SETTLED_STEPS: u32 = 1 << 18;

/// The contents of a word that are good.
#[derive(Clone, Default)]
struct Good {
    /// There are conjuncts that read this word only, and what they say may be remembered.
    wanted: bool,
    contents: Vec<u64>,
}

/// Greater contents are not remembered: a megabyte for each word.
const CONTENTS: u32 = 1 << 23;

impl Good {
    #[inline]
    fn has(&self, content: u32) -> bool {
        self.contents.get(content as usize / 64).is_some_and(|bits| bits >> (content % 64) & 1 == 1)
    }

    fn add(&mut self, content: u32) {
        let at = content as usize / 64;
        if self.contents.len() <= at {
            self.contents.resize(at + 1, 0);
        }
        self.contents[at] |= 1 << (content % 64);
    }
}

impl Touched {
    /// Those of these predicates; with `memo`, it is remembered what they say of contents, until the program has
    /// another epoch.
    pub(super) fn new(program: &Program, predicates: &[Predicate], memo: bool) -> Self {
        let all = || predicates.iter().enumerate();
        let places: Vec<(u32, u32)> = all()
            .flat_map(|(index, predicate)| {
                (0..predicate.conjuncts.len() as u32).map(move |at| (index as u32, at))
            })
            .collect();
        let chunks = places.len().div_ceil(64);
        let mut readers = vec![0; program.width() * chunks];
        let (mut further, mut always) = (readers.clone(), vec![0; chunks]);
        let mut good = vec![Good::default(); program.width()];
        let conjuncts = all().flat_map(|(_, predicate)| &predicate.conjuncts);
        for (number, conjunct) in conjuncts.enumerate() {
            let (chunk, bit) = (number / 64, 1 << (number % 64));
            if conjunct.reads.impure {
                always[chunk] |= bit;
            }
            let slots = || conjunct.reads.slots.iter().map(|slot| slot.index());
            let telling: Vec<u32> = slots().flat_map(|slot| program.telling_words_of(slot)).collect();
            let lone = memo && !conjunct.reads.impure && telling.len() == 1;
            for word in slots().flat_map(|slot| program.words_of(slot)) {
                let at = word as usize * chunks + chunk;
                readers[at] |= bit;
                if lone && telling[0] == word {
                    good[word as usize].wanted = true;
                } else {
                    further[at] |= bit;
                }
            }
        }
        let (touched, fresh) = (always.clone(), Vec::new());
        let is_read = |word: &u32| {
            let readers = &readers[*word as usize * chunks..(*word as usize + 1) * chunks];
            readers.iter().any(|readers| *readers != 0)
        };
        let words = (0..program.width() as u32).filter(is_read).collect();
        Self {
            places,
            chunks,
            words,
            readers,
            further,
            good,
            touched,
            always,
            fresh,
            memo,
            ..Self::default()
        }
    }

    /// Collects the conjuncts that a step touches: its number and its changes, if they are known.
    #[inline]
    pub(super) fn collect(&mut self, from: &[u32], to: &[u32], step: Option<(u32, &[Change])>) {
        self.touched.copy_from_slice(&self.always);
        self.fresh.clear();
        let Some((number, changes)) = step else {
            (0..self.words.len()).for_each(|at| self.add_word(self.words[at] as usize, from, to));
            return;
        };
        match self.settled.get(number as usize).copied().unwrap_or(UNSETTLED) {
            UNSETTLED => changes.iter().for_each(|change| self.add_word(change.word(), from, to)),
            settled => {
                self.touched[0] |= settled & !MORE;
                if settled & MORE != 0 {
                    let more = changes.iter().filter(|change| change.content().is_none());
                    more.for_each(|change| self.add_word(change.word(), from, to));
                }
            }
        }
    }

    /// Remembers which conjuncts a step touches, if the contents that it sets are good.
    #[cold]
    fn settle(&mut self, number: u32, changes: &[Change]) {
        let mut settled = 0;
        for change in changes {
            let (word, good) = (change.word(), &self.good[change.word()]);
            settled |= match change.content() {
                _ if !good.wanted => self.readers[word],
                Some(content) if good.has(content) => self.further[word],
                Some(_) => return,
                None => MORE,
            };
        }
        if self.settled.len() <= number as usize {
            self.settled.resize(number as usize + 1, UNSETTLED);
        }
        self.settled[number as usize] = settled;
    }

    #[inline]
    fn add_word(&mut self, word: usize, from: &[u32], to: &[u32]) {
        let after = to[word];
        if from[word] == after {
            return;
        }
        let good = &self.good[word];
        let is_good = good.has(after);
        if good.wanted && !is_good && after < CONTENTS {
            self.fresh.push((word as u32, after));
        }
        let readers = if is_good { &self.further } else { &self.readers };
        let readers = &readers[word * self.chunks..(word + 1) * self.chunks];
        self.touched.iter_mut().zip(readers).for_each(|(touched, readers)| *touched |= readers);
    }

    /// All that were collected last hold, for this step.
    #[inline]
    pub(super) fn hold(&mut self, step: Option<(u32, &[Change])>) {
        for (word, content) in self.fresh.drain(..) {
            self.good[word as usize].add(content);
        }
        if let Some((number, changes)) = step
            && number < SETTLED_STEPS
            && self.settled.get(number as usize).is_none_or(|settled| *settled == UNSETTLED)
            && self.memo
            && (1..=SETTLED_CONJUNCTS).contains(&self.places.len())
        {
            self.settle(number, changes);
        }
    }

    /// Collects all conjuncts.
    pub(super) fn collect_all(&mut self) {
        self.fresh.clear();
        self.touched.fill(u64::MAX);
    }

    /// Collects no conjuncts any more that are known to hold, as their bundles tell, which are tied when it is time. `key`
    /// puts together the key of the state.
    #[inline]
    pub(super) fn narrow(
        &mut self,
        (program, masks, memos): (&Program, &Masks, &[Vec<Memo>]),
        key: impl Fn(&Reads) -> u64,
    ) {
        self.bundles.forget_unknown();
        let ([touched], [always]) = (&mut self.touched[..], &self.always[..]) else { return };
        if !self.memo || *touched & !always == 0 {
            return;
        }
        if self.bundles.is_due() {
            // What reads one word only is remembered by its contents.
            let wanted = self.further.iter().fold(0, |all, further| all | further) & !always;
            let trees = self.places.iter().map(|(index, number)| &memos[*index as usize][*number as usize]);
            self.bundles.tie(program, masks, trees, wanted);
        }
        *touched = self.bundles.open(*touched, key);
    }

    /// What was collected last, and narrowed, holds: the bundles may know.
    #[inline]
    pub(super) fn hold_together(&mut self, memos: &[Vec<Memo>]) {
        let places = &self.places;
        self.bundles.hold(|place| {
            let (index, number) = places[place];
            &memos[index as usize][number as usize]
        });
    }

    /// The predicate and the number in it of the first collected conjunct from the place `from` on, and its place.
    #[inline]
    pub(super) fn next(&self, from: usize) -> Option<(usize, usize, usize)> {
        let mut chunk = from / 64;
        let mut rest = self.touched.get(chunk)? & (u64::MAX << (from % 64));
        while rest == 0 {
            chunk += 1;
            rest = *self.touched.get(chunk)?;
        }
        let place = chunk * 64 + rest.trailing_zeros() as usize;
        let (index, number) = self.places.get(place)?;
        Some((*index as usize, *number as usize, place))
    }

    /// The predicates and the numbers in them of the conjuncts that are not collected.
    pub(super) fn untouched(&self) -> impl Iterator<Item = (usize, usize)> {
        let is_touched = |place: usize| self.touched[place / 64] >> (place % 64) & 1 == 1;
        let places = self.places.iter().enumerate().filter(move |(place, _)| !is_touched(*place));
        places.map(|(_, (index, number))| (*index as usize, *number as usize))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explorer::steps::Kind;

    #[test]
    fn conjuncts_that_read_what_changes_come_in_order() {
        // 70 conjuncts in two invariants; conjunct n reads the word n % 3, the last depends on more.
        let places: Vec<(u32, u32)> = (0..70).map(|n| if n < 66 { (0, n) } else { (1, n - 66) }).collect();
        let mut touched = Touched { places, chunks: 2, readers: vec![0; 6], ..Touched::default() };
        (touched.good, touched.words) = (vec![Good::default(); 3], vec![0, 1, 2]);
        (0..69).for_each(|n: usize| touched.readers[n % 3 * 2 + n / 64] |= 1 << (n % 64));
        (touched.always, touched.touched) = (vec![0, 1 << 5], vec![0; 2]);
        let collected = |touched: &Touched| {
            let (mut from, mut found) = (0, Vec::new());
            while let Some((index, number, place)) = touched.next(from) {
                found.push((index * 66 + number) as u32);
                from = place + 1;
            }
            found
        };
        touched.collect(&[1, 2, 3], &[1, 5, 3], None);
        let wanted: Vec<u32> = (0..69).filter(|n| n % 3 == 1).chain([69]).collect();
        assert_eq!(collected(&touched), wanted);
        assert_eq!(touched.untouched().count(), 70 - wanted.len());
        touched.collect(&[1, 2, 3], &[1, 2, 3], None);
        assert_eq!(collected(&touched), [69]);
        touched.collect_all();
        assert_eq!(collected(&touched), (0..70).collect::<Vec<u32>>());
    }

    #[test]
    fn a_content_that_all_readers_of_one_word_accept_is_not_looked_at_again() {
        // Of three conjuncts, the first reads the first word, the others both.
        let places = vec![(0, 0), (0, 1), (0, 2)];
        let wanted = Good { wanted: true, ..Good::default() };
        let mut touched = Touched {
            places,
            chunks: 1,
            words: vec![0, 1],
            readers: vec![0b111, 0b110],
            further: vec![0b110, 0b110],
            good: vec![wanted, Good::default()],
            always: vec![0],
            touched: vec![0],
            ..Touched::default()
        };
        touched.collect(&[1, 2], &[70, 2], None);
        assert_eq!(touched.touched, [0b111]);
        touched.collect(&[1, 2], &[70, 2], None);
        assert_eq!(touched.touched, [0b111], "nobody said that they hold");
        touched.hold(None);
        touched.collect(&[1, 2], &[70, 2], None);
        assert_eq!(touched.touched, [0b110]);
        touched.collect(&[1, 2], &[71, 5], None);
        assert_eq!(touched.touched, [0b111]);
        touched.collect_all();
        touched.hold(None);
        touched.collect(&[1, 2], &[71, 2], None);
        assert_eq!(touched.touched, [0b111], "only what was collected by a step is remembered");
    }

    #[test]
    fn a_step_touches_what_it_touched_before_once_its_contents_are_good() {
        // Of three conjuncts, the first reads the first word, the second the second one, the third both.
        let places = vec![(0, 0), (0, 1), (0, 2)];
        let wanted = Good { wanted: true, ..Good::default() };
        let mut touched = Touched {
            places,
            chunks: 1,
            words: vec![0, 1],
            readers: vec![0b101, 0b110],
            further: vec![0b100, 0b100],
            good: vec![wanted.clone(), wanted],
            always: vec![0],
            touched: vec![0],
            memo: true,
            ..Touched::default()
        };
        let set = [Change::new(Kind::Set, 0, 5, 0)];
        let add = [Change::new(Kind::Set, 0, 5, 0), Change::new(Kind::Add, 1, 2, 0)];
        touched.collect(&[1, 1], &[5, 1], Some((7, &set)));
        assert_eq!((touched.touched[0], touched.settled.len()), (0b101, 0));
        touched.hold(Some((7, &set)));
        assert_eq!((touched.settled.len(), touched.settled[7]), (8, 0b100));
        touched.collect(&[1, 1], &[5, 1], Some((7, &set)));
        assert_eq!(touched.touched, [0b100]);
        // The content that an addition leads to is looked at each time.
        for (before, after, all) in [(1, 3, 0b110), (1, 3, 0b100), (4, 6, 0b110)] {
            touched.collect(&[1, before], &[5, after], Some((3, &add)));
            assert_eq!(touched.touched, [all | 0b100]);
            touched.hold(Some((3, &add)));
            assert_eq!(touched.settled[3], 0b100 | MORE);
        }
        touched.memo = false;
        touched.hold(Some((9, &set)));
        assert_eq!(touched.settled.len(), 8, "without memo nothing is remembered");
    }
}
