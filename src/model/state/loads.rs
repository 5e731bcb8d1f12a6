//! What is moved: elements, copies of units, and the queues of lanes.

use crate::model::ids::{ElementId, InstanceId, LegId, PlaceId, TerminalId, UnitId};
use std::ops::Deref;

use crate::kernel::{NodeId, Time};

/// What moves together: a copy of a unit, or a part of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Element {
    /// Its copy.
    pub(crate) instance: InstanceId,
    /// Its unit.
    pub(crate) unit: UnitId,
    /// Its step in the world's legs, [`LegId::NONE`](crate::model::world::LegId::NONE) at the end of its way.
    pub(crate) leg: LegId,
    /// What it did last.
    pub(crate) node: NodeId,
    /// Since when it waits.
    pub(crate) since: Time,
    /// Number of its first item.
    pub(crate) first_item: u32,
    /// The next element on the same carrier.
    pub(crate) next: ElementId,
    /// The place that it reached last.
    pub(crate) reached: PlaceId,
    /// Whether it is on its way home.
    pub(crate) homeward: bool,
    /// Whether it is everything that a copy has.
    pub(crate) whole: bool,
}

/// An element that waits in a lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Waiting {
    /// Rank under the dispatch rule.
    pub(crate) rank: u64,
    /// Since when.
    pub(crate) since: Time,
    pub(crate) element: ElementId,
    /// Loads that it makes, by estimate.
    pub(crate) loads: u32,
}

/// What waits in a lane, in the order in which it is served. Places of what has gone are used again when memory is short.
#[derive(Debug, Clone, Default)]
pub(crate) struct LoadQueue {
    waiting: Vec<Waiting>,
    /// How many of these have gone.
    gone: usize,
}

impl Deref for LoadQueue {
    type Target = [Waiting];

    #[inline]
    fn deref(&self) -> &[Waiting] {
        &self.waiting[self.gone..]
    }
}

impl LoadQueue {
    /// Whether nothing waits.
    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// The last of the queue.
    #[inline]
    pub(crate) fn last(&self) -> Option<&Waiting> {
        self.waiting.last()
    }

    /// Adds to the end.
    #[inline]
    pub(crate) fn push(&mut self, waiting: Waiting) {
        if self.waiting.len() == self.waiting.capacity() {
            self.make_room();
        }
        self.waiting.push(waiting);
    }

    /// Adds before the place `slot`.
    pub(crate) fn insert(&mut self, slot: usize, waiting: Waiting) {
        self.waiting.insert(self.gone + slot, waiting);
    }

    /// What is at the place `slot`.
    #[inline(always)]
    pub(crate) fn at(&self, slot: usize) -> &Waiting {
        &self.waiting[self.gone + slot]
    }

    /// Takes out what is at the place `slot`.
    #[inline(always)]
    fn remove(&mut self, slot: usize) {
        if slot > 0 {
            self.waiting.copy_within(self.gone..self.gone + slot, self.gone + 1);
        }
        self.gone += 1;
        if self.gone == self.waiting.len() {
            self.clear();
        }
    }

    /// Sets how many loads the element at the place `slot` makes, by estimate.
    pub(crate) fn set_loads(&mut self, slot: usize, loads: u32) {
        self.waiting[self.gone + slot].loads = loads;
    }

    /// Empties it and keeps its memory.
    #[inline]
    pub(crate) fn clear(&mut self) {
        self.waiting.clear();
        self.gone = 0;
    }

    /// Lets what has gone make place where that is half of the memory.
    #[inline(never)]
    fn make_room(&mut self) {
        if self.gone >= self.waiting.len().div_ceil(2) {
            self.waiting.drain(..self.gone);
            self.gone = 0;
        }
    }
}

/// A lane's queue.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lane {
    pub(crate) queue: LoadQueue,
    /// Loads that wait, by estimate.
    waiting_loads: i64,
    /// Loads, ready or not, that no carrier is at or bound for.
    uncovered: i64,
    /// Carriers that cover it and have no load.
    covering: i64,
}

impl Lane {
    /// Empties it and keeps its memory.
    pub(super) fn reset(&mut self) {
        self.queue.clear();
        self.waiting_loads = 0;
        self.uncovered = 0;
        self.covering = 0;
    }

    /// Loads that wait, by estimate.
    pub(crate) fn waiting_loads(&self) -> i64 {
        self.waiting_loads
    }

