//! A departure: the crew, failure, de-icing, a stand that is kept at the destination, and the gate.

use crate::aircraft::{Purpose, SLOTS, Stage, Step};
use crate::draws::{Beside, Draws, Sortie, Triangular, Use};
use crate::table::{AIRFIELDS, BREAKDOWN, DEICING, DUTY, FIELDS, HOMEWARD, REPAIR, REST};
use crate::world::{NEVER, ROWS, STANDS, World};

const DE_ICES: Triangular = Triangular::new(DEICING);
const REPAIRS: Triangular = Triangular::new(REPAIR);

impl<D: Draws> World<D> {
    #[inline]
    pub fn depart(&mut self, aircraft: usize, purpose: Purpose, to: usize) {
        let a = &mut self.aircraft[aircraft % SLOTS];
        a.purpose = purpose;
        a.to = to as u8;
        self.go_on_with(aircraft, Step::Failure);
    }

    /// Goes on with a departure, unless the crew has to rest first.
    #[inline]
    pub fn go_on_with(&mut self, aircraft: usize, step: Step) {
        if self.lasts(aircraft, self.now) {
            self.take_step(aircraft, step);
        } else {
            self.rest(aircraft, step);
        }
    }

    pub fn take_step(&mut self, aircraft: usize, step: Step) {
        match step {
            Step::Failure => self.may_fail(aircraft),
            Step::DeIcing => self.de_ice(aircraft),
            Step::Slot => self.ask_for_slot(aircraft),
            Step::Return => self.ask_to_return(aircraft),
        }
    }

    /// Whether the crew could leave at an instant and be there within its duty.
    #[inline(always)]
    pub fn lasts(&self, aircraft: usize, at: i64) -> bool {
        let a = &self.aircraft[aircraft % SLOTS];
        let trip = self.tables.expected[usize::from(a.at) % ROWS][usize::from(a.to) % ROWS];
        a.duty_since == NEVER || a.duty_since <= at && at + trip <= a.duty_since + DUTY
    }

    /// The crew rests, from when the aircraft became free if it has been resting since. A stand that is kept is for others.
    pub fn rest(&mut self, aircraft: usize, next: Step) {
        let a = &mut self.aircraft[aircraft % SLOTS];
        let rested = if a.duty_since > self.now { a.duty_since } else { self.now + REST };
        a.duty_since = NEVER;
        a.next = next;
        let (to, size) = (usize::from(a.to), a.size);
        if std::mem::take(&mut a.reserved) {
            self.free(to, STANDS, size);
        }
        self.keep_busy(aircraft, Stage::CrewRest, rested - self.now);
    }

    /// What a draw of the trip is for: with the load, after it, or to where it waits.
    #[inline(always)]
    pub fn of_trip(&self, aircraft: usize, with: Sortie, after: Sortie, to: Beside) -> Use {
        let a = &self.aircraft[aircraft % SLOTS];
        match a.purpose {
            Purpose::Deliver => Use::Sortie { load: a.line, draw: with },
            Purpose::Home => Use::Sortie { load: a.line, draw: after },
            Purpose::Position => Use::Beside { load: a.line, draw: to },
        }
    }

    #[inline]
    pub fn may_fail(&mut self, aircraft: usize) {
        let what = self.of_trip(aircraft, Sortie::Breakdown, Sortie::ReturnBreakdown, Beside::ToBreakdown);
        if self.draws.uniform(what) < BREAKDOWN {
            let what = self.of_trip(aircraft, Sortie::Repair, Sortie::ReturnRepair, Beside::ToRepair);
            let takes = self.draws.duration(what, &REPAIRS);
            self.keep_busy(aircraft, Stage::Repair, takes);
        } else {
            self.de_ice(aircraft);
        }
    }

    #[inline]
    pub fn de_ice(&mut self, aircraft: usize) {
        let a = &self.aircraft[aircraft % SLOTS];
        if !FIELDS[usize::from(a.at) % AIRFIELDS].deicing {
            self.ask_for_slot(aircraft);
            return;
        }
        let draw = match a.purpose {
            Purpose::Deliver => Beside::DeIcing,
            Purpose::Home => Beside::ReturnDeIcing,
            Purpose::Position => Beside::ToDeIcing,
        };
        let takes = self.draws.duration(Use::Beside { load: a.line, draw }, &DE_ICES);
        self.keep_busy(aircraft, Stage::DeIcing, takes);
    }

    /// One that goes for a load homewards sets out when a stand is kept for it.
    #[inline]
    pub fn ask_for_slot(&mut self, aircraft: usize) {
        let a = &mut self.aircraft[aircraft % SLOTS];
        if a.purpose != Purpose::Position || usize::from(a.lane) < HOMEWARD {
            self.ask_to_depart(aircraft);
            return;
        }
        a.stage = Stage::Slot;
        let (to, size) = (usize::from(a.to), a.size);
        if self.seize(to, STANDS, aircraft, size) {
            self.keep_slot(aircraft);
        }
    }

    pub fn keep_slot(&mut self, aircraft: usize) {
        self.aircraft[aircraft % SLOTS].reserved = true;
        if self.lasts(aircraft, self.now) {
            self.ask_to_depart(aircraft);
        } else {
            self.rest(aircraft, Step::Slot);
        }
    }

    #[inline]
    pub fn ask_to_depart(&mut self, aircraft: usize) {
        let a = &mut self.aircraft[aircraft % SLOTS];
        a.stage = Stage::Departure;
        if FIELDS[usize::from(a.at) % AIRFIELDS].runway > 0 {
            self.ask_to_move(aircraft);
        } else {
            self.take_off(aircraft);
        }
    }

    /// What held it at the gate ends.
    pub fn pass_gate(&mut self, aircraft: usize) {
        if self.lasts(aircraft, self.now) {
            self.take_off(aircraft);
        } else {
            self.rest(aircraft, Step::Slot);
        }
    }

    #[inline]
    pub fn take_off(&mut self, aircraft: usize) {
        let a = &mut self.aircraft[aircraft % SLOTS];
        if a.duty_since == NEVER {
            a.duty_since = self.now;
        }
        let (at, to, size) = (usize::from(a.at), usize::from(a.to), a.size);
        if std::mem::take(&mut a.has_stand) {
            self.free(at, STANDS, size);
        }
        let what = self.of_trip(aircraft, Sortie::Travel, Sortie::ReturnTravel, Beside::ToTravel);
        let takes = self.travel(at, to, what);
        self.keep_busy(aircraft, Stage::Flying, takes);
    }

    #[inline(always)]
    pub fn travel(&mut self, from: usize, to: usize, what: Use) -> i64 {
        let factor = self.tables.travel_factor.at(self.draws.uniform(what));
        crate::draws::rounded(self.tables.travel[from % ROWS][to % ROWS] as f64 * factor)
    }
}
