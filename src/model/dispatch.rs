//! Which load a free carrier takes.
//!
//! At each moment with news, loads and carriers are matched until no pair is left: the load by the
//! rule, ties first come, first served; the carrier that can be there first, ties longest idle, then
//! by number. A load is made up from what is ready when its carrier is assigned, and topped up when
//! loading begins where loads are shared or units come in parts.

use std::collections::VecDeque;

use crate::kernel::{Causes, Time};
use crate::scenario::Dispatch;

use super::category::Category;
use super::ids::{CarrierId, CarrierTypeId, ElementId, FleetId, InstanceId, LaneId, StopId, TerminalId};
use super::observe::Observer;
use super::simulation::Simulation;
use super::state::{Element, IdleOfFleet, Purpose, Waiting};
use super::world::{Approach, LaneSpec, LiftSpec, SortieSpec, UNREACHABLE};

/// The order in which loads are served: rank, the rule's figure, since when, copy, first item.
pub(super) type Urgency = (u64, i64, Time, InstanceId, u32);

/// A load and the carrier for it.
#[derive(Debug, Clone, Copy)]
struct Match {
    lane: LaneId,
    slot: usize,
    fleet: FleetId,
    stop: StopId,
    carrier: CarrierId,
}

/// An idle carrier, in the order in which carriers are preferred: soonest there, longest idle, lowest number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Candidate {
    position_ms: i64,
    since: Time,
    carrier: CarrierId,
    fleet: FleetId,
    stop: StopId,
}

impl<'w, C: Causes, O: Observer> Simulation<'w, C, O> {
    // --- matching ---

    /// Matches loads and carriers, and sends home whoever is left over.
    #[inline(never)]
    pub(crate) fn dispatch(&mut self) {
        self.state.dispatch_due = false;
        if self.dispatched_only() {
            return;
        }
        self.queue_freed();
        self.match_loads();
        if self.state.idle.count() > 0 {
            if self.world.dispatch == Dispatch::MostUncovered && self.state.waiting.any() {
                self.rescue_loads();
            }
            self.clear_stands();
            if !self.state.idle.freed().is_empty() {
                self.send_home();
            }
        }
        self.state.idle.forget_freed();
    }

    fn match_loads(&mut self) {
        if self.world.dispatch == Dispatch::MostUncovered {
            self.spread_carriers();
        }
        while let Some(found) = self.best_match() {
            self.assign(found);
        }
    }

    fn best_match(&self) -> Option<Match> {
        let stays = self.world.dispatch == Dispatch::MostUncovered;
        if !self.state.waiting.any()
            || self.state.idle.count() == if stays { self.state.idle.loose() } else { 0 }
        {
            return None;
        }
        let nobody_there =
            |lane: LaneId| stays && self.state.idle.covering_at(self.world.lanes[lane].from) == 0;
        let mut best: Option<(Urgency, Match)> = None;
        for lane in self.state.waiting.iter() {
            if nobody_there(lane) {
                continue;
            }
            if let Some((key, found)) = self.match_in_lane(lane)
                && best.as_ref().is_none_or(|(best_key, _)| key < *best_key)
            {
                best = Some((key, found));
            }
        }
        best.map(|(_, found)| found)
    }

    /// The first load of a lane that an idle carrier can take, with its key under the dispatch rule.
    #[inline]
    fn match_in_lane(&self, lane: LaneId) -> Option<(Urgency, Match)> {
        let spec = &self.world.lanes[lane];
        let mut first: Option<Candidate> = None;
        for approach in &spec.approaches {
            if !self.state.idle.of_fleet(approach.fleet).is_empty()
                && let Some(candidate) = self.best_of_fleet(approach)
                && first.is_none_or(|best| candidate < best)
            {
                first = Some(candidate);
            }
        }
        let first = first?;
        let queue = &self.state.lanes[lane].queue;
        for (slot, waiting) in queue.iter().enumerate() {
            let found = if self.can_take(lane, slot, waiting.element, self.type_of_fleet(first.fleet)) {
                Some(first)
            } else {
                let others = spec.approaches.iter().filter(|approach| approach.fleet != first.fleet);
                let can =
                    |approach: &&Approach| self.can_take(lane, slot, waiting.element, approach.carrier_type);
                others.filter(can).filter_map(|approach| self.best_of_fleet(approach)).min()
            };
            let Some(Candidate { position_ms, fleet, stop, carrier, .. }) = found else {
                continue;
            };
            let urgency = self.urgency(spec, waiting, self.type_of_fleet(fleet), || position_ms);
            return Some((urgency, Match { lane, slot, fleet, stop, carrier }));
        }
        None
    }

    /// The place of a load in the order of the dispatch rule, for a carrier of a type that can be there after
    /// `position_ms`.
    #[inline]
    pub(super) fn urgency(
        &self,
        lane: &LaneSpec,
        waiting: &Waiting,
        carrier_type: CarrierTypeId,
        position_ms: impl FnOnce() -> i64,
    ) -> Urgency {
        let figure = match self.world.dispatch {
            Dispatch::ShortestCycle => lane.cycle_ms[carrier_type] + position_ms(),
            Dispatch::MostWaiting => -self.waiting_at(lane.from),
            _ => 0,
        };
        let e = &self.state.elements[waiting.element];
        (waiting.rank, figure, waiting.since, e.instance, e.first_item)
    }

