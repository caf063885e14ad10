//! A budget of memory on the command lines: the answer does not depend on it, and nothing is left behind.

use std::path::Path;
use std::process::{Command, Output};

fn run(command: &str, folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let mut process = Command::new(command);
    let Output { status, stdout, stderr } =
        process.current_dir(folder).args(arguments).output().expect("the command can be run");
    let text = String::from_utf8_lossy(&stdout).into_owned() + &String::from_utf8_lossy(&stderr);
    (status.code(), text)
}

fn examples() -> String {
    format!("{}/examples", env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn a_search_ten_times_larger_than_its_budget_finds_every_state() {
    let folder = tempfile::tempdir().expect("a folder");
    let config = folder.path().join("Counters.cfg");
    std::fs::write(&config, "CONSTANTS Number = 5 Most = 7\nSPECIFICATION Spec\nINVARIANT TypeOK\n")
        .expect("a configuration can be written");
    let (module, config) = (format!("{}/Counters", examples()), config.to_string_lossy().into_owned());
    // 8^5 states, whose fingerprints alone take ten times the budget.
    let (states, generated) = (8u64.pow(5), 1 + 5 * 8u64.pow(5));
    let memory = (states * 8 / 10).to_string();
    for workers in ["1", "2"] {
        let arguments = ["check", &module, "--config", &config, "--workers", workers, "--format", "json"];
        let limits = ["--memory", &memory, "--scratch", "scratch"];
        let (status, report) =
            run(env!("CARGO_BIN_EXE_tern"), folder.path(), &[&arguments[..], &limits[..]].concat());
        assert_eq!(status, Some(0), "{report}");
        let report: serde_json::Value = serde_json::from_str(&report).expect("a JSON document");
        let counts = &report["counts"];
        assert_eq!(counts["distinct"], states);
        assert_eq!(counts["generated"], generated);
        assert_eq!(counts["depth"], 5 * 7 + 1);
        let spilled = report["memory"]["spilled_bytes"].as_u64().expect("a number");
        assert!(spilled > states * 8, "at least all fingerprints were written");
        let left = std::fs::read_dir(folder.path().join("scratch")).expect("it was made").count();
        assert_eq!(left, 0, "files are gone after the run");
    }
}

#[test]
fn tlc_takes_a_budget_and_puts_files_into_the_metadir() {
    let folder = tempfile::tempdir().expect("a folder");
    let module = format!("{}/TwoPhase", examples());
    let plain = run(env!("CARGO_BIN_EXE_tlc"), folder.path(), &["-deadlock", &module]);
    let limited = ["-deadlock", "-memory", "1k", "-metadir", "meta", &module];
    let limited = run(env!("CARGO_BIN_EXE_tlc"), folder.path(), &limited);
    let counts = |(status, text): &(Option<i32>, String)| {
        let lines = text.lines().filter(|line| line.contains("states left") || line.contains("depth of"));
        (*status, lines.map(str::to_owned).collect::<Vec<_>>())
    };
    assert_eq!(counts(&limited), counts(&plain));
    assert!(folder.path().join("meta").is_dir(), "there were files");

    let (status, text) = run(env!("CARGO_BIN_EXE_tlc"), folder.path(), &["-memory", "much", &module]);
    assert_eq!(status, Some(1));
    assert!(text.contains("512m"), "{text}");
}
