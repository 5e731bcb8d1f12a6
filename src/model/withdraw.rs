//! The way home: operation, hand-over place by place, and the itinerary backwards.

use crate::kernel::{Causes, NodeId, stream_id};

use super::category::Category;
use super::ids::{CarrierId, ElementId, InstanceId, PlaceId, TerminalId, UnitId};
use super::observe::{Actor, Observation, Observer};
use super::record::label;
use super::simulation::Simulation;
use super::state::{Element, Instance, Kind};

impl<C: Causes, O: Observer> Simulation<'_, C, O> {
    /// The force is in place: the operation begins.
    pub(crate) fn plan_withdrawal(&mut self, node: NodeId) {
        let world = self.world;
        let Some(withdrawal) = &world.withdrawal else {
            return;
        };
        if withdrawal.begins.is_none() {
            let hold = self.draw_once(&withdrawal.hold);
            self.state.withdrawal.node = node;
            self.schedule(self.now + hold, Kind::WithdrawalBegins, 0_u32);
        }
    }

    /// The withdrawal begins: places are handed over in their order.
    pub(crate) fn begin_withdrawal(&mut self) {
        let world = self.world;
        let Some(withdrawal) = &world.withdrawal else {
            return;
        };
        // A date is a cause of its own; an operation of given length follows from closure.
        let before = if withdrawal.begins.is_some() { 0 } else { self.state.withdrawal.node };
        let label = label(Category::Hold, CarrierId::NONE, UnitId::NONE, TerminalId::NONE);
        self.state.withdrawal.node = self.causes.push(self.now, before, before, label);
        self.state.withdrawal.begun = true;
        // What is counted from now on belongs to the withdrawal.
        self.keep_counts();
        self.state.expect_loads(world, true);
        self.state.withdrawal.queue.extend(&withdrawal.handover_order);
        let node = self.state.withdrawal.node;
        for _ in 0..withdrawal.teams {
            if !self.start_handover(node) {
                break;
            }
        }
    }

    /// A team hands the next place over; `node` enabled it now.
    fn start_handover(&mut self, node: NodeId) -> bool {
        let world = self.world;
        let Some(withdrawal) = &world.withdrawal else {
            return false;
        };
        let Some(place) = self.state.withdrawal.queue.pop_front() else {
            return false;
        };
        let handover = &withdrawal.handover;
        let uniform = if handover.sampler.is_random() {
            let stream = stream_id(&world.places[place].id) ^ handover.stream;
            self.streams.open(stream, 0).uniform()
        } else {
            0.5
        };
        let end = self.now + handover.sampler.draw(uniform);
        let label = label(Category::Handover, CarrierId::NONE, UnitId::NONE, TerminalId::NONE);
        let node = self.causes.push(end, node, self.state.withdrawal.node, label);
        self.state.withdrawal.running[place] = node;
        self.schedule(end, Kind::HandedOver, place);
        if O::ENABLED {
            let (from, to) = (self.now, end);
            let (actor, place) = (Actor::Place(place), Some(place));
            let category = Category::Handover;
            self.observer.observe(Observation::Activity {
                category,
                actor,
                client: None,
                place,
                to_place: None,
                from,
                to,
                node,
            });
        }
        true
    }

    /// A place is handed over: who is complete there goes home.
    pub(crate) fn end_handover(&mut self, place: PlaceId) {
        let world = self.world;
        let node = self.state.withdrawal.running[place];
        self.state.withdrawal.handed_over[place] = Some(node);
        for unit in world.units.iter().filter(|unit| unit.last_place == place) {
            for instance in unit.instances() {
                if self.state.instances[instance].arrived == unit.whole {
                    self.go_home(instance, node);
                }
            }
        }
        self.start_handover(node);
    }

    /// A copy that arrives at a place already handed over turns round.
    pub(crate) fn go_home_if_handed_over(&mut self, instance: InstanceId, node: NodeId) {
        let unit = &self.world.units[self.world.unit_of[instance]];
        if self.state.withdrawal.handed_over[unit.last_place].is_some() {
            self.go_home(instance, node);
        }
    }

    fn go_home(&mut self, instance: InstanceId, node: NodeId) {
        let world = self.world;
        let unit_index = world.unit_of[instance];
        let unit = &world.units[unit_index];
        let at = self.state.instances[instance].at;
        self.state.instances[instance] = Instance { homeward: true, at, ..Instance::default() };
        let element = self.state.add_element(Element {
            instance,
            unit: unit_index,
            leg: unit.first_leg(true),
            node,
            since: self.now,
            first_item: 0,
            next: ElementId::NONE,
            reached: at,
            homeward: true,
            whole: true,
        });
        self.begin_leg(element);
    }
}
