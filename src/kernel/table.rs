//! Tables whose entries are found by ids of a type of their own, so that the id of one table cannot index another.
//!
//! An id is a number behind a type: the machine code is that of a bare index into a `Vec`.

use std::marker::PhantomData;
use std::ops::{Deref, DerefMut, Index, IndexMut, Range};

/// A number that finds an entry of a [`Table`].
pub trait Id: Copy {
    /// The place of its entry.
    fn index(self) -> usize;

    /// The id of the entry at a place.
    fn from_index(index: usize) -> Self;

    /// The ids of a range, in order.
    fn each(range: &Range<Self>) -> impl ExactSizeIterator<Item = Self> + Clone + use<Self> {
        (range.start.index()..range.end.index()).map(Self::from_index)
    }
}

/// A plain index, for a table whose entries have no id of their own.
impl Id for usize {
    #[inline(always)]
    fn index(self) -> usize {
        self
    }

    #[inline(always)]
    fn from_index(index: usize) -> Self {
        index
    }
}

/// A vector whose entries are found by ids. It reads as a slice where ids do not matter.
pub struct Table<I, T> {
    entries: Vec<T>,
    ids: PhantomData<fn(I)>,
}

impl<I: Id, T> Table<I, T> {
    /// An empty table.
    pub const fn new() -> Self {
        Self { entries: Vec::new(), ids: PhantomData }
    }

    /// Adds an entry and returns its id.
    #[inline]
    pub fn push(&mut self, entry: T) -> I {
        let id = I::from_index(self.entries.len());
        self.entries.push(entry);
        id
    }

    /// The ids of all entries, in order.
    #[inline]
    pub fn ids(&self) -> impl ExactSizeIterator<Item = I> + DoubleEndedIterator + Clone + use<I, T> {
        (0..self.entries.len()).map(I::from_index)
    }

    /// All entries with their ids, in order.
    #[inline]
    pub fn with_ids(&self) -> impl ExactSizeIterator<Item = (I, &T)> + DoubleEndedIterator {
        self.entries.iter().enumerate().map(|(index, entry)| (I::from_index(index), entry))
    }

    /// All entries to change, with their ids, in order.
    #[inline]
    pub fn with_ids_mut(&mut self) -> impl ExactSizeIterator<Item = (I, &mut T)> {
        self.entries.iter_mut().enumerate().map(|(index, entry)| (I::from_index(index), entry))
    }

    /// The entry of an id; `None` where it has none.
    #[inline]
    pub fn entry(&self, id: I) -> Option<&T> {
        self.entries.get(id.index())
    }

    /// A table with what `new` makes of each entry.
    pub fn map<U>(&self, new: impl FnMut(&T) -> U) -> Table<I, U> {
        self.entries.iter().map(new).collect()
    }

    /// Adds entries to the end.
    pub fn extend(&mut self, entries: impl IntoIterator<Item = T>) {
        self.entries.extend(entries);
    }

    /// Removes all entries and keeps the memory.
    #[inline]
    pub fn clear(&mut self) {
        self.entries.clear();
    }

    /// Removes all entries, keeps the memory, and makes room for `count` copies of an entry.
    pub fn refill(&mut self, count: usize, entry: T)
    where
        T: Clone,
    {
        self.entries.clear();
        self.entries.resize(count, entry);
    }

    /// Adds entries made by `new`, or removes the last, until there are `count`.
    pub fn resize_with(&mut self, count: usize, new: impl FnMut() -> T) {
        self.entries.resize_with(count, new);
    }

    /// The entries alone.
    pub fn into_entries(self) -> Vec<T> {
        self.entries
    }
}

impl<I: Id, T> Index<I> for Table<I, T> {
    type Output = T;

    #[inline(always)]
    fn index(&self, id: I) -> &T {
        &self.entries[id.index()]
    }
}

impl<I: Id, T> IndexMut<I> for Table<I, T> {
    #[inline(always)]
    fn index_mut(&mut self, id: I) -> &mut T {
        &mut self.entries[id.index()]
    }
}

impl<I, T> Deref for Table<I, T> {
    type Target = [T];

    #[inline(always)]
    fn deref(&self) -> &[T] {
        &self.entries
    }
}

impl<I, T> DerefMut for Table<I, T> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut [T] {
        &mut self.entries
    }
}

impl<I: Id, T> FromIterator<T> for Table<I, T> {
    fn from_iter<E: IntoIterator<Item = T>>(entries: E) -> Self {
        Self::from(Vec::from_iter(entries))
    }
}

impl<I, T> From<Vec<T>> for Table<I, T> {
    fn from(entries: Vec<T>) -> Self {
        Self { entries, ids: PhantomData }
    }
}

impl<'a, I, T> IntoIterator for &'a Table<I, T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.iter()
    }
}

impl<'a, I, T> IntoIterator for &'a mut Table<I, T> {
    type Item = &'a mut T;
    type IntoIter = std::slice::IterMut<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.iter_mut()
    }
}

impl<I, T> Default for Table<I, T> {
    fn default() -> Self {
        Self::from(Vec::new())
    }
}

impl<I, T: Clone> Clone for Table<I, T> {
    fn clone(&self) -> Self {
        Self::from(self.entries.clone())
    }

    fn clone_from(&mut self, other: &Self) {
        self.entries.clone_from(&other.entries);
    }
}

impl<I, T: PartialEq> PartialEq for Table<I, T> {
    fn eq(&self, other: &Self) -> bool {
        self.entries == other.entries
    }
}

impl<I, T: Eq> Eq for Table<I, T> {}

impl<I, T: std::fmt::Debug> std::fmt::Debug for Table<I, T> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.entries.fmt(formatter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_found_by_the_id_that_its_push_returned() {
        let mut names = Table::<usize, &str>::new();
        let (first, second) = (names.push("Ada"), names.push("Emmy"));
        assert_eq!((names[first], names[second]), ("Ada", "Emmy"));
        names[second] = "Sofia";
        assert_eq!(names.with_ids().collect::<Vec<_>>(), [(0, &"Ada"), (1, &"Sofia")]);
        assert_eq!(names.entry(2), None);
    }
}
