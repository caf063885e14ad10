//! A worker's view of a program: initial states, successors, checks. Successors come out of memo tables as lists of
//! changed slots; only what no table knows is evaluated.

use bumpalo::Bump;
use std::sync::atomic::Ordering;
use tern_parser::ids::Id;

use tern_parser::source::Span;

use crate::context::{Counts, Cx, NextSlot, Registers, Tallies};
use crate::coverage::Counters;
use crate::env::Env;
use crate::error::{EvalError, EvalErrorKind, EvalResult};
use crate::ir::ExprId;
use crate::memo::Memo;
use crate::program::{Predicate, Program, Reads};
use crate::state_functions::Kept;
use crate::symmetry::SymmetryCache;
use crate::temporal::MadeBy;
use crate::trace::CounterExample;
use crate::value;

/// One worker's part of a program.
pub struct Explorer<'p> {
    program: &'p Program,
    arena: Bump,
    registers: Registers,
    memos: Vec<Memo>,
    predicates: Vec<Vec<Memo>>,
    constraint_memos: Vec<Vec<Memo>>,
    /// For each action property: keyed by what it reads in the state, then in the next one.
    step_memos: Vec<Memo>,
    pair: Vec<u32>,
    possible_memos: Vec<Vec<Memo>>,
    /// For each atom of temporal formulas: keyed by what it reads in the state, then (of a step) in the next one.
    atom_memos: Vec<Memo>,
    known: Steps,
    loose: Steps,
    entries: Vec<Entry>,
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

/// Steps as lists of changed slots.
#[derive(Default)]
struct Steps {
    steps: Vec<(u32, u32)>,
    changes: Vec<Change>,
}

/// A slot's new content.
#[derive(Clone, Copy)]
struct Change {
    slot: u32,
    word: u32,
    hash: u64,
}

/// A memo's result: a range of the known steps.
#[derive(Clone, Copy)]
struct Entry {
    first: u32,
    count: u32,
}

/// One successor: its fingerprint, its action instance, and what [`Explorer::apply`] needs to make it.
#[derive(Clone, Copy, Debug)]
pub struct Successor {
    /// After view and symmetry.
    pub fingerprint: u64,
    /// The action instance.
    pub action: u32,
    /// Valid until the next [`Explorer::forget`].
    pub delta: u64,
}

/// An action instance may have so many successors of one state: what a list of them takes must fit in memory.
const STEP_LIMIT: usize = 1 << 24;

/// Coverage counters are added to the program's totals once in so many batches of successors.
const TELL_PERIOD: u32 = 256;

/// Marks a step that no memo keeps.
const LOOSE: u64 = 1 << 63;

/// What an evaluation of an action instance gave: the range of its steps, and the error that ended it.
type Evaluated = (Entry, EvalResult<()>);

impl<'p> Explorer<'p> {
    /// A worker's part; with `memo` off everything is evaluated each time (the same answers, slower).
    pub fn new(program: &'p Program, memo: bool) -> Self {
        let memos = program
            .instances
            .iter()
            .map(|instance| {
                let off = !memo
                    || instance.reads.impure
                    || instance.reads.slots.len() > 1 && instance.reads.slots.len() == program.slot_count();
                Memo::new(instance.reads.slots.iter().map(|slot| slot.0), off)
            })
            .collect();
        let table = |conjunct: &crate::program::Conjunct| {
            Memo::new(conjunct.reads.slots.iter().map(|slot| slot.0), !memo || conjunct.reads.impure)
        };
        let tables_of =
            |predicate: &Predicate| -> Vec<Memo> { predicate.conjuncts.iter().map(table).collect() };
        let kept = if memo { Kept::new(program) } else { Kept::default() };
        let tables = |predicates: &[Predicate]| predicates.iter().map(tables_of).collect();
        Self {
            program,
            arena: Bump::new(),
            registers: Registers {
                values: program.kept_registers(),
                kept,
                counters: Counters::new(program.coverage.as_ref()),
                ..Registers::default()
            },
            untold: 0,
            memos,
            predicates: tables(&program.invariants),
            constraint_memos: tables(&program.constraints),
            step_memos: program
                .action_property_reads
                .iter()
                .map(|reads| step_memo(program, reads, memo))
                .collect(),
            atom_memos: program
                .atoms
                .iter()
                .map(|atom| {
                    if atom.of_step {
                        step_memo(program, &atom.reads, memo)
                    } else {
                        let slots = atom.reads.slots.iter().map(|slot| slot.0);
                        Memo::new(slots, !memo || atom.reads.impure)
                    }
                })
                .collect(),
            pair: Vec::new(),
            possible_memos: program.possible.iter().map(|possible| tables_of(&possible.formula)).collect(),
            known: Steps::default(),
            loose: Steps::default(),
            entries: Vec::new(),
            symmetry: SymmetryCache::default(),
            symmetric: !program.symmetry.is_empty(),
            scratch: vec![0; program.slot_count()],
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
        self.registers.tallies = self.tallies(Tallies::Next);
        result.map(|_| ())
    }

    /// The same part, to which states are different that differ by a permutation of symmetric values.
    #[must_use]
    pub fn without_symmetry(mut self) -> Self {
        self.symmetric = false;
        self
    }

    /// The fingerprint of a state, after view and symmetry.
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
        let parent = self.enter(state);
        let plain = self.is_plain();
        (0..self.program.instances.len())
            .try_for_each(|action| self.expand_one(action, state, parent, plain, out))
    }