    /// Loads are to come by this lane (positive), or go another way (negative).
    pub(crate) fn expect(&mut self, loads: i64) {
        self.uncovered += loads;
    }

    /// Loads wait from now on.
    #[inline(always)]
    pub(crate) fn note_waiting(&mut self, loads: u32) {
        self.waiting_loads += i64::from(loads);
    }

    /// A carrier without a load covers one load more.
    #[inline(always)]
    pub(crate) fn begin_cover(&mut self) {
        self.uncovered -= 1;
        self.covering += 1;
    }

    /// A carrier without a load covers one load less.
    #[inline(always)]
    pub(crate) fn end_cover(&mut self) {
        self.uncovered += 1;
        self.covering -= 1;
    }

    /// A carrier takes a load, which it covered already or not.
    #[inline(always)]
    pub(crate) fn note_taken(&mut self, covered: bool) {
        if covered {
            self.covering -= 1;
        } else {
            self.uncovered -= 1;
        }
    }

    /// A carrier takes another element beside its load, so that there is one load less to cover.
    pub(crate) fn join_loads(&mut self) {
        self.uncovered -= 1;
    }

    /// Loads that no carrier is at or bound for. Estimates can be too low; what waits is known.
    pub(crate) fn in_need(&self) -> i64 {
        self.uncovered.max(self.waiting_loads - self.covering)
    }

    /// The last load of the element at the place `slot` goes; says whether any other waits.
    #[inline(always)]
    pub(crate) fn dequeue(&mut self, slot: usize) -> bool {
        self.note_loads(self.queue.at(slot).loads, 0);
        self.queue.remove(slot);
        !self.queue.is_empty()
    }

    /// One load of an element goes; it was thought to make `before` loads and has `left`.
    #[inline(always)]
    pub(crate) fn note_loads(&mut self, before: u32, left: u32) {
        self.waiting_loads += i64::from(left) - i64::from(before);
        self.uncovered += i64::from(left) + 1 - i64::from(before);
    }
}

/// A copy of a unit.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Instance {
    /// What is at the end of the current phase, as `World::whole` counts.
    pub(crate) arrived: u64,
    /// People there.
    pub(crate) people: u32,
    /// Critical vehicles there.
    pub(crate) critical: u32,
    /// Whether it is operational.
    pub(crate) operational: bool,
    /// Whether it is on its way home.
    pub(crate) homeward: bool,
    /// Where its last element came to be in place.
    pub(crate) at: PlaceId,
    /// A destination that its loads share, and the leg after the one for which it was chosen (0 for none).
    pub(crate) bound: (LegId, TerminalId),
}

/// What of a copy is gathered for a marry-up.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Gathered {
    /// How much, as `World::whole` counts.
    pub(crate) whole: u64,
    /// Since when.
    pub(crate) since: Time,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waiting(element: u32) -> Waiting {
        Waiting { rank: 0, since: Time::ZERO, element: ElementId::new(element), loads: 1 }
    }

    #[test]
    fn a_queue_keeps_its_order_when_any_place_is_taken_or_filled() {
        let mut queue = LoadQueue::default();
        let mut expected = Vec::new();
        for element in 0..1_000_u32 {
            queue.push(waiting(element));
            expected.push(element);
            if element % 3 == 1 {
                let slot = element as usize * 7 % expected.len();
                assert_eq!(queue.at(slot).element.number(), expected.remove(slot));
                queue.remove(slot);
            }
            if element % 5 == 2 {
                let slot = element as usize * 11 % (expected.len() + 1);
                queue.insert(slot, waiting(element + 1_000));
                expected.insert(slot, element + 1_000);
            }
            if element % 100 < 60 && !expected.is_empty() {
                queue.remove(0);
                expected.remove(0);
            }
            assert_eq!(queue.is_empty(), expected.is_empty());
            assert_eq!(queue.last().map(|last| last.element.number()), expected.last().copied());
            assert!(queue.iter().map(|waiting| waiting.element.number()).eq(expected.iter().copied()));
        }
        while !expected.is_empty() {
            queue.remove(0);
            expected.remove(0);
        }
        assert!(queue.is_empty() && queue.iter().next().is_none());
    }

    #[test]
    fn a_queue_that_is_never_empty_does_not_grow() {
        let mut queue = LoadQueue::default();
        queue.push(waiting(0));
        for element in 1..100_000 {
            queue.push(waiting(element));
            queue.remove(0);
        }
        assert!(queue.len() == 1 && queue.waiting.capacity() <= 16);
    }
}
