//! One observation beside its prediction: hit or miss, and how good the prediction is.

use serde::Serialize;

use super::LEVEL;
use crate::experiment::statistics::quantile::sorted;
use crate::experiment::statistics::scores::{crps, interval_score};
use crate::scenario::Observation;

/// Relative tolerance for rounding in a quotient.
const ROUNDING: f64 = 1e-9;

/// One observation beside its prediction.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// Its path below `observed`.
    pub path: String,
    /// What was observed, for readers.
    pub name: String,
    /// The unit, empty for a plain number.
    pub unit: &'static str,
    /// Smallest and largest value that the record allows.
    pub observed: [f64; 2],
    /// Id of the document.
    pub source: Option<String>,
    /// Whether assumptions were fitted to it.
    pub fitted: bool,
    /// The series of rows that move together; none for one that stands alone.
    pub series: Option<String>,
    /// What the model predicts; none when the scenario does not model it.
    pub predicted: Option<Predicted>,
    /// How the two compare.
    pub verdict: Verdict,
    /// Predicted median less the nearest value that the record allows; 0 inside its range; none without a median.
    pub error: Option<f64>,
    /// Distance from the record to the predicted interval, positive when the prediction is greater; 0 where they meet.
    pub missed_by: Option<f64>,
    /// Whether record and predicted interval share no more than an end: a miss, if by nothing.
    pub touches_only: bool,
    /// Probability integral transform: the shares of replications below the record's smallest value, and up to its
    /// largest. Over many right predictions both are spread evenly from 0 to 1.
    pub pit: Option<[f64; 2]>,
    /// Width of the predicted interval as a share of its median: the sharpness; none where it has no end or no size.
    pub relative_width: Option<f64>,
    /// Interval score of the predicted interval for the middle of the record: its width, and twenty times what it misses
    /// by (Gneiting and Raftery 2007, *JASA* 102, 359-378, eq. 43, with 90 %). Smaller is better; in the row's unit.
    pub interval_score: Option<f64>,
    /// Continuous ranked probability score of the replications for the middle of the record (eq. 21 there). Smaller is
    /// better; in the row's unit.
    pub crps: Option<f64>,
}

/// Quantiles over replications; none for a time that was not reached by the horizon.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Predicted {
    /// 5 % quantile.
    pub p05: Option<f64>,
    /// Median.
    pub p50: Option<f64>,
    /// 95 % quantile.
    pub p95: Option<f64>,
}

/// How a reading and a prediction compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The predicted interval and the reading overlap.
    Hit,
    /// They do not, or touch in an end alone.
    Miss,
    /// The scenario does not model what was observed.
    NotModelled,
}

impl Verdict {
    /// The verdict in words.
    pub fn word(self) -> &'static str {
        match self {
            Self::Hit => "hit",
            Self::Miss => "MISS",
            Self::NotModelled => "not modelled",
        }
    }
}

/// What a row is of.
#[derive(Debug, Clone)]
pub(super) struct Subject {
    pub(super) path: String,
    pub(super) name: String,
    pub(super) unit: &'static str,
    pub(super) series: Option<String>,
}

impl Row {
    /// An observation beside the values of replications, infinite where an instant was not reached; none when it is not
    /// modelled.
    pub(super) fn new(subject: Subject, observation: &Observation, values: Option<&[f64]>) -> Self {
        let Subject { path, name, unit, series } = subject;
        let values = values.map(sorted);
        let predicted = values.as_deref().map(predict);
        // Of things that are counted, an end is a value like any other.
        let continuous = matches!(unit, "h" | "" | "t");
        let touches_only =
            continuous && predicted.is_some_and(|predicted| touches_only(observation, &predicted));
        let (verdict, missed_by) = match &predicted {
            None => (Verdict::NotModelled, None),
            Some(predicted) => compare(observation, predicted, touches_only),
        };
        let median = predicted.and_then(|predicted| predicted.p50);
        let middle = f64::midpoint(observation.low, observation.high);
        let ends = predicted.and_then(|predicted| Some((predicted.p05?, predicted.p95?)));
        Self {
            path,
            name,
            unit,
            observed: [observation.low, observation.high],
            source: observation.source.clone(),
            fitted: observation.fitted,
            series,
            predicted,
            verdict,
            error: median.map(|median| median - median.max(observation.low).min(observation.high)),
            missed_by,
            touches_only,
            pit: values.as_deref().map(|values| transform(values, observation)),
            relative_width: ends
                .zip(median)
                .filter(|(_, median)| *median > 0.0)
                .map(|((low, high), median)| (high - low) / median),
            interval_score: ends.map(|ends| interval_score(ends, middle, LEVEL)),
            crps: values.as_deref().and_then(|values| crps(values, middle)),
        }
    }

    /// Whether it tests the model: modelled, and not fitted.
    pub fn is_test(&self) -> bool {
        !self.fitted && self.verdict != Verdict::NotModelled
    }

    /// The continuous ranked probability score as a share of the predicted median; none where there is none, or 0.
    pub fn relative_crps(&self) -> Option<f64> {
        let median = self.predicted?.p50.filter(|median| *median > 0.0)?;
        Some(self.crps? / median)
    }
}

