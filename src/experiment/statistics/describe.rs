//! The block of figures that `result.json` holds for one performance measure.

use serde::Serialize;

use super::mean::Summary;
use super::quantile::{quantile_of_sorted, sorted};

/// Mean with its half-width, spread and type 7 quantiles over replications, in the unit of the values.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Description {
    /// Arithmetic mean.
    pub mean: f64,
    /// Half-width of the 95 % Student t interval; `None` for a single replication.
    pub half_width_95: Option<f64>,
    /// Sample standard deviation; `None` for a single replication.
    pub sd: Option<f64>,
    /// Smallest value.
    pub min: f64,
    /// 5 % quantile.
    pub p05: f64,
    /// 10 % quantile.
    pub p10: f64,
    /// 25 % quantile.
    pub p25: f64,
    /// Median.
    pub p50: f64,
    /// 75 % quantile.
    pub p75: f64,
    /// 90 % quantile.
    pub p90: f64,
    /// 95 % quantile.
    pub p95: f64,
    /// Largest value.
    pub max: f64,
}

/// Returns the description of `values` in replication order; `None` if there are none.
pub fn describe(values: &[f64]) -> Option<Description> {
    let summary = Summary::of(values)?;
    let sorted = sorted(values);
    let at = |p| quantile_of_sorted(&sorted, p);
    Some(Description {
        mean: summary.mean,
        half_width_95: summary.half_width(0.95),
        sd: summary.sd,
        min: summary.min,
        p05: at(0.05)?,
        p10: at(0.10)?,
        p25: at(0.25)?,
        p50: at(0.50)?,
        p75: at(0.75)?,
        p90: at(0.90)?,
        p95: at(0.95)?,
        max: summary.max,
    })
}

#[cfg(test)]
mod tests {
    use super::super::reference::TWENTY;
    use super::super::special::assert_close;
    use super::*;

    #[test]
    fn twenty_values_are_described() {
        let description = describe(&TWENTY).unwrap();
        assert_close(description.mean, 22.3, 1e-12);
        assert_close(description.min, 9.0, 0.0);
        assert_close(description.p50, 21.5, 1e-12);
        assert_close(description.p90, 33.4, 1e-12);
        assert_close(description.max, 40.0, 0.0);
        let half_width = Summary::of(&TWENTY).unwrap().half_width(0.95);
        assert_eq!(description.half_width_95, half_width);
    }

    #[test]
    fn a_single_replication_has_no_half_width_and_says_null() {
        let description = describe(&[56.0]).unwrap();
        assert_eq!(description.half_width_95, None);
        let json = serde_json::to_value(description).unwrap();
        assert!(json["half_width_95"].is_null());
        assert_eq!(json["p95"], 56.0);
        assert!(describe(&[]).is_none());
    }
}
