//! The interner: one node for each value that lives in states, memos and constants.
//!
//! It is append-only and shared by all workers. Each shard has an arena and a table behind a lock; a value's shard is
//! taken from its structural hash. Values are interned from the leaves up, so that two interned composites are equal
//! if and only if they are the same node, and looking one up compares its parts by identity alone.

use bumpalo::Bump;
use crossbeam_utils::CachePadded;
use hashbrown::HashTable;
use num_bigint::BigInt;
use std::sync::atomic::AtomicU64;
use std::sync::{Mutex, PoisonError};

use super::hash::normal_hash;
use super::symbol::Symbols;
use super::{Function, Meta, Record, Set, Tuple, Value, deepen};

/// How many shards there are, as a power of two: enough that some tens of workers seldom meet.
const SHARD_BITS: u32 = 6;

/// The interner. Values that it gives out live as long as it does.
pub struct Interner {
    shards: Box<[CachePadded<Mutex<Shard>>]>,
}

/// What the interner holds.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct InternerStatistics {
    /// Distinct composite values (and integers beyond 64 bits).
    pub values: u64,
    /// Bytes of memory reserved for them.
    pub bytes: u64,
}

/// Part of the interner.
#[derive(Default)]
struct Shard {
    /// Where the nodes are. Never reset; freed with the interner.
    arena: Bump,
    /// The nodes by hash, with the lifetime of the interner erased. Declared after the arena, but holds only pointers.
    table: HashTable<Node>,
}

/// A node of the interner and its hash.
struct Node {
    hash: u64,
    value: Value<'static>,
}

// SAFETY: a node is an interned value, so it is normal: it holds no closure and hence no environment, the only part of
// a value that is not `Send`. The arena is `Send`, and what it holds is reached through the lock of its shard or by
// shared references to nodes that never change, except for hashes, which are atomic.
unsafe impl Send for Shard {}

/// What identifies an interned value: equal values and no others have equal ones. A key for hash tables; it is no
/// stable property of the value, since it contains addresses.
pub type Identity = (u64, u64);

impl Default for Interner {
    fn default() -> Self {
        Self::new()
    }
}

impl Interner {
    /// An interner that holds nothing.
    pub fn new() -> Self {
        Self { shards: (0..1usize << SHARD_BITS).map(|_| CachePadded::default()).collect() }
    }

    /// The interned value that equals `value`, which must be normal (see [`super::normalize()`]) and may come from any
    /// arena or from this interner. There must be one interner only: a node of another one is taken for its own.
    pub fn intern<'i>(&'i self, symbols: &Symbols, value: Value<'_>) -> Value<'i> {
        match value {
            Value::Bool(b) => Value::Bool(b),
            Value::Int(i) => Value::Int(i),
            Value::String(s) => Value::String(s),
            Value::ModelValue(s) => Value::ModelValue(s),
            composite if is_interned(composite) => {
                // SAFETY: by the contract above the node is in an arena of this interner, which outlives `'i`.
                unsafe { std::mem::transmute::<Value<'_>, Value<'i>>(composite) }
            }
            composite => deepen(|| self.intern_composite(symbols, composite)),
        }
    }

