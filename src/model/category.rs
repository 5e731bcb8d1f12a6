//! The closed list of what time is spent on: activities, outside causes, and waits.

use super::listed::listed;

/// What kind of time a category is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Given from outside: decisions, dates, weather, intervals, stocks.
    Outside,
    /// Work or travel, which could be done in less time.
    Work,
    /// The operation itself, from taking over a site to handing it over.
    Operation,
    /// A wait: nothing happens to its owner; another's activity explains it.
    Wait,
}

listed! {
    /// What an interval of time is spent on.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    #[repr(u8)]
    pub enum Category {
        /// The start of a replication; takes no time.
        Start,
        /// Waiting for the collective decision.
        Decision,
        /// Waiting for the nation's mandate.
        Mandate,
        /// Until a unit is alerted.
        Alert,
        /// Notice given to a unit.
        Notice,
        /// Preparation of a unit.
        Preparation,
        /// Held back, so as not to arrive before its earliest date.
        EarliestDate,
        /// Until the dispatcher learns of it.
        Reporting,
        /// Fleet not yet available, or cut.
        FleetUnavailable,
        /// A carrier flies or drives empty to a load or home.
        EmptyTravel,
        /// Loading.
        Loading,
        /// A crew rests.
        CrewRest,
        /// A carrier or vehicle is repaired.
        Repair,
        /// De-icing.
        DeIcing,
        /// Travel with a load.
        LoadedTravel,
        /// Refuelling on the way.
        RefuellingStop,
        /// Delay at a border.
        Border,
        /// Closed by weather.
        Weather,
        /// Closed in advance, by a disruption, or outside opening hours.
        Closed,
        /// Not opened yet.
        NotOpened,
        /// Interval between two movements on a runway.
        RunwayInterval,
        /// Interval between two departures on a route.
        Echelon,
        /// The day's number of departures or landings is used up.
        DailyLimit,
        /// No landing slot is free before.
        LandingSlot,
        /// Diverted to an alternate.
        Diversion,
        /// Unloading.
        Unloading,
        /// Refuelling.
        Refuelling,
        /// Fuel stock empty until resupply.
        FuelResupply,
        /// Service.
        Service,
        /// Civilians board.
        Boarding,
        /// Reception.
        Reception,
        /// March of a unit.
        March,
        /// Taking over a site.
        Takeover,
        /// Operation before the withdrawal.
        Hold,
        /// Handing over a site.
        Handover,
        /// Waiting for a mobilisation team.
        WaitMobilisationTeam,
        /// Ready before the decision and the mandate, and waiting for them.
        WaitMandate,
        /// Waiting for a carrier.
        WaitCarrier,
        /// Waiting for a stand before loading.
        WaitStandToLoad,
        /// Waiting for a working spot to load.
        WaitSpotToLoad,
        /// Waiting for a loading team.
        WaitLoadingTeam,
        /// Waiting on the ground for a slot at the destination.
        WaitSlot,
        /// Waiting for the runway or the route.
        WaitDeparture,
        /// Holding, for a stand at the destination.
        WaitStand,
        /// Waiting for the runway to land.
        WaitLanding,
        /// Waiting for a working spot to unload.
        WaitSpot,
        /// Waiting for an unloading team.
        WaitUnloadingTeam,
        /// Waiting for a crane.
        WaitCrane,
        /// Waiting for a fuel point.
        WaitFuelPoint,
        /// Waiting for reception.
        WaitReception,
        /// Waiting for the rest of the unit.
        WaitMarryUp,
        /// Waiting for a hand-over team.
        WaitHandover,
    }
}

impl Category {
    /// The category with this number.
    pub fn from_number(number: u8) -> Self {
        Self::ALL.get(usize::from(number)).copied().unwrap_or(Self::Start)
    }

    /// Its place in [`Category::ALL`].
    #[inline(always)]
    pub const fn index(self) -> usize {
        self as usize
    }

    /// What kind of time it is.
    pub fn group(self) -> Group {
        self.facts().0
    }

