//! What changes during a replication: elements of units, carriers, queues. Reset, never rebuilt.

mod carriers;
mod events;
mod facilities;
mod factors;
mod fuel;
mod gates;
mod holding;
mod idle;
mod limits;
mod loads;
mod reset;
mod routes;
mod slots;
mod teams;
mod weather;
mod withdrawal;

use crate::model::ids::{
    CarrierId, CiviliansId, ElementId, FleetId, InstanceId, LaneId, LegId, PlaceId, RouteId, TerminalId,
};
use std::collections::VecDeque;

use crate::kernel::{FewMarks, Id, Marks, Resource, Table, Time};

use super::facility::Facility;
use super::outcome::FacilityUse;
use super::world::World;

pub(crate) use carriers::{
    Carrier, Departing, FleetChange, FleetChangeKind, FleetState, LaterSpan, Purpose, SpareCrew, Stage, Wait,
};
pub(crate) use events::Kind;
pub(crate) use facilities::Facilities;
pub(crate) use factors::Factors;
pub(crate) use fuel::Fuel;
pub(crate) use gates::{Closure, Gate, Passage};
pub(crate) use holding::{Holder, Holding};
pub(crate) use idle::{IdleCarriers, IdleOfFleet};
pub(crate) use limits::DailyLimits;
pub(crate) use loads::{Element, Gathered, Instance, Lane, Waiting};
pub(crate) use routes::{Route, Way};
pub(crate) use slots::Slots;
pub(crate) use teams::{Ask, KnownWait, Teams};
pub(crate) use withdrawal::Withdrawal;

/// Everything that changes.
#[expect(clippy::struct_excessive_bools, reason = "each is about something of its own")]
#[derive(Debug, Clone, Default)]
pub(crate) struct State<'w> {
    pub(crate) elements: Table<ElementId, Element>,
    /// Counts by element and slot, of those that are not everything that a copy has.
    pub(crate) counts: Vec<u32>,
    pub(crate) instances: Table<InstanceId, Instance>,
    /// By copy; empty where none is gathered.
    pub(crate) gathered: Table<InstanceId, Gathered>,
    pub(crate) carriers: Table<CarrierId, Carrier<'w>>,
    /// Hours of carriers that are counted before they have passed, beside those of `busy`; some are over.
    pub(crate) later_spans: VecDeque<LaterSpan>,
    pub(crate) fleets: Table<FleetId, FleetState>,
    /// Whether any of them has more carriers in use than it may.
    pub(crate) over_limit: bool,
    pub(crate) idle: IdleCarriers,
    pub(crate) lanes: Table<LaneId, Lane>,
    /// Lanes where loads wait.
    pub(crate) waiting: Marks<LaneId>,
    pub(crate) facilities: Facilities,
    /// Facilities with somebody to serve, and [`Facilities::RECEPTIONS`].
    pub(crate) dirty: FewMarks,
    /// Reception teams of places.
    pub(crate) receptions: Table<PlaceId, Resource>,
    /// Receptions with somebody to serve.
    pub(crate) dirty_receptions: Marks<PlaceId>,
    pub(crate) gates: Table<TerminalId, Gate>,
    pub(crate) routes: Table<RouteId, Route>,
    pub(crate) fuel: Table<TerminalId, Fuel>,
    pub(crate) fleet_changes: Vec<FleetChange>,
    /// How each carrier holds; empty where no terminal has an alternate.
    pub(crate) holding: Table<CarrierId, Holding>,
    /// Carriers whose hold reaches its limit now.
    pub(crate) at_limit: Vec<CarrierId>,
    /// Carriers that want to move through a gate now.
    pub(crate) movements: Vec<CarrierId>,
    /// Elements that want to march over a route that may hold them.
    pub(crate) setting_out: Vec<ElementId>,
    /// Elements that their route holds until the run ends.
    pub(crate) held_marches: Vec<ElementId>,
    /// Whether anybody may be in `movements`, `setting_out` or `at_limit`: one look after each event instead of three.
    pub(crate) asks: bool,
    pub(crate) dispatch_due: bool,
    /// By leg: people, vehicles and kilograms of cargo that have not begun it.
    pub(crate) to_come: Table<LegId, u64>,
    /// Whether carriers go with less than their `min_fill`, since nothing else is left to happen.
    pub(crate) fill_waived: bool,
    /// People and vehicles at the site of each place.
    pub(crate) strength: Table<PlaceId, (u32, u32)>,
    /// Civilians ready, by group.
    pub(crate) civilians: Table<CiviliansId, u32>,
    pub(crate) withdrawal: Withdrawal,
    /// Common factors.
    pub(crate) factors: Factors,
    /// Loaded departures and landings of each day.
    pub(crate) limits: DailyLimits,
    /// Mobilisation teams.
    pub(crate) teams: Teams,
    /// Waits of copies at home.
    pub(crate) known_waits: Vec<KnownWait>,
    /// Sites that are being taken over.
    pub(crate) takeovers: u32,
}

