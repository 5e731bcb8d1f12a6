//! A departure: crew, failure, de-icing, a slot at the destination, the gate, and the trip itself.

use crate::kernel::causes::Label;
use crate::kernel::{Causes, Time, rounded};
use crate::scenario::{Mode, SlotPolicy};

use super::category::Category;
use super::observe::{Facility, Observer, Sight};
use super::simulation::Simulation;
use super::sortie::{MoreDraw, SortieDraw};
use super::state::{Carrier, Kind, Purpose, Stage};
use super::world::{BreakdownSpec, LaneSpec, NONE, TripSpec, UNLIMITED};

/// What the draws of one trip are for.
#[derive(Debug, Clone, Copy)]
enum TripDraw {
    Breakdown,
    Repair,
    Travel,
}

impl TripDraw {
    /// Which draw of the load it is, when the trip is one with the load, or the one after its delivery.
    #[inline(always)]
    fn of_load(self, c: &Carrier) -> Option<SortieDraw> {
        let (out, back) = match self {
            Self::Breakdown => (SortieDraw::Breakdown, SortieDraw::ReturnBreakdown),
            Self::Repair => (SortieDraw::Repair, SortieDraw::ReturnRepair),
            Self::Travel => (SortieDraw::Travel, SortieDraw::ReturnTravel),
        };
        let back = c.return_draws.then_some(back);
        if c.purpose == Purpose::Deliver { Some(out) } else { back }
    }
}

