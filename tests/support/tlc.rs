//! The real TLC: many runs in one virtual machine, and what they answered.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// The driver, which `java` compiles itself.
const DRIVER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/support/TlcBatch.java");

/// The driver's answer for a run that ended with an exception that TLC itself does not catch.
pub(crate) const BROKEN_OFF: i32 = -1;

/// What classes of many runs need at most.
const RUNS_PER_MACHINE: u32 = 200;

/// The real TLC.
pub(crate) struct Tlc {
    jar: PathBuf,
    machine: Option<Machine>,
    runs: u32,
}

struct Machine {
    process: Child,
    requests: ChildStdin,
    answers: BufReader<ChildStdout>,
    runs: u32,
}

impl Tlc {
    /// The TLC of this archive.
    pub(crate) fn new(jar: &Path) -> Self {
        Self { jar: jar.to_owned(), machine: None, runs: 0 }
    }

    /// Checks the module `R` of a folder: the exit status and the output, or none if TLC did not come to an end.
    pub(crate) fn check(
        &mut self,
        folder: &Path,
        options: &[&str],
    ) -> std::io::Result<Option<(i32, String)>> {
        self.check_module("R", folder, options)
    }

    /// Checks a module of a folder with the configuration `R.cfg` there.
    pub(crate) fn check_module(
        &mut self,
        module: &str,
        folder: &Path,
        options: &[&str],
    ) -> std::io::Result<Option<(i32, String)>> {
        let answer = self.check_once(module, folder, options)?;
        // A machine may also end for want of memory.
        if answer.is_none() { self.check_once(module, folder, options) } else { Ok(answer) }
    }

    fn check_once(
        &mut self,
        module: &str,
        folder: &Path,
        options: &[&str],
    ) -> std::io::Result<Option<(i32, String)>> {
        if self.machine.as_ref().is_some_and(|machine| machine.runs == RUNS_PER_MACHINE) {
            self.stop();
        }
        if self.machine.is_none() {
            self.machine = Some(Machine::start(&self.jar, folder)?);
        }
        let machine = self.machine.as_mut().expect("it was started");
        // TLC names its folder after the second in which it starts.
        self.runs += 1;
        let (output, runs) = (folder.join("tlc.out"), self.runs);
        let request = format!(
            "{}\t{folder}\t-workers\t1\t-metadir\t{folder}/states-{runs}\t-cleanup\t-fp\t0\t-fpmem\t0.01\t{options}-config\tR.cfg\t{module}",
            output.display(),
            folder = folder.display(),
            options = options.iter().map(|option| format!("{option}\t")).collect::<String>(),
        );
        let answer = machine.ask(&request)?;
        let text = std::fs::read(&output).unwrap_or_default();
        let Some(status) = answer else {
            self.stop();
            return Ok(None);
        };
        Ok(Some((status, String::from_utf8_lossy(&text).into_owned())))
    }

    fn stop(&mut self) {
        if let Some(mut machine) = self.machine.take() {
            drop(machine.requests);
            // A machine that was given up has ended by itself.
            let _ = machine.process.wait();
        }
    }
}

impl Drop for Tlc {
    fn drop(&mut self) {
        self.stop();
    }
}

impl Machine {
    fn start(jar: &Path, folder: &Path) -> std::io::Result<Self> {
        let mut process = Command::new("java")
            .args(["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx1g"])
            // TLC writes the standard modules there, and would read those of another TLC.
            .arg(format!("-Djava.io.tmpdir={}", folder.display()))
            .arg(DRIVER)
            .arg(jar)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()?;
        let requests = process.stdin.take().expect("it is piped");
        let answers = BufReader::new(process.stdout.take().expect("it is piped"));
        Ok(Self { process, requests, answers, runs: 0 })
    }

    fn ask(&mut self, request: &str) -> std::io::Result<Option<i32>> {
        self.runs += 1;
        writeln!(self.requests, "{request}")?;
        let mut answer = String::new();
        self.answers.read_line(&mut answer)?;
        Ok(answer.trim().parse().ok())
    }
}
