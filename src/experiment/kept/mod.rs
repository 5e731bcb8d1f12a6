//! The store of finished work: replications of the points of a study, kept as files from which an interrupted study goes
//! on.
//!
//! The name of a file is the hash of what decides its replications: the scenario without what only documents it, the
//! values set, the ranges drawn, seed, replications, versions of program and model, and layout of streams. A file is written whole or
//! not at all. Numbers read back equal those written to the last bit, so results do not depend on what was kept.
//!
//! A file holds the hash of its replications. One that does not match, or that holds anything but what its key asks for, is
//! made again: a folder of finished work may have been changed, cut short by a crash, or come from a stranger.
//!
//! Several programs, on several hosts, may use one folder. Where they [`Share`] the work of one study, each makes its part,
//! and the study is put together from what all have kept.

mod beside;
mod file;
mod share;
#[cfg(feature = "cli")]
pub mod survey;

use std::borrow::Borrow;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::append::BLOCK;
use super::record::Record;
use super::runner::{Next, Plan};
use super::study_error::StudyError;
use super::uncertainty::{Point, UncertaintyError};
use crate::storage::unfinished;

use beside::one_block;
use file::{Kept, place, read, write};

pub use beside::Wanted;
pub use file::whole;
pub use share::{Part, Share, Tally, Which};

/// What stands in a file for an instant that was not reached: JSON has no infinity.
const UNREACHED: f64 = f64::MAX;

/// A value as it can be kept: infinity has a number that stands for it.
pub(super) fn to_keep(value: f64) -> f64 {
    value.min(UNREACHED)
}

/// Values of a replication of which [`to_keep`] was kept.
pub(super) fn kept_values(values: Vec<Option<f64>>) -> Vec<Option<f64>> {
    let read = |value: f64| if value < UNREACHED { value } else { f64::INFINITY };
    values.into_iter().map(|value| value.map(read)).collect()
}

/// Where finished work is kept, and whether to stop.
#[derive(Debug, Clone, Copy)]
pub struct Keeper<'a> {
    /// The folder; none to keep nothing.
    pub folder: Option<&'a Path>,
    /// Whether somebody has asked to stop.
    pub interrupted: &'a AtomicBool,
    /// Takes the files that were there and could not be used, so that they were made again.
    pub spoilt: &'a Spoilt,
    /// Which part of the work is done.
    pub share: &'a Share,
    /// What the work at hand is called in messages.
    pub what: Option<&'a str>,
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
        static ALL: Share = Share::new(Which::All);
        Self { folder: None, interrupted: &NEVER, spoilt: &NONE, share: &ALL, what: None }
    }
}

type Result<T> = std::result::Result<T, StudyError>;

