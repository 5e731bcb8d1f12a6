//! What a sweep says of a design point: a few figures, since there may be a million of them.

use crate::experiment::results::{CONFIDENCE, OnTime};
use crate::experiment::statistics::mean::Summary;
use crate::experiment::statistics::quantile::{quantile_of_sorted, sorted};

/// The figures of one design point.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// Names the point: a BLAKE3 hash of what decides its figures.
    pub hash: blake3::Hash,
    /// Closure [h]; none when a replication did not close.
    pub closure_h: Option<Outline>,
    /// Replications that did not close.
    pub not_closed: usize,
    /// In time; none without a deadline.
    pub on_time: Option<OnTime>,
    /// Mean of loaded trips.
    pub sorties: f64,
    /// What the deployment costs, in the currency of the scenario; only where something costs money.
    pub cost: Option<Outline>,
}

/// A distribution over the replications of a point, in the unit of its values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outline {
    /// Mean; none where a value is infinite.
    pub mean: Option<f64>,
    /// Half-width of its 95 % interval.
    pub half_width_95: Option<f64>,
    /// Median; none where it is infinite.
    pub p50: Option<f64>,
    /// What 90 % of the values do not exceed; none where that is infinite.
    pub p90: Option<f64>,
}

impl Outline {
    /// Describes values of which some may be infinite.
    pub(super) fn of(values: &[f64]) -> Self {
        let finite = values.iter().all(|value| value.is_finite());
        let whole = finite.then(|| Summary::of(values)).flatten();
        let sorted = sorted(values);
        let at = |p: f64| quantile_of_sorted(&sorted, p).filter(|value| value.is_finite());
        Self {
            mean: whole.map(|whole| whole.mean),
            half_width_95: whole.and_then(|whole| whole.half_width(CONFIDENCE)),
            p50: at(0.50),
            p90: at(0.90),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::results::Closure;

    #[test]
    fn an_outline_says_what_the_results_of_a_run_say() {
        for values in [vec![3.0, 1.0, 2.5, 9.0], vec![1.0, f64::INFINITY], vec![4.0], vec![]] {
            let (outline, whole) = (Outline::of(&values), Closure::of(&values));
            let told = (whole.mean, whole.half_width_95, whole.p50, whole.p90);
            assert_eq!((outline.mean, outline.half_width_95, outline.p50, outline.p90), told);
        }
    }
}
