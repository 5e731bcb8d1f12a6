//! An interval with two ends.

use serde::Serialize;

/// A confidence interval, in the unit of the values that it was made from.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Interval {
    /// Returns the interval `centre` - `half_width` to `centre` + `half_width`.
    pub fn around(centre: f64, half_width: f64) -> Self {
        Self { low: centre - half_width, high: centre + half_width }
    }

    /// Returns half the distance between the ends.
    pub fn half_width(&self) -> f64 {
        0.5 * (self.high - self.low)
    }

    /// Returns whether `value` lies within the interval, ends included.
    pub fn contains(&self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_belong_to_the_interval() {
        let interval = Interval::around(3.0, 0.5);
        assert!(interval.contains(2.5) && interval.contains(3.5));
        assert!(!interval.contains(3.51) && !interval.contains(f64::NAN));
        assert!((interval.half_width() - 0.5).abs() < 1e-15);
    }
}
