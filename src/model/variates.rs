//! What is drawn: the uniform variates of a load, a trip, a carrier, each at its place in a stream.

use crate::kernel::{Causes, LINE};

use super::draws::{BesideDraw, MORE_LINES, MoreDraw, SortieDraw, TripDraw};
use super::ids::CarrierId;
use super::observe::Observer;
use super::simulation::Simulation;
use super::state::Purpose;
use super::world::Draw;

impl<C: Causes, O: Observer> Simulation<'_, C, O> {
    /// The first draw of a stream, or the fixed value [ms].
    pub(crate) fn draw_once(&mut self, draw: &Draw) -> i64 {
        if draw.sampler.is_random() {
            let uniform = self.streams.open(draw.stream, 0).uniform();
            draw.sampler.draw(uniform)
        } else {
            draw.sampler.draw(0.5)
        }
    }

    /// A draw of the carrier's current or last load from the second table.
    pub(crate) fn more_uniform(&mut self, carrier: CarrierId, purpose: MoreDraw) -> f64 {
        let c = &self.state.carriers[carrier];
        let Some(lift) = c.lift else {
            return 0.5;
        };
        let line = c.line * MORE_LINES as u32 + (purpose as usize / LINE) as u32;
        let stream = lift.stream ^ 0x5DEE_CE66_D1CE_4E5B;
        self.more_lines.touch(&mut self.streams, stream, lift.first_line * MORE_LINES as u32, line, &[]);
        self.more_lines.uniform(line, purpose as usize % LINE)
    }

    /// A uniform variate of a trip: keyed by the load that it carries, comes from, or goes for; else by the carrier.
    #[inline]
    pub(crate) fn trip_uniform(
        &mut self,
        carrier: CarrierId,
        draw: TripDraw,
        of_load: Option<SortieDraw>,
    ) -> f64 {
        match of_load {
            Some(draw) => self.lines.uniform(self.state.carriers[carrier].line, draw as usize),
            None => self.position_uniform(carrier, draw),
        }
    }

    /// A uniform variate of a trip without a load that follows no delivery.
    #[inline(never)]
    pub(crate) fn position_uniform(&mut self, carrier: CarrierId, draw: TripDraw) -> f64 {
        if self.state.carriers[carrier].load.is_none() {
            self.own_uniform(carrier, draw as u64)
        } else {
            let position = [MoreDraw::PositionBreakdown, MoreDraw::PositionRepair, MoreDraw::PositionTravel];
            self.more_uniform(carrier, position[draw as usize])
        }
    }

    /// A uniform variate of an empty trip that no load is assigned to: keyed by the carrier, by the trip and by what it is
    /// for, a number from 0 to 7.
    fn own_uniform(&mut self, carrier: CarrierId, draw: u64) -> f64 {
        let c = &self.state.carriers[carrier];
        let fleet = &self.world.fleets[c.fleet];
        let number = u64::from(fleet.number_of(carrier));
        let table = 1 << (40 + draw / 4);
        let at = table + (number << 20) + u64::from(c.trips % (1 << 18)) * 4 + draw % 4;
        self.streams.open(fleet.stream, at).uniform()
    }

    /// A uniform variate of a flight to or from an alternate, `number` of those on this trip: keyed by the load that the
    /// carrier has on board or goes for, else by the carrier and the trip.
    pub(crate) fn diversion_uniform(&mut self, carrier: CarrierId, number: u32) -> f64 {
        let c = &self.state.carriers[carrier];
        let number = u64::from(number % (1 << 16));
        if let Some(lift) = c.lift.filter(|_| c.load.is_some()) {
            let trip = u64::from(c.line - lift.first_line) * 2 + u64::from(c.purpose == Purpose::Deliver);
            self.streams.open(lift.stream ^ 0x9E37_79B9_7F4A_7C15, (trip << 16) + number).uniform()
        } else {
            let fleet = &self.world.fleets[c.fleet];
            let trip = (u64::from(fleet.number_of(carrier)) << 18) + u64::from(c.trips % (1 << 18));
            self.streams.open(fleet.stream, (1 << 52) + (trip << 16) + number).uniform()
        }
    }

    /// A uniform variate of de-icing or a border: keyed by the load that the carrier has on board, has delivered on the
    /// trip before (`return_draws`), or goes for; else by the carrier.
    pub(crate) fn beside_uniform(&mut self, carrier: CarrierId, draw: BesideDraw, return_draws: bool) -> f64 {
        let c = &self.state.carriers[carrier];
        let [with, after, to] = draw.of_load();
        match c.purpose {
            Purpose::Deliver => self.more_uniform(carrier, with),
            _ if return_draws => self.more_uniform(carrier, after),
            _ if c.load.is_some() => self.more_uniform(carrier, to),
            _ => self.own_uniform(carrier, 4 + draw as u64),
        }
    }
}
