//! Quantiles and their intervals.
//!
//! The estimate is type 7 of Hyndman and Fan (1996), *The American Statistician* 50, 361-365. The interval is between
//! order statistics (David and Nagaraja 2003, *Order Statistics*, section 7.1): exact for any continuous distribution,
//! and honest about having no end where the sample is too small.

use serde::Serialize;

use super::special::binomial_cdf;
use super::values::Ranked;

pub use super::values::sorted;

/// Returns the type 7 quantile of ascending values for `p` in [0, 1]; `None` without values or outside.
pub fn quantile_of_sorted<R: Ranked + ?Sized>(sorted: &R, p: f64) -> Option<f64> {
    let (below, beyond) = place_of(sorted.count(), p)?;
    let (low, high) = (sorted.at(below), sorted.at((below + 1).min(sorted.count() - 1)));
    Some(low + beyond * (high - low))
}

/// The index below the `p` quantile of `n` ascending values, and how far beyond it that lies as a share of the way to the next.
fn place_of(n: usize, p: f64) -> Option<(usize, f64)> {
    if n == 0 || !(0.0..=1.0).contains(&p) {
        return None;
    }
    let position = (p * (n as f64 - 1.0)).clamp(0.0, (n - 1) as f64);
    let below = libm::floor(position) as usize;
    Some((below, position - below as f64))
}

/// The indices, from 0, that [`quantile_of_sorted`] and [`quantile_interval`] ask `n` ascending values for.
pub fn indices_for(n: usize, p: f64, confidence: f64) -> impl Iterator<Item = usize> {
    let below = place_of(n, p).map(|(below, _)| below);
    let above = below.map(|below| (below + 1).min(n - 1));
    let ranks = quantile_ranks(n, p, confidence);
    let ends = [ranks.low, ranks.high].map(|rank| rank.map(|rank| rank - 1));
    [below, above].into_iter().chain(ends).flatten()
}

/// Ranks (from 1) of the order statistics that bound a quantile.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct QuantileRanks {
    /// Rank of the lower end; `None` if the sample is too small to have one.
    pub low: Option<usize>,
    /// Rank of the upper end; `None` if the sample is too small to have one.
    pub high: Option<usize>,
    /// Probability that the bounds hold the quantile, at least the confidence asked for.
    pub coverage: f64,
}

/// Returns the equal-tailed ranks of a two-sided interval for the `p` quantile of `n` values.
pub fn quantile_ranks(n: usize, p: f64, confidence: f64) -> QuantileRanks {
    let one_sided = 0.5 + 0.5 * confidence;
    let (low, high) = (lower_rank(n, p, one_sided), upper_rank(n, p, one_sided));
    let above = high.map_or(1.0, |rank| binomial_cdf(rank - 1, n, p));
    let below = low.map_or(0.0, |rank| binomial_cdf(rank - 1, n, p));
    QuantileRanks { low, high, coverage: above - below }
}

/// Returns the rank of the smallest order statistic that is at least the `p` quantile with `confidence`; `None` if
/// even the largest value is not.
pub fn upper_rank(n: usize, p: f64, confidence: f64) -> Option<usize> {
    let rank = first_in(1, n + 1, |rank| binomial_cdf_below(rank, n, p) >= confidence);
    (rank <= n).then_some(rank)
}

/// Returns the rank of the largest order statistic that is at most the `p` quantile with `confidence`; `None` if even
/// the smallest value is not.
pub fn lower_rank(n: usize, p: f64, confidence: f64) -> Option<usize> {
    let beyond = first_in(1, n + 1, |rank| binomial_cdf(rank - 1, n, p) > 1.0 - confidence);
    (beyond > 1).then(|| beyond - 1)
}

/// P(X < rank), and 1 beyond the sample.
fn binomial_cdf_below(rank: usize, n: usize, p: f64) -> f64 {
    if rank > n { 1.0 } else { binomial_cdf(rank - 1, n, p) }
}

