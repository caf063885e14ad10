//! The states that are stored and not yet expanded, as flat words in the order of exploration. They are taken from the
//! front portion by portion, and given up as soon as a portion is expanded; what does not fit into the memory that the
//! search may use waits in a file.

use crate::log::Origin;
use crate::scratch_file::ScratchFile;
use std::collections::VecDeque;
use std::io;
use std::path::PathBuf;

/// States that one worker found, one after the other.
#[derive(Clone, Default)]
pub(crate) struct Run {
    /// The states' words.
    pub(crate) words: Vec<u32>,
    /// Where each came from; ascending.
    pub(crate) origins: Vec<Origin>,
    /// Their fingerprints; only while several workers are at the level.
    pub(crate) fingerprints: Vec<u64>,
    /// The action instances that made them; only together with the fingerprints.
    pub(crate) actions: Vec<u32>,
}

impl Run {
    /// Forgets the states and keeps the memory.
    pub(crate) fn clear(&mut self) {
        self.words.clear();
        self.origins.clear();
        self.fingerprints.clear();
        self.actions.clear();
    }

    /// Keeps the states, given by their number in the run, that `keep` holds for; `width` words each.
    pub(crate) fn retain(&mut self, width: usize, mut keep: impl FnMut(&Self, usize) -> bool) {
        let mut kept = 0;
        for state in 0..self.origins.len() {
            if !keep(self, state) {
                continue;
            }
            if kept != state {
                self.words.copy_within(state * width..(state + 1) * width, kept * width);
                self.origins[kept] = self.origins[state];
                self.fingerprints[kept] = self.fingerprints[state];
                self.actions[kept] = self.actions[state];
            }
            kept += 1;
        }
        self.words.truncate(kept * width);
        self.origins.truncate(kept);
        self.fingerprints.truncate(kept);
        self.actions.truncate(kept);
    }
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
    Memory(Vec<u32>),
    File(ScratchFile, u64),
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

    /// Adds `states` states at the end.
    pub(crate) fn push(&mut self, states: usize, words: Vec<u32>) -> io::Result<()> {
        debug_assert_eq!(words.len(), states * self.width);
        let most = (LONGEST_RUN / self.width.max(1)).max(1);
        if states <= most {
            return self.push_run(states, words);
        }
        for from in (0..states).step_by(most) {
            let to = (from + most).min(states);
            self.push_run(to - from, words[from * self.width..to * self.width].to_vec())?;
        }
        Ok(())
    }

    fn push_run(&mut self, states: usize, words: Vec<u32>) -> io::Result<()> {
        if states == 0 {
            return Ok(());
        }
        let bytes = byte_count(&words);
        let run = match &mut self.overflow {
            Some(overflow) if self.bytes + bytes > overflow.from => {
                if overflow.file.as_ref().is_none_or(|file| file.len() >= LONGEST_FILE) {
                    overflow.file = Some(ScratchFile::create(&overflow.folder)?);
                }
                let Some(file) = &overflow.file else { return Ok(()) };
                let raw: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
                self.written += raw.len() as u64;
                Waiting { states, place: Place::File(file.clone(), file.append(&raw)?) }
            }
            _ => {
                self.bytes += bytes;
                self.peak = self.peak.max(self.bytes);
                Waiting { states, place: Place::Memory(words) }
            }
        };
        self.len += states;
        self.runs.push_back(run);
        Ok(())
    }

    /// Takes states from the front: about `states` of them, at least one if there are any, and not more than `most`.
    pub(crate) fn take(&mut self, states: usize, most: usize) -> io::Result<Level> {
        let mut taken = Vec::new();
        let mut len = 0;
        while len < states.min(most) {
            let Some(run) = self.runs.pop_front() else { break };
            let words = match run.place {
                Place::Memory(words) => {
                    self.bytes -= byte_count(&words);
                    words
                }
                Place::File(file, from) => {
                    let bytes = file.read_up_to(from, run.states * self.width * size_of::<u32>())?;
                    let words = bytes.as_chunks().0.iter();
                    words.map(|word| u32::from_le_bytes(*word)).collect()
                }
            };
            taken.push((run.states, words));
            len += run.states;
        }
        if len > most {
            // The last run goes into the next level: the rest of it waits again.
            let Some((states, words)) = taken.pop() else {
                return Ok(Level::new(self.width, self.first, []));
            };
            let kept = states - (len - most);
            let rest = words[kept * self.width..].to_vec();
            self.bytes += byte_count(&rest);
            self.runs.push_front(Waiting { states: states - kept, place: Place::Memory(rest) });
            taken.push((kept, words[..kept * self.width].to_vec()));
            len = most;
        }
        let level = Level::new(self.width, self.first, taken);
        self.first += len as u64;
        self.len -= len;
        Ok(level)
    }
}

fn byte_count(words: &Vec<u32>) -> u64 {
    (words.capacity() * size_of::<u32>()) as u64
}

/// The states of a level, or of a portion of it: runs, in order.
pub(crate) struct Level {
    runs: Vec<(usize, Vec<u32>)>,
    len: usize,
    width: usize,
    first: u64,
}

impl Level {
    /// The states of `runs`, given by their number and `width` words each; the first one has the number `first`.
    pub(crate) fn new(width: usize, first: u64, runs: impl IntoIterator<Item = (usize, Vec<u32>)>) -> Self {
        let mut len = 0;
        let mut starts = Vec::new();
        for (states, words) in runs.into_iter().filter(|&(states, _)| states > 0) {
            debug_assert_eq!(words.len(), states * width);
            starts.push((len, words));
            len += states;
        }
        Self { runs: starts, len, width, first }
    }

    /// The number of states.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// The number of the first state.
    pub(crate) fn first(&self) -> u64 {
        self.first
    }

    /// The states from position `from` on.
    pub(crate) fn states_from(&self, from: usize) -> impl Iterator<Item = &[u32]> {
        let run = self.runs.partition_point(|&(start, _)| start <= from).saturating_sub(1);
        let ends = self.runs[run..].iter().skip(1).map(|&(start, _)| start).chain([self.len]);
        self.runs[run..].iter().zip(ends).flat_map(move |((start, words), end)| {
            let first = from.saturating_sub(*start);
            (first..end - start).map(|state| &words[state * self.width..(state + 1) * self.width])
        })
    }
}
