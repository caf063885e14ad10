//! The counterexample: a shortest way to an accepting component, and a short fair cycle in it.

use super::error::{InternalFault, LivenessError};
use super::graph::{EdgeId, Graph};
use super::product::{Conditions, Part, Product, Step as ProductStep, meets, unite};
use super::search::Accepting;
use fxhash::FxHashMap;
use std::collections::VecDeque;

/// A step of a counterexample.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Step {
    /// Where the step starts.
    pub state: u32,
    /// The step; it leads to the state of the next one.
    pub edge: EdgeId,
}

/// A behaviour: the steps of `prefix`, then those of `cycle` forever.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lasso {
    /// The way to the cycle; empty if the first state is on it.
    pub prefix: Vec<Step>,
    /// The cycle, which has at least one step. The last leads to the state of the first.
    pub cycle: Vec<Step>,
    /// The cycle is one stuttering step: the behaviour stops.
    pub stuttering: bool,
}

impl Lasso {
    /// All steps, of the prefix and of one turn of the cycle.
    pub fn steps(&self) -> impl Iterator<Item = &Step> {
        self.prefix.iter().chain(&self.cycle)
    }

    pub(crate) fn new(graph: &Graph, prefix: Vec<Step>, cycle: Vec<Step>) -> Self {
        let stuttering = match cycle[..] {
            [only] => graph.is_stuttering(only.state, only.edge),
            _ => false,
        };
        Self { prefix, cycle, stuttering }
    }

    /// The same behaviour with as few steps as possible: the cycle is not a repetition, and does not begin later than
    /// it could.
    fn folded(graph: &Graph, mut prefix: Vec<Step>, mut cycle: Vec<Step>) -> Self {
        let length = cycle.len();
        let repeats = |period: &usize| {
            length.is_multiple_of(*period)
                && (*period..length).all(|step| cycle[step] == cycle[step - period])
        };
        let period = (1..=length).find(repeats).unwrap_or(length);
        cycle.truncate(period);
        while prefix.last().is_some_and(|last| Some(last) == cycle.last()) {
            prefix.pop();
            cycle.rotate_right(1);
        }
        Self::new(graph, prefix, cycle)
    }

    /// The lasso without its stuttering steps; none if it has none or consists of nothing else. That it is still a
    /// counterexample has to be examined.
    pub(crate) fn without_stuttering(&self, graph: &Graph) -> Option<Self> {
        let moves = |steps: &[Step]| -> Vec<Step> {
            steps.iter().copied().filter(|step| !graph.is_stuttering(step.state, step.edge)).collect()
        };
        let (prefix, mut cycle) = (moves(&self.prefix), moves(&self.cycle));
        if cycle.is_empty() {
            cycle.extend(self.cycle.first());
        }
        let shorter = prefix.len() + cycle.len() < self.prefix.len() + self.cycle.len();
        shorter.then(|| Self::new(graph, prefix, cycle))
    }
}

/// So many nodes at which a shortest prefix can end are tried for the shortest cycle.
const ENTRIES: usize = 8;

/// A counterexample that ends in one of the components.
pub(crate) fn find<const W: usize>(
    product: &Product<W>,
    accepting: &Accepting<W>,
) -> Result<Lasso, LivenessError> {
    let lost = LivenessError::Internal(InternalFault::LostComponent);
    let mut component = vec![0u32; product.nodes() as usize];
    let mut removed = vec![[0; W]];
    for (number, (nodes, conditions)) in (1..).zip(accepting.iter()) {
        nodes.iter().for_each(|node| component[*node as usize] = number);
        removed.push(conditions);
    }
    let way = Way::find(product, &component).ok_or(lost.clone())?;
    let mut best: Option<(usize, Lasso)> = None;
    for &entry in &way.entries {
        let (state, automaton) = way.split(product, entry);
        let Some(node) = product.number(state, automaton) else { continue };
        let inside = component[node as usize];
        let tour = Tour { product, component: &component, inside, removed: removed[inside as usize] };
        let Some(cycle) = tour.cycle(node) else { return Err(lost) };
        let prefix = way.steps(product, entry).ok_or(lost.clone())?;
        let lasso = Lasso::folded(product.graph, prefix, cycle);
        // Steps that only give the automaton time are left out in the end.
        let moves = |step: &&Step| !product.graph.is_stuttering(step.state, step.edge);
        let length = lasso.steps().filter(moves).count();
        if best.as_ref().is_none_or(|(shortest, _)| length < *shortest) {
            best = Some((length, lasso));
        }
    }
    best.map(|(_, lasso)| lasso).ok_or(lost)
}

