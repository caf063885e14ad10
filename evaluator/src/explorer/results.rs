//! The results of a group by key. What a result's steps add to a fingerprint is told by the key, but for changes that it
//! does not cover, which are rare: successors are copied in fixed numbers, so that the processor need not foresee how
//! many there are.

use super::keys::Reads;
use super::long_keys::{LongKeys, Place};
use super::steps::{Change, Parent, Steps};
use super::{NO_SUCCESSOR, Successor};

/// What a group knows.
pub(super) struct Results {
    table: Table,
    /// The steps of all results that are not in the table. In place of a fingerprint they have what is added to one by
    /// changes that keys tell. At least [`LANES`] more are behind the last one.
    steps: Vec<Successor>,
    /// Where the other changes of each step are.
    others: Vec<(u32, u32)>,
    /// Changes of which the key does not tell what they change.
    loose: Vec<Change>,
}

/// What becomes of a state's successors.
pub(super) struct Emission<'s, 'o> {
    /// The fingerprint of the state.
    pub(super) whole: u64,
    pub(super) parent: Parent<'s>,
    pub(super) out: &'o mut Vec<Successor>,
}

/// The number of a result's first step, how many there are, and whether one of them has loose changes.
#[derive(Clone, Copy)]
struct Range {
    first: usize,
    count: usize,
    loose: bool,
}

/// The same in a word.
#[derive(Clone, Copy)]
pub(super) struct Packed(u32);

/// The results by key.
enum Table {
    /// Keys are few.
    Direct(Vec<Packed>),
    /// Keys are long.
    Hashed { known: LongKeys, probes: u32, hits: u32 },
}

/// Successors are copied so many at a time: those of most results, and one line of the cache.
const LANES: usize = 4;

/// There are at most so many results under long keys.
const RESULT_LIMIT: usize = 1 << 16;

/// After so many probes a table with long keys is judged: it does not pay if not so many of eight probes hit.
const TRIAL: (u32, u32) = (1 << 14, 4);

impl Packed {
    pub(super) const UNKNOWN: Self = Self(u32::MAX);
    const COUNT_BITS: u32 = 7;

    fn new(Range { first, count, loose }: Range) -> Option<Self> {
        let fits = first < 1 << (31 - Self::COUNT_BITS) && count < (1 << Self::COUNT_BITS) - 1;
        fits.then_some(Self(
            (first as u32) << (Self::COUNT_BITS + 1) | (count as u32) << 1 | u32::from(loose),
        ))
    }

    #[inline]
    fn range(self) -> Option<Range> {
        let (first, rest) = (self.0 >> (Self::COUNT_BITS + 1), self.0 & ((2 << Self::COUNT_BITS) - 1));
        let range = Range { first: first as usize, count: (rest >> 1) as usize, loose: rest & 1 == 1 };
        (self.0 != u32::MAX).then_some(range)
    }

    /// How many steps there are, if that is none or one, without loose changes.
    #[inline]
    fn only(self) -> Option<usize> {
        let rest = self.0 & ((2 << Self::COUNT_BITS) - 1);
        (rest <= 2 && rest & 1 == 0).then_some(rest as usize >> 1)
    }
}

impl Emission<'_, '_> {
    #[inline]
    fn added(&self, step: Successor) -> Successor {
        Successor { fingerprint: self.whole.wrapping_add(step.fingerprint), ..step }
    }

    /// Appends one successor, or none.
    #[inline]
    fn only(&mut self, step: Successor, count: usize) {
        let end = self.out.len() + count;
        self.out.push(self.added(step));
        self.out.truncate(end);
    }

    /// Appends the first ones of these successors.
    #[inline]
    fn steps(&mut self, mut rest: &[Successor], count: usize) {
        let end = self.out.len() + count;
        while let Some((lanes, further)) = rest.split_first_chunk::<LANES>() {
            let lanes = lanes.map(|step| self.added(step));
            self.out.extend_from_slice(&lanes);
            if self.out.len() >= end {
                break;
            }
            rest = further;
        }
        self.out.truncate(end);
    }
}

impl Results {
    /// Nothing, under keys of so many bits; those of at most `direct` bits are few.
    pub(super) fn new(width: u32, direct: u32) -> Self {
        let table = if width <= direct {
            Table::Direct(vec![Packed::UNKNOWN; 1 << width])
        } else {
            Table::Hashed { known: LongKeys::new(), probes: 0, hits: 0 }
        };
        Self { table, steps: vec![NO_SUCCESSOR; LANES], others: Vec::new(), loose: Vec::new() }
    }

