//! The draws of the model: five ChaCha8 streams, one for each purpose, and one uniform for each variate, by
//! inversion. What can be computed beforehand is.
//!
//! The normal quantile is P. J. Acklam's rational approximation (relative error below 1.2e-9, that is some
//! hundredths of a millisecond here); 95 % of the arguments need neither a root nor a logarithm.

use crate::{HOUR_MS, READY_WITHIN_MS};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// The probability of a delay at a departure.
const DELAY_PROBABILITY: f64 = 0.03;
/// The mean of a delay \[ms\].
const DELAY_MEAN_MS: f64 = 6.0 * HOUR_MS as f64;
/// Mean and standard deviation of a flight, and where it is cut off on both sides \[h\].
const FLIGHT_H: (f64, f64, f64) = (4.0, 0.2, 0.6);

/// Draws are made so many at a time. One alone is slow for its latency (generator, division, exponential,
/// one waiting for the other), while those of a block overlap; and more would be wasted at the end.
const BLOCK: usize = 16;

/// The random numbers of one replication.
#[derive(Clone, Debug)]
pub struct Draws {
    ready: ChaCha8Rng,
    loading: Purpose,
    delay: Purpose,
    flight: Purpose,
    unloading: Purpose,
    load: Lognormal,
    unload: Lognormal,
    /// The share of the normal distribution below the lower cut-off, and that between the two.
    flight_below: f64,
    flight_within: f64,
}

/// The stream of one purpose, and the durations drawn from it beforehand \[ms\].
#[derive(Clone, Debug)]
struct Purpose {
    stream: ChaCha8Rng,
    drawn_ms: [u64; BLOCK],
    used: usize,
}

impl Purpose {
    fn new(stream: ChaCha8Rng) -> Self {
        Purpose {
            stream,
            drawn_ms: [0; BLOCK],
            used: BLOCK,
        }
    }

    #[inline]
    fn next(&mut self, quantiles_ms: impl Fn([f64; BLOCK]) -> [u64; BLOCK]) -> u64 {
        if self.used == BLOCK {
            self.refill(quantiles_ms);
        }
        let drawn_ms = self.drawn_ms[self.used];
        self.used += 1;
        drawn_ms
    }

    #[inline(never)]
    fn refill(&mut self, quantiles_ms: impl Fn([f64; BLOCK]) -> [u64; BLOCK]) {
        self.drawn_ms = quantiles_ms(std::array::from_fn(|_| uniform(&mut self.stream)));
        self.used = 0;
    }
}

/// A lognormal distribution in milliseconds, as the exponential of `mu + sigma z`.
#[derive(Clone, Copy, Debug)]
struct Lognormal {
    mu: f64,
    sigma: f64,
}

impl Lognormal {
    /// From the mean \[h\] and the coefficient of variation.
    fn new(mean_h: f64, cv: f64) -> Self {
        let variance = libm::log1p(cv * cv);
        Lognormal {
            mu: libm::log(mean_h * HOUR_MS as f64) - variance / 2.0,
            sigma: libm::sqrt(variance),
        }
    }

    #[inline]
    fn quantiles_ms(self, uniforms: [f64; BLOCK]) -> [u64; BLOCK] {
        normal_quantiles(uniforms).map(|z| whole_ms(libm::exp(self.mu + self.sigma * z)))
    }
}

impl Draws {
    /// Opens the streams of one replication.
    pub fn new(replication: u64) -> Self {
        let root = ChaCha8Rng::seed_from_u64(1);
        let (_, sd, cut) = FLIGHT_H;
        let below = libm::erfc(cut / sd / std::f64::consts::SQRT_2) / 2.0;
        let mut draws = Draws {
            ready: root.clone(),
            loading: Purpose::new(root.clone()),
            delay: Purpose::new(root.clone()),
            flight: Purpose::new(root.clone()),
            unloading: Purpose::new(root),
            load: Lognormal::new(1.5, 0.3),
            unload: Lognormal::new(1.0, 0.3),
            flight_below: below,
            flight_within: 1.0 - 2.0 * below,
        };
        draws.reset(replication);
        draws
    }

