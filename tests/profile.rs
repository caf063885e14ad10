//! `tern check --profile`: what it says of a model whose costs are known by construction.

use serde_json::Value;
use std::process::Command;

/// `Weigh` goes through all subsets of a set that depends on `n`, `Step` through nothing; `Steady` always reads the same.
const LOAD: &str = r"---- MODULE Load ----
EXTENDS Naturals, FiniteSets
VARIABLES n, light, weight
Init == n = 0 /\ light = 0 /\ weight = 0
Heavy(k) == Cardinality({s \in SUBSET (1..8) : Cardinality(s) = k % 9})
Step == light' = (light + 1) % 40 /\ UNCHANGED <<n, weight>>
Weigh == n < 12 /\ n' = n + 1 /\ weight' = Heavy(n + light) /\ UNCHANGED light
Spec == Init /\ [][Step \/ Weigh]_<<n, light, weight>>
Small == weight < 1000
====
";

/// Of the states, one in nearly a hundred is left when symmetric ones are one: nearly all work is for the property.
const CLIMB: &str = r"---- MODULE Climb ----
EXTENDS Naturals, TLC
CONSTANT Climber
VARIABLE height
Init == height = [c \in Climber |-> 0]
Climb(c) == height[c] < 4 /\ height' = [height EXCEPT ![c] = @ + 1]
Next == \E c \in Climber : Climb(c)
Spec == Init /\ [][Next]_height /\ WF_height(Next)
Top == <>(\A c \in Climber : height[c] = 4)
Alike == Permutations(Climber)
====
";

const CLIMB_CONFIGURATION: &str = r"SPECIFICATION Spec
CONSTANT Climber = {a, b, c, d, e}
SYMMETRY Alike
PROPERTY Top
CHECK_DEADLOCK FALSE
";

fn run(words: &[&str]) -> String {
    run_module("Load", LOAD, "SPECIFICATION Spec\nINVARIANT Small\n", words)
}

fn run_module(name: &str, module: &str, configuration: &str, words: &[&str]) -> String {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    std::fs::write(folder.path().join(format!("{name}.tla")), module).expect("a file can be written");
    std::fs::write(folder.path().join(format!("{name}.cfg")), configuration).expect("a file can be written");
    let output = Command::new(env!("CARGO_BIN_EXE_tern"))
        .args(["check", name, "--quiet", "--profile"])
        .args(words)
        .current_dir(folder.path())
        .output()
        .expect("the command can be started");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("output is UTF-8")
}

fn document(words: &[&str]) -> Value {
    let text = run(&[words, &["--format", "json"]].concat());
    serde_json::from_str(&text).expect("the document is JSON")
}

fn number(value: &Value, member: &str) -> u64 {
    value[member].as_u64().unwrap_or_else(|| panic!("{member} is a number in {value}"))
}

fn seconds(value: &Value, member: &str) -> f64 {
    value[member].as_f64().unwrap_or_else(|| panic!("{member} is a number in {value}"))
}

fn formulas<'d>(document: &'d Value, section: &str) -> &'d Vec<Value> {
    let sections = document["profile"]["sections"].as_array().expect("there are sections");
    let found = sections.iter().find(|found| found["name"] == section).expect("the section is there");
    found["formulas"].as_array().expect("a section has formulas")
}

#[test]
fn the_action_that_takes_the_time_is_named_first_and_so_is_the_definition() {
    let text = run(&["--workers", "1"]);
    let lines: Vec<&str> = text.lines().collect();
    let after = |head: &str| {
        let at = lines.iter().position(|line| line.contains(head));
        lines[at.unwrap_or_else(|| panic!("{head} is in {text}")) + 1]
    };
    assert!(after("new states  action").contains("  Weigh  Load.tla:7:10"), "{text}");
    assert!(after("  definition (").contains("  Heavy  Load.tla:5:1"), "{text}");
    assert!(after("  loop, ").contains("in Heavy  Load.tla:5:"), "{text}");
}

