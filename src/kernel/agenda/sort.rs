//! Sorting what is entered before the run, by dealing it into buckets: where times are spread more or less evenly, each
//! bucket holds few, and the work grows with their number alone.

/// Fewer entries than this are sorted at once.
const FEW: usize = 64;

/// Sorts entries, and keeps its memory from one time to the next.
#[derive(Debug, Clone, Default)]
pub(super) struct Sorter {
    /// By bucket: how many come before its end.
    ends: Vec<u32>,
    dealt: Vec<u128>,
}

impl Sorter {
    /// Sorts fewer than 2^32 entries, the last first; the upper half of an entry is its key.
    pub(super) fn sort_last_first(&mut self, entries: &mut Vec<u128>) {
        if entries.len() < FEW {
            entries.sort_unstable_by(|one, other| other.cmp(one));
            return;
        }
        let key = |entry: &u128| (entry >> 64) as u64;
        let (least, largest) = entries
            .iter()
            .map(key)
            .fold((u64::MAX, 0), |(least, largest), key| (least.min(key), largest.max(key)));
        let bits = entries.len().ilog2();
        let shift = (u64::BITS - (largest - least).leading_zeros()).saturating_sub(bits);
        let bucket = |entry: &u128| ((largest - key(entry)) >> shift) as usize;
        self.ends.clear();
        self.ends.resize(1 << bits, 0);
        for entry in entries.iter() {
            self.ends[bucket(entry)] += 1;
        }
        let mut before = 0;
        for end in &mut self.ends {
            // The beginning for now; dealing moves it to the end.
            before += std::mem::replace(end, before);
        }
        self.dealt.clear();
        self.dealt.resize(entries.len(), 0);
        for entry in entries.iter() {
            let place = &mut self.ends[bucket(entry)];
            self.dealt[*place as usize] = *entry;
            *place += 1;
        }
        let mut rest = &mut self.dealt[..];
        let mut begin = 0;
        for end in &self.ends {
            let (bucket, others) = rest.split_at_mut((end - begin) as usize);
            if bucket.len() > 1 {
                bucket.sort_unstable_by(|one, other| other.cmp(one));
            }
            (rest, begin) = (others, *end);
        }
        std::mem::swap(entries, &mut self.dealt);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_sorted_however_they_are_spread() {
        let mut sorter = Sorter::default();
        let mut state = 1_u64;
        for count in [0, 1, 63, 64, 65, 1_000, 5_000] {
            for keep in [0, 1, 20, 44, 63] {
                let mut entries: Vec<u128> = (0..count)
                    .map(|index| {
                        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                        (u128::from(state >> (63 - keep)) << 64) | index
                    })
                    .collect();
                let mut expected = entries.clone();
                expected.sort_unstable_by(|one, other| other.cmp(one));
                sorter.sort_last_first(&mut entries);
                assert_eq!(entries, expected, "{count} keys of {} bits", keep + 1);
            }
        }
    }
}
