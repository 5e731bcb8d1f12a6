//! Vehicles that are moved, carriers that move them, fleets and routes.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::daily::Daily;
use super::time::{Duration, HandlingTime, Moment};
use super::{Id, Via, is_one, is_zero, one};

/// A kind of vehicle that is moved.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VehicleType {
    /// The name that reports show; the id when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Mass, ready for transport [t].
    pub mass_t: f64,
    /// Length [m].
    pub length_m: f64,
    /// Width [m].
    pub width_m: f64,
    /// People of the unit who travel with the vehicle; part of `personnel`.
    #[serde(default)]
    pub crew: u32,
}

/// How a carrier or a route moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Aircraft.
    Air,
    /// Truck companies.
    Road,
    /// Trains.
    Rail,
    /// Ships.
    Sea,
}

impl Mode {
    /// All modes.
    pub const ALL: [Self; 4] = [Self::Air, Self::Road, Self::Rail, Self::Sea];

    /// Its key in a scenario.
    pub fn id(self) -> &'static str {
        match self {
            Self::Air => "air",
            Self::Road => "road",
            Self::Rail => "rail",
            Self::Sea => "sea",
        }
    }
}

/// What a carrier does after unloading.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AfterUnload {
    /// It goes back to its base and is free there.
    #[default]
    Return,
    /// It is free at once and goes where the dispatcher sends it; home when no load is found for it at that moment.
    NextLoad,
}

/// A kind of carrier. A limit left out does not bind; a time left out is zero.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CarrierType {
    /// The name that reports show; the id when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// How it moves.
    pub mode: Mode,
    /// Seats.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seats: Option<u32>,
    /// Seats that are left when any vehicle is on board.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seats_with_vehicles: Option<u32>,
    /// Payload [t].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payload_t: Option<f64>,
    /// Payload over distance: straight lines between the points, the first value below the first distance, nothing
    /// beyond the last. Empty, a carrier that makes refuelling stops goes to the last distance, another as far as it must.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub payload_range: Vec<PayloadAtRange>,
    /// Length of the hold [m].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold_length_m: Option<f64>,
    /// Width of the hold [m].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold_width_m: Option<f64>,
    /// Gap behind each vehicle in a lane of the hold, but for the last [m].
    #[serde(default, skip_serializing_if = "is_zero")]
    pub vehicle_gap_m: f64,
    /// Mass of one person with kit, against the payload [t].
    #[serde(default, skip_serializing_if = "is_zero")]
    pub person_mass_t: f64,
    /// A carrier waits for more until the load fills this share of its payload, its hold length or its seats, or nothing more can come.
    #[serde(default, skip_serializing_if = "is_zero")]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub min_fill: f64,
    /// How full loads are planned: the share of payload, hold length (where the hold has a width) and seats that a load may use,
    /// a number above 0 up to 1 or a distribution, drawn for each load. One item that fits always goes. Left out, all of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planned_fill: Option<Duration>,
    /// Loading, on a working spot [h].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub load_h: Option<HandlingTime>,
    /// Unloading, on a working spot [h].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unload_h: Option<HandlingTime>,
    /// Refuelling after unloading; the stand is kept [h].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refuel_h: Option<Duration>,
    /// Fuel that one refuelling takes from the terminal's stock [t].
    #[serde(default, skip_serializing_if = "is_zero")]
    pub fuel_uplift_t: f64,
    /// What an hour of moving costs, loaded, empty or diverted, and of holding in the air, in the scenario's `currency`.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub cost_per_h: f64,
    /// What a carrier costs for each day from `start` to closure, whether it moves or not, in the scenario's `currency`.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub cost_per_day: f64,
    /// Fuel burnt in an hour of moving or of holding in the air [t].
    #[serde(default, skip_serializing_if = "is_zero")]
    pub fuel_t_per_h: f64,
    /// Carbon dioxide from a tonne of its fuel; left out, 3.16 for aircraft, 3.114 for ships and 3.206 for trains and road [t].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub co2_per_fuel_t: Option<f64>,
    /// Service after refuelling; the stand is kept [h].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service_h: Option<Duration>,
    /// Cruise speed on legs without a `travel_h` [km/h].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speed_kmh: Option<f64>,
    /// Flown over great-circle distance.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub detour_factor: f64,
    /// Taxi, climb and approach on each leg without a `travel_h` [h].
    #[serde(default, skip_serializing_if = "is_zero")]
    pub block_extra_h: f64,
    /// A random factor on travel times that are computed from a distance (mean 1, say).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub travel_factor: Option<Duration>,
    /// Time on the ground of one refuelling stop, drawn for each [h]; left out, no stops are made. A trip makes the fewest stops
    /// that cut it into equal stages over which `payload_range` carries what is on board; loads are filled to what it carries over
    /// stages no longer than its first distance that is not 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refuel_stop_h: Option<Duration>,
    /// Standard stands that it takes.
    #[serde(default = "one_stand", skip_serializing_if = "is_one_stand")]
    pub stand_size: u32,
    /// Failure at departure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub breakdown: Option<Breakdown>,
    /// What it does after unloading.
    #[serde(default)]
    pub after_unload: AfterUnload,
}