/// Breadth-first search from the initial nodes, those where the automaton waits included.
struct Way {
    parents: Parents,
    entries: Vec<u64>,
}

/// For each node that was met the node before it; an initial node comes before itself.
enum Parents {
    Dense(Vec<u32>),
    Sparse(FxHashMap<u64, u64>),
}

impl Parents {
    fn new(nodes: u64, dense: bool) -> Self {
        if dense && nodes < u64::from(u32::MAX) {
            Self::Dense(vec![u32::MAX; nodes as usize])
        } else {
            Self::Sparse(FxHashMap::default())
        }
    }

    fn get(&self, node: u64) -> Option<u64> {
        match self {
            Self::Dense(parents) => {
                Some(u64::from(parents[node as usize])).filter(|parent| *parent != u64::from(u32::MAX))
            }
            Self::Sparse(parents) => parents.get(&node).copied(),
        }
    }

    /// Notes that `node` comes after `parent`, if it was not met before.
    fn meet(&mut self, node: u64, parent: u64) -> bool {
        if self.get(node).is_some() {
            return false;
        }
        match self {
            Self::Dense(parents) => parents[node as usize] = parent as u32,
            Self::Sparse(parents) => {
                parents.insert(node, parent);
            }
        }
        true
    }
}

impl Way {
    /// The first level that contains nodes of components, and how to get there.
    fn find<const W: usize>(product: &Product<W>, component: &[u32]) -> Option<Self> {
        let width = product.automaton.states() as u64;
        let nodes = u64::from(product.graph.expanded()) * width;
        let mut way = Self { parents: Parents::new(nodes, product.is_dense()), entries: Vec::new() };
        let mut level = Vec::new();
        for state in product.graph.initial() {
            let node = u64::from(state) * width;
            if way.parents.meet(node, node) {
                level.push(node);
            }
        }
        while !level.is_empty() {
            let accepting = |node: &&u64| {
                let (state, automaton) = way.split(product, **node);
                product.number(state, automaton).is_some_and(|number| component[number as usize] != 0)
            };
            let mut entries: Vec<u64> = level.iter().filter(accepting).copied().collect();
            if !entries.is_empty() {
                // A node that is reached without leaving the state comes first: that step can be left out.
                entries.sort_by_key(|node| {
                    let before = way.parents.get(*node).map(|parent| way.split(product, parent).0);
                    before != Some(way.split(product, *node).0)
                });
                entries.truncate(ENTRIES);
                way.entries = entries;
                return Some(way);
            }
            let mut next = Vec::new();
            for node in level {
                let (state, automaton) = way.split(product, node);
                let mut cursor = product.cursor(state, automaton);
                while let Some(step) = product.advance(&mut cursor, &Part::Prefix) {
                    let target = u64::from(step.target) * width + u64::from(step.automaton);
                    if way.parents.meet(target, node) {
                        next.push(target);
                    }
                }
            }
            level = next;
        }
        None
    }

    fn split<const W: usize>(&self, product: &Product<W>, node: u64) -> (u32, u32) {
        let width = product.automaton.states() as u64;
        ((node / width) as u32, (node % width) as u32)
    }

    /// The steps from an initial node to `node`.
    fn steps<const W: usize>(&self, product: &Product<W>, mut node: u64) -> Option<Vec<Step>> {
        let mut steps = Vec::new();
        loop {
            let parent = self.parents.get(node)?;
            if parent == node {
                break;
            }
            let (state, automaton) = self.split(product, parent);
            let target = self.split(product, node);
            let mut cursor = product.cursor(state, automaton);
            let step = std::iter::from_fn(|| product.advance(&mut cursor, &Part::Prefix))
                .find(|step| (step.target, step.automaton) == target)?;
            steps.push(Step { state, edge: step.edge });
            node = parent;
        }
        steps.reverse();
        Some(steps)
    }
}

