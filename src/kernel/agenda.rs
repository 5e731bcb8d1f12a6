//! The agenda: what happens next, ordered by (time, priority, sequence).
//!
//! An entry is one `u128`: time (44 bits), priority (4), sequence (40), event (40), so that one
//! integer comparison orders two entries. Entries known before the run are sorted once; entries that come in
//! order anyway (a fixed time after now) queue behind each other; the rest live in a four-ary heap. The three are merged
//! at the head.

use std::collections::VecDeque;

use super::time::Time;

const EVENT_BITS: u32 = 40;
const SEQUENCE_BITS: u32 = 40;
const PRIORITY_BITS: u32 = 4;
const TIME_SHIFT: u32 = EVENT_BITS + SEQUENCE_BITS + PRIORITY_BITS;

/// What happens: a kind and the index of what it happens to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Event {
    /// Kind, for the model to interpret.
    pub kind: u8,
    /// Index of what it happens to.
    pub index: u32,
}

/// How events of the same instant and priority are ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ties {
    /// First scheduled, first served.
    #[default]
    InOrder,
    /// By a hash of the sequence number and this salt: shows which results hang on the order.
    Shuffled(u64),
}

/// Later than every entry.
const NOTHING: u128 = u128::MAX;

/// The agenda of one replication.
#[derive(Debug, Clone)]
pub struct Agenda {
    heap: Vec<u128>,
    /// The first entry of the heap was taken and its place is free: the next one that is scheduled goes there, which
    /// saves sinking the last one from the top.
    hole: bool,
    known: Vec<u128>,
    known_head: usize,
    first_known: u128,
    in_turn: VecDeque<u128>,
    first_in_turn: u128,
    sequence: u64,
    ties: Ties,
}

impl Default for Agenda {
    fn default() -> Self {
        Self {
            heap: Vec::new(),
            hole: false,
            known: Vec::new(),
            known_head: 0,
            first_known: NOTHING,
            in_turn: VecDeque::new(),
            first_in_turn: NOTHING,
            sequence: 0,
            ties: Ties::InOrder,
        }
    }
}

impl Agenda {
    /// Empties the agenda and keeps its memory.
    pub fn reset(&mut self, ties: Ties) {
        self.heap.clear();
        self.hole = false;
        self.known.clear();
        self.known_head = 0;
        self.first_known = NOTHING;
        self.in_turn.clear();
        self.first_in_turn = NOTHING;
        self.sequence = 0;
        self.ties = ties;
    }

    fn entry(&mut self, time: Time, priority: u8, event: Event) -> u128 {
        let sequence = match self.ties {
            Ties::InOrder => self.sequence,
            Ties::Shuffled(salt) => {
                (self.sequence ^ salt)
                    .wrapping_mul(0x9E37_79B9_7F4A_7C15)
                    .rotate_left(31)
                    .wrapping_mul(0xD6E8_FEB8_6659_FD93)
                    >> (64 - SEQUENCE_BITS)
            }
        };
        self.sequence += 1;
        let what = (u64::from(event.kind) << 32) | u64::from(event.index);
        ((time.as_ms() as u128) << TIME_SHIFT)
            | (u128::from(priority) << (EVENT_BITS + SEQUENCE_BITS))
            | (u128::from(sequence) << EVENT_BITS)
            | u128::from(what)
    }

    /// Enters an event; `time` must not lie before the last event taken.
    #[inline]
    pub fn schedule(&mut self, time: Time, priority: u8, event: Event) {
        let entry = self.entry(time, priority, event);
        self.insert(entry);
    }

    /// The same for an event that mostly comes after those entered this way before: one a fixed time from now.
    #[inline]
    pub fn schedule_in_turn(&mut self, time: Time, priority: u8, event: Event) {
        let entry = self.entry(time, priority, event);
        if self.first_in_turn == NOTHING {
            self.first_in_turn = entry;
        } else if self.in_turn.back().is_none_or(|last| *last <= entry) && self.first_in_turn <= entry {
            self.in_turn.push_back(entry);
        } else {
            self.insert(entry);
        }
    }

    #[inline]
    fn insert(&mut self, entry: u128) {
        if self.hole {
            self.hole = false;
            self.sink(entry);
            return;
        }
        let mut child = self.heap.len();
        self.heap.push(entry);
        let heap = self.heap.as_mut_slice();
        while child > 0 {
            let parent = (child - 1) / 4;
            if heap[parent] <= entry {
                break;
            }
            heap[child] = heap[parent];
            child = parent;
        }
        heap[child] = entry;
    }

