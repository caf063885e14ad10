//! The commands as processes: exit statuses, files, and what they leave in the folder. What they print line by line is in
//! tests/texts.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const LAMP: &str = "---- MODULE Lamp ----
EXTENDS Naturals
VARIABLES switched, times
Init == switched = FALSE /\\ times = 0
Toggle == switched' = ~switched /\\ times' = times + 1
Spec == Init /\\ [][Toggle]_<<switched, times>>
Fresh == times < 2
====
";

/// A folder with a module and a configuration.
fn folder(module: &str, config: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    std::fs::write(folder.path().join("Lamp.tla"), module).expect("a file can be written");
    std::fs::write(folder.path().join("Lamp.cfg"), config).expect("a file can be written");
    folder
}

fn run(program: &str, folder: &Path, words: &[&str]) -> (i32, String, String) {
    let Output { status, stdout, stderr } =
        Command::new(program).args(words).current_dir(folder).output().expect("the command can be started");
    let text = |bytes| String::from_utf8(bytes).expect("output is UTF-8");
    (status.code().unwrap_or(-1), text(stdout), text(stderr))
}

fn tlc(folder: &Path, words: &[&str]) -> (i32, String, String) {
    run(env!("CARGO_BIN_EXE_tlc"), folder, words)
}

fn tern(folder: &Path, words: &[&str]) -> (i32, String, String) {
    run(env!("CARGO_BIN_EXE_tern"), folder, words)
}

#[test]
fn neither_command_leaves_anything_behind() {
    let folder = folder(LAMP, "SPECIFICATION Spec\nINVARIANT Fresh\n");
    tlc(folder.path(), &["-metadir", "m", "Lamp"]);
    tern(folder.path(), &["check", "Lamp"]);
    let mut names: Vec<PathBuf> = std::fs::read_dir(folder.path())
        .expect("the folder can be read")
        .filter_map(|entry| Some(entry.ok()?.file_name().into()))
        .collect();
    names.sort();
    assert_eq!(names, [PathBuf::from("Lamp.cfg"), PathBuf::from("Lamp.tla")]);
}

#[test]
fn tern_says_the_verdict_first_and_then_what_changed() {
    let folder = folder(LAMP, "SPECIFICATION Spec\nINVARIANT Fresh\n");
    let (status, out, err) = tern(folder.path(), &["check", "Lamp.tla"]);
    assert_eq!((status, err.as_str()), (12, ""));
    let lines: Vec<&str> = out.lines().map(str::trim_end).collect();
    assert_eq!(
        lines[..9],
        [
            "violated: invariant Fresh",
            "  1  initial state",
            "       switched = FALSE",
            "       times = 0",
            "  2  Toggle  Lamp.tla:5:11",
            "       switched = TRUE",
            "       times = 1",
            "  3  Toggle  Lamp.tla:5:11",
            "       switched = FALSE",
        ]
    );
    assert_eq!(
        lines[10..15],
        [
            "note: this is false in state 3",
            " --> Lamp.tla:7:10",
            "  |",
            "7 | Fresh == times < 2",
            "  |          ^^^^^^^^^",
        ]
    );
    assert!(lines[15].starts_with("3 distinct states, 3 generated, depth 3, 0 not expanded; "), "{out}");
}

#[test]
fn a_fault_of_the_specification_is_shown_with_its_line() {
    let folder =
        folder("---- MODULE Lamp ----\nVARIABLE x\nInit == x = Wrong\n====\n", "INIT Init\nNEXT Init\n");
    let (status, out, _) = tern(folder.path(), &["check", "Lamp"]);
    assert_eq!(status, 150);
    for part in ["Unknown operator: `Wrong'", "Lamp.tla:3:13", "Init == x = Wrong"] {
        assert!(out.contains(part), "{part} is missing in\n{out}");
    }
    let (status, out, _) = tlc(folder.path(), &["Lamp"]);
    assert_eq!(status, 150);
    assert!(
        out.contains("line 3, col 13 to line 3, col 17 of module Lamp\n\nUnknown operator: `Wrong'.\n"),
        "{out}"
    );
    assert!(out.contains("Error: Parsing or semantic analysis failed."), "{out}");
}

