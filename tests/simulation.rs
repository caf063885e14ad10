//! Simulation and search in depth as processes: TLC's texts, with the numbers that depend on chance masked.

use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

const WALK: &str = "---- MODULE Walk ----
EXTENDS Naturals, TLC
VARIABLES x, y
Init == x \\in 0 .. 2 /\\ y = 0
Right == x' = x + 1 /\\ y' = y
Jump(k) == y < 9 /\\ y' = y + k /\\ x' = x
Next == Right \\/ \\E k \\in {1, 2} : Jump(k)
Spec == Init /\\ [][Next]_<<x, y>>
Near == x + y < 5
Anywhere == x >= 0
RandomNext == x' = RandomElement(1 .. 1000) /\\ y' = y
====
";

fn folder(config: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    std::fs::write(folder.path().join("Walk.tla"), WALK).expect("a file can be written");
    std::fs::write(folder.path().join("Walk.cfg"), config).expect("a file can be written");
    folder
}

fn run(program: &str, folder: &Path, words: &str) -> (i32, String) {
    let Output { status, stdout, .. } = Command::new(program)
        .args(words.split_whitespace())
        .current_dir(folder)
        .output()
        .expect("the command can be started");
    (status.code().unwrap_or(-1), String::from_utf8(stdout).expect("output is UTF-8"))
}

fn tlc(folder: &Path, words: &str) -> (i32, String) {
    run(env!("CARGO_BIN_EXE_tlc"), folder, words)
}

fn tern(folder: &Path, words: &str) -> (i32, String) {
    run(env!("CARGO_BIN_EXE_tern"), folder, words)
}

/// From the line that says that the run starts, without times of day; every number is a `#`.
fn masked(text: &str) -> String {
    let mut masked = String::new();
    for line in text.lines().skip_while(|line| !line.starts_with("Starting...")) {
        let end = line.find(" (20").or(line.find(" at 20")).unwrap_or(line.len());
        let mut number = false;
        for letter in line[..end].chars() {
            if !letter.is_ascii_digit() {
                masked.push(letter);
            } else if !number {
                masked.push('#');
            }
            number = letter.is_ascii_digit();
        }
        masked.push('\n');
    }
    masked
}

/// Without the states, each of which is a line with a number and the lines after it.
fn without_states(masked: &str) -> String {
    let mut lines = Vec::new();
    let mut in_state = false;
    for line in masked.lines() {
        in_state = line.starts_with("State #:") || in_state && !line.is_empty();
        if !in_state && !line.is_empty() {
            lines.push(line);
        }
    }
    lines.join("\n")
}

#[test]
fn a_simulation_that_finds_nothing_says_what_it_did() {
    let folder = folder("SPECIFICATION Spec\nINVARIANT Anywhere\n");
    let (status, out) = tlc(folder.path(), "-simulate num=5 -depth 8 -seed 7 -metadir m Walk");
    assert_eq!(status, 0, "{out}");
    assert!(out.contains("\nRunning Random Simulation with seed 7 with 1 worker on "), "{out}");
    assert_eq!(
        masked(&out),
        "Starting...
Computed # initial states...
Progress: # states checked, # traces generated (trace length: mean=#, var(x)=#, sd=#)
The number of states generated: #
Simulation using seed # and aril #
Finished in #s at
"
    );
    assert!(out.contains(" 5 traces generated (trace length: mean=8, var(x)=0, sd=0)"), "{out}");
    assert!(out.contains("\nSimulation using seed 7 and aril 0\n"), "{out}");
}

#[test]
fn a_violation_is_told_as_tlc_tells_it_and_names_the_initial_action() {
    let folder = folder("SPECIFICATION Spec\nINVARIANT Near\n");
    let (status, out) = tlc(folder.path(), "-simulate -depth 50 -seed 7 Walk.tla");
    assert_eq!(status, 12, "{out}");
    assert_eq!(
        without_states(&masked(&out)),
        "Starting...
Computed # initial states...
Error: Invariant Near is violated.
Error: The behavior up to this point is:
The number of states generated: #
Simulation using seed # and aril #
Progress: # states checked, # traces generated (trace length: mean=#, var(x)=#, sd=#)
Finished in #s at"
    );
    assert!(
        out.contains("\nState 1: <Init line 4, col 9 to line 4, col 29 of module Walk>\n/\\ x = "),
        "{out}"
    );
    assert!(out.contains("\nState 2: <"), "{out}");
}

