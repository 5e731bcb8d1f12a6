//! What is recorded of elements, of copies of units and of sites.

use crate::kernel::{Causes, NodeId, Time};
use crate::model::category::Category;
use crate::model::ids::{ElementId, InstanceId, PlaceId, TerminalId, UnitId};
use crate::model::observe::{Actor, Observation, Observer};
use crate::model::simulation::Simulation;
use crate::model::state::{Element, Holder, KnownWait};

impl<C: Causes, O: Observer> Simulation<'_, C, O> {
    // --- elements ---

    /// A node of an element that is busy for a span, which follows from what it did before (`before`).
    pub(crate) fn instance_span(
        &mut self,
        category: Category,
        span: (Time, Time),
        before: NodeId,
        e: &Element,
        places: Option<(PlaceId, PlaceId)>,
    ) -> NodeId {
        let node = self.journal.push(category, e.unit, span.1, before, before);
        self.tell_of(e, (category, node), places.unzip(), span);
        node
    }

    /// A node of a wait of an element that ends now, which `cause` enabled; it is counted.
    pub(crate) fn record_element_wait(
        &mut self,
        category: Category,
        (cause, own): (NodeId, NodeId),
        e: &Element,
        since: Time,
    ) -> NodeId {
        self.count_wait(category, self.now - since, e.unit, TerminalId::NONE);
        let node = self.journal.push(category, e.unit, self.now, cause, own);
        self.tell_of(e, (category, node), (Some(e.reached), None), (since, self.now));
        node
    }

    /// Counts a wait of an element for the rest of its copy, which ends now; what it did before stays its cause.
    pub(crate) fn record_marry_up(&mut self, e: &Element, since: Time) {
        self.count_wait(Category::WaitMarryUp, self.now - since, e.unit, TerminalId::NONE);
        self.tell_of(e, (Category::WaitMarryUp, e.node), (Some(e.reached), None), (since, self.now));
    }

    /// Counts the wait of an element for a carrier, which ends now at a terminal; `cause` is what the carrier did last.
    #[inline(always)]
    pub(crate) fn record_wait_for_carrier(&mut self, e: &Element, terminal: TerminalId, cause: NodeId) {
        if e.since < self.now {
            self.count_wait(Category::WaitCarrier, self.now - e.since, e.unit, terminal);
            if O::ENABLED {
                let place = Some(self.world.terminals[terminal].place);
                self.tell_of(e, (Category::WaitCarrier, cause), (place, None), (e.since, self.now));
            }
        }
    }

    /// Records what a march waits for until `at`.
    pub(crate) fn wait_for_route(&mut self, element: ElementId, at: Time, holder: Holder) {
        let e = self.state.elements[element];
        let category = holder.category(false);
        let cause = match holder {
            Holder::Runway(before) | Holder::Track(before) => {
                self.journal.push(Category::Echelon, e.unit, at, before, before)
            }
            Holder::Outside(_) | Holder::Destination(_) | Holder::Opened(_) => e.node,
        };
        let node = self.journal.push(category, e.unit, at, cause, e.node);
        self.state.elements[element].node = node;
        self.count_wait(category, at - self.now, e.unit, TerminalId::NONE);
        let place = Some(self.world.legs[e.leg].from);
        self.tell_of(&e, (category, node), (place, None), (self.now, at));
    }

    /// Shows that an element sets out on a march.
    pub(crate) fn observe_set_out(&mut self, element: ElementId, place: PlaceId) {
        if O::ENABLED {
            let (instance, at) = (self.state.elements[element].instance, self.now);
            let counts = self.state.counts_of(self.world, element);
            self.journal.observer.observe(Observation::SetOut { instance, counts, at, place });
        }
    }

    /// Shows that the march of an element ends.
    pub(crate) fn observe_marched_in(&mut self, element: ElementId, place: PlaceId) {
        if O::ENABLED {
            let (instance, at) = (self.state.elements[element].instance, self.now);
            let counts = self.state.counts_of(self.world, element);
            self.journal.observer.observe(Observation::MarchedIn { instance, counts, at, place });
        }
    }

    /// Shows that an element is in place, or home.
    #[inline(always)]
    pub(crate) fn observe_in_place(&mut self, element: ElementId) {
        if O::ENABLED {
            let Element { instance, reached: place, homeward, .. } = self.state.elements[element];
            let (counts, at) = (self.state.counts_of(self.world, element), self.now);
            self.journal.observer.observe(Observation::InPlace { instance, counts, at, place, homeward });
        }
    }

    #[inline(always)]
    fn tell_of(
        &mut self,
        e: &Element,
        what: (Category, NodeId),
        places: (Option<PlaceId>, Option<PlaceId>),
        span: (Time, Time),
    ) {
        self.journal.tell(what, (Actor::Instance(e.instance), Some(e.instance)), places, span);
    }

    // --- copies of units before they are elements ---

    /// A node for what of a span known before the run lies after `start`; none, and `before`, when that takes no time. It is
    /// shown for a copy of a unit.
    #[inline(always)]
    pub(crate) fn known_node(
        &mut self,
        category: Category,
        span: (Time, Time),
        before: NodeId,
        instance: Option<InstanceId>,
        unit: UnitId,
    ) -> NodeId {
        let span = (span.0.max(Time::ZERO), span.1);
        if span.1 <= span.0 {
            return before;
        }
        let node = self.journal.push(category, unit, span.1, before, before);
        if O::ENABLED
            && let Some(instance) = instance
        {
            let home = Some(self.world.units[unit].home);
            let who = (Actor::Instance(instance), Some(instance));
            self.journal.tell((category, node), who, (home, None), span);
        }
        node
    }

    /// A node for what of a wait known before the run lies after `start`, which ends with `cause`; none, and `own`, when that
    /// takes no time. It is counted up to the end of the deployment.
    pub(crate) fn known_wait(
        &mut self,
        category: Category,
        (from, to): (Time, Time),
        (cause, own): (NodeId, NodeId),
        instance: InstanceId,
        unit: UnitId,
    ) -> NodeId {
        let from = from.max(Time::ZERO);
        if to <= from {
            return own;
        }
        self.state.known_waits.push(KnownWait { category, unit, from, to });
        let node = self.journal.push(category, unit, to, cause, own);
        let who = (Actor::Instance(instance), Some(instance));
        self.journal.tell((category, node), who, (Some(self.world.units[unit].home), None), (from, to));
        node
    }

    // --- sites and the way home ---

    /// Shows that a site is being taken over until an instant.
    pub(crate) fn observe_takeover(&mut self, place: PlaceId, end: Time) {
        let span = (self.now, end);
        self.journal.tell((Category::Takeover, 0), (Actor::Place(place), None), (Some(place), None), span);
    }

    /// The node of the beginning of the withdrawal, now; `before` enabled it.
    pub(crate) fn hold_node(&mut self, before: NodeId) -> NodeId {
        self.journal.push(Category::Hold, UnitId::NONE, self.now, before, before)
    }

    /// The node of handing a place over until an instant; `team` enabled it now.
    pub(crate) fn record_handover(&mut self, place: PlaceId, end: Time, team: NodeId) -> NodeId {
        let own = self.state.withdrawal.node();
        let node = self.journal.push(Category::Handover, UnitId::NONE, end, team, own);
        let span = (self.now, end);
        self.journal.tell((Category::Handover, node), (Actor::Place(place), None), (Some(place), None), span);
        node
    }
}