    /// Appends the successors that one action instance gives.
    pub fn expand_action(
        &mut self,
        state: &[u32],
        action: usize,
        out: &mut Vec<Successor>,
    ) -> EvalResult<()> {
        let parent = self.enter(state);
        self.expand_one(action, state, parent, self.is_plain(), out)
    }

    /// Whether a state's fingerprint is that of its slots.
    fn is_plain(&self) -> bool {
        self.program.view.is_none() && !self.symmetric
    }

    /// Makes ready to expand a state: the hashes of its slots, and their sum.
    fn enter(&mut self, state: &[u32]) -> u64 {
        let program = self.program;
        let mut parent = 0u64;
        for (slot, word) in state.iter().enumerate() {
            let hash = program.slots[slot].hash(*word);
            self.hashes[slot] = hash;
            parent = parent.wrapping_add(hash);
        }
        self.registers.random = value::mix(self.seed, parent);
        self.middles = 0;
        parent
    }

    #[inline]
    fn expand_one(
        &mut self,
        action: usize,
        state: &[u32],
        parent: u64,
        plain: bool,
        out: &mut Vec<Successor>,
    ) -> EvalResult<()> {
        if self.memos[action].is_on()
            && let Some(entry) = self.memos[action].lookup(state)
        {
            let entry = self.entries[entry as usize];
            return self.emit(entry, 0, action as u32, parent, plain, state, out);
        }
        let keep = self.memos[action].is_on();
        let (entry, result) = self.evaluate(action, state, keep);
        let mark = if keep { 0 } else { LOOSE };
        self.emit(entry, mark, action as u32, parent, plain, state, out)?;
        result?;
        if keep {
            self.memos[action].insert(state, self.entries.len() as u32);
            self.entries.push(entry);
        }
        Ok(())
    }

    #[expect(clippy::too_many_arguments, reason = "one inner loop, split off for its two callers")]
    #[inline]
    fn emit(
        &mut self,
        entry: Entry,
        mark: u64,
        action: u32,
        parent: u64,
        plain: bool,
        state: &[u32],
        out: &mut Vec<Successor>,
    ) -> EvalResult<()> {
        for step in entry.first..entry.first + entry.count {
            let delta = u64::from(step) | mark;
            let fingerprint = if plain {
                let steps = if mark == 0 { &self.known } else { &self.loose };
                steps.changes_of(step).iter().fold(parent, |sum, change| {
                    sum.wrapping_add(change.hash).wrapping_sub(self.hashes[change.slot as usize])
                })
            } else {
                let mut words = std::mem::take(&mut self.scratch);
                self.apply(state, delta, &mut words);
                let fingerprint = self.fingerprint(&words);
                self.scratch = words;
                fingerprint?
            };
            out.push(Successor { fingerprint, action, delta });
        }
        Ok(())
    }

