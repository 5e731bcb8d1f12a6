//! Observed figures of anything that moves: how many by when, or when the n-th.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::either::Ids;
use super::observed::Observation;
use super::{Id, Mode, Moment};

/// One observed figure: a count, or an instant.
///
/// Without `when` it counts what `of` names; with it, it is an instant, counted from `start` [h].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// What it is called; made up from the other keys when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What is counted.
    pub of: Subject,
    /// Which of them it is the instant of; left out for a count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<When>,
    /// Only what belongs to this contingent, or to these: a trip with anything of theirs on board.
    #[serde(default, skip_serializing_if = "Ids::is_empty")]
    pub contingent: Ids,
    /// Only with carriers of this fleet, or of these.
    #[serde(default, skip_serializing_if = "Ids::is_empty")]
    pub fleet: Ids,
    /// Only with carriers of this mode.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<Mode>,
    /// Only trips that begin at this place, or at these.
    #[serde(default, skip_serializing_if = "Ids::is_empty")]
    pub from: Ids,
    /// Only trips to this place, or to these; of what is in place, where.
    #[serde(default, skip_serializing_if = "Ids::is_empty")]
    pub to: Ids,
    /// Only later than this instant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Moment>,
    /// Only until this instant, itself included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Moment>,
    /// Only on this date of local time where most of the force ends, as `2022-01-07`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<String>,
    /// Whether it speaks of the way home.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub withdrawal: bool,
    /// Figures of one series move together: the coverage counts them as one test.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub series: Option<String>,
    /// Smallest value that the record allows.
    pub low: f64,
    /// Largest value that the record allows.
    pub high: f64,
    /// Id of a document in `sources`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Id>,
    /// Whether assumptions were fitted to it; a fitted figure is no test.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub fitted: bool,
    /// What the model may be off by here for reasons that no parameter holds, for a calibration: a standard deviation in the
    /// unit of the figure. A share of the figure when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discrepancy: Option<f64>,
}

impl Figure {
    /// What the record says.
    pub fn observation(&self) -> Observation {
        Observation {
            low: self.low,
            high: self.high,
            source: self.source.clone(),
            fitted: self.fitted,
            discrepancy: self.discrepancy,
        }
    }

    /// The unit of its value.
    pub fn unit(&self) -> &'static str {
        if self.when.is_some() { "h" } else { self.of.unit() }
    }
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// Carriers that depart with a load.
    Departures,
    /// Loaded carriers that land, or come in, where they are unloaded.
    Landings,
    /// People who depart on carriers.
    PeopleDeparted,
    /// Vehicles that depart on carriers.
    VehiclesDeparted,
    /// Bulk cargo that departs on carriers [t].
    CargoTDeparted,
    /// People whose carrier lands where they leave it.
    PeopleLanded,
    /// Vehicles whose carrier lands where they leave it.
    VehiclesLanded,
    /// Bulk cargo whose carrier lands where it leaves it [t].
    CargoTLanded,
    /// People in place, or home when it speaks of the withdrawal.
    PeopleInPlace,
    /// Vehicles in place, or home.
    VehiclesInPlace,
    /// Bulk cargo in place, or home [t].
    CargoTInPlace,
    /// Hours that carriers travel or hold, loaded or not, by trips that end in the window [h].
    FlownH,
}

impl Subject {
    /// The unit of a count.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Departures | Self::Landings => "sorties",
            Self::PeopleDeparted | Self::PeopleLanded | Self::PeopleInPlace => "people",
            Self::VehiclesDeparted | Self::VehiclesLanded | Self::VehiclesInPlace => "vehicles",
            Self::CargoTDeparted | Self::CargoTLanded | Self::CargoTInPlace => "t",
            Self::FlownH => "h",
        }
    }

    /// Whether it is counted where a march or a reception ends, apart from carriers.
    pub fn is_in_place(self) -> bool {
        matches!(self, Self::PeopleInPlace | Self::VehiclesInPlace | Self::CargoTInPlace)
    }
}

/// Which of those that are counted an instant belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// The first.
    First,
    /// The last.
    Last,
    /// The n-th.
    Nth(u32),
    /// The span from the first to the last.
    FirstToLast,
}
