//! TLC's search in the plainest form, to compare with: a queue and a set of states as text, one state at a time. It
//! keeps variables whole, remembers no evaluation, and shares nothing with the search of tern-checker. (With VIEW or
//! SYMMETRY the identity of a state is the evaluator's fingerprint: there is no text for it.)

use std::collections::{BTreeSet, VecDeque};
use tern_evaluator::BuildOptions;
use tern_evaluator::error::EvalError;
use tern_evaluator::explorer::{Before, Explorer};
use tern_evaluator::model::Model;
use tern_evaluator::program::{Host, Program};
use tern_evaluator::temporal::Temporal;
use tern_parser::resolved::ResolvedSpec;

/// What a run must agree on.
#[derive(Default, Debug, PartialEq, Clone)]
pub(crate) struct Summary {
    pub(crate) verdict: String,
    pub(crate) generated: u64,
    pub(crate) distinct: u64,
    pub(crate) left: u64,
    pub(crate) depth: u32,
    pub(crate) initial: u64,
    pub(crate) trace_length: usize,
}

struct Silent;

impl Host for Silent {
    fn print(&self, _line: &str) {}
}

struct Naive<'p> {
    program: &'p Program,
    explorer: Explorer<'p>,
    by_fingerprint: bool,
    go_on: bool,
    seen: BTreeSet<String>,
    queue: VecDeque<(Vec<u32>, u32)>,
    found: Summary,
}

/// What the plain search finds; none if the program cannot be made, or uses TLC's registers: what they hold, and that
/// one of them can end a run, is the business of the search that is compared.
pub(crate) fn explore(spec: &ResolvedSpec, model: &Model, go_on: bool, shortcut: bool) -> Option<Summary> {
    let program = Program::build_with(
        spec,
        model,
        Box::new(Silent),
        &BuildOptions { split: false, shortcut, ..BuildOptions::default() },
    )
    .ok()?;
    if program.has_effects() {
        return None;
    }
    let mut naive = Naive {
        program: &program,
        explorer: Explorer::new(&program, false),
        by_fingerprint: model.view.is_some() || model.symmetry.is_some(),
        go_on,
        seen: BTreeSet::new(),
        queue: VecDeque::new(),
        found: Summary::default(),
    };
    if naive.initial().is_ok() && naive.search().is_ok() {
        naive.found.verdict = "complete".into();
    }
    naive.found.distinct = naive.seen.len() as u64;
    naive.found.left = naive.queue.len() as u64;
    Some(naive.found)
}

/// The search is over.
struct Ended;

impl Naive<'_> {
    fn end(&mut self, verdict: impl Into<String>, trace_length: u32) -> Result<(), Ended> {
        self.found.verdict = verdict.into();
        self.found.trace_length = trace_length as usize;
        Err(Ended)
    }

    fn violation(&mut self, verdict: String, trace_length: u32) -> Result<(), Ended> {
        if self.go_on { Ok(()) } else { self.end(verdict, trace_length) }
    }

    fn initial(&mut self) -> Result<(), Ended> {
        let (mut words, mut count) = (Vec::new(), 0usize);
        self.explorer.set_level(0);
        let result = self.explorer.initial(&mut |state| {
            words.extend_from_slice(state);
            count += 1;
            true
        });
        let width = self.program.slot_count();
        for state in words.chunks(width.max(1)).take(count) {
            self.found.generated += 1;
            self.visit(None, state, 1)?;
        }
        if result.is_ok() {
            self.found.initial = self.found.generated;
            return Ok(());
        }
        let unfinished = self.explorer.failed_state().is_some();
        self.found.generated += u64::from(unfinished);
        self.end("failure", u32::from(unfinished))
    }

    fn search(&mut self) -> Result<(), Ended> {
        while let Some((state, level)) = self.queue.pop_front() {
            self.explorer.set_level(level);
            let mut steps = Vec::new();
            let result = self.explorer.expand(&state, &mut steps);
            let unfinished = self.explorer.failed_state().is_some();
            self.found.generated += self.explorer.middle_states();
            for step in &steps {
                self.found.generated += 1;
                let mut successor = vec![0; state.len()];
                self.explorer.apply(&state, step.delta, &mut successor);
                self.visit(Some(&state), &successor, level + 1)?;
            }
            self.explorer.forget();
            if result.is_err() {
                self.found.generated += u64::from(unfinished);
                self.end("failure", level + u32::from(unfinished))?;
            }
            if steps.is_empty() && self.program.check_deadlock {
                self.end("deadlock", level)?;
            }
            match self.violated_always(&state) {
                Ok(None) => {}
                Ok(Some(name)) => self.violation(format!("temporal property {name}"), level)?,
                Err(_) => self.end("failure", level)?,
            }
        }
        Ok(())
    }

    /// The name of the first temporal property `[]P` with P false in a state, if nothing is fair.
    fn violated_always(&mut self, state: &[u32]) -> Result<Option<Box<str>>, Box<EvalError>> {
        let program = self.program;
        let mut letter = vec![0; program.atoms.len().div_ceil(64)];
        if program.temporal_properties.is_empty() || !program.assumed.is_empty() {
            return Ok(None);
        }
        self.explorer.state_letter(state, &mut letter)?;
        let violated = program.temporal_properties.iter().find(|property| match &property.formula {
            Temporal::Always(body) => match **body {
                Temporal::Atom(atom) => letter[atom.0 as usize / 64] >> (atom.0 % 64) & 1 == 0,
                _ => false,
            },
            _ => false,
        });
        Ok(violated.map(|property| property.name.clone()))
    }

    /// TLC's checks of a state in TLC's order.
    fn visit(&mut self, parent: Option<&[u32]>, state: &[u32], level: u32) -> Result<(), Ended> {
        let Ok(in_model) = self.explorer.admits(parent.map(Before::from), state) else {
            return self.end("failure", level);
        };
        // Of a state by itself, all is looked at that constraints say.
        let whole = self.explorer.admits(None, state).unwrap_or(true);
        assert!(whole || !in_model, "a constraint was taken for true that is not");
        let identity = self.identity(state);
        let new = in_model && self.seen.insert(identity);
        if new {
            self.found.depth = self.found.depth.max(level);
            if parent.is_none() {
                // Initial states are queued before they are checked.
                self.queue.push_back((state.to_vec(), level));
            }
        }
        if new || !in_model {
            match self.explorer.violated_invariant(None, state) {
                Ok(None) => {}
                Ok(Some(index)) => {
                    let name = &self.program.invariants[index].name;
                    self.violation(format!("invariant {name}"), level)?;
                }
                Err(_) => self.end("failure", level)?,
            }
        }
        let violated = match parent {
            Some(parent) => self.explorer.violated_action_property(parent, state).map(|found| {
                found.map(|at| format!("action property {}", self.program.action_properties[at].0))
            }),
            None if new || !in_model => self.explorer.violated_initial_property(state).map(|found| {
                found.map(|at| format!("initial property {}", self.program.initial_properties[at].0))
            }),
            None => Ok(None),
        };
        match violated {
            Ok(None) => {}
            Ok(Some(verdict)) => self.violation(verdict, level)?,
            Err(_) => self.end("failure", level)?,
        }
        if new && parent.is_some() {
            self.queue.push_back((state.to_vec(), level));
        }
        Ok(())
    }

    fn identity(&mut self, state: &[u32]) -> String {
        if self.by_fingerprint {
            return format!("{:?}", self.explorer.fingerprint(state).ok());
        }
        let bindings = self.program.show_state(state);
        bindings.iter().map(|(name, value)| format!("{name} = {value:?};")).collect()
    }
}
