//! The store of finished work: replications of the points of a study, kept as files from which an interrupted study goes
//! on.
//!
//! The name of a file is the hash of what decides its replications: the scenario without what only documents it, the
//! values set, the ranges drawn, seed, replications, program version and layout of streams. A file is written whole or
//! not at all. Numbers read back equal those written to the last bit, so results do not depend on what was kept.
//!
//! A file holds the hash of its replications. One that does not match, or that holds anything but what its key asks for, is
//! made again: a folder of finished work may have been changed, cut short by a crash, or come from a stranger.

use std::borrow::Borrow;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::{RawValue, to_raw_value};

use super::record::Record;
use super::runner::{Next, Plan};
use super::study_error::StudyError;
use super::uncertainty::{Point, UncertaintyError};
use crate::kernel::hours;
use crate::storage::read::beginning;
use crate::storage::unfinished;

/// Replications in one file: the most that an interruption loses. Studies of different lengths share their full blocks.
const BLOCK: u32 = 1_000;

/// Where finished work is kept, and whether to stop.
#[derive(Debug, Clone, Copy)]
pub struct Keeper<'a> {
    /// The folder; none to keep nothing.
    pub folder: Option<&'a Path>,
    /// Whether somebody has asked to stop.
    pub interrupted: &'a AtomicBool,
    /// Takes the files that were there and could not be used, so that they were made again.
    pub spoilt: &'a Spoilt,
}

/// Files of finished work that could not be used, in the order in which they were met.
#[derive(Debug, Default)]
pub struct Spoilt(Mutex<Vec<PathBuf>>);

impl Spoilt {
    /// Nothing yet.
    pub const fn new() -> Self {
        Self(Mutex::new(Vec::new()))
    }

    fn add(&self, file: &Path) {
        // A list that was being added to when a thread panicked is still a list.
        let mut files = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        files.push(file.to_owned());
    }

    /// A sentence for the user; none where all was well.
    pub fn warning(&self) -> Option<String> {
        let files = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        match files.as_slice() {
            [] => None,
            [one] => {
                Some(format!("`{}` does not hold what was kept there, and was made again", one.display()))
            }
            [first, rest @ ..] => Some(format!(
                "`{}` and {} more do not hold what was kept there, and were made again",
                first.display(),
                rest.len()
            )),
        }
    }
}

impl Keeper<'static> {
    /// Keeps nothing and is never interrupted.
    pub fn nothing() -> Self {
        static NEVER: AtomicBool = AtomicBool::new(false);
        static NONE: Spoilt = Spoilt::new();
        Self { folder: None, interrupted: &NEVER, spoilt: &NONE }
    }
}

type Result<T> = std::result::Result<T, StudyError>;

/// More than the file of a point ever has: a thousand replications of the largest scenario [bytes].
const MOST_BYTES: u64 = 1024 * 1024 * 1024;

/// Version of the file of a point.
const FORMAT_VERSION: u32 = 2;

/// The file of a point.
#[derive(Debug, Serialize, Deserialize)]
struct File {
    format_version: u32,
    /// The text whose hash is the name of the file.
    key: String,
    /// BLAKE3 hash of the text of the replications.
    replications_hash: String,
    /// A list with what is kept of each replication, in their order.
    replications: Box<RawValue>,
}

