//! The allocator of the commands, and the one thing that it is told.

use std::ffi::{c_int, c_long};

/// The allocator that the commands use.
pub type Allocator = mimalloc::MiMalloc;

unsafe extern "C" {
    fn mi_option_set(option: c_int, value: c_long);
}

/// `mi_option_purge_delay` of mimalloc: for how many milliseconds freed memory is kept. The crate has no name for it.
const PURGE_DELAY: c_int = 15;

/// Gives memory back to the system soon after it was freed. mimalloc keeps it for a second, in which a search fills
/// tables of many sizes: that is a twelfth of the memory of a search for two million states. If it is given back at once,
/// each level needs it anew, and several workers lose some percent of their time to that.
pub fn return_freed_memory_soon() {
    // SAFETY: the function has this signature in mimalloc.h of the versions 2 and 3, may be called at any time and
    // by any thread, and checks the number of the option.
    unsafe { mi_option_set(PURGE_DELAY, 100) };
}
