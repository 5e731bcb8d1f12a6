//! What changes during a replication: elements of units, carriers, queues. Reset, never rebuilt.

use std::collections::VecDeque;

use crate::kernel::{Marks, NodeId, Resource, Time};

use super::observe::Facility;
use super::outcome::refill;
use super::world::{NO_TERMINAL, NONE, UNLIMITED, World};

/// Kinds of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Kind {
    /// An element becomes ready at home.
    Ready,
    /// What a carrier was doing ends; its stage says what.
    Carrier,
    /// A march ends.
    MarchEnd,
    /// Reception of an element ends.
    Received,
    /// A carrier has held in the air long enough to divert.
    HoldLimit,
    /// A carrier becomes known to the dispatcher as free.
    Reported,
    /// An element becomes known to the dispatcher as ready.
    ElementReported,
    /// The number of usable carriers of a fleet changes.
    FleetChange,
    /// Fuel arrives at a terminal.
    Resupply,
    /// A site is taken over.
    Covered,
    /// The withdrawal begins.
    WithdrawalBegins,
    /// A place is handed over.
    HandedOver,
    /// Civilians become ready.
    CiviliansReady,
}

impl Kind {
    const ALL: [Self; 13] = [
        Self::Ready,
        Self::Carrier,
        Self::MarchEnd,
        Self::Received,
        Self::HoldLimit,
        Self::Reported,
        Self::ElementReported,
        Self::FleetChange,
        Self::Resupply,
        Self::Covered,
        Self::WithdrawalBegins,
        Self::HandedOver,
        Self::CiviliansReady,
    ];

    pub(crate) fn from_number(number: u8) -> Self {
        Self::ALL[usize::from(number)]
    }
}

/// What moves together: a copy of a unit, or a part of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Element {
    /// Its copy.
    pub(crate) instance: u32,
    /// Its unit.
    pub(crate) unit: u16,
    /// Its step in the world's legs.
    pub(crate) leg: u16,
    /// What it did last.
    pub(crate) node: NodeId,
    /// Since when it waits.
    pub(crate) since: Time,
    /// Number of its first item.
    pub(crate) first_item: u32,
    /// Loads that it makes, by estimate.
    pub(crate) loads: u32,
    /// The next element on the same carrier.
    pub(crate) next: u32,
    /// The place that it reached last.
    pub(crate) reached: u16,
    /// Whether it is on its way home.
    pub(crate) homeward: bool,
}

/// What a carrier is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Free where it is.
    Idle,
    /// Out of use.
    Stopped,
    /// Free, but not yet known to be.
    Unreported,
    /// Waits for a stand before loading.
    StandToLoad,
    /// Waits for a working spot to load.
    SpotToLoad,
    /// Waits for a loading team.
    LoadingTeam,
    /// Is loaded.
    Loading,
    /// Its crew rests.
    CrewRest,
    /// Is repaired.
    Repair,
    /// Is de-iced.
    DeIcing,
    /// Waits for a slot at the destination.
    Slot,
    /// Waits until it may depart.
    Departure,
    /// Travels.
    Travelling,
    /// Holds until a stand is free.
    Stand,
    /// Is on the way to the alternate.
    Diverting,
    /// Waits at the alternate.
    AtAlternate,
    /// Waits to land.
    Landing,
    /// Waits for a working spot to unload.
    Spot,
    /// Waits for an unloading team.
    UnloadingTeam,
    /// Is unloaded.
    Unloading,
    /// Waits for a fuel point.
    FuelPoint,
    /// Waits for fuel.
    Fuel,
    /// Is refuelled.
    Refuelling,
    /// Is serviced.
    Service,
    /// Civilians board.
    Boarding,
}

/// Why a carrier travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// To a load.
    Position,
    /// With a load.
    Deliver,
    /// Home.
    Home,
}

