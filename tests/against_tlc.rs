//! Random specifications, each checked by tern and by the real TLC: the same status, counts, violation and trace.
//!
//! It needs Java and a `tla2tools.jar`, and is skipped without:
//!
//!     cargo test --test against_tlc -- --tlc JAR [--seed FIRST] [--count N] [--keep DIR]
//!
//! Specifications on which the two differ are made smaller and written, with both answers, into folders of DIR.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

#[path = "support/answer.rs"]
mod answer;
#[path = "support/generator/mod.rs"]
mod generator;
#[path = "support/tlc.rs"]
mod tlc;

use answer::Answer;
use generator::{Choices, Specification, specification};
use tlc::Tlc;

/// What the command line asks for.
struct Arguments {
    jar: Option<PathBuf>,
    first: u64,
    count: u64,
    keep: PathBuf,
}

fn main() -> ExitCode {
    let arguments = match arguments(std::env::args().skip(1)) {
        Ok(arguments) => arguments,
        Err(message) => {
            say(&message);
            return ExitCode::from(2);
        }
    };
    let Some(jar) = &arguments.jar else {
        say("skipped: no `--tlc JAR`, so there is no TLC to compare with");
        return ExitCode::SUCCESS;
    };
    match compare(jar, &arguments) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            say(&format!("the comparison broke off: {error}"));
            ExitCode::from(2)
        }
    }
}

