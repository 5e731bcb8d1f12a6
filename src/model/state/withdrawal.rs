//! The withdrawal: places that are handed over.

use std::collections::VecDeque;

use crate::kernel::{NodeId, Table};
use crate::model::ids::{ElementId, PlaceId};
use crate::model::world::World;

/// The withdrawal.
#[derive(Debug, Clone, Default)]
pub(crate) struct Withdrawal {
    begun: bool,
    /// The node of its beginning; before, that of closure.
    node: NodeId,
    /// Node of the hand-over of each place, once handed over.
    handed_over: Table<PlaceId, Option<NodeId>>,
    /// Places that wait for a hand-over team.
    queue: VecDeque<PlaceId>,
    /// Nodes of hand-overs that run, by place.
    running: Table<PlaceId, NodeId>,
    /// Elements that set out home at this moment.
    pub(crate) leaving: VecDeque<ElementId>,
}

impl Withdrawal {
    /// Forgets the replication before and keeps the memory.
    pub(super) fn reset(&mut self, world: &World) {
        self.begun = false;
        self.node = 0;
        self.handed_over.refill(world.places.len(), None);
        self.queue.clear();
        self.running.refill(world.places.len(), 0);
        self.leaving.clear();
    }

    /// Whether it has begun.
    #[inline]
    pub(crate) fn has_begun(&self) -> bool {
        self.begun
    }

    /// The node of its beginning; before, that of closure, from which it follows.
    pub(crate) fn node(&self) -> NodeId {
        self.node
    }

    /// It is to follow from closure, which is this node.
    pub(crate) fn follow(&mut self, closure: NodeId) {
        self.node = closure;
    }

    /// It begins with this node: these places are to be handed over, in their order.
    pub(crate) fn begin(&mut self, node: NodeId, places: &[PlaceId]) {
        self.begun = true;
        self.node = node;
        self.queue.extend(places);
    }

    /// The next place to be handed over.
    pub(crate) fn next_place(&mut self) -> Option<PlaceId> {
        self.queue.pop_front()
    }

    /// A team hands a place over, which is this node.
    pub(crate) fn start_handover(&mut self, place: PlaceId, node: NodeId) {
        self.running[place] = node;
    }

    /// A place is handed over; returns the node of that.
    pub(crate) fn end_handover(&mut self, place: PlaceId) -> NodeId {
        let node = self.running[place];
        self.handed_over[place] = Some(node);
        node
    }

    /// Whether a place is handed over.
    pub(crate) fn is_handed_over(&self, place: PlaceId) -> bool {
        self.handed_over[place].is_some()
    }
}
