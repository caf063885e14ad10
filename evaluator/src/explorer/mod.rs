//! A worker's view of a program: initial states, successors, checks. Successors come out of memo tables as lists of
//! changed slots; only what no table knows is evaluated.

use bumpalo::Bump;
use std::ops::Range;
use std::sync::Mutex;

mod bundles;
mod checks;
mod findings;
mod groups;
mod guards;
mod keys;
mod leaves;
mod long_keys;
mod pins;
mod results;
mod second_half;
mod set_hashes;
mod steps;
mod touched;
mod units;
mod windows;

pub use self::findings::Findings;
use self::groups::Plan;
use self::second_half::SecondHalf;
use self::set_hashes::SetHashes;
use self::steps::{Change, Entry, Parent, Steps};
use self::touched::Touched;
use self::units::{Expanding, Taken, Unit};
use crate::context::{Counts, Cx, Registers, Tallies};
use crate::coverage::Counters;
use crate::env::Env;
use crate::error::{EvalError, EvalErrorKind, EvalResult};
use crate::memo::{Known, Memo};
use crate::profile::{Formula, Profile, Section};
use crate::program::{Predicate, Program, Reads};
use crate::recorder::Read;
use crate::state_functions::Kept;
use crate::symmetry::SymmetryCache;
use crate::trace::CounterExample;
use crate::value::{self, Seed};

/// One worker's part of a program.
pub struct Explorer<'p> {
    pub(crate) program: &'p Program,
    /// What is measured, and where it goes in the end.
    pub(crate) profile: Option<(Box<Profile>, &'p Mutex<Profile>)>,
    arena: Bump,
    pub(crate) registers: Registers,
    units: Vec<Unit>,
    /// How they are gone through; taken while that is done.
    plan: Option<Box<Plan>>,
    /// The program's epoch that what is remembered belongs to.
    epoch: u32,
    predicates: Vec<Vec<Memo>>,
    constraint_memos: Vec<Vec<Memo>>,
    possible_memos: Vec<Vec<Memo>>,
    /// For each action property.
    step_memos: Vec<Memo>,
    /// For each atom of temporal formulas.
    atom_memos: Vec<Memo>,
    known: Steps,
    loose: Steps,
    entries: Vec<Entry>,
    /// What all workers found.
    findings: Option<&'p Findings>,
    /// How many bytes of it are of this one.
    told: usize,
    /// How often another one's was of use.
    taken_over: u64,
    /// What another worker's evaluation read.
    reads: Vec<Read>,
    /// What each content of each slot adds to a fingerprint.
    slot_hashes: Vec<Vec<u64>>,
    /// What the elements of set slots add.
    set_hashes: SetHashes,
    /// What the second halves of fingerprints need.
    second: SecondHalf,
    /// Lists of elements in TLC's order that are not in use.
    orders: Vec<Vec<u32>>,
    /// The branches that lead to what is expanded.
    taken: Vec<Taken>,
    /// The conjuncts of invariants that a step touches; taken while they are looked at.
    touched: Option<Box<Touched>>,
    /// Results are remembered.
    memo: bool,
    /// The conjuncts of constraints that a step can make false.
    touched_limits: Option<Box<Touched>>,
    /// How often an action instance was evaluated.
    evaluations: u64,
    /// Numbers the states that are expanded.
    states_entered: u32,
    /// The state that a step was last asked about from, and its number.
    stepped_from: Vec<u32>,
    stepped_stamp: u32,
    /// The last evaluation came to a branching point that it was not to go beyond.
    stopped: bool,
    symmetry: SymmetryCache,
    /// States that differ by a permutation of symmetric values are one state.
    symmetric: bool,
    scratch: Vec<u32>,
    hashes: Vec<u64>,
    failed: Option<Vec<u32>>,
    /// What random choices begin with, beside the state.
    seed: u64,
    /// Batches since the coverage counters were last told.
    untold: u32,
    failed_action: Option<u32>,
    middles: u64,
}

/// One successor: its fingerprint, its action instance, and what [`Explorer::apply`] needs to make it.
#[derive(Clone, Copy, Debug)]
pub struct Successor {
    /// After view and symmetry.
    pub fingerprint: u64,
    /// The action instance.
    pub action: u32,
    /// Valid until the next [`Explorer::forget`].
    pub delta: u32,
}

