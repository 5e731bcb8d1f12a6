//! Selection of the best by the fully sequential procedure KN.
//!
//! Kim and Nelson (2001), *ACM Transactions on Modeling and Computer Simulation* 11, 251-273, with c = 1. Systems may
//! share random numbers. The state machine never runs anything: it says which systems need how many replications, and
//! goes on with what it is given, one replication number at a time, so that larger batches change nothing.

use serde::Serialize;

use super::super::mean::Summary;
use super::super::paired::differences;
use super::Best;

/// What the procedure is to guarantee.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct SelectionGoal {
    /// Which end of the scale is best.
    pub best: Best,
    /// Smallest difference worth finding, in the unit of the values.
    pub indifference: f64,
    /// Probability of selecting the best, if it is better by the indifference.
    pub confidence: f64,
    /// Replications of each system before the first elimination, at least 2.
    pub initial: usize,
}

/// What the procedure says next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SelectionStep {
    /// Give each of these systems at least so many replications in all.
    NeedsReplications {
        /// The systems still in the race, ascending.
        systems: Vec<usize>,
        /// Replications that each needs for the next comparison.
        at_least: usize,
        /// Replications with which the race surely ends.
        at_most: usize,
    },
    /// The race is over.
    Selected {
        /// The best system.
        system: usize,
        /// Replications of it that were compared.
        replications: usize,
        /// Systems, the selected one among them, whose means were the same to the last.
        tied: Vec<usize>,
    },
}

/// A system that fell out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Elimination {
    /// The system.
    pub system: usize,
    /// A system that was clearly better.
    pub by: usize,
    /// Replications that had been compared.
    pub after: usize,
}

/// The state of a race.
#[derive(Debug, Clone)]
pub struct SequentialSelection {
    goal: SelectionGoal,
    /// h^2 S^2 / indifference^2 for every pair, once the first stage is known: where its margin reaches zero.
    horizons: Vec<Vec<f64>>,
    sums: Vec<f64>,
    compared: usize,
    survivors: Vec<usize>,
    eliminated: Vec<Elimination>,
}

impl SequentialSelection {
    /// Returns the start of a race of `systems` systems; `None` without systems, or if the goal makes no sense.
    pub fn new(systems: usize, goal: SelectionGoal) -> Option<Self> {
        let sensible =
            goal.indifference > 0.0 && goal.confidence > 0.0 && goal.confidence < 1.0 && goal.initial > 1;
        (systems > 0 && sensible).then(|| Self {
            goal,
            horizons: Vec::new(),
            sums: vec![0.0; systems],
            compared: 0,
            survivors: (0..systems).collect(),
            eliminated: Vec::new(),
        })
    }

    /// Returns the systems that fell out so far, in that order.
    pub fn eliminated(&self) -> &[Elimination] {
        &self.eliminated
    }

    /// Goes on with all `outputs` there are, one list per system in replication order, and returns what is needed
    /// next. Lists of eliminated systems are not read any more; those of the others may only grow between calls.
    /// A list that is missing counts as empty.
    pub fn advance(&mut self, outputs: &[&[f64]]) -> SelectionStep {
        let list = |system: usize| outputs.get(system).copied().unwrap_or_default();
        while self.survivors.len() > 1 {
            let available = self.survivors.iter().map(|system| list(*system).len()).min().unwrap_or(0);
            if self.compared == 0 {
                if available < self.goal.initial {
                    return self.needs(self.goal.initial);
                }
                self.begin(&list);
            } else if self.compared as f64 > self.horizon() {
                break;
            } else if available <= self.compared {
                return self.needs(self.compared + 1);
            } else {
                for system in &self.survivors {
                    self.sums[*system] += list(*system)[self.compared];
                }
                self.compared += 1;
            }
            self.eliminate();
        }
        self.selected()
    }

    /// First stage: variances of all paired differences.
    fn begin<'a>(&mut self, list: &impl Fn(usize) -> &'a [f64]) {
        let n = self.goal.initial;
        let systems = self.sums.len();
        let (_, h_squared) = kn_constants(systems, n, self.goal.confidence);
        let scale = h_squared / (self.goal.indifference * self.goal.indifference);
        let horizon = |first: usize, second: usize| {
            let differences = differences(&list(first)[..n], &list(second)[..n]).unwrap_or_default();
            Summary::of(&differences).and_then(|summary| summary.sd).map_or(0.0, |sd| scale * sd * sd)
        };
        self.horizons = (0..systems).map(|i| (0..systems).map(|j| horizon(i, j)).collect()).collect();
        for (system, sum) in self.sums.iter_mut().enumerate() {
            *sum = list(system)[..n].iter().sum();
        }
        self.compared = n;
    }

    /// Drops every survivor that is worse than another survivor by more than their margin.
    fn eliminate(&mut self) {
        let r = self.compared as f64;
        let merit = |system: usize| self.goal.best.merit(self.sums[system] / r);
        let beaten_by = |system: usize| {
            self.survivors.iter().copied().find(|rival| {
                let margin = 0.5 * self.goal.indifference / r * (self.horizons[system][*rival] - r);
                *rival != system && merit(system) < merit(*rival) - margin.max(0.0)
            })
        };
        let falls = |system: &usize| {
            beaten_by(*system).map(|by| Elimination { system: *system, by, after: self.compared })
        };
        let fallen: Vec<Elimination> = self.survivors.iter().filter_map(falls).collect();
        self.survivors.retain(|system| fallen.iter().all(|elimination| elimination.system != *system));
        self.eliminated.extend(fallen);
    }

    /// Replications beyond which no pair of survivors has a margin left.
    fn horizon(&self) -> f64 {
        let pairs = self.survivors.iter().flat_map(|i| self.survivors.iter().map(|j| self.horizons[*i][*j]));
        libm::floor(pairs.fold(0.0, f64::max))
    }

    fn needs(&self, at_least: usize) -> SelectionStep {
        let last = if self.compared == 0 { usize::MAX } else { (self.horizon() as usize).saturating_add(1) };
        SelectionStep::NeedsReplications {
            systems: self.survivors.clone(),
            at_least,
            at_most: last.max(at_least),
        }
    }

    fn selected(&self) -> SelectionStep {
        let means: Vec<f64> = self.sums.iter().map(|sum| sum / self.compared.max(1) as f64).collect();
        let (system, tied) = self.goal.best.of(&means, &self.survivors).unwrap_or((0, vec![0]));
        SelectionStep::Selected { system, replications: self.compared, tied }
    }
}

/// Returns eta and h^2 of the procedure for so many systems, first-stage replications and confidence.
pub fn kn_constants(systems: usize, initial: usize, confidence: f64) -> (f64, f64) {
    let rivals = systems.saturating_sub(1).max(1) as f64;
    let freedom = initial as f64 - 1.0;
    let eta = 0.5 * (libm::pow(2.0 * (1.0 - confidence) / rivals, -2.0 / freedom) - 1.0);
    (eta, 2.0 * eta * freedom)
}

#[cfg(test)]
mod tests;
