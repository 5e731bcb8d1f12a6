//! Control variates: a mean corrected by an input whose mean is known.
//!
//! Law (2013), *Simulation Modeling and Analysis*, section 11.4, with the interval of Lavenberg and Welch (1981),
//! *Management Science* 27, 322-335, at n - 2 degrees of freedom.
//!
//! No command uses them yet; they serve studies of cost and speed, which need fewer replications with a control.

use serde::Serialize;

use super::interval::Interval;
use super::mean::mean_and_squares;
use super::special::student_quantile;

/// A mean that was corrected by one control.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ControlledMean {
    /// The corrected mean, in the unit of the values.
    pub mean: f64,
    /// Estimated best coefficient, unit of the values per unit of the control.
    pub coefficient: f64,
    /// Squared correlation of values and control: the share of the variance that is removed.
    pub correlation_squared: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
}

/// Returns the mean of `values` corrected by `control`, whose true mean is `known_mean`; `None` if the lengths differ
/// or are below three, or either list has no spread.
pub fn controlled_mean(
    values: &[f64],
    control: &[f64],
    known_mean: f64,
    confidence: f64,
) -> Option<ControlledMean> {
    if values.len() != control.len() || values.len() < 3 {
        return None;
    }
    let n = values.len() as f64;
    let (value_mean, value_squares) = mean_and_squares(values)?;
    let (control_mean, control_squares) = mean_and_squares(control)?;
    if value_squares <= 0.0 || control_squares <= 0.0 {
        return None;
    }
    let products = values.iter().zip(control).map(|(x, c)| (x - value_mean) * (c - control_mean));
    let products: f64 = products.sum();
    let coefficient = products / control_squares;
    let off = control_mean - known_mean;
    let mean = value_mean - coefficient * off;
    let residual = (value_squares - coefficient * products).max(0.0) / (n - 2.0);
    let error = (residual * (1.0 / n + off * off / control_squares)).sqrt();
    let Interval { low, high } =
        Interval::around(mean, student_quantile(0.5 + 0.5 * confidence, n - 2.0) * error);
    let correlation_squared = products * products / (control_squares * value_squares);
    Some(ControlledMean { mean, coefficient, correlation_squared, low, high })
}

#[cfg(test)]
mod tests {
    use super::super::mean::Summary;
    use super::super::special::assert_close;
    use super::*;

    /// The midpoints of 20,000 equal parts of [0, 1].
    fn grid() -> Vec<f64> {
        (0..20_000).map(|i| (f64::from(i) + 0.5) / 20_000.0).collect()
    }

    #[test]
    fn the_exponential_of_a_uniform_has_its_known_variances() {
        let grid = grid();
        let values: Vec<f64> = grid.iter().map(|u| libm::exp(*u)).collect();
        let sd = Summary::of(&values).unwrap().sd.unwrap();
        assert_close(sd * sd, 0.242_035_6, 2e-5);
        let pairs: Vec<f64> = grid.iter().map(|u| 0.5 * (libm::exp(*u) + libm::exp(1.0 - u))).collect();
        let sd = Summary::of(&pairs).unwrap().sd.unwrap();
        assert_close(sd * sd, 0.003_912_5, 1e-6);
        let controlled = controlled_mean(&values, &grid, 0.5, 0.95).unwrap();
        assert_close(controlled.correlation_squared, 0.983_720_5, 1e-6);
        assert_close(controlled.mean, std::f64::consts::E - 1.0, 1e-8);
    }

    #[test]
    fn a_linear_control_removes_everything() {
        let control = [1.0, 4.0, 2.0, 7.0];
        let values = control.map(|c| 3.0 * c + 1.0);
        let controlled = controlled_mean(&values, &control, 5.0, 0.95).unwrap();
        assert_close(controlled.mean, 16.0, 1e-12);
        assert_close(controlled.coefficient, 3.0, 1e-12);
        assert_close(controlled.high - controlled.low, 0.0, 1e-6);
    }

    #[test]
    fn a_control_without_spread_is_refused() {
        assert_eq!(controlled_mean(&[1.0, 2.0, 3.0], &[1.0; 3], 1.0, 0.95), None);
        assert_eq!(controlled_mean(&[1.0, 2.0], &[1.0, 2.0], 1.0, 0.95), None);
    }
}
