//! Several systems: which are out of the question, and which is best.
//!
//! [`screening`] judges replications that exist; [`sequential`] asks for more, system by system, until one is left;
//! [`allocation`] plans how many each system needs. Systems run under common random numbers share their replication
//! numbers; only where it is said must they be independent.
//!
//! `compare` uses the subset and the sequential selection. No command uses [`allocation`] and the comparisons with the
//! best yet; they serve studies that divide a budget of replications among systems.

pub mod allocation;
pub mod screening;
pub mod sequential;

use serde::Serialize;

/// Which end of the scale is best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Best {
    /// The smallest mean is best, as for closure.
    Smallest,
    /// The largest mean is best.
    Largest,
}

impl Best {
    /// Returns `mean` with its sign turned so that larger is better.
    fn merit(self, mean: f64) -> f64 {
        match self {
            Self::Smallest => -mean,
            Self::Largest => mean,
        }
    }

    /// Returns the index of the best of `candidates` (the earliest of equals), and all that equal it.
    fn of(self, means: &[f64], candidates: &[usize]) -> Option<(usize, Vec<usize>)> {
        let merit = |system: &usize| self.merit(means[*system]);
        let highest = candidates.iter().map(merit).fold(f64::NEG_INFINITY, f64::max);
        let equals: Vec<usize> =
            candidates.iter().copied().filter(|system| merit(system) >= highest).collect();
        equals.first().map(|first| (*first, equals.clone()))
    }
}
