//! What programs that were killed left behind.
//!
//! Files and folders are written as `.<name>.<owner>.new` and then renamed; an earlier folder may have stepped aside as
//! `.<name>.<owner>.old`. Where the owner has ended, what is half-written can be removed, and an earlier folder if
//! another one has its name.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::owner::Owner;

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
        let Some((owner, name, is_old)) = name.to_str().and_then(|name| parts(name, prefix)) else {
            continue;
        };
        // What vanished in between needs nobody's care.
        if entry.metadata().is_ok_and(|written| owner.has_ended(&written)) {
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

/// The name, hidden and of this process, of what is half-written (`new`) or stepped aside (`old`).
pub fn name_of(name: &str, ending: &str) -> String {
    format!(".{name}.{}.{ending}", Owner::own())
}

/// The owner in the name of what is half-written or stepped aside, its own name, and whether it stepped aside.
fn parts(name: &str, prefix: &str) -> Option<(Owner, String, bool)> {
    let rest = name.strip_prefix('.')?;
    let (rest, is_old) = match rest.strip_suffix(".new") {
        Some(rest) => (rest, false),
        None => (rest.strip_suffix(".old")?, true),
    };
    let (own, owner) = rest.rsplit_once('.')?;
    // `.out.OWNER.new` is of `out`, and `.out-2.OWNER.new` is of another folder.
    (prefix.is_empty() || own == prefix).then_some(())?;
    Some((Owner::parse(owner)?, own.to_owned(), is_old))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_whose_they_are() {
        let (own, other) = (Owner::own(), Owner::elsewhere());
        assert_eq!(parts(&name_of("0af3", "new"), ""), Some((own, "0af3".to_owned(), false)));
        assert_eq!(parts(&format!(".out.{other}.old"), "out"), Some((other, "out".to_owned(), true)));
        assert_eq!(parts(&name_of("out-2", "new"), "out"), None);
        for name in [&format!("out.{own}.new"), ".out.new", ".out.71.new", ".notes"] {
            assert_eq!(parts(name, ""), None, "{name}");
        }
    }

    #[test]
    fn an_earlier_folder_is_removed_only_where_another_has_its_name() {
        let scratch = tempfile::tempdir().expect("a folder");
        let at = |owner: Owner, ending: &str| scratch.path().join(format!(".out.{owner}.{ending}"));
        let (old, new) = (at(Owner::ended(), "old"), at(Owner::ended(), "new"));
        let others = at(Owner::elsewhere(), "new");
        for folder in [&old, &new, &others] {
            fs::create_dir_all(folder.join("charts")).expect("a folder");
        }
        remove(scratch.path(), "out").expect("removed");
        // Only Linux and macOS say that a process has ended.
        assert!(old.exists() && new.exists() != cfg!(target_os = "linux"));
        fs::create_dir(scratch.path().join("out")).expect("a folder");
        remove(scratch.path(), "out").expect("removed");
        assert!(old.exists() != cfg!(target_os = "linux"));
        // Another host may be at it.
        assert!(others.exists());
    }
}
