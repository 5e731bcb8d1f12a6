//! Disruptions: drawn at the start of a replication and entered into calendars.

use crate::kernel::{Causes, Time};

use super::ids::ContingentId;
use super::observe::Observer;
use super::simulation::Simulation;
use super::state::{Closure, FleetChangeKind};
use super::world::EffectSpec;

impl<C: Causes, O: Observer> Simulation<'_, C, O> {
    /// Draws which disruptions happen, and enters closures, blocks and cuts.
    pub(crate) fn set_up_disruptions(&mut self) {
        let world = self.world;
        for index in 0..world.disruptions.len() {
            if !self.happens(index) {
                continue;
            }
            let disruption = &world.disruptions[index];
            let begins = Time::ZERO + self.draw_once(&disruption.begins);
            let lasts = disruption.lasts.as_ref().map(|draw| self.draw_once(draw));
            let ends = lasts.map_or(Time::NEVER, |span| (begins + span).min(Time::NEVER));
            match disruption.effect {
                EffectSpec::TerminalClosed(terminal) => {
                    self.state.gates[terminal].close(Closure { from: begins, to: ends, known: begins });
                }
                EffectSpec::RouteBlocked(route) => {
                    self.state.routes[route].block(begins, ends);
                }
                EffectSpec::FleetCut(fleet, carriers) => {
                    self.plan_fleet_change(begins, fleet, FleetChangeKind::Lost(i64::from(carriers)));
                    if ends < Time::NEVER {
                        self.plan_fleet_change(ends, fleet, FleetChangeKind::Lost(-i64::from(carriers)));
                    }
                }
                EffectSpec::MandateLate(_) => {}
            }
        }
    }

    fn happens(&mut self, index: usize) -> bool {
        let disruption = &self.world.disruptions[index];
        disruption.probability >= 1.0
            || self.streams.open(disruption.stream, 0).uniform() < disruption.probability
    }

    /// By how much a contingent's mandate is late [ms].
    pub(crate) fn mandate_delay(&mut self, contingent: ContingentId) -> i64 {
        let mut delay = 0;
        for index in 0..self.world.disruptions.len() {
            let disruption = &self.world.disruptions[index];
            let late = matches!(disruption.effect, EffectSpec::MandateLate(other) if other == contingent);
            if late
                && self.happens(index)
                && let Some(lasts) = &self.world.disruptions[index].lasts
            {
                delay += self.draw_once(lasts);
            }
        }
        delay
    }
}
