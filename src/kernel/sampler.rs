//! Durations by inversion: one uniform variate each, so that variates stay in step between runs.
//!
//! All transcendental functions come from `libm`, whose bits do not depend on the platform.

use super::normal::{Quantiles, each, normal_cdf, normal_quantile};
use super::time::{MOST_ROUNDED, MS_PER_H, ms, rounded_within};
use crate::units::{truncated_normal_mean, weibull_mean};

/// A duration, ready to draw [ms].
#[derive(Debug, Clone, PartialEq)]
pub enum Sampler {
    /// Always the same [ms].
    Fixed(i64),
    /// Between `min` and `min + span` [h].
    Uniform {
        /// Smallest value [h].
        min: f64,
        /// Width [h].
        span: f64,
    },
    /// Triangular [h].
    Triangular {
        /// Smallest value [h].
        min: f64,
        /// Most frequent value [h].
        mode: f64,
        /// Largest value [h].
        max: f64,
    },
    /// Normal, truncated: the uniform variate is mapped to `from + u * mass` of the normal distribution function.
    Normal {
        /// Mean before truncation [h].
        mean: f64,
        /// Standard deviation before truncation [h].
        sd: f64,
        /// Distribution function at the lower end.
        from: f64,
        /// Probability between the ends.
        mass: f64,
        /// Lower end [h].
        min: f64,
        /// Upper end [h].
        max: f64,
    },
    /// `exp(mu + sigma z)` [h].
    Lognormal {
        /// Mean of the logarithm.
        mu: f64,
        /// Standard deviation of the logarithm.
        sigma: f64,
    },
    /// Exponential [h].
    Exponential {
        /// Mean [h].
        mean: f64,
    },
    /// Weibull [h].
    Weibull {
        /// One over the shape.
        inverse_shape: f64,
        /// Scale [h].
        scale: f64,
    },
    /// One of these [h].
    Empirical(Vec<f64>),
}

impl Sampler {
    /// No time at all.
    pub const ZERO: Self = Self::Fixed(0);

    /// A normal distribution truncated to `[min, max]` [h].
    pub fn truncated_normal(mean: f64, sd: f64, min: f64, max: f64) -> Self {
        if sd == 0.0 {
            return Self::Fixed(ms(mean.clamp(min, max)));
        }
        let from = normal_cdf((min - mean) / sd);
        let to = if max.is_finite() { normal_cdf((max - mean) / sd) } else { 1.0 };
        Self::Normal { mean, sd, from, mass: to - from, min, max }
    }

    /// A lognormal distribution by its mean [h] and coefficient of variation.
    pub fn lognormal_mean(mean: f64, cv: f64) -> Self {
        // Moments of the lognormal: mean = exp(mu + sigma^2/2), cv^2 = exp(sigma^2) - 1.
        let variance = libm::log1p(cv * cv);
        Self::Lognormal { mu: libm::log(mean) - variance / 2.0, sigma: variance.sqrt() }
    }

    /// A lognormal distribution by its median and 90th percentile [h].
    pub fn lognormal_median(median: f64, p90: f64) -> Self {
        let mu = libm::log(median);
        Self::Lognormal { mu, sigma: (libm::log(p90) - mu) / normal_quantile(0.9) }
    }

    /// Whether it never takes any time.
    #[inline]
    pub fn is_zero(&self) -> bool {
        matches!(self, Self::Fixed(0))
    }

    /// Whether two draws can take different times; a distribution of no width is none.
    pub fn varies(&self) -> bool {
        match self {
            Self::Fixed(_) => false,
            Self::Uniform { span, .. } => *span > 0.0,
            Self::Triangular { min, max, .. } => max > min,
            Self::Normal { sd, min, max, .. } => *sd > 0.0 && max > min,
            Self::Lognormal { sigma, .. } => *sigma > 0.0,
            Self::Exponential { mean: scale } | Self::Weibull { scale, .. } => *scale > 0.0,
            Self::Empirical(values) => values.windows(2).any(|pair| ms(pair[0]) != ms(pair[1])),
        }
    }

    /// Whether a draw can differ from another.
    #[inline]
    pub fn is_random(&self) -> bool {
        !matches!(self, Self::Fixed(_))
    }

    /// The duration at a uniform variate [ms], not negative, and 139 years at most, which is longer than any horizon.
    #[inline]
    pub fn draw(&self, uniform: f64) -> i64 {
        match self {
            Self::Fixed(duration) => *duration,
            other => duration_ms(other.quantile_h(uniform)),
        }
    }

