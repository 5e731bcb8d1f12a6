//! Puts a finished folder into the place of another, so that a crash at any moment leaves one of the two whole under its name,
//! or the earlier one where the next run finds it.
//!
//! Where the file system can exchange two names at once, there is no moment without a whole folder. Elsewhere the earlier folder
//! steps aside under the name `.<name>.<owner>.old` first; [`recover`] gives it its name back if the program was killed just
//! then.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::disk::Disk;
use super::unfinished::{Remains, name_of, remains};

/// Attempts to take a place that other programs take at the same time.
const MOST_ATTEMPTS: u32 = 8;

/// Why a folder did not get its place.
#[derive(Debug)]
pub enum ExchangeError {
    /// The file system said no; all is as it was.
    Refused(io::Error),
    /// The file system said no, twice: the earlier folder is not under its name, but here.
    Stranded(io::Error, PathBuf),
}

/// The name of a folder or file beside a place, for what is half-written (`new`) or stepped aside (`old`).
pub fn beside(place: &Path, ending: &str) -> PathBuf {
    let name = place.file_name().map_or_else(|| "results".into(), |name| name.to_string_lossy());
    place.with_file_name(name_of(&name, ending))
}

/// The folder that holds a place.
pub fn parent(place: &Path) -> &Path {
    place.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Gives a finished folder the name of a place, and returns where the folder is that was there, if there was one.
///
/// # Errors
/// What the file system refuses.
pub fn put(disk: &dyn Disk, fresh: &Path, place: &Path) -> Result<Option<PathBuf>, ExchangeError> {
    let mut last = None;
    for _ in 0..MOST_ATTEMPTS {
        let done = if place.symlink_metadata().is_err() {
            disk.rename(fresh, place).map(|()| None).map_err(ExchangeError::Refused)
        } else {
            match disk.exchange(fresh, place) {
                Ok(()) => Ok(Some(fresh.to_owned())),
                Err(error) if error.kind() == io::ErrorKind::Unsupported => in_two_steps(disk, fresh, place),
                Err(error) => Err(ExchangeError::Refused(error)),
            }
        };
        match done {
            // Another program came or went between the look and the step.
            Err(ExchangeError::Refused(error)) if is_race(&error) && fresh.exists() => last = Some(error),
            done => return done,
        }
    }
    Err(ExchangeError::Refused(last.unwrap_or_else(|| io::ErrorKind::ResourceBusy.into())))
}

fn is_race(error: &io::Error) -> bool {
    use io::ErrorKind::{AlreadyExists, DirectoryNotEmpty, NotFound};
    matches!(error.kind(), AlreadyExists | DirectoryNotEmpty | NotFound)
}

fn in_two_steps(disk: &dyn Disk, fresh: &Path, place: &Path) -> Result<Option<PathBuf>, ExchangeError> {
    let old = beside(place, "old");
    disk.rename(place, &old).map_err(ExchangeError::Refused)?;
    match disk.rename(fresh, place) {
        Ok(()) => Ok(Some(old)),
        Err(error) => match disk.rename(&old, place) {
            Ok(()) => Err(ExchangeError::Refused(error)),
            Err(_) => Err(ExchangeError::Stranded(error, old)),
        },
    }
}

/// Gives a folder that stepped aside its name back, if nothing has that name and the program that moved it has ended.
///
/// # Errors
/// What the file system refuses.
pub fn recover(place: &Path) -> io::Result<()> {
    if place.symlink_metadata().is_ok() {
        return Ok(());
    }
    let name = place.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let found = if name.is_empty() { None } else { remains(parent(place), &name).ok() };
    let Some(remains) = found else { return Ok(()) };
    let aside = remains.into_iter().filter(|one| one.is_old && one.path.is_dir());
    let changed = |one: &Remains| fs::metadata(&one.path).and_then(|data| data.modified()).ok();
    match aside.max_by_key(changed) {
        Some(newest) => fs::rename(newest.path, place),
        None => Ok(()),
    }
}
