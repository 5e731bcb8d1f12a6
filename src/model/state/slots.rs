//! Booked movements that keep an interval: over a runway, to land, on a route.

use crate::kernel::{NodeId, Time};

/// Booked movements that keep an interval, by time. One that was held by something else (a blocked route, a
/// daily limit) may lie far ahead; those that are asked for later go before it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Slots {
    /// The first of them no longer matter, and are removed many at a time.
    booked: Vec<(Time, NodeId)>,
    /// How many these are.
    over: usize,
}

/// Bookings that no longer matter and are kept before all of them are removed.
const MOST_OVER: usize = 64;

impl Slots {
    /// The first instant from `at` on that keeps the interval, and the movement before it when that is later.
    #[inline]
    pub(crate) fn first_free(&self, at: Time, interval_ms: i64) -> (Time, NodeId) {
        // Bookings lie in the order of time, and the last one mostly lies far enough back.
        if self.booked.last().is_none_or(|(last, _)| *last + interval_ms <= at) {
            return (at, 0);
        }
        self.first_gap(at, interval_ms)
    }

    #[inline(never)]
    fn first_gap(&self, at: Time, interval_ms: i64) -> (Time, NodeId) {
        let booked = &self.booked[self.over..];
        let first = booked.partition_point(|(booked, _)| *booked + interval_ms <= at);
        let mut found = (at, 0);
        for (booked, node) in &booked[first..] {
            if *booked - found.0 >= interval_ms {
                break;
            }
            found = (*booked + interval_ms, *node);
        }
        found
    }

    /// Books a movement and forgets those that no longer matter.
    pub(crate) fn book(&mut self, at: Time, interval_ms: i64, node: NodeId, now: Time) {
        if interval_ms <= 0 {
            return;
        }
        while self.booked.get(self.over).is_some_and(|(booked, _)| *booked + interval_ms <= now) {
            self.over += 1;
        }
        if self.over >= MOST_OVER {
            self.booked.drain(..self.over);
            self.over = 0;
        }
        if self.booked.last().is_none_or(|(last, _)| *last <= at) {
            self.booked.push((at, node));
            return;
        }
        let slot = self.booked[self.over..].partition_point(|(booked, _)| *booked <= at);
        self.booked.insert(self.over + slot, (at, node));
    }

    /// Gives a booked movement up, which is not made.
    pub(crate) fn cancel(&mut self, at: Time) {
        self.booked.drain(..self.over);
        self.over = 0;
        self.booked.retain(|(booked, _)| *booked != at);
    }

    pub(super) fn clear(&mut self) {
        self.booked.clear();
        self.over = 0;
    }
}
