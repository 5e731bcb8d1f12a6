//! A compiled scenario: flat, index-based, never changed by a replication.
//!
//! Masses are whole kilograms and lengths whole millimetres, so that what fits does not hang on rounding.

use crate::kernel::{Sampler, Time};
use crate::scenario::{AfterUnload, Dispatch, LoadRule, Mode, Share, SlotPolicy};

/// No index.
pub const NONE: u32 = u32::MAX;
/// No terminal.
pub const NO_TERMINAL: u8 = u8::MAX;
/// No limit.
pub const UNLIMITED: u32 = u32::MAX;

/// Everything that replications share.
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
    pub contingents: Vec<ContingentSpec>,
    /// Units in byte order of contingent and unit.
    pub units: Vec<UnitSpec>,
    /// Copies of all units.
    pub instances: u32,
    /// Unit of each copy.
    pub unit_of: Vec<u16>,
    /// Steps of all itineraries.
    pub legs: Vec<LegSpec>,
    /// Lifts that share a queue.
    pub lanes: Vec<LaneSpec>,
    /// Whether any lane is selective.
    pub selective: bool,
    /// Whether any carrier type waits for a least fill.
    pub has_least_fill: bool,
    /// Carrier types.
    pub carrier_types: Vec<CarrierSpec>,
    /// Fleets in byte order of their ids.
    pub fleets: Vec<FleetSpec>,
    /// Fleet of each carrier.
    pub fleet_of: Vec<u16>,
    /// Places in byte order of their ids.
    pub places: Vec<PlaceSpec>,
    /// Terminals, in the order of their places.
    pub terminals: Vec<TerminalSpec>,
    /// Trips by carrier type, from, to.
    pub trips: Vec<Option<TripSpec>>,
    /// Given routes.
    pub routes: Vec<RouteSpec>,
    /// Civilians.
    pub civilians: Vec<CivilianSpec>,
    /// Disruptions.
    pub disruptions: Vec<DisruptionSpec>,
    /// The way home.
    pub withdrawal: Option<WithdrawalSpec>,
    /// Names of vehicle types.
    pub vehicle_types: Vec<String>,
    /// Counts per element: vehicle types of the largest unit, people, cargo.
    pub slots: usize,
    /// Lines of the table of draws for sorties.
    pub sortie_lines: usize,
    /// Totals of the scenario.
    pub totals: Totals,
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

/// A contingent.
#[derive(Debug, Clone)]
pub struct ContingentSpec {
    /// Its id.
    pub id: String,
    /// The name to show.
    pub name: String,
    /// Its mandate.
    pub mandate: Option<Draw>,
    /// Common factor on notice and preparation.
    pub common_factor: Option<Draw>,
    /// Its units.
    pub units: std::ops::Range<usize>,
    /// What it is to deliver.
    pub totals: Totals,
}

/// A unit.
#[derive(Debug, Clone)]
pub struct UnitSpec {
    /// `contingent/unit`.
    pub id: String,
    /// The name to show.
    pub name: String,
    /// Index of its contingent.
    pub contingent: u16,
    /// Copies.
    pub copies: u32,
    /// Index of its first copy.
    pub first_instance: u32,
    /// Where it mobilises.
    pub home: u16,
    /// Its vehicles, in loading order.
    pub vehicles: Vec<VehicleSlot>,
    /// People of one copy.
    pub personnel: u32,
    /// Bulk cargo of one copy [kg].
    pub cargo_kg: u32,
    /// Vehicles, people and tonnes of cargo (rounded up) of one copy: the items that draws are keyed by.
    pub items: u32,
    /// Vehicles and people, and cargo in the upper half: equal when everything is there.
    pub whole: u64,
    /// Vehicles that count for `operational_share`.
    pub critical: u32,
    /// Notice.
    pub notice: Draw,
    /// Preparation.
    pub prepare: Draw,
    /// Parts; one with everything when the file gives none.
    pub parts: Vec<PartSpec>,
    /// Rank under priority dispatch.
    pub priority: u32,
    /// Required date.
    pub required: Option<Time>,
    /// It starts no earlier.
    pub not_before: Time,
    /// People of one copy that make it operational.
    pub operational_people: u32,
    /// Vehicles that count of one copy that make it operational.
    pub operational_critical: u32,
    /// Its steps in the deployment.
    pub legs: std::ops::Range<u16>,
    /// Its steps homewards.
    pub return_legs: std::ops::Range<u16>,
    /// Where it is in place.
    pub last_place: u16,
}

impl UnitSpec {
    /// People, vehicles and kilograms of cargo of one copy.
    pub fn amount(&self) -> u64 {
        let vehicles: u64 = self.vehicles.iter().map(|slot| u64::from(slot.count)).sum();
        vehicles + u64::from(self.personnel) + u64::from(self.cargo_kg)
    }