fn say(line: &str) {
    use std::io::Write;
    // Who closes the pipe does not want to know.
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// Reads the command line. Words that are meant for other tests of the same `cargo test` are passed over.
fn arguments(mut words: impl Iterator<Item = String>) -> Result<Arguments, String> {
    let mut arguments =
        Arguments { jar: None, first: 0, count: 100, keep: std::env::temp_dir().join("tern-against-tlc") };
    while let Some(word) = words.next() {
        if !matches!(word.as_str(), "--tlc" | "--seed" | "--count" | "--keep") {
            continue;
        }
        let value = words.next().ok_or_else(|| format!("`{word}` needs a value"))?;
        let number = || value.parse().map_err(|_| format!("`{word}` needs a number, not `{value}`"));
        match word.as_str() {
            "--tlc" => arguments.jar = Some(value.into()),
            "--keep" => arguments.keep = value.into(),
            "--seed" => arguments.first = number()?,
            _ => arguments.count = number()?,
        }
    }
    Ok(arguments)
}

/// Compares, and tells how many specifications differ.
fn compare(jar: &Path, arguments: &Arguments) -> std::io::Result<usize> {
    let mut tools = Tools { tlc: Tlc::new(jar), folder: tempfile::tempdir()? };
    let (mut different, mut too_large, mut unanswered, mut refused) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut statuses = std::collections::BTreeMap::new();
    for seed in arguments.first..arguments.first + arguments.count {
        let mut choices = Choices::seeded(seed);
        let spec = specification(&mut choices, true);
        let outcome = tools.ask(&spec)?;
        match &outcome {
            Outcome::TooLarge => too_large.push(seed),
            Outcome::Unanswered => unanswered.push(seed),
            Outcome::Refused => refused.push(seed),
            Outcome::Same(status) => *statuses.entry(*status).or_insert(0u64) += 1,
            Outcome::Different(what) => {
                say(&format!("seed {seed}: {what}"));
                different.push(seed);
                let folder = arguments.keep.join(format!("seed-{seed}"));
                tools.keep(&spec, &folder)?;
                let smaller = tools.shrink(choices.made(), what)?;
                tools.keep(&smaller, &folder.join("smaller"))?;
            }
        }
    }
    let same: u64 = statuses.values().sum();
    say(&format!("{same} specifications alike, by exit status: {statuses:?}"));
    say(&format!("{} too large: {too_large:?}", too_large.len()));
    say(&format!("{} without an answer of TLC: {unanswered:?}", unanswered.len()));
    say(&format!("{} refused by tern as not supported: {refused:?}", refused.len()));
    say(&format!("{} different: {different:?}", different.len()));
    if !different.is_empty() {
        say(&format!("see {}", arguments.keep.display()));
    }
    if same == 0 && different.is_empty() && !unanswered.is_empty() {
        return Err(std::io::Error::other("TLC answered nothing"));
    }
    Ok(different.len())
}

/// The two tools, and a folder for them to work in.
struct Tools {
    tlc: Tlc,
    folder: tempfile::TempDir,
}

enum Outcome {
    /// Both ended with this status.
    Same(i32),
    /// What they disagree on.
    Different(String),
    /// There are too many states for a comparison.
    TooLarge,
    /// tern says that it does not support something, such as ENABLED under a prime.
    Refused,
    /// TLC came to no end, or broke off without saying what is wrong with the specification.
    Unanswered,
}

/// The most states that a specification may generate.
const MOST_GENERATED: u64 = 20_000;

/// tern's status for what it does not support.
const REFUSED: i32 = 78;

/// How long tern may take.
const TIME: Duration = Duration::from_secs(10);

/// The most specifications that are tried to make one smaller.
const SMALLER_TRIES: usize = 120;

impl Tools {
    fn ask(&mut self, spec: &Specification) -> std::io::Result<Outcome> {
        let folder = self.folder.path().to_owned();
        write(spec, &folder)?;
        let Some((status, text)) = run_tern(&folder, options(spec))? else { return Ok(Outcome::TooLarge) };
        std::fs::write(folder.join("tern.out"), &text)?;
        let tern = Answer::read(status, &text);
        if status == REFUSED {
            return Ok(Outcome::Refused);
        }
        if tern.counts.is_some_and(|[generated, ..]| generated > MOST_GENERATED) {
            return Ok(Outcome::TooLarge);
        }
        let Some((status, text)) = self.tlc.check(&folder, options(spec))? else {
            return Ok(Outcome::Unanswered);
        };
        if status == tlc::BROKEN_OFF || text.contains("Wrong invocation of TLC error printer") {
            return Ok(Outcome::Unanswered);
        }
        let tlc = Answer::read(status, &text);
        if tlc.broken_off {
            return Ok(Outcome::Unanswered);
        }
        if tlc.without_actions || tlc.bare_property {
            return Ok(Outcome::Same(status));
        }
        Ok(match tern.difference(&tlc) {
            Some(_) if tlc.name_lost => Outcome::Unanswered,
            Some(what) => Outcome::Different(what),
            None => Outcome::Same(status),
        })
    }

    /// A simpler specification on which the tools disagree alike: some of its choices left out or lowered.
    fn shrink(&mut self, mut choices: Vec<u64>, what: &str) -> std::io::Result<Specification> {
        let mut tries = 0;
        let mut size = choices.len() / 2;
        while size > 0 {
            let mut at = 0;
            while at < choices.len() {
                let mut without = choices.clone();
                without.drain(at..choices.len().min(at + size));
                let mut lowered = choices.clone();
                lowered.iter_mut().skip(at).take(size).for_each(|choice| *choice = 0);
                let before = choices.len();
                for candidate in [without, lowered] {
                    if candidate == choices {
                        continue;
                    }
                    tries += 1;
                    if tries > SMALLER_TRIES {
                        return Ok(specification(&mut Choices::given(choices), true));
                    }
                    let spec = specification(&mut Choices::given(candidate.clone()), true);
                    if matches!(self.ask(&spec)?, Outcome::Different(now) if kind(&now) == kind(what)) {
                        choices = candidate;
                        break;
                    }
                }
                if choices.len() == before {
                    at += size;
                }
            }
            size /= 2;
        }
        Ok(specification(&mut Choices::given(choices), true))
    }

    /// Asks once more, and keeps the specification with both answers.
    fn keep(&mut self, spec: &Specification, folder: &Path) -> std::io::Result<()> {
        let outcome = self.ask(spec)?;
        write(spec, folder)?;
        for file in ["tern.out", "tlc.out"] {
            std::fs::copy(self.folder.path().join(file), folder.join(file))?;
        }
        if let Outcome::Different(what) = outcome {
            std::fs::write(folder.join("difference.txt"), what)?;
        }
        Ok(())
    }
}

fn options(spec: &Specification) -> &'static [&'static str] {
    // TLC 2.15 does not know CHECK_DEADLOCK.
    if spec.check_deadlock { &[] } else { &["-deadlock"] }
}

/// What a difference is about.
fn kind(difference: &str) -> &str {
    difference.split(':').next().unwrap_or_default()
}

fn write(spec: &Specification, folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    for (name, text) in &spec.modules {
        std::fs::write(folder.join(format!("{name}.tla")), text)?;
    }
    std::fs::write(folder.join("R.cfg"), &spec.config)
}

/// The exit status and the text of tern's `tlc`, or none if it takes too long.
fn run_tern(folder: &Path, options: &[&str]) -> std::io::Result<Option<(i32, String)>> {
    let output = std::fs::File::create(folder.join("tern.out"))?;
    let mut process = Command::new(env!("CARGO_BIN_EXE_tlc"))
        .args(["-workers", "1"])
        .args(options)
        .args(["-config", "R.cfg", "R"])
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(output.try_clone()?)
        .stderr(output)
        .spawn()?;
    let end = Instant::now() + TIME;
    let status = loop {
        match process.try_wait()? {
            Some(status) => break status,
            None if Instant::now() > end => {
                process.kill()?;
                process.wait()?;
                return Ok(None);
            }
            None => std::thread::sleep(Duration::from_millis(2)),
        }
    };
    let text = std::fs::read(folder.join("tern.out"))?;
    Ok(Some((status.code().unwrap_or(-1), String::from_utf8_lossy(&text).into_owned())))
}
