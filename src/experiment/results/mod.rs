//! The results of a run, as `result.json` holds them. Field names are the promise of the file format.

mod from_summary;
mod spending;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::kernel::Time;

use super::intervals::{self, QuantileIntervals};
use super::statistics::proportion::{clopper_pearson, wilson};
use super::statistics::values::{Ranked as _, Values};
use super::statistics::{Moments, mean, quantile};
use super::tally::Ends;

pub use spending::{FleetSpending, SpendingResult, WithinBudget};

/// Version of the result files.
pub const FORMAT_VERSION: u32 = 1;
pub(super) const CONFIDENCE: f64 = 0.95;

/// Mean with its spread. `None` where replications are too few, or where some did not end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Spread {
    /// Mean.
    pub mean: Option<f64>,
    /// Half of the 95 % interval of the mean.
    pub half_width_95: Option<f64>,
    /// Standard deviation.
    pub sd: Option<f64>,
    /// Smallest value.
    pub min: Option<f64>,
    /// Largest value.
    pub max: Option<f64>,
}

impl Spread {
    pub(super) fn of(moments: &Moments) -> Self {
        let Some(summary) = moments.summary() else { return Self::default() };
        Self {
            mean: Some(summary.mean),
            half_width_95: summary.half_width(CONFIDENCE),
            sd: summary.sd,
            min: Some(summary.min),
            max: Some(summary.max),
        }
    }

    fn of_ends(ends: &Ends) -> Self {
        let spread = Self::of(&ends.hours);
        if ends.open == 0 { spread } else { Self { min: spread.min, ..Self::default() } }
    }
}

/// A distribution over replications [h]. Replications that did not end count as later than every other: no mean is
/// given over the rest, and a quantile that falls among them is `None`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Closure {
    pub mean: Option<f64>,
    pub half_width_95: Option<f64>,
    pub mean_willink_95: Option<intervals::Ends>,
    pub sd: Option<f64>,
    pub min: Option<f64>,
    pub p05: Option<f64>,
    pub p10: Option<f64>,
    pub p25: Option<f64>,
    pub p50: Option<f64>,
    pub p75: Option<f64>,
    pub p90: Option<f64>,
    pub p95: Option<f64>,
    pub max: Option<f64>,
    pub quantiles_95: QuantileIntervals,
}

impl Closure {
    /// Describes times of which some may be infinite.
    pub fn of<V: Values + ?Sized>(hours: &V) -> Self {
        let finite = hours.in_order().all(f64::is_finite);
        let whole = finite.then(|| mean::Summary::of(hours)).flatten();
        let count = hours.how_many();
        let sorted = hours.ranked(|| intervals::indices(count));
        let end = |index: Option<usize>| index.map(|index| sorted.at(index)).filter(|h| h.is_finite());
        let at = |p: f64| quantile::quantile_of_sorted(&sorted, p).filter(|h| h.is_finite());
        Self {
            mean: whole.map(|d| d.mean),
            half_width_95: whole.and_then(|d| d.half_width(CONFIDENCE)),
            mean_willink_95: whole.and_then(|_| intervals::of_mean(hours)),
            sd: whole.and_then(|d| d.sd),
            min: end((count > 0).then_some(0)),
            p05: at(0.05),
            p10: at(0.10),
            p25: at(0.25),
            p50: at(0.50),
            p75: at(0.75),
            p90: at(0.90),
            p95: at(0.95),
            max: end(count.checked_sub(1)),
            quantiles_95: QuantileIntervals::of(&sorted),
        }
    }
}

/// Probability to be in time, with its Wilson interval and the exact one of Clopper and Pearson.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct OnTime {
    /// The deadline after `start` [h].
    pub deadline_h: f64,
    /// Share of replications that closed by then.
    pub probability: f64,
    /// Lower end.
    pub low_95: f64,
    /// Upper end.
    pub high_95: f64,
    /// Lower end of the exact interval, which never covers less than it says.
    pub exact_low_95: f64,
    /// Its upper end.
    pub exact_high_95: f64,
}

