//! The random numbers of a simulation: splitmix64 (Steele, Lea, Flood 2014), begun anew for each trace.
//!
//! A trace's numbers depend on the seed, on `aril` and on the number of the trace, and on nothing else: so a trace is
//! the same whoever makes it and whatever was made before it.

/// A stream of random numbers.
#[derive(Clone, Debug)]
pub(super) struct Chance(u64);

/// What splitmix64 adds in each step: 2^64 divided by the golden ratio, made odd.
const GAMMA: u64 = 0x9E37_79B9_7F4A_7C15;

fn mix(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

/// Primes to step through the actions with. There is one among any few of them that does not divide the number of
/// actions: the product of three is larger than any such number.
const PRIMES: [u32; 32] = [
    1_999, 2_003, 2_503, 3_001, 3_499, 4_001, 4_507, 5_003, 5_501, 6_007, 6_491, 7_001, 7_499, 8_009, 8_501,
    9_001, 9_497, 10_007, 10_501, 11_003, 11_503, 12_007, 12_503, 13_001, 13_499, 14_009, 14_503, 15_013,
    15_511, 16_001, 16_493, 17_011,
];

impl Chance {
    /// The stream of the trace number `trace`.
    pub(super) fn of_trace(seed: i64, aril: i64, trace: u64) -> Self {
        let run = mix(mix((seed as u64).wrapping_add(GAMMA)) ^ (aril as u64).wrapping_mul(GAMMA));
        Self(mix(run ^ mix(trace.wrapping_add(GAMMA))))
    }

    /// The next number.
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(GAMMA);
        mix(self.0)
    }

    /// A number below `bound`, which is not 0.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        // The product's high half: as even as the remainder, without its division.
        ((u128::from(self.next()) * bound as u128) >> 64) as usize
    }

    /// A step that visits all of `count` things when it is made `count` times modulo `count`.
    pub(super) fn stride(&mut self, count: usize) -> usize {
        let first = self.below(PRIMES.len());
        let primes = PRIMES[first..].iter().chain(&PRIMES[..first]).map(|prime| *prime as usize);
        primes.into_iter().find(|prime| !count.is_multiple_of(*prime)).unwrap_or(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_primes_are_primes() {
        for prime in PRIMES {
            assert!((2..prime).take_while(|d| d * d <= prime).all(|d| prime % d != 0), "{prime}");
        }
    }

    #[test]
    fn a_stride_visits_everything() {
        let mut chance = Chance::of_trace(1, 0, 0);
        for count in [1, 2, 3, 10, 1_999, 2_003 * 2, 20_000] {
            let stride = chance.stride(count);
            let mut seen = vec![false; count];
            let mut at = chance.below(count);
            for _ in 0..count {
                seen[at] = true;
                at = (at + stride) % count;
            }
            assert!(seen.iter().all(|seen| *seen), "{stride} does not visit all of {count}");
        }
    }

    #[test]
    fn each_of_seed_aril_and_trace_changes_the_numbers() {
        let first = |seed, aril, trace| Chance::of_trace(seed, aril, trace).next();
        let numbers = [first(1, 0, 0), first(0, 1, 0), first(0, 0, 1), first(0, 0, 0), first(-1, 0, 0)];
        for (index, number) in numbers.iter().enumerate() {
            assert!(!numbers[..index].contains(number), "{numbers:?}");
        }
    }

    #[test]
    fn numbers_below_a_bound_are_even() {
        let mut chance = Chance::of_trace(7, 0, 0);
        let mut counts = [0; 5];
        (0..50_000).for_each(|_| counts[chance.below(5)] += 1);
        assert!(counts.iter().all(|count| (9_500..10_500).contains(count)), "{counts:?}");
    }
}
