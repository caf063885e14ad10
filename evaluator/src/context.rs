//! The context of evaluations: what one worker has of its own while it evaluates in one state.

use bumpalo::Bump;
use hashbrown::HashMap;

use crate::constructed::Constructed;
use crate::coverage::Counters;
use crate::env::{Bound, Env};
use crate::error::{EvalError, EvalErrorKind, EvalResult};
use crate::ir::{ActId, ExprId};
use crate::masks::Masks;
use crate::permanent::Permanent;
use crate::profile::{Place, Profile, SAMPLE_PERIOD};
use crate::program::Program;
use crate::recorder::Recorder;
use crate::scratch::ScratchPool;
use crate::state::PartId;
use crate::state_functions::Kept;
use crate::universe::Known as KnownElements;
use crate::value::symbol::{Symbol, Symbols};
use crate::value::{Closure, Heap, Value};

/// The context of evaluations in one state.
pub struct Cx<'a> {
    /// The program.
    pub program: &'a Program,
    /// Where temporaries go.
    pub arena: &'a Bump,
    /// The words of the state; empty if there is none.
    pub(crate) state: &'a [u32],
    /// The next state as far as it is assigned; for an initial predicate, the initial state.
    pub(crate) next: Next<'a>,
    /// TLC's registers and what else outlives a state.
    pub(crate) registers: &'a mut Registers,
    pub(crate) depth: u32,
    /// Middle states of `\cdot` that count as generated, as TLC counts them: not those of ENABLED, of predicates, and of
    /// a composition that is itself the first part of one.
    pub(crate) middles: u64,
    /// Whether they are to be counted.
    pub(crate) counts_middles: bool,
    /// The state is a middle state: it need not be complete.
    pub(crate) between: bool,
    /// The branching points of an action formula that are gone through for one branch only, in the order in which they
    /// are met.
    pub(crate) pins: &'a [Pinned<'a>],
    /// A branching point was met of which no branch was to be gone through.
    pub(crate) stopped: bool,
    /// So many steps may be taken before the next pause.
    steps: u64,
    /// So many may be taken after it.
    later: u64,
}

/// A branch of an action formula.
#[derive(Clone, Copy)]
pub(crate) enum Branch<'a> {
    /// None: what stands before the branching point may fail.
    None,
    /// An alternative of a disjunction.
    Alternative(usize),
    /// The values of a quantifier's names.
    Row(&'a [Value<'a>]),
}

/// A branching point of which one branch is taken.
#[derive(Clone, Copy)]
pub(crate) struct Pinned<'a> {
    /// The formula.
    pub(crate) act: ActId,
    /// The branch.
    pub(crate) branch: Branch<'a>,
    /// What was read to come there is not recorded: it is known by itself.
    pub(crate) clean: bool,
}

/// The next state while it is being built.
pub(crate) struct Next<'a> {
    /// What each slot becomes.
    pub(crate) slots: &'a mut [NextSlot<'a>],
    /// Whether each variable is assigned.
    pub(crate) assigned: &'a mut [bool],
    /// How many variables are not.
    pub(crate) missing: usize,
    /// Its words, where all of it was given and nothing is being built; else empty.
    pub(crate) words: &'a [u32],
}

/// What a slot becomes.
#[derive(Clone, Copy)]
pub(crate) enum NextSlot<'a> {
    /// It is not assigned.
    Open,
    /// It stays.
    Same,
    /// It becomes this.
    Value(Value<'a>),
    /// Of a set slot: these elements are in it afterwards, or are not; the others stay.
    Edit(&'a [(u32, bool)]),
    /// It is what the given words of the next state say.
    Given,
}

/// A register that `TLCSet` can set.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Register {
    /// `TLCSet(1, v)`.
    Number(i64),
    /// `TLCSet("s:name", v)`.
    Named(Symbol),
}

/// Values of registers.
pub(crate) type RegisterValues = HashMap<Register, Permanent, fxhash::FxBuildHasher>;

