//! The second half of fingerprints of 128 bits, of states that are there. It is the same sum over the same parts of a
//! state as the first half, of other hashes: contents and elements are hashed with another seed from their leaves on
//! ([`Seed`]), so that values with the same first hash differ here. Each worker makes the hash of each content of a slot
//! once; a state then costs a look into a table for each word.

use super::Explorer;
use super::set_hashes::SetHashes;
use crate::context::Cx;
use crate::env::Env;
use crate::error::EvalResult;
use crate::program::Program;
use crate::symmetry::SymmetryCache;
use crate::value::{self, Seed};

/// What the second halves of fingerprints are made of.
pub(super) struct SecondHalf {
    /// What each content of each slot adds.
    slots: Vec<Vec<u64>>,
    /// What the elements of set slots add.
    sets: SetHashes,
    pub(super) symmetry: SymmetryCache,
}

const SEED: Seed = Seed::SECOND;

/// A view's value adds this, and its hash.
const VIEW: u64 = 0x7669_6577;

impl SecondHalf {
    pub(super) fn new(program: &Program) -> Self {
        let sets = SetHashes::new(|program, universe, element| {
            let value = universe.elements.value(element);
            SEED.mix(program.salts[universe.slot as usize], SEED.of(&program.symbols, value))
        });
        Self { slots: vec![Vec::new(); program.slot_count()], sets, symmetry: SymmetryCache::new(SEED) }
    }

    /// The sum over the slots of a state.
    fn of(&mut self, program: &Program, state: &[u32]) -> u64 {
        let mut sum = self.sets.of(program, state);
        for (slot, word) in state[..self.slots.len()].iter().enumerate() {
            let hash = match self.slots[slot].get(*word as usize) {
                Some(hash) => *hash,
                None => self.learn(program, slot, *word),
            };
            sum = sum.wrapping_add(hash);
        }
        sum
    }

    /// Hashes all contents of a slot up to this one.
    #[cold]
    fn learn(&mut self, program: &Program, slot: usize, word: u32) -> u64 {
        let known = self.slots[slot].len() as u32;
        let is_set = program.universe_of(slot).is_some();
        let hash = |number| {
            let value = program.slots[slot].value(number);
            if is_set {
                program.rest_hash(slot, value, SEED)
            } else {
                SEED.mix(program.salts[slot], SEED.of(&program.symbols, value))
            }
        };
        self.slots[slot].extend((known..=word).map(hash));
        self.slots[slot][word as usize]
    }
}

impl Explorer<'_> {
    /// The second half of the fingerprint of a state, after view and symmetry: of the images of a state under
    /// permutations it is the least one of those that have the least first half, so it is the same for all of them.
    pub fn second_fingerprint(&mut self, words: &[u32]) -> EvalResult<u64> {
        let program = self.program;
        if let Some(view) = program.view {
            self.arena.reset();
            let mut cx = Cx::new(program, &self.arena, &mut self.registers, words);
            let value = cx.eval(view, Env::EMPTY)?;
            return Ok(SEED.mix(VIEW, value::seeded_structural_hash(&mut cx, value, SEED)?));
        }
        if self.symmetric {
            return Ok(self.symmetry.second_half(&mut self.second.symmetry, program, words));
        }
        Ok(self.second.of(program, words))
    }
}