/// A component to walk around in.
struct Tour<'a, const W: usize> {
    product: &'a Product<'a, W>,
    component: &'a [u32],
    inside: u32,
    removed: Conditions<W>,
}

/// A step of a tour: the node that it leaves, and what it shows.
struct Walked<const W: usize> {
    node: u32,
    step: Step,
    shown: Conditions<W>,
}

/// Longer cycles are not searched for detours.
const LONGEST: usize = 2_000;

impl<const W: usize> Tour<'_, W> {
    /// A cycle through `entry` that shows all goals, and the right side of every pair whose left side it shows: always
    /// on to the nearest edge that shows something that is missing, and home at the end.
    fn cycle(&self, entry: u32) -> Option<Vec<Step>> {
        let layout = &self.product.layout;
        let goals: Conditions<W> = layout.all_goals();
        let (mut seen, mut cycle, mut at) = ([0; W], Vec::new(), entry);
        loop {
            let missing = self.missing(&goals, &seen);
            let home = !meets(&missing, &missing);
            if home && at == entry && !cycle.is_empty() {
                return Some(self.without_detours(cycle, &goals));
            }
            let wanted = |step: &ProductStep, target: u32| {
                if home {
                    target == entry
                } else {
                    meets(&self.product.shown(step.edge, step.transition), &missing)
                }
            };
            let path = self.nearest(at, wanted)?;
            for (state, step) in path {
                let shown = self.product.shown(step.edge, step.transition);
                unite(&mut seen, &shown);
                cycle.push(Walked { node: at, step: Step { state, edge: step.edge }, shown });
                at = self.product.number(step.target, step.automaton)?;
            }
        }
    }

    /// What a cycle that shows `seen` has to show beside.
    fn missing(&self, goals: &Conditions<W>, seen: &Conditions<W>) -> Conditions<W> {
        let mut missing = self.product.layout.missing_answers(seen);
        (0..W).for_each(|word| missing[word] |= goals[word] & !seen[word]);
        missing
    }

    /// The cycle without those parts from a node back to it that nobody would miss, longest first.
    fn without_detours(&self, mut cycle: Vec<Walked<W>>, goals: &Conditions<W>) -> Vec<Step> {
        let needless = |cycle: &[Walked<W>], from: usize, to: usize| {
            let mut seen = [0; W];
            let rest = cycle[..from].iter().chain(&cycle[to..]);
            rest.for_each(|walked| unite(&mut seen, &walked.shown));
            let missing = self.missing(goals, &seen);
            !meets(&missing, &missing)
        };
        let mut from = 0;
        while from < cycle.len() && cycle.len() <= LONGEST {
            let returns = (from + 1..cycle.len()).rev().filter(|to| cycle[*to].node == cycle[from].node);
            match returns.clone().find(|to| needless(&cycle, from, *to)) {
                Some(to) => drop(cycle.drain(from..to)),
                None => from += 1,
            }
        }
        cycle.into_iter().map(|walked| walked.step).collect()
    }

    /// The shortest path in the component from `start` to and over an edge that is `wanted`.
    fn nearest(
        &self,
        start: u32,
        wanted: impl Fn(&ProductStep, u32) -> bool,
    ) -> Option<Vec<(u32, ProductStep)>> {
        let mut before: FxHashMap<u32, Option<(u32, ProductStep)>> = FxHashMap::from_iter([(start, None)]);
        let mut queue = VecDeque::from([start]);
        while let Some(node) = queue.pop_front() {
            let (state, automaton) = self.product.node(node);
            let mut cursor = self.product.cursor(state, automaton);
            while let Some(step) = self.product.advance(&mut cursor, &Part::Cycle(self.removed)) {
                let Some(target) = self.product.number(step.target, step.automaton) else { continue };
                if self.component[target as usize] != self.inside {
                    continue;
                }
                if wanted(&step, target) {
                    let mut path = vec![(state, step)];
                    let mut at = node;
                    while let Some((parent, step)) = before[&at] {
                        path.push((self.product.node(parent).0, step));
                        at = parent;
                    }
                    path.reverse();
                    return Some(path);
                }
                before.entry(target).or_insert_with(|| {
                    queue.push_back(target);
                    Some((node, step))
                });
            }
        }
        None
    }
}
