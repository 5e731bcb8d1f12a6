//! Lines for spans that overlap: a trace viewer draws on one line only spans that follow one another.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

/// Lines that are free, lowest first, and those that are taken until a time.
#[derive(Default)]
struct Lanes {
    free: BinaryHeap<Reverse<u32>>,
    taken: BinaryHeap<Reverse<(i64, u32)>>,
    count: u32,
}

impl Lanes {
    fn take(&mut self, from: i64, to: i64) -> u32 {
        while let Some(&Reverse((end, lane))) = self.taken.peek() {
            if end > from {
                break;
            }
            self.taken.pop();
            self.free.push(Reverse(lane));
        }
        let lane = self.free.pop().map_or_else(
            || {
                self.count += 1;
                self.count - 1
            },
            |Reverse(lane)| lane,
        );
        self.taken.push(Reverse((to, lane)));
        lane
    }
}

/// Gives each of these spans (whose, from, to), which come in order of their beginnings, the lowest line of its owner on
/// which nothing is; and how many lines each owner needs.
pub(super) fn lanes<K: Ord + Copy>(
    spans: impl Iterator<Item = (K, i64, i64)>,
) -> (Vec<u32>, BTreeMap<K, u32>) {
    let mut owners: BTreeMap<K, Lanes> = BTreeMap::new();
    let given = spans.map(|(owner, from, to)| owners.entry(owner).or_default().take(from, to)).collect();
    (given, owners.into_iter().map(|(owner, lanes)| (owner, lanes.count)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_overlaps_stands_on_lines_of_its_own() {
        let spans = [('a', 0, 10), ('b', 0, 10), ('a', 5, 7), ('a', 7, 9), ('a', 8, 8), ('a', 10, 12)];
        let (given, counts) = lanes(spans.into_iter());
        assert_eq!(given, [0, 0, 1, 1, 2, 0]);
        assert_eq!(counts, BTreeMap::from([('a', 3), ('b', 1)]));
    }
}
