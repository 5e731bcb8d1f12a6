//! Movements through terminals and over routes: openings, closures and booked slots.

use crate::model::category::Category;
use crate::model::ids::CarrierId;
use std::collections::VecDeque;

use crate::kernel::{NodeId, Time};

/// When a terminal lets carriers land and depart.
#[derive(Debug, Clone, Default)]
pub(crate) struct Gate {
    /// Movements over the runway.
    pub(crate) runway: Slots,
    /// Planned landings.
    pub(crate) landings: Slots,
    /// Not open before; `NEVER` while that is not known.
    pub(crate) opens: Time,
    /// Closures of this replication, in order.
    pub(crate) closed: Vec<Closure>,
    /// Weather: closed spells so far, in order.
    pub(crate) weather: Vec<(Time, Time)>,
    /// Weather is known until here.
    pub(crate) weather_known: Time,
    /// Draws of weather made.
    pub(crate) weather_draws: u64,
    /// What opened it, when a unit's arrival did.
    pub(crate) opened_by: NodeId,
    /// Carriers that wait for an opening not yet known.
    pub(crate) shut_out: Vec<CarrierId>,
}

/// A closure of a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Closure {
    pub(crate) from: Time,
    pub(crate) to: Time,
    /// When it becomes known: a planned one at the start, that of a disruption when it begins.
    pub(crate) known: Time,
}

impl Closure {
    pub(crate) fn span(&self) -> (Time, Time) {
        (self.from, self.to)
    }
}

/// What held a movement up last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holder {
    /// Something where it is asked for.
    Outside(Category),
    /// Something at the destination, for a carrier that waits at the alternate.
    Destination(Category),
    /// The movement before over the runway.
    Runway(NodeId),
    /// The departure before on the route.
    Track(NodeId),
    /// A terminal that a unit's arrival has opened just now.
    Opened(NodeId),
}

impl Holder {
    /// What the time is spent on that it takes.
    pub(crate) fn category(self, landing: bool) -> Category {
        match self {
            Self::Outside(category) | Self::Destination(category) => category,
            Self::Opened(_) => Category::NotOpened,
            Self::Runway(_) | Self::Track(_) if landing => Category::WaitLanding,
            Self::Runway(_) | Self::Track(_) => Category::WaitDeparture,
        }
    }
}

/// A carrier that holds over a destination with an alternate, or waits at the alternate.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Holding {
    /// When it diverts, unless it lands before; `NEVER` where it cannot.
    pub(crate) until: Time,
    /// Whether that moment is entered into the agenda.
    pub(crate) noted: bool,
    /// What holds it up over the destination, or keeps it from going back there.
    pub(crate) holder: Holder,
    /// When it turns back from over the alternate without landing there; `NEVER` while that is not known.
    pub(crate) turns_back: Time,
    /// When it lands at the alternate; `NEVER` while that is not known.
    pub(crate) lands: Time,
    /// What holds that landing up.
    pub(crate) aside: Holder,
    /// Whether it comes back from the alternate.
    pub(crate) comes_back: bool,
    /// Flights to and from the alternate on this trip so far.
    pub(crate) flights: u32,
}

impl Holding {
    /// Of a carrier that does not hold.
    pub(crate) const NONE: Self = Self {
        until: Time::NEVER,
        noted: false,
        holder: Holder::Outside(Category::Closed),
        turns_back: Time::NEVER,
        lands: Time::NEVER,
        aside: Holder::Outside(Category::Closed),
        comes_back: false,
        flights: 0,
    };
}

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
