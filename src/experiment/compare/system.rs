//! One side of a comparison and what its replications gave.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::super::append::BLOCK;
use super::super::goal::Outlay;
use super::super::record::Record;
use super::super::runner::Plan;
use super::super::series::{Room, SpillError};
use super::super::spending::Spending;
use super::super::study::{StudyOptions, key};
use super::super::study_error::StudyError;
use super::super::uncertainty::{Drawable, Point, UncertaintyError};
use super::changes::changes;
use super::columns::{Columns, InFile};
use super::measures::Sample;
use crate::kernel::{Time, hours};
use crate::model::{Arrival, Category, World, compile};
use crate::scenario::Loaded;

/// Shares of the force whose hours are kept.
const LEVELS: usize = 20;

/// One system: a scenario as it is run, and what its replications gave.
#[derive(Debug)]
pub struct System {
    /// Its name in tables.
    pub name: String,
    /// The resolved scenario.
    pub resolved: Value,
    /// Its hash.
    pub hash: String,
    simulated: Point,
    closure_h: Vec<f64>,
    columns: Columns,
    mean_arrival_h: Vec<f64>,
    sorties: Vec<f64>,
    /// Cost, fuel [t] and carbon dioxide [t] by replication; infinite where it did not close.
    spent: [Vec<f64>; 3],
    covered_h: Vec<f64>,
    withdrawal_h: Vec<f64>,
    levels_h: Vec<Vec<f64>>,
}

/// What a comparison keeps of a replication. Times that did not come are missing.
#[derive(Debug, Serialize, Deserialize)]
pub struct Kept {
    /// Closure of the force [ms].
    closure_ms: Option<i64>,
    /// Closure of each contingent [ms].
    pub(super) contingents_ms: Vec<Option<i64>>,
    /// Closure of each unit, its last copy [ms].
    pub(super) units_ms: Vec<Option<i64>>,
    /// Mean arrival of people and vehicles [h].
    mean_arrival_h: Option<f64>,
    /// Loaded trips.
    sorties: u32,
    /// Cost, fuel [t] and carbon dioxide [t]; none where nothing costs or burns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    spent: Option<[f64; 3]>,
    /// When the last site was covered [ms].
    covered_ms: Option<i64>,
    /// End of the withdrawal [ms].
    withdrawal_ms: Option<i64>,
    /// The chain by category [ms].
    pub(super) chain_ms: Vec<i64>,
    /// When each share of the planned people was in place, for the first replications [ms].
    levels_ms: Option<Vec<Option<i64>>>,
}

impl Kept {
    fn of(record: &Record, sites: &[usize], planned: u64) -> Self {
        let deployment = &record.deployment;
        let covered = sites.iter().map(|site| record.covered_ms.get(*site).copied().flatten());
        let chain = record.blame.as_ref().map_or([0; Category::COUNT], |blame| blame.chain_ms);
        Self {
            closure_ms: deployment.closure_ms,
            contingents_ms: deployment.contingents_ms.clone(),
            units_ms: deployment.units_ms.clone(),
            mean_arrival_h: deployment.mean_arrival_h(),
            sorties: deployment.sorties,
            spent: record.spending.as_ref().map(Spending::amounts),
            covered_ms: covered.collect::<Option<Vec<i64>>>().and_then(|all| all.into_iter().max()),
            withdrawal_ms: record.withdrawal.as_ref().and_then(|phase| phase.closure_ms),
            chain_ms: chain.to_vec(),
            levels_ms: record.arrivals.as_ref().filter(|_| planned > 0).map(|all| levels_ms(all, planned)),
        }
    }
}

/// When each of [`LEVELS`] equal shares of the planned people is in place.
fn levels_ms(arrivals: &[Arrival], planned: u64) -> Vec<Option<i64>> {
    let mut levels = vec![None; LEVELS];
    let (mut there, mut next) = (0, 0);
    for arrival in arrivals {
        there += u64::from(arrival.people);
        while next < LEVELS && there * LEVELS as u64 >= planned * (next as u64 + 1) {
            levels[next] = Some(arrival.at.as_ms());
            next += 1;
        }
    }
    levels
}

impl System {
    /// A system without replications.
    fn new(name: String, resolved: Value, hash: String, simulated: Point) -> Self {
        let columns = Columns::new(simulated.world());
        Self {
            name,
            resolved,
            hash,
            simulated,
            closure_h: Vec::new(),
            columns,
            mean_arrival_h: Vec::new(),
            sorties: Vec::new(),
            spent: Default::default(),
            covered_h: Vec::new(),
            withdrawal_h: Vec::new(),
            levels_h: Vec::new(),
        }
    }