impl Keeper<'_> {
    /// Whether somebody has asked to stop.
    pub fn is_interrupted(&self) -> bool {
        self.interrupted.load(Ordering::Relaxed)
    }

    /// This keeper, whose work at hand is called `what`.
    #[must_use]
    pub fn of<'b>(self, what: &'b str) -> Keeper<'b>
    where
        Self: 'b,
    {
        Keeper { what: Some(what), ..self }
    }

    /// Does work of several pieces, called `what`, as one unit where programs share it; elsewhere piece by piece.
    ///
    /// # Errors
    /// Those of the work.
    pub(super) fn together<T>(&self, what: &str, work: impl FnOnce(Keeper<'_>) -> Result<T>) -> Result<T> {
        if !self.is_part() {
            return work(*self);
        }
        if !self.share.takes_next() {
            self.share.note_missing(|| what.to_owned());
            return Err(StudyError::Elsewhere);
        }
        let all = Share::new(Which::All);
        let made = work(Keeper { share: &all, ..*self })?;
        self.share.note_made();
        Ok(made)
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
        let (mut replications, mut done) = (Vec::new(), 0);
        while done < plan.count {
            let block = Plan { first: plan.first + done, count: BLOCK.min(plan.count - done), ..*plan };
            done += block.count;
            let key = one_block(key, &block);
            let found = self.unit(&key, block.count as usize, &fits, || {
                let point = match &mut made {
                    Some(point) => point,
                    none => none.insert(point()?),
                };
                self.simulate((*point).borrow(), &block, &mut of)
            });
            match found {
                Ok(found) => replications.extend(found),
                // The blocks behind it are of this part, perhaps.
                Err(StudyError::Elsewhere) => {}
                Err(error) => return Err(error),
            }
        }
        if replications.len() < plan.count as usize { Err(StudyError::Elsewhere) } else { Ok(replications) }
    }

    /// What `work` gives for each of some items. Where other programs share the work, those of this one are all done before
    /// what is missing ends it.
    ///
    /// # Errors
    /// Those of `work`.
    pub fn each<I, T>(
        &self,
        items: impl IntoIterator<Item = I>,
        mut work: impl FnMut(I) -> Result<T>,
    ) -> Result<Vec<T>> {
        let (mut found, mut is_whole) = (Vec::new(), true);
        for item in items {
            match work(item) {
                Ok(one) => found.push(one),
                Err(StudyError::Elsewhere) => is_whole = false,
                Err(error) => return Err(error),
            }
        }
        if is_whole { Ok(found) } else { Err(StudyError::Elsewhere) }
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
        self.unit(key, count, &fits, make)
    }

    /// Work that is kept, without taking it as a unit; none where it is not, or is not as it was written.
    pub(super) fn peek<T: DeserializeOwned>(
        &self,
        key: &str,
        count: usize,
        fits: impl Fn(&T) -> bool,
    ) -> Option<Vec<T>> {
        match read(&place(self.folder?, key), key, count as u32, &fits) {
            Kept::Whole(kept) => Some(kept),
            Kept::Spoilt | Kept::Missing => None,
        }
    }

    /// Whether the next unit is another part's: then it is passed, and looked at no closer. For work in which no unit depends on
    /// what another gave.
    pub(super) fn leaves(&self, key: &str) -> bool {
        if !self.is_part() || self.share.takes_due() {
            return false;
        }
        self.share.pass(1);
        if !self.folder.is_some_and(|folder| place(folder, key).exists()) {
            self.share.note_missing(|| self.name_of(key));
        }
        true
    }

    /// Whether one part of several is done.
    pub(super) fn is_part(&self) -> bool {
        matches!(self.share.which(), Which::Part(_))
    }

    /// Passes units of work that [`Self::peek`] found.
    pub(super) fn pass(&self, units: u64) {
        self.share.pass(units);
    }

    /// One unit of work: read where it is kept, else made and kept, if it is of this program's share.
    fn unit<T: Serialize + DeserializeOwned>(
        &self,
        key: &str,
        count: usize,
        fits: &impl Fn(&T) -> bool,
        make: impl FnOnce() -> Result<Vec<T>>,
    ) -> Result<Vec<T>> {
        match self.found(key, count as u32, fits) {
            Found::Kept(kept) => Ok(kept),
            Found::Elsewhere => Err(StudyError::Elsewhere),
            Found::Due => self.keep(key, make()?),
        }
    }

    /// Meets the next unit of work.
    fn found<T: DeserializeOwned>(&self, key: &str, count: u32, fits: &impl Fn(&T) -> bool) -> Found<T> {
        let takes = self.share.takes_next();
        if let Some(folder) = self.folder {
            let target = place(folder, key);
            match read(&target, key, count, fits) {
                Kept::Whole(kept) => return Found::Kept(kept),
                Kept::Spoilt if takes => self.spoilt.add(&target),
                Kept::Spoilt | Kept::Missing => {}
            }
        }
        if takes {
            return Found::Due;
        }
        self.share.note_missing(|| self.name_of(key));
        Found::Elsewhere
    }

    /// Keeps what was made, and gives it back.
    fn keep<T: Serialize>(&self, key: &str, made: Vec<T>) -> Result<Vec<T>> {
        if let Some(folder) = self.folder {
            let written = write(folder, key.to_owned(), &made);
            written.map_err(|error| StudyError::Io(place(folder, key), error))?;
        }
        self.share.note_made();
        Ok(made)
    }

    /// A unit of work in words: what a study calls it, and which replications it holds.
    fn name_of(&self, key: &str) -> String {
        let replications = key.rsplit_once(", seed ").map_or("", |(_, replications)| replications);
        let what = self.what.unwrap_or("the scenario");
        if replications.is_empty() { what.to_owned() } else { format!("{what}, seed {replications}") }
    }

    /// What `of` takes of each replication of a plan at a point, kept or not.
    ///
    /// # Errors
    /// A scenario that cannot be simulated, or an interruption.
    pub(super) fn simulate<T>(
        &self,
        point: &Point,
        plan: &Plan,
        of: &mut impl FnMut(&Record) -> T,
    ) -> Result<Vec<T>> {
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

/// What a unit of work is found to be.
enum Found<T> {
    /// It is there.
    Kept(Vec<T>),
    /// It is to be made here.
    Due,
    /// Another part makes it.
    Elsewhere,
}