/// The state before another one.
#[derive(Clone, Copy, Debug)]
pub struct Before<'s> {
    /// Its words.
    pub state: &'s [u32],
    /// What the other one was made by, if it is known: as in [`Successor::delta`].
    pub delta: Option<u32>,
}

impl<'s> From<&'s [u32]> for Before<'s> {
    /// Nothing is known of the step.
    fn from(state: &'s [u32]) -> Self {
        Self { state, delta: None }
    }
}

/// An action instance may have so many successors of one state: what a list of them takes must fit in memory.
const STEP_LIMIT: usize = 1 << 24;

/// Coverage counters are added to the program's totals once in so many batches of successors.
const TELL_PERIOD: u32 = 256;

/// Marks a step that no memo tree keeps.
const LOOSE: u32 = 1 << 31;

/// No more steps than this are remembered; what comes beyond is evaluated each time.
const KNOWN_LIMIT: usize = 1 << 27;

/// The entry of action instances that have no step.
const NO_STEP: u32 = 0;

/// The entry of what stands before a branching point and lets it be come to.
const COMES_TO: u32 = 1;

/// What is not yet a successor.
const NO_SUCCESSOR: Successor = Successor { fingerprint: 0, action: 0, delta: 0 };

/// The conjuncts of predicates by what they read.
fn touched(program: &Program, predicates: &[Predicate], memo: bool) -> Option<Box<Touched>> {
    Some(Box::new(Touched::new(program, predicates, memo)))
}

/// What lookups in memo trees need.
fn known<'k>(program: &'k Program, registers: &'k Registers) -> Known<'k> {
    Known { program, kept: &registers.kept, masks: &registers.masks }
}

impl<'p> Explorer<'p> {
    /// A worker's part; with `memo` off everything is evaluated each time (the same answers, slower).
    pub fn new(program: &'p Program, memo: bool) -> Self {
        let units =
            program.instances.iter().map(|instance| Unit::of_instance(program, instance, memo)).collect();
        let tables_of = |predicate: &Predicate| -> Vec<Memo> {
            predicate.conjuncts.iter().map(|conjunct| checks::memo_of(conjunct, memo)).collect()
        };
        let kept = if memo { Kept::new(program) } else { Kept::default() };
        let tables = |predicates: &[Predicate]| predicates.iter().map(tables_of).collect();
        let formula = |reads: &Reads| Memo::new(!memo || reads.impure);
        Self {
            program,
            profile: None,
            arena: Bump::new(),
            registers: Registers {
                values: program.kept_registers(),
                kept,
                counters: Counters::new(program.coverage.as_ref()),
                ..Registers::default()
            },
            untold: 0,
            units,
            plan: None,
            epoch: program.epoch(),
            predicates: tables(&program.invariants),
            constraint_memos: tables(&program.constraints),
            possible_memos: program.possible.iter().map(|possible| tables_of(&possible.formula)).collect(),
            step_memos: program.action_property_reads.iter().map(formula).collect(),
            atom_memos: program.atoms.iter().map(|atom| formula(&atom.reads)).collect(),
            known: Steps::default(),
            loose: Steps::default(),
            entries: vec![Entry { first: 0, count: 0 }; 2],
            findings: None,
            told: 0,
            taken_over: 0,
            reads: Vec::new(),
            slot_hashes: vec![Vec::new(); program.slot_count()],
            set_hashes: SetHashes::new(|_, universe, element| universe.elements.hash(element)),
            second: SecondHalf::new(program),
            orders: Vec::new(),
            taken: Vec::new(),
            memo,
            touched: touched(program, &program.invariants, memo),
            touched_limits: touched(program, &program.constraints, memo),
            evaluations: 0,
            states_entered: 0,
            stepped_from: Vec::new(),
            stepped_stamp: 0,
            stopped: false,
            symmetry: SymmetryCache::new(Seed::FIRST),
            symmetric: !program.symmetry.is_empty(),
            scratch: vec![0; program.width()],
            hashes: vec![0; program.slot_count()],
            failed: None,
            seed: program.seed,
            failed_action: None,
            middles: 0,
        }
    }

