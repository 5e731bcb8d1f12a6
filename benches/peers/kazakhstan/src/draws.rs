//! Draws by inversion, one uniform variate each, and the generator of them.
//!
//! Every draw says what it is for. The program's own generator does not listen, and the compiler leaves the words out; the test
//! answers with the variates of forceflow, and so compares each replication instead of means.

use crate::table::{HOUR, Tri};

/// What a uniform variate is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    Decision,
    Mandate,
    Opens,
    Withdrawal,
    Factor { contingent: usize },
    Available { fleet: usize },
    Notice { unit: usize, copy: usize },
    Preparation { unit: usize, copy: usize },
    Weather { airfield: usize, number: u64 },
    Handover { place: usize },
    Reception { place: usize, load: Load },
    Boarding { group: usize, load: Load },
    Sortie { load: Load, draw: Sortie },
    Beside { load: Load, draw: Beside },
    Diversion { load: Load, deliver: bool, flight: u32 },
}

/// A load as what it draws is keyed by: its unit, whether it goes home, and the number of its first item among those of all
/// copies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Load {
    pub unit: u8,
    pub home: bool,
    pub item: u16,
}

/// Draws of a sortie: loading, the trip with the load, unloading, the trip after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sortie {
    Load,
    Breakdown,
    Repair,
    Travel,
    Unload,
    ReturnBreakdown,
    ReturnRepair,
    ReturnTravel,
}

/// Draws beside those: the trip to the load, refuelling, de-icing before each of the three trips.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beside {
    ToBreakdown = 0,
    ToRepair = 1,
    ToTravel = 2,
    Refuel = 3,
    DeIcing = 5,
    ReturnDeIcing = 8,
    ToDeIcing = 10,
}

/// Where uniform variates come from.
pub trait Draws {
    /// Begins a replication, numbered from 1.
    fn begin(&mut self, replication: u64);

    /// A uniform variate in the open interval (0, 1).
    fn uniform(&mut self, what: Use) -> f64;

    /// A duration [ms].
    #[inline(always)]
    fn duration(&mut self, what: Use, of: &Triangular) -> i64 {
        let uniform = self.uniform(what);
        of.at(uniform)
    }
}

/// xoshiro256++ (Blackman and Vigna 2021), seeded through SplitMix64.
#[derive(Clone, Debug)]
pub struct Xoshiro {
    seed: u64,
    state: [u64; 4],
}

impl Xoshiro {
    pub fn new(seed: u64) -> Self {
        Xoshiro { seed, state: [1; 4] }
    }
}

impl Draws for Xoshiro {
    fn begin(&mut self, replication: u64) {
        let mut state = self.seed.wrapping_mul(0xD134_2543_DE82_EF95).wrapping_add(replication);
        self.state = std::array::from_fn(|_| {
            state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            mixed ^ (mixed >> 31)
        });
    }

    #[inline(always)]
    fn uniform(&mut self, _: Use) -> f64 {
        let s = &mut self.state;
        let bits = s[0].wrapping_add(s[3]).rotate_left(23).wrapping_add(s[0]);
        let shifted = s[1] << 17;
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= shifted;
        s[3] = s[3].rotate_left(45);
        ((bits >> 11) as i64 as f64 + 0.5) * (1.0 / 9_007_199_254_740_992.0)
    }
}

/// A triangular distribution in milliseconds.
#[derive(Clone, Copy, Debug)]
pub struct Triangular {
    min: f64,
    max: f64,
    /// The distribution function at the mode, and what the square of a value grows by on either side of it.
    split: f64,
    rise: f64,
    fall: f64,
}

impl Triangular {
    pub const fn new((min_h, mode_h, max_h): Tri) -> Self {
        let (min, mode, max) = (min_h * HOUR as f64, mode_h * HOUR as f64, max_h * HOUR as f64);
        let width = max - min;
        Triangular {
            min,
            max,
            split: (mode - min) / width,
            rise: width * (mode - min),
            fall: width * (max - mode),
        }
    }

    /// The duration at a uniform variate [ms].
    #[inline(always)]
    pub fn at(&self, uniform: f64) -> i64 {
        let rises = uniform < self.split;
        let square = if rises { uniform * self.rise } else { (1.0 - uniform) * self.fall };
        let root = square.sqrt();
        rounded(if rises { self.min + root } else { self.max - root })
    }

    pub const fn mean((min_h, mode_h, max_h): Tri) -> i64 {
        ((min_h + mode_h + max_h) / 3.0 * HOUR as f64 + 0.5) as i64
    }
}

/// A truncated normal factor.
#[derive(Clone, Copy, Debug)]
pub struct Factor {
    mean: f64,
    sd: f64,
    min: f64,
    max: f64,
    from: f64,
    mass: f64,
}

impl Factor {
    pub fn new((mean, sd, min, max): (f64, f64, f64, f64)) -> Self {
        let from = normal_cdf((min - mean) / sd);
        Factor { mean, sd, min, max, from, mass: normal_cdf((max - mean) / sd) - from }
    }

