//! The scenario file: its types, how it is read, changed and checked.
//!
//! Types are grouped as a reader of a file meets them: [`place`], [`carrier`], [`contingent`],
//! [`phase`] (authorisation, withdrawal, disruption) and [`evidence`]. Every quantity carries its
//! unit last in its key. A key left out means no limit or zero time.

pub mod author;
pub mod carrier;
mod check;
pub mod contingent;
pub mod daily;
mod decode;
mod either;
pub mod evidence;
pub mod example;
pub mod factor;
pub mod figure;
pub mod import;
mod load;
pub mod observed;
pub mod packing;
pub mod path;
pub mod phase;
pub mod place;
pub mod reach;
pub mod reference;
pub mod schema;
pub mod shipped;
pub mod standalone;
pub mod time;
pub mod tree;
mod via;
mod written;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use author::Author;
pub use carrier::{AfterUnload, Breakdown, CarrierType, Fleet, Mode, Route, VehicleType};
pub use contingent::{Contingent, Destinations, Leg, Lift, LoadRule, March, Share, Unit, VehicleOrder};
pub use either::Ids;
pub use evidence::{Evidence, Shape, Source};
pub use factor::CommonFactor;
pub use figure::{Figure, Subject, When};
pub use load::{
    Loaded, MOST_BYTES, Scratch, Texts, Trial, load, load_among, load_shipped, load_str, load_value,
    plain_name, read_text,
};
pub use observed::{Observation, Observed, Quantity};
pub use phase::{Authorisation, Civilians, Disruption, Effect, Withdrawal};
pub use place::{Opening, OpeningHours, Place, Terminal};
pub use time::{Distribution, Duration, HandlingTime, Moment};
pub use via::Via;

/// An id that the author of a scenario chose: `[A-Za-z0-9_-]+`.
pub type Id = String;

/// One scenario: everything that a replication needs, and what its figures rest on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// The JSON Schema that editors use for completion.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// Version of the file format: 1.
    pub format_version: u32,
    /// One line that says what is simulated; it stands over every chart.
    pub title: String,
    /// Who wrote it, as its results are to be cited: names, or objects with `name` and `orcid`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<Author>,
    /// The licence of the scenario and of its results: an SPDX id such as `CC-BY-4.0`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    /// The appeal: the instant from which hours are counted, as `2022-01-06T00:00:00Z`.
    pub start: String,
    /// The force should be in place so many hours after `start` [h].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline_h: Option<f64>,
    /// A replication is cut off so many hours after `start` [h].
    #[serde(default = "default_horizon_h")]
    pub horizon_h: f64,
    /// What the deployment may cost, in `currency`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub budget: Option<f64>,
    /// The unit of all costs, to be shown behind them, as `EUR` or `thousand USD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// Which waiting load a free carrier takes.
    #[serde(default)]
    pub dispatch: Dispatch,
    /// What a loaded carrier does when the destination has no free stand.
    #[serde(default)]
    pub slot_policy: SlotPolicy,
    /// Readiness and free carriers become known to the dispatcher every so many hours, counted from `start`; 0: at once [h].
    #[serde(default, skip_serializing_if = "is_zero")]
    pub reporting_interval_h: f64,
    /// The collective decision that lets contingents start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authorisation: Option<Authorisation>,
    /// Everything with coordinates.
    pub places: BTreeMap<Id, Place>,
    /// Kinds of vehicles that are moved.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub vehicle_types: BTreeMap<Id, VehicleType>,
    /// Kinds of aircraft, trains, ships and truck companies.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub carrier_types: BTreeMap<Id, CarrierType>,
    /// Given connections; without one, air legs take the great circle.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub routes: BTreeMap<Id, Route>,
    /// Carriers of a type with a base.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fleets: BTreeMap<Id, Fleet>,
    /// The nations' parts of the force.
    pub contingents: BTreeMap<Id, Contingent>,
    /// Factors that many times have in common, beside those of contingents.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub common_factors: BTreeMap<Id, CommonFactor>,
    /// The way home.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawal: Option<Withdrawal>,
    /// Passengers of another kind who use the seats of returning carriers.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub civilians: BTreeMap<Id, Civilians>,
    /// What goes wrong, planned or by chance.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub disruptions: BTreeMap<Id, Disruption>,
    /// Documents that figures rest on.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub sources: BTreeMap<Id, Source>,
    /// What the value at a path rests on, keyed by dotted path.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub evidence: BTreeMap<String, Evidence>,
    /// What really happened, for the backtest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub observed: Option<Observed>,
    /// Warnings that are known: the dotted path that a warning names, and why the value is meant. It changes no result.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub allow: BTreeMap<String, String>,
}

/// Which waiting load a free carrier takes. Ties are first come, first served.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Dispatch {
    /// The load that has waited longest.
    #[default]
    FirstCome,
    /// The load with the lowest `priority` number; units without one come last.
    Priority,
    /// The load with the earliest `required_h`; units without one come last.
    Required,
    /// The load whose round trip is shortest for the carrier.
    ShortestCycle,
    /// A load at the place where most loads wait.
    MostWaiting,
    /// A load at the place with most loads, ready or not, that no carrier is at or bound for.
    MostUncovered,
}

/// What a loaded carrier does when the destination has no free stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SlotPolicy {
    /// It departs, and holds at the destination until a stand is free, or diverts to an alternate.
    #[default]
    Fly,
    /// It waits on the ground until a stand at the destination is reserved for it.
    GroundHold,
}

/// One year.
pub(crate) fn default_horizon_h() -> f64 {
    8_760.0
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
pub(crate) fn is_zero(value: &f64) -> bool {
    *value == 0.0
}

pub(crate) fn one() -> f64 {
    1.0
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    clippy::float_cmp,
    reason = "serde asks for a reference; the default is exact"
)]
pub(crate) fn is_one(value: &f64) -> bool {
    *value == 1.0
}
