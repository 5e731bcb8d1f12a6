//! Loads that wait for a carrier: when the dispatcher learns of them, and their places in the queues of lanes.

use crate::kernel::{Causes, Table, Time};

use super::category::Category;
use super::ids::{ElementId, LaneId};
use super::observe::Observer;
use super::simulation::Simulation;
use super::state::{Element, Kind, Waiting};
use super::world::{LiftSpec, World};

impl<C: Causes, O: Observer> Simulation<'_, C, O> {
    /// An element reaches the beginning of a lift: it waits for a carrier once the dispatcher knows.
    #[inline(always)]
    pub(crate) fn await_carrier(&mut self, element: ElementId, lift: &LiftSpec) {
        if self.world.reporting_ms > 0 {
            self.await_report(element);
        } else {
            self.join_lane(element, lift);
        }
    }

    #[inline(never)]
    fn await_report(&mut self, element: ElementId) {
        let known = next_report(self.world.reporting_ms, self.now);
        if known > self.now {
            let e = self.state.elements[element];
            let node = self.instance_span(Category::Reporting, (self.now, known), e.node, &e, None);
            self.state.elements[element].node = node;
            self.schedule(known, Kind::ElementReported, element);
        } else {
            self.report_element(element);
        }
    }

    /// The dispatcher learns of an element.
    #[inline(never)]
    pub(crate) fn report_element(&mut self, element: ElementId) {
        self.join_lane(element, self.world.lift(self.state.elements[element].leg));
    }

    /// An element waits for a carrier from now on.
    #[inline(always)]
    fn join_lane(&mut self, element: ElementId, lift: &LiftSpec) {
        let now = self.now;
        let waits = &mut self.state.elements[element];
        waits.since = now;
        let loads = if waits.whole { lift.loads_of_whole } else { self.loads_of_part(lift, element) };
        self.enqueue(lift.lane, Waiting { rank: lift.rank, since: now, element, loads });
        if self.world.has_least_fill {
            self.note_come(element);
        }
        // Whoever becomes free later asks for a dispatch then.
        self.state.dispatch_due |= self.state.idle.count() > 0;
    }

    /// What an element holds is no longer to come to its leg; only a least fill asks for that.
    #[inline(never)]
    fn note_come(&mut self, element: ElementId) {
        let amount = World::amount(self.state.counts_of(self.world, element));
        let leg = self.state.elements[element].leg;
        self.state.to_come[leg] = self.state.to_come[leg].saturating_sub(amount);
    }

    /// An element that was expected at a lift goes another way.
    pub(crate) fn expect_no_more(&mut self, lift: &LiftSpec, element: ElementId) {
        let whole = self.state.elements[element].whole;
        let loads = if whole { lift.loads_of_whole } else { self.loads_of_part(lift, element) };
        self.state.lanes[lift.lane].expect(-i64::from(loads));
        if self.world.has_least_fill {
            self.note_come(element);
        }
    }

    #[inline(always)]
    fn enqueue(&mut self, id: LaneId, waiting: Waiting) {
        let lane = &mut self.state.lanes[id];
        lane.note_waiting(waiting.loads);
        match lane.queue.last() {
            None => {
                lane.queue.push(waiting);
                self.state.waiting.mark(id);
            }
            Some(last) if (last.rank, last.since) >= (waiting.rank, waiting.since) => {
                self.enqueue_between(id, waiting);
            }
            Some(_) => lane.queue.push(waiting),
        }
    }

    #[inline(never)]
    fn enqueue_between(&mut self, lane: LaneId, waiting: Waiting) {
        let key = |waiting: &Waiting, elements: &Table<ElementId, Element>| {
            let e = &elements[waiting.element];
            (waiting.rank, waiting.since, e.instance, e.first_item)
        };
        let elements = &self.state.elements;
        let mine = key(&waiting, elements);
        let queue = &mut self.state.lanes[lane].queue;
        let slot = queue.partition_point(|other| key(other, elements) <= mine);
        queue.insert(slot, waiting);
    }

    #[inline(never)]
    fn loads_of_part(&self, lift: &LiftSpec, element: ElementId) -> u32 {
        lift.loads_of(self.world.items(self.state.counts_of(self.world, element)))
    }
}

/// The next report at or after `now`.
#[inline]
pub(super) fn next_report(interval_ms: i64, now: Time) -> Time {
    if interval_ms <= 0 {
        return now;
    }
    let past = now.as_ms() % interval_ms;
    if past == 0 { now } else { now + (interval_ms - past) }
}
