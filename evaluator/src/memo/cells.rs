//! The nodes of a memo tree, side by side in one vector of small cells: a lookup touches few cache lines, and a tree for
//! thousands of results stays in the cache that one core has for itself.
//!
//! A node is three cells and its links: what is read, the key of the first link, the number of links. A link is 0 for
//! nowhere, `2 * n + 1` for the result `n`, and `2 * n` for the node at the cell `n`, which is never the first. A node
//! that gets a key outside of its range moves to the end, with room for more; cells that were left are given up when
//! they are half of all. Keys far from each other are in a table beside the cells.

use fxhash::FxHashMap;
use tern_parser::ids::Id;

use super::{Known, Words};
use crate::recorder::What;
use crate::state_functions::StateFunctionId;

/// Nodes and their links.
#[derive(Default)]
pub(super) struct Cells {
    cells: Vec<u32>,
    /// What is read that a cell has no room for.
    others: Vec<What>,
    /// Links by keys that are far from each other.
    sparse: Vec<FxHashMap<u64, u32>>,
    /// Cells that are not in use any more.
    left: usize,
}

/// The cells of a node in front of its links.
const HEAD: usize = 3;

/// In the place of the number of links: they are in a table.
const SPARSE: u32 = u32::MAX;

/// What is read: the kind in the upper bits, and which one.
const KIND: u32 = 29;
const WORD: u32 = 0;
const BIT: u32 = 1;
const VIEW: u32 = 2;
const SAME: u32 = 3;
const OTHER: u32 = 4;

/// A node has no more links than these side by side, of which one of so many is in use at least.
const DENSE: (u64, u64) = (1 << 16, 6);

/// Fewer cells are not worth moving.
const FEW_CELLS: usize = 1 << 12;

impl Cells {
    /// Memory in bytes, about.
    pub(super) fn bytes(&self) -> usize {
        let sparse: usize = self.sparse.iter().map(|links| links.capacity() * 17).sum();
        self.cells.capacity() * size_of::<u32>() + self.others.capacity() * size_of::<What>() + sparse
    }

    fn encode(&mut self, what: What) -> u32 {
        match what {
            What::Word(word) if word < 1 << KIND => WORD << KIND | word,
            What::Bit { word, bit } if word < 1 << (KIND - 5) => BIT << KIND | word << 5 | bit,
            What::Same(word) if word < 1 << KIND => SAME << KIND | word,
            What::View(view) if view.index() < 1 << KIND => VIEW << KIND | view.index() as u32,
            _ => {
                let known = self.others.iter().position(|known| *known == what);
                let at = known.unwrap_or_else(|| {
                    self.others.push(what);
                    self.others.len() - 1
                });
                OTHER << KIND | at as u32
            }
        }
    }

    #[inline]
    fn decode(&self, code: u32) -> What {
        let which = code & ((1 << KIND) - 1);
        match code >> KIND {
            WORD => What::Word(which),
            BIT => What::Bit { word: which >> 5, bit: which & 31 },
            VIEW => What::View(StateFunctionId::from_index(which as usize)),
            SAME => What::Same(which),
            _ => self.others[which as usize],
        }
    }

    /// What a node reads.
    #[inline]
    pub(super) fn what(&self, node: u32) -> What {
        self.decode(self.cells[node as usize])
    }

    /// The key of what a node reads, in these words; none if it is not known.
    #[inline(always)]
    pub(super) fn key(&self, node: u32, words: Words<'_>, known: Known<'_>) -> Option<u64> {
        let code = self.cells[node as usize];
        let which = code & ((1 << KIND) - 1);
        match code >> KIND {
            WORD => Some(u64::from(words.get(which))),
            BIT => Some(u64::from(words.get(which >> 5) >> (which & 31) & 1)),
            VIEW => {
                known.kept.lookup(StateFunctionId::from_index(which as usize), words, known).map(u64::from)
            }
            _ => self.other_key(code, words, known),
        }
    }

    /// [`key`](Self::key) of what is no word, bit or view; by itself, so that the rest is short.
    #[inline(never)]
    fn other_key(&self, code: u32, words: Words<'_>, known: Known<'_>) -> Option<u64> {
        known.key(self.decode(code), words)
    }

    /// The link of a node for a key; 0 if there is none.
    #[inline(always)]
    pub(super) fn link(&self, node: u32, key: u64) -> u32 {
        let Some(&[_, first, count]) = self.cells.get(node as usize..).and_then(<[u32]>::first_chunk) else {
            return 0;
        };
        if count == SPARSE {
            return self.sparse_link(first, key);
        }
        let at = key.wrapping_sub(u64::from(first));
        if at >= u64::from(count) {
            return 0;
        }
        self.cells.get(node as usize + HEAD + at as usize).copied().unwrap_or(0)
    }

