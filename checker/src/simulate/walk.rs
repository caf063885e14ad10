//! One trace: a random walk from an initial state.

use super::SimulationOptions;
use super::chance::Chance;
use crate::observer::Progress;
use crate::report::{ActionCounts, During, TraceState, ViolationKind};
use crate::system::{Candidate, Checks, Explorer, System};
use crate::worker::Cause;
use tern_evaluator::error::{EvalError, EvalErrorKind};

/// The caller is told how far a walk is once in so many steps.
const TICK: u32 = 1024;

/// What the walks of a run have in common.
pub(super) struct Run<'r> {
    /// How to walk.
    pub(super) options: &'r SimulationOptions,
    /// What is checked.
    pub(super) checks: Checks,
    /// The words of a state.
    pub(super) width: usize,
    /// The number of action instances.
    pub(super) actions: usize,
    /// Whether the system wants to know how far the run is.
    pub(super) ordered: bool,
    /// The words of the initial states that are in the model.
    pub(super) initial: &'r [u32],
    /// Whether to stop.
    pub(super) stopped: &'r (dyn Fn() -> bool + Sync),
}

/// What came of a walk.
pub(super) struct Walked {
    /// How it ended.
    pub(super) end: End,
    /// The successors that were generated.
    pub(super) generated: u64,
    /// The states of the trace.
    pub(super) length: u64,
    /// What the action instances gave that were chosen.
    pub(super) actions: Vec<(usize, ActionCounts)>,
    /// The trace, for who asked for it.
    pub(super) trace: Vec<TraceState>,
}

/// How a walk ended.
pub(super) enum End {
    /// At the depth that was asked for, or where no step leads on.
    Whole,
    /// It was asked to stop.
    Stopped,
    /// At something that ends the run, or would, and the behaviour that leads there.
    Event(Cause, Vec<TraceState>),
}

/// Where a step leads.
enum Step {
    /// To the state in `successor`, by this action instance.
    To(usize),
    /// Nowhere.
    Nowhere,
    /// To an event; with the step it is about.
    Event(Cause, Option<(usize, Vec<u32>)>),
}

/// A walker: its view of the system and its scratch memory.
pub(super) struct Walker<'r, E> {
    run: &'r Run<'r>,
    explorer: E,
    candidates: Vec<Candidate>,
    /// The candidates that are in the model.
    admitted: Vec<usize>,
    /// The words of the trace's states, and the actions after the first.
    words: Vec<u32>,
    steps: Vec<usize>,
    successor: Vec<u32>,
    /// What each action instance gave in this walk, and which were chosen.
    counts: Vec<ActionCounts>,
    chosen: Vec<usize>,
    generated: u64,
}

impl<'r, E: Explorer> Walker<'r, E> {
    /// A walker in `system`.
    pub(super) fn new<'s, S: System<Explorer<'s> = E>>(system: &'s S, run: &'r Run<'r>) -> Self {
        Self {
            run,
            explorer: system.explorer(),
            candidates: Vec::new(),
            admitted: Vec::new(),
            words: Vec::new(),
            steps: Vec::new(),
            successor: vec![0; run.width],
            counts: vec![ActionCounts::default(); run.actions],
            chosen: Vec::new(),
            generated: 0,
        }
    }

    /// Its view of the system.
    pub(super) fn explorer(&mut self) -> &mut E {
        &mut self.explorer
    }

    /// Walks the trace number `number`, after so many traces and generated states. `tick` hears now and then how many
    /// states were generated since it was last called.
    pub(super) fn walk(&mut self, number: u64, before: (u64, u64), tick: &mut dyn FnMut(u64)) -> Walked {
        let run = self.run;
        let (traces, generated_before) = before;
        let mut chance = Chance::of_trace(run.options.seed, run.options.aril, number);
        let first = chance.below(run.initial.len() / run.width.max(1)) * run.width;
        self.words.clear();
        self.words.extend_from_slice(&run.initial[first..first + run.width]);
        self.steps.clear();
        self.generated = 0;
        let mut told = 0;
        let mut end = End::Whole;
        for level in 1..=run.options.depth {
            if (run.stopped)() {
                end = End::Stopped;
                break;
            }
            self.explorer.set_level(level);
            self.explorer.set_sample(chance.next(), traces);
            let generated = generated_before + self.generated;
            let progress = run.ordered.then_some(Progress { depth: level, generated, distinct: 0, left: 0 });
            let step = self.step(&mut chance, progress);
            self.explorer.forget();
            match step {
                // The last state's successors are checked, but none of them is taken.
                Step::To(_) if level == run.options.depth => {}
                Step::To(action) => {
                    self.counts[action].taken += 1;
                    self.words.extend_from_slice(&self.successor);
                    self.steps.push(action);
                }
                Step::Nowhere => break,
                Step::Event(Cause::Failure(_, error), _) if error.kind == EvalErrorKind::Interrupted => {
                    end = End::Stopped;
                    break;
                }
                Step::Event(cause, step) => {
                    let mut trace = self.trace();
                    trace.extend(
                        step.map(|(action, words)| TraceState { action: Some(action as u32), words }),
                    );
                    end = End::Event(cause, trace);
                    break;
                }
            }
            if self.explorer.exit_requested() {
                end = End::Event(Cause::Exit, Vec::new());
                break;
            }
            if level.is_multiple_of(TICK) {
                tick(self.generated - told);
                told = self.generated;
            }
        }
        tick(self.generated - told);
        let trace = if run.options.keep_traces { self.trace() } else { Vec::new() };
        let (generated, length) = (self.generated, self.steps.len() as u64 + 1);
        let counts = &mut self.counts;
        let actions =
            self.chosen.drain(..).map(|action| (action, std::mem::take(&mut counts[action]))).collect();
        Walked { end, generated, length, actions, trace }
    }

