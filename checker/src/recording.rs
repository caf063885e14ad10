//! The graph that a breadth-first search records for liveness: which states follow which, and what the atoms of the
//! temporal formulas say about each pair.
//!
//! Workers write the letters of their chunks ([`Rows`]), since they have the states at hand; when the chunks of a level
//! are joined, in the order of one worker, the [`Recorder`] numbers the states as they appear and adds the rows to the
//! graph. So the graph does not depend on the number of workers, and a state has the number that it has in the log.

use crate::fingerprint::Fingerprint;
use crate::liveness::graph::GraphPart;
use crate::liveness::{Edge, Graph, Letter, LetterId, Letters, LivenessError};
use crate::numbering::{Numbering, UNKNOWN};
use crate::system::{Atoms, Explorer, SystemResult};
use fxhash::{FxHashMap, FxHashSet};
use tern_evaluator::temporal::MadeBy;

/// What a worker found out about the states of a chunk that it expanded, in their order.
#[derive(Debug)]
pub(crate) struct Rows<F> {
    letters: Letters,
    rows: Vec<Row>,
    /// The fingerprint of each successor inside the model.
    successors: Vec<F>,
    /// The letter of the step to it.
    of_steps: Vec<LetterId>,
}

#[derive(Debug)]
struct Row {
    stuttering: LetterId,
    steps: u32,
}

/// A successor that is inside the model.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Admitted<F> {
    /// Its position among all.
    pub(crate) position: usize,
    pub(crate) fingerprint: F,
    /// The action instance.
    pub(crate) action: u32,
}

/// Writes rows, as a part of a worker.
pub(crate) struct Scribe<F> {
    atoms: Atoms,
    /// What is true of the state that is being expanded, and then of one of its steps.
    of_state: Letter,
    of_step: Letter,
    /// The successors of that state that are inside the model.
    pub(crate) admitted: Vec<Admitted<F>>,
    rows: Rows<F>,
    /// Fingerprints of admitted successors with their places in `admitted`, sorted.
    sorted: Vec<(F, usize)>,
    groups: Vec<Group>,
    /// The action instances of a group.
    actions: Vec<u32>,
}

/// Successors with one fingerprint: the place of the first in `admitted`, and all of them in `sorted`.
#[derive(Clone, Copy, Debug)]
struct Group {
    first: usize,
    members: (usize, usize),
}

impl<F: Fingerprint> Scribe<F> {
    /// A scribe of these atoms.
    pub(crate) fn new(atoms: Atoms) -> Self {
        let rows = Rows::new(atoms);
        let blank = rows.letters.blank();
        let (admitted, sorted, groups, actions) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { atoms, of_state: blank.clone(), of_step: blank, admitted, rows, sorted, groups, actions }
    }

    /// Writes the row of a state whose successors were noted as admitted; `build` makes the successor at a position.
    pub(crate) fn write<E: Explorer>(
        &mut self,
        explorer: &mut E,
        state: &[u32],
        successor: &mut [u32],
        build: impl Fn(&E, usize, &mut [u32]),
    ) -> SystemResult<()> {
        self.of_state.clear();
        explorer.state_letter(state, self.of_state.words_mut())?;
        // Stuttering is a step of an action instance only if nothing changes, and then of no `<<A>>_v`.
        let stuttering = self.step(explorer, state, state, MadeBy::Some(&[]))?;
        if !self.atoms.of_steps {
            self.rows.successors.extend(self.admitted.iter().map(|admitted| admitted.fingerprint));
            self.rows.of_steps.resize(self.rows.successors.len(), stuttering);
            self.rows.rows.push(Row { stuttering, steps: self.admitted.len() as u32 });
            self.admitted.clear();
            return Ok(());
        }
        let before = self.rows.successors.len();
        self.group();
        for number in 0..self.groups.len() {
            let Group { first, members: (from, to) } = self.groups[number];
            self.actions.clear();
            let actions = self.sorted[from..to].iter().map(|(_, at)| self.admitted[*at].action);
            self.actions.extend(actions);
            let Admitted { position, fingerprint, .. } = self.admitted[first];
            build(explorer, position, successor);
            let actions = std::mem::take(&mut self.actions);
            // All successors are known, so these are all instances that make the step, if states are told apart.
            let by = if self.atoms.of_states { MadeBy::All(&actions) } else { MadeBy::Some(&actions) };
            let letter = self.step(explorer, state, successor, by);
            self.actions = actions;
            self.rows.successors.push(fingerprint);
            self.rows.of_steps.push(letter?);
        }
        self.rows.rows.push(Row { stuttering, steps: (self.rows.successors.len() - before) as u32 });
        self.admitted.clear();
        Ok(())
    }