/// What outlives the evaluation of a state: TLC's registers, the random generator, output.
#[derive(Default)]
pub struct Registers {
    /// `TLCSet(i, v)`.
    pub(crate) values: RegisterValues,
    /// The level for `TLCGet("level")`.
    pub level: u32,
    /// Counts for `TLCGet("distinct")` and the like, where they are known.
    pub(crate) counts: Option<Counts>,
    /// The traces that a simulation has finished; none if this is no simulation.
    pub(crate) traces: Option<u64>,
    /// The state of the random generator (splitmix64).
    pub(crate) random: u64,
    /// Values of state functions.
    pub(crate) kept: Kept,
    /// What is read, while results are remembered.
    pub(crate) recorder: Recorder,
    /// Of which elements of universes formulas are true.
    pub(crate) masks: Masks,
    /// The universes, as far as they are known.
    pub(crate) universes: Vec<KnownElements>,
    /// The numbers of their elements, as they are written.
    pub(crate) constructed: Constructed,
    /// Arenas for the bodies of loops.
    pub(crate) scratch: ScratchPool,
    /// What `TLCExt!CounterExample` is, if something was violated.
    pub(crate) counter_example: Option<Permanent>,
    /// What `TLCExt!Trace` is, where that is known.
    pub(crate) trace: Option<Permanent>,
    /// `TLCExt!Trace` was evaluated, and it was not known.
    pub(crate) trace_wanted: bool,
    /// There may be a counterexample that was not looked for.
    pub(crate) counter_example_unknown: bool,
    /// `TLCSet("exit", TRUE)` was evaluated.
    pub exit: bool,
    /// What is counted for coverage.
    pub(crate) counters: Counters,
    /// Which conjuncts count what comes after them.
    pub(crate) tallies: Tallies,
    /// What is measured, if anything is.
    pub(crate) profile: Option<Box<Profile>>,
}

/// Which conjuncts count that what comes after them led to a state.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(crate) enum Tallies {
    /// None: no coverage is wanted, or ENABLED is evaluated.
    #[default]
    Off,
    /// Those with which initial states are complete.
    Initial,
    /// All.
    Next,
}

/// What `TLCGet` can ask of the run.
#[derive(Clone, Copy, Default)]
pub struct Counts {
    /// States generated.
    pub generated: u64,
    /// Distinct states.
    pub distinct: u64,
    /// States left on the queue.
    pub queue: u64,
    /// The depth of the search.
    pub diameter: u32,
}

/// The host is asked once in so many steps whether to stop.
const STOP_PERIOD: u64 = 1 << 16;

/// Nested evaluations deeper than this end in an error.
const DEPTH_LIMIT: u32 = 400_000;

impl<'a> Cx<'a> {
    /// A context without a state.
    pub fn constant(program: &'a Program, arena: &'a Bump, registers: &'a mut Registers) -> Self {
        Self::new(program, arena, registers, &[])
    }

    /// A context for a state with these words.
    pub fn new(
        program: &'a Program,
        arena: &'a Bump,
        registers: &'a mut Registers,
        state: &'a [u32],
    ) -> Self {
        let variables = program.layout.variables.len();
        let next = Next {
            slots: arena.alloc_slice_fill_copy(program.layout.slots.len(), NextSlot::Open),
            assigned: arena.alloc_slice_fill_copy(variables, false),
            missing: variables - program.layout.quantified,
            words: &[],
        };
        let steps = registers.profile.as_mut().map_or(STOP_PERIOD, |profile| profile.first_sample());
        Self {
            program,
            arena,
            state,
            next,
            registers,
            depth: 0,
            middles: 0,
            counts_middles: true,
            between: false,
            pins: &[],
            stopped: false,
            steps,
            later: u64::MAX - steps,
        }
    }

    /// Sets the next state to these words.
    pub fn set_next(&mut self, words: &'a [u32]) {
        self.next.words = words;
        self.next.slots[..self.program.slot_count()].fill(NextSlot::Given);
        self.next.assigned.fill(true);
        self.next.missing = 0;
    }

    /// No more than this many expressions may be evaluated.
    pub(crate) fn limit_steps(&mut self, steps: u64) {
        self.steps = self.steps.min(steps);
        self.later = steps - self.steps;
    }

    /// How many may still be.
    pub(crate) fn steps_left(&self) -> u64 {
        self.steps.saturating_add(self.later)
    }

