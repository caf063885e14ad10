//! Advice about fairness: each folder in `tests/advice` is a specification with a fault (or with a property that holds of
//! too little), and what `tern check` has to say of it.

use serde_json::Value;
use std::path::Path;
use std::process::Command;

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    /// What the case is about.
    #[serde(rename = "about")]
    _about: String,
    /// The properties hold, so there is no advice.
    #[serde(default)]
    holds: bool,
    /// The exit status; 13 if it is not given and the properties do not hold.
    status: Option<i32>,
    /// The properties that the advice is about.
    #[serde(default)]
    properties: Vec<String>,
    /// `WF_vars(A): taken at step 1`, in the words of the text.
    #[serde(default)]
    fairness: Vec<String>,
    /// `A: always, state 1`; not compared if the behaviour stops.
    neglected: Option<Vec<String>>,
    /// Why the behaviour stops.
    stuck: Option<String>,
    #[serde(default)]
    stuck_names: Vec<String>,
    /// The first condition that each action waits for: `A at 7:4`.
    #[serde(default)]
    blocked: Vec<String>,
    #[serde(default)]
    remedy: String,
    #[serde(default)]
    conditions: Vec<String>,
    #[serde(default)]
    replaces: Vec<String>,
    leaves_behaviors: Option<bool>,
    #[serde(default)]
    still_violated: Vec<String>,
    /// Parts of the warnings, in order.
    #[serde(default)]
    warnings: Vec<String>,
}

/// What `tern` reports as JSON, with its status.
fn check(file: &Path, more: &[&str]) -> (Value, i32) {
    let output = Command::new(env!("CARGO_BIN_EXE_tern"))
        .args(["check", "--format", "json"])
        .args(more)
        .arg(file)
        .output()
        .expect("tern can be started");
    let text = String::from_utf8(output.stdout).expect("output is UTF-8");
    let report = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    (report, output.status.code().unwrap_or(-1))
}

fn texts(list: &Value, text: impl Fn(&Value) -> String) -> Vec<String> {
    list.as_array().map(|items| items.iter().map(text).collect()).unwrap_or_default()
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn standing(fairness: &Value) -> String {
    let how = match fairness["standing"].as_str() {
        Some("taken") => format!("taken at step {}", fairness["at"]),
        Some("disabled") => format!("not enabled in state {}", fairness["at"]),
        Some("never_enabled") => "never enabled on the cycle".to_owned(),
        other => panic!("an unknown standing {other:?}"),
    };
    format!("{}: {how}", plain(&fairness["text"]))
}

fn compare(folder: &Path, expected: &Expected, more: &[&str]) {
    let case = folder.display();
    let (report, status) = check(&folder.join("M.tla"), more);
    let advice = &report["advice"];
    let warnings = texts(&report["warnings"], |warning| plain(&warning["message"]));
    assert_eq!(warnings.len(), expected.warnings.len(), "{case}: {warnings:?}");
    for (warning, part) in warnings.iter().zip(&expected.warnings) {
        assert!(warning.contains(part.as_str()), "{case}: {warning}");
    }
    let violated = expected.status.unwrap_or(13);
    assert_eq!(status, if expected.holds { 0 } else { violated }, "{case}: {report:#}");
    assert_eq!(advice.is_null(), expected.holds, "{case}: {report:#}");
    if expected.holds {
        return;
    }
    let shown = format!("{case}: {advice:#}");
    assert_eq!(texts(&advice["properties"], plain), expected.properties, "{shown}");
    assert_eq!(texts(&advice["fairness"], standing), expected.fairness, "{shown}");
    if let Some(neglected) = &expected.neglected {
        let text = |action: &Value| {
            format!("{}: {}, state {}", plain(&action["action"]), plain(&action["enabled"]), action["state"])
        };
        assert_eq!(texts(&advice["neglected"], text), *neglected, "{shown}");
    }
    assert_eq!(advice["stuck"]["kind"].as_str(), expected.stuck.as_deref(), "{shown}");
    assert_eq!(texts(&advice["stuck"]["names"], plain), expected.stuck_names, "{shown}");
    let blocked = |action: &Value| {
        let begin = &action["conditions"][0]["begin"];
        format!("{} at {}:{}", plain(&action["action"]), begin["line"], begin["column"])
    };
    assert_eq!(texts(&advice["stuck"]["blocked"], blocked), expected.blocked, "{shown}");
    assert_eq!(advice["remedy"], *expected.remedy, "{shown}");
    assert_eq!(
        texts(&advice["conditions"], |condition| plain(&condition["text"])),
        expected.conditions,
        "{shown}"
    );
    let replaced = texts(&advice["conditions"], |condition| plain(&condition["replaces"]));
    let replaced: Vec<String> = replaced.into_iter().filter(|text| text != "null").collect();
    assert_eq!(replaced, expected.replaces, "{shown}");
    let leaves = (expected.remedy == "add").then(|| expected.leaves_behaviors.unwrap_or(true));
    assert_eq!(advice["leaves_behaviors"].as_bool(), leaves, "{shown}");
    assert_eq!(texts(&advice["still_violated"], plain), expected.still_violated, "{shown}");
}

fn cases() -> Vec<std::path::PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/advice");
    let entries = std::fs::read_dir(root).expect("the cases can be read").flatten();
    let mut cases: Vec<_> = entries.map(|entry| entry.path()).collect();
    cases.sort();
    assert!(cases.len() >= 10, "there are cases");
    cases
}