    /// Groups the admitted successors by their fingerprints, in the order of their first ones.
    fn group(&mut self) {
        let Self { admitted, sorted, groups, .. } = self;
        sorted.clear();
        sorted.extend(admitted.iter().enumerate().map(|(at, admitted)| (admitted.fingerprint, at)));
        sorted.sort_unstable();
        groups.clear();
        let mut from = 0;
        for same in sorted.chunk_by(|left, right| left.0 == right.0) {
            groups.push(Group { first: same[0].1, members: (from, from + same.len()) });
            from += same.len();
        }
        groups.sort_unstable_by_key(|group| group.first);
    }

    fn step<E: Explorer>(
        &mut self,
        explorer: &mut E,
        from: &[u32],
        to: &[u32],
        by: MadeBy<'_>,
    ) -> SystemResult<LetterId> {
        self.of_step.clone_from(&self.of_state);
        if self.atoms.of_steps {
            explorer.step_letter(from, to, by, self.of_step.words_mut())?;
        }
        Ok(self.rows.letters.intern(&self.of_step))
    }

    /// The letter of a step between two states, if the graph knows it.
    pub(crate) fn letter_in<E: Explorer>(
        &mut self,
        letters: &Letters,
        explorer: &mut E,
        from: &[u32],
        to: &[u32],
    ) -> Option<LetterId> {
        self.of_state.clear();
        explorer.state_letter(from, self.of_state.words_mut()).ok()?;
        self.of_step.clone_from(&self.of_state);
        explorer.step_letter(from, to, MadeBy::Some(&[]), self.of_step.words_mut()).ok()?;
        letters.find(&self.of_step)
    }

    /// Hands over what was written.
    pub(crate) fn take(&mut self) -> Rows<F> {
        self.admitted.clear();
        std::mem::replace(&mut self.rows, Rows::new(self.atoms))
    }
}

impl<F> Rows<F> {
    fn new(atoms: Atoms) -> Self {
        let (rows, successors, of_steps) = (Vec::new(), Vec::new(), Vec::new());
        Self { letters: Letters::new(atoms.number), rows, successors, of_steps }
    }
}

/// Joins rows to a graph.
pub(crate) struct Recorder<F: Fingerprint> {
    pub(crate) graph: Graph,
    pub(crate) letters: Letters,
    numbering: Numbering<F>,
}

/// Rows that are being joined, with what is known of them in the graph.
struct Joining<F> {
    rows: Rows<F>,
    /// What each of their letters is called in the graph.
    letters: Vec<LetterId>,
    /// The number of the state that each step leads to, [`UNKNOWN`] if it was met in these rows first.
    targets: Vec<u32>,
    part: GraphPart,
}

/// About so many steps are joined at a time: what is needed for them meanwhile takes some 12 bytes each.
const TOGETHER: usize = if cfg!(test) { 16 } else { 1 << 18 };
/// With fewer steps a thread is not worth its start.
const SHARE: usize = if cfg!(test) { 4 } else { 1 << 14 };