    #[inline(never)]
    fn sparse_link(&self, table: u32, key: u64) -> u32 {
        self.sparse[table as usize].get(&key).copied().unwrap_or(0)
    }

    /// A new node without links.
    pub(super) fn add(&mut self, what: What) -> Option<u32> {
        let code = self.encode(what);
        if self.cells.is_empty() {
            self.cells.push(0);
        }
        let node = self.next()?;
        self.cells.extend([code, 0, 0]);
        Some(node)
    }

    /// The place of the next node; none if links cannot name it.
    fn next(&self) -> Option<u32> {
        u32::try_from(self.cells.len()).ok().filter(|next| *next < 1 << 30)
    }

    /// Sets a link of a node; says where the node is now, if there is room.
    pub(super) fn set(&mut self, node: u32, key: u64, link: u32) -> Option<u32> {
        let at = node as usize;
        let (first, count) = (u64::from(self.cells[at + 1]), self.cells[at + 2]);
        if count == SPARSE {
            self.sparse[first as usize].insert(key, link);
            return Some(node);
        }
        let count = u64::from(count);
        if let Some(cell) = key.checked_sub(first).filter(|place| *place < count) {
            self.cells[at + HEAD + cell as usize] = link;
            return Some(node);
        }
        // A wider range, with some room where it grew: contents that are numbered later are greater.
        let (least, end) =
            if count == 0 { (key, key + 1) } else { (first.min(key), (first + count).max(key + 1)) };
        let room = if count > 0 && key >= first { (end - least) / 4 } else { 0 };
        let links = &self.cells[at + HEAD..at + HEAD + count as usize];
        let used = 1 + links.iter().filter(|link| **link != 0).count() as u64;
        let (most, of) = DENSE;
        if end + room > u64::from(u32::MAX) || end - least > most || end - least > 16 + of * used {
            let known = (first..).zip(links.iter().copied()).filter(|(_, link)| *link != 0);
            self.sparse.push(known.chain([(key, link)]).collect());
            (self.cells[at + 1], self.cells[at + 2]) = (self.sparse.len() as u32 - 1, SPARSE);
            self.left += count as usize;
            return Some(node);
        }
        let moved = self.next()?;
        let width = (end - least + room) as usize;
        self.cells.extend([self.cells[at], least as u32, width as u32]);
        let start = self.cells.len();
        self.cells.resize(start + width, 0);
        self.cells
            .copy_within(at + HEAD..at + HEAD + count as usize, start + (first.max(least) - least) as usize);
        self.cells[start + (key - least) as usize] = link;
        self.left += HEAD + count as usize;
        Some(moved)
    }

    /// The links of a node that lead somewhere, with their keys.
    fn links(&self, node: u32) -> Vec<(u64, u32)> {
        let at = node as usize;
        let (first, count) = (self.cells[at + 1], self.cells[at + 2]);
        if count == SPARSE {
            return self.sparse[first as usize].iter().map(|(key, link)| (*key, *link)).collect();
        }
        let links = &self.cells[at + HEAD..at + HEAD + count as usize];
        (u64::from(first)..).zip(links.iter().copied()).filter(|(_, link)| *link != 0).collect()
    }

    /// Calls `visit` with all nodes that come after a link, each with its links.
    pub(super) fn for_each(&self, root: u32, mut visit: impl FnMut(What, &[(u64, u32)])) {
        let mut ahead = vec![root];
        while let Some(link) = ahead.pop() {
            if link & 1 == 0 && link != 0 {
                let links = self.links(link >> 1);
                visit(self.what(link >> 1), &links);
                ahead.extend(links.into_iter().map(|(_, link)| link));
            }
        }
    }

    /// Whether so many cells are not in use that it pays to move the others.
    pub(super) fn is_loose(&self) -> bool {
        self.cells.len() > FEW_CELLS && self.left > self.cells.len() / 2
    }

