//! What is remembered of action instances. A unit is an action instance, or a branch of one: it has a memo tree, or if
//! that does not pay, units for its branches.

use super::findings::{Findings, Found, Path};
use super::keys::Wanted;
use super::pins::{self, Branches, Pin, Rows, Source};
use super::steps::Entry;
use super::{COMES_TO, Explorer, KNOWN_LIMIT, LOOSE, NO_STEP, Successor, known};
use crate::context::{Branch, Cx, Pinned};
use crate::env::Env;
use crate::error::EvalResult;
use crate::ir::{Act, ActId};
use crate::masks::Masks;
use crate::memo::{Memo, Words};
use crate::permanent::Permanent;
use crate::program::{Instance, Program};
use crate::universe::{Bits, has, last_bit};
use crate::value::Value;

/// What is remembered of an action instance or a branch of one.
pub(super) struct Unit {
    pub(super) memo: Memo,
    /// The formula that it is about.
    act: ActId,
    /// A condition must be true to come to it.
    guarded: bool,
    /// No name is bound where it stands.
    clean: bool,
    pub(super) split: Split,
    trial: Trial,
}

/// Branches are judged when they were gone through so often between two plans.
const FAIR_TRIAL: u32 = 1 << 14;

/// Whether it was tried to take a unit apart though its own tree pays: its branches may read so little that their
/// results are found faster.
#[derive(PartialEq, Eq)]
enum Trial {
    NotYet,
    Running,
    Ended,
}

/// Whether a unit has units for its branches.
pub(super) enum Split {
    /// Its results depend on more than the state.
    Never,
    /// Not yet: it does if its own tree does not pay.
    NotYet,
    /// It has no branches.
    Nothing,
    /// It has.
    Branches(Box<Branched>),
}

/// The branches of a unit.
pub(super) struct Branched {
    pub(super) pin: Pin,
    /// What stands before the branching point.
    pub(super) before: Memo,
    /// One for each branch; of a set slot's elements, those of the first element come first.
    pub(super) units: Vec<Unit>,
    /// For each combination of constants, the elements (or the only bit) that never have a step.
    pub(super) never: Vec<Bits>,
    /// So many elements were asked for the property that is wanted of them.
    asked: u32,
    /// It could not be evaluated for one: all is done as it is written.
    pub(super) failed: bool,
    /// How often it was gone through since that was last looked at, and how many evaluations it took.
    expanded: u32,
    evaluated: u64,
}

/// A branch that leads to a unit.
pub(super) enum Way {
    /// None.
    None,
    /// An alternative.
    Alternative(usize),
    /// A row of values.
    Row(Vec<Permanent>),
}

/// A branching point on the way to a unit.
pub(super) struct Taken {
    pub(super) act: ActId,
    pub(super) clean: bool,
    pub(super) way: Way,
    /// Its number among the units of the branching point, or [`BEFORE`].
    pub(super) place: u32,
}

/// What stands before a branching point.
const BEFORE: u32 = u32::MAX;

/// The state that is being expanded.
#[derive(Clone, Copy)]
pub(super) struct Expanding<'s> {
    /// The action instance.
    pub(super) action: u32,
    pub(super) state: &'s [u32],
    /// The fingerprint of its slots.
    pub(super) parent: u64,
    /// A state's fingerprint is that of its slots.
    pub(super) plain: bool,
}

impl Unit {
    /// The unit of an action instance.
    pub(super) fn of_instance(program: &Program, instance: &Instance, memo: bool) -> Self {
        let reads = &instance.reads;
        if !memo || reads.impure {
            let memo = Memo::new(true);
            return Self {
                memo,
                act: instance.act,
                guarded: false,
                clean: true,
                split: Split::Never,
                trial: Trial::Ended,
            };
        }
        // What reads all of the state sees each state once; how much of a set is read shows only later.
        let reads_all = reads.slots.len() > 1
            && reads.slots.len() == program.slot_count()
            && !reads.slots.iter().any(|slot| program.universe_of(slot.0 as usize).is_some());
        let mut unit = Self::new(program, instance.act, false, true);
        if reads_all && matches!(unit.split, Split::NotYet) {
            unit.memo = Memo::new(true);
            unit.split = Split::Never;
        }
        unit
    }

