//! From the appeal to ready: decision, mandates, notice, preparation, parts; and the carriers at `start`.

use crate::kernel::{Causes, Id, NodeId, Streams, Time, rounded};

use super::category::Category;
use super::ids::{ElementId, InstanceId, UnitId};
use super::observe::Observer;
use super::simulation::Simulation;
use super::state::{Ask, Element, Kind, KnownWait};
use super::world::{Draw, PartSpec, UnitSpec};

/// Bound on the elements that mobilise: well within the events that an agenda can order before the run.
pub(super) const MOST_ELEMENTS: u64 = 1 << 20;
/// Spans that are drawn at a time.
const TOGETHER: usize = 8;

impl<C: Causes, O: Observer> Simulation<'_, C, O> {
    /// Everything that is known when the appeal is made.
    #[inline(never)]
    pub(crate) fn set_up(&mut self) {
        self.draw_factors();
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

    fn draw_factors(&mut self) {
        for spec in &self.world.common_factors {
            let Draw { sampler, stream } = &spec.draw;
            self.state.factors.enter(self.streams.factor(*stream, 0, sampler));
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
            let common = contingent.common_factor.as_ref();
            let factor = common.map(|draw| self.streams.factor(draw.stream, 0, &draw.sampler));
            for unit in UnitId::each(&contingent.units) {
                let first = world.units[unit].first_instance;
                let node =
                    self.known_node(Category::Mandate, (decided, mandated), decision_node, Some(first), unit);
                self.mobilise_unit(unit, (mandated, node), factor);
            }
        }
        if !world.team_queues.is_empty() {
            self.prepare_in_turn();
        }
    }

    /// When a unit is alerted, and the node of that: with its mandate, unless it says otherwise.
    fn alert(&mut self, unit: UnitId, mandate: (Time, NodeId)) -> (Time, NodeId) {
        let spec = &self.world.units[unit];
        let Some(alert) = &spec.alerted else {
            return mandate;
        };
        let at = Time::ZERO + (alert.earliest_ms + self.draw_once(&alert.after));
        (at, self.known_node(Category::Alert, (Time::ZERO, at), 0, Some(spec.first_instance), unit))
    }

    /// `leave` is when the unit may leave home, and the node of that.
    #[inline(never)]
    fn mobilise_unit(&mut self, unit: UnitId, leave: (Time, NodeId), factor: Option<f64>) {
        let world = self.world;
        let spec = &world.units[unit];
        let (alerted, alert_node) = self.alert(unit, leave);
        // All copies' draws of one purpose follow each other in its stream, so they are made in one go.
        let mut spans_ms = std::mem::take(&mut self.spans_ms);
        spans_ms.clear();
        for draw in [&spec.notice, &spec.prepare].into_iter().chain(spec.parts.iter().map(|part| &part.after))
        {
            draw_copies(&mut self.streams, draw, spec.copies as usize, factor, &mut spans_ms);
        }
        let copies = spec.copies as usize;
        let (notices, spans) = spans_ms.split_at(copies);
        let (prepares, afters) = spans.split_at(copies);
        for (copy, instance) in spec.instances().enumerate() {
            let noticed = alerted + notices[copy];
            let node =
                self.known_node(Category::Notice, (alerted, noticed), alert_node, Some(instance), unit);
            let afters = afters[copy..].iter().step_by(copies).copied();
            let takes_time = prepares[copy] > 0 || afters.clone().any(|after| after > 0);
            if spec.team_queue.is_some() && takes_time {
                let teams = &mut self.state.teams;
                let first_part = teams.afters_ms.len() as u32;
                teams.afters_ms.extend(afters);
                let prepare_ms = prepares[copy];
                teams.asks.push(Ask { at: noticed, unit, instance, node, leave, prepare_ms, first_part });
            } else {
                self.prepare_copy((unit, instance), (noticed, node), leave, (prepares[copy], afters));
            }
        }
        self.spans_ms = spans_ms;
    }

    /// Prepares copies as teams are free for them.
    #[inline(never)]
    fn prepare_in_turn(&mut self) {
        let world = self.world;
        let mut teams = std::mem::take(&mut self.state.teams);
        teams.sort_asks();
        while let Some(turn) = teams.next_turn(world) {
            let Ask { at, unit, instance, node, leave, prepare_ms, .. } = turn.ask;
            let node = turn.freed_by.map_or(node, |freed_by| {
                let category = Category::WaitMobilisationTeam;
                self.known_wait(category, (at, turn.at), (freed_by, node), instance, unit)
            });
            let spans = (prepare_ms, teams.afters_of(world, &turn.ask));
            let (until, last) = self.prepare_copy((unit, instance), (turn.at, node), leave, spans);
            teams.hold(world, &turn, until, last);
        }
        let waits = teams.who_waits().map(|(ask, from)| KnownWait {
            category: Category::WaitMobilisationTeam,
            unit: ask.unit,
            from,
            to: Time::NEVER,
        });
        self.state.known_waits.extend(waits);
        self.state.teams = teams;
    }

    /// Prepares a copy from an instant on, part by part, each of which then waits for leave to go; returns when the last part
    /// is ready, and the node of that. What is done before `start` has no node: nothing in the run enabled it.
    fn prepare_copy(
        &mut self,
        (unit, instance): (UnitId, InstanceId),
        (from, before): (Time, NodeId),
        leave: (Time, NodeId),
        (prepare_ms, afters_ms): (i64, impl Iterator<Item = i64>),
    ) -> (Time, NodeId) {
        let spec = &self.world.units[unit];
        let prepared = from + prepare_ms;
        let node = self.known_node(Category::Preparation, (from, prepared), before, Some(instance), unit);
        let mut last = (prepared, node);
        for (part, after_ms) in spec.parts.iter().zip(afters_ms) {
            let ready = prepared + after_ms;
            let node = self.known_node(Category::Preparation, (prepared, ready), node, Some(instance), unit);
            if ready > last.0 {
                last = (ready, node);
            }
            let wait = (ready, leave.0);
            let node = self.known_wait(Category::WaitMandate, wait, (leave.1, node), instance, unit);
            let free = ready.max(leave.0);
            let start = free.max(spec.not_before);
            let node = self.known_node(Category::EarliestDate, (free, start), node, Some(instance), unit);
            self.enter_part((unit, spec), part, instance, (start, node));
        }
        last
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
