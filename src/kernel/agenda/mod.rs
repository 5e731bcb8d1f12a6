//! The agenda: what happens next, ordered by (time, sequence).
//!
//! An entry's key is one `u64`: time (42 bits) and order of entry (22 bits), so that one comparison of
//! machine words orders two entries. Entries known before the run are sorted once; what happens
//! soon goes to a wheel of slots; the rest live in a four-ary heap. All are merged at the head.

mod heap;
mod sort;
#[cfg(test)]
mod tests;
mod wheel;

use super::time::Time;

use heap::Heap;
use sort::Sorter;
use wheel::Wheel;

const ORDER_BITS: u32 = 22;
/// The order after which those of pending entries are counted anew.
const LAST_ORDER: u64 = (1 << ORDER_BITS) - 1;
/// The order of what is known before the run, which goes by its sequence. All others are later.
const KNOWN: u64 = 0;
/// All later instants count as this one [ms]: some 139 years, beyond every horizon.
const LAST_MS: i64 = (1 << (64 - ORDER_BITS)) - 2;

/// Nothing on the wheel lies farther ahead of an instant [ms]: some two years. A horizon must leave as much before the last
/// instant.
pub const MOST_REACH_MS: i64 = 1 << 36;

/// What happens: a kind and the index of what it happens to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Event {
    /// Kind, for the model to interpret.
    pub kind: u8,
    /// Index of what it happens to.
    pub index: u32,
}

/// How events of the same instant are ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ties {
    /// First scheduled, first served.
    #[default]
    InOrder,
    /// By a hash of the sequence number and this salt: shows which results hang on the order.
    Shuffled(u64),
}

/// Later than every key.
const NOTHING: u64 = u64::MAX;

#[derive(Debug, Clone, Copy)]
struct Entry {
    key: u64,
    event: Event,
}

const NO_ENTRY: Entry = Entry { key: NOTHING, event: Event { kind: 0, index: 0 } };
/// The agenda of one replication.
#[derive(Debug, Clone)]
pub struct Agenda {
    wheel: Wheel,
    /// The earliest key of those below.
    other: u64,
    heap: Heap,
    /// Key, then sequence (24 bits), kind (8) and index (32), of the last entry first.
    known: Vec<u128>,
    sorter: Sorter,
    first_known: u64,
    /// The last order that was given.
    order: u64,
    /// The last one that can be given without further ado.
    last_order: u64,
    ties: Ties,
}

impl Default for Agenda {
    fn default() -> Self {
        Self {
            wheel: Wheel::default(),
            other: NOTHING,
            heap: Heap::default(),
            known: Vec::new(),
            sorter: Sorter::default(),
            first_known: NOTHING,
            order: KNOWN,
            last_order: LAST_ORDER,
            ties: Ties::InOrder,
        }
    }
}

impl Agenda {
    /// An agenda that keeps everything on the heap: slower, and in the same order.
    pub fn without_wheel() -> Self {
        Self { wheel: Wheel::without_reach(), ..Self::default() }
    }

    /// Empties the agenda and keeps its memory.
    pub fn reset(&mut self, ties: Ties) {
        self.wheel.reset(self.order);
        self.other = NOTHING;
        self.heap.clear();
        self.known.clear();
        self.first_known = NOTHING;
        (self.order, self.last_order) = if ties == Ties::InOrder { (KNOWN, LAST_ORDER) } else { (0, 0) };
        self.ties = ties;
    }

    /// Enters an event; `time` must not lie before the last event taken.
    #[inline]
    pub fn schedule(&mut self, time: Time, event: Event) {
        if self.order >= self.last_order {
            self.schedule_hard(time, event);
            return;
        }
        self.order += 1;
        // What is within reach of the wheel fits, so that it needs no limit: see `MOST_REACH_MS`.
        let key = ((time.as_ms() as u64) << ORDER_BITS) | self.order;
        if !self.wheel.enter(time, Entry { key, event }) {
            self.enter_heap(time, self.order, event);
        }
    }

    /// Gives an order when orders are used up or shuffled.
    #[cold]
    #[inline(never)]
    fn schedule_hard(&mut self, time: Time, event: Event) {
        if self.ties == Ties::InOrder {
            self.renumber();
        }
        self.order += 1;
        self.enter_heap(time, self.shuffled(self.order), event);
    }

    #[inline(never)]
    fn enter_heap(&mut self, time: Time, order: u64, event: Event) {
        let key = key_of(time, order);
        self.other = self.other.min(key);
        self.heap.enter(Entry { key, event });
    }

