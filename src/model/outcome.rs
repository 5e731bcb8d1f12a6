//! What one replication leaves behind.

use crate::kernel::{Id, NodeId, Table, Time};

use super::category::Category;
use super::ids::{CiviliansId, ContingentId, FleetId, PlaceId, TerminalId, UnitId};
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

/// One of each category.
pub type ByCategory<T> = [T; Category::COUNT];

/// Waits of one kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Waits {
    /// How many were longer than zero.
    pub count: u32,
    /// Their sum [ms].
    pub total_ms: i64,
}

impl Waits {
    /// Counts one more.
    pub(crate) fn add(&mut self, span_ms: i64) {
        self.count += 1;
        self.total_ms += span_ms;
    }
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
    /// Waits by contingent and category.
    pub waits: Table<ContingentId, ByCategory<Waits>>,
    /// Waits by terminal and category.
    pub terminal_waits: Table<TerminalId, ByCategory<Waits>>,
    /// Waits for reception by place.
    pub reception_waits: Table<PlaceId, Waits>,
    /// Time of carriers by fleet and category [ms].
    pub fleet_ms: Table<FleetId, ByCategory<i64>>,
    /// Loaded trips by fleet.
    pub fleet_sorties: Table<FleetId, u32>,
    /// Loaded trips that were unloaded, by terminal.
    pub terminal_sorties: Table<TerminalId, u32>,
    /// Carriers that diverted.
    pub diversions: u32,
    /// Use of facilities, by terminal and facility.
    pub facilities: Vec<FacilityUse>,
    /// Use of reception teams, by place.
    pub receptions: Table<PlaceId, FacilityUse>,
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
    /// Waits by contingent and category.
    pub waits: Table<ContingentId, ByCategory<Waits>>,
    /// Waits by terminal and category.
    pub terminal_waits: Table<TerminalId, ByCategory<Waits>>,
    /// Waits for reception by place.
    pub reception_waits: Table<PlaceId, Waits>,
    /// Time of carriers by fleet and category [ms].
    pub fleet_ms: Table<FleetId, ByCategory<i64>>,
    /// Loaded trips by fleet.
    pub fleet_sorties: Table<FleetId, u32>,
    /// Loaded trips that were unloaded, by terminal.
    pub terminal_sorties: Table<TerminalId, u32>,
    /// When each place's site was covered (`None` for no site).
    pub covered: Table<PlaceId, Option<Time>>,
    /// Civilians moved, by group.
    pub civilians: Table<CiviliansId, u32>,
    /// Carriers that diverted.
    pub diversions: u32,
    /// The counters above as they stood at the end of the deployment.
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
        kept.waits.clone_from(&self.waits);
        kept.terminal_waits.clone_from(&self.terminal_waits);
        kept.reception_waits.clone_from(&self.reception_waits);
        kept.fleet_ms.clone_from(&self.fleet_ms);
        kept.fleet_sorties.clone_from(&self.fleet_sorties);
        kept.terminal_sorties.clone_from(&self.terminal_sorties);
        kept.diversions = self.diversions;
        kept.facilities.clear();
        kept.facilities.extend(facilities);
        kept.receptions.clear();
        kept.receptions.extend(receptions);
    }

    /// Empties it and keeps its memory.
    pub fn reset(&mut self, world: &World) {
        self.events = 0;
        self.end = Time::ZERO;
        self.phases[0].reset(world);
        self.phases[1].reset(world);
        self.waits.refill(world.contingents.len(), [Waits::default(); Category::COUNT]);
        self.terminal_waits.refill(world.terminals.len(), [Waits::default(); Category::COUNT]);
        self.reception_waits.refill(world.places.len(), Waits::default());
        self.fleet_ms.refill(world.fleets.len(), [0; Category::COUNT]);
        self.fleet_sorties.refill(world.fleets.len(), 0);
        self.terminal_sorties.refill(world.terminals.len(), 0);
        self.covered.clear();
        // A site that asks for nobody needs nobody to come.
        let at_start =
            |place: &PlaceSpec| place.site.as_ref().filter(|site| site.is_met_by(0, 0)).map(|_| Time::ZERO);
        self.covered.extend(world.places.iter().map(at_start));
        self.civilians.refill(world.civilians.len(), 0);
        self.diversions = 0;
        self.counted.at = None;
    }
}
