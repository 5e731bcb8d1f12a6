//! Who is stuck and on what, when a replication ends without closure.

use std::collections::{BTreeMap, BTreeSet};

use crate::kernel::{Causes, Time};

use super::facility::Facility;
use super::ids::{ElementId, FleetId, InstanceId, LaneId, PlaceId, RouteId, TerminalId, UnitId};
use super::observe::Observer;
use super::simulation::Simulation;
use super::state::{Carrier, Stage};
use super::world::{OpensSpec, Step, UNLIMITED, World};

/// Who does not move on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    /// A terminal.
    Terminal(TerminalId),
    /// Copies of a unit.
    Unit(UnitId),
    /// Carriers of a fleet.
    Fleet(FleetId),
    /// Everybody, on the way home.
    Withdrawal,
}

/// On what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum On {
    /// A terminal opens when this unit is in place, which it is not.
    Opening(UnitId),
    /// No fleet that may carry them from this place has a carrier left in use.
    NoCarrierLeft(PlaceId),
    /// No free carrier has a way to this place.
    NoWayThere(PlaceId),
    /// Free carriers at this place cannot take what waits.
    NothingFits(PlaceId),
    /// Free carriers at this place wait for a fuller load.
    Fill(PlaceId),
    /// All carriers that may carry them from this place are busy.
    CarriersBusy(PlaceId),
    /// A facility at a place.
    Facility(Facility, PlaceId),
    /// A stand promised at a place, before they depart.
    Slot(PlaceId),
    /// A place that has not opened.
    Opened(PlaceId),
    /// A place or its routes to let them move.
    Movement(PlaceId),
    /// A route to take them.
    Route(RouteId),
    /// Fuel at a place.
    Fuel(PlaceId),
    /// Reception at a place.
    Reception(PlaceId),
    /// The rest of their copy.
    Rest,
    /// The end of the time that a replication may take.
    Horizon,
    /// Closure of the deployment.
    Closure,
}

/// Some who are stuck on the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stuck {
    /// Who.
    pub who: Who,
    /// On what.
    pub on: On,
    /// How many copies or carriers.
    pub count: u32,
}

impl Stuck {
    /// Says it in a sentence, without a full stop.
    pub fn sentence(&self, world: &World) -> String {
        let place = |place: PlaceId| format!("`{}`", world.places[place].id);
        let on = match self.on {
            On::Opening(unit) => {
                return match self.who {
                    Who::Terminal(terminal) => {
                        let spec = &world.terminals[terminal];
                        let opener = &world.units[unit].id;
                        format!("terminal {} never opens: it waits for `{opener}`", place(spec.place))
                    }
                    _ => String::new(),
                };
            }
            On::NoCarrierLeft(at) => {
                format!("wait at {} for a carrier: none that may carry them is left in use", place(at))
            }
            On::NoWayThere(at) => {
                format!("wait at {} for a carrier: those that are free have no way there", place(at))
            }
            On::NothingFits(at) => {
                format!("wait at {} for a carrier: those that are free cannot take them", place(at))
            }
            On::Fill(at) => format!("wait at {} for more, to fill a carrier to its `min_fill`", place(at)),
            On::CarriersBusy(at) => {
                format!("wait at {} for a carrier: all that may carry them are busy", place(at))
            }
            On::Facility(facility, at) => format!("wait for {} at {}", facility.one(), place(at)),
            On::Slot(at) => format!("wait for a stand to be kept for them at {}", place(at)),
            On::Opened(at) => format!("wait for {} to open", place(at)),
            On::Movement(at) => format!("wait to land at or depart from {}", place(at)),
            On::Route(route) => {
                format!("wait to set out on the route `{}`, which is blocked", world.routes[route].id)
            }
            On::Fuel(at) => format!("wait for fuel at {}", place(at)),
            On::Reception(at) => format!("wait for reception at {}", place(at)),
            On::Rest => "wait for the rest of their unit".to_owned(),
            On::Horizon => format!("are not there when the horizon of {} ends the run", world.horizon),
            On::Closure => return "the withdrawal waits for the closure of the deployment".to_owned(),
        };
        let copies = |count: u32| if count == 1 { "1 copy".to_owned() } else { format!("{count} copies") };
        match self.who {
            Who::Unit(unit) => {
                format!("{} of `{}` {on}", copies(self.count), world.units[unit].id)
            }
            Who::Fleet(fleet) => {
                let carriers =
                    if self.count == 1 { "1 carrier".to_owned() } else { format!("{} carriers", self.count) };
                format!("{carriers} of `{}` {on}", world.fleets[fleet].id)
            }
            Who::Terminal(_) | Who::Withdrawal => on,
        }
    }
}

/// Copies, or carriers, by who and what.
type Found = BTreeMap<(Who, On), BTreeSet<u32>>;

