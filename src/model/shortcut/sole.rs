//! The only carrier that is free: it is matched without a queue, and without waiting for the settling step where nothing
//! else of the moment is left to settle.

use crate::kernel::Causes;
use crate::model::dispatch::Urgency;
use crate::model::ids::{CarrierId, LaneId};
use crate::model::observe::Observer;
use crate::model::simulation::Simulation;
use crate::model::world::FleetSpec;
use crate::scenario::Dispatch;

impl<C: Causes, O: Observer> Simulation<'_, C, O> {
    /// Deals with a carrier that becomes free while nobody else is, and nothing else is left to settle: it takes a load, or
    /// joins the idle ones. Says whether it does.
    #[inline(always)]
    pub(crate) fn matched_at_once(&mut self, carrier: CarrierId, fleet: &FleetSpec) -> bool {
        if !self.options.shortcuts || !self.alone || self.state.idle.count() > 0 || self.is_unsettled() {
            return false;
        }
        self.settles_early = true;
        if !self.match_only(carrier, fleet) {
            self.state.idle.note_freed(carrier);
            self.state.dispatch_due = true;
            // Nothing waits for it, so that it is idle: the dispatch need not try again.
            self.queue_freed();
        }
        true
    }

    /// Matches the only carrier that is free in the settling step, when no other is idle; says whether no more is to be
    /// matched.
    #[inline(always)]
    pub(crate) fn dispatched_only(&mut self) -> bool {
        if !self.options.shortcuts || self.state.idle.count() > 0 || !self.state.idle.none_queued() {
            return false;
        }
        match *self.state.idle.freed() {
            [] => true,
            [only] => {
                let left = self.dispatch_only(only);
                if left {
                    self.state.idle.forget_freed();
                }
                left
            }
            _ => false,
        }
    }

    /// Everything else of this moment is settled, so that what the carrier asks for is granted at once.
    #[inline(never)]
    fn dispatch_only(&mut self, carrier: CarrierId) -> bool {
        self.alone = true;
        let fleet = self.state.carriers[carrier].fleet;
        let left = self.match_only(carrier, &self.world.fleets[fleet]);
        self.alone = false;
        left
    }

    /// Finds work for the only carrier that is free: what the matching of loads and carriers comes to when there is no
    /// other, without queueing it. Says whether it has left; if not, it may cover a lane now.
    #[inline(always)]
    fn match_only(&mut self, carrier: CarrierId, fleet: &FleetSpec) -> bool {
        let world = self.world;
        if world.selective {
            return false;
        }
        let c = &self.state.carriers[carrier];
        let at = c.at;
        let lanes = if world.dispatch == Dispatch::MostUncovered {
            if c.covers.is_none() {
                let Some(lane) = self.most_in_need(&fleet.reach[at], |_| true) else {
                    return false;
                };
                self.state.begin_to_cover(carrier, lane);
                let from = world.lanes[lane].from;
                if from != at {
                    self.set_out_for(carrier, lane, from);
                    return true;
                }
            }
            &fleet.begin[at]
        } else {
            &fleet.reach[at]
        };
        let waits = |lane: &LaneId| !self.state.lanes[*lane].queue.is_empty();
        let found = match lanes[..] {
            [only] => waits(&only).then_some(only),
            _ => self.most_urgent(lanes, carrier),
        };
        let Some(lane) = found else {
            return false;
        };
        self.take_on(lane, 0, carrier, fleet.carrier_type);
        true
    }

    /// The lane among these whose first load comes first, for a carrier that takes whatever waits there.
    #[inline(never)]
    fn most_urgent(&self, lanes: &[LaneId], carrier: CarrierId) -> Option<LaneId> {
        let waits = |lane: &LaneId| !self.state.lanes[*lane].queue.is_empty();
        lanes.iter().copied().filter(waits).min_by_key(|lane| self.urgency_of_first(*lane, carrier))
    }

    fn urgency_of_first(&self, lane: LaneId, carrier: CarrierId) -> Option<Urgency> {
        let c = &self.state.carriers[carrier];
        let spec = &self.world.lanes[lane];
        let position_ms = || {
            let stop = self.world.fleets[c.fleet].stop_at[c.at];
            let own = spec.approaches.iter().find(|approach| approach.fleet == c.fleet);
            own.zip(stop).map_or(0, |(approach, stop)| approach.position_ms[stop])
        };
        let first = self.state.lanes[lane].queue.first()?;
        Some(self.urgency(spec, first, c.carrier_type, position_ms))
    }
}