    /// Elements that one copy starts as.
    pub fn parts_count(&self) -> u32 {
        self.parts.len().max(1) as u32
    }
}

/// Vehicles of one type in a unit.
#[derive(Debug, Clone)]
pub struct VehicleSlot {
    /// Index of the type.
    pub vehicle_type: u16,
    /// How many in one copy.
    pub count: u32,
    /// Mass [kg].
    pub mass_kg: i64,
    /// Length [mm].
    pub length_mm: i64,
    /// Width [mm].
    pub width_mm: i64,
    /// Crew.
    pub crew: u32,
    /// Whether it counts for `operational_share`.
    pub critical: bool,
}

/// A part of a unit.
#[derive(Debug, Clone)]
pub struct PartSpec {
    /// Counts per slot.
    pub counts: Vec<u32>,
    /// Number of its first item.
    pub first_item: u32,
    /// After the preparation.
    pub after: Draw,
}

/// One step of an itinerary.
#[derive(Debug, Clone)]
pub struct LegSpec {
    /// Its unit.
    pub unit: u16,
    /// Place where it begins.
    pub from: u16,
    /// Whether elements wait for the whole copy first.
    pub marry_up: bool,
    /// Whether it belongs to the withdrawal.
    pub homeward: bool,
    /// The leg after it.
    pub next: u16,
    /// The same step from other places, where the leg before it may end: place and leg.
    pub elsewhere: Vec<(u16, u16)>,
    /// What it is.
    pub step: Step,
}

/// A step.
#[derive(Debug, Clone)]
pub enum Step {
    /// By itself.
    March(Box<MarchSpec>),
    /// By carriers.
    Lift(LiftSpec),
}

/// A lift of one unit.
#[derive(Debug, Clone)]
pub struct LiftSpec {
    /// The queue it joins.
    pub lane: u16,
    /// How loads are made up.
    pub rule: LoadRule,
    /// Who shares.
    pub share: Share,
    /// Whether all loads of a copy go where its first went: it has several destinations and is then needed as one.
    pub together: bool,
    /// Whether a load can be topped up: loads are shared or units come in parts.
    pub tops_up: bool,
    /// First line of its table of draws.
    pub first_line: u32,
    /// Its stream.
    pub stream: u64,
    /// Loads that one copy makes, by a first estimate.
    pub loads: u32,
    /// By carrier type: whether one copy fits whole.
    pub whole_fits: Vec<bool>,
}

/// A march.
#[derive(Debug, Clone)]
pub struct MarchSpec {
    /// Where to.
    pub to: u16,
    /// A given time, which replaces the rest.
    pub travel: Option<Sampler>,
    /// Length [m].
    pub distance_m: i64,
    /// Speed by day [km/h].
    pub day_kmh: f64,
    /// Speed by night [km/h].
    pub night_kmh: f64,
    /// Day from, local [ms of the day].
    pub day_from_ms: i64,
    /// Day to, local [ms of the day].
    pub day_to_ms: i64,
    /// Local time minus UTC, and the local time of day at `start`, together [ms].
    pub local_start_ms: i64,
    /// A halt after so long [ms].
    pub halt_every_ms: i64,
    /// For so long [ms].
    pub halt_ms: i64,
    /// Vehicles per km of column, 0 for none.
    pub vehicles_per_km: f64,
    /// Failure.
    pub breakdown: Option<BreakdownSpec>,
    /// Delay at a border.
    pub border: Option<Sampler>,
    /// Its stream.
    pub stream: u64,
}

/// Lifts that share a queue: same beginning, destinations and fleets.
#[derive(Debug, Clone, PartialEq)]
pub struct LaneSpec {
    /// Where loads wait.
    pub from: u8,
    /// Where they go, in order of preference.
    pub to: Vec<u8>,
    /// Fleets that may carry them.
    pub fleets: Vec<u16>,
    /// How their carriers come to its beginning, in the same order.
    pub approaches: Vec<Approach>,
    /// Whether it belongs to the withdrawal.
    pub homeward: bool,
    /// Payload by carrier type [kg].
    pub payload_kg: Vec<i64>,
    /// Expected round trip by carrier type [ms].
    pub cycle_ms: Vec<i64>,
    /// Loads that go this way in all, by estimate.
    pub loads: i64,
    /// Whether some carrier that serves it may not be able to take what waits.
    pub selective: bool,
    /// Legs of units that lead here as they are written.
    pub legs: Vec<u16>,
}

