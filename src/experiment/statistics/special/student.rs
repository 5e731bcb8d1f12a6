//! Student's t distribution, from the incomplete beta function (DLMF 8.17 and Abramowitz and Stegun 26.7.1).
//!
//! Degrees of freedom may be fractional (Welch); with infinitely many it is the normal distribution.

use super::beta::{beta_cdf_of_pair, beta_quantile_pair};
use super::normal::{normal_cdf, normal_quantile};

/// Beyond so many degrees of freedom the difference from the normal distribution is below 1e-12.
const NORMAL_FROM: f64 = 1e12;

/// Returns P(T <= t) with `df` degrees of freedom; NaN unless `df` is positive.
pub fn student_cdf(t: f64, df: f64) -> f64 {
    if t.is_nan() || df.is_nan() || df <= 0.0 {
        return f64::NAN;
    }
    if df > NORMAL_FROM {
        return normal_cdf(t);
    }
    let square = t * t;
    let tail = if square.is_infinite() {
        0.0
    } else if square == 0.0 {
        0.5
    } else {
        0.5 * beta_cdf_of_pair(df / (df + square), square / (df + square), 0.5 * df, 0.5)
    };
    if t > 0.0 { 1.0 - tail } else { tail }
}

/// Returns the t with P(T <= t) = `p` at `df` degrees of freedom: infinite for 0 and 1, NaN outside the domain.
pub fn student_quantile(p: f64, df: f64) -> f64 {
    if !(0.0..=1.0).contains(&p) || df.is_nan() || df <= 0.0 {
        return f64::NAN;
    }
    if df > NORMAL_FROM {
        return normal_quantile(p);
    }
    let lower = p.min(1.0 - p);
    if lower <= 0.0 {
        return if p < 0.5 { f64::NEG_INFINITY } else { f64::INFINITY };
    }
    let (x, y) = beta_quantile_pair(2.0 * lower, 0.5 * df, 0.5);
    let magnitude = (df * y / x).sqrt();
    if p < 0.5 { -magnitude } else { magnitude }
}

#[cfg(test)]
#[expect(clippy::unreadable_literal, reason = "reference numbers as their sources print them")]
mod tests {
    use super::super::assert_close;
    use super::*;

    #[test]
    fn the_distribution_function_matches_scipy_and_forty_digit_arithmetic() {
        assert_close(student_cdf(1.0, 1.0), 0.75, 1e-15);
        assert_close(student_cdf(2.262, 9.0), 0.9749935772487727, 1e-14);
        assert_close(student_cdf(0.001, 7.0), 0.5003849913775006, 1e-14);
        assert_close(student_cdf(1.96, 1000.0), 0.9748634075221256, 1e-13);
        assert_close(student_cdf(-3.0, 2.5) / 0.03628804777451592, 1.0, 1e-13);
        assert_close(student_cdf(-40.0, 3.0) / 0.000017190340394579263, 1.0, 1e-13);
        assert_close(student_cdf(-1.5, 1e6) / 0.06680735911839639, 1.0, 1e-12);
        assert_close(student_cdf(-10.0, 30.0) / 2.2876257041148064e-11, 1.0, 1e-12);
    }

    #[test]
    fn quantiles_match_scipy() {
        for (p, df, expected) in [
            (0.975, 9.0, 2.262157162798205),
            (0.95, 9.0, 1.833112932656237),
            (0.975, 1.0, 12.706204736174694),
            (0.995, 19.0, 2.8609346064649794),
            (0.6, 3.0, 0.2766706623326898),
            (0.5001, 5.0, 0.0002634305560701236),
            (1e-6, 4.0, -41.577854150450975),
            (0.975, 7.9924, 2.306385874983839),
            (0.975, 199.0, 1.9719565442517533),
            (0.975, 1e7, 1.959964221767205),
            (1e-12, 2.0, -707106.7811854869),
            (1.0 - 0.05 / 3.0, 9.0, 2.509587057391669),
        ] {
            // The continued fraction takes thousands of terms at millions of degrees of freedom.
            let tolerance = if df > 1e6 { 1e-10 } else { 1e-12 };
            assert_close(student_quantile(p, df) / expected, 1.0, tolerance);
        }
    }

    #[test]
    fn the_quantile_is_odd_and_ends_in_infinity() {
        assert_close(student_quantile(0.5, 4.0), 0.0, 1e-15);
        assert_close(student_quantile(0.2, 4.0) + student_quantile(0.8, 4.0), 0.0, 1e-14);
        assert!(student_quantile(0.0, 3.0).is_infinite());
        assert!(student_quantile(1.0, 3.0) > 1e300);
        assert!(student_quantile(0.9, 0.0).is_nan());
        assert!(student_quantile(f64::NAN, 3.0).is_nan());
        assert_close(student_quantile(0.975, f64::INFINITY), 1.959963984540054, 1e-13);
        assert!(student_cdf(f64::INFINITY, 3.0) > 0.999_999);
    }
}
