//! Means and their intervals.
//!
//! Student's t interval is Law (2013), *Simulation Modeling and Analysis*, section 4.5; the interval for skewed
//! output is Willink (2005), *Communications in Statistics - Theory and Methods* 34, 753-766. Values are reduced in passes in their own order; [`Moments`]
//! is Welford's (1962) recurrence for streams that are not kept.

use serde::{Deserialize, Serialize};

use super::interval::Interval;
use super::special::student_quantile;
use super::values::Values;

/// Count, mean, spread and range of some values, in the unit of the values.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Summary {
    /// Number of values.
    pub n: usize,
    /// Arithmetic mean.
    pub mean: f64,
    /// Sample standard deviation (divisor n - 1); `None` for a single value.
    pub sd: Option<f64>,
    /// Smallest value.
    pub min: f64,
    /// Largest value.
    pub max: f64,
}

impl Summary {
    /// Returns the summary of `values`; `None` if there are none.
    pub fn of<V: Values + ?Sized>(values: &V) -> Option<Self> {
        let n = values.how_many();
        let (mean, squares) = mean_and_squares(values)?;
        let sd = (n > 1).then(|| (squares / (n - 1) as f64).sqrt());
        let ends = (f64::INFINITY, f64::NEG_INFINITY);
        let (min, max) = values.in_order().fold(ends, |(min, max), value| (min.min(value), max.max(value)));
        Some(Self { n, mean, sd, min, max })
    }

    /// Returns the standard error of the mean; `None` for a single value.
    pub fn standard_error(&self) -> Option<f64> {
        self.sd.map(|sd| sd / (self.n as f64).sqrt())
    }

    /// Returns the half-width of Student's t interval for the mean; `None` for a single value.
    pub fn half_width(&self, confidence: f64) -> Option<f64> {
        let error = self.standard_error()?;
        Some(student_quantile(0.5 + 0.5 * confidence, (self.n - 1) as f64) * error)
    }

    /// Returns Student's t interval for the mean; `None` for a single value.
    pub fn interval(&self, confidence: f64) -> Option<Interval> {
        Some(Interval::around(self.mean, self.half_width(confidence)?))
    }
}

/// Count, mean, sum of squared deviations, and range of some values.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Welford {
    n: usize,
    mean: f64,
    squares: f64,
    min: f64,
    max: f64,
}

impl Welford {
    const NONE: Self = Self { n: 0, mean: 0.0, squares: 0.0, min: f64::INFINITY, max: f64::NEG_INFINITY };

    /// Adds one value.
    #[inline]
    fn push(&mut self, value: f64) {
        // Many counts are the same number in all replications, mostly 0, and another one leaves all but their count.
        if self.n > 0 && self.squares == 0.0 && value.to_bits() == self.mean.to_bits() {
            self.n += 1;
            return;
        }
        self.n += 1;
        let before = value - self.mean;
        self.mean += before / self.n as f64;
        self.squares += before * (value - self.mean);
        self.min = self.min.min(value);
        self.max = self.max.max(value);
    }

    /// These values and later ones, by the formula of Chan, Golub and `LeVeque` (1983), *The American Statistician* 37,
    /// 242-247. Nothing on either side leaves the other to the last bit.
    fn and(self, later: Self) -> Self {
        if self.n == 0 || later.n == 0 {
            return if self.n == 0 { later } else { self };
        }
        let n = self.n.saturating_add(later.n);
        let (own, share) = (self.n as f64, later.n as f64 / n as f64);
        let apart = later.mean - self.mean;
        Self {
            n,
            mean: self.mean + apart * share,
            squares: self.squares + later.squares + apart * apart * (own * share),
            min: self.min.min(later.min),
            max: self.max.max(later.max),
        }
    }
}

/// Streaming mean and variance (Welford 1962): constant memory, order of arrival.
///
/// Values come in blocks: [`Self::append`] ends one, with the same last bits whether a block was added value by value or
/// made elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(from = "Written", into = "Written")]
pub struct Moments {
    /// The blocks that have ended.
    ended: Welford,
    /// The block that values are added to.
    open: Welford,
}