#[test]
fn for_tools_messages_have_the_numbers_of_tlc() {
    let folder = folder("SPECIFICATION Spec\nINVARIANT Near\n");
    let numbers = |words: &str| -> Vec<String> {
        let (_, out) = tlc(folder.path(), words);
        let all = out.lines().filter_map(|line| line.strip_prefix("@!@!@STARTMSG "));
        all.map(|rest| rest.trim_end_matches(" @!@!@").to_owned()).collect()
    };
    let end = |numbers: &[String], count: usize| numbers[numbers.len() - count..].join(" ");
    let simulated = numbers("-tool -simulate num=9 -depth 50 -seed 1 Walk");
    assert_eq!(simulated[..2].join(" "), "2262:0 2188:0");
    assert!(simulated.contains(&"2269:0".to_owned()) && simulated.contains(&"2110:1".to_owned()));
    assert_eq!(end(&simulated, 5), "2217:4 2209:0 2210:0 2209:0 2186:0");
    let deep = numbers("-tool -dfid 9 Walk");
    assert_eq!(deep[..2].join(" "), "2262:0 2271:0");
    assert!(deep.contains(&"2208:0".to_owned()) && deep.contains(&"2205:0".to_owned()));
    assert_eq!(end(&deep, 4), "2216:4 2206:0 2204:0 2186:0");
}

#[test]
fn the_same_seed_gives_the_same_text_with_any_number_of_workers() {
    let folder = folder("SPECIFICATION Spec\nINVARIANT Near\n");
    let of = |words: &str| {
        let (status, out) = tlc(folder.path(), &format!("-simulate num=90 -depth 3 {words} Walk"));
        let text =
            out.lines().skip_while(|line| !line.starts_with("Computed")).filter(|l| !l.starts_with("Fin"));
        (status, text.collect::<Vec<_>>().join("\n"))
    };
    let once = of("-seed 5");
    assert_eq!(once, of("-seed 5"));
    assert_eq!(once, of("-seed 5 -workers 3"));
    assert_ne!(once, of("-seed 6"));
    assert_ne!(once, of("-seed 5 -aril 1"));
    assert_ne!(of(""), of(""), "without a seed, each run has one of its own");
}

