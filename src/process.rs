//! Commands that a specification runs: `IOUtils!IOExec` and the like. Only where the user has allowed it.

use std::io::{self, Read};
use std::process::{Command, ExitStatus, Stdio};
use std::thread;
use std::time::Duration;
use tern_evaluator::program::Execution;

/// How to allow commands, for the error where they are not.
pub const NOT_ALLOWED: &str =
    "commands of a specification are run only with the option --allow-exec (tlc: -allow-exec)";

/// Of each output of a command no more is kept.
const MOST_OUTPUT: u64 = 1 << 28;

/// How often it is asked whether the run shall stop.
const PATIENCE: Duration = Duration::from_millis(2);

/// Runs a command to its end, without input. The command is killed when `stop` becomes true.
///
/// # Errors
/// It cannot be started, or the run was stopped (`Interrupted`).
pub fn run(
    command: &[String],
    environment: &[(String, String)],
    stop: &dyn Fn() -> bool,
) -> io::Result<Execution> {
    let [program, arguments @ ..] = command else {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "there is no command"));
    };
    let mut child = Command::new(program)
        .args(arguments)
        .envs(environment.iter().map(|(name, value)| (name, value)))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let stdout = child.stdout.take().map(|pipe| thread::spawn(move || text_of(pipe)));
    let stderr = child.stderr.take().map(|pipe| thread::spawn(move || text_of(pipe)));
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        if stop() {
            child.kill()?;
            child.wait()?;
            return Err(io::Error::new(io::ErrorKind::Interrupted, "the run was stopped"));
        }
        thread::sleep(PATIENCE);
    };
    let collect =
        |reader: Option<thread::JoinHandle<io::Result<String>>>| match reader.map(thread::JoinHandle::join) {
            Some(Ok(text)) => text,
            Some(Err(_)) | None => Err(io::Error::other("the output cannot be read")),
        };
    Ok(Execution { status: number_of(status), stdout: collect(stdout)?, stderr: collect(stderr)? })
}

/// All that comes through a pipe, until it is closed. More than is kept is read and dropped, so that nobody waits.
fn text_of(mut pipe: impl Read) -> io::Result<String> {
    let mut bytes = Vec::new();
    pipe.by_ref().take(MOST_OUTPUT).read_to_end(&mut bytes)?;
    let dropped = io::copy(&mut pipe, &mut io::sink())?;
    if dropped > 0 {
        return Err(io::Error::other("the output is too long"));
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The exit status as a number, as shells have it.
fn number_of(status: ExitStatus) -> i32 {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return 128 + signal;
    }
    status.code().unwrap_or(-1)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn words(command: &[&str]) -> Vec<String> {
        command.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn outputs_and_status_come_back() {
        let done = run(
            &words(&["/bin/sh", "-c", "echo out; echo $X >&2; exit 3"]),
            &[("X".into(), "err".into())],
            &|| false,
        );
        let done = done.expect("there is a shell");
        assert_eq!(done, Execution { status: 3, stdout: "out\n".into(), stderr: "err\n".into() });
    }

    #[test]
    fn what_cannot_be_started_is_an_error() {
        let error = run(&words(&["/does/not/exist"]), &[], &|| false).expect_err("there is no such program");
        assert_eq!(error.kind(), io::ErrorKind::NotFound);
    }

    #[test]
    fn a_command_is_killed_when_the_run_shall_stop() {
        let error =
            run(&words(&["/bin/sh", "-c", "exec sleep 60"]), &[], &|| true).expect_err("it is killed");
        assert_eq!(error.kind(), io::ErrorKind::Interrupted);
    }

    #[test]
    fn much_output_does_not_block() {
        let done = run(&words(&["/bin/sh", "-c", "yes | head -c 1000000"]), &[], &|| false)
            .expect("there is a shell");
        assert_eq!(done.stdout.len(), 1_000_000);
    }
}