impl<C: Causes, O: Observer> Simulation<'_, C, O> {
    /// A carrier begins to leave for `to`.
    pub(crate) fn depart(&mut self, carrier: u32, purpose: Purpose, to: u8) {
        let world = self.world;
        let c = &mut self.state.carriers[carrier as usize];
        c.purpose = purpose;
        c.to = to;
        let c = *c;
        if c.crewed && self.rest_crew(carrier) {
            return;
        }
        match world.trip(c.carrier_type, c.at, to) {
            Some(trip) if trip.direct && !world.holds_departures => {
                if !self.breaks_down(carrier, &c) {
                    self.set_off(carrier, &c, trip);
                }
            }
            _ => self.leave_rested(carrier),
        }
    }

    /// Goes on with a departure that was held up by what just ended.
    #[inline(never)]
    pub(crate) fn go_on_departing(&mut self, carrier: u32, stage: Stage) {
        match stage {
            Stage::CrewRest => self.leave_rested(carrier),
            Stage::Repair => self.leave_sound(carrier),
            Stage::DeIcing => self.leave_clear(carrier),
            _ => self.take_off(carrier),
        }
    }

    /// Lets the crew rest, if it has to; says whether it does.
    #[inline(never)]
    fn rest_crew(&mut self, carrier: u32) -> bool {
        let Some(rested) = self.crew_rested(carrier) else {
            return false;
        };
        let c = &mut self.state.carriers[carrier as usize];
        c.stage = Stage::CrewRest;
        let at = c.at;
        self.occupy(carrier, Category::CrewRest, rested, at);
        self.schedule(rested, Kind::Carrier, carrier);
        true
    }

    /// A uniform variate of a trip: keyed by the load that it carries, comes from, or goes for; else by the carrier.
    #[inline(always)]
    fn trip_uniform(&mut self, carrier: u32, c: &Carrier, draw: TripDraw) -> f64 {
        match draw.of_load(c) {
            Some(draw) => self.lines.uniform(c.line, draw as usize),
            None => self.position_uniform(carrier, draw),
        }
    }

    /// The time of a trip [ms].
    #[inline(always)]
    fn travel_ms(&mut self, carrier: u32, c: &Carrier, trip: &TripSpec) -> i64 {
        if let Some(draw) = TripDraw::Travel.of_load(c)
            && c.ahead >> (draw as u8) & 1 == 1
        {
            return self.lines.duration(c.line, draw as usize);
        }
        let uniform = self.trip_uniform(carrier, c, TripDraw::Travel);
        let travel = trip.travel.draw(uniform);
        match &self.world.carrier_types[usize::from(c.carrier_type)].travel_factor {
            Some(factor) if trip.factor => rounded(travel as f64 * factor.draw_factor(uniform)),
            _ => travel,
        }
    }

    /// A uniform variate of a trip without a load that follows no delivery.
    #[inline(never)]
    fn position_uniform(&mut self, carrier: u32, draw: TripDraw) -> f64 {
        let c = self.state.carriers[carrier as usize];
        if c.load == NONE {
            let fleet = &self.world.fleets[usize::from(c.fleet)];
            let number = u64::from(carrier - fleet.first_carrier);
            let at = (1 << 40) + (number << 20) + u64::from(c.trips % (1 << 18)) * 4 + draw as u64;
            self.streams.open(fleet.stream, at).uniform()
        } else {
            let position = [MoreDraw::PositionBreakdown, MoreDraw::PositionRepair, MoreDraw::PositionTravel];
            self.more_uniform(carrier, position[draw as usize])
        }
    }

    /// The crew may go: does the carrier fail?
    #[inline(never)]
    fn leave_rested(&mut self, carrier: u32) {
        let c = self.state.carriers[carrier as usize];
        if !self.breaks_down(carrier, &c) {
            self.leave_sound(carrier);
        }
    }

    /// Lets a carrier fail by chance; says whether it does, and is repaired.
    #[inline(always)]
    fn breaks_down(&mut self, carrier: u32, c: &Carrier) -> bool {
        let world = self.world;
        let Some(breakdown) = &world.carrier_types[usize::from(c.carrier_type)].breakdown else {
            return false;
        };
        let fails = self.trip_uniform(carrier, c, TripDraw::Breakdown) < breakdown.probability;
        if fails {
            self.break_down(carrier, breakdown);
        }
        fails
    }

    #[inline(never)]
    fn break_down(&mut self, carrier: u32, breakdown: &BreakdownSpec) {
        let c = self.state.carriers[carrier as usize];
        if !breakdown.holds_stand {
            self.leave_stand(carrier, c.cause);
        }
        let uniform = self.trip_uniform(carrier, &c, TripDraw::Repair);
        let end = self.now + breakdown.repair.draw(uniform);
        self.state.carriers[carrier as usize].stage = Stage::Repair;
        self.occupy(carrier, Category::Repair, end, c.at);
        self.schedule(end, Kind::Carrier, carrier);
    }

    /// It is sound: is it de-iced?
    #[inline(always)]
    fn leave_sound(&mut self, carrier: u32) {
        if !self.de_ice(carrier) {
            self.leave_clear(carrier);
        }
    }

    /// De-ices an aircraft; says whether that takes time.
    #[inline(never)]
    fn de_ice(&mut self, carrier: u32) -> bool {
        let c = self.state.carriers[carrier as usize];
        let world = self.world;
        let deicing = &world.terminals[usize::from(c.at)].deicing;
        if deicing.is_zero() || world.carrier_types[usize::from(c.carrier_type)].mode != Mode::Air {
            return false;
        }
        let uniform = if deicing.is_random() {
            let purpose = match c.purpose {
                Purpose::Deliver => MoreDraw::DeIcing,
                _ if c.return_draws => MoreDraw::ReturnDeIcing,
                _ => MoreDraw::PositionDeIcing,
            };
            self.more_uniform(carrier, purpose)
        } else {
            0.5
        };
        let duration = deicing.draw(uniform);
        if duration > 0 {
            let end = self.now + duration;
            self.state.carriers[carrier as usize].stage = Stage::DeIcing;
            self.occupy(carrier, Category::DeIcing, end, c.at);
            self.schedule(end, Kind::Carrier, carrier);
        }
        duration > 0
    }

    /// It is clear of ice: does it need a slot?
    #[inline(always)]
    fn leave_clear(&mut self, carrier: u32) {
        let c = &self.state.carriers[carrier as usize];
        let holds = match c.purpose {
            Purpose::Deliver => self.world.slot_policy == SlotPolicy::GroundHold,
            // Nobody hurries home: a carrier sets out for a load homewards when a stand is kept for it.
            Purpose::Position => c.load != NONE && self.world.lanes[usize::from(c.lane)].homeward,
            Purpose::Home => false,
        };
        if holds && self.world.terminals[usize::from(c.to)].stands != UNLIMITED {
            self.ask_for_slot(carrier);
        } else {
            self.ask_to_depart(carrier);
        }
    }

    #[inline(never)]
    fn ask_for_slot(&mut self, carrier: u32) {
        let c = &mut self.state.carriers[carrier as usize];
        c.stage = Stage::Slot;
        let to = c.to;
        let size = self.stand_size(carrier);
        if self.seize(to, Facility::Stands, carrier, size) {
            self.slot_granted(carrier);
        }
    }

    /// A stand at the destination is kept for it.
    #[inline(never)]
    pub(crate) fn slot_granted(&mut self, carrier: u32) {
        self.state.carriers[carrier as usize].reserved = true;
        self.ask_to_depart(carrier);
    }

    #[inline(always)]
    fn ask_to_depart(&mut self, carrier: u32) {
        let now = self.now;
        let c = &mut self.state.carriers[carrier as usize];
        c.stage = Stage::Departure;
        c.since = now;
        let c = &self.state.carriers[carrier as usize];
        let world = self.world;
        let held = world.terminals[usize::from(c.at)].gated
            || self.needs_landing_slot(carrier)
            || world
                .trip(c.carrier_type, c.at, c.to)
                .is_some_and(|trip| trip.may_be_held && trip.route.is_some_and(|route| self.is_held(route)))
            || (c.purpose == Purpose::Deliver && self.limited(c.lane));
        if held {
            self.state.movements.push(carrier);
        } else {
            self.take_off(carrier);
        }
    }

    fn is_held(&self, (route, _): (u16, u8)) -> bool {
        self.world.routes[usize::from(route)].interval_ms > 0
            || !self.state.route_blocked[usize::from(route)].is_empty()
    }

    /// Whether loads of a lane count against a daily limit.
    pub(crate) fn limited(&self, lane: u16) -> bool {
        self.world.withdrawal.as_ref().is_some_and(|withdrawal| withdrawal.daily_limit.is_some())
            && self.world.lanes.get(usize::from(lane)).is_some_and(|spec: &LaneSpec| spec.homeward)
    }

    /// Nothing holds it up any more.
    pub(crate) fn take_off(&mut self, carrier: u32) {
        let c = self.state.carriers[carrier as usize];
        let Some(trip) = self.world.trip(c.carrier_type, c.at, c.to) else {
            debug_assert!(false, "a trip without a way");
            return;
        };
        self.set_off(carrier, &c, trip);
    }

    /// It leaves: the stand is free, and it travels.
    #[inline(always)]
    fn set_off(&mut self, carrier: u32, c: &Carrier, trip: &TripSpec) {
        let world = self.world;
        self.see_movement(carrier, c.at, false);
        if c.has_stand {
            self.free(c.at, Facility::Stands, c.stand_size, c.cause);
        }
        let travel = self.travel_ms(carrier, c, trip);
        let deliver = c.purpose == Purpose::Deliver;
        let left = &mut self.state.carriers[carrier as usize];
        left.stage = Stage::Travelling;
        left.has_stand = false;
        let category = if deliver { Category::LoadedTravel } else { Category::EmptyTravel };
        let mut end = self.fly(carrier, category, (self.now, self.now + travel), (c.at, c.to));
        if trip.stops > 0 || trip.border.is_some() {
            end = self.stop_on_the_way(carrier, trip, end, deliver);
        }
        self.schedule(end, Kind::Carrier, carrier);
        if deliver {
            let homeward = world.lanes[usize::from(c.lane)].homeward;
            self.outcome.phases[usize::from(homeward)].departures.push(self.now);
        } else {
            let left = &mut self.state.carriers[carrier as usize];
            left.return_draws = false;
            left.trips += 1;
        }
    }

    /// Shows a landing or a departure.
    pub(crate) fn see_movement(&mut self, carrier: u32, terminal: u8, landing: bool) {
        if O::LOOKS {
            let at = self.now;
            self.observer.see(Sight::Movement { carrier, terminal, landing, at });
        }
    }

    /// Adds refuelling stops and borders after the travel itself; returns the arrival.
    #[inline(never)]
    fn stop_on_the_way(&mut self, carrier: u32, trip: &TripSpec, travelled: Time, deliver: bool) -> Time {
        let c = self.state.carriers[carrier as usize];
        let world = self.world;
        let mut end = travelled;
        if deliver && trip.stops > 0 {
            let stop = &world.carrier_types[usize::from(c.carrier_type)].refuel_stop;
            let uniform =
                if stop.is_random() { self.more_uniform(carrier, MoreDraw::RefuellingStop) } else { 0.5 };
            end = self.travel(
                carrier,
                Category::RefuellingStop,
                end,
                end + stop.draw(uniform) * i64::from(trip.stops),
            );
        }
        if let Some(border) = &trip.border {
            let purpose = match c.purpose {
                Purpose::Deliver => MoreDraw::Border,
                _ if c.return_draws => MoreDraw::ReturnBorder,
                _ => MoreDraw::PositionBorder,
            };
            let uniform = if border.is_random() { self.more_uniform(carrier, purpose) } else { 0.5 };
            end = self.travel(carrier, Category::Border, end, end + border.draw(uniform));
        }
        end
    }

    /// Records a span of a trip.
    #[inline(always)]
    fn travel(&mut self, carrier: u32, category: Category, from: Time, to: Time) -> Time {
        let c = &self.state.carriers[carrier as usize];
        let way = (c.at, c.to);
        self.fly(carrier, category, (from, to), way)
    }

    /// Records a movement between two terminals.
    #[inline(always)]
    pub(crate) fn fly(
        &mut self,
        carrier: u32,
        category: Category,
        (from, to): (Time, Time),
        (at, towards): (u8, u8),
    ) -> Time {
        if to <= from {
            return from;
        }
        let c = &mut self.state.carriers[carrier as usize];
        let label = Label { category: category as u8, actor: carrier, client: c.client, place: towards };
        let node = self.causes.push(to, c.cause, c.own, label);
        c.cause = node;
        c.own = node;
        let fleet = usize::from(c.fleet);
        self.outcome.fleet_ms[fleet * Category::COUNT + category as usize] += to - from;
        if O::LOOKS {
            self.see_carrier(carrier, category, from, to, at, towards, node);
        }
        to
    }

    /// Gives the stand back, if it has one.
    #[inline]
    pub(crate) fn leave_stand(&mut self, carrier: u32, cause: crate::kernel::NodeId) {
        let c = &mut self.state.carriers[carrier as usize];
        if std::mem::replace(&mut c.has_stand, false) {
            let at = c.at;
            let size = self.stand_size(carrier);
            self.free(at, Facility::Stands, size, cause);
        }
    }
}
