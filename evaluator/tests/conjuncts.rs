//! Which conjuncts of invariants are looked at.

mod support;

use support::program;
use tern_evaluator::explorer::{Before, Explorer};

/// States of `x`, `y` and `z`, by their values.
fn states(explorer: &mut Explorer<'_>, show: impl Fn(&[u32]) -> String) -> Vec<(String, Vec<u32>)> {
    let mut found: Vec<(String, Vec<u32>)> = Vec::new();
    let initial = explorer.initial(&mut |words| {
        found.push((show(words), words.to_vec()));
        true
    });
    initial.expect("there is an initial state");
    let mut next = 0;
    while next < found.len() {
        let (parent, mut successors) = (found[next].1.clone(), Vec::new());
        explorer.expand(&parent, &mut successors).expect("it has successors");
        for successor in successors {
            let mut words = parent.clone();
            explorer.apply(&parent, successor.delta, &mut words);
            let shown = show(&words);
            if found.iter().all(|(known, _)| *known != shown) {
                found.push((shown, words));
            }
        }
        next += 1;
    }
    found
}

#[test]
fn a_worker_takes_nothing_for_true_that_it_never_looked_at() {
    let program = program(
        "VARIABLES x, y, z\nInit == x = 0 /\\ y = 0 /\\ z = 3\n\
         Next == \\/ (x' \\in 0..9 /\\ UNCHANGED <<y, z>>)\n\
         \\/ (y' \\in 0..1 /\\ UNCHANGED <<x, z>>)\n\
         \\/ (z' \\in 3..6 /\\ UNCHANGED <<x, y>>)\n\
         Inv == (IF y = 0 THEN x # 77 ELSE x # 78) /\\ (y = 1 => z # 5)",
        &["Inv"],
        true,
    );
    let show = |words: &[u32]| {
        let values = program.show_state(words).into_iter();
        values.map(|(_, value)| value.unwrap_or_default()).collect::<Vec<_>>().join(" ")
    };
    let states = states(&mut Explorer::new(&program, true), show);
    assert_eq!(states.len(), 10 * 2 * 4);
    let state = |shown: &str| &*states.iter().find(|(known, _)| known == shown).expect("it is reachable").1;
    // Another worker only ever sees x change while y is 0: it does not learn that the second conjunct may read z.
    let mut other = Explorer::new(&program, true);
    assert!(matches!(other.violated_invariant(None, state("0 0 3")), Ok(None)));
    let mut asked = |from: &str, to: &str| {
        let before = Before { state: state(from), delta: None };
        other.violated_invariant(Some(before), state(to)).expect("it can be evaluated")
    };
    for round in 0..2000 {
        let (from, to) = (format!("{} 0 3", round % 10), format!("{} 0 3", (round + 1) % 10));
        assert_eq!(asked(&from, &to), None);
    }
    // Somebody else found that the invariant holds where y is 1 and z is 4. With all that the worker read so far, this
    // state and the last one look the same.
    assert_eq!(asked("0 1 4", "1 1 4"), None);
    assert_eq!(asked("1 1 4", "1 1 5"), Some(0));
    assert_eq!(asked("1 1 4", "1 1 6"), None);
}
