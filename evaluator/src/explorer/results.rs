//! The results of a group by key. What a result's steps add to a fingerprint is told by the key, but for changes that it
//! does not cover, which are rare: successors are copied in fixed numbers, so that the processor need not foresee how
//! many there are.

use fxhash::FxHashMap;

use super::Successor;
use super::keys::Reads;
use super::steps::{Change, Parent, Steps};

/// What a group knows.
pub(super) struct Results {
    table: Table,
    /// The steps of all results. In place of a fingerprint they have what is added to one by changes that keys tell. At
    /// least [`LANES`] more are behind the last one.
    steps: Vec<Successor>,
    /// Where the other changes of each step are.
    others: Vec<(u32, u32)>,
    /// Changes of which the key does not tell what they change.
    loose: Vec<Change>,
}

/// A result: the number of its first step, how many there are, and whether one of them has loose changes.
#[derive(Clone, Copy)]
pub(super) struct Found {
    first: usize,
    count: usize,
    loose: bool,
}

/// The same in a word.
#[derive(Clone, Copy)]
struct Packed(u32);

/// The results by key.
enum Table {
    /// Keys are few.
    Direct(Vec<Packed>),
    /// Keys are long.
    Hashed { known: FxHashMap<u64, Packed>, probes: u32, hits: u32 },
}

/// Successors are copied so many at a time: those of most results, and one line of the cache.
const LANES: usize = 4;

/// There are at most so many results under long keys.
const RESULT_LIMIT: usize = 1 << 16;

/// After so many probes a table with long keys is judged: it does not pay if not so many of eight probes hit.
const TRIAL: (u32, u32) = (1 << 14, 4);

/// Behind the last step.
const NO_STEP: Successor = Successor { fingerprint: 0, action: 0, delta: 0 };

impl Packed {
    const UNKNOWN: Self = Self(u32::MAX);
    const COUNT_BITS: u32 = 7;

    fn new(Found { first, count, loose }: Found) -> Option<Self> {
        let fits = first < 1 << (31 - Self::COUNT_BITS) && count < (1 << Self::COUNT_BITS) - 1;
        fits.then_some(Self(
            (first as u32) << (Self::COUNT_BITS + 1) | (count as u32) << 1 | u32::from(loose),
        ))
    }

    #[inline]
    fn found(self) -> Option<Found> {
        let (first, rest) = (self.0 >> (Self::COUNT_BITS + 1), self.0 & ((2 << Self::COUNT_BITS) - 1));
        let found = Found { first: first as usize, count: (rest >> 1) as usize, loose: rest & 1 == 1 };
        (self.0 != u32::MAX).then_some(found)
    }
}

impl Results {
    /// Nothing, under keys of so many bits; those of at most `direct` bits are few.
    pub(super) fn new(width: u32, direct: u32) -> Self {
        let table = if width <= direct {
            Table::Direct(vec![Packed::UNKNOWN; 1 << width])
        } else {
            Table::Hashed { known: FxHashMap::default(), probes: 0, hits: 0 }
        };
        Self { table, steps: vec![NO_STEP; LANES], others: Vec::new(), loose: Vec::new() }
    }

    /// Whether keys are long.
    pub(super) fn is_hashed(&self) -> bool {
        matches!(self.table, Table::Hashed { .. })
    }

    /// The memory that it takes, in bytes, about.
    pub(super) fn bytes(&self) -> usize {
        let table = match &self.table {
            Table::Direct(known) => known.len() * size_of::<Packed>(),
            Table::Hashed { known, .. } => known.capacity() * 17,
        };
        table
            + self.steps.capacity() * size_of::<Successor>()
            + self.others.capacity() * size_of::<(u32, u32)>()
            + self.loose.capacity() * size_of::<Change>()
    }

