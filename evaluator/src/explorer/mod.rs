//! A worker's view of a program: initial states, successors, checks. Successors come out of memo tables as lists of
//! changed slots; only what no table knows is evaluated.

use bumpalo::Bump;
use tern_parser::ids::Id;

mod checks;
mod steps;

use self::checks::Remembered;
use self::steps::{Entry, Parent, Steps};
use crate::context::{Counts, Cx, Registers, Tallies};
use crate::coverage::Counters;
use crate::env::Env;
use crate::error::{EvalError, EvalErrorKind, EvalResult};
use crate::memo::{Known, Memo, Words};
use crate::program::{Instance, Predicate, Program, Reads};
use crate::state_functions::Kept;
use crate::symmetry::SymmetryCache;
use crate::trace::CounterExample;
use crate::universe::{Bits, Pin};
use crate::value;

/// One worker's part of a program.
pub struct Explorer<'p> {
    program: &'p Program,
    arena: Bump,
    registers: Registers,
    units: Vec<Unit>,
    predicates: Vec<Vec<Remembered>>,
    constraint_memos: Vec<Vec<Remembered>>,
    possible_memos: Vec<Vec<Remembered>>,
    /// For each action property.
    step_memos: Vec<Memo>,
    /// For each atom of temporal formulas.
    atom_memos: Vec<Memo>,
    known: Steps,
    loose: Steps,
    entries: Vec<Entry>,
    /// What each content of each slot adds to a fingerprint.
    slot_hashes: Vec<Vec<u64>>,
    /// Elements in TLC's order.
    order: Vec<u32>,
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
    pub delta: u64,
}

/// An action instance may have so many successors of one state: what a list of them takes must fit in memory.
const STEP_LIMIT: usize = 1 << 24;

/// Coverage counters are added to the program's totals once in so many batches of successors.
const TELL_PERIOD: u32 = 256;

/// Marks a step that no memo tree keeps.
const LOOSE: u64 = 1 << 63;

/// The entry of action instances that have no step.
const NO_STEP: u32 = 0;

/// What is remembered of an action instance.
struct Unit {
    memo: Memo,
    /// By the element for which its first quantifier over a set slot is done, if it has one.
    elements: Option<ByElement>,
    /// Its results depend on more than the state, or it reads all of it.
    off: bool,
}

/// What is remembered of an action instance `\E m \in msgs : A(m)` for each element of the universe by itself.
struct ByElement {
    pin: Pin,
    memos: Vec<Memo>,
    /// The elements for which there is never a step, whatever the state.
    never: Bits,
}

/// For which elements an action instance is to be evaluated.
#[derive(Clone, Copy)]
enum For {
    /// For all, as it is written.
    All,
    /// For none: what stands before the quantifier may fail.
    None,
    /// For this one.
    Element(u32),
}

/// What lookups in memo trees need.
fn known<'k>(program: &'k Program, registers: &'k Registers) -> Known<'k> {
    Known { program, kept: &registers.kept, masks: &registers.masks }
}

