//! Temporal properties at the end of a search: the questions to the recorded graph, and a counterexample as a trace.

use crate::liveness::{Formula, Graph, Lasso, LetterId, Letters, LivenessError, Problem};
use crate::log::Log;
use crate::recording::{Recorder, Scribe};
use crate::report::{Cycle, TraceState, Violation, ViolationKind};
use crate::system::{Atoms, Candidate, Explorer, Questions, System};
use crate::trace;

/// A behaviour that is fair and violates temporal properties, those given by number.
pub(crate) struct Counterexample {
    lasso: Lasso,
    properties: Vec<usize>,
}

/// How many searches of the graph the properties of a system take; none if there are no temporal properties.
///
/// # Errors
/// The formulas are too large.
pub fn searches<S: System>(system: &S) -> Result<usize, LivenessError> {
    let Some(atoms) = system.checks().temporal else { return Ok(0) };
    let questions = system.questions()?;
    let (graph, letters) = (Graph::new(), Letters::new(atoms.number));
    let mut searches = 0;
    for property in &questions.properties {
        searches += questions.about(*property, &graph, &letters).searches()?;
    }
    Ok(searches)
}

impl Questions {
    /// The question whether all behaviours of a graph have a property.
    fn about<'a>(&'a self, property: Formula, graph: &'a Graph, letters: &'a Letters) -> Problem<'a> {
        Problem::new(graph, letters, &self.formulas, property).assuming(&self.assumptions).given(&self.extra)
    }
}

/// Asks the graph about all properties, with up to so many workers.
pub(crate) fn check(
    questions: &Questions,
    recorder: &Recorder,
    workers: usize,
) -> Result<Option<Counterexample>, LivenessError> {
    let properties = &questions.properties;
    for property in properties {
        let problem = questions.about(*property, &recorder.graph, &recorder.letters).workers(workers);
        if let Some(lasso) = problem.check()? {
            let violated = |number: &usize| !problem.satisfies(&lasso, properties[*number]);
            let properties = (0..properties.len()).filter(violated).collect();
            return Ok(Some(Counterexample { lasso, properties }));
        }
    }
    Ok(None)
}

impl Counterexample {
    /// The violation with its trace: the steps are made again, by `explorer`.
    pub(crate) fn violation<E: Explorer>(
        self,
        explorer: &mut E,
        atoms: Atoms,
        width: usize,
        log: &Log,
        recorder: &Recorder,
    ) -> Violation {
        let Self { lasso, properties } = self;
        let graph = &recorder.graph;
        let steps: Vec<_> = lasso.steps().copied().collect();
        let states: Vec<u32> = steps.iter().map(|step| step.state).collect();
        let fingerprints = recorder.fingerprints(&states);
        let back_to = lasso.prefix.len();
        let scribe = Scribe::new(atoms);
        let mut walker = Walker { explorer, scribe, recorder, width, candidates: Vec::new() };
        let mut trace = walker.shortest(log, states[0]);
        trace.truncate(1);
        for (position, step) in (1..).zip(&steps).take(steps.len() - 1) {
            let Some(last) = trace.last() else { break };
            let next = if graph.is_stuttering(step.state, step.edge) {
                Some(TraceState { action: None, words: last.words.clone() })
            } else {
                walker.step(last, position as u32, fingerprints[position], graph.letter(step.edge))
            };
            // A view may make one of states with different steps: then what is known of the state is shown.
            let next = next.or_else(|| walker.shortest(log, states[position]).pop());
            trace.extend(next);
        }
        let closing =
            steps.last().filter(|_| !lasso.stuttering).zip(trace.last()).and_then(|(step, last)| {
                walker.step(last, steps.len() as u32, fingerprints[back_to], graph.letter(step.edge))
            });
        let action = closing.and_then(|state| state.action);
        let kind = ViolationKind::Temporal(properties.first().copied().unwrap_or_default());
        Violation { kind, trace, cycle: Some(Cycle { back_to, action, properties }) }
    }
}

/// Makes steps of the graph again.
struct Walker<'e, E> {
    explorer: &'e mut E,
    scribe: Scribe,
    recorder: &'e Recorder,
    width: usize,
    candidates: Vec<Candidate>,
}

impl<E: Explorer> Walker<'_, E> {
    /// A shortest behaviour to a state.
    fn shortest(&mut self, log: &Log, state: u32) -> Vec<TraceState> {
        trace::path(self.explorer, self.width, log, u64::from(state))
    }

    /// The step from a state of this level to one with this fingerprint; if there are several, one with this letter.
    fn step(&mut self, from: &TraceState, level: u32, to: u64, letter: LetterId) -> Option<TraceState> {
        self.explorer.set_level(level);
        let mut candidates = std::mem::take(&mut self.candidates);
        candidates.clear();
        // An error of a later successor was, or would have been, reported by itself.
        let _ = self.explorer.expand(&from.words, &mut candidates);
        let mut found: Option<TraceState> = None;
        for candidate in candidates.iter().filter(|candidate| candidate.fingerprint == to) {
            let mut words = vec![0; self.width];
            self.explorer.apply(&from.words, candidate, &mut words);
            let letters = &self.recorder.letters;
            let fits = self.scribe.letter_in(letters, self.explorer, &from.words, &words) == Some(letter);
            if found.is_none() || fits {
                found = Some(TraceState { action: Some(candidate.action), words });
            }
            if fits {
                break;
            }
        }
        self.explorer.forget();
        self.candidates = candidates;
        found
    }
}
