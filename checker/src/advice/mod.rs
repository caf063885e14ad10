//! What to say after a temporal property was violated: how the behaviour satisfies the assumed fairness, which actions
//! it neglects, why it stops if it stops, and which fairness would make the property hold.
//!
//! The states are walked through once more (`walk.rs`), now with letters that tell of every action; then
//! [`advisor`] asks. Nothing here changes a verdict.

mod walk;

use crate::liveness::advisor::{self, Activity, Candidate, Stuck};
use crate::liveness::{Fairness, Formula, Lasso, LivenessError, Problem, Step, Strength};
use crate::observer::Observer;
use crate::report::{Cycle, TraceState, Violation, ViolationKind};
use crate::system::{Questions, System};
use tern_evaluator::error::{EvalError, EvalErrorKind};
use walk::{Bounds, Walk};

/// On what fairness could be assumed, and in which order to try.
#[derive(Clone, Debug, Default)]
pub struct Parts {
    /// Each is a set of action instances: an action formula that is their disjunction.
    pub sets: Vec<Vec<u32>>,
    /// The sets that are candidates together, by number; the first attempt that gives advice decides.
    pub attempts: Vec<Vec<usize>>,
}

/// How much work advice may be. What is beyond ends in a [`Remedy`] that says so.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// States that are walked through.
    pub states: usize,
    /// Steps of these states.
    pub steps: u64,
    /// Memory for what is true of steps, in bytes.
    pub letters: usize,
    /// Steps that all searches together may look at, as an estimate: steps of the graph times searches. Eight questions
    /// are asked in any case.
    pub visits: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { states: 1 << 20, steps: 1 << 24, letters: 1 << 28, visits: 1 << 28 }
    }
}

/// What there is to say about a behaviour that violates a temporal property.
#[derive(Clone, Debug)]
pub struct Advice {
    /// What the actions of the assumed fairness do on the cycle, in the order of [`Questions::assumptions`]; the numbers
    /// are positions on the cycle, from 0.
    pub assumed: Vec<(Fairness, Activity)>,
    /// What each of the [`Parts`] does there.
    pub parts: Vec<Activity>,
    /// Why it stops, if it does; the numbers are those of the parts of the last attempt.
    pub stuck: Option<Stuck>,
    /// What would help.
    pub remedy: Remedy,
}

/// What would make the property hold.
#[derive(Clone, Debug)]
pub enum Remedy {
    /// The states are too many, or something else was in the way: nothing is known.
    NotAttempted(NotAttempted),
    /// The searches took too long.
    GivenUp,
    /// Nothing: what the behaviour has done so far is wrong, whatever follows.
    BadBeginning,
    /// No fairness: this behaviour violates the property though all actions are strongly fair.
    Beyond {
        /// Its states.
        trace: Vec<TraceState>,
        /// How it goes on.
        cycle: Cycle,
        /// It is the one that the search found.
        shown: bool,
        /// Why it stops, if it does; the numbers are those of the parts of the last attempt.
        stuck: Option<Stuck>,
    },
    /// With this, the property holds.
    Add {
        /// Parts by number, with what is to be assumed.
        fairness: Vec<(usize, Strength)>,
        /// Some behaviour satisfies all assumptions then.
        leaves_behaviours: bool,
        /// Temporal properties, by number, that are violated even so.
        still_violated: Vec<usize>,
    },
}

/// Why there is no advice.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NotAttempted {
    /// There are more states than that.
    TooManyStates(usize),
    /// There are more steps than that.
    TooManySteps(u64),
    /// The steps differ in too many ways.
    TooManyLetters,
    /// The specification would print once more, or find its registers changed.
    Effects,
    /// It was asked to stop.
    Interrupted,
    /// A view may make one of states with different steps: what is enabled in one of them says nothing of the others.
    View,
    /// The shown behaviour was not found again: what the specification says of a state changes from time to time.
    Lost,
    /// Something could not be evaluated, or was too large.
    Failed(String),
}

impl From<LivenessError> for NotAttempted {
    fn from(error: LivenessError) -> Self {
        Self::Failed(error.to_string())
    }
}

