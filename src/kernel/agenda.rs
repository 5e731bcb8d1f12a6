//! The agenda: what happens next, ordered by (time, sequence).
//!
//! An entry's key is one `u64`: time (42 bits) and order of entry (22 bits), so that one comparison of
//! machine words orders two entries. Entries known before the run are sorted once; entries that come in
//! order anyway (a fixed time after now) queue behind each other; the rest live in a four-ary heap. The three are merged
//! at the head.

use std::collections::VecDeque;

use super::time::Time;

const ORDER_BITS: u32 = 22;
/// The order after which those of pending entries are counted anew.
const LAST_ORDER: u64 = (1 << ORDER_BITS) - 1;
/// All later instants count as this one [ms]: some 139 years, beyond every horizon.
const LAST_MS: i64 = (1 << (64 - ORDER_BITS)) - 2;

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
/// Empty entries behind the heap.
const PADDING: usize = 3;

/// The agenda of one replication.
#[derive(Debug, Clone)]
pub struct Agenda {
    /// The heap, and [`PADDING`] empty entries behind it, so that children always come in fours.
    heap: Vec<Entry>,
    /// The first entry of the heap was taken and its place is free: the next one that is scheduled goes there, which
    /// saves sinking the last one from the top.
    hole: bool,
    /// Key, then sequence (24 bits), kind (8) and index (32).
    known: Vec<u128>,
    known_head: usize,
    first_known: u64,
    in_turn: VecDeque<Entry>,
    first_in_turn: Entry,
    /// The last order that was given.
    order: u64,
    /// The last one that can be given without further ado.
    last_order: u64,
    ties: Ties,
}

impl Default for Agenda {
    fn default() -> Self {
        Self {
            heap: vec![NO_ENTRY; PADDING],
            hole: false,
            known: Vec::new(),
            known_head: 0,
            first_known: NOTHING,
            in_turn: VecDeque::new(),
            first_in_turn: NO_ENTRY,
            order: 0,
            last_order: LAST_ORDER,
            ties: Ties::InOrder,
        }
    }
}

impl Agenda {
    /// Empties the agenda and keeps its memory.
    pub fn reset(&mut self, ties: Ties) {
        self.heap.clear();
        self.heap.resize(PADDING, NO_ENTRY);
        self.hole = false;
        self.known.clear();
        self.known_head = 0;
        self.first_known = NOTHING;
        self.in_turn.clear();
        self.first_in_turn = NO_ENTRY;
        self.order = 0;
        self.last_order = if ties == Ties::InOrder { LAST_ORDER } else { 0 };
        self.ties = ties;
    }

    #[inline(always)]
    fn key(&mut self, time: Time) -> u64 {
        let order = if self.order < self.last_order { self.order + 1 } else { self.hard_order() };
        self.order = order;
        key_of(time, self.shuffled(order))
    }

    /// An order when they are used up, or shuffled.
    #[cold]
    #[inline(never)]
    fn hard_order(&mut self) -> u64 {
        if self.ties == Ties::InOrder {
            self.renumber();
        }
        self.order + 1
    }

    /// What stands for an order in a key. In the shuffled mode two may get the same, and then go by their places.
    #[inline(always)]
    fn shuffled(&self, order: u64) -> u64 {
        match self.ties {
            Ties::InOrder => order,
            Ties::Shuffled(salt) => hashed(order ^ salt),
        }
    }

    /// Counts the orders of pending entries anew, from 1 within each instant; who comes before whom stays as it is. Of
    /// more than four million events of one instant, the last would share an order.
    #[cold]
    #[inline(never)]
    fn renumber(&mut self) {
        if self.hole {
            self.close_hole();
        }
        let pending = || self.heap.iter().chain(&self.in_turn).chain(std::iter::once(&self.first_in_turn));
        let mut keys: Vec<u64> = pending().map(|entry| entry.key).filter(|key| *key != NOTHING).collect();
        keys.sort_unstable();
        let rank = |key: u64| {
            let place = keys.partition_point(|other| *other < key);
            let first = keys.partition_point(|other| *other < (key & !LAST_ORDER));
            (place - first) as u64 + 1
        };
        let order = |key: u64| rank(key).min(LAST_ORDER - 1);
        self.order = keys.iter().map(|key| order(*key)).max().unwrap_or(0);
        let renumbered = |entry: &mut Entry| {
            if entry.key != NOTHING {
                entry.key = (entry.key & !LAST_ORDER) | order(entry.key);
            }
        };
        self.heap.iter_mut().for_each(renumbered);
        self.in_turn.iter_mut().for_each(renumbered);
        renumbered(&mut self.first_in_turn);
    }