fn use_of(resource: &Resource, until: Time) -> FacilityUse {
    FacilityUse {
        busy_ms: resource.busy_ms(until),
        queued_ms: resource.queued_ms(until),
        peak: resource.peak_in_use(),
    }
}

impl State<'_> {
    /// Looks again who asks, after some of them have been let move.
    pub(crate) fn note_asking(&mut self) {
        self.asks = !self.movements.is_empty() || !self.setting_out.is_empty() || !self.at_limit.is_empty();
    }

    /// A carrier wants to move through a gate now.
    pub(crate) fn ask_to_move(&mut self, carrier: CarrierId) {
        self.movements.push(carrier);
        self.asks = true;
    }

    /// An element wants to march now over a route that may hold it.
    pub(crate) fn ask_to_march(&mut self, element: ElementId) {
        self.setting_out.push(element);
        self.asks = true;
    }

    /// The hold of a carrier reaches its limit now.
    pub(crate) fn note_at_limit(&mut self, carrier: CarrierId) {
        self.at_limit.push(carrier);
        self.asks = true;
    }

    /// Notes that somebody has to be served at a reception.
    pub(crate) fn mark_reception(&mut self, place: PlaceId) {
        self.dirty_receptions.mark(place);
        self.dirty.mark(Facilities::RECEPTIONS);
    }

    /// Use of facilities until an instant, by terminal and facility.
    pub(crate) fn facility_uses(&self, world: &World, until: Time) -> impl Iterator<Item = FacilityUse> {
        let terminals = world.terminals.ids();
        let each = terminals.flat_map(|terminal| Facility::ALL.map(|facility| (terminal, facility)));
        each.map(move |(terminal, facility)| use_of(self.facilities.of(terminal, facility), until))
    }

    /// Use of reception teams until an instant, by place.
    pub(crate) fn reception_uses(&self, until: Time) -> impl Iterator<Item = FacilityUse> {
        self.receptions.iter().map(move |teams| use_of(teams, until))
    }

    /// Counts of an element: its own, or those of a whole copy.
    #[inline]
    pub(crate) fn counts_of<'a>(&'a self, world: &'a World, element: ElementId) -> &'a [u32] {
        let e = &self.elements[element];
        if e.whole {
            return &world.units[e.unit].counts;
        }
        let start = element.index() * world.slots;
        &self.counts[start..start + world.slots]
    }

    /// Sets the counts of an element that is not everything that a copy has. A few numbers: a loop is cheaper than a call
    /// to copy them.
    #[inline]
    pub(crate) fn set_counts(&mut self, world: &World, element: ElementId, counts: &[u32]) {
        let start = element.index() * world.slots;
        let end = start + world.slots;
        self.counts.resize(self.counts.len().max(end), 0);
        for (count, value) in self.counts[start..end].iter_mut().zip(counts) {
            *count = *value;
        }
    }

    /// Notes hours that are counted and have not passed.
    pub(crate) fn note_later(&mut self, now: Time, span: LaterSpan) {
        while self.later_spans.front().is_some_and(|first| first.to <= now) {
            self.later_spans.pop_front();
        }
        self.later_spans.push_back(span);
    }

    /// Notes whether any fleet has to take carriers out of use.
    pub(crate) fn note_limits(&mut self) {
        self.over_limit = self.fleets.iter().any(|fleet| fleet.active > fleet.limit);
    }

    /// Adds an element; unless it is everything that a copy has, its counts have to be set.
    pub(crate) fn add_element(&mut self, element: Element) -> ElementId {
        self.elements.push(element)
    }
}
