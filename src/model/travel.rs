//! A trip from departure to arrival: its draws, its time, stops and borders on the way, and what is recorded of it.

use crate::kernel::{Causes, Sampler, Time};
use crate::scenario::factor::FactorOn;

use super::category::Category;
use super::draws::{BesideDraw, SortieDraw, TripDraw};
use super::ids::CarrierId;
use super::observe::Observer;
use super::simulation::Simulation;
use super::state::{Kind, Purpose, Stage};
use super::world::TripSpec;

impl<'w, C: Causes, O: Observer> Simulation<'w, C, O> {
    /// It leaves: the stand is free, and it travels.
    #[inline(always)]
    pub(super) fn set_off(&mut self, carrier: CarrierId, trip: &'w TripSpec, deliver: bool) {
        let c = &self.state.carriers[carrier];
        let (at, cause) = (c.at, c.cause);
        self.observe_movement(carrier, at, false);
        self.leave_stand(carrier, cause);
        let c = &self.state.carriers[carrier];
        let draw = TripDraw::Travel.of_load(deliver, c.return_draws);
        if !self.travelled_directly(carrier, trip, draw, deliver) {
            self.set_off_by(carrier, trip, draw);
        }
    }

    /// Sets off by a trip whose time is still to be drawn, or includes stops and borders.
    #[inline(never)]
    fn set_off_by(&mut self, carrier: CarrierId, trip: &'w TripSpec, draw: Option<SortieDraw>) {
        let c = &self.state.carriers[carrier];
        let (deliver, return_draws) = (c.purpose == Purpose::Deliver, c.return_draws);
        let travel = self.travel_ms(carrier, trip, draw);
        let mut end = self.travel(carrier, trip, travel, deliver);
        if trip.stops.are_made() {
            end = self.stop_to_refuel(carrier, trip, end, return_draws);
        }
        if let Some(border) = &trip.border {
            end = self.cross_border(carrier, border, end, return_draws);
        }
        self.schedule(end, Kind::Carrier, carrier);
    }

    /// Records that a carrier travels from now on, without what else its trip takes; returns the end.
    #[inline(always)]
    pub(super) fn travel(
        &mut self,
        carrier: CarrierId,
        trip: &'w TripSpec,
        travel_ms: i64,
        deliver: bool,
    ) -> Time {
        let category = if deliver { Category::LoadedTravel } else { Category::EmptyTravel };
        let (now, end) = (self.now, self.now + travel_ms);
        let c = &mut self.state.carriers[carrier];
        c.stage = if deliver { Stage::Delivering } else { Stage::Travelling };
        c.trip = Some(trip);
        if deliver {
            let homeward = c.sortie.is_some_and(|sortie| sortie.homeward);
            self.outcome.phases[usize::from(homeward)].departures.push(now);
        } else {
            c.return_draws = false;
            c.trips += 1;
        }
        self.record_travel(carrier, category, (now, end));
        end
    }

    /// The time of a trip that draws for a load, or without one [ms].
    fn travel_ms(&mut self, carrier: CarrierId, trip: &TripSpec, draw: Option<SortieDraw>) -> i64 {
        let c = &self.state.carriers[carrier];
        let way = (c.at, c.fleet);
        let travel_ms = match draw.and_then(|draw| self.drawn_ahead(c, draw)) {
            Some(travel_ms) => travel_ms,
            None => trip.travel_ms(self.trip_uniform(carrier, TripDraw::Travel, draw)),
        };
        self.state.factors.on_time(self.world, FactorOn::Travel, way, travel_ms)
    }

    /// Adds the delay at a border after the travel and its stops; returns the arrival.
    fn cross_border(
        &mut self,
        carrier: CarrierId,
        border: &Sampler,
        travelled: Time,
        return_draws: bool,
    ) -> Time {
        let c = &self.state.carriers[carrier];
        let way = (c.at, c.to);
        let random = border.is_random();
        let uniform =
            if random { self.beside_uniform(carrier, BesideDraw::Border, return_draws) } else { 0.5 };
        self.fly(carrier, Category::Border, (travelled, travelled + border.draw(uniform)), way)
    }
}
