//! What carries: lanes and their approaches, carrier types, fleets, trips, routes.

use crate::kernel::{Chance, Id, Sampler, Table, rounded};
use crate::model::ids::{
    CarrierId, CarrierTypeId, DailyLimitId, FleetId, LaneId, LegId, RouteId, StopId, TerminalId,
};
use crate::scenario::packing::Hold;
use crate::scenario::{AfterUnload, Mode};

use super::{Draw, RatesSpec};

/// Lifts that share a queue: same beginning, destinations and fleets.
#[derive(Debug, Clone, PartialEq)]
pub struct LaneSpec {
    /// Where loads wait.
    pub from: TerminalId,
    /// Where they go, in order of preference.
    pub to: Vec<TerminalId>,
    /// By carrier type, those of them to which it brings a load, in the same order: it has a way, goes so far with a load,
    /// and fits the stands; none where it is too large to load.
    pub to_of: Table<CarrierTypeId, Vec<TerminalId>>,
    /// Those of them to which every fleet brings loads, in the same order; empty where there is none.
    pub to_all: Vec<TerminalId>,
    /// Fleets that may carry them.
    pub fleets: Vec<FleetId>,
    /// How their carriers come to its beginning, in the same order.
    pub approaches: Vec<Approach>,
    /// Whether it belongs to the withdrawal.
    pub homeward: bool,
    /// Payload by carrier type, the least to any of its destinations; negative for one that has none [kg].
    pub payload_kg: Table<CarrierTypeId, i64>,
    /// Expected round trip by carrier type [ms].
    pub cycle_ms: Table<CarrierTypeId, i64>,
    /// Loads that go this way in all, by estimate.
    pub loads: i64,
    /// Whether some carrier that serves it may not be able to take what waits.
    pub selective: bool,
    /// Legs of units that lead here as they are written.
    pub legs: Vec<LegId>,
}

/// Facts about a lift with one carrier type, computed when the scenario is compiled.
#[derive(Debug, Clone)]
pub struct SortieSpec {
    /// Whether an element that is everything a copy has is a load as it is.
    pub goes_whole: bool,
    /// Whether it belongs to the withdrawal.
    pub homeward: bool,
    /// The only destination and the trip there, when nothing but a failure or a tired crew can hold a departure up.
    pub direct: Option<(TerminalId, TripSpec)>,
}

/// How the carriers of a fleet come to the beginning of a lane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approach {
    /// The fleet.
    pub fleet: FleetId,
    /// Its carrier type.
    pub carrier_type: CarrierTypeId,
    /// The stop of the fleet where the lane begins.
    pub stop: StopId,
    /// By stop of the fleet, the expected time to there [ms], 0 at the beginning itself; [`UNREACHABLE`] without a way.
    pub position_ms: Table<StopId, i64>,
}

/// The time of a way that does not exist [ms].
pub const UNREACHABLE: i64 = i64::MAX;

/// A carrier type.
#[derive(Debug, Clone)]
pub struct CarrierSpec {
    /// Its id.
    pub id: String,
    /// The name to show.
    pub name: String,
    /// Mode.
    pub mode: Mode,
    /// What it offers to a load.
    pub hold: Hold,
    /// Least share of a load.
    pub min_fill: f64,
    /// Loading.
    pub load: Handling,
    /// Expected time to load, without what depends on the content [ms].
    pub load_mean_ms: i64,
    /// Unloading.
    pub unload: Handling,
    /// Refuelling.
    pub refuel: Sampler,
    /// Fuel taken [kg].
    pub uplift_kg: i64,
    /// Service.
    pub service: Sampler,
    /// Failure at departure.
    pub breakdown: Option<BreakdownSpec>,
    /// Whether it fails at a departure.
    pub fails: Chance,
    /// What it does after unloading.
    pub after_unload: AfterUnload,
    /// Stands that it takes.
    pub stand_size: u32,
    /// One refuelling stop.
    pub refuel_stop: Sampler,
    /// Factor on computed travel times.
    pub travel_factor: Option<Sampler>,
    /// What it costs and burns.
    pub rates: RatesSpec,
}

/// Failure at departure.
#[derive(Debug, Clone)]
pub struct BreakdownSpec {
    /// Probability.
    pub probability: f64,
    /// Repair.
    pub repair: Sampler,
    /// Whether the stand stays taken.
    pub holds_stand: bool,
}

/// Time to load, unload or receive.
#[derive(Debug, Clone)]
pub struct Handling {
    /// For every load.
    pub base: Sampler,
    /// For each vehicle [ms].
    pub per_vehicle_ms: i64,
    /// For each person [h].
    pub per_person_h: f64,
    /// For each kilogram of cargo [h].
    pub per_cargo_kg_h: f64,
    /// Whether it is the same whatever is handled.
    pub flat: bool,
}

/// A fleet.
#[derive(Debug, Clone)]
pub struct FleetSpec {
    /// Its id.
    pub id: String,
    /// The name to show.
    pub name: String,
    /// Carrier type.
    pub carrier_type: CarrierTypeId,
    /// Carriers.
    pub count: u32,
    /// Its first carrier.
    pub first_carrier: CarrierId,
    /// Base.
    pub base: TerminalId,
    /// Probability that a carrier can be used.
    pub serviceability: f64,
    /// Stream of its own draws.
    pub stream: u64,
    /// When it becomes available.
    pub available_from: Option<Draw>,
    /// Changes of how many may be used.
    pub steps: Vec<(Draw, u32)>,
    /// Loaded departures a day.
    pub daily_limit: DailyLimitId,
    /// Crews.
    pub crews: Option<CrewSpec>,
    /// Terminals where its carriers may be idle: its base and the ends of its lanes.
    pub stops: Table<StopId, TerminalId>,
    /// By terminal, which of the stops it is.
    pub stop_at: Table<TerminalId, Option<StopId>>,
    /// By terminal, the lanes that it may serve and can reach from there; none where it has no stop.
    pub reach: Table<TerminalId, Vec<LaneId>>,
    /// By terminal, those of them that begin there.
    pub begin: Table<TerminalId, Vec<LaneId>>,
}

