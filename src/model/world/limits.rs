//! Daily limits: how many loaded departures, or landings of them, a day takes.

use crate::kernel::Sampler;
use crate::model::ids::DailyLimitId;

use super::{LaneSpec, LiftSpec, World};
use crate::model::ids::{FleetId, TerminalId};

/// How many a day takes.
#[derive(Debug, Clone)]
pub struct DailyLimitSpec {
    /// Where the scenario has it.
    pub path: String,
    /// Slots by local day from that of `start`; the last goes on.
    pub slots: Vec<u32>,
    /// The share of a day's slots that is used, drawn for each day; `None` where all are.
    pub slot_use: Option<Sampler>,
    /// Stream of these draws.
    pub stream: u64,
}

impl DailyLimitSpec {
    /// The slots of a day, counted from that of `start`.
    pub fn slots_on(&self, day: usize) -> u32 {
        self.slots.get(day).or(self.slots.last()).copied().unwrap_or(0)
    }
}

impl World {
    /// The limits that a loaded departure from a terminal keeps on the day it leaves, those of none among them.
    pub(crate) fn departure_limits(
        &self,
        at: TerminalId,
        fleet: FleetId,
        lift: Option<&LiftSpec>,
        lane: &LaneSpec,
    ) -> [DailyLimitId; 4] {
        let homewards = if lane.homeward { self.withdrawal_limit } else { DailyLimitId::NONE };
        let of_lift = lift.map_or(DailyLimitId::NONE, |lift| lift.daily_limit);
        [self.terminals[at].departures_a_day, self.fleets[fleet].daily_limit, of_lift, homewards]
    }
}
