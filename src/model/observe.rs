//! What an observer is told of a replication. Simulations are generic over it: one that is absent costs nothing.

use crate::kernel::{NodeId, Time};

use super::category::Category;
use super::facility::Facility;
use super::ids::{CarrierId, InstanceId, PlaceId, TerminalId};

/// Who does something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Actor {
    /// A carrier.
    Carrier(CarrierId),
    /// A copy of a unit.
    Instance(InstanceId),
    /// A terminal or site.
    Place(PlaceId),
}

/// One thing that an observer is told.
#[derive(Debug, Clone, Copy)]
pub enum Observation<'a> {
    /// An activity or a wait with its times, known when it begins (activities) or ends (waits).
    Activity {
        /// What.
        category: Category,
        /// Who.
        actor: Actor,
        /// For which copy of which unit; `None` for empty trips.
        client: Option<InstanceId>,
        /// The place where it happens or begins.
        place: Option<PlaceId>,
        /// Where a movement ends.
        to_place: Option<PlaceId>,
        /// Beginning.
        from: Time,
        /// End.
        to: Time,
        /// Its causal node.
        node: NodeId,
    },
    /// A facility is seized (positive) or released (negative).
    Use {
        /// Terminal.
        terminal: TerminalId,
        /// Facility.
        facility: Facility,
        /// Change in use.
        change: i32,
        /// When.
        at: Time,
    },
    /// A carrier lands or departs.
    Movement {
        /// Carrier.
        carrier: CarrierId,
        /// Terminal.
        terminal: TerminalId,
        /// Whether it lands.
        landing: bool,
        /// When.
        at: Time,
    },
    /// Items board a carrier.
    Loaded {
        /// Carrier.
        carrier: CarrierId,
        /// Copy of a unit.
        instance: InstanceId,
        /// Counts by slot.
        counts: &'a [u32],
        /// When.
        at: Time,
        /// Terminal.
        terminal: TerminalId,
        /// Whether they go homewards.
        homeward: bool,
    },
    /// A carrier's load is planned for less than is possible, told before its items.
    Planned {
        /// Carrier.
        carrier: CarrierId,
        /// The share of what is possible.
        share: f64,
        /// When it is loaded.
        at: Time,
    },
    /// Items leave a carrier.
    Delivered {
        /// Carrier.
        carrier: CarrierId,
        /// Copy of a unit.
        instance: InstanceId,
        /// Counts by slot.
        counts: &'a [u32],
        /// When.
        at: Time,
        /// Terminal.
        terminal: TerminalId,
    },
    /// Items set out on a march.
    SetOut {
        /// Copy of a unit.
        instance: InstanceId,
        /// Counts by slot.
        counts: &'a [u32],
        /// When.
        at: Time,
        /// From where.
        place: PlaceId,
    },
    /// The march of items ends.
    MarchedIn {
        /// Copy of a unit.
        instance: InstanceId,
        /// Counts by slot.
        counts: &'a [u32],
        /// When.
        at: Time,
        /// Where.
        place: PlaceId,
    },
    /// Items are in place (or home, after a withdrawal).
    InPlace {
        /// Copy of a unit.
        instance: InstanceId,
        /// Counts by slot.
        counts: &'a [u32],
        /// When.
        at: Time,
        /// Where.
        place: PlaceId,
        /// Whether it is the end of the way home.
        homeward: bool,
    },
}

/// An observer of a replication.
pub trait Observer {
    /// Whether it is told anything; without, the calls compile to nothing.
    const ENABLED: bool;

    /// Takes note of one thing.
    fn observe(&mut self, observation: Observation<'_>);
}

/// An observer that is told nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoObserver;

impl Observer for NoObserver {
    const ENABLED: bool = false;

    #[inline]
    fn observe(&mut self, _: Observation<'_>) {}
}
