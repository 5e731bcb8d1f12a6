//! Half-written files and folders of programs that were killed.
//!
//! Files and folders are written as `.<name>.<process>.new` and then renamed. Where that process no longer runs, the
//! remains can be removed.

use std::fs;
use std::io;
use std::path::Path;
use std::time::Duration;

/// Age at which a half-written file counts as left behind, on systems where processes cannot be looked up.
const FORGOTTEN: Duration = Duration::from_hours(1);

/// Removes from a folder what ended processes left half-written under names that begin with a dot and `prefix`.
///
/// # Errors
/// A folder that cannot be read. Files that cannot be removed stay.
pub fn remove(folder: &Path, prefix: &str) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let Some(process) = name.to_str().and_then(|name| process(name, prefix)) else { continue };
        if !is_forgotten(process, &entry) {
            continue;
        }
        // Another program that cleans up may be faster.
        let _ = if entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())
        } else {
            fs::remove_file(entry.path())
        };
    }
    Ok(())
}

/// The process id in the name of a half-written file or folder.
fn process(name: &str, prefix: &str) -> Option<u32> {
    let rest = name.strip_prefix('.')?.strip_prefix(prefix)?;
    let rest = rest.strip_suffix(".new").or_else(|| rest.strip_suffix(".old"))?;
    let (between, process) = rest.rsplit_once('.')?;
    // `.out.7.new` is of `out`, and `.out-2.7.new` is of another folder.
    (prefix.is_empty() || between.is_empty()).then_some(())?;
    process.parse().ok()
}

fn is_forgotten(process: u32, entry: &fs::DirEntry) -> bool {
    if process == std::process::id() {
        return false;
    }
    if cfg!(target_os = "linux") {
        return !Path::new("/proc").join(process.to_string()).exists();
    }
    let age = entry.metadata().and_then(|data| data.modified()).map(|at| at.elapsed().unwrap_or_default());
    age.is_ok_and(|age| age > FORGOTTEN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_whose_they_are() {
        assert_eq!(process(".0af3.71.new", ""), Some(71));
        assert_eq!(process(".out.71.old", "out"), Some(71));
        assert_eq!(process(".out-2.71.new", "out"), None);
        assert_eq!(process("out.71.new", "out"), None);
        assert_eq!(process(".out.new", "out"), None);
        assert_eq!(process(".notes", ""), None);
    }
}