    /// The trace so far.
    fn trace(&self) -> Vec<TraceState> {
        let actions = std::iter::once(None).chain(self.steps.iter().map(|action| Some(*action as u32)));
        if self.run.width == 0 {
            return actions.map(|action| TraceState { action, words: Vec::new() }).collect();
        }
        let states = self.words.chunks(self.run.width);
        actions.zip(states).map(|(action, words)| TraceState { action, words: words.to_vec() }).collect()
    }

    /// Chooses an action instance at random, and others while none of its successors is in the model; checks all its
    /// successors and chooses one of them.
    fn step(&mut self, chance: &mut Chance, progress: Option<Progress>) -> Step {
        let run = self.run;
        let mut enabled = false;
        // The trace is not touched before the step is made.
        let words = std::mem::take(&mut self.words);
        let parent = &words[words.len() - run.width..];
        let mut step = Step::Nowhere;
        let mut candidates = std::mem::take(&mut self.candidates);
        if run.actions > 0 {
            let mut action = chance.below(run.actions);
            let stride = chance.stride(run.actions);
            for _ in 0..run.actions {
                self.tell(progress);
                candidates.clear();
                let result = self.explorer.expand_action(parent, action, &mut candidates);
                let failure = result.err().map(|error| (error, self.explorer.failed_state()));
                if self.counts[action].chosen == 0 {
                    self.chosen.push(action);
                }
                self.counts[action].chosen += 1;
                enabled |= !candidates.is_empty();
                if run.options.one_successor && candidates.len() > 1 {
                    let only = candidates[chance.below(candidates.len())];
                    candidates.clear();
                    candidates.push(only);
                }
                if let Some(event) = self.check(parent, action, &candidates, failure, progress) {
                    step = event;
                    break;
                }
                if !self.admitted.is_empty() {
                    let chosen = self.admitted[chance.below(self.admitted.len())];
                    self.explorer.apply(parent, &candidates[chosen], &mut self.successor);
                    step = Step::To(action);
                    break;
                }
                self.explorer.forget();
                action = (action + stride) % run.actions;
            }
        }
        if matches!(step, Step::Nowhere) && !enabled && run.options.check_deadlock {
            step = Step::Event(Cause::Violation(ViolationKind::Deadlock), None);
        }
        self.candidates = candidates;
        self.words = words;
        step
    }

    /// Tells the system how far the run is.
    fn tell(&mut self, progress: Option<Progress>) {
        if let Some(progress) = progress {
            let generated = progress.generated + self.generated;
            self.explorer.set_counts(Progress { generated, ..progress });
        }
    }

    /// Checks all successors by an action instance, up to the first event; those in the model are admitted.
    fn check(
        &mut self,
        parent: &[u32],
        action: usize,
        candidates: &[Candidate],
        failure: Option<(Box<EvalError>, Option<Vec<u32>>)>,
        progress: Option<Progress>,
    ) -> Option<Step> {
        self.admitted.clear();
        for (index, candidate) in candidates.iter().enumerate() {
            self.generated += 1;
            self.counts[action].generated += 1;
            self.tell(progress);
            self.explorer.apply(parent, candidate, &mut self.successor);
            match self.check_successor(parent) {
                Ok(true) => self.admitted.push(index),
                Ok(false) => {}
                Err(cause) => return Some(Step::Event(cause, Some((action, self.successor.clone())))),
            }
        }
        let (error, unfinished) = failure?;
        // TLC counts a successor before it finds it unfinished.
        self.generated += u64::from(unfinished.is_some());
        let cause = Cause::Failure(During::Next, error);
        Some(Step::Event(cause, unfinished.map(|words| (action, words))))
    }

    /// Whether the successor is in the model; checked as in the search, in the same order.
    fn check_successor(&mut self, parent: &[u32]) -> Result<bool, Cause> {
        let checks = self.run.checks;
        let explorer = &mut self.explorer;
        let mut in_model = true;
        if checks.constraints {
            in_model = explorer
                .admits(Some(parent.into()), &self.successor)
                .map_err(|error| Cause::Failure(During::Constraint, error))?;
        }
        if checks.invariants > 0 {
            // The walk would not have come here if they were not true of the state before; initial states may have
            // been passed over.
            let known = (!self.run.options.continue_after_violation).then_some(parent.into());
            let violated = explorer.violated_invariant(known, &self.successor);
            if let Some(number) = violated.map_err(|error| Cause::Failure(During::Invariant, error))? {
                return Err(Cause::Violation(ViolationKind::Invariant(number)));
            }
        }
        if checks.action_properties > 0 {
            let violated = explorer.violated_action_property(parent, &self.successor);
            if let Some(number) = violated.map_err(|error| Cause::Failure(During::Property, error))? {
                return Err(Cause::Violation(ViolationKind::ActionProperty(number)));
            }
        }
        Ok(in_model)
    }
}
