//! An independent check of a trace: nobody is created or lost, no capacity is exceeded, nothing happens
//! before its cause, no carrier is in two places, nothing moves through a closed terminal.
//!
//! It reads the world and what was seen, and shares no logic with the run: capacities, ledgers and
//! calendars are built anew from the records.

mod capacity;
mod carriers;
mod causes;
mod diversions;
mod items;
mod loads;
mod terminals;

use crate::model::ids::{PlaceId, TerminalId};
use std::fmt;

use crate::kernel::Time;

use super::trace::{Activity, ShownRun};
use super::world::World;

/// Which promise is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Promise {
    /// Nobody is created or lost.
    Items,
    /// Phases follow each other in order.
    Order,
    /// A load fits its carrier.
    Load,
    /// No capacity is exceeded.
    Capacity,
    /// A carrier does one thing at a time, at one place.
    Carrier,
    /// Nothing moves while a terminal or route is closed, or closer than the interval allows.
    Terminal,
    /// No effect before its cause.
    Cause,
}

/// A promise that a run broke.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// Which.
    pub promise: Promise,
    /// When.
    pub at: Time,
    /// What happened, for a reader.
    pub message: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:?} at {}: {}", self.promise, self.at, self.message)
    }
}

/// Checks one run; nothing is found in a sound one.
pub fn audit(world: &World, run: &ShownRun) -> Vec<Violation> {
    let mut audit = Audit { world, run, found: Vec::new() };
    items::check(&mut audit);
    loads::check(&mut audit);
    capacity::check(&mut audit);
    carriers::check(&mut audit);
    terminals::check(&mut audit);
    diversions::check(&mut audit);
    causes::check(&mut audit);
    audit.found
}

/// A run under audit, and what was found so far.
struct Audit<'a> {
    world: &'a World,
    run: &'a ShownRun,
    found: Vec<Violation>,
}

impl Audit<'_> {
    fn report(&mut self, promise: Promise, at: Time, message: String) {
        self.found.push(Violation { promise, at, message });
    }

    fn place_id(&self, place: PlaceId) -> &str {
        &self.world.places[place].id
    }

    fn terminal_id(&self, terminal: TerminalId) -> &str {
        self.place_id(self.world.terminals[terminal].place)
    }
}

/// What a set of intervals needs at once, as changes in time; ends come before beginnings.
fn peak(intervals: impl Iterator<Item = (Time, Time, i64)>) -> (i64, Time) {
    let mut changes: Vec<(Time, i64)> = intervals
        .filter(|(from, to, _)| from < to)
        .flat_map(|(from, to, amount)| [(from, amount), (to, -amount)])
        .collect();
    changes.sort_unstable();
    let (mut level, mut most) = (0, (0, Time::ZERO));
    for (at, change) in changes {
        level += change;
        if level > most.0 {
            most = (level, at);
        }
    }
    most
}

/// Activities of one kind at a place.
fn spans(activity: &Activity) -> (Time, Time, i64) {
    (activity.from, activity.to, 1)
}
