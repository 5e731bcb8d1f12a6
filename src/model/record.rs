//! What is recorded of a step: its causal node, the hours of its fleet by category, waits by contingent and terminal.

use crate::kernel::causes::Label;
use crate::kernel::{Causes, NodeId, Table, Time};

use super::category::Category;
use super::ids::{CarrierId, ElementId, FleetId, PlaceId, TerminalId, UnitId};
use super::observe::{Actor, Observation, Observer};
use super::outcome::ByCategory;
use super::simulation::Simulation;
use super::state::{Carrier, Element, Holder, Kind, LaterSpan, Passage, Stage};

impl<C: Causes, O: Observer> Simulation<'_, C, O> {
    /// The unit whose load a carrier has, for labels.
    #[inline]
    pub(crate) fn client_of(&self, carrier: CarrierId) -> UnitId {
        self.state.carriers[carrier].client
    }

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
        let (fleet_ms, at) = (&mut self.outcome.fleet_ms, c.at);
        let node = make_busy(&mut self.causes, fleet_ms, c, (carrier, category), (self.now, end), at);
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
        let fleet_ms = &mut self.outcome.fleet_ms;
        let node = make_busy(&mut self.causes, fleet_ms, c, (carrier, category), (from, to), towards);
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
        let fleet_ms = &mut self.outcome.fleet_ms;
        let what = (carrier, category);
        let node = make_busy_until(&mut self.causes, c, what, self.now, terminal);
        fleet_ms[c.fleet][category.index()] += self.now - since;
        self.count_wait(category, self.now - since, client, terminal);
        if O::ENABLED {
            self.observe_carrier(carrier, category, since, self.now, terminal, TerminalId::NONE, node);
        }
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

    /// Adds a wait to the sums by contingent and terminal.
    #[inline(always)]
    pub(crate) fn count_wait(
        &mut self,
        category: Category,
        span_ms: i64,
        unit: UnitId,
        terminal: TerminalId,
    ) {
        if unit.is_some() {
            let contingent = self.world.units[unit].contingent;
            self.outcome.waits[contingent][category.index()].add(span_ms);
        }
        if terminal.is_some() {
            self.outcome.terminal_waits[terminal][category.index()].add(span_ms);
        }
    }

    /// The later of two nodes; the lower when they end together. If both ended before now, a node of
    /// `gap` fills the time until now.
    #[inline]
    pub(crate) fn enabled_by(&mut self, first: NodeId, second: NodeId, gap: Category) -> NodeId {
        if !C::KEEPS {
            return 0;
        }
        let (end_first, end_second) = (self.causes.end_of(first), self.causes.end_of(second));
        let later = match end_first.cmp(&end_second) {
            std::cmp::Ordering::Greater => first,
            std::cmp::Ordering::Less => second,
            std::cmp::Ordering::Equal => first.min(second),
        };
        self.filled(later, gap)
    }

    /// `node`, or a node of `gap` from its end until now.
    #[inline]
    pub(crate) fn filled(&mut self, node: NodeId, gap: Category) -> NodeId {
        if C::KEEPS && self.causes.end_of(node) < self.now {
            let label = label(gap, CarrierId::NONE, UnitId::NONE, TerminalId::NONE);
            return self.causes.push(self.now, node, node, label);
        }
        node
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
        self.observer.observe(Observation::Activity {
            category,
            actor: Actor::Carrier(carrier),
            client,
            place: place(terminal),
            to_place: place(to_terminal),
            from,
            to,
            node,
        });
    }

    /// A node of an element that is busy for a span, which follows from what it did before (`before`).
    pub(crate) fn instance_span(
        &mut self,
        category: Category,
        (from, to): (Time, Time),
        before: NodeId,
        e: &Element,
        places: Option<(PlaceId, PlaceId)>,
    ) -> NodeId {
        let label = label(category, CarrierId::NONE, e.unit, TerminalId::NONE);
        let node = self.causes.push(to, before, before, label);
        if O::ENABLED {
            let (place, to_place) = places.map_or((None, None), |(from, to)| (Some(from), Some(to)));
            let (actor, client) = (Actor::Instance(e.instance), Some(e.instance));
            self.observer.observe(Observation::Activity {
                category,
                actor,
                client,
                place,
                to_place,
                from,
                to,
                node,
            });
        }
        node
    }

    /// Records what a march waits for until `at`.
    pub(crate) fn wait_for_route(&mut self, element: ElementId, at: Time, holder: Holder) {
        let e = self.state.elements[element];
        let own = |category| label(category, CarrierId::NONE, e.unit, TerminalId::NONE);
        let category = holder.category(false);
        let cause = match holder {
            Holder::Runway(before) | Holder::Track(before) => {
                self.causes.push(at, before, before, own(Category::Echelon))
            }
            Holder::Outside(_) | Holder::Destination(_) | Holder::Opened(_) => e.node,
        };
        let node = self.causes.push(at, cause, e.node, own(category));
        self.state.elements[element].node = node;
        self.count_wait(category, at - self.now, e.unit, TerminalId::NONE);
        if O::ENABLED {
            let (actor, client) = (Actor::Instance(e.instance), Some(e.instance));
            let (place, to_place, from) = (Some(self.world.legs[e.leg].from), None, self.now);
            self.observer.observe(Observation::Activity {
                category,
                actor,
                client,
                place,
                to_place,
                from,
                to: at,
                node,
            });
        }
    }

    /// Shows a landing or a departure.
    pub(crate) fn observe_movement(&mut self, carrier: CarrierId, terminal: TerminalId, landing: bool) {
        if O::ENABLED {
            let at = self.now;
            self.observer.observe(Observation::Movement { carrier, terminal, landing, at });
        }
    }
}

/// The label of a node: what, who (if a carrier), for which unit's load, at which terminal.
#[inline(always)]
pub(super) fn label(category: Category, carrier: CarrierId, unit: UnitId, terminal: TerminalId) -> Label {
    Label {
        category: category as u8,
        actor: carrier.number(),
        client: unit.number(),
        place: terminal.number(),
    }
}

/// Adds an activity of a carrier to the hours of its fleet and pushes its node, which enables the next step of the carrier.
#[inline(always)]
pub(super) fn make_busy<C: Causes>(
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
