//! Time to load, unload or receive: a duration, and what depends on the vehicles, people and cargo that are handled.

use crate::kernel::Causes;
use crate::scenario::factor::FactorOn;

use super::draws::SortieDraw;
use super::ids::ElementId;
use super::observe::Observer;
use super::simulation::Simulation;
use super::state::Carrier;
use super::world::Handling;

impl<C: Causes, O: Observer> Simulation<'_, C, O> {
    /// Time to handle what a carrier has on board [ms].
    #[inline(always)]
    pub(crate) fn handling_ms(&self, c: &Carrier<'_>, draw: SortieDraw, handling: &Handling) -> i64 {
        let drawn = || handling.base.draw(self.lines.uniform(c.line, draw as usize));
        let base = self.drawn_ahead(c, draw).unwrap_or_else(drawn);
        let on = if matches!(draw, SortieDraw::Load) { FactorOn::Loading } else { FactorOn::Unloading };
        let time_ms = base + self.contents_ms(handling, c.load);
        self.state.factors.on_time(self.world, on, (c.at, c.fleet), time_ms)
    }

    /// What the content of a load adds to the time to handle it [ms].
    #[inline(always)]
    pub(crate) fn contents_ms(&self, handling: &Handling, element: ElementId) -> i64 {
        if handling.flat { 0 } else { self.sum_of_contents_ms(handling, element) }
    }

    #[inline(never)]
    fn sum_of_contents_ms(&self, handling: &Handling, element: ElementId) -> i64 {
        let mut sum = 0;
        let mut element = element;
        while element.is_some() {
            sum += self.content_ms(handling, self.state.counts_of(self.world, element));
            element = self.state.elements[element].next;
        }
        sum
    }

    pub(crate) fn content_ms(&self, handling: &Handling, counts: &[u32]) -> i64 {
        let people = f64::from(counts[self.world.people_slot()]) * handling.per_person_h;
        let cargo = f64::from(counts[self.world.cargo_slot()]) * handling.per_cargo_kg_h;
        i64::from(self.world.vehicles(counts)) * handling.per_vehicle_ms + crate::kernel::ms(people + cargo)
    }
}
