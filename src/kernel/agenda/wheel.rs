//! A wheel of slots for what happens soon.
//!
//! A slot stands for a short span of time and holds one entry; bits say which slots are taken. So an entry is entered
//! by one look at its slot, and the next one is found by the next bit, however many wait. What finds its slot taken, or
//! lies beyond the wheel, is for the caller to keep elsewhere.

use super::{Entry, MOST_REACH_MS, NO_ENTRY, NOTHING, Time};

const SLOTS: usize = 1 << 12;
/// Words of bits for the slots: as many as a word has bits, so that one more word says which of them have any.
const WORDS: usize = SLOTS / 64;
/// How many slots ahead entries may lie: less than a turn by a word and the present slot, so that all bits of the
/// present word lie ahead.
const REACH: u64 = (SLOTS - 65) as u64;
/// The widths of slots with which a wheel begins, and which it does not exceed [ms, as a power of two].
const FIRST_WIDTH: u32 = 12;
const LAST_WIDTH: u32 = 24;
// So far from an instant before any horizon, times still fit into a key.
const _: () = assert!((REACH << LAST_WIDTH) < MOST_REACH_MS as u64);
/// The width is doubled when more than one entry in this many lay beyond the wheel.
const FEW: u64 = 16;

/// The wheel.
#[derive(Debug, Clone)]
pub(super) struct Wheel {
    entries: Box<[Entry; SLOTS]>,
    taken: [u64; WORDS],
    /// Which words of `taken` have bits.
    words: u64,
    /// Key of the first entry.
    first: u64,
    /// Place of the first entry.
    place: usize,
    /// No entry lies before [ms].
    now_ms: u64,
    /// How far ahead entries may lie [ms].
    reach_ms: u64,
    /// The span of a slot [ms, as a power of two].
    width: u32,
    /// Entries that lay beyond the wheel.
    far: u64,
}

impl Default for Wheel {
    fn default() -> Self {
        let entries = vec![NO_ENTRY; SLOTS];
        Self {
            entries: entries.try_into().unwrap_or_else(|_| unreachable!("as many as were made")),
            taken: [0; WORDS],
            words: 0,
            first: NOTHING,
            place: 0,
            now_ms: 0,
            reach_ms: REACH << FIRST_WIDTH,
            width: FIRST_WIDTH,
            far: 0,
        }
    }
}

impl Wheel {
    /// A wheel that takes no entry, and stays so.
    pub(super) fn without_reach() -> Self {
        Self { reach_ms: 0, width: LAST_WIDTH, ..Self::default() }
    }

    /// Empties the wheel, and widens its slots if they were too narrow for the `entered` entries of the run before.
    pub(super) fn reset(&mut self, entered: u64) {
        if self.far * FEW > entered && self.width < LAST_WIDTH {
            self.width += 1;
            self.reach_ms = REACH << self.width;
        }
        self.far = 0;
        self.taken = [0; WORDS];
        self.words = 0;
        self.first = NOTHING;
        self.now_ms = 0;
    }

    /// Key of the first entry, [`NOTHING`] when it is empty.
    #[inline(always)]
    pub(super) fn first(&self) -> u64 {
        self.first
    }

    /// Enters an entry of an instant, if its slot is free and within reach; says whether it is.
    #[inline(always)]
    pub(super) fn enter(&mut self, time: Time, entry: Entry) -> bool {
        let ms = time.as_ms() as u64;
        if ms.wrapping_sub(self.now_ms) >= self.reach_ms {
            self.far += 1;
            return false;
        }
        let place = (ms >> self.width) as usize % SLOTS;
        let word = &mut self.taken[place / 64];
        let bit = 1 << (place % 64);
        if *word & bit != 0 {
            return false;
        }
        *word |= bit;
        self.words |= 1 << (place / 64);
        self.entries[place] = entry;
        if entry.key < self.first {
            self.first = entry.key;
            self.place = place;
        }
        true
    }

    /// Takes the first entry; there must be one.
    #[inline(always)]
    pub(super) fn take(&mut self, time: Time) -> Entry {
        let taken = self.entries[self.place % SLOTS];
        self.turn_to(time);
        let at = self.place / 64 % WORDS;
        // Its bit is the lowest of its word.
        let word = self.taken[at] & self.taken[at].wrapping_sub(1);
        self.taken[at] = word;
        self.words &= !(u64::from(word == 0) << at);
        if self.words == 0 {
            self.first = NOTHING;
            return taken;
        }
        // The next word that has bits, once round from this one: no branch hangs on how far that is.
        let ahead = self.words.rotate_right(at as u32).trailing_zeros() as usize;
        let next = (at + ahead) % WORDS;
        self.place = next * 64 + self.taken[next].trailing_zeros() as usize;
        self.first = self.entries[self.place % SLOTS].key;
        taken
    }

    /// Time has come to an instant, and the first entry lies no earlier.
    #[inline(always)]
    pub(super) fn turn_to(&mut self, time: Time) {
        self.now_ms = time.as_ms() as u64;
    }

    /// Keys of all entries.
    pub(super) fn keys(&self) -> impl Iterator<Item = u64> {
        self.entries.iter().zip(bits(&self.taken)).filter(|(_, taken)| *taken).map(|(entry, _)| entry.key)
    }

    /// Changes the keys of all entries without changing their order.
    pub(super) fn renumber(&mut self, new: impl Fn(u64) -> u64) {
        for (entry, taken) in self.entries.iter_mut().zip(bits(&self.taken)) {
            if taken {
                entry.key = new(entry.key);
            }
        }
        if self.first != NOTHING {
            self.first = new(self.first);
        }
    }
}

/// Which slots are taken.
fn bits(taken: &[u64; WORDS]) -> impl Iterator<Item = bool> {
    taken.iter().flat_map(|word| (0..64).map(move |bit| word >> bit & 1 == 1))
}
