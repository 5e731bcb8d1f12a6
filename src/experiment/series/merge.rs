//! Merges ascending runs of numbers into one.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::vec;

/// Numbers of several ascending runs, and of a list that is held, in ascending order.
pub(super) struct Merge<R> {
    runs: Vec<R>,
    held: vec::IntoIter<f64>,
    /// The next number of each run that has one, and the index of the run; that behind all runs is the list.
    next: BinaryHeap<Reverse<(i64, usize)>>,
}

impl<R: Iterator<Item = f64>> Merge<R> {
    /// Nothing of them given yet.
    pub(super) fn new(mut runs: Vec<R>, mut held: vec::IntoIter<f64>) -> Self {
        let first = |(index, run): (usize, &mut R)| run.next().map(|value| Reverse((key(value), index)));
        let mut next: BinaryHeap<_> = runs.iter_mut().enumerate().filter_map(first).collect();
        next.extend(held.next().map(|value| Reverse((key(value), runs.len()))));
        Self { runs, held, next }
    }
}

impl<R: Iterator<Item = f64>> Iterator for Merge<R> {
    type Item = f64;

    fn next(&mut self) -> Option<f64> {
        let mut least = self.next.peek_mut()?;
        let Reverse((found, index)) = *least;
        let following = match self.runs.get_mut(index) {
            Some(run) => run.next(),
            None => self.held.next(),
        };
        match following {
            Some(value) => *least = Reverse((key(value), index)),
            None => {
                PeekMut::pop(least);
            }
        }
        Some(number(found))
    }
}

/// A whole number that is ordered as [`f64::total_cmp`] orders numbers.
fn key(value: f64) -> i64 {
    flipped(value.to_bits() as i64)
}

/// The number of a [`key`].
fn number(key: i64) -> f64 {
    f64::from_bits(flipped(key) as u64)
}

/// Turns the order of negative numbers around, and back.
fn flipped(bits: i64) -> i64 {
    bits ^ (((bits >> 63) as u64) >> 1) as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_merge_is_the_sorted_whole_to_the_last_bit() {
        let runs = [vec![-1.5, -0.0, 0.0, 7.0, 7.0], vec![], vec![f64::NEG_INFINITY, 7.0, f64::INFINITY]];
        let held = vec![-2.0, 7.5];
        let mut whole: Vec<f64> = runs.iter().flatten().chain(&held).copied().collect();
        whole.sort_by(f64::total_cmp);
        let merged = Merge::new(runs.map(Vec::into_iter).into_iter().collect(), held.into_iter());
        let bits = |value: f64| value.to_bits();
        assert!(merged.map(bits).eq(whole.into_iter().map(bits)));
    }
}