#[test]
fn each_state_asks_each_action_once_whatever_is_remembered_and_by_whom() {
    for workers in ["1", "3"] {
        for memo in ["on", "off"] {
            let document = document(&["--workers", workers, "--memo", memo]);
            let states = number(&document["counts"], "distinct");
            for action in formulas(&document, "actions") {
                let (asked, remembered) = (number(action, "asked"), number(action, "remembered"));
                assert_eq!(asked, states, "{action}");
                // Of the contents of `light`, and of `n`, all but the first time is remembered.
                let evaluated = match (memo, action["name"].as_str()) {
                    ("off", _) => states,
                    (_, Some("Step")) if workers == "1" => 40,
                    _ => asked - remembered,
                };
                assert_eq!(asked - remembered, evaluated, "{action}");
                assert!(number(action, "evaluations") >= evaluated, "{action}");
                assert_eq!(number(action, "bytes") > 0, memo == "on", "{action}");
            }
            let steps: u64 = formulas(&document, "actions").iter().map(|row| number(row, "generated")).sum();
            assert_eq!(steps + 1, number(&document["counts"], "generated"));
            // The invariant is asked of all new states but the initial one, which belongs to no worker. Workers that meet
            // a state at the same time both ask.
            let asked = number(&formulas(&document, "invariants")[0], "asked");
            assert!(asked == states - 1 || workers != "1" && asked >= states, "{asked} of {states}");
        }
    }
}

#[test]
fn the_parts_are_no_more_than_the_whole() {
    let document = document(&["--workers", "2"]);
    let profile = &document["profile"];
    let busy = profile["busy_seconds"].as_array().expect("workers were busy");
    let busy: f64 = busy.iter().filter_map(Value::as_f64).sum();
    assert!(busy <= 2.0 * seconds(profile, "search_seconds"), "{profile}");
    let phases = profile["phases"].as_array().expect("there are phases");
    let whole: f64 = phases.iter().map(|phase| seconds(phase, "seconds")).sum();
    assert!(whole <= seconds(&document["timings"], "total_seconds"), "{document}");
    assert!(phases.iter().any(|phase| phase["name"] == "search"));
    for section in profile["sections"].as_array().expect("there are sections") {
        let rows = section["formulas"].as_array().expect("a section has formulas").iter();
        let evaluating: f64 = rows.map(|row| seconds(row, "seconds")).sum();
        let both = evaluating + seconds(section, "remembering_seconds");
        assert!((both - seconds(section, "seconds")).abs() < 1e-6, "{section}");
        assert!(evaluating <= busy, "{section}");
    }
    let of_definitions = profile["definitions"].as_array().expect("there are definitions").iter();
    assert_eq!(of_definitions.map(|part| number(part, "samples")).sum::<u64>(), number(profile, "samples"));
}

#[test]
fn a_second_search_for_temporal_properties_is_a_part_of_the_workers_time() {
    for workers in ["1", "2"] {
        let words = ["--workers", workers, "--format", "json"];
        let text = run_module("Climb", CLIMB, CLIMB_CONFIGURATION, &words);
        let document: Value = serde_json::from_str(&text).expect("the document is JSON");
        let profile = &document["profile"];
        let phases: Vec<&str> = profile["phases"]
            .as_array()
            .expect("there are phases")
            .iter()
            .filter_map(|phase| phase["name"].as_str())
            .filter(|name| name.contains("search") || name.contains("temporal"))
            .collect();
        let wanted = [
            "search",
            "search without symmetry, for temporal properties",
            "temporal properties",
            "what comes after the search",
        ];
        assert_eq!(phases, wanted);
        // Both searches were measured.
        let asked = number(&formulas(&document, "actions")[0], "asked");
        assert!(asked >= 5 * 5u64.pow(5), "{asked}");
        let busy = profile["busy_seconds"].as_array().expect("workers were busy");
        let busy: f64 = busy.iter().filter_map(Value::as_f64).sum();
        let whole = seconds(profile, "search_seconds") * number(profile, "workers") as f64;
        assert!(busy <= whole, "{busy} of {whole}");
    }
}
