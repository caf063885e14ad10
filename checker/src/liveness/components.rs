//! Strongly connected components of the product, and what the edges inside of them show.
//!
//! Tarjan's algorithm without recursion, in the form of Pearce (IPL 2016): one number for each node says whether it is
//! new, open (in a component that is still being explored) or closed. An edge found to lead to an open node lies inside
//! the component of its source, so what it shows is collected on the way.

use super::faults::Fault;
use super::graph::EdgeId;
use super::product::{Conditions, Cursor, Part, Product, unite};

/// A node that was not visited.
pub(crate) const NEW: u32 = 0;
/// A node that takes no part, or whose component is complete.
pub(crate) const CLOSED: u32 = u32::MAX;

/// A component: its nodes, and what its edges show. `cyclic` is false if there is no edge inside of it.
pub(crate) struct Component<'a, const W: usize> {
    pub(crate) nodes: &'a [u32],
    pub(crate) shown: Conditions<W>,
    pub(crate) cyclic: bool,
}

struct Frame<const W: usize> {
    node: u32,
    transition: u32,
    edge: u64,
    shown: Conditions<W>,
    cyclic: bool,
    /// No edge to an older open node was found.
    root: bool,
}

/// The memory of the algorithm, to be used again.
#[derive(Default)]
pub(crate) struct Tarjan<const W: usize> {
    frames: Vec<Frame<W>>,
    finished: Vec<u32>,
}

impl<const W: usize> Tarjan<W> {
    /// Gives the components of the nodes that are reached from `roots` over `part` without entering nodes that are
    /// `CLOSED` in `order`. All of these are `CLOSED` afterwards. `NEW` nodes are visited; there must not be others.
    pub(crate) fn components(
        &mut self,
        product: &Product<W>,
        part: &Part<W>,
        order: &mut [u32],
        roots: impl IntoIterator<Item = u32>,
        mut give: impl FnMut(Component<W>),
    ) {
        for root in roots {
            if order[root as usize] == NEW {
                self.explore(product, part, order, root, &mut give);
            }
        }
    }

    fn explore(
        &mut self,
        product: &Product<W>,
        part: &Part<W>,
        order: &mut [u32],
        root: u32,
        give: &mut impl FnMut(Component<W>),
    ) {
        // Open nodes are numbered from 1 in the order in which they were entered.
        let mut next = 1;
        let enter = |node: u32, order: &mut [u32], next: &mut u32| {
            order[node as usize] = *next;
            *next += 1;
            let (state, automaton) = product.node(node);
            let cursor = product.cursor(state, automaton);
            (Frame { node, transition: 0, edge: 0, shown: [0; W], cyclic: false, root: true }, cursor)
        };
        let (mut frame, mut cursor) = enter(root, order, &mut next);
        loop {
            let child = self.scan(product, part, order, &mut frame, &mut cursor);
            if let Some(child) = child {
                (frame.edge, frame.transition) = cursor.save();
                self.frames.push(frame);
                (frame, cursor) = enter(child, order, &mut next);
                continue;
            }
            let Frame { node, shown, root, .. } = frame;
            let low = order[node as usize];
            if root {
                next -= self.close(order, &frame, give);
            } else {
                self.finished.push(node);
            }
            let Some(parent) = self.frames.pop() else { return };
            frame = parent;
            let (state, automaton) = product.node(frame.node);
            cursor = Cursor::resume(state, automaton, frame.edge, frame.transition);
            let (edge, transition) = product.last(&cursor);
            if !root {
                frame.cyclic = true;
                unite(&mut frame.shown, &shown);
                unite(&mut frame.shown, &product.shown(edge, transition));
                if low < order[frame.node as usize] {
                    order[frame.node as usize] = low;
                    frame.root = false;
                }
            } else if product.faults.has(Fault::MarksOfLeavingEdges) {
                unite(&mut frame.shown, &product.shown(edge, transition));
            }
        }
    }

    /// Looks at the edges of a node up to one that leads to a new node.
    #[inline(always)]
    fn scan(
        &mut self,
        product: &Product<W>,
        part: &Part<W>,
        order: &mut [u32],
        frame: &mut Frame<W>,
        cursor: &mut Cursor,
    ) -> Option<u32> {
        while let Some(step) = product.advance(cursor, part) {
            let Some(target) = product.number(step.target, step.automaton) else { continue };
            match order[target as usize] {
                NEW => return Some(target),
                CLOSED if product.faults.has(Fault::MarksOfLeavingEdges) => {
                    unite(&mut frame.shown, &product.shown(step.edge, step.transition));
                }
                CLOSED => {}
                low => {
                    frame.cyclic = true;
                    unite(&mut frame.shown, &product.shown(step.edge, step.transition));
                    if low < order[frame.node as usize] {
                        order[frame.node as usize] = low;
                        frame.root = false;
                    }
                }
            }
        }
        None
    }

    /// Gives the component whose oldest node is done, and says how many nodes it has.
    fn close(&mut self, order: &mut [u32], root: &Frame<W>, give: &mut impl FnMut(Component<W>)) -> u32 {
        let low = order[root.node as usize];
        let outside = self.finished.iter().rposition(|node| order[*node as usize] < low);
        let from = outside.map_or(0, |outside| outside + 1);
        self.finished.push(root.node);
        let nodes = &self.finished[from..];
        nodes.iter().for_each(|node| order[*node as usize] = CLOSED);
        give(Component { nodes, shown: root.shown, cyclic: root.cyclic });
        let count = nodes.len() as u32;
        self.finished.truncate(from);
        count
    }
}

impl Cursor {
    fn save(&self) -> (u64, u32) {
        (self.edge, self.transition)
    }

    fn resume(state: u32, automaton: u32, edge: u64, transition: u32) -> Self {
        Self { state, automaton, edge, transition }
    }
}

impl<const W: usize> Product<'_, W> {
    /// The edge and the transition that `cursor` was last advanced over.
    #[inline(always)]
    fn last(&self, cursor: &Cursor) -> (EdgeId, u32) {
        if self.trivial { (EdgeId(cursor.edge - 1), 0) } else { (EdgeId(cursor.edge), cursor.transition - 1) }
    }
}
