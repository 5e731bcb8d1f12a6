//! Daily limits: how many loaded departures, or landings of them, are booked on each local day.

use crate::kernel::{DAY_MS, Streams, Table, Time};
use crate::model::ids::{DailyLimitId, TerminalId};
use crate::model::world::{DailyLimitSpec, World};

/// What is booked on the days of one limit.
#[derive(Debug, Clone, Default)]
struct Days {
    /// Local days, counted from the epoch, and what is booked on them.
    booked: Vec<(i64, u32)>,
    /// Slots of the days from that of `start` on, as far as they were drawn; empty where all slots are used.
    drawn: Vec<u32>,
    /// The slots of these days before rounding, in all.
    sum: f64,
}

/// Daily limits of a replication.
#[derive(Debug, Clone, Default)]
pub(crate) struct DailyLimits {
    days: Table<DailyLimitId, Days>,
}

impl DailyLimits {
    /// Forgets the replication before and keeps the memory.
    pub(super) fn reset(&mut self, world: &World) {
        self.days.resize_with(world.daily_limits.len(), Days::default);
        for days in &mut self.days {
            days.booked.clear();
            days.drawn.clear();
            days.sum = 0.0;
        }
    }

    /// Books a movement at a terminal on its local day.
    pub(crate) fn book(&mut self, world: &World, limit: DailyLimitId, terminal: TerminalId, at: Time) {
        let today = local_day(world, terminal, at);
        let booked = &mut self.days[limit].booked;
        match booked.iter_mut().find(|(day, _)| *day == today) {
            Some((_, count)) => *count += 1,
            None => booked.push((today, 1)),
        }
    }

    /// The next local midnight that begins a day with room, where the day of `at` has none; not before the horizon where no
    /// day has any.
    pub(crate) fn next_free_day(
        &mut self,
        world: &World,
        streams: &mut Streams,
        limit: DailyLimitId,
        (terminal, at): (TerminalId, Time),
    ) -> Option<Time> {
        let spec = &world.daily_limits[limit];
        let local_start_ms = world.places[world.terminals[terminal].place].local_start_ms;
        let first = local_start_ms.div_euclid(DAY_MS);
        let today = local_day(world, terminal, at);
        let mut day = today;
        let mut begins = at;
        while begins <= world.horizon {
            let slots = self.days[limit].slots_on(spec, streams, (day - first).max(0) as usize);
            if self.days[limit].booked_on(day) < slots {
                break;
            }
            day += 1;
            begins = Time::from_ms(day * DAY_MS - local_start_ms);
        }
        (day > today).then_some(begins)
    }

    /// Slots that were drawn, day by day from that of `start`; none where all are used.
    pub(crate) fn drawn(&self, limit: DailyLimitId) -> &[u32] {
        &self.days[limit].drawn
    }
}

impl Days {
    fn booked_on(&self, day: i64) -> u32 {
        self.booked.iter().find(|(booked, _)| *booked == day).map_or(0, |(_, count)| *count)
    }

    /// The slots of a day that are used. What is left of a slot goes to the next day, so that none is lost by rounding.
    fn slots_on(&mut self, spec: &DailyLimitSpec, streams: &mut Streams, day: usize) -> u32 {
        /// What sums of shares may lack of a whole number by rounding.
        const TOLERANCE: f64 = 1e-6;
        let Some(slot_use) = &spec.slot_use else {
            return spec.slots_on(day);
        };
        while self.drawn.len() <= day {
            let next = self.drawn.len();
            let share = streams.factor(spec.stream, next as u64, slot_use).clamp(0.0, 1.0);
            let before = (self.sum + TOLERANCE).floor();
            self.sum += f64::from(spec.slots_on(next)) * share;
            self.drawn.push(((self.sum + TOLERANCE).floor() - before) as u32);
        }
        self.drawn[day]
    }
}

/// The number of the local day of an instant at a terminal.
fn local_day(world: &World, terminal: TerminalId, at: Time) -> i64 {
    let place = &world.places[world.terminals[terminal].place];
    (place.local_start_ms + at.as_ms()).div_euclid(DAY_MS)
}
