//! How action instances are gone through. Parts of them that follow each other and read little are groups: their results
//! are found together, in a table that is indexed by all that they read. The trees of the units tell what that is; when
//! a tree comes to read something else, its group is dissolved, and formed anew later.

use fxhash::{FxHashMap, FxHashSet};

use super::guards::{Guarded, Guards};
use super::keys::{LONGEST_KEY, NO_KEY, Reads, Wanted};
use super::leaves::{Apart, Leaf, LeafReads, Small};
use super::results::{Emission, Results};
use super::steps::{Entry, Parent};
use super::units::{Expanding, Unit};
use super::{Explorer, LOOSE, Successor};
use crate::error::EvalResult;

/// How action instances are gone through, in order.
#[derive(Default)]
pub(super) struct Plan {
    pieces: Vec<Piece>,
    /// Those that are groups with long keys.
    long: Vec<usize>,
    /// What denies pieces steps.
    guards: Guards,
    /// The words of a state.
    width: usize,
    /// What pieces read: each once.
    reads: Vec<Reads>,
    /// The keys of the state that is expanded, as far as they are needed.
    keys: Vec<u64>,
    /// Leaves that are better found by their own trees.
    refused: FxHashSet<Leaf>,
    /// States expanded so far.
    expanded: u64,
    /// The plan is made anew when so many were.
    due: u64,
    /// A group was dissolved since.
    dissolved: bool,
}

enum Piece {
    /// By their own trees.
    Leaves(Guarded),
    Group(Group),
    /// A unit whose leaves are in the following pieces, of which there are so many. If a state has elements that nothing
    /// is known of, there are others, too.
    Unit {
        action: u32,
        reads: usize,
        pieces: usize,
    },
}

/// Leaves whose results are found together.
struct Group {
    leaves: Box<[Leaf]>,
    /// Their bits among the guards, or 0.
    mask: u64,
    /// The number of what they read.
    reads: usize,
    /// The news of the leaves' trees when the group was formed: if there are more, its key may not tell all.
    news: usize,
    results: Results,
}

/// The first plan is made after so many states, and further ones when there are twice as many,
const FIRST: u64 = 512;

/// up to so many; from then on only if something has changed.
const LAST: u64 = 1 << 17;

/// The keys of a group of several leaves have at most so many bits.
const KEY_BITS: u32 = 12;

/// The leaves of a group are guarded if there are no more than this: all must be denied for the group to be.
const GUARDED: usize = 4;

/// A key that was not put together yet.
const NO_KEY_YET: u64 = NO_KEY - 1;

/// A unit whose key does not tell what it changes is taken apart if it makes so many changes for each leaf: to look
/// into one more table takes as long as to find out what some changes do.
const CHANGES: usize = 2;

/// What a unit changes is collected from so many results.
const RESULTS: usize = 1 << 12;

/// Units that would have more pieces than this are not taken apart.
const PIECE_LIMIT: usize = 24;

/// Units that read more bits than this are tried to be taken apart;
const TRIAL_BITS: u32 = KEY_BITS;

/// it is better to do so if they have no more leaves than this, all of which can be in groups.
const TRIAL_LEAVES: usize = 24;

/// Leaves to be put into a group.
#[derive(Default)]
struct Gathered {
    leaves: Vec<Leaf>,
    wanted: Wanted,
}

impl Plan {
    /// Forgets all groups.
    pub(super) fn clear(&mut self) {
        *self = Self { due: self.expanded + FIRST, expanded: self.expanded, ..Self::default() };
    }

    /// The memory that it takes, in bytes, about.
    pub(super) fn bytes(&self) -> usize {
        let of = |piece: &Piece| match piece {
            Piece::Group(group) => group.results.bytes(),
            _ => 0,
        };
        self.pieces.iter().map(of).sum()
    }

    fn number_of(&mut self, reads: Reads) -> usize {
        self.reads.iter().position(|known| *known == reads).unwrap_or_else(|| {
            self.reads.push(reads);
            self.reads.len() - 1
        })
    }

