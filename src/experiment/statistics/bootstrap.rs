//! By how much a quantile differs between two sides of paired replications: intervals by the bootstrap.
//!
//! A resample draws replications with replacement, each with both of its sides, and takes the difference of the quantiles;
//! the interval lies between the quantiles of those differences (percentile bootstrap: Efron and Tibshirani 1993, *An
//! Introduction to the Bootstrap*, chapter 13). Draws come from a key, so that the same replications give the same
//! interval, and a seed for which several pairs are judged resamples the same replications for all of them.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::chance::Chance;
use super::quantile::quantile_of_sorted;
use super::values::{Ranked, from_key, to_key};
use crate::kernel::stream_id;

/// Resamples for one interval; several that hold jointly get more, since their ends lie further out.
const RESAMPLES: usize = 2_000;

/// Resamples beyond each end of an interval at least.
const BEYOND: f64 = 10.0;

/// Resamples beyond each end without which there is no interval.
const LEAST_BEYOND: f64 = 2.0;

/// Replications that the resamples of one pair draw together at most: time is bounded, memory is that of one resample.
const MOST_DRAWS: usize = 50_000_000;

/// Replications on the shorter side of a quantile without which a resample says little of it.
const LEAST_BESIDE: f64 = 2.0;

/// A quantile on both sides, and its difference.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct QuantileDifference {
    /// Of the baseline; infinite where it lies among times that did not come.
    pub baseline: f64,
    /// Of the alternative.
    pub alternative: f64,
    /// Alternative less baseline.
    pub difference: f64,
    /// The interval of the difference; `None` for too few replications, and where an end cannot be told.
    pub ends: Option<(f64, f64)>,
}

/// How replications are resampled: equal for all pairs under one key.
#[derive(Debug, Clone, Copy)]
pub struct Resamples {
    /// How many.
    count: usize,
    confidence: f64,
    seed: u64,
}

impl Resamples {
    /// Resamples of `n` replications for intervals of this `confidence` each.
    pub fn new(n: usize, confidence: f64, key: &str) -> Self {
        let tail = (0.5 - 0.5 * confidence).max(f64::MIN_POSITIVE);
        let wanted = RESAMPLES.max(libm::ceil(BEYOND / tail) as usize);
        Self::of(wanted.min(MOST_DRAWS / n.max(1)), confidence, key)
    }

    fn of(count: usize, confidence: f64, key: &str) -> Self {
        Self { count, confidence, seed: stream_id(key) }
    }

    /// The differences of quantiles of each alternative with their intervals, replications paired with those of the baseline; `None`
    /// where the lengths differ, or without replications. All alternatives share the resamples, which are drawn once.
    pub fn differences<const N: usize>(
        &self,
        alternatives: &[&[f64]],
        baseline: &[f64],
        quantiles: [f64; N],
    ) -> Vec<Option<[QuantileDifference; N]>> {
        let n = baseline.len();
        let tail = 0.5 - 0.5 * self.confidence;
        let before = Side::new(baseline);
        let mut pairs: Vec<Option<(Side, [Ends; N])>> = alternatives
            .iter()
            .map(|alternative| {
                let is_paired = alternative.len() == n && n > 0;
                is_paired.then(|| (Side::new(alternative), [(); N].map(|()| Ends::new(self.count, tail))))
            })
            .collect();
        self.each(n, |counts| {
            let of_baseline = quantiles.map(|p| before.resampled(counts, p));
            for (after, ends) in pairs.iter_mut().flatten() {
                for ((p, ends), of_baseline) in quantiles.iter().zip(ends).zip(of_baseline) {
                    ends.push(after.resampled(counts, *p) - of_baseline);
                }
            }
        });
        let is_enough = self.count as f64 * tail >= LEAST_BEYOND;
        let told = |pair: (Side, [Ends; N])| {
            let (after, ends) = pair;
            let mut ends = ends.into_iter();
            quantiles.map(|p| {
                let (alternative, baseline) = (after.quantile(p), before.quantile(p));
                // A tenth of twenty is two, whatever its last bit.
                let is_told = is_enough && n as f64 * p.min(1.0 - p) >= LEAST_BESIDE - 1e-9;
                // What does not come on both sides has no difference.
                let ends = ends.next().and_then(Ends::told).filter(|_| is_told);
                QuantileDifference { baseline, alternative, difference: alternative - baseline, ends }
            })
        };
        pairs.into_iter().map(|pair| pair.map(told)).collect()
    }

