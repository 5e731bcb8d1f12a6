//! Goals that a run can be sized for, such as `on_time >= 0.95` or `closure_h.p90 <= 72`.
//!
//! A quantile goal is a goal for a probability: the p90 of closure is at most 72 h exactly if closure is at most 72 h
//! with a probability of 0.9. So both are judged by the exact bounds of Clopper and Pearson, which for a quantile are
//! those by order statistics. A mean is judged by Student's t.

mod meant;
mod outlay;
mod short;

use std::borrow::Cow;

use super::compare::System;
use super::record::Record;
use super::statistics::mean::Summary;
use super::statistics::proportion::{Verdict, judge, replications_needed, wilson};
use super::statistics::quantile::{quantile_interval, quantile_of_sorted, sorted};
use super::statistics::special::student_quantile;
use super::statistics::stopping::replications_by_student;
use crate::diagnostic::similar;
use crate::kernel::hours;
use crate::model::World;

pub(super) use outlay::Outlay;

/// What is asked of the measure, whatever the scenario.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Wanted {
    /// Closure by the deadline with at least this probability.
    OnTime { at_least: f64 },
    /// A cost within the budget with at least this probability.
    WithinBudget { at_least: f64 },
    /// A quantile of at most this much, in the unit of the measure.
    Quantile { share: f64, at_most: f64 },
    /// A mean of at most this much, in the unit of the measure.
    Mean { at_most: f64 },
}

/// What is looked at in each replication.
#[derive(Debug, Clone, PartialEq)]
enum Measured {
    /// Closure of the force [h].
    Force,
    /// Closure of a contingent, by its id [h].
    Contingent(String),
    /// What the deployment costs or burns.
    Outlay(Outlay),
}

/// A goal for the closure of the force or of a contingent, or for what the deployment costs. What it means in one scenario
/// is an [`Aim`].
#[derive(Debug, Clone, PartialEq)]
pub struct Goal {
    text: String,
    of: Measured,
    wanted: Wanted,
}

impl Goal {
    /// Reads a goal.
    ///
    /// # Errors
    /// A sentence that says which goal was probably meant, or what a goal looks like.
    pub fn parse(text: &str) -> Result<Self, String> {
        Self::parse_exactly(text).map_err(|error| match meant::meant(text) {
            Some(goal) => format!("`{text}` is not a goal: did you mean `{goal}`?"),
            None => error,
        })
    }

    /// Reads a goal that is written as goals are.
    fn parse_exactly(text: &str) -> Result<Self, String> {
        let shape = "a goal is `on_time >= 0.95`, `closure_h.p90 <= 72`, `closure_h.mean <= 80`, \
                     `contingents.ID.closure_h.p90 <= 60`, `cost.mean <= 1000000`, `fuel_t.p90 <= 900`, \
                     `co2_t.mean <= 3000` or `within_budget >= 0.9`";
        let (left, at_least, right) = match (text.split_once(">="), text.split_once("<=")) {
            (Some((left, right)), None) => (left.trim(), true, right.trim()),
            (None, Some((left, right))) => (left.trim(), false, right.trim()),
            _ => return Err(format!("`{text}` is not a goal: {shape}")),
        };
        let Some(bound) = number(right) else {
            return Err(format!("`{right}` is not a number: {shape}"));
        };
        let is_share = matches!(left, "on_time" | "within_budget");
        if right.ends_with('%') && !is_share {
            let unit = if left.contains("closure_h") { "in hours" } else { "an amount" };
            return Err(format!("`{left}` is {unit}, and `{right}` is a share: {shape}"));
        }
        let normal = format!("{left} {} {bound}", if at_least { ">=" } else { "<=" });
        if is_share {
            if !at_least || bound <= 0.0 || bound >= 1.0 {
                return Err(format!(
                    "`{left}` is a probability: write `{left} >= 0.95`, above 0 and below 1"
                ));
            }
            let (of, wanted) = match left {
                "on_time" => (Measured::Force, Wanted::OnTime { at_least: bound }),
                _ => (Measured::Outlay(Outlay::Cost), Wanted::WithinBudget { at_least: bound }),
            };
            return Ok(Self { text: normal, of, wanted });
        }
        let (of, statistic) = measured(left).ok_or_else(|| format!("`{left}` is not a measure: {shape}"))?;
        if at_least {
            return Err(format!("`{left}` is better the smaller it is; write `{left} <= {right}`"));
        }
        let percent = statistic.strip_prefix('p').and_then(|digits| digits.parse::<f64>().ok());
        let wanted = match percent.filter(|percent| *percent > 0.0 && *percent < 100.0) {
            _ if statistic == "mean" => Wanted::Mean { at_most: bound },
            Some(percent) => Wanted::Quantile { share: percent / 100.0, at_most: bound },
            None => return Err(format!("`{statistic}` is neither `mean` nor a quantile: {shape}")),
        };
        Ok(Self { text: normal, of, wanted })
    }