    /// The category with this id.
    pub fn named(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|category| category.id() == id)
    }

    /// Whether it is a wait: a time in which nothing happens to its owner, explained by another's activity.
    pub fn is_wait(self) -> bool {
        self.group() == Group::Wait
    }

    /// Whether it is time that somebody is held up by what is at a place: a facility, the gate, the fuel, the reception.
    /// A carrier that is waited for, or the rest of a unit, is none of these.
    pub fn is_held_by_place(self) -> bool {
        match self {
            Self::Weather
            | Self::Closed
            | Self::NotOpened
            | Self::RunwayInterval
            | Self::Echelon
            | Self::DailyLimit
            | Self::LandingSlot
            | Self::FuelResupply => true,
            Self::WaitMobilisationTeam
            | Self::WaitMandate
            | Self::WaitCarrier
            | Self::WaitMarryUp
            | Self::WaitHandover => false,
            other => other.is_wait(),
        }
    }

    /// The name in files: `waiting_for_carrier`.
    pub fn id(self) -> &'static str {
        self.facts().1
    }

    /// The words in texts and charts: "waiting for a carrier".
    pub fn label(self) -> &'static str {
        self.facts().2
    }

    /// All that is known of a category: its group, its name in files, its words.
    fn facts(self) -> (Group, &'static str, &'static str) {
        use Group::{Operation, Outside, Wait, Work};
        match self {
            Self::Start => (Outside, "start", "start"),
            Self::Decision => (Outside, "decision", "collective decision"),
            Self::Mandate => (Outside, "mandate", "national mandate"),
            Self::Alert => (Outside, "alert", "until alerted"),
            Self::Notice => (Work, "notice", "notice"),
            Self::Preparation => (Work, "preparation", "preparation"),
            Self::EarliestDate => (Outside, "earliest_date", "held for the earliest date"),
            Self::Reporting => (Outside, "reporting", "until reported"),
            Self::FleetUnavailable => (Outside, "fleet_unavailable", "fleet not available"),
            Self::EmptyTravel => (Work, "empty_travel", "travelling empty"),
            Self::Loading => (Work, "loading", "loading"),
            Self::CrewRest => (Work, "crew_rest", "crew rest"),
            Self::Repair => (Work, "repair", "repair"),
            Self::DeIcing => (Work, "de_icing", "de-icing"),
            Self::LoadedTravel => (Work, "loaded_travel", "travelling loaded"),
            Self::RefuellingStop => (Work, "refuelling_stop", "refuelling stop"),
            Self::Border => (Work, "border", "border"),
            Self::Weather => (Outside, "weather", "closed by weather"),
            Self::Closed => (Outside, "closed", "terminal or route closed"),
            Self::NotOpened => (Outside, "not_opened", "terminal not opened yet"),
            Self::RunwayInterval => (Outside, "runway_interval", "runway interval"),
            Self::Echelon => (Outside, "echelon", "interval between echelons"),
            Self::DailyLimit => (Outside, "daily_limit", "daily limit"),
            Self::LandingSlot => (Outside, "landing_slot", "no landing slot free"),
            Self::Diversion => (Outside, "diversion", "diversion"),
            Self::Unloading => (Work, "unloading", "unloading"),
            Self::Refuelling => (Work, "refuelling", "refuelling"),
            Self::FuelResupply => (Outside, "fuel_resupply", "fuel stock empty"),
            Self::Service => (Work, "service", "service"),
            Self::Boarding => (Work, "boarding", "boarding"),
            Self::Reception => (Work, "reception", "reception"),
            Self::March => (Work, "march", "march"),
            Self::Takeover => (Operation, "takeover", "taking over a site"),
            Self::Hold => (Operation, "hold", "operation"),
            Self::Handover => (Operation, "handover", "hand-over"),
            Self::WaitMobilisationTeam => {
                (Wait, "waiting_for_mobilisation_team", "waiting for a mobilisation team")
            }
            Self::WaitMandate => (Wait, "waiting_for_mandate", "waiting for decision and mandate"),
            Self::WaitCarrier => (Wait, "waiting_for_carrier", "waiting for a carrier"),
            Self::WaitStandToLoad => (Wait, "waiting_for_stand_to_load", "waiting for a stand to load"),
            Self::WaitSpotToLoad => (Wait, "waiting_for_spot_to_load", "waiting for a spot to load"),
            Self::WaitLoadingTeam => (Wait, "waiting_for_loading_team", "waiting for a loading team"),
            Self::WaitSlot => (Wait, "waiting_for_slot", "waiting for a slot"),
            Self::WaitDeparture => (Wait, "waiting_for_departure", "waiting to depart"),
            Self::WaitStand => (Wait, "waiting_for_stand", "waiting for a stand"),
            Self::WaitLanding => (Wait, "waiting_for_landing", "waiting to land"),
            Self::WaitSpot => (Wait, "waiting_for_spot", "waiting for a spot to unload"),
            Self::WaitUnloadingTeam => (Wait, "waiting_for_unloading_team", "waiting for an unloading team"),
            Self::WaitCrane => (Wait, "waiting_for_crane", "waiting for a crane"),
            Self::WaitFuelPoint => (Wait, "waiting_for_fuel_point", "waiting for a fuel point"),
            Self::WaitReception => (Wait, "waiting_for_reception", "waiting for reception"),
            Self::WaitMarryUp => (Wait, "waiting_for_marry_up", "waiting for the rest of the unit"),
            Self::WaitHandover => (Wait, "waiting_for_handover", "waiting for a hand-over team"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_names_are_unique_and_in_order() {
        for (number, category) in Category::ALL.into_iter().enumerate() {
            assert_eq!(category as usize, number);
            assert_eq!(Category::from_number(number as u8), category);
            assert!(Category::ALL[number + 1..].iter().all(|other| other.id() != category.id()));
        }
        assert!(Category::WaitCarrier.is_wait() && !Category::Handover.is_wait());
    }
}
