//! Daily limits of terminals, fleets, lifts and the withdrawal.

use super::durations::sampler;
use crate::kernel::{Id as _, stream_id};
use crate::model::ids::{DailyLimitId, TerminalId};
use crate::model::world::{DailyLimitSpec, World};
use crate::scenario::daily::Daily;
use crate::scenario::{Duration, Scenario};

/// Enters the limit at a path; returns its id.
pub(super) fn enter(
    world: &mut World,
    path: String,
    limit: &Daily,
    slot_use: Option<&Duration>,
) -> DailyLimitId {
    let stream = stream_id(&format!("daily/{path}"));
    let slots = limit.days().to_vec();
    world.daily_limits.push(DailyLimitSpec { path, slots, slot_use: slot_use.map(sampler), stream })
}

/// Enters the limits of terminals, fleets and the withdrawal; those of lifts are entered with their legs.
pub(super) fn limits(scenario: &Scenario, world: &mut World) {
    let with_terminal =
        scenario.places.iter().filter_map(|(id, place)| Some((id, place.terminal.as_ref()?))).enumerate();
    for (number, (id, terminal)) in with_terminal {
        let slot_use = terminal.slot_use.as_ref();
        let path = |key: &str| format!("places.{id}.terminal.{key}");
        if let Some(limit) = &terminal.daily_limit {
            let limit = enter(world, path("daily_limit"), limit, slot_use);
            world.terminals[TerminalId::from_index(number)].departures_a_day = limit;
        }
        if let Some(limit) = &terminal.daily_landings {
            let limit = enter(world, path("daily_landings"), limit, slot_use);
            world.terminals[TerminalId::from_index(number)].landings_a_day = limit;
        }
    }
    for (number, (id, fleet)) in scenario.fleets.iter().enumerate() {
        if let Some(limit) = &fleet.daily_limit {
            let limit = enter(world, format!("fleets.{id}.daily_limit"), limit, fleet.slot_use.as_ref());
            world.fleets[crate::model::ids::FleetId::from_index(number)].daily_limit = limit;
        }
    }
    if let Some(limit) = scenario.withdrawal.as_ref().and_then(|withdrawal| withdrawal.daily_limit) {
        let limit = Daily::Same(limit.max(1));
        world.withdrawal_limit = enter(world, "withdrawal.daily_limit".to_owned(), &limit, None);
    }
}
