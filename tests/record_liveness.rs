//! Writes what the real TLC answers to the cases of `tests/liveness`. It needs Java, and does nothing without a jar:
//!
//!     cargo test --test record_liveness -- --tlc JAR [--only MODULE]
//!
//! The answers were recorded with TLC 2.15 and `-workers 1`.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

#[allow(dead_code, reason = "what is recorded is only read by the test")]
#[path = "support/temporal.rs"]
mod temporal;
#[allow(dead_code, reason = "only one of its two ways to check is used here")]
#[path = "support/tlc.rs"]
mod tlc;

use temporal::{Answers, Model, Recorded};
use tlc::Tlc;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().collect();
    let value = |name: &str| words.iter().position(|word| word == name).and_then(|at| words.get(at + 1));
    let Some(jar) = value("--tlc") else {
        say("skipped: no `--tlc JAR`, so there is no TLC to ask");
        return ExitCode::SUCCESS;
    };
    match record(Path::new(jar), value("--only").map(String::as_str)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("the recording broke off: {error}"));
            ExitCode::FAILURE
        }
    }
}

fn say(line: &str) {
    // Who closes the pipe does not want to know.
    let _ = writeln!(std::io::stdout(), "{line}");
}

fn record(jar: &Path, only: Option<&str>) -> std::io::Result<()> {
    let mut tlc = Tlc::new(jar);
    let scratch = tempfile::tempdir()?;
    for model in Model::all()? {
        if only.is_some_and(|only| only != model.module) {
            continue;
        }
        let folder = scratch.path().join(&model.module);
        std::fs::create_dir(&folder)?;
        for entry in std::fs::read_dir(&model.folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "tla") {
                std::fs::copy(&path, folder.join(path.file_name().expect("it was listed")))?;
            }
        }
        let mut answers = Answers::new();
        for case in &model.cases {
            std::fs::write(folder.join("R.cfg"), &case.config)?;
            let args: Vec<&str> = case.args.iter().map(String::as_str).collect();
            let answer = tlc.check_module(&model.module, &folder, &args)?;
            let (exit, text) =
                answer.ok_or_else(|| std::io::Error::other(format!("no answer to {}", case.name)))?;
            let recorded = Recorded::read(exit, &text);
            if !matches!(exit, 0 | 10..=13) {
                let errors: Vec<&str> =
                    text.lines().filter(|line| line.starts_with("Error")).take(2).collect();
                say(&format!("{} {}: {exit} {errors:?}", model.module, case.name));
            }
            answers.insert(case.name.clone(), recorded);
        }
        write_answers(&model, &answers)?;
        say(&format!("{}: {} cases", model.module, answers.len()));
    }
    Ok(())
}

/// One line for each case.
fn write_answers(model: &Model, answers: &Answers) -> std::io::Result<()> {
    let mut text = String::from(
        "# Written by `cargo test --test record_liveness -- --tlc JAR`; answers of TLC 2.15.\n\n",
    );
    for (name, recorded) in answers {
        text += &format!("{name:?} = {{ exit = {}", recorded.exit);
        if let Some([generated, distinct, left]) = recorded.counts {
            text += &format!(", counts = [{generated}, {distinct}, {left}]");
        }
        if let Some(shows) = &recorded.shows {
            text += &format!(", shows = {shows:?}");
        }
        text += " }\n";
    }
    std::fs::write(model.folder.join("answers.toml"), text)
}
