//! Fingerprints against exact storage: a plain search that keeps each state whole, as a row of words, and looks whether
//! fingerprints tell just those states apart that differ.
//!
//! The words of a row number values that are kept once each, compared part by part; so equal rows are equal states. Where
//! fingerprints make no difference between unlike rows, the texts of all values decide whether the states are alike.

use fxhash::FxBuildHasher;
use hashbrown::HashTable;
use std::collections::VecDeque;
use std::hash::BuildHasher;
use std::path::{Path, PathBuf};
use tern_evaluator::BuildOptions;
use tern_evaluator::explorer::{Before, Explorer};
use tern_evaluator::model::Model;
use tern_evaluator::program::{Host, Program};
use tern_parser::resolved::ResolvedSpec;

/// Prints nothing, and reads the files that are in a folder.
struct Reader(PathBuf);

impl Host for Reader {
    fn print(&self, _line: &str) {}

    fn read_file(&self, name: &str) -> std::io::Result<String> {
        std::fs::read_to_string(self.0.join(name))
    }

    fn read_bytes(&self, name: &str) -> std::io::Result<Vec<u8>> {
        std::fs::read(self.0.join(name))
    }
}

/// How much is looked at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// So many states of a model,
    pub(crate) states: usize,
    /// or as many as have room in so many bytes, the values and memos of the evaluator included.
    pub(crate) bytes: usize,
}

/// How a search ended.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(crate) enum End {
    /// All states were looked at.
    #[default]
    All,
    /// There are more than the limits let in.
    Limited,
    /// A formula could not be evaluated, or ended the search; the states before that were looked at.
    Failed,
}

/// What was looked at, and what is wrong.
#[derive(Default, Debug)]
pub(crate) struct Exactness {
    /// States that differ from each other.
    pub(crate) states: usize,
    /// Steps to them, on which the fingerprint was computed from the parent's; for each state it was from nothing, too.
    pub(crate) steps: u64,
    pub(crate) end: End,
    /// The first sentences about what is wrong.
    pub(crate) wrong: Vec<String>,
}

/// How a model is looked at. By view and symmetry different states have one fingerprint; so a model with these is looked
/// at twice, and the one without them (true) may not have two states with one fingerprint.
pub(crate) fn views_of(model: &Model) -> Vec<(Model, bool)> {
    let plain = Model { view: None, symmetry: None, ..model.clone() };
    if model.view.is_none() && model.symmetry.is_none() {
        return vec![(plain, true)];
    }
    vec![(model.clone(), false), (plain, true)]
}

/// Looks at the states of a model, which may read files in `folder`; none if no program can be made of it, or it has no
/// behavior. That the same state never has two fingerprints is looked at always, that no two states have one only if
/// they are to be `distinct`.
pub(crate) fn explore(
    spec: &ResolvedSpec,
    model: &Model,
    distinct: bool,
    folder: &Path,
    limits: Limits,
) -> Option<Exactness> {
    let host = Box::new(Reader(folder.to_owned()));
    let program = Program::build_with(spec, model, host, &BuildOptions::default()).ok()?;
    if !program.has_behavior() {
        return None;
    }
    let exact = Exact {
        program: &program,
        injective: distinct,
        states: States { width: program.width(), ..States::default() },
        queue: VecDeque::new(),
        found: Exactness::default(),
    };
    Some(exact.search(limits))
}

/// States, stored whole, and their fingerprints.
#[derive(Default)]
struct States {
    width: usize,
    /// The rows, in blocks, so that memory grows by a block.
    blocks: Vec<Vec<u32>>,
    fingerprints: Vec<u64>,
    /// The numbers of the rows by what they hold, with a hash that has nothing to do with fingerprints.
    by_row: HashTable<u32>,
    /// The numbers of rows by fingerprint: for each fingerprint the first.
    by_fingerprint: HashTable<u32>,
    /// The second halves of fingerprints of 128 bits, and the numbers of rows by them as by the first ones.
    seconds: Vec<u64>,
    by_second: HashTable<u32>,
}

/// A block of rows holds so many, as a power of two.
const BLOCK_BITS: u32 = 14;

impl States {
    fn row(&self, number: u32) -> &[u32] {
        row(&self.blocks, self.width, number)
    }

