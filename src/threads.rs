//! How many threads are worth starting. Nothing in a result depends on it.

use std::num::NonZero;

/// Threads that are started where there are few cores: more would wait for each other, and each takes memory.
const MOST: usize = 16;

/// Address space that a thread may reserve, its own heap included [bytes].
#[cfg(all(feature = "cli", any(target_os = "linux", target_os = "macos")))]
const RESERVED: u64 = 128 * 1024 * 1024;

/// The number of threads for work that `wanted` could share; 0 for one per core.
pub(crate) fn worth_starting(wanted: usize) -> usize {
    let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
    let wanted = if wanted == 0 { cores } else { wanted.min(MOST.max(2 * cores)) };
    wanted.clamp(1, within_limits().max(1))
}

/// How many fit into half of the address space that the process may take. A thread that cannot set up its stack ends the whole
/// process.
#[cfg(all(feature = "cli", any(target_os = "linux", target_os = "macos")))]
fn within_limits() -> usize {
    let most = rustix::process::getrlimit(rustix::process::Resource::As).current;
    most.map_or(usize::MAX, |bytes| usize::try_from(bytes / 2 / RESERVED).unwrap_or(usize::MAX))
}

#[cfg(not(all(feature = "cli", any(target_os = "linux", target_os = "macos"))))]
fn within_limits() -> usize {
    usize::MAX
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thousand_threads_are_not_started_for_nothing() {
        let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
        assert!((1..=cores).contains(&worth_starting(0)));
        assert_eq!(worth_starting(1), 1);
        assert!(worth_starting(1_000_000) <= MOST.max(2 * cores));
    }
}
