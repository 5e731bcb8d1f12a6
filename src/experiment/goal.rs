//! Goals that a run can be sized for, such as `on_time >= 0.95` or `closure_h.p90 <= 72`.
//!
//! A quantile goal is a goal for a probability: the p90 of closure is at most 72 h exactly if closure is at most 72 h
//! with a probability of 0.9. So both are judged by the exact bounds of Clopper and Pearson, which for a quantile are
//! those by order statistics. A mean is judged by Student's t.

use super::compare::System;
use super::record::Record;
use super::statistics::mean::Summary;
use super::statistics::proportion::{Verdict, judge, replications_needed, wilson};
use super::statistics::quantile::{quantile_interval, quantile_of_sorted, sorted};
use super::statistics::special::student_quantile;
use super::statistics::stopping::replications_by_student;
use crate::diagnostic::similar;
use crate::kernel::{Time, hours};
use crate::model::World;

/// What is asked of the measure, whatever the scenario.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Wanted {
    /// Closure by the deadline with at least this probability.
    OnTime { at_least: f64 },
    /// A quantile of closure of at most this many hours [h].
    Quantile { share: f64, at_most_h: f64 },
    /// A mean closure of at most this many hours [h].
    Mean { at_most_h: f64 },
}

/// A goal for the closure of the force or of a contingent. What it means in one scenario is an [`Aim`].
#[derive(Debug, Clone, PartialEq)]
pub struct Goal {
    text: String,
    contingent: Option<String>,
    wanted: Wanted,
}

impl Goal {
    /// Reads a goal.
    ///
    /// # Errors
    /// A sentence that says what a goal looks like.
    pub fn parse(text: &str) -> Result<Self, String> {
        let shape = "a goal is `on_time >= 0.95`, `closure_h.p90 <= 72`, `closure_h.mean <= 80` or \
                     `contingents.ID.closure_h.p90 <= 60`";
        let (left, at_least, right) = match (text.split_once(">="), text.split_once("<=")) {
            (Some((left, right)), None) => (left.trim(), true, right.trim()),
            (None, Some((left, right))) => (left.trim(), false, right.trim()),
            _ => return Err(format!("`{text}` is not a goal: {shape}")),
        };
        let Some(bound) = number(right) else {
            return Err(format!("`{right}` is not a number: {shape}"));
        };
        if right.ends_with('%') && left != "on_time" {
            return Err(format!("`{left}` is in hours, and `{right}` is a share: {shape}"));
        }
        let normal = format!("{left} {} {bound}", if at_least { ">=" } else { "<=" });
        if left == "on_time" {
            if !at_least || bound <= 0.0 || bound >= 1.0 {
                return Err(
                    "`on_time` is a probability: write `on_time >= 0.95`, above 0 and below 1".to_owned()
                );
            }
            let wanted = Wanted::OnTime { at_least: bound };
            return Ok(Self { text: normal, contingent: None, wanted });
        }
        let (contingent, measure) =
            match left.strip_prefix("contingents.").and_then(|rest| rest.split_once('.')) {
                Some((id, measure)) => (Some(id.to_owned()), measure),
                None => (None, left),
            };
        let wanted = match measure.strip_prefix("closure_h.") {
            _ if at_least => {
                return Err(format!("`{left}` is better the smaller it is; write `{left} <= {right}`"));
            }
            Some("mean") => Wanted::Mean { at_most_h: bound },
            Some(statistic) => {
                let percent = statistic.strip_prefix('p').and_then(|digits| digits.parse::<f64>().ok());
                match percent.filter(|percent| *percent > 0.0 && *percent < 100.0) {
                    Some(percent) => Wanted::Quantile { share: percent / 100.0, at_most_h: bound },
                    None => return Err(format!("`{statistic}` is neither `mean` nor a quantile: {shape}")),
                }
            }
            None => return Err(format!("`{left}` is not a measure: {shape}")),
        };
        Ok(Self { text: normal, contingent, wanted })
    }

