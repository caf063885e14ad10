//! The product of the graph and an automaton, made up as it is walked.

use super::automaton::Automaton;
use super::error::LivenessError;
use super::faults::{Fault, Faults};
use super::graph::{EdgeId, Graph};
use super::letter::{LetterId, Letters};
use super::normal::Normals;
use super::plan::Plan;
use fxhash::FxHashMap;

/// A set of conditions of a search.
///
/// From bit 0: the marks, the eventualities of the automaton, the left sides of the pairs, their right sides.
pub(crate) type Conditions<const W: usize> = [u64; W];

/// `set` contains `bit`.
#[inline(always)]
pub(crate) fn has<const W: usize>(set: &Conditions<W>, bit: usize) -> bool {
    set[bit / 64] >> (bit % 64) & 1 != 0
}

/// `set` and `other` have an element in common.
#[inline(always)]
pub(crate) fn meets<const W: usize>(set: &Conditions<W>, other: &Conditions<W>) -> bool {
    (0..W).any(|word| set[word] & other[word] != 0)
}

/// Adds `other` to `set`.
#[inline(always)]
pub(crate) fn unite<const W: usize>(set: &mut Conditions<W>, other: &Conditions<W>) {
    (0..W).for_each(|word| set[word] |= other[word]);
}

fn insert<const W: usize>(set: &mut Conditions<W>, bit: usize) {
    set[bit / 64] |= 1 << (bit % 64);
}

/// Which conditions there are.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Layout {
    pub(crate) marks: usize,
    pub(crate) eventualities: usize,
    pub(crate) pairs: usize,
}

impl Layout {
    pub(crate) const LIMIT: usize = 4096;

    pub(crate) fn of(plan: &Plan) -> Self {
        let (marks, pairs) = (plan.marks.len(), plan.pairs.len());
        Self { marks, eventualities: plan.automaton.eventualities, pairs }
    }

    pub(crate) fn size(&self) -> usize {
        self.marks + self.eventualities + 2 * self.pairs
    }

    /// Conditions that every accepting component has to show.
    pub(crate) fn goals(&self) -> usize {
        self.marks + self.eventualities
    }

    pub(crate) fn left(&self, pair: usize) -> usize {
        self.goals() + pair
    }

    pub(crate) fn right(&self, pair: usize) -> usize {
        self.goals() + self.pairs + pair
    }

    pub(crate) fn all_goals<const W: usize>(&self) -> Conditions<W> {
        let mut goals = [0; W];
        (0..self.goals()).for_each(|bit| insert(&mut goals, bit));
        goals
    }

    /// The right sides of the pairs whose left sides `seen` contains without them.
    pub(crate) fn missing_answers<const W: usize>(&self, seen: &Conditions<W>) -> Conditions<W> {
        let mut missing = [0; W];
        for pair in 0..self.pairs {
            if has(seen, self.left(pair)) && !has(seen, self.right(pair)) {
                insert(&mut missing, self.right(pair));
            }
        }
        missing
    }

    /// The left sides of the pairs that `seen` contains without their right sides.
    pub(crate) fn unanswered<const W: usize>(&self, seen: &Conditions<W>) -> Conditions<W> {
        let mut unanswered = [0; W];
        for pair in 0..self.pairs {
            if has(seen, self.left(pair)) && !has(seen, self.right(pair)) {
                insert(&mut unanswered, self.left(pair));
            }
        }
        unanswered
    }
}

/// What the letters mean to a search.
struct Table<const W: usize> {
    /// What an edge contributes to a component that it lies in.
    shown: Vec<Conditions<W>>,
    /// The propositions of the automaton.
    propositions: Vec<u64>,
    /// May lie on the cycle.
    passes: Vec<bool>,
}

impl<const W: usize> Table<W> {
    fn new(plan: &Plan, layout: &Layout, normals: &Normals, letters: &Letters) -> Self {
        let roots: Vec<_> = [&plan.marks, &plan.filter, &plan.automaton.propositions]
            .into_iter()
            .flatten()
            .copied()
            .chain(plan.pairs.iter().flat_map(|pair| [pair.settled, pair.response]))
            .collect();
        let truth = normals.truth(&roots, letters);
        let holds = |row: usize, letter: usize| truth[row][letter / 64] >> (letter % 64) & 1 != 0;
        let filter = plan.marks.len();
        let propositions = filter + plan.filter.len();
        let pairs = propositions + plan.automaton.propositions.len();
        let shown = (0..letters.len()).map(|letter| {
            let mut shown = [0; W];
            (0..filter).filter(|mark| holds(*mark, letter)).for_each(|mark| insert(&mut shown, mark));
            for pair in 0..plan.pairs.len() {
                if !holds(pairs + 2 * pair, letter) {
                    insert(&mut shown, layout.left(pair));
                }
                if holds(pairs + 2 * pair + 1, letter) {
                    insert(&mut shown, layout.right(pair));
                }
            }
            shown
        });
        let asked = |letter| {
            (propositions..pairs).rev().fold(0, |bits, row| bits << 1 | u64::from(holds(row, letter)))
        };
        Self {
            shown: shown.collect(),
            propositions: (0..letters.len()).map(asked).collect(),
            passes: (0..letters.len())
                .map(|letter| (filter..propositions).all(|row| holds(row, letter)))
                .collect(),
        }
    }
}

