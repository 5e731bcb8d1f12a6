//! When a terminal lets carriers land and depart: opening, hours, closures, weather, runway interval.
//!
//! A movement is booked for the first instant at which everything allows it, in the order of
//! requests; those of one moment go by carrier.

use crate::kernel::{Causes, NodeId, Time};

use super::category::Category;
use super::ids::{CarrierId, LaneId, RouteId, TerminalId, UnitId};
use super::observe::Observer;
use super::record::label;
use super::simulation::Simulation;
use super::state::{Carrier, Closure, Holder, Kind, LaterSpan, Purpose, Stage};
use super::world::OpensSpec;

pub(crate) const DAY_MS: i64 = 86_400_000;
/// Bound on the search for an instant that all rules allow.
pub(super) const MOST_STEPS: usize = 10_000;

/// What a carrier asks of a gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Passage {
    /// To land at its destination.
    Landing,
    /// To land at the alternate.
    Aside,
    /// To go back to its destination from there.
    Return,
    /// To depart.
    Departure,
}

impl Passage {
    fn of(stage: Stage) -> Option<Self> {
        match stage {
            Stage::Landing => Some(Self::Landing),
            Stage::OverAlternate => Some(Self::Aside),
            Stage::AtAlternate => Some(Self::Return),
            Stage::Departure => Some(Self::Departure),
            _ => None,
        }
    }

    fn lands(self) -> bool {
        matches!(self, Self::Landing | Self::Aside)
    }

    /// The terminal whose gate it is.
    fn terminal(self, c: &Carrier) -> TerminalId {
        if self == Self::Landing { c.to } else { c.at }
    }

    /// The terminal that has to have opened.
    fn opening(self, c: &Carrier) -> TerminalId {
        if self == Self::Return { c.to } else { self.terminal(c) }
    }
}

