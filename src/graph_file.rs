//! The state graph on its way to a file.

use crate::files;
use std::collections::HashSet;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use tern_checker::{GraphObserver, Step, Successor, Vertex};
use tern_evaluator::program::Program;
use tern_tlc_compat::exports::GraphExport;
use tern_tlc_compat::report::Binding;
use tern_tlc_compat::report::graph::{GraphAction, GraphDrawing, GraphState, GraphStep, graph_state_text};

/// A drawing of the graph of a search, and the file that it goes to.
pub struct GraphFile<'p> {
    program: &'p Program,
    /// See `Names::symbols`.
    symbols: usize,
    export: &'p GraphExport,
    /// What constraints exclude is drawn too.
    excluded: bool,
    state: Mutex<Writing>,
}

struct Writing {
    drawing: Box<dyn GraphDrawing>,
    out: BufWriter<File>,
    /// What is drawn and not yet written.
    text: String,
    /// Excluded states that are drawn.
    drawn: HashSet<i128>,
    actions: Vec<Option<GraphAction>>,
    /// Why nothing is written any more.
    fault: Option<String>,
}

impl<'p> GraphFile<'p> {
    /// Creates the file.
    ///
    /// # Errors
    /// Why it cannot be created.
    pub fn create(program: &'p Program, symbols: usize, export: &'p GraphExport) -> Result<Self, String> {
        let out = files::create(Path::new(&export.path))
            .map_err(|error| format!("The file {} cannot be written: {error}.", export.path))?;
        let mut drawing = export.format.drawing();
        let mut text = String::new();
        drawing.begin(&mut text);
        let excluded = drawing.wants_excluded();
        let (drawn, actions) = (HashSet::new(), Vec::new());
        let state = Mutex::new(Writing { drawing, out, text, drawn, actions, fault: None });
        Ok(Self { program, symbols, export, excluded, state })
    }

    /// Writes the end; `failed` says whether the search found an error.
    ///
    /// # Errors
    /// Why the graph is not, or not completely, in the file.
    pub fn finish(self, failed: bool) -> Result<(), String> {
        let path = &self.export.path;
        let mut state = self.state.into_inner().unwrap_or_else(PoisonError::into_inner);
        if let Some(fault) = state.fault {
            return Err(fault);
        }
        let Writing { drawing, out, text, .. } = &mut state;
        if let Err(why) = drawing.end(text) {
            return Err(format!("The file {path} is not written: {why}."));
        }
        let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
        written.map_err(|error| format!("The file {path} cannot be written: {error}."))?;
        match &self.export.snapshot {
            Some(snapshot) if failed => files::copy(Path::new(path), Path::new(snapshot))
                .map_err(|error| format!("The file {snapshot} cannot be written: {error}.")),
            _ => Ok(()),
        }
    }

    fn text(&self, words: &[u32]) -> String {
        let values = self.program.show_state(words).into_iter();
        let bindings =
            values.map(|(name, value)| Binding { name, value: value.unwrap_or_else(|| "null".to_owned()) });
        graph_state_text(bindings.collect(), self.symbols)
    }

    fn draw(&self, draw: impl FnOnce(&mut Writing)) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.fault.is_none() {
            draw(&mut state);
            state.write(&self.export.path);
        }
    }
}

/// Text is written in pieces of so many bytes.
const PIECE: usize = 1 << 16;

impl Writing {
    fn write(&mut self, path: &str) {
        if self.text.len() < PIECE {
            return;
        }
        if let Err(error) = self.out.write_all(self.text.as_bytes()) {
            self.fault = Some(format!("The file {path} cannot be written: {error}."));
        }
        self.text.clear();
    }

    fn action(&mut self, program: &Program, action: u32) -> GraphAction {
        let index = action as usize;
        if self.actions.len() <= index {
            self.actions.resize(index + 1, None);
        }
        self.actions[index]
            .get_or_insert_with(|| {
                let label = program.action_label(action).0;
                let name = program.instances[index].name.as_deref().unwrap_or("Action").to_owned();
                GraphAction { name, label }
            })
            .clone()
    }
}

impl GraphObserver for GraphFile<'_> {
    fn initial(&self, state: Vertex<'_>) {
        let text = self.text(state.words);
        self.draw(|writing| {
            let state = GraphState { id: state.fingerprint, text: &text };
            writing.drawing.initial(&state, &mut writing.text);
        });
    }

    fn excluded_initial(&self, state: Vertex<'_>) {
        if self.excluded && self.draws_first(state.fingerprint) {
            self.initial(state);
        }
    }

    fn step(&self, step: Step<'_>) {
        let words = match step.successor {
            Successor::New(words) => Some(words),
            Successor::Known => None,
            Successor::Excluded(_) if !self.excluded => return,
            Successor::Excluded(words) => self.draws_first(step.to).then_some(words),
        };
        let text = words.map(|words| self.text(words));
        self.draw(|writing| {
            let action = writing.action(self.program, step.action);
            let drawn = GraphStep { from: step.from, level: step.level, to: step.to, action: &action };
            let successor = text.as_ref().map(|text| GraphState { id: step.to, text });
            writing.drawing.step(&drawn, successor.as_ref(), &mut writing.text);
        });
    }
}

impl GraphFile<'_> {
    /// Whether an excluded state is drawn for the first time. A state that an action constraint excludes may be
    /// stored by another step; its line is then there twice, which GraphViz does not mind.
    fn draws_first(&self, fingerprint: i128) -> bool {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.drawn.insert(fingerprint)
    }
}
