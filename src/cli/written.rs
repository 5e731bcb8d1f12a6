//! Files that a command writes where its user says: nothing of anybody else is lost, and no half of a file is left.
//!
//! A file is written beside its place, as a folder of results is, and then takes that.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::path::Path;

use super::exit::Failure;
use crate::storage::disk::{Disk as _, RealDisk};
use crate::storage::exchange::{beside, parent};
use crate::storage::unfinished;

/// Writes a file that must not be there yet.
pub(super) fn write_new(file: &Path, text: &str) -> Result<(), Failure> {
    if file.symlink_metadata().is_ok() {
        return Err(is_there(file));
    }
    let done = put(file, text, |fresh| match fs::hard_link(fresh, file) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists && file.symlink_metadata().is_err() => {
            // Some file systems know no second name of a file.
            fs::rename(fresh, file)
        }
        linked => linked.and_then(|()| fs::remove_file(fresh)),
    });
    done.map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => is_there(file),
        _ => Failure::io("write", file, &error),
    })
}

fn is_there(file: &Path) -> Failure {
    let message = format!("`{}` is there already, and nothing was written", file.display());
    Failure::unusable(message).help("choose another name, or move the file away")
}

/// Replaces a file as a whole.
pub(super) fn replace(file: &Path, text: &str) -> Result<(), Failure> {
    // A link stays a link: the file that it leads to is replaced.
    let target = fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
    let done = put(&target, text, |fresh| {
        fs::metadata(&target).and_then(|it| fs::set_permissions(fresh, it.permissions()))?;
        fs::rename(fresh, &target)
    });
    done.map_err(|error| Failure::io("write", file, &error))
}

/// Writes a file beside its place and puts it on disk, then lets `place` give it its name. What programs that were killed left
/// beside that place goes.
fn put(file: &Path, text: &str, place: impl FnOnce(&Path) -> io::Result<()>) -> io::Result<()> {
    if let Some(name) = file.file_name() {
        let _ = unfinished::remove(parent(file), &name.to_string_lossy());
    }
    let fresh = beside(file, "new");
    let written =
        OpenOptions::new().write(true).create(true).truncate(true).open(&fresh).and_then(|mut target| {
            target.write_all(text.as_bytes())?;
            target.sync_all()
        });
    let done = written.and_then(|()| place(&fresh));
    match &done {
        // It is in its place, and whole, so an error here is none of the file.
        Ok(()) => drop(RealDisk.sync_dir(parent(file))),
        // Half a file is worse than none.
        Err(_) => drop(fs::remove_file(&fresh)),
    }
    done
}
