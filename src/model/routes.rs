//! When a route takes departures: blocks, and the interval between echelons in each direction. Carriers and marches keep
//! both alike.
//!
//! A march asks when it is ready to set out and is booked for the first instant that the route allows, in the order of
//! requests; those of one moment go by copy.

use crate::kernel::{Causes, Time};

use super::category::Category;
use super::gate::blocked_until;
use super::ids::{CarrierId, ElementId, RouteId, TerminalId};
use super::observe::{Actor, Observation, Observer};
use super::record::label;
use super::simulation::Simulation;
use super::state::{Holder, Kind};
use super::world::Step;

impl<C: Causes, O: Observer> Simulation<'_, C, O> {
    /// Whether a route holds departures in this replication.
    pub(crate) fn is_held(&self, (route, _): (RouteId, u8)) -> bool {
        self.world.routes[route].interval_ms > 0 || !self.state.route_blocked[route].is_empty()
    }

    /// A later departure when the route takes none at `at`, and what holds it.
    pub(super) fn later_on_route(&self, (route, way): (RouteId, u8), at: Time) -> Option<(Time, Holder)> {
        if let Some(end) = blocked_until(self.state.route_blocked[route].iter().copied(), at) {
            return Some((end, Holder::Outside(Category::Closed)));
        }
        let interval = self.world.routes[route].interval_ms;
        let (free, before) = self.state.tracks[route][usize::from(way)].first_free(at, interval);
        (free > at).then_some((free, Holder::Track(before)))
    }

    /// Books the marches that asked at this moment.
    pub(crate) fn send_marches(&mut self) {
        let mut asking = std::mem::take(&mut self.state.setting_out);
        asking.sort_unstable_by_key(|element| (self.state.elements[*element].instance, *element));
        for element in asking.drain(..) {
            self.book_march(element);
        }
        asking.append(&mut self.state.setting_out);
        self.state.setting_out = asking;
    }

    fn book_march(&mut self, element: ElementId) {
        let world = self.world;
        let e = self.state.elements[element];
        let Step::March(march) = &world.legs[e.leg].step else { return };
        let Some(route) = march.route else { return };
        let mut at = self.now;
        let mut holder = None;
        while let Some((later, why)) = self.later_on_route(route, at) {
            if later > world.horizon {
                self.state.held_marches.push(element);
                return;
            }
            (at, holder) = (later, Some(why));
        }
        if let Some(holder) = holder {
            self.wait_for_route(element, at, holder);
        }
        let node = self.state.elements[element].node;
        let interval = world.routes[route.0].interval_ms;
        self.state.tracks[route.0][usize::from(route.1)].book(at, interval, node, self.now);
        if at > self.now {
            self.schedule(at, Kind::SetOut, element);
        } else {
            self.set_out(element);
        }
    }

    /// Records what a march waits for until `at`.
    fn wait_for_route(&mut self, element: ElementId, at: Time, holder: Holder) {
        let e = self.state.elements[element];
        let own = |category| label(category, CarrierId::NONE, e.unit, TerminalId::NONE);
        let category = holder.category(false);
        let cause = match holder {
            Holder::Runway(before) | Holder::Track(before) => {
                self.causes.push(at, before, before, own(Category::Echelon))
            }
            Holder::Outside(_) | Holder::Destination(_) | Holder::Opened(_) => e.node,
        };
        let node = self.causes.push(at, cause, e.node, own(category));
        self.state.elements[element].node = node;
        self.count_wait(category, at - self.now, e.unit, TerminalId::NONE);
        if O::ENABLED {
            let (actor, client) = (Actor::Instance(e.instance), Some(e.instance));
            let (place, to_place, from) = (Some(self.world.legs[e.leg].from), None, self.now);
            self.observer.observe(Observation::Activity {
                category,
                actor,
                client,
                place,
                to_place,
                from,
                to: at,
                node,
            });
        }
    }
}
