//! What states are told apart by: a fingerprint of 64 bits, or one of 128 bits.
//!
//! The search is written once, over [`Fingerprint`], and compiled for both. A candidate comes with its first 64 bits,
//! which the evaluator tells before there is a state. With 64 bits that is all, and known successors are never built.
//! With 128 bits every successor is built, and the second half of its fingerprint, a sum over other hashes, is told by
//! the evaluator then; from there on only whole fingerprints are kept and compared: there is no table that looks at
//! first halves alone.

use crate::closeness;
use crate::seen_set::SeenSet;
use crate::system::{Candidate, Explorer, SystemResult};
use std::fmt::Debug;
use std::hash::Hash;
use std::sync::atomic::{AtomicU64, Ordering};

/// How many bits fingerprints have.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub enum FingerprintBits {
    /// 64 bits, as TLC's have.
    #[default]
    Bits64,
    /// 128 bits, for searches of so many states that two of them could share 64 bits.
    Bits128,
}

impl FingerprintBits {
    /// The number of bits.
    pub fn count(self) -> u32 {
        match self {
            Self::Bits64 => 64,
            Self::Bits128 => 128,
        }
    }
}

/// A fingerprint as the search keeps it; [`FingerprintBits`] says which there are.
pub trait Fingerprint: Copy + Ord + Hash + Default + Debug + Send + Sync + 'static {
    /// Words of 64 bits.
    const WORDS: usize;
    /// A fingerprint with a number that is not 0, in words; all of them are 0 where nothing is.
    type Numbered: Copy + PartialEq + Default + Debug + Send + Sync;

    /// The fingerprint of a state, whose first 64 bits are known.
    ///
    /// # Errors
    /// The state's view cannot be evaluated.
    fn of_state<E: Explorer>(explorer: &mut E, state: &[u32], first: u64) -> SystemResult<Self>;
    /// Appends the fingerprints of these successors of `parent` to `whole`, unless the candidates have them. `state` is
    /// memory for a state. On an error, those that come before it are there.
    ///
    /// # Errors
    /// As [`of_state`](Self::of_state).
    fn complete<E: Explorer>(
        explorer: &mut E,
        parent: &[u32],
        candidates: &[Candidate],
        state: &mut [u32],
        whole: &mut Vec<Self>,
    ) -> SystemResult<()>;
    /// The fingerprint of a candidate, of those that were [completed](Self::complete).
    fn at(candidates: &[Candidate], whole: &[Self], position: usize) -> Self;

    /// 64 bits that depend on all others, by which places in tables are found; of 64 bits, themselves.
    fn folded(self) -> u64;
    /// It as an integer with a sign, which names it in drawings, as TLC does.
    fn name(self) -> i128;

    /// What words of a table have, which others may be writing.
    fn load(words: &[AtomicU64]) -> Self;
    /// Writes it to words of a table, where nothing was, while others read: they find nothing or all of it.
    fn store(self, words: &[AtomicU64]);
    /// Whether words of a table that were [loaded](Self::load) have nothing.
    fn is_nothing(self) -> bool;
    /// Words of a table as fingerprints.
    fn all_in(words: &mut [u64]) -> &mut [Self];
    /// Appends its bytes.
    fn write(self, bytes: &mut Vec<u8>);
    /// What these bytes are of.
    fn read(bytes: &[u8]) -> Self;

    /// It with a number that is not 0.
    fn numbered(self, number: u64) -> Self::Numbered;
    /// A fingerprint and its number; 0 where nothing is.
    fn parts(entry: Self::Numbered) -> (Self, u64);

    /// The least difference of two fingerprints of a set, if it tells something about the others.
    fn least_difference(seen: &SeenSet<Self>, threads: usize) -> Option<u64>;
}

impl Fingerprint for u64 {
    const WORDS: usize = 1;
    type Numbered = [u64; 2];

    #[inline]
    fn of_state<E: Explorer>(_: &mut E, _: &[u32], first: u64) -> SystemResult<Self> {
        Ok(first)
    }

    #[inline]
    fn complete<E: Explorer>(
        _: &mut E,
        _: &[u32],
        _: &[Candidate],
        _: &mut [u32],
        _: &mut Vec<Self>,
    ) -> SystemResult<()> {
        Ok(())
    }

