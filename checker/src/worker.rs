//! The hot loop: expand a batch of states, ask for the cache lines of their successors, then check the successors in
//! order.
//!
//! The order of the checks on a successor, and what counts, is that of TLC's `Worker.addElement`: it counts as
//! generated; constraints decide whether it is in the model; in the model, it is looked up and stored if it is new;
//! invariants are checked if it is new *or outside the model*; action properties are checked on every step; and only
//! then is it queued. A state that violates is therefore counted as distinct, though it is never queued.

use crate::discovery::Discovery;
use crate::fingerprint::Fingerprint;
use crate::frontier::{Level, Run};
use crate::graph::Steps;
use crate::invariants::violated_invariant;
use crate::log::{Encoded, Origin};
use crate::observer::Progress;
use crate::options::Options;
use crate::packed::Packed;
use crate::recent::Recent;
use crate::recording::{Admitted, Rows, Scribe};
use crate::report::{During, ViolationKind};
use crate::system::{Before, Candidate, Checks, Explorer, System, SystemResult};
use crate::tally::{ActionCounts, OUT_DEGREES, Tally, count_out_degrees};
use smallvec::SmallVec;
use std::ops::{ControlFlow, Range};
use tern_evaluator::error::EvalError;

/// Candidates that are awaited at once: enough to hide the latency of memory, few enough to stay in the first cache.
const BATCH: usize = 64;

/// The steps of no more chunks are kept than this, for states that are made later.
const KEPT: usize = 32;

/// Something that ends the search, or would have ended it.
#[derive(Debug)]
pub(crate) struct Event<F> {
    /// When, in the order of exploration.
    pub(crate) origin: Origin,
    /// What.
    pub(crate) cause: Cause,
    /// The last step: its action instance (if it was a finished step) and the state it leads to.
    pub(crate) step: Option<(Option<u32>, Vec<u32>)>,
    /// The state being expanded.
    pub(crate) parent: Vec<u32>,
    /// The fingerprint of the successor, if it was new and in the model: it is stored, and so distinct.
    pub(crate) stored: Option<F>,
}

/// Why the search ends at an event.
#[derive(Debug)]
pub(crate) enum Cause {
    /// The specification is wrong.
    Violation(ViolationKind),
    /// An expression could not be evaluated.
    Failure(During, Box<EvalError>),
    /// It was asked to stop before this state was expanded.
    Stop,
    /// The specification ended the search before this state was expanded.
    Exit,
    /// The machine or the implementation cannot go on.
    Limit(String),
}

/// What came of a chunk: a range of consecutive states of the level.
#[derive(Default)]
pub(crate) struct Chunk<F> {
    /// The states that are new.
    pub(crate) run: Run<F>,
    /// Their words, until they are [packed](Worker::pack).
    pub(crate) words: Vec<u32>,
    /// What to make them from, if they were not made yet.
    pub(crate) unmade: Option<Unmade>,
    /// Their origins as the log has them, in place of those of the run.
    pub(crate) encoded: Option<Encoded>,
    /// States whose expansion was finished, by their successors that were new.
    pub(crate) out_degrees: Vec<u64>,
    /// Successors, up to the event if there is one.
    pub(crate) generated: u64,
    /// States whose expansion was finished.
    pub(crate) expanded: u64,
    /// Successors by action instance.
    pub(crate) actions: ActionCounts,
    /// Successors that constraints excluded.
    pub(crate) excluded: u64,
    /// The first event that ends the search.
    pub(crate) event: Option<Event<F>>,
    /// Violations that were passed over.
    pub(crate) continued: Vec<Event<F>>,
    /// All steps, if somebody wants to hear of them.
    pub(crate) steps: Steps<F>,
    /// What temporal properties need to know of the states whose expansion was finished.
    pub(crate) rows: Option<Rows<F>>,
}

/// States of a chunk that are [made](Worker::make) when it is known which of them are new.
#[derive(Default)]
pub(crate) struct Unmade {
    /// The words of all states of the chunk that are expanded.
    parents: Vec<u32>,
    /// The number of the first of them.
    first: u64,
    /// The step to each state that seems to be new: [`Candidate::delta`].
    pub(crate) deltas: Vec<u32>,
}

