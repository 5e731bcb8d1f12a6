//! Booked movements that keep an interval: over a runway, to land, on a route.

use std::collections::VecDeque;

use crate::kernel::{NodeId, Time};

/// Booked movements that keep an interval, by time. One that was held by something else (a blocked route, a
/// daily limit) may lie far ahead; those that are asked for later go before it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Slots {
    booked: VecDeque<(Time, NodeId)>,
}

impl Slots {
    /// The first instant from `at` on that keeps the interval, and the movement before it when that is later.
    pub(crate) fn first_free(&self, at: Time, interval_ms: i64) -> (Time, NodeId) {
        // Bookings lie in the order of time, and the last one mostly lies far enough back.
        if self.booked.back().is_none_or(|(last, _)| *last + interval_ms <= at) {
            return (at, 0);
        }
        let mut found = (at, 0);
        let first = self.booked.partition_point(|(booked, _)| *booked + interval_ms <= at);
        for (booked, node) in self.booked.iter().skip(first) {
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
        while self.booked.front().is_some_and(|(booked, _)| *booked + interval_ms <= now) {
            self.booked.pop_front();
        }
        if self.booked.back().is_none_or(|(last, _)| *last <= at) {
            self.booked.push_back((at, node));
            return;
        }
        let slot = self.booked.partition_point(|(booked, _)| *booked <= at);
        self.booked.insert(slot, (at, node));
    }

    /// Gives a booked movement up, which is not made.
    pub(crate) fn cancel(&mut self, at: Time) {
        self.booked.retain(|(booked, _)| *booked != at);
    }

    pub(super) fn clear(&mut self) {
        self.booked.clear();
    }
}
