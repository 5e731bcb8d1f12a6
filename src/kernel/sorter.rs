//! Sorting many numbers by dealing them into buckets.

/// More numbers than this in one bucket are sorted by themselves.
const FEW: u32 = 16;

/// Sorts numbers that are spread more or less evenly, and keeps its memory from one time to the next.
#[derive(Debug, Clone, Default)]
pub struct Sorter {
    /// By bucket: where its next number goes.
    places: Vec<u32>,
    dealt: Vec<u64>,
}

impl Sorter {
    /// Sorts fewer than 2^32 numbers.
    ///
    /// Each goes into one of about as many buckets as there are numbers, by its place between the least and the largest; then
    /// each has few places to go. Where all fall into few buckets, this is no slower than sorting them at once.
    #[inline(never)]
    pub fn sort(&mut self, numbers: &mut [u64]) {
        let Some(first) = numbers.first() else { return };
        let (least, largest) = numbers
            .iter()
            .fold((*first, *first), |(least, largest), number| (least.min(*number), largest.max(*number)));
        let width = u64::BITS - (largest - least).leading_zeros();
        let bits = numbers.len().ilog2();
        let shift = width.saturating_sub(bits);
        let bucket = |number: u64| ((number - least) >> shift) as usize;
        self.places.clear();
        self.places.resize(1 << bits, 0);
        for number in numbers.iter() {
            self.places[bucket(*number)] += 1;
        }
        let (mut before, mut most) = (0, 0);
        for place in &mut self.places {
            most = most.max(*place);
            before += std::mem::replace(place, before);
        }
        self.dealt.clear();
        self.dealt.extend_from_slice(numbers);
        for number in &self.dealt {
            let place = &mut self.places[bucket(*number)];
            numbers[*place as usize] = *number;
            *place += 1;
        }
        if most > FEW {
            self.sort_large_buckets(numbers);
        }
        insert_each(numbers);
    }

    #[inline(never)]
    fn sort_large_buckets(&self, numbers: &mut [u64]) {
        let mut begin = 0;
        for end in &self.places {
            if end - begin > FEW {
                numbers[begin as usize..*end as usize].sort_unstable();
            }
            begin = *end;
        }
    }
}

/// Sorts numbers each of which has few places to go: down, past those that are larger.
fn insert_each(numbers: &mut [u64]) {
    for place in 1..numbers.len() {
        let number = numbers[place];
        let mut free = place;
        while free > 0 && numbers[free - 1] > number {
            numbers[free] = numbers[free - 1];
            free -= 1;
        }
        numbers[free] = number;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_sorted_however_they_are_spread() {
        let mut sorter = Sorter::default();
        let mut bits = 1_u64;
        for length in [0, 1, 2, 3, 7, 8, 9, 400, 1_000, 70_000] {
            for (shift, base) in [(0, 0), (1, 5), (20, 1 << 40), (40, 0), (58, u64::MAX - 64), (63, 3)] {
                let mut numbers: Vec<u64> = (0..length)
                    .map(|index| {
                        bits = bits.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(99);
                        // Some equal ones, and one far from the others.
                        if index == 5 { bits } else { base + (bits >> shift).min(u64::MAX - base) }
                    })
                    .collect();
                let mut expected = numbers.clone();
                expected.sort_unstable();
                sorter.sort(&mut numbers);
                assert_eq!(numbers, expected, "{length} {shift}");
            }
        }
    }
}
