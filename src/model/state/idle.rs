//! Who is idle where. The queues and all counts over them change together, by the methods here alone.

use crate::model::ids::{CarrierId, FleetId, LaneId, StopId, TerminalId};
use std::collections::VecDeque;

use crate::kernel::Table;
use crate::model::world::World;

use super::{Carrier, State};

/// Idle carriers of one fleet.
#[derive(Debug, Clone, Default)]
pub(crate) struct IdleOfFleet {
    /// By stop, longest idle first.
    queues: Table<StopId, VecDeque<CarrierId>>,
    count: u32,
    loose: u32,
}

impl IdleOfFleet {
    /// Whether none is idle.
    #[inline(always)]
    pub(crate) fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Whether one is idle that covers no lane.
    #[inline(always)]
    pub(crate) fn any_loose(&self) -> bool {
        self.loose > 0
    }

    /// Idle carriers by stop, longest idle first.
    #[inline(always)]
    pub(crate) fn queues(&self) -> &Table<StopId, VecDeque<CarrierId>> {
        &self.queues
    }
}

/// Idle carriers of all fleets, and those that became free at this moment.
#[derive(Debug, Clone, Default)]
pub(crate) struct IdleCarriers {
    fleets: Table<FleetId, IdleOfFleet>,
    count: u32,
    loose: u32,
    covering: Table<TerminalId, u32>,
    parked: Table<TerminalId, u32>,
    /// Carriers that became free at this moment, in order.
    freed: Vec<CarrierId>,
    /// How many of these are among the idle ones already.
    freed_queued: usize,
}

impl IdleCarriers {
    /// Empties it and keeps the memory.
    pub(super) fn reset(&mut self, world: &World) {
        self.freed.clear();
        self.freed_queued = 0;
        self.count = 0;
        self.loose = 0;
        self.covering.refill(world.terminals.len(), 0);
        self.parked.refill(world.terminals.len(), 0);
        self.fleets.resize_with(world.fleets.len(), IdleOfFleet::default);
        for (fleet, spec) in self.fleets.iter_mut().zip(&world.fleets) {
            fleet.queues.resize_with(spec.stops.len(), VecDeque::new);
            for queue in &mut fleet.queues {
                queue.clear();
            }
            fleet.count = 0;
            fleet.loose = 0;
        }
    }

    /// Idle carriers in all.
    #[inline(always)]
    pub(crate) fn count(&self) -> u32 {
        self.count
    }

    /// Those of them that cover no lane.
    #[inline(always)]
    pub(crate) fn loose(&self) -> u32 {
        self.loose
    }

    /// Those at a terminal that cover a lane.
    #[inline(always)]
    pub(crate) fn covering_at(&self, terminal: TerminalId) -> u32 {
        self.covering[terminal]
    }

    /// Those at a terminal that keep a stand.
    #[inline(always)]
    pub(crate) fn parked_at(&self, terminal: TerminalId) -> u32 {
        self.parked[terminal]
    }

    /// Those of a fleet.
    #[inline(always)]
    pub(crate) fn of_fleet(&self, fleet: FleetId) -> &IdleOfFleet {
        &self.fleets[fleet]
    }

    /// The last of a fleet's queues: the one that has been idle for the shortest time at the last stop with any.
    pub(crate) fn last_of_fleet(&self, fleet: FleetId) -> Option<(StopId, CarrierId)> {
        let mut queues = self.fleets[fleet].queues.with_ids().rev();
        queues.find_map(|(stop, queue)| Some((stop, *queue.back()?)))
    }

    /// Carriers that became free at this moment.
    #[inline(always)]
    pub(crate) fn freed(&self) -> &[CarrierId] {
        &self.freed
    }

    /// Whether none of those that became free at this moment is among the idle ones yet.
    #[inline(always)]
    pub(crate) fn none_queued(&self) -> bool {
        self.freed_queued == 0
    }

    /// A carrier becomes free now; it joins the idle ones with [`Self::next_freed`].
    #[inline(always)]
    pub(crate) fn note_freed(&mut self, carrier: CarrierId) {
        self.freed.push(carrier);
    }

    /// The next carrier that became free now and is not among the idle ones yet; the caller enters it.
    pub(crate) fn next_freed(&mut self) -> Option<CarrierId> {
        let carrier = self.freed.get(self.freed_queued).copied();
        self.freed_queued += usize::from(carrier.is_some());
        carrier
    }

