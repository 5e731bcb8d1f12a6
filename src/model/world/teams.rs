//! Mobilisation teams as a compiled scenario holds them: pools of teams, and queues of copies that need the same pools.

use crate::model::ids::{ContingentId, PlaceId, TeamPoolId, TeamQueueId};

use super::World;

/// Whose teams they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TeamsOf {
    /// Those of a contingent, wherever its units are at home.
    Contingent(ContingentId),
    /// Those of a home, whoever is prepared there.
    Place(PlaceId),
}

/// Teams of one contingent or of one home.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TeamPoolSpec {
    /// Whose they are.
    pub of: TeamsOf,
    /// How many.
    pub teams: u32,
}

impl World {
    /// The pools of which a copy in a queue needs one team each.
    pub fn pools_of(&self, queue: TeamQueueId) -> impl Iterator<Item = TeamPoolId> + Clone + use<> {
        self.team_queues[queue].into_iter().filter(|pool| pool.is_some())
    }

    /// The name of whose teams a pool holds.
    pub fn pool_name(&self, pool: TeamPoolId) -> &str {
        match self.team_pools[pool].of {
            TeamsOf::Contingent(contingent) => &self.contingents[contingent].name,
            TeamsOf::Place(place) => &self.places[place].name,
        }
    }

    /// Where the scenario has the teams of a pool: `contingents.ID` or `places.ID`.
    pub fn pool_path(&self, pool: TeamPoolId) -> String {
        match self.team_pools[pool].of {
            TeamsOf::Contingent(contingent) => format!("contingents.{}", self.contingents[contingent].id),
            TeamsOf::Place(place) => format!("places.{}", self.places[place].id),
        }
    }
}

/// The pools of a queue: that of the contingent, that of the home; none where one has no limit.
pub type Pools = [TeamPoolId; 2];
