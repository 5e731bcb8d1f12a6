//! A replication allocates nothing once the memory of earlier ones is there to be used again.

mod common;

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use forceflow::Options;
use forceflow::internals::kernel::{Causes, Forgetful, Recorder};
use forceflow::internals::model::{NoObserver, Simulation};

use common::world_of;

thread_local! {
    static ALLOCATIONS: Cell<u64> = const { Cell::new(0) };
}

/// The allocator of the system, which counts what the thread asks for.
struct Counting;

#[expect(unsafe_code, reason = "an allocator cannot be written without; all it does is count")]
// SAFETY: every call is passed on to the allocator of the system as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.with(|count| count.set(count.get() + 1));
        // SAFETY: as above.
        unsafe { System.alloc(layout) }
    }

    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        ALLOCATIONS.with(|count| count.set(count.get() + 1));
        // SAFETY: as above.
        unsafe { System.realloc(memory, layout, size) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: as above.
        unsafe { System.dealloc(memory, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// Allocations of a hundred replications that were run before.
fn allocations<C: Causes>(path: &str) -> u64 {
    let world = world_of(path, &[]);
    let options = Options { seed: 1, ..Options::default() };
    let mut simulation: Simulation<C, NoObserver> = Simulation::new(&world, options, NoObserver);
    let mut run = |replications: std::ops::RangeInclusive<u32>| {
        for replication in replications {
            simulation.run(replication);
        }
    };
    // Twice, since a queue that has grown may still grow once more from another beginning.
    run(1..=100);
    run(1..=100);
    let before = ALLOCATIONS.with(Cell::get);
    assert!(before > 0, "the counting allocator counts");
    run(1..=100);
    ALLOCATIONS.with(Cell::get) - before
}

#[test]
fn replications_of_the_airlift_allocate_nothing() {
    assert_eq!(allocations::<Forgetful>("benches/peers/airlift-400.json"), 0);
    assert_eq!(allocations::<Recorder>("benches/peers/airlift-400.json"), 0);
}

#[test]
fn replications_of_the_case_study_allocate_nothing() {
    assert_eq!(allocations::<Forgetful>("scenarios/kazakhstan-2022.json"), 0);
    assert_eq!(allocations::<Recorder>("scenarios/kazakhstan-2022.json"), 0);
}
