//! A departure: crew, failure, de-icing, a slot at the destination, the gate, and the trip itself.

use crate::kernel::{Causes, Time, rounded};
use crate::scenario::{Mode, SlotPolicy};

use super::category::Category;
use super::observe::{Facility, Observer, Sight};
use super::simulation::Simulation;
use super::sortie::{MoreDraw, SortieDraw};
use super::state::{Kind, Purpose, Stage};
use super::world::{LaneSpec, NONE, TripSpec, UNLIMITED};

/// What the draws of one trip are for.
#[derive(Debug, Clone, Copy)]
enum TripDraw {
    Breakdown,
    Repair,
    Travel,
}

impl<C: Causes, O: Observer> Simulation<'_, C, O> {
    /// A carrier begins to leave for `to`.
    pub(crate) fn depart(&mut self, carrier: u32, purpose: Purpose, to: u8) {
        let c = &mut self.state.carriers[carrier as usize];
        c.purpose = purpose;
        c.to = to;
        if let Some(rested) = self.crew_rested(carrier) {
            self.state.carriers[carrier as usize].stage = Stage::CrewRest;
            let at = self.state.carriers[carrier as usize].at;
            self.occupy(carrier, Category::CrewRest, rested, at);
            self.schedule(rested, Kind::Carrier, carrier);
        } else {
            self.leave_rested(carrier);
        }
    }

    /// A uniform variate of a trip: keyed by the load that it carries, comes from, or goes for; else by the carrier.
    #[inline]
    fn trip_uniform(&mut self, carrier: u32, draw: TripDraw) -> f64 {
        let c = self.state.carriers[carrier as usize];
        let load = [SortieDraw::Breakdown, SortieDraw::Repair, SortieDraw::Travel];
        let back = [SortieDraw::ReturnBreakdown, SortieDraw::ReturnRepair, SortieDraw::ReturnTravel];
        let position = [MoreDraw::PositionBreakdown, MoreDraw::PositionRepair, MoreDraw::PositionTravel];
        let index = draw as usize;
        if c.purpose == Purpose::Deliver {
            self.lines.uniform(c.line, load[index] as usize)
        } else if c.return_draws {
            self.lines.uniform(c.line, back[index] as usize)
        } else if c.load != NONE {
            self.more_uniform(carrier, position[index])
        } else {
            let fleet = &self.world.fleets[usize::from(c.fleet)];
            let number = u64::from(carrier - fleet.first_carrier);
            let at = (1 << 40) + (number << 20) + u64::from(c.trips % (1 << 18)) * 4 + index as u64;
            self.streams.open(fleet.stream, at).uniform()
        }
    }

    /// The crew may go: does the carrier fail?
    pub(crate) fn leave_rested(&mut self, carrier: u32) {
        let c = self.state.carriers[carrier as usize];
        let world = self.world;
        if let Some(breakdown) = &world.carrier_types[usize::from(c.carrier_type)].breakdown
            && self.trip_uniform(carrier, TripDraw::Breakdown) < breakdown.probability
        {
            if !breakdown.holds_stand {
                self.leave_stand(carrier, c.cause);
            }
            let uniform = self.trip_uniform(carrier, TripDraw::Repair);
            let end = self.now + breakdown.repair.draw(uniform);
            self.state.carriers[carrier as usize].stage = Stage::Repair;
            self.occupy(carrier, Category::Repair, end, c.at);
            self.schedule(end, Kind::Carrier, carrier);
            return;
        }
        self.leave_sound(carrier);
    }

    /// It is sound: is it de-iced?
    pub(crate) fn leave_sound(&mut self, carrier: u32) {
        let c = self.state.carriers[carrier as usize];
        let world = self.world;
        let deicing = &world.terminals[usize::from(c.at)].deicing;
        let flies = world.carrier_types[usize::from(c.carrier_type)].mode == Mode::Air;
        if deicing.is_zero() || !flies {
            self.leave_clear(carrier);
            return;
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
        } else {
            self.leave_clear(carrier);
        }
    }

    /// It is clear of ice: does it need a slot?
    #[inline]
    pub(crate) fn leave_clear(&mut self, carrier: u32) {
        let c = self.state.carriers[carrier as usize];
        // Nobody hurries home: a carrier sets out for a load homewards when a stand is kept for it.
        let fetches = c.purpose == Purpose::Position && c.load != NONE;
        let holds = match c.purpose {
            Purpose::Deliver => self.world.slot_policy == SlotPolicy::GroundHold,
            _ => fetches && self.world.lanes[usize::from(c.lane)].homeward,
        };
        if holds && self.world.terminals[usize::from(c.to)].stands != UNLIMITED {
            self.state.carriers[carrier as usize].stage = Stage::Slot;
            let size = self.stand_size(carrier);
            if self.seize(c.to, Facility::Stands, carrier, size) {
                self.slot_granted(carrier);
            }
        } else {
            self.ask_to_depart(carrier);
        }
    }

    /// A stand at the destination is kept for it.
    pub(crate) fn slot_granted(&mut self, carrier: u32) {
        self.state.carriers[carrier as usize].reserved = true;
        self.ask_to_depart(carrier);
    }

    #[inline]
    fn ask_to_depart(&mut self, carrier: u32) {
        let c = &mut self.state.carriers[carrier as usize];
        c.stage = Stage::Departure;
        c.since = self.now;
        let c = *c;
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
    #[inline]
    pub(crate) fn limited(&self, lane: u16) -> bool {
        self.world.withdrawal.as_ref().is_some_and(|withdrawal| withdrawal.daily_limit.is_some())
            && self.world.lanes.get(usize::from(lane)).is_some_and(|spec: &LaneSpec| spec.homeward)
    }

    /// It leaves: the stand is free, and it travels.
    #[inline]
    pub(crate) fn take_off(&mut self, carrier: u32) {
        let c = self.state.carriers[carrier as usize];
        self.see_movement(carrier, c.at, false);
        self.leave_stand(carrier, c.cause);
        let world = self.world;
        let Some(trip) = world.trip(c.carrier_type, c.at, c.to) else {
            debug_assert!(false, "a trip without a way");
            return;
        };
        let uniform = self.trip_uniform(carrier, TripDraw::Travel);
        let mut travel = trip.travel.draw(uniform);
        if trip.factor
            && let Some(factor) = &world.carrier_types[usize::from(c.carrier_type)].travel_factor
        {
            travel = rounded(travel as f64 * factor.draw_factor(uniform));
        }
        let deliver = c.purpose == Purpose::Deliver;
        self.state.carriers[carrier as usize].stage = Stage::Travelling;
        let category = if deliver { Category::LoadedTravel } else { Category::EmptyTravel };
        let end = self.travel(carrier, category, self.now, self.now + travel);
        let end = if trip.stops > 0 || trip.border.is_some() {
            self.stop_on_the_way(carrier, trip, end, deliver)
        } else {
            end
        };
        self.schedule(end, Kind::Carrier, carrier);
        let c = &mut self.state.carriers[carrier as usize];
        if deliver {
            let homeward = world.lanes[usize::from(c.lane)].homeward;
            self.outcome.phases[usize::from(homeward)].departures.push(self.now);
        } else {
            c.return_draws = false;
            c.trips += 1;
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
    fn travel(&mut self, carrier: u32, category: Category, from: Time, to: Time) -> Time {
        let c = &self.state.carriers[carrier as usize];
        let way = (c.at, c.to);
        self.fly(carrier, category, (from, to), way)
    }

    /// Records a movement between two terminals.
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
        let client = self.client_of(carrier);
        let c = &mut self.state.carriers[carrier as usize];
        let label =
            crate::kernel::causes::Label { category: category as u8, actor: carrier, client, place: towards };
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
    pub(crate) fn leave_stand(&mut self, carrier: u32, cause: crate::kernel::NodeId) {
        let c = &mut self.state.carriers[carrier as usize];
        if std::mem::replace(&mut c.has_stand, false) {
            let at = c.at;
            let size = self.stand_size(carrier);
            self.free(at, Facility::Stands, size, cause);
        }
    }
}