    /// Moves the streams to the beginning of another replication.
    pub fn reset(&mut self, replication: u64) {
        rewind(&mut self.ready, replication * 8);
        let purposes = [
            &mut self.loading,
            &mut self.delay,
            &mut self.flight,
            &mut self.unloading,
        ];
        for (number, purpose) in purposes.into_iter().enumerate() {
            rewind(&mut purpose.stream, replication * 8 + 1 + number as u64);
            purpose.used = BLOCK;
        }
    }

    /// When the next load is ready: uniform within a day \[ms\].
    #[inline]
    pub fn ready_ms(&mut self) -> u64 {
        whole_ms(uniform(&mut self.ready) * READY_WITHIN_MS as f64)
    }

    /// How long a loading takes: lognormal, 1.5 h, coefficient of variation 0.3 \[ms\].
    #[inline]
    pub fn loading_ms(&mut self) -> u64 {
        let load = self.load;
        self.loading.next(|u| load.quantiles_ms(u))
    }

    /// How long an unloading takes: lognormal, 1 h, coefficient of variation 0.3 \[ms\].
    #[inline]
    pub fn unloading_ms(&mut self) -> u64 {
        let unload = self.unload;
        self.unloading.next(|u| unload.quantiles_ms(u))
    }

    /// A delay at departure with probability 0.03: exponential, mean 6 h \[ms\]. One uniform does both.
    #[inline]
    pub fn delay_ms(&mut self) -> Option<u64> {
        let quantile_ms = |u| {
            if u < DELAY_PROBABILITY {
                whole_ms(-DELAY_MEAN_MS * libm::log(u / DELAY_PROBABILITY))
            } else {
                0
            }
        };
        let delay_ms = self.delay.next(|uniforms| uniforms.map(quantile_ms));
        (delay_ms > 0).then_some(delay_ms)
    }

    /// How long a flight takes: normal, 4 h, 0.2 h, truncated to 3.4-4.6 h \[ms\].
    #[inline]
    pub fn flight_ms(&mut self) -> u64 {
        let (mean, sd, _) = FLIGHT_H;
        let (below, within) = (self.flight_below, self.flight_within);
        self.flight.next(|uniforms| {
            let within = uniforms.map(|u| below + within * u);
            normal_quantiles(within).map(|z| whole_ms(HOUR_MS as f64 * (mean + sd * z)))
        })
    }
}

/// Moves a generator to the beginning of a stream.
fn rewind(generator: &mut ChaCha8Rng, stream: u64) {
    generator.set_stream(stream);
    generator.set_word_pos(0);
}

/// Rounds to whole milliseconds; at least one, so that no engine sees an event at the present time.
#[inline]
fn whole_ms(ms: f64) -> u64 {
    ((ms + 0.5) as i64).max(1) as u64
}

/// A uniform number in the open interval (0, 1): the middle of one of 2^52 equal parts.
#[inline]
fn uniform(stream: &mut ChaCha8Rng) -> f64 {
    let one_to_two = f64::from_bits((stream.next_u64() >> 12) | 1f64.to_bits());
    one_to_two - 1.0 + f64::EPSILON / 2.0
}

#[inline]
fn polynomial<const N: usize>(coefficients: [f64; N], x: f64) -> f64 {
    coefficients[1..]
        .iter()
        .fold(coefficients[0], |sum, c| sum * x + c)
}

