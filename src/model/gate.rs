//! When a terminal lets carriers land and depart: opening, hours, closures, weather, runway interval.
//!
//! A movement is booked for the first instant at which everything allows it, in the order of
//! requests; those of one moment go by carrier.

use crate::kernel::{Causes, Time};

use super::ids::CarrierId;
use super::observe::Observer;
use super::simulation::Simulation;
use super::state::{Closure, Holder, Kind, Passage};
use super::world::OpensSpec;

/// Bound on the search for an instant that all rules allow.
pub(super) const MOST_STEPS: usize = 10_000;

impl<C: Causes, O: Observer> Simulation<'_, C, O> {
    /// Draws closures and openings.
    pub(crate) fn set_up_terminals(&mut self) {
        let world = self.world;
        for (id, terminal) in world.terminals.with_ids() {
            for (from, to) in &terminal.closures {
                let (from, to) = (Time::ZERO + self.draw_once(from), Time::ZERO + self.draw_once(to));
                self.state.gates[id].close(Closure { from, to, known: Time::ZERO });
            }
            let opens = match &terminal.opens {
                OpensSpec::AtStart => Time::ZERO,
                OpensSpec::At(draw) => Time::ZERO + self.draw_once(draw),
                OpensSpec::AfterUnit(_) => Time::NEVER,
            };
            self.state.gates[id].plan_opening(opens);
        }
    }

    /// Books the movements that were asked for at this moment.
    pub(crate) fn move_through_gates(&mut self) {
        let mut movements = std::mem::take(&mut self.state.movements);
        movements.sort_unstable();
        movements.dedup();
        for carrier in movements.drain(..) {
            self.book(carrier);
        }
        movements.append(&mut self.state.movements);
        self.state.movements = movements;
    }

    fn book(&mut self, carrier: CarrierId) {
        let c = &self.state.carriers[carrier];
        let Some(passage) = Passage::of(c.stage) else {
            return;
        };
        let (terminal, opening) = (passage.terminal(c), passage.opening(c));
        if passage == Passage::Aside && !self.asks_to_land_aside(carrier) {
            return;
        }
        if !self.state.gates[opening].is_opening_known() {
            self.shut_out(carrier, opening);
            return;
        }
        let limit = if passage == Passage::Landing { self.limit_of(carrier) } else { Time::NEVER };
        let latest = limit.min(self.world.horizon);
        let (at, holder) = self.first_movement(carrier, passage, latest);
        if at > latest {
            self.note_held(carrier, holder);
            return;
        }
        if passage != Passage::Aside {
            self.wait_for_movement(carrier, passage, at, holder);
        }
        if !passage.lands() && !self.crew_lasts(carrier, at) {
            // Nothing is booked for a crew that would be too tired then: it is looked at again at that instant.
            match passage {
                _ if at > self.now => self.schedule(at, Kind::Carrier, carrier),
                Passage::Return => self.leave_alternate(carrier),
                _ => self.pass_gate(carrier),
            }
            return;
        }
        let cause = self.state.carriers[carrier].cause;
        let interval = self.world.terminals[terminal].runway_ms;
        self.state.gates[terminal].runway.book(at, interval, cause, self.now);
        match passage {
            Passage::Aside => return self.book_aside(carrier, at, holder),
            Passage::Return => self.book_route(carrier, at),
            Passage::Departure => self.book_departure(carrier, at),
            Passage::Landing => {}
        }
        match passage {
            _ if at > self.now => self.schedule(at, Kind::Carrier, carrier),
            Passage::Landing => self.land(carrier),
            Passage::Return => self.leave_alternate(carrier),
            // Its crew has been looked at for this very moment.
            _ => self.take_off(carrier),
        }
    }

    fn book_departure(&mut self, carrier: CarrierId, at: Time) {
        self.book_route(carrier, at);
        self.book_landing_slot(carrier, at);
        self.book_days(carrier, at);
    }

    fn book_route(&mut self, carrier: CarrierId, at: Time) {
        let c = &self.state.carriers[carrier];
        let (trip, cause) = (self.world.trip(c.carrier_type, c.at, c.to), c.cause);
        if let Some(way) = trip.and_then(|trip| trip.route) {
            self.state.book_route(self.world, way, at, cause, self.now);
        }
    }

    /// The first instant from now at which a movement is allowed, and what held it last; an instant after `latest` when
    /// that is too late, and what holds it then.
    fn first_movement(&mut self, carrier: CarrierId, passage: Passage, latest: Time) -> (Time, Holder) {
        let opened = passage.opening(&self.state.carriers[carrier]);
        let mut found = (self.now, Holder::Opened(self.state.gates[opened].opened_by()));
        for _ in 0..MOST_STEPS {
            if found.0 > latest {
                return found;
            }
            match self.later_movement(carrier, passage, found.0) {
                Some(later) => found = later,
                None => return found,
            }
        }
        (Time::NEVER, found.1)
    }

    /// A later instant when a movement is not allowed at `at`, and what holds it.
    fn later_movement(&mut self, carrier: CarrierId, passage: Passage, at: Time) -> Option<(Time, Holder)> {
        let terminal = passage.terminal(&self.state.carriers[carrier]);
        let (open, why) = self.state.next_open(self.world, &mut self.streams, terminal, at);
        if open > at {
            return Some((open, Holder::Outside(why)));
        }
        let interval = self.world.terminals[terminal].runway_ms;
        let (free, before) = self.state.gates[terminal].runway.first_free(at, interval);
        if free > at {
            return Some((free, Holder::Runway(before)));
        }
        if passage.lands() {
            return None;
        }
        let c = &self.state.carriers[carrier];
        let route = self.world.trip(c.carrier_type, c.at, c.to).and_then(|trip| trip.route);
        if let Some(later) = route.and_then(|way| self.state.later_on_route(self.world, way, at)) {
            return Some(later);
        }
        if passage == Passage::Return {
            return self.later_at_destination(carrier, at);
        }
        if let Some(later) = self.later_for_limits(carrier, at) {
            return Some(later);
        }
        self.later_for_landing_slot(carrier, at).map(|(later, why)| (later, Holder::Outside(why)))
    }
}
