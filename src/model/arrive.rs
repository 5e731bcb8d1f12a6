//! An arrival: hold, divert, land, and what follows by the purpose of the trip.

use crate::kernel::Causes;

use super::category::Category;
use super::draws::MoreDraw;
use super::facility::Facility;
use super::ids::{CarrierId, TerminalId};
use super::observe::Observer;
use super::simulation::Simulation;
use super::state::{Kind, Purpose, Stage};

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
        let c = &mut self.state.carriers[carrier];
        let to = c.to;
        if c.purpose == Purpose::Home || c.reserved {
            self.ask_to_land(carrier);
            return;
        }
        c.stage = Stage::Stand;
        let (size, deliver) = (c.spec.stand_size, c.purpose == Purpose::Deliver);
        let limit = self.world.terminals[to].max_hold_ms.filter(|_| deliver);
        // The limit is entered whether the stand is granted at this moment or later.
        self.alone &= limit.is_none();
        if self.seize(to, Facility::Stands, carrier, size) {
            self.stand_granted(carrier);
        } else if let Some(limit) = limit {
            self.schedule(self.now + limit, Kind::HoldLimit, carrier);
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
            self.state.movements.push(carrier);
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

    // --- diversion ---

    /// A carrier has held long enough: it flies to the alternate and keeps its place in the queue.
    #[inline(never)]
    pub(crate) fn reach_hold_limit(&mut self, carrier: CarrierId) {
        let c = self.state.carriers[carrier];
        if c.stage != Stage::Stand || c.to.is_none() {
            return;
        }
        let spec = &self.world.terminals[c.to];
        let due = spec.max_hold_ms.is_some_and(|limit| c.since + limit == self.now);
        if !due || spec.alternate.is_none() {
            return;
        }
        let Some(flight) = self.diversion_ms(carrier, c.to, spec.alternate) else {
            return;
        };
        self.outcome.diversions += 1;
        // The hold ended by its own limit, so it is its own cause.
        self.end_hold(carrier, c.cause);
        let c = &mut self.state.carriers[carrier];
        c.stage = Stage::Diverting;
        let (over, alternate) = (c.to, spec.alternate);
        c.at = alternate;
        self.fly_diversion(carrier, flight, over, alternate);
    }

    /// Records a hold in the air that nobody's leaving ended.
    fn end_hold(&mut self, carrier: CarrierId, cause: crate::kernel::NodeId) {
        let c = self.state.carriers[carrier];
        let node = self.filled(cause, Category::Diversion);
        let span = self.now - c.since;
        let client = self.client_of(carrier);
        let carrier_state = &mut self.state.carriers[carrier];
        carrier_state.cause = node;
        carrier_state.own = node;
        self.outcome.fleet_ms[c.fleet][Category::WaitStand.index()] += span;
        if span > 0 {
            self.count_wait(Category::WaitStand, span, client, c.to);
            if O::ENABLED {
                self.observe_carrier(
                    carrier,
                    Category::WaitStand,
                    c.since,
                    self.now,
                    c.to,
                    TerminalId::NONE,
                    node,
                );
            }
        }
    }

    fn diversion_ms(&mut self, carrier: CarrierId, from: TerminalId, to: TerminalId) -> Option<i64> {
        let carrier_type = self.state.carriers[carrier].carrier_type;
        let travel = &self.world.trip(carrier_type, from, to)?.travel;
        let uniform = if travel.is_random() { self.more_uniform(carrier, MoreDraw::Diversion) } else { 0.5 };
        Some(travel.draw(uniform))
    }

    fn fly_diversion(&mut self, carrier: CarrierId, flight: i64, from: TerminalId, towards: TerminalId) {
        let end = self.now + flight;
        self.fly(carrier, Category::Diversion, (self.now, end), (from, towards));
        self.schedule(end, Kind::Carrier, carrier);
    }

    /// It waits at the alternate, or goes back at once when its stand has become free.
    #[inline(never)]
    pub(crate) fn arrive_at_alternate(&mut self, carrier: CarrierId) {
        if self.state.carriers[carrier].reserved {
            self.leave_alternate(carrier);
        } else {
            let c = &mut self.state.carriers[carrier];
            c.stage = Stage::AtAlternate;
            c.since = self.now;
        }
    }

    /// A stand is free: back to the destination.
    #[inline(never)]
    pub(crate) fn leave_alternate(&mut self, carrier: CarrierId) {
        let c = &mut self.state.carriers[carrier];
        c.reserved = true;
        c.stage = Stage::Delivering;
        let c = *c;
        let flight = self.diversion_ms(carrier, c.at, c.to).unwrap_or(0);
        self.fly_diversion(carrier, flight, c.at, c.to);
    }
}
