//! Contingents, their units, and the legs of an itinerary.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::daily::Daily;
use super::time::{Duration, Moment};
use super::{Id, is_one, is_zero, one};

/// One nation's part of the force.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Contingent {
    /// The name that charts show; the id when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// When the nation lets its units go; never before the collective decision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mandate: Option<Moment>,
    /// A random factor on the contingent's notice and preparation times and on `after_h` of its parts, drawn once per
    /// replication.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub common_factor: Option<Duration>,
    /// When its units are alerted, where they do not say so themselves: one instant for all of them, also before `start`
    /// (`{"after_h": -24}`). Notice and preparation begin then, and not with the mandate; nothing leaves home before the mandate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alerted: Option<Moment>,
    /// Copies that the contingent prepares at a time; left out, no limit. A copy keeps its team until its last part is ready.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mobilisation_teams: Option<u32>,
    /// Its units.
    pub units: BTreeMap<Id, Unit>,
}

/// What mobilises and is tracked as one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// The name that charts show; the id when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// How often the unit exists; each copy draws for itself.
    #[serde(default = "one_copy")]
    pub copies: u32,
    /// People of one copy, vehicle crews included.
    pub personnel: u32,
    /// Vehicles of one copy by type. In which order they are loaded says `vehicle_order` of a lift.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub vehicles: IndexMap<Id, u32>,
    /// Bulk cargo of one copy, which may be split to the kilogram [t].
    #[serde(default, skip_serializing_if = "is_zero")]
    pub cargo_t: f64,
    /// Where it mobilises.
    pub home: Id,
    /// When all copies of it are alerted, also before `start` (`{"after_h": -24}`); left out, as its contingent says, else with
    /// the mandate. Notice and preparation begin then, and what is done before `start` counts; nothing leaves home before the
    /// mandate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alerted: Option<Moment>,
    /// From the alert to the beginning of the preparation [h].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice_h: Option<Duration>,
    /// Preparation until it is ready to load or to march [h].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prepare_h: Option<Duration>,
    /// Parts that become ready one after another; left out, all at once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Part>,
    /// Lower goes first where copies wait for a mobilisation team, and under `priority` dispatch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<u32>,
    /// It should not reach its last place before this; it starts no earlier than that allows at best [h].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub earliest_h: Option<f64>,
    /// It should be in place by then, counted from `start` [h].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required_h: Option<f64>,
    /// Share of people and of vehicles with which it is operational.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub operational_share: f64,
    /// The vehicle types that count for `operational_share`; left out, all do.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub critical_vehicles: Vec<Id>,
    /// The steps from home to its last place.
    #[serde(default)]
    pub itinerary: Vec<Leg>,
    /// The steps home after the withdrawal began; left out, the itinerary backwards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub return_itinerary: Option<Vec<Leg>>,
}

/// A part of a unit that becomes ready later.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Share of the people and of each vehicle type; parts add up to 1, whole items by largest remainder.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub share: f64,
    /// After the end of the unit's preparation, times the contingent's `common_factor` [h].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after_h: Option<Duration>,
}

/// One step of an itinerary.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub enum Leg {
    /// The unit moves by itself.
    March(March),
    /// Carriers move it.
    Lift(Lift),
}

/// A move by the unit itself. Distance over speed, in hours of march, halts between, night by night.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct March {
    /// Where to.
    pub to: Id,
    /// Given time for the whole march; replaces distance and speed [h].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub travel_h: Option<Duration>,
    /// Length; left out, that of the road route between the places; where there is none, or it has no `distance_km`, 1.3 times
    /// the great circle [km].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub distance_km: Option<f64>,
    /// Speed by day [km/h].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speed_kmh: Option<f64>,
    /// Speed by night; 0: it halts; left out, as by day [km/h].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub night_speed_kmh: Option<f64>,
    /// Local hours in which it is day; left out, 8 to 18.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub daylight: Option<super::OpeningHours>,
    /// It halts after every so many hours of march; a night's halt does not begin the count anew [h].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub halt_every_h: Option<f64>,
    /// For so long [h].
    #[serde(default, skip_serializing_if = "is_zero")]
    pub halt_h: f64,
    /// Vehicles per km of column; the tail arrives the pass time after the head. Left out, the column has no length [1/km].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vehicles_per_km: Option<f64>,
    /// Failure of a vehicle, once per march of an element.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub breakdown: Option<super::Breakdown>,
    /// It waits until the whole copy is at the beginning of this leg.
    #[serde(default)]
    pub marry_up: bool,
}

/// A move by carriers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Lift {
    /// Where to: a place, or several in order of preference.
    pub to: Destinations,
    /// Fleets that may carry it; left out, every one whose mode reaches the destination.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Vec<Id>>,
    /// How a load is made up.
    #[serde(default)]
    pub rule: LoadRule,
    /// Which vehicles are loaded first, under any `rule`; left out, the widest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vehicle_order: Option<VehicleOrder>,
    /// Most departures of its loads in a local day, of all copies together: a number, or numbers by day from that of `start`, of
    /// which the last goes on. Not on the way home, unless a `return_itinerary` says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub daily_limit: Option<Daily>,
    /// The share of the slots of `daily_limit` that is used, a number above 0 up to 1 or a distribution, drawn for each day; left
    /// out, all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slot_use: Option<Duration>,
    /// How full loads are planned, whatever `planned_fill` of the carrier type says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planned_fill: Option<Duration>,
    /// Who may share a carrier.
    #[serde(default)]
    pub share: Share,
    /// It waits until the whole copy is at the beginning of this leg.
    #[serde(default)]
    pub marry_up: bool,
}

/// One place or several in order of preference.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Destinations {
    /// The only one.
    One(Id),
    /// The first that has a free stand, else the first.
    Several(Vec<Id>),
}

/// How a load is made up from whole items.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LoadRule {
    /// Vehicles, then people, then cargo, in each load.
    #[default]
    Mixed,
    /// No people, but for crews, before the last vehicle has left.
    VehiclesFirst,
    /// No vehicle before the last person, but for crews, has left.
    PeopleFirst,
}

/// In which order vehicles are loaded.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum VehicleOrder {
    /// The widest first, then the longest, then the heaviest, then by id: what fits does not hang on the list in the file.
    #[default]
    WidestFirst,
    /// In the order in which the unit lists its vehicle types.
    Listed,
}

/// Who may share a carrier.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Share {
    /// A load is from one copy of one unit.
    #[default]
    None,
    /// Copies of the same unit share.
    Unit,
    /// Units of the same contingent share.
    Contingent,
}

fn one_copy() -> u32 {
    1
}