/// Moments in a file: count, mean, sum of squared deviations, least and greatest value; zeros where there is none.
#[derive(Serialize, Deserialize)]
struct Written(usize, f64, f64, f64, f64);

impl From<Moments> for Written {
    fn from(moments: Moments) -> Self {
        let Welford { n, mean, squares, min, max } = moments.all();
        if n == 0 { Self(0, 0.0, 0.0, 0.0, 0.0) } else { Self(n, mean, squares, min, max) }
    }
}

impl From<Written> for Moments {
    fn from(Written(n, mean, squares, min, max): Written) -> Self {
        let ended = if n == 0 { Welford::NONE } else { Welford { n, mean, squares, min, max } };
        Self { ended, open: Welford::NONE }
    }
}

impl Default for Moments {
    fn default() -> Self {
        Self::new()
    }
}

impl Moments {
    /// Returns an accumulator without values.
    pub const fn new() -> Self {
        Self { ended: Welford::NONE, open: Welford::NONE }
    }

    /// Adds one value.
    pub fn push(&mut self, value: f64) {
        self.open.push(value);
    }

    /// Ends the block of values and adds those of later blocks.
    pub fn append(&mut self, later: &Self) {
        *self = Self { ended: self.all().and(later.all()), open: Welford::NONE };
    }

    fn all(&self) -> Welford {
        self.ended.and(self.open)
    }

    /// Returns the summary so far; `None` before the first value.
    pub fn summary(&self) -> Option<Summary> {
        let Welford { n, mean, squares, min, max } = self.all();
        let sd = (n > 1).then(|| (squares / (n - 1) as f64).sqrt());
        (n > 0).then_some(Summary { n, mean, sd, min, max })
    }
}

impl Extend<f64> for Moments {
    fn extend<I: IntoIterator<Item = f64>>(&mut self, values: I) {
        for value in values {
            self.push(value);
        }
    }
}

/// Returns Willink's interval for the mean of a skewed population: Student's t transformed by the estimated third
/// central moment. `None` with fewer than three values.
pub fn willink<V: Values + ?Sized>(values: &V, confidence: f64) -> Option<Interval> {
    let summary = Summary::of(values)?;
    if summary.n < 3 {
        return None;
    }
    let (sd, n) = (summary.sd?, summary.n as f64);
    if sd <= 0.0 {
        return Some(Interval::around(summary.mean, 0.0));
    }
    let cubes: f64 = values.in_order().map(|value| cube(value - summary.mean)).sum();
    let third = n * cubes / ((n - 1.0) * (n - 2.0));
    let error = sd / n.sqrt();
    let skew = third / (6.0 * n.sqrt() * cube(sd));
    // (cbrt(1 + w) - 1) / 2a with w = 6a(r - a), written so that nothing cancels when the skew a is near zero.
    let transform = |r: f64| {
        let root = libm::cbrt(1.0 + 6.0 * skew * (r - skew));
        3.0 * (r - skew) / (root * root + root + 1.0)
    };
    let t = student_quantile(0.5 + 0.5 * confidence, n - 1.0);
    Some(Interval { low: summary.mean - transform(t) * error, high: summary.mean - transform(-t) * error })
}

fn cube(x: f64) -> f64 {
    x * x * x
}

/// Mean, and the sum of squared deviations with the correction for the rounding of the mean (Chan et al. 1983).
pub(super) fn mean_and_squares<V: Values + ?Sized>(values: &V) -> Option<(f64, f64)> {
    if values.how_many() == 0 {
        return None;
    }
    let n = values.how_many() as f64;
    let mean = values.in_order().sum::<f64>() / n;
    let (mut sum, mut squares) = (0.0, 0.0);
    for value in values.in_order() {
        let deviation = value - mean;
        sum += deviation;
        squares += deviation * deviation;
    }
    Some((mean, (squares - sum * sum / n).max(0.0)))
}