/// How the carriers of a fleet come to the beginning of a lane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approach {
    /// The fleet.
    pub fleet: u16,
    /// Its carrier type.
    pub carrier_type: u16,
    /// The stop of the fleet where the lane begins.
    pub stop: usize,
    /// By stop of the fleet, the expected time to there [ms], 0 at the beginning itself; [`UNREACHABLE`] without a way.
    pub position_ms: Vec<i64>,
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
    /// Seats.
    pub seats: u32,
    /// Seats beside vehicles.
    pub seats_with_vehicles: u32,
    /// Hold length [mm].
    pub hold_length_mm: i64,
    /// Hold width [mm].
    pub hold_width_mm: i64,
    /// Gap between vehicles [mm].
    pub gap_mm: i64,
    /// Mass of a person [kg].
    pub person_kg: i64,
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
    /// What it does after unloading.
    pub after_unload: AfterUnload,
    /// Stands that it takes.
    pub stand_size: u32,
    /// One refuelling stop.
    pub refuel_stop: Sampler,
    /// Factor on computed travel times.
    pub travel_factor: Option<Sampler>,
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
}

impl Handling {
    /// Whether it is the same whatever is handled.
    #[inline]
    pub fn is_flat(&self) -> bool {
        self.per_vehicle_ms == 0 && self.per_person_h == 0.0 && self.per_cargo_kg_h == 0.0
    }
}

/// A fleet.
#[derive(Debug, Clone)]
pub struct FleetSpec {
    /// Its id.
    pub id: String,
    /// The name to show.
    pub name: String,
    /// Carrier type.
    pub carrier_type: u16,
    /// Carriers.
    pub count: u32,
    /// Its first carrier.
    pub first_carrier: u32,
    /// Base.
    pub base: u8,
    /// Probability that a carrier can be used.
    pub serviceability: f64,
    /// Stream of its own draws.
    pub stream: u64,
    /// When it becomes available.
    pub available_from: Option<Draw>,
    /// Changes of how many may be used.
    pub steps: Vec<(Draw, u32)>,
    /// Crews.
    pub crews: Option<CrewSpec>,
    /// Terminals where its carriers may be idle: its base and the ends of its lanes.
    pub stops: Vec<u8>,
    /// By terminal, which of the stops it is.
    pub stop_at: Vec<Option<u16>>,
    /// Lanes that it may serve, and which of their approaches is its own.
    pub lanes: Vec<(u16, usize)>,
}

/// Crews of a fleet.
#[derive(Debug, Clone)]
pub struct CrewSpec {
    /// Longest duty [ms].
    pub duty_ms: i64,
    /// Rest [ms].
    pub rest_ms: i64,
    /// Rested spare crews by terminal.
    pub spare: Vec<(u8, u32)>,
}

/// A place.
#[derive(Debug, Clone)]
pub struct PlaceSpec {
    /// Its id.
    pub id: String,
    /// The name to show.
    pub name: String,
    /// Its terminal.
    pub terminal: u8,
    /// Local time of day at `start` [ms], so that local time is this plus simulated time.
    pub local_start_ms: i64,
    /// Reception teams and time.
    pub reception: Option<(u32, Handling)>,
    /// Stream of its draws.
    pub stream: u64,
    /// A site here.
    pub site: Option<SiteSpec>,
}

/// A site.
#[derive(Debug, Clone)]
pub struct SiteSpec {
    /// People.
    pub personnel: u32,
    /// Vehicles.
    pub vehicles: u32,
    /// Time to take it over.
    pub takeover: Sampler,
}

/// A terminal.
#[derive(Debug, Clone)]
pub struct TerminalSpec {
    /// Its place.
    pub place: u16,
    /// Stands.
    pub stands: u32,
    /// Working spots.
    pub working_spots: u32,
    /// Loading teams.
    pub loading_teams: u32,
    /// Unloading teams.
    pub unloading_teams: u32,
    /// Fuel points.
    pub fuel_points: u32,
    /// Fuel.
    pub fuel: Option<FuelSpec>,
    /// Interval between movements [ms].
    pub runway_ms: i64,
    /// Opening hours of the local day [ms of the day].
    pub hours: Option<(i64, i64)>,
    /// Closures known in advance.
    pub closures: Vec<(Draw, Draw)>,
    /// Weather.
    pub weather: Option<WeatherSpec>,
    /// When it opens.
    pub opens: OpensSpec,
    /// De-icing.
    pub deicing: Sampler,
    /// A carrier diverts after so long [ms].
    pub max_hold_ms: Option<i64>,
    /// Where to.
    pub alternate: u8,
    /// Whether movements are ever held: it has hours, closures, weather, a runway interval or an opening.
    pub gated: bool,
    /// Stream of its draws.
    pub stream: u64,
}

