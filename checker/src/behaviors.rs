//! Temporal properties at the end of a search: the questions to the recorded graph, and a counterexample as a trace.

use crate::fingerprint::Fingerprint;
use crate::liveness::{
    AtomId, EdgeId, Formula, Graph, Lasso, LetterId, Letters, LivenessError, Monitor, Problem,
};
use crate::log::Log;
use crate::recording::{Recorder, Rows, Scribe};
use crate::report::{Cycle, Liveness, TraceState, Violation, ViolationKind, Weakness};
use crate::system::{Atoms, Candidate, Explorer, Questions, System};
use crate::trace;
use std::time::Duration;

/// A behaviour that violates temporal properties, those given by number.
pub(crate) enum Counterexample {
    /// A fair one that goes on forever.
    Lasso(Lasso, Vec<usize>),
    /// A beginning, given by its states, that is bad whatever follows.
    Prefix(Vec<u32>, usize),
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
        searches += questions.of(*property, &graph, &letters).searches()?;
    }
    Ok(searches)
}

impl Questions {
    /// The question whether all behaviours of a graph have a property.
    fn of<'a>(&'a self, property: Formula, graph: &'a Graph, letters: &'a Letters) -> Problem<'a> {
        Problem::new(graph, letters, &self.formulas, property).assuming(&self.assumptions).given(&self.extra)
    }

    /// The same of a recorded graph.
    fn about<'a, F: Fingerprint>(&'a self, property: Formula, recorder: &'a Recorder<F>) -> Problem<'a> {
        self.of(property, &recorder.graph, &recorder.letters)
    }
}

/// What a search knows of the behaviours of its system.
pub(crate) struct Behaviors<F: Fingerprint> {
    atoms: Atoms,
    questions: Questions,
    recorder: Recorder<F>,
    /// The safety properties, if nothing is fair.
    monitors: Vec<(usize, Monitor)>,
}

impl<F: Fingerprint> Behaviors<F> {
    /// Nothing is known yet; none if the system has no temporal properties.
    pub(crate) fn new<S: System>(system: &S) -> Result<Option<Self>, LivenessError> {
        let Some(atoms) = system.checks().temporal else { return Ok(None) };
        let questions = system.questions()?;
        let mut monitors = Vec::new();
        if questions.assumptions.is_empty() && questions.extra.is_empty() {
            let of_state =
                |atom: AtomId| !questions.of_step.get(atom.0 as usize).is_some_and(|of_step| *of_step);
            for (number, property) in questions.properties.iter().enumerate() {
                let monitor = Monitor::new(&questions.formulas, *property, &of_state)?;
                monitors.extend(monitor.map(|monitor| (number, monitor)));
            }
        }
        Ok(Some(Self { atoms, questions, recorder: Recorder::new(atoms), monitors }))
    }

    /// Whether the graph is watched while it grows, so that states have to be joined one by one.
    pub(crate) fn is_watched(&self) -> bool {
        !self.monitors.is_empty()
    }

    /// An initial state that was stored.
    pub(crate) fn initial(&mut self, fingerprint: F) {
        let state = self.recorder.initial(fingerprint);
        self.monitors.iter_mut().for_each(|(_, monitor)| monitor.initial(state));
    }

    /// Takes the rows of the states that follow those before, with up to so many workers; a bad prefix ends the search.
    pub(crate) fn join(
        &mut self,
        rows: Vec<Rows<F>>,
        workers: usize,
    ) -> Result<Option<Counterexample>, LivenessError> {
        let known = self.recorder.graph.expanded();
        self.recorder.join(rows, workers)?;
        if !self.is_watched() {
            return Ok(None);
        }
        let Recorder { graph, letters, .. } = &self.recorder;
        for state in known..graph.expanded() {
            for (number, monitor) in &mut self.monitors {
                if let Some(states) = monitor.expanded(graph, letters, state) {
                    return Ok(Some(Counterexample::Prefix(states, *number)));
                }
            }
        }
        Ok(None)
    }

    /// The states whose rows were taken.
    pub(crate) fn expanded(&self) -> u64 {
        u64::from(self.recorder.graph.expanded())
    }

    /// Asks the graph about all properties, with up to so many workers; if they seem to hold, `last` is done besides.
    pub(crate) fn check(
        &self,
        workers: usize,
        last: Option<&(dyn Fn(usize) + Sync)>,
    ) -> Result<Option<Counterexample>, LivenessError> {
        let properties = &self.questions.properties;
        let watched = |number: &usize| self.monitors.iter().any(|(watched, _)| watched == number);
        let asked: Vec<usize> = (0..properties.len()).filter(|number| !watched(number)).collect();
        // Of several violated properties the first one counts, whichever is answered first.
        let about = |number: &usize| self.questions.about(properties[*number], &self.recorder);
        let problems: Vec<Problem<'_>> = asked.iter().map(about).collect();
        let Some((_, lasso)) = Problem::first_violated(&problems, workers, last)? else { return Ok(None) };
        let holds = |number: &usize| about(number).satisfies(&lasso, properties[*number]);
        let violated = (0..properties.len()).filter(|number| !holds(number)).collect();
        Ok(Some(Counterexample::Lasso(lasso, violated)))
    }

    /// For each state of the graph, which is complete, whether a fair behaviour begins in it.
    pub(crate) fn fair_states(&self, workers: usize) -> Result<Vec<bool>, LivenessError> {
        let Some(first) = self.questions.properties.first() else { return Ok(Vec::new()) };
        self.questions.about(*first, &self.recorder).workers(workers).fair_states()
    }

