//! What the search needs to know of a specification. The evaluator's programs implement it; so do the small graphs
//! that tests of the search use.
//!
//! A state is a vector of words (slots). The search copies, stores and compares states only as words and
//! fingerprints; what they mean is the system's business.

use crate::liveness::{Fairness, Formula, Formulas, LivenessError};
use crate::observer::Progress;
use tern_evaluator::error::EvalError;
use tern_evaluator::temporal::MadeBy;

/// The result of a call into the system.
pub type SystemResult<T> = Result<T, Box<EvalError>>;

/// A specification as the search sees it, shared by all workers.
pub trait System: Sync {
    /// The part that each worker has of its own: arenas, memo tables, scratch memory.
    type Explorer<'s>: Explorer
    where
        Self: 's;

    /// A new worker's part.
    fn explorer(&self) -> Self::Explorer<'_>;
    /// The number of words of a state.
    fn words(&self) -> usize;
    /// What is to be checked beside the transition relation.
    fn checks(&self) -> Checks;
    /// The number of action instances, for who chooses among them; a system that does not tell them apart has one.
    fn actions(&self) -> usize {
        1
    }
    /// Whether it keeps so much that it should be made anew: values of states are never forgotten, and a simulation can
    /// go on for ever. Asked before each trace.
    fn is_full(&self) -> bool {
        false
    }
    /// The values that states share: how many there are, and their memory in bytes.
    fn values(&self) -> (u64, u64) {
        (0, 0)
    }
    /// What is asked of its behaviours, over the atoms of [`Checks::temporal`].
    ///
    /// # Errors
    /// The formulas are too large.
    fn questions(&self) -> Result<Questions, LivenessError> {
        Ok(Questions::default())
    }
    /// Whether the order of evaluation can be observed (`Print`, `TLCSet`): states are then expanded one at a time,
    /// by one worker, in TLC's order.
    fn ordered(&self) -> bool {
        false
    }
}

/// Which checks a system has, so that the search can skip what is absent.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Checks {
    /// The number of invariants.
    pub invariants: usize,
    /// The number of properties `[][A]_v`, which are checked on every transition.
    pub action_properties: usize,
    /// The number of properties of initial states.
    pub initial_properties: usize,
    /// There are state or action constraints.
    pub constraints: bool,
    /// What constraints admit depends on nothing but the state.
    pub admits_by_state: bool,
    /// The system has an initial predicate and a next-state relation.
    pub behavior: bool,
    /// What has to be known of states and steps for temporal properties, if there are any: the graph is recorded then.
    pub temporal: Option<Atoms>,
}

/// The atoms of temporal formulas, numbered from 0.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Atoms {
    /// How many there are.
    pub number: usize,
    /// Some are about steps; if none is, successors need not be built for them.
    pub of_steps: bool,
    /// Different states have different fingerprints: there is no view.
    pub of_states: bool,
}

/// What is asked of the behaviours of a system.
#[derive(Debug, Default)]
pub struct Questions {
    /// The formulas.
    pub formulas: Formulas,
    /// The fairness that the specification assumes.
    pub assumptions: Vec<Fairness>,
    /// Its other assumptions.
    pub extra: Vec<Formula>,
    /// The temporal properties.
    pub properties: Vec<Formula>,
    /// Which atoms are about steps.
    pub of_step: Vec<bool>,
}

/// One successor of the state being expanded. What it is made from (its `delta`) is valid until the explorer's next
/// [`forget`](Explorer::forget).
pub use tern_evaluator::explorer::Successor as Candidate;

/// The state before the one that is asked about, and the candidate that the latter was made from.
pub use tern_evaluator::explorer::Before;

/// A worker's view of the system.
pub trait Explorer {
    /// Calls `found` with the words of each initial state in TLC's order, duplicates included, while they are being
    /// enumerated. `found` ends the enumeration by returning false.
    fn enumerate(&mut self, found: &mut dyn FnMut(&[u32]) -> bool) -> SystemResult<()>;

    /// The fingerprint of a state, after view and symmetry: all of it, or the first half.
    fn fingerprint(&mut self, state: &[u32]) -> SystemResult<u64>;

    /// The second half of the fingerprint of a state, after view and symmetry; see
    /// [`Fingerprint`](crate::fingerprint::Fingerprint). States that are the same have the same one, and others another
    /// one, as independently of the first half as can be; but that 0 counts as 1.
    fn second_fingerprint(&mut self, state: &[u32]) -> SystemResult<u64>;

    /// Enumerates all initial states, and then calls `found` with each (words, fingerprint) until it returns false.
    fn initial(&mut self, found: &mut dyn FnMut(&mut Self, &[u32], u64) -> bool) -> SystemResult<()> {
        let (mut states, mut count) = (Vec::new(), 0);
        let result = self.enumerate(&mut |words| {
            states.extend_from_slice(words);
            count += 1;
            true
        });
        let width = states.len().checked_div(count).unwrap_or(0);
        for index in 0..count {
            let words = &states[index * width..(index + 1) * width];
            let fingerprint = self.fingerprint(words)?;
            if !found(self, words, fingerprint) {
                return Ok(());
            }
        }
        result
    }