    /// The result of a state with this key, if it is known.
    #[inline]
    pub(super) fn lookup(&mut self, key: u64) -> Option<Found> {
        let known = match &mut self.table {
            Table::Direct(known) => *known.get(key as usize)?,
            Table::Hashed { known, probes, hits } => {
                *probes += 1;
                let found = *known.get(&key)?;
                *hits += 1;
                found
            }
        };
        known.found()
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

    /// The steps of a result.
    pub(super) fn steps(&self, found: Found) -> &[Successor] {
        &self.steps[found.first..found.first + found.count]
    }

    /// Appends the successors of a result, of a state with the fingerprint `whole`.
    #[inline]
    pub(super) fn emit(
        &self,
        found: Found,
        (whole, parent): (u64, Parent<'_>),
        bits: impl Fn(usize, u32) -> u64,
        out: &mut Vec<Successor>,
    ) {
        if found.loose {
            return self.emit_loose(found, (whole, parent), bits, out);
        }
        let end = out.len() + found.count;
        let mut rest = &self.steps[found.first..];
        while let Some((lanes, further)) = rest.split_first_chunk::<LANES>() {
            let added =
                |step: Successor| Successor { fingerprint: whole.wrapping_add(step.fingerprint), ..step };
            let [first, second, third, fourth] = *lanes;
            out.extend_from_slice(&[added(first), added(second), added(third), added(fourth)]);
            if out.len() >= end {
                break;
            }
            rest = further;
        }
        out.truncate(end);
    }

    fn emit_loose(
        &self,
        found: Found,
        (whole, parent): (u64, Parent<'_>),
        bits: impl Fn(usize, u32) -> u64,
        out: &mut Vec<Successor>,
    ) {
        let others = &self.others[found.first..];
        out.extend(self.steps(found).iter().zip(others).map(|(step, (from, to))| {
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
        let found = Found { first, count: successors.len(), loose: self.loose.len() > start };
        let known = Packed::new(found).is_some_and(|packed| self.put(key, packed));
        if !known {
            self.steps.truncate(first);
            self.others.truncate(first);
            self.loose.truncate(start);
        }
        self.steps.extend_from_slice(&[NO_STEP; LANES]);
    }

    /// Puts a result in, if there is room.
    fn put(&mut self, key: u64, packed: Packed) -> bool {
        match &mut self.table {
            Table::Direct(known) => known[key as usize] = packed,
            Table::Hashed { known, .. } if known.len() < RESULT_LIMIT => _ = known.insert(key, packed),
            Table::Hashed { .. } => return false,
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
                results.steps.extend_from_slice(&[NO_STEP; LANES]);
                results.others.resize(first + sums.len(), (0, 0));
                let found = Found { first, count: sums.len(), loose: false };
                assert!(results.put(count, Packed::new(found).expect("it is small")));
            }
            for count in 0..12u64 {
                let found = results.lookup(count).expect("it was put in");
                let mut out = successors(&[1, 2]);
                results.emit(found, (1000, parent), bits, &mut out);
                let emitted: Vec<u64> = out[2..].iter().map(|successor| successor.fingerprint).collect();
                let expected: Vec<u64> = (0..count).map(|step| 1000 + 100 * count + step).collect();
                assert_eq!((emitted, out[1].fingerprint), (expected, 2));
                assert!(
                    out[2..].iter().zip(7..).all(|(found, delta)| (found.action, found.delta) == (3, delta))
                );
            }
            assert!(results.lookup(12).is_none());
        }
    }

    #[test]
    fn results_that_a_word_has_no_room_for_are_not_remembered() {
        let packed = |first, count, loose| Packed::new(Found { first, count, loose });
        for (first, count, loose) in [(0, 0, false), (0, 0, true), (5, 126, true), ((1 << 24) - 1, 1, false)]
        {
            let found = packed(first, count, loose).and_then(Packed::found).expect("there is room");
            assert_eq!((found.first, found.count, found.loose), (first, count, loose));
        }
        assert!(packed(0, 127, false).is_none() && packed(1 << 24, 0, false).is_none());
        assert!(Packed::UNKNOWN.found().is_none());
    }
}
