//! Numbers to quote by name: every number of the summary, named as `result.json` has it.
//!
//! `values.json` is for programs, `values.tex` and `values.typ` for papers: a text that quotes `closure_h.mean` says
//! what the run said, also when the run is made again.

mod collect;
mod json;
mod tex;
mod typst;

use super::numbers::{hours, percent, thousands, tonnes};

pub use collect::of_run;
pub use json::json;
pub use tex::tex;
pub use typst::typst;

/// What a number is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Hours.
    Hours,
    /// A share between 0 and 1, which texts write in per cent.
    Share,
    /// Tonnes.
    Tonnes,
    /// Things: people, vehicles, trips.
    Count,
}

impl Unit {
    /// Its name in files.
    fn id(self) -> &'static str {
        match self {
            Self::Hours => "h",
            Self::Tonnes => "t",
            Self::Share => "share",
            Self::Count => "",
        }
    }

    /// A number with digits that fit its size; hours and tonnes without their unit, shares in per cent with it.
    fn written(self, value: f64) -> String {
        match self {
            Self::Hours => hours(value),
            Self::Tonnes => tonnes(value),
            Self::Share => percent(value),
            Self::Count if value.fract() == 0.0 => thousands(value),
            Self::Count => format!("{value:.1}"),
        }
    }
}

/// A number by its name.
#[derive(Debug, Clone, PartialEq)]
pub struct Named {
    /// Its place in `result.json`, with dots: `contingents.russia.closure_h.p50`. Causes stand under `bottlenecks` by
    /// their id.
    pub name: String,
    /// The number, with all its digits.
    pub value: f64,
    /// What it is counted in.
    pub unit: Unit,
    /// Its 95 % interval.
    pub interval: Option<(f64, f64)>,
}

impl Named {
    /// The value in the form that a text uses.
    fn text(&self) -> String {
        self.unit.written(self.value)
    }

    /// Its interval as a text writes it: `83.6 to 85.3`.
    fn interval_text(&self) -> Option<String> {
        let (low, high) = self.interval?;
        Some(format!("{} to {}", self.unit.written(low), self.unit.written(high)))
    }
}
