//! `tlc -coverage` as a process, against what TLC printed, and tern's table of actions and warnings.

use std::path::Path;
use std::process::Command;

const RELAY: &str = r#"---- MODULE Relay ----
EXTENDS Naturals, Sequences
CONSTANTS Nodes, Max
VARIABLES pc, log, clock, turn

vars == <<pc, log, clock, turn>>

RECURSIVE Sum(_)
Sum(q) == IF q = <<>> THEN 0 ELSE Head(q) + Sum(Tail(q))

Between(low, high) == LET middle == low + high IN IF middle > 2 THEN middle ELSE high

Holds(P(_), n) == P(n) /\ n < 9

Init == /\ pc = [n \in Nodes |-> "idle"]
        /\ log = <<>>
        /\ clock = [a |-> 0, b |-> 1]
        /\ turn \in 0..1

Send(n) == /\ pc[n] = "idle"
           /\ Len(log) < Max
           /\ pc' = [pc EXCEPT ![n] = "sent"]
           /\ log' = Append(log, Between(clock.a, Len(log)))
           /\ UNCHANGED <<clock, turn>>

Tick(n) == /\ CASE pc[n] = "idle" -> FALSE
                [] pc[n] = "sent" -> clock.a < 2
                [] OTHER -> FALSE
           /\ IF Sum(log) > 1
              THEN clock' = [clock EXCEPT !.a = @ + 1, !.b = IF @ > 2 THEN 0 ELSE @ + 1] /\ turn' = 0
              ELSE turn' \in 0..turn /\ clock' = [a |-> turn', b |-> 2]
           /\ UNCHANGED <<pc, log>>

Never == clock.a > 7 /\ pc' = pc /\ UNCHANGED <<log, clock, turn>>

Next == \/ Never
        \/ \E n \in Nodes : Send(n) \/ Tick(n)
        \/ (Len(log) = Max /\ log' = <<>> /\ UNCHANGED <<pc, clock, turn>>)

TypeOK == /\ \A i \in 1..Len(log) : log[i] \in 0..9
          /\ clock.a = 2 => clock.b >= 0
          /\ Holds(LAMBDA k : k + 1 > 0, clock.a)

Spec == Init /\ [][Next]_vars
====
"#;

const RELAY_CONFIG: &str = "CONSTANTS Nodes = {n1, n2}\n Max = 2\nSPECIFICATION Spec\nINVARIANT TypeOK\n";

/// What TLC 2.15 printed between its messages 2201 and 2202, with the numbers of the messages:
/// `java -cp tla2tools.jar tlc2.TLC -tool -coverage 1 -deadlock -config Relay.cfg Relay.tla`.
const RELAY_COVERAGE: &str = "2773 <Init line 15, col 1 to line 15, col 4 of module Relay>: 2:2
2221   line 15, col 12 to line 15, col 40 of module Relay: 1
2221   line 16, col 12 to line 16, col 21 of module Relay: 1
2221   line 17, col 12 to line 17, col 37 of module Relay: 1
2221   line 18, col 12 to line 18, col 24 of module Relay: 2
2221   |line 18, col 21 to line 18, col 24 of module Relay: 1
2772 <Send line 20, col 1 to line 20, col 7 of module Relay>: 8:12
2221   line 20, col 15 to line 20, col 28 of module Relay: 48
2221   |line 20, col 15 to line 20, col 19 of module Relay: 36
2221   line 21, col 15 to line 21, col 28 of module Relay: 12
2221   line 22, col 15 to line 22, col 45 of module Relay: 12
2221   line 23, col 15 to line 23, col 60 of module Relay: 12
2221   line 24, col 15 to line 24, col 39 of module Relay: 12
2772 <Tick line 26, col 1 to line 26, col 7 of module Relay>: 4:36
2221   line 26, col 20 to line 26, col 42 of module Relay: 36
2221   line 27, col 20 to line 27, col 48 of module Relay: 24
2221   line 29, col 18 to line 29, col 29 of module Relay: 24
2221   |line 29, col 18 to line 29, col 25 of module Relay: 24
2221   ||line 9, col 11 to line 9, col 56 of module Relay: 48
2221   |||line 9, col 14 to line 9, col 21 of module Relay: 48
2221   |||line 9, col 35 to line 9, col 56 of module Relay: 24
2221   ||line 29, col 22 to line 29, col 24 of module Relay: 24
2221   line 30, col 20 to line 30, col 88 of module Relay: 0
2221   line 30, col 93 to line 30, col 101 of module Relay: 0
2221   line 31, col 20 to line 31, col 36 of module Relay: 36
2221   |line 31, col 30 to line 31, col 36 of module Relay: 24
2221   line 31, col 41 to line 31, col 71 of module Relay: 36
2221   line 32, col 15 to line 32, col 35 of module Relay: 36
2772 <Never line 34, col 1 to line 34, col 5 of module Relay>: 0:0
2221   line 34, col 10 to line 34, col 20 of module Relay: 18
2221   line 34, col 25 to line 34, col 32 of module Relay: 0
2221   line 34, col 37 to line 34, col 66 of module Relay: 0
2772 <Next line 36, col 1 to line 36, col 4 of module Relay (38 13 38 74)>: 4:4
2221   line 38, col 13 to line 38, col 26 of module Relay: 22
2221   |line 38, col 13 to line 38, col 20 of module Relay: 18
2221   |line 38, col 24 to line 38, col 26 of module Relay: 18
2221   line 38, col 31 to line 38, col 41 of module Relay: 4
2221   line 38, col 46 to line 38, col 74 of module Relay: 4
2774 <TypeOK line 40, col 1 to line 40, col 6 of module Relay>
2221   line 40, col 11 to line 42, col 49 of module Relay: 18
2221   |line 40, col 14 to line 40, col 51 of module Relay: 18
2221   ||line 40, col 37 to line 40, col 51 of module Relay: 16
2221   ||line 40, col 23 to line 40, col 33 of module Relay: 18
2221   |line 41, col 14 to line 41, col 40 of module Relay: 18
2221   |line 42, col 14 to line 42, col 49 of module Relay: 18
2202 End of statistics.
";

/// A folder with a module `M` and a configuration.
fn folder(name: &str, module: &str, config: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let write = |ending: &str, text: &str| {
        std::fs::write(folder.path().join(format!("{name}.{ending}")), text).expect("a file can be written");
    };
    write("tla", module);
    write("cfg", config);
    folder
}

fn run(program: &str, folder: &Path, words: &[&str]) -> String {
    let output =
        Command::new(program).args(words).current_dir(folder).output().expect("the command can be started");
    String::from_utf8(output.stdout).expect("output is UTF-8")
}

/// The messages of the coverage block with their numbers, without those of variables, which TLC 2.15 does not have.
fn coverage(folder: &Path, module: &str, words: &[&str]) -> String {
    let words: Vec<&str> =
        ["-tool", "-coverage", "1", "-deadlock"].iter().chain(words).copied().chain([module]).collect();
    let output = run(env!("CARGO_BIN_EXE_tlc"), folder, &words);
    let mut block = String::new();
    let mut inside = false;
    for message in output.split("@!@!@STARTMSG ").skip(1) {
        let (number, rest) = message.split_once(':').expect("a message has a number");
        let text = rest.split_once('\n').and_then(|(_, text)| text.split_once("\n@!@!@")).expect("a body").0;
        inside |= number == "2201";
        if inside && number != "2201" && number != "2779" {
            block.push_str(&format!("{number} {text}\n"));
        }
        inside &= number != "2202";
    }
    block
}

#[test]
fn expressions_are_counted_and_shown_as_tlc_does_for_any_number_of_workers() {
    let folder = folder("Relay", RELAY, RELAY_CONFIG);
    assert_eq!(coverage(folder.path(), "Relay", &[]), RELAY_COVERAGE);
    assert_eq!(coverage(folder.path(), "Relay", &["-workers", "4"]), RELAY_COVERAGE);
}

const STAIRS: &str = "---- MODULE Stairs ----
EXTENDS Naturals
VARIABLE x
Init == x \\in {0, 1}
Up == x < 3 /\\ x' = x + 1
Never == x > 5 /\\ x' = 0
Next == Up \\/ Never
====
";

/// The lines of actions, and where the block stands among the other messages.
fn actions_of(words: &[&str], counts: &str) -> String {
    let folder = folder("Stairs", STAIRS, "INIT Init\nNEXT Next\n");
    let words: Vec<&str> = [&["-tool", "-coverage", "1", "-deadlock"], words, &["Stairs"]].concat();
    let output = run(env!("CARGO_BIN_EXE_tlc"), folder.path(), &words);
    let ends = output.find("End of statistics.").expect("a block of coverage");
    assert!(ends < output.rfind(counts).expect("final counts"), "{output}");
    let lines = output.lines().filter(|line| line.starts_with('<') && !line.starts_with("<x "));
    lines.map(|line| line.to_owned() + "\n").collect()
}

#[test]
fn a_search_in_depth_counts_the_successors_of_all_rounds_and_none_as_distinct() {
    let expected = "<Init line 4, col 1 to line 4, col 4 of module Stairs>: 2:2
<Up line 5, col 1 to line 5, col 2 of module Stairs>: 0:8
<Never line 6, col 1 to line 6, col 5 of module Stairs>: 0:0
";
    assert_eq!(actions_of(&["-dfid", "9"], "states generated, 4 distinct states found."), expected);
}

#[test]
fn a_simulation_counts_the_successors_that_actions_gave_and_none_as_distinct() {
    // Each trace takes as many steps as -depth says: TLC 2.15 gives 50 successors for num=5 and -depth 10.
    let expected = "<Init line 4, col 1 to line 4, col 4 of module Stairs>: 2:2
<Up line 5, col 1 to line 5, col 2 of module Stairs>: 0:2
<Never line 6, col 1 to line 6, col 5 of module Stairs>: 0:0
";
    let found = actions_of(&["-simulate", "num=1", "-depth", "2"], "The number of states generated: ");
    assert_eq!(found, expected);
}

#[test]
fn variables_and_constraints_have_lines_of_newer_tlcs() {
    let module = "---- MODULE M ----
EXTENDS Naturals
VARIABLES x, y
Init == x = 0 /\\ y = 0
Up == x' = x + 1 /\\ y' = x % 2
Small == x < 3
====
";
    let folder = folder("M", module, "INIT Init\nNEXT Up\nCONSTRAINT Small\n");
    let output = run(env!("CARGO_BIN_EXE_tlc"), folder.path(), &["-coverage", "1", "-deadlock", "M"]);
    for line in [
        "<x line 3, col 11 to line 3, col 11 of module M>: 2",
        "<y line 3, col 14 to line 3, col 14 of module M>: 2",
        "<Init line 4, col 1 to line 4, col 4 of module M>: 1:1",
        "<Up line 5, col 1 to line 5, col 2 of module M>: 2:3",
        "<Small line 6, col 1 to line 6, col 5 of module M>: 3:4",
    ] {
        assert!(output.lines().any(|found| found == line), "{line} in {output}");
    }
}

#[test]
fn tern_tells_what_actions_did_and_which_were_never_enabled() {
    let folder = folder("Relay", RELAY, RELAY_CONFIG);
    let words = ["check", "--no-deadlock", "--actions", "--quiet", "--color", "never", "Relay.tla"];
    let output = run(env!("CARGO_BIN_EXE_tern"), folder.path(), &words);
    // The numbers are those of the coverage above, the other way round.
    for line in [
        "action  taken  new states",
        "Never       0           0  Relay.tla:34:10  never enabled",
        "Send       12           8  Relay.tla:20:12",
        "Tick       36           4  Relay.tla:26:12",
        "Next        4           4  Relay.tla:38:13",
    ] {
        assert!(output.lines().any(|found| found == line), "{line} in {output}");
    }
    assert_eq!(output.matches("warning:").count(), 1, "{output}");
    assert!(output.contains("warning: the action Never was never enabled"), "{output}");
}

const IDLE: &str = "---- MODULE Idle ----
EXTENDS Naturals
VARIABLE x
Init == x = 0
Up(n) == x = n /\\ x < 2 /\\ x' = x + 1
Sane == 1 + 1 = 2
Above == x > 3
Below == x < 1
Next == \\E n \\in 0..9 : Up(n)
====
";

fn idle(config: &str) -> String {
    let folder = folder("Idle", IDLE, &format!("INIT Init\nNEXT Next\n{config}"));
    let words = ["check", "--no-deadlock", "--quiet", "--color", "never", "Idle.tla"];
    run(env!("CARGO_BIN_EXE_tern"), folder.path(), &words)
}

#[test]
fn an_action_is_enabled_if_one_of_its_instances_is() {
    let output = idle("");
    assert!(output.contains("ok: no error found") && !output.contains("warning"), "{output}");
}

#[test]
fn results_that_say_little_are_marked_with_a_place_and_advice() {
    let invariant = idle("INVARIANT Sane\n");
    assert!(invariant.contains("warning: the invariant Sane reads no variable"), "{invariant}");
    assert!(invariant.contains("Idle.tla:6:1") && invariant.contains("help: "), "{invariant}");
    let none = idle("CONSTRAINT Above\n");
    assert!(none.contains("warning: the constraint Above excludes all initial states"), "{none}");
    assert!(none.contains("Idle.tla:7:1") && !none.contains("never enabled"), "{none}");
    let initial = idle("CONSTRAINT Below\n");
    assert!(initial.contains("warning: the constraint Below excludes all successors"), "{initial}");
    assert!(!idle("CONSTRAINT Above\nINVARIANT Below\n").contains("reads no variable"));
}
