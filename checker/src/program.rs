//! The evaluator's programs as systems.

use std::sync::Mutex;
use tern_evaluator::context::Counts;
use tern_evaluator::explorer::{Explorer as Worker, Findings};
use tern_evaluator::profile::Profile;
use tern_evaluator::program::Program;
use tern_evaluator::temporal::MadeBy;

use crate::liveness::LivenessError;
use crate::observer::Progress;
use crate::system::{Atoms, Before, Candidate, Checks, Explorer, Questions, System, SystemResult};
use crate::temporal;

/// A program, with or without memo tables (which never change an answer).
pub struct ProgramSystem<'p> {
    program: &'p Program,
    memo: bool,
    liveness: bool,
    /// Nothing but the temporal properties is checked, and each state is one of its own.
    behaviors_only: bool,
    most_values: usize,
    profile: Option<&'p Mutex<Profile>>,
    /// What explorers tell each other, if there are several.
    findings: Option<Findings>,
}

impl<'p> ProgramSystem<'p> {
    /// The system of a program.
    pub fn new(program: &'p Program, memo: bool) -> Self {
        Self {
            program,
            memo,
            liveness: true,
            behaviors_only: false,
            most_values: usize::MAX,
            profile: None,
            findings: None,
        }
    }

    /// The same system, whose temporal properties are checked or not.
    pub fn with_liveness(self, liveness: bool) -> Self {
        Self { liveness, ..self }
    }

    /// The same system without symmetry, of which the temporal properties alone are checked. On the graph of a search
    /// with symmetry they cannot be: a cycle of it need not be one of the states that it stands for, and fairness of
    /// one process is lost.
    pub fn of_behaviors(self) -> Self {
        Self { behaviors_only: true, ..self }
    }

    /// The same system, whose explorers measure where their time goes, and add it to this in the end.
    pub fn with_profile(self, profile: Option<&'p Mutex<Profile>>) -> Self {
        Self { profile, ..self }
    }

    /// The same system, for so many workers: several tell each other what they find.
    pub fn with_workers(self, workers: usize) -> Self {
        Self { findings: (workers > 1).then(Findings::default), ..self }
    }

    /// The same system, which is full when its variables had more values than that.
    pub fn with_most_values(self, most_values: usize) -> Self {
        Self { most_values, ..self }
    }
}

impl System for ProgramSystem<'_> {
    type Explorer<'s>
        = ProgramExplorer<'s>
    where
        Self: 's;

    fn explorer(&self) -> ProgramExplorer<'_> {
        let worker = Worker::new(self.program, self.memo).profiled(self.profile);
        let worker = worker.sharing(self.findings.as_ref());
        let worker = if self.behaviors_only { worker.without_symmetry() } else { worker };
        ProgramExplorer { worker }
    }

    fn words(&self) -> usize {
        self.program.width()
    }

    fn checks(&self) -> Checks {
        let checks = Checks {
            invariants: self.program.invariants.len(),
            action_properties: self.program.action_properties.len(),
            initial_properties: self.program.initial_properties.len(),
            constraints: self.program.has_constraints(),
            admits_by_state: self.program.admits_by_state(),
            behavior: self.program.has_behavior(),
            temporal: (self.liveness && !self.program.temporal_properties.is_empty()).then(|| Atoms {
                number: self.program.atoms.len(),
                of_states: !self.program.has_view(),
                of_steps: self.program.atoms.iter().any(|atom| atom.of_step),
            }),
        };
        if self.behaviors_only {
            let Checks { constraints, admits_by_state, behavior, temporal, .. } = checks;
            return Checks { constraints, admits_by_state, behavior, temporal, ..Checks::default() };
        }
        checks
    }

    fn questions(&self) -> Result<Questions, LivenessError> {
        temporal::questions(self.program)
    }

    fn actions(&self) -> usize {
        self.program.instances.len()
    }

    fn is_full(&self) -> bool {
        self.most_values < usize::MAX && self.program.interned_values() > self.most_values
    }

    fn values(&self) -> (u64, u64) {
        let held = self.program.values();
        (held.values, held.bytes)
    }

    fn ordered(&self) -> bool {
        self.program.has_effects()
    }
}

