//! Examples as programs, and states of theirs.

use std::collections::HashSet;
use tern_evaluator::explorer::Explorer;
use tern_evaluator::model::{Assignment, Behavior, ConstantValue, Model, Name, Substitution};
use tern_evaluator::program::{Host, Program};
use tern_parser::resolve::load_spec;

/// A host that prints nothing.
struct Silent;

impl Host for Silent {
    fn print(&self, _line: &str) {}
}

fn name(text: &str) -> Name {
    Name { text: text.to_owned(), span: None }
}

fn program(
    module: &str,
    text: &str,
    constants: Vec<(&str, ConstantValue)>,
    substitutions: &[[&str; 2]],
) -> Program {
    let source = |wanted: &str| (wanted == module).then(|| (module.to_owned(), text.to_owned()));
    let spec = load_spec(module, &source).spec.expect("the example is right");
    let assignment =
        |(constant, value)| Assignment { name: name(constant), args: Vec::new(), module: None, value };
    let substitution =
        |pair: &[&str; 2]| Substitution { name: name(pair[0]), module: None, replacement: name(pair[1]) };
    let model = Model {
        behavior: Some(Behavior::Specification(name("Spec"))),
        assignments: constants.into_iter().map(assignment).collect(),
        substitutions: substitutions.iter().map(substitution).collect(),
        max_set_size: 1_000_000,
        ..Model::default()
    };
    Program::build(&spec, &model, Box::new(Silent)).expect("the model fits")
}

fn members(prefix: &str, count: usize) -> ConstantValue {
    ConstantValue::Set((1..=count).map(|i| ConstantValue::ModelValue(format!("{prefix}{i}"))).collect())
}

/// Two-phase commit: functions of strings, a set of messages that only grows.
pub(crate) fn two_phase() -> Program {
    let text = include_str!("../../../examples/TwoPhase.tla");
    program("TwoPhase", text, vec![("Participants", members("p", 6))], &[])
}

/// Single-decree Paxos: comprehensions over a set of records.
pub(crate) fn paxos() -> Program {
    let values = ["red", "blue"].map(|value| ConstantValue::String(value.to_owned())).to_vec();
    let constants = vec![
        ("Acceptors", members("a", 3)),
        ("Values", ConstantValue::Set(values)),
        ("LastBallot", ConstantValue::Int(2.into())),
    ];
    let text = include_str!("../../../examples/Paxos.tla");
    program("Paxos", text, constants, &[["Quorums", "Majorities"]])
}

/// The first distinct states of a program, in the order of a search.
pub(crate) fn states(program: &Program, count: usize) -> Vec<Vec<u32>> {
    let mut explorer = Explorer::new(program, true);
    let (mut seen, mut states) = (HashSet::new(), Vec::new());
    let initial = &mut |state: &[u32]| {
        if seen.insert(program.fingerprint(state)) {
            states.push(state.to_vec());
        }
        true
    };
    explorer.initial(initial).expect("there are initial states");
    let (mut next, mut successors) = (0, Vec::new());
    while next < states.len() && states.len() < count {
        let parent = states[next].clone();
        successors.clear();
        explorer.expand(&parent, &mut successors).expect("there are successors");
        for successor in &successors {
            if seen.insert(successor.fingerprint) {
                let mut state = parent.clone();
                explorer.apply(&parent, successor.delta, &mut state);
                states.push(state);
            }
        }
        explorer.forget();
        next += 1;
    }
    states
}
