//! Closures of the points of a study, kept as files so that an interrupted study goes on where it was.
//!
//! A point is known by the hash of what decides its closures: the scenario without what only documents it, the values
//! set, the ranges drawn, seed, replications, program version and layout of streams. Its file is written whole or not at
//! all. What is read back are the same numbers to the last bit, so that a result does not tell whether it was kept.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use serde::{Deserialize, Serialize};

use super::runner::{Next, Plan};
use super::uncertainty::{Point, UncertaintyError};
use super::unfinished;
use crate::kernel::hours;

/// Where points are kept, and whether to stop.
#[derive(Debug, Clone, Copy)]
pub struct Keeper<'a> {
    /// The folder; none to keep nothing.
    pub folder: Option<&'a Path>,
    /// Whether somebody has asked to stop.
    pub interrupted: &'a AtomicBool,
}

/// Why there are no closures.
#[derive(Debug)]
pub enum KeptError {
    /// Somebody asked to stop.
    Interrupted,
    /// A drawn scenario cannot be simulated.
    Scenario(UncertaintyError),
    /// A file cannot be written.
    Io(PathBuf, io::Error),
}

/// The file of a point.
#[derive(Debug, Serialize, Deserialize)]
struct File {
    format_version: u32,
    /// What the name of the file is the hash of.
    key: String,
    /// Closure by replication; null where it did not close [h].
    closure_h: Vec<Option<f64>>,
}

impl Keeper<'_> {
    /// Makes the folder and removes what an earlier program left half-written.
    ///
    /// # Errors
    /// What the file system refuses.
    pub fn prepare(&self) -> Result<(), KeptError> {
        let Some(folder) = self.folder else { return Ok(()) };
        let made = fs::create_dir_all(folder).and_then(|()| unfinished::remove(folder, ""));
        made.map_err(|error| KeptError::Io(folder.to_owned(), error))
    }

    /// The closures of a point that is known by `key`: read, or simulated and kept.
    ///
    /// # Errors
    /// An interruption, a scenario that cannot be simulated, or a file that cannot be written.
    pub fn closures_h(
        &self,
        key: &str,
        plan: &Plan,
        point: impl FnOnce() -> Result<Point, UncertaintyError>,
    ) -> Result<Vec<f64>, KeptError> {
        let hash = blake3::hash(key.as_bytes()).to_hex();
        let target = self.folder.map(|folder| folder.join(format!("{hash}.json")));
        if let Some(kept) = target.as_ref().and_then(|target| read(target, key)) {
            return Ok(kept);
        }
        let stops = || self.interrupted.load(Ordering::Relaxed);
        let mut closures: Vec<Option<f64>> = Vec::with_capacity(plan.count as usize);
        if !stops() {
            let point = point().map_err(KeptError::Scenario)?;
            let each = |record: super::Record| {
                closures.push(record.deployment.closure_ms.map(hours));
                if stops() { Next::Stop } else { Next::More }
            };
            point.run(plan, each).map_err(KeptError::Scenario)?;
        }
        if closures.len() < plan.count as usize {
            return Err(KeptError::Interrupted);
        }
        let found = closures.iter().map(|h| h.unwrap_or(f64::INFINITY)).collect();
        if let Some(target) = target {
            let file = File { format_version: 1, key: key.to_owned(), closure_h: closures };
            write(&target, &file).map_err(|error| KeptError::Io(target, error))?;
        }
        Ok(found)
    }
}

fn read(path: &Path, key: &str) -> Option<Vec<f64>> {
    let file: File = serde_json::from_slice(&fs::read(path).ok()?).ok()?;
    (file.key == key).then(|| file.closure_h.iter().map(|h| h.unwrap_or(f64::INFINITY)).collect())
}

fn write(target: &Path, file: &File) -> io::Result<()> {
    let name = target.file_stem().unwrap_or_default().to_string_lossy();
    let fresh = target.with_file_name(format!(".{name}.{}.new", std::process::id()));
    let mut bytes = serde_json::to_vec(file)?;
    bytes.push(b'\n');
    fs::write(&fresh, bytes)?;
    fs::rename(&fresh, target)
}