/// How the nodes of the product are numbered.
enum Numbering {
    /// By state, then by state of the automaton, the first `skipped` of which are not nodes.
    Dense { width: u32, skipped: u32 },
    /// As they were met.
    Met { nodes: Vec<(u32, u32)>, numbers: FxHashMap<(u32, u32), u32> },
}

/// A place in the list of the edges that leave a node.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cursor {
    pub(crate) state: u32,
    pub(crate) automaton: u32,
    pub(crate) edge: u64,
    pub(crate) transition: u32,
}

/// An edge of the product.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Step {
    pub(crate) edge: EdgeId,
    pub(crate) transition: u32,
    pub(crate) target: u32,
    pub(crate) automaton: u32,
}

/// Which edges to walk.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Part<const W: usize> {
    /// The way to a cycle: all edges.
    Prefix,
    /// A cycle: edges that pass the filter and show none of these conditions.
    Cycle(Conditions<W>),
}

pub(crate) struct Product<'a, const W: usize> {
    pub(crate) graph: &'a Graph,
    pub(crate) automaton: &'a Automaton,
    pub(crate) layout: Layout,
    pub(crate) trivial: bool,
    pub(crate) faults: Faults,
    table: Table<W>,
    /// What the transitions contribute: the eventualities that they do not promise.
    kept: Vec<Conditions<W>>,
    numbering: Numbering,
    expanded: u32,
    targets: &'a [u32],
    letters: &'a [LetterId],
}

impl<'a, const W: usize> Product<'a, W> {
    /// Up to so many states of the automaton the nodes are numbered without a table.
    const DENSE_WIDTH: usize = 4;
    const DENSE_NODES: u64 = 1 << 22;

    pub(crate) fn new(
        graph: &'a Graph,
        letters: &Letters,
        normals: &Normals,
        plan: &'a Plan,
        faults: Faults,
    ) -> Result<Self, LivenessError> {
        let layout = Layout::of(plan);
        let automaton = &plan.automaton;
        let skipped = usize::from(automaton.waits);
        let width = automaton.states() - skipped;
        let nodes = u64::from(graph.expanded()) * width as u64;
        let dense = width <= Self::DENSE_WIDTH || nodes <= Self::DENSE_NODES;
        if dense && nodes >= u64::from(u32::MAX) {
            return Err(LivenessError::TooManyNodes);
        }
        let numbering = if dense {
            Numbering::Dense { width: width as u32, skipped: skipped as u32 }
        } else {
            Numbering::Met { nodes: Vec::new(), numbers: FxHashMap::default() }
        };
        let transitions = 0..automaton.row(automaton.states() as u32 - 1).end;
        let kept = |number| {
            let promises = automaton.transition(number).promises;
            let one_edge = faults.has(Fault::PromisesOnOneEdge) && promises != 0;
            let mut kept = [0; W];
            for bit in 0..layout.eventualities {
                if (promises >> bit & 1 == 0 && !one_edge) || faults.has(Fault::PromisesIgnored) {
                    insert(&mut kept, layout.marks + bit);
                }
            }
            kept
        };
        let kept = transitions.map(kept).collect();
        let table = Table::new(plan, &layout, normals, letters);
        let trivial = automaton.is_trivial();
        let (targets, letters) = graph.columns();
        let expanded = graph.expanded();
        let mut product = Self {
            graph,
            automaton,
            layout,
            trivial,
            faults,
            table,
            kept,
            numbering,
            expanded,
            targets,
            letters,
        };
        if !dense {
            product.meet()?;
        }
        Ok(product)
    }

    /// Numbers the reachable nodes in breadth-first order.
    fn meet(&mut self) -> Result<(), LivenessError> {
        let (mut nodes, mut numbers) = (Vec::new(), FxHashMap::default());
        let mut meet = |node: (u32, u32), nodes: &mut Vec<(u32, u32)>| {
            numbers.entry(node).or_insert_with(|| {
                nodes.push(node);
                nodes.len() as u32 - 1
            });
        };
        self.starts(|node| meet(node, &mut nodes));
        let mut next = 0;
        while let Some(&(state, automaton)) = nodes.get(next) {
            next += 1;
            let mut cursor = self.cursor(state, automaton);
            while let Some(step) = self.advance(&mut cursor, &Part::Prefix) {
                meet((step.target, step.automaton), &mut nodes);
            }
            if nodes.len() >= u32::MAX as usize - 1 {
                return Err(LivenessError::TooManyNodes);
            }
        }
        self.numbering = Numbering::Met { nodes, numbers };
        Ok(())
    }

