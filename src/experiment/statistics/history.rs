//! History matching: which values of parameters the record does not rule out.
//!
//! Craig, Goldstein, Seheult and Smith (1997), *Case Studies in Bayesian Statistics III*, 37-93; for stochastic models
//! Andrianakis et al. (2015), *`PLoS` Computational Biology* 11, e1003968. The model is fast, so it is run at every point and
//! needs no emulator.

use super::special::{normal_cdf, normal_quantile};

/// How implausible a record may be: three standard deviations (Pukelsheim 1994, *The American Statistician* 48, 88-91).
const CUTOFF: f64 = 3.0;

/// One observed output.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Target {
    /// Smallest value that the record allows.
    pub low: f64,
    /// Largest value that the record allows.
    pub high: f64,
    /// Standard deviation of what the model leaves out.
    pub discrepancy: f64,
}

impl Target {
    /// The middle of the record.
    pub fn middle(&self) -> f64 {
        f64::midpoint(self.low, self.high)
    }

    /// Variance of what stands between the model and the middle of the record: the discrepancy, and the record's range, any
    /// value of which is as likely as any other.
    pub fn variance(&self) -> f64 {
        let range = self.high - self.low;
        self.discrepancy * self.discrepancy + range * range / 12.0
    }
}

/// Returns the implausibility of a record given the replications at one point: the distance of their mean to the middle of
/// the record in standard deviations, of which chance (reality is one replication), the error of the mean, the range of the
/// record and the discrepancy have a part. Infinite where a replication is, or where there is none.
pub fn implausibility(replications: &[f64], target: &Target) -> f64 {
    let n = replications.len() as f64;
    let mean = replications.iter().sum::<f64>() / n;
    if !mean.is_finite() {
        return f64::INFINITY;
    }
    let squares: f64 = replications.iter().map(|value| (value - mean) * (value - mean)).sum();
    let chance = if n > 1.0 { squares / (n - 1.0) * (1.0 + 1.0 / n) } else { 0.0 };
    let distance = (mean - target.middle()).abs();
    let sd = (chance + target.variance()).sqrt();
    if sd > 0.0 {
        distance / sd
    } else if distance > 0.0 {
        f64::INFINITY
    } else {
        0.0
    }
}

/// Returns the cutoff for the largest of `outputs` implausibilities: that which the right parameters exceed as seldom as one
/// implausibility exceeds 3 (Šidák 1967, *JASA* 62, 626-633).
pub fn cutoff(outputs: usize) -> f64 {
    let one = 2.0 * normal_cdf(CUTOFF) - 1.0;
    let each = libm::pow(one, 1.0 / outputs.max(1) as f64);
    normal_quantile(0.5 + 0.5 * each)
}

/// A box in the unit cube of shares of ranges: low and high end in each direction.
pub type Bounds = Vec<(f64, f64)>;

/// The whole cube.
pub fn everything(dimensions: usize) -> Bounds {
    vec![(0.0, 1.0); dimensions]
}

/// Returns the point of a box at shares of its sides.
pub fn within(bounds: &Bounds, shares: &[f64]) -> Vec<f64> {
    bounds.iter().zip(shares).map(|((low, high), share)| low + share * (high - low)).collect()
}

/// Returns the volume of a box.
pub fn volume(bounds: &Bounds) -> f64 {
    bounds.iter().map(|(low, high)| high - low).product()
}

/// Returns the least box around points, wider by about the distance of neighbours among `all` points that filled `outer`, and
/// within it; `None` without points.
pub fn around(points: &[&Vec<f64>], all: usize, outer: &Bounds) -> Option<Bounds> {
    points.first()?;
    let step = libm::pow(all.max(1) as f64, -1.0 / outer.len().max(1) as f64);
    let side = |(index, (low, high)): (usize, &(f64, f64))| {
        let room = step * (high - low);
        let values = || points.iter().map(|point| point[index]);
        let least = values().fold(f64::INFINITY, f64::min) - room;
        let most = values().fold(f64::NEG_INFINITY, f64::max) + room;
        (least.max(*low), most.min(*high))
    };
    Some(outer.iter().enumerate().map(side).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn implausibility_is_by_hand() {
        // Mean 10, variance 4 of three replications; the record from 13 to 19 has variance 3; discrepancy 2.
        let target = Target { low: 13.0, high: 19.0, discrepancy: 2.0 };
        let expected = 6.0 / (4.0_f64 * (4.0 / 3.0) + 3.0 + 4.0).sqrt();
        assert!((implausibility(&[8.0, 10.0, 12.0], &target) - expected).abs() < 1e-12);
        let exact = Target { low: 5.0, high: 5.0, discrepancy: 0.0 };
        assert!(implausibility(&[5.0], &exact).abs() < f64::EPSILON);
        assert!(implausibility(&[6.0], &exact).is_infinite());
        assert!(implausibility(&[5.0, f64::INFINITY], &exact).is_infinite());
    }

    #[test]
    fn the_cutoff_grows_with_the_outputs() {
        assert!((cutoff(1) - 3.0).abs() < 1e-6);
        // 0.9973002^(1/20) = 0.99986484, whose two-sided quantile is 3.8166.
        assert!((cutoff(20) - 3.8166).abs() < 2e-3, "{}", cutoff(20));
    }

    #[test]
    fn a_box_holds_the_points_with_room_and_stays_in_the_one_before() {
        let points = [vec![0.5, 0.1], vec![0.75, 0.2]];
        let found = around(&points.iter().collect::<Vec<_>>(), 16, &everything(2)).expect("a box");
        let expected = [(0.25, 1.0), (0.0, 0.45)];
        for (one, other) in found.iter().zip(expected) {
            assert!((one.0 - other.0).abs() < 1e-12 && (one.1 - other.1).abs() < 1e-12, "{found:?}");
        }
        assert!((volume(&found) - 0.3375).abs() < 1e-12);
        assert_eq!(around(&[], 16, &everything(2)), None);
    }
}
