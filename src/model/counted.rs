//! What is counted of the deployment: up to its closure, the beginning of the withdrawal or the end of the run, whichever
//! comes first.
//!
//! Hours of carriers are counted when an activity begins, up to its end, and those of waits when they end, or when their end
//! becomes known. So what lies after the count is taken off, and what is waited for at that instant is added up to it.

use crate::kernel::{Causes, Time};

use super::category::Category;
use super::ids::{CarrierId, ElementId, TerminalId, UnitId};
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
        let state = &self.state;
        self.outcome.keep_counts(now, state.facility_uses(self.world, now), state.reception_uses(now));
        for pool in self.world.team_pools.ids() {
            let used = self.state.teams.use_of(self.world, pool, now);
            self.outcome.counted.mobilisation.push(used);
        }
        for index in 0..self.state.later_spans.len() {
            let span = self.state.later_spans[index];
            if span.to > now {
                let after_ms = span.to - span.from.max(now);
                let fleet = self.state.carriers[span.carrier].fleet;
                self.outcome.counted.counters.fleet_ms[fleet][span.category.index()] -= after_ms;
                if span.place.is_some() {
                    let who = (span.client, span.place);
                    self.outcome.counted.counters.cut_wait(self.world, span.category, after_ms, who);
                }
            }
        }
        for carrier in self.state.carriers.ids() {
            let c = &self.state.carriers[carrier];
            let (fleet, busy, until) = (c.fleet, c.busy, c.busy_until);
            if until > now {
                self.outcome.counted.counters.fleet_ms[fleet][busy.index()] -= until - now;
            } else if let Some((category, since, place)) = self.wait_under_way(carrier) {
                let client = c.client;
                self.outcome.counted.counters.fleet_ms[fleet][category.index()] += now - since;
                self.add_wait(category, now - since, client, place);
            }
        }
        self.add_waits_of_elements();
    }

    /// Adds a wait that is under way.
    fn add_wait(&mut self, category: Category, span_ms: i64, unit: UnitId, terminal: TerminalId) {
        if span_ms > 0 {
            let counters = &mut self.outcome.counted.counters;
            counters.add_wait(self.world, category, span_ms, (unit, terminal));
        }
    }

    /// Adds what elements wait for: at home, for carriers and for receptions.
    fn add_waits_of_elements(&mut self) {
        let now = self.now;
        for index in 0..self.state.known_waits.len() {
            let wait = self.state.known_waits[index];
            self.add_wait(wait.category, wait.to.min(now) - wait.from, wait.unit, TerminalId::NONE);
        }
        for lane in self.world.lanes.ids() {
            let from = self.world.lanes[lane].from;
            for slot in 0..self.state.lanes[lane].queue.len() {
                let e = &self.state.elements[self.state.lanes[lane].queue[slot].element];
                let (since, unit) = (e.since, e.unit);
                self.add_wait(Category::WaitCarrier, now - since, unit, from);
            }
        }
        for place in self.world.places.ids() {
            let counted = &mut self.outcome.counted.counters;
            for request in self.state.receptions[place].queue() {
                let unit = self.state.elements[ElementId::new(request.entity)].unit;
                let contingent = self.world.units[unit].contingent;
                if request.at < now {
                    counted.reception_waits[place].add(now - request.at);
                    counted.waits[contingent][Category::WaitReception.index()].add(now - request.at);
                }
            }
        }
    }

    /// What holds a carrier up whose movement is not booked.
    fn held_up_by(&self, carrier: CarrierId) -> Category {
        let c = &self.state.carriers[carrier];
        let diverts = c.stage != Stage::Departure && self.world.terminals[c.to].max_hold_ms.is_some();
        if !diverts {
            let terminal = if c.stage == Stage::Landing { c.to } else { c.at };
            let opened = self.state.gates[terminal].is_opening_known();
            return if opened { Category::Closed } else { Category::NotOpened };
        }
        let landing = c.stage == Stage::Landing;
        if landing || c.has_stand_at_destination() {
            return self.state.holding[carrier].holder.category(landing);
        }
        Category::WaitStand
    }

    /// What a carrier waits for, since when and where; `None` when it does not wait, or its wait is counted already.
    fn wait_under_way(&self, carrier: CarrierId) -> Option<(Category, Time, TerminalId)> {
        let c = &self.state.carriers[carrier];
        match c.stage {
            Stage::Fuel => Some((Category::FuelResupply, c.since, c.at)),
            Stage::Departure | Stage::Landing | Stage::OverAlternate | Stage::AtAlternate => {
                let counted = |span: &LaterSpan| span.carrier == carrier && span.to > self.now;
                let under_way = !self.state.later_spans.iter().any(counted);
                let place = if c.stage == Stage::Departure { c.at } else { c.to };
                under_way.then(|| (self.held_up_by(carrier), c.since, place))
            }
            stage => {
                let wait = stage.wait()?;
                let (facility, terminal) = self.waited_for(c, wait);
                let mut queue = self.state.facilities.of(terminal, facility).queue();
                let request = queue.find(|request| request.entity == carrier.number())?;
                Some((wait.category, request.at, terminal))
            }
        }
    }
}
