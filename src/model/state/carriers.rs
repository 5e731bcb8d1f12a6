//! Carriers and fleets: what each is doing, and who is idle where.

use crate::kernel::{NodeId, Time};
use crate::model::ids::{CarrierId, CarrierTypeId, ElementId, FleetId, LaneId, TerminalId, UnitId};

use super::super::category::Category;
use super::super::facility::Facility;
use super::super::world::{CarrierSpec, CrewSpec, LiftSpec, SortieSpec, TripSpec};

/// What a carrier is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Free where it is.
    Idle,
    /// Out of use.
    Stopped,
    /// Free, but not yet known to be.
    Unreported,
    /// Waits for a stand before loading.
    StandToLoad,
    /// Waits for a working spot to load.
    SpotToLoad,
    /// Waits for a loading team.
    LoadingTeam,
    /// Waits for a crane to load.
    CraneToLoad,
    /// Is loaded.
    Loading,
    /// Its crew rests.
    CrewRest,
    /// Is repaired.
    Repair,
    /// Is de-iced.
    DeIcing,
    /// Waits for a slot at the destination.
    Slot,
    /// Waits until it may depart.
    Departure,
    /// Travels with a load.
    Delivering,
    /// Travels without one.
    Travelling,
    /// Holds until a stand is free.
    Stand,
    /// Is on the way to the alternate.
    Diverting,
    /// Waits over the alternate, to land there or to turn back.
    OverAlternate,
    /// Waits at the alternate.
    AtAlternate,
    /// Waits to land.
    Landing,
    /// Waits for a working spot to unload.
    Spot,
    /// Waits for an unloading team.
    UnloadingTeam,
    /// Waits for a crane to unload.
    Crane,
    /// Is unloaded.
    Unloading,
    /// Waits for a fuel point.
    FuelPoint,
    /// Waits for fuel.
    Fuel,
    /// Is refuelled.
    Refuelling,
    /// Is serviced.
    Service,
    /// Civilians board.
    Boarding,
}

/// A facility that a stage waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Wait {
    /// What is waited for.
    pub(crate) facility: Facility,
    /// What the time is spent on.
    pub(crate) category: Category,
    /// Whether the facility is at the destination, and not where the carrier is.
    pub(crate) at_destination: bool,
}

impl Stage {
    /// The facility that a carrier waits for in this stage; `None` where it waits for none.
    #[inline(always)]
    pub(crate) const fn wait(self) -> Option<Wait> {
        let (facility, category, at_destination) = match self {
            Self::StandToLoad => (Facility::Stands, Category::WaitStandToLoad, false),
            Self::SpotToLoad => (Facility::WorkingSpots, Category::WaitSpotToLoad, false),
            Self::LoadingTeam => (Facility::LoadingTeams, Category::WaitLoadingTeam, false),
            Self::CraneToLoad | Self::Crane => (Facility::Cranes, Category::WaitCrane, false),
            Self::Slot => (Facility::Stands, Category::WaitSlot, true),
            Self::Stand => (Facility::Stands, Category::WaitStand, true),
            Self::Spot => (Facility::WorkingSpots, Category::WaitSpot, false),
            Self::UnloadingTeam => (Facility::UnloadingTeams, Category::WaitUnloadingTeam, false),
            Self::FuelPoint => (Facility::FuelPoints, Category::WaitFuelPoint, false),
            Self::Idle
            | Self::Stopped
            | Self::Unreported
            | Self::Loading
            | Self::CrewRest
            | Self::Repair
            | Self::DeIcing
            | Self::Departure
            | Self::Delivering
            | Self::Travelling
            | Self::Diverting
            | Self::OverAlternate
            | Self::AtAlternate
            | Self::Landing
            | Self::Unloading
            | Self::Fuel
            | Self::Refuelling
            | Self::Service
            | Self::Boarding => return None,
        };
        Some(Wait { facility, category, at_destination })
    }
}

/// Why a carrier travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// To a load.
    Position,
    /// With a load.
    Deliver,
    /// Home.
    Home,
}

/// What comes next in a departure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Departing {
    /// The carrier may fail.
    Failure,
    /// It may be de-iced.
    DeIcing,
    /// It may need a stand at the destination, and the gate.
    Slot,
    /// It goes back from the alternate, for which it needs a stand at the destination, and the gate.
    Return,
}

/// A crew without a carrier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SpareCrew {
    /// Where it is.
    pub(crate) at: TerminalId,
    /// When it is rested.
    pub(crate) rested: Time,
    /// Its rest, 0 for one that has not worked yet.
    pub(crate) rest: NodeId,
}

