//! What is counted of the deployment: up to its closure, the beginning of the withdrawal or the end of the run, whichever
//! comes first.
//!
//! Hours of carriers are counted when an activity begins, up to its end, and those of waits when they end. So what lies
//! after the count is taken off, and what is waited for at that instant is added up to it.

use crate::kernel::{Causes, Time};

use super::category::Category;
use super::ids::CarrierId;
use super::observe::Observer;
use super::simulation::Simulation;
use super::state::{LaterSpan, Stage};

impl<C: Causes, O: Observer> Simulation<'_, C, O> {
    /// Keeps the counters as they stand now, unless that is done.
    pub(crate) fn keep_counts(&mut self) {
        if self.outcome.counted.at.is_some() {
            return;
        }
        let now = self.now;
        self.outcome.keep_counts(now, self.state.facility_uses(self.world, now));
        for span in self.state.later_spans.iter().filter(|span| span.to > now) {
            let fleet = self.state.carriers[span.carrier].fleet;
            self.outcome.counted.fleet_ms[fleet][span.category.index()] -= span.to - span.from.max(now);
        }
        for carrier in self.state.carriers.ids() {
            let c = &self.state.carriers[carrier];
            let (fleet, busy, until) = (c.fleet, c.busy, c.busy_until);
            if until > now {
                self.outcome.counted.fleet_ms[fleet][busy.index()] -= until - now;
            } else if let Some((category, since)) = self.wait_under_way(carrier) {
                self.outcome.counted.fleet_ms[fleet][category.index()] += now - since;
            }
        }
    }

    /// What holds a carrier up whose movement is not booked.
    fn held_up_by(&self, carrier: CarrierId) -> Category {
        let c = &self.state.carriers[carrier];
        let diverts = c.stage != Stage::Departure && self.world.terminals[c.to].max_hold_ms.is_some();
        if !diverts {
            let terminal = if c.stage == Stage::Landing { c.to } else { c.at };
            let opened = self.state.gates[terminal].opens < Time::NEVER;
            return if opened { Category::Closed } else { Category::NotOpened };
        }
        let landing = c.stage == Stage::Landing;
        if landing || self.has_stand_to_return_to(carrier) {
            return self.state.holding[carrier].holder.category(landing);
        }
        Category::WaitStand
    }

    /// What a carrier waits for, and since when; `None` when it does not wait, or its wait is counted already.
    fn wait_under_way(&self, carrier: CarrierId) -> Option<(Category, Time)> {
        let c = &self.state.carriers[carrier];
        match c.stage {
            Stage::Fuel => Some((Category::FuelResupply, c.since)),
            Stage::Departure | Stage::Landing | Stage::OverAlternate | Stage::AtAlternate => {
                let counted = |span: &LaterSpan| span.carrier == carrier && span.to > self.now;
                let under_way = !self.state.later_spans.iter().any(counted);
                under_way.then(|| (self.held_up_by(carrier), c.since))
            }
            stage => {
                let wait = stage.wait()?;
                let terminal = if wait.at_destination { c.to } else { c.at };
                let mut queue = self.state.facilities.of(terminal, wait.facility).queue();
                let request = queue.find(|request| request.entity == carrier.number())?;
                Some((wait.category, request.at))
            }
        }
    }
}