    #[inline]
    fn type_of_fleet(&self, fleet: FleetId) -> CarrierTypeId {
        self.world.fleets[fleet].carrier_type
    }

    fn waiting_at(&self, terminal: TerminalId) -> i64 {
        let lanes = self.world.lanes.iter().zip(&self.state.lanes);
        lanes.filter(|(spec, _)| spec.from == terminal).map(|(_, lane)| lane.waiting_loads()).sum()
    }

    /// The idle carrier of a fleet that can be at the beginning of a lane first.
    #[inline(always)]
    fn best_of_fleet(&self, approach: &Approach) -> Option<Candidate> {
        let state = self.state.idle.of_fleet(approach.fleet);
        if state.is_empty() {
            return None;
        }
        if self.world.dispatch == Dispatch::MostUncovered {
            // Under this rule a carrier goes where the loads are that it covers, and works for them when it is there;
            // one that covers none has nothing to do.
            let covers = |carrier: &&CarrierId| self.state.carriers[**carrier].covers.is_some();
            let first = state.queues()[approach.stop].iter().find(covers)?;
            return Some(self.candidate(approach, approach.stop, *first));
        }
        self.first_of_all_stops(approach, state)
    }

    #[inline(never)]
    fn first_of_all_stops(&self, approach: &Approach, state: &IdleOfFleet) -> Option<Candidate> {
        let first = |(stop, idle): (StopId, &VecDeque<CarrierId>)| {
            let carrier = idle.front().filter(|_| approach.position_ms[stop] != UNREACHABLE)?;
            Some(self.candidate(approach, stop, *carrier))
        };
        state.queues().with_ids().filter_map(first).min()
    }

    #[inline]
    fn candidate(&self, approach: &Approach, stop: StopId, carrier: CarrierId) -> Candidate {
        let since = self.state.carriers[carrier].since;
        let (position_ms, fleet) = (approach.position_ms[stop], approach.fleet);
        Candidate { position_ms, since, carrier, fleet, stop }
    }

    // --- assigning ---

    #[inline(never)]
    fn assign(&mut self, found: Match) {
        let Match { lane, slot, fleet, stop, carrier } = found;
        self.state.remove_idle(carrier, stop);
        self.take_on(lane, slot, carrier, self.type_of_fleet(fleet));
    }

    /// A carrier takes the first load that it can make of a lane's queue from `slot` on.
    #[inline(always)]
    pub(super) fn take_on(
        &mut self,
        lane: LaneId,
        slot: usize,
        carrier: CarrierId,
        carrier_type: CarrierTypeId,
    ) {
        if !self.took_whole(lane, slot, carrier, carrier_type) {
            self.take_on_filled(lane, slot, carrier, carrier_type);
        }
    }

    #[inline(never)]
    fn take_on_filled(&mut self, lane: LaneId, slot: usize, carrier: CarrierId, carrier_type: CarrierTypeId) {
        let load = self.make_load(lane, slot, carrier_type);
        debug_assert!(load.is_some(), "what waits at {slot} in lane {lane:?} was found to fit");
        let e = self.state.elements[load];
        let lift = self.world.lift(e.leg);
        self.assign_load(carrier, lane, (lift, &lift.sorties[carrier_type]), load, &e);
    }

    /// A carrier that is free is given a load, `e` the first element of it, and goes where it waits.
    #[inline(always)]
    pub(super) fn assign_load(
        &mut self,
        carrier: CarrierId,
        lane: LaneId,
        (lift, sortie): (&'w LiftSpec, &'w SortieSpec),
        load: ElementId,
        e: &Element,
    ) {
        self.state.cover_load(carrier, lane);
        self.begin_duty(carrier, lane, load);
        let c = &self.state.carriers[carrier];
        let cause = if e.next.is_none() && e.since < self.now && c.since == self.now {
            // The load was ready before the carrier became free, so that this enables it.
            c.cause
        } else {
            let cause = c.cause;
            let latest = self.latest_of_load(load);
            self.journal.enabled_by(cause, latest, Category::Reporting, self.now)
        };
        let line = lift.line_of(e);
        let (ahead, ahead_bits) = self.drawn_ahead_of(lift);
        self.lines.touch(&mut self.streams, lift.stream, lift.first_line, line, ahead);
        let c = &mut self.state.carriers[carrier];
        c.load = load;
        c.client = e.unit;
        c.lane = lane;
        c.sortie = Some(sortie);
        c.lift = Some(lift);
        c.line = line;
        c.ahead = ahead_bits;
        c.return_draws = false;
        c.cause = cause;
        c.own = cause;
        let at = c.at;
        if at == lift.from {
            self.meet_load(carrier, e);
        } else {
            self.depart(carrier, Purpose::Position, lift.from);
        }
    }
}
