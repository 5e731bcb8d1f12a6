//! Common factors, once fleets and terminals are numbered.

use super::durations::sampler;
use super::{Result, index_of, terminal_of};
use crate::kernel::stream_id;
use crate::model::ids::FleetId;
use crate::model::world::{Draw, FactorSpec, World};
use crate::scenario::Scenario;
use crate::scenario::factor::FactorOn;

/// Enters the common factors.
pub(super) fn factors(scenario: &Scenario, world: &mut World) -> Result<()> {
    for (id, factor) in &scenario.common_factors {
        let mut on = [false; FactorOn::COUNT];
        for what in &factor.on {
            on[*what as usize] = true;
            world.factors_on[*what as usize] = true;
        }
        let mut at = factor.at.as_ref().map(|_| world.terminals.map(|_| false));
        for place in factor.at.iter().flatten() {
            if let Some(places) = &mut at {
                places[terminal_of(scenario, place)?] = true;
            }
        }
        let mut by = factor.by.as_ref().map(|_| world.fleets.map(|_| false));
        for fleet in factor.by.iter().flatten() {
            let fleet: FleetId = index_of(scenario.fleets.keys(), fleet, "fleet")?;
            if let Some(fleets) = &mut by {
                fleets[fleet] = true;
            }
        }
        let stream = stream_id(&format!("common-factor/{id}"));
        let draw = Draw { sampler: sampler(&factor.factor), stream };
        world.common_factors.push(FactorSpec { draw, on, at, by });
    }
    Ok(())
}
