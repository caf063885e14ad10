//! The states that are stored and not yet expanded, [packed](Packed) in the order of exploration. They are taken from
//! the front portion by portion, and given up as soon as a portion is expanded; what does not fit into the memory that
//! the search may use waits in a file.

use crate::log::Origin;
use crate::packed::Packed;
use crate::scratch_file::ScratchFile;
use std::collections::VecDeque;
use std::io;
use std::ops::Range;
use std::path::PathBuf;

/// States that one worker found, one after the other.
#[derive(Clone, Default)]
pub(crate) struct Run<F> {
    /// The states.
    pub(crate) states: Packed,
    /// Where each came from; ascending.
    pub(crate) origins: Vec<Origin>,
    /// Their fingerprints; only while several workers are at the level.
    pub(crate) fingerprints: Vec<F>,
    /// The action instances that made them; only together with the fingerprints.
    pub(crate) actions: Vec<u32>,
}

impl<F: Copy> Run<F> {
    /// Forgets the states and keeps the memory.
    pub(crate) fn clear(&mut self) {
        self.states = Packed::default();
        self.origins.clear();
        self.fingerprints.clear();
        self.actions.clear();
    }

    /// Keeps the states with the numbers `kept`, which ascend; those that are packed already are packed anew.
    pub(crate) fn keep(&mut self, kept: &[usize]) {
        if self.states.len() > 0 {
            self.states.keep(kept);
        }
        keep_items(&mut self.origins, kept);
        keep_items(&mut self.fingerprints, kept);
        keep_items(&mut self.actions, kept);
    }
}

/// Keeps the items at the positions `kept`, which ascend.
pub(crate) fn keep_items<T: Copy>(items: &mut Vec<T>, kept: &[usize]) {
    for (to, from) in kept.iter().enumerate() {
        items[to] = items[*from];
    }
    items.truncate(kept.len());
}

/// The most words of a run, but that a state is never cut in two.
const LONGEST_RUN: usize = 1 << 16;
/// A file is not appended to any more when it has so many bytes: its space is free again when all was taken from it.
const LONGEST_FILE: u64 = 256 << 20;

/// Where the states that do not fit into memory are brought to.
pub(crate) struct Overflow {
    /// From so many bytes on.
    pub(crate) from: u64,
    pub(crate) folder: PathBuf,
    file: Option<ScratchFile>,
}

impl Overflow {
    /// Overflow into files of this folder, if states need more than `from` bytes.
    pub(crate) fn new(from: u64, folder: PathBuf) -> Self {
        Self { from, folder, file: None }
    }
}

/// The queue of the search.
pub(crate) struct Frontier {
    width: usize,
    runs: VecDeque<Waiting>,
    /// The number of states.
    len: usize,
    /// The number of the first of them.
    first: u64,
    /// Bytes in memory, and the most that there were.
    bytes: u64,
    peak: u64,
    overflow: Option<Overflow>,
    /// Bytes that were written to files.
    written: u64,
}

/// Consecutive states.
struct Waiting {
    states: usize,
    place: Place,
}

enum Place {
    Memory(Packed),
    /// From which byte of the file on, and how many.
    File(ScratchFile, u64, usize),
}

impl Frontier {
    /// An empty queue of states of `width` words.
    pub(crate) fn new(width: usize, overflow: Option<Overflow>) -> Self {
        Self { width, runs: VecDeque::new(), len: 0, first: 0, bytes: 0, peak: 0, overflow, written: 0 }
    }

    /// The number of states that wait.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// The number of the first state that waits.
    pub(crate) fn first(&self) -> u64 {
        self.first
    }

    /// The most bytes that it ever had in memory.
    pub(crate) fn peak_bytes(&self) -> u64 {
        self.peak
    }

    /// The bytes that were brought to files.
    pub(crate) fn written_bytes(&self) -> u64 {
        self.written
    }

    /// Adds `states` states at the end, given by their words.
    pub(crate) fn push_words(&mut self, states: usize, words: &[u32]) -> io::Result<()> {
        debug_assert_eq!(words.len(), states * self.width);
        for from in (0..states).step_by(self.longest_run()) {
            let to = (from + self.longest_run()).min(states);
            let words = &words[from * self.width..to * self.width];
            self.push_run(Packed::new(to - from, self.width, words))?;
        }
        Ok(())
    }