    /// What the goal means in a world, by its deadline and its contingents.
    ///
    /// # Errors
    /// A sentence that says what the scenario lacks.
    pub fn aim(&self, world: &World) -> Result<Aim, String> {
        self.aim_by(world, world.deadline)
    }

    /// What the goal means in a world by another deadline.
    ///
    /// # Errors
    /// Those of [`Self::aim`].
    pub fn aim_by(&self, world: &World, deadline: Option<Time>) -> Result<Aim, String> {
        let contingent = self.contingent.as_ref().map(|id| numbered(id, world)).transpose()?;
        let asked = match self.wanted {
            Wanted::OnTime { at_least } => {
                let deadline =
                    deadline.ok_or("`on_time` needs a deadline; give one with --set deadline_h=72")?;
                Asked::Probability { by_h: deadline.as_h(), at_least, quantile: false }
            }
            Wanted::Quantile { share, at_most_h } => {
                Asked::Probability { by_h: at_most_h, at_least: share, quantile: true }
            }
            Wanted::Mean { at_most_h } => Asked::Mean { at_most_h },
        };
        Ok(Aim { contingent, asked })
    }

    /// What the goal looks at in each replication of a system [h]; none where the system lacks the contingent.
    pub fn values<'a>(&self, system: &'a System) -> Option<&'a [f64]> {
        match &self.contingent {
            Some(id) => system.contingent_h(id),
            None => Some(system.closure_h()),
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

    /// The level that the measure is to reach: a probability, or hours.
    pub fn level(&self) -> f64 {
        match self.wanted {
            Wanted::OnTime { at_least } => at_least,
            Wanted::Quantile { at_most_h, .. } | Wanted::Mean { at_most_h } => at_most_h,
        }
    }

    /// Whether the measure is to be at least the level, a probability; a time is to be at most that.
    pub fn is_at_least(&self) -> bool {
        matches!(self.wanted, Wanted::OnTime { .. })
    }

    /// Whose closure it looks at: `force`, or `contingent` with its id.
    pub(super) fn whose(&self) -> String {
        self.contingent.as_ref().map_or_else(|| "force".to_owned(), |id| format!("contingent {id}"))
    }

    /// The fewest replications that can certify the goal at one-sided `confidence`, all of them in time.
    pub fn fewest(&self, confidence: f64) -> usize {
        match self.wanted {
            Wanted::OnTime { at_least: share } | Wanted::Quantile { share, .. } => {
                replications_needed(share, confidence, 0).unwrap_or(usize::MAX)
            }
            Wanted::Mean { .. } => 2,
        }
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
    /// Closure by this time [h] with at least this probability.
    Probability { by_h: f64, at_least: f64, quantile: bool },
    /// A mean closure of at most this many hours [h].
    Mean { at_most_h: f64 },
}

/// A goal in one world, with that world's deadline and contingent: the rule by which its replications are judged.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Aim {
    contingent: Option<usize>,
    asked: Asked,
}

impl Aim {
    /// What the goal looks at in one replication [h]; infinite when it did not close.
    pub fn value_h(&self, record: &Record) -> f64 {
        let at_ms = match self.contingent {
            Some(index) => record.deployment.contingents_ms[index],
            None => record.deployment.closure_ms,
        };
        at_ms.map_or(f64::INFINITY, hours)
    }

    /// The hours that part what is in time from what is late [h].
    pub fn bound_h(&self) -> f64 {
        match self.asked {
            Asked::Probability { by_h: bound, .. } | Asked::Mean { at_most_h: bound } => bound,
        }
    }

    /// How much later a value is than the goal asks [h]; negative when in time.
    pub fn late_h(&self, value_h: f64) -> f64 {
        value_h - self.bound_h()
    }