/// The states to expand, as all workers see them.
pub(crate) struct Task<'a> {
    /// The level.
    pub(crate) level: &'a Level,
    /// The number of its first state.
    pub(crate) first_index: u64,
    /// States from this origin on need not be expanded: an event comes before them.
    pub(crate) cut: &'a dyn Fn() -> u64,
    /// Whether to stop.
    pub(crate) stopped: &'a dyn Fn() -> bool,
    /// The states from an initial one to the state of this number, for systems that are ordered.
    pub(crate) path: Option<&'a dyn Fn(u64) -> Vec<Vec<u32>>>,
    /// How far the search is before this chunk, if the system wants to know.
    pub(crate) progress: Option<Progress>,
}

/// A state of a batch.
#[derive(Clone, Copy)]
struct Expanded<'l> {
    state: &'l [u32],
    /// The end of its successors among the candidates.
    end: usize,
    /// The end of those among the open ones.
    open: usize,
    /// Its middle states, which only count.
    middles: u64,
}

/// Why an expansion failed, and the unfinished state that it failed at, if there is one.
type Failed = (Box<EvalError>, Option<Vec<u32>>);

/// A worker: its view of the system and its scratch memory.
pub(crate) struct Worker<E, F> {
    explorer: E,
    checks: Checks,
    batch: usize,
    check_deadlock: bool,
    continuing: bool,
    /// Somebody wants to hear of all steps.
    recording: bool,
    candidates: Vec<Candidate>,
    /// Their fingerprints, unless they have them: see [`Fingerprint::at`].
    whole: Vec<F>,
    /// The positions of the candidates to look at: all, or those that are not known at once.
    open: Vec<u32>,
    /// What is new, but for the states, whose words are `found`.
    run: Run<F>,
    found: Vec<u32>,
    /// Memory of the two that is not in use.
    spare: Vec<(Run<F>, Vec<u32>)>,
    /// The states of the chunk, and the steps to what is new, if that is made later.
    unmade: Unmade,
    /// Memory of these that is not in use.
    spare_unmade: Vec<Unmade>,
    /// The chunks whose states are to be made: steps are not forgotten as long as there are any.
    waiting: usize,
    /// The chunks whose steps are kept.
    kept: usize,
    successor: Vec<u32>,
    tally: Tally,
    /// Writes down what temporal properties need to know.
    scribe: Option<Scribe<F>>,
    /// What it met last.
    recent: Recent<F>,
}

impl<E: Explorer, F: Fingerprint> Worker<E, F> {
    /// A new worker for `system`; with `recording` it notes all steps.
    pub(crate) fn new<'s, S: System<Explorer<'s> = E>>(
        system: &'s S,
        options: &Options,
        recording: bool,
    ) -> Self {
        Self {
            explorer: system.explorer(),
            checks: system.checks(),
            // Counts of evaluations shall not include states that are never expanded.
            batch: if system.ordered() || options.count_values { 1 } else { BATCH },
            check_deadlock: options.check_deadlock,
            continuing: options.continue_after_violation,
            recording,
            candidates: Vec::new(),
            whole: Vec::new(),
            open: Vec::new(),
            run: Run::default(),
            found: Vec::new(),
            spare: Vec::new(),
            unmade: Unmade::default(),
            spare_unmade: Vec::new(),
            waiting: 0,
            kept: 0,
            successor: vec![0; system.words()],
            tally: Tally::default(),
            scribe: system.checks().temporal.map(Scribe::new),
            recent: Recent::default(),
        }
    }

    /// Its view of the system.
    pub(crate) fn explorer(&mut self) -> &mut E {
        &mut self.explorer
    }

    /// What it met last, for who decides what is new; to be given back.
    pub(crate) fn take_recent(&mut self) -> Recent<F> {
        std::mem::take(&mut self.recent)
    }

    /// Takes back what was taken.
    pub(crate) fn give_recent(&mut self, recent: Recent<F>) {
        self.recent = recent;
    }