    /// Counts one step: a composite expression, or a round of a loop. Every loop takes steps, so that every evaluation
    /// can be put off and interrupted.
    #[inline]
    pub(crate) fn tick(&mut self) -> EvalResult<()> {
        self.step(None)
    }

    #[inline]
    fn step(&mut self, place: Option<Place>) -> EvalResult<()> {
        if self.steps == 0 {
            self.pause(place)?;
        }
        self.steps -= 1;
        Ok(())
    }

    /// Sees whether to go on: sets the steps until the next pause, which are not 0.
    #[cold]
    fn pause(&mut self, place: Option<Place>) -> EvalResult<()> {
        if self.later == 0 {
            return Err(EvalError::new(EvalErrorKind::Internal, "The evaluation was put off."));
        }
        let period = match (&mut self.registers.profile, place) {
            (None, _) => STOP_PERIOD,
            (Some(profile), Some(place)) => {
                profile.sample(place);
                SAMPLE_PERIOD
            }
            // The next expression is as good.
            (Some(_), None) => 1,
        };
        self.steps = period.min(self.later);
        self.later -= self.steps;
        if self.program.host.stop_requested() {
            return Err(EvalError::new(EvalErrorKind::Interrupted, "The evaluation was interrupted."));
        }
        Ok(())
    }

    /// Counts one composite expression or action formula.
    #[inline]
    pub(crate) fn enter(&mut self, place: Place) -> EvalResult<()> {
        self.step(Some(place))?;
        self.depth += 1;
        if self.depth > DEPTH_LIMIT {
            return Err(EvalError::new(
                EvalErrorKind::TooDeep,
                format!(
                    "Evaluation is nested deeper than {DEPTH_LIMIT} expressions: is a recursion endless?"
                ),
            ));
        }
        Ok(())
    }

