//! The withdrawal: places that are handed over, and the loaded departures homewards of each day.

use std::collections::VecDeque;

use crate::kernel::{DAY_MS, NodeId, Table, Time};
use crate::model::ids::{ElementId, LaneId, PlaceId, TerminalId};
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
    /// Days (local) and loaded homeward departures booked on them.
    days: Vec<(i64, u32)>,
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
        self.days.clear();
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

    /// Counts a departure with a load of a lane on its local day, where there is a limit.
    pub(crate) fn count_departure(&mut self, world: &World, lane: LaneId, terminal: TerminalId, at: Time) {
        if world.daily_limit_of(lane).is_none() {
            return;
        }
        let today = local_day(world, terminal, at);
        match self.days.iter_mut().find(|(day, _)| *day == today) {
            Some((_, count)) => *count += 1,
            None => self.days.push((today, 1)),
        }
    }

    /// The next local midnight when the limit of the day of `at` is used up for loads of a lane.
    pub(crate) fn next_free_day(
        &self,
        world: &World,
        lane: LaneId,
        terminal: TerminalId,
        at: Time,
    ) -> Option<Time> {
        let limit = world.daily_limit_of(lane)?;
        let today = local_day(world, terminal, at);
        let full = |day: i64| self.days.iter().any(|(booked, count)| *booked == day && *count >= limit);
        if !full(today) {
            return None;
        }
        // Days are full one by one, so a free one comes after at most as many as are booked.
        let booked = self.days.len() as i64;
        let next = (today + 1..=today + 1 + booked).find(|day| !full(*day))?;
        let place = &world.places[world.terminals[terminal].place];
        Some(Time::from_ms(next * DAY_MS - place.local_start_ms))
    }
}

/// The number of the local day of an instant at a terminal.
fn local_day(world: &World, terminal: TerminalId, at: Time) -> i64 {
    let place = &world.places[world.terminals[terminal].place];
    (place.local_start_ms + at.as_ms()).div_euclid(DAY_MS)
}