/// Standard normal quantiles (Acklam 2003): the central formula for all, which the compiler can do two at a
/// time, and then the few outer ones again.
#[inline]
fn normal_quantiles(uniforms: [f64; BLOCK]) -> [f64; BLOCK] {
    const A: [f64; 6] = [
        -3.969_683_028_665_376e1,
        2.209_460_984_245_205e2,
        -2.759_285_104_469_687e2,
        1.383_577_518_672_69e2,
        -3.066_479_806_614_716e1,
        2.506_628_277_459_239,
    ];
    const B: [f64; 6] = [
        -5.447_609_879_822_406e1,
        1.615_858_368_580_409e2,
        -1.556_989_798_598_866e2,
        6.680_131_188_771_972e1,
        -1.328_068_155_288_572e1,
        1.0,
    ];
    const CENTRE: f64 = 0.5 - 0.024_25;
    let mut quantiles = uniforms.map(|u| {
        let q = u - 0.5;
        let r = q * q;
        polynomial(A, r) * q / polynomial(B, r)
    });
    for (z, u) in quantiles.iter_mut().zip(uniforms) {
        if (u - 0.5).abs() > CENTRE {
            *z = normal_tail(u);
        }
    }
    quantiles
}

/// The outer 5 % of the standard normal quantile.
#[cold]
fn normal_tail(u: f64) -> f64 {
    const C: [f64; 6] = [
        -7.784_894_002_430_293e-3,
        -3.223_964_580_411_365e-1,
        -2.400_758_277_161_838,
        -2.549_732_539_343_734,
        4.374_664_141_464_968,
        2.938_163_982_698_783,
    ];
    const D: [f64; 5] = [
        7.784_695_709_041_462e-3,
        3.224_671_290_700_398e-1,
        2.445_134_137_142_996,
        3.754_408_661_907_416,
        1.0,
    ];
    let q = libm::sqrt(-2.0 * libm::log(u.min(1.0 - u)));
    let z = polynomial(C, q) / polynomial(D, q);
    if u < 0.5 { z } else { -z }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normal_quantiles_match_the_tables() {
        let table = [
            (0.5, 0.0),
            (0.975, 1.959_963_985),
            (0.01, -2.326_347_874),
            (0.999, 3.090_232_306),
        ];
        for (u, z) in table {
            let quantile = normal_quantiles([u; BLOCK])[0];
            assert!((quantile - z).abs() < 1e-8, "{u}: {quantile}");
        }
    }

    /// Mean and standard deviation of many draws \[h\].
    fn moments(mut draw: impl FnMut() -> u64) -> (f64, f64) {
        let hours: Vec<f64> = (0..200_000).map(|_| draw() as f64 / HOUR_MS as f64).collect();
        let mean = hours.iter().sum::<f64>() / hours.len() as f64;
        let square = hours.iter().map(|h| (h - mean) * (h - mean)).sum::<f64>();
        (mean, (square / hours.len() as f64).sqrt())
    }

    #[test]
    fn draws_have_the_means_and_deviations_of_the_model() {
        let mut draws = Draws::new(7);
        let close = |(mean, sd): (f64, f64), (mean_h, sd_h): (f64, f64)| {
            assert!((mean / mean_h - 1.0).abs() < 0.01, "mean {mean}, not {mean_h}");
            assert!((sd / sd_h - 1.0).abs() < 0.02, "deviation {sd}, not {sd_h}");
        };
        close(moments(|| draws.loading_ms()), (1.5, 0.45));
        close(moments(|| draws.unloading_ms()), (1.0, 0.3));
        // Truncated at three deviations, a normal distribution has 0.98658 of its deviation.
        close(moments(|| draws.flight_ms()), (4.0, 0.2 * 0.986_58));
        close(moments(|| draws.ready_ms()), (12.0, 24.0 / 12f64.sqrt()));
        close(
            moments(|| {
                loop {
                    if let Some(ms) = draws.delay_ms() {
                        break ms;
                    }
                }
            }),
            (6.0, 6.0),
        );
        let delayed = (0..200_000).filter(|_| draws.delay_ms().is_some()).count();
        assert!((delayed as f64 / 200_000.0 - 0.03).abs() < 0.002, "{delayed}");
    }

    #[test]
    fn a_replication_can_be_drawn_again() {
        let mut draws = Draws::new(3);
        let first = [draws.flight_ms(), draws.loading_ms()];
        draws.reset(4);
        assert_ne!([draws.flight_ms(), draws.loading_ms()], first);
        draws.reset(3);
        assert_eq!([draws.flight_ms(), draws.loading_ms()], first);
    }
}