    fn find(&self, words: &[u32]) -> Option<u32> {
        let hash = FxBuildHasher.hash_one(words);
        self.by_row.find(hash, |number| self.row(*number) == words).copied()
    }

    /// Stores a state that is not among them; the number of an earlier one with its fingerprint, if there is one.
    fn add(&mut self, words: &[u32], fingerprint: u64) -> (u32, Option<u32>) {
        let number = self.fingerprints.len() as u32;
        if number.is_multiple_of(1 << BLOCK_BITS) {
            self.blocks.push(Vec::with_capacity(self.width << BLOCK_BITS));
        }
        self.blocks.last_mut().expect("a block was made").extend_from_slice(words);
        self.fingerprints.push(fingerprint);
        let (blocks, width) = (&self.blocks, self.width);
        let hash_of = |number: &u32| FxBuildHasher.hash_one(row(blocks, width, *number));
        self.by_row.insert_unique(FxBuildHasher.hash_one(words), number, hash_of);
        let fingerprints = &self.fingerprints;
        let same = |other: &u32| fingerprints[*other as usize] == fingerprint;
        let earlier = self.by_fingerprint.find(fingerprint, same).copied();
        if earlier.is_none() {
            self.by_fingerprint.insert_unique(fingerprint, number, |other| fingerprints[*other as usize]);
        }
        (number, earlier)
    }

    fn bytes(&self) -> usize {
        let rows = self.blocks.len() * (self.width << BLOCK_BITS) * size_of::<u32>();
        rows + self.fingerprints.capacity() * size_of::<u64>()
            + self.by_row.allocation_size()
            + self.by_fingerprint.allocation_size()
            + self.seconds.capacity() * size_of::<u64>()
            + self.by_second.allocation_size()
    }

    /// Stores the second half of the fingerprint of the last state; the number of an earlier state with it, if there is
    /// one.
    fn add_second(&mut self, second: u64) -> Option<u32> {
        let number = self.seconds.len() as u32;
        self.seconds.push(second);
        let seconds = &self.seconds;
        let earlier = self.by_second.find(second, |other| seconds[*other as usize] == second).copied();
        if earlier.is_none() {
            self.by_second.insert_unique(second, number, |other| seconds[*other as usize]);
        }
        earlier
    }
}

fn row(blocks: &[Vec<u32>], width: usize, number: u32) -> &[u32] {
    let first = (number as usize & ((1 << BLOCK_BITS) - 1)) * width;
    &blocks[number as usize >> BLOCK_BITS][first..first + width]
}

struct Exact<'p> {
    program: &'p Program,
    injective: bool,
    states: States,
    queue: VecDeque<u32>,
    found: Exactness,
}

/// Another explorer is asked for so many fingerprints.
const ASKED_AGAIN: usize = 4096;

/// Memory is looked at once in so many states.
const MEASURE_PERIOD: usize = 1024;

