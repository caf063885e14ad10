//! The text of the commands, line by line: each folder in `tests/texts` is a run, `expected.txt` what it prints.
//!
//! But for those of `tern`, the expectations came from a real TLC; `tests/texts/README.md` says how, and what was changed in them.

use std::path::Path;
use std::process::Command;

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// `tlc`, `sany` or `tern`.
    #[serde(default = "tlc")]
    command: String,
    /// The words after it.
    args: Vec<String>,
    /// Where the expectation differs from what TLC 2.15 prints, and why.
    #[serde(default, rename = "differs")]
    _differs: Vec<String>,
}

fn tlc() -> String {
    "tlc".to_owned()
}

/// What a run prints on standard output, the files that it leaves, and its status.
fn run(folder: &Path, case: &Case) -> String {
    let program = match case.command.as_str() {
        "tlc" => env!("CARGO_BIN_EXE_tlc"),
        "sany" => env!("CARGO_BIN_EXE_sany"),
        "tern" => env!("CARGO_BIN_EXE_tern"),
        other => panic!("{} names an unknown command {other}", folder.display()),
    };
    let place = tempfile::tempdir().expect("a temporary folder can be made");
    let mut inputs = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the case can be read").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.ends_with(".tla") || name.ends_with(".cfg") {
            std::fs::copy(entry.path(), place.path().join(&name)).expect("a file can be copied");
            inputs.push(name);
        }
    }
    let output = Command::new(program)
        .args(&case.args)
        .current_dir(place.path())
        .output()
        .expect("the command can be started");
    let mut text = masked(&String::from_utf8(output.stdout).expect("output is UTF-8"));
    let mut left: Vec<_> =
        std::fs::read_dir(place.path()).expect("the folder can be read").flatten().collect();
    left.sort_by_key(|entry| entry.file_name());
    for entry in left {
        let name = entry.file_name().to_string_lossy().into_owned();
        if !inputs.contains(&name) {
            let content = std::fs::read_to_string(entry.path()).unwrap_or_default();
            text.push_str(&format!("--- {name}\n{content}"));
        }
    }
    text + &format!("--- status {}\n", output.status.code().unwrap_or(-1))
}

/// The text without what differs from run to run and from tool to tool: versions, times, processes, folders.
fn masked(text: &str) -> String {
    let mut masked = String::new();
    for line in text.lines() {
        let line = if line.starts_with("TLC2 Version ") {
            "TLC2 Version".to_owned()
        } else if let (true, Some(at)) = (line.starts_with("Running "), line.find(" with fp ")) {
            line[..at].to_owned()
        } else if let Some(path) = line.strip_prefix("Parsing file ") {
            format!("Parsing file {}", path.rsplit('/').next().unwrap_or(path))
        } else if let (true, Some(at)) = (line.contains(" generated, depth "), line.find("; ")) {
            line[..at].to_owned()
        } else if line.starts_with("Finished in ") {
            "Finished in".to_owned()
        } else if let Some((what, _)) = line.split_once("actual fingerprints:  val = ") {
            format!("{what}actual fingerprints:  val =")
        } else if line.starts_with("Progress(") {
            rates_masked(line)
        } else {
            line.to_owned()
        };
        masked.push_str(time_masked(&line).as_str());
        masked.push('\n');
    }
    masked
}

fn time_masked(line: &str) -> String {
    const SHAPE: &[u8] = b"2000-00-00 00:00:00";
    let fits = |found: &[u8]| {
        found.iter().zip(SHAPE).all(|(byte, shape)| match shape {
            b'0' => byte.is_ascii_digit(),
            _ => byte == shape,
        })
    };
    match line.as_bytes().windows(SHAPE.len()).position(fits) {
        Some(at) => format!("{}TIME{}", &line[..at], &line[at + SHAPE.len()..]),
        None => line.to_owned(),
    }
}

/// `(1,666 s/min)` without the number.
fn rates_masked(line: &str) -> String {
    let mut masked = String::new();
    for (index, part) in line.split(" (").enumerate() {
        let unit = part.find(" s/min)").or_else(|| part.find(" ds/min)")).filter(|_| index > 0);
        match (index, unit) {
            (0, _) => masked.push_str(part),
            (_, Some(at)) => masked.push_str(&format!(" (N{}", &part[at..])),
            (_, None) => masked.push_str(&format!(" ({part}")),
        }
    }
    masked
}

#[test]
fn every_recorded_run_prints_the_same_text() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/texts");
    let mut folders: Vec<_> = std::fs::read_dir(&root)
        .expect("the cases can be read")
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    assert!(folders.len() > 40, "only {} cases were found", folders.len());
    let mut failures = String::new();
    for folder in folders {
        let read = |name: &str| std::fs::read_to_string(folder.join(name));
        let case = read("case.toml").unwrap_or_else(|_| panic!("{} has no case.toml", folder.display()));
        let case: Case =
            toml::from_str(&case).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        let expected = read("expected.txt").unwrap_or_default();
        let printed = run(&folder, &case);
        if printed != expected {
            let name = folder.file_name().unwrap_or_default().to_string_lossy();
            failures.push_str(&format!("=== {name}: expected\n{expected}=== {name}: printed\n{printed}"));
        }
    }
    assert!(failures.is_empty(), "{failures}");
}