    /// Hands on how often each resample draws each of `n` replications.
    fn each(&self, n: usize, mut of: impl FnMut(&[u32])) {
        let mut chance = Chance::new(self.seed);
        let mut counts = vec![0_u32; n];
        for _ in 0..self.count {
            counts.fill(0);
            (0..n).for_each(|_| counts[chance.below(n)] += 1);
            of(&counts);
        }
    }
}

/// The ends of the interval between two quantiles of many values, of which it keeps those beyond the ends and no others.
struct Ends {
    /// How many values there will be.
    count: usize,
    /// The share of them beyond each end.
    tail: f64,
    /// How many are kept at each end.
    most: usize,
    /// The least, the largest of them first.
    least: BinaryHeap<i64>,
    /// The largest, the least of them first.
    largest: BinaryHeap<Reverse<i64>>,
}

impl Ends {
    fn new(count: usize, tail: f64) -> Self {
        // The value before the quantile, the one behind it, and one for the rounding of the other end.
        let most = (libm::floor(tail * (count as f64 - 1.0)).max(0.0) as usize + 3).min(count);
        Self { count, tail, most, least: BinaryHeap::new(), largest: BinaryHeap::new() }
    }

    fn push(&mut self, value: f64) {
        let value = to_key(value);
        if self.least.len() < self.most {
            self.least.push(value);
            self.largest.push(Reverse(value));
            return;
        }
        if let Some(mut last) = self.least.peek_mut()
            && value < *last
        {
            *last = value;
        }
        if let Some(mut first) = self.largest.peek_mut()
            && value > first.0
        {
            *first = Reverse(value);
        }
    }

    /// The type 7 quantiles at both ends; `None` where one cannot be told.
    fn told(self) -> Option<(f64, f64)> {
        let least = self.least.into_sorted_vec().into_iter().map(from_key).collect();
        let largest = self.largest.into_sorted_vec().into_iter().map(|Reverse(key)| from_key(key)).collect();
        let outer = Outer { count: self.count, least, largest };
        let at = |p| quantile_of_sorted(&outer, p).filter(|end| end.is_finite());
        at(self.tail).zip(at(1.0 - self.tail))
    }
}

/// Ascending values of which the least and the largest alone are known.
struct Outer {
    count: usize,
    /// Upwards.
    least: Vec<f64>,
    /// Downwards.
    largest: Vec<f64>,
}

impl Ranked for Outer {
    fn count(&self) -> usize {
        self.count
    }

    fn at(&self, index: usize) -> f64 {
        let known = self.least.get(index).or_else(|| self.largest.get(self.count - 1 - index));
        known.copied().unwrap_or(f64::NAN)
    }
}

/// The replications of one side in the order of their values.
struct Side {
    values: Vec<f64>,
    /// The replication of each value.
    of: Vec<usize>,
}

impl Side {
    fn new(values: &[f64]) -> Self {
        let mut of: Vec<usize> = (0..values.len()).collect();
        of.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
        Self { values: of.iter().map(|index| values[*index]).collect(), of }
    }

    /// The type 7 quantile; infinite between two times that do not come.
    fn quantile(&self, p: f64) -> f64 {
        quantile_of_sorted(&self.values, p).filter(|value| !value.is_nan()).unwrap_or(f64::INFINITY)
    }