/// The fairness that a program assumes, in the order of [`Questions::assumptions`].
pub fn assumed_fairness(program: &Program) -> Vec<&tern_evaluator::temporal::Fairness> {
    temporal::assumed(program)
}

/// One worker's view of a program.
pub struct ProgramExplorer<'p> {
    worker: Worker<'p>,
}

impl Explorer for ProgramExplorer<'_> {
    fn enumerate(&mut self, found: &mut dyn FnMut(&[u32]) -> bool) -> SystemResult<()> {
        self.worker.initial(found)
    }

    fn fingerprint(&mut self, state: &[u32]) -> SystemResult<u64> {
        self.worker.fingerprint(state)
    }

    fn second_fingerprint(&mut self, state: &[u32]) -> SystemResult<u64> {
        self.worker.second_fingerprint(state)
    }

    fn expand(&mut self, state: &[u32], out: &mut Vec<Candidate>) -> SystemResult<()> {
        self.worker.expand(state, out)
    }

    fn expand_action(&mut self, state: &[u32], action: usize, out: &mut Vec<Candidate>) -> SystemResult<()> {
        self.worker.expand_action(state, action, out)
    }

    fn failed_state(&mut self) -> Option<Vec<u32>> {
        self.worker.failed_state()
    }

    fn failed_action(&self) -> Option<u32> {
        self.worker.failed_action()
    }

    fn middle_states(&self) -> u64 {
        self.worker.middle_states()
    }

    fn step(&self, delta: u32, state: &mut [u32]) {
        self.worker.step(delta, state);
    }

    fn forget(&mut self) {
        self.worker.forget();
    }

    fn admits(&mut self, before: Option<Before<'_>>, state: &[u32]) -> SystemResult<bool> {
        self.worker.admits(before, state)
    }

    fn violated_invariant(
        &mut self,
        before: Option<Before<'_>>,
        state: &[u32],
    ) -> SystemResult<Option<usize>> {
        self.worker.violated_invariant(before, state)
    }

    fn violated_action_property(&mut self, parent: &[u32], state: &[u32]) -> SystemResult<Option<usize>> {
        self.worker.violated_action_property(parent, state)
    }

    fn violated_initial_property(&mut self, state: &[u32]) -> SystemResult<Option<usize>> {
        self.worker.violated_initial_property(state)
    }

    fn state_letter(&mut self, state: &[u32], letter: &mut [u64]) -> SystemResult<()> {
        self.worker.state_letter(state, letter)
    }

    fn step_letter(
        &mut self,
        parent: &[u32],
        state: &[u32],
        by: MadeBy<'_>,
        letter: &mut [u64],
    ) -> SystemResult<()> {
        self.worker.step_letter(parent, state, by, letter)
    }

    fn set_level(&mut self, level: u32) {
        self.worker.set_level(level);
    }

    fn set_counts(&mut self, counts: Progress) {
        self.worker.set_counts(Counts {
            generated: counts.generated,
            distinct: counts.distinct,
            queue: counts.left,
            diameter: counts.depth,
        });
    }

    fn set_sample(&mut self, salt: u64, traces: u64) {
        self.worker.set_sample(salt, traces);
    }

    fn wanted_trace(&mut self) -> bool {
        self.worker.wanted_trace()
    }

    fn set_trace(&mut self, states: &[&[u32]]) {
        self.worker.set_trace(states);
    }

    fn exit_requested(&self) -> bool {
        self.worker.exit_requested()
    }

    fn remembered_bytes(&self) -> u64 {
        self.worker.memo_bytes() as u64
    }

    fn finish(&mut self) {
        self.worker.keep_registers();
    }

    fn work(&mut self, begins: bool) {
        self.worker.work(begins);
    }
}
