//! Crews: duty and rest.
//!
//! A carrier flies with a crew whose duty begins with an assignment after a rest. A crew that could not end the trip
//! to come within its duty goes on resting from when the carrier became free; loading needs no crew. A trip that would
//! end after the duty all the same is not started: a rested spare crew at the terminal takes over, or whoever there
//! is rested first; the tired crew rests there and becomes a spare. After a rest any trip is allowed.

use crate::kernel::{Causes, Time};

use super::ids::{CarrierId, LaneId, TerminalId};
use super::observe::Observer;
use super::simulation::Simulation;
use super::world::CrewSpec;

impl<C: Causes, O: Observer> Simulation<'_, C, O> {
    /// A free carrier sets to work on a lane: a crew that has rested begins a new duty; one whose duty would be up
    /// before the load is delivered goes on resting, while the carrier is loaded, and begins its duty when it is rested.
    #[inline]
    pub(crate) fn begin_duty(&mut self, carrier: CarrierId, lane: LaneId) {
        let fleet = self.state.carriers[carrier].fleet;
        if let Some(crews) = &self.world.fleets[fleet].crews {
            self.begin_duty_of(crews, carrier, lane);
        }
    }

    #[inline(never)]
    fn begin_duty_of(&mut self, crews: &CrewSpec, carrier: CarrierId, lane: LaneId) {
        let expected_end = self.expected_delivery(carrier, lane);
        let c = &mut self.state.carriers[carrier];
        let rested = c.since + crews.rest_ms;
        if c.duty_since == Time::NEVER || self.now >= rested {
            c.duty_since = self.now;
        } else if expected_end > c.duty_since + crews.duty_ms {
            c.duty_since = rested;
        }
    }

    /// When a carrier that sets to work on a lane now would land with its load, as a planner expects.
    fn expected_delivery(&self, carrier: CarrierId, lane: LaneId) -> Time {
        let (at, carrier_type) = {
            let c = &self.state.carriers[carrier];
            (c.at, c.carrier_type)
        };
        let spec = &self.world.lanes[lane];
        let trip_ms = |from: TerminalId, to: TerminalId| {
            self.world.trip(carrier_type, from, to).map_or(0, |trip| trip.mean_ms)
        };
        let out_ms = spec.to.first().map_or(0, |to| trip_ms(spec.from, *to));
        let load_ms = self.world.carrier_types[carrier_type].load_mean_ms;
        self.now + trip_ms(at, spec.from) + load_ms + out_ms
    }

    /// When a crew is rested for the next trip; `None` when the present one may go now.
    pub(crate) fn crew_rested(&mut self, carrier: CarrierId) -> Option<Time> {
        let c = self.state.carriers[carrier];
        let crews = self.world.fleets[c.fleet].crews.as_ref()?;
        let trip = self.world.trip(c.carrier_type, c.at, c.to).map_or(0, |trip| trip.mean_ms);
        let own_rest = if c.duty_since > self.now {
            // It has been resting since the carrier became free.
            c.duty_since
        } else if self.now + trip <= c.duty_since + crews.duty_ms {
            return None;
        } else {
            self.now + crews.rest_ms
        };
        let spares = &mut self.state.fleets[c.fleet].crews;
        let first = spares
            .iter()
            .enumerate()
            .filter(|(_, (terminal, _))| *terminal == c.at)
            .min_by_key(|(slot, (_, rested))| (*rested, *slot))
            .map(|(slot, (_, rested))| (slot, *rested));
        let rested = match first {
            Some((slot, rested)) if rested <= own_rest => {
                spares[slot] = (c.at, own_rest);
                rested.max(self.now)
            }
            _ => own_rest,
        };
        self.state.carriers[carrier].duty_since = rested;
        (rested > self.now).then_some(rested)
    }
}