    /// The level for `TLCGet("level")`.
    pub fn set_level(&mut self, level: u32) {
        self.registers.level = level;
    }

    /// The counts for `TLCGet("distinct")` and the like.
    pub fn set_counts(&mut self, counts: Counts) {
        self.registers.counts = Some(counts);
    }

    /// What `TLCExt!CounterExample` is from now on, and with it `TLCExt!Trace`. Before it is set, there is none.
    pub fn set_counter_example(&mut self, found: CounterExample) {
        self.registers.counter_example = Some(found.graph);
        self.registers.trace = Some(found.trace);
    }

    /// Whether an evaluation failed since the last call because it asked for `TLCExt!Trace`.
    pub fn wanted_trace(&mut self) -> bool {
        std::mem::take(&mut self.registers.trace_wanted)
    }

    /// What `TLCExt!Trace` is from now on: the behaviour of these states. Of none, it is not known.
    pub fn set_trace(&mut self, states: &[&[u32]]) {
        let trace = (!states.is_empty()).then(|| self.program.sequence(states.iter().copied()));
        self.registers.trace = trace;
    }

    /// Not everything was checked, so nobody can say that there is no counterexample: reading it is an error.
    pub fn set_counter_example_unknown(&mut self) {
        self.registers.counter_example_unknown = true;
    }

    /// Whether `TLCSet("exit", TRUE)` was evaluated.
    pub fn exit_requested(&self) -> bool {
        self.registers.exit
    }

    /// What is evaluated later with another explorer finds the registers as they are in this one.
    pub fn keep_registers(&self) {
        self.program.keep_registers(&self.registers.values);
    }

    /// A step of a simulation begins after so many traces: random choices depend on `salt` too.
    pub fn set_sample(&mut self, salt: u64, traces: u64) {
        self.seed = value::mix(self.program.seed, salt);
        self.registers.traces = Some(traces);
    }

    /// Random choices begin anew for a state.
    fn reseed(&mut self, state: &[u32]) {
        self.registers.random = value::mix(self.seed, self.program.fingerprint(state));
    }

    /// The words of the state that an evaluation failed in, as far as it was made.
    pub fn failed_state(&mut self) -> Option<Vec<u32>> {
        self.failed.take()
    }

    /// The action instance in which an evaluation of successors failed last.
    pub fn failed_action(&self) -> Option<u32> {
        self.failed_action
    }

    /// How many middle states of `\cdot` the last expansion went through. TLC counts them as generated.
    pub fn middle_states(&self) -> u64 {
        self.middles
    }

    /// Gives `found` the words of each initial state, in TLC's order, duplicates included, until it answers false.
    pub fn initial(&mut self, found: &mut dyn FnMut(&[u32]) -> bool) -> EvalResult<()> {
        let Some(act) = self.program.initial else { return Ok(()) };
        self.registers.random = self.program.seed;
        self.measure(true);
        let tallies = self.tallies(Tallies::Initial);
        self.arena.reset();
        let mut cx = Cx::new(self.program, &self.arena, &mut self.registers, &[]);
        let mut failed = None;
        cx.registers.tallies = tallies;
        let result = cx.run(act, Env::EMPTY, None, &mut |cx| match cx.next_words() {
            Ok(words) => Ok(found(&words)),
            Err(error) => {
                failed = Some(partial_words(cx));
                Err(error)
            }
        });
        self.failed = failed;
        self.measure(false);
        self.registers.tallies = self.tallies(Tallies::Next);
        result.map(|_| ())
    }

    /// The same part, which tells others what it finds, and asks them before it evaluates. All of them are of one
    /// program.
    #[must_use]
    pub fn sharing(mut self, findings: Option<&'p Findings>) -> Self {
        self.findings = findings;
        self
    }

    /// How often a part of an action was evaluated so far, or taken over from another worker.
    pub fn evaluations(&self) -> u64 {
        self.evaluations
    }

    /// How often the result of a part of an action was taken over from another worker.
    pub fn taken_over(&self) -> u64 {
        self.taken_over
    }

