//! Strings and model values are symbols: numbers in order of first appearance, which is also TLC's order of them.

use hashbrown::HashTable;
use std::sync::{PoisonError, RwLock};

use super::hash::text_hash;

/// The number of a string or model value's name. Ordered by first appearance, as in TLC.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Symbol(pub u32);

/// One entry of the table.
struct Entry {
    text: Box<str>,
    /// Of the text alone, so that it does not depend on the order in which symbols appear.
    hash: u64,
    /// The type of a model value with this name, 0 for none: see [`Symbols::model_type`].
    model_type: u8,
}

/// The table of symbols: append-only, shared by all workers. Strings and model values share one numbering, as TLC's
/// `UniqueString`s do. Reading the text or hash of a symbol takes no lock.
#[derive(Default)]
pub struct Symbols {
    entries: boxcar::Vec<Entry>,
    /// Symbol by text. New symbols are appended while it is locked for writing, so numbers have no gaps.
    by_text: RwLock<HashTable<u32>>,
}

impl Symbols {
    /// An empty table.
    pub fn new() -> Self {
        Self::default()
    }

    /// The symbol of `text`, which gets the next number if it has none.
    pub fn intern(&self, text: &str) -> Symbol {
        if let Some(known) = self.lookup(text) {
            return known;
        }
        let hash = text_hash(text);
        let mut by_text = self.by_text.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(&known) = by_text.find(hash, |&id| &*self.entries[id as usize].text == text) {
            return Symbol(known);
        }
        let index = self.entries.push(Entry { text: text.into(), hash, model_type: model_type(text) });
        let id = u32::try_from(index).expect("fewer than 2^32 strings fit in memory");
        by_text.insert_unique(hash, id, |&id| self.entries[id as usize].hash);
        Symbol(id)
    }

    /// The symbol of `text` if it has appeared.
    pub fn lookup(&self, text: &str) -> Option<Symbol> {
        let by_text = self.by_text.read().unwrap_or_else(PoisonError::into_inner);
        by_text.find(text_hash(text), |&id| &*self.entries[id as usize].text == text).map(|&id| Symbol(id))
    }

    /// The text of a symbol of this table.
    #[inline]
    pub fn text(&self, symbol: Symbol) -> &str {
        &self.entries[symbol.0 as usize].text
    }

    /// The hash of a symbol's text.
    #[inline]
    pub fn hash(&self, symbol: Symbol) -> u64 {
        self.entries[symbol.0 as usize].hash
    }

    /// The type of the model value with this name: a name `c_rest` of more than two characters has type `c`. Model
    /// values of no type (0) differ from everything else without error; typed ones can be compared with model values
    /// of their own type and with untyped ones.
    #[inline]
    pub fn model_type(&self, symbol: Symbol) -> u8 {
        self.entries[symbol.0 as usize].model_type
    }

    /// How many symbols there are.
    pub fn len(&self) -> usize {
        self.entries.count()
    }

    /// Whether no symbol has appeared.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The type that TLC reads off a model value's name.
fn model_type(name: &str) -> u8 {
    match name.as_bytes() {
        [first, b'_', _, ..] => *first,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_are_numbered_by_first_appearance() {
        let symbols = Symbols::new();
        let zeta = symbols.intern("zeta");
        let alpha = symbols.intern("alpha");
        assert!(zeta < alpha);
        assert_eq!(symbols.intern("zeta"), zeta);
        assert_eq!(symbols.text(alpha), "alpha");
        assert_eq!(symbols.lookup("beta"), None);
        assert_eq!(symbols.len(), 2);
    }

    #[test]
    fn the_hash_of_a_symbol_does_not_depend_on_its_number() {
        let (one, other) = (Symbols::new(), Symbols::new());
        other.intern("first");
        assert_eq!(one.hash(one.intern("a")), other.hash(other.intern("a")));
        assert_ne!(one.hash(one.intern("a")), one.hash(one.intern("b")));
    }

    #[test]
    fn only_longer_names_with_an_underscore_type_a_model_value() {
        let symbols = Symbols::new();
        for (name, expected) in [("a_x", b'a'), ("a_", 0), ("m1", 0), ("ab_x", 0), ("p_1", b'p')] {
            assert_eq!(symbols.model_type(symbols.intern(name)), expected, "{name}");
        }
    }

    #[test]
    fn threads_that_intern_the_same_texts_agree_on_the_numbers() {
        let symbols = Symbols::new();
        let texts: Vec<String> = (0..500).map(|i| format!("s{i}")).collect();
        let numbers: Vec<Vec<Symbol>> = std::thread::scope(|scope| {
            let workers: Vec<_> =
                (0..4).map(|_| scope.spawn(|| texts.iter().map(|t| symbols.intern(t)).collect())).collect();
            workers.into_iter().map(|w| w.join().expect("no panic")).collect()
        });
        assert!(numbers.iter().all(|n| *n == numbers[0]));
        assert_eq!(symbols.len(), texts.len());
    }
}
