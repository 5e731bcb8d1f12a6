//! What submissions are worth: goals judged on replications that are simulated here, whatever was handed in.
//!
//! A goal counts as met if the estimate reaches it, as the goal is written; whether chance could have it otherwise is said
//! beside. One that is not met gives the share of its points that the submission comes from the base towards the goal.
//! `on_time` goes by the deadline of the base and `within_budget` by its budget, whatever the submission says.

mod bounded;
mod class;

use serde::{Deserialize, Serialize};

use super::compare::{Allowed, System};
use super::goal::Goal;
use super::statistics::proportion::Verdict;

pub use bounded::events_of_first;
pub use class::{Class, Graded, HandedIn, Remark, Task};

/// Confidence of the interval of a measure, and of each way that a goal is judged.
const CONFIDENCE: f64 = 0.95;

/// A goal with its points.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoalPoints {
    /// The goal, as `on_time >= 0.95`.
    pub goal: String,
    /// What it is worth.
    pub points: f64,
}

/// What a submission is judged by.
#[derive(Debug, Clone)]
pub struct Rules {
    goals: Vec<(Goal, f64)>,
    /// The paths that may be changed.
    pub allowed: Allowed,
    /// Whether a goal that is not met gives points for the way towards it.
    pub partial: bool,
}

impl Rules {
    /// Reads goals and patterns.
    ///
    /// # Errors
    /// A sentence on what is no goal, no number of points, or no pattern.
    pub fn new(goals: &[GoalPoints], allow: &[String], partial: bool) -> Result<Self, String> {
        if goals.is_empty() {
            return Err("there is no goal to grade by: give one, as --goal 'on_time >= 0.95'".to_owned());
        }
        let read = |goal: &GoalPoints| {
            let points = goal.points;
            if !points.is_finite() || !(0.0..=1e6).contains(&points) {
                return Err(format!("{points} are no points: they go from 0 to 1,000,000"));
            }
            Ok((Goal::parse(&goal.goal)?, points))
        };
        let goals = goals.iter().map(read).collect::<Result<Vec<_>, String>>()?;
        Ok(Self { goals, allowed: Allowed::new(allow)?, partial })
    }

    /// Whether the goals can be judged in a base.
    ///
    /// # Errors
    /// A sentence on the first that cannot.
    pub fn check(&self, base: &System) -> Result<(), String> {
        self.goals.iter().try_for_each(|(goal, _)| goal.aim(base.world()).map(drop))
    }

    /// Points that can be reached.
    pub fn max_score(&self) -> f64 {
        self.goals.iter().map(|(_, points)| points).sum()
    }

    /// Judges every goal on the first `n` replications of a submission and of the base.
    fn judge(&self, submission: &System, base: &System, n: usize) -> Vec<GoalResult> {
        self.goals.iter().map(|goal| self.result(goal, (submission, base), n)).collect()
    }

    fn result(
        &self,
        (goal, points): &(Goal, f64),
        (submission, base): (&System, &System),
        n: usize,
    ) -> GoalResult {
        let at_base = measured(goal, (base, base), n).ok().and_then(|found| found.value);
        let result = GoalResult {
            goal: goal.text().to_owned(),
            value: None,
            low_95: None,
            high_95: None,
            base: at_base,
            met: false,
            verdict: Verdict::Refuted,
            points: 0.0,
            max_points: *points,
            wrong: None,
        };
        let found = match measured(goal, (submission, base), n) {
            Ok(found) => found,
            Err(wrong) => return GoalResult { wrong: Some(wrong), ..result },
        };
        let share = match (found.met, self.partial) {
            (true, _) => 1.0,
            (false, true) => way(goal, at_base, found.value),
            (false, false) => 0.0,
        };
        // Never rounded up: full points are for the goal alone.
        let earned = if found.met { *points } else { libm::floor(points * share * 100.0) / 100.0 };
        let (low_95, high_95) = found.ends.map_or((None, None), |(low, high)| (Some(low), Some(high)));
        let Measured { value, met, verdict, .. } = found;
        GoalResult { value, low_95, high_95, met, verdict, points: earned, ..result }
    }
}

