//! Places, their terminals, and sites to protect.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::carrier::Mode;
use super::daily::Daily;
use super::time::{Duration, HandlingTime, Moment};
use super::{Id, is_zero};

/// Anything with coordinates.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// The name that charts and reports show; the id when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Latitude, north positive [degrees].
    #[schemars(range(min = -90.0, max = 90.0))]
    pub lat: f64,
    /// Longitude, east positive [degrees].
    #[schemars(range(min = -180.0, max = 180.0))]
    pub lon: f64,
    /// Local time minus UTC [h]; when left out, the offset that `start` is written with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = -14.0, max = 14.0))]
    pub utc_offset_h: Option<f64>,
    /// An airfield, railhead or port here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terminal: Option<Terminal>,
    /// Copies of units that are prepared here, at their home, at a time; left out, no limit. A copy keeps its team until its last
    /// part is ready.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mobilisation_teams: Option<u32>,
    /// What every arriving element passes before it moves on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reception: Option<Reception>,
    /// A site to protect here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site: Option<Site>,
}

/// An airfield, railhead or port. A capacity left out is no limit.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Terminal {
    /// Room for parked carriers, in standard stands; a carrier takes `stand_size` of them from arrival to departure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stands: Option<u32>,
    /// Places where carriers are loaded or unloaded; held only while that is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub working_spots: Option<u32>,
    /// Working spots that carriers of one mode have to themselves; those of all other modes share `working_spots`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_mode: Option<ByMode>,
    /// Teams that load.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub loading_teams: Option<u32>,
    /// Teams that unload.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unloading_teams: Option<u32>,
    /// Carriers that can be refuelled at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fuel_points: Option<u32>,
    /// Cranes of a port: each works at one ship while it is loaded or unloaded. Carriers of other modes need none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cranes: Option<u32>,
    /// The fuel at hand; left out, it never runs dry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fuel: Option<FuelStock>,
    /// Least time between two movements (landings and departures) [h].
    #[serde(default, skip_serializing_if = "is_zero")]
    pub runway_interval_h: f64,
    /// Least time between two planned landings of loaded carriers: each is given a landing slot before it departs, and
    /// departs so as to be there at its slot; 0: no slots are given [h].
    #[serde(default, skip_serializing_if = "is_zero")]
    pub slot_interval_h: f64,
    /// Most departures with a load in a local day here, of all carriers: a number, or numbers by day from that of `start`, of
    /// which the last goes on. One more waits for the next midnight that begins a day with room.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub daily_limit: Option<Daily>,
    /// Most loads a local day that are expected to land here, as `daily_limit`; one more waits where it was loaded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub daily_landings: Option<Daily>,
    /// The share of the slots of `daily_limit` and `daily_landings` that is used, a number above 0 up to 1 or a distribution, drawn
    /// for each day; left out, all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slot_use: Option<Duration>,
    /// Hours of the local day in which carriers may land and depart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opening_hours: Option<OpeningHours>,
    /// Closures known in advance: no landings, no departures.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closures: Vec<Window>,
    /// Weather that closes the terminal to landings and departures by chance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weather: Option<Weather>,
    /// When the terminal first takes carriers; left out, at `start`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opens: Option<Opening>,
    /// De-icing of aircraft before a departure [h].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deicing_h: Option<Duration>,
    /// A carrier that has held in the air so long, for whatever reason (stands, closure, weather, runway), diverts to `alternate` [h].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_air_hold_h: Option<f64>,
    /// Where a carrier diverts to; it waits there, on a stand or in the air, and comes back when this terminal is open and has
    /// a stand for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alternate: Option<Id>,
    /// What each load that is unloaded here costs, in the scenario's `currency`.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub handling_cost: f64,
}

/// What carriers of one mode have to themselves at a terminal. A mode that is left out shares with all others that are.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ByMode {
    /// Aircraft.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub air: Option<OwnSpots>,
    /// Truck companies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub road: Option<OwnSpots>,
    /// Trains.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rail: Option<OwnSpots>,
    /// Ships.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sea: Option<OwnSpots>,
}

/// What one mode has to itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OwnSpots {
    /// Places where carriers of this mode, and no others, are loaded or unloaded.
    pub working_spots: u32,
}

impl Terminal {
    /// The working spots that carriers of a mode have to themselves; `None` where they share those of the terminal.
    pub fn own_spots(&self, mode: Mode) -> Option<u32> {
        let by_mode = self.by_mode.as_ref()?;
        let own = match mode {
            Mode::Air => &by_mode.air,
            Mode::Road => &by_mode.road,
            Mode::Rail => &by_mode.rail,
            Mode::Sea => &by_mode.sea,
        };
        own.as_ref().map(|own| own.working_spots)
    }
}

/// Fuel at a terminal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FuelStock {
    /// Fuel at hand at `start` [t].
    pub stock_t: f64,
    /// The most that can be stored [t]; left out, no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity_t: Option<f64>,
    /// What one resupply brings [t].
    #[serde(default, skip_serializing_if = "is_zero")]
    pub resupply_t: f64,
    /// Time between two resupplies, the first one interval after `start` [h].
    #[serde(default, skip_serializing_if = "is_zero")]
    pub resupply_every_h: f64,
}

/// Hours of the local day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpeningHours {
    /// First open hour of the local day, 8.5 for half past eight [h].
    #[schemars(range(min = 0.0, max = 24.0))]
    pub from_h: f64,
    /// End of the open hours; smaller than `from_h` when they span midnight [h].
    #[schemars(range(min = 0.0, max = 24.0))]
    pub to_h: f64,
}

/// A span of time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// Its beginning.
    pub from: Moment,
    /// Its end.
    pub to: Moment,
}

/// An alternating process: open for a random time, closed for a random time, from its stationary state at `start`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Weather {
    /// How long it stays open [h].
    pub open_h: Duration,
    /// How long it stays closed [h].
    pub closed_h: Duration,
}

/// When a terminal first takes carriers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub enum Opening {
    /// At an instant.
    At(String),
    /// So long after `start` [h].
    AfterH(Duration),
    /// When the unit `contingent/unit` is in place (its first copy).
    AfterUnit(String),
}

/// What every arriving element passes before it moves on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reception {
    /// Elements that are received at once; left out, no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub teams: Option<u32>,
    /// Time to receive one element [h].
    pub process_h: HandlingTime,
}

/// A site to protect.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Site {
    /// People who must be here before the site counts as covered.
    pub required_personnel: u32,
    /// Vehicles that must be here as well.
    #[serde(default)]
    pub required_vehicles: u32,
    /// Time to take the site over once its strength is there [h].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub takeover_h: Option<Duration>,
}
