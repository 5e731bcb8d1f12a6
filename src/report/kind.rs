//! Which command wrote a folder.

use serde::{Deserialize, Serialize};

/// Which command made a folder of results.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// One scenario simulated.
    #[default]
    Run,
    /// Scenarios against a baseline.
    Compare,
    /// Settings varied.
    Sweep,
    /// Assumptions varied.
    Sensitivity,
    /// The smallest number that reaches a goal.
    Size,
    /// One run told backwards.
    Why,
    /// Predictions beside what was observed.
    Backtest,
    /// What records say of parameters.
    Calibrate,
    /// A class against a base and its goals.
    Grade,
}

impl Kind {
    /// The name of the command.
    pub fn name(self) -> &'static str {
        match self {
            Self::Run => "run",
            Self::Compare => "compare",
            Self::Sweep => "sweep",
            Self::Sensitivity => "sensitivity",
            Self::Size => "size",
            Self::Why => "why",
            Self::Backtest => "backtest",
            Self::Calibrate => "calibrate",
            Self::Grade => "grade",
        }
    }
}
