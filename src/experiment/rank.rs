//! Which replication is shown, and where its closure stands among all.

use std::fmt;

use serde::Serialize;

use super::statistics::values::{Ranked as _, Values};
use crate::kernel::ms;

/// The replication whose closure is nearest to the median closure; of several the one with the lowest number.
///
/// Replications that did not close count as later than all others, and none of them is chosen while another closed: where
/// the median lies among them, the last to close is the nearest. Replication 1 where none closed.
pub fn nearest_to_median<V: Values + ?Sized>(closures_h: &V) -> u32 {
    let count = closures_h.how_many();
    if count == 0 {
        return 1;
    }
    let (low, high) = ((count - 1) / 2, count / 2);
    let sorted = closures_h.ranked(|| vec![low, high]);
    let (below, above) = (doubled_ms(sorted.at(low)), doubled_ms(sorted.at(high)));
    // Whole numbers, so that two that are equally far away are a tie.
    let median = if above == i64::MAX { i64::MAX } else { i64::midpoint(below, above) };
    let closed = (1_u32..).zip(closures_h.in_order()).filter(|(_, h)| h.is_finite());
    closed.min_by_key(|(_, h)| median.abs_diff(doubled_ms(*h))).map_or(1, |(replication, _)| replication)
}

/// Twice a time in milliseconds, exactly; the largest number for one that never came.
fn doubled_ms(h: f64) -> i64 {
    if h.is_finite() { 2 * ms(h) } else { i64::MAX }
}

/// Where the closure of a replication stands among all, in words: `replication 87, rank 100 of 200 by closure`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Rank {
    /// The replication.
    #[serde(skip)]
    pub replication: u32,
    /// Its rank, 1 for the soonest; that of the first where several close at the same instant.
    pub first: usize,
    /// The rank of the last that closes at the same instant.
    pub last: usize,
    /// How many there are.
    pub of: usize,
    /// Whether it closed.
    #[serde(skip)]
    closed: bool,
}

impl Rank {
    /// The rank of a replication; `None` for one that is not among them.
    pub fn of<V: Values + ?Sized>(replication: u32, closures_h: &V) -> Option<Self> {
        let own = closures_h.value_at((replication as usize).checked_sub(1)?)?;
        let (sooner, last) = closures_h
            .in_order()
            .fold((0, 0), |(sooner, last), h| (sooner + usize::from(h < own), last + usize::from(h <= own)));
        let (first, of) = (1 + sooner, closures_h.how_many());
        Some(Self { replication, first, last, of, closed: own.is_finite() })
    }
}

impl fmt::Display for Rank {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let &Self { replication, first, last, of, closed } = self;
        write!(formatter, "replication {replication}, ")?;
        match (of, closed) {
            (1, _) => formatter.write_str("the only one"),
            (_, false) => write!(formatter, "one of the {} of {of} that do not close", of + 1 - first),
            _ if first == last => write!(formatter, "rank {first} of {of} by closure"),
            _ if first == 1 && last == of => write!(formatter, "one of {of} that close at the same hour"),
            _ => write!(formatter, "rank {first} to {last} of {of} by closure"),
        }
    }
}

/// A replication by its rank; one that is not among those made says so.
pub fn described<V: Values + ?Sized>(replication: u32, closures_h: &V) -> String {
    Rank::of(replication, closures_h).map_or_else(
        || format!("replication {replication}, beyond the {} ranked", closures_h.how_many()),
        |rank| rank.to_string(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEVER: f64 = f64::INFINITY;

    #[test]
    fn the_replication_nearest_to_the_median_is_shown() {
        // The median of 9, 5, 7 is 7.
        assert_eq!(nearest_to_median(&[9.0, 5.0, 7.0]), 3);
        // That of 1, 2, 4, 9 is 3, and 2 and 4 are equally far from it: the lower number wins.
        assert_eq!(nearest_to_median(&[9.0, 4.0, 2.0, 1.0]), 2);
        assert_eq!(nearest_to_median(&[9.0, 2.0, 4.0, 1.0]), 2);
        // Tenths of an hour are no whole binary numbers, and are a tie all the same.
        assert_eq!(nearest_to_median(&[0.3, 0.1, 0.7, 0.9]), 1);
        assert_eq!(nearest_to_median(&[56.0; 200]), 1);
        assert_eq!(nearest_to_median(&[5.0]), 1);
    }

    #[test]
    fn a_replication_that_did_not_close_is_shown_only_where_none_did() {
        assert_eq!(nearest_to_median(&[NEVER, 5.0, 7.0]), 3, "the median is 7");
        assert_eq!(nearest_to_median(&[5.0, NEVER, 7.0, NEVER]), 3, "the last to close is the nearest");
        assert_eq!(nearest_to_median(&[NEVER, NEVER, 7.0]), 3);
        assert_eq!(nearest_to_median(&[NEVER, NEVER]), 1);
        assert_eq!(nearest_to_median(&[]), 1);
    }

    #[test]
    fn a_rank_is_told_in_words() {
        let told = |replication, closures: &[f64]| described(replication, closures);
        assert_eq!(told(1, &[9.0, 5.0, 7.0]), "replication 1, rank 3 of 3 by closure");
        assert_eq!(told(3, &[9.0, 5.0, 7.0, 7.0]), "replication 3, rank 2 to 3 of 4 by closure");
        assert_eq!(told(2, &[7.0, 7.0]), "replication 2, one of 2 that close at the same hour");
        assert_eq!(told(1, &[7.0]), "replication 1, the only one");
        assert_eq!(told(3, &[7.0, NEVER, NEVER]), "replication 3, one of the 2 of 3 that do not close");
        assert_eq!(told(9, &[7.0, 8.0]), "replication 9, beyond the 2 ranked");
        assert_eq!(told(0, &[7.0, 8.0]), "replication 0, beyond the 2 ranked");
    }
}
