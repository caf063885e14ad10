//! Which fairness is missing, and where a counterexample stops and why.
//!
//! The advisor asks questions about one graph; only the assumed fairness differs. Each counterexample breaks some
//! fairness that could be assumed, and one of these has to be: so the answer is a set that hits all that was broken so
//! far. The cheapest such set is tried; if it is not enough, the next counterexample adds to what has to be hit. The
//! cheapest set that hits everything is a lower bound, so the answer has as few conjuncts, and then as few SF, as
//! possible.

use super::error::{InternalFault, LivenessError};
use super::formula::{AtomId, Fairness, Strength};
use super::lasso::Lasso;
use super::problem::Problem;
use super::recheck::Word;

/// An action, or an instance of one, on which fairness could be assumed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Candidate {
    /// The atom of `ENABLED <<A>>_v`.
    pub enabled: AtomId,
    /// The atom of `<<A>>_v`.
    pub taken: AtomId,
    /// The atom of `ENABLED A`, if it is recorded: A may be possible but change nothing.
    pub possible: Option<AtomId>,
}

impl Candidate {
    /// Fairness on this action.
    pub fn fairness(&self, strength: Strength) -> Fairness {
        Fairness { strength, enabled: self.enabled, taken: self.taken }
    }
}

/// What the advisor found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Advice {
    /// The property holds as it is.
    NothingMissing,
    /// The property is violated even if all candidates are strongly fair, for instance by this behaviour.
    BeyondFairness(Lasso),
    /// The property holds if this is assumed as well, and with nothing cheaper.
    Add {
        /// The candidates, by number and in order.
        fairness: Vec<(usize, Strength)>,
        /// Some behaviour is left. If not, the advice is void. That cannot happen while every action that is fair
        /// implies the next-state relation and nothing is cut off by constraints.
        leaves_behaviours: bool,
    },
    /// The limit was reached.
    GivenUp,
}

/// What a fair action does on the cycle of a counterexample; the numbers are steps of the cycle, from 0.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Activity {
    /// Where the action is enabled.
    pub enabled_at: Vec<usize>,
    /// Where it is taken.
    pub taken_at: Vec<usize>,
}

/// Why a behaviour stops at a state, most likely first.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Stuck {
    /// The model's constraints cut off steps of the state: a bound of the model, not a fault of the specification.
    Bounded,
    /// No action can change anything: a dead end.
    DeadEnd,
    /// These actions are possible, but change nothing.
    ChangesNothing(Vec<usize>),
    /// These actions could go on, but nothing obliges them to.
    NotObliged(Vec<usize>),
}

/// What `action` does on the cycle of `lasso`, a behaviour of the problem's graph.
pub fn activity(problem: &Problem, lasso: &Lasso, action: &Candidate) -> Activity {
    let word = Word::new(problem.graph, problem.letters, lasso);
    let places = |atom| {
        let cycle = word.atom(atom).into_iter().skip(lasso.prefix.len());
        cycle.enumerate().filter(|(_, holds)| *holds).map(|(step, _)| step).collect()
    };
    Activity { enabled_at: places(action.enabled), taken_at: places(action.taken) }
}

/// Why `lasso` stops, if its cycle is one stuttering step. `cut` is the atom of states some of whose steps were cut off by
/// constraints.
pub fn why_stuck(
    problem: &Problem,
    lasso: &Lasso,
    actions: &[Candidate],
    cut: Option<AtomId>,
) -> Option<Stuck> {
    if !lasso.stuttering {
        return None;
    }
    let letter = problem.graph.letter(lasso.cycle[0].edge);
    let holds = |atom: AtomId| problem.letters.holds(letter, atom);
    let those = |holds: &dyn Fn(&Candidate) -> bool| -> Vec<usize> {
        (0..actions.len()).filter(|action| holds(&actions[*action])).collect()
    };
    let enabled = those(&|action| holds(action.enabled));
    let possible = those(&|action| action.possible.is_some_and(holds));
    Some(if cut.is_some_and(holds) {
        Stuck::Bounded
    } else if !enabled.is_empty() {
        Stuck::NotObliged(enabled)
    } else if !possible.is_empty() {
        Stuck::ChangesNothing(possible)
    } else {
        Stuck::DeadEnd
    })
}