impl OnTime {
    /// Counts times that are at most the deadline.
    pub fn of<V: Values + ?Sized>(hours: &V, deadline: Option<Time>) -> Option<Self> {
        let deadline = deadline?;
        let all = hours.how_many();
        let in_time = hours.in_order().filter(|h| *h <= deadline.as_h()).count();
        let interval = wilson(in_time, all, CONFIDENCE)?;
        let exact = clopper_pearson(in_time, all, CONFIDENCE)?;
        Some(Self {
            deadline_h: deadline.as_h(),
            probability: in_time as f64 / all as f64,
            low_95: interval.low,
            high_95: interval.high,
            exact_low_95: exact.low,
            exact_high_95: exact.high,
        })
    }
}

/// What arrived, the same in every replication that closed unless assumptions are drawn; then the least of them.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Delivered {
    /// People.
    pub personnel: u64,
    /// Vehicles.
    pub vehicles: u64,
    /// Cargo [t]; only where there is any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cargo_t: Option<f64>,
    /// The most people, vehicles and cargo, where replications differ.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<MostDelivered>,
    /// Loaded trips.
    pub sorties: Spread,
}

/// The most that arrived in a replication.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct MostDelivered {
    /// People.
    pub personnel: u64,
    /// Vehicles.
    pub vehicles: u64,
    /// Cargo [t]; only where there is any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cargo_t: Option<f64>,
}

/// Waits of one cause, per replication.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WaitResult {
    /// Category.
    pub cause: String,
    /// How many were longer than zero.
    pub count: f64,
    /// Their sum [h].
    pub total_h: f64,
}

/// What a closure is made of, by one category.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bottleneck {
    /// Category.
    pub cause: String,
    /// In words.
    pub label: String,
    /// Mean hours on the causal chain.
    pub chain_h: f64,
    /// Half-width of their 95 % interval.
    pub chain_half_width_95: Option<f64>,
    /// Mean hours in the diary of the last load.
    pub diary_h: f64,
    /// Half-width of their 95 % interval.
    pub diary_half_width_95: Option<f64>,
    /// Share of replications with the category on the chain.
    pub criticality: f64,
}

/// A contingent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ContingentResult {
    /// Name to show.
    pub name: String,
    /// People.
    pub personnel: u64,
    /// Vehicles.
    pub vehicles: u64,
    /// Cargo [t]; only where it has any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cargo_t: Option<f64>,
    /// Its closure [h].
    pub closure_h: Closure,
    /// Replications in which it did not close.
    pub not_closed: usize,
    /// Share of replications with it on the chain of the force's closure.
    pub criticality: Option<f64>,
    /// Its waits, longest sum first.
    pub waits: Vec<WaitResult>,
    /// Its own closure taken apart.
    pub bottlenecks: Vec<Bottleneck>,
}

/// A unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UnitResult {
    /// Name to show.
    pub name: String,
    /// Copies.
    pub copies: u32,
    /// Closure of its last copy [h].
    pub closure_h: Spread,
    /// When its last copy is operational [h].
    pub operational_h: Spread,
    /// Replications in which it did not close.
    pub not_closed: u32,
    /// Required date [h].
    pub required_h: Option<f64>,
    /// How late it is against it [h].
    pub lateness_h: Option<Spread>,
    /// Share of replications in which it is in time.
    pub in_time: Option<f64>,
    /// Share of replications with it on the chain.
    pub criticality: Option<f64>,
}

/// A fleet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FleetResult {
    /// Name to show.
    pub name: String,
    /// Carriers.
    pub carriers: u32,
    /// Loaded trips.
    pub sorties: Spread,
    /// Share of the time up to closure that its carriers are not idle.
    pub utilisation: Spread,
    /// Mean hours of all its carriers by activity up to closure, per replication.
    pub hours: IndexMap<String, f64>,
    /// Share of replications with it on the chain.
    pub criticality: Option<f64>,
}

/// A facility of a terminal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FacilityResult {
    /// Capacity; `None` is no limit.
    pub capacity: Option<u32>,
    /// Mean number in use.
    pub in_use: Spread,
    /// Mean share in use.
    pub utilisation: Option<f64>,
    /// Most in use at once, over all replications.
    pub peak: u32,
    /// Mean length of the queue.
    pub queue: Spread,
}

