//! State and events of the model.

use crate::heap::Heap;
use airlift::{Draws, ORIGINS, Outcome, REFUEL_MS, Size, cover_most_uncovered};
use std::collections::VecDeque;

/// What happens to an aircraft; that a load is ready is not in the heap.
#[derive(Clone, Copy)]
#[repr(u32)]
enum Event {
    LoadingEnd,
    DelayEnd,
    Arrival,
    UnloadingEnd,
    RefuelEnd,
    ReturnDelayEnd,
    Return,
}

impl Event {
    const ALL: [Event; 8] = [
        Event::LoadingEnd,
        Event::DelayEnd,
        Event::Arrival,
        Event::UnloadingEnd,
        Event::RefuelEnd,
        Event::ReturnDelayEnd,
        Event::Return,
        Event::Return,
    ];
}

/// No aircraft, no load.
const NONE: u32 = u32::MAX;

/// A queue of aircraft, first come, first served: a list through `World::behind`, since an aircraft waits in
/// one queue at a time.
#[derive(Clone, Copy)]
struct Queue {
    first: u32,
    last: u32,
}

const EMPTY: Queue = Queue {
    first: NONE,
    last: NONE,
};

impl Queue {
    #[inline]
    fn push(&mut self, behind: &mut [u32], aircraft: u32) {
        behind[aircraft as usize] = NONE;
        if self.first == NONE {
            self.first = aircraft;
        } else {
            behind[self.last as usize] = aircraft;
        }
        self.last = aircraft;
    }

    #[inline]
    fn pop(&mut self, behind: &[u32]) -> Option<u32> {
        let first = self.first;
        if first == NONE {
            return None;
        }
        self.first = behind[first as usize];
        Some(first)
    }
}

/// Places that an aircraft needs, and those who wait for one.
#[derive(Clone, Copy)]
struct Places {
    free: u32,
    waiting: Queue,
}

impl Places {
    fn new(free: usize) -> Self {
        Places {
            free: free as u32,
            waiting: EMPTY,
        }
    }

    /// Takes a place if one is free; else the aircraft waits.
    #[inline]
    fn seize(&mut self, behind: &mut [u32], aircraft: u32) -> bool {
        if self.free > 0 {
            self.free -= 1;
            return true;
        }
        self.waiting.push(behind, aircraft);
        false
    }

    /// Gives a place back, and returns who has it now.
    #[inline]
    fn release(&mut self, behind: &[u32]) -> Option<u32> {
        let next = self.waiting.pop(behind);
        self.free += u32::from(next.is_none());
        next
    }
}

/// An origin: its loading spots, and either loads or aircraft that wait for each other.
struct Origin {
    spots: Places,
    idle: Queue,
    /// Ready loads in the order in which they were ready, and how many of them have an aircraft.
    ready: Vec<u32>,
    taken: usize,
}

/// The whole state of a replication.
pub struct World {
    size: Size,
    draws: Draws,
    heap: Heap,
    /// Ends of refuelling: all take the same time, so that they are sorted as they come.
    refuelling: VecDeque<u128>,
    now_ms: u64,
    /// Time of readiness and number of each load in one number, sorted.
    ready: Vec<u64>,
    origins: [Origin; ORIGINS],
    stands: Places,
    crews: Places,
    uncovered: [i64; ORIGINS],
    behind: Vec<u32>,
    load_of: Vec<u32>,
    origin_of: Vec<u8>,
    outcome: Outcome,
}

impl World {
    pub fn new(size: Size) -> Self {
        let origin = || Origin {
            spots: Places::new(size.spots()),
            idle: EMPTY,
            ready: Vec::with_capacity(size.loads / ORIGINS + 1),
            taken: 0,
        };
        World {
            size,
            draws: Draws::new(1),
            heap: Heap::with_capacity(size.aircraft),
            refuelling: VecDeque::with_capacity(size.aircraft),
            now_ms: 0,
            ready: Vec::with_capacity(size.loads),
            origins: std::array::from_fn(|_| origin()),
            stands: Places::new(size.stands()),
            crews: Places::new(size.crews()),
            uncovered: size.uncovered(),
            behind: vec![NONE; size.aircraft],
            load_of: vec![NONE; size.aircraft],
            origin_of: vec![0; size.aircraft],
            outcome: Outcome::default(),
        }
    }

    fn reset(&mut self, replication: u64) {
        self.draws.reset(replication);
        self.heap.clear();
        self.outcome = Outcome::default();
        self.uncovered = self.size.uncovered();
        self.stands = Places::new(self.size.stands());
        self.crews = Places::new(self.size.crews());
        for origin in &mut self.origins {
            origin.spots = Places::new(self.size.spots());
            origin.idle = EMPTY;
            origin.ready.clear();
            origin.taken = 0;
        }
        for aircraft in 0..self.size.aircraft {
            self.origin_of[aircraft] = (aircraft % ORIGINS) as u8;
            self.origins[aircraft % ORIGINS]
                .idle
                .push(&mut self.behind, aircraft as u32);
        }
        self.ready.clear();
        self.ready
            .extend((0..self.size.loads as u64).map(|load| (self.draws.ready_ms() << 32) | load));
        self.ready.sort_unstable();
    }