    /// What makes it worth less that all properties hold; some states are `fair`.
    pub(crate) fn weaknesses<E: Explorer>(
        &self,
        fair: &[bool],
        explorer: &mut E,
        width: usize,
        log: &Log,
    ) -> Vec<Weakness> {
        let Self { questions, recorder, .. } = self;
        let graph = &recorder.graph;
        let mut found = Vec::new();
        if !fair.is_empty() && !graph.initial().any(|state| fair[state as usize]) {
            found.push(Weakness::NoFairBehaviour);
        } else if let Some(state) = fair.iter().position(|fair| !fair) {
            found.push(Weakness::NoFairContinuation(trace::path(explorer, width, log, state as u64)));
        }
        for (number, property) in questions.properties.iter().enumerate() {
            if questions.about(*property, recorder).is_never_asked() {
                found.push(Weakness::NeverAsked(number));
            }
        }
        found
    }

    /// What recording and asking took.
    pub(crate) fn costs(&self, elapsed: Duration) -> Liveness {
        Liveness { edges: self.recorder.graph.edges(), bytes: self.recorder.bytes(), elapsed }
    }

    /// The violation with its trace: the steps are made again, by `explorer`.
    pub(crate) fn violation<E: Explorer>(
        &self,
        found: Counterexample,
        explorer: &mut E,
        width: usize,
        log: &Log,
    ) -> Violation {
        let recorder = &self.recorder;
        let scribe = Scribe::new(self.atoms);
        let mut walker = Walker { explorer, scribe, recorder, width, candidates: Vec::new() };
        let (lasso, properties) = match found {
            Counterexample::Prefix(states, property) => {
                let trace = walker.walk(log, &states, &vec![None; states.len()]);
                return Violation { kind: ViolationKind::Temporal(property), trace, cycle: None };
            }
            Counterexample::Lasso(lasso, properties) => (lasso, properties),
        };
        let back_to = lasso.prefix.len();
        let mut states: Vec<u32> = lasso.steps().map(|step| step.state).collect();
        let mut edges: Vec<_> = lasso.steps().map(|step| Some(step.edge)).collect();
        if !lasso.stuttering {
            states.push(states[back_to]);
            edges.push(None);
        }
        let mut trace = walker.walk(log, &states, &edges);
        let closing = if lasso.stuttering { None } else { trace.pop() };
        let action = closing.and_then(|state| state.action);
        let kind = ViolationKind::Temporal(properties.first().copied().unwrap_or_default());
        Violation { kind, trace, cycle: Some(Cycle { back_to, action, properties }) }
    }
}

/// Makes steps of the graph again.
struct Walker<'e, E, F: Fingerprint> {
    explorer: &'e mut E,
    scribe: Scribe<F>,
    recorder: &'e Recorder<F>,
    width: usize,
    candidates: Vec<Candidate>,
}

impl<E: Explorer, F: Fingerprint> Walker<'_, E, F> {
    /// A shortest behaviour to a state.
    fn shortest(&mut self, log: &Log, state: u32) -> Vec<TraceState> {
        trace::path(self.explorer, self.width, log, u64::from(state))
    }

    /// A behaviour through these states, over these edges where they are known; the first state is initial.
    fn walk(&mut self, log: &Log, states: &[u32], edges: &[Option<EdgeId>]) -> Vec<TraceState> {
        let graph = &self.recorder.graph;
        let fingerprints = self.recorder.fingerprints(states);
        let mut trace = self.shortest(log, states[0]);
        trace.truncate(1);
        for (position, edge) in (1..states.len()).zip(edges) {
            let Some(last) = trace.last() else { break };
            let next = match edge {
                Some(edge) if graph.is_stuttering(states[position - 1], *edge) => {
                    Some(TraceState { action: None, words: last.words.clone() })
                }
                _ => {
                    let letter = edge.map(|edge| graph.letter(edge));
                    self.step(last, position as u32, fingerprints[position], letter)
                }
            };
            // A view may make one of states with different steps: then what is known of the state is shown.
            let next = next.or_else(|| self.shortest(log, states[position]).pop());
            trace.extend(next);
        }
        trace
    }

    /// The step from a state of this level to one with this fingerprint; if there are several, one with this letter.
    fn step(&mut self, from: &TraceState, level: u32, to: F, letter: Option<LetterId>) -> Option<TraceState> {
        self.explorer.set_level(level);
        let mut candidates = std::mem::take(&mut self.candidates);
        candidates.clear();
        // An error of a later successor was, or would have been, reported by itself.
        let _ = self.explorer.expand(&from.words, &mut candidates);
        let mut found: Option<TraceState> = None;
        let mut words = vec![0; self.width];
        let mut whole = Vec::new();
        let completed = F::complete(self.explorer, &from.words, &candidates, &mut words, &mut whole);
        if completed.is_err() {
            candidates.truncate(whole.len());
        }
        for (position, candidate) in candidates.iter().enumerate() {
            if F::at(&candidates, &whole, position) != to {
                continue;
            }
            self.explorer.apply(&from.words, candidate, &mut words);
            let letters = &self.recorder.letters;
            let fits = letter.is_none_or(|letter| {
                self.scribe.letter_in(letters, self.explorer, &from.words, &words) == Some(letter)
            });
            if found.is_none() || fits {
                found = Some(TraceState { action: Some(candidate.action), words: words.clone() });
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
