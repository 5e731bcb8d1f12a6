//! What programs that were killed left behind.
//!
//! Files and folders are written as `.<name>.<process>.new` and then renamed; an earlier folder may have stepped aside as
//! `.<name>.<process>.old`. Where that process no longer runs, what is half-written can be removed, and an earlier folder if
//! another one has its name.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Age at which a half-written file counts as left behind, on systems where processes cannot be looked up.
const FORGOTTEN: Duration = Duration::from_hours(1);

/// A file or folder that an ended program left.
#[derive(Debug)]
pub struct Remains {
    /// Where it is.
    pub path: PathBuf,
    /// The name that it was to have, or had.
    pub name: String,
    /// Whether it is a whole folder that stepped aside, and not half-written.
    pub is_old: bool,
}

/// What ended processes left in a folder under names that begin with a dot and `prefix`: a whole name, or nothing for all.
///
/// # Errors
/// A folder that cannot be read.
pub fn remains(folder: &Path, prefix: &str) -> io::Result<Vec<Remains>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let Some((process, name, is_old)) = name.to_str().and_then(|name| parts(name, prefix)) else {
            continue;
        };
        if is_forgotten(process, &entry) {
            found.push(Remains { path: entry.path(), name, is_old });
        }
    }
    Ok(found)
}

/// Removes [`remains`] from a folder, but for an earlier folder whose name nothing has: that may be all that there is.
///
/// # Errors
/// A folder that cannot be read. Files that cannot be removed stay.
pub fn remove(folder: &Path, prefix: &str) -> io::Result<()> {
    for one in remains(folder, prefix)? {
        if one.is_old && folder.join(&one.name).symlink_metadata().is_err() {
            continue;
        }
        // Another program that cleans up may be faster.
        let is_dir = one.path.symlink_metadata().is_ok_and(|data| data.is_dir());
        let _ = if is_dir { fs::remove_dir_all(&one.path) } else { fs::remove_file(&one.path) };
    }
    Ok(())
}

/// The process id in the name of what is half-written or stepped aside, its own name, and whether it stepped aside.
fn parts(name: &str, prefix: &str) -> Option<(u32, String, bool)> {
    let rest = name.strip_prefix('.')?;
    let (rest, is_old) = match rest.strip_suffix(".new") {
        Some(rest) => (rest, false),
        None => (rest.strip_suffix(".old")?, true),
    };
    let (own, process) = rest.rsplit_once('.')?;
    // `.out.7.new` is of `out`, and `.out-2.7.new` is of another folder.
    (prefix.is_empty() || own == prefix).then_some(())?;
    Some((process.parse().ok()?, own.to_owned(), is_old))
}

fn is_forgotten(process: u32, entry: &fs::DirEntry) -> bool {
    if process == std::process::id() {
        return false;
    }
    if let Some(runs) = runs(process) {
        return !runs;
    }
    let age = entry.metadata().and_then(|data| data.modified()).map(|at| at.elapsed().unwrap_or_default());
    age.is_ok_and(|age| age > FORGOTTEN)
}

/// Whether a process runs, where the system says so.
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
    fn names_tell_whose_they_are() {
        assert_eq!(parts(".0af3.71.new", ""), Some((71, "0af3".to_owned(), false)));
        assert_eq!(parts(".out.71.old", "out"), Some((71, "out".to_owned(), true)));
        assert_eq!(parts(".out-2.71.new", "out"), None);
        assert_eq!(parts("out.71.new", "out"), None);
        assert_eq!(parts(".out.new", "out"), None);
        assert_eq!(parts(".notes", ""), None);
    }

    #[test]
    fn an_earlier_folder_is_removed_only_where_another_has_its_name() {
        // No system has a process of that number.
        const NOBODY: u32 = u32::MAX;
        let scratch = tempfile::tempdir().expect("a folder");
        let old = scratch.path().join(format!(".out.{NOBODY}.old"));
        let new = scratch.path().join(format!(".out.{NOBODY}.new"));
        if runs(NOBODY).is_none() {
            return;
        }
        for folder in [&old, &new] {
            fs::create_dir_all(folder.join("charts")).expect("a folder");
        }
        remove(scratch.path(), "out").expect("removed");
        assert!(old.exists() && !new.exists());
        fs::create_dir(scratch.path().join("out")).expect("a folder");
        remove(scratch.path(), "out").expect("removed");
        assert!(!old.exists());
    }
}
