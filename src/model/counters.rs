//! What is counted as a replication goes on: waits, hours of fleets, trips.

use crate::kernel::Table;

use super::category::Category;
use super::ids::{ContingentId, FleetId, PlaceId, TerminalId, UnitId};
use super::world::World;

/// One of each category.
pub type ByCategory<T> = [T; Category::COUNT];

/// Waits of one kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Waits {
    /// How many were longer than zero.
    pub count: u32,
    /// Their sum [ms].
    pub total_ms: i64,
}

impl Waits {
    /// Counts one more.
    pub(crate) fn add(&mut self, span_ms: i64) {
        self.count += 1;
        self.total_ms += span_ms;
    }
}

/// Counters of a replication.
#[derive(Debug, Clone, Default)]
pub struct Counters {
    /// Waits by contingent and category.
    pub waits: Table<ContingentId, ByCategory<Waits>>,
    /// Waits by terminal and category.
    pub terminal_waits: Table<TerminalId, ByCategory<Waits>>,
    /// Waits for reception by place.
    pub reception_waits: Table<PlaceId, Waits>,
    /// Time of carriers by fleet and category [ms].
    pub fleet_ms: Table<FleetId, ByCategory<i64>>,
    /// Loaded trips by fleet.
    pub fleet_sorties: Table<FleetId, u32>,
    /// Loaded trips that were unloaded, by terminal.
    pub terminal_sorties: Table<TerminalId, u32>,
    /// Carriers that diverted.
    pub diversions: u32,
}

impl Counters {
    /// Counts nothing yet; keeps the memory.
    pub(super) fn reset(&mut self, world: &World) {
        self.waits.refill(world.contingents.len(), [Waits::default(); Category::COUNT]);
        self.terminal_waits.refill(world.terminals.len(), [Waits::default(); Category::COUNT]);
        self.reception_waits.refill(world.places.len(), Waits::default());
        self.fleet_ms.refill(world.fleets.len(), [0; Category::COUNT]);
        self.fleet_sorties.refill(world.fleets.len(), 0);
        self.terminal_sorties.refill(world.terminals.len(), 0);
        self.diversions = 0;
    }

    /// Stands as another one does; keeps the memory.
    pub(super) fn copy(&mut self, other: &Self) {
        let Self {
            waits,
            terminal_waits,
            reception_waits,
            fleet_ms,
            fleet_sorties,
            terminal_sorties,
            diversions,
        } = self;
        waits.clone_from(&other.waits);
        terminal_waits.clone_from(&other.terminal_waits);
        reception_waits.clone_from(&other.reception_waits);
        fleet_ms.clone_from(&other.fleet_ms);
        fleet_sorties.clone_from(&other.fleet_sorties);
        terminal_sorties.clone_from(&other.terminal_sorties);
        *diversions = other.diversions;
    }

    /// Adds a wait of a unit's load at a terminal to the sums of the contingent and of the terminal, where there are any.
    #[inline(always)]
    pub(super) fn add_wait(
        &mut self,
        world: &World,
        category: Category,
        span_ms: i64,
        (unit, terminal): (UnitId, TerminalId),
    ) {
        if unit.is_some() {
            self.waits[world.units[unit].contingent][category.index()].add(span_ms);
        }
        if terminal.is_some() {
            self.terminal_waits[terminal][category.index()].add(span_ms);
        }
    }

    /// Takes off what a wait that is counted lasts longer.
    pub(super) fn cut_wait(
        &mut self,
        world: &World,
        category: Category,
        span_ms: i64,
        (unit, terminal): (UnitId, TerminalId),
    ) {
        if unit.is_some() {
            self.waits[world.units[unit].contingent][category.index()].total_ms -= span_ms;
        }
        if terminal.is_some() {
            self.terminal_waits[terminal][category.index()].total_ms -= span_ms;
        }
    }
}
