//! The figures of a backtest: observed against predicted, days, and how good the predictions are.

use super::Backtests;
use crate::chart::{
    AnyChart, CalibrationChart, DailyChart, DayCount, Meta, Observation, Provenance, Scored, ScoresChart,
};
use crate::experiment::backtest::{Backtest, LEVEL, Row, Verdict, short};
use crate::experiment::study::bands;

/// All figures: those of each scenario, then the scores of all.
pub(super) fn figures(report: &Backtests) -> Vec<AnyChart> {
    let mut charts: Vec<AnyChart> =
        report.scenarios.iter().flat_map(|scenario| of_one(report, scenario)).collect();
    let all = match report.scenarios.as_slice() {
        [one] => one.title.clone(),
        many => format!("{} scenarios", many.len()),
    };
    let origin = report.scenarios.first().map(|one| provenance(report, one));
    if let Some(origin) = origin {
        let origin = Provenance { scenario: all, ..origin };
        let title = "How good the predictions are";
        charts.push(scores_chart("scores", title, &report.scenarios, origin).into());
    }
    charts
}

/// Series of days that have a figure of their own: key below `observed`, name of the file, title.
const SERIES: [(&str, &str, &str); 2] = [
    ("daily_sorties", "daily-deployment", "Sorties a day in the deployment"),
    ("daily_withdrawal_sorties", "daily-withdrawal", "Sorties a day in the withdrawal"),
];

/// Single figures in one chart, series of days in one chart each.
fn of_one(report: &Backtests, scenario: &Backtest) -> Vec<AnyChart> {
    let id = |chart: &str| {
        if report.scenarios.len() == 1 { chart.to_owned() } else { format!("{chart}-{}", scenario.scenario) }
    };
    let mut charts: Vec<AnyChart> = Vec::new();
    let title = "Observed against predicted";
    let one = calibration_chart(&id("calibration"), title, scenario, provenance(report, scenario));
    charts.extend(one.map(AnyChart::from));
    for (key, chart, title) in SERIES {
        let rows: Vec<(String, &Row)> =
            scenario.rows.iter().filter_map(|row| Some((day_of(row, key)?, row))).collect();
        let days: Vec<DayCount> = rows
            .iter()
            .filter_map(|(date, row)| {
                let predicted = row.predicted?;
                Some(DayCount {
                    label: short(date),
                    observed: Some((row.observed[0], row.observed[1])),
                    predicted: predicted.p50?,
                    interval: (predicted.p05?, predicted.p95?),
                })
            })
            .collect();
        if !days.is_empty() {
            let chart = DailyChart {
                meta: Meta::new(&id(chart), title, "Loaded departures", provenance(report, scenario)),
                days,
                prediction_level: LEVEL,
            };
            charts.push(chart.into());
        }
    }
    charts
}

/// The date of a row of a series of days; none for another row.
fn day_of(row: &Row, key: &str) -> Option<String> {
    row.path.strip_prefix(key).and_then(|rest| rest.strip_prefix('.')).map(str::to_owned)
}

/// Single figures in one chart; none where there is none. Series of days have charts of their own.
pub(in super::super) fn calibration_chart(
    id: &str,
    title: &str,
    scenario: &Backtest,
    mut provenance: Provenance,
) -> Option<CalibrationChart> {
    let is_single = |row: &&Row| SERIES.iter().all(|(key, ..)| day_of(row, key).is_none());
    let single: Vec<&Row> = scenario.rows.iter().filter(is_single).collect();
    let drawn: Vec<Observation> = single.iter().filter_map(|row| observation(row)).collect();
    let left_out = single.len() - drawn.len();
    if left_out > 0 {
        let rows = if left_out == 1 { "1 row" } else { &format!("{left_out} rows") };
        provenance.note.push_str(&format!("; {rows} without a predicted interval in the table only"));
    }
    (!single.is_empty()).then(|| CalibrationChart {
        meta: Meta::new(id, title, "The predicted interval", provenance),
        prediction_level: LEVEL,
        observations: drawn,
    })
}

/// Where all observations lie in what was predicted, and how sharp that is.
pub(in super::super) fn scores_chart(
    id: &str,
    title: &str,
    scenarios: &[Backtest],
    provenance: Provenance,
) -> ScoresChart {
    let scored = |row: &Row| {
        let (low, high) = row.pit.map(Into::into)?;
        Some(Scored {
            name: row.name.clone(),
            pit: (low, high),
            relative_width: row.relative_width,
            hit: row.verdict == Verdict::Hit,
            fitted: row.fitted,
        })
    };
    let group = |scenario: &Backtest| {
        (scenario.title.clone(), scenario.rows.iter().filter_map(scored).collect::<Vec<Scored>>())
    };
    ScoresChart {
        meta: Meta::new(id, title, "The share of predictions below what was observed", provenance),
        groups: scenarios.iter().map(group).collect(),
        prediction_level: LEVEL,
    }
}

/// A row that can be drawn: with a prediction that is reached in nearly all replications.
fn observation(row: &Row) -> Option<Observation> {
    let predicted = row.predicted?;
    Some(Observation {
        name: row.name.clone(),
        unit: row.unit.to_owned(),
        observed: (row.observed[0], row.observed[1]),
        fitted: row.fitted,
        median: predicted.p50?,
        interval: (predicted.p05?, predicted.p95?),
        touches_only: row.touches_only,
    })
}

fn provenance(report: &Backtests, scenario: &Backtest) -> Provenance {
    let note = bands(report.uncertain).to_owned();
    Provenance {
        scenario: scenario.title.clone(),
        replications: u64::from(report.replications),
        seed: report.seed,
        level: Some(LEVEL),
        note,
    }
}
