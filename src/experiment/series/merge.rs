//! Merges ascending runs of numbers into one.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::vec;

use super::super::statistics::values::{from_key, to_key};

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
        let first = |(index, run): (usize, &mut R)| run.next().map(|value| Reverse((to_key(value), index)));
        let mut next: BinaryHeap<_> = runs.iter_mut().enumerate().filter_map(first).collect();
        next.extend(held.next().map(|value| Reverse((to_key(value), runs.len()))));
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
            Some(value) => *least = Reverse((to_key(value), index)),
            None => {
                PeekMut::pop(least);
            }
        }
        Some(from_key(found))
    }
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
