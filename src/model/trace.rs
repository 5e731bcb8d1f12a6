//! A trace: everything seen of one replication, in plain vectors.

use crate::kernel::{Causes, NodeId, Recorder, Table, Time};

use super::category::Category;
use super::facility::Facility;
use super::ids::{CarrierId, DailyLimitId, InstanceId, PlaceId, RouteId, TerminalId};
use super::observe::{Actor, Observation, Observer};
use super::outcome::Outcome;
use super::simulation::{Options, Simulation};
use super::world::World;

/// An activity or a wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Activity {
    /// What.
    pub category: Category,
    /// Who.
    pub actor: Actor,
    /// For which copy of a unit.
    pub client: Option<InstanceId>,
    /// Where it happens or begins.
    pub place: Option<PlaceId>,
    /// Where a movement ends.
    pub to_place: Option<PlaceId>,
    /// Beginning.
    pub from: Time,
    /// End.
    pub to: Time,
    /// Its causal node.
    pub node: NodeId,
}

/// A change in the use of a facility.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Use {
    /// Terminal.
    pub terminal: TerminalId,
    /// Facility.
    pub facility: Facility,
    /// Change.
    pub change: i32,
    /// When.
    pub at: Time,
}

/// A landing or a departure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RunwayUse {
    /// Carrier.
    pub carrier: CarrierId,
    /// Terminal.
    pub terminal: TerminalId,
    /// Whether it lands.
    pub landing: bool,
    /// When.
    pub at: Time,
}

/// What happened to items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Movement {
    /// They were loaded on a carrier at a terminal.
    Loaded(CarrierId, TerminalId),
    /// They were unloaded from a carrier at a terminal.
    Delivered(CarrierId, TerminalId),
    /// They set out on a march from a place.
    SetOut(PlaceId),
    /// Their march ended at a place.
    MarchedIn(PlaceId),
    /// They came to be in place.
    InPlace(PlaceId),
    /// They came home.
    Home(PlaceId),
}

/// Items that were moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Items {
    /// What happened.
    pub movement: Movement,
    /// Copy of a unit.
    pub instance: InstanceId,
    /// Counts by slot.
    pub counts: Vec<u32>,
    /// When.
    pub at: Time,
}

/// A load that is planned for less than is possible.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plan {
    /// Carrier.
    pub carrier: CarrierId,
    /// The share of what is possible.
    pub share: f64,
    /// When it is loaded.
    pub at: Time,
}

/// Everything seen of one replication.
#[derive(Debug, Clone, Default)]
pub struct Trace {
    /// Activities and waits, in the order in which they became known.
    pub activities: Vec<Activity>,
    /// Use of facilities, in order.
    pub uses: Vec<Use>,
    /// Landings and departures, in order.
    pub runway: Vec<RunwayUse>,
    /// Movements of items, in order.
    pub items: Vec<Items>,
    /// What loads are planned for, where that is less than is possible.
    pub plans: Vec<Plan>,
}

impl Observer for Trace {
    const ENABLED: bool = true;

    fn observe(&mut self, observation: Observation<'_>) {
        match observation {
            Observation::Activity { category, actor, client, place, to_place, from, to, node } => {
                self.activities.push(Activity { category, actor, client, place, to_place, from, to, node });
            }
            Observation::Use { terminal, facility, change, at } => {
                self.uses.push(Use { terminal, facility, change, at });
            }
            Observation::Movement { carrier, terminal, landing, at } => {
                self.runway.push(RunwayUse { carrier, terminal, landing, at });
            }
            Observation::Planned { carrier, share, at } => self.plans.push(Plan { carrier, share, at }),
            Observation::Loaded { carrier, instance, counts, at, terminal, .. } => {
                self.keep(Movement::Loaded(carrier, terminal), instance, counts, at);
            }
            Observation::Delivered { carrier, instance, counts, at, terminal } => {
                self.keep(Movement::Delivered(carrier, terminal), instance, counts, at);
            }
            Observation::SetOut { instance, counts, at, place } => {
                self.keep(Movement::SetOut(place), instance, counts, at);
            }
            Observation::MarchedIn { instance, counts, at, place } => {
                self.keep(Movement::MarchedIn(place), instance, counts, at);
            }
            Observation::InPlace { instance, counts, at, place, homeward } => {
                let movement = if homeward { Movement::Home(place) } else { Movement::InPlace(place) };
                self.keep(movement, instance, counts, at);
            }
        }
    }
}

impl Trace {
    fn keep(&mut self, movement: Movement, instance: InstanceId, counts: &[u32], at: Time) {
        self.items.push(Items { movement, instance, counts: counts.to_vec(), at });
    }
}

/// One replication run alone, with everything that can be seen of it.
#[derive(Debug, Clone)]
pub struct ShownRun {
    /// Its number.
    pub replication: u32,
    /// What was seen.
    pub trace: Trace,
    /// Its causal nodes.
    pub causes: Recorder,
    /// What it left.
    pub outcome: Outcome,
    /// When terminals were closed, by terminal: not opened yet, closures, weather. Opening hours are in the world.
    pub closed: Table<TerminalId, Vec<(Time, Time)>>,
    /// When routes were blocked, by route.
    pub blocked: Table<RouteId, Vec<(Time, Time)>>,
    /// Slots of daily limits that were drawn, by day; none where all slots are used.
    pub slots: Table<DailyLimitId, Vec<u32>>,
}

impl ShownRun {
    /// Runs one replication alone; it is the same, to the byte, as among others.
    pub fn new(world: &World, options: Options, replication: u32) -> Self {
        let mut simulation: Simulation<'_, Recorder, Trace> =
            Simulation::new(world, options, Trace::default());
        simulation.run(replication);
        let terminals = world.terminals.ids();
        Self {
            replication,
            blocked: world
                .routes
                .ids()
                .map(|route| simulation.state.routes[route].blocked().to_vec())
                .collect(),
            slots: world
                .daily_limits
                .ids()
                .map(|limit| simulation.state.limits.drawn(limit).to_vec())
                .collect(),
            closed: terminals
                .map(|terminal| simulation.state.gates[terminal].closed_windows().collect())
                .collect(),
            causes: simulation.causes().clone(),
            outcome: simulation.outcome().clone(),
            trace: simulation.into_observer(),
        }
    }

    /// What enabled an activity: the category of its causal predecessor.
    pub fn cause_of(&self, activity: &Activity) -> Option<Category> {
        let nodes = self.causes.nodes();
        let node = nodes.get(activity.node as usize)?;
        let cause = nodes.get(node.cause as usize)?;
        Some(Category::from_number(cause.category))
    }
}
