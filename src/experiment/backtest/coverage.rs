//! How many observations the predicted intervals meet, and how many tests that is.

use std::collections::BTreeMap;

use serde::Serialize;

use super::row::{Row, Verdict};
use crate::experiment::statistics::proportion::wilson_of_share;
use crate::experiment::statistics::quantile::{quantile_of_sorted, sorted};

/// Confidence of the interval of a coverage.
const CONFIDENCE: f64 = 0.95;

/// How many readings the predicted intervals meet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Coverage {
    /// Rows that test the model: modelled, and not fitted.
    pub tests: usize,
    /// Hits among them.
    pub hits: usize,
    /// Their share; none without tests.
    pub share: Option<f64>,
    /// Rows that assumptions were fitted to.
    pub fitted: usize,
    /// Hits among those.
    pub fitted_hits: usize,
    /// Rows that the scenario does not model.
    pub not_modelled: usize,
    /// Misses of tests in which record and predicted interval share an end.
    pub touching: usize,
    /// The tests that are independent of each other: each series of rows counts once.
    pub independent: Independent,
    /// Median over tests of the width of the predicted interval as a share of its median: what is sharp is small. None
    /// where no test has one.
    pub relative_width: Option<f64>,
    /// Mean over tests of the continuous ranked probability score as a share of the predicted median; none where no test
    /// has one.
    pub relative_crps: Option<f64>,
}

/// Tests that are independent of each other. Rows of one series, such as the days of a flow, move together: a series is
/// one test, and it is hit by the share of its rows that are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Independent {
    /// How many.
    pub tests: usize,
    /// Hits among them, a series by its share.
    pub hits: f64,
    /// Share of hits; none without tests.
    pub share: Option<f64>,
    /// Low end of Wilson's 95 % interval of the share.
    pub low_95: Option<f64>,
    /// Its high end.
    pub high_95: Option<f64>,
}

impl Independent {
    /// Counts tests by series; each is told apart from those of other scenarios by `scenario`.
    fn of<'a>(rows: impl Iterator<Item = (usize, &'a Row)>) -> Self {
        let (mut tests, mut hits) = (0, 0.0);
        let mut series: BTreeMap<(usize, &str), (usize, usize)> = BTreeMap::new();
        for (scenario, row) in rows {
            let hit = usize::from(row.verdict == Verdict::Hit);
            if let Some(name) = &row.series {
                let sum = series.entry((scenario, name)).or_default();
                sum.0 += hit;
                sum.1 += 1;
            } else {
                tests += 1;
                hits += hit as f64;
            }
        }
        for (hit, rows) in series.into_values() {
            tests += 1;
            hits += hit as f64 / rows as f64;
        }
        let share = (tests > 0).then(|| hits / tests as f64);
        let interval = share.and_then(|share| wilson_of_share(share, tests, CONFIDENCE));
        Self {
            tests,
            hits,
            share,
            low_95: interval.map(|interval| interval.low),
            high_95: interval.map(|interval| interval.high),
        }
    }
}

impl Coverage {
    /// Counts the rows of one scenario.
    pub fn of(rows: &[Row]) -> Self {
        Self::over([rows])
    }

    /// Counts the rows of several scenarios.
    pub fn over<'a>(scenarios: impl IntoIterator<Item = &'a [Row]>) -> Self {
        let rows: Vec<(usize, &Row)> = scenarios
            .into_iter()
            .enumerate()
            .flat_map(|(scenario, rows)| rows.iter().map(move |row| (scenario, row)))
            .collect();
        let mut coverage = Self::default();
        for (_, row) in &rows {
            let hit = usize::from(row.verdict == Verdict::Hit);
            if row.verdict == Verdict::NotModelled {
                coverage.not_modelled += 1;
            } else if row.fitted {
                coverage.fitted += 1;
                coverage.fitted_hits += hit;
            } else {
                coverage.tests += 1;
                coverage.hits += hit;
                coverage.touching += usize::from(row.touches_only);
            }
        }
        coverage.share = (coverage.tests > 0).then(|| coverage.hits as f64 / coverage.tests as f64);
        let tests = || rows.iter().copied().filter(|(_, row)| row.is_test());
        coverage.independent = Independent::of(tests());
        let widths: Vec<f64> = tests().filter_map(|(_, row)| row.relative_width).collect();
        coverage.relative_width = quantile_of_sorted(&sorted(&widths), 0.5);
        let scores: Vec<f64> = tests().filter_map(|(_, row)| row.relative_crps()).collect();
        coverage.relative_crps =
            (!scores.is_empty()).then(|| scores.iter().sum::<f64>() / scores.len() as f64);
        coverage
    }
}

#[cfg(test)]
mod tests {
    use super::super::row::Subject;
    use super::*;
    use crate::scenario::Observation;

    fn row(observed: f64, predicted: Option<f64>, fitted: bool, series: Option<&str>) -> Row {
        let observation =
            Observation { low: observed, high: observed, source: None, fitted, discrepancy: None };
        let series = series.map(str::to_owned);
        let subject = Subject { path: String::new(), name: String::new(), unit: "h", series };
        Row::new(subject, &observation, predicted.map(|value| vec![value]).as_deref())
    }

    #[test]
    fn fitted_figures_are_counted_apart() {
        let rows = [
            row(1.0, Some(1.0), true, None),
            row(1.0, Some(1.0), false, None),
            row(2.0, Some(1.0), false, None),
            row(2.0, None, false, None),
        ];
        let coverage = Coverage::of(&rows);
        assert_eq!((coverage.tests, coverage.hits, coverage.share), (2, 1, Some(0.5)));
        assert_eq!((coverage.fitted, coverage.fitted_hits, coverage.not_modelled), (1, 1, 1));
    }

    #[test]
    fn the_rows_of_a_series_are_one_test_in_each_scenario() {
        // Alone: one hit of two. Days: three hits of four, and another scenario's days, all hit.
        let first = [
            row(1.0, Some(1.0), false, None),
            row(1.0, Some(2.0), false, None),
            row(1.0, Some(1.0), false, Some("days")),
            row(2.0, Some(2.0), false, Some("days")),
            row(3.0, Some(3.0), false, Some("days")),
            row(4.0, Some(5.0), false, Some("days")),
        ];
        let second = [row(1.0, Some(1.0), false, Some("days"))];
        let coverage = Coverage::over([&first[..], &second[..]]);
        assert_eq!((coverage.tests, coverage.hits), (7, 5));
        let independent = coverage.independent;
        assert_eq!((independent.tests, independent.hits), (4, 2.75));
        // Wilson's interval of 2.75 of 4: z = 1.959964; centre (0.6875 + 0.480182) / 1.960365 = 0.595645.
        let (low, high) = independent.low_95.zip(independent.high_95).expect("an interval");
        assert!((f64::midpoint(low, high) - 0.595_645).abs() < 1e-5, "{low} {high}");
        assert!((high - low - 2.0 * 0.337_175).abs() < 1e-5, "{low} {high}");
    }
}
