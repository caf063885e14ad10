//! Fingerprints under symmetry against permuted values: each state is turned into a value of the test's own, permuted
//! there, and found again among the states that are reached without symmetry. None of this uses hashes.

use std::collections::{BTreeMap, BTreeSet};
use tern_parser::resolve::load_spec;

use super::faults::Fault;
use crate::build::BuildOptions;
use crate::explorer::Explorer;
use crate::model::{Assignment, Behavior, ConstantValue, Model, Name};
use crate::program::{Host, Program};
use crate::value::{self, Value};

mod cases;

use self::cases::{CASES, Case};

struct Silent;

impl Host for Silent {
    fn print(&self, _line: &str) {}
}

/// A value without identity and hash. Tuples and records are functions.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Plain {
    Bool(bool),
    Int(i64),
    Text(String),
    Model(String),
    Set(BTreeSet<Plain>),
    Function(BTreeMap<Plain, Plain>),
}

/// Where a permutation moves model values; the others stay.
type Moves = BTreeMap<String, String>;

impl Plain {
    fn of(program: &Program, value: Value<'_>) -> Self {
        let of = |value: Value<'_>| Self::of(program, value);
        match value {
            Value::Bool(truth) => Self::Bool(truth),
            Value::Int(number) => Self::Int(number),
            Value::String(symbol) => Self::Text(program.symbols.text(symbol).to_owned()),
            Value::ModelValue(symbol) => Self::Model(program.symbols.text(symbol).to_owned()),
            Value::Set(set) => Self::Set(set.items.iter().map(|item| of(*item)).collect()),
            Value::Tuple(_) | Value::Record(_) | Value::Function(_) => {
                Self::Function(value::pairs(value).map(|(key, item)| (of(key), of(item))).collect())
            }
            _ => panic!("the cases have no such values"),
        }
    }

    /// The function from the names of variables to their values.
    fn of_state(program: &Program, words: &[u32]) -> Self {
        let values = program.state_values(words).into_iter().map(|(name, value)| {
            let value = value.expect("each variable has a value");
            (Self::Text(name.to_owned()), Self::of(program, value.get()))
        });
        Self::Function(values.collect())
    }

    fn moved(&self, moves: &Moves) -> Self {
        match self {
            Self::Model(name) => Self::Model(moves.get(name).unwrap_or(name).clone()),
            Self::Set(items) => Self::Set(items.iter().map(|item| item.moved(moves)).collect()),
            Self::Function(pairs) => {
                let moved = pairs.iter().map(|(key, item)| (key.moved(moves), item.moved(moves)));
                Self::Function(moved.collect())
            }
            other => other.clone(),
        }
    }
}

/// All orders of some names.
fn orders(names: &[&str]) -> Vec<Vec<String>> {
    let Some((first, rest)) = names.split_first() else { return vec![Vec::new()] };
    let with_first = |order: Vec<String>| {
        (0..=order.len()).map(move |at| {
            let mut longer = order.clone();
            longer.insert(at, (*first).to_owned());
            longer
        })
    };
    orders(rest).into_iter().flat_map(with_first).collect()
}

/// The permutations under which states of a case are one state.
fn group(case: &Case) -> Vec<Moves> {
    let mut group = vec![Moves::new()];
    for (_, names) in case.sets {
        let mut images = orders(names);
        if case.turns_only {
            let turned =
                |by: usize| (0..names.len()).map(move |at| names[(at + by) % names.len()].to_owned());
            images = (0..names.len()).map(|by| turned(by).collect()).collect();
        }
        let moves = |image: &Vec<String>| -> Moves {
            names.iter().map(|name| (*name).to_owned()).zip(image.iter().cloned()).collect()
        };
        let with = |before: &Moves| -> Vec<Moves> {
            images.iter().map(|image| before.clone().into_iter().chain(moves(image)).collect()).collect()
        };
        group = group.iter().flat_map(with).collect();
    }
    group
}

fn program(case: &Case) -> Program {
    let text =
        format!("---- MODULE M ----\nEXTENDS Naturals, Sequences, FiniteSets, TLC\n{}\n====\n", case.text);
    let source = |name: &str| (name == "M").then(|| ("M.tla".to_owned(), text.clone()));
    let loaded = load_spec("M", &source);
    assert!(!loaded.has_errors(), "{}: {:?}", case.name, loaded.diagnostics);
    let spec = loaded.spec.expect("a specification without errors");
    let name = |text: &str| Name { text: text.to_owned(), span: None };
    let is = |constant: &str, value: ConstantValue| Assignment {
        name: name(constant),
        args: Vec::new(),
        module: None,
        value,
    };
    let word = |text: &&str| ConstantValue::ModelValue((*text).to_owned());
    let sets =
        case.sets.iter().map(|(set, names)| is(set, ConstantValue::Set(names.iter().map(word).collect())));
    let model = Model {
        behavior: Some(Behavior::InitNext(name("Init"), name("Next"))),
        assignments: sets.chain(case.words.iter().map(|text| is(text, word(text)))).collect(),
        symmetry: Some(name("Sym")),
        max_set_size: 1_000_000,
        ..Model::default()
    };
    let built = Program::build_with(&spec, &model, Box::new(Silent), &BuildOptions::default());
    built.unwrap_or_else(|error| panic!("{}: {error:?}", case.name))
}