    /// Adds pieces for leaves that follow each other: as many as possible together.
    fn add_leaves(&mut self, found: Vec<LeafReads>, units: &[Unit]) {
        let mut gathered = Gathered::default();
        for LeafReads { leaf, reads, .. } in found {
            let reads = reads.filter(|reads| {
                reads.width() <= KEY_BITS || reads.width() <= LONGEST_KEY && !self.refused.contains(&leaf)
            });
            let Some(reads) = reads else {
                self.close(&mut gathered, units);
                self.add_guarded(leaf);
                continue;
            };
            let mut both = gathered.wanted.clone();
            both.merge(&reads);
            if both.width() <= KEY_BITS {
                gathered.wanted = both;
            } else {
                self.close(&mut gathered, units);
                gathered.wanted = reads;
            }
            gathered.leaves.push(leaf);
        }
        self.close(&mut gathered, units);
    }

    /// Adds a leaf that is found by its own tree.
    fn add_guarded(&mut self, leaf: Leaf) {
        match self.pieces.last_mut() {
            Some(Piece::Leaves(leaves)) => leaves.push(leaf),
            _ => self.pieces.push(Piece::Leaves(Guarded::new([leaf].into()))),
        }
    }

    /// Makes a group of what was gathered.
    fn close(&mut self, gathered: &mut Gathered, units: &[Unit]) {
        let Gathered { leaves, wanted } = std::mem::take(gathered);
        if !leaves.is_empty() {
            let reads = self.number_of(wanted.finish(KEY_BITS, self.width));
            let group = Group::new(leaves.into(), reads, self.reads[reads].width(), units);
            self.pieces.push(Piece::Group(group));
        }
    }

    /// Adds pieces for a unit that is taken apart.
    fn add_apart(&mut self, action: usize, apart: Apart, units: &[Unit]) {
        let (start, known) = (self.pieces.len(), self.reads.len());
        let reads = self.number_of(apart.absent.finish(KEY_BITS, self.width));
        self.pieces.push(Piece::Unit { action: action as u32, reads, pieces: 0 });
        self.add_leaves(apart.leaves, units);
        let count = self.pieces.len() - start - 1;
        if let Piece::Unit { pieces, .. } = &mut self.pieces[start] {
            *pieces = count;
        }
        if count > PIECE_LIMIT {
            self.pieces.truncate(start);
            self.reads.truncate(known);
            self.pieces.push(Piece::Leaves(Guarded::new([Leaf::whole(action)].into())));
        }
    }

    /// Gives bits to what is guarded.
    fn guard(&mut self) {
        for piece in &mut self.pieces {
            match piece {
                Piece::Leaves(leaves) => leaves.guard(&mut self.guards),
                Piece::Group(group) if group.leaves.len() <= GUARDED => {
                    group.mask = self.guards.add_all(&group.leaves);
                }
                _ => {}
            }
        }
    }

    /// Finds the groups with long keys.
    fn find_long(&mut self) {
        let is_long = |piece: &Piece| matches!(piece, Piece::Group(group) if group.results.is_hashed());
        self.long = (0..self.pieces.len()).filter(|piece| is_long(&self.pieces[*piece])).collect();
    }

    /// Takes over the groups of an older plan that have stayed as they were, and what is known of leaves.
    fn take_over(&mut self, old: Self) {
        self.guards.take_over(&old.guards);
        let mut groups: FxHashMap<Box<[Leaf]>, Group> = FxHashMap::default();
        for piece in old.pieces {
            if let Piece::Group(group) = piece {
                groups.insert(group.leaves.clone(), group);
            }
        }
        for piece in &mut self.pieces {
            if let Piece::Group(group) = piece
                && let Some(known) = groups.remove(&group.leaves)
                && known.news == group.news
                && old.reads[known.reads] == self.reads[group.reads]
            {
                *group = Group { reads: group.reads, mask: group.mask, ..known };
            }
        }
    }
}

impl Group {
    fn new(leaves: Box<[Leaf]>, reads: usize, width: u32, units: &[Unit]) -> Self {
        let news = news_of(units, &leaves);
        Self { leaves, mask: 0, reads, news, results: Results::new(width, KEY_BITS) }
    }
}

fn news_of(units: &[Unit], leaves: &[Leaf]) -> usize {
    leaves.iter().map(|leaf| leaf.news(units)).fold(0, usize::wrapping_add)
}