impl From<Box<EvalError>> for NotAttempted {
    fn from(error: Box<EvalError>) -> Self {
        match error.kind {
            EvalErrorKind::Interrupted => Self::Interrupted,
            _ => Self::Failed(error.message),
        }
    }
}

/// Looks for advice about a violation of kind [`ViolationKind::Temporal`], by which all properties of the numbers
/// `violated` shall hold; none for other kinds.
pub fn advise<S: System>(
    system: &S,
    violation: &Violation,
    violated: &[usize],
    parts: &Parts,
    (limits, workers): (&Limits, usize),
    observer: &dyn Observer,
) -> Option<Advice> {
    let ViolationKind::Temporal(_) = violation.kind else { return None };
    let only = |remedy| Advice { assumed: Vec::new(), parts: Vec::new(), stuck: None, remedy };
    let Some(cycle) = &violation.cycle else { return Some(only(Remedy::BadBeginning)) };
    let found = look(system, (violation, cycle), violated, parts, (limits, workers), observer);
    Some(found.unwrap_or_else(|why| only(Remedy::NotAttempted(why))))
}

/// [`advise`] for a behaviour that goes on forever.
fn look<S: System>(
    system: &S,
    (violation, cycle): (&Violation, &Cycle),
    violated: &[usize],
    parts: &Parts,
    (limits, workers): (&Limits, usize),
    observer: &dyn Observer,
) -> Result<Advice, NotAttempted> {
    if system.ordered() {
        return Err(NotAttempted::Effects);
    }
    if !system.checks().temporal.is_some_and(|atoms| atoms.of_states) {
        return Err(NotAttempted::View);
    }
    let questions = system.questions()?;
    let bounds = Bounds { states: limits.states, steps: limits.steps, letters: limits.letters };
    let mut walk = Walk::through(system, &parts.sets, &bounds, observer)?;
    let lasso = walk.lasso(&violation.trace, cycle).ok_or(NotAttempted::Lost)?;
    let mut inquiry = Inquiry::new(questions, violated.to_vec(), parts, workers)?;
    let stopped = || observer.stop_requested();
    let assumed = inquiry.assumed(&walk, &lasso);
    let (activities, stuck) = inquiry.on(&walk, &lasso);
    let remedy = inquiry.remedy(&mut walk, &lasso, (limits.visits, &stopped), (violation, cycle));
    let remedy = remedy.unwrap_or_else(|error| Remedy::NotAttempted(error.into()));
    Ok(Advice { assumed, parts: activities, stuck, remedy })
}

/// The questions to a walked graph.
struct Inquiry<'a> {
    questions: Questions,
    /// The properties that shall hold, by number, and their conjunction.
    violated: Vec<usize>,
    property: Formula,
    parts: &'a Parts,
    workers: usize,
}

impl<'a> Inquiry<'a> {
    fn new(
        mut questions: Questions,
        violated: Vec<usize>,
        parts: &'a Parts,
        workers: usize,
    ) -> Result<Self, LivenessError> {
        let formulas: Vec<Formula> =
            violated.iter().filter_map(|number| questions.properties.get(*number).copied()).collect();
        let property = questions.formulas.all(formulas)?;
        Ok(Self { questions, violated, property, parts, workers })
    }

    fn problem<'p>(&'p self, walk: &'p Walk<impl crate::system::Explorer>, property: Formula) -> Problem<'p> {
        Problem::new(&walk.graph, &walk.letters, &self.questions.formulas, property)
            .assuming(&self.questions.assumptions)
            .given(&self.questions.extra)
            .workers(self.workers)
    }

    fn assumed(&self, walk: &Walk<impl crate::system::Explorer>, lasso: &Lasso) -> Vec<(Fairness, Activity)> {
        let problem = self.problem(walk, self.property);
        let of = |fairness: &Fairness| {
            let action = Candidate { enabled: fairness.enabled, taken: fairness.taken, possible: None };
            (*fairness, advisor::activity(&problem, lasso, &action))
        };
        self.questions.assumptions.iter().map(of).collect()
    }

