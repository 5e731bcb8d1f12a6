//! A march: distance over speed, by day and night, with halts, the length of the column, failures and borders.
//!
//! The head of the column marches in hours of march: after `halt_every_h` of them it halts for
//! `halt_h`; by night it has another speed, or halts. The tail arrives the pass time after the head:
//! length of the column over speed by day, `(vehicles / vehicles_per_km) / speed`.

use crate::kernel::{Causes, DAY_MS, Time, ms, rounded};

use super::category::Category;
use super::ids::{ElementId, PlaceId};
use super::observe::Observer;
use super::simulation::Simulation;
use super::state::Kind;
use super::world::{MarchSpec, Step};

/// Draws of a march, from the start of a copy's share of the stream.
const DRAWS: u64 = 4;
/// A march that takes longer is cut off by the horizon in any case.
const LONGEST_MS: i64 = 400 * 366 * DAY_MS;

impl<C: Causes, O: Observer> Simulation<'_, C, O> {
    /// An element is ready to march: it sets out as soon as its route takes it.
    pub(crate) fn start_march(&mut self, element: ElementId) {
        if let Step::March(march) = &self.world.legs[self.state.elements[element].leg].step
            && march.route.is_some_and(|way| self.state.is_held(self.world, way))
        {
            self.state.ask_to_march(element);
        } else {
            self.set_out(element);
        }
    }

    /// Books the marches that asked at this moment, in the order of requests; those of one moment go by copy.
    pub(crate) fn send_marches(&mut self) {
        let mut asking = std::mem::take(&mut self.state.setting_out);
        asking.sort_unstable_by_key(|element| (self.state.elements[*element].instance, *element));
        for element in asking.drain(..) {
            self.book_march(element);
        }
        asking.append(&mut self.state.setting_out);
        self.state.setting_out = asking;
    }

    fn book_march(&mut self, element: ElementId) {
        let world = self.world;
        let e = self.state.elements[element];
        let Step::March(march) = &world.legs[e.leg].step else { return };
        let Some(way) = march.route else { return };
        let mut at = self.now;
        let mut holder = None;
        while let Some((later, why)) = self.state.later_on_route(world, way, at) {
            if later > world.horizon {
                self.state.held_marches.push(element);
                return;
            }
            (at, holder) = (later, Some(why));
        }
        if let Some(holder) = holder {
            self.wait_for_route(element, at, holder);
        }
        let node = self.state.elements[element].node;
        self.state.book_route(world, way, at, node, self.now);
        if at > self.now {
            self.schedule(at, Kind::SetOut, element);
        } else {
            self.set_out(element);
        }
    }

    /// An element sets out.
    pub(crate) fn set_out(&mut self, element: ElementId) {
        let world = self.world;
        let e = self.state.elements[element];
        let leg = &world.legs[e.leg];
        let Step::March(march) = &leg.step else { return };
        let unit = &world.units[e.unit];
        let vehicles = world.vehicles(self.state.counts_of(world, element));
        let draw = u64::from(unit.copy_of(e.instance) * unit.items + e.first_item) * DRAWS;
        let [travel, fails, repair, border] = if march.is_random() {
            let open = self.streams.open(march.stream, draw);
            [open.uniform(), open.uniform(), open.uniform(), open.uniform()]
        } else {
            [0.5; 4]
        };
        let moving = match &march.travel {
            Some(given) => given.draw(travel),
            None => march.duration_ms(self.now),
        };
        let to_place = Some((leg.from, march.to));
        self.observe_set_out(element, leg.from);
        let mut node = e.node;
        let mut end = self.now + moving + march.pass_ms(vehicles);
        node = self.instance_span(Category::March, (self.now, end), node, &e, to_place);
        if let Some(breakdown) = &march.breakdown
            && vehicles > 0
            && fails < breakdown.probability
        {
            let began = end;
            end += breakdown.repair.draw(repair);
            node = self.instance_span(Category::Repair, (began, end), node, &e, None);
        }
        if let Some(delay) = &march.border {
            let began = end;
            end += delay.draw(border);
            node = self.instance_span(Category::Border, (began, end), node, &e, None);
        }
        self.state.elements[element].node = node;
        self.schedule(end, Kind::MarchEnd, element);
    }

    /// The tail of the column is there; returns where.
    pub(crate) fn end_march(&mut self, element: ElementId) -> Option<PlaceId> {
        let e = self.state.elements[element];
        let Step::March(march) = &self.world.legs[e.leg].step else { return None };
        self.observe_marched_in(element, march.to);
        Some(march.to)
    }
}

impl MarchSpec {
    fn is_random(&self) -> bool {
        self.travel.as_ref().is_some_and(crate::kernel::Sampler::is_random)
            || self.breakdown.is_some()
            || self.border.as_ref().is_some_and(crate::kernel::Sampler::is_random)
    }

    /// Time for the column to pass a point [ms].
    pub fn pass_ms(&self, vehicles: u32) -> i64 {
        if self.vehicles_per_km > 0.0 && self.day_kmh > 0.0 {
            ms(f64::from(vehicles) / self.vehicles_per_km / self.day_kmh)
        } else {
            0
        }
    }

    /// Time for the head of the column that sets out at `start` [ms].
    pub fn duration_ms(&self, start: Time) -> i64 {
        let mut left_m = self.distance_m as f64;
        let mut now = 0_i64;
        let mut until_halt = if self.halt_every_ms > 0 { self.halt_every_ms } else { i64::MAX };
        while left_m > 1e-6 && now < LONGEST_MS {
            let local = (self.local_start_ms + start.as_ms() + now).rem_euclid(DAY_MS);
            let (speed_kmh, change) = self.speed_at(local);
            let until_change = (change - local).rem_euclid(DAY_MS);
            let until_change = if until_change == 0 { DAY_MS } else { until_change };
            if speed_kmh <= 0.0 {
                // A halt by night is not one after hours of march, whose count goes on in the morning.
                now += until_change;
                continue;
            }
            let metres_per_ms = speed_kmh / 3_600.0;
            let most = until_change.min(until_halt);
            // Only the last stretch asks how long it takes to its end.
            let goes_on = left_m >= most as f64 * metres_per_ms;
            let span = if goes_on { most } else { rounded(left_m / metres_per_ms).clamp(1, most) };
            now += span;
            left_m -= span as f64 * metres_per_ms;
            if left_m < metres_per_ms {
                break;
            }
            if until_halt != i64::MAX {
                until_halt -= span;
                if until_halt == 0 {
                    now += self.halt_ms;
                    until_halt = self.halt_every_ms;
                }
            }
        }
        now
    }

    /// The speed at a local time of day, and when in the day it changes next.
    fn speed_at(&self, local: i64) -> (f64, i64) {
        // Daylight from 0 to 24 has both its ends at midnight.
        let inside = if self.day_from_ms < self.day_to_ms {
            (self.day_from_ms..self.day_to_ms).contains(&local)
        } else {
            local >= self.day_from_ms || local < self.day_to_ms
        };
        if inside { (self.day_kmh, self.day_to_ms) } else { (self.night_kmh, self.day_from_ms) }
    }
}
