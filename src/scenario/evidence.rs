//! What figures rest on, and what really happened.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Id;

/// A document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Title, publisher and date.
    pub title: String,
    /// Where to find it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// What the value at one path rests on. Without a source it is an assumption.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// Id of a document in `sources`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Id>,
    /// Low end of an assumption's range.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low: Option<f64>,
    /// High end of an assumption's range.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high: Option<f64>,
    /// Whether the range is of a factor on the value, not of the value itself.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub scale: bool,
}

/// What really happened. Every figure is compared with the predicted interval by the backtest.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Observed {
    /// Closure: earliest and latest reading of the record, counted from `start` [h].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closure_h: Option<Observation>,
    /// Loaded trips to the destination.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sorties: Option<Observation>,
    /// People in place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub personnel: Option<Observation>,
    /// Vehicles in place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vehicles: Option<Observation>,
    /// People per sortie.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub personnel_per_sortie: Option<Observation>,
    /// Vehicles per sortie.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vehicles_per_sortie: Option<Observation>,
    /// Arrival of the last element of a contingent, by contingent, counted from `start` [h].
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub contingent_closure_h: BTreeMap<Id, Observation>,
    /// Loaded departures homewards by date of local time (`2022-01-13`).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub daily_withdrawal_sorties: BTreeMap<String, Observation>,
    /// End of the withdrawal, counted from `start` [h].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawal_closure_h: Option<Observation>,
    /// Loaded trips homewards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawal_sorties: Option<Observation>,
}

/// One observed figure: equal ends when the record gives one number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Observation {
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
}
