//! On the ground after a landing with a load: unloading, refuelling, service, boarding, and what next.

use crate::kernel::{Causes, NodeId, Sampler, Time};
use crate::scenario::AfterUnload;
use crate::scenario::factor::FactorOn;

use super::category::Category;
use super::draws::{MoreDraw, SortieDraw};
use super::facility::Facility;
use super::ids::{CarrierId, CiviliansId, ElementId, TerminalId, UnitId};
use super::observe::Observer;
use super::simulation::Simulation;
use super::state::{Carrier, Kind, Purpose, Stage};
use super::world::CivilianSpec;

impl<C: Causes, O: Observer> Simulation<'_, C, O> {
    /// It asks for a working spot.
    #[inline(always)]
    pub(crate) fn ask_to_unload(&mut self, carrier: CarrierId, at: TerminalId) {
        if self.seize(at, self.spots(carrier, at), carrier, 1) {
            self.spot_granted(carrier, at);
        } else {
            // It waits since it has landed.
            self.state.carriers[carrier].stage = Stage::Spot;
        }
    }

    /// It has a spot and asks for a team.
    #[inline(always)]
    pub(crate) fn spot_granted(&mut self, carrier: CarrierId, at: TerminalId) {
        if self.seize(at, Facility::UnloadingTeams, carrier, 1) {
            self.unloading_team_granted(carrier, at);
        } else {
            self.state.carriers[carrier].stage = Stage::UnloadingTeam;
        }
    }

    /// It has a team; a ship asks for a crane.
    #[inline(always)]
    pub(crate) fn unloading_team_granted(&mut self, carrier: CarrierId, at: TerminalId) {
        if self.has_crane(carrier, at) {
            self.start_unloading(carrier);
        } else {
            self.state.carriers[carrier].stage = Stage::Crane;
        }
    }

    /// Everything is there to unload.
    #[inline(always)]
    pub(crate) fn start_unloading(&mut self, carrier: CarrierId) {
        let c = &self.state.carriers[carrier];
        let end = self.now + self.handling_ms(c, SortieDraw::Unload, &c.spec.unload);
        self.keep_busy(carrier, Stage::Unloading, Category::Unloading, end);
    }

    /// Unloading ends: the spot is free, the load goes its way, the carrier is refuelled.
    #[inline(always)]
    pub(crate) fn end_unloading(&mut self, carrier: CarrierId) {
        let c = &mut self.state.carriers[carrier];
        let (at, cause, fleet) = (c.at, c.cause, c.fleet);
        let homeward = c.sortie.is_some_and(|sortie| sortie.homeward);
        let load = std::mem::replace(&mut c.load, ElementId::NONE);
        c.client = UnitId::NONE;
        c.return_draws = true;
        self.free_crane(carrier, at, cause);
        self.free(at, Facility::UnloadingTeams, 1, cause);
        self.free(at, self.spots(carrier, at), 1, cause);
        self.outcome.phases[usize::from(homeward)].sorties += 1;
        self.outcome.counters.fleet_sorties[fleet] += 1;
        self.outcome.counters.terminal_sorties[at] += 1;
        self.deliver_load(carrier, load, at, cause);
        self.refuel(carrier, at);
    }

    /// The elements of a load go their ways.
    #[inline(always)]
    fn deliver_load(&mut self, carrier: CarrierId, load: ElementId, at: TerminalId, cause: NodeId) {
        let place = self.world.terminals[at].place;
        let mut element = load;
        while element.is_some() {
            let e = &mut self.state.elements[element];
            let next = std::mem::replace(&mut e.next, ElementId::NONE);
            e.node = cause;
            self.observe_delivered(carrier, element, at);
            self.reach_place(element, place);
            element = next;
        }
    }

    // --- fuel ---

    #[inline(always)]
    fn refuel(&mut self, carrier: CarrierId, at: TerminalId) {
        let spec = self.state.carriers[carrier].spec;
        if spec.refuel.is_zero() && spec.uplift_kg == 0 {
            self.serve_carrier(carrier);
        } else if self.seize(at, Facility::FuelPoints, carrier, 1) {
            self.fuel_point_granted(carrier);
        } else {
            self.state.carriers[carrier].stage = Stage::FuelPoint;
        }
    }

    /// It has a fuel point: is there fuel?
    #[inline(always)]
    pub(crate) fn fuel_point_granted(&mut self, carrier: CarrierId) {
        if self.state.carriers[carrier].spec.uplift_kg == 0 {
            self.start_refuelling(carrier);
        } else {
            self.take_fuel(carrier);
        }
    }

    #[inline(never)]
    fn take_fuel(&mut self, carrier: CarrierId) {
        let c = &self.state.carriers[carrier];
        let (terminal, uplift) = (c.at, c.spec.uplift_kg);
        let fuel = &mut self.state.fuel[terminal];
        fuel.receive(self.world.terminals[terminal].fuel.as_ref(), self.now);
        if fuel.is_free(uplift) {
            self.start_refuelling(carrier);
            return;
        }
        let first = fuel.await_fuel(carrier);
        let c = &mut self.state.carriers[carrier];
        c.stage = Stage::Fuel;
        c.since = self.now;
        if first {
            self.await_resupply(terminal);
        }
    }

    fn await_resupply(&mut self, terminal: TerminalId) {
        let fuel = self.world.terminals[terminal].fuel.as_ref();
        if let Some(next) = fuel.and_then(|fuel| fuel.next_resupply(self.now)) {
            self.schedule(next, Kind::Resupply, terminal);
        }
    }

    /// Fuel has come: those who wait are served in order.
    pub(crate) fn resupply(&mut self, terminal: TerminalId) {
        self.state.fuel[terminal].receive(self.world.terminals[terminal].fuel.as_ref(), self.now);
        while let Some(carrier) = self.state.fuel[terminal].first_waiting() {
            let uplift = self.state.carriers[carrier].spec.uplift_kg;
            if !self.state.fuel[terminal].serve_first(uplift) {
                self.await_resupply(terminal);
                return;
            }
            self.record_own_wait(carrier, Category::FuelResupply, Category::FuelResupply, terminal);
            self.start_refuelling(carrier);
        }
    }

    #[inline(always)]
    fn start_refuelling(&mut self, carrier: CarrierId) {
        let c = &self.state.carriers[carrier];
        let (at, spec) = (c.at, c.spec);
        if spec.uplift_kg > 0 {
            self.state.fuel[at].take(self.world.terminals[at].fuel.as_ref(), spec.uplift_kg);
        }
        let drawn = if let Sampler::Fixed(duration) = spec.refuel {
            duration
        } else {
            spec.refuel.draw(self.more_uniform(carrier, MoreDraw::Refuel))
        };
        let turned_ms = self.turnaround_ms(carrier, drawn);
        self.keep_busy(carrier, Stage::Refuelling, Category::Refuelling, self.now + turned_ms);
    }

    /// A time of refuelling or service with the common factors on it [ms].
    #[inline(always)]
    fn turnaround_ms(&self, carrier: CarrierId, time_ms: i64) -> i64 {
        let c = &self.state.carriers[carrier];
        self.state.factors.on_time(self.world, FactorOn::Turnaround, (c.at, c.fleet), time_ms)
    }

    /// Refuelled: the fuel point is free.
    #[inline(always)]
    pub(crate) fn end_refuelling(&mut self, carrier: CarrierId) {
        let c = &self.state.carriers[carrier];
        self.free(c.at, Facility::FuelPoints, 1, c.cause);
        self.serve_carrier(carrier);
    }

    // --- service, boarding, and what next ---

    #[inline(always)]
    fn serve_carrier(&mut self, carrier: CarrierId) {
        let spec = self.state.carriers[carrier].spec;
        if spec.service.is_zero() {
            self.end_service(carrier);
        } else {
            self.start_service(carrier, &spec.service);
        }
    }

    #[inline(never)]
    fn start_service(&mut self, carrier: CarrierId, service: &Sampler) {
        let uniform = if service.is_random() { self.more_uniform(carrier, MoreDraw::Service) } else { 0.5 };
        let duration = self.turnaround_ms(carrier, service.draw(uniform));
        if duration > 0 {
            let end = self.now + duration;
            self.keep_busy(carrier, Stage::Service, Category::Service, end);
        } else {
            self.end_service(carrier);
        }
    }

    /// Serviced: civilians may board a carrier that returns.
    #[inline(always)]
    pub(crate) fn end_service(&mut self, carrier: CarrierId) {
        if self.world.civilians.is_empty() || !self.board_civilians(carrier) {
            self.leave_for_next(carrier);
        }
    }

    /// Lets civilians board a carrier that returns, group after group by id while seats are free, if any wait that go where
    /// it goes; says whether that takes time.
    #[inline(never)]
    fn board_civilians(&mut self, carrier: CarrierId) -> bool {
        let c = self.state.carriers[carrier];
        let world = self.world;
        let spec = &world.carrier_types[c.carrier_type];
        let returns = spec.after_unload == AfterUnload::Return;
        let Some(base) = self.base_to_return_to(&c).filter(|_| returns) else { return false };
        let mut seats = spec.hold.seats;
        let mut duration = 0;
        for (group, civilians) in world.civilians.with_ids() {
            let goes = civilians.at == c.at && (civilians.to.is_empty() || civilians.to.contains(&base));
            let aboard = self.state.civilians[group].min(seats).min(civilians.per_carrier);
            if goes && aboard > 0 {
                seats -= aboard;
                self.state.civilians[group] -= aboard;
                self.outcome.civilians[group] += aboard;
                duration += civilians.board.draw(self.boarding_uniform(&c, civilians));
            }
        }
        if duration > 0 {
            let end = self.now + duration;
            self.keep_busy(carrier, Stage::Boarding, Category::Boarding, end);
        }
        duration > 0
    }

    /// A uniform variate for the boarding of a group, keyed by it and by the load that the carrier has brought.
    fn boarding_uniform(&mut self, c: &Carrier<'_>, civilians: &CivilianSpec) -> f64 {
        let Some(lift) = c.lift.filter(|_| civilians.board.is_random()) else { return 0.5 };
        let line = u64::from(c.line - lift.first_line);
        self.streams.open(lift.stream ^ civilians.stream, line).uniform()
    }

    /// The carrier is ready for what its type does after unloading.
    #[inline(always)]
    pub(crate) fn leave_for_next(&mut self, carrier: CarrierId) {
        match self.state.carriers[carrier].spec.after_unload {
            AfterUnload::Return => self.return_to_base(carrier),
            AfterUnload::NextLoad => self.become_free(carrier),
        }
    }

    #[inline(never)]
    fn return_to_base(&mut self, carrier: CarrierId) {
        match self.base_to_return_to(&self.state.carriers[carrier]) {
            Some(base) => self.depart(carrier, Purpose::Home, base),
            None => self.become_free(carrier),
        }
    }

    /// The base of a carrier that is elsewhere and has a way there.
    fn base_to_return_to(&self, c: &Carrier<'_>) -> Option<TerminalId> {
        let base = self.world.fleets[c.fleet].base;
        (c.at != base && self.world.trip(c.carrier_type, c.at, base).is_some()).then_some(base)
    }

    /// Civilians wait from now on.
    pub(crate) fn ready_civilians(&mut self, group: CiviliansId) {
        self.state.civilians[group] = self.world.civilians[group].people;
    }

    /// Tells when civilians become ready.
    pub(crate) fn set_up_civilians(&mut self) {
        let world = self.world;
        for (group, civilians) in world.civilians.with_ids() {
            let at = civilians.ready.as_ref().map_or(0, |draw| self.draw_once(draw));
            self.schedule_known(Time::ZERO + at, Kind::CiviliansReady, group);
        }
    }
}
