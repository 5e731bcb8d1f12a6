//! A sortie up to its departure: waiting for a stand and a spot, loading; its draws, and where it goes.

use crate::kernel::{Causes, NodeId};

use super::category::Category;
use super::draws::SortieDraw;
use super::facility::Facility;
use super::ids::{CarrierId, TerminalId};
use super::observe::Observer;
use super::simulation::Simulation;
use super::state::{Element, Purpose, Stage};

impl<C: Causes, O: Observer> Simulation<'_, C, O> {
    // --- at the place of loading ---

    /// A carrier is where its load waits.
    pub(crate) fn at_load(&mut self, carrier: CarrierId) {
        let first = self.state.elements[self.state.carriers[carrier].load];
        self.meet_load(carrier, &first);
    }

    /// A carrier is where its load waits, `first` the first element of it.
    #[inline(always)]
    pub(crate) fn meet_load(&mut self, carrier: CarrierId, first: &Element) {
        let c = &self.state.carriers[carrier];
        let (at, cause) = (c.at, c.cause);
        self.record_wait_for_carrier(first, at, cause);
        let node = if first.next.is_none() {
            first.node
        } else {
            self.end_waits_of_others(carrier, first, at, cause)
        };
        // What a load did last had ended when it began to wait.
        let ready_before = first.next.is_none() && first.since < self.now;
        self.record_meeting(carrier, first.unit, node, ready_before);
        let c = &self.state.carriers[carrier];
        let (has_stand, size) = (c.has_stand, c.spec.stand_size);
        if has_stand || self.seize(at, Facility::Stands, carrier, size) {
            self.stand_to_load(carrier, at);
        } else {
            self.state.carriers[carrier].stage = Stage::StandToLoad;
        }
    }

    /// Ends the waits of all elements of a load but the first; returns the node of the one that was ready last.
    #[inline(never)]
    fn end_waits_of_others(
        &mut self,
        carrier: CarrierId,
        first: &Element,
        at: TerminalId,
        cause: NodeId,
    ) -> NodeId {
        let mut next = first.next;
        while next.is_some() {
            let e = self.state.elements[next];
            self.record_wait_for_carrier(&e, at, cause);
            next = e.next;
        }
        self.latest_of_load(self.state.carriers[carrier].load)
    }

    /// It has a stand and asks for a spot.
    #[inline(always)]
    pub(crate) fn stand_to_load(&mut self, carrier: CarrierId, at: TerminalId) {
        self.state.carriers[carrier].has_stand = true;
        if self.seize(at, self.spots(carrier, at), carrier, 1) {
            self.spot_to_load(carrier, at);
        } else {
            self.state.carriers[carrier].stage = Stage::SpotToLoad;
        }
    }

    /// It has a spot and asks for a team.
    #[inline(always)]
    pub(crate) fn spot_to_load(&mut self, carrier: CarrierId, at: TerminalId) {
        if self.seize(at, Facility::LoadingTeams, carrier, 1) {
            self.loading_team_granted(carrier, at);
        } else {
            self.state.carriers[carrier].stage = Stage::LoadingTeam;
        }
    }

    /// It has a team; a ship asks for a crane.
    #[inline(always)]
    pub(crate) fn loading_team_granted(&mut self, carrier: CarrierId, at: TerminalId) {
        if self.has_crane(carrier, at) {
            self.start_loading(carrier);
        } else {
            self.state.carriers[carrier].stage = Stage::CraneToLoad;
        }
    }

    /// Everything is there to load.
    #[inline(never)]
    pub(crate) fn start_loading(&mut self, carrier: CarrierId) {
        if let Some(lift) = self.state.carriers[carrier].lift
            && lift.tops_up
        {
            self.top_up(carrier, lift);
        }
        let c = &self.state.carriers[carrier];
        let end = self.now + self.handling_ms(c, SortieDraw::Load, &c.spec.load);
        self.keep_busy(carrier, Stage::Loading, Category::Loading, end);
        self.observe_loaded(carrier, end);
    }

    /// Loading ends: the spot is free, and the carrier leaves for the destination.
    #[inline(always)]
    pub(crate) fn end_loading(&mut self, carrier: CarrierId) {
        let c = &self.state.carriers[carrier];
        let (at, cause) = (c.at, c.cause);
        self.free_crane(carrier, at, cause);
        self.free(at, Facility::LoadingTeams, 1, cause);
        self.free(at, self.spots(carrier, at), 1, cause);
        if !self.delivered_directly(carrier) {
            self.leave_loaded(carrier);
        }
    }

    #[inline(never)]
    fn leave_loaded(&mut self, carrier: CarrierId) {
        let c = &self.state.carriers[carrier];
        let (lane, carrier_type) = (&self.world.lanes[c.lane], c.carrier_type);
        let to = match lane.to[..] {
            [only] => only,
            _ => self
                .bound_destination(carrier)
                .unwrap_or_else(|| self.choose_destination(carrier, &lane.to_of[carrier_type])),
        };
        self.depart(carrier, Purpose::Deliver, to);
    }

    /// Where the copy on board has chosen to go with its first load; its choice now when this is the first.
    fn bound_destination(&mut self, carrier: CarrierId) -> Option<TerminalId> {
        let c = self.state.carriers[carrier];
        let e = self.state.elements[c.load];
        if !self.world.lift(e.leg).together {
            return None;
        }
        let next = self.world.legs[e.leg].next;
        let (leg, to) = self.state.instances[e.instance].bound;
        if leg == next {
            return Some(to).filter(|to| self.world.lanes[c.lane].to_of[c.carrier_type].contains(to));
        }
        // Other fleets may have loads of the copy already.
        let lane = &self.world.lanes[c.lane];
        let among = if lane.to_all.is_empty() { &lane.to_of[c.carrier_type] } else { &lane.to_all };
        let to = self.choose_destination(carrier, among);
        self.state.instances[e.instance].bound = (next, to);
        Some(to)
    }

    /// The first of these destinations with a free stand, else the first.
    fn choose_destination(&self, carrier: CarrierId, among: &[TerminalId]) -> TerminalId {
        let stand_size = self.state.carriers[carrier].spec.stand_size;
        let is_free = |to: &TerminalId| self.state.facilities.of(*to, Facility::Stands).free() >= stand_size;
        among.iter().copied().find(is_free).or_else(|| among.first().copied()).unwrap_or(TerminalId::NONE)
    }
}
