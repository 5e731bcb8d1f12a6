//! Scores of a predictive distribution: how good a prediction was, sharpness included.
//!
//! Gneiting and Raftery (2007), *JASA* 102, 359-378. Smaller is better, and a forecaster who says what he believes does best.

/// Returns the interval score of an interval that is to hold `value` with probability `level` (eq. 43): its width, and 2/alpha
/// times what it misses by, where alpha is 1 less the level.
pub fn interval_score((low, high): (f64, f64), value: f64, level: f64) -> f64 {
    let missed = (low - value).max(0.0) + (value - high).max(0.0);
    high - low + 2.0 / (1.0 - level) * missed
}

/// Returns the continuous ranked probability score of a sample for a value (eq. 21): the mean distance to the value less half
/// the mean distance of two of the sample. `None` for an empty sample, and where one is infinite.
///
/// The sample is in ascending order.
pub fn crps(sorted: &[f64], value: f64) -> Option<f64> {
    let last = sorted.last().filter(|last| last.is_finite())?;
    debug_assert!(sorted.first().is_some_and(|first| first <= last), "the sample is in order");
    let n = sorted.len() as f64;
    let to_value: f64 = sorted.iter().map(|one| (one - value).abs()).sum();
    // Of an ordered sample, the sum over all pairs of their distance is twice the sum of (2i - n + 1) x_i, i from 0.
    let ranks = (0..sorted.len()).map(|index| 2.0 * index as f64 - n + 1.0);
    let apart: f64 = 2.0 * sorted.iter().zip(ranks).map(|(one, weight)| weight * one).sum::<f64>();
    Some((to_value / n - 0.5 * apart / (n * n)).max(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_score_is_its_width_and_twenty_times_the_miss_at_90_percent() {
        assert!((interval_score((10.0, 14.0), 12.0, 0.9) - 4.0).abs() < 1e-12);
        assert!((interval_score((10.0, 14.0), 15.0, 0.9) - 24.0).abs() < 1e-9);
        assert!((interval_score((10.0, 14.0), 9.5, 0.9) - 14.0).abs() < 1e-9);
    }

    #[test]
    fn crps_is_the_distance_for_a_point_and_by_hand_for_two() {
        assert_eq!(crps(&[3.0], 5.0), Some(2.0));
        // Distances to 1: 1 and 1, mean 1; pairs: 0, 2, 2, 0, half their mean 0.5.
        assert_eq!(crps(&[0.0, 2.0], 1.0), Some(0.5));
        assert_eq!(crps(&[], 1.0), None);
        assert_eq!(crps(&[1.0, f64::INFINITY], 1.0), None);
    }

    #[test]
    fn crps_of_a_uniform_sample_comes_near_its_closed_form() {
        // Uniform on [0, 1] at its middle: the integral of (F - 1{x >= 1/2})^2 is 1/12.
        let sample: Vec<f64> = (0..1_000).map(|index| (f64::from(index) + 0.5) / 1_000.0).collect();
        let score = crps(&sample, 0.5).expect("a score");
        assert!((score - 1.0 / 12.0).abs() < 1e-5, "{score}");
    }
}
