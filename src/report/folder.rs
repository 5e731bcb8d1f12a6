//! A folder of results, written whole or not at all.
//!
//! Files are written into a folder beside the target, and put on disk, before that takes the target's place. A target that holds
//! anything that is not ours is refused before any work is done.

mod target;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::content::{Content, Files, Hashes};
use super::data::ro_crate::{CRATE, ro_crate};
use super::manifest::AnyManifest;
use crate::storage::disk::{Disk, RealDisk};
use crate::storage::exchange::{ExchangeError, beside, parent, put};
use crate::storage::read::{self, MOST_BESIDE};
use crate::storage::unfinished;

pub use target::{FolderError, check_target, files_below};
use target::{Ours, followed, strange};

/// The file that says what was run, and the hash of every other.
const MANIFEST: &str = "manifest.json";

/// Files that stand beside the results and say what they are.
pub const BESIDE: [&str; 2] = [MANIFEST, CRATE];

type Result<T> = std::result::Result<T, FolderError>;

/// Writes all files beside the target, then the manifest that `manifest` makes of their hashes and the crate that follows
/// from it, and puts the folder in the target's place.
///
/// # Errors
/// A target that is not ours, or an operation that the file system refused; then the target is as it was.
pub fn write_folder(
    target: &Path,
    files: &Files<'_>,
    manifest: impl FnOnce(Hashes) -> AnyManifest,
) -> Result<()> {
    check_target(target)?;
    Writer(&RealDisk).folder(&followed(target)?, files, manifest)
}

/// Makes the files that [`write_folder`] writes, the manifest and the crate among them, and keeps them.
///
/// # Errors
/// What a table meets that cannot write itself.
pub fn held(
    files: &Files<'_>,
    manifest: impl FnOnce(Hashes) -> AnyManifest,
) -> io::Result<BTreeMap<String, Vec<u8>>> {
    let (mut all, mut hashes) = (BTreeMap::new(), Hashes::new());
    let keep = |name: &str, content: &Content<'_>, all: &mut BTreeMap<String, Vec<u8>>| {
        let mut bytes = Vec::new();
        let hash = content.write_to(&mut bytes)?;
        all.insert(name.to_owned(), bytes);
        io::Result::Ok(hash)
    };
    for (name, content) in files {
        hashes.insert(name.clone(), keep(name, content, &mut all)?);
    }
    for (name, content) in &own(&manifest(hashes)) {
        keep(name, content, &mut all)?;
    }
    Ok(all)
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
) -> Result<()> {
    let target = folder.join(name);
    let ours = Ours::of(folder);
    let found = if target.exists() { files_below(&target, &format!("{name}/")) } else { Ok(Vec::new()) };
    let found = found.map_err(|error| FolderError::Io(target, error))?;
    if let Some(strange) = found.into_iter().find(|file| !ours.files.contains(file)) {
        return Err(FolderError::NotOurs(folder.to_owned(), strange));
    }
    Writer(&RealDisk).within(folder, name, files, manifest)
}

/// Replaces files of a folder of results, each by renaming, and then its manifest by what `manifest` makes of their hashes.
///
/// # Errors
/// An operation that the file system refused.
pub fn replace(folder: &Path, files: &Files<'_>, manifest: impl FnOnce(Hashes) -> AnyManifest) -> Result<()> {
    Writer(&RealDisk).replace(folder, files, manifest)
}

