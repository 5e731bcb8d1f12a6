//! What is recorded of carriers.

use crate::kernel::{Causes, NodeId, Table, Time};
use crate::model::category::Category;
use crate::model::counters::ByCategory;
use crate::model::facility::Facility;
use crate::model::ids::{CarrierId, ElementId, FleetId, TerminalId, UnitId};
use crate::model::observe::{Actor, Observation, Observer};
use crate::model::simulation::Simulation;
use crate::model::state::{Carrier, Element, Facilities, Holder, Kind, LaterSpan, Passage, Stage};

use super::nodes::label;

impl<C: Causes, O: Observer> Simulation<'_, C, O> {
    /// A carrier does something where it is until `end`, when it goes on. What it does enables its next step.
    #[inline(always)]
    pub(crate) fn keep_busy(&mut self, carrier: CarrierId, stage: Stage, category: Category, end: Time) {
        self.occupy(carrier, stage, category, end);
        self.schedule(end, Kind::Carrier, carrier);
    }

    /// Records what a carrier does where it is until `end`, and enters no event.
    #[inline(always)]
    pub(crate) fn occupy(&mut self, carrier: CarrierId, stage: Stage, category: Category, end: Time) {
        let c = &mut self.state.carriers[carrier];
        c.stage = stage;
        c.busy = category;
        c.busy_until = end;
        let (fleet_ms, at) = (&mut self.outcome.counters.fleet_ms, c.at);
        let node = make_busy(&mut self.journal.causes, fleet_ms, c, (carrier, category), (self.now, end), at);
        if O::ENABLED {
            self.observe_carrier(carrier, category, self.now, end, at, TerminalId::NONE, node);
        }
    }

    /// Records a movement between two terminals.
    #[inline(always)]
    pub(crate) fn fly(
        &mut self,
        carrier: CarrierId,
        category: Category,
        (from, to): (Time, Time),
        (at, towards): (TerminalId, TerminalId),
    ) -> Time {
        if to <= from {
            if O::ENABLED && category == Category::Diversion {
                self.observe_carrier(carrier, category, from, from, at, towards, 0);
            }
            return from;
        }
        let (place, client) = (TerminalId::NONE, UnitId::NONE);
        self.state.note_later(self.now, LaterSpan { carrier, category, from, to, place, client });
        let c = &mut self.state.carriers[carrier];
        let fleet_ms = &mut self.outcome.counters.fleet_ms;
        let node = make_busy(&mut self.journal.causes, fleet_ms, c, (carrier, category), (from, to), towards);
        if O::ENABLED {
            self.observe_carrier(carrier, category, from, to, at, towards, node);
        }
        to
    }

    /// Notes that a carrier (and its load) has waited since `since`; `freed_by` ended now and enabled it.
    #[inline(always)]
    pub(crate) fn record_wait(
        &mut self,
        carrier: CarrierId,
        category: Category,
        since: Time,
        freed_by: NodeId,
        terminal: TerminalId,
    ) {
        let c = &mut self.state.carriers[carrier];
        c.cause = freed_by;
        let client = c.client;
        let fleet_ms = &mut self.outcome.counters.fleet_ms;
        let what = (carrier, category);
        let node = make_busy_until(&mut self.journal.causes, c, what, self.now, terminal);
        fleet_ms[c.fleet][category.index()] += self.now - since;
        self.count_wait(category, self.now - since, client, terminal);
        if O::ENABLED {
            self.observe_carrier(carrier, category, since, self.now, terminal, TerminalId::NONE, node);
        }
    }

    /// Adds a wait to the sums by contingent and terminal.
    #[inline(always)]
    pub(crate) fn count_wait(
        &mut self,
        category: Category,
        span_ms: i64,
        unit: UnitId,
        terminal: TerminalId,
    ) {
        self.outcome.counters.add_wait(self.world, category, span_ms, (unit, terminal));
    }

    /// Records what a carrier waits for until `at`.
    pub(crate) fn wait_for_movement(
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
            Holder::Runway(last) => {
                self.journal.causes.push(at, last, last, before(Category::RunwayInterval))
            }
            Holder::Track(last) => self.journal.causes.push(at, last, last, before(Category::Echelon)),
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
        let node = self.journal.causes.push(at, cause, c.own, label(category, carrier, c.client, place));
        let state = &mut self.state.carriers[carrier];
        state.cause = node;
        state.own = node;
        self.outcome.counters.fleet_ms[c.fleet][category.index()] += at - from;
        let client = c.client;
        self.state.note_later(self.now, LaterSpan { carrier, category, from, to: at, place, client });
        self.count_wait(category, at - from, c.client, place);
        if O::ENABLED {
            self.observe_carrier(carrier, category, from, at, terminal, TerminalId::NONE, node);
        }
    }

    #[expect(clippy::too_many_arguments, reason = "an interval has as many properties")]
    pub(crate) fn observe_carrier(
        &mut self,
        carrier: CarrierId,
        category: Category,
        from: Time,
        to: Time,
        terminal: TerminalId,
        to_terminal: TerminalId,
        node: NodeId,
    ) {
        let load = self.state.carriers[carrier].load;
        let client = (load.is_some()).then(|| self.state.elements[load].instance);
        let place = |terminal: TerminalId| self.world.terminals.entry(terminal).map(|spec| spec.place);
        let places = (place(terminal), place(to_terminal));
        self.journal.tell((category, node), (Actor::Carrier(carrier), client), places, (from, to));
    }

    /// Shows a landing or a departure.
    pub(crate) fn observe_movement(&mut self, carrier: CarrierId, terminal: TerminalId, landing: bool) {
        if O::ENABLED {
            let at = self.now;
            self.journal.observer.observe(Observation::Movement { carrier, terminal, landing, at });
        }
    }

    /// Records that a carrier travels for a span; its node enables what comes after the trip.
    #[inline(always)]
    pub(crate) fn record_travel(&mut self, carrier: CarrierId, category: Category, (from, to): (Time, Time)) {
        let c = &mut self.state.carriers[carrier];
        let way = (c.at, c.to);
        c.busy = category;
        c.busy_until = to;
        let mut node = 0;
        if to > from {
            let fleet_ms = &mut self.outcome.counters.fleet_ms;
            node = make_busy(&mut self.journal.causes, fleet_ms, c, (carrier, category), (from, to), way.1);
        }
        if O::ENABLED {
            self.observe_carrier(carrier, category, from, to, way.0, way.1, node);
        }
    }

    /// Records that a carrier has waited for something that nobody gave back: it is its own cause.
    pub(crate) fn record_own_wait(
        &mut self,
        carrier: CarrierId,
        category: Category,
        gap: Category,
        at: TerminalId,
    ) {
        let cause = self.state.carriers[carrier].cause;
        let node = self.journal.filled(cause, gap, self.now);
        self.end_own_wait(carrier, category, node, at);
    }

    /// Records that a carrier has held for as long as it holds, for a reason of the place.
    pub(crate) fn record_hold(&mut self, carrier: CarrierId, category: Category, over: TerminalId) {
        let c = &self.state.carriers[carrier];
        let label = label(category, carrier, c.client, over);
        let node = self.journal.causes.push(self.now, c.cause, c.own, label);
        self.end_own_wait(carrier, category, node, over);
    }

    fn end_own_wait(&mut self, carrier: CarrierId, category: Category, node: NodeId, at: TerminalId) {
        let c = &mut self.state.carriers[carrier];
        c.cause = node;
        c.own = node;
        let (since, fleet, client) = (c.since, c.fleet, c.client);
        self.outcome.counters.fleet_ms[fleet][category.index()] += self.now - since;
        self.count_wait(category, self.now - since, client, at);
        if O::ENABLED {
            self.observe_carrier(carrier, category, since, self.now, at, TerminalId::NONE, node);
        }
    }

    /// A carrier meets a load whose node this is: records how long it has waited, `ready_before` for one that is known to
    /// have been ready before now.
    #[inline(always)]
    pub(crate) fn record_meeting(
        &mut self,
        carrier: CarrierId,
        unit: UnitId,
        node: NodeId,
        ready_before: bool,
    ) {
        let c = &mut self.state.carriers[carrier];
        let causes = &mut self.journal.causes;
        if C::KEEPS && (ready_before || causes.end_of(node) < self.now) {
            let label = label(Category::WaitCarrier, carrier, unit, c.at);
            let waited = causes.push(self.now, c.cause, node, label);
            c.own = waited;
            c.cause = waited;
        } else {
            c.own = node;
        }
    }

    /// The rest of a carrier's crew, which begins when what `ended` had ended.
    pub(crate) fn rest_node(&mut self, carrier: CarrierId, ended: NodeId, rested: Time) -> NodeId {
        let label = label(Category::CrewRest, carrier, UnitId::NONE, self.state.carriers[carrier].at);
        self.journal.causes.push(rested, ended, ended, label)
    }

    /// Shows what is loaded: a carrier's load, until `at`.
    pub(crate) fn observe_loaded(&mut self, carrier: CarrierId, at: Time) {
        if !O::ENABLED {
            return;
        }
        let share = self.planned_share(carrier);
        if share < 1.0 {
            self.journal.observer.observe(Observation::Planned { carrier, share, at });
        }
        let c = &self.state.carriers[carrier];
        let (terminal, mut element) = (c.at, c.load);
        let homeward = self.world.lanes[c.lane].homeward;
        while element.is_some() {
            let Element { instance, next, .. } = self.state.elements[element];
            let counts = self.state.counts_of(self.world, element);
            let loaded = Observation::Loaded { carrier, instance, counts, at, terminal, homeward };
            self.journal.observer.observe(loaded);
            element = next;
        }
    }

    /// Shows that an element leaves a carrier.
    #[inline(always)]
    pub(crate) fn observe_delivered(&mut self, carrier: CarrierId, element: ElementId, terminal: TerminalId) {
        if O::ENABLED {
            let (instance, at) = (self.state.elements[element].instance, self.now);
            let counts = self.state.counts_of(self.world, element);
            self.journal.observer.observe(Observation::Delivered { carrier, instance, counts, at, terminal });
        }
    }

    /// Shows a change in the use of a facility of this number.
    #[inline(always)]
    pub(crate) fn observe_use(&mut self, number: usize, change: i32) {
        if O::ENABLED {
            let terminal = Facilities::terminal_of(number);
            let named = |facility: &&Facility| Facilities::is(number, **facility);
            if let Some(facility) = Facility::ALL.iter().find(named).copied() {
                let use_now = Observation::Use { terminal, facility, change, at: self.now };
                self.journal.observer.observe(use_now);
            }
        }
    }
}

/// Adds an activity of a carrier to the hours of its fleet and pushes its node, which enables the next step of the carrier.
#[inline(always)]
fn make_busy<C: Causes>(
    causes: &mut C,
    fleet_ms: &mut Table<FleetId, ByCategory<i64>>,
    c: &mut Carrier,
    what: (CarrierId, Category),
    (from, to): (Time, Time),
    place: TerminalId,
) -> NodeId {
    fleet_ms[c.fleet][what.1.index()] += to - from;
    make_busy_until(causes, c, what, to, place)
}

/// Pushes the node of an activity or wait that ends at `end`; it enables the next step of the carrier.
#[inline(always)]
fn make_busy_until<C: Causes>(
    causes: &mut C,
    c: &mut Carrier,
    (carrier, category): (CarrierId, Category),
    end: Time,
    place: TerminalId,
) -> NodeId {
    let label = label(category, carrier, c.client, place);
    let node = causes.push(end, c.cause, c.own, label);
    c.cause = node;
    c.own = node;
    node
}