    fn new(program: &Program, act: ActId, guarded: bool, clean: bool) -> Self {
        let unit =
            Self { memo: Memo::new(false), act, guarded, clean, split: Split::NotYet, trial: Trial::NotYet };
        match pins::find(program, act, guarded, clean) {
            // A set that grows is hardly ever the same.
            Some(pin) if matches!(&pin.branches, Branches::Rows(rows) if rows.slot.is_some()) => Self {
                memo: Memo::new(true),
                split: Split::Branches(Box::new(Branched::new(program, pin))),
                ..unit
            },
            _ => unit,
        }
    }

    /// Its own tree is in use.
    pub(super) fn is_on(&self) -> bool {
        self.memo.is_on()
    }

    /// Something is known of it.
    pub(super) fn is_known(&self) -> bool {
        !self.memo.is_empty() || matches!(self.split, Split::Branches(_))
    }

    /// Puts units together again whose branches took more evaluations than there were states, though they had time to
    /// become known: each evaluation begins with what stands before the branch, so that one of the whole is cheaper.
    pub(super) fn put_together(&mut self) {
        let Split::Branches(branched) = &mut self.split else { return };
        let (expanded, evaluated) = (branched.expanded, branched.evaluated);
        (branched.expanded, branched.evaluated) = (0, 0);
        let tried = expanded >= FAIR_TRIAL && self.trial != Trial::Running;
        if tried && evaluated > u64::from(expanded) {
            self.split = Split::Never;
            self.trial = Trial::Ended;
        } else {
            branched.units.iter_mut().for_each(Self::put_together);
        }
    }

    /// Begins to try whether it is better to take it apart, if it has branches and was not tried before.
    pub(super) fn begin_trial(&mut self, program: &Program) {
        if !self.memo.is_on() || self.trial != Trial::NotYet || !matches!(self.split, Split::NotYet) {
            return;
        }
        self.trial = Trial::Ended;
        if let Some(pin) = pins::find(program, self.act, self.guarded, self.clean) {
            self.trial = Trial::Running;
            self.split = Split::Branches(Box::new(Branched::new(program, pin)));
            self.memo.switch(false);
        }
    }

    /// Whether it is being tried.
    pub(super) fn is_on_trial(&self) -> bool {
        self.trial == Trial::Running
    }

    /// It has turned out whether it is better to take it apart.
    pub(super) fn end_trial(&mut self, better: bool) {
        self.trial = Trial::Ended;
        if !better {
            self.split = Split::NotYet;
            self.memo.switch(true);
        }
    }

    /// Forgets all results.
    pub(super) fn clear(&mut self) {
        self.memo.clear();
        if let Split::Branches(branched) = &mut self.split {
            branched.before.clear();
            branched.units.iter_mut().for_each(Unit::clear);
        }
    }

    /// Collects what it reads; false if that is not known, or it is not remembered.
    pub(super) fn reads(&self, program: &Program, masks: &Masks, wanted: &mut Wanted) -> bool {
        if self.memo.is_on() {
            wanted.add(program, masks, &self.memo);
            return true;
        }
        let Split::Branches(branched) = &self.split else { return false };
        if branched.failed || !branched.before.is_on() {
            return false;
        }
        wanted.add(program, masks, &branched.before);
        match &branched.pin.branches {
            Branches::Alternatives(_) => branched.units.iter().all(|unit| unit.reads(program, masks, wanted)),
            Branches::Rows(rows) => branched.reads_of_rows(program, masks, rows.universe(), wanted),
        }
    }

    /// Calls `visit` with each result that its trees know.
    pub(super) fn for_each_result(&self, visit: &mut dyn FnMut(u32)) {
        self.for_each_memo(&mut |memo| memo.for_each_result(&mut *visit));
    }

    /// The news of its trees: they become more whenever one comes to read something that it did not read, or had
    /// forgotten.
    pub(super) fn news(&self) -> usize {
        let branches = match &self.split {
            Split::Branches(branched) => {
                branched.before.news() + branched.units.iter().map(|unit| 1 + unit.news()).sum::<usize>()
            }
            _ => 0,
        };
        self.memo.news() + branches
    }

