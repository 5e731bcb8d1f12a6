//! A compiled scenario: flat, index-based, never changed by a replication.
//!
//! Masses are whole kilograms and lengths whole millimetres, so that what fits does not hang on rounding.

mod carriers;
mod chance;
mod factors;
mod force;
mod limits;
mod phases;
mod places;
mod prices;
mod teams;

use crate::kernel::{Id, Sampler, Table, Time};
use crate::model::ids::{
    CarrierId, CarrierTypeId, CiviliansId, ContingentId, DailyLimitId, FactorId, FleetId, InstanceId, LaneId,
    LegId, PlaceId, RouteId, TeamPoolId, TeamQueueId, TerminalId, UnitId, VehicleTypeId,
};
use crate::scenario::factor::FactorOn;
use crate::scenario::{Dispatch, SlotPolicy};

pub use carriers::{
    Approach, BreakdownSpec, CarrierSpec, CrewSpec, FleetSpec, Handling, LaneSpec, RouteSpec, SortieSpec,
    StopsSpec, TripSpec, UNREACHABLE,
};
pub use factors::FactorSpec;
pub use force::{
    AlertSpec, ContingentSpec, LegSpec, LiftSpec, MarchSpec, PartSpec, Step, UnitSpec, VehicleSlot,
};
pub use limits::DailyLimitSpec;
pub use phases::{CivilianSpec, DisruptionSpec, EffectSpec, WithdrawalSpec};
pub use places::{FuelSpec, OpensSpec, PlaceSpec, SiteSpec, TerminalSpec, WeatherSpec};
pub use prices::{PricesSpec, RatesSpec};
pub use teams::{Pools, TeamPoolSpec, TeamsOf};

/// No limit.
pub const UNLIMITED: u32 = u32::MAX;

/// Everything that replications share.
#[expect(clippy::struct_excessive_bools, reason = "each says that a question need not be asked")]
#[derive(Debug, Clone)]
pub struct World {
    /// Title of the scenario.
    pub title: String,
    /// A replication is cut off here.
    pub horizon: Time,
    /// The force should be in place by then.
    pub deadline: Option<Time>,
    /// The withdrawal should be finished by then.
    pub withdrawal_deadline: Option<Time>,
    /// Which waiting load a free carrier takes.
    pub dispatch: Dispatch,
    /// What a loaded carrier does when there is no stand.
    pub slot_policy: SlotPolicy,
    /// Interval of reports to the dispatcher [ms], 0 for none.
    pub reporting_ms: i64,
    /// Collective decision.
    pub decision: Option<Draw>,
    /// Contingents in byte order of their ids.
    pub contingents: Table<ContingentId, ContingentSpec>,
    /// Units in byte order of contingent and unit.
    pub units: Table<UnitId, UnitSpec>,
    /// Copies of all units.
    pub instances: u32,
    /// Unit of each copy.
    pub unit_of: Table<InstanceId, UnitId>,
    /// Mobilisation teams, of contingents and then of homes.
    pub team_pools: Table<TeamPoolId, TeamPoolSpec>,
    /// Pools of which the copies of some units need a team each.
    pub team_queues: Table<TeamQueueId, Pools>,
    /// Steps of all itineraries.
    pub legs: Table<LegId, LegSpec>,
    /// Lifts that share a queue.
    pub lanes: Table<LaneId, LaneSpec>,
    /// Whether a mode has working spots of its own at any terminal.
    pub tells_modes_apart: bool,
    /// Whether any lane is selective.
    pub selective: bool,
    /// Whether a departure may have to wait for a slot or for another day.
    pub holds_departures: bool,
    /// Whether any carrier type waits for a least fill.
    pub has_least_fill: bool,
    /// Carrier types.
    pub carrier_types: Table<CarrierTypeId, CarrierSpec>,
    /// Fleets in byte order of their ids.
    pub fleets: Table<FleetId, FleetSpec>,
    /// Fleet of each carrier.
    pub fleet_of: Table<CarrierId, FleetId>,
    /// Places in byte order of their ids.
    pub places: Table<PlaceId, PlaceSpec>,
    /// Terminals, in the order of their places.
    pub terminals: Table<TerminalId, TerminalSpec>,
    /// Those of them where carriers may have to wait for a stand.
    pub limited_stands: Vec<TerminalId>,
    /// Trips by carrier type, from, to.
    pub trips: Vec<Option<TripSpec>>,
    /// Given routes.
    pub routes: Table<RouteId, RouteSpec>,
    /// Factors that many times share.
    pub common_factors: Table<FactorId, FactorSpec>,
    /// Whether there is any, by what it multiplies.
    pub factors_on: [bool; FactorOn::COUNT],
    /// Daily limits of departures and landings.
    pub daily_limits: Table<DailyLimitId, DailyLimitSpec>,
    /// That of departures homewards.
    pub withdrawal_limit: DailyLimitId,
    /// Civilians.
    pub civilians: Table<CiviliansId, CivilianSpec>,
    /// Disruptions.
    pub disruptions: Vec<DisruptionSpec>,
    /// The way home.
    pub withdrawal: Option<WithdrawalSpec>,
    /// Names of vehicle types.
    pub vehicle_types: Table<VehicleTypeId, String>,
    /// Counts per element: vehicle types of the largest unit, people, cargo.
    pub slots: usize,
    /// Lines of the table of draws for sorties.
    pub sortie_lines: usize,
    /// Totals of the scenario.
    pub totals: Totals,
    /// What it may cost.
    pub prices: PricesSpec,
}

