//! When a route takes departures: blocks, and the interval between echelons in each direction. Carriers and marches keep
//! both alike.

use crate::kernel::{NodeId, Time};
use crate::model::category::Category;
use crate::model::ids::RouteId;
use crate::model::world::World;

use super::gates::blocked_until;
use super::{Holder, Slots, State};

/// A route and the way over it: 0 as it is given, 1 back.
pub(crate) type Way = (RouteId, u8);

/// A given route.
#[derive(Debug, Clone, Default)]
pub(crate) struct Route {
    /// Departures in both directions.
    tracks: [Slots; 2],
    /// When it is blocked, in order.
    blocked: Vec<(Time, Time)>,
}

impl Route {
    /// Forgets the replication before and keeps the memory.
    pub(super) fn reset(&mut self) {
        self.tracks.iter_mut().for_each(Slots::clear);
        self.blocked.clear();
    }

    /// It takes nothing from one instant to another.
    pub(crate) fn block(&mut self, from: Time, to: Time) {
        self.blocked.push((from, to));
        self.blocked.sort_unstable();
    }

    /// When it was blocked in this replication.
    pub(crate) fn blocked(&self) -> &[(Time, Time)] {
        &self.blocked
    }
}

impl State<'_> {
    /// Whether a route holds departures in this replication.
    pub(crate) fn is_held(&self, world: &World, (route, _): Way) -> bool {
        world.routes[route].interval_ms > 0 || !self.routes[route].blocked.is_empty()
    }

    /// A later departure when the route takes none at `at`, and what holds it.
    pub(crate) fn later_on_route(
        &self,
        world: &World,
        (route, way): Way,
        at: Time,
    ) -> Option<(Time, Holder)> {
        let state = &self.routes[route];
        if let Some(end) = blocked_until(state.blocked.iter().copied(), at) {
            return Some((end, Holder::Outside(Category::Closed)));
        }
        let interval = world.routes[route].interval_ms;
        let (free, before) = state.tracks[usize::from(way)].first_free(at, interval);
        (free > at).then_some((free, Holder::Track(before)))
    }

    /// Books a departure at `at`, which `node` enabled.
    pub(crate) fn book_route(&mut self, world: &World, (route, way): Way, at: Time, node: NodeId, now: Time) {
        let interval = world.routes[route].interval_ms;
        self.routes[route].tracks[usize::from(way)].book(at, interval, node, now);
    }
}