#[test]
fn each_trace_is_written_to_a_file_of_its_own() {
    let folder = folder("SPECIFICATION Spec\nINVARIANT Anywhere\n");
    let (status, out) = tlc(folder.path(), "-simulate num=2,file=out/t -depth 2 -seed 7 -workers 2 Walk");
    assert_eq!(status, 0, "{out}");
    let mut names: Vec<String> = std::fs::read_dir(folder.path().join("out"))
        .expect("the folder was made")
        .map(|entry| entry.expect("it can be read").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    // The number is for each worker, as in TLC.
    assert_eq!(names, ["t_0_0", "t_0_1", "t_1_0", "t_1_1"]);
    let text = std::fs::read_to_string(folder.path().join("out/t_1_0")).expect("a file can be read");
    let masked: String =
        text.chars().map(|letter| if letter.is_ascii_digit() { '#' } else { letter }).collect();
    assert_eq!(
        masked,
        "---------------- MODULE t_#_# -----------------
STATE_# == 
/\\ x = #
/\\ y = #


STATE_# == 
/\\ x = #
/\\ y = #


=================================================
"
    );
}

#[test]
fn random_operators_choose_anew_in_each_trace() {
    let folder = folder("INIT Init\nNEXT RandomNext\n");
    let (status, out) = tlc(folder.path(), "-simulate num=9,file=t -depth 3 -seed 7 Walk");
    assert_eq!(status, 0, "{out}");
    let second = |number: u32| {
        let text = std::fs::read_to_string(folder.path().join(format!("t_0_{number}"))).expect("it is there");
        text.lines().filter(|line| line.starts_with("/\\ x")).nth(1).expect("a second state").to_owned()
    };
    let values: std::collections::BTreeSet<String> = (0..9).map(second).collect();
    assert!(values.len() > 4, "{values:?}");
}

#[test]
fn a_search_in_depth_says_where_each_round_begins() {
    let folder = folder("SPECIFICATION Spec\nINVARIANT Near\n");
    let (status, out) = tlc(folder.path(), "-dfid 9 Walk.tla");
    assert_eq!(status, 12, "{out}");
    assert!(out.contains("\nRunning depth-first search Model-Checking with fp 0 and seed "), "{out}");
    let text = without_states(&masked(&out));
    assert_eq!(
        text,
        "Starting...
Finished computing initial states: # states generated, with # of them distinct.
Starting level #: # states generated, # distinct states found.
Starting level #: # states generated, # distinct states found.
Error: Invariant Near is violated.
Error: The behavior up to this point is:
# states generated, # distinct states found.
Finished in #s at"
    );
    assert!(out.contains("\nState 3:\n/\\ x = "), "{out}");
    assert!(out.contains("\nStarting level 2: 3 states generated, 3 distinct states found.\n"), "{out}");
}

#[test]
fn an_interrupted_simulation_tells_what_it_did() {
    let folder = folder("SPECIFICATION Spec\nINVARIANT Anywhere\n");
    let words = ["-simulate", "-depth", "50", "Walk"];
    let child = Command::new(env!("CARGO_BIN_EXE_tlc"))
        .args(words)
        .current_dir(folder.path())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the command can be started");
    std::thread::sleep(Duration::from_millis(500));
    let killed = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(killed.is_ok_and(|status| status.success()), "kill can be run");
    let Output { status, stdout, .. } = child.wait_with_output().expect("the command ends");
    let out = String::from_utf8(stdout).expect("output is UTF-8");
    assert_eq!(status.code(), Some(130), "{out}");
    assert!(
        out.contains("\nThe simulation was interrupted. The traces that it made show no error.\n"),
        "{out}"
    );
    assert!(out.contains(" traces generated (trace length: mean=50, "), "{out}");
}

#[test]
fn tern_simulates_and_says_what_was_never_done() {
    let folder = folder("SPECIFICATION Spec\nINVARIANT Anywhere\n");
    let (status, out) = tern(folder.path(), "simulate Walk --num 1 --depth 2 --seed -3 --workers 2");
    assert_eq!(status, 0, "{out}");
    assert!(out.starts_with("ok: no error found in 1 random trace\n1 trace, 2.0 states on average"), "{out}");
    assert!(out.contains("; seed -3, aril 0; ") && out.contains("actions never taken: "), "{out}");
    let (status, out) = tern(folder.path(), "simulate Walk --max-time 1 --quiet");
    assert_eq!(status, 0, "{out}");
    assert!(out.starts_with("ok: no error found in "), "{out}");
    let (status, out) = tern(folder.path(), "check Walk --deepen 4");
    assert_eq!(status, 0, "{out}");
    assert!(out.starts_with("ok: no error found up to level 4, and there are states beyond\n"), "{out}");
}

#[test]
fn a_deepening_search_takes_one_worker_of_many() {
    let folder = folder("SPECIFICATION Spec\n");
    let (status, out) = tlc(folder.path(), "-dfid 3 -workers 2 Walk");
    assert_eq!(status, 0, "{out}");
    assert!(out.contains(" with 1 worker on "), "{out}");
}

#[test]
fn wrong_simulations_are_refused_by_name() {
    let folder = folder("SPECIFICATION Spec\n");
    for (words, part) in [
        ("-simulate stats=full Walk", "stats=full"),
        ("-simulate sched=rl Walk", "sched=rl"),
        ("-simulate file=t Walk", "needs num="),
        ("-depth 0 -simulate Walk", "-depth"),
    ] {
        let (status, out) = tlc(folder.path(), words);
        assert_eq!(status, 1, "{out}");
        assert!(out.contains(part), "{out}");
    }
}