    /// Calls `visit` with all memo trees.
    pub(super) fn for_each_memo(&self, visit: &mut dyn FnMut(&Memo)) {
        visit(&self.memo);
        if let Split::Branches(branched) = &self.split {
            visit(&branched.before);
            branched.units.iter().for_each(|unit| unit.for_each_memo(visit));
        }
    }
}

impl Branched {
    fn new(program: &Program, pin: Pin) -> Self {
        let (units, never) = match &pin.branches {
            Branches::Alternatives(acts) => {
                // Of the two of an IF, the condition decides.
                let decided = matches!(program.ir.acts[pin.act], Act::If(..));
                let guarded = decided || pin.guarded && !pin.clean;
                let units = acts.iter().map(|act| Unit::new(program, *act, guarded, pin.clean));
                (units.collect(), Vec::new())
            }
            Branches::Rows(rows) => {
                let words = match rows.universe() {
                    Some(universe) => program.universes[universe as usize].words,
                    None => 1,
                };
                (Vec::new(), vec![Bits::from_elem(0, words as usize); rows.combinations()])
            }
        };
        Self {
            pin,
            before: Memo::new(false),
            units,
            never,
            asked: 0,
            failed: false,
            expanded: 0,
            evaluated: 0,
        }
    }
}

impl Branched {
    /// The rows that it branches into, unless they are alternatives.
    pub(super) fn rows(&self) -> Option<&Rows> {
        match &self.pin.branches {
            Branches::Alternatives(_) => None,
            Branches::Rows(rows) => Some(rows),
        }
    }

    /// Whether it is asked, before the branches are gone through, if they are come to.
    #[inline]
    pub(super) fn asks_before(&self) -> bool {
        let of_slot = self.rows().is_some_and(|rows| rows.universe().is_some());
        self.pin.guarded && (self.pin.clean || of_slot)
    }

    fn reads_of_rows(
        &self,
        program: &Program,
        masks: &Masks,
        universe: Option<u32>,
        wanted: &mut Wanted,
    ) -> bool {
        let combinations = self.never.len();
        let never = |place: usize| has(&self.never[place % combinations], (place / combinations) as u32);
        let is_known = |place: usize| never(place) || self.units.get(place).is_some_and(Unit::is_known);
        let Some(universe) = universe else {
            return (0..combinations).all(|place| {
                is_known(place) && (never(place) || self.units[place].reads(program, masks, wanted))
            });
        };
        let words = program.universes[universe as usize].words as usize;
        let (mut elements, mut unknown) = (Bits::from_elem(0, words), Bits::from_elem(0, words));
        for element in 0..64 * words {
            let places = element * combinations..(element + 1) * combinations;
            // Elements that were not met are as new.
            let met = places.clone().all(is_known);
            let bits = if met { &mut elements } else { &mut unknown };
            let matters = !met || !places.clone().all(never);
            bits[element / 64] |= u64::from(matters) << (element % 64);
            let mut known = places.filter(|place| met && !never(*place));
            if !known.all(|place| self.units[place].reads(program, masks, wanted)) {
                return false;
            }
        }
        wanted.add_elements(program, universe, &elements, &unknown);
        true
    }
}

impl Rows {
    /// The universe of the set slot, if one of the sources is one.
    pub(super) fn universe(&self) -> Option<u32> {
        match self.slot.map(|at| &self.sources[at]) {
            Some(Source::Slot { universe, .. }) => Some(*universe),
            _ => None,
        }
    }
}

