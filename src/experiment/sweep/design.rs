//! Designs of a sweep: the full grid, or a Latin hypercube.
//!
//! The Latin hypercube is that of M. `McKay`, Beckman and Conover (1979), over the listed values of each factor.

use serde_json::Value;

use super::MOST_POINTS;
use crate::experiment::factor::{Factor, each_once};
use crate::experiment::statistics::lhs::latin_hypercube;
use crate::experiment::study_error::StudyError;
use crate::experiment::uncertainty::Change;

/// The points of a sweep: what is varied, and in which design. A point is kept as the places of its values in the lists of its
/// factors, since there may be a million of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Design {
    /// What is varied.
    pub factors: Vec<Factor>,
    /// How many points there are.
    count: usize,
    /// Which of its values each factor has, point by point.
    places: Vec<u32>,
}

impl Design {
    /// The full grid of the factors' values, the last factor running fastest; with `lhs`, a Latin hypercube of that many
    /// points over the listed values in its place.
    ///
    /// # Errors
    /// A path that is varied twice, or a grid of more than [`MOST_POINTS`].
    pub fn new(factors: Vec<Factor>, lhs: Option<u32>, seed: u64) -> Result<Self, StudyError> {
        each_once(&factors)?;
        let (count, places) = match lhs {
            Some(points) => (points as usize, hypercube(&factors, points as usize, seed)),
            None => grid(&factors).ok_or_else(|| {
                StudyError::no_answer(format!("the full grid has more than {MOST_POINTS} points"))
                    .help("use larger steps, or --lhs N for a Latin hypercube of N points")
            })?,
        };
        Ok(Self { factors, count, places })
    }

    /// How many points there are.
    pub fn count(&self) -> usize {
        self.count
    }

    /// The value of each factor at a point, by its index.
    pub fn values(&self, point: usize) -> impl Iterator<Item = &Value> {
        let each = self.factors.len();
        let places = self.places.get(point * each..(point + 1) * each).unwrap_or_default();
        self.factors.iter().zip(places).filter_map(|(factor, place)| factor.values.get(*place as usize))
    }

    /// The values that a factor has at all points, in their order.
    pub fn values_of(&self, factor: usize) -> impl Iterator<Item = &Value> + Clone {
        let values = self.factors.get(factor).map(|factor| factor.values.as_slice()).unwrap_or_default();
        let places = self.places.iter().skip(factor).step_by(self.factors.len().max(1));
        places.filter_map(|place| values.get(*place as usize))
    }

    /// The paths that are varied.
    pub(super) fn paths(&self) -> Vec<String> {
        self.factors.iter().map(|factor| factor.path.clone()).collect()
    }

    /// A point in words: every path with its value.
    pub(super) fn name(&self, point: usize) -> String {
        let pairs = self.factors.iter().zip(self.values(point));
        let each = pairs.map(|(factor, value)| format!("{}={value}", factor.path));
        each.collect::<Vec<_>>().join(" ")
    }

    /// The changes of the scenario at a point.
    pub(super) fn changes(&self, point: usize) -> Vec<Change> {
        self.paths().into_iter().zip(self.values(point).cloned()).collect()
    }
}

/// The places of the full grid, the last factor running fastest, and how many points it has; `None` when these are more than
/// [`MOST_POINTS`].
fn grid(factors: &[Factor]) -> Option<(usize, Vec<u32>)> {
    let count = factors.iter().try_fold(1_usize, |count, factor| {
        count.checked_mul(factor.values.len()).filter(|count| *count <= MOST_POINTS)
    })?;
    let mut places = Vec::with_capacity(count * factors.len());
    for point in 0..count {
        let mut points_each = count;
        for factor in factors {
            points_each /= factor.values.len();
            places.push((point / points_each % factor.values.len()) as u32);
        }
    }
    Some((count, places))
}

/// The places of a Latin hypercube of `points` points over the listed values.
fn hypercube(factors: &[Factor], points: usize, seed: u64) -> Vec<u32> {
    let at = |factor: &Factor, unit: f64| {
        let last = factor.values.len().saturating_sub(1);
        ((unit * factor.values.len() as f64) as usize).min(last) as u32
    };
    let design = latin_hypercube(points, factors.len(), seed);
    design
        .iter()
        .flat_map(|place| factors.iter().zip(place).map(|(factor, unit)| at(factor, *unit)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::factor::parse_factor;

    fn design(factors: &[&str], lhs: Option<u32>) -> Result<Design, StudyError> {
        let factors = factors.iter().map(|text| parse_factor(text).expect("a factor")).collect();
        Design::new(factors, lhs, 1)
    }

    #[test]
    fn the_last_factor_of_a_grid_runs_fastest() {
        let design = design(&["a.b=1..2", "c=x,y,z"], None).expect("a design");
        let names: Vec<String> = (0..design.count()).map(|point| design.name(point)).collect();
        assert_eq!(names[..4], ["a.b=1 c=\"x\"", "a.b=1 c=\"y\"", "a.b=1 c=\"z\"", "a.b=2 c=\"x\""]);
        assert_eq!((names.len(), design.values(6).count()), (6, 0));
        let second: Vec<&Value> = design.values_of(1).collect();
        assert_eq!(second, ["x", "y", "z", "x", "y", "z"]);
    }

    #[test]
    fn a_grid_ends_at_a_million_points_and_a_hypercube_has_its_number() {
        assert_eq!(design(&["a=1..1000", "b=1..1000"], None).expect("a design").count(), MOST_POINTS);
        let error = design(&["a=1..1000", "b=1..1001"], None).expect_err("too many");
        assert_eq!(error.to_string(), "the full grid has more than 1000000 points");
        let design = design(&["a=1..7", "b=1..3"], Some(21)).expect("a design");
        assert_eq!((design.count(), design.values_of(0).filter(|value| **value == 4).count()), (21, 3));
    }
}
