//! TLC's `-dump FILE`: the stored states, numbered in the order of exploration.

use super::graph::{GraphDrawing, GraphState, GraphStep};

/// The list of the stored states.
#[derive(Default)]
pub struct StateList {
    count: u64,
}

impl StateList {
    fn state(&mut self, state: &GraphState<'_>, out: &mut String) {
        self.count += 1;
        out.push_str(&format!("State {}:\n{}\n\n", self.count, state.text));
    }
}

impl GraphDrawing for StateList {
    fn begin(&mut self, _out: &mut String) {}

    fn initial(&mut self, state: &GraphState<'_>, out: &mut String) {
        self.state(state, out);
    }

    fn step(&mut self, _step: &GraphStep<'_>, successor: Option<&GraphState<'_>>, out: &mut String) {
        if let Some(state) = successor {
            self.state(state, out);
        }
    }

    fn end(&mut self, _out: &mut String) -> Result<(), String> {
        Ok(())
    }
}