    /// Enters an event; `time` must not lie before the last event taken.
    #[inline]
    pub fn schedule(&mut self, time: Time, event: Event) {
        let key = self.key(time);
        self.insert(Entry { key, event });
    }

    /// The same for an event that mostly comes after those entered this way before: one a fixed time from now.
    #[inline]
    pub fn schedule_in_turn(&mut self, time: Time, event: Event) {
        let key = self.key(time);
        let entry = Entry { key, event };
        if self.first_in_turn.key == NOTHING {
            self.first_in_turn = entry;
        } else if self.in_turn.back().unwrap_or(&self.first_in_turn).key <= key {
            self.in_turn.push_back(entry);
        } else {
            self.insert(entry);
        }
    }

    #[inline(always)]
    fn insert(&mut self, entry: Entry) {
        if self.hole {
            self.hole = false;
            self.sink(entry.key, entry.event.kind, entry.event.index);
        } else {
            self.rise(entry);
        }
    }

    #[inline(never)]
    fn rise(&mut self, entry: Entry) {
        let mut child = self.heap.len() - PADDING;
        self.heap.push(NO_ENTRY);
        let heap = self.heap.as_mut_slice();
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

    /// Enters an event before the run; call [`Agenda::sort_known`] once after the last, and before taking any. Of one
    /// instant, what is entered before the run comes first.
    pub fn schedule_known(&mut self, time: Time, event: Event) {
        let sequence = self.known.len() as u64;
        let order = if self.ties == Ties::InOrder { 0 } else { self.shuffled(sequence + (1 << 60)) };
        self.known.push(known(time, order, sequence, event));
    }

    /// The same for events of one kind, whose indices count from 0.
    pub fn schedule_all_known(&mut self, kind: u8, times: impl ExactSizeIterator<Item = Time>) {
        let events = times.enumerate().map(|(index, time)| (time, Event { kind, index: index as u32 }));
        if self.ties == Ties::InOrder {
            let first = self.known.len() as u64;
            let in_turn =
                |(time, event): (Time, Event)| known(time, 0, first + u64::from(event.index), event);
            self.known.extend(events.map(in_turn));
        } else {
            events.for_each(|(time, event)| self.schedule_known(time, event));
        }
    }

    /// Sorts what was entered before the run.
    pub fn sort_known(&mut self) {
        self.known.sort_unstable();
        self.first_known = self.known.first().map_or(NOTHING, |entry| (entry >> 64) as u64);
    }

    /// When the next event comes; `None` when nothing is left to happen.
    pub fn next_time(&self) -> Option<Time> {
        let heap = self.heap.iter().skip(usize::from(self.hole)).map(|entry| entry.key);
        let least = heap.fold(self.first_known.min(self.first_in_turn.key), u64::min);
        (least != NOTHING).then(|| time_of(least))
    }

    /// Whether another event of the instant of the last one follows.
    #[inline]
    pub fn has_more_at(&self, now: Time) -> bool {
        let end = key_of(now, LAST_ORDER);
        let others = self.first_known.min(self.first_in_turn.key);
        let next = if self.hole {
            // The padding makes four children of any.
            let children = self.heap.get(1..).and_then(|children| children.first_chunk::<4>());
            children.map_or(NOTHING, |four| four.iter().fold(NOTHING, |least, entry| least.min(entry.key)))
        } else {
            self.heap.first().map_or(NOTHING, |entry| entry.key)
        };
        next.min(others) <= end
    }

    /// Takes the next event.
    #[inline(always)]
    pub fn pop(&mut self) -> Option<(Time, Event)> {
        if self.hole {
            self.close_hole();
        }
        let others = self.first_known.min(self.first_in_turn.key);
        let Entry { key, event } = self.heap.first().copied().unwrap_or(NO_ENTRY);
        if key < others {
            self.hole = true;
            return Some((time_of(key), event));
        }
        self.pop_sorted(others)
    }

    #[inline]
    fn pop_sorted(&mut self, key: u64) -> Option<(Time, Event)> {
        if key == NOTHING {
            return None;
        }
        let event = if key == self.first_known {
            let what = self.known[self.known_head] as u64;
            self.known_head += 1;
            self.first_known = self.known.get(self.known_head).map_or(NOTHING, |entry| (entry >> 64) as u64);
            Event { kind: (what >> 32) as u8, index: what as u32 }
        } else {
            let event = self.first_in_turn.event;
            self.first_in_turn = self.in_turn.pop_front().unwrap_or(NO_ENTRY);
            event
        };
        Some((time_of(key), event))
    }

    #[inline(never)]
    fn close_hole(&mut self) {
        self.hole = false;
        let last = self.heap.len() - PADDING - 1;
        let Entry { key, event } = self.heap[last];
        self.heap[last] = NO_ENTRY;
        self.heap.pop();
        if last > 0 {
            self.sink(key, event.kind, event.index);
        }
    }

    /// Puts an entry in the first place and lets it sink. Its parts come apart, so that they stay in registers.
    #[inline(never)]
    fn sink(&mut self, key: u64, kind: u8, index: u32) {
        let heap = self.heap.as_mut_slice();
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
            if least_left.min(least_right) >= key {
                break;
            }
            let child = if least_right < least_left { right } else { left };
            heap[place] = heap[child];
            place = child;
        }
        heap[place] = Entry { key, event: Event { kind, index } };
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

#[cfg(test)]
mod tests {
    use super::*;

    fn event(index: u32) -> Event {
        Event { kind: 1, index }
    }

    #[test]
    fn events_come_by_time_then_order_of_scheduling() {
        let mut agenda = Agenda::default();
        agenda.reset(Ties::InOrder);
        agenda.schedule_known(Time::from_ms(5), event(0));
        agenda.schedule_known(Time::from_ms(2), event(1));
        agenda.schedule_known(Time::from_ms(5), event(2));
        agenda.sort_known();
        agenda.schedule(Time::from_ms(5), event(3));
        agenda.schedule_in_turn(Time::from_ms(5), event(4));
        agenda.schedule(Time::from_ms(5), event(5));
        agenda.schedule(Time::from_ms(1), event(6));
        let order: Vec<u32> = std::iter::from_fn(|| agenda.pop()).map(|(_, event)| event.index).collect();
        assert_eq!(order, [6, 1, 0, 2, 3, 4, 5]);
    }

    #[test]
    fn more_of_the_moment_is_seen_before_it_is_taken() {
        let mut agenda = Agenda::default();
        agenda.reset(Ties::InOrder);
        for (index, ms) in [3, 7, 3, 9, 8, 3].into_iter().enumerate() {
            agenda.schedule(Time::from_ms(ms), event(index as u32));
        }
        let mut more = Vec::new();
        while let Some((time, _)) = agenda.pop() {
            more.push((time.as_ms(), agenda.has_more_at(time)));
        }
        assert_eq!(more, [(3, true), (3, true), (3, false), (7, false), (8, false), (9, false)]);
        assert_eq!(agenda.next_time(), None);
    }

    #[test]
    fn orders_are_counted_anew_without_changing_who_comes_first() {
        let mut agenda = Agenda::default();
        agenda.reset(Ties::InOrder);
        agenda.order = LAST_ORDER - 3;
        for index in 0..8 {
            agenda.schedule(Time::from_ms(5), event(2 * index));
            agenda.schedule_in_turn(Time::from_ms(5), event(2 * index + 1));
        }
        assert!(agenda.order < 100, "counted anew");
        let order: Vec<u32> = std::iter::from_fn(|| agenda.pop()).map(|(_, event)| event.index).collect();
        assert_eq!(order, (0..16).collect::<Vec<_>>());
    }

    #[test]
    fn what_lies_beyond_every_horizon_comes_last() {
        let mut agenda = Agenda::default();
        agenda.reset(Ties::InOrder);
        agenda.schedule(Time::NEVER, event(0));
        agenda.schedule(Time::from_ms(3_600_000_000_000), event(1));
        let order: Vec<u32> = std::iter::from_fn(|| agenda.pop()).map(|(_, event)| event.index).collect();
        assert_eq!(order, [1, 0]);
    }

    #[test]
    fn a_long_random_hold_run_comes_out_sorted() {
        let mut agenda = Agenda::default();
        agenda.reset(Ties::InOrder);
        let mut state = 1_u64;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 40) as i64
        };
        for index in 0..500 {
            agenda.schedule(Time::from_ms(next()), event(index));
        }
        let mut last = Time::ZERO;
        for index in 500..20_000 {
            let (time, _) = agenda.pop().expect("holds 500");
            assert!(time >= last);
            last = time;
            agenda.schedule(time + next(), event(index));
        }
    }

    #[test]
    fn shuffled_ties_change_the_order_of_simultaneous_events_only() {
        let order = |ties| {
            let mut agenda = Agenda::default();
            agenda.reset(ties);
            for index in 0..20 {
                agenda.schedule(Time::from_ms(i64::from(index / 10)), event(index));
            }
            std::iter::from_fn(|| agenda.pop()).map(|(_, event)| event.index).collect::<Vec<_>>()
        };
        let shuffled = order(Ties::Shuffled(7));
        assert_ne!(shuffled, order(Ties::InOrder));
        assert!(shuffled[..10].iter().all(|index| *index < 10));
    }
}
