//! What a goal for spending looks at.

use crate::experiment::record::Record;
use crate::experiment::spending::Spending;

/// What a deployment costs or burns, in the order of [`Spending::amounts`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Outlay {
    /// Cost, in the currency of the scenario.
    Cost,
    /// Fuel [t].
    Fuel,
    /// Carbon dioxide [t].
    Co2,
}

impl Outlay {
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
        let closed = record.deployment.closure_ms.is_some();
        let amounts = record.spending.as_ref().map_or([0.0; 3], Spending::amounts);
        if closed { amounts[self as usize] } else { f64::INFINITY }
    }
}
