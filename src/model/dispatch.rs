//! Which load a free carrier takes.
//!
//! At each moment with news, loads and carriers are matched until no pair is left: the load by the
//! rule, ties first come, first served; the carrier that can be there first, ties longest idle, then
//! by number. A load is made up from what is ready when its carrier is assigned, and topped up when
//! loading begins where loads are shared or units come in parts.

use std::collections::VecDeque;

use crate::kernel::{Causes, Time};
use crate::scenario::{Dispatch, Share};

use super::category::Category;
use super::load::Room;
use super::observe::Observer;
use super::simulation::Simulation;
use super::state::{Element, Kind, Purpose, Stage, Waiting};
use super::world::{Approach, LiftSpec, NONE, Step, UNREACHABLE, World};

/// The order in which loads are served: rank, the rule's figure, since when, copy, first item.
type Urgency = (u64, i64, Time, u32, u32);

/// A load and the carrier for it.
#[derive(Debug, Clone, Copy)]
struct Match {
    lane: u16,
    slot: usize,
    fleet: u16,
    stop: usize,
    carrier: u32,
}

/// An idle carrier, in the order in which carriers are preferred: soonest there, longest idle, lowest number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Candidate {
    position_ms: i64,
    since: Time,
    carrier: u32,
    fleet: u16,
    stop: usize,
}

impl<'w, C: Causes, O: Observer> Simulation<'w, C, O> {
    // --- loads that become ready ---

    /// An element reaches the beginning of a lift: it waits for a carrier once the dispatcher knows.
    pub(crate) fn await_carrier(&mut self, element: u32) {
        let e = &mut self.state.elements[element as usize];
        e.since = self.now;
        let e = *e;
        let known = next_report(self.world.reporting_ms, self.now);
        if known > self.now {
            let node = self.instance_span(Category::Reporting, (self.now, known), e.node, &e, None);
            self.state.elements[element as usize].node = node;
            self.schedule(known, Kind::ElementReported, element);
        } else {
            self.report_element(element);
        }
    }

    /// The dispatcher learns of an element.
    pub(crate) fn report_element(&mut self, element: u32) {
        let e = self.state.elements[element as usize];
        let world = self.world;
        let lift = self.lift_of(&e);
        let unit = &world.units[usize::from(e.unit)];
        let loads = if e.loads == 0 { self.estimate_loads(&e, lift, element) } else { e.loads };
        let rank = match world.dispatch {
            Dispatch::Priority => u64::from(unit.priority),
            Dispatch::Required => unit.required.map_or(u64::MAX, |required| required.as_ms() as u64),
            _ => 0,
        };
        let leg = usize::from(e.leg);
        let e = &mut self.state.elements[element as usize];
        e.since = self.now;
        e.loads = loads;
        let waiting = Waiting { rank, since: self.now, element };
        self.enqueue(usize::from(lift.lane), waiting);
        self.state.lanes[usize::from(lift.lane)].waiting_loads += i64::from(loads);
        self.note_come(leg, element);
        self.state.dispatch_due = true;
    }

    /// What an element holds is no longer to come to a leg; only a least fill asks for that.
    fn note_come(&mut self, leg: usize, element: u32) {
        if self.world.has_least_fill {
            let amount = World::amount(self.state.counts_of(self.world, element));
            self.state.to_come[leg] = self.state.to_come[leg].saturating_sub(amount);
        }
    }

    /// An element that was expected at a lift goes another way.
    pub(crate) fn expect_no_more(&mut self, lift: &LiftSpec, element: u32) {
        let e = self.state.elements[element as usize];
        let loads = self.estimate_loads(&e, lift, element);
        self.state.lanes[usize::from(lift.lane)].uncovered -= i64::from(loads);
        self.note_come(usize::from(e.leg), element);
    }

