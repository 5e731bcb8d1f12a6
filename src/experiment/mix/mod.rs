//! The cheapest mix of several settings that meets one or more goals.
//!
//! The search goes over the grid of the settings' values under one set of replications for all mixes (common random
//! numbers); a first look at few of them screens out what surely misses. The mix that it finds is confirmed on replications
//! that the search has not seen, and so are those beside it and others that are cheaper: they are to be refuted there. The
//! error is split over the mixes tested, the goals and the looks taken. What was not simulated is counted.

mod confirm;
mod found;
mod grid;
mod look;
mod price;
mod search;
mod told;

use super::factor::Factor;
use super::goal::Goal;
use super::study::StudyOptions;
use super::study_error::StudyError;
use super::uncertainty::Drawable;
use grid::Grid;
use look::Looks;
use price::Price;

pub use found::{Estimate, Judged, Mix, Others, Tried, Varied};
pub use search::Way;

/// Mixes that are simulated at most where nobody says otherwise.
pub const USUAL_MIXES: u32 = 300;

/// What to look for, and how.
#[derive(Debug, Clone)]
pub struct MixOptions<'a> {
    /// What is varied.
    pub factors: Vec<Factor>,
    /// What one of a setting costs, as `PATH=N`; without any, prices of the scenario count, and where it has none, every
    /// setting by its number.
    pub weights: Vec<String>,
    /// Mixes that may be simulated.
    pub most: usize,
    /// Replications that the confirmation of one mix may take.
    pub budget: u32,
    /// Probability that all verdicts hold together.
    pub confidence: f64,
    /// How replications are made: those of the search, and of the first look of a confirmation.
    pub study: StudyOptions<'a>,
}

type Result<T> = std::result::Result<T, StudyError>;

/// Finds the cheapest mix that meets all goals; `progress` hears what is tried.
///
/// # Errors
/// A path that is varied twice, a weight that is none, a setting that has no cost, a mix that the checks refuse, a scenario
/// that cannot be simulated or lacks what a goal looks at, an interruption, or a file that cannot be written.
pub fn mix(
    base: &Drawable,
    goals: &[Goal],
    options: &MixOptions<'_>,
    progress: &mut dyn FnMut(&str),
) -> Result<Mix> {
    options.study.keeper.prepare()?;
    let grid = Grid::new(options.factors.clone())?;
    let far = base.with(&grid.changes(&grid.far()))?.world()?;
    let price = Price::new(&grid, &options.weights, &far)?;
    let known = std::collections::BTreeMap::new();
    let looks = Looks { base, grid: &grid, goals, options, price: &price, known, progress };
    confirm::settle(looks, &far.prices.currency)
}
