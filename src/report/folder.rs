//! A folder of results, written whole or not at all.
//!
//! Files are written into a folder beside the target, which then takes the target's place by renaming.
//! A target that holds anything that is not ours is refused before any work is done.

use std::fmt;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::content::{Content, Files, Hashes};
use super::data::ro_crate::{CRATE, ro_crate};
use super::manifest::{AnyManifest, Manifest};
use crate::experiment::unfinished;

/// The file that says what was run, and the hash of every other.
const MANIFEST: &str = "manifest.json";

/// Files that stand beside the results and say what they are.
pub const BESIDE: [&str; 2] = [MANIFEST, CRATE];

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
    let manifest = fs::read_to_string(target.join(MANIFEST)).ok();
    let ours = manifest.as_deref().and_then(Manifest::outputs_of);
    // What stands beside our manifest is ours; beside another it may be anybody's.
    let beside = ours.as_ref().map(|_| CRATE);
    let ours = ours.unwrap_or_default();
    let known = |file: &String| file == MANIFEST || beside == Some(file) || ours.contains(file);
    let strange = found.into_iter().find(|file| !known(file));
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

/// The files below a folder, in order, each with its path from there; `prefix` is put before each.
///
/// # Errors
/// A folder that cannot be read.
pub fn files_below(folder: &Path, prefix: &str) -> io::Result<Vec<String>> {
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

/// Writes all files beside the target, then the manifest that `manifest` makes of their hashes and the crate that follows
/// from it, and puts the folder in the target's place.
///
/// # Errors
/// A target that is not ours, or an operation that the file system refused; then the target is as it was.
pub fn write_folder(
    target: &Path,
    files: &Files<'_>,
    manifest: impl FnOnce(Hashes) -> AnyManifest,
) -> Result<(), FolderError> {
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
    let result = fill(&fresh, files, manifest).and_then(|()| swap(&fresh, target, &old));
    if result.is_err() {
        // What is half-written goes; a failure to clean up must not hide the reason.
        let _ = fs::remove_dir_all(&fresh);
    }
    // What an earlier program left here when it was killed; where that cannot be read, it stays.
    let _ = unfinished::remove(parent, &name);
    result
}

/// Adds a folder `name` (with `/` between folders) to a folder of results. The names of the files begin with it, they fill it
/// alone, and the manifest is written anew from what `manifest` makes of their hashes.
///
/// # Errors
/// A place that holds what is not ours, or an operation that the file system refused.
pub fn add_within(
    folder: &Path,
    name: &str,
    files: &Files<'_>,
    manifest: impl FnOnce(Hashes) -> AnyManifest,
) -> Result<(), FolderError> {
    let target = folder.join(name);
    let io = |error| FolderError::Io(target.clone(), error);
    let before = fs::read_to_string(folder.join(MANIFEST)).ok();
    let ours = before.as_deref().and_then(Manifest::outputs_of).unwrap_or_default();
    let found =
        if target.exists() { files_below(&target, &format!("{name}/")).map_err(io)? } else { Vec::new() };
    if let Some(strange) = found.into_iter().find(|file| !ours.contains(file)) {
        return Err(FolderError::NotOurs(folder.to_owned(), strange));
    }
    let own = folder.file_name().map_or_else(|| "results".into(), |own| own.to_string_lossy().into_owned());
    let beside = |ending: &str| folder.with_file_name(format!(".{own}.{}.{ending}", std::process::id()));
    let fresh = beside("new");
    let result = fill(&fresh, files, manifest).and_then(|()| {
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent).map_err(io)?;
        }
        swap(&fresh.join(name), &target, &beside("old"))?;
        [MANIFEST, CRATE]
            .into_iter()
            .try_for_each(|name| fs::rename(fresh.join(name), folder.join(name)).map_err(io))
    });
    // Empty by now, or half-written.
    let _ = fs::remove_dir_all(&fresh);
    result
}

/// Replaces files of a folder of results, each by renaming, and then its manifest by what `manifest` makes of their hashes.
///
/// # Errors
/// An operation that the file system refused.
pub fn replace(
    folder: &Path,
    files: &Files<'_>,
    manifest: impl FnOnce(Hashes) -> AnyManifest,
) -> Result<(), FolderError> {
    let mut hashes = Hashes::new();
    for (name, content) in files {
        hashes.insert(name.clone(), write_over(folder, name, content)?);
    }
    let own = own(&manifest(hashes));
    own.iter().try_for_each(|(name, content)| write_over(folder, name, content).map(drop))
}

/// The files that follow from all others: the manifest, then the crate that it gives.
fn own(manifest: &AnyManifest) -> [(&'static str, Content<'static>); 2] {
    [(MANIFEST, manifest.to_bytes().into()), (CRATE, ro_crate(manifest).into())]
}

/// Writes a file beside its place, then takes that.
fn write_over(folder: &Path, name: &str, content: &Content<'_>) -> Result<String, FolderError> {
    let half = folder.join(format!(".{name}.{}.new", std::process::id()));
    let hash = write_file(&half, content)?;
    let path = folder.join(name);
    fs::rename(&half, &path).map_err(|error| FolderError::Io(path, error))?;
    Ok(hash)
}