    /// The same part, to which states are different that differ by a permutation of symmetric values.
    #[must_use]
    pub fn without_symmetry(mut self) -> Self {
        self.symmetric = false;
        self
    }

    /// The same part with a mistake planted in fingerprints under symmetry.
    #[cfg(test)]
    pub(crate) fn with_fault(mut self, planted: Option<crate::symmetry::faults::Fault>) -> Self {
        self.symmetry.faults.planted = planted;
        self.second.symmetry.faults.planted = planted;
        self
    }

    /// The fingerprint of a state, after view and symmetry; of 128 bits, the first half.
    pub fn fingerprint(&mut self, words: &[u32]) -> EvalResult<u64> {
        if let Some(view) = self.program.view {
            self.arena.reset();
            let mut cx = Cx::new(self.program, &self.arena, &mut self.registers, words);
            let value = cx.eval(view, Env::EMPTY)?;
            let value = value::normalize(&mut cx, value)?;
            return Ok(value::mix(0x7669_6577, value::structural_hash(&mut cx, value)?));
        }
        if self.symmetric {
            return Ok(self.symmetry.fingerprint(self.program, words));
        }
        Ok(self.program.fingerprint(words))
    }

    /// Appends the successors of a state to `out`, in TLC's order, duplicates included. On an error, those that come
    /// before it are in `out`.
    pub fn expand(&mut self, state: &[u32], out: &mut Vec<Successor>) -> EvalResult<()> {
        self.expand_instances(state, 0..self.program.instances.len(), out)
    }

    /// Appends the successors that one action instance gives.
    pub fn expand_action(
        &mut self,
        state: &[u32],
        action: usize,
        out: &mut Vec<Successor>,
    ) -> EvalResult<()> {
        self.expand_instances(state, action..action + 1, out)
    }

    fn expand_instances(
        &mut self,
        state: &[u32],
        actions: Range<usize>,
        out: &mut Vec<Successor>,
    ) -> EvalResult<()> {
        let started = self.started(Section::Actions);
        if let Some(profile) = &mut self.registers.profile {
            profile.expand(actions.clone());
        }
        self.refresh();
        let (parent, plain) = (self.enter(state), self.is_plain());
        let mut units = std::mem::take(&mut self.units);
        let mut plan = self.plan.take().unwrap_or_default();
        self.registers.kept.enter(&mut self.states_entered);
        let at = Expanding { action: actions.start as u32, state, parent, plain };
        let result = if actions.len() == units.len() {
            self.expand_plan(&mut plan, &mut units, at, out)
        } else {
            let mut actions = actions;
            actions.try_for_each(|action| {
                self.expand_unit(&mut units[action], Expanding { action: action as u32, ..at }, out)
            })
        };
        self.plan = Some(plan);
        self.registers.kept.leave();
        self.units = units;
        self.taken.clear();
        self.spent(Section::Actions, started);
        result
    }

    /// Whether a state's fingerprint is that of its slots.
    fn is_plain(&self) -> bool {
        self.program.view.is_none() && !self.symmetric
    }

    /// Forgets what is remembered if it is out of date.
    #[inline]
    fn refresh(&mut self) {
        if self.epoch != self.program.epoch() {
            self.forget_results();
        }
    }

    #[cold]
    fn forget_results(&mut self) {
        self.epoch = self.program.epoch();
        self.stepped_from.clear();
        self.units.iter_mut().for_each(Unit::clear);
        self.plan.iter_mut().for_each(|plan| plan.clear());
        self.touched = touched(self.program, &self.program.invariants, self.memo);
        self.touched_limits = touched(self.program, &self.program.constraints, self.memo);
        let predicates = self.predicates.iter_mut().chain(&mut self.constraint_memos);
        predicates.chain(&mut self.possible_memos).flatten().for_each(Memo::clear);
        self.step_memos.iter_mut().chain(&mut self.atom_memos).for_each(Memo::clear);
        self.registers.kept.clear();
        self.registers.masks.clear();
    }

