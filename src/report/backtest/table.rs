//! `backtest.csv`: one row an observation.

use super::super::table::{csv_below, decimal};
use crate::experiment::backtest::{Backtest, Predicted, Verdict};
use crate::field::Field;

/// The columns of `backtest.csv`.
pub(in super::super) const FIELDS: [Field; 21] = [
    Field::text("scenario", "Name of the scenario"),
    Field::text("path", "Path of the observation below `observed`"),
    Field::text("name", "What was observed"),
    Field::text("unit", "The unit of the numbers of the row"),
    Field::number("observed_low", "", "Smallest value that the record allows"),
    Field::number("observed_high", "", "Largest value that the record allows"),
    Field::text("source", "Id of the document in `sources`"),
    Field::flag("fitted", "Whether assumptions were fitted to it, so that it is no test"),
    Field::number(
        "predicted_p05",
        "",
        "5 % of the replications have at most this; none if it is not reached",
    ),
    Field::number("predicted_p50", "", "Median over the replications"),
    Field::number("predicted_p95", "", "95 % of the replications have at most this"),
    Field::text("verdict", "`hit`, `miss` or `not_modelled`"),
    Field::number("error", "", "Predicted median less what was observed"),
    Field::number("missed_by", "", "By how much the predicted interval is missed, with its sign"),
    Field::flag("touches_only", "Whether record and predicted interval share an end alone, which is a miss"),
    Field::text("series", "The series of rows that move together and are one test"),
    Field::number("pit_low", "share", "Share of replications below the smallest value of the record"),
    Field::number("pit_high", "share", "Share of replications up to the largest value of the record"),
    Field::number("relative_width", "share", "Width of the predicted interval by its median"),
    Field::number(
        "interval_score",
        "",
        "Interval score for the middle of the record, in the unit of the row",
    ),
    Field::number(
        "crps",
        "",
        "Continuous ranked probability score for the middle of the record, in the unit of the row",
    ),
];

/// One row an observation, scenario by scenario.
pub(in super::super) fn csv(scenarios: &[Backtest]) -> Vec<u8> {
    let mut rows = Vec::new();
    for scenario in scenarios {
        rows.extend(scenario.rows.iter().map(|row| {
            let at =
                |quantile: fn(&Predicted) -> Option<f64>| decimal(row.predicted.as_ref().and_then(quantile));
            let verdict = match row.verdict {
                Verdict::Hit => "hit",
                Verdict::Miss => "miss",
                Verdict::NotModelled => "not_modelled",
            };
            [
                scenario.scenario.clone(),
                row.path.clone(),
                row.name.clone(),
                row.unit.to_owned(),
                decimal(Some(row.observed[0])),
                decimal(Some(row.observed[1])),
                row.source.clone().unwrap_or_default(),
                row.fitted.to_string(),
                at(|it| it.p05),
                at(|it| it.p50),
                at(|it| it.p95),
                verdict.to_owned(),
                decimal(row.error),
                decimal(row.missed_by),
                row.touches_only.to_string(),
                row.series.clone().unwrap_or_default(),
                decimal(row.pit.map(|pit| pit[0])),
                decimal(row.pit.map(|pit| pit[1])),
                decimal(row.relative_width),
                decimal(row.interval_score),
                decimal(row.crps),
            ]
        }));
    }
    csv_below(&FIELDS, rows)
}
