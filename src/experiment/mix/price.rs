//! What a mix costs: what its deployment is simulated to cost, or a weighted sum of its settings.

use serde_json::Value;

use super::super::factor::Factor;
use super::super::study_error::StudyError;
use super::grid::Grid;
use crate::model::World;

/// Sums are rounded here, so that mixes of equal cost have equal numbers.
const PARTS: f64 = 1e9;

/// How cost is reckoned.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Price {
    /// By the prices of the scenario: the mean cost over replications, known once a mix is simulated.
    Simulated,
    /// By the weight of each factor, times its value: known of every mix.
    Weighted {
        /// The weight of each factor.
        weights: Vec<f64>,
        /// Weight times value, for each value of each factor.
        parts: Vec<Vec<f64>>,
    },
}

impl Price {
    /// By weights where some are given or the scenario has no prices; else by these.
    ///
    /// # Errors
    /// A weight that is no number or is of nothing that is varied; a setting that is no number and has to be weighted.
    pub(super) fn new(grid: &Grid, weights: &[String], world: &World) -> Result<Self, StudyError> {
        if weights.is_empty() && world.costs_money() {
            return Ok(Self::Simulated);
        }
        // A setting without a weight of its own counts as it is.
        let mut each = vec![1.0; grid.factors.len()];
        for text in weights {
            let (path, weight) = read(text)?;
            let index = grid.factors.iter().position(|factor| factor.path == path).ok_or_else(|| {
                StudyError::no_answer(format!("`{path}` has a weight and is not varied"))
                    .help("give a weight to a PATH of --vary only")
            })?;
            each[index] = weight;
        }
        let parts = grid.factors.iter().zip(&each).map(|(factor, weight)| parts(factor, *weight));
        let parts = parts.collect::<Result<_, _>>()?;
        Ok(Self::Weighted { weights: each, parts })
    }

    /// What a mix costs, where that is known without simulating it.
    pub(super) fn known(&self, at: &[usize]) -> Option<f64> {
        let Self::Weighted { parts, .. } = self else { return None };
        let sum: f64 = parts.iter().zip(at).map(|(parts, index)| parts[*index]).sum();
        Some(libm::round(sum * PARTS) / PARTS)
    }
}

/// Reads `PATH=N`.
fn read(text: &str) -> Result<(&str, f64), StudyError> {
    let read = text.split_once('=').and_then(|(path, weight)| {
        let weight = weight.trim().parse::<f64>().ok();
        Some((path.trim(), weight.filter(|weight| weight.is_finite() && *weight >= 0.0)?))
    });
    read.ok_or_else(|| {
        StudyError::no_answer(format!("`{text}` is not a weight"))
            .help("write PATH=N with a number of 0 or more, as in fleets.vta.count=12.5")
    })
}

/// Weight times value, for each value of a factor.
fn parts(factor: &Factor, weight: f64) -> Result<Vec<f64>, StudyError> {
    let part = |value: &Value| {
        value.as_f64().map(|number| weight * number).ok_or_else(|| {
            StudyError::no_answer(format!("`{} = {value}` is no number, so that it has no cost", factor.path))
                .help("vary numbers only, or give the scenario prices (`cost_per_h`, `cost_per_day`)")
        })
    };
    factor.values.iter().map(part).collect()
}
