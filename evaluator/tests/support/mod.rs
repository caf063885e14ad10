//! Programs of a few lines.

use tern_evaluator::BuildOptions;
use tern_evaluator::model::{Behavior, Model, Name};
use tern_evaluator::program::{Host, Program};
use tern_parser::resolve::load_spec;

struct Silent;

impl Host for Silent {
    fn print(&self, _line: &str) {}
}

/// The program of a module with this body, which defines `Init`, `Next` and these invariants.
pub(crate) fn program(body: &str, invariants: &[&str], split: bool) -> Program {
    let text = format!("---- MODULE M ----\nEXTENDS Naturals, Sequences\n{body}\n====\n");
    let source = |name: &str| (name == "M").then(|| ("M.tla".to_owned(), text.clone()));
    let loaded = load_spec("M", &source);
    assert!(!loaded.has_errors(), "{:?}", loaded.diagnostics);
    let name = |text: &str| Name { text: text.to_owned(), span: None };
    let model = Model {
        behavior: Some(Behavior::InitNext(name("Init"), name("Next"))),
        invariants: invariants.iter().map(|invariant| name(invariant)).collect(),
        max_set_size: 1_000_000,
        ..Model::default()
    };
    let spec = loaded.spec.expect("a specification without errors");
    let options = BuildOptions { split, ..BuildOptions::default() };
    let built = Program::build_with(&spec, &model, Box::new(Silent), &options);
    built.unwrap_or_else(|error| panic!("{error:?}"))
}