impl Exact<'_> {
    fn search(mut self, limits: Limits) -> Exactness {
        let mut explorer = Explorer::new(self.program, true);
        if self.begin(&mut explorer, limits).is_none() {
            self.found.end = End::Failed;
        }
        let (mut steps, mut successor) = (Vec::new(), vec![0; self.states.width]);
        let (mut expanded, mut level, mut of_level) = (0, 1, self.queue.len());
        while self.found.end == End::All
            && let Some(number) = self.queue.pop_front()
        {
            if of_level == 0 {
                (level, of_level) = (level + 1, self.queue.len() + 1);
            }
            of_level -= 1;
            explorer.set_level(level);
            expanded += 1;
            let full = expanded % MEASURE_PERIOD == 0 && self.bytes(&explorer) > limits.bytes;
            if full || self.states.fingerprints.len() >= limits.states || self.found.wrong.len() > 3 {
                self.found.end = End::Limited;
                break;
            }
            let state = self.states.row(number).to_vec();
            steps.clear();
            if explorer.expand(&state, &mut steps).is_err() || explorer.exit_requested() {
                self.found.end = End::Failed;
            }
            for step in &steps {
                explorer.apply(&state, step.delta, &mut successor);
                self.found.steps += 1;
                self.visit(&mut explorer, Some(&state), &successor, Some(step.fingerprint));
            }
            explorer.forget();
        }
        self.found.states = self.states.fingerprints.len();
        self.ask_again();
        self.found
    }

    /// Asks another explorer for the fingerprints of the last states, from the last one on: what was known before may not
    /// matter.
    fn ask_again(&mut self) {
        let mut explorer = Explorer::new(self.program, true);
        for number in (0..self.states.seconds.len() as u32).rev().take(ASKED_AGAIN) {
            let state = self.states.row(number).to_vec();
            let kept = (self.states.fingerprints[number as usize], self.states.seconds[number as usize]);
            let (Ok(first), Ok(second)) = (explorer.fingerprint(&state), explorer.second_fingerprint(&state))
            else {
                continue;
            };
            if (first, second) != kept {
                let text = self.text(&state);
                self.wrong(format!("the halves are {kept:x?}, and then {:x?}: {text}", (first, second)));
            }
        }
    }

    /// Looks at the second half of the fingerprint of the state that was stored last; `earlier` is one with its first half.
    fn visit_second(&mut self, explorer: &mut Explorer<'_>, state: &[u32], earlier: Option<u32>) {
        let second = explorer.second_fingerprint(state).unwrap_or_default();
        let same = self.states.add_second(second);
        let (first, number) = (self.states.fingerprints.last().copied(), same.or(earlier));
        // A state of nothing but empty sets is a sum of nothing.
        if first == Some(second) && second != 0 {
            let text = self.text(state);
            self.wrong(format!("both halves are {second:x}: {text}"));
        }
        let Some(number) = number else { return };
        let other = (self.states.fingerprints[number as usize], self.states.seconds[number as usize]);
        if first != Some(other.0) || second != other.1 {
            let (text, shown) = (self.text(state), self.text(self.states.row(number)));
            self.wrong(format!("two states share one half of {other:x?} only: {shown}and {text}"));
        }
    }

    /// Visits the initial states; nothing if they cannot be evaluated.
    fn begin(&mut self, explorer: &mut Explorer<'_>, limits: Limits) -> Option<()> {
        let mut initial: Vec<u32> = Vec::new();
        let room = limits.states.min(limits.bytes / size_of::<u32>() / self.states.width.max(1));
        let mut count = 0;
        let result = explorer.initial(&mut |state| {
            initial.extend_from_slice(state);
            count += 1;
            count < room
        });
        for index in 0..count {
            let state = &initial[index * self.states.width..(index + 1) * self.states.width];
            self.visit(explorer, None, state, None);
        }
        if count >= room {
            self.found.end = End::Limited;
        }
        result.ok()
    }

    fn bytes(&self, explorer: &Explorer<'_>) -> usize {
        let values = self.program.values().bytes as usize;
        self.states.bytes() + self.queue.capacity() * size_of::<u32>() + values + explorer.memo_bytes()
    }

    fn wrong(&mut self, sentence: String) {
        self.found.wrong.push(sentence);
    }

    fn text(&self, state: &[u32]) -> String {
        let shown = self.program.show_state(state);
        shown.into_iter().map(|(name, value)| format!("{name} = {}\n", value.unwrap_or_default())).collect()
    }

    /// Looks at a state that was come to, with the fingerprint that the step told.
    fn visit(&mut self, explorer: &mut Explorer<'_>, from: Option<&[u32]>, state: &[u32], told: Option<u64>) {
        if let Some(number) = self.states.find(state) {
            let kept = self.states.fingerprints[number as usize];
            if let Some(told) = told.filter(|told| *told != kept) {
                let text = self.text(state);
                self.wrong(format!("the fingerprint is {kept:x}, from a parent {told:x}: {text}"));
            }
            return;
        }
        let Ok(whole) = explorer.fingerprint(state) else { return };
        if let Some(told) = told.filter(|told| *told != whole) {
            let text = self.text(state);
            self.wrong(format!("the fingerprint is {whole:x}, from the parent {told:x}: {text}"));
        }
        if !explorer.admits(from.map(Before::from), state).unwrap_or(false) {
            return;
        }
        let (number, earlier) = self.states.add(state, whole);
        self.visit_second(explorer, state, earlier);
        let Some(earlier) = earlier else {
            self.queue.push_back(number);
            return;
        };
        if self.injective {
            let (text, other) = (self.text(state), self.text(self.states.row(earlier)));
            // A set may lie in the words of a state in two ways; that is no mistake of fingerprints.
            if text != other {
                self.wrong(format!("two states have the fingerprint {whole:x}: {other}and {text}"));
            }
        }
    }
}
