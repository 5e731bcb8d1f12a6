//! The standard normal distribution.
//!
//! The distribution function is the complementary error function of `libm`; the quantile starts from the rational
//! approximation 26.2.23 of Abramowitz and Stegun (1964, error below 4.5e-4) and is refined by Halley's method.

/// Returns P(Z <= x) for a standard normal Z.
pub fn normal_cdf(x: f64) -> f64 {
    0.5 * libm::erfc(-x * std::f64::consts::FRAC_1_SQRT_2)
}

/// Returns the density of the standard normal distribution at `x`.
pub fn normal_density(x: f64) -> f64 {
    const ONE_OVER_SQRT_TAU: f64 = 0.398_942_280_401_432_7;
    ONE_OVER_SQRT_TAU * libm::exp(-0.5 * x * x)
}

/// Returns the x with P(Z <= x) = `p`: infinite for 0 and 1, NaN outside.
pub fn normal_quantile(p: f64) -> f64 {
    if !(0.0..=1.0).contains(&p) {
        return f64::NAN;
    }
    if p > 0.5 {
        return -lower_quantile(1.0 - p);
    }
    lower_quantile(p)
}

/// The quantile for `p` <= 1/2, where the distribution function keeps its relative accuracy.
fn lower_quantile(p: f64) -> f64 {
    const REFINEMENTS: usize = 4;
    if p <= 0.0 {
        return f64::NEG_INFINITY;
    }
    let t = (-2.0 * libm::log(p)).sqrt();
    let numerator = 2.515_517 + t * (0.802_853 + t * 0.010_328);
    let denominator = 1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308));
    let mut x = numerator / denominator - t;
    for _ in 0..REFINEMENTS {
        let density = normal_density(x);
        if density <= f64::MIN_POSITIVE {
            break;
        }
        let newton = (normal_cdf(x) - p) / density;
        x -= newton / (1.0 + 0.5 * x * newton);
    }
    x
}

#[cfg(test)]
mod tests {
    use super::super::assert_close;
    use super::*;

    #[test]
    fn the_distribution_function_matches_forty_digit_arithmetic_in_the_middle_and_far_out() {
        assert_close(normal_cdf(0.0), 0.5, 0.0);
        assert_close(normal_cdf(1.0), 0.841_344_746_068_542_9, 1e-15);
        assert_close(normal_cdf(-8.0) / 6.220_960_574_271_785e-16, 1.0, 1e-12);
        assert_close(normal_cdf(-37.0) / 5.725_571_222_524_577e-300, 1.0, 1e-11);
    }

    #[test]
    fn the_quantile_matches_forty_digit_arithmetic_in_the_middle_and_far_out() {
        assert_close(normal_quantile(0.975), 1.959_963_984_540_054, 1e-14);
        assert_close(normal_quantile(0.995), 2.575_829_303_548_900_4, 1e-14);
        assert_close(normal_quantile(0.5), 0.0, 1e-15);
        assert_close(normal_quantile(1e-10), -6.361_340_902_404_056, 1e-13);
        assert_close(normal_quantile(1e-300), -37.047_096_299_361_2, 1e-13);
    }

    #[test]
    fn the_quantile_undoes_the_distribution_function() {
        for step in 1..1000 {
            let p = f64::from(step) / 1000.0;
            assert_close(normal_cdf(normal_quantile(p)), p, 4e-16);
        }
    }

    #[test]
    fn arguments_at_and_beyond_the_ends_give_infinity_or_nan() {
        assert!(normal_quantile(0.0).is_infinite() && normal_quantile(0.0) < 0.0);
        assert!(normal_quantile(1.0).is_infinite() && normal_quantile(1.0) > 0.0);
        assert!(normal_quantile(-0.1).is_nan());
        assert!(normal_quantile(f64::NAN).is_nan());
        assert!(normal_quantile(5e-324).is_finite());
    }
}