impl<C: Causes, O: Observer> Simulation<'_, C, O> {
    /// Draws closures and openings, and tells when fuel comes.
    pub(crate) fn set_up_terminals(&mut self) {
        let world = self.world;
        for (id, terminal) in world.terminals.with_ids() {
            for (from, to) in &terminal.closures {
                let (from, to) = (Time::ZERO + self.draw_once(from), Time::ZERO + self.draw_once(to));
                self.state.gates[id].closed.push(Closure { from, to, known: Time::ZERO });
            }
            self.state.gates[id].closed.sort_unstable();
            self.state.gates[id].opens = match &terminal.opens {
                OpensSpec::AtStart => Time::ZERO,
                OpensSpec::At(draw) => Time::ZERO + self.draw_once(draw),
                OpensSpec::AfterUnit(_) => Time::NEVER,
            };
        }
    }

    /// A unit is in place: terminals that waited for it open.
    pub(crate) fn open_terminals(&mut self, unit: UnitId, node: NodeId) {
        for id in self.world.terminals.ids() {
            let waits =
                matches!(self.world.terminals[id].opens, OpensSpec::AfterUnit(first) if first == unit);
            if waits && self.state.gates[id].opens == Time::NEVER {
                self.state.gates[id].opens = self.now;
                self.state.gates[id].opened_by = node;
                let waiting = std::mem::take(&mut self.state.gates[id].shut_out);
                self.state.movements.extend(waiting);
            }
        }
    }

    /// Books the movements that were asked for at this moment.
    pub(crate) fn move_through_gates(&mut self) {
        let mut movements = std::mem::take(&mut self.state.movements);
        movements.sort_unstable();
        movements.dedup();
        for carrier in movements.drain(..) {
            self.book(carrier);
        }
        movements.append(&mut self.state.movements);
        self.state.movements = movements;
    }

    fn book(&mut self, carrier: CarrierId) {
        let c = &self.state.carriers[carrier];
        let Some(passage) = Passage::of(c.stage) else {
            return;
        };
        let (terminal, opening) = (passage.terminal(c), passage.opening(c));
        if passage == Passage::Aside && !self.asks_to_land_aside(carrier) {
            return;
        }
        if self.state.gates[opening].opens == Time::NEVER {
            self.shut_out(carrier, opening);
            return;
        }
        let limit = if passage == Passage::Landing { self.limit_of(carrier) } else { Time::NEVER };
        let latest = limit.min(self.world.horizon);
        let (at, holder) = self.first_movement(carrier, passage, latest);
        if at > latest {
            self.note_held(carrier, holder);
            return;
        }
        if passage != Passage::Aside {
            self.wait_for_movement(carrier, passage, at, holder);
        }
        if !passage.lands() && !self.crew_lasts(carrier, at) {
            // Nothing is booked for a crew that would be too tired then: it is looked at again at that instant.
            match passage {
                _ if at > self.now => self.schedule(at, Kind::Carrier, carrier),
                Passage::Return => self.leave_alternate(carrier),
                _ => self.pass_gate(carrier),
            }
            return;
        }
        let cause = self.state.carriers[carrier].cause;
        let interval = self.world.terminals[terminal].runway_ms;
        self.state.gates[terminal].runway.book(at, interval, cause, self.now);
        match passage {
            Passage::Aside => return self.book_aside(carrier, at, holder),
            Passage::Return => self.book_route(carrier, at),
            Passage::Departure => self.book_departure(carrier, at),
            Passage::Landing => {}
        }
        match passage {
            _ if at > self.now => self.schedule(at, Kind::Carrier, carrier),
            Passage::Landing => self.land(carrier),
            Passage::Return => self.leave_alternate(carrier),
            // Its crew has been looked at for this very moment.
            _ => self.take_off(carrier),
        }
    }

    /// A carrier waits for a terminal to open that nobody knows yet when it will.
    pub(super) fn shut_out(&mut self, carrier: CarrierId, terminal: TerminalId) {
        let waiting = &mut self.state.gates[terminal].shut_out;
        if !waiting.contains(&carrier) {
            waiting.push(carrier);
        }
        let not_opened = Category::NotOpened;
        let destination = self.state.carriers[carrier].to == terminal;
        let holder = if destination { Holder::Destination(not_opened) } else { Holder::Outside(not_opened) };
        self.note_held(carrier, holder);
    }

    /// Notes what holds a carrier up that is not booked; over its destination it may reach the limit of its hold.
    fn note_held(&mut self, carrier: CarrierId, holder: Holder) {
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

    fn book_departure(&mut self, carrier: CarrierId, at: Time) {
        self.book_route(carrier, at);
        self.book_landing_slot(carrier, at);
        let c = self.state.carriers[carrier];
        if c.purpose == Purpose::Deliver && self.limited(c.lane) {
            let day = self.local_day(c.at, at);
            let days = &mut self.state.homeward_days;
            match days.iter_mut().find(|(booked, _)| *booked == day) {
                Some((_, count)) => *count += 1,
                None => days.push((day, 1)),
            }
        }
    }

    fn book_route(&mut self, carrier: CarrierId, at: Time) {
        let c = self.state.carriers[carrier];
        if let Some((route, way)) = self.world.trip(c.carrier_type, c.at, c.to).and_then(|trip| trip.route) {
            let track = &mut self.state.tracks[route][usize::from(way)];
            track.book(at, self.world.routes[route].interval_ms, c.cause, self.now);
        }
    }

    fn local_day(&self, terminal: TerminalId, at: Time) -> i64 {
        let place = &self.world.places[self.world.terminals[terminal].place];
        (place.local_start_ms + at.as_ms()).div_euclid(DAY_MS)
    }

    /// The first instant from now at which a movement is allowed, and what held it last; an instant after `latest` when
    /// that is too late, and what holds it then.
    fn first_movement(&mut self, carrier: CarrierId, passage: Passage, latest: Time) -> (Time, Holder) {
        let opened = passage.opening(&self.state.carriers[carrier]);
        let mut found = (self.now, Holder::Opened(self.state.gates[opened].opened_by));
        for _ in 0..MOST_STEPS {
            if found.0 > latest {
                return found;
            }
            match self.later_movement(carrier, passage, found.0) {
                Some(later) => found = later,
                None => return found,
            }
        }
        (Time::NEVER, found.1)
    }

    /// A later instant when a movement is not allowed at `at`, and what holds it.
    fn later_movement(&mut self, carrier: CarrierId, passage: Passage, at: Time) -> Option<(Time, Holder)> {
        let terminal = passage.terminal(&self.state.carriers[carrier]);
        let (open, why) = self.next_open(terminal, at);
        if open > at {
            return Some((open, Holder::Outside(why)));
        }
        let interval = self.world.terminals[terminal].runway_ms;
        let (free, before) = self.state.gates[terminal].runway.first_free(at, interval);
        if free > at {
            return Some((free, Holder::Runway(before)));
        }
        if passage.lands() {
            return None;
        }
        let c = &self.state.carriers[carrier];
        let route = self.world.trip(c.carrier_type, c.at, c.to).and_then(|trip| trip.route);
        if let Some(later) = route.and_then(|route| self.later_on_route(route, at)) {
            return Some(later);
        }
        if passage == Passage::Return {
            return self.later_at_destination(carrier, at);
        }
        if c.purpose == Purpose::Deliver
            && let Some(next_day) = self.next_free_day(c.lane, c.at, at)
        {
            return Some((next_day, Holder::Outside(Category::DailyLimit)));
        }
        self.later_for_landing_slot(carrier, at).map(|(later, why)| (later, Holder::Outside(why)))
    }

    /// The next local midnight when the day's limit is used up.
    fn next_free_day(&self, lane: LaneId, terminal: TerminalId, at: Time) -> Option<Time> {
        if !self.limited(lane) {
            return None;
        }
        let limit = self.world.withdrawal.as_ref()?.daily_limit?;
        let today = self.local_day(terminal, at);
        let full = |day: i64| self.state.homeward_days.iter().any(|(d, count)| *d == day && *count >= limit);
        if !full(today) {
            return None;
        }
        // Days are full one by one, so a free one comes after at most as many as are booked.
        let booked = self.state.homeward_days.len() as i64;
        let next = (today + 1..=today + 1 + booked).find(|day| !full(*day))?;
        let place = &self.world.places[self.world.terminals[terminal].place];
        Some(Time::from_ms(next * DAY_MS - place.local_start_ms))
    }

    /// Records what a carrier waits for until `at`.
    pub(super) fn wait_for_movement(
        &mut self,
        carrier: CarrierId,
        passage: Passage,
        at: Time,
        holder: Holder,
    ) {
        let from = self.state.carriers[carrier].since;
        if at <= from {
            return;
        }
        let c = self.state.carriers[carrier];
        let terminal = passage.terminal(&c);
        let before = |category| label(category, CarrierId::NONE, UnitId::NONE, terminal);
        let cause = match holder {
            Holder::Runway(last) => self.causes.push(at, last, last, before(Category::RunwayInterval)),
            Holder::Track(last) => self.causes.push(at, last, last, before(Category::Echelon)),
            Holder::Opened(opened_by) => opened_by,
            Holder::Outside(_) | Holder::Destination(_) => c.cause,
        };
        let category = holder.category(passage.lands());
        // What is waited for may be at the destination, while the carrier stands where it was loaded, or at the alternate.
        let there = match holder {
            Holder::Destination(_) => true,
            Holder::Opened(_) => passage == Passage::Return,
            _ => category == Category::LandingSlot,
        };
        let place = if there { c.to } else { terminal };
        let node = self.causes.push(at, cause, c.own, label(category, carrier, c.client, place));
        let state = &mut self.state.carriers[carrier];
        state.cause = node;
        state.own = node;
        self.outcome.fleet_ms[c.fleet][category.index()] += at - from;
        let client = c.client;
        self.state.note_later(self.now, LaterSpan { carrier, category, from, to: at, place, client });
        self.count_wait(category, at - from, c.client, place);
        if O::ENABLED {
            self.observe_carrier(carrier, category, from, at, terminal, TerminalId::NONE, node);
        }
    }

    /// The first instant from `at` at which a terminal is open, and what kept it closed last.
    pub(super) fn next_open(&mut self, terminal: TerminalId, at: Time) -> (Time, Category) {
        let planned = self.next_planned_open(terminal, at, Time::NEVER);
        if planned.0 > at {
            return planned;
        }
        let world = self.world;
        if let Some(weather) = &world.terminals[terminal].weather {
            self.foresee_weather(terminal, weather, at);
            if let Some(end) = blocked_until(self.state.gates[terminal].weather.iter().copied(), at) {
                return (end, Category::Weather);
            }
        }
        planned
    }

    /// The first instant from `at` at which a terminal is open by what is known at `known`, if the weather, which nobody
    /// knows in advance, allows it.
    pub(super) fn next_planned_open(&self, terminal: TerminalId, at: Time, known: Time) -> (Time, Category) {
        let world = self.world;
        let spec = &world.terminals[terminal];
        let opens = self.state.gates[terminal].opens;
        if opens > at {
            return (opens, Category::NotOpened);
        }
        let closed = self.state.gates[terminal].closed.iter().filter(|closure| closure.known <= known);
        if let Some(end) = blocked_until(closed.map(Closure::span), at) {
            return (end, Category::Closed);
        }
        if let Some((from, to)) = spec.hours {
            let local = world.places[spec.place].local_start_ms;
            let wait = wait_for_hours(from, to, (local + at.as_ms()).rem_euclid(DAY_MS));
            if wait > 0 {
                return (at + wait, Category::Closed);
            }
        }
        (at, Category::Closed)
    }

    /// When a terminal was closed in this replication: before it opened, by closures, by weather.
    pub fn closed_windows(&self, terminal: TerminalId) -> impl Iterator<Item = (Time, Time)> + '_ {
        let gate = &self.state.gates[terminal];
        let not_opened = (gate.opens > Time::ZERO).then_some((Time::ZERO, gate.opens));
        let closed = gate.closed.iter().map(Closure::span);
        not_opened.into_iter().chain(closed).chain(gate.weather.iter().copied())
    }

    /// When a route was blocked in this replication.
    pub fn blocked_windows(&self, route: RouteId) -> &[(Time, Time)] {
        &self.state.route_blocked[route]
    }
}

