//! Daily limits of a departure with a load: on the day it leaves, those of the terminal, the fleet, the lift and, homewards,
//! the withdrawal; on the day it is expected to land, that of the destination.

use crate::kernel::{Causes, Time};

use super::category::Category;
use super::ids::{CarrierId, DailyLimitId, TerminalId};
use super::observe::Observer;
use super::simulation::Simulation;
use super::state::{Holder, Purpose};

impl<C: Causes, O: Observer> Simulation<'_, C, O> {
    /// Whether a carrier that departs may have to wait for another day.
    #[inline]
    pub(super) fn is_rationed(&self, carrier: CarrierId) -> bool {
        !self.world.daily_limits.is_empty() && self.keeps_limits(carrier)
    }

    #[inline(never)]
    fn keeps_limits(&self, carrier: CarrierId) -> bool {
        let c = &self.state.carriers[carrier];
        c.purpose == Purpose::Deliver
            && (self.world.terminals[c.to].landings_a_day.is_some()
                || self.limits_of(carrier).iter().any(|limit| limit.is_some()))
    }

    fn limits_of(&self, carrier: CarrierId) -> [DailyLimitId; 4] {
        let c = &self.state.carriers[carrier];
        self.world.departure_limits(c.at, c.fleet, c.lift, &self.world.lanes[c.lane])
    }

    /// Its destination's limit of landings, and when it is expected there if it departs at `at`.
    fn limited_landing(&self, carrier: CarrierId, at: Time) -> Option<(DailyLimitId, TerminalId, Time)> {
        let c = &self.state.carriers[carrier];
        let limit = self.world.terminals[c.to].landings_a_day.some()?;
        let trip = self.world.trip(c.carrier_type, c.at, c.to)?;
        Some((limit, c.to, at + self.expected_ms(carrier, trip)))
    }

    /// A later departure when a day is full for one at `at`, and what holds it.
    pub(super) fn later_for_limits(&mut self, carrier: CarrierId, at: Time) -> Option<(Time, Holder)> {
        if !self.is_rationed(carrier) {
            return None;
        }
        let here = self.state.carriers[carrier].at;
        for limit in self.limits_of(carrier).into_iter().filter(|limit| limit.is_some()) {
            let limits = &mut self.state.limits;
            let later = limits.next_free_day(self.world, &mut self.streams, limit, (here, at));
            if let Some(later) = later {
                return Some((later, Holder::Outside(Category::DailyLimit)));
            }
        }
        let (limit, to, planned) = self.limited_landing(carrier, at)?;
        let limits = &mut self.state.limits;
        let later = limits.next_free_day(self.world, &mut self.streams, limit, (to, planned))?;
        Some((at + (later - planned), Holder::Destination(Category::DailyLimit)))
    }

    /// Takes the places of a departure at `at` in the days that are limited.
    pub(super) fn book_days(&mut self, carrier: CarrierId, at: Time) {
        if !self.is_rationed(carrier) {
            return;
        }
        let here = self.state.carriers[carrier].at;
        for limit in self.limits_of(carrier).into_iter().filter(|limit| limit.is_some()) {
            self.state.limits.book(self.world, limit, here, at);
        }
        if let Some((limit, to, planned)) = self.limited_landing(carrier, at) {
            self.state.limits.book(self.world, limit, to, planned);
        }
    }
}
