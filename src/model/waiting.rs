//! Loads that wait for a carrier: when the dispatcher learns of them, and their places in the queues of lanes.

use crate::kernel::{Causes, Time};
use crate::scenario::Dispatch;

use super::category::Category;
use super::observe::Observer;
use super::simulation::Simulation;
use super::state::{Element, Kind, Waiting};
use super::world::{LiftSpec, Step, UnitSpec, World};

impl<'w, C: Causes, O: Observer> Simulation<'w, C, O> {
    /// An element reaches the beginning of a lift: it waits for a carrier once the dispatcher knows.
    #[inline]
    pub(crate) fn await_carrier(&mut self, element: u32) {
        self.state.elements[element as usize].since = self.now;
        let known = next_report(self.world.reporting_ms, self.now);
        if known > self.now {
            self.await_report(element, known);
        } else {
            self.report_element(element);
        }
    }

    #[inline(never)]
    fn await_report(&mut self, element: u32, known: Time) {
        let e = self.state.elements[element as usize];
        let node = self.instance_span(Category::Reporting, (self.now, known), e.node, &e, None);
        self.state.elements[element as usize].node = node;
        self.schedule(known, Kind::ElementReported, element);
    }

    /// The dispatcher learns of an element.
    pub(crate) fn report_element(&mut self, element: u32) {
        let e = self.state.elements[element as usize];
        let world = self.world;
        let lift = self.lift_of(&e);
        let unit = &world.units[usize::from(e.unit)];
        let loads = if e.loads == 0 { self.estimate_loads(&e, lift, element) } else { e.loads };
        let rank = match world.dispatch {
            Dispatch::Priority => u64::from(unit.priority),
            Dispatch::Required => unit.required.map_or(u64::MAX, |required| required.as_ms() as u64),
            _ => 0,
        };
        let now = self.now;
        let waits = &mut self.state.elements[element as usize];
        waits.since = now;
        waits.loads = loads;
        let lane = usize::from(lift.lane);
        self.enqueue(lane, Waiting { rank, since: now, element });
        self.state.lanes[lane].waiting_loads += i64::from(loads);
        self.note_come(usize::from(e.leg), element);
        // Whoever becomes free later asks for a dispatch then.
        self.state.dispatch_due |= self.state.idle_count > 0;
    }

    /// What an element holds is no longer to come to a leg; only a least fill asks for that.
    fn note_come(&mut self, leg: usize, element: u32) {
        if self.world.has_least_fill {
            let amount = World::amount(self.state.counts_of(self.world, element));
            self.state.to_come[leg] = self.state.to_come[leg].saturating_sub(amount);
        }
    }

    /// An element that was expected at a lift goes another way.
    pub(crate) fn expect_no_more(&mut self, lift: &LiftSpec, element: u32) {
        let e = self.state.elements[element as usize];
        let loads = self.estimate_loads(&e, lift, element);
        self.state.lanes[usize::from(lift.lane)].uncovered -= i64::from(loads);
        self.note_come(usize::from(e.leg), element);
    }

    #[inline]
    fn enqueue(&mut self, lane: usize, waiting: Waiting) {
        self.state.waiting.mark(lane);
        let queue = &mut self.state.lanes[lane].queue;
        match queue.back() {
            Some(last) if (last.rank, last.since) >= (waiting.rank, waiting.since) => {
                self.enqueue_between(lane, waiting);
            }
            _ => queue.push_back(waiting),
        }
    }

    #[inline(never)]
    fn enqueue_between(&mut self, lane: usize, waiting: Waiting) {
        let key = |waiting: &Waiting, elements: &[Element]| {
            let e = &elements[waiting.element as usize];
            (waiting.rank, waiting.since, e.instance, e.first_item)
        };
        let elements = &self.state.elements;
        let mine = key(&waiting, elements);
        let queue = &mut self.state.lanes[lane].queue;
        let slot = queue.partition_point(|other| key(other, elements) <= mine);
        queue.insert(slot, waiting);
    }

    #[inline]
    fn estimate_loads(&self, e: &Element, lift: &LiftSpec, element: u32) -> u32 {
        let unit = &self.world.units[usize::from(e.unit)];
        if e.whole && unit.parts.len() == 1 {
            return lift.loads.max(1);
        }
        self.estimate_loads_of_part(unit, lift, element)
    }

    #[inline(never)]
    fn estimate_loads_of_part(&self, unit: &UnitSpec, lift: &LiftSpec, element: u32) -> u32 {
        let counts = self.state.counts_of(self.world, element);
        let items = self.world.items(counts);
        if items == unit.items {
            return lift.loads.max(1);
        }
        let share = f64::from(items) / f64::from(unit.items.max(1));
        ((f64::from(lift.loads) * share).ceil() as u32).max(1)
    }

    #[inline]
    pub(crate) fn lift_of(&self, e: &Element) -> &'w LiftSpec {
        match &self.world.legs[usize::from(e.leg)].step {
            Step::Lift(lift) => lift,
            Step::March(_) => unreachable!("only elements at a lift are dispatched"),
        }
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
