//! The regularised incomplete beta function, its inverse, and the binomial distribution that rests on it.
//!
//! The function is the continued fraction 8.17.22 of the NIST Digital Library of Mathematical Functions, evaluated by
//! the modified Lentz method (Thompson and Barnett 1986). Its leading factor is computed from deviances and Stirling
//! errors, the way Loader (2000) computes binomial probabilities, so that large parameters lose no digits. Parameters beyond
//! 1e9 may give NaN: there the fraction does not converge within its bound, and no number is better than a wrong one.

#![expect(clippy::many_single_char_names, reason = "x, y, a, b, p and m are what the formulas call them")]

/// Returns `I_x(a, b)`, the distribution function of Beta(`a`, `b`) at `x`; NaN unless `a` and `b` are positive.
pub fn beta_cdf(x: f64, a: f64, b: f64) -> f64 {
    if !positive(a) || !positive(b) || x.is_nan() {
        return f64::NAN;
    }
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    beta_cdf_of_pair(x, 1.0 - x, a, b)
}

/// Returns the x with `I_x(a, b)` = `p`: 0 and 1 at the ends, NaN outside the domain.
pub fn beta_quantile(p: f64, a: f64, b: f64) -> f64 {
    beta_quantile_pair(p, a, b).0
}

/// Returns P(X <= `successes`) for a binomial X of `trials` trials with `probability` each.
pub fn binomial_cdf(successes: usize, trials: usize, probability: f64) -> f64 {
    if !(0.0..=1.0).contains(&probability) {
        return f64::NAN;
    }
    if successes >= trials {
        return 1.0;
    }
    let (a, b) = ((trials - successes) as f64, successes as f64 + 1.0);
    if probability <= 0.0 {
        return 1.0;
    }
    if probability >= 1.0 {
        return 0.0;
    }
    beta_cdf_of_pair(1.0 - probability, probability, a, b)
}

/// `I_x(a, b)` for `x` with its complement `y` = 1 - `x`, both given so that neither loses digits to the other.
pub(super) fn beta_cdf_of_pair(x: f64, y: f64, a: f64, b: f64) -> f64 {
    let factor = leading_factor(x, y, a, b);
    let value = if x * (a + b + 2.0) < a + 1.0 {
        factor * continued_fraction(x, a, b) / a
    } else {
        1.0 - factor * continued_fraction(y, b, a) / b
    };
    value.clamp(0.0, 1.0)
}

/// The x with `I_x(a, b)` = `p`, and 1 - x.
pub(super) fn beta_quantile_pair(p: f64, a: f64, b: f64) -> (f64, f64) {
    if !positive(a) || !positive(b) || !(0.0..=1.0).contains(&p) {
        return (f64::NAN, f64::NAN);
    }
    if p <= 0.0 {
        return (0.0, 1.0);
    }
    if p >= 1.0 {
        return (1.0, 0.0);
    }
    // The lower tail is solved on a logarithmic scale; the upper one is the lower one of the mirrored distribution.
    let median_side = beta_cdf(a / (a + b), a, b);
    if p <= median_side {
        from_logit(lower_logit(p, a, b))
    } else {
        let (y, x) = from_logit(lower_logit(1.0 - p, b, a));
        (x, y)
    }
}

/// The logit of the quantile, by Newton's method on ln I: below the mean that is a concave, nearly straight function
/// of the logit u, since dI/du = x^a y^b / B(a, b). Bisection guards every step.
fn lower_logit(p: f64, a: f64, b: f64) -> f64 {
    const STEPS: usize = 200;
    /// Beyond it the smaller of x and 1 - x is no longer a normal number.
    const LOGIT_LIMIT: f64 = 708.0;
    let target = libm::log(p);
    let (mut low, mut high) = (-LOGIT_LIMIT, LOGIT_LIMIT);
    let mut u = libm::log(a / b).clamp(low, high);
    for _ in 0..STEPS {
        let (x, y) = from_logit(u);
        let value = beta_cdf_of_pair(x, y, a, b);
        let excess = libm::log(value) - target;
        if excess.is_nan() {
            return f64::NAN;
        }
        if excess > 0.0 {
            high = u;
        } else {
            low = u;
        }
        let mut next = u - excess * value / leading_factor(x, y, a, b);
        if !(next > low && next < high) {
            next = 0.5 * (low + high);
        }
        let step = (next - u).abs();
        u = next;
        if step <= 2.0 * f64::EPSILON * u.abs().max(1e-3) || high - low <= f64::EPSILON * u.abs() {
            break;
        }
    }
    u
}

