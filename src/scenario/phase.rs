//! What frames the movement: authorisation, withdrawal, civilians, disruption.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::time::{Duration, Moment};
use super::{Id, one};

/// The collective decision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Authorisation {
    /// When the organisation decides.
    pub decision: Moment,
}

/// The way home: each unit hands over and then runs its itinerary backwards.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Withdrawal {
    /// When it begins; left out, with the hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub begins: Option<Moment>,
    /// Time of operation between closure and the beginning; used when `begins` is left out [h].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold_h: Option<Duration>,
    /// Handing over one site or, for units that are at none, their place [h].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handover_h: Option<Duration>,
    /// Sites are handed over one after another by so many teams; left out, all at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handover_teams: Option<u32>,
    /// Places that are handed over first, in this order; the others follow in the order of their ids.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub handover_order: Vec<Id>,
    /// Most loaded departures homewards in a day of local time at the place of departure, of the whole force; one more waits
    /// for the next local midnight that begins a day with room.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub daily_limit: Option<u32>,
    /// It should be finished by then, counted from `start` [h].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline_h: Option<f64>,
}

/// Passengers of another kind, who take free seats of carriers that return: group after group by id, while seats are free.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Civilians {
    /// Where they wait.
    pub at: Id,
    /// Where they may go; left out, wherever the carrier goes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub to: Vec<Id>,
    /// How many.
    pub people: u32,
    /// When they are ready; left out, at `start`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ready: Option<Moment>,
    /// Boarding, before the carrier returns; the stand is kept, and groups board one after another [h].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub board_h: Option<Duration>,
    /// Most of them on one carrier; left out, as many as it has seats.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_carrier: Option<u32>,
}

/// Something that goes wrong.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Disruption {
    /// Probability that it happens in a replication.
    #[serde(default = "one")]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub probability: f64,
    /// When it begins.
    pub begins: Moment,
    /// How long it lasts; left out, to the end [h].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lasts_h: Option<Duration>,
    /// What happens.
    pub what: Effect,
}

/// What a disruption does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub enum Effect {
    /// No landings and departures at the place.
    TerminalClosed(Id),
    /// A route takes no new departures, of carriers and of marches; who is under way goes on.
    RouteBlocked(Id),
    /// A fleet has fewer carriers.
    FleetCut(FleetCut),
    /// A contingent's mandate comes later by `lasts_h`, which has to be there, as has the mandate; `begins` is ignored but for
    /// the record.
    MandateLate(Id),
}

/// How a fleet is cut.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FleetCut {
    /// The fleet.
    pub fleet: Id,
    /// Carriers lost; each stops when it is next free.
    pub carriers: u32,
}
