//! Setting the state back to the beginning of a replication; memory is kept.

use crate::model::ids::{ElementId, LaneId, TerminalId, UnitId};

use crate::kernel::{Resource, Time};

use super::super::category::Category;
use super::super::facility::Facility;
use super::super::world::{UNLIMITED, World};
use super::{
    Carrier, Departing, Facilities, FleetState, Fuel, Gate, Gathered, Holding, Instance, Lane, Purpose,
    Route, SpareCrew, Stage, State,
};

impl<'w> State<'w> {
    /// Empties everything and keeps the memory.
    pub(crate) fn reset(&mut self, world: &'w World) {
        self.elements.clear();
        self.counts.clear();
        self.instances.refill(world.instances as usize, Instance::default());
        let gathers = world.legs.iter().any(|leg| leg.marry_up);
        self.gathered.refill(if gathers { world.instances as usize } else { 0 }, Gathered::default());
        self.reset_carriers(world);
        self.lanes.resize_with(world.lanes.len(), Lane::default);
        for lane in &mut self.lanes {
            lane.reset();
        }
        self.waiting.reset(world.lanes.len());
        self.to_come.refill(world.legs.len(), 0);
        self.fill_waived = false;
        self.expect_loads(world, false);
        self.reset_resources(world);
        self.reset_gates(world);
        self.dirty.clear();
        self.dirty_receptions.reset(world.places.len());
        let diverts = world.terminals.iter().any(|terminal| terminal.max_hold_ms.is_some());
        self.holding.refill(if diverts { world.fleet_of.len() } else { 0 }, Holding::NONE);
        self.at_limit.clear();
        self.movements.clear();
        self.setting_out.clear();
        self.held_marches.clear();
        self.later_spans.clear();
        self.fleet_changes.clear();
        self.asks = false;
        self.dispatch_due = false;
        self.strength.refill(world.places.len(), (0, 0));
        self.civilians.refill(world.civilians.len(), 0);
        self.withdrawal.reset(world);
        self.factors.reset();
        self.limits.reset(world);
        self.teams.reset(world);
        self.known_waits.clear();
        self.takeovers = 0;
    }

    /// Enters what lanes of the deployment, or of the way home, are to carry.
    pub(crate) fn expect_loads(&mut self, world: &World, homeward: bool) {
        for (lane, spec) in
            self.lanes.iter_mut().zip(&world.lanes).filter(|(_, spec)| spec.homeward == homeward)
        {
            lane.expect(spec.loads);
        }
        for (to_come, leg) in self.to_come.iter_mut().zip(&world.legs) {
            if leg.homeward == homeward {
                let unit = &world.units[leg.unit];
                *to_come = unit.amount() * u64::from(unit.copies);
            }
        }
    }

    fn reset_carriers(&mut self, world: &'w World) {
        self.carriers.clear();
        for fleet in &world.fleet_of {
            let spec = &world.fleets[*fleet];
            let carrier_type = &world.carrier_types[spec.carrier_type];
            self.carriers.push(Carrier {
                spec: carrier_type,
                trip: None,
                sortie: None,
                lift: None,
                fleet: *fleet,
                carrier_type: spec.carrier_type,
                at: spec.base,
                to: TerminalId::NONE,
                stage: Stage::Stopped,
                purpose: Purpose::Home,
                has_stand: false,
                reserved: false,
                return_draws: false,
                ahead: 0,
                crews: spec.crews.as_ref(),
                load: ElementId::NONE,
                client: UnitId::NONE,
                lane: LaneId::NONE,
                covers: LaneId::NONE,
                line: u32::MAX,
                busy: Category::Start,
                busy_until: Time::ZERO,
                trips: 0,
                cause: 0,
                own: 0,
                since: Time::ZERO,
                duty_since: Time::NEVER,
                free_since: Time::ZERO,
                freed_by: 0,
                rest: 0,
                next: Departing::Failure,
            });
        }
        self.over_limit = false;
        self.idle.reset(world);
        self.fleets.resize_with(world.fleets.len(), FleetState::default);
        for (fleet, spec) in self.fleets.iter_mut().zip(&world.fleets) {
            fleet.active = 0;
            fleet.limit = 0;
            fleet.there = true;
            fleet.planned = spec.count;
            fleet.lost = 0;
            fleet.stopped.clear();
            fleet.crews.clear();
            for (at, count) in spec.crews.iter().flat_map(|crews| &crews.spare) {
                let spare = SpareCrew { at: *at, rested: Time::ZERO, rest: 0 };
                fleet.crews.extend(std::iter::repeat_n(spare, *count as usize));
            }
        }
    }

    fn reset_resources(&mut self, world: &World) {
        for (id, terminal) in world.terminals.with_ids() {
            for (facility, capacity) in Facility::ALL.into_iter().zip(terminal.capacities) {
                self.facilities.numbered(Facilities::number(id, facility)).reset(capacity);
            }
        }
        self.receptions.resize_with(world.places.len(), Resource::default);
        for (reception, place) in self.receptions.iter_mut().zip(&world.places) {
            reception.reset(place.reception.as_ref().map_or(UNLIMITED, |(teams, _)| *teams));
        }
        self.fuel.resize_with(world.terminals.len(), Fuel::default);
        for (fuel, terminal) in self.fuel.iter_mut().zip(&world.terminals) {
            fuel.reset(terminal.fuel.as_ref());
        }
    }

    fn reset_gates(&mut self, world: &World) {
        self.gates.resize_with(world.terminals.len(), Gate::default);
        for gate in &mut self.gates {
            gate.reset();
        }
        self.routes.resize_with(world.routes.len(), Route::default);
        for route in &mut self.routes {
            route.reset();
        }
    }
}