fn from_logit(u: f64) -> (f64, f64) {
    (1.0 / (1.0 + libm::exp(-u)), 1.0 / (1.0 + libm::exp(u)))
}

fn positive(parameter: f64) -> bool {
    parameter > 0.0 && parameter.is_finite()
}

/// x^a y^b / B(a, b).
fn leading_factor(x: f64, y: f64, a: f64, b: f64) -> f64 {
    let shift = x * b - y * a;
    let deviance =
        a * ln_minus_excess(x * (a + b) / a, shift / a) + b * ln_minus_excess(y * (a + b) / b, -shift / b);
    let stirling = stirling_error(a + b) - stirling_error(a) - stirling_error(b);
    (a / (a + b) * b / std::f64::consts::TAU).sqrt() * libm::exp(deviance + stirling)
}

/// ln(ratio) - d for a `ratio` that is 1 + d; near 1 without cancellation, from ln(1 + d) = 2 artanh(d / (2 + d)).
fn ln_minus_excess(ratio: f64, d: f64) -> f64 {
    const TERMS: usize = 24;
    if !(-0.4..=0.5).contains(&d) {
        return libm::log(ratio) - d;
    }
    let r = d / (2.0 + d);
    let square = r * r;
    let (mut sum, mut power) = (0.0, r * square);
    for k in 1..TERMS {
        sum += power / (2 * k + 1) as f64;
        power *= square;
    }
    2.0 * (sum - square / (1.0 - r))
}

/// ln Gamma(a) minus Stirling's formula.
fn stirling_error(a: f64) -> f64 {
    const HALF_LN_TAU: f64 = 0.918_938_533_204_672_7;
    if a < 12.0 {
        return libm::lgamma(a) - ((a - 0.5) * libm::log(a) - a + HALF_LN_TAU);
    }
    let inverse = 1.0 / a;
    let square = inverse * inverse;
    let tail = 1.0 / 1680.0 - square * (1.0 / 1188.0 - square * 691.0 / 360_360.0);
    inverse * (1.0 / 12.0 - square * (1.0 / 360.0 - square * (1.0 / 1260.0 - square * tail)))
}

/// The continued fraction, for x below the mean, where it converges within a few times sqrt(max(a, b)) terms; NaN if
/// that is more than the bound, which takes parameters beyond 1e9.
fn continued_fraction(x: f64, a: f64, b: f64) -> f64 {
    const TERMS: usize = 200_000;
    const TINY: f64 = 1e-300;
    let away_from_zero = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0));
    let mut fraction = d;
    for m in 1..TERMS {
        let m = m as f64;
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / away_from_zero(1.0 + even * d);
        c = away_from_zero(1.0 + even / c);
        fraction *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / away_from_zero(1.0 + odd * d);
        c = away_from_zero(1.0 + odd / c);
        let change = d * c;
        fraction *= change;
        if (change - 1.0).abs() <= f64::EPSILON {
            return fraction;
        }
    }
    f64::NAN
}

#[cfg(test)]
#[expect(clippy::unreadable_literal, reason = "reference numbers as their sources print them")]
mod tests {
    use super::super::assert_close;
    use super::*;

    #[track_caller]
    fn assert_ratio(found: f64, expected: f64, tolerance: f64) {
        assert_close(found / expected, 1.0, tolerance);
    }

    #[test]
    fn the_beta_function_matches_forty_digit_arithmetic() {
        assert_ratio(beta_cdf(0.3, 2.0, 5.0), 0.579825, 1e-14);
        assert_ratio(beta_cdf(0.01, 0.1, 20.0), 0.8781283685059499, 1e-13);
        assert_ratio(beta_cdf(0.9, 200.0, 20.0), 0.30193425571707727, 1e-12);
        assert_ratio(beta_cdf(0.95, 950.0, 51.0), 0.5375290408014252, 1e-12);
        assert_ratio(beta_cdf(1e-8, 0.5, 3.0), 0.00018749999875, 1e-14);
        assert_ratio(beta_cdf(0.999, 50.0, 0.5), 0.7523690199653766, 1e-13);
        assert_ratio(beta_cdf(0.2, 500.0, 500.0), 2.58148779469886e-99, 1e-12);
    }

    #[test]
    fn large_parameters_lose_few_digits_and_end() {
        assert_ratio(beta_cdf(0.9501, 95_000.0, 5_000.0), 0.5559990896330492, 1e-11);
        assert_ratio(beta_cdf(0.5, 1e6, 1e6), 0.5, 1e-11);
        assert_ratio(beta_cdf(0.49995, 1e8, 1e8), 0.07864960326573513, 1e-9);
        assert_ratio(beta_quantile(0.5, 1e6, 1e6), 0.5, 1e-13);
    }

