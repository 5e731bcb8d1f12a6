//! Whether one of two paired shares is larger: McNemar's test in its exact form.
//!
//! Replications in which both sides are in time, or neither is, tell nothing of the difference. Of those in which one side
//! alone is, either side has half if nothing differs, so that the count is binomial with 1/2 (McNemar 1947, *Psychometrika*
//! 12, 153-157; exact form: Mosteller 1952, *Biometrics* 8, 220-226). The exact form holds for any number of replications.

use serde::Serialize;

use super::special::binomial_cdf;

/// Pairs of which one side alone has a property, and what they say of a difference.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct McNemar {
    /// Replications in which the alternative alone has it.
    pub gained: usize,
    /// Replications in which the baseline alone has it.
    pub lost: usize,
    /// Two-sided probability of counts this uneven or more if nothing differs; 1 where no pair is uneven.
    pub p_value: f64,
}

impl McNemar {
    /// The test of these counts.
    pub fn of(gained: usize, lost: usize) -> Self {
        let (few, uneven) = (gained.min(lost), gained + lost);
        let p_value = if uneven == 0 { 1.0 } else { (2.0 * binomial_cdf(few, uneven, 0.5)).min(1.0) };
        Self { gained, lost, p_value }
    }

    /// The test of pairs, replication by replication; `None` if the lengths differ.
    pub fn of_pairs(alternative: &[bool], baseline: &[bool]) -> Option<Self> {
        if alternative.len() != baseline.len() {
            return None;
        }
        let count =
            |of: (bool, bool)| alternative.iter().zip(baseline).filter(|(a, b)| (**a, **b) == of).count();
        Some(Self::of(count((true, false)), count((false, true))))
    }

    /// Whether the difference is clear at a two-sided level of 1 - `confidence`.
    pub fn is_clear(&self, confidence: f64) -> bool {
        self.p_value <= 1.0 - confidence
    }
}

#[cfg(test)]
mod tests {
    use super::super::special::assert_close;
    use super::*;

    /// Twice the tail, summed term by term.
    fn by_terms(few: u32, uneven: u32) -> f64 {
        let choose = |n: u32, k: u32| (1..=k).fold(1.0, |c, i| c * f64::from(n - k + i) / f64::from(i));
        let tail: f64 = (0..=few).map(|k| choose(uneven, k)).sum();
        (2.0 * tail / libm::exp2(f64::from(uneven))).min(1.0)
    }

    #[test]
    fn small_counts_have_the_probabilities_of_a_fair_coin() {
        // 2 (1 + 10) / 2^10, and 2 (1 + 21 + 210 + 1330 + 5985 + 20349) / 2^21.
        assert_close(McNemar::of(9, 1).p_value, 22.0 / 1024.0, 1e-14);
        assert_close(McNemar::of(5, 16).p_value, 2.0 * 27_896.0 / 2_097_152.0, 1e-14);
        assert_close(McNemar::of(0, 5).p_value, 1.0 / 16.0, 1e-15);
        assert_close(McNemar::of(1, 0).p_value, 1.0, 0.0);
        assert_close(McNemar::of(7, 7).p_value, 1.0, 0.0);
        assert_close(McNemar::of(0, 0).p_value, 1.0, 0.0);
    }

    #[test]
    fn all_counts_up_to_sixty_pairs_match_the_sum_of_terms_and_either_side_counts_alike() {
        for uneven in 1..=60 {
            for few in 0..=uneven / 2 {
                let (one, other) = (few as usize, (uneven - few) as usize);
                assert_close(McNemar::of(one, other).p_value, by_terms(few, uneven), 1e-12);
                assert_close(McNemar::of(other, one).p_value, McNemar::of(one, other).p_value, 0.0);
            }
        }
    }

    #[test]
    fn many_pairs_come_near_the_square_of_the_corrected_difference() {
        // (|1300 - 1200| - 1)^2 / 2500 = 3.9204, of which chi square with one degree of freedom leaves 0.04770 above.
        assert_close(McNemar::of(1_300, 1_200).p_value, 0.047_70, 5e-5);
    }

    #[test]
    fn pairs_are_counted_by_what_they_differ_in() {
        let (after, before) = ([true, true, false, true, false], [false, true, true, false, false]);
        let found = McNemar::of_pairs(&after, &before).expect("pairs");
        assert_eq!((found.gained, found.lost), (2, 1));
        assert_eq!(McNemar::of_pairs(&after, &before[..4]), None);
        assert!(McNemar::of(9, 1).is_clear(0.95) && !McNemar::of(8, 2).is_clear(0.95));
    }
}