/// A carrier.
#[expect(clippy::struct_field_names, reason = "`carrier_type` is the word of the scenario")]
#[derive(Debug, Clone, Copy)]
pub(crate) struct Carrier {
    pub(crate) fleet: u16,
    pub(crate) carrier_type: u16,
    /// Where it is, or departed from.
    pub(crate) at: u8,
    /// Where it goes.
    pub(crate) to: u8,
    pub(crate) stage: Stage,
    pub(crate) purpose: Purpose,
    /// Whether it holds a stand at `at`.
    pub(crate) has_stand: bool,
    /// Whether a stand at `to` is held for it.
    pub(crate) reserved: bool,
    /// Whether the return draws of `line` are unused.
    pub(crate) return_draws: bool,
    /// First element on board, or assigned.
    pub(crate) load: u32,
    /// Its unit, `u16::MAX` without a load.
    pub(crate) client: u16,
    /// Lane of the load.
    pub(crate) lane: u16,
    /// Lane that it covers under most-uncovered dispatch.
    pub(crate) covers: u16,
    /// Line of draws of its current or last load, and the leg that it belongs to.
    pub(crate) line: u32,
    pub(crate) leg: u16,
    /// What enabled what it does next; it ended now, or when the carrier became free.
    pub(crate) cause: NodeId,
    /// What its load (or itself) did before.
    pub(crate) own: NodeId,
    /// Since when it is free or waits.
    pub(crate) since: Time,
    /// Trips without a load to be keyed by.
    pub(crate) trips: u32,
    /// When the duty of its crew began; `NEVER` for a rested crew.
    pub(crate) duty_since: Time,
}

/// A load waiting in a lane: rank under the dispatch rule, since when, element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Waiting {
    pub(crate) rank: u64,
    pub(crate) since: Time,
    pub(crate) element: u32,
}

/// A lane's queue.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lane {
    pub(crate) queue: VecDeque<Waiting>,
    /// Loads that wait, by estimate.
    pub(crate) waiting_loads: i64,
    /// Loads, ready or not, that no carrier is at or bound for.
    pub(crate) uncovered: i64,
    /// Carriers that cover it and have no load.
    pub(crate) covering: i64,
}

impl Lane {
    /// Loads that no carrier is at or bound for. Estimates can be too low; what waits is known.
    pub(crate) fn in_need(&self) -> i64 {
        self.uncovered.max(self.waiting_loads - self.covering)
    }
}

/// A copy of a unit.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Instance {
    /// What is at the end of the current phase, as `World::whole` counts.
    pub(crate) arrived: u64,
    /// People there.
    pub(crate) people: u32,
    /// Critical vehicles there.
    pub(crate) critical: u32,
    /// Whether it is operational.
    pub(crate) operational: bool,
    /// What is gathered for a marry-up, as `World::whole` counts.
    pub(crate) gathered: u64,
    /// Since when.
    pub(crate) gathered_since: Time,
    /// Whether it is on its way home.
    pub(crate) homeward: bool,
    /// Where its last element came to be in place.
    pub(crate) at: u16,
    /// A destination that its loads share, and the leg after the one for which it was chosen (0 for none).
    pub(crate) bound: (u16, u8),
}

/// When a terminal lets carriers land and depart.
#[derive(Debug, Clone, Default)]
pub(crate) struct Gate {
    /// Movements over the runway.
    pub(crate) runway: Slots,
    /// Not open before; `NEVER` while that is not known.
    pub(crate) opens: Time,
    /// Closures of this replication, in order.
    pub(crate) closed: Vec<(Time, Time)>,
    /// Weather: closed spells so far, in order.
    pub(crate) weather: Vec<(Time, Time)>,
    /// Weather is known until here.
    pub(crate) weather_known: Time,
    /// Draws of weather made.
    pub(crate) weather_draws: u64,
    /// What opened it, when a unit's arrival did.
    pub(crate) opened_by: NodeId,
    /// Carriers that wait for an opening not yet known.
    pub(crate) shut_out: Vec<u32>,
}

/// Booked movements that keep an interval, by time. One that was held by something else (a blocked route, a
/// daily limit) may lie far ahead; those that are asked for later go before it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Slots {
    booked: VecDeque<(Time, NodeId)>,
}

impl Slots {
    /// The first instant from `at` on that keeps the interval, and the movement before it when that is later.
    pub(crate) fn first_free(&self, at: Time, interval_ms: i64) -> (Time, NodeId) {
        let mut found = (at, 0);
        let first = self.booked.partition_point(|(booked, _)| *booked + interval_ms <= at);
        for (booked, node) in self.booked.iter().skip(first) {
            if *booked - found.0 >= interval_ms {
                break;
            }
            found = (*booked + interval_ms, *node);
        }
        found
    }

    /// Books a movement and forgets those that no longer matter.
    pub(crate) fn book(&mut self, at: Time, interval_ms: i64, node: NodeId, now: Time) {
        if interval_ms <= 0 {
            return;
        }
        while self.booked.front().is_some_and(|(booked, _)| *booked + interval_ms <= now) {
            self.booked.pop_front();
        }
        let slot = self.booked.partition_point(|(booked, _)| *booked <= at);
        self.booked.insert(slot, (at, node));
    }

    fn clear(&mut self) {
        self.booked.clear();
    }
}

/// A change in the number of usable carriers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FleetChange {
    pub(crate) fleet: u16,
    pub(crate) what: FleetChangeKind,
}

