//! What statistics are made from: values that are held, or read again for each pass over them.

use std::collections::BTreeMap;

/// Returns the values in ascending order.
pub fn sorted(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    // Values that compare equal have the same bits, so that a sort in place gives what a stable one does.
    sorted.sort_unstable_by(f64::total_cmp);
    sorted
}

/// A whole number that is ordered as [`f64::total_cmp`] orders numbers; [`from_key`] gives the number back.
pub fn to_key(value: f64) -> i64 {
    flipped(value.to_bits() as i64)
}

/// The number of a [`to_key`].
pub fn from_key(key: i64) -> f64 {
    f64::from_bits(flipped(key) as u64)
}

/// Turns the order of negative numbers around, and back.
fn flipped(bits: i64) -> i64 {
    bits ^ (((bits >> 63) as u64) >> 1) as i64
}

/// Numbers in an order that does not change, however often they are asked for.
pub trait Values {
    /// How many there are.
    fn how_many(&self) -> usize;

    /// The number at an index, from 0; none beyond the last.
    fn value_at(&self, index: usize) -> Option<f64>;

    /// All of them, in their order.
    fn in_order(&self) -> impl Iterator<Item = f64>;

    /// Some of them by rank; `wanted` lists the indices in ascending order that will be asked for.
    fn ranked(&self, wanted: impl FnOnce() -> Vec<usize>) -> impl Ranked;
}

/// Numbers in ascending order, by their index in it.
pub trait Ranked {
    /// How many there are.
    fn count(&self) -> usize;

    /// The number at an index, from 0, that is below the count.
    fn at(&self, index: usize) -> f64;
}

impl<V: AsRef<[f64]> + ?Sized> Values for V {
    fn how_many(&self) -> usize {
        self.as_ref().len()
    }

    fn value_at(&self, index: usize) -> Option<f64> {
        self.as_ref().get(index).copied()
    }

    fn in_order(&self) -> impl Iterator<Item = f64> {
        self.as_ref().iter().copied()
    }

    fn ranked(&self, _: impl FnOnce() -> Vec<usize>) -> impl Ranked {
        sorted(self.as_ref())
    }
}

/// Values that are ascending already.
impl<V: AsRef<[f64]> + ?Sized> Ranked for V {
    fn count(&self) -> usize {
        self.as_ref().len()
    }

    fn at(&self, index: usize) -> f64 {
        self.as_ref()[index]
    }
}

/// The wanted ones of ascending values, which are seen once and never held.
#[derive(Debug)]
pub struct Picked {
    count: usize,
    found: BTreeMap<usize, f64>,
}

impl Picked {
    /// Picks the values at some indices out of `count` ascending ones.
    pub fn of(count: usize, mut wanted: Vec<usize>, mut ascending: impl Iterator<Item = f64>) -> Self {
        wanted.sort_unstable();
        wanted.dedup();
        let (mut found, mut seen) = (BTreeMap::new(), 0);
        for index in wanted {
            let Some(value) = ascending.nth(index - seen) else { break };
            found.insert(index, value);
            seen = index + 1;
        }
        Self { count, found }
    }
}

impl Ranked for Picked {
    fn count(&self) -> usize {
        self.count
    }

    fn at(&self, index: usize) -> f64 {
        // What could not be read is no number; whoever reads hears of the failure.
        self.found.get(&index).copied().unwrap_or(f64::NAN)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn picked_values_are_those_of_the_sorted_list() {
        let values = [9.0, 1.0, f64::INFINITY, 4.0, 1.0];
        let ascending = sorted(&values);
        let picked = Picked::of(5, vec![4, 0, 2, 2], ascending.iter().copied());
        assert_eq!((picked.count(), picked.at(0), picked.at(2)), (5, 1.0, 4.0));
        assert!(picked.at(4).is_infinite());
        assert!(picked.at(1).is_nan(), "nobody asked for it");
    }
}