/// Hit or miss, and by how much.
fn compare(observation: &Observation, predicted: &Predicted, touches_only: bool) -> (Verdict, Option<f64>) {
    let low = predicted.p05.unwrap_or(f64::INFINITY);
    let high = predicted.p95.unwrap_or(f64::INFINITY);
    let room = room(observation);
    if low > observation.high + room {
        (Verdict::Miss, Some(low - observation.high).filter(|by| by.is_finite()))
    } else if high < observation.low - room {
        (Verdict::Miss, Some(high - observation.low))
    } else if touches_only {
        (Verdict::Miss, Some(0.0))
    } else {
        (Verdict::Hit, Some(0.0))
    }
}

/// Room for rounding in a quotient.
fn room(observation: &Observation) -> f64 {
    ROUNDING * observation.high.abs().max(1.0)
}

/// Shares of ascending values below the record, and up to its largest value.
fn transform(values: &[f64], observation: &Observation) -> [f64; 2] {
    let room = room(observation);
    let below = values.partition_point(|value| *value < observation.low - room);
    let up_to = values.partition_point(|value| *value <= observation.high + room);
    [below, up_to].map(|count| count as f64 / values.len().max(1) as f64)
}

fn predict(sorted: &[f64]) -> Predicted {
    let at = |p| quantile(sorted, p).filter(|value| value.is_finite());
    Predicted { p05: at(0.05), p50: at(0.5), p95: at(0.95) }
}

/// The type 7 quantile of ascending values, of which the last may be infinite.
fn quantile(sorted: &[f64], p: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let position = p * last as f64;
    let below = libm::floor(position) as usize;
    let (low, high) = (sorted[below], sorted[(below + 1).min(last)]);
    let share = position - below as f64;
    // Infinity times a share of nothing is no number.
    Some(if share > 0.0 && high > low { low + share * (high - low) } else { low })
}

/// Whether the upper end of one is the lower end of the other, and at least one of the two reaches further.
fn touches_only(observation: &Observation, predicted: &Predicted) -> bool {
    let room = room(observation);
    let low = predicted.p05.unwrap_or(f64::INFINITY);
    let high = predicted.p95.unwrap_or(f64::INFINITY);
    let shared = high.min(observation.high) - low.max(observation.low);
    let (wide, wide_record) = (high - low > room, observation.high - observation.low > room);
    let at_an_end =
        |value: f64, (low, high): (f64, f64)| (value - low).abs() <= room || (value - high).abs() <= room;
    // One value within the other's range is met squarely.
    shared.abs() <= room
        && match (wide, wide_record) {
            (true, true) => true,
            (true, false) => at_an_end(observation.low, (low, high)),
            (false, true) => at_an_end(low, (observation.low, observation.high)),
            (false, false) => false,
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compared(low: f64, high: f64, fitted: bool, values: Option<&[f64]>) -> Row {
        let observation = Observation { low, high, source: None, fitted, discrepancy: None };
        let (path, name) = ("closure_h".to_owned(), String::new());
        Row::new(Subject { path, name, unit: "h", series: None }, &observation, values)
    }

    #[test]
    fn an_interval_that_touches_a_reading_misses_it_by_nothing_and_one_beside_it_by_the_gap() {
        let values: Vec<f64> = (0..=20).map(f64::from).collect();
        let touches = compared(19.0, 30.0, false, Some(&values));
        assert_eq!((touches.verdict, touches.missed_by), (Verdict::Miss, Some(0.0)));
        assert_eq!(touches.error, Some(10.0 - 19.0));
        assert!(touches.touches_only && !compared(18.0, 30.0, false, Some(&values)).touches_only);
        // A single reading: at the end of the interval, within it, and equal to a prediction without spread.
        assert!(compared(1.0, 1.0, false, Some(&values)).touches_only);
        assert!(!compared(7.0, 7.0, false, Some(&values)).touches_only);
        assert!(!compared(7.0, 7.0, false, Some(&[7.0, 7.0])).touches_only);
        assert!(compared(7.0, 9.0, false, Some(&[7.0, 7.0])).touches_only);
        assert!(!compared(6.0, 9.0, false, Some(&[7.0, 7.0])).touches_only);
        let early = compared(25.0, 30.0, false, Some(&values));
        assert_eq!((early.verdict, early.missed_by), (Verdict::Miss, Some(19.0 - 25.0)));
        let late = compared(-3.0, 0.5, false, Some(&values));
        assert_eq!((late.verdict, late.missed_by), (Verdict::Miss, Some(0.5)));
        assert_eq!(compared(3.0, 17.0, false, Some(&values)).error, Some(0.0));
    }

    #[test]
    fn what_is_not_reached_by_the_horizon_is_later_than_any_reading() {
        let never = compared(10.0, 20.0, false, Some(&[f64::INFINITY; 3]));
        assert_eq!((never.verdict, never.missed_by, never.error), (Verdict::Miss, None, None));
        let seldom = compared(10.0, 20.0, false, Some(&[12.0, 14.0, f64::INFINITY]));
        assert_eq!(seldom.verdict, Verdict::Hit);
        assert_eq!(seldom.predicted.map(|it| (it.p50, it.p95)), Some((Some(14.0), None)));
    }
}
