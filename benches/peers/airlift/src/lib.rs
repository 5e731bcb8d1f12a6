//! What the compared Rust programs share, so that they differ in the engine alone: the sizes of the
//! airlift model, its random draws, the command line and the line of results.
//!
//! Every program draws from the same five streams in the order of its events. Programs that agree on the
//! order of events therefore agree on every closure to the millisecond, which is a stronger check than
//! that of the means.

mod draws;
mod driver;

pub use draws::Draws;
pub use driver::drive;

/// Places of loading; load *i* and aircraft *i* belong to origin *i* mod 4.
pub const ORIGINS: usize = 4;

/// The time for refuelling, on the stand \[ms\].
pub const REFUEL_MS: u64 = 30 * 60 * 1000;

/// The loads are ready within this time \[ms\].
pub const READY_WITHIN_MS: u64 = 24 * HOUR_MS;

/// One hour \[ms\].
pub const HOUR_MS: u64 = 3_600_000;

/// The size of a model, and the capacities that grow with the number of aircraft.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Loads to deliver.
    pub loads: usize,
    /// Aircraft that deliver them.
    pub aircraft: usize,
}

impl Size {
    /// Returns the loading spots at each origin.
    pub fn spots(self) -> usize {
        4 * self.aircraft / 60
    }

    /// Returns the stands at the destination.
    pub fn stands(self) -> usize {
        12 * self.aircraft / 60
    }

    /// Returns the unloading crews at the destination.
    pub fn crews(self) -> usize {
        6 * self.aircraft / 60
    }

    /// Returns, for each origin, the loads less the aircraft that start there: those that no aircraft is
    /// at or bound for. Negative where there are more aircraft than loads.
    pub fn uncovered(self) -> [i64; ORIGINS] {
        std::array::from_fn(|origin| {
            let at = |count: usize| (count + ORIGINS - 1 - origin) / ORIGINS;
            at(self.loads) as i64 - at(self.aircraft) as i64
        })
    }
}

/// Takes the origin with most uncovered loads, the lowest index on a tie, and covers one load there.
/// Returns nothing when no load is left.
pub fn cover_most_uncovered(uncovered: &mut [i64; ORIGINS]) -> Option<usize> {
    let mut best = 0;
    for origin in 1..ORIGINS {
        if uncovered[origin] > uncovered[best] {
            best = origin;
        }
    }
    if uncovered[best] <= 0 {
        return None;
    }
    uncovered[best] -= 1;
    Some(best)
}

/// What one replication gives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Events of the model: ready, loading end, delay end, arrival, unloading end, refuel end, return delay
    /// end, return. What an engine does inside does not count.
    pub events: u64,
    /// The last delivery \[ms\].
    pub closure_ms: u64,
    /// The sum of the times of delivery over the loads \[ms\].
    pub delivered_at_sum_ms: u64,
    /// Loads delivered.
    pub delivered: u64,
}

impl Outcome {
    /// Notes one delivery.
    #[inline]
    pub fn deliver(&mut self, now_ms: u64) {
        self.closure_ms = self.closure_ms.max(now_ms);
        self.delivered_at_sum_ms += now_ms;
        self.delivered += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capacities_grow_with_the_aircraft_and_are_rounded_down() {
        let size = Size {
            loads: 4_000,
            aircraft: 200,
        };
        assert_eq!((size.spots(), size.stands(), size.crews()), (13, 40, 20));
        assert_eq!(size.uncovered(), [950; ORIGINS]);
        assert_eq!(
            Size {
                loads: 6,
                aircraft: 1
            }
            .uncovered(),
            [1, 2, 1, 1]
        );
    }

    #[test]
    fn the_most_uncovered_origin_is_taken_and_the_lowest_on_a_tie() {
        let mut uncovered = [1, 2, 2, 0];
        let taken: Vec<_> = (0..6).map(|_| cover_most_uncovered(&mut uncovered)).collect();
        assert_eq!(taken, [Some(1), Some(2), Some(0), Some(1), Some(2), None]);
    }
}
