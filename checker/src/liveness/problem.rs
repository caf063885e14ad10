//! A question to a graph: does every fair behaviour satisfy the property?

use super::error::{InternalFault, LivenessError};
use super::faults::{Fault, Faults};
use super::formula::{Fairness, Formula, Formulas};
use super::graph::Graph;
use super::lasso::{self, Lasso};
use super::letter::Letters;
use super::normal::{Normal, Normals};
use super::plan::{self, Plan};
use super::product::{Layout, Product};
use super::recheck::{Claim, Word};
use super::search;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// A question. Several may be put to one graph; letters are shared.
#[derive(Clone, Copy, Debug)]
pub struct Problem<'a> {
    /// The states and steps. Those expanded so far may be all that there is.
    pub graph: &'a Graph,
    /// The letters of the steps.
    pub letters: &'a Letters,
    /// Where the formulas are.
    pub formulas: &'a Formulas,
    /// Assumed fairness, any number of it.
    pub assumptions: &'a [Fairness],
    /// Other assumptions.
    pub extra: &'a [Formula],
    /// What every behaviour has to satisfy that satisfies all assumptions.
    pub property: Formula,
    /// At most so many threads; the answer does not depend on it.
    pub workers: usize,
    pub(crate) faults: Faults,
}

impl<'a> Problem<'a> {
    /// The question whether every behaviour satisfies `property`, to be answered by one worker.
    pub fn new(graph: &'a Graph, letters: &'a Letters, formulas: &'a Formulas, property: Formula) -> Self {
        let faults = Faults::default();
        Self { graph, letters, formulas, assumptions: &[], extra: &[], property, workers: 1, faults }
    }

    /// The same question, but only about behaviours that are fair in these ways.
    pub fn assuming(self, assumptions: &'a [Fairness]) -> Self {
        Self { assumptions, ..self }
    }

    /// The same question, but only about behaviours that satisfy these formulas.
    pub fn given(self, extra: &'a [Formula]) -> Self {
        Self { extra, ..self }
    }

    /// The same question, for up to so many workers.
    pub fn workers(self, workers: usize) -> Self {
        Self { workers, ..self }
    }

    /// A behaviour of the expanded states that satisfies the assumptions and not the property, with a shortest prefix;
    /// none if there is none. It was examined independently of how it was found.
    ///
    /// With the property FALSE this asks whether there is any fair behaviour, and gives one.
    pub fn check(&self) -> Result<Option<Lasso>, LivenessError> {
        Ok(Self::first_violated(std::slice::from_ref(self), self.workers, None)?.map(|(_, lasso)| lasso))
    }

    /// The first of several questions that has a counterexample, by number, with what [`check`](Self::check) gives for
    /// it. Searches are made at the same time, by up to so many workers; if none has found anything when the last one
    /// was begun, `last` is done besides, which is told how many workers it may use.
    pub(crate) fn first_violated(
        problems: &[Self],
        workers: usize,
        last: Option<&(dyn Fn(usize) + Sync)>,
    ) -> Result<Option<(usize, Lasso)>, LivenessError> {
        let prepare = |problem: &Self| {
            let mut normals = Normals::new(problem.faults);
            problem.plans(&mut normals).map(|plans| (normals, plans))
        };
        let (mut prepared, mut too_large) = (Vec::new(), None);
        for problem in problems {
            match prepare(problem) {
                Ok(plans) => prepared.push(plans),
                // A counterexample to a question before this one counts all the same.
                Err(error) => {
                    too_large = Some(error);
                    break;
                }
            }
        }
        let tasks: Vec<_> = (problems.iter().zip(&prepared).enumerate())
            .flat_map(|(number, (problem, (normals, plans)))| {
                plans.iter().map(move |plan| (number, *problem, normals, plan))
            })
            .collect();
        let threads = workers.min(tasks.len()).max(1);
        let (next, end) = (AtomicUsize::new(0), AtomicUsize::new(tasks.len()));
        let work = || {
            let mut answers = Vec::new();
            loop {
                let task = next.fetch_add(1, Relaxed);
                // What comes after an answer does not count.
                if task >= end.load(Relaxed) {
                    let all_begun = task == tasks.len() && end.load(Relaxed) == task;
                    last.filter(|_| all_begun).into_iter().for_each(|last| last(workers / threads));
                    return answers;
                }
                let (number, problem, normals, plan) = tasks[task];
                let found = problem.workers(workers / threads).search(normals, plan);
                let answer = found.and_then(|lasso| lasso.map(|lasso| problem.examined(lasso)).transpose());
                if let Some(answer) = answer.transpose() {
                    end.fetch_min(task, Relaxed);
                    answers.push((task, number, answer));
                }
            }
        };
        let answers = std::thread::scope(|scope| {
            let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
            let mut answers = work();
            for other in others {
                answers.extend(other.join().unwrap_or_else(|payload| resume_unwind(payload)));
            }
            answers
        });
        match answers.into_iter().min_by_key(|(task, ..)| *task) {
            Some((_, number, answer)) => Ok(Some((number, answer?))),
            None => too_large.map_or(Ok(None), Err),
        }
    }