    /// Adds states at the end.
    pub(crate) fn push(&mut self, states: Packed) -> io::Result<()> {
        if states.len() <= self.longest_run() {
            return self.push_run(states);
        }
        self.push_words(states.len(), &states.words())
    }

    /// The most states in a run.
    fn longest_run(&self) -> usize {
        (LONGEST_RUN / self.width.max(1)).max(1)
    }

    fn push_run(&mut self, run: Packed) -> io::Result<()> {
        let states = run.len();
        if states == 0 {
            return Ok(());
        }
        let bytes = run.bytes().len() as u64;
        let place = match &mut self.overflow {
            Some(overflow) if self.bytes + bytes > overflow.from => {
                if overflow.file.as_ref().is_none_or(|file| file.len() >= LONGEST_FILE) {
                    overflow.file = Some(ScratchFile::create(&overflow.folder)?);
                }
                let Some(file) = &overflow.file else { return Ok(()) };
                self.written += bytes;
                Place::File(file.clone(), file.append(run.bytes())?, run.bytes().len())
            }
            _ => {
                self.bytes += bytes;
                self.peak = self.peak.max(self.bytes);
                Place::Memory(run)
            }
        };
        self.len += states;
        self.runs.push_back(Waiting { states, place });
        Ok(())
    }

    /// Takes states from the front: about `states` of them, at least one if there are any, and not more than `most`.
    pub(crate) fn take(&mut self, states: usize, most: usize) -> io::Result<Level> {
        let mut taken = Vec::new();
        let mut len = 0;
        while len < states.min(most) {
            let Some(run) = self.runs.pop_front() else { break };
            let packed = match run.place {
                Place::Memory(packed) => {
                    self.bytes -= packed.bytes().len() as u64;
                    packed
                }
                Place::File(file, from, bytes) => {
                    let packed = file.read_up_to(from, bytes)?;
                    if packed.len() < bytes {
                        return Err(io::ErrorKind::UnexpectedEof.into());
                    }
                    Packed::from_bytes(run.states, self.width, packed)
                }
            };
            len += packed.len();
            taken.push(packed);
        }
        if len > most
            && let Some(last) = taken.pop()
        {
            // The last run goes into the next level: the rest of it waits again.
            let kept = last.len() - (len - most);
            taken.push(last.part(0..kept));
            let rest = last.part(kept..last.len());
            self.bytes += rest.bytes().len() as u64;
            self.runs.push_front(Waiting { states: rest.len(), place: Place::Memory(rest) });
            len = most;
        }
        let level = Level::new(self.first, self.width, taken);
        self.first += len as u64;
        self.len -= len;
        Ok(level)
    }
}

/// The states of a level, or of a portion of it: runs, in order.
pub(crate) struct Level {
    width: usize,
    /// Each with the position of its first state.
    runs: Vec<(usize, Packed)>,
    len: usize,
    first: u64,
}

impl Level {
    /// The states of `runs`, of `width` words each; the first one has the number `first`.
    fn new(first: u64, width: usize, runs: impl IntoIterator<Item = Packed>) -> Self {
        let mut len = 0;
        let place = |run: Packed| {
            let start = len;
            len += run.len();
            (start, run)
        };
        let runs = runs.into_iter().map(place).collect();
        Self { width, runs, len, first }
    }

    /// The number of states.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// The number of the first state.
    pub(crate) fn first(&self) -> u64 {
        self.first
    }

    /// The number of words of a state.
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// Puts the words of the states at the positions `range` into `words`, in place of what was there.
    pub(crate) fn unpack(&self, range: Range<usize>, words: &mut Vec<u32>) {
        words.clear();
        let first = self.runs.partition_point(|&(start, _)| start <= range.start).saturating_sub(1);
        for (start, run) in self.runs[first..].iter().take_while(|&&(start, _)| start < range.end) {
            let from = range.start.saturating_sub(*start);
            run.unpack(from..run.len().min(range.end - start), words);
        }
    }
}