    /// The last of those that became free now, taken off their list.
    pub(crate) fn take_freed(&mut self) -> Option<CarrierId> {
        self.freed.pop()
    }

    /// Those that became free now have been dealt with.
    #[inline(always)]
    pub(crate) fn forget_freed(&mut self) {
        self.freed.clear();
        self.freed_queued = 0;
    }

    /// Counts a carrier in (`begins`) or out.
    #[inline(always)]
    fn count_in(&mut self, c: &Carrier<'_>, begins: bool) {
        let step = |count: &mut u32| *count = if begins { *count + 1 } else { *count - 1 };
        let fleet = &mut self.fleets[c.fleet];
        step(&mut fleet.count);
        step(&mut self.count);
        if c.covers.is_none() {
            step(&mut fleet.loose);
            step(&mut self.loose);
        } else {
            step(&mut self.covering[c.at]);
        }
        if c.has_stand {
            step(&mut self.parked[c.at]);
        }
    }

    /// An idle carrier covers a lane from now on (`begins`), or none.
    #[inline(always)]
    fn count_cover(&mut self, c: &Carrier<'_>, begins: bool) {
        let fleet = &mut self.fleets[c.fleet];
        if begins {
            fleet.loose -= 1;
            self.loose -= 1;
            self.covering[c.at] += 1;
        } else {
            fleet.loose += 1;
            self.loose += 1;
            self.covering[c.at] -= 1;
        }
    }
}

impl State<'_> {
    /// Puts a carrier among the idle ones at a stop of its fleet; those idle since the same moment stand by number.
    pub(crate) fn enter_idle(&mut self, carrier: CarrierId, stop: StopId) {
        let carriers = &self.carriers;
        let c = &carriers[carrier];
        let queue = &mut self.idle.fleets[c.fleet].queues[stop];
        let after = |other: CarrierId| other > carrier && carriers[other].since == c.since;
        if queue.back().is_some_and(|last| after(*last)) {
            let slot = queue.partition_point(|other| !after(*other));
            queue.insert(slot, carrier);
        } else {
            queue.push_back(carrier);
        }
        self.idle.count_in(c, true);
    }

    /// Takes a carrier from among the idle ones at a stop of its fleet.
    #[inline]
    pub(crate) fn remove_idle(&mut self, carrier: CarrierId, stop: StopId) {
        let c = &self.carriers[carrier];
        let queue = &mut self.idle.fleets[c.fleet].queues[stop];
        if queue.front() == Some(&carrier) {
            queue.pop_front();
        } else if queue.back() == Some(&carrier) {
            queue.pop_back();
        } else {
            queue.retain(|other| *other != carrier);
        }
        self.idle.count_in(c, false);
    }

    /// A free carrier that is not among the idle ones covers a load more of a lane.
    #[inline(always)]
    pub(crate) fn begin_to_cover(&mut self, carrier: CarrierId, lane: LaneId) {
        self.carriers[carrier].covers = lane;
        self.lanes[lane].begin_cover();
    }

    /// An idle carrier covers a load more of a lane.
    pub(crate) fn begin_to_cover_idle(&mut self, carrier: CarrierId, lane: LaneId) {
        self.begin_to_cover(carrier, lane);
        self.idle.count_cover(&self.carriers[carrier], true);
    }

    /// A carrier that is not among the idle ones takes a load of `lane`: what it covered counts there.
    #[inline(always)]
    pub(crate) fn cover_load(&mut self, carrier: CarrierId, lane: LaneId) {
        let covered = std::mem::replace(&mut self.carriers[carrier].covers, LaneId::NONE);
        self.lanes[lane].note_taken(covered == lane);
        if covered != lane && covered.is_some() {
            self.lanes[covered].end_cover();
        }
    }

    /// A carrier that is not among the idle ones gives up the lane that it covers, which may need another.
    pub(crate) fn uncover(&mut self, carrier: CarrierId) {
        let covered = std::mem::replace(&mut self.carriers[carrier].covers, LaneId::NONE);
        if covered.is_some() {
            self.lanes[covered].end_cover();
            self.dispatch_due = true;
        }
    }

    /// An idle carrier gives up the lane that it covers.
    pub(crate) fn uncover_idle(&mut self, carrier: CarrierId) {
        if self.carriers[carrier].covers.is_some() {
            self.idle.count_cover(&self.carriers[carrier], false);
            self.uncover(carrier);
        }
    }
}
