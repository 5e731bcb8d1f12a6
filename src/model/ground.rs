//! On the ground after a landing with a load: unloading, refuelling, service, boarding, and what next.

use crate::kernel::{Causes, NodeId, Sampler, Time};
use crate::scenario::AfterUnload;

use super::category::Category;
use super::draws::{MoreDraw, SortieDraw};
use super::facility::Facility;
use super::ids::{CarrierId, CiviliansId, ElementId, TerminalId, UnitId};
use super::observe::{Observation, Observer};
use super::simulation::Simulation;
use super::state::{Carrier, Kind, Purpose, Stage};
use super::world::{CivilianSpec, FuelSpec};

impl<C: Causes, O: Observer> Simulation<'_, C, O> {
    /// It asks for a working spot.
    #[inline(always)]
    pub(crate) fn ask_to_unload(&mut self, carrier: CarrierId, at: TerminalId) {
        if self.seize(at, Facility::WorkingSpots, carrier, 1) {
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
    #[inline(never)]
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
        self.free(at, Facility::WorkingSpots, 1, cause);
        self.outcome.phases[usize::from(homeward)].sorties += 1;
        self.outcome.fleet_sorties[fleet] += 1;
        self.outcome.terminal_sorties[at] += 1;
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
            if O::ENABLED {
                let instance = e.instance;
                let counts = self.state.counts_of(self.world, element);
                let (at, terminal) = (self.now, at);
                self.observer.observe(Observation::Delivered { carrier, instance, counts, at, terminal });
            }
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
        self.receive_fuel(terminal);
        if self.state.fuel_queue[terminal].is_empty() && self.state.fuel_kg[terminal] >= uplift {
            self.start_refuelling(carrier);
        } else {
            let c = &mut self.state.carriers[carrier];
            c.stage = Stage::Fuel;
            c.since = self.now;
            let first = self.state.fuel_queue[terminal].is_empty();
            self.state.fuel_queue[terminal].push_back(carrier);
            if first {
                self.await_resupply(terminal);
            }
        }
    }

    /// Adds the resupplies that have come since the last look.
    #[inline]
    fn receive_fuel(&mut self, terminal: TerminalId) {
        if let Some(fuel) = &self.world.terminals[terminal].fuel {
            self.receive_resupplies(terminal, fuel);
        }
    }

    #[inline(never)]
    fn receive_resupplies(&mut self, terminal: TerminalId, fuel: &FuelSpec) {
        if fuel.every_ms <= 0 {
            return;
        }
        let due = self.now.as_ms() / fuel.every_ms;
        let came = due - std::mem::replace(&mut self.state.resupplies[terminal], due);
        let level = self.state.fuel_kg[terminal].saturating_add(fuel.resupply_kg.saturating_mul(came));
        self.state.fuel_kg[terminal] = if came > 0 { level.min(fuel.capacity_kg) } else { level };
    }

    fn await_resupply(&mut self, terminal: TerminalId) {
        let Some(fuel) = &self.world.terminals[terminal].fuel else {
            return;
        };
        if fuel.every_ms > 0 && fuel.resupply_kg > 0 {
            let next = Time::from_ms((self.now.as_ms() / fuel.every_ms + 1) * fuel.every_ms);
            self.schedule(next, Kind::Resupply, terminal);
        }
    }

    /// Fuel has come: those who wait are served in order.
    pub(crate) fn resupply(&mut self, terminal: TerminalId) {
        self.receive_fuel(terminal);
        while let Some(carrier) = self.state.fuel_queue[terminal].front().copied() {
            let c = self.state.carriers[carrier];
            let uplift = self.world.carrier_types[c.carrier_type].uplift_kg;
            if self.state.fuel_kg[terminal] < uplift {
                self.await_resupply(terminal);
                return;
            }
            self.state.fuel_queue[terminal].pop_front();
            let cause = self.filled(c.cause, Category::FuelResupply);
            let c = &mut self.state.carriers[carrier];
            c.cause = cause;
            c.own = cause;
            let (since, fleet) = (c.since, c.fleet);
            let span = self.now - since;
            self.outcome.fleet_ms[fleet][Category::FuelResupply.index()] += span;
            self.count_wait(Category::FuelResupply, span, UnitId::NONE, terminal);
            if O::ENABLED {
                let to = self.now;
                self.observe_carrier(
                    carrier,
                    Category::FuelResupply,
                    since,
                    to,
                    terminal,
                    TerminalId::NONE,
                    cause,
                );
            }
            self.start_refuelling(carrier);
        }
    }

    #[inline(never)]
    fn start_refuelling(&mut self, carrier: CarrierId) {
        let c = &self.state.carriers[carrier];
        let (at, spec) = (c.at, c.spec);
        if spec.uplift_kg > 0 && self.world.terminals[at].fuel.is_some() {
            self.state.fuel_kg[at] -= spec.uplift_kg;
        }
        let drawn = if let Sampler::Fixed(duration) = spec.refuel {
            duration
        } else {
            spec.refuel.draw(self.more_uniform(carrier, MoreDraw::Refuel))
        };
        self.keep_busy(carrier, Stage::Refuelling, Category::Refuelling, self.now + drawn);
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
        let duration = service.draw(uniform);
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