    /// Whether keys are long.
    pub(super) fn is_hashed(&self) -> bool {
        matches!(self.table, Table::Hashed { .. })
    }

    /// The memory that it takes, in bytes, about.
    pub(super) fn bytes(&self) -> usize {
        let table = match &self.table {
            Table::Direct(known) => known.len() * size_of::<Packed>(),
            Table::Hashed { known, .. } => known.bytes(),
        };
        table
            + self.steps.capacity() * size_of::<Successor>()
            + self.others.capacity() * size_of::<(u32, u32)>()
            + self.loose.capacity() * size_of::<Change>()
    }

    /// Appends the successors of a state with this key, if they are known.
    #[inline]
    pub(super) fn emit(
        &mut self,
        key: u64,
        mut emission: Emission<'_, '_>,
        bits: impl Fn(usize, u32) -> u64,
    ) -> bool {
        let range = match &mut self.table {
            Table::Direct(known) => known.get(key as usize).and_then(|packed| packed.range()),
            Table::Hashed { known, probes, hits } => {
                *probes += 1;
                let Some(place) = known.find(key) else { return false };
                *hits += 1;
                if let Some(count) = place.packed.only() {
                    emission.only(place.only, count);
                    return true;
                }
                place.packed.range()
            }
        };
        match range {
            Some(range) if range.loose => self.emit_loose(range, emission, bits),
            Some(range) => emission.steps(&self.steps[range.first..], range.count),
            None => return false,
        }
        true
    }

    /// The steps of a state with this key, if they are known.
    pub(super) fn steps(&mut self, key: u64) -> Option<&[Successor]> {
        let packed = match &mut self.table {
            Table::Direct(known) => *known.get(key as usize)?,
            Table::Hashed { known, probes, hits } => {
                *probes += 1;
                let place = known.find(key)?;
                *hits += 1;
                if let Some(count) = place.packed.only() {
                    return Some(&std::slice::from_ref(&place.only)[..count]);
                }
                place.packed
            }
        };
        let Range { first, count, .. } = packed.range()?;
        Some(&self.steps[first..first + count])
    }

    /// Starts to load the result under a key, if that takes long.
    #[inline]
    pub(super) fn prefetch(&self, key: u64) {
        if let Table::Hashed { known, .. } = &self.table {
            known.prefetch(key);
        }
    }

    /// Whether it is better to look into the leaves' own trees.
    pub(super) fn is_refused(&mut self) -> bool {
        match &mut self.table {
            Table::Hashed { probes, hits, .. } if *probes >= TRIAL.0 => {
                let few = u64::from(*hits) * 8 < u64::from(*probes) * u64::from(TRIAL.1);
                (*probes, *hits) = (0, 0);
                few
            }
            _ => false,
        }
    }

    fn emit_loose(
        &self,
        Range { first, count, .. }: Range,
        Emission { whole, parent, out }: Emission<'_, '_>,
        bits: impl Fn(usize, u32) -> u64,
    ) {
        let (steps, others) = (&self.steps[first..], &self.others[first..first + count]);
        out.extend(steps.iter().zip(others).map(|(step, (from, to))| {
            let loose = &self.loose[*from as usize..*to as usize];
            let told = whole.wrapping_add(step.fingerprint);
            let fingerprint =
                loose.iter().fold(told, |sum, change| sum.wrapping_add(change.difference(parent, &bits)));
            Successor { fingerprint, ..*step }
        }));
    }

    /// Remembers what a state with this key has led to.
    pub(super) fn remember(
        &mut self,
        (key, reads): (u64, &Reads),
        successors: &[Successor],
        steps: &Steps,
        parent: Parent<'_>,
        bits: impl Fn(usize, u32) -> u64,
    ) {
        let (first, start) = (self.others.len(), self.loose.len());
        self.steps.truncate(first);
        for successor in successors {
            let (mut difference, from) = (0u64, self.loose.len() as u32);
            for change in steps.changes_of(successor.delta) {
                match change.told_difference(parent, &bits, |word, bits| reads.tells(word, bits)) {
                    Some(told) => difference = difference.wrapping_add(told),
                    None => self.loose.push(*change),
                }
            }
            self.steps.push(Successor { fingerprint: difference, ..*successor });
            self.others.push((from, self.loose.len() as u32));
        }
        self.finish(key, first, start);
    }

