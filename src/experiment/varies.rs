//! What makes the replications of a scenario differ.

use crate::model::World;
use crate::scenario::Scenario;

/// What makes replications differ: what intervals and bands show, and what is held fixed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Varies {
    /// Nothing: all replications are the same.
    Nothing,
    /// Chance within the scenario; assumptions keep their values.
    Chance,
    /// The ranges of assumptions, beside what chance there is.
    Ranges,
}

impl Varies {
    /// Of a scenario whose ranges are drawn or not.
    pub fn of(world: &World, uncertain: bool) -> Self {
        match (uncertain, world.has_chance()) {
            (true, _) => Self::Ranges,
            (false, true) => Self::Chance,
            (false, false) => Self::Nothing,
        }
    }

    /// Whether there is anything that an interval could show.
    pub fn has_intervals(self) -> bool {
        self != Self::Nothing
    }

    /// What intervals and bands show, or why there are none.
    pub fn words(self) -> &'static str {
        match self {
            Self::Nothing => "nothing in this scenario is left to chance: every replication is the same",
            Self::Chance => "chance within replications",
            Self::Ranges => "chance within replications and ranges of assumptions drawn",
        }
    }
}

/// Assumptions of a scenario that have a range, which can be drawn.
pub fn ranges(scenario: &Scenario) -> usize {
    scenario.evidence.values().filter(|one| one.low.is_some() && one.high.is_some()).count()
}
