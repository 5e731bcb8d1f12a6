//! A departure: failure, de-icing, a slot at the destination, the gate; before each of them, and when the gate opens, the
//! crew is looked at.

use crate::kernel::Causes;
use crate::scenario::{Mode, SlotPolicy};

use super::category::Category;
use super::draws::{BesideDraw, TripDraw};
use super::facility::Facility;
use super::ids::{CarrierId, TerminalId};
use super::observe::Observer;
use super::simulation::Simulation;
use super::state::{Departing, Purpose, Stage};
use super::world::{TripSpec, UNLIMITED};

impl<'w, C: Causes, O: Observer> Simulation<'w, C, O> {
    /// A carrier begins to leave for `to`.
    pub(crate) fn depart(&mut self, carrier: CarrierId, purpose: Purpose, to: TerminalId) {
        let c = &mut self.state.carriers[carrier];
        c.purpose = purpose;
        c.to = to;
        if !self.departed_directly(carrier) {
            self.depart_rested(carrier);
        }
    }

    #[inline(never)]
    fn depart_rested(&mut self, carrier: CarrierId) {
        self.go_on_with(carrier, Departing::Failure);
    }

    /// Goes on with a departure that was held up by what just ended.
    #[inline(never)]
    pub(crate) fn go_on_departing(&mut self, carrier: CarrierId, stage: Stage) {
        match stage {
            Stage::CrewRest => self.take_step(carrier, self.state.carriers[carrier].next),
            Stage::Repair => self.go_on_with(carrier, Departing::DeIcing),
            Stage::DeIcing => self.go_on_with(carrier, Departing::Slot),
            _ => self.pass_gate(carrier),
        }
    }

    /// Goes on with a departure, unless the crew has to rest first.
    #[inline(always)]
    fn go_on_with(&mut self, carrier: CarrierId, step: Departing) {
        if !self.crew_rests(carrier, step) {
            self.take_step(carrier, step);
        }
    }

    #[inline(never)]
    fn take_step(&mut self, carrier: CarrierId, step: Departing) {
        match step {
            Departing::Failure => {
                if self.breaks_down(carrier) {
                    self.break_down(carrier);
                } else {
                    self.take_step(carrier, Departing::DeIcing);
                }
            }
            Departing::DeIcing => {
                if !self.de_ice(carrier) {
                    self.take_step(carrier, Departing::Slot);
                }
            }
            Departing::Slot => self.ask_for_slot(carrier),
            Departing::Return => self.ask_to_return(carrier),
        }
    }

    /// Whether a carrier fails now.
    #[inline(always)]
    pub(super) fn breaks_down(&mut self, carrier: CarrierId) -> bool {
        let c = &self.state.carriers[carrier];
        let fails = c.spec.fails;
        if fails.is_impossible() {
            return false;
        }
        match TripDraw::Breakdown.of_load(c.purpose == Purpose::Deliver, c.return_draws) {
            Some(draw) => self.lines.happens(c.line, draw as usize, fails),
            None => self.breaks_down_without_load(carrier),
        }
    }

    #[inline(never)]
    fn breaks_down_without_load(&mut self, carrier: CarrierId) -> bool {
        let uniform = self.position_uniform(carrier, TripDraw::Breakdown);
        let breakdown = &self.state.carriers[carrier].spec.breakdown;
        breakdown.as_ref().is_some_and(|breakdown| uniform < breakdown.probability)
    }

    /// A carrier fails: it is repaired where it is.
    #[inline(never)]
    pub(super) fn break_down(&mut self, carrier: CarrierId) {
        let c = self.state.carriers[carrier];
        let Some(breakdown) = &c.spec.breakdown else {
            debug_assert!(false, "only what may fail fails");
            return;
        };
        if !breakdown.holds_stand {
            self.leave_stand(carrier, c.cause);
        }
        let draw = TripDraw::Repair.of_load(c.purpose == Purpose::Deliver, c.return_draws);
        let uniform = self.trip_uniform(carrier, TripDraw::Repair, draw);
        let end = self.now + breakdown.repair.draw(uniform);
        self.keep_busy(carrier, Stage::Repair, Category::Repair, end);
    }