/// Looks for the least fairness on `candidates` that makes the property hold, with at most `limit` searches.
pub fn advise(problem: &Problem, candidates: &[Candidate], limit: usize) -> Result<Advice, LivenessError> {
    advise_until(problem, candidates, limit, &|| false)
}

/// [`advise`], which gives up when `stopped` says so.
pub fn advise_until(
    problem: &Problem,
    candidates: &[Candidate],
    limit: usize,
    stopped: &dyn Fn() -> bool,
) -> Result<Advice, LivenessError> {
    let mut advisor = Advisor { problem, candidates, left: limit, stopped, broken: Vec::new() };
    match advisor.advise() {
        Err(Stop::GivenUp) => Ok(Advice::GivenUp),
        Err(Stop::Error(error)) => Err(error),
        Ok(advice) => Ok(advice),
    }
}

/// Fairness that can be added: twice the number of the candidate for WF, and one more for SF.
type Choice = usize;

fn choice(candidate: usize, strength: Strength) -> Choice {
    2 * candidate + usize::from(strength == Strength::Strong)
}

fn chosen(choice: Choice) -> (usize, Strength) {
    (choice / 2, if choice.is_multiple_of(2) { Strength::Weak } else { Strength::Strong })
}

/// Why there is no advice.
enum Stop {
    GivenUp,
    Error(LivenessError),
}

struct Advisor<'a> {
    problem: &'a Problem<'a>,
    candidates: &'a [Candidate],
    /// Searches that may still be made.
    left: usize,
    stopped: &'a dyn Fn() -> bool,
    /// For each counterexample so far, the choices that it breaks.
    broken: Vec<Vec<Choice>>,
}

