//! Two systems: the difference of their means.
//!
//! Under common random numbers the replications are pairs, and Student's t interval of the differences is the right
//! one (Law 2013, *Simulation Modeling and Analysis*, section 10.2.1). Several intervals at once share their error by
//! Bonferroni's inequality.

use serde::Serialize;

use super::interval::Interval;
use super::mean::Summary;
use super::special::student_quantile;

/// The difference of two means, in the unit of the values.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Difference {
    /// First mean minus second mean.
    pub mean: f64,
    /// Standard error of the difference.
    pub standard_error: f64,
    /// Degrees of freedom of the interval.
    pub degrees_of_freedom: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
}

impl Difference {
    fn new(mean: f64, standard_error: f64, degrees_of_freedom: f64, confidence: f64) -> Self {
        let half_width = student_quantile(0.5 + 0.5 * confidence, degrees_of_freedom) * standard_error;
        let Interval { low, high } = Interval::around(mean, half_width);
        Self { mean, standard_error, degrees_of_freedom, low, high }
    }

    /// Returns half the distance between the ends of the interval.
    pub fn half_width(&self) -> f64 {
        0.5 * (self.high - self.low)
    }

    /// Returns whether the interval leaves out zero, so that the sign of the difference is known.
    pub fn is_clear(&self) -> bool {
        self.low > 0.0 || self.high < 0.0
    }
}

/// Returns `first` minus `second`, replication by replication; `None` if the lengths differ.
pub fn differences(first: &[f64], second: &[f64]) -> Option<Vec<f64>> {
    (first.len() == second.len()).then(|| first.iter().zip(second).map(|(a, b)| a - b).collect())
}

/// Returns the paired interval of `first` minus `second`, such as alternative minus baseline; `None` if the lengths
/// differ or are below two.
pub fn paired(first: &[f64], second: &[f64], confidence: f64) -> Option<Difference> {
    let summary = Summary::of(&differences(first, second)?)?;
    let error = summary.standard_error()?;
    Some(Difference::new(summary.mean, error, (summary.n - 1) as f64, confidence))
}

/// Returns the confidence of each of `intervals` intervals that hold jointly with `confidence` (Bonferroni).
pub fn bonferroni(confidence: f64, intervals: usize) -> f64 {
    1.0 - (1.0 - confidence) / intervals.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::super::reference::FOUR_SYSTEMS;
    use super::super::special::assert_close;
    use super::*;

    const LAW_INVENTORY: [[f64; 5]; 2] =
        [[126.97, 124.31, 126.68, 122.66, 127.23], [118.21, 120.22, 122.45, 122.68, 119.40]];

    fn of_moments(n: usize, mean: f64, sd: f64) -> Summary {
        Summary { n, mean, sd: Some(sd), min: mean, max: mean }
    }

    #[test]
    fn the_paired_half_width_of_ksl_table_5_5_is_reproduced() {
        assert_close(of_moments(10, 2.219, 0.544_068_0).half_width(0.95).unwrap(), 0.389_202_8, 5e-8);
    }

    #[test]
    fn law_inventory_is_reproduced() {
        let [first, second] = &LAW_INVENTORY;
        let found = paired(first, second, 0.90).unwrap();
        assert_close(found.mean, 4.978, 1e-10);
        assert_close(found.standard_error * found.standard_error, 2.438_274, 5e-7);
        assert_close(found.half_width(), 3.328_873, 5e-7);
        assert_close(found.low, 1.649, 5e-4);
        assert_close(found.high, 8.307, 5e-4);
    }

    #[test]
    fn the_six_differences_of_four_systems_are_reproduced() {
        for (first, second, mean, sd) in [
            (1, 2, 0.8, 2.1208),
            (1, 3, 5.686, 5.3384),
            (1, 4, 1.258, 2.3430),
            (2, 3, 4.886, 3.4435),
            (2, 4, 0.458, 0.3445),
            (3, 4, -4.428, 3.1384),
        ] {
            let found = differences(&FOUR_SYSTEMS[first - 1], &FOUR_SYSTEMS[second - 1]).unwrap();
            let summary = Summary::of(&found).unwrap();
            assert_close(summary.mean, mean, 1e-10);
            assert_close(summary.sd.unwrap(), sd, 5e-5);
        }
        let one_three = paired(&FOUR_SYSTEMS[0], &FOUR_SYSTEMS[2], 0.95).unwrap();
        assert_close(one_three.low, 1.867_170, 5e-7);
        assert_close(one_three.high, 9.504_830, 5e-7);
        let two_four = paired(&FOUR_SYSTEMS[1], &FOUR_SYSTEMS[3], 0.95).unwrap();
        assert_close(two_four.low, 0.211_555, 5e-7);
        assert_close(two_four.high, 0.704_445, 5e-7);
    }

    #[test]
    fn the_bonferroni_intervals_of_four_systems_are_reproduced() {
        let each = bonferroni(0.95, 6);
        for (first, second, low, high) in
            [(1, 3, 0.0068, 11.3652), (2, 4, 0.0915, 0.8245), (3, 4, -7.7668, -1.0892)]
        {
            let found = paired(&FOUR_SYSTEMS[first - 1], &FOUR_SYSTEMS[second - 1], each).unwrap();
            assert_close(found.low, low, 5e-5);
            assert_close(found.high, high, 5e-5);
            assert!(found.is_clear());
        }
        assert!(!paired(&FOUR_SYSTEMS[0], &FOUR_SYSTEMS[1], each).unwrap().is_clear());
    }

    #[test]
    fn lists_that_do_not_pair_are_refused() {
        assert_eq!(paired(&[1.0, 2.0], &[1.0], 0.95), None);
        assert_eq!(paired(&[1.0], &[1.0], 0.95), None);
    }

    #[test]
    fn no_effect_in_any_replication_is_a_certain_zero() {
        let found = paired(&[3.0, 4.0, 5.0], &[3.0, 4.0, 5.0], 0.95).unwrap();
        assert_close(found.low, 0.0, 0.0);
        assert_close(found.high, 0.0, 0.0);
        assert!(!found.is_clear());
    }
}
