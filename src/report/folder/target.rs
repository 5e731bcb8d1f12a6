//! Where results may go: refused before any work is done, since after it would be too late.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::super::data::ro_crate::CRATE;
use super::super::manifest::Manifest;
use super::MANIFEST;
use crate::storage::exchange::{beside, parent, recover};
use crate::storage::read::{self, MOST_BESIDE};
use crate::storage::unfinished;

/// Why a folder could not be written.
#[derive(Debug)]
pub enum FolderError {
    /// It holds a file that no earlier run wrote.
    NotOurs(PathBuf, String),
    /// Nothing can take its place, for a reason that is the end of a sentence.
    NoPlace(PathBuf, &'static str),
    /// The results are written, and what else was there by then is kept elsewhere.
    Displaced(PathBuf, PathBuf),
    /// The file system said no, and the earlier results are elsewhere.
    Stranded(PathBuf, io::Error, PathBuf),
    /// The file system said no.
    Io(PathBuf, io::Error),
}

impl fmt::Display for FolderError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotOurs(folder, file) => {
                write!(formatter, "`{}` holds `{file}`, which is not a result of forceflow", folder.display())
            }
            Self::NoPlace(folder, why) => write!(formatter, "`{}` {why}", folder.display()),
            Self::Displaced(folder, kept) => write!(
                formatter,
                "`{}` is written; it got other files while this ran, and they are kept in `{}`",
                folder.display(),
                kept.display()
            ),
            Self::Stranded(path, error, kept) => write!(
                formatter,
                "cannot write `{}`: {error}; the earlier results are whole in `{}`",
                path.display(),
                kept.display()
            ),
            Self::Io(path, error) => write!(formatter, "cannot write `{}`: {error}", path.display()),
        }
    }
}

impl std::error::Error for FolderError {}

/// Refuses a target that is not empty and not ours, whose place nothing can take, or beside which nothing can be written:
/// better before the work than after it. Gives earlier results their name back that a killed program left without it.
///
/// # Errors
/// The first file that is not ours, or a folder that cannot be read or written.
pub fn check_target(target: &Path) -> Result<(), FolderError> {
    let target = &followed(target)?;
    let at = |error: io::Error| FolderError::Io(target.clone(), error);
    probe(target).map_err(at)?;
    recover(target).map_err(at)?;
    if !target.exists() {
        return Ok(());
    }
    if !target.is_dir() {
        return Err(at(io::Error::other("there is a file of that name")));
    }
    if !Ours::of(target).files.is_empty() {
        // Half of a page, from a program that was killed.
        let _ = unfinished::remove(target, "");
    }
    // Another run may put its results there between a look at the files and a look at the manifest.
    match strange(target).map_err(at)?.and(strange(target).map_err(at)?) {
        Some(file) => Err(FolderError::NotOurs(target.clone(), file)),
        None => Ok(()),
    }
}

/// Where a target is once links are followed, if a folder can take that place.
pub(super) fn followed(target: &Path) -> Result<PathBuf, FolderError> {
    let no_place = |why| Err(FolderError::NoPlace(target.to_owned(), why));
    let is_link = |path: &Path| path.symlink_metadata().is_ok_and(|data| data.is_symlink());
    // Without a stroke at the end, behind which a link is what it leads to.
    let mut place: PathBuf = target.components().collect();
    // Linux follows forty links, and no system more.
    for _ in 0..40 {
        if !is_link(&place) {
            break;
        }
        let leads = fs::read_link(&place).map_err(|error| FolderError::Io(place.clone(), error))?;
        place = parent(&place).join(leads);
    }
    if is_link(&place) {
        return no_place("leads round in circles");
    }
    if place.exists() {
        let whole = fs::canonicalize(&place).map_err(|error| FolderError::Io(place.clone(), error))?;
        if std::env::current_dir().is_ok_and(|current| current.starts_with(&whole)) {
            return no_place("is or holds the current folder, and results take the place of a whole folder");
        }
        if is_mounted(&whole) {
            return no_place("is where a disk is mounted, and results take the place of a whole folder");
        }
    }
    if place.file_name().is_none() {
        return no_place("names no folder of its own");
    }
    Ok(place)
}

#[cfg(unix)]
fn is_mounted(folder: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let device = |path: &Path| fs::metadata(path).map(|data| data.dev()).ok();
    folder.parent().is_none_or(|parent| device(parent) != device(folder))
}

#[cfg(not(unix))]
fn is_mounted(folder: &Path) -> bool {
    folder.parent().is_none()
}

/// The first file or folder in a target that is not ours.
pub(super) fn strange(target: &Path) -> io::Result<Option<String>> {
    let found = entries_below(target, "")?;
    let ours = Ours::of(target);
    Ok(found.into_iter().find(|name| !ours.has(name)))
}

/// What an earlier run wrote into a folder, by its manifest.
pub(super) struct Ours {
    /// Files by their path inside the folder.
    pub(super) files: BTreeSet<String>,
    /// Folders by their path, each with `/` at the end.
    folders: BTreeSet<String>,
}

impl Ours {
    /// What the manifest of a folder names, itself and the crate among it; nothing without a manifest of this program.
    pub(super) fn of(folder: &Path) -> Self {
        let text = read::text(&folder.join(MANIFEST), MOST_BESIDE).ok();
        let outputs = text.as_deref().and_then(Manifest::outputs_of);
        let mut files: BTreeSet<String> = outputs.into_iter().flatten().collect();
        // What stands beside our manifest is ours; beside another it may be anybody's.
        if text.as_deref().and_then(Manifest::outputs_of).is_some() {
            files.extend([MANIFEST, CRATE].map(str::to_owned));
        }
        let above = |name: &String| -> Vec<String> {
            name.match_indices('/').map(|(at, _)| name[..=at].to_owned()).collect()
        };
        let folders = files.iter().flat_map(above).collect();
        Self { files, folders }
    }

    fn has(&self, name: &str) -> bool {
        self.files.contains(name) || self.folders.contains(name)
    }
}

/// Tries to write beside a target, in the nearest folder that is there.
fn probe(target: &Path) -> io::Result<()> {
    let nearest = target.ancestors().skip(1).find(|folder| folder.as_os_str().is_empty() || folder.exists());
    let nearest = nearest.filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // Named as what is half-written, so that it goes the same way if the program is killed just here.
    let trial = nearest.join(beside(target, "new").file_name().unwrap_or_default());
    fs::create_dir(&trial)?;
    fs::remove_dir(&trial)
}

/// The files below a folder, in order, each with its path from there; `prefix` is put before each.
///
/// # Errors
/// A folder that cannot be read.
pub fn files_below(folder: &Path, prefix: &str) -> io::Result<Vec<String>> {
    let mut all = entries_below(folder, prefix)?;
    all.retain(|name| !name.ends_with('/'));
    Ok(all)
}

/// [`files_below`] with the folders, whose names end with `/`.
fn entries_below(folder: &Path, prefix: &str) -> io::Result<Vec<String>> {
    let mut found = Vec::new();
    let mut folders = vec![(folder.to_owned(), prefix.to_owned())];
    while let Some((folder, prefix)) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            // It has just gone.
            Err(error) if error.kind() == io::ErrorKind::NotFound && !found.is_empty() => continue,
            entries => entries?,
        };
        for entry in entries {
            let entry = entry?;
            let mut name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() {
                name.push('/');
                folders.push((entry.path(), name.clone()));
            }
            found.push(name);
        }
    }
    found.sort();
    Ok(found)
}
