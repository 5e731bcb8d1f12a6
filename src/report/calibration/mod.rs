//! A calibration for readers: what was learned of the parameters, what it predicts, and what contradicts it.

mod figures;
mod tables;
mod variants;
mod words;

use serde::Serialize;

use super::backtest;
use super::content::Files;
use super::data::Resource;
use super::json::to_json;
use super::page::study::Finding;
use super::study::Report;
use crate::chart::AnyChart;
use crate::experiment::backtest::{Backtest, Coverage, Row};
use crate::experiment::calibrate::{Calibration, LeftOut, Question};
use crate::experiment::study::bands;
use crate::scenario::Loaded;

/// A calibration with its predictions, as `calibration.json` holds it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Calibrated {
    /// Version of the file.
    pub format_version: u32,
    /// The seed.
    pub seed: u64,
    /// Replications of each prediction.
    pub replications: u32,
    /// Whether the ranges of other assumptions were drawn.
    pub uncertain: bool,
    /// How it was calibrated.
    pub question: Question,
    /// What the records say.
    pub calibration: Calibration,
    /// What the posterior predicts of the scenarios that it was fitted to.
    pub fitted: Vec<Backtest>,
    /// Each scenario that was left out, predicted from the others.
    pub left_out: Vec<Prediction>,
    /// How the scenarios that were left out were predicted, over all of them; none where none was.
    pub left_out_coverage: Option<Coverage>,
    /// The variants with what was learned.
    #[serde(skip)]
    variants: Vec<(String, serde_json::Value)>,
}

/// A scenario that was left out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Prediction {
    /// Name of the scenario.
    pub scenario: String,
    /// What the other scenarios say of the parameters, and of this one.
    #[serde(flatten)]
    pub left_out: LeftOut,
    /// Width of the predicted interval of closure by its median; none where closure was not observed.
    pub closure_relative_width: Option<f64>,
    /// Predicted median of closure less the nearest value of the record, by that value; none where it was not observed.
    pub closure_error: Option<f64>,
}

impl Prediction {
    /// A scenario that was left out.
    pub fn new(scenario: &str, left_out: LeftOut) -> Self {
        let closure = left_out.backtest.as_ref().and_then(closure).cloned();
        let error = |row: &Row| {
            let (error, median) = (row.error?, row.predicted?.p50?);
            Some(error / (median - error))
        };
        Self {
            scenario: scenario.to_owned(),
            closure_relative_width: closure.as_ref().and_then(|row| row.relative_width),
            closure_error: closure.as_ref().and_then(error),
            left_out,
        }
    }
}

/// The row of closure, if it was observed.
fn closure(backtest: &Backtest) -> Option<&Row> {
    backtest.rows.iter().find(|row| row.path == "closure_h")
}

impl Calibrated {
    /// Puts a calibration together with what it predicts. Every row of a scenario that was left out is a test, whatever its
    /// file says of it, since nothing was fitted to it here; of the others, what was fitted is none.
    pub fn new(
        (seed, replications, uncertain): (u64, u32, bool),
        question: Question,
        calibration: Calibration,
        mut fitted: Vec<Backtest>,
        left_out: Vec<Prediction>,
        scenarios: &[(&str, &Loaded)],
    ) -> Self {
        for backtest in &mut fitted {
            for row in &mut backtest.rows {
                let is_fitted = calibration.outputs.iter().any(|output| {
                    output.scenario == backtest.scenario
                        && output.path == row.path
                        && output.used == crate::experiment::calibrate::Use::Fitted
                });
                row.fitted |= is_fitted;
            }
            backtest.coverage = Coverage::of(&backtest.rows);
        }
        let tested = || left_out.iter().filter_map(|one| one.left_out.backtest.as_ref());
        let coverage =
            (!left_out.is_empty()).then(|| Coverage::over(tested().map(|one| one.rows.as_slice())));
        let variants = variants::of(scenarios, &calibration);
        Self {
            format_version: 1,
            seed,
            replications,
            uncertain,
            question,
            calibration,
            fitted,
            left_out,
            left_out_coverage: coverage,
            variants,
        }
    }

    /// Everything that was predicted, beside the record: those left out where there are any, else those fitted.
    fn predicted(&self) -> Vec<Backtest> {
        if self.left_out.is_empty() {
            self.fitted.clone()
        } else {
            self.left_out.iter().filter_map(|one| one.left_out.backtest.clone()).collect()
        }
    }
}

impl Report for Calibrated {
    fn text(&self) -> String {
        words::text(self)
    }

    fn json(&self) -> Vec<u8> {
        to_json(self)
    }

    fn csv(&self) -> Vec<u8> {
        tables::posterior(&self.calibration)
    }

    fn bands(&self) -> Option<&str> {
        Some(bands(true))
    }

    fn documents(&self) -> Files<'static> {
        let mut files = Files::from([
            ("calibration.json".to_owned(), self.json().into()),
            ("parameters.csv".to_owned(), tables::parameters(&self.calibration).into()),
            ("predictions.csv".to_owned(), backtest::csv(&self.predicted()).into()),
        ]);
        if self.calibration.learned().is_some() {
            files.insert("posterior.csv".to_owned(), self.csv().into());
        }
        for (name, variant) in &self.variants {
            files.insert(format!("variants/{name}-calibrated.json"), to_json(variant).into());
        }
        files
    }

    fn tables(&self) -> Vec<Resource> {
        let mut tables = vec![
            Resource::new(
                "parameters.csv",
                "Parameters",
                "A row for each parameter: its prior, and what the records say of it",
                tables::PARAMETERS.to_vec(),
            ),
            Resource::new(
                "predictions.csv",
                "Observed and predicted",
                "A row for each figure of the record, beside the predicted interval",
                backtest::FIELDS.to_vec(),
            ),
        ];
        if self.calibration.learned().is_some() {
            let fields = tables::posterior_fields(&self.calibration);
            let description = "A row for each sample of the posterior, a column for each parameter";
            tables.push(Resource::new("posterior.csv", "Samples of the posterior", description, fields));
        }
        tables
    }

    fn figures(&self) -> Vec<AnyChart> {
        figures::figures(self)
    }

    fn finding(&self) -> Finding {
        words::finding(self)
    }
}
