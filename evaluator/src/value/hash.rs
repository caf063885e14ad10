//! Structural hashes: 64 bits that depend on nothing but the value, so they are the same in every thread and run.
//!
//! The mixing function is our own and fixed, because fingerprints are built from these hashes and no hash library
//! promises stable output. [`mix`] multiplies its two arguments, each masked by a constant, to 128 bits and folds the
//! halves together by xor (the scheme of wyhash). Sets and functions are *sums* of mixed terms, so a caller that adds
//! an element to a set, or replaces one value of a function, can update the sum without visiting the rest:
//!
//! - a set hashes as `set_hash(Σ element_term(hash(e)))`;
//! - a function, tuple or record hashes as `function_hash(Σ function_term(hash(k), hash(v)))`.

use std::sync::atomic::Ordering::Relaxed;

use super::normalize::normalize;
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

/// The hash of a text: its length and its words, mixed.
pub fn text_hash(text: &str) -> u64 {
    let mut hash = mix(STRING, text.len() as u64);
    for chunk in text.as_bytes().chunks(8) {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        hash = mix(hash, u64::from_le_bytes(word));
    }
    hash
}

/// The hash of an integer.
#[inline]
pub fn int_hash(i: i64) -> u64 {
    mix(INT, i as u64)
}

/// The term that an element adds to the sum of its set.
#[inline]
pub fn element_term(element: u64) -> u64 {
    mix(ELEMENT, element)
}

/// The hash of a set from the sum of its terms.
#[inline]
pub const fn set_hash(sum: u64) -> u64 {
    not_zero(mix(SET, sum))
}

/// The term that an argument and its value add to the sum of their function.
#[inline]
pub fn function_term(argument: u64, value: u64) -> u64 {
    mix(mix(ELEMENT, argument), value)
}

/// The hash of a function, tuple or record from the sum of its terms.
#[inline]
pub const fn function_hash(sum: u64) -> u64 {
    not_zero(mix(FUNCTION, sum))
}

/// 0 in [`Meta`] means that the hash is not known.
#[inline]
const fn not_zero(hash: u64) -> u64 {
    if hash == 0 { 1 } else { hash }
}

/// The structural hash of a value: equal values have equal hashes. Symbolic sets and functions by rule hash as the
/// enumerated values that they are equal to, so this fails where [`normalize`] does.
pub fn structural_hash<'a, H: Heap<'a>>(heap: &mut H, value: Value<'a>) -> EvalResult<u64> {
    let value = normalize(heap, value)?;
    Ok(normal_hash(heap.symbols(), value))
}

/// The structural hash of an interned value, or of any other that is normal.
#[inline]
pub fn interned_hash(symbols: &super::symbol::Symbols, value: Value<'_>) -> u64 {
    normal_hash(symbols, value)
}

/// The hash of a normalised value.
pub(crate) fn normal_hash(symbols: &super::symbol::Symbols, value: Value<'_>) -> u64 {
    match value {
        Value::Bool(b) => mix(BOOL, u64::from(b)),
        Value::Int(i) => int_hash(i),
        Value::BigInt(big) => {
            let start = mix(BIG_INT, u64::from(big.sign() == num_bigint::Sign::Minus));
            big.iter_u64_digits().fold(start, mix)
        }
        Value::String(s) => mix(STRING, symbols.hash(s)),
        Value::ModelValue(s) => mix(MODEL_VALUE, symbols.hash(s)),
        Value::Tuple(Tuple { meta, items }) => cached(meta, || {
            let terms =
                items.iter().zip(1..).map(|(v, i)| function_term(int_hash(i), normal_hash(symbols, *v)));
            function_hash(terms.fold(0, u64::wrapping_add))
        }),
        Value::Record(Record { meta, fields, values }) => cached(meta, || {
            let terms = fields.iter().zip(*values).map(|(f, v)| {
                function_term(normal_hash(symbols, Value::String(*f)), normal_hash(symbols, *v))
            });
            function_hash(terms.fold(0, u64::wrapping_add))
        }),
        Value::Function(Function { meta, domain, values }) => cached(meta, || {
            let terms = domain
                .iter()
                .zip(*values)
                .map(|(k, v)| function_term(normal_hash(symbols, *k), normal_hash(symbols, *v)));
            function_hash(terms.fold(0, u64::wrapping_add))
        }),
        Value::Set(Set { meta, items, .. }) => cached(meta, || {
            let terms = items.iter().map(|e| element_term(normal_hash(symbols, *e)));
            set_hash(terms.fold(0, u64::wrapping_add))
        }),
        Value::LazySet(_) | Value::Lambda(_) => unreachable!("normalised values hold no symbolic ones"),
    }
}

/// The hash kept in `meta`, computed if need be.
fn cached(meta: &Meta, compute: impl FnOnce() -> u64) -> u64 {
    match meta.hash.load(Relaxed) {
        0 => {
            let hash = deepen(compute);
            meta.hash.store(hash, Relaxed);
            hash
        }
        known => known,
    }
}