    fn enqueue(&mut self, lane: usize, waiting: Waiting) {
        let key = |waiting: &Waiting, elements: &[Element]| {
            let e = &elements[waiting.element as usize];
            (waiting.rank, waiting.since, e.instance, e.first_item)
        };
        let elements = &self.state.elements;
        let mine = key(&waiting, elements);
        let queue = &mut self.state.lanes[lane].queue;
        let is_last = |last: &Waiting| {
            (last.rank, last.since) < (waiting.rank, waiting.since) || key(last, elements) <= mine
        };
        if queue.back().is_none_or(is_last) {
            queue.push_back(waiting);
        } else {
            let slot = queue.partition_point(|other| key(other, elements) <= mine);
            queue.insert(slot, waiting);
        }
    }

    fn estimate_loads(&self, e: &Element, lift: &LiftSpec, element: u32) -> u32 {
        let unit = &self.world.units[usize::from(e.unit)];
        let counts = self.state.counts_of(self.world, element);
        let items = self.world.items(counts);
        if items == unit.items {
            return lift.loads.max(1);
        }
        let share = f64::from(items) / f64::from(unit.items.max(1));
        ((f64::from(lift.loads) * share).ceil() as u32).max(1)
    }

    pub(crate) fn lift_of(&self, e: &Element) -> &'w LiftSpec {
        match &self.world.legs[usize::from(e.leg)].step {
            Step::Lift(lift) => lift,
            Step::March(_) => unreachable!("only elements at a lift are dispatched"),
        }
    }

    // --- carriers that become free ---

    /// A carrier has nothing more to do where it is.
    pub(crate) fn become_free(&mut self, carrier: u32) {
        let known = next_report(self.world.reporting_ms, self.now);
        if known > self.now {
            self.state.carriers[carrier as usize].stage = Stage::Unreported;
            let at = self.state.carriers[carrier as usize].at;
            self.occupy(carrier, Category::Reporting, known, at);
            self.schedule(known, Kind::Reported, carrier);
        } else {
            self.report_carrier(carrier);
        }
    }

    /// The dispatcher learns that a carrier is free.
    pub(crate) fn report_carrier(&mut self, carrier: u32) {
        let c = self.state.carriers[carrier as usize];
        if self.state.fleets[usize::from(c.fleet)].active > self.fleet_limit(c.fleet) {
            self.stop(carrier);
            return;
        }
        self.become_idle(carrier);
        self.state.freed.push(carrier);
    }

    /// Puts a carrier among the idle ones where it is.
    pub(crate) fn become_idle(&mut self, carrier: u32) {
        let c = &mut self.state.carriers[carrier as usize];
        c.stage = Stage::Idle;
        c.since = self.now;
        c.load = NONE;
        c.client = u16::MAX;
        let (fleet, at) = (usize::from(c.fleet), c.at);
        let loose = u32::from(c.covers == u16::MAX);
        let spec = &self.world.fleets[fleet];
        let Some(stop) = spec.stop_at[usize::from(at)].map(usize::from) else {
            debug_assert!(false, "a carrier is free at a terminal that its fleet does not serve");
            return;
        };
        let carriers = &self.state.carriers;
        let queue = &mut self.state.fleets[fleet].idle[stop];
        let mut slot = queue.len();
        while slot > 0 {
            let before = &carriers[queue[slot - 1] as usize];
            if (before.since, queue[slot - 1]) <= (self.now, carrier) {
                break;
            }
            slot -= 1;
        }
        if slot == queue.len() {
            queue.push_back(carrier);
        } else {
            queue.insert(slot, carrier);
        }
        self.state.fleets[fleet].idle_count += 1;
        self.state.fleets[fleet].loose += loose;
        self.state.idle_count += 1;
        self.state.loose += loose;
        self.state.covering[usize::from(at)] += 1 - loose;
        if at == spec.base {
            let cause = self.state.carriers[carrier as usize].cause;
            self.leave_stand(carrier, cause);
        }
        self.note_parked(carrier, true);
        self.state.dispatch_due = true;
    }

    pub(crate) fn remove_idle(&mut self, fleet: usize, stop: usize, carrier: u32) {
        let queue = &mut self.state.fleets[fleet].idle[stop];
        if queue.front() == Some(&carrier) {
            queue.pop_front();
        } else {
            queue.retain(|other| *other != carrier);
        }
        self.note_not_idle(fleet, carrier);
    }

    /// Counts a carrier that was taken from its idle queue.
    pub(crate) fn note_not_idle(&mut self, fleet: usize, carrier: u32) {
        let c = &self.state.carriers[carrier as usize];
        let loose = u32::from(c.covers == u16::MAX);
        self.state.covering[usize::from(c.at)] -= 1 - loose;
        self.state.fleets[fleet].idle_count -= 1;
        self.state.fleets[fleet].loose -= loose;
        self.state.idle_count -= 1;
        self.state.loose -= loose;
        self.note_parked(carrier, false);
    }

    /// Counts idle carriers that keep a stand.
    pub(crate) fn note_parked(&mut self, carrier: u32, begins: bool) {
        let c = &self.state.carriers[carrier as usize];
        if c.has_stand {
            let parked = &mut self.state.parked[usize::from(c.at)];
            *parked = if begins { *parked + 1 } else { parked.saturating_sub(1) };
        }
    }

    // --- matching ---

    /// Matches loads and carriers, and sends home whoever is left over.
    pub(crate) fn dispatch(&mut self) {
        self.state.dispatch_due = false;
        if self.state.idle_count > 0 {
            self.match_loads();
        }
        if self.state.idle_count == 0 {
            // Nobody is left to turn to another load, to clear a stand, or to go home.
            self.state.freed.clear();
            return;
        }
        if self.world.dispatch == Dispatch::MostUncovered {
            self.rescue_loads();
        }
        self.clear_stands();
        self.send_home();
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
        if self.state.idle_count == if stays { self.state.loose } else { 0 } {
            return None;
        }
        let nobody_there =
            |lane: usize| stays && self.state.covering[usize::from(self.world.lanes[lane].from)] == 0;
        let mut best: Option<(Urgency, Match)> = None;
        for lane in 0..self.world.lanes.len() {
            if self.state.lanes[lane].queue.is_empty() || nobody_there(lane) {
                continue;
            }
            if let Some((key, found)) = self.match_in_lane(lane as u16)
                && best.as_ref().is_none_or(|(best_key, _)| key < *best_key)
            {
                best = Some((key, found));
            }
        }
        best.map(|(_, found)| found)
    }

    /// The first load of a lane that an idle carrier can take, with its key under the dispatch rule.
    #[inline]
    fn match_in_lane(&self, lane: u16) -> Option<(Urgency, Match)> {
        let spec = &self.world.lanes[usize::from(lane)];
        let mut first: Option<Candidate> = None;
        for approach in &spec.approaches {
            if self.state.fleets[usize::from(approach.fleet)].idle_count > 0
                && let Some(candidate) = self.best_of_fleet(approach)
                && first.is_none_or(|best| candidate < best)
            {
                first = Some(candidate);
            }
        }
        let first = first?;
        let queue = &self.state.lanes[usize::from(lane)].queue;
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
            let urgency = match self.world.dispatch {
                Dispatch::ShortestCycle => {
                    spec.cycle_ms[usize::from(self.type_of_fleet(fleet))] + position_ms
                }
                Dispatch::MostWaiting => -self.waiting_at(spec.from),
                _ => 0,
            };
            let e = &self.state.elements[waiting.element as usize];
            let key = (waiting.rank, urgency, waiting.since, e.instance, e.first_item);
            return Some((key, Match { lane, slot, fleet, stop, carrier }));
        }
        None
    }

    fn type_of_fleet(&self, fleet: u16) -> u16 {
        self.world.fleets[usize::from(fleet)].carrier_type
    }

    fn waiting_at(&self, terminal: u8) -> i64 {
        let lanes = self.world.lanes.iter().zip(&self.state.lanes);
        lanes.filter(|(spec, _)| spec.from == terminal).map(|(_, lane)| lane.waiting_loads).sum()
    }

    /// The idle carrier of a fleet that can be at the beginning of a lane first.
    fn best_of_fleet(&self, approach: &Approach) -> Option<Candidate> {
        let fleet = approach.fleet;
        let state = &self.state.fleets[usize::from(fleet)];
        if state.idle_count == 0 {
            return None;
        }
        let candidate = |stop: usize, carrier: u32| {
            let since = self.state.carriers[carrier as usize].since;
            Candidate { position_ms: approach.position_ms[stop], since, carrier, fleet, stop }
        };
        if self.world.dispatch == Dispatch::MostUncovered {
            // Under this rule a carrier goes where the loads are that it covers, and works for them when it is there;
            // one that covers none has nothing to do.
            let covers = |carrier: &&u32| self.state.carriers[**carrier as usize].covers != u16::MAX;
            let first = state.idle[approach.stop].iter().find(covers)?;
            return Some(candidate(approach.stop, *first));
        }
        let first = |(stop, idle): (usize, &VecDeque<u32>)| {
            let carrier = idle.front().filter(|_| approach.position_ms[stop] != UNREACHABLE)?;
            Some(candidate(stop, *carrier))
        };
        state.idle.iter().enumerate().filter_map(first).min()
    }

    /// Whether a carrier type can take any of an element, and enough of the queue for its `min_fill`.
    pub(crate) fn can_take(&self, lane: u16, slot: usize, element: u32, carrier_type: u16) -> bool {
        let e = &self.state.elements[element as usize];
        let lift = self.lift_of(e);
        let carrier = &self.world.carrier_types[usize::from(carrier_type)];
        if lift.together && !self.reaches_bound(e, lane, carrier_type) {
            return false;
        }
        if lift.whole_fits[usize::from(carrier_type)] && carrier.min_fill == 0.0 {
            return true;
        }
        let payload_kg = self.world.lanes[usize::from(lane)].payload_kg[usize::from(carrier_type)];
        if payload_kg < 0 {
            // It reaches none of the destinations.
            return false;
        }
        let mut room = Room::new(carrier, payload_kg);
        let mut any = false;
        for waiting in self.state.lanes[usize::from(lane)].queue.iter().skip(slot) {
            let other = &self.state.elements[waiting.element as usize];
            if waiting.element != element && !self.shares(e, other, lift.share) {
                continue;
            }
            let unit = &self.world.units[usize::from(other.unit)];
            let mut left = [0_u32; 64];
            let mut taken = [0_u32; 64];
            let counts = self.state.counts_of(self.world, waiting.element);
            left[..counts.len()].copy_from_slice(counts);
            let rule = self.lift_of(other).rule;
            any |= room.fill_from(unit, rule, &mut left[..counts.len()], &mut taken[..counts.len()]);
            if carrier.min_fill == 0.0 {
                return any;
            }
        }
        any && (room.fill() >= carrier.min_fill || !self.more_can_come(e, lane, lift.share))
    }

    /// Whether a carrier type can take any item of an element, whatever else is asked of a load.
    pub(crate) fn can_take_any(&self, lane: u16, element: u32, carrier_type: u16) -> bool {
        let e = &self.state.elements[element as usize];
        let payload_kg = self.world.lanes[usize::from(lane)].payload_kg[usize::from(carrier_type)];
        let unit = &self.world.units[usize::from(e.unit)];
        let mut left = self.state.counts_of(self.world, element).to_vec();
        let mut taken = vec![0; left.len()];
        let mut room = Room::new(&self.world.carrier_types[usize::from(carrier_type)], payload_kg);
        let reaches = !self.lift_of(e).together || self.reaches_bound(e, lane, carrier_type);
        payload_kg >= 0 && reaches && room.fill_from(unit, self.lift_of(e).rule, &mut left, &mut taken)
    }

    /// Whether a carrier type reaches the destination that a copy has chosen.
    fn reaches_bound(&self, e: &Element, lane: u16, carrier_type: u16) -> bool {
        let (leg, to) = self.state.instances[e.instance as usize].bound;
        let from = self.world.lanes[usize::from(lane)].from;
        leg != self.world.legs[usize::from(e.leg)].next || self.world.trip(carrier_type, from, to).is_some()
    }

    fn more_can_come(&self, e: &Element, lane: u16, share: Share) -> bool {
        let parts = self.world.units[usize::from(e.unit)].parts.len() > 1;
        let contingent = |unit: u16| self.world.units[usize::from(unit)].contingent;
        let may_share = |unit: u16| match share {
            Share::None => parts && unit == e.unit,
            Share::Unit => unit == e.unit,
            Share::Contingent => contingent(unit) == contingent(e.unit),
        };
        let legs = &self.world.lanes[usize::from(lane)].legs;
        let comes = |leg: &u16| {
            self.state.to_come[usize::from(*leg)] > 0 && may_share(self.world.legs[usize::from(*leg)].unit)
        };
        !self.state.fill_waived && legs.iter().any(comes)
    }

    /// Whether two elements may be in one load.
    pub(crate) fn shares(&self, first: &Element, second: &Element, share: Share) -> bool {
        match share {
            Share::None => first.instance == second.instance,
            Share::Unit => first.unit == second.unit,
            Share::Contingent => {
                let contingent = |e: &Element| self.world.units[usize::from(e.unit)].contingent;
                contingent(first) == contingent(second)
            }
        }
    }

    // --- assigning ---

    fn assign(&mut self, found: Match) {
        let Match { lane, slot, fleet, stop, carrier } = found;
        self.remove_idle(usize::from(fleet), stop, carrier);
        let head = self.state.lanes[usize::from(lane)].queue[slot].element;
        let carrier_type = self.state.carriers[carrier as usize].carrier_type;
        let load = self.make_load(lane, slot, carrier_type);
        debug_assert!(load != NONE, "element {head} was found to fit");
        self.cover(carrier, lane);
        let e = self.state.elements[load as usize];
        let cause = self.state.carriers[carrier as usize].cause;
        let latest = self.latest_of_load(load);
        let cause = self.enabled_by(cause, latest, Category::Reporting);
        let line = self.open_line(&e);
        let c = &mut self.state.carriers[carrier as usize];
        c.load = load;
        c.client = e.unit;
        c.lane = lane;
        c.line = line;
        c.leg = e.leg;
        c.return_draws = false;
        c.cause = cause;
        c.own = cause;
        let from = self.world.lanes[usize::from(lane)].from;
        self.begin_duty(carrier, lane);
        if self.state.carriers[carrier as usize].at == from {
            self.at_load(carrier);
        } else {
            self.depart(carrier, Purpose::Position, from);
        }
    }

    /// The node of the element of a load that was ready last.
    pub(crate) fn latest_of_load(&self, load: u32) -> u32 {
        let mut latest = self.state.elements[load as usize];
        let mut next = latest.next;
        while next != NONE {
            let e = self.state.elements[next as usize];
            if C::KEEPS && self.causes.end_of(e.node) > self.causes.end_of(latest.node) {
                latest = e;
            }
            next = e.next;
        }
        latest.node
    }

    /// The line of draws of a load: that of its first item.
    fn open_line(&mut self, e: &Element) -> u32 {
        let world = self.world;
        let Step::Lift(lift) = &world.legs[usize::from(e.leg)].step else {
            return NONE;
        };
        let unit = &world.units[usize::from(e.unit)];
        let line = lift.first_line + (e.instance - unit.first_instance) * unit.items + e.first_item;
        self.lines.touch(&mut self.streams, lift.stream, lift.first_line, line);
        line
    }
}

/// The next report at or after `now`.
fn next_report(interval_ms: i64, now: Time) -> Time {
    if interval_ms <= 0 {
        return now;
    }
    let past = now.as_ms() % interval_ms;
    if past == 0 { now } else { now + (interval_ms - past) }
}