/// What changes.
#[derive(Debug, Clone, Copy)]
pub(crate) enum FleetChangeKind {
    /// The planned number.
    Planned(u32),
    /// Carriers lost (positive) or back (negative).
    Lost(i64),
}

/// A fleet.
#[derive(Debug, Clone, Default)]
pub(crate) struct FleetState {
    /// Idle carriers by stop, longest idle first.
    pub(crate) idle: Vec<VecDeque<u32>>,
    /// Idle carriers in all.
    pub(crate) idle_count: u32,
    /// Those of them that cover no lane.
    pub(crate) loose: u32,
    /// Carriers that are not stopped.
    pub(crate) active: u32,
    /// Planned number.
    pub(crate) planned: u32,
    /// Lost.
    pub(crate) lost: i64,
    /// Stopped carriers, last stopped last.
    pub(crate) stopped: Vec<u32>,
    /// Crews that rest or are spare: where, rested when.
    pub(crate) crews: Vec<(u8, Time)>,
}

/// Everything that changes.
#[derive(Debug, Clone, Default)]
pub(crate) struct State {
    pub(crate) elements: Vec<Element>,
    /// Counts by element and slot.
    pub(crate) counts: Vec<u32>,
    pub(crate) instances: Vec<Instance>,
    pub(crate) carriers: Vec<Carrier>,
    pub(crate) fleets: Vec<FleetState>,
    /// Idle carriers of all fleets.
    pub(crate) idle_count: u32,
    /// Idle carriers of all fleets that cover no lane.
    pub(crate) loose: u32,
    /// By terminal, idle carriers there that cover a lane.
    pub(crate) covering: Vec<u32>,
    pub(crate) lanes: Vec<Lane>,
    /// Facilities of terminals, then receptions of places.
    pub(crate) resources: Vec<Resource>,
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
    /// Resources with somebody to serve.
    pub(crate) dirty: Marks,
    /// Carriers that want to move through a gate now.
    pub(crate) movements: Vec<u32>,
    /// Carriers that became free now.
    pub(crate) freed: Vec<u32>,
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

impl State {
    /// Index of a terminal's facility among the resources.
    #[inline]
    pub(crate) fn facility(terminal: u8, facility: Facility) -> usize {
        usize::from(terminal) * Facility::ALL.len() + facility as usize
    }

    /// Index of a place's reception among the resources.
    pub(crate) fn reception(world: &World, place: u16) -> usize {
        world.terminals.len() * Facility::ALL.len() + usize::from(place)
    }

    /// Counts of an element.
    #[inline]
    pub(crate) fn counts_of(&self, world: &World, element: u32) -> &[u32] {
        let start = element as usize * world.slots;
        &self.counts[start..start + world.slots]
    }

    /// Gives an element everything that a copy of a unit has.
    pub(crate) fn set_whole(&mut self, world: &World, element: u32, unit: u16) {
        let unit = &world.units[usize::from(unit)];
        let start = element as usize * world.slots;
        let counts = &mut self.counts[start..start + world.slots];
        for (count, slot) in counts.iter_mut().zip(&unit.vehicles) {
            *count = slot.count;
        }
        counts[world.people_slot()] = unit.personnel;
        counts[world.cargo_slot()] = unit.cargo_kg;
    }

    /// Adds an element with counts of zero.
    pub(crate) fn add_element(&mut self, world: &World, element: Element) -> u32 {
        let id = self.elements.len() as u32;
        self.elements.push(element);
        self.counts.resize(self.counts.len() + world.slots, 0);
        id
    }

    /// Empties everything and keeps the memory.
    pub(crate) fn reset(&mut self, world: &World) {
        self.elements.clear();
        self.counts.clear();
        refill(&mut self.instances, world.instances as usize, Instance::default());
        self.reset_carriers(world);
        self.lanes.resize_with(world.lanes.len(), Lane::default);
        for lane in &mut self.lanes {
            lane.queue.clear();
            lane.waiting_loads = 0;
            lane.uncovered = 0;
            lane.covering = 0;
        }
        refill(&mut self.to_come, world.legs.len(), 0);
        self.fill_waived = false;
        self.expect_loads(world, false);
        self.reset_resources(world);
        self.reset_gates(world);
        self.dirty.reset(self.resources.len());
        self.movements.clear();
        self.freed.clear();
        self.fleet_changes.clear();
        self.dispatch_due = false;
        refill(&mut self.parked, world.terminals.len(), 0);
        refill(&mut self.strength, world.places.len(), (0, 0));
        refill(&mut self.civilians, world.civilians.len(), 0);
        self.homeward_days.clear();
        self.withdrawal.begun = false;
        self.withdrawal.node = 0;
        refill(&mut self.withdrawal.handed_over, world.places.len(), None);
        self.withdrawal.queue.clear();
        refill(&mut self.withdrawal.running, world.places.len(), 0);
        self.takeovers = 0;
    }