impl Advisor<'_> {
    fn advise(&mut self) -> Result<Advice, Stop> {
        let Some(first) = self.search(&[])? else { return Ok(Advice::NothingMissing) };
        let all: Vec<Choice> = (0..self.candidates.len()).map(|at| choice(at, Strength::Strong)).collect();
        if let Some(lasso) = self.search(&all)? {
            return Ok(Advice::BeyondFairness(lasso));
        }
        self.find_needed(&all)?;
        let (mut added, mut lasso) = (Vec::new(), first);
        if !self.broken.is_empty() {
            added = cheapest(&self.broken).ok_or(Stop::GivenUp)?;
            match self.search(&added)? {
                Some(next) => lasso = next,
                None => return self.answer(&added),
            }
        }
        loop {
            let lasso_of_more = self.grow(added, lasso)?;
            let broken = self.broken_by(&lasso_of_more);
            if broken.is_empty() {
                return Err(Stop::Error(LivenessError::Internal(InternalFault::AdvisorStalled)));
            }
            self.broken.push(broken);
            added = cheapest(&self.broken).ok_or(Stop::GivenUp)?;
            match self.search(&added)? {
                Some(next) => lasso = next,
                None => return self.answer(&added),
            }
        }
    }

    fn answer(&mut self, added: &[Choice]) -> Result<Advice, Stop> {
        let mut fairness: Vec<_> = added.iter().copied().map(chosen).collect();
        fairness.sort_unstable();
        let leaves_behaviours = self.leaves_behaviours(added)?;
        Ok(Advice::Add { fairness, leaves_behaviours })
    }

    /// Counterexamples that are strongly fair to all candidates but one, where there are some, and then weakly fair to
    /// that one too: most answers consist of what these break. It is only a short cut.
    fn find_needed(&mut self, all: &[Choice]) -> Result<(), Stop> {
        if all.len() > self.left / 2 {
            return Ok(());
        }
        for candidate in 0..all.len() {
            let mut others = all.to_vec();
            others.swap_remove(candidate);
            let Some(lasso) = self.search(&others)? else { continue };
            let mut broken = self.broken_by(&lasso);
            let weak = choice(candidate, Strength::Weak);
            if broken.contains(&weak) {
                others.push(weak);
                if let Some(lasso) = self.search(&others)? {
                    broken = self.broken_by(&lasso);
                }
            }
            self.broken.push(broken);
        }
        Ok(())
    }

    fn assumptions(&self, added: &[Choice]) -> Vec<Fairness> {
        let added = added.iter().map(|choice| {
            let (candidate, strength) = chosen(*choice);
            self.candidates[candidate].fairness(strength)
        });
        self.problem.assumptions.iter().copied().chain(added).collect()
    }

    fn may_search(&mut self) -> Result<(), Stop> {
        self.left = self.left.checked_sub(1).filter(|_| !(self.stopped)()).ok_or(Stop::GivenUp)?;
        Ok(())
    }

    fn search(&mut self, added: &[Choice]) -> Result<Option<Lasso>, Stop> {
        self.may_search()?;
        let assumptions = self.assumptions(added);
        self.problem.assuming(&assumptions).check().map_err(Stop::Error)
    }

    /// Some behaviour is fair, whatever the property.
    fn leaves_behaviours(&mut self, added: &[Choice]) -> Result<bool, Stop> {
        self.may_search()?;
        let assumptions = self.assumptions(added);
        let mut formulas = self.problem.formulas.clone();
        let property = formulas.constant(false).map_err(Stop::Error)?;
        let problem = Problem { formulas: &formulas, property, ..*self.problem };
        Ok(problem.assuming(&assumptions).check().map_err(Stop::Error)?.is_some())
    }

    /// A counterexample that is fair in as many more ways as possible, and so says more about what is missing. Whether
    /// many candidates can be fair together is asked before each is asked about by itself.
    fn grow(&mut self, mut added: Vec<Choice>, mut lasso: Lasso) -> Result<Lasso, Stop> {
        let others = |candidate: &usize| !added.iter().any(|choice| chosen(*choice).0 == *candidate);
        let mut groups = vec![(0..self.candidates.len()).filter(others).collect::<Vec<usize>>()];
        while let Some(mut group) = groups.pop() {
            let word = Word::new(self.problem.graph, self.problem.letters, &lasso);
            let fair =
                |candidate: &usize| word.is_fair(self.candidates[*candidate].fairness(Strength::Strong));
            let strong = |candidate: &usize| choice(*candidate, Strength::Strong);
            added.extend(group.iter().filter(|candidate| fair(candidate)).map(strong));
            group.retain(|candidate| !fair(candidate));
            if group.is_empty() {
                continue;
            }
            let known = added.len();
            added.extend(group.iter().map(strong));
            // With fairness of everything the property holds.
            let everything = added.len() == self.candidates.len()
                && added.iter().all(|choice| chosen(*choice).1 == Strength::Strong);
            let next = if everything { None } else { self.search(&added)? };
            match next {
                Some(next) => lasso = next,
                None => {
                    added.truncate(known);
                    if group.len() > 1 {
                        let second = group.split_off(group.len() / 2);
                        groups.extend([second, group]);
                    }
                }
            }
        }
        Ok(lasso)
    }

    fn broken_by(&self, lasso: &Lasso) -> Vec<Choice> {
        let word = Word::new(self.problem.graph, self.problem.letters, lasso);
        let broken = |choice: &Choice| {
            let (candidate, strength) = chosen(*choice);
            !word.is_fair(self.candidates[candidate].fairness(strength))
        };
        (0..2 * self.candidates.len()).filter(broken).collect()
    }
}

/// A set with an element of each of `sets`: as small as possible, and then with as few SF as possible. None if that takes
/// too long.
fn cheapest(sets: &[Vec<Choice>]) -> Option<Vec<Choice>> {
    let mut hitting = Hitting { sets, best: None, left: 1 << 20 };
    for size in 0..=sets.len() {
        hitting.extend(&mut Vec::new(), size)?;
        if let Some((_, best)) = hitting.best {
            return Some(best);
        }
    }
    None
}

struct Hitting<'a> {
    sets: &'a [Vec<Choice>],
    /// The number of SF, and the set.
    best: Option<(usize, Vec<Choice>)>,
    left: usize,
}

impl Hitting<'_> {
    /// Adds up to `more` elements to `chosen` in all ways that hit a set that is not hit yet.
    fn extend(&mut self, chosen: &mut Vec<Choice>, more: usize) -> Option<()> {
        self.left = self.left.checked_sub(1)?;
        let sets = self.sets;
        let Some(open) = sets.iter().find(|set| !set.iter().any(|choice| chosen.contains(choice))) else {
            let strong = chosen.iter().filter(|choice| **choice % 2 == 1).count();
            if self.best.as_ref().is_none_or(|(least, _)| strong < *least) {
                self.best = Some((strong, chosen.clone()));
            }
            return Some(());
        };
        if more > 0 {
            for choice in open {
                chosen.push(*choice);
                self.extend(chosen, more - 1)?;
                chosen.pop();
            }
        }
        Some(())
    }
}
