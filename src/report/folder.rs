//! A folder of results, written whole or not at all.
//!
//! Files are written into a folder beside the target, which then takes the target's place by renaming.
//! A target that holds anything that is not ours is refused before any work is done.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::manifest::Manifest;
use crate::experiment::unfinished;

/// Files by their path inside the folder (`charts/arrivals.png`).
pub type Files = BTreeMap<String, Vec<u8>>;

/// Why a folder could not be written.
#[derive(Debug)]
pub enum FolderError {
    /// It holds a file that no earlier run wrote.
    NotOurs(PathBuf, String),
    /// The file system said no.
    Io(PathBuf, io::Error),
}

impl fmt::Display for FolderError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotOurs(folder, file) => {
                write!(formatter, "`{}` holds `{file}`, which is not a result of forceflow", folder.display())
            }
            Self::Io(path, error) => write!(formatter, "cannot write `{}`: {error}", path.display()),
        }
    }
}

impl std::error::Error for FolderError {}

/// Refuses a target that is not empty and not ours, or beside which nothing can be written: better before the work than
/// after it.
///
/// # Errors
/// The first file that is not ours, or a folder that cannot be read or written.
pub fn check_target(target: &Path) -> Result<(), FolderError> {
    let at = |error: io::Error| FolderError::Io(target.to_owned(), error);
    probe(target).map_err(at)?;
    if !target.exists() {
        return Ok(());
    }
    if !target.is_dir() {
        return Err(at(io::Error::other("there is a file of that name")));
    }
    let found = files_below(target, "").map_err(at)?;
    if found.is_empty() {
        return Ok(());
    }
    let manifest = fs::read_to_string(target.join("manifest.json")).ok();
    let ours = manifest.as_deref().and_then(Manifest::outputs_of).unwrap_or_default();
    let strange = found.into_iter().find(|file| file != "manifest.json" && !ours.contains(file));
    match strange {
        Some(file) => Err(FolderError::NotOurs(target.to_owned(), file)),
        None => Ok(()),
    }
}

/// Tries to write beside a target, in the nearest folder that is there.
fn probe(target: &Path) -> io::Result<()> {
    let beside = target.ancestors().skip(1).find(|folder| folder.as_os_str().is_empty() || folder.exists());
    let beside = beside.filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // Named as what is half-written, so that it goes the same way if the program is killed just here.
    let name = target.file_name().map_or_else(|| "results".into(), |name| name.to_string_lossy());
    let trial = beside.join(format!(".{name}.{}.new", std::process::id()));
    fs::create_dir(&trial)?;
    fs::remove_dir(&trial)
}

fn files_below(folder: &Path, prefix: &str) -> io::Result<Vec<String>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            files.extend(files_below(&entry.path(), &format!("{name}/"))?);
        } else {
            files.push(name);
        }
    }
    files.sort();
    Ok(files)
}

/// Writes all files beside the target and puts them in its place.
///
/// # Errors
/// A target that is not ours, or an operation that the file system refused; then the target is as it was.
pub fn write_folder(target: &Path, files: &Files) -> Result<(), FolderError> {
    check_target(target)?;
    let name =
        target.file_name().map_or_else(|| "results".into(), |name| name.to_string_lossy().into_owned());
    let parent = target.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let io = |path: &Path| {
        let path = path.to_owned();
        move |error| FolderError::Io(path, error)
    };
    fs::create_dir_all(parent).map_err(io(parent))?;
    let fresh = parent.join(format!(".{name}.{}.new", std::process::id()));
    let old = parent.join(format!(".{name}.{}.old", std::process::id()));
    let result = fill(&fresh, files).and_then(|()| swap(&fresh, target, &old));
    if result.is_err() {
        // What is half-written goes; a failure to clean up must not hide the reason.
        let _ = fs::remove_dir_all(&fresh);
    }
    // What an earlier program left here when it was killed; where that cannot be read, it stays.
    let _ = unfinished::remove(parent, &name);
    result
}

fn fill(folder: &Path, files: &Files) -> Result<(), FolderError> {
    let _ = fs::remove_dir_all(folder);
    for (name, bytes) in files {
        let path = folder.join(name);
        let parent = path.parent().unwrap_or(folder);
        fs::create_dir_all(parent).map_err(|error| FolderError::Io(parent.to_owned(), error))?;
        fs::write(&path, bytes).map_err(|error| FolderError::Io(path.clone(), error))?;
    }
    Ok(())
}

fn swap(fresh: &Path, target: &Path, old: &Path) -> Result<(), FolderError> {
    let io = |error| FolderError::Io(target.to_owned(), error);
    if target.exists() {
        fs::rename(target, old).map_err(io)?;
        if let Err(error) = fs::rename(fresh, target) {
            let _ = fs::rename(old, target);
            return Err(io(error));
        }
        fs::remove_dir_all(old).map_err(|error| FolderError::Io(old.to_owned(), error))
    } else {
        fs::rename(fresh, target).map_err(io)
    }
}
