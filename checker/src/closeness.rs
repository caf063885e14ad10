//! How close the fingerprints of stored states are to each other: TLC's second estimate of the probability that two
//! states shared one. If the closest two of many random numbers are far apart, then it is unlikely that two are equal.

use crate::seen_set::SeenSet;

/// About so many fingerprints are sorted at a time, so that large sets need little memory beside their own.
const PART: usize = 1 << 22;

/// The least difference of two fingerprints of the set; none if there are fewer than two.
pub(crate) fn least_difference(seen: &SeenSet) -> Option<u64> {
    least_difference_in_parts(seen, PART)
}

fn least_difference_in_parts(seen: &SeenSet, part: usize) -> Option<u64> {
    let bits = seen.len().div_ceil(part).next_power_of_two().trailing_zeros();
    let mut least = None;
    let mut last = None;
    let mut sorted = Vec::new();
    for upper in 0..1u64 << bits {
        sorted.clear();
        seen.for_each(|fingerprint| {
            if bits == 0 || fingerprint >> (64 - bits) == upper {
                sorted.push(fingerprint);
            }
        });
        sorted.sort_unstable();
        for &fingerprint in &sorted {
            if let Some(before) = last.replace(fingerprint) {
                let difference = fingerprint - before;
                least = Some(least.map_or(difference, |least: u64| least.min(difference)));
            }
        }
    }
    least
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closest_two_are_found_within_and_across_parts() {
        let mut seen = SeenSet::with_capacity(64).expect("a small table fits");
        assert_eq!(least_difference(&seen), None);
        for fingerprint in [0, 1 << 40, (1 << 63) - 3, (1 << 63) + 4, u64::MAX, u64::MAX - 100] {
            seen.insert_alone(fingerprint);
        }
        for part in [1, 2, 4, 100] {
            assert_eq!(least_difference_in_parts(&seen, part), Some(7), "parts of {part}");
        }
    }
}
