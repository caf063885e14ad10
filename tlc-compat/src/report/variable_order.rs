//! The order in which TLC prints the variables of a state.
//!
//! It is neither that of declaration nor alphabetical, but that of SANY's symbol table, a `java.util.Hashtable` with
//! the names' string hashes: ascending by hash modulo the table's size. The size follows from the number of symbols
//! that the root module knows. Found from 56 recorded traces of TLC: it explains the order of all but those whose
//! order is an ALIAS's, and one specification of many instances. Names in one bucket stay in order of declaration.

/// The symbols that SANY's table holds before a module adds its own. Modules of 71 names have a table of 191
/// buckets, modules of 73 one of 383, which leaves 71 or 72.
const BUILT_IN: usize = 72;

/// The positions of `names` in the order of printing. `symbols` is the number of names that the root module declares,
/// defines or imports.
pub(super) fn variable_order(names: &[&str], symbols: usize) -> Vec<usize> {
    let buckets = table_size(BUILT_IN + symbols);
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by_key(|&index| (java_hash(names[index]) & 0x7fff_ffff) as usize % buckets);
    order
}

/// The size of a `Hashtable` after so many insertions: it starts with 11 buckets and grows from `n` to `2 n + 1`
/// before an insertion that finds three quarters of them filled.
fn table_size(entries: usize) -> usize {
    let mut size = 11;
    while entries > size * 3 / 4 {
        size = 2 * size + 1;
    }
    size
}

/// `String.hashCode`.
pub(super) fn java_hash(text: &str) -> u32 {
    text.encode_utf16().fold(0u32, |hash, unit| hash.wrapping_mul(31).wrapping_add(unit.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ordered<'n>(names: &[&'n str], symbols: usize) -> Vec<&'n str> {
        variable_order(names, symbols).into_iter().map(|index| names[index]).collect()
    }

    #[test]
    fn small_modules_have_191_buckets_and_larger_ones_383() {
        assert_eq!([72, 143, 144, 287, 288].map(table_size), [191, 191, 383, 383, 767]);
    }

    #[test]
    fn variables_are_printed_as_tlc_was_seen_to_print_them() {
        assert_eq!(ordered(&["small", "big"], 26), ["big", "small"]);
        assert_eq!(ordered(&["x", "y", "yb", "z"], 40), ["yb", "x", "y", "z"]);
        assert_eq!(ordered(&["state", "agreed"], 30), ordered(&["agreed", "state"], 30));
    }
}
