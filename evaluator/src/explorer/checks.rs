//! What an explorer checks of states and steps: constraints, invariants, properties, and the atoms of temporal formulas.

use bumpalo::Bump;
use std::sync::atomic::Ordering;
use std::time::Instant;
use tern_parser::ids::Id;
use tern_parser::source::Span;

use super::touched::Touched;
use super::{Before, Explorer, known};
use crate::context::{Cx, Registers};
use crate::env::Env;
use crate::error::EvalResult;
use crate::ir::ExprId;
use crate::memo::{Memo, Words};
use crate::profile::{Formula, Section};
use crate::program::{Conjunct, Program};
use crate::temporal::MadeBy;
use crate::value;

/// A memo tree of a conjunct.
pub(super) fn memo_of(conjunct: &Conjunct, memo: bool) -> Memo {
    Memo::new(!memo || conjunct.reads.impure)
}

#[derive(Clone, Copy)]
enum Which {
    Invariant,
    Constraint,
    Possible,
}

impl Which {
    fn conjunct(self, index: usize, number: usize) -> Formula {
        match self {
            Self::Invariant => Formula::Invariant(index, number),
            Self::Constraint => Formula::Constraint(index, number),
            Self::Possible => Formula::Possible(index, number),
        }
    }
}

/// Whether a closed formula is true of a state or a step: as remembered, or by evaluation.
#[inline]
fn truth(
    program: &Program,
    arena: &mut Bump,
    registers: &mut Registers,
    memo: &mut Memo,
    (formula, expr): (Formula, ExprId),
    words: Words<'_>,
) -> EvalResult<bool> {
    if let Some(profile) = &mut registers.profile {
        profile.asked(formula);
    }
    remembered_truth(program, arena, registers, memo, (formula, expr), words)
}

/// [`truth`], where it was counted that it is asked for.
#[inline]
fn remembered_truth(
    program: &Program,
    arena: &mut Bump,
    registers: &mut Registers,
    memo: &mut Memo,
    formula: (Formula, ExprId),
    words: Words<'_>,
) -> EvalResult<bool> {
    if memo.is_on()
        && let Some(entry) = memo.lookup(words, known(program, registers))
    {
        return Ok(entry == 1);
    }
    evaluated_truth(program, arena, registers, memo, formula, words)
}

#[inline(never)]
fn evaluated_truth(
    program: &Program,
    arena: &mut Bump,
    registers: &mut Registers,
    memo: &mut Memo,
    (formula, expr): (Formula, ExprId),
    words: Words<'_>,
) -> EvalResult<bool> {
    let started = registers.profile.as_ref().map(|_| Instant::now());
    arena.reset();
    let outer = memo.is_on().then(|| registers.recorder.begin());
    let mut cx = Cx::new(program, arena, registers, words.now);
    if !words.next.is_empty() {
        cx.set_next(words.next);
    }
    let holds = cx.eval_bool(expr, Env::EMPTY);
    if let Some(outer) = outer {
        if let Ok(holds) = holds {
            memo.insert(registers.recorder.reads(), u32::from(holds));
        }
        registers.recorder.end(outer);
    }
    if let (Some(profile), Some(started)) = (&mut registers.profile, started) {
        profile.evaluated(formula, started);
    }
    holds
}

