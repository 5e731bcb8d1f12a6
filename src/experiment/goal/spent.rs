//! What a goal for spending looks at.

use crate::experiment::record::Record;
use crate::experiment::spending::Spending;

/// What a deployment costs or burns.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Spent {
    /// Cost, in the currency of the scenario.
    Cost,
    /// Fuel [t].
    Fuel,
    /// Carbon dioxide [t].
    Co2,
}

impl Spent {
    /// The measure of a name, as `fuel_t`.
    pub(super) fn named(name: &str) -> Option<Self> {
        match name {
            "cost" => Some(Self::Cost),
            "fuel_t" => Some(Self::Fuel),
            "co2_t" => Some(Self::Co2),
            _ => None,
        }
    }

    /// What a replication spends; infinite when it did not close.
    pub(super) fn of(self, record: &Record) -> f64 {
        let total = record.spending.as_ref().map(Spending::total).unwrap_or_default();
        match self {
            _ if record.deployment.closure_ms.is_none() => f64::INFINITY,
            Self::Cost => total.cost(),
            Self::Fuel => total.fuel_t(),
            Self::Co2 => total.co2_t(),
        }
    }
}
