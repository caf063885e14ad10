//! Structural hashes: 64 bits that depend on nothing but the value, so they are the same in every thread and run.
//!
//! The mixing function is our own and fixed, because fingerprints are built from these hashes and no hash library
//! promises stable output. [`mix`] multiplies its two arguments, each masked by a constant, to 128 bits and folds the
//! halves together by xor (the scheme of wyhash). Sets and functions are *sums* of mixed terms, so a caller that adds
//! an element to a set, or replaces one value of a function, can update the sum without visiting the rest:
//!
//! - a set hashes as `set_hash(Σ element_term(hash(e)))`;
//! - a function, tuple or record hashes as `function_hash(Σ function_term(hash(k), hash(v)))`.
//!
//! There is a second hash of the same kind, in which each constant is another one ([`Seed`]): it is made anew from the
//! leaves and the texts of strings on, and has no part of the first one in it. So two values that happen to have the
//! same hash need not have the same second hash, and fingerprints of 128 bits are not worth 64 bits only.

use std::sync::atomic::Ordering::Relaxed;

use super::normalize::normalize;
use super::symbol::Symbols;
use super::{Function, Heap, Meta, Record, Set, Tuple, Value, deepen};
use crate::error::EvalResult;

const MASK_A: u64 = 0x9e37_79b9_7f4a_7c15;
const MASK_B: u64 = 0xd6e8_feb8_6659_fd93;

const BOOL: u64 = 0x2d35_8dcc_aa6c_78a5;
const INT: u64 = 0x8bb8_4b93_962e_acc9;
const BIG_INT: u64 = 0x4b33_a62e_d433_d4a3;
const STRING: u64 = 0x4d5a_2da5_1de1_aa47;
const MODEL_VALUE: u64 = 0xa076_1d64_78bd_642f;
const FUNCTION: u64 = 0xe703_7ed1_a0b4_28db;
const SET: u64 = 0x8ebc_6af0_9c88_c6e3;
const ELEMENT: u64 = 0x5899_65cc_7537_4cc3;

/// Mixes two words to one. Not symmetric.
#[inline]
pub const fn mix(a: u64, b: u64) -> u64 {
    let product = ((a ^ MASK_A) as u128) * ((b.rotate_left(32) ^ MASK_B) as u128);
    (product as u64) ^ ((product >> 64) as u64)
}

/// Which of the two hashes.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(crate) struct Seed(u64);

impl Seed {
    /// The hash that values keep.
    pub(crate) const FIRST: Self = Self(0);
    /// The one of the second half of fingerprints.
    pub(crate) const SECOND: Self = Self(0x1bd1_1bda_a9fc_1a22);

    /// [`mix`], with another constant for each seed.
    #[inline]
    pub(crate) const fn mix(self, a: u64, b: u64) -> u64 {
        mix(a ^ self.0, b)
    }

    /// The hash of a normalised value.
    #[inline]
    pub(crate) fn of(self, symbols: &Symbols, value: Value<'_>) -> u64 {
        if self == Self::SECOND { seeded::<true>(symbols, value) } else { seeded::<false>(symbols, value) }
    }

    fn text(self, text: &str) -> u64 {
        let mut hash = self.mix(STRING, text.len() as u64);
        for chunk in text.as_bytes().chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            hash = mix(hash, u64::from_le_bytes(word));
        }
        hash
    }

    #[inline]
    pub(crate) fn int(self, i: i64) -> u64 {
        self.mix(INT, i as u64)
    }

    #[inline]
    pub(crate) fn element_term(self, element: u64) -> u64 {
        self.mix(ELEMENT, element)
    }

    #[inline]
    pub(crate) const fn set(self, sum: u64) -> u64 {
        not_zero(self.mix(SET, sum))
    }

    #[inline]
    pub(crate) fn function_term(self, argument: u64, value: u64) -> u64 {
        mix(self.mix(ELEMENT, argument), value)
    }

    #[inline]
    pub(crate) const fn function(self, sum: u64) -> u64 {
        not_zero(self.mix(FUNCTION, sum))
    }
}

/// The hash of a text: its length and its words, mixed.
pub fn text_hash(text: &str) -> u64 {
    Seed::FIRST.text(text)
}

/// The hash of an integer.
#[inline]
pub fn int_hash(i: i64) -> u64 {
    Seed::FIRST.int(i)
}

/// The term that an element adds to the sum of its set.
#[inline]
pub fn element_term(element: u64) -> u64 {
    Seed::FIRST.element_term(element)
}