impl<'p> Explorer<'p> {
    /// A worker's part; with `memo` off everything is evaluated each time (the same answers, slower).
    pub fn new(program: &'p Program, memo: bool) -> Self {
        let units = program.instances.iter().map(|instance| Unit::new(program, instance, memo)).collect();
        let tables_of = |predicate: &Predicate| -> Vec<Remembered> {
            let conjuncts = predicate.conjuncts.iter();
            conjuncts.map(|conjunct| Remembered::new(program, conjunct, memo)).collect()
        };
        let kept = if memo { Kept::new(program) } else { Kept::default() };
        let tables = |predicates: &[Predicate]| predicates.iter().map(tables_of).collect();
        let formula = |reads: &Reads| Memo::new(!memo || reads.impure);
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
            units,
            predicates: tables(&program.invariants),
            constraint_memos: tables(&program.constraints),
            possible_memos: program.possible.iter().map(|possible| tables_of(&possible.formula)).collect(),
            step_memos: program.action_property_reads.iter().map(formula).collect(),
            atom_memos: program.atoms.iter().map(|atom| formula(&atom.reads)).collect(),
            known: Steps::default(),
            loose: Steps::default(),
            entries: vec![Entry { first: 0, count: 0 }],
            slot_hashes: vec![Vec::new(); program.slot_count()],
            order: Vec::new(),
            symmetry: SymmetryCache::default(),
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

    /// Appends the words of the initial states to `states` and their number to `count`, in TLC's order, duplicates
    /// included.
    pub fn initial(&mut self, states: &mut Vec<u32>, count: &mut usize) -> EvalResult<()> {
        let Some(act) = self.program.initial else { return Ok(()) };
        self.registers.random = self.program.seed;
        let tallies = self.tallies(Tallies::Initial);
        self.arena.reset();
        let mut cx = Cx::new(self.program, &self.arena, &mut self.registers, &[]);
        let mut failed = None;
        cx.registers.tallies = tallies;
        let result = cx.run(act, Env::EMPTY, None, &mut |cx| match cx.next_words() {
            Ok(words) => {
                states.extend_from_slice(&words);
                *count += 1;
                Ok(true)
            }
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
        for (slot, word) in state[..self.hashes.len()].iter().enumerate() {
            let hash = match self.slot_hashes[slot].get(*word as usize) {
                Some(hash) => *hash,
                None => self.learn_hash(slot, *word),
            };
            self.hashes[slot] = hash;
            parent = parent.wrapping_add(hash);
        }
        let sets = program.universes.iter();
        parent = sets.fold(parent, |sum, universe| sum.wrapping_add(universe.hash(state)));
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
    fn expand_one(
        &mut self,
        action: usize,
        state: &[u32],
        parent: u64,
        plain: bool,
        out: &mut Vec<Successor>,
    ) -> EvalResult<()> {
        if self.units[action].elements.is_some() {
            return self.expand_elements(action, state, parent, plain, out);
        }
        self.expand_for(action, For::All, state, parent, plain, out)
    }

    /// Expands an action instance element by element.
    fn expand_elements(
        &mut self,
        action: usize,
        state: &[u32],
        parent: u64,
        plain: bool,
        out: &mut Vec<Successor>,
    ) -> EvalResult<()> {
        let program = self.program;
        let Some(by) = &self.units[action].elements else { return Ok(()) };
        let universe = by.pin.universe;
        let shared = &program.universes[universe as usize];
        if !shared.is_plain() {
            return self.expand_for(action, For::All, state, parent, plain, out);
        }
        let mut bits = shared.bits(state);
        bits.iter_mut().zip(&by.never).for_each(|(bits, never)| *bits &= !never);
        if by.pin.guarded {
            self.expand_for(action, For::None, state, parent, plain, out)?;
        }
        if bits.iter().all(|bits| *bits == 0) {
            return Ok(());
        }
        let mut order = std::mem::take(&mut self.order);
        let ordered = self.put_in_order(universe, &bits, &mut order);
        let result = ordered.and_then(|()| {
            order.iter().try_for_each(|number| {
                self.expand_for(action, For::Element(*number), state, parent, plain, out)
            })
        });
        self.order = order;
        result
    }

    fn put_in_order(&mut self, universe: u32, bits: &[u64], order: &mut Vec<u32>) -> EvalResult<()> {
        let known = self.registers.universes.get(universe as usize);
        if known.is_some_and(|known| known.in_order(bits, order)) {
            return Ok(());
        }
        self.arena.reset();
        let mut cx = Cx::constant(self.program, &self.arena, &mut self.registers);
        cx.in_order(universe, bits, order)
    }

    #[inline]
    fn memo(&mut self, action: usize, which: For) -> &mut Memo {
        let unit = &mut self.units[action];
        match (&mut unit.elements, which) {
            (Some(by), For::Element(number)) => by.memo(number),
            _ => &mut unit.memo,
        }
    }

    #[inline]
    fn expand_for(
        &mut self,
        action: usize,
        which: For,
        state: &[u32],
        parent: u64,
        plain: bool,
        out: &mut Vec<Successor>,
    ) -> EvalResult<()> {
        let unit = &self.units[action];
        let memo = match (&unit.elements, which) {
            (Some(by), For::Element(number)) => by.memos.get(number as usize),
            // As it is written it would be another formula.
            (Some(_), For::All) => None,
            _ => Some(&unit.memo),
        };
        if let Some(memo) = memo.filter(|memo| memo.is_on())
            && let Some(entry) = memo.lookup(Words::of(state), known(self.program, &self.registers))
        {
            if entry == NO_STEP {
                return Ok(());
            }
            let entry = self.entries[entry as usize];
            return self.emit(entry, 0, action as u32, parent, plain, state, out);
        }
        self.evaluate_for(action, which, state, parent, plain, out)
    }

    /// Evaluates an action instance, and remembers the result if it can be.
    #[cold]
    #[inline(never)]
    fn evaluate_for(
        &mut self,
        action: usize,
        which: For,
        state: &[u32],
        parent: u64,
        plain: bool,
        out: &mut Vec<Successor>,
    ) -> EvalResult<()> {
        let as_written = matches!(which, For::All) && self.units[action].elements.is_some();
        let keep = !self.units[action].off && !as_written && self.memo(action, which).is_on();
        let outer = keep.then(|| self.registers.recorder.begin());
        let (entry, result) = self.evaluate(action, which, state, keep);
        if let Some(outer) = outer {
            if result.is_ok() {
                self.remember(action, which, entry);
            }
            self.registers.recorder.end(outer);
        }
        let mark = if keep { 0 } else { LOOSE };
        self.emit(entry, mark, action as u32, parent, plain, state, out)?;
        result
    }

    fn remember(&mut self, action: usize, which: For, entry: Entry) {
        let number = if entry.count == 0 {
            NO_STEP
        } else {
            self.entries.push(entry);
            self.entries.len() as u32 - 1
        };
        let unit = &mut self.units[action];
        match (&mut unit.elements, which) {
            (Some(by), For::Element(element)) => {
                let memo = by.memo(element);
                memo.insert(self.registers.recorder.reads(), number);
                if memo.constant() == Some(NO_STEP) {
                    by.never[element as usize / 64] |= 1 << (element % 64);
                }
            }
            _ => unit.memo.insert(self.registers.recorder.reads(), number),
        }
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
        if plain {
            let steps = if mark == 0 { &self.known } else { &self.loose };
            let of = Parent { state, hashes: &self.hashes };
            let bits = |word, bits| self.program.bits_hash(word, bits);
            out.extend((entry.first..entry.first + entry.count).map(|step| Successor {
                fingerprint: parent.wrapping_add(steps.difference(step, of, bits)),
                action,
                delta: u64::from(step) | mark,
            }));
            return Ok(());
        }
        for step in entry.first..entry.first + entry.count {
            let delta = u64::from(step) | mark;
            let mut words = std::mem::take(&mut self.scratch);
            self.apply(state, delta, &mut words);
            let fingerprint = self.fingerprint(&words);
            self.scratch = words;
            out.push(Successor { fingerprint: fingerprint?, action, delta });
        }
        Ok(())
    }

    /// Evaluates an action instance; its steps go to the known ones if they are to be kept. On an error, the steps that
    /// come before it are there.
    fn evaluate(
        &mut self,
        action: usize,
        which: For,
        state: &[u32],
        keep: bool,
    ) -> (Entry, EvalResult<()>) {
        self.arena.reset();
        let program = self.program;
        let tallies = self.tallies(Tallies::Next);
        let instance = &program.instances[action];
        let steps = if keep { &mut self.known } else { &mut self.loose };
        let first = steps.len();
        let pin = self.units[action].elements.as_ref().map(|by| by.pin);
        let mut scratch = std::mem::take(&mut self.scratch);
        let mut cx = Cx::new(program, &self.arena, &mut self.registers, state);
        let mut failed = None;
        cx.registers.tallies = tallies;
        let pinned = match (which, pin) {
            (For::None, Some(pin)) => Ok(Some((pin.act, None))),
            (For::Element(number), Some(pin)) => {
                cx.element(pin.universe, number).map(|element| Some((pin.act, Some(element))))
            }
            _ => Ok(None),
        };
        let result = pinned.and_then(|pinned| {
            cx.pinned = pinned;
            cx.run(instance.act, Env::EMPTY, None, &mut |cx| {
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
            })
        });
        self.middles += cx.middles;
        self.scratch = scratch;
        if failed.is_some() {
            self.failed = failed;
        }
        if result.is_err() {
            self.failed_action = Some(action as u32);
        }
        let count = (steps.len() - first) as u32;
        (Entry { first: first as u32, count }, result.map(|_| ()))
    }

    /// Writes the successor of `parent` that `delta` stands for.
    pub fn apply(&self, parent: &[u32], delta: u64, successor: &mut [u32]) {
        successor.copy_from_slice(parent);
        let steps = if delta & LOOSE == 0 { &self.known } else { &self.loose };
        steps.apply((delta & !LOOSE) as u32, successor);
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
        let of_elements = self.units.iter().filter_map(|unit| unit.elements.as_ref());
        let elements = of_elements.flat_map(|by| &by.memos);
        let memos = self.units.iter().map(|unit| &unit.memo).chain(elements);
        memos.map(Memo::totals).fold((0, 0), |(hits, probes), (h, p)| (hits + h, probes + p))
    }

    /// The memory of all that this worker remembers, in bytes, about.
    pub fn memo_bytes(&self) -> usize {
        let predicates = self.predicates.iter().chain(&self.constraint_memos).chain(&self.possible_memos);
        let elements = self.units.iter().filter_map(|unit| unit.elements.as_ref()).flat_map(|by| &by.memos);
        let memos = self.units.iter().map(|unit| &unit.memo).chain(elements);
        let memos = memos.chain(&self.step_memos).chain(&self.atom_memos).map(Memo::bytes).sum::<usize>();
        memos
            + predicates.flatten().map(Remembered::bytes).sum::<usize>()
            + self.registers.kept.bytes()
            + self.registers.masks.bytes()
            + self.known.bytes()
            + self.entries.capacity() * size_of::<Entry>()
    }
}

impl Unit {
    fn new(program: &Program, instance: &Instance, memo: bool) -> Self {
        let reads = &instance.reads;
        // What reads all of the state sees each state once; how much of a set is read shows only later.
        let reads_all = reads.slots.len() > 1
            && reads.slots.len() == program.slot_count()
            && !reads.slots.iter().any(|slot| program.universe_of(slot.index()).is_some());
        let off = !memo || reads.impure || reads_all;
        let elements = program.pin_of(instance.act).filter(|_| !off).map(|pin| {
            let words = program.universes[pin.universe as usize].words;
            ByElement { pin, memos: Vec::new(), never: Bits::from_elem(0, words as usize) }
        });
        Self { memo: Memo::new(off), elements, off }
    }
}

impl ByElement {
    fn memo(&mut self, element: u32) -> &mut Memo {
        let wanted = element as usize + 1;
        if self.memos.len() < wanted {
            self.memos.resize_with(wanted, || Memo::new(false));
        }
        &mut self.memos[element as usize]
    }
}

impl Drop for Explorer<'_> {
    fn drop(&mut self) {
        self.tell();
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
