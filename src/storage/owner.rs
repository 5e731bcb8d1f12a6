//! Whose a half-written file is: the process that writes it, and where that runs.
//!
//! Several hosts and containers may write into one folder. A process number says nothing there: another host has the same
//! numbers, and `/proc` shows the processes of one container alone. So a name holds the process, its surroundings (host, boot,
//! space of process numbers), and a number of its own, since process numbers come again.

use std::fmt::{self, Display};
use std::fs;
use std::path::Path;
use std::sync::OnceLock;
use std::time::Duration;

/// Age at which what another host or container has half-written counts as left behind.
const FORGOTTEN: Duration = Duration::from_hours(24);

/// A process somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owner {
    /// Its number.
    process: u32,
    /// Its surroundings.
    place: u32,
    /// Tells it from others that had its number there.
    nonce: u32,
}

impl Owner {
    /// This process.
    pub fn own() -> Self {
        static OWN: OnceLock<Owner> = OnceLock::new();
        *OWN.get_or_init(|| Self { process: std::process::id(), place: place(), nonce: nonce() })
    }

    /// Reads an owner as [`Display`] writes it; none where the text is no owner.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let process = parts.next()?.parse().ok()?;
        let mut hexadecimal = || {
            let part = parts.next().filter(|part| part.len() == 8)?;
            u32::from_str_radix(part, 16).ok()
        };
        let owner = Self { process, place: hexadecimal()?, nonce: hexadecimal()? };
        parts.next().is_none().then_some(owner)
    }

    /// Whether the process has ended, as far as can be told from here: where it runs elsewhere, what it wrote must be a day
    /// old.
    pub fn has_ended(self, written: &fs::Metadata) -> bool {
        let own = Self::own();
        if self.place == own.place {
            if self.process == own.process {
                return self.nonce != own.nonce;
            }
            if let Some(runs) = runs(self.process) {
                return !runs;
            }
        }
        age(written).is_some_and(|age| age > FORGOTTEN)
    }

    /// A process that has ended, of the surroundings of this one: what tests leave behind is its.
    pub fn ended() -> Self {
        // No system has a process of that number.
        Self { process: u32::MAX, ..Self::own() }
    }

    /// A process of other surroundings.
    #[cfg(test)]
    pub(super) fn elsewhere() -> Self {
        let own = Self::own();
        Self { place: !own.place, ..own }
    }
}

impl Display for Owner {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { process, place, nonce } = self;
        write!(formatter, "{process}-{place:08x}-{nonce:08x}")
    }
}

/// The first four bytes of a hash.
fn short(text: &str) -> u32 {
    let hash = blake3::hash(text.as_bytes());
    hash.as_bytes().iter().take(4).fold(0, |number, byte| number << 8 | u32::from(*byte))
}

/// Host, boot and space of process numbers; what cannot be asked for is left out.
fn place() -> u32 {
    let said = |file: &str| fs::read_to_string(file).unwrap_or_default();
    let space = fs::read_link("/proc/self/ns/pid").map(|link| link.to_string_lossy().into_owned());
    let hosts = ["HOSTNAME", "COMPUTERNAME"].map(|name| std::env::var(name).unwrap_or_default());
    // A variable may differ between two shells of one host; the system's own word comes first.
    let host = match said("/proc/sys/kernel/hostname") {
        host if host.is_empty() => hosts.join(" "),
        host => host,
    };
    short(&[host, said("/proc/sys/kernel/random/boot_id"), space.unwrap_or_default()].join("\n"))
}

/// A number that another process of the same number does not have.
#[expect(
    clippy::disallowed_methods,
    reason = "it is in names that last as long as the program, and in no result"
)]
fn nonce() -> u32 {
    let clock = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    let stack = 0_u8;
    short(&format!("{} {:p}", clock.as_nanos(), &raw const stack))
}

/// How long ago a file or folder was written or got its name; none where the clock of its host is ahead.
fn age(written: &fs::Metadata) -> Option<Duration> {
    let modified = written.modified().ok()?;
    #[cfg(unix)]
    let modified = {
        use std::os::unix::fs::MetadataExt;
        // A folder that stepped aside keeps the time of its content; this is when it got its name.
        let named = u64::try_from(written.ctime()).ok().map(Duration::from_secs);
        named
            .and_then(|since| std::time::UNIX_EPOCH.checked_add(since))
            .map_or(modified, |named| named.max(modified))
    };
    modified.elapsed().ok()
}

/// Whether a process runs in the surroundings of this one, where the system says so.
fn runs(process: u32) -> Option<bool> {
    if cfg!(target_os = "linux") {
        return Some(Path::new("/proc").join(process.to_string()).exists());
    }
    answers(process)
}

/// Whether a process would take a signal.
#[cfg(all(feature = "cli", target_os = "macos"))]
#[allow(clippy::unnecessary_wraps, reason = "other systems do not say")]
fn answers(process: u32) -> Option<bool> {
    use rustix::process::{Pid, test_kill_process};
    // A number that is none of a process has no process.
    let id = i32::try_from(process).ok().and_then(Pid::from_raw);
    // One that may not be asked runs all the same.
    Some(id.is_some_and(|id| test_kill_process(id) != Err(rustix::io::Errno::SRCH)))
}

#[cfg(not(all(feature = "cli", target_os = "macos")))]
fn answers(_: u32) -> Option<bool> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_owner_is_read_as_it_is_written() {
        let own = Owner::own();
        assert_eq!(Owner::parse(&own.to_string()), Some(own));
        for text in ["", "71", "71-1-2", "71-00000001", "71-00000001-00000002-x", "x-00000001-00000002"] {
            assert_eq!(Owner::parse(text), None, "{text}");
        }
    }

    #[test]
    fn what_another_place_has_just_written_is_not_left_behind() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        let written = file.path().metadata().expect("its data");
        assert!(!Owner::own().has_ended(&written));
        assert!(!Owner::elsewhere().has_ended(&written));
        // The number of this process, from an earlier one.
        assert!(Owner { nonce: !Owner::own().nonce, ..Owner::own() }.has_ended(&written));
        assert!(runs(u32::MAX).is_none() || Owner::ended().has_ended(&written));
    }
}
