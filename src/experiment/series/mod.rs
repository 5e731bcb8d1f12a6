//! A series: one entry for each replication, in their order, for any number of them.
//!
//! A series of a run lives in memory until all of them together are more than the [`Room`] allows; then what is held goes
//! into one file of the room as a **run**: in the order of replications and, for numbers, once more in ascending order. A
//! pass reads runs piece by piece, and a pass in ascending order merges them. So a run of a hundred million replications takes
//! as much memory as one of a few million, and gives the same bytes.

mod entry;
mod file;
mod merge;
mod room;

use std::fmt;
use std::vec;

use super::statistics::values::{Picked, Values, sorted};
use merge::Merge;
use room::Reader;

pub use entry::Entry;
pub(super) use entry::first;
pub use room::{BUDGET_BYTES, Room, SpillError};

/// Entries by replication.
#[derive(Clone)]
pub struct Series<T> {
    /// What was added since the last run.
    held: Vec<T>,
    /// What lies in the file, in order.
    runs: Vec<Run>,
    /// Whose file it is; none while there is no run.
    room: Option<Room>,
}

/// Entries that lie in a file one behind the other.
#[derive(Debug, Clone, Copy)]
struct Run {
    /// How many.
    count: usize,
    /// Where the first begins, in the order of replications [bytes].
    at: u64,
    /// Where the least begins, in ascending order [bytes]; none of what has no such order.
    ascending_at: Option<u64>,
}

impl<T> Default for Series<T> {
    fn default() -> Self {
        Self { held: Vec::new(), runs: Vec::new(), room: None }
    }
}

impl<T> fmt::Debug for Series<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Series({} held, {} runs)", self.held.len(), self.runs.len())
    }
}

impl<T: Entry> Series<T> {
    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.held.len() + self.runs.iter().map(|run| run.count).sum::<usize>()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.held.is_empty() && self.runs.is_empty()
    }

    /// Whether all that was given so far is whole.
    ///
    /// # Errors
    /// What its room could not write or read.
    pub fn whole(&self) -> Result<(), SpillError> {
        self.room.as_ref().map_or(Ok(()), Room::whole)
    }

    /// All entries, where all are in memory.
    pub fn held(&self) -> Option<&[T]> {
        self.runs.is_empty().then_some(self.held.as_slice())
    }

    /// The entry at an index, from 0; none beyond the last.
    pub fn get(&self, index: usize) -> Option<T> {
        let mut index = index;
        for run in &self.runs {
            if index < run.count {
                let at = run.at + (index * T::BYTES) as u64;
                return Reader::new(self.room.as_ref()?, at, 1).next();
            }
            index -= run.count;
        }
        self.held.get(index).copied()
    }

    /// All entries in the order of replications. What cannot be read ends them, and the room keeps the failure.
    pub fn in_order(&self) -> impl Iterator<Item = T> + '_ {
        let read = self
            .room
            .iter()
            .flat_map(|room| self.runs.iter().flat_map(|run| Reader::new(room, run.at, run.count)));
        read.chain(self.held.iter().copied())
    }

    /// Adds the next entry.
    pub(super) fn push(&mut self, entry: T) {
        self.held.push(entry);
    }

    /// Adds the entries of the next replications.
    pub(super) fn append(&mut self, later: Self) {
        if self.is_empty() {
            *self = later;
        } else if let Some(later) = later.held() {
            self.held.extend_from_slice(later);
        } else {
            self.held.extend(later.in_order());
        }
    }

    /// Memory that its entries take [bytes].
    pub(super) fn held_bytes(&self) -> usize {
        size_of_val(self.held.as_slice())
    }

    /// Moves what is held into the file of a room, which keeps the failure where that cannot be.
    pub(super) fn spill(&mut self, room: &Room) {
        let count = self.held.len();
        if count == 0 {
            return;
        }
        let Some(at) = room.write(&self.held) else { return };
        let mut ascending_at = None;
        if T::sort(&mut self.held) {
            ascending_at = room.write(&self.held);
            if ascending_at.is_none() {
                return;
            }
        }
        self.held.clear();
        self.runs.push(Run { count, at, ascending_at });
        self.room.get_or_insert_with(|| room.clone());
    }
}

impl<T> FromIterator<T> for Series<T> {
    fn from_iter<I: IntoIterator<Item = T>>(entries: I) -> Self {
        Self { held: entries.into_iter().collect(), ..Self::default() }
    }
}

impl Series<f64> {
    /// All numbers in ascending order. What cannot be read ends them, and the room keeps the failure.
    pub fn ascending(&self) -> impl Iterator<Item = f64> + '_ {
        let held = sorted(&self.held).into_iter();
        match &self.room {
            None => Ascending::Held(held),
            Some(room) => {
                let runs = self.runs.iter().filter_map(|run| Some((run.ascending_at?, run.count)));
                let runs = runs.map(|(at, count)| Reader::new(room, at, count));
                Ascending::Merged(Merge::new(runs.collect(), held))
            }
        }
    }
}

/// Numbers in ascending order: of memory alone, or of runs as well.
enum Ascending<'a> {
    Held(vec::IntoIter<f64>),
    Merged(Merge<Reader<'a, f64>>),
}

impl Iterator for Ascending<'_> {
    type Item = f64;

    fn next(&mut self) -> Option<f64> {
        match self {
            Self::Held(held) => held.next(),
            Self::Merged(merged) => merged.next(),
        }
    }
}

impl Values for Series<f64> {
    fn how_many(&self) -> usize {
        self.len()
    }

    fn value_at(&self, index: usize) -> Option<f64> {
        self.get(index)
    }

    fn in_order(&self) -> impl Iterator<Item = f64> {
        Self::in_order(self)
    }

    fn ranked(&self, wanted: impl FnOnce() -> Vec<usize>) -> impl super::statistics::values::Ranked {
        Picked::of(self.len(), wanted(), self.ascending())
    }
}

#[cfg(test)]
mod tests;
