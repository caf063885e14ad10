//! The graph of all states once more, by one worker, with letters that say of every pair of states what the temporal
//! formulas' atoms say, and of every set of action instances whether it is enabled and taken.

use super::{NotAttempted, lasso_of};
use crate::liveness::advisor::Candidate;
use crate::liveness::{AtomId, Edge, EdgeId, Graph, Lasso, Letter, Letters, Step};
use crate::observer::Observer;
use crate::report::{Cycle, TraceState};
use crate::system::{Candidate as Successor, Checks, Explorer, System};
use fxhash::FxHashMap;
use tern_evaluator::temporal::MadeBy;

/// The sizes at which a walk ends.
pub(super) struct Bounds {
    pub(super) states: usize,
    pub(super) steps: u64,
    pub(super) letters: usize,
}

/// Atoms of one set of action instances, after those of the formulas: it is enabled, taken, possible.
const ATOMS: usize = 3;

/// A walked graph, and what is needed to walk on it again.
pub(super) struct Walk<E> {
    pub(super) graph: Graph,
    pub(super) letters: Letters,
    /// The atoms of the formulas come first.
    formulas: usize,
    sets: usize,
    explorer: E,
    width: usize,
    numbers: FxHashMap<u64, u32>,
    /// The initial states: words, fingerprint.
    initial: Vec<(Vec<u32>, u64)>,
}

/// What an action instance does in the state at hand.
#[derive(Clone, Copy, Default)]
struct Doings {
    possible: bool,
    enabled: bool,
}

/// A successor inside the model.
struct Arrival {
    fingerprint: u64,
    action: u32,
    /// Where its words begin in a list of words.
    words: usize,
    /// It is another state.
    changes: bool,
}

impl<E: Explorer> Walk<E> {
    /// Walks through all states.
    pub(super) fn through<'s, S: System<Explorer<'s> = E>>(
        system: &'s S,
        sets: &[Vec<u32>],
        bounds: &Bounds,
        observer: &dyn Observer,
    ) -> Result<Self, NotAttempted> {
        let checks = system.checks();
        let formulas = checks.temporal.map_or(0, |atoms| atoms.number);
        let mut walk = Self {
            graph: Graph::new(),
            letters: Letters::new(formulas + ATOMS * sets.len() + 1),
            formulas,
            sets: sets.len(),
            explorer: system.explorer(),
            width: system.words(),
            numbers: FxHashMap::default(),
            initial: Vec::new(),
        };
        let mut level = walk.initial_level(checks)?;
        let mut row = Row::new(sets, system.actions(), walk.letters.blank());
        for number in 1.. {
            if level.is_empty() {
                break;
            }
            walk.explorer.set_level(number);
            let mut next = Vec::new();
            for state in level.chunks_exact(walk.width.max(1)) {
                if observer.stop_requested() {
                    return Err(NotAttempted::Interrupted);
                }
                walk.expand(state, checks, &mut row, &mut next)?;
                walk.within(bounds)?;
            }
            level = next;
        }
        Ok(walk)
    }

    fn within(&self, bounds: &Bounds) -> Result<(), NotAttempted> {
        let words = self.letters.atoms().div_ceil(64);
        if self.numbers.len() > bounds.states {
            Err(NotAttempted::TooManyStates(bounds.states))
        } else if self.graph.edges() > bounds.steps {
            Err(NotAttempted::TooManySteps(bounds.steps))
        } else if self.letters.len() * words * size_of::<u64>() > bounds.letters {
            Err(NotAttempted::TooManyLetters)
        } else {
            Ok(())
        }
    }

    /// The candidate that is the set of this number.
    pub(super) fn candidate(&self, set: usize) -> Candidate {
        let atom = |which: usize| AtomId((self.formulas + ATOMS * set + which) as u32);
        Candidate { enabled: atom(0), taken: atom(1), possible: Some(atom(2)) }
    }

    /// The atom of states that have a successor outside the model.
    pub(super) fn cut(&self) -> AtomId {
        AtomId((self.formulas + ATOMS * self.sets) as u32)
    }

    /// The number of a state, and whether it is new.
    fn number(&mut self, fingerprint: u64) -> (u32, bool) {
        let next = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
        let number = *self.numbers.entry(fingerprint).or_insert(next);
        (number, number == next)
    }

