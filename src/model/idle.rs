//! Carriers that are free: when the dispatcher learns of them, and who is idle where.

use crate::kernel::Causes;

use super::category::Category;
use super::ids::{CarrierId, ElementId, UnitId};
use super::observe::Observer;
use super::simulation::Simulation;
use super::state::{Kind, Stage};
use super::waiting::next_report;
use super::world::FleetSpec;

impl<'w, C: Causes, O: Observer> Simulation<'w, C, O> {
    /// A carrier has nothing more to do where it is.
    #[inline(always)]
    pub(crate) fn become_free(&mut self, carrier: CarrierId) {
        let c = &mut self.state.carriers[carrier];
        if c.crews.is_some() {
            // The crew rests from now on, whenever the dispatcher is told, and also while the carrier is out of use.
            c.free_since = self.now;
            c.freed_by = c.cause;
        }
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
        if self.matched_at_once(carrier, fleet) {
            return;
        }
        self.state.idle.note_freed(carrier);
        self.state.dispatch_due = true;
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

    /// Takes a carrier out of use where it is.
    #[inline(never)]
    pub(crate) fn stop(&mut self, carrier: CarrierId) {
        let cause = self.state.carriers[carrier].cause;
        let cause = self.journal.filled(cause, Category::FleetUnavailable, self.now);
        self.leave_stand(carrier, cause);
        self.state.uncover(carrier);
        let c = &mut self.state.carriers[carrier];
        c.stage = Stage::Stopped;
        let fleet = &mut self.state.fleets[c.fleet];
        fleet.active -= 1;
        fleet.stopped.push(carrier);
        self.state.note_limits();
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
        while let Some(carrier) = self.state.idle.next_freed() {
            self.enter_idle(carrier);
        }
    }

    /// Puts a free carrier among the idle ones where it is.
    fn enter_idle(&mut self, carrier: CarrierId) {
        let c = &self.state.carriers[carrier];
        if let Some(stop) = self.world.fleets[c.fleet].stop_at[c.at] {
            self.state.enter_idle(carrier, stop);
        } else {
            debug_assert!(false, "a carrier is free at a terminal that its fleet does not serve");
        }
    }
}