#[test]
fn a_fault_of_the_configuration_has_tlcs_words_and_status() {
    let folder = folder(LAMP, "SPECIFICATION Spec\nCONSTANT N = -1\n");
    let (status, out, err) = tlc(folder.path(), &["Lamp"]);
    assert_eq!(status, 255);
    assert!(out.contains("TLC found an error in the configuration file at line 2\nIt was expecting = or <-, but did not find it.\n"), "{out}");
    assert!(err.contains("a configuration cannot write negative numbers"), "{err}");
}

#[test]
fn a_missing_file_is_named() {
    let folder = folder(LAMP, "");
    let (status, out, _) = tlc(folder.path(), &["-config", "Other.cfg", "Lamp"]);
    assert_eq!(status, 255);
    assert!(out.contains("configuration file Other.cfg:\nFile not found."), "{out}");
    let (status, out, _) = tern(folder.path(), &["check", "Lamp", "--config", "Other.cfg"]);
    assert_eq!(status, 255);
    assert!(out.contains("Other.cfg: File not found."), "{out}");
}

#[test]
fn options_that_tern_does_not_offer_are_refused_with_status_1() {
    let folder = folder(LAMP, "SPECIFICATION Spec\n");
    for words in [["-recover", "Lamp"], ["-bogus", "Lamp"]] {
        let (status, out, _) = tlc(folder.path(), &words);
        assert_eq!(status, 1);
        assert!(out.contains(words[0]), "{out}");
    }
}

#[test]
fn fingerprints_have_64_bits_or_the_128_that_were_asked_for() {
    let folder = folder(LAMP, "SPECIFICATION Spec\nINVARIANT Fresh\n");
    let check = |words: &[&str]| {
        let (status, out, err) = tern(folder.path(), &[&["check", "Lamp", "--quiet"], words].concat());
        let timeless: Vec<String> =
            out.lines().map(|line| line.split("; ").next().unwrap_or_default().to_owned()).collect();
        (status, timeless, err)
    };
    let (status, plain, _) = check(&[]);
    assert_eq!(status, 12);
    assert_eq!(check(&["--fingerprint-bits", "64"]).1, plain);
    for more in [&["--workers", "1"][..], &["--workers", "4"], &["--memory", "1"], &["--deepen", "9"]] {
        let (status, mut wide, _) = check(&[&["--fingerprint-bits", "128"], more].concat());
        assert_eq!(status, 12, "{more:?}: {wide:?}");
        wide.retain(|line| !line.starts_with("states took up to"));
        let told = wide.iter().position(|line| line.starts_with("fingerprints of 128 bits: two different"));
        wide.remove(
            told.unwrap_or_else(|| panic!("{more:?}: it is told how many bits there were: {wide:?}")),
        );
        if more[0] != "--deepen" {
            assert_eq!(wide, plain, "{more:?}");
        }
    }
    let (_, json, _) =
        tern(folder.path(), &["check", "Lamp", "--format", "json", "--fingerprint-bits", "128"]);
    assert!(json.contains("\"fingerprint_bits\": 128"), "{json}");
}

#[test]
fn other_numbers_of_bits_are_refused_and_so_are_they_where_there_are_no_fingerprints() {
    let folder = folder(LAMP, "SPECIFICATION Spec\n");
    for bits in ["32", "65", "0", "-128", "many"] {
        let word = format!("--fingerprint-bits={bits}");
        let (status, _, err) = tern(folder.path(), &["check", "Lamp", &word]);
        assert_eq!(status, 2, "{err}");
        assert!(err.contains(&format!("'{bits}'")) && err.contains("have 64 or 128 bits"), "{err}");
    }
    let (status, _, err) =
        tern(folder.path(), &["simulate", "Lamp", "--num", "1", "--fingerprint-bits", "128"]);
    assert_eq!(status, 2);
    assert!(err.contains("unexpected argument '--fingerprint-bits'"), "{err}");
    let (status, out, _) = tlc(folder.path(), &["-fingerprint-bits", "128", "Lamp"]);
    assert_eq!(status, 1);
    assert!(out.contains("-fingerprint-bits"), "{out}");
}

