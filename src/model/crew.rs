//! Crews: duty and rest.
//!
//! A carrier travels with a crew whose duty begins with an assignment after a rest. A crew that could not end the trip
//! to come within its duty goes on resting from when the carrier became free; loading needs no crew. No crew starts a
//! trip that would end after its duty, by the expected time of the trip: it is looked at when the departure begins, and
//! again after a repair, after de-icing, when a stand at the destination is kept and when the gate opens, since it is on
//! duty while it waits. Where it would not do, a rested spare crew at the terminal takes over, or whoever there is rested
//! first; the tired crew rests there and becomes a spare. The duty of a crew that rested for a departure begins when the
//! carrier leaves, so that it does for any trip that a duty has room for.
//!
//! A rest is a cause of its own, from when it begins: what happens to the carrier meanwhile does not lead to its end.

use crate::kernel::{Causes, Time};

use super::category::Category;
use super::facility::Facility;
use super::ids::{CarrierId, ElementId, LaneId};
use super::observe::Observer;
use super::simulation::Simulation;
use super::state::{Departing, SpareCrew, Stage};
use super::world::{CrewSpec, TripSpec};

impl<C: Causes, O: Observer> Simulation<'_, C, O> {
    /// A free carrier sets to work on a lane, with a load or without one yet: a crew that has rested begins a new duty;
    /// one whose duty would be up before the load is delivered goes on resting, while the carrier is loaded, and begins
    /// its duty when it is rested. What the carrier did last is still its cause.
    #[inline(always)]
    pub(crate) fn begin_duty(&mut self, carrier: CarrierId, lane: LaneId, load: ElementId) {
        if let Some(crews) = self.state.carriers[carrier].crews {
            self.begin_duty_of_crew(crews, carrier, lane, load);
        }
    }

    #[inline(never)]
    fn begin_duty_of_crew(&mut self, crews: &CrewSpec, carrier: CarrierId, lane: LaneId, load: ElementId) {
        let c = &mut self.state.carriers[carrier];
        let rested = c.free_since + crews.rest_ms;
        if c.duty_since == Time::NEVER || self.now >= rested {
            c.duty_since = self.now;
            return;
        }
        let (duty_ends, freed) = (c.duty_since + crews.duty_ms, c.freed_by);
        if self.expected_delivery(carrier, lane, load) > duty_ends {
            let rest = self.rest_node(carrier, freed, rested);
            let c = &mut self.state.carriers[carrier];
            c.duty_since = rested;
            c.rest = rest;
        }
    }

    /// When a carrier that sets to work on a lane now would land with its load, as a planner expects.
    fn expected_delivery(&self, carrier: CarrierId, lane: LaneId, load: ElementId) -> Time {
        let (at, carrier_type) = {
            let c = &self.state.carriers[carrier];
            (c.at, c.carrier_type)
        };
        let world = self.world;
        let spec = &world.lanes[lane];
        let there_ms = world.trip(carrier_type, at, spec.from).map_or(0, TripSpec::empty_ms);
        let out = spec.to_of[carrier_type].first().and_then(|to| world.trip(carrier_type, spec.from, *to));
        let out_ms = out.map_or(0, |trip| {
            // What it is to carry is not known before a load is assigned: all that it can.
            let mass_kg = if load.is_some() { self.mass_kg(carrier, load) } else { trip.payload_kg };
            trip.loaded_ms(mass_kg)
        });
        let carrier_spec = &world.carrier_types[carrier_type];
        let load_ms = carrier_spec.load_mean_ms + self.contents_ms(&carrier_spec.load, load);
        self.now + there_ms + load_ms + out_ms
    }

    /// Whether the crew of a carrier could leave at an instant and be there within its duty.
    #[inline]
    pub(crate) fn crew_lasts(&self, carrier: CarrierId, departure: Time) -> bool {
        let c = &self.state.carriers[carrier];
        c.duty_since == Time::NEVER || c.crews.is_none_or(|crews| self.duty_lasts(crews, carrier, departure))
    }

    #[inline(never)]
    fn duty_lasts(&self, crews: &CrewSpec, carrier: CarrierId, departure: Time) -> bool {
        let c = &self.state.carriers[carrier];
        let trip = self.world.trip(c.carrier_type, c.at, c.to);
        let trip_ms = trip.map_or(0, |trip| self.expected_ms(carrier, trip));
        c.duty_since <= departure && departure + trip_ms <= c.duty_since + crews.duty_ms
    }

    /// Looks at the crew of a carrier that is about to go on with a departure; says whether it waits for a rested one
    /// first, and goes on with `next` then.
    #[inline]
    pub(crate) fn crew_rests(&mut self, carrier: CarrierId, next: Departing) -> bool {
        !self.crew_lasts(carrier, self.now) && self.relieve_crew(carrier, next)
    }

    /// The crew may not leave: whoever is rested first takes over. Says whether the carrier waits for that.
    #[inline(never)]
    fn relieve_crew(&mut self, carrier: CarrierId, next: Departing) -> bool {
        let c = self.state.carriers[carrier];
        let Some(crews) = c.crews else { return false };
        let own = if c.duty_since > self.now {
            // It has been resting since the carrier became free.
            SpareCrew { at: c.at, rested: c.duty_since, rest: c.rest }
        } else {
            let rested = self.now + crews.rest_ms;
            SpareCrew { at: c.at, rested, rest: self.rest_node(carrier, c.cause, rested) }
        };
        let spares = &mut self.state.fleets[c.fleet].crews;
        let here = spares.iter().enumerate().filter(|(_, spare)| spare.at == c.at);
        let first =
            here.min_by_key(|(slot, spare)| (spare.rested, *slot)).map(|(slot, spare)| (slot, *spare));
        let takes_over = match first {
            Some((slot, spare)) if spare.rested <= own.rested => {
                spares[slot] = own;
                spare
            }
            _ => own,
        };
        self.state.carriers[carrier].duty_since = Time::NEVER;
        if takes_over.rested <= self.now {
            return false;
        }
        self.return_kept_stand(carrier);
        let c = &mut self.state.carriers[carrier];
        c.next = next;
        c.cause = takes_over.rest;
        self.keep_busy(carrier, Stage::CrewRest, Category::CrewRest, takes_over.rested);
        true
    }

    /// A stand that is kept at the destination is for others while the crew rests.
    fn return_kept_stand(&mut self, carrier: CarrierId) {
        let c = &mut self.state.carriers[carrier];
        if std::mem::replace(&mut c.reserved, false) {
            let (to, size, cause) = (c.to, c.spec.stand_size, c.cause);
            self.free(to, Facility::Stands, size, cause);
        }
    }

    /// A carrier leaves: the duty of a crew that is fresh begins.
    #[inline]
    pub(crate) fn begin_duty_on_leaving(&mut self, carrier: CarrierId) {
        let c = &mut self.state.carriers[carrier];
        if c.crews.is_some() && c.duty_since == Time::NEVER {
            c.duty_since = self.now;
        }
    }
}
