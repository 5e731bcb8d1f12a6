//! One input at a time, low and high, against a base run under common random numbers.

use serde::Serialize;

use super::paired::{Difference, paired};

/// Replications of one input at its two ends, the others at their base value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TornadoRuns<'a> {
    /// Outputs with the input at its low end, in replication order.
    pub low: &'a [f64],
    /// Outputs with the input at its high end, in replication order.
    pub high: &'a [f64],
}

/// One bar of a tornado, in the unit of the values.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct TornadoBar {
    /// Index of the input.
    pub input: usize,
    /// Low end minus base.
    pub low: Difference,
    /// High end minus base.
    pub high: Difference,
    /// Distance between the smallest and the largest of the two means and that of the base.
    pub swing: f64,
}

/// Returns the bars, the widest first and equals in the order of the inputs; `None` if the lengths of any lists
/// differ or are below two.
pub fn tornado(base: &[f64], inputs: &[TornadoRuns<'_>], confidence: f64) -> Option<Vec<TornadoBar>> {
    let bar = |(input, runs): (usize, &TornadoRuns<'_>)| {
        let (low, high) = (paired(runs.low, base, confidence)?, paired(runs.high, base, confidence)?);
        let swing = low.mean.max(high.mean).max(0.0) - low.mean.min(high.mean).min(0.0);
        Some(TornadoBar { input, low, high, swing })
    };
    let mut bars: Vec<TornadoBar> = inputs.iter().enumerate().map(bar).collect::<Option<_>>()?;
    bars.sort_by(|a, b| b.swing.total_cmp(&a.swing));
    Some(bars)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_paired_with_the_base_and_sorted_by_swing() {
        let base = [10.0, 12.0, 11.0];
        let shifted = |by: f64| base.map(|value| value + by);
        // The last has both ends on one side: it reaches 4 from the base although its ends lie 1 apart.
        let lists = [(-1.0, 1.0), (3.0, -2.0), (0.0, 2.0), (4.0, 3.0)]
            .map(|(low, high)| (shifted(low), shifted(high)));
        let inputs: Vec<TornadoRuns<'_>> =
            lists.iter().map(|(low, high)| TornadoRuns { low, high }).collect();
        let bars = tornado(&base, &inputs, 0.95).unwrap();
        assert_eq!(bars.iter().map(|bar| bar.input).collect::<Vec<_>>(), [1, 3, 0, 2]);
        assert!((bars[0].low.mean - 3.0).abs() < 1e-12 && (bars[0].swing - 5.0).abs() < 1e-12);
        assert!((bars[1].swing - 4.0).abs() < 1e-12);
        // A shift that is the same in every replication has no error under common random numbers.
        assert!(bars[0].low.half_width() < 1e-12);
    }

    #[test]
    fn uneven_lists_are_refused() {
        let runs = TornadoRuns { low: &[1.0, 2.0], high: &[1.0, 2.0, 3.0] };
        assert_eq!(tornado(&[1.0, 2.0], &[runs], 0.95), None);
        assert_eq!(tornado(&[1.0, 2.0], &[], 0.95), Some(Vec::new()));
    }
}
