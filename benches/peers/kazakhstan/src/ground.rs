//! On the ground: loading, unloading, refuelling, boarding.

use crate::aircraft::{Purpose, SLOTS, Stage};
use crate::draws::{Beside, Draws, Sortie, Triangular, Use};
use crate::table::{
    ALMATY, BOARDING, CIVILIANS, CIVILIANS_ABOARD, CIVILIANS_TO, FLEETS, LANES, LOADING, REFUELLING, SEATS,
    UNLOADING,
};
use crate::world::{FACILITIES, LOADING_TEAMS, NONE, SPOTS, STANDS, UNLOADING_TEAMS, World};

const LOADS: [Triangular; 2] = [Triangular::new(LOADING[0]), Triangular::new(LOADING[1])];
const UNLOADS: [Triangular; 2] = [Triangular::new(UNLOADING[0]), Triangular::new(UNLOADING[1])];
const REFUELS: [Triangular; 2] = [Triangular::new(REFUELLING[0]), Triangular::new(REFUELLING[1])];
const BOARDS: Triangular = Triangular::new(BOARDING);

impl<D: Draws> World<D> {
    /// It is where its load waits.
    #[inline]
    pub fn ask_spot_to_load(&mut self, aircraft: usize) {
        self.aircraft[aircraft % SLOTS].stage = Stage::SpotToLoad;
        if self.seize(usize::from(self.aircraft[aircraft % SLOTS].at), SPOTS, aircraft, 1) {
            self.ask_team_to_load(aircraft);
        }
    }

    #[inline]
    pub fn ask_team_to_load(&mut self, aircraft: usize) {
        self.aircraft[aircraft % SLOTS].stage = Stage::TeamToLoad;
        if self.seize(usize::from(self.aircraft[aircraft % SLOTS].at), LOADING_TEAMS, aircraft, 1) {
            self.start_loading(aircraft);
        }
    }

    #[inline]
    pub fn start_loading(&mut self, aircraft: usize) {
        let a = &self.aircraft[aircraft % SLOTS];
        let what = Use::Sortie { load: a.line, draw: Sortie::Load };
        let takes = self.draws.duration(what, &LOADS[usize::from(a.kind) % 2]);
        self.keep_busy(aircraft, Stage::Loading, takes);
    }

    #[inline]
    pub fn end_loading(&mut self, aircraft: usize) {
        let a = self.aircraft[aircraft % SLOTS];
        self.free(usize::from(a.at), LOADING_TEAMS, 1);
        self.free(usize::from(a.at), SPOTS, 1);
        let to = match *LANES[usize::from(a.lane)].to {
            [first, second] => self.bound(usize::from(a.copy), first, second),
            ref only => only[0],
        };
        self.depart(aircraft, Purpose::Deliver, to);
    }

    /// Where the copy goes: its first load chooses the first airfield with a free stand.
    pub fn bound(&mut self, copy: usize, first: usize, second: usize) -> usize {
        if self.groups[copy].bound == NONE {
            let free = |airfield: usize| self.places[(airfield * 4 + STANDS) % FACILITIES].any_free();
            let to = if !free(first) && free(second) { second } else { first };
            self.groups[copy].bound = to as u8;
        }
        usize::from(self.groups[copy].bound)
    }

    #[inline]
    pub fn ask_spot(&mut self, aircraft: usize) {
        self.aircraft[aircraft % SLOTS].stage = Stage::Spot;
        if self.seize(usize::from(self.aircraft[aircraft % SLOTS].at), SPOTS, aircraft, 1) {
            self.ask_team(aircraft);
        }
    }

    #[inline]
    pub fn ask_team(&mut self, aircraft: usize) {
        self.aircraft[aircraft % SLOTS].stage = Stage::Team;
        if self.seize(usize::from(self.aircraft[aircraft % SLOTS].at), UNLOADING_TEAMS, aircraft, 1) {
            self.start_unloading(aircraft);
        }
    }

    #[inline]
    pub fn start_unloading(&mut self, aircraft: usize) {
        let a = &self.aircraft[aircraft % SLOTS];
        let what = Use::Sortie { load: a.line, draw: Sortie::Unload };
        let takes = self.draws.duration(what, &UNLOADS[usize::from(a.kind) % 2]);
        self.keep_busy(aircraft, Stage::Unloading, takes);
    }

    /// The load goes its way, and the aircraft is refuelled.
    #[inline]
    pub fn end_unloading(&mut self, aircraft: usize) {
        let a = self.aircraft[aircraft % SLOTS];
        let at = usize::from(a.at);
        self.free(at, UNLOADING_TEAMS, 1);
        self.free(at, SPOTS, 1);
        self.deliver(usize::from(a.copy), usize::from(a.load), a.line, at);
        let what = Use::Beside { load: a.line, draw: Beside::Refuel };
        let takes = self.draws.duration(what, &REFUELS[usize::from(a.kind) % 2]);
        self.keep_busy(aircraft, Stage::Refuelling, takes);
    }

    #[inline]
    pub fn end_refuelling(&mut self, aircraft: usize) {
        if usize::from(self.aircraft[aircraft % SLOTS].at) == ALMATY {
            let takes = self.board(aircraft);
            if takes > 0 {
                self.keep_busy(aircraft, Stage::Boarding, takes);
                return;
            }
        }
        self.return_to_base(aircraft);
    }

    /// Civilians board at Almaty, those of the first group first; returns how long it takes [ms].
    pub fn board(&mut self, aircraft: usize) -> i64 {
        let a = self.aircraft[aircraft % SLOTS];
        if !CIVILIANS_TO.contains(&FLEETS[usize::from(a.fleet)].base) {
            return 0;
        }
        let mut seats = SEATS[usize::from(a.kind)];
        let mut takes = 0;
        for (group, (ready, _)) in CIVILIANS.iter().enumerate() {
            let aboard = self.civilians[group].min(seats).min(CIVILIANS_ABOARD);
            if self.now >= *ready && aboard > 0 {
                seats -= aboard;
                self.civilians[group] -= aboard;
                takes += self.draws.duration(Use::Boarding { group, load: a.line }, &BOARDS);
            }
        }
        takes
    }

    #[inline]
    pub fn return_to_base(&mut self, aircraft: usize) {
        let a = &self.aircraft[aircraft % SLOTS];
        let base = FLEETS[usize::from(a.fleet)].base;
        if usize::from(a.at) == base {
            self.become_free(aircraft);
        } else {
            self.depart(aircraft, Purpose::Home, base);
        }
    }
}