    /// The value of a slot in the state.
    #[inline]
    pub(crate) fn slot_now(&mut self, slot: usize) -> EvalResult<Value<'a>> {
        match self.state.get(slot) {
            Some(word) if *word != Program::UNASSIGNED => self.content(slot, self.state, 0),
            _ => Err(self.unassigned(slot, "The variable")),
        }
    }

    /// The value of a slot in a state whose words have these numbers from `first` on.
    #[inline]
    fn content(&mut self, slot: usize, words: &'a [u32], first: u32) -> EvalResult<Value<'a>> {
        let program = self.program;
        let word = words[slot];
        let Some(universe) = program.universe_of(slot) else {
            self.registers.recorder.word(first + slot as u32, word);
            return Ok(program.slots[slot].value(word));
        };
        if self.registers.recorder.is_on() {
            for at in program.universes[universe as usize].telling_words() {
                self.registers.recorder.word(first + at, words[at as usize]);
            }
        }
        self.set_in(universe, words)
    }

    /// The word of a slot in the next state, if that is given as a whole.
    pub(crate) fn given_word(&self, slot: usize) -> Option<u32> {
        match self.next.slots[slot] {
            NextSlot::Given => self.next.words.get(slot).copied(),
            _ => None,
        }
    }

    /// The value of a slot in the next state.
    #[inline]
    pub(crate) fn slot_next(&mut self, slot: usize) -> EvalResult<Value<'a>> {
        match self.next.slots[slot] {
            NextSlot::Value(value) => Ok(value),
            NextSlot::Same => self.slot_now(slot),
            NextSlot::Open => Err(self.unassigned(slot, "The next value of the variable")),
            NextSlot::Given => self.content(slot, self.next.words, self.program.width() as u32),
            NextSlot::Edit(edits) => {
                self.slot_now(slot)?;
                let Some(universe) = self.program.universe_of(slot) else { return self.slot_now(slot) };
                let mut bits = self.program.universes[universe as usize].bits(self.state);
                for (number, added) in edits {
                    let bit = 1 << (number % 64);
                    let word = &mut bits[*number as usize / 64];
                    *word = if *added { *word | bit } else { *word & !bit };
                }
                self.set_of_bits(universe, &bits)
            }
        }
    }

    /// Writes what a slot of the next state becomes to its words.
    pub(crate) fn encode_next(&mut self, slot: usize, words: &mut [u32]) -> EvalResult<()> {
        let program = self.program;
        match self.next.slots[slot] {
            NextSlot::Open => words[slot] = Program::UNASSIGNED,
            NextSlot::Same if self.state.is_empty() => words[slot] = Program::UNASSIGNED,
            NextSlot::Same => {
                for word in program.words_of(slot) {
                    words[word as usize] = self.state[word as usize];
                }
            }
            _ => {
                let value = self.slot_next(slot)?;
                let normal = crate::value::normalize(self, value)?;
                program.encode(slot, normal, words);
            }
        }
        Ok(())
    }

    #[cold]
    fn unassigned(&self, slot: usize, what: &str) -> Box<EvalError> {
        let layout = &self.program.layout;
        let part = layout.slots[tern_parser::ids::Id::from_index(slot)];
        let name = &layout.variables[layout.parts[part].variable].name;
        EvalError::new(
            EvalErrorKind::Unassigned,
            format!("{what} {name} is read before it has a value. Assign it (or say UNCHANGED) first."),
        )
    }

    /// The value of a part of the state, or of the next state.
    pub(crate) fn part(&mut self, part: PartId, next: bool) -> EvalResult<Value<'a>> {
        let program = self.program;
        let found = &program.layout.parts[part];
        let Some(split) = &found.split else {
            let slot = found.first.0 as usize;
            return if next { self.slot_next(slot) } else { self.slot_now(slot) };
        };
        let mut values = bumpalo::collections::Vec::with_capacity_in(split.children.len(), self.arena);
        for child in &split.children {
            values.push(self.part(*child, next)?);
        }
        let domain = Permanent::all_within(&split.domain, program);
        crate::value::function_over(self, domain, &values)
    }

    /// The value of a delayed binding, evaluated at its first use.
    #[inline]
    pub(crate) fn force(&mut self, env: Env<'a>, links: u32) -> EvalResult<Value<'a>> {
        let binding = env.binding(links);
        match binding.get() {
            Bound::Value(value) => Ok(value),
            Bound::Delayed(expr, delayed_env) => {
                let arena = std::mem::replace(&mut self.arena, binding.home());
                let value = self.eval(ExprId(expr), delayed_env);
                self.arena = arena;
                let value = value?;
                // SAFETY: the value is in the binding's own arena (or in one that outlives it), so it can be read as
                // long as the binding can.
                unsafe { binding.set(value) };
                Ok(value)
            }
            Bound::Operator(..) => {
                Err(EvalError::new(EvalErrorKind::Internal, "An operator stands where a value is needed."))
            }
        }
    }
}

impl<'a> Heap<'a> for Cx<'a> {
    fn arena(&self) -> &'a Bump {
        self.arena
    }
    fn host(&self) -> &'a dyn crate::program::Host {
        &*self.program.host
    }
    fn symbols(&self) -> &'a Symbols {
        &self.program.symbols
    }
    fn call(&mut self, closure: Closure<'a>, arg: Value<'a>) -> EvalResult<Value<'a>> {
        let env = self.bind_argument(closure.env, closure.tuple, arg)?;
        self.eval(ExprId(closure.body), env)
    }
    fn max_set_size(&self) -> u64 {
        self.program.max_set_size
    }
    fn int32(&self) -> bool {
        self.program.int32
    }
}

impl<'a> Cx<'a> {
    /// Binds an argument: as it is, or an `n`-tuple taken apart.
    #[inline]
    pub(crate) fn bind_argument(&mut self, env: Env<'a>, tuple: u32, arg: Value<'a>) -> EvalResult<Env<'a>> {
        if tuple == 0 {
            return Ok(env.with(self.arena, arg));
        }
        match arg {
            Value::Tuple(found) if found.items.len() == tuple as usize => {
                Ok(found.items.iter().fold(env, |env, item| env.with(self.arena, *item)))
            }
            _ => Err(EvalError::new(
                EvalErrorKind::Type,
                format!(
                    "A pattern of {tuple} names needs a tuple of that length, but the element is {}.",
                    crate::value::format_value(&self.program.symbols, arg)
                ),
            )),
        }
    }
}