    /// What the goal means in a world, by its deadline and its contingents.
    ///
    /// # Errors
    /// A sentence that says what the scenario lacks.
    pub fn aim(&self, world: &World) -> Result<Aim, String> {
        self.aim_by(world, world)
    }

    /// What the goal means in a world by the deadline and the budget of another.
    ///
    /// # Errors
    /// Those of [`Self::aim`].
    pub fn aim_by(&self, world: &World, bounds: &World) -> Result<Aim, String> {
        let of = match &self.of {
            Measured::Force => Looked::Force,
            Measured::Contingent(id) => Looked::Contingent(numbered(id, world)?),
            Measured::Outlay(_) if !world.prices.given => {
                return Err(format!(
                    "`{}` needs costs or fuel: give a carrier type `cost_per_h`, `cost_per_day` or `fuel_t_per_h`",
                    self.measure()
                ));
            }
            Measured::Outlay(outlay) => Looked::Outlay(*outlay),
        };
        let asked = match self.wanted {
            Wanted::WithinBudget { at_least } => {
                let budget = bounds
                    .prices
                    .budget
                    .ok_or("`within_budget` needs a budget; give one with --set budget=1000000")?;
                Asked::Probability { by: budget, at_least, quantile: false }
            }
            Wanted::OnTime { at_least } => {
                let deadline =
                    bounds.deadline.ok_or("`on_time` needs a deadline; give one with --set deadline_h=72")?;
                Asked::Probability { by: deadline.as_h(), at_least, quantile: false }
            }
            Wanted::Quantile { share, at_most } => {
                Asked::Probability { by: at_most, at_least: share, quantile: true }
            }
            Wanted::Mean { at_most } => Asked::Mean { at_most },
        };
        Ok(Aim { of, asked })
    }

    /// What the goal looks at in each replication of a system; none where the system lacks the contingent or prices.
    pub fn values<'a>(&self, system: &'a System) -> Option<Cow<'a, [f64]>> {
        match &self.of {
            Measured::Contingent(id) => system.contingent_h(id).map(Cow::Owned),
            Measured::Force => Some(Cow::Borrowed(system.closure_h())),
            Measured::Outlay(outlay) => system.spent(*outlay).map(Cow::Borrowed),
        }
    }

    /// The goal as it was written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What the goal looks at, as `on_time` or `closure_h.p90`.
    pub fn measure(&self) -> &str {
        self.text.split(' ').next().unwrap_or_default()
    }

    /// The level that the measure is to reach: a probability, or what is in the unit of the measure.
    pub fn level(&self) -> f64 {
        match self.wanted {
            Wanted::OnTime { at_least } | Wanted::WithinBudget { at_least } => at_least,
            Wanted::Quantile { at_most, .. } | Wanted::Mean { at_most } => at_most,
        }
    }

    /// Whether the measure is to be at least the level, a probability; all else is to be at most that.
    pub fn is_at_least(&self) -> bool {
        matches!(self.wanted, Wanted::OnTime { .. } | Wanted::WithinBudget { .. })
    }

    /// What it looks at in each replication, for keys of kept work: `force`, `contingent` with its id, or what is spent.
    pub(super) fn whose(&self) -> String {
        match &self.of {
            Measured::Force => "force".to_owned(),
            Measured::Contingent(id) => format!("contingent {id}"),
            Measured::Outlay(outlay) => format!("{outlay:?}"),
        }
    }

    /// Whether the level is in hours.
    pub fn is_in_hours(&self) -> bool {
        !matches!(self.of, Measured::Outlay(_))
    }

    /// The fewest replications that can certify the goal at one-sided `confidence`, all of them in time.
    pub fn fewest(&self, confidence: f64) -> usize {
        match self.wanted {
            Wanted::OnTime { at_least: share }
            | Wanted::WithinBudget { at_least: share }
            | Wanted::Quantile { share, .. } => {
                replications_needed(share, confidence, 0).unwrap_or(usize::MAX)
            }
            Wanted::Mean { .. } => 2,
        }
    }
}

