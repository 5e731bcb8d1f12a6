//! Daily limits of a departure with a load: on the day it leaves, those of the terminal, the fleet, the lift and, homewards,
//! the withdrawal; on the day it is expected to land, that of the destination.

use crate::kernel::{Causes, Time};

use super::category::Category;
use super::ids::{CarrierId, DailyLimitId, TerminalId};
use super::observe::Observer;
use super::simulation::Simulation;
use super::state::{Holder, Purpose};

/// The daily limits that a departure keeps, whenever it is made.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ration {
    at: TerminalId,
    to: TerminalId,
    /// On the day it leaves; those of none among them.
    leaving: [DailyLimitId; 4],
    /// On the day it is expected to land, or none.
    landing: DailyLimitId,
}

impl Ration {
    fn leaving(&self) -> impl Iterator<Item = DailyLimitId> {
        self.leaving.into_iter().filter(|limit| limit.is_some())
    }
}

impl<C: Causes, O: Observer> Simulation<'_, C, O> {
    /// The daily limits that a carrier keeps which departs; `None` where it need not wait for another day.
    #[inline]
    pub(super) fn ration_of(&self, carrier: CarrierId) -> Option<Ration> {
        if self.world.daily_limits.is_empty() { None } else { self.limits_of(carrier) }
    }

    #[inline(never)]
    fn limits_of(&self, carrier: CarrierId) -> Option<Ration> {
        let c = &self.state.carriers[carrier];
        if c.purpose != Purpose::Deliver {
            return None;
        }
        let leaving = self.world.departure_limits(c.at, c.fleet, c.lift, &self.world.lanes[c.lane]);
        let landing = self.world.terminals[c.to].landings_a_day;
        let limited = landing.is_some() || leaving.iter().any(|limit| limit.is_some());
        limited.then_some(Ration { at: c.at, to: c.to, leaving, landing })
    }

    /// A later departure when a day is full for one at `at` that is expected to land at `planned`, and what holds it.
    pub(super) fn later_for_limits(
        &mut self,
        ration: &Ration,
        at: Time,
        planned: Time,
    ) -> Option<(Time, Holder)> {
        let limits = &mut self.state.limits;
        for limit in ration.leaving() {
            let later = limits.next_free_day(self.world, &mut self.streams, limit, (ration.at, at));
            if let Some(later) = later {
                return Some((later, Holder::Outside(Category::DailyLimit)));
            }
        }
        let limit = ration.landing.some()?;
        let later = limits.next_free_day(self.world, &mut self.streams, limit, (ration.to, planned))?;
        Some((at + (later - planned), Holder::Destination(Category::DailyLimit)))
    }

    /// Takes the places of a departure at `at` that is expected to land at `planned` in the days that are limited.
    pub(super) fn book_days(&mut self, ration: &Ration, at: Time, planned: Time) {
        for limit in ration.leaving() {
            self.state.limits.book(self.world, limit, ration.at, at);
        }
        if let Some(limit) = ration.landing.some() {
            self.state.limits.book(self.world, limit, ration.to, planned);
        }
    }
}