    /// Evaluates an action instance; its steps go to the known ones if they are to be kept.
    fn evaluate(&mut self, action: usize, state: &[u32], keep: bool) -> Evaluated {
        self.arena.reset();
        let program = self.program;
        let tallies = self.tallies(Tallies::Next);
        let instance = &program.instances[action];
        let steps = if keep { &mut self.known } else { &mut self.loose };
        let first = steps.steps.len() as u32;
        let mut cx = Cx::new(program, &self.arena, &mut self.registers, state);
        let mut failed = None;
        cx.registers.tallies = tallies;
        let result = cx.run(instance.act, Env::EMPTY, None, &mut |cx| {
            if cx.next.missing > 0 {
                failed = Some(partial_words(cx));
                let name = instance.name.as_deref().filter(|_| program.instances.len() > 1);
                return Err(cx.incomplete(name));
            }
            if steps.steps.len() - first as usize >= STEP_LIMIT {
                return Err(EvalError::new(
                    EvalErrorKind::SetTooLarge,
                    format!("An action has more than {STEP_LIMIT} successors of one state."),
                ));
            }
            let start = steps.changes.len() as u32;
            for slot in 0..program.slot_count() {
                if let NextSlot::Value(new) = cx.next.slots[slot] {
                    let word = cx.number(slot, new)?;
                    let hash = program.slots[slot].hash(word);
                    steps.changes.push(Change { slot: slot as u32, word, hash });
                }
            }
            steps.steps.push((start, steps.changes.len() as u32));
            Ok(true)
        });
        self.middles += cx.middles;
        if failed.is_some() {
            self.failed = failed;
        }
        if result.is_err() {
            self.failed_action = Some(action as u32);
        }
        let count = steps.steps.len() as u32 - first;
        (Entry { first, count }, result.map(|_| ()))
    }

    /// Writes the successor of `parent` that `delta` stands for.
    pub fn apply(&self, parent: &[u32], delta: u64, successor: &mut [u32]) {
        successor.copy_from_slice(parent);
        let steps = if delta & LOOSE == 0 { &self.known } else { &self.loose };
        for change in steps.changes_of((delta & !LOOSE) as u32) {
            successor[change.slot as usize] = change.word;
        }
    }

