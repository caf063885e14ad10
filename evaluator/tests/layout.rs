//! What is split into slots, and what each action reads and writes.

mod support;

use support::program;
use tern_parser::ids::Id;

/// The names of all slots of a program, separated by blanks.
fn slots(body: &str) -> String {
    let program = program(body, &[], true);
    (0..program.slot_count()).map(|slot| program.slot_name(slot)).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_variable_is_split_if_every_assignment_keeps_its_domain() {
    let two = "[i \\in 1..2 |-> 0]";
    let record = "[a |-> 0, b |-> <<1, 2>>]";
    let nested = "[i \\in 1..2 |-> [j \\in {5} |-> 0]]";
    let pairs = "[i \\in 1..2 |-> <<7, 8>>]";
    for (initial, next, expected) in [
        (two, "f' = [f EXCEPT ![1] = 1]", "f[1] f[2]"),
        (two, "f' = [j \\in {2, 1} |-> j]", "f[1] f[2]"),
        (two, "f' \\in [1..2 -> 0..1]", "f[1] f[2]"),
        ("<<0, 1>>", "UNCHANGED f", "f[1] f[2]"),
        (two, "f' = Append(f, 1)", "f"),
        (two, "f' = [i \\in 1..3 |-> 0]", "f"),
        (two, "\\E g \\in {f} : f' = g", "f"),
        (record, "f' = [f EXCEPT !.a = 1]", "f[\"a\"] f[\"b\"][1] f[\"b\"][2]"),
        (record, "f' = [f EXCEPT !.b = Tail(@)]", "f[\"a\"] f[\"b\"]"),
        (nested, "f' = [f EXCEPT ![f[1][5]] = [@ EXCEPT ![5] = 1]]", "f[1][5] f[2][5]"),
        (nested, "f' = [f EXCEPT ![1] = f]", "f[1] f[2][5]"),
        (pairs, "f' = [f EXCEPT ![1] = LET o == @ IN [o EXCEPT ![2] = o]]", "f[1] f[2][1] f[2][2]"),
        (nested, "f' = [f EXCEPT ![1] = f[2]]", "f[1][5] f[2][5]"),
        (nested, "f' = [f EXCEPT ![f[1][5]][5] = 1, ![2] = f'[1]]", "f[1][5] f[2][5]"),
        (nested, "f' = [i \\in DOMAIN f |-> IF i = 1 THEN f[2] ELSE f[i]]", "f[1][5] f[2][5]"),
        (nested, "f' = CASE f[1][5] = 0 -> f [] OTHER -> [f EXCEPT ![1][5] = 1]", "f[1][5] f[2][5]"),
        (two, "f' = <<f[2], f[1]>>", "f[1] f[2]"),
        (two, "f' = <<f[2], f[1], 0>>", "f"),
        (two, "f' = [i \\in 1..2 |-> f[1]]", "f[1] f[2]"),
        ("[i \\in 1..100 |-> 0]", "UNCHANGED f", "f"),
        ("[i \\in {} |-> 0]", "UNCHANGED f", "f"),
    ] {
        assert_eq!(slots(&format!("VARIABLE f\nInit == f = {initial}\nNext == {next}")), expected, "{next}");
    }
}

#[test]
fn without_splitting_each_variable_is_one_slot() {
    let body = "VARIABLES f, x\nInit == f = <<1, 2>> /\\ x = 0\nNext == UNCHANGED <<f, x>>";
    assert_eq!((program(body, &[], false).slot_count(), program(body, &[], true).slot_count()), (2, 3));
}

#[test]
fn an_action_reads_what_can_influence_its_steps_and_no_more() {
    for (next, reads, writes) in [
        ("f' = [f EXCEPT ![1] = 5] /\\ UNCHANGED x", "", "f[1]"),
        ("f' = [f EXCEPT ![1] = @ + 1] /\\ UNCHANGED x", "f[1]", "f[1]"),
        ("f[2] = 0 /\\ x' = 1 /\\ UNCHANGED f", "f[2]", "x"),
        ("f' = [f EXCEPT ![x] = 5] /\\ UNCHANGED x", "x", "f[1] f[2]"),
        ("f' = [f EXCEPT ![x] = @] /\\ x' = x", "f[1] f[2] x", "f[1] f[2]"),
        ("UNCHANGED f /\\ x' = f'[2]", "f[2]", "x"),
        ("f' = [f EXCEPT ![1] = 0] /\\ UNCHANGED f /\\ x' = 0", "f[1] f[2]", "f[1] x"),
        ("f' = f /\\ (\\E i \\in 0..x : x' = i)", "x", "x"),
    ] {
        let body = format!("VARIABLES f, x\nInit == f = <<0, 0>> /\\ x = 1\nNext == {next}");
        let program = program(&body, &[], true);
        let [instance] = program.instances.as_slice() else { panic!("{next} is one action") };
        let names = |slots: &[tern_evaluator::state::SlotId]| -> String {
            slots.iter().map(|slot| program.slot_name(slot.index())).collect::<Vec<_>>().join(" ")
        };
        let found = (names(&instance.reads.slots), names(&instance.reads.writes));
        assert_eq!(found, (reads.to_owned(), writes.to_owned()), "{next}");
    }
}
