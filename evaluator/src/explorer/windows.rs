//! How parts of a state's words become a key: four words that stand side by side at a time, which processors with vectors
//! do in few instructions and without a jump.

/// Words that are looked at together.
const LANES: usize = 4;

/// Some bits of a word that stand side by side.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Part {
    pub(super) word: u32,
    /// Where they begin,
    pub(super) from: u32,
    /// and where they stand in the key.
    pub(super) at: u32,
    pub(super) mask: u32,
    /// Bits of the word that must not be set.
    pub(super) beyond: u32,
}

/// Parts of words, ready to be put together.
#[derive(PartialEq, Eq, Default)]
pub(super) struct Windows(Box<[Window]>);

/// What of four words goes into a key.
#[derive(PartialEq, Eq, Default)]
struct Window {
    first: usize,
    from: [u32; LANES],
    mask: [u32; LANES],
    beyond: [u32; LANES],
    at: [u64; LANES],
}

impl Windows {
    /// Those for these parts of states of so many words.
    pub(super) fn new(parts: &[Part], width: usize) -> Self {
        let mut windows: Vec<Window> = Vec::new();
        // The words of a window that are taken.
        let mut taken: Vec<[bool; LANES]> = Vec::new();
        for part in parts {
            let word = part.word as usize;
            let place = windows.iter().zip(&taken).position(|(window, taken)| {
                word.checked_sub(window.first).is_some_and(|lane| lane < LANES && !taken[lane])
            });
            let place = place.unwrap_or_else(|| {
                windows.push(Window { first: word.min(width.saturating_sub(LANES)), ..Window::default() });
                taken.push([false; LANES]);
                windows.len() - 1
            });
            let window = &mut windows[place];
            let lane = word - window.first;
            taken[place][lane] = true;
            (window.from[lane], window.mask[lane]) = (part.from, part.mask);
            (window.beyond[lane], window.at[lane]) = (part.beyond, u64::from(part.at));
        }
        Self(windows.into())
    }

    /// What the parts of a state give, side by side; none if something is set that must not be.
    #[inline]
    pub(super) fn key(&self, state: &[u32]) -> Option<u64> {
        let (mut keys, mut beyond) = ([0u64; LANES], [0u32; LANES]);
        for window in &self.0 {
            let words = match state.get(window.first..).and_then(|words| words.first_chunk::<LANES>()) {
                Some(words) => *words,
                None => few(state),
            };
            for lane in 0..LANES {
                let part = words[lane].wrapping_shr(window.from[lane]) & window.mask[lane];
                keys[lane] |= u64::from(part).wrapping_shl(window.at[lane] as u32);
                beyond[lane] |= words[lane] & window.beyond[lane];
            }
        }
        let [first, second, third, fourth] = keys;
        (beyond == [0; LANES]).then_some(first | second | third | fourth)
    }
}

/// The words of a state that has fewer than a window.
#[cold]
fn few(state: &[u32]) -> [u32; LANES] {
    let mut words = [0; LANES];
    words.iter_mut().zip(state).for_each(|(word, content)| *word = *content);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_has_each_part_where_it_belongs() {
        let mut seed = 7u64;
        let mut dice = |sides: u32| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((seed >> 33) % u64::from(sides)) as u32
        };
        let (mut told, mut untold) = (0, 0);
        for _ in 0..2000 {
            let width = 1 + dice(11);
            let (mut parts, mut at) = (Vec::new(), 0);
            for word in 0..width {
                for _ in 0..dice(3) {
                    let (from, bits) = (dice(29), 1 + dice(3));
                    let beyond = if dice(8) == 0 { 1 << dice(32) } else { 0 };
                    if at + bits < 63 {
                        parts.push(Part { word, from, at, mask: (1 << bits) - 1, beyond });
                        at += bits;
                    }
                }
            }
            let state: Vec<u32> = (0..width).map(|_| dice(u32::MAX) & dice(u32::MAX)).collect();
            let bits = |part: &Part| u64::from(state[part.word as usize] >> part.from & part.mask);
            let expected = parts.iter().fold(0, |key, part| key | bits(part) << part.at);
            let is_beyond = parts.iter().any(|part| state[part.word as usize] & part.beyond != 0);
            let key = Windows::new(&parts, state.len()).key(&state);
            assert_eq!(key, (!is_beyond).then_some(expected), "{parts:?} of {state:?}");
            if is_beyond { untold += 1 } else { told += 1 }
        }
        assert!(told > 500 && untold > 100, "{told} keys, {untold} states without one");
    }

    #[test]
    fn words_side_by_side_are_one_window() {
        let part = |word, at| Part { word, from: 0, at, mask: 1, beyond: 0 };
        let windows = |parts: &[Part]| Windows::new(parts, 20).0.len();
        assert_eq!(windows(&[]), 0);
        assert_eq!(windows(&[part(3, 0), part(4, 1), part(6, 2)]), 1);
        assert_eq!(windows(&[part(3, 0), part(3, 1), part(7, 2)]), 3);
        assert_eq!(windows(&[part(18, 0), part(19, 1)]), 1);
    }
}
