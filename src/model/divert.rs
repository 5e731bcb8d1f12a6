//! A diversion: a carrier that has held for its limit goes to the alternate, and comes back when the destination can take it.
//!
//! Whatever holds it up counts: stands, the gate, the runway. It keeps its place in the queue for a stand at the destination, and
//! the stand when it is granted. Over the alternate it waits for a stand and for the gate there, and at once for the
//! destination, so that neither can keep it from the other: it lands, or turns back, whichever comes first.

use crate::kernel::{Causes, NodeId, Time};

use crate::scenario::factor::FactorOn;

use super::category::Category;
use super::facility::Facility;
use super::gate::MOST_STEPS;
use super::ids::{CarrierId, TerminalId};
use super::observe::Observer;
use super::simulation::Simulation;
use super::state::{Carrier, Departing, Facilities, Holder, Kind, Passage, Purpose, Stage};

impl<C: Causes, O: Observer> Simulation<'_, C, O> {
    // --- over the destination ---

    /// A carrier comes to its destination and may have to hold; says whether it may divert.
    pub(super) fn begin_hold(&mut self, carrier: CarrierId) -> bool {
        let c = &self.state.carriers[carrier];
        let Some(limit) = self.world.terminals[c.to].max_hold_ms else {
            return false;
        };
        let can_divert = self.can_divert(c);
        let holding = &mut self.state.holding[carrier];
        holding.until = if can_divert { self.now + limit } else { Time::NEVER };
        holding.noted = false;
        if !std::mem::replace(&mut holding.comes_back, false) {
            holding.flights = 0;
        }
        can_divert
    }

    /// Whether a carrier has a way to the alternate of its destination and back, and fits its stands.
    fn can_divert(&self, c: &Carrier) -> bool {
        let alternate = self.world.terminals[c.to].alternate;
        let way = |from, to| self.world.trip(c.carrier_type, from, to).is_some();
        alternate.is_some()
            && way(c.to, alternate)
            && way(alternate, c.to)
            && c.spec.stand_size <= self.world.terminals[alternate].capacity(Facility::Stands)
    }

    /// When a carrier that holds diverts; `NEVER` for one that does not.
    pub(super) fn limit_of(&self, carrier: CarrierId) -> Time {
        let limited = self.world.terminals[self.state.carriers[carrier].to].max_hold_ms.is_some();
        if limited { self.state.holding[carrier].until } else { Time::NEVER }
    }

    /// Enters the limit of a hold into the agenda.
    pub(super) fn note_limit(&mut self, carrier: CarrierId) {
        let holding = &mut self.state.holding[carrier];
        let until = holding.until;
        if until < Time::NEVER && !std::mem::replace(&mut holding.noted, true) {
            self.schedule(until, Kind::HoldLimit, carrier);
        }
    }

    /// A carrier waits for a terminal to open that nobody knows yet when it will.
    pub(super) fn shut_out(&mut self, carrier: CarrierId, terminal: TerminalId) {
        self.state.gates[terminal].shut_out(carrier);
        let not_opened = Category::NotOpened;
        let destination = self.state.carriers[carrier].to == terminal;
        let holder = if destination { Holder::Destination(not_opened) } else { Holder::Outside(not_opened) };
        self.note_held(carrier, holder);
    }

    /// Notes what holds a carrier up that is not booked; over its destination it may reach the limit of its hold.
    pub(super) fn note_held(&mut self, carrier: CarrierId, holder: Holder) {
        let c = &self.state.carriers[carrier];
        let stage = c.stage;
        if stage == Stage::Departure || self.world.terminals[c.to].max_hold_ms.is_none() {
            return;
        }
        match (stage, holder) {
            (Stage::OverAlternate, Holder::Outside(_) | Holder::Runway(_)) => {
                self.state.holding[carrier].aside = holder;
            }
            _ => self.state.holding[carrier].holder = holder,
        }
        if stage == Stage::Landing {
            self.note_limit(carrier);
        }
    }

    /// Those whose hold reaches its limit at this moment divert, unless they have been let in.
    #[inline(never)]
    pub(super) fn divert_held(&mut self) {
        let mut at_limit = std::mem::take(&mut self.state.at_limit);
        at_limit.sort_unstable();
        for carrier in at_limit.drain(..) {
            let holds = matches!(self.state.carriers[carrier].stage, Stage::Stand | Stage::Landing);
            if holds && self.limit_of(carrier) == self.now {
                self.divert(carrier);
            }
        }
        self.state.at_limit = at_limit;
    }

    fn divert(&mut self, carrier: CarrierId) {
        self.outcome.counters.diversions += 1;
        self.end_hold(carrier);
        let c = &mut self.state.carriers[carrier];
        let over = c.to;
        let alternate = self.world.terminals[over].alternate;
        c.stage = Stage::Diverting;
        c.at = alternate;
        self.state.gates[over].forget(carrier);
        self.fly_diversion(carrier, over, alternate);
    }

    /// Records a hold that ended because it had lasted long enough.
    fn end_hold(&mut self, carrier: CarrierId) {
        let c = self.state.carriers[carrier];
        if self.now <= c.since {
            return;
        }
        let category = match c.stage {
            Stage::Landing => self.state.holding[carrier].holder.category(true),
            _ => Category::WaitStand,
        };
        if category.is_wait() {
            // Nobody's leaving ended it, so that it is its own cause.
            self.record_own_wait(carrier, category, Category::Diversion, c.to);
        } else {
            self.record_hold(carrier, category, c.to);
        }
    }

    fn fly_diversion(&mut self, carrier: CarrierId, from: TerminalId, towards: TerminalId) {
        let c = self.state.carriers[carrier];
        let mut flight_ms = 0;
        if let Some(trip) = self.world.trip(c.carrier_type, from, towards) {
            let number = self.state.holding[carrier].flights;
            self.state.holding[carrier].flights += 1;
            let uniform = if trip.is_drawn() { self.diversion_uniform(carrier, number) } else { 0.5 };
            let factors = &self.state.factors;
            flight_ms =
                factors.on_time(self.world, FactorOn::Travel, (from, c.fleet), trip.travel_ms(uniform));
        }
        let end = self.now + flight_ms;
        self.fly(carrier, Category::Diversion, (self.now, end), (from, towards));
        self.schedule(end, Kind::Carrier, carrier);
    }

    // --- over the alternate ---

    /// It turns back at once when the destination can take it; else it asks for a stand.
    #[inline(never)]
    pub(crate) fn arrive_over_alternate(&mut self, carrier: CarrierId) {
        let c = &mut self.state.carriers[carrier];
        c.stage = Stage::OverAlternate;
        c.since = self.now;
        let (at, size) = (c.at, c.spec.stand_size);
        let holding = &mut self.state.holding[carrier];
        holding.turns_back = Time::NEVER;
        holding.lands = Time::NEVER;
        if self.turns_back(carrier) {
            return;
        }
        if !self.needs_stand_aside(carrier) {
            self.ask_to_land_aside(carrier, at);
        } else if self.seize(at, Facility::Stands, carrier, size) {
            self.stand_granted_aside(carrier, at);
        }
    }

    /// Whether a carrier needs a stand at the alternate: at its base, without a load, it has its apron.
    fn needs_stand_aside(&self, carrier: CarrierId) -> bool {
        let c = &self.state.carriers[carrier];
        c.purpose == Purpose::Deliver || c.at != self.world.fleets[c.fleet].base
    }

    /// Goes on with a carrier that asks for the gate of the alternate; says whether its landing there is to be booked.
    pub(super) fn asks_to_land_aside(&mut self, carrier: CarrierId) -> bool {
        if self.turns_back(carrier) {
            return false;
        }
        let lands = self.state.holding[carrier].lands;
        if lands == self.now {
            self.land_aside(carrier);
        }
        let has_stand = self.state.carriers[carrier].has_stand || !self.needs_stand_aside(carrier);
        has_stand && lands == Time::NEVER
    }

    fn stand_granted_aside(&mut self, carrier: CarrierId, at: TerminalId) {
        self.state.carriers[carrier].has_stand = true;
        self.ask_to_land_aside(carrier, at);
    }

    fn ask_to_land_aside(&mut self, carrier: CarrierId, at: TerminalId) {
        if self.world.terminals[at].gated {
            self.state.ask_to_move(carrier);
        } else {
            self.land_aside(carrier);
        }
    }

    /// Its landing at the alternate is booked.
    pub(super) fn book_aside(&mut self, carrier: CarrierId, at: Time, holder: Holder) {
        let holding = &mut self.state.holding[carrier];
        holding.aside = holder;
        if at > self.now {
            holding.lands = at;
            self.schedule(at, Kind::Aside, carrier);
        } else {
            self.land_aside(carrier);
        }
    }

    /// The moment has come to turn back from over the alternate, or to land there.
    #[inline(never)]
    pub(super) fn go_on_aside(&mut self, carrier: CarrierId) {
        let holding = &self.state.holding[carrier];
        let (turns_back, lands) = (holding.turns_back == self.now, holding.lands == self.now);
        if self.state.carriers[carrier].stage != Stage::OverAlternate {
            return;
        }
        if turns_back {
            self.turn_back(carrier);
        } else if lands {
            // A stand at the destination that is granted at this moment comes first.
            self.state.ask_to_move(carrier);
        }
    }

    pub(super) fn land_aside(&mut self, carrier: CarrierId) {
        let holding = &mut self.state.holding[carrier];
        holding.lands = Time::NEVER;
        let holder = holding.aside;
        self.wait_for_movement(carrier, Passage::Aside, self.now, holder);
        let c = &mut self.state.carriers[carrier];
        c.stage = Stage::AtAlternate;
        c.since = self.now;
        let at = c.at;
        self.observe_movement(carrier, at, true);
        if self.state.carriers[carrier].has_stand_at_destination() {
            self.state.ask_to_move(carrier);
        }
    }

    /// A rested crew is there to go back from the alternate. The stand at the destination was given back for its rest.
    pub(super) fn ask_to_return(&mut self, carrier: CarrierId) {
        let c = &mut self.state.carriers[carrier];
        c.stage = Stage::AtAlternate;
        c.since = self.now;
        let (to, size) = (c.to, c.spec.stand_size);
        if self.state.carriers[carrier].has_stand_at_destination() {
            self.state.ask_to_move(carrier);
        } else if self.seize(to, Facility::Stands, carrier, size) {
            self.state.carriers[carrier].reserved = true;
            self.state.ask_to_move(carrier);
        }
    }

    // --- back to the destination ---

    /// A stand is granted to a carrier that has diverted: at the destination, or at the alternate.
    #[inline(never)]
    pub(super) fn grant_diverted(&mut self, carrier: CarrierId, terminal: TerminalId, freed_by: NodeId) {
        let c = self.state.carriers[carrier];
        // On its way to the alternate it does not wait.
        if c.stage != Stage::Diverting && c.since < self.now {
            self.record_wait(carrier, Category::WaitStand, c.since, freed_by, terminal);
            self.state.carriers[carrier].since = self.now;
        }
        if terminal != c.to {
            self.stand_granted_aside(carrier, terminal);
            return;
        }
        self.state.carriers[carrier].reserved = true;
        if c.stage == Stage::AtAlternate {
            self.state.ask_to_move(carrier);
        } else if c.stage == Stage::OverAlternate {
            self.turns_back(carrier);
        }
    }

    /// Lets a carrier over the alternate turn back when the destination can take it, now or later; says whether it does now.
    pub(super) fn turns_back(&mut self, carrier: CarrierId) -> bool {
        let to = self.state.carriers[carrier].to;
        let known = self.state.holding[carrier].turns_back < Time::NEVER;
        if known || !self.state.carriers[carrier].has_stand_at_destination() {
            return false;
        }
        if !self.state.gates[to].is_opening_known() {
            self.shut_out(carrier, to);
            return false;
        }
        let (at, holder) = self.first_taken(carrier);
        let holding = &mut self.state.holding[carrier];
        holding.holder = holder;
        if at > self.world.horizon {
            return false;
        }
        holding.turns_back = at;
        if at > self.now {
            self.schedule(at, Kind::Aside, carrier);
            return false;
        }
        self.turn_back(carrier);
        true
    }

    /// The first instant from now at which the destination of a carrier at its alternate takes it, and what held it last.
    fn first_taken(&mut self, carrier: CarrierId) -> (Time, Holder) {
        let to = self.state.carriers[carrier].to;
        let mut found = (self.now, Holder::Opened(self.state.gates[to].opened_by()));
        for _ in 0..MOST_STEPS {
            match self.later_at_destination(carrier, found.0) {
                Some(later) if later.0 <= self.world.horizon => found = later,
                Some((_, holder)) => return (Time::NEVER, holder),
                None => return found,
            }
        }
        (Time::NEVER, found.1)
    }

    /// A later instant when the destination does not take a carrier that sets out from its alternate at `at`: it is open then,
    /// and its runway is not booked for the moment at which the carrier is expected.
    pub(super) fn later_at_destination(&mut self, carrier: CarrierId, at: Time) -> Option<(Time, Holder)> {
        let to = self.state.carriers[carrier].to;
        let (open, why) = self.state.next_open(self.world, &mut self.streams, to, at);
        if open > at {
            return Some((open, Holder::Destination(why)));
        }
        let c = &self.state.carriers[carrier];
        let flight_ms = self.world.trip(c.carrier_type, c.at, to).map_or(0, |trip| trip.travel_mean_ms);
        let interval = self.world.terminals[to].runway_ms;
        let (free, _) = self.state.gates[to].runway.first_free(at + flight_ms, interval);
        let later = at + (free - (at + flight_ms));
        (later > at).then_some((later, Holder::Destination(Category::RunwayInterval)))
    }

    /// It leaves the air over the alternate, and what it has asked for there.
    fn turn_back(&mut self, carrier: CarrierId) {
        let holding = &mut self.state.holding[carrier];
        let (holder, lands) = (holding.holder, holding.lands);
        self.wait_for_movement(carrier, Passage::Return, self.now, holder);
        let c = self.state.carriers[carrier];
        self.state.movements.retain(|other| *other != carrier);
        self.state.gates[c.at].forget(carrier);
        if lands < Time::NEVER {
            self.state.gates[c.at].runway.cancel(lands);
        }
        if c.has_stand {
            self.leave_stand(carrier, c.cause);
        } else {
            let number = Facilities::number(c.at, Facility::Stands);
            let stands = self.state.facilities.numbered(number);
            if stands.withdraw(self.now, carrier.number(), c.cause) {
                self.state.dirty.mark(number);
            }
        }
        self.fly_back(carrier);
    }

    /// What held it at the alternate ends: it leaves, if its crew may.
    #[inline(never)]
    pub(super) fn leave_alternate(&mut self, carrier: CarrierId) {
        if !self.crew_lasts(carrier, self.now) {
            if !self.crew_rests(carrier, Departing::Return) {
                self.ask_to_return(carrier);
            }
            return;
        }
        self.begin_duty_on_leaving(carrier);
        let c = self.state.carriers[carrier];
        self.observe_movement(carrier, c.at, false);
        self.leave_stand(carrier, c.cause);
        self.fly_back(carrier);
    }

    fn fly_back(&mut self, carrier: CarrierId) {
        self.state.holding[carrier].comes_back = true;
        let c = &mut self.state.carriers[carrier];
        c.stage = if c.purpose == Purpose::Deliver { Stage::Delivering } else { Stage::Travelling };
        let (at, to) = (c.at, c.to);
        self.fly_diversion(carrier, at, to);
    }
}
