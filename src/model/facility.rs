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
        /// Working spots that aircraft have to themselves.
        AirSpots,
        /// Working spots that truck companies have to themselves.
        RoadSpots,
        /// Working spots that trains have to themselves.
        RailSpots,
        /// Working spots that ships have to themselves.
        SeaSpots,
    }
}

/// One of each facility.
pub type ByFacility<T> = [T; Facility::COUNT];

impl Facility {
    /// The key in results.
    pub fn id(self) -> &'static str {
        self.words().0
    }

    /// The dotted path below a terminal of a scenario.
    pub fn path(self) -> String {
        match self.mode() {
            Some(mode) => format!("by_mode.{}.{}", mode.id(), Self::WorkingSpots.id()),
            None => self.id().to_owned(),
        }
    }

    /// The mode whose carriers have it to themselves.
    pub fn mode(self) -> Option<Mode> {
        Mode::ALL.into_iter().find(|mode| Self::own_spots(*mode) == self)
    }

    /// The working spots that carriers of a mode have to themselves, where a terminal has some.
    pub fn own_spots(mode: Mode) -> Self {
        match mode {
            Mode::Air => Self::AirSpots,
            Mode::Road => Self::RoadSpots,
            Mode::Rail => Self::RailSpots,
            Mode::Sea => Self::SeaSpots,
        }
    }

    /// Whether it is working spots, of all modes or of one.
    pub fn is_spots(self) -> bool {
        self == Self::WorkingSpots || self.mode().is_some()
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
            Self::AirSpots => ("air_working_spots", "an air working spot"),
            Self::RoadSpots => ("road_working_spots", "a road working spot"),
            Self::RailSpots => ("rail_working_spots", "a rail working spot"),
            Self::SeaSpots => ("sea_working_spots", "a sea working spot"),
        }
    }

    /// The waits for one of it.
    pub fn waits(self) -> &'static [Category] {
        match self {
            Self::Stands => &[Category::WaitStandToLoad, Category::WaitSlot, Category::WaitStand],
            Self::WorkingSpots | Self::AirSpots | Self::RoadSpots | Self::RailSpots | Self::SeaSpots => {
                &[Category::WaitSpotToLoad, Category::WaitSpot]
            }
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
            Self::AirSpots => terminal.own_spots(Mode::Air),
            Self::RoadSpots => terminal.own_spots(Mode::Road),
            Self::RailSpots => terminal.own_spots(Mode::Rail),
            Self::SeaSpots => terminal.own_spots(Mode::Sea),
        }
    }

    /// Whether carriers of a mode may need one where it is asked for.
    pub fn serves(self, mode: Mode) -> bool {
        self.mode().map_or(self != Self::Cranes || mode == Mode::Sea, |own| own == mode)
    }

    /// Whether results list it for every terminal, and not only for those that say how many there are.
    pub fn is_everywhere(self) -> bool {
        self != Self::Cranes && self.mode().is_none()
    }
}