    /// Enters what lanes of the deployment, or of the way home, are to carry.
    pub(crate) fn expect_loads(&mut self, world: &World, homeward: bool) {
        for (lane, spec) in
            self.lanes.iter_mut().zip(&world.lanes).filter(|(_, spec)| spec.homeward == homeward)
        {
            lane.uncovered += spec.loads;
        }
        for (to_come, leg) in self.to_come.iter_mut().zip(&world.legs) {
            if leg.homeward == homeward {
                let unit = &world.units[usize::from(leg.unit)];
                *to_come = unit.amount() * u64::from(unit.copies);
            }
        }
    }

    fn reset_carriers(&mut self, world: &World) {
        self.carriers.clear();
        for fleet in &world.fleet_of {
            let spec = &world.fleets[usize::from(*fleet)];
            self.carriers.push(Carrier {
                fleet: *fleet,
                carrier_type: spec.carrier_type,
                at: spec.base,
                to: NO_TERMINAL,
                stage: Stage::Stopped,
                purpose: Purpose::Home,
                has_stand: false,
                reserved: false,
                return_draws: false,
                load: NONE,
                client: u16::MAX,
                lane: u16::MAX,
                covers: u16::MAX,
                line: NONE,
                leg: 0,
                trips: 0,
                cause: 0,
                own: 0,
                since: Time::ZERO,
                duty_since: Time::NEVER,
            });
        }
        self.idle_count = 0;
        self.loose = 0;
        refill(&mut self.covering, world.terminals.len(), 0);
        self.fleets.resize_with(world.fleets.len(), FleetState::default);
        for (fleet, spec) in self.fleets.iter_mut().zip(&world.fleets) {
            fleet.idle.resize_with(spec.stops.len(), VecDeque::new);
            for queue in &mut fleet.idle {
                queue.clear();
            }
            fleet.idle_count = 0;
            fleet.loose = 0;
            fleet.active = 0;
            fleet.planned = spec.count;
            fleet.lost = 0;
            fleet.stopped.clear();
            fleet.crews.clear();
            if let Some(crews) = &spec.crews {
                for (terminal, count) in &crews.spare {
                    for _ in 0..*count {
                        fleet.crews.push((*terminal, Time::ZERO));
                    }
                }
            }
        }
    }

    fn reset_resources(&mut self, world: &World) {
        let receptions = world.terminals.len() * Facility::ALL.len();
        self.resources.resize_with(receptions + world.places.len(), Resource::default);
        for (index, terminal) in world.terminals.iter().enumerate() {
            let capacities = [
                terminal.stands,
                terminal.working_spots,
                terminal.loading_teams,
                terminal.unloading_teams,
                terminal.fuel_points,
            ];
            for (facility, capacity) in capacities.into_iter().enumerate() {
                self.resources[index * Facility::ALL.len() + facility].reset(capacity);
            }
        }
        for (index, place) in world.places.iter().enumerate() {
            let teams = place.reception.as_ref().map_or(UNLIMITED, |(teams, _)| *teams);
            self.resources[receptions + index].reset(teams);
        }
        refill(&mut self.fuel_kg, world.terminals.len(), 0);
        refill(&mut self.resupplies, world.terminals.len(), 0);
        self.fuel_queue.resize_with(world.terminals.len(), VecDeque::new);
        for (index, terminal) in world.terminals.iter().enumerate() {
            self.fuel_kg[index] = terminal.fuel.as_ref().map_or(i64::MAX, |fuel| fuel.stock_kg);
            self.fuel_queue[index].clear();
        }
    }

    fn reset_gates(&mut self, world: &World) {
        self.gates.resize_with(world.terminals.len(), Gate::default);
        for gate in &mut self.gates {
            gate.runway.clear();
            gate.opened_by = 0;
            gate.opens = Time::ZERO;
            gate.closed.clear();
            gate.weather.clear();
            gate.weather_known = Time::ZERO;
            gate.weather_draws = 0;
            gate.shut_out.clear();
        }
        self.tracks.resize_with(world.routes.len(), <[Slots; 2]>::default);
        for track in self.tracks.iter_mut().flatten() {
            track.clear();
        }
        self.route_blocked.resize_with(world.routes.len(), Vec::new);
        for windows in &mut self.route_blocked {
            windows.clear();
        }
    }
}