/// The measure of the left side of a goal, and its statistic: `closure_h.p90`, `contingents.ID.closure_h.mean`, `cost.mean`.
fn measured(left: &str) -> Option<(Measured, &str)> {
    let (of, measure) = match left.strip_prefix("contingents.").and_then(|rest| rest.split_once('.')) {
        Some((id, measure)) => (Measured::Contingent(id.to_owned()), measure),
        None => (Measured::Force, left),
    };
    let (name, statistic) = measure.split_once('.')?;
    match (Outlay::named(name), of) {
        (Some(outlay), Measured::Force) => Some((Measured::Outlay(outlay), statistic)),
        (None, of) if name == "closure_h" => Some((of, statistic)),
        _ => None,
    }
}

/// The number of a contingent; help with one that does not exist.
fn numbered(id: &str, world: &World) -> Result<usize, String> {
    let known = || world.contingents.iter().map(|contingent| contingent.id.as_str());
    known().position(|contingent| contingent == id).ok_or_else(|| {
        let near = similar(id, known()).map_or_else(String::new, |near| format!("did you mean `{near}`? "));
        let ids: Vec<String> = known().map(|id| format!("`{id}`")).collect();
        format!("there is no contingent `{id}`: {near}the ids are {}", ids.join(", "))
    })
}

/// What is asked of the measure in one world.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Asked {
    /// At most this much with at least this probability.
    Probability { by: f64, at_least: f64, quantile: bool },
    /// A mean of at most this much.
    Mean { at_most: f64 },
}

/// What is looked at in one world.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Looked {
    /// Closure of the force [h].
    Force,
    /// Closure of a contingent, by its number [h].
    Contingent(usize),
    /// What the deployment costs or burns.
    Outlay(Outlay),
}

/// A goal in one world, with that world's deadline and contingent: the rule by which its replications are judged.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Aim {
    of: Looked,
    asked: Asked,
}

impl Aim {
    /// What the goal looks at in one replication, in the unit of its measure; infinite when it did not close.
    pub fn value(&self, record: &Record) -> f64 {
        let at_ms = match self.of {
            Looked::Contingent(index) => record.deployment.contingents_ms[index],
            Looked::Force => record.deployment.closure_ms,
            Looked::Outlay(outlay) => return outlay.of(record),
        };
        at_ms.map_or(f64::INFINITY, hours)
    }

    /// What parts what is within the goal from what is beyond, as in time from late.
    pub fn bound(&self) -> f64 {
        match self.asked {
            Asked::Probability { by: bound, .. } | Asked::Mean { at_most: bound } => bound,
        }
    }

    /// How far a value lies beyond what the goal asks; negative within.
    pub fn beyond(&self, value: f64) -> f64 {
        value - self.bound()
    }

    /// The measure over replications: a probability, a quantile or a mean; `None` without values.
    pub fn estimate(&self, values: &[f64]) -> Option<f64> {
        match self.asked {
            Asked::Probability { at_least, quantile: true, .. } => {
                quantile_of_sorted(&sorted(values), at_least)
            }
            Asked::Probability { by, .. } if !values.is_empty() => {
                Some(within(values, by) as f64 / values.len() as f64)
            }
            Asked::Probability { .. } => None,
            Asked::Mean { .. } if values.iter().any(|h| h.is_infinite()) => Some(f64::INFINITY),
            Asked::Mean { .. } => Summary::of(values).map(|summary| summary.mean),
        }
    }