    /// The measure over replications: a probability, a quantile or a mean; `None` without values.
    pub fn estimate(&self, values_h: &[f64]) -> Option<f64> {
        match self.asked {
            Asked::Probability { at_least, quantile: true, .. } => {
                quantile_of_sorted(&sorted(values_h), at_least)
            }
            Asked::Probability { by_h, .. } if !values_h.is_empty() => {
                Some(within(values_h, by_h) as f64 / values_h.len() as f64)
            }
            Asked::Probability { .. } => None,
            Asked::Mean { .. } if values_h.iter().any(|h| h.is_infinite()) => Some(f64::INFINITY),
            Asked::Mean { .. } => Summary::of(values_h).map(|summary| summary.mean),
        }
    }

    /// The 95 % interval of the measure by itself: Wilson's, between order statistics, or Student's; `None` where there
    /// is none.
    pub fn interval(&self, values_h: &[f64]) -> Option<(f64, f64)> {
        let ends = match self.asked {
            Asked::Probability { at_least, quantile: true, .. } => {
                let found = quantile_interval(&sorted(values_h), at_least, 0.95);
                (found.low?, found.high?)
            }
            Asked::Probability { by_h, .. } => {
                let found = wilson(within(values_h, by_h), values_h.len(), 0.95)?;
                (found.low, found.high)
            }
            Asked::Mean { .. } => {
                let found = Summary::of(values_h)?.interval(0.95)?;
                (found.low, found.high)
            }
        };
        (ends.0.is_finite() && ends.1.is_finite()).then_some(ends)
    }

    /// Whether the estimate reaches the goal, chance aside.
    pub fn looks_met(&self, values_h: &[f64]) -> bool {
        match self.asked {
            Asked::Probability { by_h, at_least, .. } => {
                within(values_h, by_h) as f64 >= at_least * values_h.len() as f64
            }
            Asked::Mean { at_most_h } => self.estimate(values_h).is_some_and(|mean| mean <= at_most_h),
        }
    }

    /// What the replications say of the goal, each way at one-sided `confidence`.
    pub fn judge(&self, values_h: &[f64], confidence: f64) -> Verdict {
        match self.asked {
            Asked::Probability { by_h, at_least, .. } => {
                judge(within(values_h, by_h), values_h.len(), at_least, confidence)
            }
            Asked::Mean { at_most_h } => {
                // A mean over replications some of which never close is beyond any bound.
                if values_h.iter().any(|h| h.is_infinite()) {
                    return Verdict::Refuted;
                }
                let Some(summary) = Summary::of(values_h) else { return Verdict::Undecided };
                let Some(error) = summary.standard_error() else { return Verdict::Undecided };
                let half = student_quantile(confidence, (summary.n - 1) as f64) * error;
                if summary.mean + half <= at_most_h {
                    Verdict::Certified
                } else if summary.mean - half > at_most_h {
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
    pub fn needed(&self, values_h: &[f64], confidence: f64) -> Option<usize> {
        match self.asked {
            Asked::Probability { by_h, at_least, .. } => {
                let share = within(values_h, by_h) as f64 / values_h.len() as f64;
                let told = |n: usize| {
                    let successes = libm::round(share * n as f64) as usize;
                    judge(successes, n, at_least, confidence) != Verdict::Undecided
                };
                let mut n = values_h.len().max(1);
                while !told(n) {
                    n *= 2;
                    if n > MOST_PLANNED {
                        return None;
                    }
                }
                Some(n)
            }
            Asked::Mean { at_most_h } => {
                let summary = Summary::of(values_h).filter(|summary| summary.mean.is_finite())?;
                // One-sided at c is as wide as two-sided at 2c - 1.
                replications_by_student(summary.sd?, (summary.mean - at_most_h).abs(), 2.0 * confidence - 1.0)
            }
        }
    }
}

fn within(values_h: &[f64], by_h: f64) -> usize {
    values_h.iter().filter(|h| **h <= by_h).count()
}
