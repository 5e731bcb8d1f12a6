//! What a comparison keeps of each replication by contingent, unit and category: most of what it keeps, so that it goes into
//! a file where there is much of it.

use super::super::series::{Room, Series, SpillError};
use super::system::Kept;
use crate::kernel::hours;
use crate::model::{Category, World};

/// In place of an instant that does not come.
const NEVER: i64 = i64::MAX;
/// After how many replications the memory is looked at.
const LOOK_AFTER: usize = 256;

/// Instants and spans by replication [ms].
#[derive(Debug)]
pub(super) struct Columns {
    /// How many replications there are.
    made: usize,
    contingents: Vec<Series<i64>>,
    units: Vec<Series<i64>>,
    /// By category; empty for one that is on no chain yet.
    chain: [Series<i64>; Category::COUNT],
    /// Where they go when they are large, and the memory that they may take [bytes]; none to hold all of them.
    room: Option<(Room, usize)>,
}

impl Columns {
    /// Those of a world, without replications.
    pub(super) fn new(world: &World) -> Self {
        let columns = |count: usize| vec![Series::default(); count];
        let chain = std::array::from_fn(|_| Series::default());
        let (contingents, units) = (columns(world.contingents.len()), columns(world.units.len()));
        Self { made: 0, contingents, units, chain, room: None }
    }

    /// Lets them have so much memory [bytes] and no more: what is beyond goes into the file of a room.
    pub(super) fn within(&mut self, room: Room, bytes: usize) {
        self.room = Some((room, bytes));
    }

    /// Whether what they gave so far is whole.
    ///
    /// # Errors
    /// What their room could not write or read.
    pub(super) fn whole(&self) -> Result<(), SpillError> {
        self.room.as_ref().map_or(Ok(()), |(room, _)| room.whole())
    }

    /// Whether a replication has as many numbers as there are columns.
    pub(super) fn fit(&self, kept: &Kept) -> bool {
        kept.contingents_ms.len() == self.contingents.len()
            && kept.units_ms.len() == self.units.len()
            && kept.chain_ms.len() == self.chain.len()
    }

    /// Adds the next replication.
    pub(super) fn add(&mut self, kept: &Kept) {
        let ends = kept.contingents_ms.iter().chain(&kept.units_ms);
        for (column, ms) in self.contingents.iter_mut().chain(&mut self.units).zip(ends) {
            column.push(ms.unwrap_or(NEVER));
        }
        for (column, ms) in self.chain.iter_mut().zip(&kept.chain_ms) {
            if *ms != 0 || !column.is_empty() {
                (column.len()..self.made).for_each(|_| column.push(0));
                column.push(*ms);
            }
        }
        self.made += 1;
        if self.made.is_multiple_of(LOOK_AFTER) {
            self.make_room();
        }
    }

    /// Moves all columns into the file where they take more memory than they may.
    fn make_room(&mut self) {
        let Some((room, most)) = self.room.clone() else { return };
        if self.all().map(|column| column.held_bytes()).sum::<usize>() > most {
            self.all().for_each(|column| column.spill(&room));
        }
    }

    fn all(&mut self) -> impl Iterator<Item = &mut Series<i64>> {
        self.contingents.iter_mut().chain(&mut self.units).chain(&mut self.chain)
    }

    /// Closures of a contingent by number [h]; infinite where it did not close.
    pub(super) fn contingent_h(&self, number: usize) -> Option<Vec<f64>> {
        self.contingents.get(number).map(|column| self.read(column))
    }

    /// Closures of a unit by number [h]; infinite where it did not close.
    pub(super) fn unit_h(&self, number: usize) -> Option<Vec<f64>> {
        self.units.get(number).map(|column| self.read(column))
    }

    /// Closures of a unit by number where they lie in a file.
    pub(super) fn unit_in_file(&self, number: usize) -> Option<InFile> {
        let column = self.units.get(number)?;
        column.held().is_none().then(|| InFile(column.clone()))
    }

    fn read(&self, column: &Series<i64>) -> Vec<f64> {
        let mut read = Vec::with_capacity(self.made);
        read.extend(column.in_order().map(as_hours));
        // What cannot be read ends early, and `whole` tells.
        read.resize(self.made, f64::INFINITY);
        read
    }

    /// Chain time of a category over the first replications [ms].
    pub(super) fn chain_ms(&self, category: Category, replications: usize) -> i128 {
        self.chain[category as usize].in_order().take(replications).map(i128::from).sum()
    }
}

fn as_hours(ms: i64) -> f64 {
    if ms == NEVER { f64::INFINITY } else { hours(ms) }
}

/// Closures by replication that lie in a file and are read whenever somebody asks.
#[derive(Debug, Clone)]
pub struct InFile(Series<i64>);

impl InFile {
    /// All of them in the order of replications [h]; infinite where there is none. What cannot be read ends them.
    pub fn in_order_h(&self) -> impl Iterator<Item = f64> + '_ {
        self.0.in_order().map(as_hours)
    }

    /// Whether what it gave so far is whole.
    ///
    /// # Errors
    /// What could not be read.
    pub fn whole(&self) -> Result<(), SpillError> {
        self.0.whole()
    }
}

#[cfg(test)]
mod tests {
    use super::super::{CompareOptions, Progress, System, compare};
    use super::*;
    use crate::experiment::kept::Keeper;
    use crate::experiment::study::StudyOptions;
    use crate::experiment::study_error::StudyError;
    use crate::scenario::load_str;

    /// What a comparison finds, and the closures of the units of its alternative, whose columns go into a room.
    fn found(room: Option<&Room>) -> Result<(String, Vec<Vec<f64>>), StudyError> {
        let text = include_str!("../../../scenarios/kyrgyzstan-2010.json");
        let before = load_str("before", text, &[]).expect("a scenario");
        let fleet = before.scenario.fleets.keys().next().expect("a fleet");
        let set = [(format!("fleets.{fleet}.count"), "1".to_owned())];
        let after = before.with(&set).expect("a smaller fleet");
        let mut systems = System::all(&[("before", &before), ("after", &after)], false)?;
        if let Some(room) = room {
            System::share(&mut systems, room);
        }
        let keeper = Keeper::nothing();
        let study = StudyOptions { seed: 4, replications: 700, uncertain: false, threads: 2, keeper };
        let options = CompareOptions { study, precision_h: None, select_best_h: None };
        let comparison = compare(&mut systems, &options, |_: Progress| {})?;
        let json = serde_json::to_string(&comparison).expect("JSON");
        let ids: Vec<String> = systems[1].world().units.iter().map(|unit| unit.id.clone()).collect();
        Ok((json, ids.iter().filter_map(|id| systems[1].unit_h(id)).collect()))
    }

    #[test]
    fn a_comparison_whose_columns_lie_in_a_file_is_that_of_columns_in_memory() {
        let folder = tempfile::tempdir().expect("a folder");
        let held = found(None).expect("a comparison");
        assert_eq!(held, found(Some(&Room::new(folder.path(), 0))).expect("a comparison"));
        assert!(held.0.contains("units") && held.1.iter().all(|column| column.len() == 700));
    }

    #[test]
    fn columns_that_find_no_room_are_an_error() {
        // A file where a folder is to be.
        let file = tempfile::NamedTempFile::new().expect("a file");
        let refused = found(Some(&Room::new(file.path(), 0))).expect_err("there is no room");
        assert!(matches!(refused, StudyError::Spill(_)), "{refused}");
    }
}