#[cfg(test)]
mod tests {
    use super::super::reference::{LAW_4_27, LAW_BANK};
    use super::super::special::assert_close;
    use super::*;

    #[test]
    fn law_example_4_27_is_reproduced() {
        let summary = Summary::of(&LAW_4_27).unwrap();
        let sd = summary.sd.unwrap();
        assert_close(summary.mean, 1.343, 1e-12);
        assert_close(sd * sd, 0.167_512, 5e-7);
        assert_close(summary.half_width(0.90).unwrap(), 0.237_253, 5e-7);
        assert_close(summary.half_width(0.95).unwrap(), 0.292_783, 5e-7);
        assert_close(summary.min, 0.50, 0.0);
        assert_close(summary.max, 1.89, 0.0);
    }

    #[test]
    fn law_bank_table_9_1_is_reproduced() {
        let summary = Summary::of(&LAW_BANK).unwrap();
        let sd = summary.sd.unwrap();
        assert_close(summary.mean, 2.031, 1e-12);
        assert_close(sd * sd, 0.309_099, 5e-7);
        assert_close(summary.half_width(0.90).unwrap(), 0.322_283, 5e-7);
    }

    #[test]
    fn willink_on_law_example_4_27_is_reproduced() {
        let ninety = willink(&LAW_4_27, 0.90).unwrap();
        assert_close(ninety.low, 1.034_662, 5e-7);
        assert_close(ninety.high, 1.543_048, 5e-7);
        let ninety_five = willink(&LAW_4_27, 0.95).unwrap();
        assert_close(ninety_five.low, 0.931_746, 5e-7);
        assert_close(ninety_five.high, 1.584_105, 5e-7);
    }

    #[test]
    fn willink_without_skew_is_the_t_interval() {
        let values = [1.0, 2.0, 3.0, 4.0, 5.0];
        let skewed = willink(&values, 0.95).unwrap();
        let plain = Summary::of(&values).unwrap().interval(0.95).unwrap();
        assert_close(skewed.low, plain.low, 1e-12);
        assert_close(skewed.high, plain.high, 1e-12);
    }

    #[test]
    fn the_stream_agrees_with_the_slice() {
        let mut moments = Moments::new();
        assert!(moments.summary().is_none());
        moments.extend(LAW_BANK);
        let (streamed, sliced) = (moments.summary().unwrap(), Summary::of(&LAW_BANK).unwrap());
        assert_eq!(streamed.n, sliced.n);
        assert_close(streamed.mean, sliced.mean, 1e-14);
        assert_close(streamed.sd.unwrap(), sliced.sd.unwrap(), 1e-14);
        assert_close(streamed.max, 2.86, 0.0);
    }

    #[test]
    fn equal_values_leave_all_but_their_count() {
        for value in [0.0, 0.1, -1e300, f64::MIN_POSITIVE] {
            let mut values = Welford::NONE;
            (0..3).for_each(|_| values.push(value));
            assert_eq!(values, Welford { n: 3, mean: value, squares: 0.0, min: value, max: value });
            values.push(value + 1.0);
            assert_eq!(values.max.to_bits(), (value + 1.0).to_bits());
        }
    }

    #[test]
    fn a_large_offset_does_not_eat_the_variance() {
        let values: Vec<f64> = LAW_4_27.iter().map(|value| value + 1e9).collect();
        assert_close(Summary::of(&values).unwrap().sd.unwrap(), 0.409_282, 1e-6);
    }

    #[test]
    fn too_few_values_give_no_interval() {
        assert!(Summary::of(&[]).is_none());
        let one = Summary::of(&[4.0]).unwrap();
        assert_eq!((one.sd, one.interval(0.95)), (None, None));
        assert!(willink(&[1.0, 2.0], 0.95).is_none());
        let same = willink(&[2.0; 5], 0.95).unwrap();
        assert_close(same.low, 2.0, 0.0);
        assert_close(same.high, 2.0, 0.0);
    }
}