impl Explorer<'_> {
    /// Makes the plan anew.
    fn make_plan(&mut self, plan: &mut Plan, units: &mut [Unit]) {
        let old = std::mem::take(plan);
        let good = |leaves: Vec<LeafReads>| {
            let fits =
                |found: &LeafReads| found.reads.as_ref().is_some_and(|reads| reads.width() <= KEY_BITS);
            leaves.iter().all(fits) && leaves.len() <= TRIAL_LEAVES
        };
        units.iter_mut().for_each(Unit::put_together);
        units.iter_mut().for_each(|unit| self.try_apart(unit, TRIAL_BITS, &good));
        let units: &[Unit] = units;
        plan.width = self.program.width();
        plan.due = old.expanded.max(FIRST) * 2;
        plan.expanded = old.expanded;
        plan.refused.clone_from(&old.refused);
        let mut found = Vec::new();
        for (action, unit) in units.iter().enumerate() {
            let mut reads = Wanted::default();
            let known = unit.reads(self.program, &self.registers.masks, &mut reads);
            let whole = self.leaf_reads(Leaf::whole(action), unit, known.then_some(reads));
            match self.better_apart(action, unit, &whole) {
                Some(apart) => {
                    plan.add_leaves(std::mem::take(&mut found), units);
                    plan.add_apart(action, apart, units);
                }
                None => found.push(whole),
            }
        }
        plan.add_leaves(found, units);
        plan.guard();
        plan.take_over(old);
        plan.find_long();
    }

    /// A unit taken apart, if it is better found so: all of it has a long key, or one that does not tell what it changes,
    /// as those of some leaves do.
    fn better_apart(&mut self, action: usize, unit: &Unit, whole: &LeafReads) -> Option<Apart> {
        if whole.reads.as_ref().is_none_or(|reads| reads.width() > KEY_BITS) {
            return self.take_apart(action, unit, Small::Reads(KEY_BITS));
        }
        if whole.told {
            return None;
        }
        let apart = self.take_apart(action, unit, Small::Changes(KEY_BITS))?;
        let told = apart.leaves.iter().all(|leaf| leaf.told);
        (told && self.changes(unit) >= apart.leaves.len() * CHANGES).then_some(apart)
    }

    /// How many changes the steps of a unit make together, about: of each of its trees, as many as a result has.
    fn changes(&self, unit: &Unit) -> usize {
        let mut all = 0;
        unit.for_each_memo(&mut |memo| {
            let (mut changes, mut results) = (0, 0);
            memo.for_each_result(|number| {
                let Entry { first, count } = self.entries[number as usize];
                results += 1;
                changes +=
                    (first..first + count).map(|step| self.known.changes_of(step).len()).sum::<usize>();
            });
            all += changes.checked_div(results).unwrap_or(0);
        });
        all
    }

    /// What a leaf reads, which is this unit, and what its steps change, if that is not too much.
    pub(super) fn leaf_reads(&self, leaf: Leaf, unit: &Unit, reads: Option<Wanted>) -> LeafReads {
        match reads.map(|reads| self.with_changed(unit, reads)) {
            Some((reads, told)) => LeafReads { leaf, reads: Some(reads), told },
            None => LeafReads { leaf, reads: None, told: false },
        }
    }

    /// What a unit reads, and what its steps change (true) if that is not too much: the fingerprints of successors are
    /// then told by the key.
    pub(super) fn with_changed(&self, unit: &Unit, reads: Wanted) -> (Wanted, bool) {
        let most = reads.width().max(KEY_BITS);
        let (mut all, mut looked) = (reads.clone(), 0);
        unit.for_each_result(&mut |number| {
            let Entry { first, count } = self.entries[number as usize];
            looked += 1;
            if all.width() > most || looked > RESULTS {
                return;
            }
            for step in first..first + count {
                let changes = self.known.changes_of(step).iter();
                changes.for_each(|change| all.add_changed(self.program, *change));
            }
        });
        if all.width() <= most { (all, true) } else { (reads, false) }
    }

    /// Expands all action instances.
    pub(super) fn expand_plan(
        &mut self,
        plan: &mut Plan,
        units: &mut [Unit],
        at: Expanding<'_>,
        out: &mut Vec<Successor>,
    ) -> EvalResult<()> {
        plan.expanded += 1;
        if plan.pieces.is_empty() {
            (0..units.len()).for_each(|unit| plan.add_guarded(Leaf::whole(unit)));
            plan.guard();
            plan.due = plan.expanded + FIRST;
        } else if plan.expanded >= plan.due && (plan.dissolved || plan.expanded < LAST) {
            self.make_plan(plan, units);
        }
        plan.keys.clear();
        plan.keys.resize(plan.reads.len(), NO_KEY_YET);
        let live = plan.guards.live(at.state);
        self.ask_ahead(plan, live, at.state);
        let mut next = 0;
        while let Some(piece) = plan.pieces.get_mut(next) {
            next += 1;
            match piece {
                Piece::Leaves(leaves) => {
                    self.expand_guarded(&mut plan.guards, (leaves, live), units, at, out)?;
                }
                Piece::Unit { action, reads, pieces } => {
                    let key = &mut plan.keys[*reads];
                    if *key == NO_KEY_YET {
                        *key = plan.reads[*reads].key(self, at.state);
                    }
                    // Its only parts are elements that nothing is known of.
                    if *key == NO_KEY {
                        let at = Expanding { action: *action, ..at };
                        self.expand_unit(&mut units[*action as usize], at, out)?;
                        plan.dissolved = true;
                        next += *pieces;
                    }
                }
                Piece::Group(group) if group.mask != 0 && group.mask & live == 0 => {}
                Piece::Group(group) => {
                    let key = &mut plan.keys[group.reads];
                    if *key == NO_KEY_YET {
                        *key = plan.reads[group.reads].key(self, at.state);
                    }
                    let key = *key;
                    if !self.emit_group(&mut group.results, key, at, out)?
                        && !self.expand_group(&mut plan.guards, group, (key, &plan.reads), units, at, out)?
                    {
                        plan.dissolved = true;
                        let leaves = std::mem::take(&mut group.leaves);
                        if key != NO_KEY && group.results.is_hashed() {
                            plan.refused.extend(leaves.iter().cloned());
                        }
                        // A piece takes the place of one: the others count on it.
                        *piece = Piece::Leaves(Guarded::of_group(leaves, group.mask));
                    }
                }
            }
        }
        Ok(())
    }

    /// Starts to load the results under long keys.
    #[inline]
    fn ask_ahead(&self, plan: &mut Plan, live: u64, state: &[u32]) {
        for piece in &plan.long {
            match &plan.pieces[*piece] {
                Piece::Group(group) if group.mask == 0 || group.mask & live != 0 => {
                    let key = &mut plan.keys[group.reads];
                    if *key == NO_KEY_YET {
                        *key = plan.reads[group.reads].key(self, state);
                    }
                    group.results.prefetch(*key);
                }
                _ => {}
            }
        }
    }

    /// Expands a group for a key that it does not know; false if it is to be dissolved.
    #[cold]
    #[inline(never)]
    fn expand_group(
        &mut self,
        guards: &mut Guards,
        group: &mut Group,
        (key, reads): (u64, &[Reads]),
        units: &mut [Unit],
        at: Expanding<'_>,
        out: &mut Vec<Successor>,
    ) -> EvalResult<bool> {
        let before = out.len();
        self.expand_leaves(guards, (&group.leaves, group.mask), units, at, out)?;
        let found = &out[before..];
        let kept = found.iter().all(|successor| successor.delta & LOOSE == 0);
        if !kept || key == NO_KEY || news_of(units, &group.leaves) != group.news || group.results.is_refused()
        {
            return Ok(false);
        }
        let parent = Parent { state: at.state, hashes: &self.hashes };
        let bits = |word, bits| self.program.bits_hash(word, bits);
        group.results.remember((key, &reads[group.reads]), found, &self.known, parent, bits);
        Ok(true)
    }

    /// Appends the successors of remembered steps, if there are some under this key.
    #[inline]
    fn emit_group(
        &mut self,
        results: &mut Results,
        key: u64,
        at: Expanding<'_>,
        out: &mut Vec<Successor>,
    ) -> EvalResult<bool> {
        if at.plain {
            let parent = Parent { state: at.state, hashes: &self.hashes };
            let bits = |word, bits| self.program.bits_hash(word, bits);
            return Ok(results.emit(key, Emission { whole: at.parent, parent, out }, bits));
        }
        let Some(steps) = results.steps(key) else { return Ok(false) };
        for step in steps {
            let entry = Entry { first: step.delta, count: 1 };
            self.emit(entry, 0, Expanding { action: step.action, ..at }, out)?;
        }
        Ok(true)
    }
}
