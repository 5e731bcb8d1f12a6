//! Sets of ids or small numbers from which the lowest is taken first.

use std::marker::PhantomData;

use super::table::Id;

/// Marked ids, as bits.
#[derive(Debug, Clone)]
pub struct Marks<I> {
    words: Vec<u64>,
    /// No word before it has a mark.
    first: usize,
    marked: u32,
    ids: PhantomData<fn(I)>,
}

impl<I> Default for Marks<I> {
    fn default() -> Self {
        Self { words: Vec::new(), first: 0, marked: 0, ids: PhantomData }
    }
}

impl<I: Id> Marks<I> {
    /// Takes all marks away, and makes room for the ids of a table of `numbers` entries.
    pub fn reset(&mut self, numbers: usize) {
        self.words.clear();
        self.words.resize(numbers.div_ceil(64), 0);
        self.first = 0;
        self.marked = 0;
    }

    /// Marks an id; marking it again changes nothing.
    #[inline]
    pub fn mark(&mut self, id: I) {
        let number = id.index();
        let word = &mut self.words[number / 64];
        let bit = 1 << (number % 64);
        self.marked += u32::from(*word & bit == 0);
        *word |= bit;
        self.first = self.first.min(number / 64);
    }

    /// Takes the mark of an id away, if it has one.
    #[inline]
    pub fn unmark(&mut self, id: I) {
        let number = id.index();
        let word = &mut self.words[number / 64];
        let bit = 1 << (number % 64);
        self.marked -= u32::from(*word & bit != 0);
        *word &= !bit;
    }

    /// Whether any id is marked.
    #[inline]
    pub fn any(&self) -> bool {
        self.marked > 0
    }

    /// Takes the mark of the lowest marked id away and returns it.
    #[inline]
    pub fn take_lowest(&mut self) -> Option<I> {
        if self.marked == 0 {
            return None;
        }
        loop {
            let word = &mut self.words[self.first];
            if *word != 0 {
                let number = self.first * 64 + word.trailing_zeros() as usize;
                *word &= *word - 1;
                self.marked -= 1;
                return Some(I::from_index(number));
            }
            self.first += 1;
        }
    }

    /// The marked ids, from the lowest on.
    #[inline]
    pub fn iter(&self) -> impl Iterator<Item = I> + '_ {
        self.words.iter().enumerate().flat_map(|(index, word)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let number = index * 64 + left.trailing_zeros() as usize;
                let found = (left != 0).then(|| I::from_index(number));
                left &= left.wrapping_sub(1);
                found
            })
        })
    }
}

/// How many numbers fit into [`FewMarks`].
pub const FEW: usize = 4_096;

/// Marks of numbers below [`FEW`], which take no look-up of how many there are.
#[derive(Debug, Clone)]
pub struct FewMarks {
    words: [u64; FEW / 64],
    /// Words with a mark, as bits.
    marked: u64,
}

impl Default for FewMarks {
    fn default() -> Self {
        Self { words: [0; FEW / 64], marked: 0 }
    }
}

impl FewMarks {
    /// Takes all marks away.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Marks a number below [`FEW`]; marking it again changes nothing.
    #[inline(always)]
    pub fn mark(&mut self, number: usize) {
        let word = number / 64 % self.words.len();
        self.words[word] |= 1 << (number % 64);
        self.marked |= 1 << word;
    }

    /// Whether any number is marked.
    #[inline(always)]
    pub fn any(&self) -> bool {
        self.marked != 0
    }

    /// Takes the mark of the lowest marked number away and returns it.
    #[inline(always)]
    pub fn take_lowest(&mut self) -> Option<usize> {
        if self.marked == 0 {
            return None;
        }
        let at = self.marked.trailing_zeros() as usize % self.words.len();
        let word = self.words[at];
        let left = word & word.wrapping_sub(1);
        self.words[at] = left;
        if left == 0 {
            self.marked &= self.marked - 1;
        }
        Some(at * 64 + word.trailing_zeros() as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_numbers_are_taken_from_the_lowest_on_and_once_each() {
        let mut marks = FewMarks::default();
        for number in [FEW - 1, 3, 64, 3, 130, 63] {
            marks.mark(number);
        }
        assert!(marks.any());
        let taken: Vec<usize> = std::iter::from_fn(|| marks.take_lowest()).collect();
        assert_eq!(taken, [3, 63, 64, 130, FEW - 1]);
        assert!(!marks.any());
        marks.mark(7);
        marks.clear();
        assert_eq!(marks.take_lowest(), None);
    }

    #[test]
    fn numbers_are_taken_from_the_lowest_on_and_once_each() {
        let mut marks = Marks::<usize>::default();
        marks.reset(200);
        for number in [130, 3, 64, 3, 199, 63] {
            marks.mark(number);
        }
        assert_eq!(marks.iter().collect::<Vec<_>>(), [3, 63, 64, 130, 199]);
        marks.unmark(63);
        marks.unmark(5);
        let taken: Vec<usize> = std::iter::from_fn(|| marks.take_lowest()).collect();
        assert_eq!(taken, [3, 64, 130, 199]);
        assert!(!marks.any());
        marks.mark(7);
        marks.reset(8);
        assert_eq!(marks.take_lowest(), None);
    }
}