/// The end of the windows (sorted by beginning) that cover `at`.
pub(super) fn blocked_until(windows: impl Iterator<Item = (Time, Time)>, at: Time) -> Option<Time> {
    let mut end = at;
    for (from, to) in windows {
        if from > end {
            break;
        }
        end = end.max(to);
    }
    (end > at).then_some(end)
}

/// Time until the hours of a local day begin, 0 within them [ms].
fn wait_for_hours(from: i64, to: i64, local: i64) -> i64 {
    // From 0 to 24 both ends are midnight: open all day, since a check refuses hours that are equal as written.
    let inside = if from < to { (from..to).contains(&local) } else { local >= from || local < to };
    if inside { 0 } else { (from - local).rem_euclid(DAY_MS) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_that_span_midnight_are_open_on_both_sides_of_it() {
        let h = 3_600_000;
        assert_eq!(wait_for_hours(20 * h, 4 * h, 23 * h), 0);
        assert_eq!(wait_for_hours(20 * h, 4 * h, 3 * h), 0);
        assert_eq!(wait_for_hours(20 * h, 4 * h, 5 * h), 15 * h);
        assert_eq!(wait_for_hours(8 * h, 21 * h, 21 * h), 11 * h);
    }

    #[test]
    fn hours_from_0_to_24_are_always_open() {
        for local in [0, 1, 12 * 3_600_000, DAY_MS - 1] {
            assert_eq!(wait_for_hours(0, 0, local), 0);
        }
    }

    #[test]
    fn windows_that_touch_or_overlap_are_one() {
        let t = Time::from_ms;
        let windows = [(t(1), t(5)), (t(2), t(3)), (t(5), t(9))];
        let until = |at: i64| blocked_until(windows.into_iter(), t(at));
        assert_eq!([until(1), until(9), until(0)], [Some(t(9)), None, None]);
    }
}
