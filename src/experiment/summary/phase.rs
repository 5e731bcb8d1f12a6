//! One phase over replications, and the row of each.

use serde::{Deserialize, Serialize};

use super::super::append::{Append, add_each, append_each};
use super::super::record::{PhaseRecord, Record};
use super::super::series::{Entry, Series, first};
use super::super::statistics::Moments;
use super::super::tally::{BlameSums, Ends};
use super::super::written;
use crate::kernel::hours;
use crate::model::{Blame, World};

/// One replication in `replications.csv`, but for its closures, which the phases keep.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Row {
    /// Mean time of arrival [h].
    pub mean_arrival_h: f64,
    /// Loaded trips.
    pub sorties: u32,
    /// People delivered.
    pub personnel: u32,
    /// Vehicles delivered.
    pub vehicles: u32,
    /// Cargo delivered [kg].
    pub cargo_kg: u64,
    /// Events.
    pub events: u32,
}

impl Row {
    pub(super) fn of(record: &Record) -> Self {
        let deployment = &record.deployment;
        // A force is bounded when its scenario is checked, far below.
        let bounded = |count: u64| u32::try_from(count).unwrap_or(u32::MAX);
        Self {
            mean_arrival_h: deployment.mean_arrival_h().unwrap_or(f64::NAN),
            sorties: deployment.sorties,
            personnel: bounded(deployment.personnel),
            vehicles: bounded(deployment.vehicles),
            cargo_kg: deployment.cargo_kg,
            events: bounded(record.events),
        }
    }
}

impl Entry for Row {
    const BYTES: usize = 32;

    fn put(&self, bytes: &mut Vec<u8>) {
        let &Self { mean_arrival_h, sorties, personnel, vehicles, cargo_kg, events } = self;
        bytes.extend_from_slice(&mean_arrival_h.to_le_bytes());
        bytes.extend_from_slice(&cargo_kg.to_le_bytes());
        for count in [sorties, personnel, vehicles, events] {
            bytes.extend_from_slice(&count.to_le_bytes());
        }
    }

    fn take(bytes: &[u8]) -> Self {
        let count = |at: usize| u32::from_le_bytes(first(&bytes[at..]));
        Self {
            mean_arrival_h: f64::from_le_bytes(first(bytes)),
            cargo_kg: u64::from_le_bytes(first(&bytes[8..])),
            sorties: count(16),
            personnel: count(20),
            vehicles: count(24),
            events: count(28),
        }
    }

    fn sort(_: &mut [Self]) -> bool {
        false
    }
}

/// One phase over replications.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PhaseSummary {
    /// Closure of the force by replication [h]; infinite when it did not close.
    #[serde(with = "written")]
    pub closure_h: Series<f64>,
    /// Closure of each contingent by replication [h].
    #[serde(with = "written")]
    pub contingents_h: Vec<Series<f64>>,
    /// Closure of each unit.
    pub units: Vec<Ends>,
    /// When each unit was operational.
    pub operational: Vec<Ends>,
    /// Lateness of each unit that has a required date [h].
    pub lateness_h: Vec<Moments>,
    /// Replications in which a unit with a required date was in time.
    pub in_time: Vec<u32>,
    /// Mean arrival [h].
    pub mean_arrival_h: Moments,
    /// Loaded trips.
    pub sorties: Moments,
    /// People delivered, least and most over replications.
    pub personnel: (u64, u64),
    /// Vehicles delivered, least and most over replications.
    pub vehicles: (u64, u64),
    /// Cargo delivered, least and most over replications [kg].
    pub cargo_kg: (u64, u64),
    /// Loaded departures by day and replication.
    pub departures_by_day: Vec<Vec<u32>>,
    /// Closure taken apart.
    pub blame: BlameSums,
}

impl PhaseSummary {
    pub(super) fn new(world: &World) -> Self {
        let units = world.units.len();
        Self {
            closure_h: Series::default(),
            contingents_h: vec![Series::default(); world.contingents.len()],
            units: vec![Ends::default(); units],
            operational: vec![Ends::default(); units],
            lateness_h: vec![Moments::default(); units],
            in_time: vec![0; units],
            mean_arrival_h: Moments::default(),
            sorties: Moments::default(),
            personnel: (u64::MAX, 0),
            vehicles: (u64::MAX, 0),
            cargo_kg: (u64::MAX, 0),
            departures_by_day: Vec::new(),
            blame: BlameSums::new(world),
        }
    }

    pub(super) fn add(
        &mut self,
        world: &World,
        record: &PhaseRecord,
        blame: Option<&Blame>,
        keep_days: bool,
    ) {
        let h = |at: Option<i64>| at.map_or(f64::INFINITY, hours);
        self.closure_h.push(h(record.closure_ms));
        for (all, at) in self.contingents_h.iter_mut().zip(&record.contingents_ms) {
            all.push(h(*at));
        }
        for (unit, spec) in world.units.iter().enumerate() {
            self.units[unit].push(record.units_ms[unit]);
            self.operational[unit].push(record.operational_ms[unit]);
            if let (Some(required), Some(at)) = (spec.required, record.units_ms[unit]) {
                self.lateness_h[unit].push(hours((at - required.as_ms()).max(0)));
                self.in_time[unit] += u32::from(at <= required.as_ms());
            }
        }
        if let Some(mean) = record.mean_arrival_h() {
            self.mean_arrival_h.push(mean);
        }
        self.sorties.push(f64::from(record.sorties));
        self.personnel = (self.personnel.0.min(record.personnel), self.personnel.1.max(record.personnel));
        self.vehicles = (self.vehicles.0.min(record.vehicles), self.vehicles.1.max(record.vehicles));
        self.cargo_kg = (self.cargo_kg.0.min(record.cargo_kg), self.cargo_kg.1.max(record.cargo_kg));
        if keep_days {
            self.departures_by_day.push(record.departures_by_day.clone());
        }
        if let Some(blame) = blame {
            self.blame.add(blame);
        }
    }

    /// Its series of numbers.
    pub(super) fn series(&mut self) -> impl Iterator<Item = &mut Series<f64>> {
        std::iter::once(&mut self.closure_h).chain(&mut self.contingents_h)
    }

    /// Replications that did not close.
    pub fn not_closed(&self) -> usize {
        self.closure_h.in_order().filter(|h| h.is_infinite()).count()
    }
}

impl Append for PhaseSummary {
    fn append(&mut self, later: Self) {
        self.closure_h.append(later.closure_h);
        append_each(&mut self.contingents_h, later.contingents_h);
        append_each(&mut self.units, later.units);
        append_each(&mut self.operational, later.operational);
        append_each(&mut self.lateness_h, later.lateness_h);
        add_each(&mut self.in_time, &later.in_time);
        Append::append(&mut self.mean_arrival_h, later.mean_arrival_h);
        Append::append(&mut self.sorties, later.sorties);
        for (own, later) in [
            (&mut self.personnel, later.personnel),
            (&mut self.vehicles, later.vehicles),
            (&mut self.cargo_kg, later.cargo_kg),
        ] {
            *own = (own.0.min(later.0), own.1.max(later.1));
        }
        self.departures_by_day.extend(later.departures_by_day);
        self.blame.append(later.blame);
    }
}
