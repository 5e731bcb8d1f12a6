//! The force as a compiled scenario holds it: contingents, units, the steps of their itineraries.

use crate::kernel::{Ahead, Id, Sampler, Table, Time};
use crate::model::ids::{
    CarrierTypeId, ContingentId, DailyLimitId, InstanceId, LaneId, LegId, PlaceId, RouteId, TeamQueueId,
    TerminalId, UnitId, VehicleTypeId,
};
use crate::scenario::packing::Item;
use crate::scenario::{LoadRule, Share};

use super::{BreakdownSpec, Draw, SortieSpec, Totals};

/// A contingent.
#[derive(Debug, Clone)]
pub struct ContingentSpec {
    /// Its id.
    pub id: String,
    /// The name to show.
    pub name: String,
    /// Its mandate.
    pub mandate: Option<Draw>,
    /// Common factor on notice and preparation.
    pub common_factor: Option<Draw>,
    /// Its units.
    pub units: std::ops::Range<UnitId>,
    /// What it is to deliver.
    pub totals: Totals,
}

/// When a unit is alerted: a draw, and what is added to it, which may lead before `start`.
#[derive(Debug, Clone)]
pub struct AlertSpec {
    /// Zero or more, after the earliest instant.
    pub after: Draw,
    /// The earliest instant, from `start` on [ms].
    pub earliest_ms: i64,
}

/// A unit.
#[derive(Debug, Clone)]
pub struct UnitSpec {
    /// `contingent/unit`.
    pub id: String,
    /// The name to show.
    pub name: String,
    /// Index of its contingent.
    pub contingent: ContingentId,
    /// Copies.
    pub copies: u32,
    /// Index of its first copy.
    pub first_instance: InstanceId,
    /// Where it mobilises.
    pub home: PlaceId,
    /// Its vehicles, as listed.
    pub vehicles: Vec<VehicleSlot>,
    /// People of one copy.
    pub personnel: u32,
    /// Bulk cargo of one copy [kg].
    pub cargo_kg: u32,
    /// Counts of one copy per slot.
    pub counts: Vec<u32>,
    /// Vehicles, people and tonnes of cargo (rounded up) of one copy: the items that draws are keyed by.
    pub items: u32,
    /// Vehicles and people, and cargo in the upper half: equal when everything is there.
    pub whole: u64,
    /// Vehicles of one copy.
    pub vehicles_count: u32,
    /// Vehicles that count for `operational_share`.
    pub critical: u32,
    /// When it is alerted; `None` with its mandate.
    pub alerted: Option<AlertSpec>,
    /// The mobilisation teams that its copies need; none where they need no team.
    pub team_queue: TeamQueueId,
    /// Notice.
    pub notice: Draw,
    /// Preparation.
    pub prepare: Draw,
    /// Parts; one with everything when the file gives none.
    pub parts: Vec<PartSpec>,
    /// Rank under priority dispatch.
    pub priority: u32,
    /// Required date.
    pub required: Option<Time>,
    /// It starts no earlier.
    pub not_before: Time,
    /// People of one copy that make it operational.
    pub operational_people: u32,
    /// Vehicles that count of one copy that make it operational.
    pub operational_critical: u32,
    /// Its steps in the deployment.
    pub legs: std::ops::Range<LegId>,
    /// Its steps homewards.
    pub return_legs: std::ops::Range<LegId>,
    /// Where it is in place.
    pub last_place: PlaceId,
}

impl UnitSpec {
    /// People, vehicles and kilograms of cargo of one copy.
    pub fn amount(&self) -> u64 {
        let vehicles: u64 = self.vehicles.iter().map(|slot| u64::from(slot.count)).sum();
        vehicles + u64::from(self.personnel) + u64::from(self.cargo_kg)
    }

    /// The first step on its way out, or home.
    pub fn first_leg(&self, homeward: bool) -> LegId {
        let legs = if homeward { &self.return_legs } else { &self.legs };
        if legs.is_empty() { LegId::NONE } else { legs.start }
    }

    /// Its copies.
    pub fn instances(&self) -> impl ExactSizeIterator<Item = InstanceId> + Clone + use<> {
        let first = self.first_instance.index();
        (first..first + self.copies as usize).map(InstanceId::from_index)
    }

    /// Which of its copies this is, from 0.
    pub fn copy_of(&self, instance: InstanceId) -> u32 {
        instance.number() - self.first_instance.number()
    }

    /// Elements that one copy starts as.
    pub fn parts_count(&self) -> u32 {
        self.parts.len().max(1) as u32
    }
}

/// Vehicles of one type in a unit.
#[derive(Debug, Clone)]
pub struct VehicleSlot {
    /// Index of the type.
    pub vehicle_type: VehicleTypeId,
    /// How many in one copy.
    pub count: u32,
    /// What of it counts in a hold.
    pub item: Item,
    /// Whether it counts for `operational_share`.
    pub critical: bool,
}

