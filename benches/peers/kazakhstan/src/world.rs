//! State, events, and the settling of a moment: events first, then who is served, who moves, who is given a load, who diverts.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::agenda::Agenda;
use crate::aircraft::{Aircraft, SLOTS};
use crate::dispatch::{Idle, Queue};
use crate::draws::{Draws, Triangular, Use};
use crate::facts::Tables;
use crate::force::Group;
use crate::gate::{Days, Runway, Weather};
use crate::line::Places;
use crate::mobilise::Ask;
use crate::table::{
    AIRFIELDS, ALMATY, ALMATY_OPENS, CIVILIANS, COPIES, FLEETS, LANES, PLACES, REPORT, TEAM_HOMES,
    WITHDRAWAL, ZHETYGEN,
};

/// No load, no place.
pub const NONE: u8 = u8::MAX;
/// Later than everything.
pub const NEVER: i64 = i64::MAX / 4;

/// What can happen, to an aircraft or to a part of the force.
#[derive(Clone, Copy, Debug)]
#[repr(u16)]
pub enum Event {
    /// What an aircraft was doing ends.
    Aircraft,
    /// An aircraft has held in the air long enough to divert.
    HoldLimit,
    /// A copy waits for aircraft from now on.
    Joins,
    MarchEnd,
    Received,
    /// A fleet is there.
    Fleet,
    Withdrawal,
    HandedOver,
}

const EVENTS: [Event; 8] = [
    Event::Aircraft,
    Event::HoldLimit,
    Event::Joins,
    Event::MarchEnd,
    Event::Received,
    Event::Fleet,
    Event::Withdrawal,
    Event::HandedOver,
];
const INDEX_BITS: u32 = 9;

/// Facilities of an airfield, by which they are served.
pub const STANDS: usize = 0;
pub const SPOTS: usize = 1;
pub const LOADING_TEAMS: usize = 2;
pub const UNLOADING_TEAMS: usize = 3;
pub const FACILITIES: usize = (4 * AIRFIELDS).next_power_of_two();
/// Rows of a table by airfield.
pub const ROWS: usize = AIRFIELDS.next_power_of_two();

/// What a replication comes to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// When the last of the force is in place, and home again [ms].
    pub closure: Option<i64>,
    pub home: Option<i64>,
    pub events: u64,
}

/// The whole state of a replication.
pub struct World<D> {
    pub draws: D,
    pub tables: Tables,
    pub agenda: Agenda,
    pub now: i64,
    /// Whether the event that is handled is the only one of this moment.
    alone: bool,
    /// Whether anything of this moment is left to settle: facilities to be served, aircraft that ask to move, aircraft that
    /// have reached the limit of their hold (as bits), loads and aircraft to be matched.
    pub unsettled: bool,
    dirty: u64,
    pub movements: u128,
    pub at_limit: u128,
    pub dispatch_due: bool,
    pub places: [Places; FACILITIES],
    pub aircraft: [Aircraft; SLOTS],
    pub idle: [Idle; FLEETS.len()],
    /// Fleets with idle aircraft, and lanes where loads wait, as bits.
    pub idle_fleets: u8,
    pub waiting: u32,
    pub queues: [Queue; LANES.len()],
    pub groups: Vec<Group>,
    /// Runways of Almaty and Zhetygen, and when the others are free.
    pub runways: [Runway; 2],
    pub free_at: [i64; AIRFIELDS],
    pub weather: [Weather; 2],
    pub opens: i64,
    pub days: Days,
    pub civilians: [u32; 2],
    pub handed_over: [bool; PLACES],
    pub next_handover: usize,
    pub open: usize,
    pub away: usize,
    pub asks: [Vec<Ask>; TEAM_HOMES.len()],
    pub turn: BinaryHeap<Reverse<(u64, i64, usize, i64)>>,
    pub outcome: Outcome,
}

impl<D: Draws> World<D> {
    pub fn new(draws: D) -> Self {
        World {
            draws,
            tables: Tables::new(),
            agenda: Agenda::new(),
            now: 0,
            alone: false,
            unsettled: false,
            dirty: 0,
            movements: 0,
            at_limit: 0,
            dispatch_due: false,
            places: std::array::from_fn(|_| Places::new(0)),
            aircraft: [Aircraft::NOT_THERE; SLOTS],
            idle: std::array::from_fn(|_| Idle::default()),
            idle_fleets: 0,
            waiting: 0,
            queues: std::array::from_fn(|_| Queue::default()),
            groups: Vec::with_capacity(COPIES),
            runways: std::array::from_fn(|_| Runway::default()),
            free_at: [0; AIRFIELDS],
            weather: std::array::from_fn(|_| Weather::default()),
            opens: 0,
            days: Days::new(),
            civilians: [0; 2],
            handed_over: [false; PLACES],
            next_handover: 0,
            open: 0,
            away: 0,
            asks: std::array::from_fn(|_| Vec::with_capacity(COPIES)),
            turn: BinaryHeap::with_capacity(COPIES),
            outcome: Outcome::default(),
        }
    }