    /// The durations at several uniform variates [ms]: those that [`Sampler::draw`] gives, in less time.
    #[inline]
    pub fn draw_each<const N: usize>(&self, uniforms: [f64; N]) -> [i64; N] {
        let mut values = uniforms;
        if self.is_of_normal() {
            let mut quantiles = Quantiles::<N>::new();
            values = quantiles.take_on(&each(&values, |uniform| self.probability(uniform)));
            quantiles.put_right(&mut values);
        }
        self.durations_at(&values)
    }

    /// The plain number at a uniform variate, for factors.
    pub fn draw_factor(&self, uniform: f64) -> f64 {
        match self {
            Self::Fixed(duration) => super::time::hours(*duration),
            other => other.quantile_h(uniform).max(0.0),
        }
    }

    /// The quantile function [h].
    fn quantile_h(&self, uniform: f64) -> f64 {
        if self.is_of_normal() {
            self.hours_at(normal_quantile(self.probability(uniform)))
        } else {
            self.hours_at(uniform)
        }
    }

    /// Whether it is made of the standard normal distribution.
    #[inline(always)]
    pub(super) fn is_of_normal(&self) -> bool {
        matches!(self, Self::Normal { .. } | Self::Lognormal { .. })
    }

    /// Where a uniform variate lies in the standard normal distribution, for what is made of it.
    #[inline(always)]
    pub(super) fn probability(&self, uniform: f64) -> f64 {
        if let Self::Normal { from, mass, .. } = self { from + uniform * mass } else { uniform }
    }

    /// The value at a quantile of the standard normal distribution, for what is made of it; else at a uniform variate [h].
    #[inline(always)]
    fn hours_at(&self, value: f64) -> f64 {
        match self {
            Self::Fixed(duration) => super::time::hours(*duration),
            Self::Uniform { min, span } => min + value * span,
            Self::Triangular { min, mode, max } => {
                let width = max - min;
                if width <= 0.0 {
                    return *min;
                }
                let split = (mode - min) / width;
                if value < split {
                    min + (value * width * (mode - min)).sqrt()
                } else {
                    max - ((1.0 - value) * width * (max - mode)).sqrt()
                }
            }
            Self::Normal { mean, sd, min, max, .. } => (mean + sd * value).clamp(*min, *max),
            Self::Lognormal { mu, sigma } => libm::exp(mu + sigma * value),
            Self::Exponential { mean } => -mean * libm::log(1.0 - value),
            Self::Weibull { inverse_shape, scale } => {
                scale * libm::pow(-libm::log(1.0 - value), *inverse_shape)
            }
            Self::Empirical(values) => values[((value * values.len() as f64) as usize).min(values.len() - 1)],
        }
    }

    /// The durations at several such values [ms].
    #[inline(always)]
    pub(super) fn durations_at<const N: usize>(&self, values: &[f64; N]) -> [i64; N] {
        match self {
            Self::Fixed(duration) => [*duration; N],
            // Said apart, so that the loop need not ask of each value what the distribution is.
            Self::Normal { mean, sd, min, max, .. } => {
                each(values, |z| duration_ms((mean + sd * z).clamp(*min, *max)))
            }
            Self::Lognormal { mu, sigma } => each(&each(values, |z| libm::exp(mu + sigma * z)), duration_ms),
            other => each(values, |value| duration_ms(other.hours_at(value))),
        }
    }

    /// The smallest duration that can be drawn [ms].
    pub fn least_ms(&self) -> i64 {
        match self {
            Self::Fixed(duration) => *duration,
            Self::Uniform { min, .. } | Self::Triangular { min, .. } | Self::Normal { min, .. } => {
                ms(*min).max(0)
            }
            Self::Lognormal { .. } | Self::Exponential { .. } | Self::Weibull { .. } => 0,
            Self::Empirical(values) => ms(values.iter().copied().fold(f64::INFINITY, f64::min)).max(0),
        }
    }

    /// The expected duration [ms], 139 years at most.
    pub fn mean_ms(&self) -> i64 {
        bounded(match self {
            Self::Fixed(duration) => *duration,
            Self::Uniform { min, span } => ms(min + span / 2.0),
            Self::Triangular { min, mode, max } => ms((min + mode + max) / 3.0),
            Self::Lognormal { mu, sigma } => ms(libm::exp(mu + sigma * sigma / 2.0)),
            Self::Exponential { mean } => ms(*mean),
            Self::Empirical(values) => ms(values.iter().sum::<f64>() / values.len() as f64),
            Self::Normal { mean, sd, min, max, .. } => ms(truncated_normal_mean(*mean, *sd, *min, *max)),
            Self::Weibull { inverse_shape, scale } => ms(weibull_mean(*inverse_shape, *scale)),
        })
    }
}

/// Longer than every horizon [ms]: the tails of some distributions reach farther than time does.
pub const LONGEST_MS: i64 = 1 << 42;

