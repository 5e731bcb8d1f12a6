//! What common factors are in this replication.

use crate::kernel::{Table, rounded};
use crate::model::ids::{FactorId, FleetId, TerminalId};
use crate::model::world::World;
use crate::scenario::factor::FactorOn;

/// The common factors of a replication.
#[derive(Debug, Clone, Default)]
pub(crate) struct Factors {
    drawn: Table<FactorId, f64>,
}

impl Factors {
    /// Forgets the replication before and keeps the memory.
    pub(super) fn reset(&mut self) {
        self.drawn.clear();
    }

    /// Enters the next factor.
    pub(crate) fn enter(&mut self, factor: f64) {
        self.drawn.push(factor);
    }

    /// The product of all factors on something at a terminal, for a fleet or for none.
    pub(crate) fn of(&self, world: &World, on: FactorOn, at: TerminalId, fleet: FleetId) -> f64 {
        if !world.has_factor(on) {
            return 1.0;
        }
        let factors = world.common_factors.iter().zip(&self.drawn);
        factors.filter(|(spec, _)| spec.applies(on, at, fleet)).map(|(_, factor)| *factor).product()
    }

    /// A time with all factors on it [ms].
    #[inline(always)]
    pub(crate) fn on_time(
        &self,
        world: &World,
        on: FactorOn,
        (at, fleet): (TerminalId, FleetId),
        time_ms: i64,
    ) -> i64 {
        if world.has_factor(on) { self.multiplied(world, on, (at, fleet), time_ms) } else { time_ms }
    }

    #[inline(never)]
    fn multiplied(
        &self,
        world: &World,
        on: FactorOn,
        (at, fleet): (TerminalId, FleetId),
        time_ms: i64,
    ) -> i64 {
        scaled(time_ms, self.of(world, on, at, fleet))
    }
}

/// A time multiplied by a factor; shorter than any horizon is long [ms].
pub(super) fn scaled(time_ms: i64, factor: f64) -> i64 {
    rounded(time_ms as f64 * factor).clamp(0, crate::kernel::LONGEST_MS)
}
