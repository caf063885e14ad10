//! `A \cdot B`: a step of `A` to a middle state, then one of `B` from there.
//!
//! As in TLC, the middle states are found first, one for each way to make `A` true; `A` begins with the next values that
//! are assigned already. A middle state need not be complete: what `B` does not read is not missed.

use super::action::{Rest, Sink};
use crate::context::{Cx, Next, NextSlot};
use crate::env::Env;
use crate::error::EvalResult;
use crate::ir::ActId;

impl<'a> Cx<'a> {
    /// Goes on with each next state that `first \cdot second` leads to.
    pub(super) fn compose(
        &mut self,
        first: ActId,
        second: ActId,
        env: Env<'a>,
        rest: Rest<'a>,
        sink: &mut Sink<'_, 'a>,
    ) -> EvalResult<bool> {
        self.read_everything();
        let outer = self.registers.recorder.pause();
        let result = self.compose_unrecorded(first, second, env, rest, sink);
        self.registers.recorder.join(outer);
        result
    }

    /// A composition reads middle states, which are no part of the state: it counts as reading all of that.
    fn read_everything(&mut self) {
        if self.registers.recorder.is_on() && !self.between {
            let width = self.state.len() as u32;
            for (word, content) in (0..).zip(self.state) {
                self.registers.recorder.word(word, *content);
            }
            for (word, content) in (width..).zip(self.next.words) {
                self.registers.recorder.word(word, *content);
            }
        }
    }

    fn compose_unrecorded(
        &mut self,
        first: ActId,
        second: ActId,
        env: Env<'a>,
        rest: Rest<'a>,
        sink: &mut Sink<'_, 'a>,
    ) -> EvalResult<bool> {
        let begun = Next {
            slots: self.arena.alloc_slice_copy(self.next.slots),
            assigned: self.arena.alloc_slice_copy(self.next.assigned),
            missing: self.next.missing,
            words: &[],
        };
        let middles = self.middle_states(first, env, begun)?;
        if self.counts_middles {
            self.middles += middles.len() as u64;
        }
        let pinned = self.pin()?;
        let (state, between) = (self.state, self.between);
        for middle in middles {
            self.state = middle;
            self.between = true;
            let result = self.run(second, env, None, &mut |cx| {
                let inner = cx.pin()?;
                (cx.state, cx.between) = (state, between);
                let result = cx.resume(rest, sink);
                (cx.state, cx.between) = (middle, true);
                cx.unpin(&inner);
                result
            });
            (self.state, self.between) = (state, between);
            if !matches!(result, Ok(true)) {
                return result;
            }
        }
        self.unpin(&pinned);
        Ok(true)
    }

    /// Whether the step from the state to the next state is one of `first \cdot second`.
    pub(super) fn composed(&mut self, first: ActId, second: ActId, env: Env<'a>) -> EvalResult<bool> {
        self.read_everything();
        let outer = self.registers.recorder.pause();
        let result = self.composed_unrecorded(first, second, env);
        self.registers.recorder.join(outer);
        result
    }

    fn composed_unrecorded(&mut self, first: ActId, second: ActId, env: Env<'a>) -> EvalResult<bool> {
        let pinned = self.pin()?;
        let fresh = self.fresh_next();
        let middles = self.middle_states(first, env, fresh)?;
        let (state, between) = (self.state, self.between);
        let mut found = Ok(false);
        for middle in middles {
            (self.state, self.between) = (middle, true);
            found = self.holds(second, env);
            (self.state, self.between) = (state, between);
            if !matches!(found, Ok(false)) {
                break;
            }
        }
        self.unpin(&pinned);
        found
    }

    /// The states that a formula leads to from the state, as far as they are assigned, where the next state is `begun`.
    fn middle_states(&mut self, first: ActId, env: Env<'a>, begun: Next<'a>) -> EvalResult<Vec<&'a [u32]>> {
        let saved = std::mem::replace(&mut self.next, begun);
        let counts = std::mem::replace(&mut self.counts_middles, false);
        // What is found while a loop's arena is in use must outlive the loop's round.
        let mut found: Vec<Vec<u32>> = Vec::new();
        let result = self.run(first, env, None, &mut |cx| {
            found.push(cx.middle_words()?);
            Ok(true)
        });
        self.next = saved;
        self.counts_middles = counts;
        result?;
        let arena = self.arena;
        Ok(found.iter().map(|words| &*arena.alloc_slice_copy(words)).collect())
    }

    /// The words of the next state, as far as it is assigned.
    pub(crate) fn middle_words(&mut self) -> EvalResult<Vec<u32>> {
        let mut words = vec![0; self.program.width()];
        for slot in 0..self.program.slot_count() {
            self.encode_next(slot, &mut words)?;
        }
        Ok(words)
    }

    /// Gives values to the slots of the next state that stay as in the state, because the state is about to be
    /// another one. Returns these slots.
    fn pin(&mut self) -> EvalResult<Vec<usize>> {
        let mut pinned = Vec::new();
        for slot in 0..self.next.slots.len() {
            match self.next.slots[slot] {
                NextSlot::Same => {
                    self.next.slots[slot] = NextSlot::Value(self.slot_now(slot)?);
                    pinned.push(slot);
                }
                // It says what becomes of the state's content, whatever the state is called then.
                NextSlot::Edit(_) => self.next.slots[slot] = NextSlot::Value(self.slot_next(slot)?),
                _ => {}
            }
        }
        Ok(pinned)
    }

    fn unpin(&mut self, pinned: &[usize]) {
        for slot in pinned {
            self.next.slots[*slot] = NextSlot::Same;
        }
    }
}
