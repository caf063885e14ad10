//! Where randomness comes from: a seed, or choices that were made before.

/// A sequence of choices. It is recorded, and can be given instead of a seed: leaving out or lowering some of the choices
/// that led to a specification leads to a simpler one, since the choice 0 is always the simplest.
pub(crate) struct Choices {
    state: u64,
    given: Option<Vec<u64>>,
    made: Vec<u64>,
}

impl Choices {
    /// Random choices.
    pub(crate) fn seeded(seed: u64) -> Self {
        Self { state: seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) + 1, given: None, made: Vec::new() }
    }

    /// These choices, then always the simplest.
    pub(crate) fn given(choices: Vec<u64>) -> Self {
        Self { state: 0, given: Some(choices), made: Vec::new() }
    }

    /// The choices that were made.
    pub(crate) fn made(self) -> Vec<u64> {
        self.made
    }

    /// A number below `limit`.
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        let choice = match &self.given {
            Some(given) => given.get(self.made.len()).copied().unwrap_or(0).min(limit - 1),
            None => self.next() % limit,
        };
        self.made.push(choice);
        choice
    }

    fn next(&mut self) -> u64 {
        // SplitMix64.
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }
}
