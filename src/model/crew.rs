//! Crews: duty and rest.
//!
//! A carrier flies with a crew whose duty begins with an assignment after a rest. A crew that could not end the trip
//! to come within its duty goes on resting from when the carrier became free; loading needs no crew. A trip that would
//! end after the duty all the same is not started: a rested spare crew at the terminal takes over, or whoever there
//! is rested first; the tired crew rests there and becomes a spare. After a rest any trip is allowed.

use crate::kernel::{Causes, Time};

use super::observe::Observer;
use super::simulation::Simulation;

impl<C: Causes, O: Observer> Simulation<'_, C, O> {
    /// A free carrier gets something to do until `expected_end`: a crew that has rested begins a new duty; one whose
    /// duty would be up before goes on resting, while the carrier is loaded, and begins its duty when it is rested.
    pub(crate) fn begin_duty(&mut self, carrier: u32, expected_end: Time) {
        let c = &mut self.state.carriers[carrier as usize];
        let Some(crews) = &self.world.fleets[usize::from(c.fleet)].crews else { return };
        let rested = c.since + crews.rest_ms;
        if c.duty_since == Time::NEVER || self.now >= rested {
            c.duty_since = self.now;
        } else if expected_end > c.duty_since + crews.duty_ms {
            c.duty_since = rested;
        }
    }

    /// When a crew is rested for the next trip; `None` when the present one may go now.
    pub(crate) fn crew_rested(&mut self, carrier: u32) -> Option<Time> {
        let c = self.state.carriers[carrier as usize];
        let crews = self.world.fleets[usize::from(c.fleet)].crews.as_ref()?;
        let trip = self.world.trip(c.carrier_type, c.at, c.to).map_or(0, |trip| trip.mean_ms);
        let own_rest = if c.duty_since > self.now {
            // It has been resting since the carrier became free.
            c.duty_since
        } else if self.now + trip <= c.duty_since + crews.duty_ms {
            return None;
        } else {
            self.now + crews.rest_ms
        };
        let spares = &mut self.state.fleets[usize::from(c.fleet)].crews;
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
        self.state.carriers[carrier as usize].duty_since = rested;
        (rested > self.now).then_some(rested)
    }
}