    /// The systems of scenarios by name. With `uncertain`, the ranges that all share are drawn; paths at which the scenarios
    /// differ are not.
    ///
    /// # Errors
    /// Ranges that the checks refuse, or none that could be drawn; a scenario that cannot be compiled.
    pub fn all(named: &[(&str, &Loaded)], uncertain: bool) -> Result<Vec<Self>, StudyError> {
        let fixed = if uncertain { differing(named) } else { Vec::new() };
        let (mut systems, mut drawn) = (Vec::new(), 0);
        for (name, loaded) in named {
            let drawable = uncertain.then(|| Drawable::new(loaded).without(&fixed));
            let drawable = drawable.filter(|drawable| !drawable.assumptions().is_empty());
            if let Some(drawable) = &drawable {
                drawable.check()?;
                drawn += 1;
            }
            let point = Point::of(compile(&loaded.scenario)?, drawable);
            systems.push(Self::new((*name).to_owned(), loaded.resolved.clone(), loaded.hash(), point));
        }
        if uncertain && drawn == 0 && named.len() == 1 {
            return Err(UncertaintyError::NoRanges.into());
        }
        if uncertain && drawn == 0 {
            return Err(StudyError::no_answer(
                "there is nothing to draw: what has a range is what is compared",
            )
            .help("leave out --uncertain, or give other assumptions a range in `evidence`"));
        }
        Ok(systems)
    }

    /// The system of one scenario by itself: with `uncertain`, all its ranges are drawn.
    ///
    /// # Errors
    /// Those of [`Self::all`].
    pub fn one(name: &str, loaded: &Loaded, uncertain: bool) -> Result<Self, StudyError> {
        let systems = Self::all(&[(name, loaded)], uncertain)?;
        systems.into_iter().next().ok_or_else(|| StudyError::no_answer("there is no scenario"))
    }

    /// The world that is simulated.
    pub fn world(&self) -> &World {
        self.simulated.world()
    }

    /// Closure by replication [h]; infinite where it did not close.
    pub fn closure_h(&self) -> &[f64] {
        &self.closure_h
    }

    /// Lets the systems of a comparison have so much memory as a room allows, each its part of it, for what they keep by
    /// contingent, unit and category; what is beyond goes into the file of the room.
    pub fn share(systems: &mut [Self], room: &Room) {
        // A list that grows takes up to twice what it holds.
        let each = room.budget() / 2 / systems.len().max(1);
        for system in systems {
            system.columns.within(room.clone(), each);
        }
    }

    /// Whether what it gave so far is whole.
    ///
    /// # Errors
    /// What its room could not write or read.
    pub fn whole(&self) -> Result<(), SpillError> {
        self.columns.whole()
    }

    /// Closure of a contingent by replication [h], by its id; infinite where it did not close.
    pub fn contingent_h(&self, id: &str) -> Option<Vec<f64>> {
        let number = self.world().contingents.iter().position(|contingent| contingent.id == id)?;
        self.columns.contingent_h(number)
    }

    /// Closure of a unit by replication [h], by its id; infinite where it did not close.
    pub fn unit_h(&self, id: &str) -> Option<Vec<f64>> {
        self.columns.unit_h(self.unit(id)?)
    }

    /// Closure of a unit by replication, by its id, where there are so many that they lie in a file.
    pub fn unit_in_file(&self, id: &str) -> Option<InFile> {
        self.columns.unit_in_file(self.unit(id)?)
    }

    /// The number of a unit.
    fn unit(&self, id: &str) -> Option<usize> {
        self.world().units.iter().position(|unit| unit.id == id)
    }

    /// Mean arrival of people and vehicles by replication [h]; infinite where nothing arrived.
    pub fn mean_arrival_h(&self) -> &[f64] {
        &self.mean_arrival_h
    }

    /// What is spent, by replication; infinite where it did not close, and none where nothing costs or burns.
    pub(in crate::experiment) fn spent(&self, outlay: Outlay) -> Option<&[f64]> {
        self.world().prices.given.then(|| self.spent[outlay as usize].as_slice())
    }

    /// Cost by replication; infinite where it did not close, and none where nothing costs.
    pub fn cost(&self) -> Option<&[f64]> {
        self.spent(Outlay::Cost)
    }

    /// How many of the first replications [`Self::levels_h`] is of: arrivals are kept of some only.
    pub fn levels_made(&self, replications: usize) -> usize {
        self.levels_h.len().min(replications)
    }

    /// Hours at which each share of the planned people is in place, by share and replication, of the first replications;
    /// infinite where it never is. Empty where nobody is planned.
    pub fn levels_h(&self, replications: usize) -> Vec<(f64, Vec<f64>)> {
        let kept = &self.levels_h[..self.levels_made(replications)];
        if kept.is_empty() {
            return Vec::new();
        }
        let share = |index: usize| (index + 1) as f64 / LEVELS as f64;
        (0..LEVELS).map(|index| (share(index), kept.iter().map(|levels| levels[index]).collect())).collect()
    }

