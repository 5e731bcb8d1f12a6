//! Integer time: milliseconds since the start of a replication.

use std::fmt;
use std::ops::{Add, AddAssign, Sub};

/// Milliseconds in an hour.
pub const MS_PER_H: i64 = 3_600_000;
/// Milliseconds in a day.
pub const DAY_MS: i64 = 24 * MS_PER_H;

/// An instant [ms since the start]. Spans are plain `i64` milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Time(i64);

impl Time {
    /// The start.
    pub const ZERO: Self = Self(0);
    /// Later than every event: 2^44 ms, some 557 years.
    pub const NEVER: Self = Self((1 << 44) - 1);

    /// The instant a number of milliseconds after the start.
    pub const fn from_ms(ms: i64) -> Self {
        Self(ms)
    }

    /// Milliseconds since the start.
    pub const fn as_ms(self) -> i64 {
        self.0
    }

    /// Hours since the start.
    pub fn as_h(self) -> f64 {
        hours(self.0)
    }
}

impl Add<i64> for Time {
    type Output = Self;

    /// The end of time where the sum lies beyond it: a span may be as long as a scenario says, and nothing happens there.
    fn add(self, span_ms: i64) -> Self {
        Self(self.0.saturating_add(span_ms))
    }
}

impl AddAssign<i64> for Time {
    fn add_assign(&mut self, span_ms: i64) {
        *self = *self + span_ms;
    }
}

impl Sub for Time {
    type Output = i64;

    fn sub(self, earlier: Self) -> i64 {
        self.0 - earlier.0
    }
}

impl fmt::Display for Time {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:.3} h", self.as_h())
    }
}

/// Hours as milliseconds, rounded to nearest, ties away from zero.
#[inline]
pub fn ms(hours: f64) -> i64 {
    rounded(hours * MS_PER_H as f64)
}

/// The nearest whole number, ties away from zero; beyond the range of `i64`, its nearer end. The same as
/// `value.round() as i64`, without the call to a library that `round` is where the processor has no instruction
/// for it: the part behind the point is exact, since a number with one is below 2^52.
#[inline]
pub fn rounded(value: f64) -> i64 {
    let whole = value as i64;
    let part = value - whole as f64;
    whole.saturating_add(i64::from(part >= 0.5) - i64::from(part <= -0.5))
}

/// [`rounded`] in fewer steps, for a value from 0 to [`MOST_ROUNDED`].
#[inline(always)]
pub(super) fn rounded_within(value: f64) -> i64 {
    // From 2^52 to 2^53 floating-point numbers are the whole numbers, so that the sum is the value rounded to nearest, ties
    // to even, and its last bits count from 2^52. What was rounded off is at most a half, and so its difference is exact.
    const WHOLE: f64 = (1_u64 << 52) as f64;
    debug_assert!((0.0..=MOST_ROUNDED as f64).contains(&value));
    let sum = value + WHOLE;
    let nearest = (sum.to_bits() - WHOLE.to_bits()) as i64;
    let rest = value - (sum - WHOLE);
    nearest + i64::from(rest >= 0.5)
}

/// The largest value that [`rounded_within`] rounds.
pub(super) const MOST_ROUNDED: i64 = 1 << 51;

/// Milliseconds as hours.
pub fn hours(ms: i64) -> f64 {
    ms as f64 / MS_PER_H as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_is_that_of_the_standard_library() {
        let ends = [0.0, -0.0, 0.5, -0.5, 0.499_999_999_999_999_94, 1e300, -1e300, f64::NAN, f64::INFINITY];
        let near = [1.5, 2.5, 1e9 + 0.5, 4_503_599_627_370_495.5, 9_007_199_254_740_993.0, 9.3e18];
        for value in ends.into_iter().chain(near).chain(near.map(|value| -value)) {
            for value in [value, value.next_up(), value.next_down()] {
                assert_eq!(rounded(value), value.round() as i64, "{value}");
                if (0.0..=MOST_ROUNDED as f64).contains(&value) {
                    assert_eq!(rounded_within(value), value.round() as i64, "{value}");
                }
            }
        }
    }

    #[test]
    fn rounding_in_few_steps_is_the_same_over_the_whole_range() {
        let mut bits = 1_u64;
        for _ in 0..200_000 {
            bits = bits.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            // Any size up to the end of the range, in whole numbers, halves, quarters, or with all bits.
            let value = (bits >> 13) as f64 / (1_u64 << (bits % 60)) as f64;
            for value in [value, value.floor(), value.floor() + 0.5, (value * 4.0).floor() / 4.0] {
                let value = value.min(MOST_ROUNDED as f64);
                for value in [value, value.next_up(), value.next_down()] {
                    if (0.0..=MOST_ROUNDED as f64).contains(&value) {
                        assert_eq!(rounded_within(value), value.round() as i64, "{value}");
                        assert_eq!(rounded_within(value), rounded(value), "{value}");
                    }
                }
            }
        }
    }
}