/// A part of a unit.
#[derive(Debug, Clone)]
pub struct PartSpec {
    /// Counts per slot.
    pub counts: Vec<u32>,
    /// Number of its first item.
    pub first_item: u32,
    /// Whether it is everything that a copy has.
    pub whole: bool,
    /// After the preparation.
    pub after: Draw,
}

/// One step of an itinerary.
#[derive(Debug, Clone)]
pub struct LegSpec {
    /// Its unit.
    pub unit: UnitId,
    /// Place where it begins.
    pub from: PlaceId,
    /// Whether elements wait for the whole copy first.
    pub marry_up: bool,
    /// Whether it belongs to the withdrawal.
    pub homeward: bool,
    /// Stream of the receptions at its end, but for what is the place's.
    pub reception: u64,
    /// The leg after it, [`LegId::NONE`] after the last.
    pub next: LegId,
    /// Copies of this step that begin at the other places where the leg before it may end: place and leg.
    pub elsewhere: Vec<(PlaceId, LegId)>,
    /// What it is.
    pub step: Step,
}

/// A step.
#[derive(Debug, Clone)]
pub enum Step {
    /// By itself.
    March(Box<MarchSpec>),
    /// By carriers.
    Lift(LiftSpec),
}

/// A lift of one unit.
#[derive(Debug, Clone, Default)]
pub struct LiftSpec {
    /// The queue it joins.
    pub lane: LaneId,
    /// The terminal where that waits.
    pub from: TerminalId,
    /// How loads are made up.
    pub rule: LoadRule,
    /// Slots of the unit's vehicles, in the order in which they are loaded.
    pub order: Vec<usize>,
    /// Who shares.
    pub share: Share,
    /// Whether all loads of a copy go where its first went: it has several destinations and is then needed as one.
    pub together: bool,
    /// Whether a load can be topped up: loads are shared or units come in parts.
    pub tops_up: bool,
    /// Place of its unit under the dispatch rule, as far as it does not change.
    pub rank: u64,
    /// First line of its table of draws.
    pub first_line: u32,
    /// First copy of its unit.
    pub first_instance: InstanceId,
    /// Items of one copy, each with a line of draws.
    pub items: u32,
    /// Its stream.
    pub stream: u64,
    /// Departures of its loads a day.
    pub daily_limit: DailyLimitId,
    /// The share of a carrier that a load is planned for, by carrier type; `None` where all of it is.
    pub planned_fill: Table<CarrierTypeId, Option<Sampler>>,
    /// Draws of its lines that are made ahead, since all carriers that may come have the same distribution.
    pub ahead: Ahead,
    /// Their positions as bits.
    pub ahead_bits: u8,
    /// Loads that one copy makes, by a first estimate.
    pub loads: u32,
    /// Loads of an element that is a whole copy.
    pub loads_of_whole: u32,
    /// By carrier type: whether one copy fits whole.
    pub whole_fits: Table<CarrierTypeId, bool>,
    /// By carrier type: whether it takes whatever waits, so that nothing has to be tried.
    pub takes_all: Table<CarrierTypeId, bool>,
    /// By carrier type: what it does with the loads.
    pub sorties: Table<CarrierTypeId, SortieSpec>,
}

impl LiftSpec {
    /// Estimated loads of some items of a copy: their share of the loads of the whole.
    pub fn loads_of(&self, items: u32) -> u32 {
        if items == self.items {
            return self.loads.max(1);
        }
        let share = f64::from(items) / f64::from(self.items.max(1));
        ((f64::from(self.loads) * share).ceil() as u32).max(1)
    }
}

/// A march.
#[derive(Debug, Clone)]
pub struct MarchSpec {
    /// Where to.
    pub to: PlaceId,
    /// A given time, which replaces the rest.
    pub travel: Option<Sampler>,
    /// Length [m].
    pub distance_m: i64,
    /// Speed by day [km/h].
    pub day_kmh: f64,
    /// Speed by night [km/h].
    pub night_kmh: f64,
    /// Day from, local [ms of the day].
    pub day_from_ms: i64,
    /// Day to, local [ms of the day].
    pub day_to_ms: i64,
    /// Local time minus UTC, and the local time of day at `start`, together [ms].
    pub local_start_ms: i64,
    /// Time of march between two halts [ms].
    pub halt_every_ms: i64,
    /// Duration of a halt [ms].
    pub halt_ms: i64,
    /// Vehicles per km of column, 0 for none.
    pub vehicles_per_km: f64,
    /// Failure.
    pub breakdown: Option<BreakdownSpec>,
    /// Delay at a border.
    pub border: Option<Sampler>,
    /// The road route that it takes, and its direction (0 or 1).
    pub route: Option<(RouteId, u8)>,
    /// Its stream.
    pub stream: u64,
}
