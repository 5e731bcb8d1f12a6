//! What a reader follows of a deployment, and by how much each of it moves from a baseline to an alternative.

use serde::Serialize;

use super::tail::Tail;
use crate::experiment::statistics::Summary as Moments;
use crate::experiment::statistics::mcnemar::McNemar;
use crate::experiment::statistics::paired::paired;
use crate::kernel::Time;

/// What a reader follows in the replications of one scenario, in their order; times that did not come are infinite.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sample<'a> {
    /// Closure of the force [h].
    pub closure_h: &'a [f64],
    /// Mean arrival of people and vehicles [h].
    pub mean_arrival_h: &'a [f64],
    /// The deadline of the force.
    pub deadline: Option<Time>,
    /// Loaded trips.
    pub sorties: &'a [f64],
    /// Cost, in the currency of the scenario; none where nothing costs.
    pub cost: Option<&'a [f64]>,
    /// When the last site was covered [h]; none without sites.
    pub covered_h: Option<&'a [f64]>,
    /// End of the withdrawal [h]; none without one.
    pub withdrawal_h: Option<&'a [f64]>,
}

impl Sample<'_> {
    /// 1 for each replication in time, 0 for each that is late or did not close.
    pub(super) fn in_time(&self) -> Option<Vec<f64>> {
        let deadline_h = self.deadline?.as_h();
        Some(self.closure_h.iter().map(|h| if *h <= deadline_h { 1.0 } else { 0.0 }).collect())
    }

    /// Hours between the deadline and a closure behind it; 0 for each in time.
    fn late_h(&self) -> Option<Vec<f64>> {
        self.deadline.map(|deadline| late_h(self.closure_h, deadline))
    }
}

/// Hours between a date and each time behind it; 0 for each in time.
pub(super) fn late_h(times_h: &[f64], date: Time) -> Vec<f64> {
    times_h.iter().map(|h| (h - date.as_h()).max(0.0)).collect()
}

/// A difference of two means with its interval, which holds jointly with those of the other alternatives.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct MeanDifference {
    /// Alternative less baseline.
    pub mean: f64,
    /// Lower end; none for one replication.
    pub low_95: Option<f64>,
    /// Upper end.
    pub high_95: Option<f64>,
    /// Half the distance between the ends.
    pub half_width: Option<f64>,
}

impl MeanDifference {
    /// The paired difference of replications of the same number; none without any.
    pub fn of(alternative: &[f64], baseline: &[f64], confidence: f64) -> Option<Self> {
        let found = paired(alternative, baseline, confidence);
        if let Some(found) = found {
            let half_width = Some(found.half_width());
            return Some(Self {
                mean: found.mean,
                low_95: Some(found.low),
                high_95: Some(found.high),
                half_width,
            });
        }
        let mean = alternative.first()? - baseline.first()?;
        Some(Self { mean, low_95: None, high_95: None, half_width: None })
    }

    /// Whether the interval leaves out zero.
    pub fn is_distinguishable(&self) -> bool {
        matches!((self.low_95, self.high_95), (Some(low), Some(high)) if low > 0.0 || high < 0.0)
    }
}

/// A mean on both sides, and the paired difference.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Moved {
    /// Mean of the baseline.
    pub baseline: f64,
    /// Mean of the alternative.
    pub alternative: f64,
    /// Alternative less baseline.
    pub difference: MeanDifference,
    /// Whether it is the same in every replication.
    pub same: bool,
}

impl Moved {
    /// Compares replications of the same number; none where a time of either side did not come.
    pub(super) fn of(alternative: &[f64], baseline: &[f64], confidence: f64) -> Option<Self> {
        if alternative.iter().chain(baseline).any(|value| !value.is_finite()) {
            return None;
        }
        Some(Self {
            baseline: Moments::of(baseline)?.mean,
            alternative: Moments::of(alternative)?.mean,
            difference: MeanDifference::of(alternative, baseline, confidence)?,
            same: alternative == baseline,
        })
    }
}

