//! What is moved: elements, copies of units, and the queues of lanes.

use std::collections::VecDeque;

use crate::kernel::{NodeId, Time};

/// What moves together: a copy of a unit, or a part of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Element {
    /// Its copy.
    pub(crate) instance: u32,
    /// Its unit.
    pub(crate) unit: u16,
    /// Its step in the world's legs.
    pub(crate) leg: u16,
    /// What it did last.
    pub(crate) node: NodeId,
    /// Since when it waits.
    pub(crate) since: Time,
    /// Number of its first item.
    pub(crate) first_item: u32,
    /// Loads that it makes, by estimate.
    pub(crate) loads: u32,
    /// The next element on the same carrier.
    pub(crate) next: u32,
    /// The place that it reached last.
    pub(crate) reached: u16,
    /// Whether it is on its way home.
    pub(crate) homeward: bool,
    /// Whether it is everything that a copy has.
    pub(crate) whole: bool,
}

/// A load waiting in a lane: rank under the dispatch rule, since when, element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Waiting {
    pub(crate) rank: u64,
    pub(crate) since: Time,
    pub(crate) element: u32,
}

/// A lane's queue.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lane {
    pub(crate) queue: VecDeque<Waiting>,
    /// Loads that wait, by estimate.
    pub(crate) waiting_loads: i64,
    /// Loads, ready or not, that no carrier is at or bound for.
    pub(crate) uncovered: i64,
    /// Carriers that cover it and have no load.
    pub(crate) covering: i64,
}

impl Lane {
    /// Loads that no carrier is at or bound for. Estimates can be too low; what waits is known.
    pub(crate) fn in_need(&self) -> i64 {
        self.uncovered.max(self.waiting_loads - self.covering)
    }
}

/// A copy of a unit.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Instance {
    /// What is at the end of the current phase, as `World::whole` counts.
    pub(crate) arrived: u64,
    /// People there.
    pub(crate) people: u32,
    /// Critical vehicles there.
    pub(crate) critical: u32,
    /// Whether it is operational.
    pub(crate) operational: bool,
    /// Whether it is on its way home.
    pub(crate) homeward: bool,
    /// Where its last element came to be in place.
    pub(crate) at: u16,
    /// A destination that its loads share, and the leg after the one for which it was chosen (0 for none).
    pub(crate) bound: (u16, u8),
}

/// What of a copy is gathered for a marry-up.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Gathered {
    /// How much, as `World::whole` counts.
    pub(crate) whole: u64,
    /// Since when.
    pub(crate) since: Time,
}