    /// Runs one replication.
    pub fn run(&mut self, replication: u64) -> Outcome {
        self.reset(replication);
        let mut events = 0;
        let mut next_load = 0;
        loop {
            // Three sorted sources: ready times, ends of refuelling and the heap.
            let queued = self.heap.first();
            let refuelled = self.refuelling.front().copied().unwrap_or(u128::MAX);
            let earliest = queued.min(refuelled);
            if let Some(&ready) = self.ready.get(next_load)
                && ready >> 32 <= (earliest >> 64) as u64
            {
                next_load += 1;
                self.now_ms = ready >> 32;
                self.load_ready(ready as u32);
            } else if earliest == u128::MAX {
                break;
            } else {
                self.now_ms = (earliest >> 64) as u64;
                if refuelled < queued {
                    self.refuelling.pop_front();
                } else {
                    self.heap.take();
                }
                let event = earliest as u32;
                self.happen(Event::ALL[(event & 7) as usize], event >> 3);
            }
            events += 1;
        }
        self.outcome.events = events;
        self.outcome
    }

    #[inline]
    fn schedule(&mut self, after_ms: u64, event: Event, aircraft: u32) {
        self.heap
            .push(self.now_ms + after_ms, (aircraft << 3) | event as u32);
    }

    #[inline]
    fn happen(&mut self, event: Event, aircraft: u32) {
        match event {
            Event::LoadingEnd => {
                let origin = self.origin_of[aircraft as usize] as usize;
                if let Some(next) = self.origins[origin].spots.release(&self.behind) {
                    self.start_loading(next);
                }
                self.depart(aircraft, Event::DelayEnd, Event::Arrival);
            }
            Event::DelayEnd => self.fly(aircraft, Event::Arrival),
            Event::Arrival => {
                if self.stands.seize(&mut self.behind, aircraft) {
                    self.on_stand(aircraft);
                }
            }
            Event::UnloadingEnd => {
                self.load_of[aircraft as usize] = NONE;
                self.outcome.deliver(self.now_ms);
                if let Some(next) = self.crews.release(&self.behind) {
                    self.start_unloading(next);
                }
                let event = (aircraft << 3) | Event::RefuelEnd as u32;
                self.refuelling
                    .push_back(self.heap.key(self.now_ms + REFUEL_MS, event));
            }
            Event::RefuelEnd => {
                if let Some(next) = self.stands.release(&self.behind) {
                    self.on_stand(next);
                }
                if let Some(origin) = cover_most_uncovered(&mut self.uncovered) {
                    self.origin_of[aircraft as usize] = origin as u8;
                    self.depart(aircraft, Event::ReturnDelayEnd, Event::Return);
                }
            }
            Event::ReturnDelayEnd => self.fly(aircraft, Event::Return),
            Event::Return => {
                let origin = &mut self.origins[self.origin_of[aircraft as usize] as usize];
                if let Some(&load) = origin.ready.get(origin.taken) {
                    origin.taken += 1;
                    self.meet(aircraft, load);
                } else {
                    origin.idle.push(&mut self.behind, aircraft);
                }
            }
        }
    }

    #[inline]
    fn load_ready(&mut self, load: u32) {
        let origin = &mut self.origins[load as usize % ORIGINS];
        origin.ready.push(load);
        if let Some(aircraft) = origin.idle.pop(&self.behind) {
            origin.taken += 1;
            self.meet(aircraft, load);
        }
    }

    /// An aircraft and a load have met, and need a loading spot.
    #[inline]
    fn meet(&mut self, aircraft: u32, load: u32) {
        self.load_of[aircraft as usize] = load;
        let origin = self.origin_of[aircraft as usize] as usize;
        if self.origins[origin].spots.seize(&mut self.behind, aircraft) {
            self.start_loading(aircraft);
        }
    }

    #[inline]
    fn start_loading(&mut self, aircraft: u32) {
        let loading_ms = self.draws.loading_ms();
        self.schedule(loading_ms, Event::LoadingEnd, aircraft);
    }

    /// The aircraft leaves, or is delayed first; in a delay it holds no place.
    #[inline]
    fn depart(&mut self, aircraft: u32, delay_end: Event, landing: Event) {
        match self.draws.delay_ms() {
            Some(delay_ms) => self.schedule(delay_ms, delay_end, aircraft),
            None => self.fly(aircraft, landing),
        }
    }

    #[inline]
    fn fly(&mut self, aircraft: u32, landing: Event) {
        let flight_ms = self.draws.flight_ms();
        self.schedule(flight_ms, landing, aircraft);
    }

    #[inline]
    fn on_stand(&mut self, aircraft: u32) {
        if self.crews.seize(&mut self.behind, aircraft) {
            self.start_unloading(aircraft);
        }
    }

    #[inline]
    fn start_unloading(&mut self, aircraft: u32) {
        let unloading_ms = self.draws.unloading_ms();
        self.schedule(unloading_ms, Event::UnloadingEnd, aircraft);
    }
}
