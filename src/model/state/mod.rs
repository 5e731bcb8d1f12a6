//! What changes during a replication: elements of units, carriers, queues. Reset, never rebuilt.

mod carriers;
mod events;
mod facilities;
mod gates;
mod loads;
mod reset;

use std::collections::VecDeque;

use crate::kernel::{FewMarks, Marks, NodeId, Resource, Time};

use super::observe::Facility;
use super::outcome::FacilityUse;
use super::world::World;

pub(crate) use carriers::{Carrier, FleetChange, FleetChangeKind, FleetState, Purpose, Stage};
pub(crate) use events::Kind;
pub(crate) use facilities::Facilities;
pub(crate) use gates::{Gate, Slots};
pub(crate) use loads::{Element, Gathered, Instance, Lane, Waiting};

/// Everything that changes.
#[derive(Debug, Clone, Default)]
pub(crate) struct State<'w> {
    pub(crate) elements: Vec<Element>,
    /// Counts by element and slot, of those that are not everything that a copy has.
    pub(crate) counts: Vec<u32>,
    pub(crate) instances: Vec<Instance>,
    /// By copy; empty where none is gathered.
    pub(crate) gathered: Vec<Gathered>,
    pub(crate) carriers: Vec<Carrier<'w>>,
    pub(crate) fleets: Vec<FleetState>,
    /// Whether any of them has more carriers in use than it may.
    pub(crate) over_limit: bool,
    /// Idle carriers of all fleets.
    pub(crate) idle_count: u32,
    /// Idle carriers of all fleets that cover no lane.
    pub(crate) loose: u32,
    /// By terminal, idle carriers there that cover a lane.
    pub(crate) covering: Vec<u32>,
    pub(crate) lanes: Vec<Lane>,
    /// Lanes where loads wait.
    pub(crate) waiting: Marks,
    pub(crate) facilities: Facilities,
    /// Facilities with somebody to serve, and [`Facilities::RECEPTIONS`].
    pub(crate) dirty: FewMarks,
    /// Reception teams of places.
    pub(crate) receptions: Vec<Resource>,
    /// Receptions with somebody to serve.
    pub(crate) dirty_receptions: Marks,
    pub(crate) gates: Vec<Gate>,
    /// Departures on routes in both directions.
    pub(crate) tracks: Vec<[Slots; 2]>,
    pub(crate) route_blocked: Vec<Vec<(Time, Time)>>,
    /// Fuel at terminals [kg], and resupplies that came.
    pub(crate) fuel_kg: Vec<i64>,
    pub(crate) resupplies: Vec<i64>,
    /// Carriers waiting for fuel, by terminal.
    pub(crate) fuel_queue: Vec<VecDeque<u32>>,
    pub(crate) fleet_changes: Vec<FleetChange>,
    /// Carriers that want to move through a gate now.
    pub(crate) movements: Vec<u32>,
    /// Carriers that became free now, and how many of them stand among the idle ones already.
    pub(crate) freed: Vec<u32>,
    pub(crate) freed_queued: usize,
    pub(crate) dispatch_due: bool,
    /// By leg: people, vehicles and kilograms of cargo that have not begun it.
    pub(crate) to_come: Vec<u64>,
    /// Whether carriers go with less than their `min_fill`, since nothing else is left to happen.
    pub(crate) fill_waived: bool,
    /// Idle carriers that keep a stand, by terminal.
    pub(crate) parked: Vec<u32>,
    /// People and vehicles at the site of each place.
    pub(crate) strength: Vec<(u32, u32)>,
    /// Civilians ready, by group.
    pub(crate) civilians: Vec<u32>,
    /// Days (local) and loaded homeward departures booked on them.
    pub(crate) homeward_days: Vec<(i64, u32)>,
    pub(crate) withdrawal: WithdrawalState,
    /// Sites that are being taken over.
    pub(crate) takeovers: u32,
}

/// The withdrawal.
#[derive(Debug, Clone, Default)]
pub(crate) struct WithdrawalState {
    pub(crate) begun: bool,
    /// The node of its beginning.
    pub(crate) node: NodeId,
    /// Node of the hand-over of each place, once handed over.
    pub(crate) handed_over: Vec<Option<NodeId>>,
    /// Places that wait for a hand-over team.
    pub(crate) queue: VecDeque<u16>,
    /// Nodes of hand-overs that run, by place.
    pub(crate) running: Vec<NodeId>,
}

impl State<'_> {
    /// Notes that somebody has to be served at a reception.
    pub(crate) fn mark_reception(&mut self, place: usize) {
        self.dirty_receptions.mark(place);
        self.dirty.mark(Facilities::RECEPTIONS);
    }

    /// Use of facilities until an instant, by terminal and facility.
    pub(crate) fn facility_uses(&self, world: &World, until: Time) -> impl Iterator<Item = FacilityUse> {
        let terminals = 0..world.terminals.len() as u8;
        let each = terminals.flat_map(|terminal| Facility::ALL.map(|facility| (terminal, facility)));
        each.map(move |(terminal, facility)| {
            let resource = self.facilities.of(terminal, facility);
            FacilityUse {
                busy_ms: resource.busy_ms(until),
                queued_ms: resource.queued_ms(until),
                peak: resource.peak_in_use(),
            }
        })
    }

    /// Counts of an element: its own, or those of a whole copy.
    #[inline]
    pub(crate) fn counts_of<'a>(&'a self, world: &'a World, element: u32) -> &'a [u32] {
        let e = &self.elements[element as usize];
        if e.whole {
            return &world.units[usize::from(e.unit)].counts;
        }
        let start = element as usize * world.slots;
        &self.counts[start..start + world.slots]
    }

    /// Sets the counts of an element that is not everything that a copy has. A few numbers: a loop is cheaper than a call
    /// to copy them.
    #[inline]
    pub(crate) fn set_counts(&mut self, world: &World, element: u32, counts: &[u32]) {
        let start = element as usize * world.slots;
        let end = start + world.slots;
        self.counts.resize(self.counts.len().max(end), 0);
        for (count, value) in self.counts[start..end].iter_mut().zip(counts) {
            *count = *value;
        }
    }

    /// Notes whether any fleet has to take carriers out of use.
    pub(crate) fn note_limits(&mut self) {
        self.over_limit = self.fleets.iter().any(|fleet| fleet.active > fleet.limit);
    }

    /// Adds an element; unless it is everything that a copy has, its counts have to be set.
    pub(crate) fn add_element(&mut self, element: Element) -> u32 {
        let id = self.elements.len() as u32;
        self.elements.push(element);
        id
    }
}