    #[test]
    fn beta_quantiles_match_scipy_far_into_the_tails() {
        assert_ratio(beta_quantile(0.025, 81.0, 183.0), 0.25273674558527126, 1e-13);
        assert_ratio(beta_quantile(0.975, 82.0, 182.0), 0.36762192260135135, 1e-13);
        assert_ratio(beta_quantile(0.025, 1.0, 29.0), 0.000872646883579922, 1e-13);
        assert_ratio(beta_quantile(0.05, 1000.0, 1.0), 0.9970087504549047, 1e-14);
        assert_ratio(beta_quantile(1e-10, 3.0, 4.0), 0.0001710195302398643, 1e-13);
        assert_ratio(beta_quantile(0.999999, 2.0, 3.0), 0.9936904263297945, 1e-14);
        assert_ratio(beta_quantile(0.025, 950.0, 51.0), 0.9346095120845064, 1e-13);
        assert_ratio(beta_quantile(0.05, 0.01, 1.0), 7.888609052210162e-131, 1e-10);
        assert_ratio(beta_quantile(1e-300, 2.0, 2.0), 5.773502691896258e-151, 1e-10);
        assert_ratio(beta_quantile(0.3, 0.01, 0.01), 6.42811993571847e-23, 1e-10);
    }

    #[test]
    fn the_quantile_undoes_the_distribution_function() {
        for a in [0.2, 1.0, 3.5, 40.0, 700.0] {
            for b in [0.3, 1.0, 12.0, 900.0] {
                for p in [1e-6, 0.01, 0.3, 0.5, 0.8, 0.999] {
                    // Where the quantile is within rounding of 1 it has no more digits to give.
                    let x = beta_quantile(p, a, b);
                    if x < 0.999 {
                        assert_ratio(beta_cdf(x, a, b), p, 1e-10);
                    }
                }
            }
        }
    }

    #[test]
    fn binomial_probabilities_match_scipy() {
        assert_ratio(binomial_cdf(58, 59, 0.95), 0.9515054747505769, 1e-14);
        assert_ratio(binomial_cdf(10, 20, 0.5), 0.5880985260009766, 1e-14);
        assert_ratio(binomial_cdf(3, 20, 0.9), 8.466309999999968e-15, 1e-12);
        assert_ratio(binomial_cdf(949, 1000, 0.95), 0.462470959198575, 1e-12);
        assert_ratio(binomial_cdf(0, 1000, 0.001), 0.36769542477096406, 1e-13);
        assert_ratio(binomial_cdf(5000, 100_000, 0.05), 0.5037624048046629, 1e-11);
    }

    #[test]
    fn arguments_at_and_beyond_the_ends_never_panic() {
        assert_close(beta_cdf(-1.0, 2.0, 3.0), 0.0, 0.0);
        assert_close(beta_cdf(2.0, 2.0, 3.0), 1.0, 0.0);
        assert_close(beta_quantile(0.0, 2.0, 3.0), 0.0, 0.0);
        assert_close(beta_quantile(1.0, 2.0, 3.0), 1.0, 0.0);
        assert_close(binomial_cdf(7, 7, 0.3), 1.0, 0.0);
        assert_close(binomial_cdf(0, 7, 0.0), 1.0, 0.0);
        assert_close(binomial_cdf(6, 7, 1.0), 0.0, 0.0);
        for bad in [f64::NAN, -1.0, 0.0, f64::INFINITY] {
            assert!(beta_cdf(0.5, bad, 1.0).is_nan());
            assert!(beta_quantile(0.5, 1.0, bad).is_nan());
        }
        assert!(beta_quantile(1.5, 1.0, 1.0).is_nan());
        assert!(binomial_cdf(1, 3, f64::NAN).is_nan());
        // A quantile far below the smallest float ends at the edge of the search.
        assert!(beta_quantile(1e-300, 1e-3, 1e3) <= 1e-300);
        assert!(beta_quantile(1e-300, 1e-12, 1e12).is_finite());
        assert!(beta_quantile(0.5, 1e-12, 1e-12).is_finite());
        // Where the fraction would need more terms than its bound, the answer is no number.
        assert!(beta_cdf(0.5, 1e15, 1e15).is_nan());
        assert!(beta_quantile(0.3, 1e15, 1e15).is_nan());
        assert!(beta_quantile(0.1, 1e300, 1e300).is_nan());
    }
}
