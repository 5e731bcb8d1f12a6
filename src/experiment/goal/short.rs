//! How far replications are from a goal, as a number that falls on the way to it.

use super::{Aim, Asked, quantile_of_sorted, sorted};

/// The distance where the measure is infinite: beyond any that is not.
const INFINITELY: f64 = 1e6;

impl Aim {
    /// How far the values are from the goal, by its bound; 0 where they meet it. A probability counts by the quantile that
    /// has to be within the bound, since a share of none says nothing of the way.
    pub fn short(&self, values: &[f64]) -> f64 {
        if self.looks_met(values) {
            return 0.0;
        }
        let measure = match self.asked {
            Asked::Probability { at_least, .. } => quantile_of_sorted(&sorted(values), at_least),
            Asked::Mean { .. } => self.estimate(values),
        };
        let beyond = measure.map_or(f64::INFINITY, |measure| self.beyond(measure));
        if beyond.is_finite() {
            // Not met, so never 0.
            (beyond / self.bound().abs().max(f64::MIN_POSITIVE)).clamp(f64::MIN_POSITIVE, INFINITELY)
        } else {
            // The more replications close, the nearer.
            let open = values.iter().filter(|value| value.is_infinite()).count();
            INFINITELY * (1.0 + open as f64 / values.len().max(1) as f64)
        }
    }
}