    /// The nodes from which all nodes are reached: the initial ones or, if the automaton waits, those where the
    /// waiting ends. Some may be given several times.
    pub(crate) fn starts(&self, mut give: impl FnMut((u32, u32))) {
        if !self.automaton.waits {
            let states = self.graph.initial();
            return states.for_each(|state| give((state, 0)));
        }
        for state in 0..self.graph.expanded() {
            let mut cursor = self.cursor(state, 0);
            while let Some(step) = self.advance(&mut cursor, &Part::Prefix) {
                if step.automaton != 0 {
                    give((step.target, step.automaton));
                }
            }
        }
    }

    /// Some edge may not lie on a cycle.
    pub(crate) fn is_filtered(&self) -> bool {
        !self.table.passes.iter().all(|passes| *passes)
    }

    /// All nodes are numbered, whether they can be reached or not.
    pub(crate) fn is_dense(&self) -> bool {
        matches!(self.numbering, Numbering::Dense { .. })
    }

    /// The number of nodes that are numbered.
    pub(crate) fn nodes(&self) -> u32 {
        match &self.numbering {
            Numbering::Dense { width, .. } => self.graph.expanded() * width,
            Numbering::Met { nodes, .. } => nodes.len() as u32,
        }
    }

    /// The number of a node; none for a node that no search needs, where the automaton waits.
    #[inline(always)]
    pub(crate) fn number(&self, state: u32, automaton: u32) -> Option<u32> {
        match &self.numbering {
            Numbering::Dense { width: 1, skipped: 0 } => Some(state),
            Numbering::Dense { width, skipped } => Some(state * width + automaton.checked_sub(*skipped)?),
            Numbering::Met { numbers, .. } => numbers.get(&(state, automaton)).copied(),
        }
    }

    /// The node with a number.
    #[inline(always)]
    pub(crate) fn node(&self, number: u32) -> (u32, u32) {
        match &self.numbering {
            Numbering::Dense { width: 1, skipped } => (number, *skipped),
            Numbering::Dense { width, skipped } => (number / width, number % width + skipped),
            Numbering::Met { nodes, .. } => nodes[number as usize],
        }
    }

    /// Before the first edge of a node.
    #[inline(always)]
    pub(crate) fn cursor(&self, state: u32, automaton: u32) -> Cursor {
        let transition = self.automaton.row(automaton).start;
        Cursor { state, automaton, edge: self.graph.row(state).start, transition }
    }

    /// The next edge of a node. Edges to states that are not expanded do not exist.
    #[inline(always)]
    pub(crate) fn advance(&self, cursor: &mut Cursor, part: &Part<W>) -> Option<Step> {
        let end = self.graph.row(cursor.state).end;
        if self.trivial {
            while cursor.edge < end {
                let place = cursor.edge as usize;
                cursor.edge += 1;
                let target = self.targets[place];
                if self.walks(target, self.letters[place].index(), part) {
                    return Some(Step { edge: EdgeId(place as u64), transition: 0, target, automaton: 0 });
                }
            }
            return None;
        }
        let row = self.automaton.row(cursor.automaton);
        while cursor.edge < end {
            let place = cursor.edge as usize;
            let (target, letter) = (self.targets[place], self.letters[place].index());
            if cursor.transition == row.start && !self.walks(target, letter, part) {
                cursor.edge += 1;
                continue;
            }
            let propositions = self.table.propositions[letter];
            while cursor.transition < row.end {
                let number = cursor.transition;
                let transition = self.automaton.transition(number);
                cursor.transition += 1;
                if transition.allows(propositions) {
                    let (edge, automaton) = (EdgeId(place as u64), transition.target);
                    return Some(Step { edge, transition: number, target, automaton });
                }
            }
            cursor.edge += 1;
            cursor.transition = row.start;
        }
        None
    }

    #[inline(always)]
    fn walks(&self, target: u32, letter: usize, part: &Part<W>) -> bool {
        target < self.expanded
            && match part {
                Part::Prefix => !self.faults.has(Fault::FilterOnPrefix) || self.table.passes[letter],
                Part::Cycle(removed) => {
                    self.table.passes[letter] && !meets(&self.table.shown[letter], removed)
                }
            }
    }

    /// What a step contributes to the component in which it lies.
    #[inline(always)]
    pub(crate) fn shown(&self, edge: EdgeId, transition: u32) -> Conditions<W> {
        let mut shown = self.table.shown[self.letters[edge.0 as usize].index()];
        if !self.trivial {
            unite(&mut shown, &self.kept[transition as usize]);
        }
        shown
    }
}