#[test]
fn every_fault_gets_the_advice_that_fits_it() {
    for folder in cases() {
        let text = std::fs::read_to_string(folder.join("expect.toml")).expect("the expectation can be read");
        let expected: Expected =
            toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        for workers in ["1", "4"] {
            compare(&folder, &expected, &["--workers", workers]);
        }
        compare(&folder, &expected, &["--slots", "off", "--memo", "off"]);
    }
}

#[test]
fn what_is_advised_makes_the_property_hold() {
    for folder in cases() {
        let file = folder.join("M.tla");
        let (report, _) = check(&file, &[]);
        let advice = &report["advice"];
        if advice["remedy"] != "add" || advice["leaves_behaviors"] != true {
            continue;
        }
        let conditions = texts(&advice["conditions"], |condition| plain(&condition["text"]));
        let text = std::fs::read_to_string(&file).expect("the module can be read");
        let spec = if text.contains("Spec ==") { "Spec" } else { "Init /\\ [][Next]_<<n, m>>" };
        let added: Vec<String> = conditions.iter().map(|condition| format!(" /\\ ({condition})")).collect();
        let text = text.replace("====", &format!("Fair == {spec}{}\n====", added.join("")));
        let config = std::fs::read_to_string(folder.join("M.cfg")).expect("the configuration can be read");
        let config = config.replace("SPECIFICATION Spec", "SPECIFICATION Fair");
        let config = config.replace("INIT Init\nNEXT Next", "SPECIFICATION Fair");
        let place = tempfile::tempdir().expect("a temporary folder can be made");
        let inner = folder.join("Inner.tla");
        if inner.exists() {
            std::fs::copy(inner, place.path().join("Inner.tla")).expect("a file can be copied");
        }
        std::fs::write(place.path().join("M.tla"), text).expect("a file can be written");
        std::fs::write(place.path().join("M.cfg"), config).expect("a file can be written");
        let (report, status) = check(&place.path().join("M.tla"), &[]);
        let still = texts(&advice["still_violated"], plain);
        assert_eq!(status, if still.is_empty() { 0 } else { 13 }, "{}: {report:#}", folder.display());
        if let Some(violated) = still.first() {
            assert_eq!(report["violations"][0]["name"], **violated, "{}", folder.display());
        }
    }
}

#[test]
fn nothing_is_said_of_behaviours_that_a_limit_cuts_off() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/advice");
    let (report, status) = check(&root.join("fairness_is_not_machine_closed/M.tla"), &["--max-depth", "2"]);
    assert_eq!((report["verdict"].as_str(), status), (Some("limit"), 153), "{report:#}");
    assert_eq!(texts(&report["warnings"], plain), Vec::<String>::new());
}

#[test]
fn without_advice_the_verdict_is_the_same() {
    for folder in cases() {
        let file = folder.join("M.tla");
        let ((with, status), (without, plain_status)) = (check(&file, &[]), check(&file, &["--no-advice"]));
        assert!(without["advice"].is_null(), "{}", folder.display());
        assert_eq!(status, plain_status, "{}", folder.display());
        for member in ["verdict", "complete", "violations", "counts"] {
            assert_eq!(with[member], without[member], "{}: {member}", folder.display());
        }
    }
}