    /// Moves all nodes that come after a link side by side, each in front of those that come after it; the link to them.
    pub(super) fn compact(&mut self, root: u32) -> u32 {
        let old = std::mem::take(self);
        self.cells = vec![0];
        // Links that are still those of the old nodes: the node that has them, and the key.
        let mut ahead: Vec<(Option<(u32, u64)>, u32)> = vec![(None, root)];
        let mut moved_root = root;
        while let Some((parent, link)) = ahead.pop() {
            let moved = if link & 1 == 1 || link == 0 {
                link
            } else {
                self.take_over(&old, link >> 1, &mut ahead) << 1
            };
            match parent {
                None => moved_root = moved,
                Some((node, key)) => self.replace(node, key, moved),
            }
        }
        moved_root
    }

    /// Takes a node over as it is, with links that are still to be replaced.
    fn take_over(&mut self, old: &Self, node: u32, ahead: &mut Vec<(Option<(u32, u64)>, u32)>) -> u32 {
        let (at, moved) = (node as usize, self.cells.len() as u32);
        let code = self.encode(old.what(node));
        let count = old.cells[at + 2];
        if count == SPARSE {
            self.sparse.push(old.sparse[old.cells[at + 1] as usize].clone());
            self.cells.extend([code, self.sparse.len() as u32 - 1, SPARSE]);
        } else {
            self.cells.extend([code, old.cells[at + 1], count]);
            self.cells.extend_from_slice(&old.cells[at + HEAD..at + HEAD + count as usize]);
        }
        let nodes = old.links(node).into_iter().filter(|(_, link)| link & 1 == 0);
        ahead.extend(nodes.map(|(key, link)| (Some((moved, key)), link)));
        moved
    }

    /// Replaces a link that is there.
    fn replace(&mut self, node: u32, key: u64, link: u32) {
        let at = node as usize;
        let (first, count) = (self.cells[at + 1], self.cells[at + 2]);
        if count == SPARSE {
            self.sparse[first as usize].insert(key, link);
        } else {
            self.cells[at + HEAD + (key - u64::from(first)) as usize] = link;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The links of a tree with one node, by all keys up to this one.
    fn links(cells: &Cells, node: u32, most: u64) -> Vec<(u64, u32)> {
        (0..=most).map(|key| (key, cells.link(node, key))).filter(|(_, link)| *link != 0).collect()
    }

    #[test]
    fn a_node_has_the_links_that_were_set_in_any_order() {
        let mut seed = 7u64;
        let mut dice = |sides: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % sides
        };
        for sides in [2, 5, 40, 3000, 70_000] {
            let mut cells = Cells::default();
            let mut node = cells.add(What::Bit { word: 3, bit: 31 }).expect("there is room");
            let mut expected = std::collections::BTreeMap::new();
            for result in 1..200 {
                let (key, link) = (dice(sides), 2 * result + 1);
                node = cells.set(node, key, link).expect("there is room");
                expected.insert(key, link);
                if result % 50 == 0 || cells.is_loose() {
                    node = cells.compact(node << 1) >> 1;
                }
            }
            assert_eq!(cells.what(node), What::Bit { word: 3, bit: 31 });
            assert_eq!(links(&cells, node, sides), Vec::from_iter(expected));
            assert_eq!(cells.link(node, u64::MAX), 0);
        }
    }

    #[test]
    fn a_tree_is_the_same_after_its_nodes_were_moved_together() {
        let mut cells = Cells::default();
        let whats =
            [What::Word(u32::MAX), What::Word(5), What::View(StateFunctionId::from_index(2)), What::Word(6)];
        let leaves = whats.map(|what| cells.add(what).expect("there is room"));
        let leaves: Vec<u32> =
            (1..).zip(leaves).map(|(key, leaf)| cells.set(leaf, key, 9).expect("there is room")).collect();
        let mut root = cells.add(What::Word(1)).expect("there is room");
        for (key, leaf) in (10..).step_by(3).zip(&leaves) {
            root = cells.set(root, key, leaf << 1).expect("there is room");
        }
        root = cells.set(root, 1 << 40, 17).expect("there is room");
        let seen = |cells: &Cells, root| {
            let mut seen = Vec::new();
            cells.for_each(root, |what, links| {
                let ends = links.iter().filter(|(_, link)| link & 1 == 1).copied().collect::<Vec<_>>();
                seen.push((format!("{what:?}"), links.len(), ends));
            });
            seen.sort();
            seen
        };
        let before = seen(&cells, root << 1);
        assert_eq!(before.len(), 5);
        let size = cells.cells.len();
        root = cells.compact(root << 1) >> 1;
        assert_eq!(seen(&cells, root << 1), before);
        assert!(cells.cells.len() < size && cells.left == 0);
        assert_eq!((cells.link(root, 1 << 40), cells.link(root, 11)), (17, 0));
    }
}
