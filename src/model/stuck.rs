//! Who is stuck and on what, when a replication ends without closure.

use std::collections::{BTreeMap, BTreeSet};

use crate::kernel::{Causes, Time};

use super::observe::{Facility, Observer};
use super::simulation::Simulation;
use super::state::{Carrier, Stage};
use super::world::{OpensSpec, UNLIMITED, World};

/// Who does not move on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    /// A terminal.
    Terminal(u8),
    /// Copies of a unit.
    Unit(u16),
    /// Carriers of a fleet.
    Fleet(u16),
    /// Everybody, on the way home.
    Withdrawal,
}

/// On what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum On {
    /// A terminal opens when this unit is in place, which it is not.
    Opening(u16),
    /// No fleet that may carry them from this place has a carrier left in use.
    NoCarrierLeft(u16),
    /// No free carrier has a way to this place.
    NoWayThere(u16),
    /// Free carriers at this place cannot take what waits.
    NothingFits(u16),
    /// Free carriers at this place wait for a fuller load.
    Fill(u16),
    /// All carriers that may carry them from this place are busy.
    CarriersBusy(u16),
    /// A facility at a place.
    Facility(Facility, u16),
    /// A stand promised at a place, before they depart.
    Slot(u16),
    /// A place that has not opened.
    Opened(u16),
    /// A place or its routes to let them move.
    Movement(u16),
    /// Fuel at a place.
    Fuel(u16),
    /// Reception at a place.
    Reception(u16),
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
        let place = |place: u16| format!("`{}`", world.places[usize::from(place)].id);
        let on = match self.on {
            On::Opening(unit) => {
                return match self.who {
                    Who::Terminal(terminal) => {
                        let spec = &world.terminals[usize::from(terminal)];
                        let opener = &world.units[usize::from(unit)].id;
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
            On::Facility(facility, at) => format!("wait for {} at {}", one_of(facility), place(at)),
            On::Slot(at) => format!("wait for a stand to be kept for them at {}", place(at)),
            On::Opened(at) => format!("wait for {} to open", place(at)),
            On::Movement(at) => format!("wait to land at or depart from {}", place(at)),
            On::Fuel(at) => format!("wait for fuel at {}", place(at)),
            On::Reception(at) => format!("wait for reception at {}", place(at)),
            On::Rest => "wait for the rest of their unit".to_owned(),
            On::Horizon => format!("are not there when the horizon of {} ends the run", world.horizon),
            On::Closure => return "the withdrawal waits for the closure of the deployment".to_owned(),
        };
        let copies = |count: u32| if count == 1 { "1 copy".to_owned() } else { format!("{count} copies") };
        match self.who {
            Who::Unit(unit) => {
                format!("{} of `{}` {on}", copies(self.count), world.units[usize::from(unit)].id)
            }
            Who::Fleet(fleet) => {
                let carriers =
                    if self.count == 1 { "1 carrier".to_owned() } else { format!("{} carriers", self.count) };
                format!("{carriers} of `{}` {on}", world.fleets[usize::from(fleet)].id)
            }
            Who::Terminal(_) | Who::Withdrawal => on,
        }
    }
}

fn one_of(facility: Facility) -> &'static str {
    match facility {
        Facility::Stands => "a stand",
        Facility::WorkingSpots => "a working spot",
        Facility::LoadingTeams => "a loading team",
        Facility::UnloadingTeams => "an unloading team",
        Facility::FuelPoints => "a fuel point",
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
        for instance in (0..world.instances).filter(|instance| !named.contains(instance)) {
            if !self.is_through(instance, deployed) {
                let unit = world.unit_of[instance as usize];
                found.entry((Who::Unit(unit), On::Horizon)).or_default().insert(instance);
            }
        }
        if world.withdrawal.is_some() && !deployed && !self.state.withdrawal.begun {
            found.entry((Who::Withdrawal, On::Closure)).or_default().insert(0);
        }
        found.into_iter().map(|((who, on), all)| Stuck { who, on, count: all.len() as u32 }).collect()
    }

    /// Whether a copy has reached the end of the phase that is not closed.
    fn is_through(&self, instance: u32, deployed: bool) -> bool {
        let state = &self.state.instances[instance as usize];
        let unit = &self.world.units[usize::from(self.world.unit_of[instance as usize])];
        let complete = state.arrived == unit.whole;
        if deployed { state.homeward && complete } else { state.homeward || complete }
    }

    fn stuck_terminals(&self, found: &mut Found) {
        for (index, spec) in self.world.terminals.iter().enumerate() {
            if let OpensSpec::AfterUnit(unit) = spec.opens
                && self.state.gates[index].opens == Time::NEVER
            {
                found.entry((Who::Terminal(index as u8), On::Opening(unit))).or_default().insert(0);
            }
        }
    }

    fn stuck_in_lanes(&self, found: &mut Found) {
        for (index, lane) in self.state.lanes.iter().enumerate() {
            for (slot, waiting) in lane.queue.iter().enumerate() {
                let e = &self.state.elements[waiting.element as usize];
                let on = self.why_no_carrier(index as u16, slot, waiting.element);
                found.entry((Who::Unit(e.unit), on)).or_default().insert(e.instance);
            }
        }
    }

    fn why_no_carrier(&self, lane: u16, slot: usize, element: u32) -> On {
        let world = self.world;
        let spec = &world.lanes[usize::from(lane)];
        let at = world.terminals[usize::from(spec.from)].place;
        let in_use = |c: &&Carrier| spec.fleets.contains(&c.fleet) && c.stage != Stage::Stopped;
        let carriers: Vec<&Carrier> = self.state.carriers.iter().filter(in_use).collect();
        let has_way =
            |c: &Carrier| c.at == spec.from || world.trip(c.carrier_type, c.at, spec.from).is_some();
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
        for (number, c) in self.state.carriers.iter().enumerate() {
            let place =
                |terminal: u8| world.terminals.get(usize::from(terminal)).map_or(0, |spec| spec.place);
            let on = match c.stage {
                Stage::StandToLoad => On::Facility(Facility::Stands, place(c.at)),
                Stage::SpotToLoad | Stage::Spot => On::Facility(Facility::WorkingSpots, place(c.at)),
                Stage::LoadingTeam => On::Facility(Facility::LoadingTeams, place(c.at)),
                Stage::UnloadingTeam => On::Facility(Facility::UnloadingTeams, place(c.at)),
                Stage::FuelPoint => On::Facility(Facility::FuelPoints, place(c.at)),
                Stage::Fuel => On::Fuel(place(c.at)),
                Stage::Slot => On::Slot(place(c.to)),
                Stage::Stand | Stage::AtAlternate => On::Facility(Facility::Stands, place(c.to)),
                Stage::Departure => self.why_no_movement(c.at),
                Stage::Landing => self.why_no_movement(c.to),
                _ => continue,
            };
            found.entry((Who::Fleet(c.fleet), on)).or_default().insert(number as u32);
            let mut element = c.load;
            while let Some(e) = self.state.elements.get(element as usize) {
                found.entry((Who::Unit(e.unit), on)).or_default().insert(e.instance);
                element = e.next;
            }
        }
    }

    fn why_no_movement(&self, terminal: u8) -> On {
        let place = self.world.terminals[usize::from(terminal)].place;
        let opened = self.state.gates[usize::from(terminal)].opens < Time::NEVER;
        if opened { On::Movement(place) } else { On::Opened(place) }
    }

    fn stuck_at_places(&self, found: &mut Found) {
        let world = self.world;
        for (place, spec) in world.places.iter().enumerate() {
            if spec.reception.as_ref().is_none_or(|(teams, _)| *teams == UNLIMITED) {
                continue;
            }
            for request in self.state.receptions[place].queue() {
                let e = &self.state.elements[request.entity as usize];
                found.entry((Who::Unit(e.unit), On::Reception(place as u16))).or_default().insert(e.instance);
            }
        }
        for (instance, gathered) in self.state.gathered.iter().enumerate() {
            if gathered.whole > 0 {
                let unit = world.unit_of[instance];
                found.entry((Who::Unit(unit), On::Rest)).or_default().insert(instance as u32);
            }
        }
    }
}