    /// The type 7 quantile of a resample that draws each replication so often, counted from the nearer end.
    fn resampled(&self, counts: &[u32], p: f64) -> f64 {
        let position = p * (counts.len() as f64 - 1.0);
        let below = libm::floor(position);
        let (rank, share) = (below as usize, position - below);
        let above = if share > 0.0 { rank + 1 } else { rank };
        let pairs = self.values.iter().zip(&self.of);
        let (low, high) = if 2 * rank < counts.len() {
            passing(pairs, counts, [rank, above])
        } else {
            let from_end = |rank: usize| (counts.len() - 1).saturating_sub(rank);
            let (high, low) = passing(pairs.rev(), counts, [from_end(above), from_end(rank)]);
            (low, high)
        };
        // Between two times that do not come lies no other.
        if share <= 0.0 || low.total_cmp(&high).is_eq() { low } else { low + share * (high - low) }
    }
}

/// The values with two ranks, the lower first, among values that are drawn so often, in the order in which they come.
fn passing<'a>(
    values: impl Iterator<Item = (&'a f64, &'a usize)>,
    counts: &[u32],
    [first, second]: [usize; 2],
) -> (f64, f64) {
    let (mut passed, mut found) = (0, None);
    for (value, replication) in values {
        passed += counts[*replication] as usize;
        if passed > first {
            let first = *found.get_or_insert(*value);
            if passed > second {
                return (first, *value);
            }
        }
    }
    let last = found.unwrap_or(f64::NAN);
    (last, last)
}

#[cfg(test)]
mod tests {
    use super::super::quantile::sorted;
    use super::super::special::{binomial_cdf, normal_quantile};
    use super::*;

    fn one(resamples: Resamples, alternative: &[f64], baseline: &[f64], p: f64) -> QuantileDifference {
        let found = resamples.differences(&[alternative], baseline, [p]);
        let [found] = found[0].expect("pairs");
        found
    }

    /// A lognormal sample of the chance of a seed, for which the median is 1.
    fn sample(n: usize, seed: u64) -> Vec<f64> {
        let mut chance = Chance::new(seed);
        (0..n).map(|_| libm::exp(0.5 * normal_quantile(chance.unit().max(1e-12)))).collect()
    }

    #[test]
    fn a_resample_has_the_quantile_of_its_values() {
        let values = sample(37, 1);
        let side = Side::new(&values);
        Resamples::of(50, 0.95, "test").each(37, |counts| {
            assert_eq!(counts.iter().sum::<u32>(), 37);
            let drawn: Vec<f64> = values
                .iter()
                .zip(counts)
                .flat_map(|(value, count)| std::iter::repeat_n(*value, *count as usize))
                .collect();
            for p in [0.0, 0.1, 0.5, 0.9, 0.95, 1.0] {
                let direct = quantile_of_sorted(&sorted(&drawn), p).expect("values");
                assert!((side.resampled(counts, p) - direct).abs() < 1e-12, "p = {p}");
            }
        });
    }

    #[test]
    fn ends_are_the_quantiles_of_all_values() {
        for count in [1, 2, 5, 100, 2_001] {
            let mut values = sample(count, 7);
            if count == 100 {
                values[..20].fill(f64::INFINITY);
            }
            for tail in [0.0, 0.001, 0.025, 0.1, 0.25, 0.5] {
                let mut ends = Ends::new(count, tail);
                for value in &values {
                    ends.push(*value);
                }
                let all = sorted(&values);
                let at = |p| quantile_of_sorted(&all, p).filter(|end| end.is_finite());
                assert_eq!(ends.told(), at(tail).zip(at(1.0 - tail)), "{count} {tail}");
            }
        }
    }