/// Hours as a duration [ms]: as [`ms`] rounds them, then [`bounded`].
#[inline(always)]
fn duration_ms(hours: f64) -> i64 {
    const { assert!(LONGEST_MS <= MOST_ROUNDED) };
    // What is not a number takes no time.
    let value = hours * MS_PER_H as f64;
    let value = if value > 0.0 { value } else { 0.0 };
    rounded_within(if value < LONGEST_MS as f64 { value } else { LONGEST_MS as f64 })
}

#[inline(always)]
fn bounded(duration_ms: i64) -> i64 {
    duration_ms.clamp(0, LONGEST_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sample_means_and_spreads_are_those_of_the_parameters() {
        let cases = [
            (Sampler::lognormal_mean(1.5, 0.3), 1.5, 0.45),
            (Sampler::Exponential { mean: 6.0 }, 6.0, 6.0),
            (Sampler::Triangular { min: 2.0, mode: 3.0, max: 6.0 }, 11.0 / 3.0, (13.0_f64 / 18.0).sqrt()),
            (Sampler::Uniform { min: 1.0, span: 2.0 }, 2.0, (1.0_f64 / 3.0).sqrt()),
            (Sampler::Weibull { inverse_shape: 0.5, scale: 2.0 }, 1.772_453_85, 0.926_502_75),
            (Sampler::truncated_normal(4.0, 0.2, 0.0, f64::INFINITY), 4.0, 0.2),
        ];
        for (sampler, mean, sd) in cases {
            let n = 200_000;
            let values: Vec<f64> = (0..n)
                .map(|k| super::super::time::hours(sampler.draw((f64::from(k) + 0.5) / f64::from(n))))
                .collect();
            let average = values.iter().sum::<f64>() / f64::from(n);
            let variance = values.iter().map(|v| (v - average) * (v - average)).sum::<f64>() / f64::from(n);
            assert!((average - mean).abs() < 2e-3 * mean, "{sampler:?}: mean {average}");
            let expected = super::super::time::hours(sampler.mean_ms());
            assert!((expected - mean).abs() < 1e-6, "{sampler:?}: expected {expected}");
            assert!((variance.sqrt() - sd).abs() < 5e-3 * sd, "{sampler:?}: sd {}", variance.sqrt());
        }
    }

    #[test]
    fn the_mean_of_a_long_tail_is_exact() {
        // 3 * Gamma(3.5) = 3 * 15 sqrt(pi) / 8.
        let sampler = Sampler::Weibull { inverse_shape: 2.5, scale: 3.0 };
        assert_eq!(sampler.mean_ms(), ms(45.0 / 8.0 * std::f64::consts::PI.sqrt()));
    }

    #[test]
    fn several_draws_at_a_time_are_those_made_one_by_one() {
        let samplers = [
            Sampler::lognormal_mean(1.5, 0.3),
            Sampler::truncated_normal(4.0, 0.2, 3.4, 4.6),
            Sampler::Exponential { mean: 6.0 },
            Sampler::Uniform { min: 1.0, span: 2.0 },
            Sampler::Fixed(7),
        ];
        for sampler in samplers {
            for k in 0..5_000 {
                let uniforms = [1, 2, 3, 5].map(|step| f64::from(k * step + 1) / 30_000.0);
                assert_eq!(sampler.draw_each(uniforms), uniforms.map(|uniform| sampler.draw(uniform)));
            }
        }
    }

    #[test]
    fn hours_become_durations_as_the_two_steps_would_have_it() {
        let ends = [
            f64::NAN,
            f64::INFINITY,
            f64::NEG_INFINITY,
            -0.0,
            1e300,
            -1e300,
            1e-320,
            1_221_679.0,
            1_221_679.6,
        ];
        let step = 0.000_013_888_888_9;
        let many = (-1_000..100_000).map(|k| f64::from(k) * step);
        let halves = (0..100_000).map(|k| (f64::from(k) * 977.0 + 0.5) / MS_PER_H as f64);
        for hours in many.chain(halves).chain(ends) {
            for hours in [hours, hours.next_up(), hours.next_down()] {
                assert_eq!(duration_ms(hours), bounded(ms(hours)), "{hours}");
            }
        }
    }

    #[test]
    fn a_lognormal_by_median_and_p90_has_them() {
        let sampler = Sampler::lognormal_median(2.0, 5.0);
        assert_eq!(sampler.draw(0.5), ms(2.0));
        assert!((sampler.draw(0.9) - ms(5.0)).abs() <= 1);
    }

    #[test]
    fn a_truncated_normal_stays_between_its_ends() {
        let sampler = Sampler::truncated_normal(4.0, 0.2, 3.4, 4.6);
        assert!(sampler.draw(1e-16) >= ms(3.4));
        assert!(sampler.draw(1.0 - 1e-16) <= ms(4.6));
    }
}