impl Explorer<'_> {
    /// Appends the successors that a unit gives.
    #[inline]
    pub(super) fn expand_unit(
        &mut self,
        unit: &mut Unit,
        at: Expanding<'_>,
        out: &mut Vec<Successor>,
    ) -> EvalResult<()> {
        if unit.memo.is_on() {
            if let Some(entry) = unit.memo.lookup(Words::of(at.state), known(self.program, &self.registers)) {
                return self.emit_known(entry, at, out);
            }
        } else if let Split::Branches(branched) = &mut unit.split {
            return self.expand_branches(branched, at, out);
        }
        self.evaluate_unit(unit, at, out)
    }

    #[inline]
    fn emit_known(&mut self, entry: u32, at: Expanding<'_>, out: &mut Vec<Successor>) -> EvalResult<()> {
        if entry == NO_STEP {
            return Ok(());
        }
        let entry = self.entries[entry as usize];
        self.emit(entry, 0, at, out)
    }

    #[cold]
    #[inline(never)]
    fn evaluate_unit(
        &mut self,
        unit: &mut Unit,
        at: Expanding<'_>,
        out: &mut Vec<Successor>,
    ) -> EvalResult<()> {
        self.evaluate_memo(&mut unit.memo, at, out)?;
        if !unit.memo.is_on() && matches!(unit.split, Split::NotYet) {
            unit.split = match pins::find(self.program, unit.act, unit.guarded, unit.clean) {
                Some(pin) => Split::Branches(Box::new(Branched::new(self.program, pin))),
                None => Split::Nothing,
            };
        }
        Ok(())
    }

    /// Evaluates the action instance along the branches that are taken, and remembers the result if it can be.
    fn evaluate_memo(
        &mut self,
        memo: &mut Memo,
        at: Expanding<'_>,
        out: &mut Vec<Successor>,
    ) -> EvalResult<()> {
        let keep = memo.is_on() && self.known.len() < KNOWN_LIMIT;
        if let Some(findings) = self.findings.filter(|_| keep)
            && let Some(entry) = self.take_over(findings, memo, at)
        {
            return self.emit(entry, 0, at, out);
        }
        let outer = memo.is_on().then(|| self.registers.recorder.begin());
        let (entry, result) = self.evaluate(at, keep);
        if let Some(outer) = outer {
            if result.is_ok() && keep {
                let number = self.number_of(entry);
                let reads = self.registers.recorder.reads();
                memo.insert(reads, number);
                if let Some(findings) = self.findings {
                    let found = Found { entry, stopped: self.stopped };
                    self.told += findings.tell(self.path(at), self.epoch, reads, found, &self.known);
                }
            }
            self.registers.recorder.end(outer);
        }
        self.emit(entry, if keep { 0 } else { LOOSE }, at, out)?;
        result
    }

    /// Which part of which action instance is evaluated.
    fn path(&self, at: Expanding<'_>) -> Path {
        std::iter::once(at.action).chain(self.taken.iter().map(|taken| taken.place)).collect()
    }

    /// Remembers what another worker found, if one did.
    fn take_over(&mut self, findings: &Findings, memo: &mut Memo, at: Expanding<'_>) -> Option<Entry> {
        let (path, mut reads) = (self.path(at), std::mem::take(&mut self.reads));
        reads.clear();
        let of = (Words::of(at.state), known(self.program, &self.registers));
        let found = findings.find((&path, self.epoch), of, &mut self.known, &mut reads);
        if let Some(Found { entry, stopped }) = found {
            self.evaluations += 1;
            self.taken_over += 1;
            self.stopped = stopped;
            let number = self.number_of(entry);
            memo.insert(&reads, number);
        }
        self.reads = reads;
        found.map(|found| found.entry)
    }

    /// The number of an entry.
    fn number_of(&mut self, entry: Entry) -> u32 {
        if entry.count == 0 {
            return if self.stopped { COMES_TO } else { NO_STEP };
        }
        self.entries.push(entry);
        self.entries.len() as u32 - 1
    }

    fn expand_branches(
        &mut self,
        branched: &mut Branched,
        at: Expanding<'_>,
        out: &mut Vec<Successor>,
    ) -> EvalResult<()> {
        let before = self.evaluations;
        let result = self.go_through(branched, at, out);
        branched.expanded = branched.expanded.saturating_add(1);
        branched.evaluated += self.evaluations - before;
        result
    }

    fn go_through(
        &mut self,
        branched: &mut Branched,
        at: Expanding<'_>,
        out: &mut Vec<Successor>,
    ) -> EvalResult<()> {
        let (act, clean) = (branched.pin.act, branched.pin.clean);
        let of_slot = branched.rows().is_some_and(|rows| rows.universe().is_some());
        if !of_slot && !self.comes_to_branches(branched, at, out)? {
            return Ok(());
        }
        match &branched.pin.branches {
            Branches::Alternatives(_) => {
                for (index, unit) in branched.units.iter_mut().enumerate() {
                    self.taken.push(Taken { act, clean, way: Way::Alternative(index), place: index as u32 });
                    let result = self.expand_unit(unit, at, out);
                    self.taken.pop();
                    result?;
                }
                Ok(())
            }
            Branches::Rows(rows) => match rows.universe() {
                None => self.expand_constants(branched, at, out),
                Some(universe) => self.expand_elements(branched, universe, at, out),
            },
        }
    }

    /// Expands a quantifier over constant sets.
    fn expand_constants(
        &mut self,
        branched: &mut Branched,
        at: Expanding<'_>,
        out: &mut Vec<Successor>,
    ) -> EvalResult<()> {
        for combination in 0..branched.never.len() {
            self.expand_row(branched, combination, 0, None, at, out)?;
        }
        Ok(())
    }

    /// Expands a quantifier whose names range over a set slot, and perhaps over constant sets.
    fn expand_elements(
        &mut self,
        branched: &mut Branched,
        universe: u32,
        at: Expanding<'_>,
        out: &mut Vec<Successor>,
    ) -> EvalResult<()> {
        let shared = &self.program.universes[universe as usize];
        if !shared.is_plain() || branched.failed {
            return self.evaluate_memo(&mut Memo::new(true), at, out);
        }
        self.ask_new_elements(branched, universe, at.state)?;
        if branched.failed {
            return self.evaluate_memo(&mut Memo::new(true), at, out);
        }
        if !self.comes_to_branches(branched, at, out)? {
            return Ok(());
        }
        let Branches::Rows(rows) = &branched.pin.branches else { return Ok(()) };
        let inner = rows.inner();
        let mut bits = shared.bits(at.state);
        if let [never] = &*branched.never {
            bits.iter_mut().zip(never).for_each(|(bits, never)| *bits &= !never);
        }
        if bits.iter().all(|bits| *bits == 0) {
            return Ok(());
        }
        let mut order = self.orders.pop().unwrap_or_default();
        let mut result = self.put_in_order(universe, &bits, &mut order);
        if result.is_ok() {
            let combinations = branched.never.len();
            'all: for first in (0..combinations).step_by(inner) {
                for number in &order {
                    for combination in first..first + inner {
                        result = self.expand_row(branched, combination, *number, Some(universe), at, out);
                        if result.is_err() {
                            break 'all;
                        }
                    }
                }
            }
        }
        self.orders.push(order);
        result
    }

    pub(super) fn put_in_order(
        &mut self,
        universe: u32,
        bits: &[u64],
        order: &mut Vec<u32>,
    ) -> EvalResult<()> {
        let known = self.registers.universes.get(universe as usize);
        if known.is_some_and(|known| known.in_order(bits, order)) {
            return Ok(());
        }
        self.arena.reset();
        let mut cx = Cx::constant(self.program, &self.arena, &mut self.registers);
        cx.in_order(universe, bits, order)
    }

    /// Whether the branches are come to, if that has to be asked before they are gone through.
    #[inline]
    pub(super) fn comes_to_branches(
        &mut self,
        branched: &mut Branched,
        at: Expanding<'_>,
        out: &mut Vec<Successor>,
    ) -> EvalResult<bool> {
        if branched.asks_before() { self.comes_to(branched, at, out) } else { Ok(true) }
    }

    /// Whether what stands before a branching point lets it be come to. It may fail, too, though there is no branch to go
    /// on with.
    #[inline]
    fn comes_to(
        &mut self,
        branched: &mut Branched,
        at: Expanding<'_>,
        out: &mut Vec<Successor>,
    ) -> EvalResult<bool> {
        let memo = &mut branched.before;
        if memo.is_on()
            && let Some(entry) = memo.lookup(Words::of(at.state), known(self.program, &self.registers))
        {
            return Ok(entry == COMES_TO);
        }
        let Pin { act, clean, .. } = branched.pin;
        self.taken.push(Taken { act, clean, way: Way::None, place: BEFORE });
        let result = self.evaluate_memo(memo, at, out);
        self.taken.pop();
        result.map(|()| self.stopped)
    }

    /// Expands one row of a quantifier.
    #[inline]
    fn expand_row(
        &mut self,
        branched: &mut Branched,
        combination: usize,
        element: u32,
        universe: Option<u32>,
        at: Expanding<'_>,
        out: &mut Vec<Successor>,
    ) -> EvalResult<()> {
        if has(&branched.never[combination], element) {
            return Ok(());
        }
        let place = element as usize * branched.never.len() + combination;
        if let Some(unit) = branched.units.get(place)
            && unit.memo.is_on()
            && let Some(entry) = unit.memo.lookup(Words::of(at.state), known(self.program, &self.registers))
        {
            return self.emit_known(entry, at, out);
        }
        self.expand_unknown_row(branched, combination, element, universe, at, out)
    }

    #[cold]
    #[inline(never)]
    fn expand_unknown_row(
        &mut self,
        branched: &mut Branched,
        combination: usize,
        element: u32,
        universe: Option<u32>,
        at: Expanding<'_>,
        out: &mut Vec<Successor>,
    ) -> EvalResult<()> {
        let Branches::Rows(rows) = &branched.pin.branches else { return Ok(()) };
        let program = self.program;
        let place = element as usize * branched.never.len() + combination;
        let value = universe.map(|universe| program.universes[universe as usize].elements.permanent(element));
        if branched.units.len() <= place {
            let (wanted, body) = (place + 1, rows.body);
            let Pin { clean, guarded, .. } = branched.pin;
            branched.units.resize_with(wanted, || Unit::new(program, body, guarded && !clean, clean));
        }
        let Pin { act, clean, .. } = branched.pin;
        let way = Way::Row(rows.row(combination, value));
        self.taken.push(Taken { act, clean, way, place: place as u32 });
        let unit = &mut branched.units[place];
        let result = self.expand_unit(unit, at, out);
        self.taken.pop();
        if unit.memo.constant() == Some(NO_STEP) {
            branched.never[combination][element as usize / 64] |= 1 << (element % 64);
        }
        result
    }

    /// Asks those elements of a state for the wanted property that were not asked before.
    fn ask_new_elements(&mut self, branched: &mut Branched, universe: u32, state: &[u32]) -> EvalResult<()> {
        let Branches::Rows(rows) = &branched.pin.branches else { return Ok(()) };
        let Some(Source::Slot { filter: Some((body, tuple)), .. }) = rows.slot.map(|at| &rows.sources[at])
        else {
            return Ok(());
        };
        let bits = self.program.universes[universe as usize].bits(state);
        let count = last_bit(&bits).map_or(0, |last| last + 1);
        for element in branched.asked..count {
            self.arena.reset();
            let mut cx = Cx::constant(self.program, &self.arena, &mut self.registers);
            let value = cx.element(universe, element)?;
            let admitted =
                cx.bind_argument(Env::EMPTY, *tuple, value).and_then(|inner| cx.eval_bool(*body, inner));
            match admitted {
                Ok(true) => {}
                Ok(false) => {
                    for never in &mut branched.never {
                        never[element as usize / 64] |= 1 << (element % 64);
                    }
                }
                // An element that is not in the set may fail; as it is written, only one that is in it does.
                Err(_) => branched.failed = true,
            }
        }
        branched.asked = branched.asked.max(count);
        Ok(())
    }

    /// The branches that are taken, as an evaluation needs them.
    pub(super) fn pins<'a>(taken: &[Taken], cx: &Cx<'a>) -> &'a [Pinned<'a>] {
        cx.arena.alloc_slice_fill_iter(taken.iter().map(|Taken { act, clean, way, .. }| {
            let branch = match way {
                Way::None => Branch::None,
                Way::Alternative(index) => Branch::Alternative(*index),
                Way::Row(row) => {
                    let values: Vec<Value<'a>> = row.iter().map(|value| value.within(cx.program)).collect();
                    Branch::Row(cx.arena.alloc_slice_copy(&values))
                }
            };
            Pinned { act: *act, branch, clean: *clean }
        }))
    }
}
