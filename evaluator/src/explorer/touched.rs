//! Which conjuncts of invariants a step can make false: those that may read a word that it changes. The invariants hold
//! in the state before, so no other conjunct needs to be looked at.

use crate::program::Program;
use tern_parser::ids::Id;

/// The conjuncts of all invariants, one after the other, by the words that they read at most.
#[derive(Default)]
pub(super) struct Touched {
    /// The invariant and the number in it of each conjunct.
    places: Vec<(u32, u32)>,
    /// How many words of 64 bits a set of conjuncts has.
    chunks: usize,
    /// For each word of a state, the set of the conjuncts that may read it.
    readers: Vec<u64>,
    /// Those whose value depends on more than the state.
    always: Vec<u64>,
    /// Those that a step touches.
    touched: Vec<u64>,
}

impl Touched {
    /// Those of a program's invariants.
    pub(super) fn new(program: &Program) -> Self {
        let all = || program.invariants.iter().enumerate();
        let places: Vec<(u32, u32)> = all()
            .flat_map(|(index, invariant)| {
                (0..invariant.conjuncts.len() as u32).map(move |at| (index as u32, at))
            })
            .collect();
        let chunks = places.len().div_ceil(64);
        let (mut readers, mut always) = (vec![0; program.width() * chunks], vec![0; chunks]);
        let conjuncts = all().flat_map(|(_, invariant)| &invariant.conjuncts);
        for (number, conjunct) in conjuncts.enumerate() {
            let (chunk, bit) = (number / 64, 1 << (number % 64));
            if conjunct.reads.impure {
                always[chunk] |= bit;
            }
            for word in conjunct.reads.slots.iter().flat_map(|slot| program.words_of(slot.index())) {
                readers[word as usize * chunks + chunk] |= bit;
            }
        }
        Self { places, chunks, readers, touched: always.clone(), always }
    }

    /// Collects the conjuncts that a step touches.
    #[inline]
    pub(super) fn collect(&mut self, from: &[u32], to: &[u32]) {
        self.touched.copy_from_slice(&self.always);
        for (word, (before, after)) in from.iter().zip(to).enumerate() {
            if before != after {
                let readers = &self.readers[word * self.chunks..(word + 1) * self.chunks];
                self.touched.iter_mut().zip(readers).for_each(|(touched, readers)| *touched |= readers);
            }
        }
    }

    /// Collects all conjuncts.
    pub(super) fn collect_all(&mut self) {
        self.touched.fill(u64::MAX);
    }

    /// The invariant and the number in it of the first collected conjunct from the place `from` on, and its place.
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

    /// The invariants and the numbers in them of the conjuncts that are not collected.
    pub(super) fn untouched(&self) -> impl Iterator<Item = (usize, usize)> {
        let is_touched = |place: usize| self.touched[place / 64] >> (place % 64) & 1 == 1;
        let places = self.places.iter().enumerate().filter(move |(place, _)| !is_touched(*place));
        places.map(|(_, (index, number))| (*index as usize, *number as usize))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conjuncts_that_read_what_changes_come_in_order() {
        // 70 conjuncts in two invariants; conjunct n reads the word n % 3, the last depends on more.
        let places: Vec<(u32, u32)> = (0..70).map(|n| if n < 66 { (0, n) } else { (1, n - 66) }).collect();
        let mut touched = Touched { places, chunks: 2, readers: vec![0; 6], ..Touched::default() };
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
        touched.collect(&[1, 2, 3], &[1, 5, 3]);
        let wanted: Vec<u32> = (0..69).filter(|n| n % 3 == 1).chain([69]).collect();
        assert_eq!(collected(&touched), wanted);
        assert_eq!(touched.untouched().count(), 70 - wanted.len());
        touched.collect(&[1, 2, 3], &[1, 2, 3]);
        assert_eq!(collected(&touched), [69]);
        touched.collect_all();
        assert_eq!(collected(&touched), (0..70).collect::<Vec<u32>>());
    }
}
