//! What is to come: a calendar of short spans, each with a list of its events, and a bit for each span that has any.

use crate::table::HORIZON;

/// A span of the calendar is 2 to the power of this long [ms]: four minutes, so that few events share one.
const SPAN: u32 = 18;
const SPANS: usize = (HORIZON as usize >> SPAN) + 1;
/// Numbers of events: no event is entered twice at a time.
const EVENTS: usize = 1 << 12;
const NONE: u16 = u16::MAX;

pub struct Agenda {
    /// First event of each span; the others follow it by time.
    first: [u16; SPANS.next_power_of_two()],
    /// Spans with events, as bits.
    taken: [u64; SPANS.next_power_of_two() / 64],
    time: [i64; EVENTS],
    next: [u16; EVENTS],
    /// The span of the earliest event, and its time.
    span: usize,
    earliest: i64,
}

impl Agenda {
    pub fn new() -> Self {
        Agenda {
            first: [NONE; SPANS.next_power_of_two()],
            taken: [0; SPANS.next_power_of_two() / 64],
            time: [0; EVENTS],
            next: [NONE; EVENTS],
            span: 0,
            earliest: i64::MAX,
        }
    }

    pub fn clear(&mut self) {
        while self.next_time() < i64::MAX {
            self.pop();
        }
    }

    /// Enters an event, unless it comes after the horizon. Events of one moment may leave in any order: what they ask for is
    /// decided after all of them.
    #[inline]
    pub fn push(&mut self, time: i64, event: u16) {
        if time > HORIZON {
            return;
        }
        let event = event % EVENTS as u16;
        let span = time as usize >> SPAN;
        self.time[usize::from(event)] = time;
        if time < self.earliest {
            self.earliest = time;
            self.span = span;
        }
        let mut before = self.first[span];
        if before == NONE || time <= self.time[usize::from(before) % EVENTS] {
            self.next[usize::from(event)] = before;
            self.first[span] = event;
            self.taken[span / 64] |= 1 << (span % 64);
            return;
        }
        loop {
            let after = self.next[usize::from(before) % EVENTS];
            if after == NONE || time <= self.time[usize::from(after) % EVENTS] {
                self.next[usize::from(event)] = after;
                self.next[usize::from(before) % EVENTS] = event;
                return;
            }
            before = after;
        }
    }

    /// The time of the earliest event; later than any if there is none.
    #[inline(always)]
    pub fn next_time(&self) -> i64 {
        self.earliest
    }

    /// Takes out the earliest event; there is one.
    #[inline(always)]
    pub fn pop(&mut self) -> u16 {
        let span = self.span % SPANS.next_power_of_two();
        let event = self.first[span];
        let next = self.next[usize::from(event) % EVENTS];
        self.first[span] = next;
        if next == NONE {
            self.taken[span / 64] &= !(1 << (span % 64));
            self.find_next(span / 64);
        } else {
            self.earliest = self.time[usize::from(next) % EVENTS];
        }
        event
    }

    /// Finds the earliest event, which is in no word before this one.
    #[inline(always)]
    fn find_next(&mut self, word: usize) {
        for (word, taken) in self.taken.iter().enumerate().skip(word) {
            if *taken != 0 {
                self.span = word * 64 + taken.trailing_zeros() as usize;
                let event = self.first[self.span % SPANS.next_power_of_two()];
                self.earliest = self.time[usize::from(event) % EVENTS];
                return;
            }
        }
        self.earliest = i64::MAX;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_leave_in_the_order_of_time() {
        let mut agenda = Agenda::new();
        let mut state = 1_u64;
        for _ in 0..2 {
            let mut waiting = Vec::new();
            for round in 0..3_000_i64 {
                if round < 2_000 {
                    state =
                        state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    // Some far apart, some in one span, some at one moment.
                    let time = round * 100_000 + ((state >> 40) as i64 & 0xFFFF_FFF0 & (-1 << (round % 24)));
                    agenda.push(time, round as u16);
                    waiting.push(time);
                }
                if !waiting.is_empty() && (round % 2 == 1 || round >= 2_000) {
                    waiting.sort_unstable();
                    assert_eq!(agenda.next_time(), waiting.remove(0));
                    agenda.pop();
                }
            }
            agenda.push(HORIZON + 1, 7);
            assert_eq!(agenda.next_time(), i64::MAX);
            agenda.push(5, 7);
            agenda.clear();
            assert_eq!(agenda.next_time(), i64::MAX);
        }
    }
}
