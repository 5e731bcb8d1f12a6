//! The unit of what sweeps measure.

use serde::{Deserialize, Serialize};

use super::number;

/// The unit of what is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Hours.
    Hours,
    /// A share, written as a percentage.
    Share,
    /// A number of anything.
    Count,
}

impl Measure {
    /// Its unit in a table; none for a number of anything.
    pub(crate) fn unit(self) -> &'static str {
        match self {
            Self::Hours => "h",
            Self::Share => "share",
            Self::Count => "",
        }
    }

    /// A value in running text.
    pub(crate) fn words(self, value: f64) -> String {
        match self {
            Self::Hours => number::hours(value),
            Self::Share => number::percent(value),
            Self::Count => number::grouped(value, number::decimals_of(value)),
        }
    }
}