    #[inline]
    fn at(candidates: &[Candidate], _: &[Self], position: usize) -> Self {
        candidates[position].fingerprint
    }

    #[inline]
    fn folded(self) -> u64 {
        self
    }

    fn name(self) -> i128 {
        i128::from(self.cast_signed())
    }

    #[inline]
    fn load(words: &[AtomicU64]) -> Self {
        words[0].load(Ordering::Relaxed)
    }

    #[inline]
    fn store(self, words: &[AtomicU64]) {
        // Relaxed is enough: nothing is published through a word but the fingerprint itself.
        words[0].store(self, Ordering::Relaxed);
    }

    #[inline]
    fn is_nothing(self) -> bool {
        self == 0
    }

    fn all_in(words: &mut [u64]) -> &mut [Self] {
        words
    }

    fn write(self, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(&self.to_le_bytes());
    }

    fn read(bytes: &[u8]) -> Self {
        bytes.first_chunk().map_or(0, |word| Self::from_le_bytes(*word))
    }

    #[inline]
    fn numbered(self, number: u64) -> [u64; 2] {
        [self, number]
    }

    #[inline]
    fn parts([fingerprint, number]: [u64; 2]) -> (Self, u64) {
        (fingerprint, number)
    }

    fn least_difference(seen: &SeenSet<Self>, threads: usize) -> Option<u64> {
        closeness::least_difference(seen, threads)
    }
}

/// 128 bits: both halves. The second one is never 0, so that what is written last tells that all was written.
pub type Wide = [u64; 2];

impl Fingerprint for Wide {
    const WORDS: usize = 2;
    type Numbered = [u64; 3];

    #[inline]
    fn of_state<E: Explorer>(explorer: &mut E, state: &[u32], first: u64) -> SystemResult<Self> {
        // That 0 counts as 1 makes two fingerprints of 2^128 one.
        Ok([first, explorer.second_fingerprint(state)?.max(1)])
    }

    fn complete<E: Explorer>(
        explorer: &mut E,
        parent: &[u32],
        candidates: &[Candidate],
        state: &mut [u32],
        whole: &mut Vec<Self>,
    ) -> SystemResult<()> {
        for candidate in candidates {
            explorer.apply(parent, candidate, state);
            whole.push(Self::of_state(explorer, state, candidate.fingerprint)?);
        }
        Ok(())
    }

    #[inline]
    fn at(_: &[Candidate], whole: &[Self], position: usize) -> Self {
        whole[position]
    }

    #[inline]
    fn folded(self) -> u64 {
        self[0] ^ self[1].rotate_left(32)
    }

    fn name(self) -> i128 {
        (u128::from(self[0]) << 64 | u128::from(self[1])).cast_signed()
    }

    #[inline]
    fn load(words: &[AtomicU64]) -> Self {
        // If the second half is there, the first half is.
        let second = words[1].load(Ordering::Acquire);
        [words[0].load(Ordering::Relaxed), second]
    }

    #[inline]
    fn store(self, words: &[AtomicU64]) {
        words[0].store(self[0], Ordering::Relaxed);
        words[1].store(self[1], Ordering::Release);
    }

    #[inline]
    fn is_nothing(self) -> bool {
        self[1] == 0
    }

    fn all_in(words: &mut [u64]) -> &mut [Self] {
        words.as_chunks_mut().0
    }

    fn write(self, bytes: &mut Vec<u8>) {
        self.into_iter().for_each(|half| half.write(bytes));
    }

    fn read(bytes: &[u8]) -> Self {
        let half = |at| bytes.get(at..).map_or(0, u64::read);
        [half(0), half(8)]
    }

    #[inline]
    fn numbered(self, number: u64) -> [u64; 3] {
        [self[0], self[1], number]
    }

    #[inline]
    fn parts([first, second, number]: [u64; 3]) -> (Self, u64) {
        ([first, second], number)
    }

    /// Nobody asks: TLC's estimate is made only if its other one is not below 10^-10, and that takes 10^14 states.
    fn least_difference(_: &SeenSet<Self>, _: usize) -> Option<u64> {
        None
    }
}