    #[inline(always)]
    pub fn at(&self, uniform: f64) -> f64 {
        (self.mean + self.sd * normal_quantile(self.from + uniform * self.mass)).clamp(self.min, self.max)
    }

    /// Its mean, rounded as forceflow rounds what a planner expects.
    pub fn expected(&self) -> f64 {
        let density = |z: f64| libm::exp(-z * z / 2.0) / (2.0 * std::f64::consts::PI).sqrt();
        let (low, high) = ((self.min - self.mean) / self.sd, (self.max - self.mean) / self.sd);
        let mean = self.mean + self.sd * (density(low) - density(high)) / self.mass;
        rounded(mean * HOUR as f64) as f64 / HOUR as f64
    }
}

/// The nearest whole number of one that is not negative.
#[inline(always)]
pub fn rounded(value: f64) -> i64 {
    (value + 0.5) as i64
}

fn normal_cdf(z: f64) -> f64 {
    libm::erfc(-z / std::f64::consts::SQRT_2) / 2.0
}

#[inline(always)]
fn polynomial<const N: usize>(coefficients: [f64; N], x: f64) -> f64 {
    coefficients[1..].iter().fold(coefficients[0], |sum, c| sum * x + c)
}

/// Standard normal quantile: algorithm AS 241 (PPND16; Wichura 1988).
#[inline(always)]
fn normal_quantile(p: f64) -> f64 {
    const A: [f64; 8] = [
        2_509.080_928_730_122_6,
        33_430.575_583_588_13,
        67_265.770_927_008_7,
        45_921.953_931_549_87,
        13_731.693_765_509_46,
        1_971.590_950_306_551_3,
        133.141_667_891_784_38,
        3.387_132_872_796_366_5,
    ];
    const B: [f64; 8] = [
        5_226.495_278_852_545,
        28_729.085_735_721_943,
        39_307.895_800_092_71,
        21_213.794_301_586_597,
        5_394.196_021_424_751,
        687.187_007_492_057_9,
        42.313_330_701_600_91,
        1.0,
    ];
    let q = p - 0.5;
    if q.abs() > 0.425 {
        return normal_tail(q, p);
    }
    let r = 0.180_625 - q * q;
    polynomial(A, r) * q / polynomial(B, r)
}

/// The outer 15 % of it, up to 5.6 standard deviations: no factor here goes further.
#[cold]
fn normal_tail(q: f64, p: f64) -> f64 {
    const C: [f64; 8] = [
        7.745_450_142_783_414e-4,
        0.022_723_844_989_269_184,
        0.241_780_725_177_450_6,
        1.270_458_252_452_368_4,
        3.647_848_324_763_204_5,
        5.769_497_221_460_691,
        4.630_337_846_156_546,
        1.423_437_110_749_683_5,
    ];
    const D: [f64; 8] = [
        1.050_750_071_644_416_9e-9,
        5.475_938_084_995_345e-4,
        0.015_198_666_563_616_457,
        0.148_103_976_427_480_08,
        0.689_767_334_985_1,
        1.676_384_830_183_803_8,
        2.053_191_626_637_758_7,
        1.0,
    ];
    let r = (-libm::log(p.min(1.0 - p))).sqrt() - 1.6;
    (polynomial(C, r) / polynomial(D, r)).copysign(q)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distributions_have_their_moments() {
        let mut draws = Xoshiro::new(1);
        draws.begin(1);
        let moments = |mut draw: Box<dyn FnMut(f64) -> f64>, draws: &mut Xoshiro| {
            let n = 200_000;
            let values: Vec<f64> = (0..n).map(|_| draw(draws.uniform(Use::Decision))).collect();
            let mean = values.iter().sum::<f64>() / f64::from(n);
            let square = values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>();
            (mean, (square / f64::from(n)).sqrt())
        };
        let triangular = Triangular::new((2.0, 3.0, 6.0));
        let (mean, sd) = moments(Box::new(move |u| triangular.at(u) as f64 / HOUR as f64), &mut draws);
        assert!((mean - 11.0 / 3.0).abs() < 0.01 && (sd - (13f64 / 18.0).sqrt()).abs() < 0.01, "{mean} {sd}");
        let factor = Factor::new((1.0, 0.12, 0.7, 1.4));
        let (mean, sd) = moments(Box::new(move |u| factor.at(u)), &mut draws);
        assert!((mean - factor.expected()).abs() < 0.002, "{mean}, not {}", factor.expected());
        assert!((sd - 0.1165).abs() < 0.002, "{sd}");
    }

    #[test]
    fn normal_quantiles_match_the_tables() {
        for (p, z) in
            [(0.975, 1.959_963_984_540_054), (0.6, 0.253_347_103_135_799_7), (1e-6, -4.753_424_308_822_899)]
        {
            assert!((normal_quantile(p) - z).abs() < 1e-13, "{p}: {}", normal_quantile(p));
        }
    }
}