/// What moves from a baseline to an alternative; none where a side has no such mean.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Moves {
    /// Closure of the force [h].
    pub closure_h: Option<Moved>,
    /// Mean arrival of people and vehicles, where every replication of both sides closed [h].
    pub mean_arrival_h: Option<Moved>,
    /// Share of replications in time, each by its own deadline.
    pub on_time: Option<Moved>,
    /// Hours late against it.
    pub late_h: Option<Moved>,
    /// When the last site is covered [h].
    pub covered_h: Option<Moved>,
    /// Loaded trips.
    pub sorties: Option<Moved>,
    /// Cost, where every replication of both sides closed.
    pub cost: Option<Moved>,
    /// End of the withdrawal [h].
    pub withdrawal_h: Option<Moved>,
    /// Median closure [h].
    pub closure_p50_h: Option<Moved>,
    /// What closure does not exceed in nine of ten replications [h].
    pub closure_p90_h: Option<Moved>,
    /// Replications that one side alone has in time.
    pub on_time_test: Option<McNemar>,
}

impl Moves {
    /// Adds what moves beside the means.
    #[must_use]
    pub fn with(self, tail: &Tail) -> Self {
        let [closure_p50_h, closure_p90_h] = tail.moved();
        Self { closure_p50_h, closure_p90_h, on_time_test: tail.on_time, ..self }
    }

    /// Compares two scenarios under the same draws.
    pub fn of(alternative: &Sample<'_>, baseline: &Sample<'_>, confidence: f64) -> Self {
        let moved = |after: &[f64], before: &[f64]| Moved::of(after, before, confidence);
        let both = |after: Option<&[f64]>, before: Option<&[f64]>| moved(after?, before?);
        let closure_h = moved(alternative.closure_h, baseline.closure_h);
        // Where something does not arrive, the mean is over other people than where all do.
        let closed = closure_h.is_some();
        let arrival = || moved(alternative.mean_arrival_h, baseline.mean_arrival_h);
        Self {
            closure_h,
            mean_arrival_h: closed.then(arrival).flatten(),
            on_time: both(alternative.in_time().as_deref(), baseline.in_time().as_deref()),
            late_h: both(alternative.late_h().as_deref(), baseline.late_h().as_deref()),
            covered_h: both(alternative.covered_h, baseline.covered_h),
            sorties: closed.then(|| moved(alternative.sorties, baseline.sorties)).flatten(),
            cost: both(alternative.cost, baseline.cost),
            withdrawal_h: both(alternative.withdrawal_h, baseline.withdrawal_h),
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample<'a>(closure_h: &'a [f64], mean_arrival_h: &'a [f64]) -> Sample<'a> {
        let deadline = Some(Time::from_ms(72 * 3_600_000));
        Sample {
            closure_h,
            mean_arrival_h,
            deadline,
            sorties: &[40.0; 2],
            cost: None,
            covered_h: None,
            withdrawal_h: None,
        }
    }

    #[test]
    fn arrivals_may_move_where_closure_does_not() {
        let (before, after) = (sample(&[80.0, 70.0], &[56.0, 50.0]), sample(&[80.0, 70.0], &[45.0, 39.0]));
        let moves = Moves::of(&after, &before, 0.95);
        assert!(moves.closure_h.is_some_and(|moved| moved.same));
        let arrival = moves.mean_arrival_h.expect("a mean");
        assert_eq!((arrival.baseline, arrival.alternative, arrival.difference.mean), (53.0, 42.0, -11.0));
        assert!(!arrival.same && arrival.difference.is_distinguishable());
        // 8 h late in one of two, and in time in the other.
        let late = moves.late_h.expect("a deadline");
        assert_eq!(
            (late.baseline, late.difference.mean, moves.on_time.map(|share| share.baseline)),
            (4.0, 0.0, Some(0.5))
        );
    }

    #[test]
    fn what_does_not_close_counts_as_late_and_has_no_mean() {
        let (before, after) = (sample(&[60.0, 70.0], &[50.0; 2]), sample(&[60.0, f64::INFINITY], &[20.0; 2]));
        let moves = Moves::of(&after, &before, 0.95);
        assert_eq!(moves.on_time.map(|share| share.difference.mean), Some(-0.5));
        assert!(moves.closure_h.is_none() && moves.mean_arrival_h.is_none() && moves.late_h.is_none());
    }
}
