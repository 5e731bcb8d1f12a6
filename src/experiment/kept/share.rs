//! Which part of a piece of work this program does, where several share it.
//!
//! Work comes in units, in an order that every program finds by itself: a block of replications of a point, a point, a
//! system. Part I of N does the units whose number leaves I - 1 when divided by N. Parts may be repeated, cut short, numbered
//! otherwise, and done at once: each keeps what it made, and takes what it finds.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

/// Missing units whose names are remembered: a message holds no more.
const NAMED: usize = 5;

/// One part of several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Its number, from 1.
    pub number: u32,
    /// How many there are.
    pub of: u32,
}

/// Which units are done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// All that are not kept.
    All,
    /// Those of one part.
    Part(Part),
    /// None: what is not kept is missing.
    Kept,
}

/// Which units are done, and what became of them.
#[derive(Debug)]
pub struct Share {
    which: Which,
    /// Units met so far.
    met: AtomicU64,
    made: AtomicU64,
    missing: AtomicU64,
    named: Mutex<Vec<String>>,
}

/// What became of the units of a piece of work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// Units that were met.
    pub met: u64,
    /// Units that were made.
    pub made: u64,
    /// Units that are neither kept nor made here.
    pub missing: u64,
    /// Names of the first of them.
    pub named: Vec<String>,
}

impl Share {
    /// A share of the work, of which nothing is done yet.
    pub const fn new(which: Which) -> Self {
        Self {
            which,
            met: AtomicU64::new(0),
            made: AtomicU64::new(0),
            missing: AtomicU64::new(0),
            named: Mutex::new(Vec::new()),
        }
    }

    /// Which units are done.
    pub fn which(&self) -> Which {
        self.which
    }

    /// Meets the next unit, and says whether it is to be made here if it is not kept.
    pub(super) fn takes_next(&self) -> bool {
        self.takes(self.met.fetch_add(1, Ordering::Relaxed))
    }

    /// Whether the unit that comes next is to be made here if it is not kept.
    pub(super) fn takes_due(&self) -> bool {
        self.takes(self.met.load(Ordering::Relaxed))
    }

    /// Passes units that are known to be kept, or to be of another part.
    pub(super) fn pass(&self, units: u64) {
        self.met.fetch_add(units, Ordering::Relaxed);
    }

    /// Whether a unit, counted from 0, is to be made here if it is not kept.
    pub fn takes(&self, unit: u64) -> bool {
        match self.which {
            Which::All => true,
            Which::Part(Part { number, of }) => unit % u64::from(of.max(1)) + 1 == u64::from(number),
            Which::Kept => false,
        }
    }

    /// Notes a unit that was made.
    pub(super) fn note_made(&self) {
        self.made.fetch_add(1, Ordering::Relaxed);
    }

    /// Notes a unit that is neither kept nor made here.
    pub(super) fn note_missing(&self, name: impl FnOnce() -> String) {
        if self.missing.fetch_add(1, Ordering::Relaxed) < NAMED as u64 {
            self.named.lock().unwrap_or_else(PoisonError::into_inner).push(name());
        }
    }

    /// What became of the units.
    pub fn tally(&self) -> Tally {
        Tally {
            met: self.met.load(Ordering::Relaxed),
            made: self.made.load(Ordering::Relaxed),
            missing: self.missing.load(Ordering::Relaxed),
            named: self.named.lock().unwrap_or_else(PoisonError::into_inner).clone(),
        }
    }
}

impl Tally {
    /// The missing units in words: the first by name, and how many more there are.
    pub fn missing_in_words(&self) -> String {
        let more = self.missing - self.named.len() as u64;
        let named = self.named.join("; ");
        if more == 0 { named } else { format!("{named}; and {more} more") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_unit_is_of_exactly_one_part() {
        let parts: Vec<Share> =
            (1..=3).map(|number| Share::new(Which::Part(Part { number, of: 3 }))).collect();
        for unit in 0..10_usize {
            let takers: Vec<bool> = parts.iter().map(Share::takes_next).collect();
            assert_eq!(takers, [unit % 3 == 0, unit % 3 == 1, unit % 3 == 2], "unit {unit}");
        }
    }

    #[test]
    fn a_message_names_a_few_missing_units_and_counts_the_rest() {
        let share = Share::new(Which::Kept);
        for unit in 1..=7 {
            assert!(!share.takes_next());
            share.note_missing(|| format!("u{unit}"));
        }
        assert_eq!(share.tally().missing_in_words(), "u1; u2; u3; u4; u5; and 2 more");
    }
}
