//! The parts of units that are looked up by themselves: a unit whose results depend on much is taken apart at its
//! branching points, as far as its branches are always the same and come in the same order.

use super::keys::Wanted;
use super::units::{Branched, Expanding, Split, Taken, Unit, Way};
use super::{Explorer, Successor};
use crate::error::{EvalError, EvalErrorKind, EvalResult};
use crate::universe::{Bits, has, last_bit};

/// A unit, or a branch of one.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct Leaf {
    /// The action instance.
    pub(super) action: u32,
    /// The branches that lead to it, by their places.
    pub(super) path: Box<[u32]>,
}

/// A leaf, and what it reads, if that is known.
pub(super) struct LeafReads {
    pub(super) leaf: Leaf,
    pub(super) reads: Option<Wanted>,
    /// It is all that its steps change, too.
    pub(super) told: bool,
}

/// When a unit is not taken apart further.
#[derive(Clone, Copy)]
pub(super) enum Small {
    /// It reads no more bits than this.
    Reads(u32),
    /// Nor do its steps change more.
    Changes(u32),
}

/// A unit taken apart.
pub(super) struct Apart {
    /// Its leaves, in order.
    pub(super) leaves: Vec<LeafReads>,
    /// Elements of which nothing is known yet: with one of them there are more leaves.
    pub(super) absent: Wanted,
}

/// The place of a branch, and the element of a universe that must be there for it.
type Place = (u32, Option<(u32, u32)>);

/// Units with more leaves than this are not taken apart.
const LEAF_LIMIT: usize = 256;

impl Leaf {
    /// A whole unit.
    pub(super) fn whole(action: usize) -> Self {
        Self { action: action as u32, path: Box::default() }
    }

    /// The news of its trees: they become more whenever one comes to read something that it did not read, or had
    /// forgotten.
    pub(super) fn news(&self, units: &[Unit]) -> usize {
        let mut unit = &units[self.action as usize];
        let mut news = 0;
        for place in &self.path {
            let Split::Branches(branched) = &unit.split else { return usize::MAX };
            let Some(branch) = branched.units.get(*place as usize) else { return usize::MAX };
            news += branched.before.news();
            unit = branch;
        }
        news + unit.news()
    }

    /// The word of a state that alone tells that the leaf has no step, if one does.
    #[inline]
    pub(super) fn denied_by(&self, units: &[Unit], state: &[u32]) -> Option<u32> {
        let unit = &units[self.action as usize];
        match &unit.split {
            _ if self.path.is_empty() => unit.memo.denied_by(state),
            // What comes first may fail: something that comes later denies nothing.
            Split::Branches(branched) if branched.asks_before() => branched.before.denied_by(state),
            _ => None,
        }
    }
}

