//! What two changes do together beyond the sum of what each does alone: a difference of differences.
//!
//! Replications of the same number are four of a kind: baseline, one change, the other, and both. In each of them the move by
//! both less the two single moves is one number, and the mean of these has Student's t interval, as a paired difference has.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::found::{Change, Difference};
use super::measures::{MeanDifference, Sample};
use super::{CONFIDENCE, System};
use crate::experiment::statistics::Summary as Moments;
use crate::experiment::statistics::paired::bonferroni;

/// Two alternatives, and a third that makes the changes of both and no other.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Interaction {
    /// Name of the alternative that makes the changes of both.
    pub together: String,
    /// Names of the two.
    pub alone: [String; 2],
    /// Closure of the force [h]; none where a replication of the four did not close.
    pub closure_h: Option<Joint>,
    /// Mean arrival of people and vehicles [h].
    pub mean_arrival_h: Option<Joint>,
    /// Share of replications in time, each by its own deadline; none without deadlines.
    pub on_time: Option<Joint>,
    /// Cost, in the currency of the scenario; left out where nothing costs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<Joint>,
}

/// How far a number moves by both changes, and by each alone; all against the baseline.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Joint {
    /// Mean move by each alone.
    pub alone: [f64; 2],
    /// Mean move by both together.
    pub together: f64,
    /// Together less the sum of both alone, with its interval, which holds jointly with those of other interactions.
    pub beyond_the_sum: MeanDifference,
    /// Whether the moves add up in every replication.
    pub adds_up: bool,
}

impl Joint {
    /// The sum of the moves by each alone.
    pub fn sum(&self) -> f64 {
        self.alone[0] + self.alone[1]
    }

    /// Replications of one number: baseline, the two alone, and together. None where something did not come.
    fn of([baseline, one, other, both]: [&[f64]; 4], confidence: f64) -> Option<Self> {
        let mut beyond = Vec::with_capacity(baseline.len());
        for (((before, one), other), both) in baseline.iter().zip(one).zip(other).zip(both) {
            let all = before.abs() + one.abs() + other.abs() + both.abs();
            let moves = (both - before) - ((one - before) + (other - before));
            if !all.is_finite() {
                return None;
            }
            // Below the last digits of the four there is nothing but rounding.
            beyond.push(if moves.abs() <= all * 1e-12 { 0.0 } else { moves });
        }
        let before = Moments::of(baseline)?.mean;
        let moved = |values: &[f64]| Some(Moments::of(values)?.mean - before);
        Some(Self {
            alone: [moved(one)?, moved(other)?],
            together: moved(both)?,
            beyond_the_sum: MeanDifference::of(&beyond, &vec![0.0; beyond.len()], confidence)?,
            adds_up: beyond.iter().all(|moves| *moves == 0.0),
        })
    }
}

/// The interactions among the systems, the first of which is the baseline, over the first `n` replications.
pub(super) fn interactions(systems: &[System], differences: &[Difference], n: usize) -> Vec<Interaction> {
    let changes: Vec<&[Change]> = differences.iter().map(|one| one.changes.as_slice()).collect();
    let found = unions(&changes);
    let confidence = bonferroni(CONFIDENCE, found.len());
    let Some((baseline, alternatives)) = systems.split_first() else { return Vec::new() };
    let sample = |index: usize| alternatives.get(index).map(|system| system.sample(n));
    let judged = |[one, other, both]: [usize; 3]| {
        let four = [baseline.sample(n), sample(one)?, sample(other)?, sample(both)?];
        let name = |index: usize| differences[index].alternative.clone();
        Some(of(&four, [name(one), name(other), name(both)], confidence))
    };
    found.into_iter().filter_map(judged).collect()
}

