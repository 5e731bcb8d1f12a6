//! What moves beside the mean: the median and the late tail of closure, and how many replications change sides of the
//! deadline.

use std::slice;

use serde::Serialize;

use super::measures::{MeanDifference, Moved, Sample};
use crate::experiment::statistics::bootstrap::{QuantileDifference, Resamples};
use crate::experiment::statistics::mcnemar::McNemar;

/// A quantile of closure on both sides [h].
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct QuantileMoved {
    /// Quantile of the baseline.
    pub baseline: f64,
    /// Quantile of the alternative.
    pub alternative: f64,
    /// Alternative less baseline.
    pub difference: f64,
    /// Lower end of the interval of the difference; none for too few replications.
    pub low_95: Option<f64>,
    /// Upper end.
    pub high_95: Option<f64>,
}

impl QuantileMoved {
    /// None where a quantile lies among replications that do not close.
    fn of(found: QuantileDifference) -> Option<Self> {
        let QuantileDifference { baseline, alternative, difference, ends } = found;
        let (low_95, high_95) = (ends.map(|ends| ends.0), ends.map(|ends| ends.1));
        difference.is_finite().then_some(Self { baseline, alternative, difference, low_95, high_95 })
    }

    /// The row that a table of all that moves has for it; `same` says whether closure is equal in every replication.
    fn moved(&self, same: bool) -> Moved {
        let &Self { baseline, alternative, difference, low_95, high_95 } = self;
        let half_width = low_95.zip(high_95).map(|(low, high)| 0.5 * (high - low));
        let difference = MeanDifference { mean: difference, low_95, high_95, half_width };
        Moved { baseline, alternative, difference, same }
    }
}

/// Quantiles of closure. Their intervals are by the bootstrap.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Quantiles {
    /// The median.
    pub p50: Option<QuantileMoved>,
    /// What nine of ten replications do not exceed.
    pub p90: Option<QuantileMoved>,
}

/// What moves of a distribution beside its mean.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Tail {
    /// Quantiles of closure [h].
    pub closure: Quantiles,
    /// Replications that one side alone has in time, each by its own deadline; none without deadlines.
    pub on_time: Option<McNemar>,
    /// Whether closure is the same in every replication.
    same: bool,
}

impl Tail {
    /// Compares two scenarios under the same draws; replications are resampled by the seed.
    pub fn of(alternative: &Sample<'_>, baseline: &Sample<'_>, confidence: f64, seed: u64) -> Self {
        Self::of_each(slice::from_ref(alternative), baseline, confidence, seed).pop().unwrap_or_default()
    }

    /// Compares each of several scenarios with one under the same draws; replications are resampled by the seed.
    pub(super) fn of_each(
        alternatives: &[Sample<'_>],
        baseline: &Sample<'_>,
        confidence: f64,
        seed: u64,
    ) -> Vec<Self> {
        let before = baseline.closure_h;
        let resamples =
            Resamples::new(before.len(), confidence, &format!("resampled replications of seed {seed}"));
        let closures: Vec<&[f64]> = alternatives.iter().map(|sample| sample.closure_h).collect();
        let found = resamples.differences(&closures, before, [0.5, 0.9]);
        let quantiles = |found: Option<[QuantileDifference; 2]>| {
            let [p50, p90] = found.map(|found| found.map(QuantileMoved::of)).unwrap_or_default();
            Quantiles { p50, p90 }
        };
        let pairs = alternatives.iter().zip(found);
        pairs.map(|(alternative, found)| Self::with(quantiles(found), alternative, baseline)).collect()
    }

    fn with(closure: Quantiles, alternative: &Sample<'_>, baseline: &Sample<'_>) -> Self {
        let in_time = |sample: &Sample<'_>| {
            let deadline_h = sample.deadline?.as_h();
            Some(sample.closure_h.iter().map(|h| *h <= deadline_h).collect::<Vec<bool>>())
        };
        let on_time = in_time(alternative)
            .zip(in_time(baseline))
            .and_then(|(after, before)| McNemar::of_pairs(&after, &before));
        Self { closure, on_time, same: alternative.closure_h == baseline.closure_h }
    }

    /// The median and the late tail for a table of all that moves.
    pub(super) fn moved(&self) -> [Option<Moved>; 2] {
        [self.closure.p50, self.closure.p90].map(|quantile| quantile.map(|found| found.moved(self.same)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::Time;

    #[test]
    fn the_late_tail_may_get_better_where_the_median_hardly_moves() {
        // Every fifth replication is 30 h late; the alternative has those in time, and all others as they were.
        let before: Vec<f64> =
            (0..100).map(|k| 60.0 + f64::from(k % 7) + if k % 5 == 0 { 30.0 } else { 0.0 }).collect();
        let after: Vec<f64> = (0..100).map(|k| 60.0 + f64::from(k % 7)).collect();
        let deadline = Some(Time::from_ms(72 * 3_600_000));
        let sample = |closure_h| Sample { closure_h, deadline, ..Sample::default() };
        let tail = Tail::of(&sample(&after), &sample(&before), 0.95, 1);
        let (p50, p90) = (tail.closure.p50.expect("a median"), tail.closure.p90.expect("a tail"));
        assert!(p50.difference.abs() <= 2.0, "{p50:?}");
        assert!(p90.difference < -20.0 && p90.high_95.expect("an end") < -5.0, "{p90:?}");
        let found = tail.on_time.expect("a deadline");
        assert_eq!((found.gained, found.lost), (20, 0));
        assert!(found.p_value < 0.001);
        assert_eq!(tail, Tail::of(&sample(&after), &sample(&before), 0.95, 1));
    }

    #[test]
    fn a_tail_that_does_not_close_has_no_difference() {
        let mut open = vec![50.0; 30];
        open[..6].fill(f64::INFINITY);
        let sample = |closure_h| Sample { closure_h, ..Sample::default() };
        let tail = Tail::of(&sample(&open), &sample(&[60.0; 30]), 0.95, 1);
        assert!(tail.closure.p90.is_none() && tail.on_time.is_none());
        assert_eq!(tail.closure.p50.map(|found| found.difference), Some(-10.0));
    }
}