    fn initial_level(&mut self, checks: Checks) -> Result<Vec<u32>, NotAttempted> {
        let mut found = Vec::new();
        let mut failure = None;
        self.explorer.set_level(0);
        let result = self.explorer.initial(&mut |explorer, words, fingerprint| {
            match if checks.constraints { explorer.admits(None, words) } else { Ok(true) } {
                Ok(true) => found.push((words.to_vec(), fingerprint)),
                Ok(false) => {}
                Err(error) => failure = Some(error),
            }
            failure.is_none()
        });
        failure.map_or(result, Err)?;
        let mut level = Vec::new();
        for (words, fingerprint) in &found {
            let (number, new) = self.number(*fingerprint);
            if new {
                self.graph.add_initial(number);
                level.extend_from_slice(words);
            }
        }
        self.initial = found;
        Ok(level)
    }

    /// Adds a state with its steps to the graph, and its new successors to `next`.
    fn expand(
        &mut self,
        state: &[u32],
        checks: Checks,
        row: &mut Row<'_>,
        next: &mut Vec<u32>,
    ) -> Result<(), NotAttempted> {
        row.clear();
        self.successors(state, checks, row)?;
        row.letter.clear();
        self.explorer.state_letter(state, row.letter.words_mut())?;
        row.write_doings(self.formulas, self.sets);
        let stuttering = self.letter(state, state, row, &[])?;
        let mut edges = Vec::with_capacity(row.arrivals.len());
        let arrivals = std::mem::take(&mut row.arrivals);
        for same in arrivals.chunk_by(|left, right| left.fingerprint == right.fingerprint) {
            let words = same[0].words;
            let successor = row.words[words..words + self.width].to_vec();
            let letter = self.letter(state, &successor, row, same)?;
            let (target, new) = self.number(same[0].fingerprint);
            if new {
                next.extend_from_slice(&successor);
            }
            edges.push(Edge { target, letter });
        }
        row.arrivals = arrivals;
        self.graph.expand(&edges, stuttering)?;
        Ok(())
    }

    /// Notes what leads out of a state.
    fn successors(&mut self, state: &[u32], checks: Checks, row: &mut Row<'_>) -> Result<(), NotAttempted> {
        self.explorer.expand(state, &mut row.candidates)?;
        let mut words = vec![0; self.width];
        for candidate in &row.candidates {
            self.explorer.apply(state, candidate, &mut words);
            let changes = words != state;
            let admitted = !checks.constraints || self.explorer.admits(Some(state.into()), &words)?;
            let doings = &mut row.doings[candidate.action as usize];
            doings.possible = true;
            doings.enabled |= changes;
            row.cut |= !admitted;
            if admitted {
                let Successor { fingerprint, action, .. } = *candidate;
                row.arrivals.push(Arrival { fingerprint, action, words: row.words.len(), changes });
                row.words.extend_from_slice(&words);
            }
        }
        self.explorer.forget();
        row.arrivals.sort_by_key(|arrival| arrival.fingerprint);
        Ok(())
    }

    /// The letter of a step that these arrivals make.
    fn letter(
        &mut self,
        from: &[u32],
        to: &[u32],
        row: &Row<'_>,
        arrivals: &[Arrival],
    ) -> Result<crate::liveness::LetterId, NotAttempted> {
        let mut letter = row.letter.clone();
        let actions: Vec<u32> = arrivals.iter().map(|arrival| arrival.action).collect();
        // All successors are known, and no view makes one of several.
        let by = if actions.is_empty() { MadeBy::Some(&[]) } else { MadeBy::All(&actions) };
        self.explorer.step_letter(from, to, by, letter.words_mut())?;
        for arrival in arrivals.iter().filter(|arrival| arrival.changes) {
            for set in &row.sets_of[arrival.action as usize] {
                letter.set(self.candidate(*set).taken, true);
            }
        }
        Ok(self.letters.intern(&letter))
    }

    /// A shown behaviour as one of the graph.
    pub(super) fn lasso(&mut self, trace: &[TraceState], cycle: &Cycle) -> Option<Lasso> {
        let first = trace.first()?;
        let mut fingerprint = self.initial.iter().find(|(words, _)| *words == first.words)?.1;
        let mut steps = Vec::with_capacity(trace.len());
        let stuttering = cycle.action.is_none();
        for (position, state) in trace.iter().enumerate() {
            let number = *self.numbers.get(&fingerprint)?;
            let next = match trace.get(position + 1) {
                Some(next) => next,
                None if stuttering => state,
                None => trace.get(cycle.back_to)?,
            };
            let stays = match trace.get(position + 1) {
                Some(next) => next.action.is_none(),
                None => stuttering,
            };
            if !stays {
                fingerprint = self.fingerprint_of(&state.words, &next.words)?;
            }
            let target = *self.numbers.get(&fingerprint)?;
            steps.push(Step { state: number, edge: self.edge(number, target, stays)? });
        }
        Some(lasso_of(steps, cycle.back_to, stuttering && cycle.back_to + 1 == trace.len()))
    }

