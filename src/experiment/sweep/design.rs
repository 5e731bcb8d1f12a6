//! Designs of a sweep: the full grid, or a Latin hypercube.
//!
//! The Latin hypercube is that of M. `McKay`, Beckman and Conover (1979), over the listed values of each factor.

use serde_json::Value;

use super::MOST_POINTS;
use crate::experiment::factor::{Factor, each_once};
use crate::experiment::statistics::lhs::latin_hypercube;
use crate::experiment::study_error::StudyError;
use crate::experiment::uncertainty::Change;

/// The points of a sweep: what is varied, and in which design.
#[derive(Debug, Clone, PartialEq)]
pub struct Design {
    /// What is varied.
    pub factors: Vec<Factor>,
    /// The values of each factor at every point.
    pub points: Vec<Vec<Value>>,
}

impl Design {
    /// The full grid of the factors' values, the last factor running fastest; with `lhs`, a Latin hypercube of that many
    /// points over the listed values in its place.
    ///
    /// # Errors
    /// A path that is varied twice, or a grid of more than [`MOST_POINTS`].
    pub fn new(factors: Vec<Factor>, lhs: Option<u32>, seed: u64) -> Result<Self, StudyError> {
        each_once(&factors)?;
        let points = match lhs {
            Some(points) => hypercube(&factors, points as usize, seed),
            None => grid(&factors).ok_or_else(|| {
                StudyError::no_answer(format!("the full grid has more than {MOST_POINTS} points"))
                    .help("use larger steps, or --lhs N for a Latin hypercube of N points")
            })?,
        };
        Ok(Self { factors, points })
    }

    /// The paths that are varied.
    pub(super) fn paths(&self) -> Vec<String> {
        self.factors.iter().map(|factor| factor.path.clone()).collect()
    }

    /// A point in words: every path with its value.
    pub(super) fn name(&self, values: &[Value]) -> String {
        let each = self.factors.iter().zip(values).map(|(factor, value)| format!("{}={value}", factor.path));
        each.collect::<Vec<_>>().join(" ")
    }

    /// The changes of the scenario at a point.
    pub(super) fn changes(&self, values: &[Value]) -> Vec<Change> {
        self.paths().into_iter().zip(values.iter().cloned()).collect()
    }
}

/// The full grid, the last factor running fastest; `None` when it has more than [`MOST_POINTS`].
fn grid(factors: &[Factor]) -> Option<Vec<Vec<Value>>> {
    let mut points = vec![Vec::new()];
    for factor in factors {
        if points.len().saturating_mul(factor.values.len()) > MOST_POINTS {
            return None;
        }
        points = points
            .iter()
            .flat_map(|point: &Vec<Value>| {
                factor.values.iter().map(|value| point.iter().cloned().chain([value.clone()]).collect())
            })
            .collect();
    }
    Some(points)
}

/// A Latin hypercube of `points` points over the listed values.
fn hypercube(factors: &[Factor], points: usize, seed: u64) -> Vec<Vec<Value>> {
    let at = |factor: &Factor, unit: f64| {
        let index = ((unit * factor.values.len() as f64) as usize).min(factor.values.len().saturating_sub(1));
        factor.values.get(index).cloned().unwrap_or_default()
    };
    let design = latin_hypercube(points, factors.len(), seed);
    design
        .iter()
        .map(|place| factors.iter().zip(place).map(|(factor, unit)| at(factor, *unit)).collect())
        .collect()
}
