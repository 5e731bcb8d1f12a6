//! The causal nodes of a replication, and the observer that is told of its steps.

use crate::kernel::causes::Label;
use crate::kernel::{Causes, NodeId, Time};
use crate::model::category::Category;
use crate::model::ids::{CarrierId, InstanceId, PlaceId, TerminalId, UnitId};
use crate::model::observe::{Actor, Observation, Observer};

/// Causal nodes, and who is told of them.
#[derive(Debug)]
pub(crate) struct Journal<C, O> {
    pub(super) causes: C,
    pub(super) observer: O,
}

impl<C: Causes, O: Observer> Journal<C, O> {
    /// An empty journal that is read out to an observer.
    pub(crate) fn new(observer: O) -> Self {
        Self { causes: C::default(), observer }
    }

    /// Forgets the nodes and keeps the memory.
    pub(crate) fn reset(&mut self) {
        self.causes.reset();
    }

    /// The causal nodes.
    pub(crate) fn causes(&self) -> &C {
        &self.causes
    }

    /// The observer.
    pub(crate) fn observer(&self) -> &O {
        &self.observer
    }

    /// The observer, to be read and emptied.
    pub(crate) fn observer_mut(&mut self) -> &mut O {
        &mut self.observer
    }

    /// Gives the observer back.
    pub(crate) fn into_observer(self) -> O {
        self.observer
    }

    /// Pushes the node of something that belongs to no carrier, for a unit or for nobody.
    pub(super) fn push(
        &mut self,
        category: Category,
        unit: UnitId,
        end: Time,
        cause: NodeId,
        own: NodeId,
    ) -> NodeId {
        self.causes.push(end, cause, own, label(category, CarrierId::NONE, unit, TerminalId::NONE))
    }

    /// Tells of an activity or a wait.
    #[inline(always)]
    pub(super) fn tell(
        &mut self,
        (category, node): (Category, NodeId),
        (actor, client): (Actor, Option<InstanceId>),
        (place, to_place): (Option<PlaceId>, Option<PlaceId>),
        (from, to): (Time, Time),
    ) {
        if O::ENABLED {
            let activity = Observation::Activity { category, actor, client, place, to_place, from, to, node };
            self.observer.observe(activity);
        }
    }

    /// The later of two nodes; the first when they end together.
    #[inline]
    pub(crate) fn later(&self, first: NodeId, second: NodeId) -> NodeId {
        if C::KEEPS && self.causes.end_of(second) > self.causes.end_of(first) { second } else { first }
    }

    /// The later of two nodes; the lower when they end together. If both ended before now, a node of
    /// `gap` fills the time until now.
    #[inline]
    pub(crate) fn enabled_by(&mut self, first: NodeId, second: NodeId, gap: Category, now: Time) -> NodeId {
        if !C::KEEPS {
            return 0;
        }
        let (end_first, end_second) = (self.causes.end_of(first), self.causes.end_of(second));
        let later = match end_first.cmp(&end_second) {
            std::cmp::Ordering::Greater => first,
            std::cmp::Ordering::Less => second,
            std::cmp::Ordering::Equal => first.min(second),
        };
        self.filled(later, gap, now)
    }

    /// `node`, or a node of `gap` from its end until now.
    #[inline]
    pub(crate) fn filled(&mut self, node: NodeId, gap: Category, now: Time) -> NodeId {
        if C::KEEPS && self.causes.end_of(node) < now {
            return self.push(gap, UnitId::NONE, now, node, node);
        }
        node
    }
}

/// The label of a node: what, who (if a carrier), for which unit's load, at which terminal.
#[inline(always)]
pub(super) fn label(category: Category, carrier: CarrierId, unit: UnitId, terminal: TerminalId) -> Label {
    Label {
        category: category as u8,
        actor: carrier.number(),
        client: unit.number(),
        place: terminal.number(),
    }
}