    /// All successors so far are done with.
    pub fn forget(&mut self) {
        self.loose.steps.clear();
        self.loose.changes.clear();
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

    /// Whether the constraints hold in a state, and the action constraints on the step to it. What is admitted is
    /// also where the formulas of `_POSSIBLE` are looked for.
    pub fn admits(&mut self, parent: Option<&[u32]>, state: &[u32]) -> EvalResult<bool> {
        let program = self.program;
        for index in 0..program.constraints.len() {
            let holds = self.predicate(Which::Constraint, index, None, state)?;
            if let Some(coverage) = &program.coverage {
                coverage.constraints[index].answered(holds);
            }
            if !holds {
                return Ok(false);
            }
        }
        if let Some(parent) = parent {
            for (index, (_, expr)) in program.action_constraints.iter().enumerate() {
                let holds = self.step_holds(*expr, parent, state)?;
                if let Some(coverage) = &program.coverage {
                    coverage.action_constraints[index].answered(holds);
                }
                if !holds {
                    return Ok(false);
                }
            }
        }
        for (index, possible) in program.possible.iter().enumerate() {
            if !program.counts_possible() && possible.found.load(Ordering::Relaxed) > 0 {
                continue;
            }
            let holds = match (possible.of_steps, parent) {
                (false, _) => self.predicate(Which::Possible, index, None, state)?,
                (true, Some(parent)) => self.step_holds(possible.formula.conjuncts[0].expr, parent, state)?,
                (true, None) => false,
            };
            if holds {
                possible.found.fetch_add(1, Ordering::Relaxed);
            }
        }
        Ok(true)
    }

    /// The first invariant that is false in a state. They hold in `parent`.
    pub fn violated_invariant(&mut self, parent: Option<&[u32]>, state: &[u32]) -> EvalResult<Option<usize>> {
        for index in 0..self.program.invariants.len() {
            if !self.predicate(Which::Invariant, index, parent, state)? {
                return Ok(Some(index));
            }
        }
        Ok(None)
    }

    /// The first action property that is false on a step.
    pub fn violated_action_property(&mut self, parent: &[u32], state: &[u32]) -> EvalResult<Option<usize>> {
        let program = self.program;
        if self.step_memos.is_empty() {
            return Ok(None);
        }
        let mut pair = std::mem::take(&mut self.pair);
        pair.clear();
        pair.extend_from_slice(parent);
        pair.extend_from_slice(state);
        let mut violated = Ok(None);
        for (index, (_, expr)) in program.action_properties.iter().enumerate() {
            let memo = &mut self.step_memos[index];
            // Only steps that satisfy the property are kept: the others end the run, or are rare.
            if memo.is_on() && memo.lookup(&pair).is_some() {
                continue;
            }
            match self.step_holds(*expr, parent, state) {
                Ok(true) => self.step_memos[index].insert(&pair, 1),
                Ok(false) => violated = Ok(Some(index)),
                Err(error) => violated = Err(error),
            }
            if !matches!(violated, Ok(None)) {
                break;
            }
        }
        self.pair = pair;
        violated
    }

    /// Sets the bits of the atoms that are state predicates: bit `i % 64` of word `i / 64` for the atom number `i`.
    pub fn state_letter(&mut self, state: &[u32], letter: &mut [u64]) -> EvalResult<()> {
        let program = self.program;
        for (id, atom) in program.atoms.iter_enumerated().filter(|(_, atom)| !atom.of_step) {
            let memo = &mut self.atom_memos[id.index()];
            let known = if memo.is_on() { memo.lookup(state) } else { None };
            let holds = match known {
                Some(entry) => entry == 1,
                None => {
                    let holds = self.holds(atom.expr, state)?;
                    self.atom_memos[id.index()].insert(state, u32::from(holds));
                    holds
                }
            };
            letter[id.index() / 64] |= u64::from(holds) << (id.index() % 64);
        }
        Ok(())
    }

    /// Sets the bits of the atoms that are formulas about steps, for the step from `parent` to `state`; `by` says
    /// what is known of the action instances that make it.
    pub fn step_letter(
        &mut self,
        parent: &[u32],
        state: &[u32],
        by: MadeBy<'_>,
        letter: &mut [u64],
    ) -> EvalResult<()> {
        let program = self.program;
        let mut pair = std::mem::take(&mut self.pair);
        pair.clear();
        pair.extend_from_slice(parent);
        pair.extend_from_slice(state);
        let mut result = Ok(());
        for (id, atom) in program.atoms.iter_enumerated().filter(|(_, atom)| atom.of_step) {
            let memo = &mut self.atom_memos[id.index()];
            let known = atom.taken.as_ref().and_then(|taken| taken.known(parent, state, by));
            let known = match known {
                None if memo.is_on() => memo.lookup(&pair).map(|entry| entry == 1),
                known => known,
            };
            debug_assert!(
                known.is_none_or(|known| atom.reads.impure
                    || self.step_holds(atom.expr, parent, state).map_or(true, |holds| holds == known)),
                "what is known of a step is true of it"
            );
            let holds = match known {
                Some(holds) => Ok(holds),
                None => self.step_holds(atom.expr, parent, state).inspect(|holds| {
                    self.atom_memos[id.index()].insert(&pair, u32::from(*holds));
                }),
            };
            match holds {
                Ok(holds) => letter[id.index() / 64] |= u64::from(holds) << (id.index() % 64),
                Err(error) => {
                    result = Err(error);
                    break;
                }
            }
        }
        self.pair = pair;
        result
    }

    /// The first property of initial states that is false in a state.
    pub fn violated_initial_property(&mut self, state: &[u32]) -> EvalResult<Option<usize>> {
        let program = self.program;
        for (index, (_, expr)) in program.initial_properties.iter().enumerate() {
            if !self.holds(*expr, state)? {
                return Ok(Some(index));
            }
        }
        Ok(None)
    }

    /// Whether a closed formula holds; without a state if `state` is empty.
    pub fn holds(&mut self, expr: ExprId, state: &[u32]) -> EvalResult<bool> {
        self.arena.reset();
        let mut cx = Cx::new(self.program, &self.arena, &mut self.registers, state);
        cx.eval_bool(expr, Env::EMPTY)
    }

    pub(crate) fn program(&self) -> &Program {
        self.program
    }

    /// Evaluates something in a state.
    pub(crate) fn with_state(&mut self, state: &[u32], evaluate: impl FnOnce(&mut Cx<'_>)) {
        self.arena.reset();
        evaluate(&mut Cx::new(self.program, &self.arena, &mut self.registers, state));
    }

    /// The place of the first conjunct of an invariant that is false in a state, if one is.
    pub fn false_conjunct(&mut self, invariant: usize, state: &[u32]) -> Option<Span> {
        let conjuncts = &self.program.invariants.get(invariant)?.conjuncts;
        let first =
            conjuncts.iter().find(|conjunct| matches!(self.holds(conjunct.expr, state), Ok(false)))?;
        Some(self.program.span_of(first.expr))
    }

    /// Whether the assumption with this number is true.
    pub fn assumption_holds(&mut self, index: usize) -> EvalResult<bool> {
        self.holds(self.program.assumptions[index].expr, &[])
    }

    /// Whether the postcondition with this number is true.
    pub fn postcondition_holds(&mut self, index: usize) -> EvalResult<bool> {
        self.holds(self.program.postconditions[index].1, &[])
    }

    fn step_holds(&mut self, expr: ExprId, parent: &[u32], state: &[u32]) -> EvalResult<bool> {
        self.arena.reset();
        if self.program.random {
            self.reseed(parent);
        }
        let mut cx = Cx::new(self.program, &self.arena, &mut self.registers, parent);
        cx.set_next(state);
        cx.eval_bool(expr, Env::EMPTY)
    }

    fn predicate(
        &mut self,
        which: Which,
        index: usize,
        parent: Option<&[u32]>,
        state: &[u32],
    ) -> EvalResult<bool> {
        let program = self.program;
        let predicate = match which {
            Which::Invariant => &program.invariants[index],
            Which::Constraint => &program.constraints[index],
            Which::Possible => &program.possible[index].formula,
        };
        for (at, conjunct) in predicate.conjuncts.iter().enumerate() {
            let memo = match which {
                Which::Invariant => &mut self.predicates[index][at],
                Which::Constraint => &mut self.constraint_memos[index][at],
                Which::Possible => &mut self.possible_memos[index][at],
            };
            if !conjunct.reads.impure
                && let Some(parent) = parent
                && memo.same(parent, state)
            {
                continue;
            }
            let known = if memo.is_on() { memo.lookup(state) } else { None };
            let holds = match known {
                Some(entry) => entry == 1,
                None => {
                    self.arena.reset();
                    if program.random {
                        self.registers.random = value::mix(self.seed, program.fingerprint(state));
                    }
                    // What is checked is one level below what is being expanded; initial states have level 1.
                    self.registers.level += 1;
                    let mut cx = Cx::new(program, &self.arena, &mut self.registers, state);
                    let holds = cx.eval_bool(conjunct.expr, Env::EMPTY);
                    self.registers.level -= 1;
                    let holds = holds?;
                    memo.insert(state, u32::from(holds));
                    holds
                }
            };
            if !holds {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Probes and hits of all memo tables of actions so far.
    pub fn memo_statistics(&self) -> (u64, u64) {
        self.memos
            .iter()
            .fold((0, 0), |(probes, hits), memo| (probes + memo.total_probes, hits + memo.total_hits))
    }
}

/// A memo table for a formula about steps.
fn step_memo(program: &Program, reads: &Reads, memo: bool) -> Memo {
    let next = program.slot_count() as u32;
    let slots = reads.slots.iter().map(|slot| slot.0);
    Memo::new(slots.clone().chain(slots.map(|slot| slot + next)), !memo || reads.impure)
}

impl Drop for Explorer<'_> {
    fn drop(&mut self) {
        self.tell();
    }
}

#[derive(Clone, Copy)]
enum Which {
    Invariant,
    Constraint,
    Possible,
}

impl Steps {
    #[inline]
    fn changes_of(&self, step: u32) -> &[Change] {
        let (first, end) = self.steps[step as usize];
        &self.changes[first as usize..end as usize]
    }
}

/// The words of a next state that is not completely assigned.
fn partial_words(cx: &mut Cx<'_>) -> Vec<u32> {
    let mut words = Vec::with_capacity(cx.next.slots.len());
    for slot in 0..cx.program.slot_count() {
        words.push(match cx.next.slots[slot] {
            NextSlot::Same => cx.state.get(slot).copied().unwrap_or(Program::UNASSIGNED),
            NextSlot::Value(new) => cx.number(slot, new).unwrap_or(Program::UNASSIGNED),
            NextSlot::Open => Program::UNASSIGNED,
        });
    }
    words
}