impl<C: Causes, O: Observer> Simulation<'_, C, O> {
    /// Who was stuck, and on what, when the last replication ended; nobody when everything closed.
    pub fn stuck(&self) -> Vec<Stuck> {
        let world = self.world;
        let deployed = self.outcome.phases[0].closure.at.is_some();
        let home = world.withdrawal.is_none() || self.outcome.phases[1].closure.at.is_some();
        if deployed && home {
            return Vec::new();
        }
        let mut found = Found::new();
        self.stuck_terminals(&mut found);
        self.stuck_in_lanes(&mut found);
        self.stuck_carriers(&mut found);
        self.stuck_at_places(&mut found);
        let named: BTreeSet<u32> = found
            .iter()
            .filter(|((who, _), _)| matches!(who, Who::Unit(_)))
            .flat_map(|(_, copies)| copies.iter().copied())
            .collect();
        for instance in world.unit_of.ids().filter(|instance| !named.contains(&instance.number())) {
            if !self.is_through(instance, deployed) {
                let unit = world.unit_of[instance];
                found.entry((Who::Unit(unit), On::Horizon)).or_default().insert(instance.number());
            }
        }
        if world.withdrawal.is_some() && !deployed && !self.state.withdrawal.has_begun() {
            found.entry((Who::Withdrawal, On::Closure)).or_default().insert(0);
        }
        found.into_iter().map(|((who, on), all)| Stuck { who, on, count: all.len() as u32 }).collect()
    }

    /// Whether a copy has reached the end of the phase that is not closed.
    fn is_through(&self, instance: InstanceId, deployed: bool) -> bool {
        let state = &self.state.instances[instance];
        let unit = &self.world.units[self.world.unit_of[instance]];
        let complete = state.arrived == unit.whole;
        if deployed { state.homeward && complete } else { state.homeward || complete }
    }

    fn stuck_terminals(&self, found: &mut Found) {
        for (terminal, spec) in self.world.terminals.with_ids() {
            if let OpensSpec::AfterUnit(unit) = spec.opens
                && !self.state.gates[terminal].is_opening_known()
            {
                found.entry((Who::Terminal(terminal), On::Opening(unit))).or_default().insert(0);
            }
        }
    }

    fn stuck_in_lanes(&self, found: &mut Found) {
        for (id, lane) in self.state.lanes.with_ids() {
            for (slot, waiting) in lane.queue.iter().enumerate() {
                let e = &self.state.elements[waiting.element];
                let on = self.why_no_carrier(id, slot, waiting.element);
                found.entry((Who::Unit(e.unit), on)).or_default().insert(e.instance.number());
            }
        }
    }

    fn why_no_carrier(&self, lane: LaneId, slot: usize, element: ElementId) -> On {
        let world = self.world;
        let spec = &world.lanes[lane];
        let at = world.terminals[spec.from].place;
        let in_use = |c: &&Carrier| spec.fleets.contains(&c.fleet) && c.stage != Stage::Stopped;
        let carriers: Vec<&Carrier> = self.state.carriers.iter().filter(in_use).collect();
        let has_way = |c: &Carrier| world.fleets[c.fleet].reach[c.at].contains(&lane);
        let free: Vec<&&Carrier> = carriers.iter().filter(|c| c.stage == Stage::Idle).collect();
        if carriers.is_empty() {
            On::NoCarrierLeft(at)
        } else if carriers.len() > free.len() {
            On::CarriersBusy(at)
        } else if !free.iter().any(|c| has_way(c)) {
            On::NoWayThere(at)
        } else if free.iter().any(|c| self.can_take_any(lane, element, c.carrier_type)) {
            // Something would go, but not enough of it.
            if free.iter().any(|c| self.can_take(lane, slot, element, c.carrier_type)) {
                On::CarriersBusy(at)
            } else {
                On::Fill(at)
            }
        } else {
            On::NothingFits(at)
        }
    }

    fn stuck_carriers(&self, found: &mut Found) {
        let world = self.world;
        for (carrier, c) in self.state.carriers.with_ids() {
            let place = |terminal: TerminalId| {
                world.terminals.entry(terminal).map_or(PlaceId::new(0), |spec| spec.place)
            };
            let on = match c.stage {
                Stage::Fuel => On::Fuel(place(c.at)),
                Stage::Slot => On::Slot(place(c.to)),
                Stage::Departure => self.why_no_movement(c.at),
                Stage::OverAlternate | Stage::AtAlternate if !c.has_stand_at_destination() => {
                    On::Facility(Facility::Stands, place(c.to))
                }
                Stage::AtAlternate
                    if self.state.next_planned_open(world, c.to, self.now, Time::NEVER).0 <= self.now =>
                {
                    self.why_no_movement(c.at)
                }
                Stage::Landing | Stage::OverAlternate | Stage::AtAlternate => self.why_no_movement(c.to),
                stage => match stage.wait() {
                    Some(wait) => {
                        let (facility, at) = self.waited_for(c, wait);
                        On::Facility(facility, place(at))
                    }
                    None => continue,
                },
            };
            found.entry((Who::Fleet(c.fleet), on)).or_default().insert(carrier.number());
            let mut element = c.load;
            while let Some(e) = self.state.elements.entry(element) {
                found.entry((Who::Unit(e.unit), on)).or_default().insert(e.instance.number());
                element = e.next;
            }
        }
    }

    fn why_no_movement(&self, terminal: TerminalId) -> On {
        let place = self.world.terminals[terminal].place;
        let opened = self.state.gates[terminal].is_opening_known();
        if opened { On::Movement(place) } else { On::Opened(place) }
    }

    fn stuck_at_places(&self, found: &mut Found) {
        let world = self.world;
        for (place, spec) in world.places.with_ids() {
            if spec.reception.as_ref().is_none_or(|(teams, _)| *teams == UNLIMITED) {
                continue;
            }
            for request in self.state.receptions[place].queue() {
                let e = &self.state.elements[ElementId::new(request.entity)];
                found
                    .entry((Who::Unit(e.unit), On::Reception(place)))
                    .or_default()
                    .insert(e.instance.number());
            }
        }
        for element in &self.state.held_marches {
            let e = &self.state.elements[*element];
            if let Step::March(march) = &world.legs[e.leg].step
                && let Some((route, _)) = march.route
            {
                let on = On::Route(route);
                found.entry((Who::Unit(e.unit), on)).or_default().insert(e.instance.number());
            }
        }
        for (instance, gathered) in self.state.gathered.with_ids() {
            if gathered.whole > 0 {
                let unit = world.unit_of[instance];
                found.entry((Who::Unit(unit), On::Rest)).or_default().insert(instance.number());
            }
        }
    }
}