fn of(four: &[Sample<'_>; 4], [one, other, together]: [String; 3], confidence: f64) -> Interaction {
    let joint = |of: [Option<&[f64]>; 4]| match of {
        [Some(before), Some(one), Some(other), Some(both)] => {
            Joint::of([before, one, other, both], confidence)
        }
        _ => None,
    };
    let closure_h = joint(four.each_ref().map(|sample| Some(sample.closure_h)));
    let in_time = four.each_ref().map(Sample::in_time);
    let arrival = || joint(four.each_ref().map(|sample| Some(sample.mean_arrival_h)));
    Interaction {
        together,
        alone: [one, other],
        closure_h,
        // Where something does not arrive, the mean is over other people than where all do.
        mean_arrival_h: closure_h.and_then(|_| arrival()),
        on_time: joint(in_time.each_ref().map(Option::as_deref)),
        cost: joint(four.each_ref().map(|sample| sample.cost)),
    }
}

/// Triples of alternatives of which the third makes all changes of the first two, at paths that these do not share, and no
/// other. Of alternatives with equal changes only the first counts.
fn unions(changes: &[&[Change]]) -> Vec<[usize; 3]> {
    let sets: Vec<BTreeSet<String>> = changes
        .iter()
        .map(|all| all.iter().map(|one| format!("{}={}", one.path, one.alternative)).collect())
        .collect();
    let mut first: BTreeMap<&BTreeSet<String>, usize> = BTreeMap::new();
    for (index, set) in sets.iter().enumerate().filter(|(_, set)| !set.is_empty()) {
        first.entry(set).or_insert(index);
    }
    let counts = |index: usize| first.get(&sets[index]) == Some(&index);
    let mut found = Vec::new();
    for both in (0..sets.len()).filter(|index| counts(*index)) {
        for one in (0..sets.len()).filter(|one| *one != both && counts(*one)) {
            if !sets[one].is_subset(&sets[both]) {
                continue;
            }
            let rest: BTreeSet<String> = sets[both].difference(&sets[one]).cloned().collect();
            if let Some(&other) = first.get(&rest).filter(|other| **other > one) {
                found.push([one, other, both]);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn changes(all: &[(&str, i32)]) -> Vec<Change> {
        let change = |(path, value): &(&str, i32)| Change {
            path: (*path).to_owned(),
            baseline: Value::Null,
            alternative: json!(value),
        };
        all.iter().map(change).collect()
    }

    #[test]
    fn a_union_has_the_changes_of_two_others_and_no_more() {
        let all = [
            changes(&[("a", 1)]),
            changes(&[("a", 1), ("b", 2)]),
            changes(&[("b", 2)]),
            changes(&[("b", 3)]),
            changes(&[("b", 2), ("a", 1), ("c", 1)]),
            changes(&[("c", 1)]),
            changes(&[]),
            changes(&[("a", 1)]),
        ];
        let lists: Vec<&[Change]> = all.iter().map(Vec::as_slice).collect();
        assert_eq!(unions(&lists), [[0, 2, 1], [1, 5, 4]]);
    }

    #[test]
    fn what_is_beyond_the_sum_is_paired_by_replication() {
        // By hand: moves by one -2 and -4, by the other -1 and -1, by both -4 and -8; beyond their sum -1 and -3.
        let four: [&[f64]; 4] = [&[50.0, 60.0], &[48.0, 56.0], &[49.0, 59.0], &[46.0, 52.0]];
        let joint = Joint::of(four, 0.95).expect("a mean");
        assert_eq!((joint.alone, joint.together, joint.sum()), ([-3.0, -1.0], -6.0, -4.0));
        assert!((joint.beyond_the_sum.mean + 2.0).abs() < 1e-12);
        // Two values: sd 1.414, t(1) 12.706, half-width 12.706.
        assert!((joint.beyond_the_sum.half_width.expect("one") - 12.706).abs() < 1e-3);
        assert!(!joint.adds_up && !joint.beyond_the_sum.is_distinguishable());
        let sums: [&[f64]; 4] = [&[50.1, 60.2], &[48.2, 56.9], &[49.3, 59.7], &[47.4, 56.4]];
        let joint = Joint::of(sums, 0.95).expect("a mean");
        assert!(joint.adds_up && joint.beyond_the_sum.mean.abs() < 1e-12, "{joint:?}");
        assert!(Joint::of([&[1.0], &[f64::INFINITY], &[1.0], &[1.0]], 0.95).is_none());
    }
}
