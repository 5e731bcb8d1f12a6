//! The results of a run, as `result.json` holds them. Field names are the promise of the file format.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::kernel::Time;
use crate::model::{Category, Facility, World};

use super::intervals::{self, QuantileIntervals};
use super::statistics::proportion::{clopper_pearson, wilson};
use super::statistics::{Moments, describe, quantile};
use super::summary::{BlameSums, Ends, PhaseSummary, Summary};

/// Version of the result files.
pub const FORMAT_VERSION: u32 = 1;
const CONFIDENCE: f64 = 0.95;

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
    fn of(moments: &Moments) -> Self {
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
#[expect(missing_docs, reason = "the names say it: quantiles in hours")]
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
    pub fn of(hours: &[f64]) -> Self {
        let finite = hours.iter().all(|h| h.is_finite());
        let sorted = quantile::sorted(hours);
        let at = |p: f64| quantile::quantile_of_sorted(&sorted, p).filter(|h| h.is_finite());
        let whole = if finite { describe(hours) } else { None };
        Self {
            mean: whole.map(|d| d.mean),
            half_width_95: whole.and_then(|d| d.half_width_95),
            mean_willink_95: whole.and_then(|_| intervals::of_mean(hours)),
            sd: whole.and_then(|d| d.sd),
            min: sorted.first().copied().filter(|h| h.is_finite()),
            p05: at(0.05),
            p10: at(0.10),
            p25: at(0.25),
            p50: at(0.50),
            p75: at(0.75),
            p90: at(0.90),
            p95: at(0.95),
            max: sorted.last().copied().filter(|h| h.is_finite()),
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
    pub fn of(hours: &[f64], deadline: Option<Time>) -> Option<Self> {
        let deadline = deadline?;
        let in_time = hours.iter().filter(|h| **h <= deadline.as_h()).count();
        let interval = wilson(in_time, hours.len(), CONFIDENCE)?;
        let exact = clopper_pearson(in_time, hours.len(), CONFIDENCE)?;
        Some(Self {
            deadline_h: deadline.as_h(),
            probability: in_time as f64 / hours.len() as f64,
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
    /// The most people and vehicles, where replications differ.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<MostDelivered>,
    /// Loaded trips.
    pub sorties: Spread,
}

/// The most that arrived in a replication.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MostDelivered {
    /// People.
    pub personnel: u64,
    /// Vehicles.
    pub vehicles: u64,
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
    /// Share of time that its carriers are not idle.
    pub utilisation: Spread,
    /// Mean hours of all its carriers by activity, per replication.
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
    /// By site (id of its place).
    pub sites: IndexMap<String, SiteResult>,
    /// Civilians by group.
    pub civilians: IndexMap<String, CivilianResult>,
    /// Carriers that diverted, per replication.
    pub diversions: Spread,
    /// Loaded departures by day.
    pub departures_by_day: Vec<DayResult>,
    /// The mean closure taken apart: every category, each column adding up to it.
    pub bottlenecks: Vec<Bottleneck>,
    /// The way home.
    pub withdrawal: Option<WithdrawalResult>,
}

impl Results {
    /// Results of a summary.
    pub fn of(world: &World, summary: &Summary) -> Self {
        let deployment = &summary.deployment;
        Self {
            format_version: FORMAT_VERSION,
            title: world.title.clone(),
            seed: summary.seed,
            replications: summary.replications,
            precision_reached: summary.precise,
            events: summary.events,
            closure_h: Closure::of(&deployment.closure_h),
            not_closed: deployment.not_closed(),
            on_time: OnTime::of(&deployment.closure_h, world.deadline),
            mean_arrival_h: deployment.mean_arrival_h.summary().map(|s| s.mean),
            delivered: delivered(deployment),
            contingents: contingents(world, summary),
            units: units(world, deployment),
            fleets: fleets(world, summary),
            terminals: terminals(world, summary),
            sites: sites(world, summary),
            civilians: world
                .civilians
                .iter()
                .zip(&summary.civilians)
                .map(|(group, moved)| {
                    (group.id.clone(), CivilianResult { people: group.people, moved: Spread::of(moved) })
                })
                .collect(),
            diversions: Spread::of(&summary.diversions),
            departures_by_day: days(&deployment.departures_by_day),
            bottlenecks: bottlenecks(&deployment.blame),
            withdrawal: summary.withdrawal.as_ref().map(|phase| withdrawal(world, phase)),
        }
    }
}

fn delivered(phase: &PhaseSummary) -> Delivered {
    // What did not arrive everywhere is reported as the least, beside the most.
    let most = MostDelivered { personnel: phase.personnel.1, vehicles: phase.vehicles.1 };
    let differs = phase.personnel.0 < most.personnel || phase.vehicles.0 < most.vehicles;
    Delivered {
        most: differs.then_some(most),
        personnel: if phase.personnel.0 == u64::MAX { 0 } else { phase.personnel.0 },
        vehicles: if phase.vehicles.0 == u64::MAX { 0 } else { phase.vehicles.0 },
        sorties: Spread::of(&phase.sorties),
    }
}

fn share(part: u32, whole: u32) -> Option<f64> {
    (whole > 0).then(|| f64::from(part) / f64::from(whole))
}

fn waits(cells: &[(Moments, Moments)]) -> Vec<WaitResult> {
    let mut waits: Vec<WaitResult> = cells
        .iter()
        .enumerate()
        .filter_map(|(number, (count, total))| {
            let (count, total) = (count.summary()?.mean, total.summary()?.mean);
            let cause = Category::from_number(number as u8).id().to_owned();
            (total > 0.0).then_some(WaitResult { cause, count, total_h: total })
        })
        .collect();
    waits.sort_by(|a, b| b.total_h.total_cmp(&a.total_h).then_with(|| a.cause.cmp(&b.cause)));
    waits
}

/// Every category that took time, in order of its hours on the chain, then in the diary.
pub fn bottlenecks(sums: &BlameSums) -> Vec<Bottleneck> {
    if sums.count == 0 {
        return Vec::new();
    }
    let mean = |total: i128| total as f64 / f64::from(sums.count) / crate::kernel::MS_PER_H as f64;
    let width = |moments: &Moments| moments.summary().and_then(|summary| summary.half_width(CONFIDENCE));
    let mut all: Vec<Bottleneck> = Category::ALL
        .into_iter()
        .filter(|category| sums.chain_ms[*category as usize] > 0 || sums.diary_ms[*category as usize] > 0)
        .map(|category| {
            let index = category as usize;
            Bottleneck {
                cause: category.id().to_owned(),
                label: category.label().to_owned(),
                chain_h: mean(sums.chain_ms[index]),
                chain_half_width_95: width(&sums.chain_h[index]),
                diary_h: mean(sums.diary_ms[index]),
                diary_half_width_95: width(&sums.diary_h[index]),
                criticality: f64::from(sums.on_chain[index]) / f64::from(sums.count),
            }
        })
        .collect();
    all.sort_by(|a, b| b.chain_h.total_cmp(&a.chain_h).then(b.diary_h.total_cmp(&a.diary_h)));
    all
}

fn contingents(world: &World, summary: &Summary) -> IndexMap<String, ContingentResult> {
    let deployment = &summary.deployment;
    let all = world.contingents.iter().enumerate().map(|(index, spec)| {
        let hours = &deployment.contingents_h[index];
        let cells = index * Category::COUNT..(index + 1) * Category::COUNT;
        let result = ContingentResult {
            name: spec.name.clone(),
            personnel: spec.totals.personnel,
            vehicles: spec.totals.vehicles,
            closure_h: Closure::of(hours),
            not_closed: hours.iter().filter(|h| h.is_infinite()).count(),
            criticality: share(deployment.blame.contingents[index], deployment.blame.count),
            waits: waits(&summary.waits[cells]),
            bottlenecks: bottlenecks(&summary.contingent_blame[index]),
        };
        (spec.id.clone(), result)
    });
    all.collect()
}

fn units(world: &World, phase: &PhaseSummary) -> IndexMap<String, UnitResult> {
    let all = world.units.iter().enumerate().map(|(index, spec)| {
        let closed = phase.closure_h.len() as u32;
        let result = UnitResult {
            name: spec.name.clone(),
            copies: spec.copies,
            closure_h: Spread::of_ends(&phase.units[index]),
            operational_h: Spread::of_ends(&phase.operational[index]),
            not_closed: phase.units[index].open,
            required_h: spec.required.map(Time::as_h),
            lateness_h: spec.required.map(|_| Spread::of(&phase.lateness_h[index])),
            in_time: spec.required.and_then(|_| share(phase.in_time[index], closed)),
            criticality: share(phase.blame.units[index], phase.blame.count),
        };
        (spec.id.clone(), result)
    });
    all.collect()
}

fn fleets(world: &World, summary: &Summary) -> IndexMap<String, FleetResult> {
    let blame = &summary.deployment.blame;
    let all = world.fleets.iter().enumerate().map(|(index, spec)| {
        let cells = &summary.fleet_h[index * Category::COUNT..(index + 1) * Category::COUNT];
        let hours = cells.iter().enumerate().filter_map(|(number, moments)| {
            let mean = moments.summary()?.mean;
            (mean > 0.0).then(|| (Category::from_number(number as u8).id().to_owned(), mean))
        });
        let result = FleetResult {
            name: spec.name.clone(),
            carriers: spec.count,
            sorties: Spread::of(&summary.fleet_sorties[index]),
            utilisation: Spread::of(&summary.fleet_busy[index]),
            hours: hours.collect(),
            criticality: share(blame.fleets[index], blame.count),
        };
        (spec.id.clone(), result)
    });
    all.collect()
}

fn terminals(world: &World, summary: &Summary) -> IndexMap<String, TerminalResult> {
    let blame = &summary.deployment.blame;
    let all = world.terminals.iter().enumerate().map(|(index, spec)| {
        let place = &world.places[usize::from(spec.place)];
        let capacities =
            [spec.stands, spec.working_spots, spec.loading_teams, spec.unloading_teams, spec.fuel_points];
        let facilities = Facility::ALL.into_iter().zip(capacities).map(|(facility, capacity)| {
            let cell = index * Facility::ALL.len() + facility as usize;
            let capacity = (capacity != crate::model::world::UNLIMITED).then_some(capacity);
            let in_use = Spread::of(&summary.in_use[cell]);
            let result = FacilityResult {
                capacity,
                in_use,
                utilisation: in_use
                    .mean
                    .zip(capacity)
                    .map(|(mean, capacity)| mean / f64::from(capacity.max(1))),
                peak: summary.peak[cell],
                queue: Spread::of(&summary.queue[cell]),
            };
            (facility.id().to_owned(), result)
        });
        let cells = index * Category::COUNT..(index + 1) * Category::COUNT;
        let result = TerminalResult {
            name: place.name.clone(),
            sorties: Spread::of(&summary.terminal_sorties[index]),
            facilities: facilities.collect(),
            waits: waits(&summary.terminal_waits[cells]),
            criticality: share(blame.terminals[index], blame.count),
        };
        (place.id.clone(), result)
    });
    all.collect()
}

fn sites(world: &World, summary: &Summary) -> IndexMap<String, SiteResult> {
    let all = world.places.iter().zip(&summary.covered).filter_map(|(place, covered)| {
        let site = place.site.as_ref()?;
        let result = SiteResult {
            name: place.name.clone(),
            required_personnel: site.personnel,
            required_vehicles: site.vehicles,
            covered_h: Spread::of_ends(covered),
            not_covered: covered.open,
        };
        Some((place.id.clone(), result))
    });
    all.collect()
}

fn days(by_replication: &[Vec<u32>]) -> Vec<DayResult> {
    let days = by_replication.iter().map(Vec::len).max().unwrap_or(0);
    let of_day = |day: usize| {
        let counts: Vec<f64> =
            by_replication.iter().map(|days| f64::from(days.get(day).copied().unwrap_or(0))).collect();
        let sorted = quantile::sorted(&counts);
        let at = |p: f64| quantile::quantile_of_sorted(&sorted, p).unwrap_or(0.0);
        let mean = counts.iter().sum::<f64>() / counts.len() as f64;
        DayResult { day, mean, p05: at(0.05), p95: at(0.95) }
    };
    (0..days).map(of_day).collect()
}

fn withdrawal(world: &World, phase: &PhaseSummary) -> WithdrawalResult {
    let contingents = world.contingents.iter().zip(&phase.contingents_h);
    WithdrawalResult {
        closure_h: Closure::of(&phase.closure_h),
        not_closed: phase.not_closed(),
        on_time: OnTime::of(&phase.closure_h, world.withdrawal_deadline),
        mean_arrival_h: phase.mean_arrival_h.summary().map(|s| s.mean),
        delivered: delivered(phase),
        contingents: contingents.map(|(spec, hours)| (spec.id.clone(), Closure::of(hours))).collect(),
        departures_by_day: days(&phase.departures_by_day),
        bottlenecks: bottlenecks(&phase.blame),
    }
}
