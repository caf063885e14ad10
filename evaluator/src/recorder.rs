//! What an evaluation reads of the state, in the order of reading. The sequence is a function of what was read before, so
//! it spans a tree: the memo tables ([`crate::memo`]) are keyed by it.

use crate::state_functions::StateFunctionId;

/// Something that can be read.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum What {
    /// A word of the state, or of the next state (then its number is increased by the number of a state's words).
    Word(u32),
    /// One bit of a word.
    Bit {
        /// The word, as in `Word`.
        word: u32,
        /// The bit.
        bit: u32,
    },
    /// Whether a word is the same in the state and in the next one.
    Same(u32),
    /// The elements that a set slot has of those that a mask names.
    Bits {
        /// The universe.
        universe: u32,
        /// It is that of the next state.
        next: bool,
        /// The mask.
        mask: u32,
        /// Which of the mask's elements count.
        side: Side,
    },
    /// The number of a state function's value.
    View(StateFunctionId),
}

/// Elements of a mask.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Side {
    /// Those of which the formula is true.
    True,
    /// Those of which it is false.
    False,
}

/// One thing that was read, and what it was.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Read {
    /// The thing.
    pub(crate) what: What,
    /// Its content, as a key.
    pub(crate) key: u64,
}

/// The reads of evaluations in progress. An evaluation inside of another one whose result is kept by itself has a
/// frame of its own.
#[derive(Default)]
pub(crate) struct Recorder {
    on: bool,
    reads: Vec<Read>,
    /// Where the reads of the innermost frame begin.
    start: usize,
    /// For each word, the frame that read it last.
    seen: Vec<u32>,
    frame: u32,
    frames: u32,
}

/// What it takes to go back to an outer frame.
#[must_use]
pub(crate) struct Outer {
    on: bool,
    start: usize,
    frame: u32,
}

impl Recorder {
    /// Whether reads are recorded.
    #[inline]
    pub(crate) fn is_on(&self) -> bool {
        self.on
    }

    /// Begins a frame.
    pub(crate) fn begin(&mut self) -> Outer {
        let outer = Outer { on: self.on, start: self.start, frame: self.frame };
        self.on = true;
        self.start = self.reads.len();
        self.number_frame();
        outer
    }

    /// Records nothing until the frame is ended.
    pub(crate) fn pause(&mut self) -> Outer {
        let outer = Outer { on: self.on, start: self.start, frame: self.frame };
        self.on = false;
        self.start = self.reads.len();
        outer
    }

    /// What was read in the innermost frame.
    pub(crate) fn reads(&self) -> &[Read] {
        &self.reads[self.start..]
    }

    /// Forgets what was read in the innermost frame so far.
    pub(crate) fn restart(&mut self) {
        if self.on {
            self.reads.truncate(self.start);
            self.number_frame();
        }
    }

    /// Gives the innermost frame a number of its own.
    fn number_frame(&mut self) {
        self.frames = self.frames.wrapping_add(1);
        if self.frames == 0 {
            self.seen.fill(0);
            self.frames = 1;
        }
        self.frame = self.frames;
    }

    /// Ends the innermost frame and forgets its reads.
    pub(crate) fn end(&mut self, outer: Outer) {
        self.reads.truncate(self.start);
        (self.on, self.start, self.frame) = (outer.on, outer.start, outer.frame);
    }

    /// Ends the innermost frame; what was read in it was read by the outer one.
    pub(crate) fn join(&mut self, outer: Outer) {
        let inner = self.reads.split_off(self.start);
        (self.on, self.start, self.frame) = (outer.on, outer.start, outer.frame);
        if self.on {
            inner.into_iter().for_each(|read| self.note(read));
        }
    }

    /// Two words were compared: that of the state, and that of the next one, whose number is `next`.
    pub(crate) fn same(&mut self, word: u32, next: u32, same: bool) {
        let seen = |word: u32| self.seen.get(word as usize) == Some(&self.frame);
        if self.on && !(seen(word) && seen(next)) {
            self.note(Read { what: What::Same(word), key: u64::from(same) });
        }
    }

    /// A word was read.
    #[inline]
    pub(crate) fn word(&mut self, word: u32, content: u32) {
        if self.on {
            self.note(Read { what: What::Word(word), key: u64::from(content) });
        }
    }

    /// Something was read, if that is recorded.
    pub(crate) fn note_if_on(&mut self, read: Read) {
        if self.on {
            self.note(read);
        }
    }

    /// Something was read.
    pub(crate) fn note(&mut self, read: Read) {
        match read.what {
            What::Word(word) => {
                let at = word as usize;
                if self.seen.len() <= at {
                    self.seen.resize(at + 1, 0);
                }
                if std::mem::replace(&mut self.seen[at], self.frame) == self.frame {
                    return;
                }
            }
            what => {
                if self.reads[self.start..].iter().any(|known| known.what == what) {
                    return;
                }
            }
        }
        self.reads.push(read);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(recorder: &Recorder) -> Vec<(What, u64)> {
        recorder.reads().iter().map(|read| (read.what, read.key)).collect()
    }

    #[test]
    fn what_is_read_twice_is_recorded_once_in_the_order_of_first_reads() {
        let mut recorder = Recorder::default();
        recorder.word(9, 1);
        let outer = recorder.begin();
        for word in [3, 1, 3, 2, 1] {
            recorder.word(word, word + 10);
        }
        assert_eq!(words(&recorder), [(What::Word(3), 13), (What::Word(1), 11), (What::Word(2), 12)]);
        recorder.end(outer);
        assert!(!recorder.is_on());
    }

    #[test]
    fn an_inner_frame_records_for_itself_and_can_be_joined_to_the_outer_one() {
        let mut recorder = Recorder::default();
        let first = recorder.begin();
        recorder.word(1, 5);
        let second = recorder.begin();
        recorder.word(1, 5);
        recorder.word(2, 6);
        assert_eq!(words(&recorder), [(What::Word(1), 5), (What::Word(2), 6)]);
        recorder.join(second);
        let joined = words(&recorder);
        assert!(joined.contains(&(What::Word(1), 5)) && joined.contains(&(What::Word(2), 6)));
        let paused = recorder.pause();
        recorder.word(7, 7);
        recorder.end(paused);
        assert_eq!(words(&recorder), joined);
        recorder.end(first);
    }

    #[test]
    fn that_words_are_the_same_is_recorded_unless_both_were_read() {
        let mut recorder = Recorder::default();
        recorder.same(1, 11, true);
        assert!(words(&recorder).is_empty(), "nothing is recorded outside of a frame");
        let outer = recorder.begin();
        recorder.word(1, 5);
        recorder.same(1, 11, true);
        recorder.same(1, 11, true);
        recorder.word(2, 6);
        recorder.word(12, 7);
        recorder.same(2, 12, false);
        recorder.same(3, 13, false);
        let expected = [
            (What::Word(1), 5),
            (What::Same(1), 1),
            (What::Word(2), 6),
            (What::Word(12), 7),
            (What::Same(3), 0),
        ];
        assert_eq!(words(&recorder), expected);
        recorder.end(outer);
    }
}
