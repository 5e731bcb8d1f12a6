//! Folds records into what results are made of, in the order of replications.
//!
//! Closures of the force and of contingents are kept whole, for quantiles and pairing, and so is a short row of each
//! replication; everything else is kept as moments or integer sums. What is kept whole goes into a file where it is more than
//! the summary may hold ([`Summary::within`]), so that any number of replications fits.

mod fits;
mod phase;

use serde::{Deserialize, Serialize};

use crate::kernel::hours;
use crate::model::{Category, FacilityUse, Waits, World};

use super::append::{Append, BLOCK, append_each, greatest_of_each};
use super::rank;
use super::record::{Arrivals, Record};
use super::series::{Room, Series, SpillError};
use super::spending::SpendingSums;
use super::statistics::Moments;
use super::tally::{BlameSums, Ends};
use super::written;

pub use phase::{PhaseSummary, Row};

/// Teams over replications: of a reception, or those that mobilise.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct TeamSums {
    /// Mean number of teams at work.
    pub in_use: Moments,
    /// Mean number of elements or copies that wait.
    pub queue: Moments,
    /// Most teams at work at once, over all replications.
    pub peak: u32,
    /// Waits: number per replication, hours per replication.
    pub waits: (Moments, Moments),
}

impl TeamSums {
    /// Adds a replication whose deployment lasted for a span [ms].
    fn push(&mut self, teams: &FacilityUse, waits: &Waits, span_ms: f64) {
        self.in_use.push(teams.busy_ms as f64 / span_ms);
        self.queue.push(teams.queued_ms as f64 / span_ms);
        self.peak = self.peak.max(teams.peak);
        self.waits.0.push(f64::from(waits.count));
        self.waits.1.push(hours(waits.total_ms));
    }
}

impl Append for TeamSums {
    fn append(&mut self, later: Self) {
        Append::append(&mut self.in_use, later.in_use);
        Append::append(&mut self.queue, later.queue);
        self.peak = self.peak.max(later.peak);
        self.waits.append(later.waits);
    }
}

/// Everything over replications.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Summary {
    /// The seed.
    pub seed: u64,
    /// Replications made.
    pub replications: u32,
    /// Events of all of them.
    pub events: u64,
    /// The deployment.
    pub deployment: PhaseSummary,
    /// The withdrawal.
    pub withdrawal: Option<PhaseSummary>,
    /// By replication.
    #[serde(with = "written")]
    pub rows: Series<Row>,
    /// Waits by contingent and category: number per replication, hours per replication.
    pub waits: Vec<(Moments, Moments)>,
    /// Waits by terminal and category.
    pub terminal_waits: Vec<(Moments, Moments)>,
    /// Hours of carriers by fleet and category, per replication.
    pub fleet_h: Vec<Moments>,
    /// Share of time that a fleet's carriers are busy.
    pub fleet_busy: Vec<Moments>,
    /// Loaded trips by fleet.
    pub fleet_sorties: Vec<Moments>,
    /// Loaded trips unloaded by terminal.
    pub terminal_sorties: Vec<Moments>,
    /// Mean number in use, by terminal and facility.
    pub in_use: Vec<Moments>,
    /// Mean length of the queue, by terminal and facility.
    pub queue: Vec<Moments>,
    /// Most in use at once over all replications, by terminal and facility.
    pub peak: Vec<u32>,
    /// Use of receptions and waits for them, by place that has one.
    pub receptions: Vec<TeamSums>,
    /// Use of mobilisation teams and waits for them, by contingent and home that has some.
    pub mobilisation: Vec<TeamSums>,
    /// When sites were covered, by place.
    pub covered: Vec<Ends>,
    /// When sites were covered in the first replications, by replication and place [ms].
    pub covered_ms: Vec<Vec<Option<i64>>>,
    /// Civilians moved, by group.
    pub civilians: Vec<Moments>,
    /// Diversions.
    pub diversions: Moments,
    /// What the deployments cost and burnt; none where nothing does.
    pub spending: Option<SpendingSums>,
    /// Closure of each contingent taken apart.
    pub contingent_blame: Vec<BlameSums>,
    /// Arrivals of the first replications.
    #[serde(with = "written")]
    pub arrivals: Vec<Arrivals>,
    /// Where a precision was asked for: whether it was reached.
    pub precise: Option<bool>,
    /// Where its series go when they are large; none to hold all of them in memory.
    #[serde(skip)]
    room: Option<Room>,
}

