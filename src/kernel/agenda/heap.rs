//! A four-ary heap of entries, for any number of them and any time ahead.

use super::{Entry, NO_ENTRY, NOTHING};

/// Empty entries behind the heap.
const PADDING: usize = 3;

/// The heap, and [`PADDING`] empty entries behind it, so that children always come in fours.
#[derive(Debug, Clone)]
pub(super) struct Heap {
    entries: Vec<Entry>,
}

impl Default for Heap {
    fn default() -> Self {
        Self { entries: vec![NO_ENTRY; PADDING] }
    }
}

impl Heap {
    /// Empties it and keeps its memory.
    pub(super) fn clear(&mut self) {
        self.entries.clear();
        self.entries.resize(PADDING, NO_ENTRY);
    }

    /// Key of the first entry, [`NOTHING`] when it is empty.
    #[inline]
    pub(super) fn first(&self) -> u64 {
        self.entries.first().map_or(NOTHING, |entry| entry.key)
    }

    /// Enters an entry.
    pub(super) fn enter(&mut self, entry: Entry) {
        let mut child = self.entries.len() - PADDING;
        self.entries.push(NO_ENTRY);
        let heap = self.entries.as_mut_slice();
        while child > 0 {
            let parent = (child - 1) / 4;
            if heap[parent].key <= entry.key {
                break;
            }
            heap[child] = heap[parent];
            child = parent;
        }
        heap[child] = entry;
    }

    /// Takes the first entry; there must be one.
    #[inline(never)]
    pub(super) fn take(&mut self) -> Entry {
        let first = self.entries[0];
        let last = self.entries.len() - PADDING - 1;
        let sinking = std::mem::replace(&mut self.entries[last], NO_ENTRY);
        self.entries.pop();
        if last > 0 {
            self.sink(sinking);
        }
        first
    }

    /// Puts an entry in the first place and lets it sink.
    #[inline]
    fn sink(&mut self, entry: Entry) {
        let heap = self.entries.as_mut_slice();
        let mut place = 0;
        loop {
            let first = 4 * place + 1;
            let Some(children) = heap.get(first..).and_then(|children| children.first_chunk::<4>()) else {
                break;
            };
            let keys = children.map(|entry| entry.key);
            let left = first + usize::from(keys[1] < keys[0]);
            let right = first + 2 + usize::from(keys[3] < keys[2]);
            let (least_left, least_right) = (keys[0].min(keys[1]), keys[2].min(keys[3]));
            if least_left.min(least_right) >= entry.key {
                break;
            }
            let child = if least_right < least_left { right } else { left };
            heap[place] = heap[child];
            place = child;
        }
        heap[place] = entry;
    }

    /// Keys of all entries.
    pub(super) fn keys(&self) -> impl Iterator<Item = u64> {
        self.entries.iter().map(|entry| entry.key).filter(|key| *key != NOTHING)
    }

    /// Changes the keys of all entries without changing their order.
    pub(super) fn renumber(&mut self, new: impl Fn(u64) -> u64) {
        for entry in self.entries.iter_mut().filter(|entry| entry.key != NOTHING) {
            entry.key = new(entry.key);
        }
    }
}
