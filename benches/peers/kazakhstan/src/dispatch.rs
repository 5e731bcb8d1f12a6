//! Which load an idle aircraft takes: the first by rank, then first come; of aircraft the one that can be there first, then the
//! one longest idle. All aircraft go home after unloading, so that they are idle at their bases alone.

use crate::aircraft::{Purpose, SLOTS, Stage};
use crate::draws::{Draws, Load};
use crate::table::{AN_124, DUTY, FLEETS, HOMEWARD, IL_76, LANES, LOADING, REST, UNITS};
use crate::world::{Event, NEVER, World};

/// Idle aircraft of a fleet: since when and number of each in one key, sorted.
#[derive(Clone, Default)]
pub struct Idle(Vec<u64>);

impl Idle {
    pub fn clear(&mut self) {
        self.0.clear();
    }

    #[inline]
    fn enter(&mut self, now: i64, aircraft: usize) {
        let key = (now as u64) << 8 | aircraft as u64;
        let mut place = self.0.len();
        while place > 0 && self.0[place - 1] > key {
            place -= 1;
        }
        self.0.insert(place, key);
    }
}

/// Copies whose loads wait: rank, since when and number of each in one key, sorted.
#[derive(Clone, Default)]
pub struct Queue(Vec<u64>);

impl Queue {
    pub fn clear(&mut self) {
        self.0.clear();
    }
}

impl<D: Draws> World<D> {
    /// A copy waits for aircraft.
    pub fn join(&mut self, copy: usize) {
        let unit = &UNITS[usize::from(self.tables.unit_of[copy])];
        let group = &mut self.groups[copy];
        group.taken = 0;
        let lane = if group.home { unit.back } else { unit.out };
        let key = unit.rank << 48 | (self.now as u64) << 8 | copy as u64;
        let queue = &mut self.queues[lane].0;
        let mut place = queue.len();
        while place > 0 && queue[place - 1] > key {
            place -= 1;
        }
        queue.insert(place, key);
        self.waiting |= 1 << lane;
        self.dispatch_due |= self.idle_fleets != 0;
        self.unsettled |= self.dispatch_due;
    }

    /// The aircraft of a fleet come.
    pub fn come(&mut self, fleet: usize) {
        let first: usize = FLEETS[..fleet].iter().map(|fleet| fleet.count).sum();
        for aircraft in first..first + FLEETS[fleet].count {
            self.become_idle(aircraft);
        }
    }

    /// The dispatcher knows that an aircraft is free at its base.
    #[inline]
    pub fn become_idle(&mut self, aircraft: usize) {
        let a = &mut self.aircraft[aircraft % SLOTS];
        a.stage = Stage::Idle;
        self.idle[usize::from(a.fleet)].enter(self.now, aircraft);
        self.idle_fleets |= 1 << a.fleet;
        self.dispatch_due = true;
        self.unsettled = true;
    }

    /// Matches loads and aircraft.
    #[inline]
    pub fn dispatch(&mut self) {
        self.dispatch_due = false;
        while self.waiting != 0 && self.idle_fleets != 0 {
            let mut lanes = self.waiting;
            let (mut best, mut found) = (u64::MAX, usize::MAX);
            while lanes != 0 {
                let lane = lanes.trailing_zeros() as usize;
                lanes &= lanes - 1;
                let first = self.queues[lane].0[0];
                if first < best && self.tables.fleets[lane] & self.idle_fleets != 0 {
                    (best, found) = (first, lane);
                }
            }
            if best == u64::MAX {
                break;
            }
            self.assign(found, (best & 0xFF) as usize);
        }
    }

    /// Gives the next load of a copy to the aircraft that can be there first.
    fn assign(&mut self, lane: usize, copy: usize) {
        let [near, far] = self.tables.approach[lane];
        let fleet = usize::from(if self.idle_fleets >> near & 1 == 1 { near } else { far });
        let aircraft = (self.idle[fleet].0.remove(0) & 0xFF) as usize;
        if self.idle[fleet].0.is_empty() {
            self.idle_fleets &= !(1 << fleet);
        }
        let number = self.tables.unit_of[copy];
        let loads = UNITS[usize::from(number)].loads;
        let group = &mut self.groups[copy];
        let load = usize::from(group.taken);
        group.taken += 1;
        if usize::from(group.taken) == loads.len() {
            let queue = &mut self.queues[lane].0;
            queue.remove(0);
            if queue.is_empty() {
                self.waiting &= !(1 << lane);
            }
        }
        let item = self.tables.items_before[copy] + loads[..load].iter().sum::<u32>() as u16;
        let a = &mut self.aircraft[aircraft % SLOTS];
        a.line = Load { unit: number, home: lane >= HOMEWARD, item };
        a.copy = copy as u8;
        a.load = load as u8;
        a.lane = lane as u8;
        self.begin_duty(aircraft, lane);
        if FLEETS[fleet].base == LANES[lane].from {
            self.ask_spot_to_load(aircraft);
        } else {
            self.depart(aircraft, Purpose::Position, LANES[lane].from);
        }
    }

    /// A crew that is rested begins a duty; one whose duty would be up before the load lands rests on, while that is loaded.
    fn begin_duty(&mut self, aircraft: usize, lane: usize) {
        const LOADS: [i64; 2] =
            [crate::draws::Triangular::mean(LOADING[0]), crate::draws::Triangular::mean(LOADING[1])];
        const { assert!(IL_76 == 0 && AN_124 == 1) };
        let a = &mut self.aircraft[aircraft % SLOTS];
        let rested = a.free_since + REST;
        let (from, to) = (LANES[lane].from, LANES[lane].to[0]);
        if a.duty_since == NEVER || self.now >= rested {
            a.duty_since = self.now;
            return;
        }
        let expected = &self.tables.expected;
        let lands =
            self.now + expected[usize::from(a.at)][from] + LOADS[usize::from(a.kind)] + expected[from][to];
        if lands > a.duty_since + DUTY {
            a.duty_since = rested;
        }
    }

    /// An aircraft has nothing more to do at its base: the dispatcher hears of it with the next report.
    #[inline]
    pub fn become_free(&mut self, aircraft: usize) {
        let known = crate::world::next_report(self.now);
        let a = &mut self.aircraft[aircraft % SLOTS];
        a.free_since = self.now;
        a.stage = Stage::Unreported;
        if known > self.now {
            self.schedule(known, Event::Aircraft, aircraft);
        } else {
            self.become_idle(aircraft);
        }
    }
}
