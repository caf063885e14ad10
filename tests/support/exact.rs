//! Fingerprints against exact storage: a plain search that keeps each state as the text of all its values, and looks
//! whether fingerprints tell just those states apart that differ.

use std::collections::{HashMap, VecDeque};
use std::rc::Rc;
use tern_evaluator::BuildOptions;
use tern_evaluator::explorer::Explorer;
use tern_evaluator::model::Model;
use tern_evaluator::program::{Host, Program};
use tern_parser::resolved::ResolvedSpec;

struct Silent;

impl Host for Silent {
    fn print(&self, _line: &str) {}
}

/// What was looked at, and what is wrong.
#[derive(Default, Debug)]
pub(crate) struct Exactness {
    /// States that differ from each other.
    pub(crate) states: usize,
    /// Steps to them, on which the fingerprint was computed from the parent's and from nothing.
    pub(crate) steps: u64,
    /// There are more states than should be looked at.
    pub(crate) limited: bool,
    /// The first sentences about what is wrong.
    pub(crate) wrong: Vec<String>,
}

/// Looks at up to `limit` states of a model; none if no program can be made of it, or evaluation has effects.
pub(crate) fn explore(spec: &ResolvedSpec, model: &Model, limit: usize) -> Option<Exactness> {
    let program = Program::build_with(spec, model, Box::new(Silent), &BuildOptions::default()).ok()?;
    if program.has_effects() || !program.has_behavior() {
        return None;
    }
    // By view and symmetry different states have one fingerprint; the same state never has two.
    let injective = !program.has_view() && !program.has_symmetry();
    let exact = Exact {
        program: &program,
        injective,
        by_text: HashMap::new(),
        by_fingerprint: HashMap::new(),
        queue: VecDeque::new(),
        found: Exactness::default(),
    };
    Some(exact.search(limit))
}

struct Exact<'p> {
    program: &'p Program,
    injective: bool,
    by_text: HashMap<Rc<str>, u64>,
    by_fingerprint: HashMap<u64, Rc<str>>,
    queue: VecDeque<Vec<u32>>,
    found: Exactness,
}

impl Exact<'_> {
    fn search(mut self, limit: usize) -> Exactness {
        let mut explorer = Explorer::new(self.program, true);
        let mut initial: Vec<Vec<u32>> = Vec::new();
        // What cannot be evaluated ends the search; the states before it are looked at all the same.
        let _ = explorer.initial(&mut |state| {
            initial.push(state.to_vec());
            initial.len() < limit
        });
        for state in initial {
            let Ok(fingerprint) = explorer.fingerprint(&state) else { break };
            if explorer.admits(None, &state).unwrap_or(false) {
                self.visit(state, fingerprint);
            }
        }
        let mut steps = Vec::new();
        while let Some(state) = self.queue.pop_front() {
            if self.by_text.len() >= limit || self.found.wrong.len() > 3 {
                self.found.limited = true;
                break;
            }
            steps.clear();
            let result = explorer.expand(&state, &mut steps);
            for step in &steps {
                let mut successor = vec![0; state.len()];
                explorer.apply(&state, step.delta, &mut successor);
                self.found.steps += 1;
                match explorer.fingerprint(&successor) {
                    Ok(whole) if whole != step.fingerprint => self.wrong(format!(
                        "the fingerprint is {whole:x}, from the parent {:x}: {}",
                        step.fingerprint,
                        self.text(&successor)
                    )),
                    _ => {}
                }
                if explorer.admits(Some(&state), &successor).unwrap_or(false) {
                    self.visit(successor, step.fingerprint);
                }
            }
            explorer.forget();
            if result.is_err() {
                break;
            }
        }
        self.found.states = self.by_text.len();
        self.found
    }

    fn wrong(&mut self, sentence: String) {
        self.found.wrong.push(sentence);
    }

    fn text(&self, state: &[u32]) -> String {
        let shown = self.program.show_state(state);
        shown.into_iter().map(|(name, value)| format!("{name} = {}\n", value.unwrap_or_default())).collect()
    }

    fn visit(&mut self, state: Vec<u32>, fingerprint: u64) {
        let text: Rc<str> = self.text(&state).into();
        if let Some(other) = self.by_text.get(&text) {
            if *other != fingerprint {
                self.wrong(format!("a state has the fingerprints {other:x} and {fingerprint:x}: {text}"));
            }
            return;
        }
        self.by_text.insert(Rc::clone(&text), fingerprint);
        match self.by_fingerprint.insert(fingerprint, Rc::clone(&text)) {
            Some(other) if self.injective => {
                self.wrong(format!("two states have the fingerprint {fingerprint:x}: {other}and {text}"));
            }
            Some(_) => {}
            None => self.queue.push_back(state),
        }
    }
}