    /// Makes ready to expand a state: the hashes of its slots, and their sum.
    fn enter(&mut self, state: &[u32]) -> u64 {
        let program = self.program;
        let mut parent = 0u64;
        for (slot, word) in state[..self.hashes.len()].iter().enumerate() {
            let hash = match self.slot_hashes[slot].get(*word as usize) {
                Some(hash) => *hash,
                None => self.learn_hash(slot, *word),
            };
            self.hashes[slot] = hash;
            parent = parent.wrapping_add(hash);
        }
        parent = parent.wrapping_add(self.set_hashes.of(program, state));
        if self.symmetric {
            self.symmetry.enter(program, state);
        }
        self.registers.random = value::mix(self.seed, parent);
        self.middles = 0;
        parent
    }

    #[cold]
    fn learn_hash(&mut self, slot: usize, word: u32) -> u64 {
        let table = &self.program.slots[slot];
        let known = &mut self.slot_hashes[slot];
        known.extend((known.len() as u32..=word).map(|number| table.hash(number)));
        table.hash(word)
    }

    #[inline]
    fn emit(
        &mut self,
        entry: Entry,
        mark: u32,
        at: Expanding<'_>,
        out: &mut Vec<Successor>,
    ) -> EvalResult<()> {
        let Expanding { action, state, parent, plain } = at;
        if plain {
            let steps = if mark == 0 { &self.known } else { &self.loose };
            let of = Parent { state, hashes: &self.hashes };
            let bits = |word, bits| self.program.bits_hash(word, bits);
            out.extend((entry.first..entry.first + entry.count).map(|step| Successor {
                fingerprint: parent.wrapping_add(steps.difference(step, of, bits)),
                action,
                delta: step | mark,
            }));
            return Ok(());
        }
        if self.symmetric && self.program.view.is_none() {
            let steps = if mark == 0 { &self.known } else { &self.loose };
            for step in entry.first..entry.first + entry.count {
                let changes = steps.contributions(step, self.program, state);
                let fingerprint = self.symmetry.successor(self.program, changes);
                out.push(Successor { fingerprint, action, delta: step | mark });
            }
            return Ok(());
        }
        for step in entry.first..entry.first + entry.count {
            let delta = step | mark;
            let mut words = std::mem::take(&mut self.scratch);
            self.apply(state, delta, &mut words);
            let fingerprint = self.fingerprint(&words);
            self.scratch = words;
            out.push(Successor { fingerprint: fingerprint?, action, delta });
        }
        Ok(())
    }

    /// Evaluates an action instance along the branches that are taken; its steps go to the known ones if they are to be
    /// kept. On an error, the steps that come before it are there.
    fn evaluate(&mut self, at: Expanding<'_>, keep: bool) -> (Entry, EvalResult<()>) {
        let started = self.now();
        self.arena.reset();
        self.evaluations += 1;
        let program = self.program;
        let tallies = self.tallies(Tallies::Next);
        let instance = &program.instances[at.action as usize];
        let steps = if keep { &mut self.known } else { &mut self.loose };
        let first = steps.len();
        let mut scratch = std::mem::take(&mut self.scratch);
        let mut cx = Cx::new(program, &self.arena, &mut self.registers, at.state);
        let mut failed = None;
        cx.registers.tallies = tallies;
        cx.pins = Self::pins(&self.taken, &cx);
        let result = cx.run(instance.act, Env::EMPTY, None, &mut |cx| {
            if cx.next.missing > 0 {
                failed = Some(partial_words(cx));
                let name = instance.name.as_deref().filter(|_| program.instances.len() > 1);
                return Err(cx.incomplete(name));
            }
            if steps.len() - first >= STEP_LIMIT {
                return Err(EvalError::new(
                    EvalErrorKind::SetTooLarge,
                    format!("An action has more than {STEP_LIMIT} successors of one state."),
                ));
            }
            steps.add(cx, &mut scratch)?;
            Ok(true)
        });
        self.middles += cx.middles;
        self.stopped = cx.stopped;
        self.scratch = scratch;
        if failed.is_some() {
            self.failed = failed;
        }
        if result.is_err() {
            self.failed_action = Some(at.action);
        }
        let count = (steps.len() - first) as u32;
        if let (Some(profile), Some(started)) = (&mut self.registers.profile, started) {
            profile.evaluated_action(at.action, started);
        }
        (Entry { first: first as u32, count }, result.map(|_| ()))
    }