/// The hash of a set from the sum of its terms.
#[inline]
pub const fn set_hash(sum: u64) -> u64 {
    Seed::FIRST.set(sum)
}

/// The term that an argument and its value add to the sum of their function.
#[inline]
pub fn function_term(argument: u64, value: u64) -> u64 {
    Seed::FIRST.function_term(argument, value)
}

/// The hash of a function, tuple or record from the sum of its terms.
#[inline]
pub const fn function_hash(sum: u64) -> u64 {
    Seed::FIRST.function(sum)
}

/// 0 in [`Meta`] means that the hash is not known.
#[inline]
const fn not_zero(hash: u64) -> u64 {
    if hash == 0 { 1 } else { hash }
}

/// The structural hash of a value: equal values have equal hashes. Symbolic sets and functions by rule hash as the
/// enumerated values that they are equal to, so this fails where [`normalize`] does.
pub fn structural_hash<'a, H: Heap<'a>>(heap: &mut H, value: Value<'a>) -> EvalResult<u64> {
    seeded_structural_hash(heap, value, Seed::FIRST)
}

/// [`structural_hash`], or the second hash.
pub(crate) fn seeded_structural_hash<'a, H: Heap<'a>>(
    heap: &mut H,
    value: Value<'a>,
    seed: Seed,
) -> EvalResult<u64> {
    let value = normalize(heap, value)?;
    Ok(seed.of(heap.symbols(), value))
}

/// The structural hash of an interned value, or of any other that is normal.
#[inline]
pub fn interned_hash(symbols: &Symbols, value: Value<'_>) -> u64 {
    normal_hash(symbols, value)
}

/// The hash of a normalised value.
pub(crate) fn normal_hash(symbols: &Symbols, value: Value<'_>) -> u64 {
    seeded::<false>(symbols, value)
}

/// The hash of a normalised value, or its second hash.
fn seeded<const SECOND: bool>(symbols: &Symbols, value: Value<'_>) -> u64 {
    let seed = if SECOND { Seed::SECOND } else { Seed::FIRST };
    let hash = seeded::<SECOND>;
    let text = |symbol| if SECOND { seed.text(symbols.text(symbol)) } else { symbols.hash(symbol) };
    match value {
        Value::Bool(b) => seed.mix(BOOL, u64::from(b)),
        Value::Int(i) => seed.int(i),
        Value::BigInt(big) => {
            let start = seed.mix(BIG_INT, u64::from(big.sign() == num_bigint::Sign::Minus));
            big.iter_u64_digits().fold(start, mix)
        }
        Value::String(s) => seed.mix(STRING, text(s)),
        Value::ModelValue(s) => seed.mix(MODEL_VALUE, text(s)),
        Value::Tuple(Tuple { meta, items }) => cached::<SECOND>(meta, || {
            let terms =
                items.iter().zip(1..).map(|(v, i)| seed.function_term(seed.int(i), hash(symbols, *v)));
            seed.function(terms.fold(0, u64::wrapping_add))
        }),
        Value::Record(Record { meta, fields, values }) => cached::<SECOND>(meta, || {
            let terms = fields
                .iter()
                .zip(*values)
                .map(|(f, v)| seed.function_term(hash(symbols, Value::String(*f)), hash(symbols, *v)));
            seed.function(terms.fold(0, u64::wrapping_add))
        }),
        Value::Function(Function { meta, domain, values }) => cached::<SECOND>(meta, || {
            let terms = domain
                .iter()
                .zip(*values)
                .map(|(k, v)| seed.function_term(hash(symbols, *k), hash(symbols, *v)));
            seed.function(terms.fold(0, u64::wrapping_add))
        }),
        Value::Set(Set { meta, items, .. }) => cached::<SECOND>(meta, || {
            let terms = items.iter().map(|e| seed.element_term(hash(symbols, *e)));
            seed.set(terms.fold(0, u64::wrapping_add))
        }),
        Value::LazySet(_) | Value::Lambda(_) => unreachable!("normalised values hold no symbolic ones"),
    }
}

/// The hash kept in `meta`, computed if need be. Second hashes are not kept: they are made once for each content of a
/// slot.
fn cached<const SECOND: bool>(meta: &Meta, compute: impl FnOnce() -> u64) -> u64 {
    if SECOND {
        return deepen(compute);
    }
    match meta.hash.load(Relaxed) {
        0 => {
            let hash = deepen(compute);
            meta.hash.store(hash, Relaxed);
            hash
        }
        known => known,
    }
}
