//! Events of one kind that are known before the run, in order: a key each is all that has to be kept.

use super::super::time::Time;
use super::{Event, IN_SERIES, NOTHING, key_of};

/// Events whose indices count from 0, the first of which are taken.
#[derive(Debug, Clone)]
pub(super) struct Series {
    keys: Vec<u64>,
    /// Key of the first that is not taken, [`NOTHING`] after the last.
    first: u64,
    taken: u32,
    kind: u8,
}

impl Default for Series {
    fn default() -> Self {
        Self { keys: Vec::new(), first: NOTHING, taken: 0, kind: 0 }
    }
}

impl Series {
    /// Empties it and keeps its memory.
    pub(super) fn reset(&mut self) {
        self.keys.clear();
        self.first = NOTHING;
        self.taken = 0;
    }

    /// Enters events in the order of their times.
    pub(super) fn enter(&mut self, kind: u8, times: impl ExactSizeIterator<Item = Time>) {
        self.kind = kind;
        self.keys.extend(times.map(|time| key_of(time, IN_SERIES)));
        debug_assert!(self.keys.is_sorted(), "a series is in order");
        self.find_first();
    }

    /// Key of the next, [`NOTHING`] when none is left.
    #[inline(always)]
    pub(super) fn first(&self) -> u64 {
        self.first
    }

    /// Takes the next; there must be one.
    #[inline(always)]
    pub(super) fn take(&mut self) -> Event {
        let event = Event { kind: self.kind, index: self.taken };
        self.taken += 1;
        self.find_first();
        event
    }

    #[inline(always)]
    fn find_first(&mut self) {
        self.first = self.keys.get(self.taken as usize).copied().unwrap_or(NOTHING);
    }
}