/// Fuel [kg].
#[derive(Debug, Clone)]
pub struct FuelSpec {
    /// At `start`.
    pub stock_kg: i64,
    /// At most.
    pub capacity_kg: i64,
    /// One resupply.
    pub resupply_kg: i64,
    /// Every so often [ms].
    pub every_ms: i64,
}

/// Weather as an alternating process.
#[derive(Debug, Clone)]
pub struct WeatherSpec {
    /// Open for.
    pub open: Sampler,
    /// Closed for.
    pub closed: Sampler,
}

/// When a terminal opens.
#[derive(Debug, Clone)]
pub enum OpensSpec {
    /// From the start.
    AtStart,
    /// At an instant.
    At(Draw),
    /// When the first copy of a unit is in place.
    AfterUnit(u16),
}

/// A trip of a carrier type between two terminals.
#[derive(Debug, Clone)]
pub struct TripSpec {
    /// Travel time.
    pub travel: Sampler,
    /// Whether the carrier's travel factor applies.
    pub factor: bool,
    /// Payload over it [kg].
    pub payload_kg: i64,
    /// Refuelling stops with a load.
    pub stops: u32,
    /// Border delay.
    pub border: Option<Sampler>,
    /// Route and direction (0 or 1).
    pub route: Option<(u16, u8)>,
    /// Whether its route ever holds departures: it keeps an interval, or can be blocked.
    pub may_be_held: bool,
    /// Expected travel time [ms].
    pub mean_ms: i64,
}

/// A route.
#[derive(Debug, Clone)]
pub struct RouteSpec {
    /// Its id.
    pub id: String,
    /// Interval between departures [ms], 0 for none.
    pub interval_ms: i64,
}

/// Civilians.
#[derive(Debug, Clone)]
pub struct CivilianSpec {
    /// Its id.
    pub id: String,
    /// Where they wait.
    pub at: u8,
    /// Where they may go; empty: anywhere.
    pub to: Vec<u8>,
    /// How many.
    pub people: u32,
    /// When they are ready.
    pub ready: Option<Draw>,
    /// Boarding.
    pub board: Sampler,
    /// Most on one carrier.
    pub per_carrier: u32,
}

/// A disruption.
#[derive(Debug, Clone)]
pub struct DisruptionSpec {
    /// Its id.
    pub id: String,
    /// Probability.
    pub probability: f64,
    /// Beginning.
    pub begins: Draw,
    /// Duration; none: to the end.
    pub lasts: Option<Draw>,
    /// What happens.
    pub effect: EffectSpec,
    /// Stream of whether it happens.
    pub stream: u64,
}

/// What a disruption does.
#[derive(Debug, Clone, Copy)]
pub enum EffectSpec {
    /// A terminal is closed.
    TerminalClosed(u8),
    /// A route is blocked.
    RouteBlocked(u16),
    /// A fleet loses carriers.
    FleetCut(u16, u32),
    /// A mandate is late.
    MandateLate(u16),
}

/// The way home.
#[derive(Debug, Clone)]
pub struct WithdrawalSpec {
    /// When it begins, or how long after closure.
    pub begins: Option<Draw>,
    /// Operation after closure.
    pub hold: Draw,
    /// Handing over one place.
    pub handover: Draw,
    /// Places where units end, in the order in which they are handed over.
    pub handover_order: Vec<u16>,
    /// Teams.
    pub teams: u32,
    /// Most loaded departures a day.
    pub daily_limit: Option<u32>,
}

impl World {
    /// The trip of a carrier type between two terminals.
    #[inline]
    pub fn trip(&self, carrier_type: u16, from: u8, to: u8) -> Option<&TripSpec> {
        let terminals = self.terminals.len();
        let index = (usize::from(carrier_type) * terminals + usize::from(from)) * terminals + usize::from(to);
        self.trips[index].as_ref()
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
    pub fn type_of(&self, carrier: u32) -> u16 {
        self.fleets[usize::from(self.fleet_of[carrier as usize])].carrier_type
    }

    /// The name of a terminal's place.
    pub fn terminal_name(&self, terminal: u8) -> &str {
        &self.places[usize::from(self.terminals[usize::from(terminal)].place)].name
    }

    /// `contingent/unit#3`, or without the number when there is one copy.
    pub fn instance_name(&self, instance: u32) -> String {
        let unit = &self.units[usize::from(self.unit_of[instance as usize])];
        if unit.copies == 1 {
            unit.id.clone()
        } else {
            format!("{}#{}", unit.id, instance - unit.first_instance + 1)
        }
    }

    /// `fleet#3`.
    pub fn carrier_name(&self, carrier: u32) -> String {
        let fleet = &self.fleets[usize::from(self.fleet_of[carrier as usize])];
        format!("{}#{}", fleet.id, carrier - fleet.first_carrier + 1)
    }
}
