//! What a deployment costs and burns, as `result.json` holds it.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::{CONFIDENCE, Closure, Spread};
use crate::experiment::statistics::proportion::wilson;
use crate::experiment::statistics::values::Values;

/// What the deployment costs and burns; only where the scenario has costs or fuel.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SpendingResult {
    /// The unit of all costs; empty where the scenario gives none.
    pub currency: String,
    /// Cost of the deployment. A replication that does not close counts as dearer than any other.
    pub cost: Closure,
    /// Whether it stays within the budget; only where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within_budget: Option<WithinBudget>,
    /// Hours that carriers move, or hold in the air [h].
    pub moving_h: Spread,
    /// Fuel [t].
    pub fuel_t: Spread,
    /// Carbon dioxide [t].
    pub co2_t: Spread,
    /// Part of the cost: handling of loads.
    pub handling_cost: Spread,
    /// By fleet.
    pub fleets: IndexMap<String, FleetSpending>,
}

/// What a fleet costs and burns.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FleetSpending {
    /// Name to show.
    pub name: String,
    /// Its cost.
    pub cost: Spread,
    /// Hours that its carriers move, or hold in the air [h].
    pub moving_h: Spread,
    /// Its fuel [t].
    pub fuel_t: Spread,
    /// Its carbon dioxide [t].
    pub co2_t: Spread,
}

/// Probability to stay within the budget, with its Wilson interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct WithinBudget {
    /// The budget.
    pub budget: f64,
    /// Share of replications that cost no more.
    pub probability: f64,
    /// Lower end.
    pub low_95: f64,
    /// Upper end.
    pub high_95: f64,
}

impl WithinBudget {
    /// Counts costs that are at most the budget.
    pub fn of<V: Values + ?Sized>(costs: &V, budget: f64) -> Option<Self> {
        let all = costs.how_many();
        let within = costs.in_order().filter(|cost| *cost <= budget).count();
        let interval = wilson(within, all, CONFIDENCE)?;
        let probability = within as f64 / all as f64;
        Some(Self { budget, probability, low_95: interval.low, high_95: interval.high })
    }
}
