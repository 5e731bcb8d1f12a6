//! When a terminal lets carriers land and depart: opening, hours, closures, weather, runway interval.
//!
//! A movement is booked for the first instant at which everything allows it, in the order of
//! requests; those of one moment go by carrier.

use crate::kernel::{Causes, Time};

use super::ids::{CarrierId, TerminalId};
use super::movement::Movement;
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
        if let [only] = self.state.movements[..] {
            self.state.movements.clear();
            self.book(only);
            return;
        }
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
        let movement = self.movement_of(carrier, passage, terminal);
        let (at, holder) = self.first_movement(&movement, opening, latest);
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
        self.book_at(&movement, at);
        match passage {
            Passage::Aside => self.book_aside(carrier, at, holder),
            _ if at > self.now => self.schedule(at, Kind::Carrier, carrier),
            Passage::Landing => self.land(carrier),
            Passage::Return => self.leave_alternate(carrier),
            // Its crew has been looked at for this very moment.
            Passage::Departure => self.take_off(carrier),
        }
    }

    /// What a movement asks for, whenever it is made.
    fn movement_of(&self, carrier: CarrierId, passage: Passage, terminal: TerminalId) -> Movement {
        let c = &self.state.carriers[carrier];
        let runway_ms = self.world.terminals[terminal].runway_ms;
        let (route, expected_ms, ration, landing_slot) = (None, 0, None, None);
        let landing =
            Movement { carrier, passage, terminal, runway_ms, route, expected_ms, ration, landing_slot };
        if passage.lands() {
            return landing;
        }
        let trip = self.world.trip(c.carrier_type, c.at, c.to);
        let leaving = Movement { route: trip.and_then(|trip| trip.route), ..landing };
        if passage == Passage::Return {
            return leaving;
        }
        Movement {
            expected_ms: trip.map_or(0, |trip| self.expected_ms(carrier, trip)),
            ration: self.ration_of(carrier),
            landing_slot: self.needs_landing_slot(carrier).then_some(c.to),
            ..leaving
        }
    }

    /// Books all that a movement at `at` takes.
    fn book_at(&mut self, movement: &Movement, at: Time) {
        let cause = self.state.carriers[movement.carrier].cause;
        let gate = &mut self.state.gates[movement.terminal];
        gate.runway.book(at, movement.runway_ms, cause, self.now);
        if let Some(way) = movement.route {
            self.state.book_route(self.world, way, at, cause, self.now);
        }
        self.book_landing_slot(movement, at);
        if let Some(ration) = &movement.ration {
            self.book_days(ration, at, at + movement.expected_ms);
        }
    }

    /// The first instant from now at which a movement is allowed, and what held it last; an instant after `latest` when
    /// that is too late, and what holds it then. The terminal `opening` has to have opened, and has.
    fn first_movement(&mut self, movement: &Movement, opening: TerminalId, latest: Time) -> (Time, Holder) {
        let mut found = (self.now, Holder::Opened(self.state.gates[opening].opened_by()));
        for _ in 0..MOST_STEPS {
            if found.0 > latest {
                return found;
            }
            match self.later_movement(movement, found.0) {
                Some(later) => found = later,
                None => return found,
            }
        }
        (Time::NEVER, found.1)
    }

    /// A later instant when a movement is not allowed at `at`, and what holds it.
    fn later_movement(&mut self, movement: &Movement, at: Time) -> Option<(Time, Holder)> {
        let terminal = movement.terminal;
        let (open, why) = self.state.next_open(self.world, &mut self.streams, terminal, at);
        if open > at {
            return Some((open, Holder::Outside(why)));
        }
        let (free, before) = self.state.gates[terminal].runway.first_free(at, movement.runway_ms);
        if free > at {
            return Some((free, Holder::Runway(before)));
        }
        if let Some(way) = movement.route
            && let Some(later) = self.state.later_on_route(self.world, way, at)
        {
            return Some(later);
        }
        if movement.passage == Passage::Return {
            return self.later_at_destination(movement.carrier, at);
        }
        if let Some(ration) = &movement.ration
            && let Some(later) = self.later_for_limits(ration, at, at + movement.expected_ms)
        {
            return Some(later);
        }
        self.later_for_landing_slot(movement, at).map(|(later, why)| (later, Holder::Outside(why)))
    }
}