    /// Makes `state`, a copy of the state that was expanded, the successor that `delta` stands for.
    #[inline]
    pub fn step(&self, delta: u32, state: &mut [u32]) {
        self.changes_of(delta).iter().for_each(|change| change.apply(state));
    }

    /// Writes the successor of `parent` that `delta` stands for.
    pub fn apply(&self, parent: &[u32], delta: u32, successor: &mut [u32]) {
        successor.copy_from_slice(parent);
        self.step(delta, successor);
    }

    #[inline]
    fn changes_of(&self, delta: u32) -> &[Change] {
        let steps = if delta & LOOSE == 0 { &self.known } else { &self.loose };
        steps.changes_of(delta & !LOOSE)
    }

    /// All successors so far are done with.
    pub fn forget(&mut self) {
        self.loose.clear();
        self.untold += 1;
        if self.untold >= TELL_PERIOD {
            self.tell();
        }
    }

    /// Which conjuncts count what comes after them, if any do.
    fn tallies(&self, wanted: Tallies) -> Tallies {
        if self.program.coverage.is_some() { wanted } else { Tallies::Off }
    }

    /// Adds what was counted for coverage to the program's totals.
    pub fn tell(&mut self) {
        self.untold = 0;
        if let Some(coverage) = &self.program.coverage {
            coverage.add(&mut self.registers.counters);
        }
    }

    /// Hits and probes of all memo trees of actions so far.
    pub fn memo_statistics(&self) -> (u64, u64) {
        let mut totals = (0, 0);
        for unit in &self.units {
            unit.for_each_memo(&mut |memo| {
                let (hits, probes) = memo.totals();
                totals = (totals.0 + hits, totals.1 + probes);
            });
        }
        totals
    }

    /// Calls `visit` with each formula and the memory of what is remembered of it, in bytes, about.
    pub(crate) fn for_each_memory(&self, visit: &mut dyn FnMut(Formula, usize)) {
        for (action, unit) in self.units.iter().enumerate() {
            unit.for_each_memo(&mut |memo| visit(Formula::Action(action), memo.bytes()));
        }
        let mut visit_all = |predicates: &[Vec<Memo>], formula: fn(usize, usize) -> Formula| {
            for (index, conjuncts) in predicates.iter().enumerate() {
                let conjuncts = conjuncts.iter().enumerate();
                conjuncts.for_each(|(number, known)| visit(formula(index, number), known.bytes()));
            }
        };
        visit_all(&self.predicates, Formula::Invariant);
        visit_all(&self.constraint_memos, Formula::Constraint);
        visit_all(&self.possible_memos, Formula::Possible);
        let steps = self.step_memos.iter().enumerate();
        steps.for_each(|(index, memo)| visit(Formula::ActionProperty(index), memo.bytes()));
        let atoms = self.atom_memos.iter().enumerate();
        atoms.for_each(|(index, memo)| visit(Formula::Atom(index), memo.bytes()));
    }

    /// The memory of all that this worker remembers, in bytes, about.
    pub fn memo_bytes(&self) -> usize {
        let predicates = self.predicates.iter().chain(&self.constraint_memos).chain(&self.possible_memos);
        let mut memos = self.step_memos.iter().chain(&self.atom_memos).map(Memo::bytes).sum::<usize>();
        self.units.iter().for_each(|unit| unit.for_each_memo(&mut |memo| memos += memo.bytes()));
        memos
            + predicates.flatten().map(Memo::bytes).sum::<usize>()
            + self.registers.kept.bytes()
            + self.registers.masks.bytes()
            + self.known.bytes()
            + self.plan.as_ref().map_or(0, |plan| plan.bytes())
            + self.entries.capacity() * size_of::<Entry>()
            + self.told
    }
}

impl Drop for Explorer<'_> {
    fn drop(&mut self) {
        self.tell();
        self.tell_profile();
    }
}

/// The words of a next state that is not completely assigned.
fn partial_words(cx: &mut Cx<'_>) -> Vec<u32> {
    let mut words = vec![0; cx.program.width()];
    for slot in 0..cx.program.slot_count() {
        if cx.encode_next(slot, &mut words).is_err() {
            words[slot] = Program::UNASSIGNED;
        }
    }
    words
}