    /// De-ices an aircraft; says whether that takes time.
    #[inline(never)]
    fn de_ice(&mut self, carrier: CarrierId) -> bool {
        let c = self.state.carriers[carrier];
        let world = self.world;
        let deicing = &world.terminals[c.at].deicing;
        if deicing.is_zero() || world.carrier_types[c.carrier_type].mode != Mode::Air {
            return false;
        }
        let uniform = if deicing.is_random() {
            self.beside_uniform(carrier, BesideDraw::DeIcing, c.return_draws)
        } else {
            0.5
        };
        let duration = deicing.draw(uniform);
        if duration > 0 {
            let end = self.now + duration;
            self.keep_busy(carrier, Stage::DeIcing, Category::DeIcing, end);
        }
        duration > 0
    }

    /// It is clear of ice: it needs a stand that is kept for it at the destination, or may depart.
    #[inline(always)]
    fn ask_for_slot(&mut self, carrier: CarrierId) {
        let c = &self.state.carriers[carrier];
        let holds = match c.purpose {
            Purpose::Deliver => self.world.slot_policy == SlotPolicy::GroundHold,
            // Nobody hurries home: a carrier sets out for a load homewards when a stand is kept for it.
            Purpose::Position => c.load.is_some() && self.world.lanes[c.lane].homeward,
            Purpose::Home => false,
        };
        if holds && self.world.terminals[c.to].capacity(Facility::Stands) != UNLIMITED {
            self.ask_for_stand_there(carrier);
        } else {
            self.ask_to_depart(carrier);
        }
    }

    #[inline(never)]
    fn ask_for_stand_there(&mut self, carrier: CarrierId) {
        let c = &mut self.state.carriers[carrier];
        c.stage = Stage::Slot;
        let (to, size) = (c.to, c.spec.stand_size);
        if self.seize(to, Facility::Stands, carrier, size) {
            self.slot_granted(carrier);
        }
    }

    /// A stand at the destination is kept for it.
    #[inline(never)]
    pub(crate) fn slot_granted(&mut self, carrier: CarrierId) {
        self.state.carriers[carrier].reserved = true;
        if !self.crew_rests(carrier, Departing::Slot) {
            self.ask_to_depart(carrier);
        }
    }

    #[inline(always)]
    fn ask_to_depart(&mut self, carrier: CarrierId) {
        let now = self.now;
        let c = &mut self.state.carriers[carrier];
        c.stage = Stage::Departure;
        c.since = now;
        let c = &self.state.carriers[carrier];
        let world = self.world;
        let held = world.terminals[c.at].gated
            || self.needs_landing_slot(carrier)
            || world.trip(c.carrier_type, c.at, c.to).is_some_and(|trip| {
                trip.may_be_held && trip.route.is_some_and(|way| self.state.is_held(world, way))
            })
            || self.ration_of(carrier).is_some();
        if held {
            self.state.ask_to_move(carrier);
        } else {
            self.take_off(carrier);
        }
    }

    /// What held it at the gate ends. A movement that is booked takes place; where the crew would have been too tired to
    /// book one, it is looked at again.
    #[inline(never)]
    pub(crate) fn pass_gate(&mut self, carrier: CarrierId) {
        if self.crew_lasts(carrier, self.now) {
            self.take_off(carrier);
        } else if !self.crew_rests(carrier, Departing::Slot) {
            self.ask_to_depart(carrier);
        }
    }

    /// Nothing holds it up any more.
    pub(crate) fn take_off(&mut self, carrier: CarrierId) {
        let c = &self.state.carriers[carrier];
        let Some(trip) = self.world.trip(c.carrier_type, c.at, c.to) else {
            debug_assert!(false, "a trip without a way");
            return;
        };
        self.begin_duty_on_leaving(carrier);
        self.take_off_by(carrier, trip);
    }

    #[inline(never)]
    pub(super) fn take_off_by(&mut self, carrier: CarrierId, trip: &'w TripSpec) {
        if self.state.carriers[carrier].purpose == Purpose::Deliver {
            self.set_off(carrier, trip, true);
        } else {
            self.set_off(carrier, trip, false);
        }
    }
}