/// Adds figures to a folder of the user. Each file takes its place by renaming, and none replaces a file that the
/// `figures.json` there does not name.
///
/// # Errors
/// A place that holds what is not ours, or an operation that the file system refused.
pub fn add_elsewhere(folder: &Path, files: &Files<'_>) -> Result<()> {
    const INDEX: &str = "figures.json";
    let named = read::text(&folder.join(INDEX), MOST_BESIDE).ok();
    let named = named.as_deref().map(figures_of).unwrap_or_default();
    let strange = |name: &&String| *name != INDEX && folder.join(name).exists() && !named.contains(name);
    if let Some(strange) = files.keys().find(strange) {
        return Err(FolderError::NotOurs(folder.to_owned(), strange.clone()));
    }
    if folder.join(INDEX).exists() && named.is_empty() {
        return Err(FolderError::NotOurs(folder.to_owned(), INDEX.to_owned()));
    }
    // The index comes first: it says that the others are ours if the program is killed among them.
    let writer = Writer(&RealDisk);
    let index = files.get_key_value(INDEX);
    let others = files.iter().filter(|(name, _)| *name != INDEX);
    index
        .into_iter()
        .chain(others)
        .try_for_each(|(name, content)| writer.over(folder, name, content).map(drop))?;
    writer.synced(folder)
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

/// The files that follow from all others: the manifest, then the crate that it gives.
fn own(manifest: &AnyManifest) -> [(&'static str, Content<'static>); 2] {
    [(MANIFEST, manifest.to_bytes().into()), (CRATE, ro_crate(manifest).into())]
}

/// Removes what earlier programs left beside a place when they were killed; where that cannot be read, it stays.
fn tidy(place: &Path) {
    if let Some(name) = place.file_name() {
        let _ = unfinished::remove(parent(place), &name.to_string_lossy());
    }
}

/// Says which file or folder the file system refused.
fn on(path: &Path) -> impl Fn(io::Error) -> FolderError {
    move |error| FolderError::Io(path.to_owned(), error)
}

/// Writes folders through a file system.
struct Writer<'a>(&'a dyn Disk);