    /// The 95 % interval of the measure by itself: Wilson's, between order statistics, or Student's; `None` where there
    /// is none.
    pub fn interval(&self, values: &[f64]) -> Option<(f64, f64)> {
        let ends = match self.asked {
            Asked::Probability { at_least, quantile: true, .. } => {
                let found = quantile_interval(&sorted(values), at_least, 0.95);
                (found.low?, found.high?)
            }
            Asked::Probability { by, .. } => {
                let found = wilson(within(values, by), values.len(), 0.95)?;
                (found.low, found.high)
            }
            Asked::Mean { .. } => {
                let found = Summary::of(values)?.interval(0.95)?;
                (found.low, found.high)
            }
        };
        (ends.0.is_finite() && ends.1.is_finite()).then_some(ends)
    }

    /// Whether the estimate reaches the goal, chance aside.
    pub fn looks_met(&self, values: &[f64]) -> bool {
        match self.asked {
            Asked::Probability { by, at_least, .. } => {
                within(values, by) as f64 >= at_least * values.len() as f64
            }
            Asked::Mean { at_most } => self.estimate(values).is_some_and(|mean| mean <= at_most),
        }
    }

    /// What the replications say of the goal, each way at one-sided `confidence`.
    pub fn judge(&self, values: &[f64], confidence: f64) -> Verdict {
        match self.asked {
            Asked::Probability { by, at_least, .. } => {
                judge(within(values, by), values.len(), at_least, confidence)
            }
            Asked::Mean { at_most } => {
                // A mean over replications some of which never close is beyond any bound.
                if values.iter().any(|h| h.is_infinite()) {
                    return Verdict::Refuted;
                }
                let Some(summary) = Summary::of(values) else { return Verdict::Undecided };
                let Some(error) = summary.standard_error() else { return Verdict::Undecided };
                let half = student_quantile(confidence, (summary.n - 1) as f64) * error;
                if summary.mean + half <= at_most {
                    Verdict::Certified
                } else if summary.mean - half > at_most {
                    Verdict::Refuted
                } else {
                    Verdict::Undecided
                }
            }
        }
    }
}

/// `0.95`, `95 %`, `72` or `72 h`.
fn number(text: &str) -> Option<f64> {
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|bound| bound.is_finite());
    match text.strip_suffix('%') {
        // Rounded, so that 99.9 % is 0.999 to the last digit.
        Some(percent) => number(percent).map(|percent| libm::round(percent * 1e10) / 1e12),
        None => number(text.strip_suffix('h').unwrap_or(text)),
    }
}

/// The most replications that a plan may name: a measure that needs more is too close to the goal.
const MOST_PLANNED: usize = 1 << 27;

impl Aim {
    /// About how many replications would decide, for the measure that these estimate; `None` where that is the goal itself.
    pub fn needed(&self, values: &[f64], confidence: f64) -> Option<usize> {
        match self.asked {
            Asked::Probability { by, at_least, .. } => {
                let share = within(values, by) as f64 / values.len() as f64;
                let told = |n: usize| {
                    let successes = libm::round(share * n as f64) as usize;
                    judge(successes, n, at_least, confidence) != Verdict::Undecided
                };
                let mut n = values.len().max(1);
                while !told(n) {
                    n *= 2;
                    if n > MOST_PLANNED {
                        return None;
                    }
                }
                Some(n)
            }
            Asked::Mean { at_most } => {
                let summary = Summary::of(values).filter(|summary| summary.mean.is_finite())?;
                // One-sided at c is as wide as two-sided at 2c - 1.
                replications_by_student(summary.sd?, (summary.mean - at_most).abs(), 2.0 * confidence - 1.0)
            }
        }
    }
}

fn within(values: &[f64], by: f64) -> usize {
    values.iter().filter(|h| **h <= by).count()
}
