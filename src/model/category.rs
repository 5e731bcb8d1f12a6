//! The closed list of what time is spent on: activities, outside causes, and waits.

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
    /// The day's number of departures is used up.
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
    /// Waiting for a fuel point.
    WaitFuelPoint,
    /// Waiting for reception.
    WaitReception,
    /// Waiting for the rest of the unit.
    WaitMarryUp,
    /// Waiting for a hand-over team.
    WaitHandover,
}

impl Category {
    /// Every category, in order.
    pub const ALL: [Self; 48] = [
        Self::Start,
        Self::Decision,
        Self::Mandate,
        Self::Notice,
        Self::Preparation,
        Self::EarliestDate,
        Self::Reporting,
        Self::FleetUnavailable,
        Self::EmptyTravel,
        Self::Loading,
        Self::CrewRest,
        Self::Repair,
        Self::DeIcing,
        Self::LoadedTravel,
        Self::RefuellingStop,
        Self::Border,
        Self::Weather,
        Self::Closed,
        Self::NotOpened,
        Self::RunwayInterval,
        Self::Echelon,
        Self::DailyLimit,
        Self::LandingSlot,
        Self::Diversion,
        Self::Unloading,
        Self::Refuelling,
        Self::FuelResupply,
        Self::Service,
        Self::Boarding,
        Self::Reception,
        Self::March,
        Self::Takeover,
        Self::Hold,
        Self::Handover,
        Self::WaitCarrier,
        Self::WaitStandToLoad,
        Self::WaitSpotToLoad,
        Self::WaitLoadingTeam,
        Self::WaitSlot,
        Self::WaitDeparture,
        Self::WaitStand,
        Self::WaitLanding,
        Self::WaitSpot,
        Self::WaitUnloadingTeam,
        Self::WaitFuelPoint,
        Self::WaitReception,
        Self::WaitMarryUp,
        Self::WaitHandover,
    ];

    /// The number of categories.
    pub const COUNT: usize = Self::ALL.len();

    /// The category with this number.
    pub fn from_number(number: u8) -> Self {
        Self::ALL.get(usize::from(number)).copied().unwrap_or(Self::Start)
    }

    /// Its place in [`Category::ALL`].
    #[inline(always)]
    pub const fn index(self) -> usize {
        self as usize
    }

    /// Whether it is a wait: a time in which nothing happens to its owner, explained by another's activity.
    pub fn is_wait(self) -> bool {
        self >= Self::WaitCarrier
    }

    /// The name in files: `waiting_for_carrier`.
    pub fn id(self) -> &'static str {
        self.words().0
    }

    /// The words in texts and charts: "waiting for a carrier".
    pub fn label(self) -> &'static str {
        self.words().1
    }

    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Start => ("start", "start"),
            Self::Decision => ("decision", "collective decision"),
            Self::Mandate => ("mandate", "national mandate"),
            Self::Notice => ("notice", "notice"),
            Self::Preparation => ("preparation", "preparation"),
            Self::EarliestDate => ("earliest_date", "held for the earliest date"),
            Self::Reporting => ("reporting", "until reported"),
            Self::FleetUnavailable => ("fleet_unavailable", "fleet not available"),
            Self::EmptyTravel => ("empty_travel", "travelling empty"),
            Self::Loading => ("loading", "loading"),
            Self::CrewRest => ("crew_rest", "crew rest"),
            Self::Repair => ("repair", "repair"),
            Self::DeIcing => ("de_icing", "de-icing"),
            Self::LoadedTravel => ("loaded_travel", "travelling loaded"),
            Self::RefuellingStop => ("refuelling_stop", "refuelling stop"),
            Self::Border => ("border", "border"),
            Self::Weather => ("weather", "closed by weather"),
            Self::Closed => ("closed", "terminal or route closed"),
            Self::NotOpened => ("not_opened", "terminal not opened yet"),
            Self::RunwayInterval => ("runway_interval", "runway interval"),
            Self::Echelon => ("echelon", "interval between echelons"),
            Self::DailyLimit => ("daily_limit", "daily limit"),
            Self::LandingSlot => ("landing_slot", "no landing slot free"),
            Self::Diversion => ("diversion", "diversion"),
            Self::Unloading => ("unloading", "unloading"),
            Self::Refuelling => ("refuelling", "refuelling"),
            Self::FuelResupply => ("fuel_resupply", "fuel stock empty"),
            Self::Service => ("service", "service"),
            Self::Boarding => ("boarding", "boarding"),
            Self::Reception => ("reception", "reception"),
            Self::March => ("march", "march"),
            Self::Takeover => ("takeover", "taking over a site"),
            Self::Hold => ("hold", "operation"),
            Self::Handover => ("handover", "hand-over"),
            Self::WaitCarrier => ("waiting_for_carrier", "waiting for a carrier"),
            Self::WaitStandToLoad => ("waiting_for_stand_to_load", "waiting for a stand to load"),
            Self::WaitSpotToLoad => ("waiting_for_spot_to_load", "waiting for a spot to load"),
            Self::WaitLoadingTeam => ("waiting_for_loading_team", "waiting for a loading team"),
            Self::WaitSlot => ("waiting_for_slot", "waiting for a slot"),
            Self::WaitDeparture => ("waiting_for_departure", "waiting to depart"),
            Self::WaitStand => ("waiting_for_stand", "waiting for a stand"),
            Self::WaitLanding => ("waiting_for_landing", "waiting to land"),
            Self::WaitSpot => ("waiting_for_spot", "waiting for a spot to unload"),
            Self::WaitUnloadingTeam => ("waiting_for_unloading_team", "waiting for an unloading team"),
            Self::WaitFuelPoint => ("waiting_for_fuel_point", "waiting for a fuel point"),
            Self::WaitReception => ("waiting_for_reception", "waiting for reception"),
            Self::WaitMarryUp => ("waiting_for_marry_up", "waiting for the rest of the unit"),
            Self::WaitHandover => ("waiting_for_handover", "waiting for a hand-over team"),
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
