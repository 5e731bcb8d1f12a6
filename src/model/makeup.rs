//! Making up a load: what of a lane's queue a carrier can take, what goes on it, and topping it up with what became
//! ready since.

use crate::kernel::{Causes, NodeId, Sampler, Streams};
use crate::scenario::Share;
use crate::scenario::packing::{Hold, Room};

use super::ids::{CarrierId, CarrierTypeId, ElementId, LaneId, LegId, UnitId};
use super::observe::Observer;
use super::simulation::Simulation;
use super::state::Element;
use super::world::{LiftSpec, Step};

impl<C: Causes, O: Observer> Simulation<'_, C, O> {
    /// Whether a carrier type can take any of an element, and enough of the queue for its `min_fill`.
    #[inline]
    pub(crate) fn can_take(
        &self,
        lane: LaneId,
        slot: usize,
        element: ElementId,
        carrier_type: CarrierTypeId,
    ) -> bool {
        let lift = self.world.lift(self.state.elements[element].leg);
        lift.takes_all[carrier_type] || self.can_take_some(lane, slot, element, carrier_type)
    }

    #[inline(never)]
    fn can_take_some(
        &self,
        lane: LaneId,
        slot: usize,
        element: ElementId,
        carrier_type: CarrierTypeId,
    ) -> bool {
        let e = &self.state.elements[element];
        let lift = self.world.lift(e.leg);
        let carrier = &self.world.carrier_types[carrier_type];
        if lift.together && !self.reaches_bound(e, lane, carrier_type) {
            return false;
        }
        if lift.whole_fits[carrier_type] && carrier.min_fill == 0.0 {
            return true;
        }
        let payload_kg = self.world.lanes[lane].payload_kg[carrier_type];
        if payload_kg < 0 {
            // It reaches none of the destinations.
            return false;
        }
        let (vehicles, counts) =
            (&self.world.units[e.unit].vehicles, self.state.counts_of(self.world, element));
        let takes_some = carrier.hold.takes_any(payload_kg, vehicles, lift.packing(), counts);
        if carrier.min_fill == 0.0 || takes_some && !self.more_can_come(e, lane, lift.share) {
            return takes_some;
        }
        self.is_filled(lane, slot, element, carrier_type)
    }

    /// Whether what waits in a lane with an element from `slot` on fills a carrier type as far as it asks for, or is all that
    /// can come.
    #[inline(never)]
    fn is_filled(&self, lane: LaneId, slot: usize, element: ElementId, carrier_type: CarrierTypeId) -> bool {
        let e = &self.state.elements[element];
        let lift = self.world.lift(e.leg);
        let carrier = &self.world.carrier_types[carrier_type];
        let payload_kg = self.world.lanes[lane].payload_kg[carrier_type];
        // The load would have the draw of its first item, which is looked at and not taken.
        let share = |fill: &Sampler| share_of(&mut self.streams.clone(), lift, lift.line_of(e), fill);
        let mut room = room_for(&carrier.hold, payload_kg, lift.planned_fill[carrier_type].as_ref(), share);
        let mut any = false;
        let (mut left, mut taken) = ([0_u32; 64], [0_u32; 64]);
        let (left, taken) = (&mut left[..self.world.slots], &mut taken[..self.world.slots]);
        for waiting in self.state.lanes[lane].queue.iter().skip(slot) {
            let other = &self.state.elements[waiting.element];
            if waiting.element != element && !self.shares(e, other, lift.share) {
                continue;
            }
            let unit = &self.world.units[other.unit];
            left.copy_from_slice(self.state.counts_of(self.world, waiting.element));
            taken.fill(0);
            let packing = self.world.lift(other.leg).packing();
            any |= room.fill_from(&unit.vehicles, packing, left, taken);
            if any && room.mass_fill() >= carrier.min_fill {
                return true;
            }
        }
        any && (room.fill() >= carrier.min_fill || !self.more_can_come(e, lane, lift.share))
    }

    /// Whether a carrier type can take any item of an element, whatever else is asked of a load.
    pub(crate) fn can_take_any(&self, lane: LaneId, element: ElementId, carrier_type: CarrierTypeId) -> bool {
        let e = &self.state.elements[element];
        let payload_kg = self.world.lanes[lane].payload_kg[carrier_type];
        let lift = self.world.lift(e.leg);
        let reaches = !lift.together || self.reaches_bound(e, lane, carrier_type);
        let (vehicles, counts) =
            (&self.world.units[e.unit].vehicles, self.state.counts_of(self.world, element));
        let hold = &self.world.carrier_types[carrier_type].hold;
        payload_kg >= 0 && reaches && hold.takes_any(payload_kg, vehicles, lift.packing(), counts)
    }

    /// Whether a carrier type reaches the destination that a copy has chosen.
    fn reaches_bound(&self, e: &Element, lane: LaneId, carrier_type: CarrierTypeId) -> bool {
        let (leg, to) = self.state.instances[e.instance].bound;
        leg != self.world.legs[e.leg].next || self.world.lanes[lane].to_of[carrier_type].contains(&to)
    }

    fn more_can_come(&self, e: &Element, lane: LaneId, share: Share) -> bool {
        let parts = self.world.units[e.unit].parts.len() > 1;
        let contingent = |unit: UnitId| self.world.units[unit].contingent;
        let may_share = |unit: UnitId| match share {
            Share::None => parts && unit == e.unit,
            Share::Unit => unit == e.unit,
            Share::Contingent => contingent(unit) == contingent(e.unit),
        };
        let legs = &self.world.lanes[lane].legs;
        let comes = |leg: &LegId| self.state.to_come[*leg] > 0 && may_share(self.world.legs[*leg].unit);
        !self.state.fill_waived && legs.iter().any(comes)
    }

    /// Whether two elements may be in one load.
    pub(crate) fn shares(&self, first: &Element, second: &Element, share: Share) -> bool {
        match share {
            Share::None => first.instance == second.instance,
            Share::Unit => first.unit == second.unit,
            Share::Contingent => {
                let contingent = |e: &Element| self.world.units[e.unit].contingent;
                contingent(first) == contingent(second)
            }
        }
    }

    /// Takes a load for a carrier type out of a lane's queue, from `slot` on; returns its first element.
    pub(crate) fn make_load(&mut self, lane: LaneId, slot: usize, carrier_type: CarrierTypeId) -> ElementId {
        let world = self.world;
        let head = self.state.lanes[lane].queue.at(slot).element;
        let head = self.state.elements[head];
        let lift = self.world.lift(head.leg);
        let carrier = &world.carrier_types[carrier_type];
        let line = lift.line_of(&head);
        let mut room = self.empty_room(&carrier.hold, (lane, carrier_type), lift, line);
        let share = if lift.tops_up { lift.share } else { Share::None };
        self.fill_room(&mut room, lane, slot, &head, share, ElementId::NONE)
    }

    /// The room of a carrier type for the load with a line of draws: all of it, or the share that the load is planned for.
    fn empty_room(
        &mut self,
        hold: &Hold,
        (lane, carrier_type): (LaneId, CarrierTypeId),
        lift: &LiftSpec,
        line: u32,
    ) -> Room {
        let payload_kg = self.world.lanes[lane].payload_kg[carrier_type];
        let share = |fill: &Sampler| share_of(&mut self.streams, lift, line, fill);
        room_for(hold, payload_kg, lift.planned_fill[carrier_type].as_ref(), share)
    }

    /// The share that a carrier's load is planned for; 1 where nothing is said of it.
    pub(crate) fn planned_share(&mut self, carrier: CarrierId) -> f64 {
        let c = &self.state.carriers[carrier];
        let fill = c.lift.and_then(|lift| Some((lift, lift.planned_fill[c.carrier_type].as_ref()?)));
        fill.map_or(1.0, |(lift, fill)| share_of(&mut self.streams, lift, c.line, fill))
    }

    /// Fills a room from a lane's queue with what may share with `first`; links what it takes before `load`.
    fn fill_room(
        &mut self,
        room: &mut Room,
        lane: LaneId,
        from: usize,
        first: &Element,
        share: Share,
        load: ElementId,
    ) -> ElementId {
        let world = self.world;
        let mut slot = from;
        let mut load = load;
        let mut last = load;
        while last.is_some() && self.state.elements[last].next.is_some() {
            last = self.state.elements[last].next;
        }
        while let Some(waiting) = self.state.lanes[lane].queue.get(slot).copied() {
            let e = self.state.elements[waiting.element];
            if !self.shares(first, &e, share) {
                slot += 1;
                continue;
            }
            let taken = self.take(room, waiting.element);
            if taken.is_none() {
                slot += 1;
                continue;
            }
            let state = &mut self.state.lanes[lane];
            if taken == waiting.element {
                if !state.dequeue(slot) {
                    self.state.waiting.unmark(lane);
                }
            } else {
                let left = waiting.loads.saturating_sub(1).max(1);
                state.queue.set_loads(slot, left);
                state.note_loads(waiting.loads, left);
                slot += 1;
            }
            if last.is_none() {
                load = taken;
            } else {
                self.state.elements[last].next = taken;
                // One carrier takes both: the load of the second is not one more to cover.
                self.state.lanes[lane].join_loads();
            }
            last = taken;
            if share == Share::None && world.units[first.unit].parts.len() == 1 {
                break;
            }
        }
        load
    }

    /// Takes what fits of an element: the element itself, a new one split off, or none.
    fn take(&mut self, room: &mut Room, element: ElementId) -> ElementId {
        let world = self.world;
        let slots = world.slots;
        let e = self.state.elements[element];
        let unit = &world.units[e.unit];
        let Step::Lift(lift) = &world.legs[e.leg].step else {
            return ElementId::NONE;
        };
        let mut scratch = std::mem::take(&mut self.scratch);
        scratch.clear();
        scratch.resize(2 * slots, 0);
        let (left, taken) = scratch.split_at_mut(slots);
        left.copy_from_slice(self.state.counts_of(world, element));
        let before = world.items(left);
        let result = if !room.fill_from(&unit.vehicles, lift.packing(), left, taken) {
            ElementId::NONE
        } else if left.iter().all(|count| *count == 0) {
            element
        } else {
            let part = self.state.add_element(Element { next: ElementId::NONE, whole: false, ..e });
            self.state.set_counts(world, part, taken);
            self.state.set_counts(world, element, left);
            let rest = &mut self.state.elements[element];
            rest.first_item += before - world.items(left);
            rest.whole = false;
            part
        };
        self.scratch = scratch;
        result
    }

    /// Tops a load up with what became ready since.
    #[inline(never)]
    pub(crate) fn top_up(&mut self, carrier: CarrierId, lift: &LiftSpec) {
        let world = self.world;
        let c = self.state.carriers[carrier];
        let first = self.state.elements[c.load];
        if self.state.lanes[c.lane].queue.is_empty() {
            return;
        }
        let spec = &world.carrier_types[c.carrier_type];
        let mut room = self.empty_room(&spec.hold, (c.lane, c.carrier_type), lift, c.line);
        let mut element = c.load;
        while element.is_some() {
            let e = self.state.elements[element];
            let unit = &world.units[e.unit];
            let counts = self.state.counts_of(world, element);
            // In the order in which they were packed, so that all of them fit again.
            room.put_back(&unit.vehicles, &world.lift(e.leg).order, counts);
            element = e.next;
        }
        self.fill_room(&mut room, c.lane, 0, &first, lift.share, c.load);
    }

    /// The node of the element of a load that was ready last.
    #[inline]
    pub(crate) fn latest_of_load(&self, load: ElementId) -> NodeId {
        let first = &self.state.elements[load];
        if first.next.is_none() { first.node } else { self.latest_of_several(load) }
    }

    #[inline(never)]
    fn latest_of_several(&self, load: ElementId) -> NodeId {
        let Element { mut node, mut next, .. } = self.state.elements[load];
        while next.is_some() {
            let e = &self.state.elements[next];
            node = self.journal.later(node, e.node);
            next = e.next;
        }
        node
    }
}

/// The room of a hold: all of it, or the share that `share` draws where a load is planned.
fn room_for(
    hold: &Hold,
    payload_kg: i64,
    fill: Option<&Sampler>,
    share: impl FnOnce(&Sampler) -> f64,
) -> Room {
    match fill {
        None => Room::new(hold, payload_kg),
        Some(fill) => Room::planned(hold, payload_kg, share(fill)),
    }
}

/// What stands between the name of a lift's stream and that of the shares that its loads are planned for.
const SHARES: u64 = 0xA076_1D64_78BD_642F;

/// The share that the load with a line of draws is planned for, above 0 up to 1.
fn share_of(streams: &mut Streams, lift: &LiftSpec, line: u32, fill: &Sampler) -> f64 {
    streams.factor(lift.stream ^ SHARES, u64::from(line - lift.first_line), fill).clamp(0.0, 1.0)
}
