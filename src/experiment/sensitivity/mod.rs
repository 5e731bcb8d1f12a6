//! Which assumption matters most: one at a time (tornado), elementary effects (Morris), variance shares (Sobol'); or, from
//! one run in which all ranges are drawn, first-order shares (given data) and the box of the late runs (discovery).
//!
//! Every point of a design runs the same replications (common random numbers), so that differences are paired.

mod designs;
mod discover;
mod given_data;
mod points;
mod screen;
mod tornado;

use serde::{Deserialize, Serialize};

use super::goal::Goal;
use super::study::StudyOptions;
use super::study_error::StudyError;
use super::uncertainty::{Assumption, Drawable};
use crate::scenario::path;

use designs::{morris, sobol};
use discover::discover;
use given_data::given_data;
use points::Result;
use screen::Screen;
use tornado::one_at_a_time;

pub use designs::{Screening, Variance};
pub use discover::{Discovery, Held, Inside};
pub use given_data::{GivenData, Share as GivenDataShare};
pub use screen::WIDEST;
pub use tornado::{Bar, CostThere, End, Tornado};

/// The most points of a design: a larger number is most likely a slip of the pen.
const MOST_POINTS: usize = 100_000;

/// The goal whose hours are the deadline; its probability parts nothing.
const BY_THE_DEADLINE: &str = "on_time >= 0.95";

/// How assumptions are studied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// One at a time, at the low and the high end of the range.
    Tornado,
    /// Elementary effects: which assumptions matter at all.
    Morris,
    /// Shares of the variance of mean closure.
    Sobol,
    /// Shares of the variance of closure by all assumptions at once, from one run in which all are drawn.
    GivenData,
    /// The box of assumptions that holds the late runs, from one run in which all are drawn.
    Discover,
}

impl Method {
    /// Whether the method takes one run in which all ranges are drawn, rather than the points of a design.
    pub fn draws_all(self) -> bool {
        matches!(self, Self::GivenData | Self::Discover)
    }
}

/// What to study, and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// How assumptions are studied.
    pub method: Method,
    /// Trajectories of Morris's design.
    pub trajectories: u32,
    /// Base points of Saltelli's design.
    pub samples: u32,
    /// Only the assumptions at these paths or below them; all when empty.
    pub only: Vec<String>,
    /// Only this number of assumptions: those with the widest bars of a tornado, or the largest shares from given data.
    pub top: Option<u64>,
    /// Whether a tornado makes all replications for all assumptions, and not only for those that may be among the widest bars.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub thorough: bool,
    /// The goal whose hours part late runs from those in time; the deadline when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goal: Option<String>,
}

/// What a study of assumptions finds.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Sensitivity {
    Tornado(Tornado),
    Morris(Screening),
    Sobol(Variance),
    GivenData(GivenData),
    Discover(Box<Discovery>),
}

/// Every assumption of a scenario at both ends of its range, the widest bar first.
///
/// # Errors
/// A range whose ends the checks refuse, none at all, or a baseline without a mean.
pub fn tornado(base: &Drawable, options: &StudyOptions<'_>) -> Result<Tornado> {
    base.check()?;
    one_at_a_time(base, base.assumptions(), options, Screen::All, &mut |_, _, _| {})
}

/// Points of a tornado: both ends of each assumption, and the baseline.
fn tornado_points(assumptions: usize) -> u64 {
    2 * assumptions as u64 + 1
}

impl Question {
    /// Chooses assumptions and studies them; `progress` hears what points are simulated, how many are done, and of how
    /// many.
    ///
    /// # Errors
    /// Ranges that the checks refuse, a path without assumptions, a design that is too large, and those of the method.
    pub fn answer(
        &self,
        base: &Drawable,
        options: &StudyOptions<'_>,
        progress: &mut dyn FnMut(&str, u64, u64),
    ) -> Result<Sensitivity> {
        base.check()?;
        let chosen = self.chosen(base, options, progress)?;
        let points = self.points(chosen.len());
        progress("points", 0, points);
        let heard = |done| progress("points", done, points);
        Ok(match self.method {
            Method::Tornado => {
                let mut found = one_at_a_time(base, &chosen, options, self.screen(), progress)?;
                let all = found.bars.len();
                found.bars.truncate(self.top.map_or(usize::MAX, |top| top as usize));
                found.left_out = all - found.bars.len();
                Sensitivity::Tornado(found)
            }
            Method::Morris => Sensitivity::Morris(morris(base, &chosen, self.trajectories, options, heard)?),
            Method::Sobol => Sensitivity::Sobol(sobol(base, &chosen, self.samples, options, heard)?),
            Method::GivenData => {
                let mut found = given_data(base, &chosen, options)?;
                let all = found.shares.len();
                found.shares.truncate(self.top.map_or(usize::MAX, |top| top as usize));
                found.left_out = all - found.shares.len();
                Sensitivity::GivenData(found)
            }
            Method::Discover => {
                let goal = Goal::parse(self.goal.as_deref().unwrap_or(BY_THE_DEADLINE));
                let goal = goal.map_err(StudyError::no_answer)?;
                Sensitivity::Discover(Box::new(discover(base, &chosen, &goal, options)?))
            }
        })
    }