impl Summary {
    /// Nothing yet.
    pub fn new(world: &World, seed: u64) -> Self {
        let cells = |n: usize| vec![Moments::default(); n * Category::COUNT];
        let (contingents, fleets, terminals) =
            (world.contingents.len(), world.fleets.len(), world.terminals.len());
        let facilities = terminals * crate::model::Facility::ALL.len();
        let pairs = |n: usize| vec![(Moments::default(), Moments::default()); n * Category::COUNT];
        Self {
            seed,
            replications: 0,
            events: 0,
            deployment: PhaseSummary::new(world),
            withdrawal: world.withdrawal.as_ref().map(|_| PhaseSummary::new(world)),
            rows: Series::default(),
            waits: pairs(contingents),
            terminal_waits: pairs(terminals),
            fleet_h: cells(fleets),
            fleet_busy: vec![Moments::default(); fleets],
            fleet_sorties: vec![Moments::default(); fleets],
            terminal_sorties: vec![Moments::default(); terminals],
            in_use: vec![Moments::default(); facilities],
            queue: vec![Moments::default(); facilities],
            peak: vec![0; facilities],
            receptions: vec![
                TeamSums::default();
                world.places.iter().filter(|place| place.reception.is_some()).count()
            ],
            mobilisation: vec![TeamSums::default(); world.team_pools.len()],
            covered: vec![Ends::default(); world.places.len()],
            covered_ms: Vec::new(),
            civilians: vec![Moments::default(); world.civilians.len()],
            diversions: Moments::default(),
            spending: world.prices.given.then(|| SpendingSums::new(world)),
            contingent_blame: vec![BlameSums::new(world); contingents],
            arrivals: Vec::new(),
            precise: None,
            room: None,
        }
    }

    /// Lets its series have so much memory and no more: what is beyond goes into the file of the room.
    #[must_use]
    pub fn within(self, room: Room) -> Self {
        Self { room: Some(room), ..self }
    }

    /// Whether what it gave so far is whole.
    ///
    /// # Errors
    /// What its room could not write or read.
    pub fn whole(&self) -> Result<(), SpillError> {
        self.room.as_ref().map_or(Ok(()), Room::whole)
    }

    /// Moves all series into the file where they take more memory than they may.
    fn make_room(&mut self) {
        let Some(room) = self.room.clone() else { return };
        let rows = self.rows.held_bytes();
        if rows + self.numbers().map(|series| series.held_bytes()).sum::<usize>() > room.budget() {
            self.rows.spill(&room);
            self.numbers().for_each(|series| series.spill(&room));
        }
    }

    /// All its series of numbers.
    fn numbers(&mut self) -> impl Iterator<Item = &mut Series<f64>> {
        let phases = std::iter::once(&mut self.deployment).chain(&mut self.withdrawal);
        phases.flat_map(PhaseSummary::series).chain(self.spending.iter_mut().map(|sums| &mut sums.cost))
    }

    /// The replication whose deployment closes nearest to the median: the one that is shown unless another is asked for.
    pub fn nearest_to_median(&self) -> u32 {
        rank::nearest_to_median(&self.deployment.closure_h)
    }

    /// Whether any cargo is moved: figures and columns for it are given only then.
    pub fn has_cargo(&self, world: &World) -> bool {
        // With ranges drawn, a replication may move cargo where the scenario as it was written has none.
        world.totals.cargo_kg > 0 || self.deployment.cargo_kg.1 > 0
    }

    /// Adds the next replication.
    pub fn add(&mut self, world: &World, record: Record) {
        let keep = record.arrivals.is_some();
        self.replications += 1;
        self.events += record.events;
        self.rows.push(Row::of(&record));
        self.deployment.add(world, &record.deployment, record.blame.as_ref(), keep);
        if let (Some(summary), Some(withdrawal)) = (&mut self.withdrawal, &record.withdrawal) {
            summary.add(world, withdrawal, record.withdrawal_blame.as_ref(), keep);
        }
        self.add_resources(world, &record);
        for (sums, blame) in self.contingent_blame.iter_mut().zip(&record.contingent_blame) {
            if let Some(blame) = blame {
                sums.add(blame);
            }
        }
        if keep {
            self.covered_ms.push(record.covered_ms);
        }
        self.arrivals.extend(record.arrivals);
        if self.replications.is_multiple_of(BLOCK) {
            self.append(Self::new(world, self.seed));
        }
    }

