//! A set of small numbers from which the lowest is taken first.

/// Marked numbers, as bits.
#[derive(Debug, Clone, Default)]
pub struct Marks {
    words: Vec<u64>,
    marked: u32,
}

impl Marks {
    /// Takes all marks away, and makes room for numbers below `numbers`.
    pub fn reset(&mut self, numbers: usize) {
        self.words.clear();
        self.words.resize(numbers.div_ceil(64), 0);
        self.marked = 0;
    }

    /// Marks a number; marking it again changes nothing.
    #[inline]
    pub fn mark(&mut self, number: usize) {
        let word = &mut self.words[number / 64];
        let bit = 1 << (number % 64);
        self.marked += u32::from(*word & bit == 0);
        *word |= bit;
    }

    /// Whether any number is marked.
    #[inline]
    pub fn any(&self) -> bool {
        self.marked > 0
    }

    /// Takes the mark of the lowest marked number away and returns it.
    #[inline]
    pub fn take_lowest(&mut self) -> Option<usize> {
        if self.marked == 0 {
            return None;
        }
        let (index, word) = self.words.iter_mut().enumerate().find(|(_, word)| **word != 0)?;
        let number = index * 64 + word.trailing_zeros() as usize;
        *word &= *word - 1;
        self.marked -= 1;
        Some(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_taken_from_the_lowest_on_and_once_each() {
        let mut marks = Marks::default();
        marks.reset(200);
        for number in [130, 3, 64, 3, 199, 63] {
            marks.mark(number);
        }
        let taken: Vec<usize> = std::iter::from_fn(|| marks.take_lowest()).collect();
        assert_eq!(taken, [3, 63, 64, 130, 199]);
        marks.mark(7);
        marks.reset(8);
        assert_eq!(marks.take_lowest(), None);
    }
}
