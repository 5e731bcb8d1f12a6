//! Files that a command writes where its user says: nothing of anybody else is lost, and no half of a file is left.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use super::exit::Failure;

/// Writes a file that must not be there yet.
pub(super) fn write_new(file: &Path, text: &str) -> Result<(), Failure> {
    let mut target = match OpenOptions::new().write(true).create_new(true).open(file) {
        Ok(target) => target,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            let message = format!("`{}` is there already, and nothing was written", file.display());
            return Err(Failure::unusable(message).help("choose another name, or move the file away"));
        }
        Err(error) => return Err(Failure::io("write", file, &error)),
    };
    let written = target.write_all(text.as_bytes()).and_then(|()| target.sync_all());
    written.map_err(|error| {
        // Half a file is worse than none, and this one did not exist before.
        let _ = fs::remove_file(file);
        Failure::io("write", file, &error)
    })
}

/// Replaces a file as a whole: writes beside it, then renames.
pub(super) fn replace(file: &Path, text: &str) -> Result<(), Failure> {
    // A link stays a link: the file that it leads to is replaced.
    let target = fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
    let mut fresh = target.clone().into_os_string();
    fresh.push(format!(".fresh-{}", std::process::id()));
    let fresh = PathBuf::from(fresh);
    write_new(&fresh, text)?;
    let permissions = fs::metadata(&target).and_then(|it| fs::set_permissions(&fresh, it.permissions()));
    permissions.and_then(|()| fs::rename(&fresh, &target)).map_err(|error| {
        let _ = fs::remove_file(&fresh);
        Failure::io("write", file, &error)
    })
}
