//! When a terminal lets carriers land and depart: its opening, hours, closures and weather, and the movements booked there.

use crate::kernel::{DAY_MS, NodeId, Streams, Time};
use crate::model::category::Category;
use crate::model::ids::{CarrierId, FleetId, TerminalId, UnitId};
use crate::model::world::{OpensSpec, World};
use crate::scenario::factor::FactorOn;

use super::weather::Weather;
use super::{Carrier, Slots, Stage, State};

/// What a carrier asks of a gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Passage {
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
    pub(crate) fn of(stage: Stage) -> Option<Self> {
        match stage {
            Stage::Landing => Some(Self::Landing),
            Stage::OverAlternate => Some(Self::Aside),
            Stage::AtAlternate => Some(Self::Return),
            Stage::Departure => Some(Self::Departure),
            _ => None,
        }
    }

    pub(crate) fn lands(self) -> bool {
        matches!(self, Self::Landing | Self::Aside)
    }

    /// The terminal whose gate it is.
    pub(crate) fn terminal(self, c: &Carrier<'_>) -> TerminalId {
        if self == Self::Landing { c.to } else { c.at }
    }

    /// The terminal that has to have opened.
    pub(crate) fn opening(self, c: &Carrier<'_>) -> TerminalId {
        if self == Self::Return { c.to } else { self.terminal(c) }
    }
}

/// When a terminal lets carriers land and depart.
#[derive(Debug, Clone, Default)]
pub(crate) struct Gate {
    /// Movements over the runway.
    pub(crate) runway: Slots,
    /// Planned landings.
    pub(crate) landings: Slots,
    /// Not open before; `NEVER` while that is not known.
    opens: Time,
    /// What opened it, when a unit's arrival did.
    opened_by: NodeId,
    /// Closures of this replication, in order.
    closed: Vec<Closure>,
    weather: Weather,
    /// Carriers that wait for an opening not yet known.
    shut_out: Vec<CarrierId>,
}

/// A closure of a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Closure {
    pub(crate) from: Time,
    pub(crate) to: Time,
    /// When it becomes known: a planned one at the start, that of a disruption when it begins.
    pub(crate) known: Time,
}

impl Closure {
    fn span(&self) -> (Time, Time) {
        (self.from, self.to)
    }
}

impl Gate {
    /// Forgets the replication before and keeps the memory.
    pub(super) fn reset(&mut self) {
        self.runway.clear();
        self.landings.clear();
        self.opened_by = 0;
        self.opens = Time::ZERO;
        self.closed.clear();
        self.weather.reset();
        self.shut_out.clear();
    }

    /// Enters a closure.
    pub(crate) fn close(&mut self, closure: Closure) {
        self.closed.push(closure);
    }

    /// Enters when it opens (`NEVER` while that is not known); all its closures are entered.
    pub(crate) fn plan_opening(&mut self, opens: Time) {
        self.closed.sort_unstable();
        self.opens = opens;
    }

    /// Whether it is known when it opens.
    pub(crate) fn is_opening_known(&self) -> bool {
        self.opens < Time::NEVER
    }

    /// The node that opened it, when a unit's arrival did.
    pub(crate) fn opened_by(&self) -> NodeId {
        self.opened_by
    }

    /// A carrier waits until it is known when the terminal opens.
    pub(crate) fn shut_out(&mut self, carrier: CarrierId) {
        if !self.shut_out.contains(&carrier) {
            self.shut_out.push(carrier);
        }
    }

    /// A carrier no longer waits for the terminal to open.
    pub(crate) fn forget(&mut self, carrier: CarrierId) {
        self.shut_out.retain(|other| *other != carrier);
    }

    /// When it was closed in this replication: before it opened, by closures, by weather.
    pub(crate) fn closed_windows(&self) -> impl Iterator<Item = (Time, Time)> + '_ {
        let not_opened = (self.opens > Time::ZERO).then_some((Time::ZERO, self.opens));
        let closed = self.closed.iter().map(Closure::span);
        not_opened.into_iter().chain(closed).chain(self.weather.closed())
    }
}

impl State<'_> {
    /// A unit is in place, which `node` ended: terminals that waited for it open now, and who waits there may move.
    pub(crate) fn open_terminals(&mut self, world: &World, unit: UnitId, (now, node): (Time, NodeId)) {
        for (id, spec) in world.terminals.with_ids() {
            let gate = &mut self.gates[id];
            let waits = matches!(spec.opens, OpensSpec::AfterUnit(first) if first == unit);
            if waits && !gate.is_opening_known() {
                gate.opens = now;
                gate.opened_by = node;
                self.movements.append(&mut gate.shut_out);
                self.asks = true;
            }
        }
    }

    /// The first instant from `at` at which a terminal is open, and what kept it closed last.
    pub(crate) fn next_open(
        &mut self,
        world: &World,
        streams: &mut Streams,
        terminal: TerminalId,
        at: Time,
    ) -> (Time, Category) {
        let planned = self.next_planned_open(world, terminal, at, Time::NEVER);
        if planned.0 > at {
            return planned;
        }
        let spec = &world.terminals[terminal];
        if let Some(weather) = &spec.weather {
            let spells = &mut self.gates[terminal].weather;
            if spells.known() <= at {
                let on = [FactorOn::WeatherOpen, FactorOn::WeatherClosed];
                let factors = on.map(|on| self.factors.of(world, on, terminal, FleetId::NONE));
                spells.foresee(streams, spec.stream, (weather, factors), at);
            }
            if let Some(end) = blocked_until(spells.closed(), at) {
                return (end, Category::Weather);
            }
        }
        planned
    }

    /// The first instant from `at` at which a terminal is open by what is known at `known`, if the weather, which nobody
    /// knows in advance, allows it.
    #[inline(always)]
    pub(crate) fn next_planned_open(
        &self,
        world: &World,
        terminal: TerminalId,
        at: Time,
        known: Time,
    ) -> (Time, Category) {
        let spec = &world.terminals[terminal];
        let gate = &self.gates[terminal];
        if gate.opens > at {
            return (gate.opens, Category::NotOpened);
        }
        let closed = gate.closed.iter().filter(|closure| closure.known <= known);
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