impl Keeper<'_> {
    /// Whether somebody has asked to stop.
    pub fn is_interrupted(&self) -> bool {
        self.interrupted.load(Ordering::Relaxed)
    }

    /// Makes the folder and removes what an earlier program left half-written.
    ///
    /// # Errors
    /// What the file system refuses.
    pub fn prepare(&self) -> Result<()> {
        let Some(folder) = self.folder else { return Ok(()) };
        let made = fs::create_dir_all(folder).and_then(|()| unfinished::remove(folder, ""));
        made.map_err(|error| StudyError::Io(folder.to_owned(), error))
    }

    /// Closures [h] of the point that `key` names: read, or simulated and kept; infinite where it did not close.
    ///
    /// # Errors
    /// Those of [`Self::replications`].
    pub fn closures_h(
        &self,
        key: &str,
        plan: &Plan,
        point: impl Fn() -> std::result::Result<Point, UncertaintyError>,
    ) -> Result<Vec<f64>> {
        let closures =
            self.replications(key, plan, point, |record| record.deployment.closure_ms.map(hours))?;
        Ok(closures.into_iter().map(|h| h.unwrap_or(f64::INFINITY)).collect())
    }

    /// What `of` takes of each replication of a plan at the point that `key` names: read, or simulated and kept, in
    /// blocks of a thousand.
    ///
    /// # Errors
    /// A scenario that cannot be simulated at that point, an interruption, or a file that cannot be written.
    pub fn replications<T: Serialize + DeserializeOwned, P: Borrow<Point>>(
        &self,
        key: &str,
        plan: &Plan,
        point: impl Fn() -> std::result::Result<P, UncertaintyError>,
        of: impl FnMut(&Record) -> T,
    ) -> Result<Vec<T>> {
        self.replications_that(|_| true, key, plan, point, of)
    }

    /// [`Self::replications`] of which each `fits` the scenario, as those that are simulated do: lists have their lengths.
    ///
    /// # Errors
    /// Those of [`Self::replications`].
    pub fn replications_that<T: Serialize + DeserializeOwned, P: Borrow<Point>>(
        &self,
        fits: impl Fn(&T) -> bool,
        key: &str,
        plan: &Plan,
        point: impl Fn() -> std::result::Result<P, UncertaintyError>,
        mut of: impl FnMut(&Record) -> T,
    ) -> Result<Vec<T>> {
        let mut made = None;
        let mut replications = Vec::new();
        while (replications.len() as u32) < plan.count {
            let done = replications.len() as u32;
            let block = Plan { first: plan.first + done, count: BLOCK.min(plan.count - done), ..*plan };
            let key = format!("{key}, seed {}, {} replications from {}", plan.seed, block.count, block.first);
            let target = self.target(&key);
            match target.as_ref().map(|target| read(target, &key, block.count, &fits)) {
                Some(Kept::Whole(kept)) => {
                    replications.extend::<Vec<T>>(kept);
                    continue;
                }
                Some(Kept::Spoilt) => target.iter().for_each(|target| self.spoilt.add(target)),
                Some(Kept::Missing) | None => {}
            }
            let point = match &mut made {
                Some(point) => point,
                none => none.insert(point()?),
            };
            let found = self.simulate((*point).borrow(), &block, &mut of)?;
            if let Some(target) = target {
                write(&target, key, &found).map_err(|error| StudyError::Io(target, error))?;
            }
            replications.extend(found);
        }
        Ok(replications)
    }

    /// The `count` parts of the work that `key` names, each of which `fits`: read, or made and kept.
    ///
    /// # Errors
    /// Those of `make`, or a file that cannot be written.
    pub(super) fn kept<T: Serialize + DeserializeOwned>(
        &self,
        key: &str,
        count: usize,
        fits: impl Fn(&T) -> bool,
        make: impl FnOnce() -> Result<Vec<T>>,
    ) -> Result<Vec<T>> {
        let target = self.target(key);
        match target.as_ref().map(|target| read(target, key, count as u32, &fits)) {
            Some(Kept::Whole(kept)) => return Ok(kept),
            Some(Kept::Spoilt) => target.iter().for_each(|target| self.spoilt.add(target)),
            Some(Kept::Missing) | None => {}
        }
        let found = make()?;
        if let Some(target) = target {
            write(&target, key.to_owned(), &found).map_err(|error| StudyError::Io(target, error))?;
        }
        Ok(found)
    }

    fn target(&self, key: &str) -> Option<PathBuf> {
        let hash = blake3::hash(key.as_bytes()).to_hex();
        self.folder.map(|folder| folder.join(format!("{hash}.json")))
    }

    fn simulate<T>(&self, point: &Point, plan: &Plan, of: &mut impl FnMut(&Record) -> T) -> Result<Vec<T>> {
        let stops = || self.is_interrupted();
        let mut found = Vec::new();
        if !stops() {
            let each = |record: Record| {
                found.push(of(&record));
                if stops() { Next::Stop } else { Next::More }
            };
            point.run(plan, each)?;
        }
        if found.len() < plan.count as usize {
            Err(StudyError::Interrupted { points: None })
        } else {
            Ok(found)
        }
    }
}

/// What the store has under a name.
enum Kept<T> {
    /// Nothing.
    Missing,
    /// What was kept.
    Whole(Vec<T>),
    /// A file that cannot be used.
    Spoilt,
}

fn read<T: DeserializeOwned>(path: &Path, key: &str, count: u32, fits: &impl Fn(&T) -> bool) -> Kept<T> {
    let bytes = match beginning(path, MOST_BYTES) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Kept::Missing,
        Err(_) => return Kept::Spoilt,
    };
    whole(&bytes, key, count).filter(|kept| kept.iter().all(fits)).map_or(Kept::Spoilt, Kept::Whole)
}

/// The replications in the bytes of a file, if it is as it was written for this key.
pub fn whole<T: DeserializeOwned>(bytes: &[u8], key: &str, count: u32) -> Option<Vec<T>> {
    let file: File = serde_json::from_slice(bytes).ok()?;
    let text = file.replications.get();
    if file.format_version != FORMAT_VERSION || file.key != key || file.replications_hash != hash(text) {
        return None;
    }
    let replications: Vec<T> = serde_json::from_str(text).ok()?;
    (replications.len() == count as usize).then_some(replications)
}

fn hash(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex().to_string()
}

fn write<T: Serialize>(target: &Path, key: String, found: &[T]) -> io::Result<()> {
    let replications = to_raw_value(found)?;
    let replications_hash = hash(replications.get());
    let file = File { format_version: FORMAT_VERSION, key, replications_hash, replications };
    let name = target.file_stem().unwrap_or_default().to_string_lossy();
    let fresh = target.with_file_name(format!(".{name}.{}.new", std::process::id()));
    let mut bytes = serde_json::to_vec(&file)?;
    bytes.push(b'\n');
    fs::write(&fresh, bytes)?;
    fs::rename(&fresh, target)
}