impl Writer<'_> {
    /// [`write_folder`] into a place that was checked.
    fn folder(
        &self,
        target: &Path,
        files: &Files<'_>,
        manifest: impl FnOnce(Hashes) -> AnyManifest,
    ) -> Result<()> {
        let folder = parent(target);
        self.0.create_dir_all(folder).map_err(on(folder))?;
        let fresh = beside(target, "new");
        let done = self.fill(&fresh, files, manifest).and_then(|()| self.put(&fresh, target));
        let displaced = done.inspect_err(|_| {
            // What is half-written goes; a failure to clean up must not hide the reason.
            let _ = self.0.remove_dir_all(&fresh);
        })?;
        let cleared = displaced.map_or(Ok(()), |displaced| self.clear(&displaced, target));
        tidy(target);
        cleared
    }

    /// Puts a finished folder into a place; returns where the one is that was there.
    fn put(&self, fresh: &Path, target: &Path) -> Result<Option<PathBuf>> {
        let displaced = put(self.0, fresh, target).map_err(|error| match error {
            ExchangeError::Refused(error) => FolderError::Io(target.to_owned(), error),
            ExchangeError::Stranded(error, old) => FolderError::Stranded(target.to_owned(), error, old),
        })?;
        // Only then may the earlier one go. The new one is in its place, and whole, so an error here is none of the results.
        let _ = self.0.sync_dir(parent(target));
        Ok(displaced)
    }

    /// Removes a folder that gave up its place; keeps it if it holds what an earlier run did not write.
    fn clear(&self, displaced: &Path, target: &Path) -> Result<()> {
        if let Ok(None) = strange(displaced) {
            // What cannot be removed now goes when the next run cleans up.
            let _ = self.0.remove_dir_all(displaced);
            return Ok(());
        }
        let mut kept = target.as_os_str().to_os_string();
        kept.push(format!(".earlier-{}", std::process::id()));
        let kept = PathBuf::from(kept);
        self.0.rename(displaced, &kept).map_err(on(displaced))?;
        Err(FolderError::Displaced(target.to_owned(), kept))
    }

    /// [`add_within`] where nothing is in the way.
    fn within(
        &self,
        folder: &Path,
        name: &str,
        files: &Files<'_>,
        manifest: impl FnOnce(Hashes) -> AnyManifest,
    ) -> Result<()> {
        let target = folder.join(name);
        let fresh = beside(folder, "new");
        let done = self.fill(&fresh, files, manifest).and_then(|()| {
            self.0.create_dir_all(parent(&target)).map_err(on(&target))?;
            self.announce(folder, &fresh, &format!("{name}/"))?;
            let displaced = self.put(&fresh.join(name), &target)?;
            for name in BESIDE {
                self.0.rename(&fresh.join(name), &folder.join(name)).map_err(on(&target))?;
            }
            let _ = self.0.sync_dir(folder);
            // It held our files alone.
            displaced.map_or(Ok(()), |displaced| self.0.remove_dir_all(&displaced).map_err(on(&displaced)))
        });
        // Empty by now, or half-written.
        let _ = self.0.remove_dir_all(&fresh);
        tidy(folder);
        tidy(&target);
        done
    }

    /// Puts a manifest into a folder that names what is below `prefix` and what will be: whichever of the two is there if the
    /// program is killed before the last manifest stands, it is known to be ours.
    fn announce(&self, folder: &Path, fresh: &Path, prefix: &str) -> Result<()> {
        let path = fresh.join(MANIFEST);
        let read = read::text(&path, MOST_BESIDE).and_then(|text| Ok(AnyManifest::parse(&text)?));
        let mut both = read.map_err(on(&path))?;
        let outputs = both.parts_mut().0;
        for name in Ours::of(folder).files.into_iter().filter(|name| name.starts_with(prefix)) {
            outputs.entry(name).or_default();
        }
        self.over(folder, MANIFEST, &both.to_bytes().into()).map(drop)
    }

    /// [`replace`].
    fn replace(
        &self,
        folder: &Path,
        files: &Files<'_>,
        manifest: impl FnOnce(Hashes) -> AnyManifest,
    ) -> Result<()> {
        let mut hashes = Hashes::new();
        for (name, content) in files {
            hashes.insert(name.clone(), self.over(folder, name, content)?);
        }
        for (name, content) in &own(&manifest(hashes)) {
            self.over(folder, name, content)?;
        }
        self.synced(folder)
    }

    /// Writes a file beside its place, then takes that.
    fn over(&self, folder: &Path, name: &str, content: &Content<'_>) -> Result<String> {
        let path = folder.join(name);
        let half = beside(&path, "new");
        let written = self.file(&half, content).and_then(|hash| {
            self.0.rename(&half, &path).map_err(on(&path))?;
            Ok(hash)
        });
        tidy(&path);
        written.inspect_err(|_| {
            let _ = self.0.remove_file(&half);
        })
    }

    fn synced(&self, folder: &Path) -> Result<()> {
        self.0.sync_dir(folder).map_err(on(folder))
    }

    /// Fills a new folder with files and what follows from them, and puts all of it on disk.
    fn fill(
        &self,
        folder: &Path,
        files: &Files<'_>,
        manifest: impl FnOnce(Hashes) -> AnyManifest,
    ) -> Result<()> {
        if folder.exists() {
            self.0.remove_dir_all(folder).map_err(on(folder))?;
        }
        let mut hashes = Hashes::new();
        for (name, content) in files {
            hashes.insert(name.clone(), self.file(&folder.join(name), content)?);
        }
        for (name, content) in &own(&manifest(hashes)) {
            self.file(&folder.join(name), content)?;
        }
        let mut folders = vec![folder.to_owned()];
        while let Some(next) = folders.pop() {
            let entries = fs::read_dir(&next).map_err(on(&next))?;
            folders.extend(entries.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()));
            self.synced(&next)?;
        }
        Ok(())
    }

    /// Writes a file into a folder that is made where it is missing, puts it on disk, and gives its hash.
    fn file(&self, path: &Path, content: &Content<'_>) -> Result<String> {
        self.0.create_dir_all(parent(path)).map_err(on(parent(path)))?;
        let written = self.0.create(path).and_then(|mut file| {
            let hash = content.write_to(&mut file)?;
            file.sync()?;
            Ok(hash)
        });
        written.map_err(on(path))
    }
}
