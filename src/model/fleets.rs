//! How many carriers of a fleet may be in use: when it is there, what is planned, what is lost. Carriers stop and come back
//! where they are.

use crate::kernel::{Causes, Time};

use super::category::Category;
use super::ids::FleetId;
use super::observe::Observer;
use super::simulation::Simulation;
use super::state::{FleetChange, FleetChangeKind, Kind};

impl<C: Causes, O: Observer> Simulation<'_, C, O> {
    /// Draws which carriers are fit for use, and when there are more or less of them.
    pub(crate) fn set_up_fleets(&mut self) {
        let world = self.world;
        for (id, fleet) in world.fleets.with_ids() {
            let available = fleet.available_from.as_ref().map_or(0, |draw| self.draw_once(draw));
            for carrier in fleet.carriers() {
                let number = fleet.number_of(carrier);
                let serviceable = fleet.serviceability >= 1.0
                    || self.streams.open(fleet.stream, 64 + u64::from(number)).uniform()
                        < fleet.serviceability;
                if serviceable {
                    self.state.fleets[id].stopped.push(carrier);
                }
            }
            // Stopped carriers come back from the end of the list: the first number first.
            self.state.fleets[id].stopped.reverse();
            for (from, count) in &fleet.steps {
                let at = self.draw_once(from);
                self.plan_fleet_change(Time::ZERO + at, id, FleetChangeKind::Planned(*count));
            }
            if available > 0 {
                self.state.fleets[id].there = false;
                self.plan_fleet_change(Time::ZERO + available, id, FleetChangeKind::There);
            }
            self.limit_fleet(id);
            self.recall_carriers(id);
        }
    }

    pub(crate) fn plan_fleet_change(&mut self, at: Time, fleet: FleetId, what: FleetChangeKind) {
        let index = self.state.fleet_changes.len() as u32;
        self.state.fleet_changes.push(FleetChange { fleet, what });
        self.schedule_known(at, Kind::FleetChange, index);
    }

    /// The number of usable carriers changes.
    pub(crate) fn change_fleet(&mut self, index: u32) {
        self.queue_freed();
        let change = self.state.fleet_changes[index as usize];
        let fleet = &mut self.state.fleets[change.fleet];
        match change.what {
            FleetChangeKind::There => fleet.there = true,
            FleetChangeKind::Planned(count) => fleet.planned = count,
            FleetChangeKind::Lost(carriers) => fleet.lost += carriers,
        }
        self.limit_fleet(change.fleet);
        self.recall_carriers(change.fleet);
        self.stop_idle_carriers(change.fleet);
    }

    /// Works out how many carriers of a fleet may be in use.
    fn limit_fleet(&mut self, fleet: FleetId) {
        let fleet = &mut self.state.fleets[fleet];
        let planned = if fleet.there { fleet.planned } else { 0 };
        fleet.limit = u32::try_from((i64::from(planned) - fleet.lost).max(0)).unwrap_or(0);
        self.state.note_limits();
    }

    /// Brings stopped carriers back, where they stopped, while the fleet may have more.
    fn recall_carriers(&mut self, fleet: FleetId) {
        while self.state.fleets[fleet].active < self.state.fleets[fleet].limit {
            let Some(carrier) = self.state.fleets[fleet].stopped.pop() else {
                break;
            };
            self.state.fleets[fleet].active += 1;
            let cause = self.state.carriers[carrier].cause;
            let cause = self.journal.filled(cause, Category::FleetUnavailable, self.now);
            let c = &mut self.state.carriers[carrier];
            c.cause = cause;
            c.own = cause;
            self.become_idle(carrier);
        }
    }

    /// Takes idle carriers out while the fleet has too many.
    fn stop_idle_carriers(&mut self, fleet: FleetId) {
        while self.state.fleets[fleet].active > self.state.fleets[fleet].limit {
            let Some((stop, carrier)) = self.state.idle.last_of_fleet(fleet) else { break };
            self.state.remove_idle(carrier, stop);
            self.stop(carrier);
        }
    }
}
