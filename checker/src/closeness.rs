//! How close the fingerprints of stored states are to each other: TLC's second estimate of the probability that two
//! states shared one. If the closest two of many random numbers are far apart, then it is unlikely that two are equal.
//!
//! The numbers compared are the products of the fingerprints with an odd constant, which are as many and as random: the
//! seen-set has them almost in order, so that only a few at a time have to be compared.

use crate::seen_set::SeenSet;
use std::panic::resume_unwind;

/// No thread is started for fewer lines of the table.
const SHARE: usize = 1 << 14;

/// Numbers: the least and the greatest, and the least difference of two.
#[derive(Clone, Copy)]
struct Stretch {
    first: u64,
    last: u64,
    least: u64,
}

/// Fewer numbers are compared each with each: it costs less than to sort them.
const FEW: usize = 24;

impl Stretch {
    /// One number.
    fn of(number: u64) -> Self {
        Self { first: number, last: number, least: u64::MAX }
    }

    /// A few numbers in any order; there is at least one.
    #[inline]
    fn of_cluster(cluster: &[u64]) -> Option<Self> {
        if cluster.len() >= FEW {
            let mut sorted = cluster.to_vec();
            sorted.sort_unstable();
            return sorted.into_iter().map(Self::of).reduce(Self::followed_by);
        }
        let mut whole = Self::of(*cluster.first()?);
        for (at, number) in cluster.iter().enumerate() {
            whole.first = whole.first.min(*number);
            whole.last = whole.last.max(*number);
            for other in &cluster[..at] {
                whole.least = whole.least.min(number.abs_diff(*other));
            }
        }
        Some(whole)
    }

    /// These numbers and others, all greater.
    #[inline]
    fn followed_by(self, next: Self) -> Self {
        let least = self.least.min(next.least).min(next.first - self.last);
        Self { first: self.first, last: next.last, least }
    }
}

/// The least difference of two fingerprints of the set; none if there are fewer than two.
pub(crate) fn least_difference(seen: &SeenSet, threads: usize) -> Option<u64> {
    least_difference_in_parts(seen, seen.lines().div_ceil(threads.max(1)).max(SHARE))
}

fn least_difference_in_parts(seen: &SeenSet, part: usize) -> Option<u64> {
    let lines = seen.lines();
    let stretch = |from: usize| {
        let mut stretch: Option<Stretch> = None;
        seen.for_each_cluster(from..(from + part).min(lines), |cluster| {
            if let Some(next) = Stretch::of_cluster(cluster) {
                stretch = Some(stretch.map_or(next, |before| before.followed_by(next)));
            }
        });
        stretch
    };
    let stretches: Vec<_> = std::thread::scope(|scope| {
        let others: Vec<_> =
            (part..lines).step_by(part).map(|from| scope.spawn(move || stretch(from))).collect();
        let others =
            others.into_iter().map(|other| other.join().unwrap_or_else(|error| resume_unwind(error)));
        std::iter::once(stretch(0)).chain(others.collect::<Vec<_>>()).flatten().collect()
    });
    let whole = stretches.into_iter().reduce(Stretch::followed_by)?;
    (whole.first != whole.last).then_some(whole.least)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The fingerprint with this product.
    fn with_product(product: u64) -> u64 {
        // The inverse of an odd number modulo a power of two, by Newton's iteration.
        let constant = 0x9E37_79B9_7F4A_7C15u64;
        let inverse = (0..6).fold(constant, |inverse, _| {
            inverse.wrapping_mul(2u64.wrapping_sub(constant.wrapping_mul(inverse)))
        });
        product.wrapping_mul(inverse)
    }

    fn assert_least(products: &[u64], slots: usize, expected: Option<u64>) {
        let seen = SeenSet::with_capacity(slots).expect("a small table fits");
        products.iter().for_each(|product| _ = seen.insert(with_product(*product)));
        for part in [1, 2, 3, 100] {
            assert_eq!(least_difference_in_parts(&seen, part), expected, "{products:?}, parts of {part}");
        }
    }

    #[test]
    fn the_closest_two_are_found_within_and_across_parts() {
        assert_least(&[], 64, None);
        assert_least(&[0], 64, None);
        assert_least(&[5], 64, None);
        assert_least(&[0, 1 << 40, (1 << 63) - 3, (1 << 63) + 4, u64::MAX, u64::MAX - 100], 64, Some(7));
    }

    #[test]
    fn the_closest_two_are_found_in_full_lines_and_behind_the_end() {
        // All belong to the first line, and fill one or more.
        for size in [7, 8, 9, 23, 24, 25, 40] {
            let crowd: Vec<u64> = (1..=size).map(|number| number * 1000 - number % 7).collect();
            let gaps = crowd.windows(2).map(|pair| pair[1] - pair[0]);
            assert_least(&crowd, 64, gaps.min());
        }
        // All belong to the last line and go on at the beginning, where others belong.
        let mut crowd: Vec<u64> = (0..20).map(|number| u64::MAX - number * 1000).collect();
        crowd.extend([3, 500]);
        assert_least(&crowd, 64, Some(497));
    }
}
