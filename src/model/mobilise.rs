//! From the appeal to ready: decision, mandates, notice, preparation, parts; and the carriers at `start`.

use crate::kernel::{Causes, Id, NodeId, Streams, Time, rounded};

use super::category::Category;
use super::ids::{ElementId, InstanceId, UnitId};
use super::observe::Observer;
use super::simulation::Simulation;
use super::state::{Element, Kind};
use super::world::{Draw, PartSpec, UnitSpec};

/// Bound on the elements that mobilise: well within the events that an agenda can order before the run.
pub(super) const MOST_ELEMENTS: u64 = 1 << 20;
/// Spans that are drawn at a time.
const TOGETHER: usize = 8;

impl<C: Causes, O: Observer> Simulation<'_, C, O> {
    /// Everything that is known when the appeal is made.
    #[inline(never)]
    pub(crate) fn set_up(&mut self) {
        self.set_up_disruptions();
        self.set_up_terminals();
        self.set_up_fleets();
        self.fill_lines();
        self.mobilise();
        self.set_up_civilians();
        if let Some(begins) = self.world.withdrawal.as_ref().and_then(|withdrawal| withdrawal.begins.as_ref())
        {
            let at = self.draw_once(begins);
            self.schedule_known(Time::ZERO + at, Kind::WithdrawalBegins, 0_u32);
        }
    }

    fn mobilise(&mut self) {
        let world = self.world;
        let decision = world.decision.as_ref().map_or(0, |draw| self.draw_once(draw));
        let decided = Time::ZERO + decision;
        let decision_node = self.known_node(Category::Decision, (Time::ZERO, decided), 0, None, UnitId::NONE);
        for (id, contingent) in world.contingents.with_ids() {
            // Only a mandate can be late.
            let mandate = contingent.mandate.as_ref().map_or(0, |draw| {
                let late = self.mandate_delay(id);
                self.draw_once(draw) + late
            });
            let mandated = decided.max(Time::ZERO + mandate);
            let factor = contingent.common_factor.as_ref().map(|draw| {
                let uniform = self.streams.open(draw.stream, 0).uniform();
                draw.sampler.draw_factor(uniform)
            });
            for unit in UnitId::each(&contingent.units) {
                let first = world.units[unit].first_instance;
                let node =
                    self.known_node(Category::Mandate, (decided, mandated), decision_node, Some(first), unit);
                self.mobilise_unit(unit, mandated, node, factor);
            }
        }
    }

    #[inline(never)]
    fn mobilise_unit(&mut self, unit: UnitId, mandated: Time, mandate_node: NodeId, factor: Option<f64>) {
        let world = self.world;
        let spec = &world.units[unit];
        // All copies' draws of one purpose follow each other in its stream, so they are made in one go.
        let mut spans_ms = std::mem::take(&mut self.spans_ms);
        spans_ms.clear();
        for draw in [&spec.notice, &spec.prepare].into_iter().chain(spec.parts.iter().map(|part| &part.after))
        {
            draw_copies(&mut self.streams, draw, spec.copies as usize, factor, &mut spans_ms);
        }
        let copies = spec.copies as usize;
        let not_before = spec.not_before;
        let (notices, spans) = spans_ms.split_at(copies);
        let (prepares, afters) = spans.split_at(copies);
        for (copy, instance) in spec.instances().enumerate() {
            let noticed = mandated + notices[copy];
            let prepared = noticed + prepares[copy];
            let node =
                self.known_node(Category::Notice, (mandated, noticed), mandate_node, Some(instance), unit);
            let node =
                self.known_node(Category::Preparation, (noticed, prepared), node, Some(instance), unit);
            for (number, part) in spec.parts.iter().enumerate() {
                let ready = prepared + afters[number * copies + copy];
                let node =
                    self.known_node(Category::Preparation, (prepared, ready), node, Some(instance), unit);
                let start = ready.max(not_before);
                let node =
                    self.known_node(Category::EarliestDate, (ready, start), node, Some(instance), unit);
                self.enter_part((unit, spec), part, instance, (start, node));
            }
        }
        self.spans_ms = spans_ms;
    }

    /// Part of a copy is ready from `since` on: it begins its first step then.
    fn enter_part(
        &mut self,
        (unit, spec): (UnitId, &UnitSpec),
        part: &PartSpec,
        instance: InstanceId,
        (since, node): (Time, NodeId),
    ) {
        let element = self.state.add_element(Element {
            instance,
            unit,
            leg: spec.first_leg(false),
            node,
            since,
            first_item: part.first_item,
            next: ElementId::NONE,
            reached: spec.home,
            homeward: false,
            whole: part.whole,
        });
        if !part.whole {
            self.state.set_counts(self.world, element, &part.counts);
        }
        self.schedule_known(since, Kind::Ready, element);
    }
}

/// Draws a span for each copy [ms], after those drawn before.
fn draw_copies(
    streams: &mut Streams,
    draw: &Draw,
    copies: usize,
    factor: Option<f64>,
    spans_ms: &mut Vec<i64>,
) {
    let sampler = &draw.sampler;
    let first = spans_ms.len();
    if sampler.is_random() {
        let stream = streams.open(draw.stream, 0);
        for _ in 0..copies / TOGETHER {
            spans_ms.extend(sampler.draw_each(stream.uniforms::<TOGETHER>()));
        }
        spans_ms.extend((0..copies % TOGETHER).map(|_| sampler.draw(stream.uniform())));
    } else {
        spans_ms.resize(first + copies, sampler.draw(0.5));
    }
    if let Some(factor) = factor {
        for span in &mut spans_ms[first..] {
            *span = rounded(*span as f64 * factor);
        }
    }
}