    /// Which assumptions of a tornado get all replications.
    fn screen(&self) -> Screen {
        let widest = self.top.map_or(WIDEST, |top| top as usize);
        if self.thorough { Screen::All } else { Screen::Widest(widest) }
    }

    /// Points of the design over a number of assumptions.
    fn points(&self, assumptions: usize) -> u64 {
        let assumptions = assumptions as u64;
        match self.method {
            Method::Tornado => tornado_points(assumptions as usize),
            Method::Morris => u64::from(self.trajectories) * (assumptions + 1),
            Method::Sobol => u64::from(self.samples) * (assumptions + 2),
            Method::GivenData | Method::Discover => 1,
        }
    }

    /// Points that are simulated, at most, and the rounds in which several programs do that: a stage of a tornado follows on
    /// the one before it, and where a tornado chooses the assumptions, its points come first.
    ///
    /// # Errors
    /// A path without assumptions, or a design that is too large.
    pub fn points_and_rounds(&self, base: &Drawable, replications: u32) -> Result<(u64, u32)> {
        let asked = self.asked(base)?.len();
        let top = self.top.map_or(usize::MAX, |top| top as usize);
        let points = self.points(asked.min(top));
        let stages = self.screen().stages(replications).len() as u32;
        Ok(match self.method {
            Method::Tornado => (self.points(asked), stages),
            _ if self.takes_all(asked) => (self.points(asked), 1),
            _ => (points + tornado_points(asked), stages + 1),
        })
    }

    /// Whether a number of assumptions are all studied: a tornado and given data show the largest anyway.
    fn takes_all(&self, assumptions: usize) -> bool {
        let top = self.top.map_or(usize::MAX, |top| top as usize);
        self.method == Method::Tornado || self.method.draws_all() || assumptions <= top
    }

    /// The assumptions at the paths that are asked for.
    fn asked(&self, base: &Drawable) -> Result<Vec<Assumption>> {
        let all = base.assumptions();
        let below = |one: &Assumption, only: &String| path::is_at_or_below(&one.path, only);
        if let Some(only) = self.only.iter().find(|only| !all.iter().any(|one| below(one, only))) {
            let message = format!("no assumption with a range is at or below `{only}`");
            return Err(StudyError::no_answer(message)
                .help("`forceflow paths` lists what the values of a scenario rest on"));
        }
        let asked =
            all.iter().filter(|one| self.only.is_empty() || self.only.iter().any(|only| below(one, only)));
        let chosen: Vec<Assumption> = asked.cloned().collect();
        // Refused before a tornado chooses among them.
        let top = self.top.map_or(usize::MAX, |top| top as usize);
        let points = self.points(chosen.len().min(top));
        if points > MOST_POINTS as u64 {
            let message = format!("the design has {points} points, and {MOST_POINTS} are the most");
            return Err(StudyError::no_answer(message).help(
                "limit the assumptions with --top or --only, or take fewer --samples or --trajectories",
            ));
        }
        Ok(chosen)
    }

    /// The assumptions that are studied: all that are asked for, or those that a tornado finds to matter most.
    fn chosen(
        &self,
        base: &Drawable,
        options: &StudyOptions<'_>,
        progress: &mut dyn FnMut(&str, u64, u64),
    ) -> Result<Vec<Assumption>> {
        let chosen = self.asked(base)?;
        if self.takes_all(chosen.len()) {
            return Ok(chosen);
        }
        let top = self.top.map_or(usize::MAX, |top| top as usize);
        let mut heard = |_: &str, done, points| progress("points of the tornado", done, points);
        let tornado = one_at_a_time(base, &chosen, options, self.screen(), &mut heard)?;
        let widest: Vec<&str> = tornado.bars.iter().take(top).map(|bar| bar.path.as_str()).collect();
        Ok(chosen.into_iter().filter(|one| widest.contains(&one.path.as_str())).collect())
    }
}