impl FleetSpec {
    /// Its carriers.
    pub fn carriers(&self) -> impl ExactSizeIterator<Item = CarrierId> + use<> {
        let first = self.first_carrier.index();
        (first..first + self.count as usize).map(CarrierId::from_index)
    }

    /// Its stop at a terminal.
    pub fn stop_of(&self, terminal: TerminalId) -> Option<StopId> {
        self.stops.with_ids().find(|(_, stop)| **stop == terminal).map(|(id, _)| id)
    }

    /// The number of a carrier in it, from 0.
    pub fn number_of(&self, carrier: CarrierId) -> u32 {
        carrier.number() - self.first_carrier.number()
    }
}

/// Crews of a fleet.
#[derive(Debug, Clone)]
pub struct CrewSpec {
    /// Longest duty [ms].
    pub duty_ms: i64,
    /// Rest [ms].
    pub rest_ms: i64,
    /// Rested spare crews by terminal.
    pub spare: Vec<(TerminalId, u32)>,
}

/// A trip of a carrier type between two terminals.
#[expect(clippy::struct_excessive_bools, reason = "each says that something never happens on it")]
#[derive(Debug, Clone)]
pub struct TripSpec {
    /// Travel time.
    pub travel: Sampler,
    /// The travel factor of the carrier, where it applies.
    pub factor: Option<Sampler>,
    /// Payload over it [kg].
    pub payload_kg: i64,
    /// Whether the carrier goes so far with a load.
    pub carries: bool,
    /// Refuelling stops.
    pub stops: StopsSpec,
    /// Border delay.
    pub border: Option<Sampler>,
    /// Route and direction (0 or 1).
    pub route: Option<(RouteId, u8)>,
    /// Whether its route ever holds departures: it keeps an interval, or can be blocked.
    pub may_be_held: bool,
    /// Expected travel time, with the carrier's travel factor and the border and without stops [ms].
    pub mean_ms: i64,
    /// Expected travel time, with the carrier's travel factor and without border and stops [ms].
    pub travel_mean_ms: i64,
    /// The least travel time, with the border and without stops [ms].
    pub least_ms: i64,
    /// Whether a carrier that has a stand lands on arrival: the terminal has no gate, and nobody diverts.
    pub lands_at_once: bool,
    /// Whether its time is the travel alone, and nothing at the terminals or on the route holds its departure up: no
    /// de-icing, no gate, no landing slot, no interval, no block.
    pub direct: bool,
}

impl TripSpec {
    /// Whether the travel itself is a matter of chance.
    pub fn is_drawn(&self) -> bool {
        self.travel.is_random() || self.factor.as_ref().is_some_and(Sampler::is_random)
    }

    /// The travel itself at a uniform variate [ms].
    pub fn travel_ms(&self, uniform: f64) -> i64 {
        let travel = self.travel.draw(uniform);
        match &self.factor {
            Some(factor) => rounded(travel as f64 * factor.draw_factor(uniform)),
            None => travel,
        }
    }

    /// The expected time of it without a load [ms].
    pub fn empty_ms(&self) -> i64 {
        self.mean_ms + self.stops.expected_ms(self.stops.empty)
    }

    /// The least time of it with any load [ms].
    pub fn least_loaded_ms(&self) -> i64 {
        self.least_ms + self.stops.least_ms * i64::from(self.stops.with(0))
    }

    /// The expected time of it with a load of a mass [ms].
    pub fn loaded_ms(&self, mass_kg: i64) -> i64 {
        self.mean_ms + self.stops.expected_ms(self.stops.with(mass_kg))
    }
}

/// Refuelling stops of a trip.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StopsSpec {
    /// By number of stops, the payload over the stages that they make [kg]; empty where none are ever made.
    pub payload_kg: Vec<i64>,
    /// How many are made without a load.
    pub empty: u32,
    /// Expected time of one [ms].
    pub each_ms: i64,
    /// The least time of one [ms].
    pub least_ms: i64,
}

impl StopsSpec {
    /// Whether some load makes a stop.
    pub fn are_made(&self) -> bool {
        !self.payload_kg.is_empty()
    }

    /// The fewest that carry a load; the most for one that none carry.
    pub fn with(&self, mass_kg: i64) -> u32 {
        let carries = |payload_kg: &i64| *payload_kg > 0 && *payload_kg >= mass_kg;
        let most = self.payload_kg.len().saturating_sub(1);
        self.payload_kg.iter().position(carries).unwrap_or(most) as u32
    }

    /// The expected time of so many [ms].
    pub fn expected_ms(&self, stops: u32) -> i64 {
        self.each_ms * i64::from(stops)
    }
}

/// A route.
#[derive(Debug, Clone)]
pub struct RouteSpec {
    /// Its id.
    pub id: String,
    /// Interval between departures [ms], 0 for none.
    pub interval_ms: i64,
}
