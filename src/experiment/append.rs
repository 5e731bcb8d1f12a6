//! Joins what blocks of replications gave, in their order.

use super::series::{Entry, Series};
use super::statistics::Moments;

/// Replications in a block: the most that an interruption of kept work loses. Studies of different lengths share their full
/// blocks. What is summed over replications is summed block by block, wherever a block was made: so a run
/// that several programs share has the last bits of a run in one program.
pub const BLOCK: u32 = 1_000;

/// What can be joined to what later replications gave.
pub(super) trait Append {
    /// Ends the block that is being added to, and adds what later blocks gave.
    fn append(&mut self, later: Self);
}

impl Append for Moments {
    fn append(&mut self, later: Self) {
        Self::append(self, &later);
    }
}

impl<T: Entry> Append for Series<T> {
    fn append(&mut self, later: Self) {
        Self::append(self, later);
    }
}

impl<T: Append, const N: usize> Append for [T; N] {
    fn append(&mut self, later: Self) {
        self.iter_mut().zip(later).for_each(|(own, later)| own.append(later));
    }
}

impl<A: Append, B: Append> Append for (A, B) {
    fn append(&mut self, later: Self) {
        self.0.append(later.0);
        self.1.append(later.1);
    }
}

impl<T: Append> Append for Option<T> {
    fn append(&mut self, later: Self) {
        if let (Some(own), Some(later)) = (self, later) {
            own.append(later);
        }
    }
}

/// Joins lists with an entry for each thing, whatever the number of replications.
pub(super) fn append_each<T: Append>(own: &mut [T], later: Vec<T>) {
    own.iter_mut().zip(later).for_each(|(own, later)| own.append(later));
}

/// Adds up counts, one for each thing. What a file holds may be anything, so sums end at the largest number.
pub(super) fn add_each(own: &mut [u32], later: &[u32]) {
    own.iter_mut().zip(later).for_each(|(own, later)| *own = own.saturating_add(*later));
}

/// The greatest of each.
pub(super) fn greatest_of_each(own: &mut [u32], later: &[u32]) {
    own.iter_mut().zip(later).for_each(|(own, later)| *own = (*own).max(*later));
}