/// What is to be delivered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// People.
    pub personnel: u64,
    /// Vehicles.
    pub vehicles: u64,
    /// Bulk cargo [kg].
    pub cargo_kg: u64,
}

/// A duration from `start` and the stream that it is drawn from.
#[derive(Debug, Clone)]
pub struct Draw {
    /// The duration.
    pub sampler: Sampler,
    /// Its stream.
    pub stream: u64,
}

impl World {
    /// Whether anything costs money: fuel alone may be given.
    pub fn costs_money(&self) -> bool {
        self.carrier_types.iter().any(|carrier| carrier.rates.cost_per_h + carrier.rates.cost_per_day > 0.0)
            || self.terminals.iter().any(|terminal| terminal.handling_cost > 0.0)
    }

    /// The numbers of the places that are sites, in their order.
    pub fn sites(&self) -> Vec<usize> {
        let sites = self.places.iter().enumerate().filter(|(_, place)| place.site.is_some());
        sites.map(|(number, _)| number).collect()
    }

    /// Whether there are sites.
    pub fn has_sites(&self) -> bool {
        self.places.iter().any(|place| place.site.is_some())
    }

    /// The trip of a carrier type between two terminals.
    #[inline]
    pub fn trip(&self, carrier_type: CarrierTypeId, from: TerminalId, to: TerminalId) -> Option<&TripSpec> {
        let terminals = self.terminals.len();
        let index = (carrier_type.index() * terminals + from.index()) * terminals + to.index();
        self.trips[index].as_ref()
    }

    /// The lift that a leg is.
    ///
    /// # Panics
    /// When it is a march.
    #[inline(always)]
    pub fn lift(&self, leg: LegId) -> &LiftSpec {
        match &self.legs[leg].step {
            Step::Lift(lift) => lift,
            Step::March(_) => unreachable!("only elements at a lift are dispatched"),
        }
    }

    /// The slot of people in an element's counts.
    #[inline]
    pub fn people_slot(&self) -> usize {
        self.slots - 2
    }

    /// The slot of cargo in an element's counts [kg].
    #[inline]
    pub fn cargo_slot(&self) -> usize {
        self.slots - 1
    }

    /// Items in these counts: vehicles, people and tonnes of cargo.
    pub fn items(&self, counts: &[u32]) -> u32 {
        let cargo = self.cargo_slot();
        counts[..cargo].iter().sum::<u32>() + counts[cargo].div_ceil(1_000)
    }

    /// People, vehicles and kilograms of cargo in these counts, as one sum.
    pub fn amount(counts: &[u32]) -> u64 {
        counts.iter().map(|count| u64::from(*count)).sum()
    }

    /// These counts as one number: vehicles and people, and cargo in the upper half.
    pub fn whole(&self, counts: &[u32]) -> u64 {
        let cargo = self.cargo_slot();
        counts[..cargo].iter().map(|count| u64::from(*count)).sum::<u64>() | (u64::from(counts[cargo]) << 32)
    }

    /// Vehicles in these counts.
    pub fn vehicles(&self, counts: &[u32]) -> u32 {
        counts[..self.people_slot()].iter().sum()
    }

    /// The carrier type of a carrier.
    #[inline]
    pub fn type_of(&self, carrier: CarrierId) -> CarrierTypeId {
        self.fleets[self.fleet_of[carrier]].carrier_type
    }

    /// The name of a terminal's place.
    pub fn terminal_name(&self, terminal: TerminalId) -> &str {
        &self.places[self.terminals[terminal].place].name
    }

    /// `contingent/unit#3`, or without the number when there is one copy.
    pub fn instance_name(&self, instance: InstanceId) -> String {
        let unit = &self.units[self.unit_of[instance]];
        if unit.copies == 1 { unit.id.clone() } else { format!("{}#{}", unit.id, unit.copy_of(instance) + 1) }
    }

    /// `fleet#3`.
    pub fn carrier_name(&self, carrier: CarrierId) -> String {
        let fleet = &self.fleets[self.fleet_of[carrier]];
        format!("{}#{}", fleet.id, fleet.number_of(carrier) + 1)
    }
}