    /// Appends the successors of `state` to `out`, in TLC's order, duplicates included. On an error, those that come
    /// before it are in `out`.
    fn expand(&mut self, state: &[u32], out: &mut Vec<Candidate>) -> SystemResult<()>;

    /// Appends the successors of `state` by one action instance, as [`expand`](Self::expand) does for all.
    fn expand_action(&mut self, state: &[u32], action: usize, out: &mut Vec<Candidate>) -> SystemResult<()> {
        let _ = action;
        self.expand(state, out)
    }

    /// The unfinished state that the last failed call of [`enumerate`](Self::enumerate) or [`expand`](Self::expand) was
    /// about, if the error is about one: TLC shows a successor with variables left unassigned as the last state of
    /// the trace, and counts it as generated. The word `u32::MAX` means "not assigned".
    fn failed_state(&mut self) -> Option<Vec<u32>> {
        None
    }

    /// The action instance that the last failed call of [`expand`](Self::expand) was in, if it is known.
    fn failed_action(&self) -> Option<u32> {
        None
    }

    /// How many states the last call of [`expand`](Self::expand) went through that are no successors and still count as
    /// generated: the middle states of action compositions.
    fn middle_states(&self) -> u64 {
        0
    }

    /// Makes `state`, a copy of the state that was expanded, the successor that `delta` stands for: [`Candidate::delta`].
    fn step(&self, delta: u32, state: &mut [u32]);

    /// Writes the successor of `parent` that `candidate` stands for to `successor`.
    fn apply(&self, parent: &[u32], candidate: &Candidate, successor: &mut [u32]) {
        successor.copy_from_slice(parent);
        self.step(candidate.delta, successor);
    }

    /// All candidates so far are done with.
    fn forget(&mut self);

    /// Whether all state constraints hold in `state`, and, if there is a state before, all action constraints on the step.
    fn admits(&mut self, before: Option<Before<'_>>, state: &[u32]) -> SystemResult<bool>;

    /// The first invariant (in order) that is false in `state`. In the state before, the invariants hold.
    fn violated_invariant(
        &mut self,
        before: Option<Before<'_>>,
        state: &[u32],
    ) -> SystemResult<Option<usize>>;

    /// The first action property that the step violates.
    fn violated_action_property(&mut self, parent: &[u32], state: &[u32]) -> SystemResult<Option<usize>>;

    /// The first property of initial states that `state` violates.
    fn violated_initial_property(&mut self, state: &[u32]) -> SystemResult<Option<usize>>;

    /// Sets the bits of the atoms that are true of `state` in `letter`: the atom `i` has bit `i % 64` of word `i / 64`.
    /// Bits of atoms about steps stay as they are.
    fn state_letter(&mut self, state: &[u32], letter: &mut [u64]) -> SystemResult<()> {
        let _ = (state, letter);
        Ok(())
    }

    /// Sets the bits of the atoms about steps that are true of the step from `parent` to `state`; `by` says what
    /// is known of the action instances that make it.
    fn step_letter(
        &mut self,
        parent: &[u32],
        state: &[u32],
        by: MadeBy<'_>,
        letter: &mut [u64],
    ) -> SystemResult<()> {
        let _ = (parent, state, by, letter);
        Ok(())
    }

    /// The level of the states that are expanded next, for `TLCGet("level")`; initial states have level 1.
    fn set_level(&mut self, level: u32);

    /// How far the search is: told before each state that is expanded and each successor that is checked, to systems
    /// that are [`ordered`](System::ordered).
    fn set_counts(&mut self, counts: Progress) {
        let _ = counts;
    }

    /// A step of a simulation begins: random operators depend on `salt` from now on (in a search the same state gives
    /// the same choices, in a simulation each visit gives others), and so many traces were finished.
    fn set_sample(&mut self, salt: u64, traces: u64) {
        let _ = (salt, traces);
    }

    /// Whether an evaluation failed since the last call because it asked for the behaviour up to the state
    /// (`TLCExt!Trace`). It can then be repeated, after [`set_trace`](Self::set_trace). Only of systems that are
    /// [`ordered`](System::ordered).
    fn wanted_trace(&mut self) -> bool {
        false
    }

    /// The states of the behaviour up to the state that is checked next; none if it is not known.
    fn set_trace(&mut self, states: &[&[u32]]) {
        let _ = states;
    }

    /// Whether the specification has ended the search: `TLCSet("exit", TRUE)`.
    fn exit_requested(&self) -> bool {
        false
    }

    /// The memory of what this worker remembers of its evaluations, in bytes, about.
    fn remembered_bytes(&self) -> u64 {
        0
    }

    /// The search is over; this worker did all of it if the system is [`ordered`](System::ordered).
    fn finish(&mut self) {}
    /// The worker gets states to expand (true), or has expanded them; for who measures how busy it is.
    fn work(&mut self, _begins: bool) {}
}
