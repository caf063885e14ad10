//! One process from start to exit, and what it used.

use std::io::Error;
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// What a process used, as the kernel counts it, all of its threads together.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Usage {
    /// From before the start to the exit.
    pub(crate) wall: Duration,
    /// Computing.
    pub(crate) user: Duration,
    /// In the kernel.
    pub(crate) system: Duration,
    /// The most memory that was resident at a time.
    pub(crate) peak_bytes: u64,
}

/// How a process ended, and what it printed.
pub(crate) struct Ended {
    /// None if it was stopped because it took too long.
    pub(crate) status: Option<ExitStatus>,
    pub(crate) usage: Usage,
    /// Standard output and standard error, as they came.
    pub(crate) text: String,
}

/// Runs a command to its end, or until `limit` has passed.
pub(crate) fn run(mut command: Command, limit: Duration) -> Result<Ended, Error> {
    // A file, not a pipe: nobody has to read while the process runs.
    let output = tempfile::NamedTempFile::new()?;
    command.stdin(Stdio::null()).stdout(output.reopen()?).stderr(append(&output)?);
    let start = Instant::now();
    let mut child = command.spawn()?;
    let pid = child.id() as libc::pid_t;
    let (ended, end) = channel();
    let waiter = std::thread::spawn(move || {
        let result = wait_without_reaping(pid);
        // Nobody listens any more only if this thread was not waited for.
        let _ = ended.send(result.map(|()| start.elapsed()));
    });
    let (wall, in_time) = match end.recv_timeout(limit) {
        Ok(wall) => (wall?, true),
        Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
            // It is not reaped yet, so its number is still its own.
            child.kill()?;
            (limit, false)
        }
    };
    waiter.join().map_err(|_| Error::other("the thread that waits has panicked"))?;
    let (status, mut usage) = reap(child)?;
    usage.wall = wall;
    let text = String::from_utf8_lossy(&std::fs::read(output.path())?).into_owned();
    Ok(Ended { status: in_time.then_some(status), usage, text })
}

/// A second handle whose writes go to the end of the file, as those of the first do.
fn append(output: &tempfile::NamedTempFile) -> Result<std::fs::File, Error> {
    std::fs::OpenOptions::new().append(true).open(output.path())
}

/// Returns when the process has ended; its number and usage stay until it is reaped.
fn wait_without_reaping(pid: libc::pid_t) -> Result<(), Error> {
    loop {
        // SAFETY: all bytes zero are a `siginfo_t`, and it is only written to.
        let mut info: libc::siginfo_t = unsafe { std::mem::zeroed() };
        // SAFETY: `info` outlives the call.
        let result =
            unsafe { libc::waitid(libc::P_PID, pid as libc::id_t, &mut info, libc::WEXITED | libc::WNOWAIT) };
        if result == 0 {
            return Ok(());
        }
        let error = Error::last_os_error();
        if error.kind() != std::io::ErrorKind::Interrupted {
            return Err(error);
        }
    }
}

/// Reaps a process that has ended, or is about to.
fn reap(child: Child) -> Result<(ExitStatus, Usage), Error> {
    let mut status = 0;
    // SAFETY: all bytes zero are a `rusage`.
    let mut usage: libc::rusage = unsafe { std::mem::zeroed() };
    loop {
        // SAFETY: both outlive the call. `child` was not waited for, and is given up here, so nobody else reaps it.
        let pid = unsafe { libc::wait4(child.id() as libc::pid_t, &mut status, 0, &mut usage) };
        if pid >= 0 {
            break;
        }
        let error = Error::last_os_error();
        if error.kind() != std::io::ErrorKind::Interrupted {
            return Err(error);
        }
    }
    let duration = |time: libc::timeval| {
        Duration::from_secs(time.tv_sec as u64) + Duration::from_micros(time.tv_usec as u64)
    };
    // macOS counts bytes, all others kibibytes.
    let unit = if cfg!(target_os = "macos") { 1 } else { 1024 };
    let used = Usage {
        wall: Duration::ZERO,
        user: duration(usage.ru_utime),
        system: duration(usage.ru_stime),
        peak_bytes: usage.ru_maxrss as u64 * unit,
    };
    Ok((ExitStatus::from_raw(status), used))
}
