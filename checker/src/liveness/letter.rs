//! Letters: what the atoms say about a pair of states.

use super::formula::AtomId;
use hashbrown::HashTable;
use std::hash::BuildHasher;

/// The number of a letter in its [`Letters`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct LetterId(pub(crate) u32);

impl LetterId {
    #[inline]
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// A letter that is being written: a truth value for each atom, all false at first.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Letter {
    words: Box<[u64]>,
}

impl Letter {
    /// Makes `atom` true or false. Panics if the atom is not below the number with which [`Letters`] were made.
    pub fn set(&mut self, atom: AtomId, value: bool) {
        let bit = 1 << (atom.0 % 64);
        let word = &mut self.words[atom.0 as usize / 64];
        *word = if value { *word | bit } else { *word & !bit };
    }

    /// The truth value of the atom `i` is bit `i % 64` of word `i / 64`.
    pub(crate) fn words_mut(&mut self) -> &mut [u64] {
        &mut self.words
    }

    /// Makes all atoms false.
    pub fn clear(&mut self) {
        self.words.fill(0);
    }
}

/// All different letters of a graph. There are few of them, so an edge carries a number.
#[derive(Clone, Debug)]
pub struct Letters {
    atoms: usize,
    words: usize,
    bits: Vec<u64>,
    index: HashTable<u32>,
}

impl Letters {
    /// No letters yet; each will say something about `atoms` atoms, numbered from 0.
    pub fn new(atoms: usize) -> Self {
        Self { atoms, words: atoms.div_ceil(64).max(1), bits: Vec::new(), index: HashTable::new() }
    }

    /// The number of atoms.
    pub fn atoms(&self) -> usize {
        self.atoms
    }

    /// The number of different letters.
    pub fn len(&self) -> usize {
        self.bits.len() / self.words
    }

    /// No letter was stored.
    pub fn is_empty(&self) -> bool {
        self.bits.is_empty()
    }

    /// A letter to write on, all atoms false.
    pub fn blank(&self) -> Letter {
        Letter { words: vec![0; self.words].into_boxed_slice() }
    }

    /// The number of `letter`, which is stored if it is new.
    pub fn intern(&mut self, letter: &Letter) -> LetterId {
        assert_eq!(letter.words.len(), self.words, "a letter of other atoms");
        self.intern_words(&letter.words)
    }

    fn intern_words(&mut self, letter: &[u64]) -> LetterId {
        let hasher = fxhash::FxBuildHasher;
        let Self { words, bits, index, .. } = self;
        let stored = |id: u32| id as usize * *words..(id as usize + 1) * *words;
        let hash = hasher.hash_one(letter);
        if let Some(id) = index.find(hash, |id| bits[stored(*id)] == *letter) {
            return LetterId(*id);
        }
        let id = u32::try_from(bits.len() / *words).expect("fewer letters than edges");
        bits.extend_from_slice(letter);
        index.insert_unique(hash, id, |id| hasher.hash_one(&bits[stored(*id)]));
        LetterId(id)
    }

    /// The number of `letter`, if it is stored.
    pub(crate) fn find(&self, letter: &Letter) -> Option<LetterId> {
        let stored = |id: u32| id as usize * self.words..(id as usize + 1) * self.words;
        let hash = fxhash::FxBuildHasher.hash_one(&*letter.words);
        self.index.find(hash, |id| self.bits[stored(*id)] == *letter.words).map(|id| LetterId(*id))
    }

    /// Stores the letters of `other`, which has the same atoms, and says what each of them is called here. So workers
    /// can write letters of their own, and their edges be joined in a fixed order.
    pub fn absorb(&mut self, other: &Self) -> Vec<LetterId> {
        assert_eq!(self.atoms, other.atoms, "letters of other atoms");
        other.bits.chunks_exact(other.words).map(|letter| self.intern_words(letter)).collect()
    }

    /// The truth value of `atom` in `letter`.
    pub fn holds(&self, letter: LetterId, atom: AtomId) -> bool {
        let word = self.bits[letter.index() * self.words + atom.0 as usize / 64];
        word >> (atom.0 % 64) & 1 != 0
    }
}