    /// Expands the states at the positions `range` of the task's level, up to the first event.
    pub(crate) fn expand_chunk<D: Discovery<F>>(
        &mut self,
        task: &Task<'_>,
        range: Range<usize>,
        discovery: &mut D,
    ) -> Chunk<F> {
        let mut chunk = Chunk::default();
        self.explorer.work(true);
        self.unmade = self.spare_unmade.pop().unwrap_or_default();
        let mut words = std::mem::take(&mut self.unmade.parents);
        task.level.unpack(range.clone(), &mut words);
        let width = self.successor.len();
        let mut states = (0..range.len()).map(|state| &words[state * width..(state + 1) * width]);
        let mut index = task.first_index + range.start as u64;
        self.unmade.first = index;
        let end = task.first_index + range.end as u64;
        (self.run, self.found) = self.spare.pop().unwrap_or_default();
        let mut candidates = std::mem::take(&mut self.candidates);
        let mut whole = std::mem::take(&mut self.whole);
        let mut open = std::mem::take(&mut self.open);
        let sifting =
            self.known_are_done() && self.scribe.is_none() && !self.recording && task.progress.is_none();
        while index < end && index < (task.cut)() {
            if (task.stopped)() {
                let parent = states.next().unwrap_or_default().to_vec();
                let origin = Origin::new(index, 0);
                chunk.event = Some(Event { origin, cause: Cause::Stop, step: None, parent, stored: None });
                break;
            }
            // The batch: states with the ends of their successors.
            let mut batch = SmallVec::<[Expanded<'_>; BATCH]>::new();
            let mut failure = None;
            candidates.clear();
            whole.clear();
            open.clear();
            while batch.len() < (end - index).min(self.batch as u64) as usize && candidates.len() < self.batch
            {
                let Some(state) = states.next() else { break };
                self.tell(task.progress, &chunk);
                let from = candidates.len();
                let result = self.explorer.expand(state, &mut candidates);
                let middles = self.explorer.middle_states();
                let failed = self.complete(state, &mut candidates, from, &mut whole, result);
                let found = (&candidates[from..], whole.get(from..).unwrap_or_default());
                if sifting {
                    discovery.sift(found.0, found.1, from as u32, &mut open);
                } else {
                    (0..found.0.len()).for_each(|at| discovery.prefetch(F::at(found.0, found.1, at)));
                    open.extend(from as u32..candidates.len() as u32);
                }
                batch.push(Expanded { state, end: candidates.len(), open: open.len(), middles });
                if failed.is_some() {
                    failure = failed;
                    break;
                }
            }
            let all = (&*candidates, &*whole, &*open);
            // All count as generated, but for those that an event comes before.
            self.tally.generated(&candidates);
            let mut counted = 0;
            let flow =
                self.check_batch(task, &batch, all, (index, &mut counted), failure, discovery, &mut chunk);
            self.tally.take_back(&candidates[counted..]);
            if self.waiting == 0 && self.unmade.deltas.is_empty() {
                self.explorer.forget();
            }
            if let ControlFlow::Break(event) = flow {
                chunk.event = Some(event);
                break;
            }
            index += batch.len() as u64;
            if self.explorer.exit_requested() {
                let origin = Origin::new(index, 0);
                let parent = states.next().unwrap_or_default().to_vec();
                chunk.event = Some(Event { origin, cause: Cause::Exit, step: None, parent, stored: None });
                break;
            }
        }
        // The state that an event is about was made, and is not queued.
        self.found.truncate(self.run.origins.len() * width);
        (self.candidates, self.whole, self.open) = (candidates, whole, open);
        (chunk.run, chunk.words) = (std::mem::take(&mut self.run), std::mem::take(&mut self.found));
        let unmade = Unmade { parents: words, ..std::mem::take(&mut self.unmade) };
        if unmade.deltas.is_empty() {
            self.spare_unmade.push(unmade);
        } else {
            self.waiting += 1;
            chunk.unmade = Some(unmade);
        }
        self.kept += usize::from(self.waiting > 0);
        chunk.actions = self.tally.take();
        chunk.rows = self.scribe.as_mut().map(Scribe::take);
        self.explorer.work(false);
        chunk
    }

    /// Completes the fingerprints of the successors of `state`, which begin at the position `from`, and says what failed,
    /// if something did; `expanded` is what became of the expansion, which found the successors up to the end.
    #[inline]
    fn complete(
        &mut self,
        state: &[u32],
        candidates: &mut Vec<Candidate>,
        from: usize,
        whole: &mut Vec<F>,
        expanded: SystemResult<()>,
    ) -> Option<Failed> {
        let Self { explorer, successor, .. } = self;
        let failed = expanded.err().map(|error| (error, explorer.failed_state()));
        if let Err(error) = F::complete(explorer, state, &candidates[from..], successor, whole) {
            candidates.truncate(whole.len());
            return Some((error, None));
        }
        failed
    }

    /// Makes the states of a chunk that were not made when it was expanded, and checks invariants on them. What ends at
    /// a violation is not made any more; the counts of the chunk are those of all of it.
    pub(crate) fn make(&mut self, chunk: &mut Chunk<F>) -> ControlFlow<Event<F>> {
        let Some(mut unmade) = chunk.unmade.take() else { return ControlFlow::Continue(()) };
        self.explorer.work(true);
        std::mem::swap(&mut self.found, &mut chunk.words);
        let (run, width) = (std::mem::take(&mut chunk.run), self.successor.len());
        let mut flow = ControlFlow::Continue(());
        for (at, delta) in unmade.deltas.iter().enumerate() {
            let origin = run.origins[at];
            let parent = &unmade.parents[(origin.parent() - unmade.first) as usize * width..][..width];
            let start = self.build(parent, *delta);
            let (step, new) = ((run.actions[at], *delta), (origin, Some(run.fingerprints[at])));
            flow = self.check_invariants(None, parent, step, new, start, chunk);
            if flow.is_break() {
                break;
            }
        }
        chunk.run = run;
        std::mem::swap(&mut self.found, &mut chunk.words);
        self.explorer.work(false);
        unmade.deltas.clear();
        self.spare_unmade.push(unmade);
        self.end_waiting();
        flow
    }

    /// The states of a chunk are not made: it is not stored.
    pub(crate) fn give_up(&mut self, chunk: &Chunk<F>) {
        if chunk.unmade.is_some() {
            self.end_waiting();
        }
    }

    fn end_waiting(&mut self) {
        self.waiting -= 1;
        if self.waiting == 0 {
            self.explorer.forget();
            self.kept = 0;
        }
    }

    /// Whether the states that wait should be made before others: the steps of too many chunks are kept for them.
    pub(crate) fn keeps_much(&self) -> bool {
        self.kept >= KEPT
    }

    /// Packs the states of a chunk, and, if it is settled that they are new, what the log keeps of them.
    pub(crate) fn pack(&mut self, chunk: &mut Chunk<F>, settled: bool) {
        let (mut run, mut words) = (std::mem::take(&mut chunk.run), std::mem::take(&mut chunk.words));
        let states = Packed::new(run.origins.len(), self.successor.len(), &words);
        chunk.encoded = if settled { Encoded::new(&run.origins) } else { None };
        if chunk.encoded.is_some() {
            let mut out_degrees = vec![0; OUT_DEGREES];
            count_out_degrees(chunk, &run.origins, &mut out_degrees);
            chunk.out_degrees = out_degrees;
        } else {
            // A copy of the right size; the memory of the original stays warm.
            chunk.run = run.clone();
        }
        chunk.run.states = states;
        run.clear();
        words.clear();
        self.spare.push((run, words));
    }

    /// Tells the system how far the search is: the state being expanded is no longer on the queue.
    #[inline]
    fn tell(&mut self, before: Option<Progress>, chunk: &Chunk<F>) {
        if let Some(before) = before {
            let new = self.run.origins.len() as u64;
            self.explorer.set_counts(Progress {
                depth: before.depth,
                generated: before.generated + chunk.generated,
                distinct: before.distinct + new,
                left: (before.left + new).saturating_sub(chunk.expanded + 1),
            });
        }
    }

    #[expect(clippy::too_many_arguments, reason = "what is checked, and what with")]
    fn check_batch<D: Discovery<F>>(
        &mut self,
        task: &Task<'_>,
        batch: &[Expanded<'_>],
        (candidates, whole, open): (&[Candidate], &[F], &[u32]),
        (first_index, counted): (u64, &mut usize),
        mut failure: Option<Failed>,
        discovery: &mut D,
        chunk: &mut Chunk<F>,
    ) -> ControlFlow<Event<F>> {
        let event = |index, ordinal: usize, cause, parent: &[u32], step| Event {
            origin: Origin::new(index, ordinal as u64),
            cause,
            step,
            parent: parent.to_vec(),
            stored: None,
        };
        if let Err(error) = discovery.reserve(candidates.len()) {
            let cause = Cause::Limit(format!("the system has no memory for more states ({error})"));
            return ControlFlow::Break(event(first_index, 0, cause, batch[0].state, None));
        }
        let (mut from, mut looked) = (0, 0);
        for (offset, &Expanded { state: parent, end: to, open: end, middles }) in batch.iter().enumerate() {
            chunk.generated += middles;
            let index = first_index + offset as u64;
            let failure = if offset + 1 == batch.len() { failure.take() } else { None };
            if (to - from) as u64 >= Origin::ORDINALS {
                let cause = Cause::Limit(format!("a state has {} successors", to - from));
                return ControlFlow::Break(event(index, 0, cause, parent, None));
            }
            for position in &open[looked..end] {
                let position = *position as usize;
                chunk.generated += (position + 1 - *counted) as u64;
                *counted = position + 1;
                self.tell(task.progress, chunk);
                let origin = Origin::new(index, (position - from) as u64);
                let fingerprint = F::at(candidates, whole, position);
                let candidate = (&candidates[position], fingerprint);
                self.check_candidate(task, parent, candidate, origin, discovery, chunk)?;
            }
            chunk.generated += (to - *counted) as u64;
            *counted = to;
            looked = end;
            if let Some((error, unfinished)) = failure {
                // TLC counts a successor before it finds it unfinished.
                chunk.generated += u64::from(unfinished.is_some());
                let cause = Cause::Failure(During::Next, error);
                let step = unfinished.map(|words| (self.explorer.failed_action(), words));
                return ControlFlow::Break(event(index, to - from, cause, parent, step));
            }
            if from == to && self.check_deadlock {
                let cause = Cause::Violation(ViolationKind::Deadlock);
                return ControlFlow::Break(event(index, 0, cause, parent, None));
            }
            if let Err(error) = self.write_row(parent, &candidates[from..to]) {
                let cause = Cause::Failure(During::Liveness, error);
                return ControlFlow::Break(event(index, to - from, cause, parent, None));
            }
            chunk.expanded += 1;
            from = to;
        }
        ControlFlow::Continue(())
    }

    /// Whether nothing is to be asked about a step to a state that is known.
    #[inline]
    fn known_are_done(&self) -> bool {
        self.checks.action_properties == 0 && (!self.checks.constraints || self.checks.admits_by_state)
    }

    /// Writes down what temporal properties need to know of a state and its steps.
    #[inline]
    fn write_row(&mut self, state: &[u32], candidates: &[Candidate]) -> SystemResult<()> {
        let Some(scribe) = &mut self.scribe else { return Ok(()) };
        scribe.write(&mut self.explorer, state, &mut self.successor, |explorer, position, successor| {
            explorer.apply(state, &candidates[position], successor);
        })
    }

    #[inline]
    fn check_candidate<D: Discovery<F>>(
        &mut self,
        task: &Task<'_>,
        parent: &[u32],
        (candidate, fingerprint): (&Candidate, F),
        origin: Origin,
        discovery: &mut D,
        chunk: &mut Chunk<F>,
    ) -> ControlFlow<Event<F>> {
        // Most candidates are known, and without action properties need not even be built.
        let always_built = self.checks.constraints || self.checks.action_properties > 0;
        let known = match always_built {
            false => !discovery.discover(fingerprint),
            true => self.known_are_done() && discovery.knows(fingerprint),
        };
        if known {
            self.note_admitted(origin, candidate.action, fingerprint);
            if self.recording {
                chunk.steps.note(origin, fingerprint, candidate.action, None);
            }
            return ControlFlow::Continue(());
        }
        if D::DEFERS && !always_built && !self.recording {
            self.note_admitted(origin, candidate.action, fingerprint);
            self.tally.distinct(candidate.action);
            self.unmade.deltas.push(candidate.delta);
            self.store::<D>(origin, candidate, fingerprint);
            return ControlFlow::Continue(());
        }
        let start = self.build(parent, candidate.delta);
        let before = Before { state: parent, delta: Some(candidate.delta) };
        let mut stored = if always_built { None } else { Some(fingerprint) };
        let event = |cause, state: &[u32], stored| Event {
            origin,
            cause,
            step: Some((Some(candidate.action), state.to_vec())),
            parent: parent.to_vec(),
            stored,
        };
        let mut in_model = true;
        if self.checks.constraints {
            match self.explorer.admits(Some(before), &self.found[start..]) {
                Ok(admitted) => in_model = admitted,
                Err(error) => {
                    let cause = Cause::Failure(During::Constraint, error);
                    return ControlFlow::Break(event(cause, &self.found[start..], stored));
                }
            }
        }
        if always_built && in_model && discovery.discover(fingerprint) {
            stored = Some(fingerprint);
        }
        if self.recording {
            let excluded = (!in_model).then_some(&self.found[start..]);
            chunk.steps.note(origin, fingerprint, candidate.action, excluded);
        }
        if in_model {
            self.note_admitted(origin, candidate.action, fingerprint);
        }
        if stored.is_some() {
            self.tally.distinct(candidate.action);
        }
        chunk.excluded += u64::from(!in_model);
        if !in_model || stored.is_some() {
            let step = (candidate.action, candidate.delta);
            self.check_invariants(task.path, parent, step, (origin, stored), start, chunk)?;
        }
        if self.checks.action_properties > 0 {
            match self.explorer.violated_action_property(parent, &self.found[start..]) {
                Ok(None) => {}
                Ok(Some(number)) => {
                    let cause = Cause::Violation(ViolationKind::ActionProperty(number));
                    let event = event(cause, &self.found[start..], stored);
                    self.pass_over(event, chunk)?;
                }
                Err(error) => {
                    let cause = Cause::Failure(During::Property, error);
                    return ControlFlow::Break(event(cause, &self.found[start..], stored));
                }
            }
        }
        if stored.is_none() {
            self.found.truncate(start);
        } else {
            self.store::<D>(origin, candidate, fingerprint);
        }
        ControlFlow::Continue(())
    }

    /// Makes a successor where it stays if it is new; says where.
    #[inline]
    fn build(&mut self, parent: &[u32], delta: u32) -> usize {
        let start = self.found.len();
        self.found.extend_from_slice(parent);
        self.explorer.step(delta, &mut self.found[start..]);
        start
    }

    /// A successor is new, as far as is known.
    #[inline]
    fn store<D: Discovery<F>>(&mut self, origin: Origin, candidate: &Candidate, fingerprint: F) {
        self.run.origins.push(origin);
        if D::KEEPS_FINGERPRINTS {
            self.run.fingerprints.push(fingerprint);
            self.run.actions.push(candidate.action);
        }
    }

    /// Checks the invariants on the successor that was made at the place `start`.
    #[inline]
    fn check_invariants(
        &mut self,
        path: Option<&dyn Fn(u64) -> Vec<Vec<u32>>>,
        parent: &[u32],
        (action, delta): (u32, u32),
        (origin, stored): (Origin, Option<F>),
        start: usize,
        chunk: &mut Chunk<F>,
    ) -> ControlFlow<Event<F>> {
        if self.checks.invariants == 0 {
            return ControlFlow::Continue(());
        }
        // A parent that was passed over need not satisfy the invariants.
        let before = if self.continuing { None } else { Some(Before { state: parent, delta: Some(delta) }) };
        let behavior = path.map(|path| move || path(origin.parent()));
        let cause = match violated_invariant(&mut self.explorer, before, &self.found[start..], behavior) {
            Ok(None) => return ControlFlow::Continue(()),
            Ok(Some(number)) => Cause::Violation(ViolationKind::Invariant(number)),
            Err(error) => Cause::Failure(During::Invariant, error),
        };
        let step = Some((Some(action), self.found[start..].to_vec()));
        let event = Event { origin, cause, step, parent: parent.to_vec(), stored };
        self.pass_over(event, chunk)
    }

    /// A step of the state that is being expanded stays inside the model.
    #[inline]
    fn note_admitted(&mut self, origin: Origin, action: u32, fingerprint: F) {
        if let Some(scribe) = &mut self.scribe {
            let position = origin.ordinal() as usize;
            scribe.admitted.push(Admitted { position, fingerprint, action });
        }
    }

    /// Records a violation and goes on, if that is wanted, or ends the search.
    #[cold]
    fn pass_over(&self, event: Event<F>, chunk: &mut Chunk<F>) -> ControlFlow<Event<F>> {
        if !self.continuing || !matches!(event.cause, Cause::Violation(_)) {
            return ControlFlow::Break(event);
        }
        chunk.continued.push(event);
        ControlFlow::Continue(())
    }
}
