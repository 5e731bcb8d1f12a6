//! Carriers that are free: when the dispatcher learns of them, and who is idle where.

use crate::kernel::Causes;

use super::category::Category;
use super::ids::{CarrierId, ElementId, FleetId, StopId, UnitId};
use super::observe::Observer;
use super::simulation::Simulation;
use super::state::{Kind, Stage};
use super::waiting::next_report;
use super::world::FleetSpec;

impl<'w, C: Causes, O: Observer> Simulation<'w, C, O> {
    /// A carrier has nothing more to do where it is.
    #[inline(always)]
    pub(crate) fn become_free(&mut self, carrier: CarrierId) {
        if self.world.reporting_ms > 0 && self.await_next_report(carrier) {
            return;
        }
        self.report_carrier(carrier);
    }

    /// A free carrier waits until the dispatcher is told; says whether it has to.
    #[inline(never)]
    fn await_next_report(&mut self, carrier: CarrierId) -> bool {
        let known = next_report(self.world.reporting_ms, self.now);
        if known > self.now {
            self.occupy(carrier, Stage::Unreported, Category::Reporting, known);
            self.schedule(known, Kind::Reported, carrier);
        }
        known > self.now
    }

    /// The dispatcher learns that a carrier is free.
    #[inline(never)]
    pub(crate) fn report_carrier(&mut self, carrier: CarrierId) {
        if self.state.over_limit && self.stop_surplus(carrier) {
            return;
        }
        let fleet = self.set_free(carrier);
        // With nobody else free, and nothing else to settle before, it is matched at once.
        let only = self.alone && self.state.idle_count == 0 && !self.is_unsettled();
        if only && self.dispatch_alone(carrier, fleet) {
            return;
        }
        self.state.freed.push(carrier);
        self.state.dispatch_due = true;
        if only {
            // Nothing waits for it, so that it is idle: the dispatch need not try again.
            self.queue_freed();
        }
    }

    /// Takes a carrier out of use if its fleet has too many in use; says whether it has.
    #[inline(never)]
    fn stop_surplus(&mut self, carrier: CarrierId) -> bool {
        let fleet = &self.state.fleets[self.state.carriers[carrier].fleet];
        let surplus = fleet.active > fleet.limit;
        if surplus {
            self.stop(carrier);
        }
        surplus
    }

    /// A carrier that was out of use may be used again: it is idle where it is.
    pub(crate) fn become_idle(&mut self, carrier: CarrierId) {
        self.set_free(carrier);
        self.enter_idle(carrier);
        self.state.dispatch_due = true;
    }

    /// A carrier has no load from now on; at its base it stands on its home apron. Returns its fleet.
    #[inline(always)]
    fn set_free(&mut self, carrier: CarrierId) -> &'w FleetSpec {
        let c = &mut self.state.carriers[carrier];
        c.stage = Stage::Idle;
        c.since = self.now;
        c.load = ElementId::NONE;
        c.client = UnitId::NONE;
        let fleet = &self.world.fleets[c.fleet];
        if c.has_stand && c.at == fleet.base {
            let cause = c.cause;
            self.leave_stand(carrier, cause);
        }
        fleet
    }

    /// Puts the carriers that became free now among the idle ones. This waits for the dispatch, so that one that finds a
    /// load there need not be queued.
    pub(crate) fn queue_freed(&mut self) {
        while let Some(carrier) = self.state.freed.get(self.state.freed_queued).copied() {
            self.state.freed_queued += 1;
            self.enter_idle(carrier);
        }
    }

    /// Puts a carrier that is free since now among the idle ones where it is.
    fn enter_idle(&mut self, carrier: CarrierId) {
        let now = self.now;
        let c = &self.state.carriers[carrier];
        let (fleet, at) = (c.fleet, c.at);
        let loose = u32::from(c.covers.is_none());
        let Some(stop) = self.world.fleets[fleet].stop_at[at] else {
            debug_assert!(false, "a carrier is free at a terminal that its fleet does not serve");
            return;
        };
        let carriers = &self.state.carriers;
        let fleet = &mut self.state.fleets[fleet];
        let queue = &mut fleet.idle[stop];
        // Those of the same moment stand by number.
        let after = |other: CarrierId| other > carrier && carriers[other].since == now;
        if queue.back().is_some_and(|last| after(*last)) {
            let slot = queue.partition_point(|other| !after(*other));
            queue.insert(slot, carrier);
        } else {
            queue.push_back(carrier);
        }
        fleet.idle_count += 1;
        fleet.loose += loose;
        self.state.idle_count += 1;
        self.state.loose += loose;
        self.state.covering[at] += 1 - loose;
        self.note_parked(carrier, true);
    }

    /// Takes a carrier from among the idle ones.
    #[inline]
    pub(crate) fn remove_idle(&mut self, fleet: FleetId, stop: StopId, carrier: CarrierId) {
        let queue = &mut self.state.fleets[fleet].idle[stop];
        if queue.front() == Some(&carrier) {
            queue.pop_front();
        } else {
            queue.retain(|other| *other != carrier);
        }
        self.note_not_idle(fleet, carrier);
    }

    /// Counts a carrier that was taken from its idle queue.
    #[inline]
    pub(crate) fn note_not_idle(&mut self, fleet: FleetId, carrier: CarrierId) {
        let c = &self.state.carriers[carrier];
        let loose = u32::from(c.covers.is_none());
        self.state.covering[c.at] -= 1 - loose;
        self.state.fleets[fleet].idle_count -= 1;
        self.state.fleets[fleet].loose -= loose;
        self.state.idle_count -= 1;
        self.state.loose -= loose;
        self.note_parked(carrier, false);
    }

    /// Counts idle carriers that keep a stand.
    #[inline]
    pub(crate) fn note_parked(&mut self, carrier: CarrierId, begins: bool) {
        let c = &self.state.carriers[carrier];
        if c.has_stand {
            let parked = &mut self.state.parked[c.at];
            *parked = if begins { *parked + 1 } else { parked.saturating_sub(1) };
        }
    }
}
