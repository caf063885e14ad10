//! Mistakes that the tests plant in fingerprints under symmetry, to learn whether the tests would notice them.

/// A mistake that is easily made with permuted hashes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Fault {
    /// One permutation of the group is left out of the minimum.
    PermutationForgotten,
    /// The keys of functions stay where they are.
    KeysStay,
    /// The contents of slots stay in their slots.
    SlotsStay,
    /// What a step takes away still counts.
    GoneStays,
    /// What a step brings does not count for the last permutation.
    NewForgotten,
    /// Elements for which a set slot has no bit do not count.
    RestForgotten,
    /// The elements of a set slot count as they are.
    ElementsStay,
    /// The second half is that of the state itself, not of the images with the least first half.
    SecondOfTheState,
    /// Both halves are made of the same hashes.
    HalvesAlike,
}

/// The planted mistake; none, and nothing to look at, outside of the tests.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Faults {
    #[cfg(test)]
    pub(crate) planted: Option<Fault>,
}

impl Faults {
    #[inline(always)]
    pub(crate) fn has(self, fault: Fault) -> bool {
        #[cfg(test)]
        return self.planted == Some(fault);
        #[cfg(not(test))]
        {
            let _ = fault;
            false
        }
    }
}