    /// Enters an event before the run; call [`Agenda::sort_known`] once after the last, and before taking any.
    pub fn schedule_known(&mut self, time: Time, priority: u8, event: Event) {
        let entry = self.entry(time, priority, event);
        self.known.push(entry);
    }

    /// Sorts what was entered before the run.
    pub fn sort_known(&mut self) {
        self.known.sort_unstable();
        self.first_known = self.known.first().copied().unwrap_or(NOTHING);
    }

    /// The time of the next event, [`Time::NEVER`] when there is none.
    #[inline]
    pub fn next_time(&self) -> Time {
        let len = self.heap.len();
        let heads = if self.hole { &self.heap[1..len.min(5)] } else { &self.heap[..len.min(1)] };
        let others = self.first_known.min(self.first_in_turn);
        time_of(heads.iter().fold(others, |least, entry| least.min(*entry)))
    }

    /// Takes the next event.
    #[inline]
    pub fn pop(&mut self) -> Option<(Time, Event)> {
        if self.hole {
            self.close_hole();
        }
        let heap = self.heap.first().copied().unwrap_or(NOTHING);
        let entry = heap.min(self.first_known).min(self.first_in_turn);
        if entry == NOTHING {
            return None;
        }
        if entry == heap {
            self.hole = true;
        } else if entry == self.first_known {
            self.known_head += 1;
            self.first_known = self.known.get(self.known_head).copied().unwrap_or(NOTHING);
        } else {
            self.first_in_turn = self.in_turn.pop_front().unwrap_or(NOTHING);
        }
        let what = entry as u64 & ((1 << EVENT_BITS) - 1);
        Some((time_of(entry), Event { kind: (what >> 32) as u8, index: what as u32 }))
    }

    fn close_hole(&mut self) {
        self.hole = false;
        if let Some(last) = self.heap.pop()
            && !self.heap.is_empty()
        {
            self.sink(last);
        }
    }

    /// Puts an entry in the first place and lets it sink.
    #[inline]
    fn sink(&mut self, entry: u128) {
        let heap = self.heap.as_mut_slice();
        let mut place = 0;
        loop {
            let first = 4 * place + 1;
            let (child, least) = if let Some(&[a, b, c, d]) = heap.get(first..first + 4) {
                let (left, x) = if b < a { (first + 1, b) } else { (first, a) };
                let (right, y) = if d < c { (first + 3, d) } else { (first + 2, c) };
                if y < x { (right, y) } else { (left, x) }
            } else {
                let rest = heap.get(first..).unwrap_or(&[]);
                match rest.iter().enumerate().min_by_key(|(_, entry)| **entry) {
                    Some((offset, least)) => (first + offset, *least),
                    None => break,
                }
            };
            if least >= entry {
                break;
            }
            heap[place] = least;
            place = child;
        }
        heap[place] = entry;
    }
}

#[inline]
fn time_of(entry: u128) -> Time {
    Time::from_ms((entry >> TIME_SHIFT) as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(index: u32) -> Event {
        Event { kind: 1, index }
    }

    #[test]
    fn events_come_by_time_then_priority_then_order_of_scheduling() {
        let mut agenda = Agenda::default();
        agenda.reset(Ties::InOrder);
        agenda.schedule_known(Time::from_ms(5), 1, event(0));
        agenda.schedule_known(Time::from_ms(2), 1, event(1));
        agenda.sort_known();
        agenda.schedule(Time::from_ms(5), 0, event(2));
        agenda.schedule(Time::from_ms(5), 1, event(3));
        agenda.schedule(Time::from_ms(1), 1, event(4));
        let order: Vec<u32> = std::iter::from_fn(|| agenda.pop()).map(|(_, event)| event.index).collect();
        assert_eq!(order, [4, 1, 2, 0, 3]);
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
            agenda.schedule(Time::from_ms(next()), 0, event(index));
        }
        let mut last = Time::ZERO;
        for index in 500..20_000 {
            let (time, _) = agenda.pop().expect("holds 500");
            assert!(time >= last);
            last = time;
            agenda.schedule(time + next(), 0, event(index));
        }
    }

    #[test]
    fn shuffled_ties_change_the_order_of_simultaneous_events_only() {
        let order = |ties| {
            let mut agenda = Agenda::default();
            agenda.reset(ties);
            for index in 0..20 {
                agenda.schedule(Time::from_ms(i64::from(index / 10)), 0, event(index));
            }
            std::iter::from_fn(|| agenda.pop()).map(|(_, event)| event.index).collect::<Vec<_>>()
        };
        let shuffled = order(Ties::Shuffled(7));
        assert_ne!(shuffled, order(Ties::InOrder));
        assert!(shuffled[..10].iter().all(|index| *index < 10));
    }
}
