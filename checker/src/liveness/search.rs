//! The search for components in which a fair cycle lies.
//!
//! A component of the edges that pass the filter is accepting if the edges inside it show every mark and every kept
//! eventuality, and the right side of each pair whose left side they show. If a mark is missing, the component is of
//! no use, nor any part of it. If a right side is missing, no fair cycle uses an edge with that left side: these edges
//! are removed and the components of the rest computed anew (Emerson and Lei). All such pairs go at once; nothing but
//! the set of removed conditions is inherited.
//!
//! All accepting components are found, not the first: so the answer does not depend on the order of the search, and
//! the counterexample can be one with a shortest prefix.

use super::components::{CLOSED, Component, NEW, Tarjan};
use super::error::LivenessError;
use super::faults::Fault;
use super::giant::Giant;
use super::product::{Conditions, Part, Product, meets, unite};

/// Accepting components.
#[derive(Default)]
pub(crate) struct Accepting<const W: usize> {
    nodes: Vec<u32>,
    /// For each component the end of its nodes in `nodes`, and the conditions whose edges are removed in it.
    components: Vec<(usize, Conditions<W>)>,
}

impl<const W: usize> Accepting<W> {
    pub(crate) fn is_empty(&self) -> bool {
        self.components.is_empty()
    }

    /// The components: their nodes, and the conditions that no edge of their cycles may show.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&[u32], Conditions<W>)> {
        let starts = std::iter::once(0).chain(self.components.iter().map(|(end, _)| *end));
        starts.zip(&self.components).map(|(start, (end, removed))| (&self.nodes[start..*end], *removed))
    }

    fn add(&mut self, nodes: &[u32], removed: Conditions<W>) {
        self.nodes.extend(nodes);
        self.components.push((self.nodes.len(), removed));
    }
}

/// What is known and what is to be done.
struct State<const W: usize> {
    goals: Conditions<W>,
    accepting: Accepting<W>,
    /// Nodes to be searched again, and for each group of them where it begins, what is removed, and what the component
    /// showed that they were taken from.
    again: Vec<u32>,
    groups: Vec<(usize, Conditions<W>, Conditions<W>)>,
}

impl<const W: usize> State<W> {
    /// Judges a component of the edges without those that show a `removed` condition.
    fn judge(
        &mut self,
        product: &Product<W>,
        removed: Conditions<W>,
        inherited: Conditions<W>,
        component: Component<W>,
    ) {
        let Component { nodes, mut shown, cyclic } = component;
        if !cyclic && !product.faults.has(Fault::TrivialComponent) {
            return;
        }
        unite(&mut shown, &inherited);
        if (0..W).any(|word| self.goals[word] & !shown[word] != 0) && cyclic {
            return;
        }
        let mut bad = product.layout.unanswered(&shown);
        if !meets(&bad, &bad) {
            self.accepting.add(nodes, removed);
        } else if !product.faults.has(Fault::ComponentRejected) {
            unite(&mut bad, &removed);
            let inherited = if product.faults.has(Fault::MarksOfParentReused) {
                std::array::from_fn(|word| shown[word] & self.goals[word])
            } else {
                [0; W]
            };
            self.groups.push((self.again.len(), bad, inherited));
            self.again.extend(nodes);
        }
    }
}

/// All accepting components that can be reached.
pub(crate) fn accepting<const W: usize>(
    product: &Product<W>,
    workers: usize,
) -> Result<Accepting<W>, LivenessError> {
    let goals = product.layout.all_goals();
    let accepting = Accepting { nodes: Vec::new(), components: Vec::new() };
    let mut state = State { goals, accepting, again: Vec::new(), groups: Vec::new() };
    let (mut order, roots) = to_search(product);
    let none = [0; W];
    if let Some(giant) = Giant::find(product, workers) {
        giant.nodes().iter().for_each(|node| order[*node as usize] = CLOSED);
        let shown = giant.shown(product, workers);
        state.judge(product, none, none, Component { nodes: giant.nodes(), shown, cyclic: true });
    }
    let mut tarjan = Tarjan::default();
    let first = |component: Component<W>| state.judge(product, none, none, component);
    match roots {
        Some(roots) => tarjan.components(product, &Part::Cycle(none), &mut order, roots, first),
        None => tarjan.components(product, &Part::Cycle(none), &mut order, 0..product.nodes(), first),
    }
    let mut nodes = Vec::new();
    while let Some((start, removed, inherited)) = state.groups.pop() {
        nodes.clear();
        nodes.extend(state.again.drain(start..));
        nodes.iter().for_each(|node| order[*node as usize] = NEW);
        let roots = nodes.iter().copied();
        tarjan.components(product, &Part::Cycle(removed), &mut order, roots, |component| {
            state.judge(product, removed, inherited, component);
        });
    }
    Ok(state.accepting)
}

/// Where to search: for each node `NEW` or `CLOSED`, and the nodes to begin with, if these are not all of the new ones.
/// Only nodes that can be reached are searched.
fn to_search<const W: usize>(product: &Product<W>) -> (Vec<u32>, Option<Vec<u32>>) {
    let nodes = product.nodes() as usize;
    let every_node_counts = product.trivial && !product.faults.has(Fault::FilterOnPrefix);
    if every_node_counts || !product.is_dense() {
        return (vec![NEW; nodes], None);
    }
    let mut starts = Vec::new();
    product.starts(|(state, automaton)| starts.extend(product.number(state, automaton)));
    if !product.is_filtered() {
        // What is reached from them over edges of cycles is all that is reached.
        return (vec![NEW; nodes], Some(starts));
    }
    let mut order = vec![CLOSED; nodes];
    starts.iter().for_each(|node| order[*node as usize] = NEW);
    while let Some(node) = starts.pop() {
        let (state, automaton) = product.node(node);
        let mut cursor = product.cursor(state, automaton);
        while let Some(step) = product.advance(&mut cursor, &Part::Prefix) {
            let Some(target) = product.number(step.target, step.automaton) else { continue };
            if order[target as usize] == CLOSED {
                order[target as usize] = NEW;
                starts.push(target);
            }
        }
    }
    (order, None)
}
