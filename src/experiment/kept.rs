//! The store of finished work: replications of the points of a study, kept as files from which an interrupted study goes
//! on.
//!
//! The name of a file is the hash of what decides its replications: the scenario without what only documents it, the
//! values set, the ranges drawn, seed, replications, program version and layout of streams. A file is written whole or
//! not at all. Numbers read back equal those written to the last bit, so results do not depend on what was kept.

use std::borrow::Borrow;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::record::Record;
use super::runner::{Next, Plan};
use super::study_error::StudyError;
use super::uncertainty::{Point, UncertaintyError};
use crate::kernel::hours;
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
}

impl Keeper<'static> {
    /// Keeps nothing and is never interrupted.
    pub fn nothing() -> Self {
        static NEVER: AtomicBool = AtomicBool::new(false);
        Self { folder: None, interrupted: &NEVER }
    }
}

type Result<T> = std::result::Result<T, StudyError>;

/// The file of a point.
#[derive(Debug, Serialize, Deserialize)]
struct File<T> {
    format_version: u32,
    /// The text whose hash is the name of the file.
    key: String,
    /// What is kept of each replication, in their order.
    replications: Vec<T>,
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
    /// An interruption, a scenario that cannot be simulated, or a file that cannot be written.
    pub fn replications<T: Serialize + DeserializeOwned, P: Borrow<Point>>(
        &self,
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
            if let Some(kept) = target.as_ref().and_then(|target| read(target, &key, block.count)) {
                replications.extend::<Vec<T>>(kept);
                continue;
            }
            let point = match &mut made {
                Some(point) => point,
                none => none.insert(point()?),
            };
            let found = self.simulate((*point).borrow(), &block, &mut of)?;
            let file = File { format_version: 1, key, replications: found };
            if let Some(target) = target {
                write(&target, &file).map_err(|error| StudyError::Io(target, error))?;
            }
            replications.extend(file.replications);
        }
        Ok(replications)
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

fn read<T: DeserializeOwned>(path: &Path, key: &str, count: u32) -> Option<Vec<T>> {
    let file: File<T> = serde_json::from_slice(&fs::read(path).ok()?).ok()?;
    (file.key == key && file.replications.len() == count as usize).then_some(file.replications)
}

fn write<T: Serialize>(target: &Path, file: &File<T>) -> io::Result<()> {
    let name = target.file_stem().unwrap_or_default().to_string_lossy();
    let fresh = target.with_file_name(format!(".{name}.{}.new", std::process::id()));
    let mut bytes = serde_json::to_vec(file)?;
    bytes.push(b'\n');
    fs::write(&fresh, bytes)?;
    fs::rename(&fresh, target)
}
