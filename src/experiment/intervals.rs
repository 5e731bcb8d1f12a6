//! Intervals of what `result.json` gives as single numbers: the mean without the symmetry of Student's t, quantiles
//! between order statistics, and the exact interval of a probability.

use serde::{Deserialize, Serialize};

use super::statistics::mean::willink;
use super::statistics::quantile::{indices_for, quantile_interval, values_for_upper_bound};
use super::statistics::values::{Ranked, Values};

/// Confidence of every interval.
const CONFIDENCE: f64 = 0.95;

/// An interval. An end is `None` when the sample cannot bound it: too few replications, or too many that did not end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Ends {
    /// Lower end.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
}

impl Ends {
    /// Whether both ends are known.
    pub fn is_whole(&self) -> bool {
        self.low.is_some() && self.high.is_some()
    }
}

/// Intervals of quantiles between order statistics [h]: exact for any distribution.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct QuantileIntervals {
    pub p05: Ends,
    pub p10: Ends,
    pub p25: Ends,
    pub p50: Ends,
    pub p75: Ends,
    pub p90: Ends,
    pub p95: Ends,
}

impl QuantileIntervals {
    /// From ascending times, of which the last may be infinite.
    pub fn of<R: Ranked + ?Sized>(sorted: &R) -> Self {
        let at = |p: f64| {
            let found = quantile_interval(sorted, p, CONFIDENCE);
            let finite = |h: &f64| h.is_finite();
            Ends { low: found.low.filter(finite), high: found.high.filter(finite) }
        };
        Self {
            p05: at(0.05),
            p10: at(0.10),
            p25: at(0.25),
            p50: at(0.50),
            p75: at(0.75),
            p90: at(0.90),
            p95: at(0.95),
        }
    }
}

/// The probabilities of the quantiles that a distribution is told by.
const TOLD: [f64; 7] = [0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95];

/// The indices, from 0, of ascending values that give their extremes, their quantiles and the intervals of these.
pub(super) fn indices(n: usize) -> Vec<usize> {
    let ends = n.checked_sub(1).into_iter().flat_map(|last| [0, last]);
    ends.chain(TOLD.into_iter().flat_map(|p| indices_for(n, p, CONFIDENCE))).collect()
}

/// The interval of a mean after Willink, which leans to the side of the longer tail [h]; `None` below three values.
pub fn of_mean<V: Values + ?Sized>(values: &V) -> Option<Ends> {
    let found = willink(values, CONFIDENCE)?;
    Some(Ends { low: Some(found.low), high: Some(found.high) })
}

/// The fewest replications with which the `p` quantile has an interval with two ends.
pub fn replications_for(p: f64) -> Option<usize> {
    values_for_upper_bound(p.max(1.0 - p), 0.5 + 0.5 * CONFIDENCE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_extreme_quantiles_have_two_ends_from_72_replications_on() {
        assert_eq!((replications_for(0.95), replications_for(0.05)), (Some(72), Some(72)));
        let sorted = |n: u32| (0..n).map(f64::from).collect::<Vec<f64>>();
        assert!(QuantileIntervals::of(&sorted(72)).p95.is_whole());
        let few = QuantileIntervals::of(&sorted(71));
        assert!(few.p95.high.is_none() && few.p95.low.is_some() && few.p50.is_whole());
    }

    #[test]
    fn replications_that_did_not_end_are_no_end_of_an_interval() {
        let mut sorted: Vec<f64> = (0..95).map(f64::from).collect();
        sorted.extend([f64::INFINITY; 5]);
        let found = QuantileIntervals::of(&sorted);
        assert_eq!(found.p95.high, None);
        assert!(found.p50.is_whole());
    }
}