    /// What the parts do on the cycle, and why it stops.
    fn on(&self, walk: &Walk<impl crate::system::Explorer>, lasso: &Lasso) -> (Vec<Activity>, Option<Stuck>) {
        let problem = self.problem(walk, self.property);
        let parts = (0..self.parts.sets.len()).map(|part| walk.candidate(part));
        let activities = parts.map(|part| advisor::activity(&problem, lasso, &part)).collect();
        let last = self.parts.attempts.last().map(Vec::as_slice).unwrap_or_default();
        let last: Vec<Candidate> = last.iter().map(|part| walk.candidate(*part)).collect();
        let of_last = advisor::why_stuck(&problem, lasso, &last, Some(walk.cut()));
        (activities, of_last)
    }

    fn remedy(
        &mut self,
        walk: &mut Walk<impl crate::system::Explorer>,
        shown: &Lasso,
        (visits, stopped): (u64, &dyn Fn() -> bool),
        found: (&Violation, &Cycle),
    ) -> Result<Remedy, LivenessError> {
        let searches = self.problem(walk, self.property).searches()?.max(1);
        let question = walk.graph.edges().max(1).saturating_mul(searches as u64);
        let limit = usize::try_from(visits / question).unwrap_or(usize::MAX).max(8);
        let (mut remedy, mut void) = (Remedy::GivenUp, None);
        for attempt in &self.parts.attempts {
            let candidates: Vec<Candidate> = attempt.iter().map(|part| walk.candidate(*part)).collect();
            let problem = self.problem(walk, self.property);
            remedy = match advisor::advise_until(&problem, &candidates, limit, stopped)? {
                advisor::Advice::Add { fairness, leaves_behaviours } => {
                    let named: Vec<(usize, Strength)> =
                        fairness.iter().map(|(at, strength)| (attempt[*at], *strength)).collect();
                    let still_violated = self.still_violated(walk, &named)?;
                    let add = Remedy::Add { fairness: named, leaves_behaviours, still_violated };
                    if leaves_behaviours {
                        return Ok(add);
                    }
                    void.get_or_insert(add);
                    continue;
                }
                // That the property is violated was found on the same graph.
                advisor::Advice::NothingMissing => Remedy::NotAttempted(NotAttempted::Lost),
                advisor::Advice::GivenUp => Remedy::GivenUp,
                advisor::Advice::BeyondFairness(other) => {
                    let fair = |candidate: &Candidate| {
                        let activity = advisor::activity(&problem, shown, candidate);
                        activity.enabled_at.is_empty() || !activity.taken_at.is_empty()
                    };
                    if candidates.iter().all(fair) {
                        let (violation, cycle) = found;
                        let (trace, cycle) = (violation.trace.clone(), cycle.clone());
                        Remedy::Beyond { trace, cycle, shown: true, stuck: None }
                    } else {
                        let violates =
                            |number: &usize| !problem.satisfies(&other, self.questions.properties[*number]);
                        let properties = self.violated.iter().copied().filter(violates).collect();
                        let (_, stuck) = self.on(walk, &other);
                        match walk.behaviour(&other, properties) {
                            Some((trace, cycle)) => Remedy::Beyond { trace, cycle, shown: false, stuck },
                            None => Remedy::NotAttempted(NotAttempted::Lost),
                        }
                    }
                }
            };
        }
        // What leaves no behaviour is no advice, but it says that there is nothing better.
        Ok(void.unwrap_or(remedy))
    }

    /// The properties that are violated though this is assumed as well.
    fn still_violated(
        &self,
        walk: &Walk<impl crate::system::Explorer>,
        added: &[(usize, Strength)],
    ) -> Result<Vec<usize>, LivenessError> {
        let added = added.iter().map(|(part, strength)| walk.candidate(*part).fairness(*strength));
        let assumptions: Vec<Fairness> = self.questions.assumptions.iter().copied().chain(added).collect();
        let mut violated = Vec::new();
        for (number, property) in self.questions.properties.iter().enumerate() {
            if !self.violated.contains(&number)
                && self.problem(walk, *property).assuming(&assumptions).check()?.is_some()
            {
                violated.push(number);
            }
        }
        Ok(violated)
    }
}

/// The steps of a behaviour: those before the cycle, and those on it.
fn lasso_of(steps: Vec<Step>, back_to: usize, stuttering: bool) -> Lasso {
    let mut prefix = steps;
    let cycle = prefix.split_off(back_to);
    Lasso { prefix, cycle, stuttering }
}
