//! Operators that touch files, the environment or commands, each in a folder of its own: the modules in
//! `tests/modules` assume what they find.

use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

/// Runs `tlc` on a module of `tests/modules` with this configuration, in an empty folder with these files.
fn run(module: &str, config: &str, options: &[&str], files: &[(&str, &str)]) -> (TempDir, Output) {
    let folder = TempDir::new().expect("there is room for a folder");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/modules").join(format!("{module}.tla"));
    std::fs::copy(source, folder.path().join(format!("{module}.tla"))).expect("a module can be copied");
    std::fs::write(folder.path().join("M.cfg"), config).expect("a file can be written");
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).expect("a file can be written");
    }
    let output = Command::new(env!("CARGO_BIN_EXE_tlc"))
        .args(options)
        .args(["-config", "M.cfg", module])
        .current_dir(folder.path())
        .env("TERN_TEST_VARIABLE", "some value")
        .output()
        .expect("the command can be run");
    (folder, output)
}

/// Checks that all assumptions of a module hold.
fn holds(module: &str, options: &[&str], files: &[(&str, &str)]) -> TempDir {
    let (folder, output) = run(module, "", options, files);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(0), "{module}:\n{text}");
    folder
}

fn text(folder: &TempDir, name: &str) -> String {
    std::fs::read_to_string(folder.path().join(name)).unwrap_or_else(|error| format!("{name}: {error}"))
}

#[test]
fn csv_files_are_written_line_by_line_and_read_as_records() {
    let folder = holds("Csv", &[], &[]);
    assert_eq!(text(&folder, "a.csv"), "42#\"abc\"#[a |-> \"b\"]\nTRUE#{1, 2}#end\n");
    let people = text(&folder, "deep/people.csv");
    assert!(["name,age\nAnn,3\nBob,4\n", "age,name\n3,Ann\n4,Bob\n"].contains(&people.as_str()), "{people}");
}

#[test]
fn values_and_texts_come_back_from_files() {
    let folder = holds("Values", &[], &[]);
    let packed = std::fs::read(folder.path().join("v/packed.vos")).expect("it was written");
    assert_eq!(packed[..2], [0x1f, 0x8b], "gzip");
    // The integer 3 as TLC writes it.
    assert_eq!(std::fs::read(folder.path().join("v/i.vos")).expect("it was written"), [1, 0, 0, 0, 3]);
}

#[test]
fn json_files_come_back_and_constants_are_read_once() {
    holds("JsonFiles", &[], &[("given.ndjson", "{\"n\":1}\n\n{\"n\":2}\n")]);
}

#[test]
#[cfg(unix)]
fn commands_run_where_they_are_allowed_only() {
    holds("Commands", &["-allow-exec"], &[]);
    let (folder, output) = run("Commands", "", &[], &[]);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(10), "{text}");
    assert!(text.contains("--allow-exec"), "{text}");
    assert!(!folder.path().join("lines.txt").exists());
}

#[test]
fn each_state_can_be_a_picture() {
    let (folder, output) =
        run("Frames", "INIT Init\nNEXT Next\nINVARIANT Frame\nCHECK_DEADLOCK FALSE\n", &[], &[]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stdout));
    for frame in 1..=3 {
        let picture = text(&folder, &format!("frames/f0{frame}.svg"));
        assert!(picture.starts_with("<svg "), "{picture}");
        let circle = picture.contains(&format!("cx='{frame}'")) && picture.contains("fill='red'");
        assert!(circle && picture.ends_with("></circle></svg>"), "{picture}");
    }
    assert!(!folder.path().join("frames/f04.svg").exists());
}
