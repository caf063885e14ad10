//! Memo tables: from the contents of the slots that a formula reads to the number of its result. A table counts how
//! often it knows the answer and is dropped when it does not pay.

use hashbrown::HashTable;

/// A memo table for one formula.
pub(crate) struct Memo {
    reads: Box<[u32]>,
    table: Table,
    probes: u32,
    hits: u32,
    off: bool,
    /// Hits over the table's whole life, for statistics.
    pub(crate) total_hits: u64,
    /// Probes over the table's whole life.
    pub(crate) total_probes: u64,
}

enum Table {
    /// Nothing is read.
    Constant(Option<u32>),
    /// One slot: indexed by its content; 0 is absent, else the entry plus one.
    Direct(Vec<u32>),
    /// Several slots: the position of the key in `keys`, and the entry.
    Hashed { table: HashTable<(u32, u32)>, keys: Vec<u32> },
}

/// After so many probes a table is judged.
const TRIAL: u32 = 8192;

/// A table is dropped if fewer than one in so many probes hits.
const WORST_HIT_RATE: u32 = 2;

/// A table with more keys than this is emptied: memory is worth more than rare hits.
const KEY_LIMIT: usize = 1 << 22;

impl Memo {
    /// A table for a formula that reads these slots.
    pub(crate) fn new(reads: impl IntoIterator<Item = u32>, off: bool) -> Self {
        let reads: Box<[u32]> = reads.into_iter().collect();
        let table = match reads.len() {
            0 => Table::Constant(None),
            1 => Table::Direct(Vec::new()),
            _ => Table::Hashed { table: HashTable::new(), keys: Vec::new() },
        };
        Self { reads, table, probes: 0, hits: 0, off, total_hits: 0, total_probes: 0 }
    }

    /// Whether the table is in use.
    pub(crate) fn is_on(&self) -> bool {
        !self.off
    }

    /// Whether two states look the same to the formula.
    pub(crate) fn same(&self, a: &[u32], b: &[u32]) -> bool {
        self.reads.iter().all(|slot| a[*slot as usize] == b[*slot as usize])
    }

    /// The entry for a state, if it is known.
    #[inline]
    pub(crate) fn lookup(&mut self, words: &[u32]) -> Option<u32> {
        self.probes += 1;
        let found = match &self.table {
            Table::Constant(entry) => *entry,
            Table::Direct(entries) => {
                let word = words[self.reads[0] as usize] as usize;
                entries.get(word).and_then(|entry| entry.checked_sub(1))
            }
            Table::Hashed { table, keys } => {
                let hash = hash(&self.reads, words);
                table.find(hash, |(key, _)| matches(&self.reads, words, keys, *key)).map(|(_, entry)| *entry)
            }
        };
        self.hits += u32::from(found.is_some());
        if self.probes == TRIAL {
            self.judge();
        }
        found
    }

    fn judge(&mut self) {
        self.total_hits += u64::from(self.hits);
        self.total_probes += u64::from(self.probes);
        if self.hits < self.probes / WORST_HIT_RATE {
            self.off = true;
            self.table = Table::Constant(None);
        }
        self.hits = 0;
        self.probes = 0;
    }

    /// Remembers the entry for a state that is not known.
    pub(crate) fn insert(&mut self, words: &[u32], entry: u32) {
        if self.off {
            return;
        }
        match &mut self.table {
            Table::Constant(known) => *known = Some(entry),
            Table::Direct(entries) => {
                let word = words[self.reads[0] as usize] as usize;
                if word >= KEY_LIMIT {
                    return;
                }
                if entries.len() <= word {
                    entries.resize((word + 1).next_power_of_two(), 0);
                }
                entries[word] = entry + 1;
            }
            Table::Hashed { table, keys } => {
                let width = self.reads.len();
                if keys.len() / width >= KEY_LIMIT {
                    table.clear();
                    keys.clear();
                }
                let key = (keys.len() / width) as u32;
                keys.extend(self.reads.iter().map(|slot| words[*slot as usize]));
                let reads = &self.reads;
                table.insert_unique(hash(reads, words), (key, entry), |(key, _)| {
                    let first = *key as usize * width;
                    hash_key(&keys[first..first + width])
                });
            }
        }
    }
}

/// One step of the tables' hash: only the low and high bits' spread matters, not stability.
#[inline]
fn step(hash: u64, word: u32) -> u64 {
    (hash.rotate_left(23) ^ u64::from(word)).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

#[inline]
fn hash(reads: &[u32], words: &[u32]) -> u64 {
    let sum = reads.iter().fold(0, |hash, slot| step(hash, words[*slot as usize]));
    sum ^ (sum >> 32)
}

fn hash_key(key: &[u32]) -> u64 {
    let sum = key.iter().fold(0, |hash, word| step(hash, *word));
    sum ^ (sum >> 32)
}

#[inline]
fn matches(reads: &[u32], words: &[u32], keys: &[u32], key: u32) -> bool {
    let first = key as usize * reads.len();
    reads.iter().zip(&keys[first..first + reads.len()]).all(|(slot, word)| words[*slot as usize] == *word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_knows_what_was_put_in_under_the_slots_that_it_reads_and_nothing_else() {
        for reads in [vec![], vec![1], vec![0, 2]] {
            let mut memo = Memo::new(reads.clone(), false);
            assert_eq!(memo.lookup(&[1, 2, 3]), None);
            memo.insert(&[1, 2, 3], 7);
            assert_eq!(memo.lookup(&[1, 2, 3]), Some(7));
            let other: Vec<u32> =
                (0..3).map(|slot| if reads.contains(&slot) { slot + 1 } else { 9 }).collect();
            assert_eq!(memo.lookup(&other), Some(7), "slots that are not read do not matter");
            assert_eq!(memo.lookup(&[8, 8, 8]), if reads.is_empty() { Some(7) } else { None });
        }
    }

    #[test]
    fn a_table_that_never_hits_is_dropped() {
        let mut memo = Memo::new([0, 1], false);
        for word in 0..TRIAL {
            assert_eq!(memo.lookup(&[word, 0]), None);
            memo.insert(&[word, 0], word);
        }
        assert!(!memo.is_on());
    }
}
