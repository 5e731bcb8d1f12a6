//! What one replication leaves behind.

use crate::kernel::{Id, NodeId, Table, Time};

use super::counters::{Counters, Waits};
use super::ids::{CiviliansId, ContingentId, PlaceId, TeamPoolId, UnitId};
use super::world::{PlaceSpec, World};

/// Elements that came to be in place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrival {
    /// When.
    pub at: Time,
    /// Contingent.
    pub contingent: ContingentId,
    /// People.
    pub people: u32,
    /// Vehicles.
    pub vehicles: u32,
    /// Cargo [kg].
    pub cargo_kg: u32,
}

/// The end of something, and the node that ended it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct End {
    /// When; `None` when it did not end.
    pub at: Option<Time>,
    /// The last node.
    pub node: NodeId,
}

/// One phase: the deployment, or the withdrawal.
#[derive(Debug, Clone, Default)]
pub struct Phase {
    /// Closure of the force.
    pub closure: End,
    /// Closure of each contingent.
    pub contingents: Table<ContingentId, End>,
    /// Closure of each unit (its last copy).
    pub units: Table<UnitId, End>,
    /// When each unit's last copy was operational.
    pub operational: Table<UnitId, Option<Time>>,
    /// Copies of each unit that are not closed.
    pub open_copies: Table<UnitId, u32>,
    /// Copies of each unit that are not operational.
    pub idle_copies: Table<UnitId, u32>,
    /// Units of each contingent that are not closed.
    pub open_units: Table<ContingentId, u32>,
    /// Contingents that are not closed.
    pub open_contingents: u32,
    /// People in place.
    pub personnel: u64,
    /// Vehicles in place.
    pub vehicles: u64,
    /// Cargo in place [kg].
    pub cargo_kg: u64,
    /// Sum over items (people, vehicles) of arrival times [ms].
    pub arrival_ms: i128,
    /// Loaded trips that were unloaded.
    pub sorties: u32,
    /// All arrivals, in order.
    pub arrivals: Vec<Arrival>,
    /// When loaded trips departed.
    pub departures: Vec<Time>,
}

impl Phase {
    fn reset(&mut self, world: &World) {
        let (contingents, units) = (world.contingents.len(), world.units.len());
        self.closure = End::default();
        self.contingents.refill(contingents, End::default());
        self.units.refill(units, End::default());
        self.operational.refill(units, None);
        self.open_copies.clear();
        self.open_copies.extend(world.units.iter().map(|unit| unit.copies));
        self.idle_copies.clear();
        self.idle_copies.extend(world.units.iter().map(|unit| unit.copies));
        self.open_units.clear();
        self.open_units
            .extend(world.contingents.iter().map(|contingent| UnitId::each(&contingent.units).len() as u32));
        self.open_contingents = contingents as u32;
        self.personnel = 0;
        self.vehicles = 0;
        self.cargo_kg = 0;
        self.arrival_ms = 0;
        self.sorties = 0;
        self.arrivals.clear();
        self.departures.clear();
    }
}

/// Use of one facility of a terminal.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FacilityUse {
    /// Use, integrated over time [ms].
    pub busy_ms: i64,
    /// Length of the queue, integrated over time [ms].
    pub queued_ms: i64,
    /// Most in use at once.
    pub peak: u32,
}

/// What was counted of the deployment alone: until it closed, the withdrawal began or the run ended.
#[derive(Debug, Clone, Default)]
pub struct Counted {
    /// Until when; `None` before that instant, and nothing else is filled in.
    pub at: Option<Time>,
    /// The counters, with what was under way then up to that instant.
    pub counters: Counters,
    /// Use of facilities, by terminal and facility.
    pub facilities: Vec<FacilityUse>,
    /// Use of reception teams, by place.
    pub receptions: Table<PlaceId, FacilityUse>,
    /// Use of mobilisation teams, and waits of copies that need one of them; who needs a team of two pools waits for both.
    pub mobilisation: Table<TeamPoolId, (FacilityUse, Waits)>,
}

/// Everything that one replication leaves behind.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// Model events.
    pub events: u64,
    /// The instant of the last event.
    pub end: Time,
    /// Deployment and withdrawal.
    pub phases: [Phase; 2],
    /// The counters of the whole run.
    pub counters: Counters,
    /// When each place's site was covered (`None` for no site).
    pub covered: Table<PlaceId, Option<Time>>,
    /// Civilians moved, by group.
    pub civilians: Table<CiviliansId, u32>,
    /// The counters as they stood at the end of the deployment.
    pub counted: Counted,
}

impl Outcome {
    /// Keeps the counters of the deployment, which is over at `end`, in memory that is used again.
    pub(crate) fn keep_counts(
        &mut self,
        end: Time,
        facilities: impl Iterator<Item = FacilityUse>,
        receptions: impl Iterator<Item = FacilityUse>,
    ) {
        let kept = &mut self.counted;
        kept.at = Some(end);
        kept.counters.copy(&self.counters);
        kept.facilities.clear();
        kept.facilities.extend(facilities);
        kept.receptions.clear();
        kept.receptions.extend(receptions);
        kept.mobilisation.clear();
    }

    /// Empties it and keeps its memory.
    pub fn reset(&mut self, world: &World) {
        self.events = 0;
        self.end = Time::ZERO;
        self.phases[0].reset(world);
        self.phases[1].reset(world);
        self.counters.reset(world);
        self.covered.clear();
        // A site that asks for nobody needs nobody to come.
        let at_start =
            |place: &PlaceSpec| place.site.as_ref().filter(|site| site.is_met_by(0, 0)).map(|_| Time::ZERO);
        self.covered.extend(world.places.iter().map(at_start));
        self.civilians.refill(world.civilians.len(), 0);
        self.counted.at = None;
    }
}
