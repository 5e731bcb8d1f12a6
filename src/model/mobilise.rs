//! From the appeal to ready: decision, mandates, notice, preparation, parts; and the carriers at `start`.

use crate::kernel::causes::Label;
use crate::kernel::{Causes, Event, NodeId, Time, rounded};

use super::category::Category;
use super::observe::{Actor, Observer, Sight};
use super::simulation::Simulation;
use super::state::{Element, FleetChange, FleetChangeKind, Kind, Stage};
use super::world::{Draw, NO_TERMINAL, NONE};

/// Bits of the number of an element in the order in which they become ready.
const NUMBER_BITS: u32 = 20;
/// So many elements can be numbered.
pub(super) const MOST_ELEMENTS: u64 = 1 << NUMBER_BITS;

impl<C: Causes, O: Observer> Simulation<'_, C, O> {
    /// Everything that is known when the appeal is made.
    pub(crate) fn set_up(&mut self) {
        self.set_up_disruptions();
        self.set_up_terminals();
        self.set_up_fleets();
        self.mobilise();
        self.set_up_civilians();
        if let Some(begins) = self.world.withdrawal.as_ref().and_then(|withdrawal| withdrawal.begins.as_ref())
        {
            let at = self.draw_once(begins);
            self.schedule_known(Time::ZERO + at, Kind::WithdrawalBegins, 0);
        }
    }

    pub(crate) fn schedule_known(&mut self, time: Time, kind: Kind, index: u32) {
        self.agenda.schedule_known(time, Event { kind: kind as u8, index });
    }

    /// The first draw of a stream, or the fixed value [ms].
    pub(crate) fn draw_once(&mut self, draw: &Draw) -> i64 {
        if draw.sampler.is_random() {
            let uniform = self.streams.open(draw.stream, 0).uniform();
            draw.sampler.draw(uniform)
        } else {
            draw.sampler.draw(0.5)
        }
    }

    fn mobilise(&mut self) {
        let world = self.world;
        let decision = world.decision.as_ref().map_or(0, |draw| self.draw_once(draw));
        let decided = Time::ZERO + decision;
        let decision_node = self.known_node(Category::Decision, Time::ZERO, decided, 0, None, u16::MAX);
        for (index, contingent) in world.contingents.iter().enumerate() {
            let late = self.mandate_delay(index as u16);
            let mandate = contingent.mandate.as_ref().map_or(0, |draw| self.draw_once(draw)) + late;
            let mandated = decided.max(Time::ZERO + mandate);
            let factor = contingent.common_factor.as_ref().map_or(1.0, |draw| {
                let uniform = self.streams.open(draw.stream, 0).uniform();
                draw.sampler.draw_factor(uniform)
            });
            for unit in contingent.units.clone() {
                let first = world.units[unit].first_instance;
                let node = self.known_node(
                    Category::Mandate,
                    decided,
                    mandated,
                    decision_node,
                    Some(first),
                    unit as u16,
                );
                self.mobilise_unit(unit as u16, mandated, node, factor);
            }
        }
        self.enter_elements();
    }

    /// Enters the elements in the order in which they become ready, so that those that are dealt with one after another
    /// lie beside each other in memory. Where receptions serve those of the same moment by number, they keep the order
    /// of their copies.
    fn enter_elements(&mut self) {
        let world = self.world;
        let mobilised = std::mem::take(&mut self.state.mobilised);
        let mut order = std::mem::take(&mut self.state.ready_order);
        order.clear();
        // Times take 44 bits, and there are at most a million of them.
        let key = |(number, e): (usize, &Element)| {
            ((e.since.min(Time::NEVER).as_ms() as u64) << NUMBER_BITS) | number as u64
        };
        order.extend(mobilised.iter().enumerate().map(key));
        if !world.receives {
            order.sort_unstable();
        }
        for key in &order {
            let e = mobilised[(*key & ((1 << NUMBER_BITS) - 1)) as usize];
            let parts = &world.units[usize::from(e.unit)].parts;
            let part = parts.partition_point(|part| part.first_item < e.first_item);
            let element = self.state.elements.len() as u32;
            self.state.elements.push(e);
            self.state.counts.extend(parts[part].counts.iter().copied());
            self.schedule_known(e.since, Kind::Ready, element);
        }
        self.state.mobilised = mobilised;
        self.state.ready_order = order;
    }

    fn mobilise_unit(&mut self, unit: u16, mandated: Time, mandate_node: NodeId, factor: f64) {
        let world = self.world;
        let spec = &world.units[usize::from(unit)];
        // All copies' draws of one purpose follow each other in its stream, so they are made in one go.
        self.spans_ms.clear();
        self.draw_copies(&spec.notice, spec.copies, factor);
        self.draw_copies(&spec.prepare, spec.copies, factor);
        for part in &spec.parts {
            self.draw_copies(&part.after, spec.copies, factor);
        }
        let copies = spec.copies as usize;
        for copy in 0..copies {
            let instance = spec.first_instance + copy as u32;
            let (notice, prepare) = (self.spans_ms[copy], self.spans_ms[copies + copy]);
            let noticed = mandated + notice;
            let prepared = noticed + prepare;
            let node =
                self.known_node(Category::Notice, mandated, noticed, mandate_node, Some(instance), unit);
            let node = self.known_node(Category::Preparation, noticed, prepared, node, Some(instance), unit);
            for (number, part) in spec.parts.iter().enumerate() {
                let ready = prepared + self.spans_ms[(2 + number) * copies + copy];
                let node =
                    self.known_node(Category::Preparation, prepared, ready, node, Some(instance), unit);
                let start = ready.max(spec.not_before);
                let node = self.known_node(Category::EarliestDate, ready, start, node, Some(instance), unit);
                self.state.mobilised.push(Element {
                    instance,
                    unit,
                    leg: spec.first_leg(false),
                    node,
                    since: start,
                    first_item: part.first_item,
                    next: NONE,
                    reached: spec.home,
                    homeward: false,
                    whole: part.whole,
                });
            }
        }
    }

    /// Draws a span for each copy, after those drawn before.
    fn draw_copies(&mut self, draw: &Draw, copies: u32, factor: f64) {
        let sampler = &draw.sampler;
        if sampler.is_random() {
            let stream = self.streams.open(draw.stream, 0);
            self.spans_ms.extend((0..copies).map(|_| scaled(sampler.draw(stream.uniform()), factor)));
        } else {
            self.spans_ms.extend(std::iter::repeat_n(scaled(sampler.draw(0.5), factor), copies as usize));
        }
    }

    /// A node for a span known before the run; none, and `before`, when it takes no time.
    fn known_node(
        &mut self,
        category: Category,
        from: Time,
        to: Time,
        before: NodeId,
        instance: Option<u32>,
        unit: u16,
    ) -> NodeId {
        if to <= from {
            return before;
        }
        let label = Label { category: category as u8, actor: NONE, client: unit, place: NO_TERMINAL };
        let node = self.causes.push(to, before, before, label);
        if O::LOOKS
            && let Some(instance) = instance
        {
            let place = Some(self.world.units[usize::from(unit)].home);
            let actor = Actor::Instance(instance);
            self.observer.see(Sight::Activity {
                category,
                actor,
                client: Some(instance),
                place,
                to_place: None,
                from,
                to,
                node,
            });
        }
        node
    }

    fn set_up_fleets(&mut self) {
        let world = self.world;
        for (index, fleet) in world.fleets.iter().enumerate() {
            let available = fleet.available_from.as_ref().map_or(0, |draw| self.draw_once(draw));
            for number in 0..fleet.count {
                let carrier = fleet.first_carrier + number;
                let serviceable = fleet.serviceability >= 1.0
                    || self.streams.open(fleet.stream, 64 + u64::from(number)).uniform()
                        < fleet.serviceability;
                if serviceable {
                    self.state.fleets[index].stopped.push(carrier);
                }
            }
            // Stopped carriers come back from the end of the list: the first number first.
            self.state.fleets[index].stopped.reverse();
            for (from, count) in &fleet.steps {
                let at = self.draw_once(from);
                self.plan_fleet_change(Time::ZERO + at, index as u16, FleetChangeKind::Planned(*count));
            }
            if available > 0 {
                self.state.fleets[index].planned = 0;
                self.plan_fleet_change(
                    Time::ZERO + available,
                    index as u16,
                    FleetChangeKind::Planned(fleet.count),
                );
            }
            self.limit_fleet(index as u16);
            self.recall_carriers(index as u16);
        }
    }

    pub(crate) fn plan_fleet_change(&mut self, at: Time, fleet: u16, what: FleetChangeKind) {
        let index = self.state.fleet_changes.len() as u32;
        self.state.fleet_changes.push(FleetChange { fleet, what });
        self.schedule_known(at, Kind::FleetChange, index);
    }

    /// The number of usable carriers changes.
    pub(crate) fn change_fleet(&mut self, index: u32) {
        self.queue_freed();
        let change = self.state.fleet_changes[index as usize];
        let fleet = &mut self.state.fleets[usize::from(change.fleet)];
        match change.what {
            FleetChangeKind::Planned(count) => fleet.planned = count,
            FleetChangeKind::Lost(carriers) => fleet.lost += carriers,
        }
        self.limit_fleet(change.fleet);
        self.recall_carriers(change.fleet);
        self.stop_idle_carriers(change.fleet);
    }

    /// Works out how many carriers of a fleet may be in use.
    fn limit_fleet(&mut self, fleet: u16) {
        let fleet = &mut self.state.fleets[usize::from(fleet)];
        fleet.limit = u32::try_from((i64::from(fleet.planned) - fleet.lost).max(0)).unwrap_or(0);
        self.state.note_limits();
    }

    /// Brings stopped carriers back, where they stopped, while the fleet may have more.
    fn recall_carriers(&mut self, fleet: u16) {
        let index = usize::from(fleet);
        while self.state.fleets[index].active < self.state.fleets[index].limit {
            let Some(carrier) = self.state.fleets[index].stopped.pop() else {
                break;
            };
            self.state.fleets[index].active += 1;
            let cause = self.state.carriers[carrier as usize].cause;
            let cause = self.filled(cause, Category::FleetUnavailable);
            let c = &mut self.state.carriers[carrier as usize];
            c.cause = cause;
            c.own = cause;
            self.become_idle(carrier);
        }
    }

    /// Takes idle carriers out while the fleet has too many.
    fn stop_idle_carriers(&mut self, fleet: u16) {
        let index = usize::from(fleet);
        while self.state.fleets[index].active > self.state.fleets[index].limit {
            let idle =
                self.state.fleets[index].idle.iter_mut().rev().find_map(std::collections::VecDeque::pop_back);
            let Some(carrier) = idle else { break };
            self.note_not_idle(index, carrier);
            self.stop(carrier);
        }
    }

    /// Takes a carrier out of use where it is.
    #[inline(never)]
    pub(crate) fn stop(&mut self, carrier: u32) {
        let cause = self.state.carriers[carrier as usize].cause;
        let cause = self.filled(cause, Category::FleetUnavailable);
        self.leave_stand(carrier, cause);
        self.uncover(carrier);
        let c = &mut self.state.carriers[carrier as usize];
        c.stage = Stage::Stopped;
        let fleet = &mut self.state.fleets[usize::from(c.fleet)];
        fleet.active -= 1;
        fleet.stopped.push(carrier);
        self.state.note_limits();
    }
}

/// A duration times a factor [ms]. Times are far below 2^53 ms, so a factor of 1 changes nothing.
fn scaled(duration_ms: i64, factor: f64) -> i64 {
    rounded(duration_ms as f64 * factor)
}
