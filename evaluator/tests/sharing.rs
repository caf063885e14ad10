//! What workers tell each other.

mod support;

use support::program;
use tern_evaluator::explorer::{Explorer, Findings};
use tern_evaluator::program::Program;

/// Clients ask a server with a queue and a set of messages: actions with branches, guards and quantifiers over sets.
const BODY: &str = "VARIABLES queue, msgs, held, turn\n\
    Clients == {1, 2, 3}\n\
    Init == queue = <<>> /\\ msgs = {} /\\ held = [c \\in Clients |-> 0] /\\ turn = 0\n\
    Ask(c) == held[c] = 0 /\\ ~(\\E m \\in msgs : m.from = c) /\\ msgs' = msgs \\cup {[from |-> c, at |-> turn]}\n\
    /\\ UNCHANGED <<queue, held, turn>>\n\
    Take == \\E m \\in msgs : m.at <= turn /\\ Len(queue) < 2 /\\ queue' = Append(queue, m.from)\n\
    /\\ msgs' = msgs \\ {m} /\\ UNCHANGED <<held, turn>>\n\
    Give == queue # <<>> /\\ held' = [held EXCEPT ![Head(queue)] = turn + 1] /\\ queue' = Tail(queue)\n\
    /\\ UNCHANGED <<msgs, turn>>\n\
    Back(c) == IF held[c] > turn THEN (turn' = (turn + 1) % 3 /\\ held' = [held EXCEPT ![c] = 0] /\\ UNCHANGED <<queue, msgs>>)\n\
    ELSE (held[c] # 0 /\\ held' = [held EXCEPT ![c] = 0] /\\ UNCHANGED <<queue, msgs, turn>>)\n\
    Next == (\\E c \\in Clients : Ask(c)) \\/ Take \\/ Give \\/ (\\E c \\in Clients : Back(c))";

/// A state, with the fingerprints and actions of its successors.
type Expanded = (Vec<u32>, Vec<(u64, u32)>);

/// Each state that is reachable, with the fingerprints and actions of its successors.
fn graph(program: &Program, explorer: &mut Explorer<'_>) -> Vec<Expanded> {
    let (mut found, mut known) = (Vec::new(), std::collections::HashSet::new());
    let initial = explorer.initial(&mut |words| {
        known.insert(program.fingerprint(words));
        found.push((words.to_vec(), Vec::new()));
        true
    });
    initial.expect("there is an initial state");
    let mut next = 0;
    while next < found.len() {
        let (parent, mut successors) = (found[next].0.clone(), Vec::new());
        explorer.expand(&parent, &mut successors).expect("it has successors");
        for successor in &successors {
            let mut words = parent.clone();
            explorer.apply(&parent, successor.delta, &mut words);
            assert_eq!(program.fingerprint(&words), successor.fingerprint);
            if known.insert(successor.fingerprint) {
                found.push((words, Vec::new()));
            }
        }
        found[next].1 = successors.iter().map(|found| (found.fingerprint, found.action)).collect();
        explorer.forget();
        next += 1;
    }
    found
}

#[test]
fn workers_that_tell_each_other_what_they_find_find_what_one_alone_finds() {
    let program = program(BODY, &[], true);
    // Elements of sets get their numbers first: with them what is remembered becomes out of date.
    let expected = graph(&program, &mut Explorer::new(&program, false));
    assert!(expected.len() > 1000, "{} states", expected.len());
    let findings = Findings::default();
    let mut first = Explorer::new(&program, true).sharing(Some(&findings));
    assert_eq!(graph(&program, &mut first), expected);
    // All that the second one needs was found.
    let mut second = Explorer::new(&program, true).sharing(Some(&findings));
    assert_eq!(graph(&program, &mut second), expected);
    assert!(second.taken_over() * 10 > second.evaluations() * 9, "{} taken over", second.taken_over());
    assert!(second.evaluations() > 100, "{} evaluations", second.evaluations());
    // One that begins in the middle of it, while the others go on.
    let states: Vec<&Vec<u32>> = expected.iter().map(|(words, _)| words).collect();
    let findings = Findings::default();
    let mut workers = [0, 1, 2].map(|_| Explorer::new(&program, true).sharing(Some(&findings)));
    for (number, state) in states.iter().enumerate() {
        let mut successors = Vec::new();
        workers[number * number % 3].expand(state, &mut successors).expect("it has successors");
        let found: Vec<_> = successors.iter().map(|found| (found.fingerprint, found.action)).collect();
        assert_eq!(found, expected[number].1);
    }
}
