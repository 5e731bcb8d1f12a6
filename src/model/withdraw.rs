//! The way home: operation, hand-over place by place, and the itinerary backwards.

use crate::kernel::{Causes, NodeId, stream_id};

use super::ids::{ElementId, InstanceId, PlaceId};
use super::observe::Observer;
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
            self.state.withdrawal.follow(node);
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
        let before = if withdrawal.begins.is_some() { 0 } else { self.state.withdrawal.node() };
        let node = self.hold_node(before);
        self.state.withdrawal.begin(node, &withdrawal.handover_order);
        // What is counted from now on belongs to the withdrawal.
        self.keep_counts();
        self.state.expect_loads(world, true);
        for _ in 0..withdrawal.teams {
            if !self.start_handover(node) {
                break;
            }
        }
    }

    /// A team hands the next place over, which `node` enabled now; says whether any is left.
    pub(crate) fn start_handover(&mut self, node: NodeId) -> bool {
        let world = self.world;
        let Some(withdrawal) = &world.withdrawal else {
            return false;
        };
        let Some(place) = self.state.withdrawal.next_place() else {
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
        let node = self.record_handover(place, end, node);
        self.state.withdrawal.start_handover(place, node);
        self.schedule(end, Kind::HandedOver, place);
        true
    }

    /// A place is handed over: who is complete there is to go home. Returns the node of the hand-over.
    pub(crate) fn end_handover(&mut self, place: PlaceId) -> NodeId {
        let world = self.world;
        let node = self.state.withdrawal.end_handover(place);
        for unit in world.units.iter().filter(|unit| unit.last_place == place) {
            for instance in unit.instances() {
                if self.state.instances[instance].arrived == unit.whole {
                    let element = self.turn_round(instance, node);
                    self.state.withdrawal.leaving.push_back(element);
                }
            }
        }
        node
    }

    /// A copy is complete: as an element that is to go home, where its place is handed over already.
    pub(crate) fn turned_round(&mut self, instance: InstanceId, node: NodeId) -> Option<ElementId> {
        let unit = &self.world.units[self.world.unit_of[instance]];
        let leaves = self.state.withdrawal.is_handed_over(unit.last_place);
        leaves.then(|| self.turn_round(instance, node))
    }

    fn turn_round(&mut self, instance: InstanceId, node: NodeId) -> ElementId {
        let number = self.world.unit_of[instance];
        let at = self.state.instances[instance].at;
        self.state.instances[instance] = Instance { homeward: true, at, ..Instance::default() };
        self.state.add_element(Element {
            instance,
            unit: number,
            leg: self.world.units[number].first_leg(true),
            node,
            since: self.now,
            first_item: 0,
            next: ElementId::NONE,
            reached: at,
            homeward: true,
            whole: true,
        })
    }
}