    /// Interns the parts, then looks the whole up.
    fn intern_composite<'i>(&'i self, symbols: &Symbols, value: Value<'_>) -> Value<'i> {
        let hash = normal_hash(symbols, value);
        let all = |values: &[Value<'_>]| -> smallvec::SmallVec<[Value<'i>; 8]> {
            values.iter().map(|v| self.intern(symbols, *v)).collect()
        };
        match value {
            Value::Tuple(Tuple { items, .. }) => {
                let items = all(items);
                let found = |v: &Value<'static>| matches!(v, Value::Tuple(t) if same_items(t.items, &items));
                self.find_or_add(hash, found, |arena| {
                    let items = arena.alloc_slice_copy(&items);
                    Value::Tuple(arena.alloc(Tuple { meta: Meta::interned(hash), items }))
                })
            }
            Value::Record(Record { fields, values, .. }) => {
                let values = all(values);
                let found = |v: &Value<'static>| matches!(v, Value::Record(r) if r.fields == *fields && same_items(r.values, &values));
                self.find_or_add(hash, found, |arena| {
                    let (fields, values) = (arena.alloc_slice_copy(fields), arena.alloc_slice_copy(&values));
                    Value::Record(arena.alloc(Record { meta: Meta::interned(hash), fields, values }))
                })
            }
            Value::Function(Function { domain, values, .. }) => {
                let (domain, values) = (all(domain), all(values));
                let found = |v: &Value<'static>| {
                    matches!(v, Value::Function(f)
                        if same_items(f.domain, &domain) && same_items(f.values, &values))
                };
                self.find_or_add(hash, found, |arena| {
                    let (domain, values) = (arena.alloc_slice_copy(&domain), arena.alloc_slice_copy(&values));
                    Value::Function(arena.alloc(Function { meta: Meta::interned(hash), domain, values }))
                })
            }
            Value::Set(Set { items, normal, .. }) => {
                debug_assert!(normal, "only normal values are interned");
                let items = all(items);
                let found = |v: &Value<'static>| matches!(v, Value::Set(s) if same_items(s.items, &items));
                self.find_or_add(hash, found, |arena| {
                    let items = arena.alloc_slice_copy(&items);
                    Value::Set(arena.alloc(Set { meta: Meta::interned(hash), items, normal: true }))
                })
            }
            Value::BigInt(big) => {
                let found = |v: &Value<'static>| matches!(v, Value::BigInt(b) if *b == big);
                self.find_or_add(hash, found, |arena| Value::BigInt(arena.alloc(BigInt::clone(big))))
            }
            _ => unreachable!("only normal values are interned"),
        }
    }

    /// The node with this hash that `found` accepts, or a new one. Neither closure may come back to the interner: the
    /// shard is locked.
    fn find_or_add<'i>(
        &'i self,
        hash: u64,
        found: impl Fn(&Value<'static>) -> bool,
        make: impl FnOnce(&'i Bump) -> Value<'i>,
    ) -> Value<'i> {
        let shard = &self.shards[(hash >> (64 - SHARD_BITS)) as usize];
        let mut guard = shard.lock().unwrap_or_else(PoisonError::into_inner);
        let Shard { arena, table } = &mut *guard;
        if let Some(node) = table.find(hash, |node| node.hash == hash && found(&node.value)) {
            return node.value;
        }
        // SAFETY: the arena is freed with the interner, which is borrowed for `'i`, and never reset. `make` runs while
        // the shard is locked, and what it gives back holds shared references to nodes only, not the arena.
        let value = make(unsafe { &*std::ptr::from_ref::<Bump>(arena) });
        // SAFETY: the nodes of the table are only given out with the lifetime of a borrow of the interner.
        let value = unsafe { std::mem::transmute::<Value<'i>, Value<'static>>(value) };
        table.insert_unique(hash, Node { hash, value }, |node| node.hash);
        value
    }

    /// What the interner holds now.
    pub fn statistics(&self) -> InternerStatistics {
        let mut total = InternerStatistics::default();
        for shard in &self.shards {
            let shard = shard.lock().unwrap_or_else(PoisonError::into_inner);
            total.values += shard.table.len() as u64;
            total.bytes += (shard.arena.allocated_bytes() + shard.table.allocation_size()) as u64;
        }
        total
    }
}

/// Whether two interned values are equal: they are if they are the same atom or node.
#[inline]
pub fn same(a: Value<'_>, b: Value<'_>) -> bool {
    identity(a) == identity(b)
}

/// The identity of an interned value.
#[inline]
pub fn identity(value: Value<'_>) -> Identity {
    fn address<T>(node: &T) -> u64 {
        std::ptr::from_ref(node).addr() as u64
    }
    match value {
        Value::Bool(b) => (0, u64::from(b)),
        Value::Int(i) => (1, i as u64),
        Value::BigInt(big) => (2, address(big)),
        Value::String(s) => (3, u64::from(s.0)),
        Value::ModelValue(s) => (4, u64::from(s.0)),
        Value::Tuple(node) => (5, address(node)),
        Value::Record(node) => (6, address(node)),
        Value::Function(node) => (7, address(node)),
        Value::Set(node) => (8, address(node)),
        Value::LazySet(node) => (9, address(node)),
        Value::Lambda(node) => (10, address(node)),
    }
}

/// Whether a composite is the interner's own (or one of the two empty values, which have one node each anyway).
#[inline]
pub(crate) fn is_interned(value: Value<'_>) -> bool {
    match value {
        Value::Tuple(node) => node.meta.interned,
        Value::Record(node) => node.meta.interned,
        Value::Function(node) => node.meta.interned,
        Value::Set(node) => node.meta.interned,
        _ => false,
    }
}

/// Whether slices of interned values are equal.
fn same_items(a: &[Value<'_>], b: &[Value<'_>]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(*a, *b))
}

impl Meta {
    /// That of a node of the interner with this structural hash.
    pub(crate) const fn interned(hash: u64) -> Meta {
        Meta { hash: AtomicU64::new(hash), interned: true }
    }
}
