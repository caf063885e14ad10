//! Ctrl-C: the first one asks the run to end with a truthful report, the second one ends the process.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tern_tlc_compat::exit_code;

/// The flag that an interrupt sets. Where no handler can be set, interrupts end the process as usual.
pub fn flag() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&stop);
    let _ = ctrlc::set_handler(move || {
        if seen.swap(true, Ordering::SeqCst) {
            std::process::exit(exit_code::INTERRUPTED.into());
        }
    });
    stop
}
