//! The facilities of a terminal: which there are, and what each is called.

use crate::scenario::{Mode, Terminal};

use super::category::Category;
use super::listed::listed;

listed! {
    /// A facility of a terminal: a number of places or teams, each of which serves one carrier at a time.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
    #[repr(u8)]
    pub enum Facility {
        /// Stands.
        Stands,
        /// Working spots.
        WorkingSpots,
        /// Loading teams.
        LoadingTeams,
        /// Unloading teams.
        UnloadingTeams,
        /// Fuel points.
        FuelPoints,
        /// Cranes, which ships alone need.
        Cranes,
    }
}

/// One of each facility.
pub type ByFacility<T> = [T; Facility::COUNT];

impl Facility {
    /// The key in a scenario and in results.
    pub fn id(self) -> &'static str {
        self.words().0
    }

    /// What one of it is called: "stand".
    pub fn noun(self) -> &'static str {
        self.one().split_once(' ').map_or("", |(_, noun)| noun)
    }

    /// One of it with its article: "a stand".
    pub fn one(self) -> &'static str {
        self.words().1
    }

    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Stands => ("stands", "a stand"),
            Self::WorkingSpots => ("working_spots", "a working spot"),
            Self::LoadingTeams => ("loading_teams", "a loading team"),
            Self::UnloadingTeams => ("unloading_teams", "an unloading team"),
            Self::FuelPoints => ("fuel_points", "a fuel point"),
            Self::Cranes => ("cranes", "a crane"),
        }
    }

    /// The waits for one of it.
    pub fn waits(self) -> &'static [Category] {
        match self {
            Self::Stands => &[Category::WaitStandToLoad, Category::WaitSlot, Category::WaitStand],
            Self::WorkingSpots => &[Category::WaitSpotToLoad, Category::WaitSpot],
            Self::LoadingTeams => &[Category::WaitLoadingTeam],
            Self::UnloadingTeams => &[Category::WaitUnloadingTeam],
            Self::FuelPoints => &[Category::WaitFuelPoint],
            Self::Cranes => &[Category::WaitCrane],
        }
    }

    /// How many of it a terminal of a scenario has; `None` for no limit.
    pub fn given(self, terminal: &Terminal) -> Option<u32> {
        match self {
            Self::Stands => terminal.stands,
            Self::WorkingSpots => terminal.working_spots,
            Self::LoadingTeams => terminal.loading_teams,
            Self::UnloadingTeams => terminal.unloading_teams,
            Self::FuelPoints => terminal.fuel_points,
            Self::Cranes => terminal.cranes,
        }
    }

    /// Whether carriers of a mode need one where it is asked for.
    pub fn serves(self, mode: Mode) -> bool {
        self != Self::Cranes || mode == Mode::Sea
    }

    /// Whether results list it for every terminal, and not only for those that say how many there are.
    pub fn is_everywhere(self) -> bool {
        self != Self::Cranes
    }
}