    fn edge(&self, from: u32, to: u32, stays: bool) -> Option<EdgeId> {
        let mut edges = self.graph.steps(from).filter(|edge| self.graph.target(*edge) == to);
        if stays { edges.next_back() } else { edges.next() }
    }

    /// The fingerprint of a successor.
    fn fingerprint_of(&mut self, state: &[u32], successor: &[u32]) -> Option<u64> {
        self.successor(state, |_, words| words == successor).map(|(candidate, _)| candidate.fingerprint)
    }

    /// The first successor that is wanted.
    fn successor(
        &mut self,
        state: &[u32],
        wanted: impl Fn(&Successor, &[u32]) -> bool,
    ) -> Option<(Successor, Vec<u32>)> {
        let mut candidates = Vec::new();
        let result = self.explorer.expand(state, &mut candidates);
        let mut words = vec![0; self.width];
        let found = candidates.into_iter().find(|candidate| {
            self.explorer.apply(state, candidate, &mut words);
            wanted(candidate, &words)
        });
        self.explorer.forget();
        result.ok()?;
        found.map(|candidate| (candidate, words))
    }

    /// A behaviour of the graph as its states.
    pub(super) fn behaviour(
        &mut self,
        lasso: &Lasso,
        properties: Vec<usize>,
    ) -> Option<(Vec<TraceState>, Cycle)> {
        let steps: Vec<Step> = lasso.steps().copied().collect();
        let back_to = lasso.prefix.len();
        let wanted: Vec<u32> = steps.iter().map(|step| step.state).collect();
        let known = self.numbers.iter().filter(|(_, number)| wanted.contains(number));
        let known: FxHashMap<u32, u64> = known.map(|(fingerprint, number)| (*number, *fingerprint)).collect();
        let first = known.get(wanted.first()?)?;
        let words = self.initial.iter().find(|(_, fingerprint)| fingerprint == first)?.0.clone();
        let mut trace = vec![TraceState { action: None, words }];
        let mut action = None;
        for (position, step) in steps.iter().enumerate() {
            let from = trace.last()?.words.clone();
            let last = position + 1 == steps.len();
            let next = if last { back_to } else { position + 1 };
            let state = if self.graph.is_stuttering(step.state, step.edge) {
                TraceState { action: None, words: from }
            } else {
                let to = known.get(&wanted[next])?;
                let (made, words) = self.successor(&from, |candidate, _| candidate.fingerprint == *to)?;
                TraceState { action: Some(made.action), words }
            };
            if last {
                action = state.action;
            } else {
                trace.push(state);
            }
        }
        Some((trace, Cycle { back_to, action, properties }))
    }
}

/// Scratch memory for the steps of one state.
struct Row<'a> {
    sets: &'a [Vec<u32>],
    /// The sets that each action instance is in.
    sets_of: Vec<Vec<usize>>,
    candidates: Vec<Successor>,
    doings: Vec<Doings>,
    cut: bool,
    arrivals: Vec<Arrival>,
    words: Vec<u32>,
    /// What is true of the state.
    letter: Letter,
}

impl<'a> Row<'a> {
    fn new(sets: &'a [Vec<u32>], actions: usize, letter: Letter) -> Self {
        let mut sets_of = vec![Vec::new(); actions];
        for (set, instances) in sets.iter().enumerate() {
            instances.iter().for_each(|instance| sets_of[*instance as usize].push(set));
        }
        Self {
            sets,
            sets_of,
            candidates: Vec::new(),
            doings: vec![Doings::default(); actions],
            cut: false,
            arrivals: Vec::new(),
            words: Vec::new(),
            letter,
        }
    }

    fn clear(&mut self) {
        self.candidates.clear();
        self.doings.fill(Doings::default());
        self.cut = false;
        self.arrivals.clear();
        self.words.clear();
    }

    /// Says of the state which sets are possible and enabled in it, and whether steps of it were cut off.
    fn write_doings(&mut self, formulas: usize, sets: usize) {
        for (set, instances) in self.sets.iter().enumerate() {
            let any = |is: fn(&Doings) -> bool| {
                instances.iter().any(|instance| is(&self.doings[*instance as usize]))
            };
            let (enabled, possible) = (any(|doings| doings.enabled), any(|doings| doings.possible));
            let atom = |which: usize| AtomId((formulas + ATOMS * set + which) as u32);
            self.letter.set(atom(0), enabled);
            self.letter.set(atom(2), possible);
        }
        self.letter.set(AtomId((formulas + ATOMS * sets) as u32), self.cut);
    }
}