/// Adds figures to a folder of the user. Each file takes its place by renaming, and none replaces a file that the
/// `figures.json` there does not name.
///
/// # Errors
/// A place that holds what is not ours, or an operation that the file system refused.
pub fn add_elsewhere(folder: &Path, files: &Files<'_>) -> Result<(), FolderError> {
    const INDEX: &str = "figures.json";
    let named = fs::read_to_string(folder.join(INDEX)).ok();
    let named = named.as_deref().map(figures_of).unwrap_or_default();
    let strange = |name: &&String| *name != INDEX && folder.join(name).exists() && !named.contains(name);
    if let Some(strange) = files.keys().find(strange) {
        return Err(FolderError::NotOurs(folder.to_owned(), strange.clone()));
    }
    if folder.join(INDEX).exists() && named.is_empty() {
        return Err(FolderError::NotOurs(folder.to_owned(), INDEX.to_owned()));
    }
    for (name, content) in files {
        write_over(folder, name, content)?;
    }
    Ok(())
}

/// The files that a `figures.json` names.
fn figures_of(text: &str) -> Vec<String> {
    #[derive(serde::Deserialize)]
    struct Entry {
        files: Vec<String>,
        #[serde(default)]
        data: String,
    }
    let entries: Vec<Entry> = serde_json::from_str(text).unwrap_or_default();
    entries.into_iter().flat_map(|entry| entry.files.into_iter().chain([entry.data])).collect()
}

fn fill(
    folder: &Path,
    files: &Files<'_>,
    manifest: impl FnOnce(Hashes) -> AnyManifest,
) -> Result<(), FolderError> {
    let _ = fs::remove_dir_all(folder);
    let mut hashes = Hashes::new();
    for (name, content) in files {
        hashes.insert(name.clone(), write_file(&folder.join(name), content)?);
    }
    let own = own(&manifest(hashes));
    own.iter().try_for_each(|(name, content)| write_file(&folder.join(name), content).map(drop))
}

/// Writes a file into a folder that is made where it is missing, and gives the file's hash.
fn write_file(path: &Path, content: &Content<'_>) -> Result<String, FolderError> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(|error| FolderError::Io(parent.to_owned(), error))?;
    }
    let written = File::create(path).and_then(|file| content.write_to(file));
    written.map_err(|error| FolderError::Io(path.to_owned(), error))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn table(lines: usize) -> Content<'static> {
        Content::streamed(move |out| (0..lines).try_for_each(|line| writeln!(out, "{line}")))
    }

    fn manifest(outputs: &Hashes) -> AnyManifest {
        let environment = serde_json::json!({
            "written_at": "2026-01-01T00:00:00Z", "command": "", "seconds": "0.000", "host": "", "threads": 0,
        });
        let manifest = serde_json::json!({
            "format_version": 1, "program": "forceflow", "version": "0", "scenario_hash": "", "scenario_name": "",
            "seed": 1, "replications": 1, "precision_reached": null, "shown_replication": 1, "uncertain": false,
            "charts": false, "generator": "", "stream_layout": 1, "outputs": outputs, "scenario": {},
            "environment": environment,
        });
        AnyManifest::parse(&manifest.to_string()).expect("a manifest")
    }

    /// Names and bytes of all that is below a folder.
    fn below(folder: &Path) -> Vec<(String, Vec<u8>)> {
        let names = files_below(folder, "").expect("a folder");
        names.into_iter().map(|name| (name.clone(), fs::read(folder.join(name)).expect("a file"))).collect()
    }

    #[test]
    fn the_manifest_gets_the_hashes_of_what_is_on_disk() {
        let scratch = tempfile::tempdir().expect("a folder");
        let target = scratch.path().join("out");
        let files = Files::from([
            ("charts/a.png".to_owned(), vec![0; 100_000].into()),
            ("empty.csv".to_owned(), table(0)),
            ("rows.csv".to_owned(), table(50_000)),
        ]);
        write_folder(&target, &files, |hashes| manifest(&hashes)).expect("written");
        let found = below(&target);
        let outputs = found.iter().filter(|(name, _)| name != MANIFEST && name != CRATE);
        let on_disk: Hashes =
            outputs.map(|(name, bytes)| (name.clone(), blake3::hash(bytes).to_hex().to_string())).collect();
        assert_eq!(on_disk.keys().collect::<Vec<_>>(), files.keys().collect::<Vec<_>>());
        let made = manifest(&on_disk);
        assert!(found.contains(&(MANIFEST.to_owned(), made.to_bytes())));
        assert!(found.contains(&(CRATE.to_owned(), ro_crate(&made))));
    }

    #[test]
    fn a_table_that_breaks_off_leaves_all_as_it_was() {
        let scratch = tempfile::tempdir().expect("a folder");
        let broken = Content::streamed(|out| {
            (0..50_000).try_for_each(|line| writeln!(out, "{line}"))?;
            Err(io::Error::from(io::ErrorKind::StorageFull))
        });
        let broken = Files::from([("a.csv".to_owned(), table(9)), ("rows.csv".to_owned(), broken)]);
        let target = scratch.path().join("out");
        let fails = || {
            let unheard = |_: Hashes| -> AnyManifest { panic!("there is no manifest of half a folder") };
            match write_folder(&target, &broken, unheard).expect_err("it breaks off") {
                FolderError::Io(path, error) => {
                    assert!(path.ends_with("rows.csv"), "{}", path.display());
                    assert_eq!(error.kind(), io::ErrorKind::StorageFull);
                }
                FolderError::NotOurs(..) => panic!("it is ours"),
            }
        };
        fails();
        assert!(below(scratch.path()).is_empty() && !target.exists());
        let whole = Files::from([("rows.csv".to_owned(), table(5))]);
        write_folder(&target, &whole, |hashes| manifest(&hashes)).expect("written");
        let before = below(scratch.path());
        fails();
        assert_eq!(below(scratch.path()), before);
    }
}