/// The first of `low..high` for which a predicate that never turns back holds; `high` if none.
fn first_in(mut low: usize, mut high: usize, holds: impl Fn(usize) -> bool) -> usize {
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

/// Returns the number of values from which the largest is an upper bound of the `p` quantile; `None` unless both
/// probabilities lie strictly between 0 and 1.
pub fn values_for_upper_bound(p: f64, confidence: f64) -> Option<usize> {
    let inside = |x: f64| x > 0.0 && x < 1.0;
    (inside(p) && inside(confidence)).then(|| libm::ceil(libm::log(1.0 - confidence) / libm::log(p)) as usize)
}

/// A two-sided interval for a quantile, in the unit of the values.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct QuantileInterval {
    /// Lower end; `None` if the sample is too small to have one.
    pub low: Option<f64>,
    /// Upper end; `None` if the sample is too small to have one.
    pub high: Option<f64>,
    /// Probability that the bounds hold the quantile.
    pub coverage: f64,
}

/// Returns the exact interval for the `p` quantile from ascending values.
pub fn quantile_interval<R: Ranked + ?Sized>(sorted: &R, p: f64, confidence: f64) -> QuantileInterval {
    let ranks = quantile_ranks(sorted.count(), p, confidence);
    let at = |rank: Option<usize>| rank.map(|rank| sorted.at(rank - 1));
    QuantileInterval { low: at(ranks.low), high: at(ranks.high), coverage: ranks.coverage }
}

#[cfg(test)]
mod tests {
    use super::super::reference::TWENTY;
    use super::super::special::assert_close;
    use super::*;

    #[test]
    fn equal_tailed_ranks_match_the_reference() {
        for (n, p, low, high, coverage) in [
            (10, 0.5, 2, 9, 0.978_516),
            (20, 0.5, 6, 15, 0.958_611),
            (100, 0.5, 40, 61, 0.964_800),
            (100, 0.9, 84, 96, 0.955_690),
            (100, 0.95, 90, 100, 0.982_607),
            (200, 0.95, 184, 197, 0.967_152),
            (1000, 0.95, 936, 964, 0.958_095),
        ] {
            let ranks = quantile_ranks(n, p, 0.95);
            assert_eq!((ranks.low, ranks.high), (Some(low), Some(high)), "n = {n}, p = {p}");
            assert_close(ranks.coverage, coverage, 5e-7);
        }
    }

    #[test]
    fn one_sided_upper_ranks_of_the_95_percent_quantile_match_the_reference() {
        for (n, rank) in [(59, 59), (100, 99), (200, 196), (500, 484), (1000, 962)] {
            assert_eq!(upper_rank(n, 0.95, 0.95), Some(rank), "n = {n}");
        }
    }

    #[test]
    fn below_59_values_the_95_percent_quantile_has_no_upper_bound() {
        assert_eq!(upper_rank(58, 0.95, 0.95), None);
        assert_eq!(values_for_upper_bound(0.95, 0.95), Some(59));
        assert_eq!(values_for_upper_bound(1.0, 0.95), None);
    }

    #[test]
    fn the_median_of_twenty_values_matches_scipy() {
        let data = sorted(&TWENTY);
        assert_close(quantile_of_sorted(&data, 0.5).unwrap(), 21.5, 1e-12);
        let exact = quantile_interval(&data, 0.5, 0.95);
        assert_eq!((exact.low, exact.high), (Some(16.0), Some(27.0)));
    }

    #[test]
    fn the_ninety_percent_quantile_of_twenty_values_matches_scipy_and_has_no_exact_upper_end() {
        let data = sorted(&TWENTY);
        assert_close(quantile_of_sorted(&data, 0.9).unwrap(), 33.4, 1e-12);
        let exact = quantile_interval(&data, 0.9, 0.95);
        assert_eq!((exact.low, exact.high), (Some(27.0), None));
        assert!(exact.coverage >= 0.95);
    }

    #[test]
    fn quantiles_end_at_the_extremes_and_refuse_what_is_outside() {
        let data = [1.0, 2.0, 4.0];
        assert_eq!(quantile_of_sorted(&data, 0.0), Some(1.0));
        assert_eq!(quantile_of_sorted(&data, 1.0), Some(4.0));
        assert_eq!(quantile_of_sorted(&data, 1.1), None);
        assert_eq!(quantile_of_sorted(&[], 0.5), None);
        let none = quantile_interval(&[], 0.5, 0.95);
        assert_eq!((none.low, none.high), (None, None));
    }
}
