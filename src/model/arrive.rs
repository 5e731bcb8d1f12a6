//! An arrival: hold, land, and what follows by the purpose of the trip.

use crate::kernel::Causes;

use super::facility::Facility;
use super::ids::{CarrierId, TerminalId};
use super::observe::Observer;
use super::simulation::Simulation;
use super::state::{Purpose, Stage};

impl<C: Causes, O: Observer> Simulation<'_, C, O> {
    /// A trip ends over the destination.
    #[inline(always)]
    pub(crate) fn arrive(&mut self, carrier: CarrierId, deliver: bool) {
        self.state.carriers[carrier].since = self.now;
        if !self.landed_directly(carrier, deliver) {
            self.arrive_at_gate(carrier);
        }
    }

    /// It asks for a stand, unless one is reserved or it is at home, and then to land.
    #[inline(never)]
    fn arrive_at_gate(&mut self, carrier: CarrierId) {
        let may_divert = self.begin_hold(carrier);
        let c = &mut self.state.carriers[carrier];
        if c.purpose == Purpose::Home || c.reserved {
            self.ask_to_land(carrier);
            return;
        }
        c.stage = Stage::Stand;
        let (to, size) = (c.to, c.spec.stand_size);
        // The limit is entered whether the stand is granted at this moment or later.
        self.alone &= !may_divert;
        if self.seize(to, Facility::Stands, carrier, size) {
            self.stand_granted(carrier);
        } else if may_divert {
            self.note_limit(carrier);
        }
    }

    /// A stand is free for a carrier that holds.
    #[inline(always)]
    pub(crate) fn stand_granted(&mut self, carrier: CarrierId) {
        self.state.carriers[carrier].reserved = true;
        self.ask_to_land(carrier);
    }

    #[inline(never)]
    fn ask_to_land(&mut self, carrier: CarrierId) {
        let c = &mut self.state.carriers[carrier];
        c.stage = Stage::Landing;
        c.since = self.now;
        if self.world.terminals[c.to].gated {
            self.state.ask_to_move(carrier);
        } else {
            self.land(carrier);
        }
    }

    /// It is on the ground.
    #[inline(never)]
    pub(crate) fn land(&mut self, carrier: CarrierId) {
        let deliver = self.state.carriers[carrier].purpose == Purpose::Deliver;
        self.touch_down(carrier, deliver);
    }

    #[inline(always)]
    pub(super) fn touch_down(&mut self, carrier: CarrierId, deliver: bool) {
        let c = &mut self.state.carriers[carrier];
        let to = std::mem::replace(&mut c.to, TerminalId::NONE);
        c.at = to;
        c.has_stand = std::mem::replace(&mut c.reserved, false);
        let meets_load = c.purpose == Purpose::Position && c.load.is_some();
        self.observe_movement(carrier, to, true);
        if deliver {
            self.ask_to_unload(carrier, to);
        } else if meets_load {
            self.at_load(carrier);
        } else {
            self.become_free(carrier);
        }
    }
}