impl Explorer<'_> {
    /// Whether the constraints hold in a state, and the action constraints on the step to it; they hold in the state
    /// before. What is admitted is also where the formulas of `_POSSIBLE` are looked for.
    pub fn admits(&mut self, before: Option<Before<'_>>, state: &[u32]) -> EvalResult<bool> {
        let started = self.started(Section::Constraints);
        let result = self.admitted(before, state);
        self.spent(Section::Constraints, started);
        result
    }

    fn admitted(&mut self, before: Option<Before<'_>>, state: &[u32]) -> EvalResult<bool> {
        self.refresh();
        let program = self.program;
        if !self.constraints_hold(before, state)? {
            return Ok(false);
        }
        let parent = before.map(|before| before.state);
        if let Some(parent) = parent {
            for (index, (_, expr)) in program.action_constraints.iter().enumerate() {
                let holds = self.step_holds_by(Formula::ActionConstraint(index), *expr, parent, state)?;
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
                (false, _) => self.predicate(Which::Possible, index, state)?,
                (true, Some(parent)) => {
                    let expr = possible.formula.conjuncts[0].expr;
                    self.step_holds_by(Formula::Possible(index, 0), expr, parent, state)?
                }
                (true, None) => false,
            };
            if holds {
                possible.found.fetch_add(1, Ordering::Relaxed);
            }
        }
        Ok(true)
    }

    /// Whether the constraints hold in a state. They hold in the state before.
    fn constraints_hold(&mut self, before: Option<Before<'_>>, state: &[u32]) -> EvalResult<bool> {
        if let Some(before) = before.filter(|_| self.program.coverage.is_none()) {
            return Ok(self.touched_false(Which::Constraint, Some(before), state)?.is_none());
        }
        for index in 0..self.program.constraints.len() {
            let holds = self.predicate(Which::Constraint, index, state)?;
            if let Some(coverage) = &self.program.coverage {
                coverage.constraints[index].answered(holds);
            }
            if !holds {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The first predicate that is false in a state, of those that may be: in the state before they hold.
    fn touched_false(
        &mut self,
        which: Which,
        before: Option<Before<'_>>,
        state: &[u32],
    ) -> EvalResult<Option<usize>> {
        let mut touched = match which {
            Which::Constraint => &mut self.touched_limits,
            _ => &mut self.touched,
        }
        .take()
        .unwrap_or_default();
        self.collect_touched(which, &mut touched, before, state);
        let result = self.first_false(which, &touched, state);
        if matches!(result, Ok(None)) {
            let step = before.and_then(|before| before.delta).map(|delta| (delta, self.changes_of(delta)));
            touched.hold(step);
            touched.hold_together(self.memos_of(which));
        }
        match which {
            Which::Constraint => self.touched_limits = Some(touched),
            _ => self.touched = Some(touched),
        }
        result
    }

    fn memos_of(&self, which: Which) -> &[Vec<Memo>] {
        match which {
            Which::Invariant => &self.predicates,
            Which::Constraint => &self.constraint_memos,
            Which::Possible => &self.possible_memos,
        }
    }

    /// Collects the conjuncts that a step touches and that are not known to hold; all, if no state before is known.
    #[inline]
    fn collect_touched(
        &self,
        which: Which,
        touched: &mut Touched,
        before: Option<Before<'_>>,
        state: &[u32],
    ) {
        match before {
            Some(Before { state: parent, delta }) => {
                let step = delta.map(|delta| (delta, self.changes_of(delta)));
                debug_assert!(
                    step.is_none_or(|(_, changes)| {
                        let mut made = parent.to_vec();
                        changes.iter().for_each(|change| change.apply(&mut made));
                        made == state
                    }),
                    "the state is made by the step"
                );
                touched.collect(parent, state, step);
            }
            None => touched.collect_all(),
        }
        let masks = &self.registers.masks;
        touched.narrow((self.program, masks, self.memos_of(which)), |reads| reads.key(self, state));
    }

    /// The first predicate of which a collected conjunct is false.
    #[inline]
    fn first_false(&mut self, which: Which, touched: &Touched, state: &[u32]) -> EvalResult<Option<usize>> {
        if let Some(profile) = &mut self.registers.profile {
            touched.untouched().for_each(|(index, number)| profile.asked(which.conjunct(index, number)));
        }
        let mut from = 0;
        while let Some((index, number, place)) = touched.next(from) {
            if !self.conjunct(which, index, number, state)? {
                return Ok(Some(index));
            }
            from = place + 1;
        }
        Ok(None)
    }

    /// The first invariant that is false in a state. They hold in the state before.
    pub fn violated_invariant(
        &mut self,
        before: Option<Before<'_>>,
        state: &[u32],
    ) -> EvalResult<Option<usize>> {
        let started = self.started(Section::Invariants);
        self.refresh();
        let result = self.touched_false(Which::Invariant, before, state);
        self.spent(Section::Invariants, started);
        result
    }

    /// The first action property that is false on a step.
    pub fn violated_action_property(&mut self, parent: &[u32], state: &[u32]) -> EvalResult<Option<usize>> {
        if self.step_memos.is_empty() {
            return Ok(None);
        }
        let started = self.started(Section::Properties);
        let result = self.false_action_property(parent, state);
        self.spent(Section::Properties, started);
        result
    }

    fn false_action_property(&mut self, parent: &[u32], state: &[u32]) -> EvalResult<Option<usize>> {
        self.refresh();
        let program = self.program;
        if program.random {
            self.reseed(parent);
        }
        // Steps from one state are often asked about one after the other.
        if self.stepped_from != parent {
            self.stepped_from.clear();
            self.stepped_from.extend_from_slice(parent);
            self.stepped_stamp = self.registers.kept.enter(&mut self.states_entered);
        }
        self.registers.kept.enter_again(self.stepped_stamp);
        self.registers.kept.enter_step(&mut self.states_entered, state);
        let words = Words { now: parent, next: state };
        let result = self.violated_in(words);
        self.registers.kept.leave();
        result
    }

    fn violated_in(&mut self, words: Words<'_>) -> EvalResult<Option<usize>> {
        let program = self.program;
        for (memo, (index, (_, expr))) in
            self.step_memos.iter_mut().zip(program.action_properties.iter().enumerate())
        {
            let formula = (Formula::ActionProperty(index), *expr);
            if !truth(program, &mut self.arena, &mut self.registers, memo, formula, words)? {
                return Ok(Some(index));
            }
        }
        Ok(None)
    }

    /// Sets the bits of the atoms that are state predicates: bit `i % 64` of word `i / 64` for the atom number `i`.
    pub fn state_letter(&mut self, state: &[u32], letter: &mut [u64]) -> EvalResult<()> {
        let started = self.started(Section::Atoms);
        self.refresh();
        let program = self.program;
        for (id, atom) in program.atoms.iter_enumerated().filter(|(_, atom)| !atom.of_step) {
            let memo = &mut self.atom_memos[id.index()];
            let (words, formula) = (Words::of(state), (Formula::Atom(id.index()), atom.expr));
            let holds = truth(program, &mut self.arena, &mut self.registers, memo, formula, words)?;
            letter[id.index() / 64] |= u64::from(holds) << (id.index() % 64);
        }
        self.spent(Section::Atoms, started);
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
        let started = self.started(Section::Atoms);
        self.refresh();
        let program = self.program;
        if program.random {
            self.reseed(parent);
        }
        for (id, atom) in program.atoms.iter_enumerated().filter(|(_, atom)| atom.of_step) {
            let known = atom.taken.as_ref().and_then(|taken| taken.known(parent, state, by));
            debug_assert!(
                known.is_none_or(|known| atom.reads.impure
                    || self.step_holds(atom.expr, parent, state).map_or(true, |holds| holds == known)),
                "what is known of a step is true of it"
            );
            let holds = match known {
                Some(holds) => holds,
                None => {
                    let words = Words { now: parent, next: state };
                    let memo = &mut self.atom_memos[id.index()];
                    let formula = (Formula::Atom(id.index()), atom.expr);
                    truth(program, &mut self.arena, &mut self.registers, memo, formula, words)?
                }
            };
            letter[id.index() / 64] |= u64::from(holds) << (id.index() % 64);
        }
        self.spent(Section::Atoms, started);
        Ok(())
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

    fn step_holds_by(
        &mut self,
        formula: Formula,
        expr: ExprId,
        parent: &[u32],
        state: &[u32],
    ) -> EvalResult<bool> {
        let started = self.now();
        let holds = self.step_holds(expr, parent, state);
        if let (Some(profile), Some(started)) = (&mut self.registers.profile, started) {
            profile.asked(formula);
            profile.evaluated(formula, started);
        }
        holds
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

    /// Whether a predicate is true of a state.
    fn predicate(&mut self, which: Which, index: usize, state: &[u32]) -> EvalResult<bool> {
        let conjuncts = match which {
            Which::Invariant => self.predicates[index].len(),
            Which::Constraint => self.constraint_memos[index].len(),
            Which::Possible => self.possible_memos[index].len(),
        };
        for number in 0..conjuncts {
            if !self.conjunct(which, index, number, state)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether a conjunct of a predicate is true of a state.
    #[inline]
    fn conjunct(&mut self, which: Which, index: usize, number: usize, state: &[u32]) -> EvalResult<bool> {
        let program = self.program;
        let (predicate, memos) = match which {
            Which::Invariant => (&program.invariants[index], &mut self.predicates[index]),
            Which::Constraint => (&program.constraints[index], &mut self.constraint_memos[index]),
            Which::Possible => (&program.possible[index].formula, &mut self.possible_memos[index]),
        };
        let (conjunct, memo) = (&predicate.conjuncts[number], &mut memos[number]);
        let registers = &mut self.registers;
        if let Some(profile) = &mut registers.profile {
            profile.asked(which.conjunct(index, number));
        }
        if program.random {
            registers.random = value::mix(self.seed, program.fingerprint(state));
        }
        // What is checked is one level below what is being expanded; initial states have level 1.
        registers.level += 1;
        let formula = (which.conjunct(index, number), conjunct.expr);
        let holds = remembered_truth(program, &mut self.arena, registers, memo, formula, Words::of(state));
        self.registers.level -= 1;
        holds
    }
}