#[test]
fn a_search_without_end_can_be_limited() {
    let folder = folder(LAMP, "SPECIFICATION Spec\n");
    let (status, out, _) = tern(folder.path(), &["check", "Lamp", "--max-states", "100", "--quiet"]);
    assert_eq!(status, 153, "{out}");
    assert!(!out.contains("no error found"), "{out}");
    let (status, out, _) = tern(folder.path(), &["check", "Lamp", "--max-depth", "5"]);
    assert_eq!(status, 153, "{out}");
    let (status, out, _) = tern(folder.path(), &["check", "Lamp", "--max-time", "1", "--quiet"]);
    assert_eq!(status, 153, "{out}");
    assert!(out.starts_with("limit reached: the search was limited to 1 seconds"), "{out}");
}

#[test]
fn a_run_that_ends_before_its_temporal_properties_are_checked_says_so() {
    let lamp = LAMP.replace("Fresh ==", "Begins == <>(times = 0)\nFresh ==");
    let folder = folder(&lamp, "SPECIFICATION Spec\nPROPERTY Begins\n");
    let check = |words: &[&str]| tern(folder.path(), &[&["check", "Lamp", "--quiet"], words].concat());
    let (status, out, _) = check(&["--max-time", "1"]);
    assert_eq!(status, 153, "{out}");
    assert!(out.contains("before the temporal properties could be checked"), "{out}");
    let (_, out, _) = check(&["--max-time", "1", "--format", "json"]);
    let unchecked = out.split("\"unchecked\":").nth(1).and_then(|rest| rest.split(']').next());
    assert!(unchecked.is_some_and(|names| names.contains("\"Begins\"")), "{out}");
    // Within a depth they are.
    let (status, out, _) = check(&["--max-depth", "5"]);
    assert_eq!(status, 153, "{out}");
    assert!(!out.contains("temporal"), "{out}");
}

#[test]
fn parse_checks_files_without_configuration() {
    let folder = folder(LAMP, "");
    let (status, out, _) = tern(folder.path(), &["parse", "Lamp.tla"]);
    assert_eq!((status, out.as_str()), (0, "Lamp.tla: ok\n"));
}

#[test]
fn modules_are_found_in_folders_of_the_command_line() {
    let folder = folder("---- MODULE Lamp ----\nEXTENDS Bulb\nASSUME Watts = 5\n====\n", "");
    let library = folder.path().join("library");
    std::fs::create_dir(&library).expect("a folder can be made");
    std::fs::write(library.join("Bulb.tla"), "---- MODULE Bulb ----\nWatts == 5\n====\n")
        .expect("it can be written");
    assert_eq!(tern(folder.path(), &["check", "Lamp"]).0, 150);
    let (status, out, _) = tern(folder.path(), &["check", "Lamp", "--library", "library"]);
    assert_eq!(status, 0, "{out}");
}

#[test]
fn the_invariant_that_cannot_be_evaluated_is_named() {
    let module = LAMP.replace("====", "Wrong == times < 1 \\/ switched = 3\n====");
    let folder = folder(&module, "SPECIFICATION Spec\nINVARIANTS Fresh Wrong\n");
    let (status, out, _) = tlc(folder.path(), &["Lamp"]);
    assert_eq!(status, 76, "{out}");
    assert!(out.contains("Error: Evaluating invariant Wrong failed.\n"), "{out}");
    assert!(out.contains("State 2: <Toggle "), "{out}");
}