    /// Whether `formula` holds of `lasso`, a behaviour of this graph: tells which of several properties one
    /// counterexample violates.
    pub fn satisfies(&self, lasso: &Lasso, formula: Formula) -> bool {
        Word::new(self.graph, self.letters, lasso).satisfies(self.formulas, formula)
    }

    /// How many searches this takes.
    pub fn searches(&self) -> Result<usize, LivenessError> {
        Ok(self.plans(&mut Normals::new(self.faults))?.len())
    }

    /// The searches; one of them finds something if and only if the property is violated.
    fn plans(&self, normals: &mut Normals) -> Result<Vec<Plan>, LivenessError> {
        self.check_atoms()?;
        let negated = normals.negate(self.formulas, self.property)?;
        if self.faults.has(Fault::NoContinuation) && self.can_begin(normals, negated) {
            return Err(LivenessError::Internal(InternalFault::LostComponent));
        }
        let mut goals = vec![negated];
        for extra in self.extra {
            goals.push(normals.normalise(self.formulas, *extra)?);
        }
        for fairness in self.assumptions {
            goals.push(normals.fair(*fairness)?);
        }
        plan::searches(normals, &goals, self.faults)
    }

    fn check_atoms(&self) -> Result<(), LivenessError> {
        let formulas: Vec<Formula> = self.extra.iter().copied().chain([self.property]).collect();
        let fairness = self.assumptions.iter().flat_map(|fairness| [fairness.enabled, fairness.taken]);
        let atoms = self.letters.atoms();
        let unknown = |atom: &super::formula::AtomId| atom.0 as usize >= atoms;
        match self.formulas.atoms(&formulas).into_iter().chain(fairness).find(unknown) {
            Some(atom) => Err(LivenessError::UnknownAtom { atom: atom.0, atoms }),
            None => Ok(()),
        }
    }

    /// A Boolean formula holds of the first step of a behaviour.
    fn can_begin(&self, normals: &Normals, formula: Normal) -> bool {
        normals.is_boolean(formula) && {
            let truth = &normals.truth(&[formula], self.letters)[0];
            let mut steps = self.graph.initial().flat_map(|state| self.graph.steps(state));
            steps.any(|edge| {
                let letter = self.graph.letter(edge).index();
                truth[letter / 64] >> (letter % 64) & 1 != 0
            })
        }
    }

    /// Carries out one search, with as many words for sets of conditions as it needs.
    fn search(&self, normals: &Normals, plan: &Plan) -> Result<Option<Lasso>, LivenessError> {
        let given = Layout::of(plan).size();
        match given.div_ceil(64) {
            0..=1 => self.search_sized::<1>(normals, plan),
            2..=4 => self.search_sized::<4>(normals, plan),
            5..=16 => self.search_sized::<16>(normals, plan),
            17..=64 => self.search_sized::<64>(normals, plan),
            _ => Err(LivenessError::TooManyConditions { given, limit: Layout::LIMIT }),
        }
    }

    fn search_sized<const W: usize>(
        &self,
        normals: &Normals,
        plan: &Plan,
    ) -> Result<Option<Lasso>, LivenessError> {
        let product = Product::<W>::new(self.graph, self.letters, normals, plan, self.faults)?;
        let accepting = search::accepting(&product, self.workers)?;
        if accepting.is_empty() { Ok(None) } else { lasso::find(&product, &accepting).map(Some) }
    }

    fn examined(&self, lasso: Lasso) -> Result<Lasso, LivenessError> {
        let Self { formulas, assumptions, extra, property, .. } = *self;
        let claim = Claim { formulas, assumptions, extra, property };
        let examine = |lasso: &Lasso| claim.examine(&Word::new(self.graph, self.letters, lasso));
        examine(&lasso)?;
        // Stuttering steps that only gave the automaton time tell a reader nothing.
        Ok(lasso.without_stuttering(self.graph).filter(|shorter| examine(shorter).is_ok()).unwrap_or(lasso))
    }
}
