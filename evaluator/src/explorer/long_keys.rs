//! A table for long keys. What it has is larger than the caches that are fast, so what is found under a key, the only
//! successor included if there is just one, is in one line of the cache, which can be asked for ahead.

use super::keys::NO_KEY;
use super::results::Packed;
use super::{NO_SUCCESSOR, Successor};
use crate::prefetch::prefetch;

/// Open addressing; at most half of the places are taken.
pub(super) struct LongKeys {
    /// A power of two, or none.
    places: Vec<Place>,
    len: usize,
}

/// What is known of a key.
#[derive(Clone, Copy)]
#[repr(align(32))]
pub(super) struct Place {
    key: u64,
    /// The successor, if there is just one.
    pub(super) only: Successor,
    pub(super) packed: Packed,
}

/// The first table has so many places.
const FIRST: usize = 1 << 6;

impl Place {
    const EMPTY: Self = Self { key: NO_KEY, only: NO_SUCCESSOR, packed: Packed::UNKNOWN };

    /// What is known of a key.
    pub(super) fn new(key: u64, packed: Packed, only: Option<Successor>) -> Self {
        Self { key, only: only.unwrap_or(NO_SUCCESSOR), packed }
    }
}

impl LongKeys {
    /// An empty table.
    pub(super) fn new() -> Self {
        Self { places: Vec::new(), len: 0 }
    }

    /// How many keys it knows.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// The memory that it takes, in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.places.capacity() * size_of::<Place>()
    }

    #[inline]
    fn home(&self, key: u64) -> usize {
        let product = key.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        (product >> 32) as usize & self.places.len().wrapping_sub(1)
    }

    /// Starts to load what is known of a key.
    #[inline]
    pub(super) fn prefetch(&self, key: u64) {
        if let Some(place) = self.places.get(self.home(key)) {
            prefetch(place);
        }
    }

    /// What is known of a key.
    #[inline]
    pub(super) fn find(&self, key: u64) -> Option<&Place> {
        let mut at = self.home(key);
        loop {
            let place = self.places.get(at)?;
            if place.key == key {
                return Some(place);
            }
            if place.key == NO_KEY {
                return None;
            }
            at = (at + 1) & (self.places.len() - 1);
        }
    }

    /// Puts in what is known of a key, which is not there.
    pub(super) fn insert(&mut self, place: Place) {
        if self.len * 2 >= self.places.len() {
            let places = vec![Place::EMPTY; (self.places.len() * 2).max(FIRST)];
            let old = std::mem::replace(&mut self.places, places);
            old.into_iter().filter(|place| place.key != NO_KEY).for_each(|place| self.put(place));
        }
        self.len += 1;
        self.put(place);
    }

    fn put(&mut self, place: Place) {
        let mut at = self.home(place.key);
        while self.places[at].key != NO_KEY {
            at = (at + 1) & (self.places.len() - 1);
        }
        self.places[at] = place;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_in_is_found_and_nothing_else() {
        let mut table = LongKeys::new();
        assert!(table.find(7).is_none() && table.find(NO_KEY).is_none());
        let step = |key| Successor { fingerprint: key, action: 1, delta: 2 };
        // Many have the same home in a small table.
        let keys: Vec<u64> = (0..1000).map(|number| (number << 40) | (number % 7)).collect();
        for key in &keys {
            table.prefetch(*key);
            table.insert(Place::new(*key, Packed::UNKNOWN, Some(step(*key))));
        }
        assert_eq!(table.len(), keys.len());
        assert!(table.places.len() >= 2 * keys.len());
        for key in keys {
            let found = table.find(key).expect("it was put in").only;
            assert_eq!((found.fingerprint, found.action, found.delta), (key, 1, 2));
            assert!(table.find(key + 7).is_none());
        }
    }
}
