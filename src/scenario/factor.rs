//! Factors that many times share: drawn once in a replication, so that a slow day is slow for all.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Id;
use super::time::Duration;

/// A factor that times have in common, drawn once in a replication.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CommonFactor {
    /// The factor: a number, or a distribution of numbers (mean 1, say).
    pub factor: Duration,
    /// What it multiplies.
    pub on: Vec<FactorOn>,
    /// Places where it does: of travel, those from which carriers depart; left out, everywhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Vec<Id>>,
    /// Fleets whose times it multiplies; left out, all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Vec<Id>>,
}

/// What a common factor multiplies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[repr(usize)]
pub enum FactorOn {
    /// Loading.
    Loading,
    /// Unloading.
    Unloading,
    /// Refuelling and service after unloading.
    Turnaround,
    /// Travel of carriers, loaded and empty, without stops and borders.
    Travel,
    /// How long terminals stay open between two spells of weather.
    WeatherOpen,
    /// How long weather keeps terminals closed.
    WeatherClosed,
}

impl FactorOn {
    /// How many there are.
    pub const COUNT: usize = 6;

    /// Whether it tells of terminals, whatever fleet comes.
    pub fn is_weather(self) -> bool {
        matches!(self, Self::WeatherOpen | Self::WeatherClosed)
    }
}
