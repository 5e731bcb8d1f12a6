//! The figures of a calibration: the posterior, and observed against predicted with its scores.

use super::Calibrated;
use crate::chart::{AnyChart, Meta, PosteriorChart, Provenance, Sampled};
use crate::experiment::study::bands;
use crate::report::backtest::{calibration_chart, scores_chart};
use crate::scenario::Shape;

pub(super) fn figures(report: &Calibrated) -> Vec<AnyChart> {
    let mut charts: Vec<AnyChart> = Vec::new();
    let provenance = |title: &str| Provenance {
        scenario: title.to_owned(),
        replications: u64::from(report.replications),
        seed: report.seed,
        level: Some(crate::experiment::backtest::LEVEL),
        note: bands(true).to_owned(),
    };
    let all = report.calibration.scenarios.join(", ");
    charts.extend(posterior(report, provenance(&all)).map(AnyChart::from));
    let predicted = report.predicted();
    let left_out = !report.left_out.is_empty();
    if !predicted.is_empty() {
        let title = if left_out { "Left out and predicted from the others" } else { "Fitted and predicted" };
        charts.push(scores_chart("scores", title, &predicted, provenance(&all)).into());
    }
    for backtest in &predicted {
        let title = if left_out { "Predicted from the others" } else { "Fitted against observed" };
        let id = format!("observed-{}", backtest.scenario);
        charts
            .extend(calibration_chart(&id, title, backtest, provenance(&backtest.title)).map(AnyChart::from));
    }
    charts
}

fn posterior(report: &Calibrated, provenance: Provenance) -> Option<PosteriorChart> {
    let learned = report.calibration.learned()?;
    let samples = &learned.posterior.samples;
    let parameters = report.calibration.parameters.iter().zip(&learned.marginals).enumerate();
    let sampled = parameters.map(|(index, (parameter, known))| Sampled {
        name: parameter.name.clone(),
        prior: (parameter.low, parameter.high),
        known: (known.p50, known.p05, known.p95),
        by_factors: parameter.shape == Shape::LogUniform,
        untold: known.untold,
        values: samples.iter().map(|sample| sample.values[index]).collect(),
    });
    Some(PosteriorChart {
        meta: Meta::new("posterior", "What the records say of the parameters", "Samples", provenance),
        parameters: sampled.collect(),
        weights: samples.iter().map(|sample| sample.weight).collect(),
    })
}