    /// What stands for an order in a key. In the shuffled mode two may get the same, and then go by their places.
    fn shuffled(&self, order: u64) -> u64 {
        match self.ties {
            Ties::InOrder => order,
            Ties::Shuffled(salt) => hashed(order ^ salt),
        }
    }

    /// Counts the orders of pending entries anew, from the first within each instant; who comes before whom stays as it is. Of
    /// more than four million events of one instant, the last would share an order.
    fn renumber(&mut self) {
        let mut keys: Vec<u64> = self.heap.keys().chain(self.wheel.keys()).collect();
        keys.sort_unstable();
        let rank = |key: u64| {
            let place = keys.partition_point(|other| *other < key);
            let first = keys.partition_point(|other| *other < (key & !LAST_ORDER));
            (place - first) as u64 + KNOWN + 1
        };
        let order = |key: u64| rank(key).min(LAST_ORDER - 1);
        self.order = keys.iter().map(|key| order(*key)).max().unwrap_or(KNOWN);
        let renumbered = |key: u64| (key & !LAST_ORDER) | order(key);
        self.heap.renumber(renumbered);
        self.wheel.renumber(renumbered);
        self.find_other();
    }

    /// Enters an event before the run; call [`Agenda::sort_known`] once after the last, and before taking any. Of one
    /// instant, what is entered before the run comes first.
    pub fn schedule_known(&mut self, time: Time, event: Event) {
        let sequence = self.known.len() as u64;
        let order = match self.ties {
            Ties::InOrder => KNOWN,
            Ties::Shuffled(_) => self.shuffled(sequence + (1 << 60)),
        };
        self.known.push(known(time, order, sequence, event));
    }

    /// Sorts what was entered before the run.
    pub fn sort_known(&mut self) {
        self.sorter.sort_last_first(&mut self.known);
        self.find_first_known();
        self.find_other();
    }

    #[inline(always)]
    fn find_first_known(&mut self) {
        self.first_known = self.known.last().map_or(NOTHING, |entry| (entry >> 64) as u64);
    }

    #[inline(always)]
    fn find_other(&mut self) {
        self.other = self.first_known.min(self.heap.first());
    }

    /// When the next event comes; `None` when nothing is left to happen.
    #[inline]
    pub fn next_time(&self) -> Option<Time> {
        let next = self.wheel.first().min(self.other);
        (next != NOTHING).then(|| time_of(next))
    }

    /// Whether another event of the instant of the last one follows.
    #[inline(always)]
    pub fn has_more_at(&self, now: Time) -> bool {
        time_of(self.wheel.first().min(self.other)) <= now
    }

    /// Takes the next event.
    #[inline]
    pub fn pop(&mut self) -> Option<(Time, Event)> {
        self.pop_until(Time::from_ms(LAST_MS))
    }

    /// Takes the next event, unless it comes after `end`, which must be no later than all that comes after every horizon.
    #[inline(always)]
    pub fn pop_until(&mut self, end: Time) -> Option<(Time, Event)> {
        debug_assert!(end.as_ms() <= LAST_MS, "the end is a horizon");
        let in_wheel = self.wheel.first();
        let key = in_wheel.min(self.other);
        let time = time_of(key);
        if time > end {
            return None;
        }
        let event =
            if in_wheel < self.other { self.wheel.take(time).event } else { self.take_other(key, time) };
        Some((time, event))
    }

    #[inline(always)]
    fn take_other(&mut self, key: u64, time: Time) -> Event {
        self.wheel.turn_to(time);
        let event = if let Some(entry) = self.known.pop_if(|_| key == self.first_known) {
            self.find_first_known();
            let what = entry as u64;
            Event { kind: (what >> 32) as u8, index: what as u32 }
        } else {
            self.heap.take().event
        };
        self.find_other();
        event
    }
}

#[cold]
fn hashed(number: u64) -> u64 {
    number.wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(31).wrapping_mul(0xD6E8_FEB8_6659_FD93)
        >> (64 - ORDER_BITS)
}

#[inline(always)]
fn key_of(time: Time, order: u64) -> u64 {
    ((time.as_ms().min(LAST_MS) as u64) << ORDER_BITS) | order
}

/// What stands for an event that is known before the run.
#[inline(always)]
fn known(time: Time, order: u64, sequence: u64, event: Event) -> u128 {
    let what = (u64::from(event.kind) << 32) | u64::from(event.index);
    (u128::from(key_of(time, order)) << 64) | u128::from((sequence << 40) | what)
}

#[inline(always)]
fn time_of(key: u64) -> Time {
    Time::from_ms((key >> ORDER_BITS) as i64)
}
