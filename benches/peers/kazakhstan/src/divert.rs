//! A diversion: to the alternate after the limit of a hold, and back when the destination can take the aircraft.

use crate::aircraft::{Purpose, SLOTS, Stage, Step, is_ahead};
use crate::draws::{Draws, Use};
use crate::table::{FIELDS, HORIZON, KARAGANDA, ZHETYGEN};
use crate::world::{Event, NEVER, STANDS, World};

impl<D: Draws> World<D> {
    /// Enters the limit of a hold.
    pub fn note_limit(&mut self, aircraft: usize) {
        let a = &mut self.aircraft[aircraft % SLOTS];
        if is_ahead(usize::from(a.to)) && !std::mem::replace(&mut a.noted, true) {
            let until = a.until;
            self.schedule(until, Event::HoldLimit, aircraft);
        }
    }

    /// Whoever can be let in at the moment of its limit is.
    pub fn reach_limit(&mut self, aircraft: usize) {
        self.at_limit |= 1 << aircraft;
        self.unsettled = true;
    }

    /// Those who have held for their limit go to the alternate; they keep their places in the queue for a stand.
    pub fn divert_held(&mut self) {
        let mut held = std::mem::take(&mut self.at_limit);
        while held != 0 {
            let aircraft = held.trailing_zeros() as usize;
            held &= held - 1;
            let a = &mut self.aircraft[aircraft % SLOTS];
            if matches!(a.stage, Stage::Stand | Stage::Landing) && a.until == self.now {
                let over = usize::from(a.to);
                a.at = KARAGANDA as u8;
                self.fly_aside(aircraft, Stage::Diverting, over, KARAGANDA);
            }
        }
    }

    pub fn fly_aside(&mut self, aircraft: usize, stage: Stage, from: usize, to: usize) {
        let a = &mut self.aircraft[aircraft % SLOTS];
        let flight = u32::from(a.flights);
        a.flights += 1;
        let what = Use::Diversion { load: a.line, deliver: a.purpose == Purpose::Deliver, flight };
        let takes = self.travel(from, to, what);
        self.keep_busy(aircraft, stage, takes);
    }

    pub fn fly_back(&mut self, aircraft: usize) {
        let a = &mut self.aircraft[aircraft % SLOTS];
        a.comes_back = true;
        let to = usize::from(a.to);
        self.fly_aside(aircraft, Stage::Flying, KARAGANDA, to);
    }

    /// It turns back at once when the destination can take it; else it lands, since nothing there is limited.
    pub fn arrive_over_alternate(&mut self, aircraft: usize) {
        if self.aircraft[aircraft % SLOTS].reserved && self.first_taken(aircraft) == self.now {
            self.fly_back(aircraft);
            return;
        }
        self.aircraft[aircraft % SLOTS].stage = Stage::AtAlternate;
        if self.aircraft[aircraft % SLOTS].reserved {
            self.ask_to_move(aircraft);
        }
    }

    /// The first instant at which the destination is open and its runway not booked for when the aircraft is expected.
    pub fn first_taken(&mut self, aircraft: usize) -> i64 {
        let to = usize::from(self.aircraft[aircraft % SLOTS].to);
        let flight = self.tables.expected[KARAGANDA][to];
        let mut at = self.now;
        while at <= HORIZON {
            let open = self.next_open(to, at);
            if open > at {
                at = open;
                continue;
            }
            let runway = &self.runways[usize::from(to == ZHETYGEN)];
            let free = runway.first_free(at + flight, FIELDS[to].runway) - flight;
            if free == at {
                break;
            }
            at = free;
        }
        at
    }

    pub fn leave_alternate(&mut self, aircraft: usize) {
        if !self.lasts(aircraft, self.now) {
            self.rest(aircraft, Step::Return);
            return;
        }
        let a = &mut self.aircraft[aircraft % SLOTS];
        if a.duty_since == NEVER {
            a.duty_since = self.now;
        }
        self.fly_back(aircraft);
    }

    /// A rested crew is there; the stand at the destination was given back for its rest.
    pub fn ask_to_return(&mut self, aircraft: usize) {
        let a = &mut self.aircraft[aircraft % SLOTS];
        a.stage = Stage::AtAlternate;
        let (to, size) = (usize::from(a.to), a.size);
        if self.seize(to, STANDS, aircraft, size) {
            self.aircraft[aircraft % SLOTS].reserved = true;
            self.ask_to_move(aircraft);
        }
    }
}