    fn add_resources(&mut self, world: &World, record: &Record) {
        let span_ms = record.end_ms.max(1) as f64;
        for (moments, (count, total_ms)) in self.waits.iter_mut().zip(&record.waits) {
            moments.0.push(f64::from(*count));
            moments.1.push(hours(*total_ms));
        }
        for (moments, (count, total_ms)) in self.terminal_waits.iter_mut().zip(&record.terminal_waits) {
            moments.0.push(f64::from(*count));
            moments.1.push(hours(*total_ms));
        }
        for (fleet, spec) in world.fleets.iter().enumerate() {
            let cells = fleet * Category::COUNT..(fleet + 1) * Category::COUNT;
            let busy_ms: i64 = record.fleet_ms[cells.clone()].iter().sum();
            for cell in cells {
                self.fleet_h[cell].push(hours(record.fleet_ms[cell]));
            }
            let share = busy_ms as f64 / (span_ms * f64::from(spec.count.max(1)));
            self.fleet_busy[fleet].push(share);
            self.fleet_sorties[fleet].push(f64::from(record.fleet_sorties[fleet]));
        }
        for (moments, sorties) in self.terminal_sorties.iter_mut().zip(&record.terminal_sorties) {
            moments.push(f64::from(*sorties));
        }
        for (index, facility) in record.facilities.iter().enumerate() {
            self.in_use[index].push(facility.busy_ms as f64 / span_ms);
            self.queue[index].push(facility.queued_ms as f64 / span_ms);
            self.peak[index] = self.peak[index].max(facility.peak);
        }
        for (sums, (teams, waits)) in self.receptions.iter_mut().zip(&record.receptions) {
            sums.push(teams, waits, span_ms);
        }
        for (sums, (teams, waits)) in self.mobilisation.iter_mut().zip(&record.mobilisation) {
            sums.push(teams, waits, span_ms);
        }
        for (ends, at) in self.covered.iter_mut().zip(&record.covered_ms) {
            ends.push(*at);
        }
        for (moments, people) in self.civilians.iter_mut().zip(&record.civilians) {
            moments.push(f64::from(*people));
        }
        self.diversions.push(f64::from(record.diversions));
        if let (Some(sums), Some(spending)) = (&mut self.spending, &record.spending) {
            sums.add(spending, record.deployment.closure_ms.is_some());
        }
    }
}

impl Append for Summary {
    /// Ends the block of replications and adds those of later blocks, whose first is the next one here.
    fn append(&mut self, later: Self) {
        self.replications += later.replications;
        self.events = self.events.saturating_add(later.events);
        self.deployment.append(later.deployment);
        self.withdrawal.append(later.withdrawal);
        self.rows.append(later.rows);
        append_each(&mut self.waits, later.waits);
        append_each(&mut self.terminal_waits, later.terminal_waits);
        append_each(&mut self.fleet_h, later.fleet_h);
        append_each(&mut self.fleet_busy, later.fleet_busy);
        append_each(&mut self.fleet_sorties, later.fleet_sorties);
        append_each(&mut self.terminal_sorties, later.terminal_sorties);
        append_each(&mut self.in_use, later.in_use);
        append_each(&mut self.queue, later.queue);
        greatest_of_each(&mut self.peak, &later.peak);
        append_each(&mut self.receptions, later.receptions);
        append_each(&mut self.mobilisation, later.mobilisation);
        append_each(&mut self.covered, later.covered);
        self.covered_ms.extend(later.covered_ms);
        append_each(&mut self.civilians, later.civilians);
        Append::append(&mut self.diversions, later.diversions);
        self.spending.append(later.spending);
        append_each(&mut self.contingent_blame, later.contingent_blame);
        self.arrivals.extend(later.arrivals);
        self.make_room();
    }
}