/// All states of a program that are reached without symmetry, by their words.
fn reached(program: &Program) -> BTreeMap<Vec<u32>, Plain> {
    let mut explorer = Explorer::new(program, true).without_symmetry();
    let mut open = Vec::new();
    explorer
        .initial(&mut |state| {
            open.push(state.to_vec());
            true
        })
        .expect("initial states are evaluated");
    let mut states = BTreeMap::new();
    let mut steps = Vec::new();
    while let Some(state) = open.pop() {
        if states.contains_key(&state) {
            continue;
        }
        steps.clear();
        explorer.expand(&state, &mut steps).expect("successors are evaluated");
        for step in &steps {
            let mut successor = vec![0; state.len()];
            explorer.apply(&state, step.delta, &mut successor);
            open.push(successor);
        }
        explorer.forget();
        let plain = Plain::of_state(program, &state);
        states.insert(state, plain);
    }
    states
}

/// Both halves of the fingerprint of a state.
fn halves(explorer: &mut Explorer<'_>, words: &[u32]) -> (u64, u64) {
    let first = explorer.fingerprint(words).expect("there is no view to evaluate");
    (first, explorer.second_fingerprint(words).expect("there is no view to evaluate"))
}

/// What is wrong with the fingerprints of a case, one sentence of each kind, and how many states and orbits it has.
fn mistakes(case: &Case, planted: Option<Fault>) -> (Vec<String>, usize, usize) {
    let program = program(case);
    assert!(program.has_symmetry(), "{}", case.name);
    let (states, group) = (reached(&program), group(case));
    assert_eq!(group.len(), program.symmetry.len(), "{}", case.name);
    let mut explorer = Explorer::new(&program, true).with_fault(planted);
    let known: BTreeMap<&Plain, (u64, u64)> =
        states.iter().map(|(words, state)| (state, halves(&mut explorer, words))).collect();
    assert_eq!(known.len(), states.len(), "{}: a state has its words", case.name);
    let mut wrong = BTreeMap::new();
    let (mut orbits, mut orbit_of, mut orbit_of_second) = (BTreeSet::new(), BTreeMap::new(), BTreeMap::new());
    for (state, own) in &known {
        let images: BTreeSet<Plain> = group.iter().map(|moves| state.moved(moves)).collect();
        for image in &images {
            let of_image = known.get(image).unwrap_or_else(|| panic!("{image:?} is reached, too"));
            if of_image != own {
                wrong.insert("a permuted state has another fingerprint", format!("{state:?}, {image:?}"));
            }
        }
        let least = images.into_iter().next().expect("the identity is in the group");
        if orbit_of.entry(*own).or_insert_with(|| least.clone()) != &least {
            wrong.insert(
                "states that are no permutations of each other share a fingerprint",
                format!("{state:?}"),
            );
        }
        if orbit_of_second.entry(own.1).or_insert_with(|| least.clone()) != &least {
            wrong.insert("states that are no permutations share a second half", format!("{state:?}"));
        }
        // A state of nothing but empty sets is a sum of nothing.
        if own.0 == own.1 && own.0 != 0 {
            wrong.insert("both halves of a fingerprint are the same", format!("{state:?}"));
        }
        orbits.insert(least);
    }
    // From the last state to the first: what an explorer knows already must not matter.
    let mut other = Explorer::new(&program, true).with_fault(planted);
    let mut steps = Vec::new();
    for (words, state) in states.iter().rev() {
        steps.clear();
        other.expand(words, &mut steps).expect("successors are evaluated");
        for step in &steps {
            let mut successor = vec![0; words.len()];
            other.apply(words, step.delta, &mut successor);
            if known[&states[&successor]].0 != step.fingerprint {
                wrong.insert("a step tells another fingerprint than its state has", format!("{state:?}"));
            }
        }
        other.forget();
        if halves(&mut other, words) != known[state] {
            wrong.insert("a fingerprint depends on what was asked before", format!("{state:?}"));
        }
    }
    let sentences = wrong.into_iter().map(|(what, of)| format!("{}: {what}: {of}", case.name));
    (sentences.collect(), states.len(), orbits.len())
}

#[test]
fn just_the_states_that_are_permutations_of_each_other_share_a_fingerprint() {
    for case in CASES {
        let (wrong, states, orbits) = mistakes(case, None);
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert_eq!((states, orbits), case.counts, "{}: states and orbits", case.name);
    }
}

#[test]
fn planted_mistakes_are_noticed() {
    for fault in [
        Fault::PermutationForgotten,
        Fault::KeysStay,
        Fault::SlotsStay,
        Fault::GoneStays,
        Fault::NewForgotten,
        Fault::RestForgotten,
        Fault::ElementsStay,
        Fault::SecondOfTheState,
        Fault::HalvesAlike,
    ] {
        let noticed = CASES.iter().any(|case| !mistakes(case, Some(fault)).0.is_empty());
        assert!(noticed, "{fault:?} is noticed");
    }
}

#[test]
fn without_symmetry_both_halves_tell_all_states_apart_whatever_is_known_and_in_whichever_run() {
    for case in CASES {
        let (program, again) = (program(case), program(case));
        let states = reached(&program);
        // In another run contents and elements have other numbers: it begins with the states that come last here.
        let mut explorer = Explorer::new(&again, false).without_symmetry();
        let first = reached(&again).into_iter().rev().map(|(words, state)| (state, words));
        let others: BTreeMap<Plain, (u64, u64)> =
            first.map(|(state, words)| (state, halves(&mut explorer, &words))).collect();
        let mut explorer = Explorer::new(&program, true).without_symmetry();
        let (mut firsts, mut seconds) = (BTreeSet::new(), BTreeSet::new());
        for (words, state) in &states {
            let own = halves(&mut explorer, words);
            assert_eq!(others[state], own, "{}: {state:?}", case.name);
            assert!(own.0 != own.1 || own.0 == 0, "{}: {state:?}", case.name);
            firsts.insert(own.0);
            seconds.insert(own.1);
        }
        assert_eq!((firsts.len(), seconds.len()), (states.len(), states.len()), "{}", case.name);
    }
}
