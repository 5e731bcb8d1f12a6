//! The special functions behind every interval: normal, Student t, beta and binomial.
//!
//! Written on `libm` so that the bits are the same on every platform, with a bound on every loop. Arguments outside
//! the domain give NaN, never a panic. Checked against scipy to about 1e-12 relative.

mod beta;
mod normal;
mod solve;
mod student;

pub use beta::{beta_quantile, binomial_cdf};
pub use normal::{normal_cdf, normal_quantile};
pub(crate) use solve::root_of_increasing;
pub use student::{student_cdf, student_quantile};

#[cfg(test)]
#[track_caller]
pub(crate) fn assert_close(found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() <= tolerance, "found {found}, expected {expected} within {tolerance}");
}