impl Explorer<'_> {
    /// The leaves of a unit, so that each is small if possible. None if it has no branches, too many, or some that are
    /// not always there.
    pub(super) fn take_apart(&mut self, action: usize, unit: &Unit, small: Small) -> Option<Apart> {
        let mut apart = Apart { leaves: Vec::new(), absent: Wanted::default() };
        let (mut path, before) = (Vec::new(), Wanted::default());
        let result = self.collect(action as u32, unit, small, &before, &mut path, &mut apart);
        (result.is_some() && apart.leaves.len() > 1).then_some(apart)
    }

    /// Decides whether units that are on trial stay taken apart, and begins to try those whose results depend on more
    /// than `most` bits. `good` tells whether so many leaves are found fast.
    pub(super) fn try_apart(&mut self, unit: &mut Unit, most: u32, good: &dyn Fn(Vec<LeafReads>) -> bool) {
        if let Split::Branches(branched) = &mut unit.split
            && branched.units.len() <= LEAF_LIMIT
        {
            branched.units.iter_mut().for_each(|branch| self.try_apart(branch, most, good));
        }
        if unit.is_on_trial() {
            let apart = self.take_apart(0, unit, Small::Reads(most));
            unit.end_trial(apart.is_some_and(|apart| good(apart.leaves)));
        }
        let mut wanted = Wanted::default();
        if unit.is_on()
            && unit.reads(self.program, &self.registers.masks, &mut wanted)
            && wanted.width() > most
        {
            unit.begin_trial(self.program);
        }
    }

    fn collect(
        &mut self,
        action: u32,
        unit: &Unit,
        small: Small,
        before: &Wanted,
        path: &mut Vec<u32>,
        apart: &mut Apart,
    ) -> Option<()> {
        let mut wanted = before.clone();
        let reads = unit.reads(self.program, &self.registers.masks, &mut wanted);
        let is_small = || match small {
            Small::Reads(most) => wanted.width() <= most,
            Small::Changes(most) => wanted.width() <= most && self.with_changed(unit, wanted.clone()).1,
        };
        let branched = match &unit.split {
            Split::Branches(branched) if !(unit.is_on() || reads && is_small()) => branched,
            _ => {
                let leaf = Leaf { action, path: path.as_slice().into() };
                apart.leaves.push(self.leaf_reads(leaf, unit, reads.then_some(wanted)));
                return (apart.leaves.len() <= LEAF_LIMIT).then_some(());
            }
        };
        if branched.failed || !branched.before.is_on() {
            return None;
        }
        let mut before = before.clone();
        before.add(self.program, &self.registers.masks, &branched.before);
        for (place, element) in self.places(branched, apart)? {
            let mut before = before.clone();
            if let Some((universe, element)) = element {
                before.add_element(self.program, universe, element);
            }
            path.push(place);
            self.collect(action, branched.units.get(place as usize)?, small, &before, path, apart)?;
            path.pop();
        }
        Some(())
    }

    /// The places of the branches that may have a step, in order, with the elements that must be there.
    fn places(&mut self, branched: &Branched, apart: &mut Apart) -> Option<Vec<Place>> {
        let Some(rows) = branched.rows() else {
            return Some((0..branched.units.len() as u32).map(|place| (place, None)).collect());
        };
        let combinations = branched.never.len();
        let never = |element: u32, combination: usize| has(&branched.never[combination], element);
        let Some(universe) = rows.universe() else {
            let places = (0..combinations).filter(|combination| !never(0, *combination));
            return Some(places.map(|combination| (combination as u32, None)).collect());
        };
        let shared = &self.program.universes[universe as usize];
        if !shared.is_plain() {
            return None;
        }
        let words = shared.words as usize;
        let (mut met, mut unknown) = (Bits::from_elem(0, words), Bits::from_elem(0, words));
        for element in 0..64 * words as u32 {
            let is_met = (0..combinations).all(|combination| {
                let place = element as usize * combinations + combination;
                never(element, combination) || branched.units.get(place).is_some_and(Unit::is_known)
            });
            let bits = if is_met { &mut met } else { &mut unknown };
            bits[element as usize / 64] |= 1 << (element % 64);
        }
        apart.absent.add_elements(self.program, universe, &Bits::from_elem(0, words), &unknown);
        last_bit(&met)?;
        let (mut order, mut places) = (Vec::new(), Vec::new());
        self.put_in_order(universe, &met, &mut order).ok()?;
        let inner = rows.inner();
        for first in (0..combinations).step_by(inner) {
            for element in &order {
                for combination in (first..first + inner).filter(|combination| !never(*element, *combination))
                {
                    let place = *element * combinations as u32 + combination as u32;
                    places.push((place, Some((universe, *element))));
                }
            }
        }
        Some(places)
    }

    /// Appends the successors that a leaf gives.
    pub(super) fn expand_leaf(
        &mut self,
        units: &mut [Unit],
        leaf: &Leaf,
        at: Expanding<'_>,
        out: &mut Vec<Successor>,
    ) -> EvalResult<()> {
        let at = Expanding { action: leaf.action, ..at };
        self.expand_path(&mut units[leaf.action as usize], &leaf.path, at, out)
    }

    fn expand_path(
        &mut self,
        unit: &mut Unit,
        path: &[u32],
        at: Expanding<'_>,
        out: &mut Vec<Successor>,
    ) -> EvalResult<()> {
        let Some((place, rest)) = path.split_first() else { return self.expand_unit(unit, at, out) };
        let Split::Branches(branched) = &mut unit.split else { return Err(lost()) };
        if !self.comes_to_branches(branched, at, out)? {
            return Ok(());
        }
        let place = *place as usize;
        let way = match branched.rows() {
            None => Way::Alternative(place),
            Some(rows) => {
                let combinations = branched.never.len();
                let (element, combination) = ((place / combinations) as u32, place % combinations);
                let mut value = None;
                if let Some(universe) = rows.universe() {
                    let shared = &self.program.universes[universe as usize];
                    if !has(&shared.bits(at.state), element) {
                        return Ok(());
                    }
                    value = Some(shared.elements.permanent(element));
                }
                if has(&branched.never[combination], element) {
                    return Ok(());
                }
                Way::Row(rows.row(combination, value))
            }
        };
        let Some(branch) = branched.units.get_mut(place) else { return Err(lost()) };
        self.taken.push(Taken { act: branched.pin.act, clean: branched.pin.clean, way, place: place as u32 });
        let result = self.expand_path(branch, rest, at, out);
        self.taken.pop();
        result
    }
}

/// A leaf is not where it was. Plans are made anew whenever units are taken apart or put together, so this does not
/// happen; if it did, successors must not be left out in silence.
#[cold]
fn lost() -> Box<EvalError> {
    EvalError::new(EvalErrorKind::Internal, "A branch of an action is not where it was.")
}