/// A terminal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TerminalResult {
    /// Name to show.
    pub name: String,
    /// Loaded trips unloaded here.
    pub sorties: Spread,
    /// Its facilities.
    pub facilities: IndexMap<String, FacilityResult>,
    /// Waits here, longest sum first.
    pub waits: Vec<WaitResult>,
    /// Share of replications with it on the chain.
    pub criticality: Option<f64>,
}

/// The reception of a place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReceptionResult {
    /// Name of the place.
    pub name: String,
    /// Its teams.
    pub teams: FacilityResult,
    /// Waits for it.
    pub waits: Vec<WaitResult>,
}

/// Mobilisation teams of a contingent or of a home.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MobilisationResult {
    /// Name of the contingent or place.
    pub name: String,
    /// Its teams.
    pub teams: FacilityResult,
    /// Waits of copies that need one of them; a copy that needs one of its contingent and one of its home waits for both.
    pub waits: Vec<WaitResult>,
}

/// A site.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SiteResult {
    /// Name to show.
    pub name: String,
    /// People that it requires.
    pub required_personnel: u32,
    /// Vehicles that it requires.
    pub required_vehicles: u32,
    /// When it is covered [h].
    pub covered_h: Spread,
    /// Replications in which it was not covered.
    pub not_covered: u32,
}

/// Civilians.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CivilianResult {
    /// How many wait.
    pub people: u32,
    /// How many were moved.
    pub moved: Spread,
}

/// Loaded departures on one day of local time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DayResult {
    /// Day; 0 is that of the appeal.
    pub day: usize,
    /// Mean over replications.
    pub mean: f64,
    /// 5th percentile.
    pub p05: f64,
    /// 95th percentile.
    pub p95: f64,
}

/// The withdrawal: a block like that of the deployment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WithdrawalResult {
    /// The last element is home [h].
    pub closure_h: Closure,
    /// Replications in which it did not end.
    pub not_closed: usize,
    /// Probability to be in time.
    pub on_time: Option<OnTime>,
    /// Mean arrival at home [h].
    pub mean_arrival_h: Option<f64>,
    /// What came home.
    pub delivered: Delivered,
    /// End by contingent [h].
    pub contingents: IndexMap<String, Closure>,
    /// Loaded departures by day.
    pub departures_by_day: Vec<DayResult>,
    /// Its end taken apart.
    pub bottlenecks: Vec<Bottleneck>,
}

/// Everything in `result.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Results {
    /// Version of the file.
    pub format_version: u32,
    /// Title of the scenario.
    pub title: String,
    /// The seed.
    pub seed: u64,
    /// Replications.
    pub replications: u32,
    /// Whether the precision that was asked for was reached; `None` when none was.
    pub precision_reached: Option<bool>,
    /// Events of all replications.
    pub events: u64,
    /// Closure of the force [h].
    pub closure_h: Closure,
    /// Replications that did not close by the horizon.
    pub not_closed: usize,
    /// Probability to be in time.
    pub on_time: Option<OnTime>,
    /// Mean over people and vehicles of their arrival [h].
    pub mean_arrival_h: Option<f64>,
    /// What was delivered.
    pub delivered: Delivered,
    /// By contingent.
    pub contingents: IndexMap<String, ContingentResult>,
    /// By unit, `contingent/unit`.
    pub units: IndexMap<String, UnitResult>,
    /// By fleet.
    pub fleets: IndexMap<String, FleetResult>,
    /// By terminal (id of its place).
    pub terminals: IndexMap<String, TerminalResult>,
    /// By reception (id of its place); left out where no place has one.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub receptions: IndexMap<String, ReceptionResult>,
    /// By whose mobilisation teams they are, `contingents.ID` or `places.ID`; left out where none are given.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub mobilisation: IndexMap<String, MobilisationResult>,
    /// By site (id of its place).
    pub sites: IndexMap<String, SiteResult>,
    /// Civilians by group.
    pub civilians: IndexMap<String, CivilianResult>,
    /// Carriers that diverted, per replication.
    pub diversions: Spread,
    /// What it costs and burns; left out where the scenario has neither costs nor fuel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spending: Option<SpendingResult>,
    /// Loaded departures by day.
    pub departures_by_day: Vec<DayResult>,
    /// The mean closure taken apart: every category, each column adding up to it.
    pub bottlenecks: Vec<Bottleneck>,
    /// The way home.
    pub withdrawal: Option<WithdrawalResult>,
}