impl<F: Fingerprint> Recorder<F> {
    /// An empty graph.
    pub(crate) fn new(atoms: Atoms) -> Self {
        let (graph, letters) = (Graph::new(), Letters::new(atoms.number));
        Self { graph, letters, numbering: Numbering::new() }
    }

    /// An initial state that was stored; its number.
    pub(crate) fn initial(&mut self, fingerprint: F) -> u32 {
        let number = self.numbering.number(fingerprint);
        self.graph.add_initial(number);
        number
    }

    /// The rows of the states that follow those before, with up to so many workers.
    pub(crate) fn join(&mut self, rows: Vec<Rows<F>>, workers: usize) -> Result<(), LivenessError> {
        let (states, steps) = rows
            .iter()
            .fold((0, 0), |(states, steps), rows| (states + rows.rows.len(), steps + rows.successors.len()));
        self.graph.reserve(states, steps + states);
        let mut rows = rows.into_iter();
        loop {
            let (mut group, mut steps) = (Vec::new(), 0);
            let mut source = u64::from(self.graph.expanded());
            while steps < TOGETHER
                && let Some(rows) = rows.next()
            {
                let (states, more) = (rows.rows.len(), rows.successors.len());
                let letters = self.letters.absorb(&rows.letters);
                let part = GraphPart::new(source, states, more);
                group.push(Joining { rows, letters, targets: Vec::with_capacity(more), part });
                source += states as u64;
                steps += more;
            }
            if group.is_empty() {
                return Ok(());
            }
            self.join_group(group, workers.min(steps / SHARE))?;
        }
    }

    /// Only what was not met before is numbered one after the other, which keeps the numbers the same for any number
    /// of workers.
    fn join_group(&mut self, mut group: Vec<Joining<F>>, workers: usize) -> Result<(), LivenessError> {
        let numbering = &self.numbering;
        share(&mut group, workers, |Joining { rows, targets, .. }| {
            numbering.find(rows.successors.iter().copied(), |number| targets.push(number));
        });
        for Joining { rows, targets, .. } in &mut group {
            let steps = targets.iter_mut().zip(rows.successors.iter().copied());
            self.numbering.number_all(steps.filter(|(target, _)| **target == UNKNOWN));
        }
        share(&mut group, workers, Joining::record);
        group.iter().try_for_each(|joined| self.graph.append(&joined.part))
    }

    /// The fingerprints of states.
    pub(crate) fn fingerprints(&self, states: &[u32]) -> Vec<F> {
        let wanted: FxHashSet<u32> = states.iter().copied().collect();
        let known = self.numbering.iter().filter(|(_, number)| wanted.contains(number));
        let known: FxHashMap<u32, F> = known.map(|(fingerprint, number)| (number, fingerprint)).collect();
        states.iter().map(|state| known[state]).collect()
    }

    /// The memory in bytes.
    pub(crate) fn bytes(&self) -> u64 {
        self.graph.bytes() + self.numbering.bytes()
    }
}

impl<F> Joining<F> {
    /// Records the rows, whose steps have targets.
    fn record(&mut self) {
        let Self { rows, letters, targets, part } = self;
        let mut steps = targets.iter().zip(&rows.of_steps);
        for row in &rows.rows {
            let edges = steps.by_ref().take(row.steps as usize);
            let edges =
                edges.map(|(target, letter)| Edge { target: *target, letter: letters[letter.index()] });
            part.expand(edges, letters[row.stuttering.index()]);
        }
    }
}

/// Does work on all items, in shares of about the same size for each of so many workers.
fn share<T: Send>(items: &mut [T], workers: usize, work: impl Fn(&mut T) + Sync) {
    if workers <= 1 {
        return items.iter_mut().for_each(work);
    }
    let share = items.len().div_ceil(workers).max(1);
    let (own, others) = items.split_at_mut(share.min(items.len()));
    std::thread::scope(|scope| {
        for other in others.chunks_mut(share) {
            scope.spawn(|| other.iter_mut().for_each(&work));
        }
        own.iter_mut().for_each(&work);
    });
}
