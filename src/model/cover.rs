//! Where free carriers go without a load assigned: to the loads that nobody is at or bound for, out of the way of
//! others, or home.

use crate::kernel::Causes;
use crate::scenario::AfterUnload;

use super::category::Category;
use super::facility::Facility;
use super::ids::{CarrierId, CarrierTypeId, ElementId, FleetId, LaneId, StopId, TerminalId};
use super::observe::Observer;
use super::simulation::Simulation;
use super::state::{Purpose, Stage};

impl<C: Causes, O: Observer> Simulation<'_, C, O> {
    /// Sends free carriers to the lanes with most loads that nobody is at or bound for.
    pub(crate) fn spread_carriers(&mut self) {
        if self.world.selective {
            self.release_useless();
        }
        if self.state.idle.loose() == 0 || self.state.lanes.iter().all(|lane| lane.in_need() <= 0) {
            return;
        }
        for fleet in self.world.fleets.ids() {
            if self.state.idle.of_fleet(fleet).any_loose() {
                for stop in self.world.fleets[fleet].stops.ids() {
                    self.spread_from(fleet, stop);
                }
            }
        }
    }

    /// Finds lanes for the carriers of a fleet at one of its stops, as long as there are loads that nobody covers.
    #[inline]
    fn spread_from(&mut self, fleet: FleetId, stop: StopId) {
        let mut slot = 0;
        while let Some(carrier) = self.state.idle.of_fleet(fleet).queues()[stop].get(slot).copied() {
            if self.state.carriers[carrier].covers.is_some() {
                slot += 1;
                continue;
            }
            let spec = &self.world.fleets[fleet];
            let lanes = &spec.reach[spec.stops[stop]];
            let Some(lane) = self.most_uncovered(lanes, spec.carrier_type) else {
                return;
            };
            slot += usize::from(!self.turn_to(carrier, lane, stop));
        }
    }

    /// A carrier covers a lane and goes there; says whether it left the idle queue of its stop.
    fn turn_to(&mut self, carrier: CarrierId, lane: LaneId, stop: StopId) -> bool {
        self.state.begin_to_cover_idle(carrier, lane);
        let at = self.state.carriers[carrier].at;
        let from = self.world.lanes[lane].from;
        if from == at {
            return false;
        }
        self.state.remove_idle(carrier, stop);
        self.set_out_for(carrier, lane, from);
        true
    }

    /// A carrier goes where the loads of a lane are that it covers.
    #[inline(always)]
    pub(crate) fn set_out_for(&mut self, carrier: CarrierId, lane: LaneId, from: TerminalId) {
        self.begin_duty(carrier, lane, ElementId::NONE);
        let cause = self.journal.filled(self.state.carriers[carrier].cause, Category::Reporting, self.now);
        let c = &mut self.state.carriers[carrier];
        c.cause = cause;
        c.own = cause;
        self.depart(carrier, Purpose::Position, from);
    }

    /// Loads that wait must not be left to carriers that are all idle where loads are still to come: those may
    /// themselves depend on what waits. The first of these carriers that is of use turns to the load.
    #[inline(never)]
    pub(crate) fn rescue_loads(&mut self) {
        for lane in self.world.lanes.ids() {
            if !self.state.lanes[lane].queue.is_empty()
                && let Some(carrier) = self.idle_elsewhere(lane)
            {
                self.state.uncover_idle(carrier);
                let c = &self.state.carriers[carrier];
                if let Some(stop) = self.world.fleets[c.fleet].stop_at[c.at] {
                    self.turn_to(carrier, lane, stop);
                }
            }
        }
    }

    /// A carrier that could serve a lane, when all that could are idle.
    fn idle_elsewhere(&self, lane: LaneId) -> Option<CarrierId> {
        let spec = &self.world.lanes[lane];
        let mut found = None;
        for fleet in &spec.fleets {
            let fleet = &self.world.fleets[*fleet];
            for carrier in fleet.carriers() {
                let c = &self.state.carriers[carrier];
                match c.stage {
                    Stage::Stopped => {}
                    // It holds where loads are still to come.
                    Stage::Stand | Stage::OverAlternate | Stage::AtAlternate if c.load.is_none() => {}
                    Stage::Idle => {
                        let has_way = fleet.reach[c.at].contains(&lane);
                        if found.is_none()
                            && c.covers != lane
                            && has_way
                            && self.is_of_use(c.carrier_type, lane)
                        {
                            found = Some(carrier);
                        }
                    }
                    _ => return None,
                }
            }
        }
        found
    }

    /// Idle carriers with nothing to take go home when others wait for their stands.
    #[inline(always)]
    pub(crate) fn clear_stands(&mut self) {
        for terminal in self.world.limited_stands.iter().copied() {
            if self.state.idle.parked_at(terminal) > 0 {
                self.clear_stands_of(terminal);
            }
        }
    }

    #[inline(never)]
    fn clear_stands_of(&mut self, terminal: TerminalId) {
        if self.stands_are_wanted(terminal) {
            for carrier in self.world.fleet_of.ids() {
                let c = self.state.carriers[carrier];
                let spec = &self.world.fleets[c.fleet];
                let parked = c.stage == Stage::Idle && c.has_stand && c.at == terminal;
                let needed = self.state.lanes.entry(c.covers).is_some_and(|l| !l.queue.is_empty());
                if !parked || needed || self.world.trip(c.carrier_type, c.at, spec.base).is_none() {
                    continue;
                }
                if let Some(stop) = spec.stop_at[c.at] {
                    self.state.remove_idle(carrier, stop);
                    self.state.uncover(carrier);
                    let cause = self.journal.filled(c.cause, Category::Reporting, self.now);
                    let c = &mut self.state.carriers[carrier];
                    c.cause = cause;
                    c.own = cause;
                    self.depart(carrier, Purpose::Home, spec.base);
                }
            }
        }
    }

    /// Whether carriers with a load, or with one assigned, wait for stands.
    fn stands_are_wanted(&self, terminal: TerminalId) -> bool {
        let loaded = |carrier: CarrierId| self.state.carriers[carrier].load.is_some();
        self.state
            .facilities
            .of(terminal, Facility::Stands)
            .queue()
            .any(|request| loaded(CarrierId::new(request.entity)))
    }

    /// Frees idle carriers from lanes where they can take nothing of what waits, so that others may cover these.
    #[inline(never)]
    fn release_useless(&mut self) {
        for carrier in self.world.fleet_of.ids() {
            let c = self.state.carriers[carrier];
            if c.stage == Stage::Idle && c.covers.is_some() && !self.is_of_use(c.carrier_type, c.covers) {
                self.state.uncover_idle(carrier);
            }
        }
    }

    /// Whether a carrier can take something of a lane's queue; an empty one says nothing against it.
    #[inline(always)]
    fn is_of_use(&self, carrier_type: CarrierTypeId, lane: LaneId) -> bool {
        !self.world.selective || self.is_of_selective_use(carrier_type, lane)
    }

    #[inline(never)]
    fn is_of_selective_use(&self, carrier_type: CarrierTypeId, lane: LaneId) -> bool {
        if !self.world.lanes[lane].selective {
            return true;
        }
        let queue = &self.state.lanes[lane].queue;
        queue.is_empty() || queue.iter().any(|waiting| self.can_take_any(lane, waiting.element, carrier_type))
    }

    /// The lane with most uncovered loads among those of which a carrier type can take something.
    fn most_uncovered(&self, lanes: &[LaneId], carrier_type: CarrierTypeId) -> Option<LaneId> {
        self.most_in_need(lanes, |lane| self.is_of_use(carrier_type, lane))
    }

    /// The lane with most uncovered loads among those that serve.
    #[inline(always)]
    pub(crate) fn most_in_need(&self, lanes: &[LaneId], serves: impl Fn(LaneId) -> bool) -> Option<LaneId> {
        let (mut most, mut best) = (0, LaneId::NONE);
        for lane in lanes.iter().copied() {
            let uncovered = self.state.lanes[lane].in_need();
            if uncovered > most && serves(lane) {
                (most, best) = (uncovered, lane);
            }
        }
        (most > 0).then_some(best)
    }

    /// Sends carriers that were freed now and found nothing back to their bases.
    #[inline(never)]
    pub(crate) fn send_home(&mut self) {
        while let Some(carrier) = self.state.idle.take_freed() {
            let c = self.state.carriers[carrier];
            let spec = &self.world.fleets[c.fleet];
            let idle = c.stage == Stage::Idle && c.covers.is_none() && c.at != spec.base;
            let after = self.world.carrier_types[c.carrier_type].after_unload;
            if !idle || after != AfterUnload::NextLoad {
                continue;
            }
            let Some(stop) = spec.stop_at[c.at] else {
                continue;
            };
            if self.world.trip(c.carrier_type, c.at, spec.base).is_some() {
                self.state.remove_idle(carrier, stop);
                self.depart(carrier, Purpose::Home, spec.base);
            }
        }
    }
}
