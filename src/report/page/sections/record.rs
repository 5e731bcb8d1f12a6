//! The observed record beside the prediction, where the scenario has one.

use super::super::Told;
use super::super::document::{Section, Table, text};
use super::super::words::{quantity, source};
use crate::experiment::backtest::{Coverage, Row, Verdict, beside};

/// What really happened; none without a record.
pub(in super::super) fn record(told: &Told<'_>) -> Option<Section> {
    let rows = beside(&told.loaded.scenario, told.world, told.summary);
    if rows.is_empty() {
        return None;
    }
    let mut section = Section::new("record", "What really happened");
    let coverage = Coverage::of(&rows);
    section.say(format!(
        "Each figure of the record beside what nine runs in ten predict; a reading is hit when the two meet. Of {} that test the \
         model, {} are hit. A figure to which assumptions were fitted is no test and is counted apart: {} of {}.",
        coverage.tests, coverage.hits, coverage.fitted_hits, coverage.fitted
    ));
    section.table(table(told, &rows));
    let apart = rows.iter().filter(|row| row.verdict == Verdict::NotModelled).count();
    if apart > 0 {
        section.say("A dash stands where a run does not keep the value of every replication; forceflow backtest simulates it.");
    }
    Some(section)
}

fn table(told: &Told<'_>, rows: &[Row]) -> Table {
    let mut table = Table::new(
        "Observed and predicted",
        &["Quantity", "Observed#", "Predicted median#", "Nine runs in ten#", "Verdict", "Source"],
    );
    for row in rows {
        let unit = if row.unit == "h" { ", h" } else { "" };
        let fitted = if row.fitted { " (fitted)" } else { "" };
        let written = |value: f64| quantity(value, row.unit);
        let range = |low: Option<f64>, high: Option<f64>| match low.map(written).zip(high.map(written)) {
            Some((low, high)) if low == high => low,
            Some((low, high)) => format!("{low} to {high}"),
            None => "–".to_owned(),
        };
        let (median, ends) = match &row.predicted {
            Some(it) => (it.p50.map_or_else(|| "–".to_owned(), written), range(it.p05, it.p95)),
            None => ("–".to_owned(), "–".to_owned()),
        };
        let verdict = match row.verdict {
            Verdict::NotModelled => "–".to_owned(),
            other => format!("{}{fitted}", other.word().to_lowercase()),
        };
        table.rows.push(vec![
            text(format!("{}{unit}", row.name)),
            text(range(Some(row.observed[0]), Some(row.observed[1]))),
            text(median),
            text(ends),
            text(verdict),
            row.source.as_ref().map_or_else(|| text("–"), |id| source(&told.loaded.scenario, id)),
        ]);
    }
    table
}