    /// Puts a result in whose steps begin at the place `first`, and their loose changes at the place `start`.
    fn finish(&mut self, key: u64, first: usize, start: usize) {
        let (count, loose) = (self.steps.len() - first, self.loose.len() > start);
        // The place of no steps is where others are, too, so that it is met in a cache.
        let range = Range { first: if count == 0 { 0 } else { first }, count, loose };
        let packed = Packed::new(range);
        let only = packed.and_then(Packed::only).filter(|_| self.is_hashed());
        let step = only.and_then(|count| self.steps[first..first + count].first().copied());
        let known = packed.is_some_and(|packed| self.put(key, packed, step));
        if only.is_some() || !known {
            self.steps.truncate(first);
            self.others.truncate(first);
            self.loose.truncate(start);
        }
        self.steps.extend_from_slice(&[NO_SUCCESSOR; LANES]);
    }

    /// Puts a result in, if there is room.
    fn put(&mut self, key: u64, packed: Packed, only: Option<Successor>) -> bool {
        match &mut self.table {
            Table::Direct(known) => known[key as usize] = packed,
            Table::Hashed { known, .. } if known.len() < RESULT_LIMIT => {
                known.insert(Place::new(key, packed, only));
            }
            Table::Hashed { .. } => return false,
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explorer::keys::NO_KEY;

    /// Steps that add so much.
    fn successors(sums: &[u64]) -> Vec<Successor> {
        (7..).zip(sums).map(|(delta, sum)| Successor { fingerprint: *sum, action: 3, delta }).collect()
    }

    #[test]
    fn a_result_has_all_its_steps_and_no_others() {
        let (state, hashes) = ([], []);
        let parent = Parent { state: &state, hashes: &hashes };
        let bits = |_, _| 0;
        for direct in [8, 0] {
            let mut results = Results::new(8, direct);
            assert_eq!(results.is_hashed(), direct == 0);
            for count in 0..12u64 {
                let sums: Vec<u64> = (0..count).map(|step| 100 * count + step).collect();
                let first = results.others.len();
                results.steps.truncate(first);
                results.steps.extend(successors(&sums));
                results.others.resize(first + sums.len(), (0, 0));
                results.finish(count, first, 0);
            }
            for count in 0..12u64 {
                let steps = results.steps(count).expect("it was put in").iter();
                let sums: Vec<u64> = steps.map(|step| step.fingerprint).collect();
                assert_eq!(sums, (0..count).map(|step| 100 * count + step).collect::<Vec<_>>());
                let mut out = successors(&[1, 2]);
                let emission = Emission { whole: 1000, parent, out: &mut out };
                assert!(results.emit(count, emission, bits));
                let emitted: Vec<u64> = out[2..].iter().map(|successor| successor.fingerprint).collect();
                let expected: Vec<u64> = (0..count).map(|step| 1000 + 100 * count + step).collect();
                assert_eq!((emitted, out[1].fingerprint), (expected, 2));
                assert!(
                    out[2..].iter().zip(7..).all(|(found, delta)| (found.action, found.delta) == (3, delta))
                );
            }
            let mut out = successors(&[1, 2]);
            for unknown in [12, NO_KEY] {
                assert!(results.steps(unknown).is_none());
                assert!(!results.emit(unknown, Emission { whole: 0, parent, out: &mut out }, bits));
            }
            assert_eq!(out.len(), 2);
        }
    }

    #[test]
    fn results_that_a_word_has_no_room_for_are_not_remembered() {
        let packed = |first, count, loose| Packed::new(Range { first, count, loose });
        for (first, count, loose) in [(0, 0, false), (0, 0, true), (5, 126, true), ((1 << 24) - 1, 1, false)]
        {
            let packed = packed(first, count, loose).expect("there is room");
            let range = packed.range().expect("it is known");
            assert_eq!((range.first, range.count, range.loose), (first, count, loose));
            assert_eq!(packed.only(), (count < 2 && !loose).then_some(count));
        }
        assert!(packed(0, 127, false).is_none() && packed(1 << 24, 0, false).is_none());
        assert!(Packed::UNKNOWN.range().is_none() && Packed::UNKNOWN.only().is_none());
    }
}
