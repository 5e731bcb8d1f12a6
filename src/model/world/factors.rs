//! Factors that many times share, each drawn once in a replication.

use crate::kernel::{Table, hours};
use crate::model::ids::{FleetId, TerminalId};
use crate::scenario::factor::FactorOn;

use super::{Draw, World};

/// A common factor.
#[derive(Debug, Clone)]
pub struct FactorSpec {
    /// The factor.
    pub draw: Draw,
    /// What it multiplies.
    pub on: [bool; FactorOn::COUNT],
    /// Where; `None` for everywhere.
    pub at: Option<Table<TerminalId, bool>>,
    /// Whose; `None` for all fleets.
    pub by: Option<Table<FleetId, bool>>,
}

impl FactorSpec {
    /// Whether it multiplies this at a terminal, for a fleet or, where no fleet has to do with it, for none.
    pub fn applies(&self, on: FactorOn, at: TerminalId, fleet: FleetId) -> bool {
        self.on[on as usize]
            && self.at.as_ref().is_none_or(|places| places[at])
            && self.by.as_ref().is_none_or(|fleets| fleet.is_none() || fleets[fleet])
    }
}

impl World {
    /// Whether any common factor multiplies this.
    #[inline(always)]
    pub fn has_factor(&self, on: FactorOn) -> bool {
        self.factors_on[on as usize]
    }

    /// The least that common factors can make of a time [ms].
    pub(crate) fn least_of(&self, on: FactorOn, at: TerminalId, fleet: FleetId, time_ms: i64) -> i64 {
        if !self.has_factor(on) {
            return time_ms;
        }
        let factors = self.common_factors.iter().filter(|factor| factor.applies(on, at, fleet));
        let least: f64 = factors.map(|factor| hours(factor.draw.sampler.least_ms())).product();
        (time_ms as f64 * least) as i64
    }
}
