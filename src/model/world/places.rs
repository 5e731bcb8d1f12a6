//! Where: places, their sites and terminals.

use crate::kernel::Sampler;
use crate::model::ids::{DailyLimitId, PlaceId, TerminalId, UnitId};

use super::{Draw, Handling, UNLIMITED};
use crate::model::facility::{ByFacility, Facility};
use crate::scenario::Mode;

/// A place.
#[derive(Debug, Clone)]
pub struct PlaceSpec {
    /// Its id.
    pub id: String,
    /// The name to show.
    pub name: String,
    /// Its terminal.
    pub terminal: TerminalId,
    /// Local time of day at `start` [ms], so that local time is this plus simulated time.
    pub local_start_ms: i64,
    /// Reception teams and time.
    pub reception: Option<(u32, Handling)>,
    /// Stream of its draws.
    pub stream: u64,
    /// A site here.
    pub site: Option<SiteSpec>,
}

/// A site.
#[derive(Debug, Clone)]
pub struct SiteSpec {
    /// People.
    pub personnel: u32,
    /// Vehicles.
    pub vehicles: u32,
    /// Time to take it over.
    pub takeover: Sampler,
}

impl SiteSpec {
    /// Whether so many people and vehicles are what it asks for.
    pub fn is_met_by(&self, people: u32, vehicles: u32) -> bool {
        people >= self.personnel && vehicles >= self.vehicles
    }
}

/// A terminal.
#[derive(Debug, Clone)]
pub struct TerminalSpec {
    /// Its place.
    pub place: PlaceId,
    /// How many it has of each facility; [`UNLIMITED`](super::UNLIMITED) for no limit.
    pub capacities: ByFacility<u32>,
    /// Fuel.
    pub fuel: Option<FuelSpec>,
    /// Cost of each load unloaded here, in the currency of the scenario.
    pub handling_cost: f64,
    /// Interval between movements [ms].
    pub runway_ms: i64,
    /// Interval between planned landings [ms]; 0 where no slots are given.
    pub slot_ms: i64,
    /// Loaded departures a day.
    pub departures_a_day: DailyLimitId,
    /// Landings of loads a day.
    pub landings_a_day: DailyLimitId,
    /// Opening hours of the local day [ms of the day].
    pub hours: Option<(i64, i64)>,
    /// Closures known in advance.
    pub closures: Vec<(Draw, Draw)>,
    /// Weather.
    pub weather: Option<WeatherSpec>,
    /// When it opens.
    pub opens: OpensSpec,
    /// De-icing.
    pub deicing: Sampler,
    /// How long a carrier holds before it diverts [ms].
    pub max_hold_ms: Option<i64>,
    /// Where to.
    pub alternate: TerminalId,
    /// Whether movements are ever held: it has hours, closures, weather, a runway interval or an opening.
    pub gated: bool,
    /// Stream of its draws.
    pub stream: u64,
}

impl TerminalSpec {
    /// How many it has of a facility; [`UNLIMITED`](super::UNLIMITED) for no limit.
    pub fn capacity(&self, facility: Facility) -> u32 {
        self.capacities[facility as usize]
    }

    /// The working spots that carriers of a mode use: their own, where it has some for them, else those that modes share.
    pub fn spots_of(&self, mode: Mode) -> Facility {
        let own = Facility::own_spots(mode);
        if self.capacity(own) == UNLIMITED { Facility::WorkingSpots } else { own }
    }
}

/// Fuel [kg].
#[derive(Debug, Clone)]
pub struct FuelSpec {
    /// At `start`.
    pub stock_kg: i64,
    /// At most.
    pub capacity_kg: i64,
    /// One resupply.
    pub resupply_kg: i64,
    /// Every so often [ms].
    pub every_ms: i64,
}

/// Weather as an alternating process.
#[derive(Debug, Clone)]
pub struct WeatherSpec {
    /// Open for.
    pub open: Sampler,
    /// Closed for.
    pub closed: Sampler,
}

/// When a terminal opens.
#[derive(Debug, Clone)]
pub enum OpensSpec {
    /// From the start.
    AtStart,
    /// At an instant.
    At(Draw),
    /// When the first copy of a unit is in place.
    AfterUnit(UnitId),
}