/// Failure at a departure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Breakdown {
    /// Probability at each departure.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub probability: f64,
    /// Repair [h].
    pub repair_h: Duration,
    /// Whether the stand stays taken during the repair.
    #[serde(default = "yes")]
    pub holds_stand: bool,
}

/// A point of the payload-range curve.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PayloadAtRange {
    /// Length of the leg [km].
    pub distance_km: f64,
    /// Payload over it [t].
    pub payload_t: f64,
}

/// Carriers of a type with a base.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fleet {
    /// The name that reports show; the id when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its carrier type.
    pub carrier_type: Id,
    /// Carriers in it.
    pub count: u32,
    /// Where they start and go home to; to be idle there needs no stand, to load and unload does.
    pub base: Id,
    /// Probability that a carrier of the fleet can be used at all in this operation.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub serviceability: f64,
    /// When the fleet becomes available; no carrier of it is used before, whatever `availability` says. Left out, at `start`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub available_from: Option<Moment>,
    /// How many of the fleet may be in use from an instant on, once it is available; a carrier over the number stops when it
    /// is next free.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub availability: Vec<FleetStep>,
    /// Most departures with a load in a local day of the place of departure, of the whole fleet: a number, or numbers by day from
    /// that of `start`, of which the last goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub daily_limit: Option<Daily>,
    /// The share of the slots of `daily_limit` that is used, a number above 0 up to 1 or a distribution, drawn for each day; left
    /// out, all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slot_use: Option<Duration>,
    /// Crews; left out, there is always a rested one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crews: Option<Crews>,
}

/// A change in the number of carriers that may be used.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FleetStep {
    /// From when.
    pub from: Moment,
    /// How many from then on.
    pub count: u32,
}

/// Crews of a fleet. A crew stays with its carrier until its duty is up, and then rests where the carrier is; a rested one that
/// is there takes over.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Crews {
    /// Crews in all, at the base at `start`; left out, one a carrier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
    /// A crew starts no trip that is expected to end later than this after its duty began [h]. It is on duty while it waits on the
    /// ground, and looked at again after a repair, de-icing and any hold. A trip longer than this is refused.
    pub duty_h: f64,
    /// Rest before the next duty, which begins with the carrier's next load, or when it leaves where the crew has rested for a
    /// departure [h].
    pub rest_h: f64,
    /// Rested crews that wait at other places.
    #[serde(default, skip_serializing_if = "std::collections::BTreeMap::is_empty")]
    pub staged: std::collections::BTreeMap<Id, u32>,
}

/// A given connection between two places.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Route {
    /// One end.
    pub from: Id,
    /// The other end.
    pub to: Id,
    /// Who can use it.
    pub mode: Mode,
    /// Points that it passes, from `from` to `to`: ids of places or [latitude, longitude].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub via: Vec<Via>,
    /// Length; left out, that of the line through `via`, else the great circle times the carrier type's `detour_factor`, or times 1.3 for a march [km].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub distance_km: Option<f64>,
    /// A factor on the great circles of a route without `distance_km`, from point to point of its `via`: what is flown around; it
    /// replaces the `detour_factor` of carrier types and the 1.3 of a march.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub distance_factor: Option<f64>,
    /// Travel time, for every carrier on it; left out, distance over the carrier's speed [h].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub travel_h: Option<Duration>,
    /// Only from `from` to `to`.
    #[serde(default)]
    pub one_way: bool,
    /// Most departures a day in each direction; they are spaced evenly. A carrier is one departure, and so is an element
    /// that marches.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub echelons_per_day: Option<f64>,
    /// Delay at a border, once per trip [h].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub border_delay_h: Option<Duration>,
}

fn yes() -> bool {
    true
}

fn one_stand() -> u32 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_one_stand(value: &u32) -> bool {
    *value == 1
}
