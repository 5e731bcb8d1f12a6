//! Mobilisation teams: which pools there are, and which of them the copies of each unit need.

use crate::kernel::Id as _;
use crate::model::ids::{TeamPoolId, TeamQueueId};
use crate::model::world::{TeamPoolSpec, TeamsOf, World};
use crate::scenario::Scenario;

/// Finds the pools of a scenario and the queue of each unit, once units and places are numbered.
pub(super) fn teams(scenario: &Scenario, world: &mut World) {
    let contingents = world.contingents.ids().zip(scenario.contingents.values());
    let of_contingents = contingents
        .filter_map(|(id, contingent)| Some((TeamsOf::Contingent(id), contingent.mobilisation_teams?)));
    let places = world.places.ids().zip(scenario.places.values());
    let of_places = places.filter_map(|(id, place)| Some((TeamsOf::Place(id), place.mobilisation_teams?)));
    world.team_pools =
        of_contingents.chain(of_places).map(|(of, teams)| TeamPoolSpec { of, teams }).collect();
    let find = |of: TeamsOf| {
        let found = world.team_pools.with_ids().find(|(_, pool)| pool.of == of);
        found.map_or(TeamPoolId::NONE, |(id, _)| id)
    };
    for unit in &mut world.units {
        let pools = [find(TeamsOf::Contingent(unit.contingent)), find(TeamsOf::Place(unit.home))];
        if pools.iter().all(|pool| pool.is_none()) {
            continue;
        }
        let known = world.team_queues.with_ids().find(|(_, other)| **other == pools).map(|(id, _)| id);
        unit.team_queue = known.unwrap_or_else(|| world.team_queues.push(pools));
    }
    debug_assert!(world.team_queues.len() < TeamQueueId::NONE.index(), "there are as many units at most");
}