    /// Runs one replication, numbered from 1.
    pub fn run(&mut self, replication: u64) -> Outcome {
        self.reset(replication);
        let mut first = true;
        while self.away > 0 {
            let time = self.agenda.next_time();
            if time == i64::MAX {
                break;
            }
            self.now = time;
            self.outcome.events += 1;
            let event = self.agenda.pop();
            self.alone = first && self.agenda.next_time() > time;
            let index = event & ((1 << INDEX_BITS) - 1);
            self.happen(EVENTS[usize::from(event >> INDEX_BITS) % EVENTS.len()], usize::from(index));
            self.alone = false;
            first = self.agenda.next_time() > time;
            if first && self.unsettled {
                self.settle();
            }
        }
        self.outcome
    }

    fn reset(&mut self, replication: u64) {
        self.draws.begin(replication);
        self.agenda.clear();
        self.now = 0;
        self.unsettled = false;
        (self.dirty, self.movements, self.at_limit, self.dispatch_due) = (0, 0, 0, false);
        for (places, limit) in self.places.iter_mut().zip(&self.tables.limits) {
            places.reset(*limit);
        }
        self.reset_aircraft();
        self.waiting = 0;
        self.queues.iter_mut().for_each(Queue::clear);
        self.reset_force();
        self.runways.iter_mut().for_each(Runway::clear);
        self.free_at.fill(0);
        self.weather.iter_mut().for_each(Weather::clear);
        self.days.clear();
        self.civilians = CIVILIANS.map(|(_, people)| people);
        self.outcome = Outcome::default();

        const OPENS: Triangular = Triangular::new(ALMATY_OPENS);
        const BEGINS: Triangular = Triangular::new(WITHDRAWAL);
        self.opens = self.draws.duration(Use::Opens, &OPENS);
        for (fleet, spec) in FLEETS.iter().enumerate() {
            let there = self.draws.duration(Use::Available { fleet }, &Triangular::new(spec.available));
            self.schedule(there, Event::Fleet, fleet);
        }
        self.mobilise();
        let begins = self.draws.duration(Use::Withdrawal, &BEGINS);
        self.schedule(begins, Event::Withdrawal, 0);
    }

    #[inline(always)]
    pub fn schedule(&mut self, time: i64, event: Event, index: usize) {
        self.agenda.push(time, (event as u16) << INDEX_BITS | index as u16);
    }

    #[inline(always)]
    fn happen(&mut self, event: Event, index: usize) {
        match event {
            Event::Aircraft => self.go_on(index),
            Event::HoldLimit => self.reach_limit(index),
            Event::Joins => self.join(index),
            Event::MarchEnd => self.end_march(index),
            Event::Received => self.end_reception(index),
            Event::Fleet => self.come(index),
            Event::Withdrawal => self.begin_withdrawal(),
            Event::HandedOver => self.hand_over(index),
        }
    }

    /// Serves everybody who can be served at this moment.
    #[inline(never)]
    fn settle(&mut self) {
        self.unsettled = false;
        loop {
            if self.dirty != 0 {
                let facility = self.dirty.trailing_zeros() as usize;
                self.dirty &= self.dirty - 1;
                while let Some(aircraft) = self.places[facility % FACILITIES].grant() {
                    self.granted(aircraft);
                }
            } else if self.movements != 0 {
                let mut movements = std::mem::take(&mut self.movements);
                while movements != 0 {
                    self.book(movements.trailing_zeros() as usize);
                    movements &= movements - 1;
                }
            } else if self.dispatch_due {
                self.dispatch();
            } else if self.at_limit != 0 {
                self.divert_held();
            } else {
                break;
            }
        }
    }

    /// Asks for places; `true` when the aircraft has them now. One that asks alone need not wait for the settling.
    #[inline(always)]
    pub fn seize(&mut self, airfield: usize, facility: usize, aircraft: usize, size: u8) -> bool {
        let number = (airfield * 4 + facility) % FACILITIES;
        if self.tables.limited >> number & 1 == 0 {
            return true;
        }
        let decides = self.alone && self.dirty == 0;
        if decides && self.places[number].take(size) {
            return true;
        }
        self.places[number].ask(self.now, aircraft, size);
        self.dirty |= u64::from(!decides) << number;
        self.unsettled |= !decides;
        false
    }

    /// An aircraft asks to land or to depart. One that asks alone need not wait for the settling.
    #[inline(always)]
    pub fn ask_to_move(&mut self, aircraft: usize) {
        if self.alone && !self.unsettled {
            self.book(aircraft);
        } else {
            self.movements |= 1 << aircraft;
            self.unsettled = true;
        }
    }

    /// Gives places back.
    #[inline(always)]
    pub fn free(&mut self, airfield: usize, facility: usize, size: u8) {
        let number = (airfield * 4 + facility) % FACILITIES;
        if self.tables.limited >> number & 1 == 1 {
            let waited_for = self.places[number].give(size);
            self.dirty |= u64::from(waited_for) << number;
            self.unsettled |= waited_for;
        }
    }

    /// The first instant from `at` on at which an airfield ahead is open.
    #[inline(always)]
    pub fn next_open(&mut self, airfield: usize, at: i64) -> i64 {
        if airfield == ALMATY && self.opens > at {
            return self.opens;
        }
        let weather = &mut self.weather[usize::from(airfield == ZHETYGEN)];
        weather.next_open(at, self.now, airfield, &self.tables.weather, &mut self.draws)
    }
}

/// The next report at an instant or after it.
#[inline(always)]
pub fn next_report(at: i64) -> i64 {
    (at + REPORT - 1) / REPORT * REPORT
}