    /// What a reader follows in the first replications.
    pub(super) fn sample(&self, replications: usize) -> Sample<'_> {
        let world = self.world();
        Sample {
            closure_h: &self.closure_h[..replications],
            mean_arrival_h: &self.mean_arrival_h[..replications],
            deadline: world.deadline,
            sorties: &self.sorties[..replications],
            cost: self.cost().map(|cost| &cost[..replications]),
            covered_h: world.has_sites().then(|| &self.covered_h[..replications]),
            withdrawal_h: world.withdrawal.is_some().then(|| &self.withdrawal_h[..replications]),
        }
    }

    /// Chain time of a category over the first replications [ms].
    pub fn chain_ms(&self, category: Category, replications: usize) -> i128 {
        self.columns.chain_ms(category, replications)
    }

    /// Adds the replications that are missing up to this number, block by block: read where they are kept, else run; `each` hears
    /// of every one that is added.
    ///
    /// # Errors
    /// A drawn scenario that cannot be simulated, an interruption, or a file that cannot be written.
    pub fn extend(
        &mut self,
        replications: u32,
        study: &StudyOptions<'_>,
        each: &mut dyn FnMut(),
    ) -> Result<(), StudyError> {
        let blocks = (self.made()..replications).step_by(BLOCK as usize);
        study.keeper.each(blocks, |done| {
            let added = self.part((done + 1, BLOCK.min(replications - done)), study, each)?;
            // Behind what is missing there is nothing to add to.
            if self.made() == done {
                for kept in added {
                    self.add(kept);
                }
            }
            Ok(())
        })?;
        Ok(self.whole()?)
    }

    /// How many replications it has.
    pub fn made(&self) -> u32 {
        self.closure_h.len() as u32
    }

    /// What a comparison keeps of `count` replications from `first` on, without adding it: read where it is kept, else
    /// run; `each` hears of every one.
    ///
    /// # Errors
    /// Those of [`Self::extend`].
    pub fn part(
        &self,
        (first, count): (u32, u32),
        study: &StudyOptions<'_>,
        each: &mut dyn FnMut(),
    ) -> Result<Vec<Kept>, StudyError> {
        let plan = Plan { first, threads: study.threads, ..Plan::new(study.seed, count) };
        let key = self.key();
        let mut run = 0;
        let sites = self.world().sites();
        let planned = self.world().totals.personnel;
        let of = |record: &Record| {
            run += 1;
            each();
            Kept::of(record, &sites, planned)
        };
        let simulated = &self.simulated;
        let fits = |kept: &Kept| self.fits(kept);
        let found = study.keeper.of(&self.name).replications_that(fits, &key, &plan, || Ok(simulated), of)?;
        (run..plan.count).for_each(|_| each());
        Ok(found)
    }

    /// Adds a part that was made elsewhere under the seed of the others; its first replication is the next one here.
    ///
    /// # Errors
    /// Words that say which part is due, or that this one is of another scenario; then nothing is added.
    pub fn join(&mut self, first: u32, part: Vec<Kept>) -> Result<(), StudyError> {
        let due = self.made() + 1;
        if first != due {
            let message = format!("the part begins with replication {first}, and {due} is due");
            return Err(StudyError::no_answer(message));
        }
        if !part.iter().all(|kept| self.fits(kept)) {
            return Err(StudyError::no_answer("the part is of another scenario"));
        }
        for kept in part {
            self.add(kept);
        }
        Ok(())
    }

    /// Whether lists have the lengths that the scenario gives.
    fn fits(&self, kept: &Kept) -> bool {
        self.columns.fit(kept) && kept.levels_ms.as_ref().is_none_or(|levels| levels.len() == LEVELS)
    }

    fn add(&mut self, kept: Kept) {
        let finite = |ms: Option<i64>| ms.map_or(f64::INFINITY, hours);
        self.closure_h.push(finite(kept.closure_ms));
        self.columns.add(&kept);
        self.mean_arrival_h.push(kept.mean_arrival_h.unwrap_or(f64::INFINITY));
        self.sorties.push(f64::from(kept.sorties));
        // Columns that nobody asks for take memory that a million replications need.
        let world = self.simulated.world();
        if world.prices.given {
            let spent = kept.spent.filter(|_| kept.closure_ms.is_some()).unwrap_or([f64::INFINITY; 3]);
            self.spent.iter_mut().zip(spent).for_each(|(column, amount)| column.push(amount));
        }
        if world.has_sites() {
            self.covered_h.push(finite(kept.covered_ms));
        }
        if world.withdrawal.is_some() {
            self.withdrawal_h.push(finite(kept.withdrawal_ms));
        }
        self.levels_h.extend(kept.levels_ms.map(|levels| levels.into_iter().map(finite).collect()));
    }

    /// The key of its kept replications, but for seed and numbers.
    fn key(&self) -> String {
        key("measures and levels", &self.hash, self.simulated.drawn())
    }

    pub(super) fn not_closed(&self, replications: usize) -> usize {
        self.closure_h[..replications].iter().filter(|h| h.is_infinite()).count()
    }

    pub(super) fn deadline(&self) -> Option<Time> {
        self.world().deadline
    }
}

/// Paths at which scenarios differ from the first.
fn differing(named: &[(&str, &Loaded)]) -> Vec<String> {
    let Some(((_, baseline), alternatives)) = named.split_first() else { return Vec::new() };
    let found = alternatives.iter().flat_map(|(_, other)| changes(&baseline.resolved, &other.resolved));
    let mut paths: Vec<String> = found.map(|change| change.path).collect();
    paths.sort();
    paths.dedup();
    paths
}