/// A goal on the replications of a submission.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GoalResult {
    /// The goal.
    pub goal: String,
    /// What the submission reaches: a share, or hours; none where too much does not close.
    pub value: Option<f64>,
    /// Lower end of its interval.
    pub low_95: Option<f64>,
    /// Upper end.
    pub high_95: Option<f64>,
    /// What the base reaches under the same draws.
    pub base: Option<f64>,
    /// Whether the estimate reaches the goal.
    pub met: bool,
    /// What the replications say of the goal with 95 % confidence.
    pub verdict: Verdict,
    /// Points for it.
    pub points: f64,
    /// Points that it can give.
    pub max_points: f64,
    /// Why it cannot be judged; none where it can.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wrong: Option<String>,
}

/// A goal looked at in one scenario.
struct Measured {
    value: Option<f64>,
    ends: Option<(f64, f64)>,
    met: bool,
    verdict: Verdict,
}

/// Looks at a goal by the deadline and the budget of the base on the first `n` replications.
fn measured(goal: &Goal, (system, base): (&System, &System), n: usize) -> Result<Measured, String> {
    let aim = goal.aim_by(system.world(), base.world())?;
    let values = goal.values(system);
    let values = values.as_ref().and_then(|values| values.get(..n)).unwrap_or_default();
    let value = aim.estimate(values).filter(|value| value.is_finite());
    let (met, verdict) = (aim.looks_met(values), aim.judge(values, CONFIDENCE));
    Ok(Measured { value, ends: aim.interval(values), met, verdict })
}

/// The share of the way from the base to the goal that a submission comes; 0 where there is no way, because the base is there
/// already or does not close, and for a submission that went back.
fn way(goal: &Goal, base: Option<f64>, value: Option<f64>) -> f64 {
    let (Some(base), Some(value)) = (base, value) else { return 0.0 };
    let better = if goal.is_at_least() { 1.0 } else { -1.0 };
    let (whole, come) = (better * (goal.level() - base), better * (value - base));
    if whole > 0.0 && come > 0.0 { (come / whole).min(1.0) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_is_counted_from_the_base_to_the_goal() {
        let on_time = Goal::parse("on_time >= 0.9").expect("a goal");
        let p90 = Goal::parse("closure_h.p90 <= 60").expect("a goal");
        let close = |found: f64, wanted: f64| assert!((found - wanted).abs() < 1e-12, "{found} {wanted}");
        close(way(&on_time, Some(0.5), Some(0.7)), 0.5);
        close(way(&on_time, Some(0.5), Some(0.4)), 0.0);
        close(way(&p90, Some(80.0), Some(65.0)), 0.75);
        close(way(&p90, Some(80.0), Some(90.0)), 0.0);
        // A base that meets the goal, and a side without a measure.
        close(way(&p90, Some(50.0), Some(65.0)), 0.0);
        close(way(&p90, None, Some(65.0)), 0.0);
        close(way(&p90, Some(60.0), Some(65.0)), 0.0);
    }

    #[test]
    fn rules_refuse_what_is_no_goal_and_no_points() {
        let goal = |goal: &str, points: f64| GoalPoints { goal: goal.to_owned(), points };
        for (goals, says) in [
            (vec![], "no goal to grade by"),
            (vec![goal("soon", 1.0)], "is not a goal"),
            (vec![goal("on_time >= 0.9", -1.0)], "no points"),
            (vec![goal("on_time >= 0.9", f64::NAN)], "no points"),
        ] {
            let refused = Rules::new(&goals, &[], true).expect_err("refused");
            assert!(refused.contains(says), "{refused}");
        }
        let rules = Rules::new(&[goal("on_time >= 0.9", 6.0), goal("closure_h.mean <= 60", 4.0)], &[], true);
        assert!((rules.expect("rules").max_score() - 10.0).abs() < 1e-12);
    }
}
