//! Movements over a runway, and arrivals.

use crate::aircraft::{Purpose, SLOTS, Stage, is_ahead};
use crate::draws::Draws;
use crate::table::{AIRFIELDS, FIELDS, HOLD, HORIZON, ZHETYGEN};
use crate::world::{Event, STANDS, World};

impl<D: Draws> World<D> {
    /// Books a movement for the first instant at which everything allows it.
    pub fn book(&mut self, aircraft: usize) {
        match self.aircraft[aircraft % SLOTS].stage {
            Stage::Landing => self.book_landing(aircraft),
            Stage::Departure => self.book_departure(aircraft),
            Stage::AtAlternate => self.book_return(aircraft),
            _ => {}
        }
    }

    #[inline(always)]
    pub fn book_landing(&mut self, aircraft: usize) {
        let a = &self.aircraft[aircraft % SLOTS];
        let to = usize::from(a.to);
        let lands = if is_ahead(to) {
            let latest = a.until.min(HORIZON);
            let lands = self.first_movement(to, latest, false);
            if lands > latest {
                self.note_limit(aircraft);
                return;
            }
            self.runways[usize::from(to == ZHETYGEN)].book(lands, FIELDS[to].runway, self.now);
            lands
        } else {
            self.next_in_turn(to)
        };
        self.aircraft[aircraft % SLOTS].stage = Stage::Booked;
        if lands > self.now {
            self.schedule(lands, Event::Aircraft, aircraft);
        } else {
            self.land(aircraft);
        }
    }

    /// Nothing is booked for a crew that would be too tired then: it is looked at again at that instant.
    #[inline(always)]
    pub fn book_departure(&mut self, aircraft: usize) {
        let a = &self.aircraft[aircraft % SLOTS];
        let at = usize::from(a.at);
        let leaves = if is_ahead(at) {
            let rationed = a.purpose == Purpose::Deliver;
            let leaves = self.first_movement(at, HORIZON, rationed);
            if leaves <= HORIZON && self.lasts(aircraft, leaves) {
                self.runways[usize::from(at == ZHETYGEN)].book(leaves, FIELDS[at].runway, self.now);
                if rationed {
                    self.days.book(leaves);
                }
            }
            leaves
        } else {
            let leaves = self.free_at[at % AIRFIELDS].max(self.now);
            if self.lasts(aircraft, leaves) {
                self.next_in_turn(at);
            }
            leaves
        };
        if leaves > self.now {
            self.schedule(leaves, Event::Aircraft, aircraft);
        } else {
            self.pass_gate(aircraft);
        }
    }

    #[inline(never)]
    pub fn book_return(&mut self, aircraft: usize) {
        let leaves = self.first_taken(aircraft);
        if leaves > self.now {
            self.schedule(leaves, Event::Aircraft, aircraft);
        } else {
            self.leave_alternate(aircraft);
        }
    }

    /// Books a runway that nothing but the movement before it holds up; returns when it is free.
    #[inline(always)]
    pub fn next_in_turn(&mut self, airfield: usize) -> i64 {
        let free_at = &mut self.free_at[airfield % AIRFIELDS];
        let free = (*free_at).max(self.now);
        *free_at = free + FIELDS[airfield % AIRFIELDS].runway;
        free
    }

    /// The first instant from now on at which an airfield ahead is open, its runway free, and the day has room for a departure
    /// that is rationed; one after `latest` when there is none before.
    #[inline(never)]
    pub fn first_movement(&mut self, airfield: usize, latest: i64, rationed: bool) -> i64 {
        let mut at = self.now;
        while at <= latest {
            let open = self.next_open(airfield, at);
            let runway = &self.runways[usize::from(airfield == ZHETYGEN)];
            let free = runway.first_free(open, FIELDS[airfield % AIRFIELDS].runway);
            let next = if rationed { self.days.next_free(free) } else { free };
            if next == at {
                break;
            }
            at = next;
        }
        at
    }

    #[inline]
    pub fn arrive(&mut self, aircraft: usize) {
        let a = &mut self.aircraft[aircraft % SLOTS];
        let (to, size) = (usize::from(a.to), a.size);
        if is_ahead(to) {
            a.until = self.now + HOLD;
            a.noted = false;
            if !std::mem::take(&mut a.comes_back) {
                a.flights = 0;
            }
        }
        if a.purpose == Purpose::Home || a.reserved {
            self.ask_to_land(aircraft);
            return;
        }
        a.stage = Stage::Stand;
        if self.seize(to, STANDS, aircraft, size) {
            self.keep_stand(aircraft);
        } else {
            self.note_limit(aircraft);
        }
    }

    #[inline]
    pub fn keep_stand(&mut self, aircraft: usize) {
        self.aircraft[aircraft % SLOTS].reserved = true;
        self.ask_to_land(aircraft);
    }

    #[inline]
    pub fn ask_to_land(&mut self, aircraft: usize) {
        let a = &mut self.aircraft[aircraft % SLOTS];
        a.stage = Stage::Landing;
        if FIELDS[usize::from(a.to) % AIRFIELDS].runway > 0 {
            self.ask_to_move(aircraft);
        } else {
            self.land(aircraft);
        }
    }

    #[inline]
    pub fn land(&mut self, aircraft: usize) {
        let a = &mut self.aircraft[aircraft % SLOTS];
        a.at = a.to;
        a.has_stand = std::mem::take(&mut a.reserved);
        match a.purpose {
            Purpose::Deliver => self.ask_spot(aircraft),
            Purpose::Position => self.ask_spot_to_load(aircraft),
            Purpose::Home => self.become_free(aircraft),
        }
    }
}