/// A carrier.
#[expect(clippy::struct_field_names, reason = "`carrier_type` is the word of the scenario")]
#[derive(Debug, Clone, Copy)]
pub(crate) struct Carrier<'w> {
    /// Its type.
    pub(crate) spec: &'w CarrierSpec,
    /// The trip that it is on, or made last.
    pub(crate) trip: Option<&'w TripSpec>,
    /// What it does with the loads of `lift`.
    pub(crate) sortie: Option<&'w SortieSpec>,
    /// The lift that its current or last load is on, to which `line` belongs.
    pub(crate) lift: Option<&'w LiftSpec>,
    pub(crate) fleet: FleetId,
    pub(crate) carrier_type: CarrierTypeId,
    /// Where it is, or departed from.
    pub(crate) at: TerminalId,
    /// Where it goes.
    pub(crate) to: TerminalId,
    pub(crate) stage: Stage,
    pub(crate) purpose: Purpose,
    /// Whether it holds a stand at `at`.
    pub(crate) has_stand: bool,
    /// Whether a stand at `to` is held for it.
    pub(crate) reserved: bool,
    /// Whether the return draws of `line` are unused.
    pub(crate) return_draws: bool,
    /// Draws of `line` that are durations already, as bits.
    pub(crate) ahead: u8,
    /// The crews of its fleet, where they rest.
    pub(crate) crews: Option<&'w CrewSpec>,
    /// First element on board, or assigned.
    pub(crate) load: ElementId,
    /// Its unit, `u16::MAX` without a load.
    pub(crate) client: UnitId,
    /// Lane of the load.
    pub(crate) lane: LaneId,
    /// Lane that it covers under most-uncovered dispatch.
    pub(crate) covers: LaneId,
    /// Line of draws of its current or last load.
    pub(crate) line: u32,
    /// What enabled what it does next; it ended now, or when the carrier became free.
    pub(crate) cause: NodeId,
    /// What its load (or itself) did before.
    pub(crate) own: NodeId,
    /// Since when it is free or waits.
    pub(crate) since: Time,
    /// What it began last that has an end.
    pub(crate) busy: Category,
    /// That end.
    pub(crate) busy_until: Time,
    /// Trips without a load to be keyed by.
    pub(crate) trips: u32,
    /// When the duty of its crew began, or will once it is rested; `NEVER` for a rested crew.
    pub(crate) duty_since: Time,
    /// When it last had nothing more to do, from when its crew rests, and what ended then; only kept with crews.
    pub(crate) free_since: Time,
    pub(crate) freed_by: NodeId,
    /// The rest of its crew, while `duty_since` is still to come.
    pub(crate) rest: NodeId,
    /// What its departure goes on with when a crew is rested.
    pub(crate) next: Departing,
}

impl Carrier<'_> {
    /// Whether a stand at the destination is kept for it, or it needs none.
    pub(crate) fn has_stand_at_destination(&self) -> bool {
        self.reserved || self.purpose == Purpose::Home
    }
}

/// What a carrier does after what it does now, on the same trip, or a wait whose end is known: hours that are counted
/// before they have passed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LaterSpan {
    pub(crate) carrier: CarrierId,
    pub(crate) category: Category,
    pub(crate) from: Time,
    pub(crate) to: Time,
    /// Where it is counted as a wait, `TerminalId::NONE` for a movement.
    pub(crate) place: TerminalId,
    /// For whose load.
    pub(crate) client: UnitId,
}

/// A change in the number of usable carriers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FleetChange {
    pub(crate) fleet: FleetId,
    pub(crate) what: FleetChangeKind,
}

/// What changes.
#[derive(Debug, Clone, Copy)]
pub(crate) enum FleetChangeKind {
    /// The fleet becomes available.
    There,
    /// The planned number.
    Planned(u32),
    /// Carriers lost (positive) or back (negative).
    Lost(i64),
}

/// A fleet.
#[derive(Debug, Clone, Default)]
pub(crate) struct FleetState {
    /// Carriers that are not stopped.
    pub(crate) active: u32,
    /// How many may be in use: none before the fleet is there, then those planned less those lost.
    pub(crate) limit: u32,
    /// Whether the fleet is available yet.
    pub(crate) there: bool,
    /// Planned number.
    pub(crate) planned: u32,
    /// Lost.
    pub(crate) lost: i64,
    /// Stopped carriers, last stopped last.
    pub(crate) stopped: Vec<CarrierId>,
    /// Crews that rest or are spare.
    pub(crate) crews: Vec<SpareCrew>,
}
