//! What happens when there is no memory left: the program says so and ends with exit code 3, where it would be aborted.

use std::alloc::{GlobalAlloc, Layout, System};
use std::io::Write as _;

/// The allocator of the system, which ends the program where it has nothing left.
#[derive(Debug)]
pub struct OrEnd;

// SAFETY: every call goes to `System` with the arguments that it came with; what `System` gives is returned, and where that is
// nothing, nothing is returned at all.
#[expect(unsafe_code, reason = "there is no other way to hear of memory that is used up")]
unsafe impl GlobalAlloc for OrEnd {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as above.
        or_end(unsafe { System.alloc(layout) })
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as above.
        or_end(unsafe { System.alloc_zeroed(layout) })
    }

    unsafe fn realloc(&self, there: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: as above.
        or_end(unsafe { System.realloc(there, layout, size) })
    }

    unsafe fn dealloc(&self, there: *mut u8, layout: Layout) {
        // SAFETY: as above.
        unsafe { System.dealloc(there, layout) }
    }
}

fn or_end(memory: *mut u8) -> *mut u8 {
    if memory.is_null() {
        end();
    }
    memory
}

/// Ends the program: input and output failed, since nothing is wrong with the scenario or the program.
#[cold]
#[expect(clippy::exit, reason = "nothing can be done without memory, not even going back")]
fn end() -> ! {
    let words = b"error: the memory is used up\nhelp: fewer replications or threads, or a machine with more memory; nothing is half-written\n";
    // Nothing can be done about a stderr that fails, either.
    let _ = std::io::stderr().write_all(words);
    std::process::exit(3)
}
