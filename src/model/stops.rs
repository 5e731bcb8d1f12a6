//! Refuelling stops: how many a trip makes with what is on board, and how long each takes.
//!
//! A trip makes the fewest stops that cut it into equal stages over which the payload-range curve carries the load; an
//! empty carrier goes as far as the curve reaches. Each stop draws its own time.

use crate::kernel::{Causes, Time, stream_id};

use super::category::Category;
use super::draws::MoreDraw;
use super::ids::{CarrierId, ElementId};
use super::observe::Observer;
use super::simulation::Simulation;
use super::state::Purpose;
use super::world::TripSpec;

/// Draws that are kept for the stops of one trip: more than a trip makes.
const PLACES: u64 = 128;

impl<C: Causes, O: Observer> Simulation<'_, C, O> {
    /// The mass of a load on a carrier [kg].
    pub(crate) fn mass_kg(&self, carrier: CarrierId, load: ElementId) -> i64 {
        let world = self.world;
        let person_kg = self.state.carriers[carrier].spec.hold.person_kg;
        let mut mass_kg = 0;
        let mut element = load;
        while element.is_some() {
            let e = &self.state.elements[element];
            mass_kg += world.mass_kg(&world.units[e.unit], self.state.counts_of(world, element), person_kg);
            element = e.next;
        }
        mass_kg
    }

    /// Refuelling stops that a carrier makes on a trip for which it leaves now.
    fn stops_on(&self, carrier: CarrierId, trip: &TripSpec) -> u32 {
        let c = &self.state.carriers[carrier];
        match c.purpose {
            _ if !trip.stops.are_made() => 0,
            Purpose::Deliver => trip.stops.with(self.mass_kg(carrier, c.load)),
            Purpose::Position | Purpose::Home => trip.stops.empty,
        }
    }

    /// The expected time of a trip for which a carrier leaves [ms].
    pub(crate) fn expected_ms(&self, carrier: CarrierId, trip: &TripSpec) -> i64 {
        trip.mean_ms + trip.stops.expected_ms(self.stops_on(carrier, trip))
    }

    /// Adds the refuelling stops of a trip after the travel itself; returns when the last one ends.
    pub(super) fn stop_to_refuel(
        &mut self,
        carrier: CarrierId,
        trip: &TripSpec,
        travelled: Time,
        return_draws: bool,
    ) -> Time {
        let c = self.state.carriers[carrier];
        let stop = &c.spec.refuel_stop;
        let mut end = travelled;
        for number in 0..self.stops_on(carrier, trip) {
            let random = stop.is_random();
            let uniform = if random { self.stop_uniform(carrier, number, return_draws) } else { 0.5 };
            let gone_on = end + stop.draw(uniform);
            end = self.fly(carrier, Category::RefuellingStop, (end, gone_on), (c.at, c.to));
        }
        end
    }

    /// A uniform variate of a stop: keyed by its number and by the load on board, or the one delivered before
    /// (`return_draws`), or the one that the carrier goes for; else by the carrier and its trip.
    fn stop_uniform(&mut self, carrier: CarrierId, number: u32, return_draws: bool) -> f64 {
        let c = self.state.carriers[carrier];
        let way = match c.purpose {
            Purpose::Deliver if number == 0 => return self.more_uniform(carrier, MoreDraw::RefuellingStop),
            Purpose::Deliver => 0,
            _ if return_draws => 1,
            _ => 2,
        };
        let of_load = c.lift.filter(|_| way < 2 || c.load.is_some());
        let (stream, trip) = if let Some(lift) = of_load {
            (lift.stream, u64::from(c.line - lift.first_line) * 3 + way)
        } else {
            let fleet = &self.world.fleets[c.fleet];
            (fleet.stream, (u64::from(fleet.number_of(carrier)) << 20) + u64::from(c.trips % (1 << 20)))
        };
        let at = trip * PLACES + u64::from(number);
        self.streams.open(stream ^ stream_id("refuelling stops"), at).uniform()
    }
}
