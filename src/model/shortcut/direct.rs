//! Departures and landings that nothing but a failure or a full terminal can hold up, as compiling has found.

use crate::kernel::Causes;
use crate::model::draws::SortieDraw;
use crate::model::facility::Facility;
use crate::model::ids::CarrierId;
use crate::model::observe::Observer;
use crate::model::simulation::Simulation;
use crate::model::state::{Kind, Purpose, Stage};
use crate::model::world::TripSpec;

impl<'w, C: Causes, O: Observer> Simulation<'w, C, O> {
    /// A carrier that is loaded leaves for its only destination; says whether it does.
    #[inline(always)]
    pub(crate) fn delivered_directly(&mut self, carrier: CarrierId) -> bool {
        let c = &mut self.state.carriers[carrier];
        let direct = c.sortie.and_then(|sortie| sortie.direct.as_ref());
        let Some((to, trip)) = direct.filter(|_| self.options.shortcuts && c.crews.is_none()) else {
            return false;
        };
        c.purpose = Purpose::Deliver;
        c.to = *to;
        if self.breaks_down(carrier) {
            self.break_down(carrier);
        } else {
            self.set_off(carrier, trip, true);
        }
        true
    }

    /// A carrier leaves for where it goes; says whether it does.
    #[inline(always)]
    pub(crate) fn departed_directly(&mut self, carrier: CarrierId) -> bool {
        if !self.options.shortcuts {
            return false;
        }
        let c = &self.state.carriers[carrier];
        let purpose = c.purpose;
        match self.world.trip(c.carrier_type, c.at, c.to) {
            Some(trip) if trip.direct && c.crews.is_none() && !self.world.holds_departures => {
                if self.breaks_down(carrier) {
                    self.break_down(carrier);
                } else if purpose == Purpose::Deliver {
                    self.take_off_by(carrier, trip);
                } else {
                    self.set_off(carrier, trip, false);
                }
                true
            }
            _ => false,
        }
    }

    /// A carrier travels for a time that was drawn ahead, without stops or borders; says whether it does.
    #[inline(always)]
    pub(crate) fn travelled_directly(
        &mut self,
        carrier: CarrierId,
        trip: &'w TripSpec,
        draw: Option<SortieDraw>,
        deliver: bool,
    ) -> bool {
        let c = &self.state.carriers[carrier];
        let Some(travel) = draw.filter(|_| trip.direct).and_then(|draw| self.drawn_ahead(c, draw)) else {
            return false;
        };
        let end = self.travel(carrier, trip, travel, deliver);
        self.schedule(end, Kind::Carrier, carrier);
        true
    }

    /// A carrier lands, or waits for a stand, where no gate holds landings up and nobody diverts; says whether it does.
    #[inline(always)]
    pub(crate) fn landed_directly(&mut self, carrier: CarrierId, deliver: bool) -> bool {
        let c = &self.state.carriers[carrier];
        let (to, size) = (c.to, c.spec.stand_size);
        let direct = self.options.shortcuts && c.trip.is_some_and(|trip| trip.lands_at_once);
        if !direct || c.reserved || (!deliver && c.purpose == Purpose::Home) {
            return false;
        }
        if self.seize(to, Facility::Stands, carrier, size) {
            self.state.carriers[carrier].reserved = true;
            self.touch_down(carrier, deliver);
        } else {
            self.state.carriers[carrier].stage = Stage::Stand;
        }
        true
    }
}
