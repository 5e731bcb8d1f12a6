//! An aircraft, and what it goes on with when something ends or is granted.

use crate::draws::{Draws, Load};
use crate::table::{AIRCRAFT, ALMATY, FLEETS, ZHETYGEN};
use crate::world::{Event, NEVER, NONE, World};

/// Room for all aircraft; a power of two, so that no index need be checked.
pub const SLOTS: usize = 128;

/// What an aircraft is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    NotThere,
    Idle,
    Unreported,
    SpotToLoad,
    TeamToLoad,
    Loading,
    CrewRest,
    Repair,
    DeIcing,
    /// Waits for a stand at the destination before it departs.
    Slot,
    Departure,
    Flying,
    /// Holds until a stand is free, until it may land, and until it lands when that is booked.
    Stand,
    Landing,
    Booked,
    Diverting,
    AtAlternate,
    Spot,
    Team,
    Unloading,
    Refuelling,
    Boarding,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    Position,
    Deliver,
    Home,
}

/// What a departure goes on with when the crew is rested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Failure,
    DeIcing,
    Slot,
    Return,
}

#[derive(Clone, Copy)]
#[repr(align(64))]
pub struct Aircraft {
    pub stage: Stage,
    pub purpose: Purpose,
    pub next: Step,
    pub fleet: u8,
    pub kind: u8,
    /// Stands that it takes.
    pub size: u8,
    /// Where it is or departed from, and where it goes.
    pub at: u8,
    pub to: u8,
    /// Whether it has a stand where it is, and whether one is kept for it at the destination.
    pub has_stand: bool,
    pub reserved: bool,
    /// Whether the limit of its hold is entered, whether it comes back from the alternate, and flights there and back.
    pub noted: bool,
    pub comes_back: bool,
    pub flights: u8,
    /// Its load, or the last one, with its copy, its number in that, and its lane.
    pub line: Load,
    pub copy: u8,
    pub load: u8,
    pub lane: u8,
    /// When the duty of its crew began, or will once that is rested; [`NEVER`] for a rested crew.
    pub duty_since: i64,
    pub free_since: i64,
    /// When it diverts.
    pub until: i64,
}

impl Aircraft {
    pub const NOT_THERE: Aircraft = Aircraft {
        stage: Stage::NotThere,
        purpose: Purpose::Home,
        next: Step::Failure,
        fleet: NONE,
        kind: 0,
        size: 1,
        at: NONE,
        to: NONE,
        has_stand: false,
        reserved: false,
        noted: false,
        comes_back: false,
        flights: 0,
        line: Load { unit: 0, home: false, item: 0 },
        copy: NONE,
        load: NONE,
        lane: NONE,
        duty_since: NEVER,
        free_since: 0,
        until: NEVER,
    };
}

/// Whether an airfield is one of the two ahead, where aircraft may have to hold.
#[inline(always)]
pub fn is_ahead(airfield: usize) -> bool {
    airfield == ALMATY || airfield == ZHETYGEN
}

impl<D: Draws> World<D> {
    pub fn reset_aircraft(&mut self) {
        self.idle.iter_mut().for_each(crate::dispatch::Idle::clear);
        self.idle_fleets = 0;
        let mut first = 0;
        for (fleet, spec) in FLEETS.iter().enumerate() {
            let (kind, at) = (spec.kind, spec.base as u8);
            self.aircraft[first..first + spec.count].fill(Aircraft {
                fleet: fleet as u8,
                kind,
                size: 1 + kind,
                at,
                ..Aircraft::NOT_THERE
            });
            first += spec.count;
        }
    }

    /// What an aircraft was doing ends.
    #[inline(always)]
    pub fn go_on(&mut self, aircraft: usize) {
        match self.aircraft[aircraft % SLOTS].stage {
            Stage::Unreported => self.become_idle(aircraft),
            Stage::Loading => self.end_loading(aircraft),
            Stage::CrewRest => self.take_step(aircraft, self.aircraft[aircraft % SLOTS].next),
            Stage::Repair => self.go_on_with(aircraft, Step::DeIcing),
            Stage::DeIcing => self.go_on_with(aircraft, Step::Slot),
            Stage::Departure => self.pass_gate(aircraft),
            Stage::Flying => self.arrive(aircraft),
            Stage::Booked => self.land(aircraft),
            Stage::Diverting => self.arrive_over_alternate(aircraft),
            Stage::AtAlternate => self.leave_alternate(aircraft),
            Stage::Unloading => self.end_unloading(aircraft),
            Stage::Refuelling => self.end_refuelling(aircraft),
            Stage::Boarding => self.return_to_base(aircraft),
            stage => debug_assert!(false, "nothing ends in {stage:?}"),
        }
    }

    /// An aircraft has the places that it has waited for.
    pub fn granted(&mut self, aircraft: usize) {
        match self.aircraft[aircraft % SLOTS].stage {
            Stage::SpotToLoad => self.ask_team_to_load(aircraft),
            Stage::TeamToLoad => self.start_loading(aircraft),
            Stage::Slot => self.keep_slot(aircraft),
            Stage::Stand => self.keep_stand(aircraft),
            Stage::Spot => self.ask_team(aircraft),
            Stage::Team => self.start_unloading(aircraft),
            Stage::Diverting => self.aircraft[aircraft % SLOTS].reserved = true,
            Stage::AtAlternate => {
                self.aircraft[aircraft % SLOTS].reserved = true;
                self.ask_to_move(aircraft);
            }
            stage => debug_assert!(false, "nothing is granted in {stage:?}"),
        }
    }

    #[inline(always)]
    pub fn keep_busy(&mut self, aircraft: usize, stage: Stage, takes: i64) {
        self.aircraft[aircraft % SLOTS].stage = stage;
        self.schedule(self.now + takes, Event::Aircraft, aircraft);
    }
}

const _: () = assert!(AIRCRAFT <= SLOTS);