    #[test]
    fn the_median_of_resamples_has_the_distribution_that_efron_gives() {
        // Of 2 m + 1 values the median of a resample lies above the k-th if at most m of its draws are among the first k:
        // binomial with k / n (Efron 1982, The Jackknife, the Bootstrap and Other Resampling Plans, section 10.1).
        let (n, m) = (11, 5);
        let values: Vec<f64> = (1..=n).map(f64::from).collect();
        let resamples = Resamples::of(40_000, 0.95, "efron");
        let side = Side::new(&values);
        let mut medians = Vec::new();
        resamples.each(11, |counts| medians.push(side.resampled(counts, 0.5)));
        for k in 1..n {
            let above = medians.iter().filter(|median| **median > f64::from(k)).count() as f64 / 40_000.0;
            let exact = binomial_cdf(m, n as usize, f64::from(k) / f64::from(n));
            assert!(
                (above - exact).abs() < 4.0 * (exact * (1.0 - exact) / 40_000.0).sqrt() + 1e-9,
                "{k}: {above} {exact}"
            );
        }
        // Against a side that is always 0 the difference is that median, so the interval ends where the distribution does.
        let found = one(resamples, &values, &[0.0; 11], 0.5);
        let exact_low =
            (1..=n).find(|k| 1.0 - binomial_cdf(m, 11, f64::from(*k) / 11.0) > 0.025).expect("an end");
        assert_eq!(found.ends.map(|(low, _)| low), Some(f64::from(exact_low)));
    }

    #[test]
    fn a_shift_is_found_exactly_whatever_the_values_are() {
        let before = sample(60, 3);
        let after: Vec<f64> = before.iter().map(|h| h - 2.0).collect();
        let found = one(Resamples::new(60, 0.95, "shift"), &after, &before, 0.9);
        let (low, high) = found.ends.expect("an interval");
        assert!(
            (low + 2.0).abs() < 1e-9 && (high + 2.0).abs() < 1e-9 && (found.difference + 2.0).abs() < 1e-9
        );
    }

    #[test]
    fn a_key_gives_one_interval_and_another_key_nearly_the_same() {
        let (after, before) = (sample(100, 4), sample(100, 5));
        let ends =
            |key: &str| one(Resamples::new(100, 0.95, key), &after, &before, 0.9).ends.expect("an interval");
        assert_eq!(ends("one"), ends("one"));
        let (one, other) = (ends("one"), ends("other"));
        let width = one.1 - one.0;
        assert!((one.0 - other.0).abs() < 0.15 * width && (one.1 - other.1).abs() < 0.15 * width);
    }

    #[test]
    fn intervals_hold_the_true_difference_about_as_often_as_they_say() {
        // Two sides that share most of their chance, the alternative half as wide around the median.
        let (mut held, trials) = (0, 300_u32);
        let truth = libm::exp(0.25 * normal_quantile(0.9)) - libm::exp(0.5 * normal_quantile(0.9));
        for trial in 0..trials {
            let mut chance = Chance::new(u64::from(trial) + 100);
            let normals: Vec<f64> = (0..80).map(|_| normal_quantile(chance.unit().max(1e-12))).collect();
            let side = |sd: f64| normals.iter().map(|z| libm::exp(sd * z)).collect::<Vec<f64>>();
            let found = one(Resamples::of(400, 0.95, "coverage"), &side(0.25), &side(0.5), 0.9);
            let (low, high) = found.ends.expect("an interval");
            held += u32::from(low <= truth && truth <= high);
        }
        let share = f64::from(held) / f64::from(trials);
        assert!((0.91..=0.985).contains(&share), "{share}");
    }

    #[test]
    fn few_replications_have_no_interval_and_what_does_not_come_has_none() {
        let found = one(Resamples::new(10, 0.95, "few"), &[1.0; 10], &[2.0; 10], 0.9);
        assert_eq!((found.difference, found.ends), (-1.0, None));
        let found = one(Resamples::new(20, 0.95, "enough"), &[1.0; 20], &[2.0; 20], 0.9);
        assert_eq!(found.ends, Some((-1.0, -1.0)));
        let mut open = vec![50.0; 40];
        open[..10].fill(f64::INFINITY);
        let found = one(Resamples::new(40, 0.95, "open"), &open, &[60.0; 40], 0.9);
        assert!(found.alternative.is_infinite() && found.ends.is_none());
        let found = one(Resamples::new(40, 0.95, "open"), &open, &[60.0; 40], 0.5);
        assert_eq!((found.difference, found.ends), (-10.0, Some((-10.0, -10.0))));
        let found = Resamples::new(3, 0.95, "x").differences(&[&[1.0; 2], &[1.0; 3]], &[1.0; 3], [0.5]);
        assert!(found[0].is_none() && found[1].is_some());
    }
}
