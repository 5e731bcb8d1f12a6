//! Copies of units: reception, marry-up, marches, in place; hand-over, and home.

use crate::draws::{Draws, Load, Triangular, Use};
use crate::table::{
    AIRFIELDS, COPIES, HANDOVER, HANDOVER_ORDER, HANDOVER_TEAMS, LANES, MARCH_KANT, MARCH_VITEBSK, NO_LANE,
    PASS_EACH, RECEPTION, UNITS, VITEBSK,
};
use crate::world::{Event, NONE, World, next_report};

/// The number of a whole copy, where loads have theirs.
pub const WHOLE: usize = 7;
const RECEIVES: Triangular = Triangular::new(RECEPTION);
const HANDS_OVER: Triangular = Triangular::new(HANDOVER);

/// A copy of a unit.
#[derive(Clone, Copy)]
pub struct Group {
    pub home: bool,
    /// Loads that an aircraft has taken, that wait for the rest of the copy, and that are at the end of the way.
    pub taken: u8,
    gathered: u8,
    arrived: u8,
    /// Where its first load went, and so all others go.
    pub bound: u8,
    /// The airfield where it landed.
    at: u8,
}

const AT_HOME: Group = Group { home: false, taken: 0, gathered: 0, arrived: 0, bound: NONE, at: NONE };

impl<D: Draws> World<D> {
    pub fn reset_force(&mut self) {
        self.groups.clear();
        self.groups.resize(COPIES, AT_HOME);
        self.handed_over.fill(false);
        self.next_handover = 0;
        (self.open, self.away) = (COPIES, COPIES);
    }

    fn unit_of(&self, copy: usize) -> usize {
        usize::from(self.tables.unit_of[copy])
    }

    /// A load is on the ground.
    #[inline]
    pub fn deliver(&mut self, copy: usize, load: usize, line: Load, airfield: usize) {
        let unit = &UNITS[usize::from(line.unit)];
        if !line.home {
            self.groups[copy].at = airfield as u8;
            self.receive(copy, load, line, airfield);
        } else if unit.home == VITEBSK {
            let ends = self.now + MARCH_VITEBSK + PASS_EACH * i64::from(unit.vehicles[load]);
            self.schedule(ends, Event::MarchEnd, copy << 3 | load);
        } else {
            self.come_home(copy, 1);
        }
    }

    /// Reception of a load, or of a copy on its way home.
    fn receive(&mut self, copy: usize, load: usize, line: Load, airfield: usize) {
        let takes = self.draws.duration(Use::Reception { place: airfield, load: line }, &RECEIVES);
        self.schedule(self.now + takes, Event::Received, copy << 3 | load);
    }

    /// What is received goes on: to its aircraft home, to the end of its way, or on its march once the copy is together.
    pub fn end_reception(&mut self, element: usize) {
        let copy = element >> 3;
        let unit = &UNITS[self.unit_of(copy)];
        let group = &mut self.groups[copy];
        if group.home {
            self.await_aircraft(copy);
        } else if unit.last < AIRFIELDS {
            self.come_in_place(copy, 1);
        } else {
            group.gathered += 1;
            if usize::from(group.gathered) == unit.loads.len() {
                let march = self.tables.march[usize::from(group.at)][unit.last];
                self.schedule(self.now + march, Event::MarchEnd, copy << 3 | WHOLE);
            }
        }
    }

    pub fn end_march(&mut self, element: usize) {
        let (copy, load) = (element >> 3, element & 7);
        let number = self.unit_of(copy);
        let unit = &UNITS[number];
        let loads = unit.loads.len() as u8;
        if !self.groups[copy].home {
            self.come_in_place(copy, loads);
        } else if load != WHOLE {
            self.come_home(copy, 1);
        } else if unit.back == NO_LANE {
            self.come_home(copy, loads);
        } else {
            let line = Load { unit: number as u8, home: true, item: self.tables.items_before[copy] };
            self.receive(copy, load, line, LANES[unit.back].from);
        }
    }

    /// The dispatcher hears of a copy that is where its aircraft home come.
    fn await_aircraft(&mut self, copy: usize) {
        let known = next_report(self.now);
        if known > self.now {
            self.schedule(known, Event::Joins, copy);
        } else {
            self.join(copy);
        }
    }

    fn come_in_place(&mut self, copy: usize, loads: u8) {
        let unit = &UNITS[self.unit_of(copy)];
        let group = &mut self.groups[copy];
        group.arrived += loads;
        if usize::from(group.arrived) < unit.loads.len() {
            return;
        }
        self.open -= 1;
        if self.open == 0 {
            self.outcome.closure = Some(self.now);
        }
        if self.handed_over[unit.last] {
            self.turn_round(copy);
        }
    }

    fn come_home(&mut self, copy: usize, loads: u8) {
        let unit = &UNITS[self.unit_of(copy)];
        let group = &mut self.groups[copy];
        group.arrived += loads;
        if usize::from(group.arrived) == unit.loads.len() {
            self.away -= 1;
            if self.away == 0 {
                self.outcome.home = Some(self.now);
            }
        }
    }

    /// The first places are handed over.
    pub fn begin_withdrawal(&mut self) {
        for _ in 0..HANDOVER_TEAMS {
            self.start_handover();
        }
    }

    fn start_handover(&mut self) {
        if let Some(&place) = HANDOVER_ORDER.get(self.next_handover) {
            self.next_handover += 1;
            let takes = self.draws.duration(Use::Handover { place }, &HANDS_OVER);
            self.schedule(self.now + takes, Event::HandedOver, place);
        }
    }

    /// A place is handed over: who is complete there goes home, and the team turns to the next place.
    pub fn hand_over(&mut self, place: usize) {
        self.handed_over[place] = true;
        for copy in 0..COPIES {
            let unit = &UNITS[self.unit_of(copy)];
            let complete = usize::from(self.groups[copy].arrived) == unit.loads.len();
            if unit.last == place && complete && !self.groups[copy].home {
                self.turn_round(copy);
            }
        }
        self.start_handover();
    }

    /// A copy sets out home: by march to its airfield, or to its aircraft where it is.
    fn turn_round(&mut self, copy: usize) {
        self.groups[copy] = Group { home: true, ..AT_HOME };
        let unit = &UNITS[self.unit_of(copy)];
        if unit.last < AIRFIELDS {
            self.await_aircraft(copy);
            return;
        }
        let march = if unit.back == NO_LANE {
            MARCH_KANT
        } else {
            self.tables.march[unit.last][LANES[unit.back].from]
        };
        self.schedule(self.now + march, Event::MarchEnd, copy << 3 | WHOLE);
    }
}
