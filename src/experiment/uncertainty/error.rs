//! Why a changed or drawn scenario cannot be used.

use std::fmt;

use crate::diagnostic::Diagnostics;
use crate::model::CompileError;

/// A changed scenario that cannot be simulated.
#[derive(Debug)]
pub enum UncertaintyError {
    /// No assumption has a range.
    NoRanges,
    /// A posterior gives no assumption a value.
    Foreign {
        /// What it gives values, as `` `a`, `b` `` without the outer quotes.
        parameters: String,
    },
    /// A total that no draw within the ranges meets.
    Total {
        /// Its name.
        total: String,
        /// What the file says of its assumptions, and the least and the most that their ranges give.
        sums: [f64; 3],
    },
    /// The checks refuse the scenario with a value set.
    Refused {
        /// What was set, as `fleets.bridge.count = 0`.
        setting: String,
        /// What the checks found.
        reason: Diagnostics,
    },
    /// A scenario passes the checks and cannot be compiled.
    NotSimulated {
        /// The replication; `None` outside replications.
        replication: Option<u32>,
        /// Why.
        reason: String,
    },
}

impl fmt::Display for UncertaintyError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoRanges => formatter.write_str("no assumption of the scenario has a range"),
            Self::Foreign { parameters } => {
                write!(formatter, "no assumption of the scenario has a range and is one of `{parameters}`")
            }
            Self::Total { total, sums: [stated, least, most] } => write!(
                formatter,
                "the assumptions of the total `{total}` add up to {stated}, and their ranges to {least} at least and {most} at most"
            ),
            Self::Refused { setting, reason } => {
                write!(
                    formatter,
                    "the scenario with {setting} cannot be used\n{}",
                    reason.render(false).trim_end()
                )
            }
            Self::NotSimulated { replication: Some(replication), reason } => {
                write!(
                    formatter,
                    "the scenario drawn for replication {replication} cannot be simulated: {reason}"
                )
            }
            Self::NotSimulated { replication: None, reason } => {
                write!(formatter, "the scenario cannot be simulated: {reason}")
            }
        }
    }
}

impl std::error::Error for UncertaintyError {}

impl UncertaintyError {
    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self {
            Self::NoRanges => {
                "give assumptions a range in `evidence`, as \"evidence\": {\"fleets.bridge.count\": {\"low\": 8, \"high\": 12}}"
            }
            Self::Foreign { .. } => {
                "give an assumption that `evidence` has a range for the name of a column as its `parameter`, or take another table"
            }
            Self::Total { .. } => "widen the ranges until they hold the values of the file",
            Self::Refused { .. } => {
                "choose values that fit: in `evidence` where a range is drawn, in --vary where it is varied"
            }
            Self::NotSimulated { replication: Some(_), .. } => "narrow the ranges",
            Self::NotSimulated { replication: None, .. } => "change what does not fit the model",
        }
    }
}

impl From<CompileError> for UncertaintyError {
    fn from(error: CompileError) -> Self {
        Self::NotSimulated { replication: None, reason: error.to_string() }
    }
}
