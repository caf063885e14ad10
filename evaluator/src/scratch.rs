//! Arenas for the bodies of loops. What one round of a loop allocates is dead when the round is over, if its result is a
//! truth value; so a quantifier over millions of elements runs in the memory of one round. Delayed bindings from
//! outside keep their values in their own arenas ([`crate::env::Binding::home`]), so nothing that lives longer points
//! into a loop's arena.

use bumpalo::Bump;

use crate::context::Cx;

/// Arenas that are not in use.
#[derive(Default)]
pub(crate) struct ScratchPool {
    free: Vec<Bump>,
}

/// An arena of a loop that is being evaluated.
pub(crate) struct Scratch {
    arena: Bump,
}

/// A round may leave so many bytes before they are given back.
const ROUND_LIMIT: usize = 64 << 10;

impl<'a> Cx<'a> {
    /// Takes an arena for a loop.
    #[inline]
    pub(crate) fn take_scratch(&mut self) -> Scratch {
        Scratch { arena: self.registers.scratch.free.pop().unwrap_or_default() }
    }

    /// Evaluates one round of a loop in its arena. The result must not point into the arena.
    #[inline]
    pub(crate) fn round<R: 'static>(
        &mut self,
        scratch: &mut Scratch,
        work: impl FnOnce(&mut Self) -> R,
    ) -> R {
        let arena: *const Bump = &scratch.arena;
        // SAFETY: the arena is not moved or dropped during the round, and by the contract above nothing that
        // outlives the round points into it: results are `'static`, delayed values go to their bindings' arenas, and
        // next-state slots that a round assigns are opened again before it ends.
        let arena: &'a Bump = unsafe { &*arena };
        let outer = std::mem::replace(&mut self.arena, arena);
        let result = work(self);
        self.arena = outer;
        if scratch.arena.allocated_bytes() > ROUND_LIMIT {
            scratch.arena.reset();
        }
        result
    }

    /// Gives the arena of a loop back.
    #[inline]
    pub(crate) fn give_scratch(&mut self, mut scratch: Scratch) {
        scratch.arena.reset();
        self.registers.scratch.free.push(scratch.arena);
    }
}
