//! Shares of replications: intervals, and what it takes to certify a probability.
//!
//! Wilson (1927), *JASA* 22, 209-212; Clopper and Pearson (1934), *Biometrika* 26, 404-413; compared by Newcombe
//! (1998), *Statistics in Medicine* 17, 857-872.

use serde::Serialize;

use super::interval::Interval;
use super::special::{beta_quantile, binomial_cdf, normal_quantile};

/// Returns Wilson's score interval; `None` without trials or with more successes than trials.
pub fn wilson(successes: usize, trials: usize, confidence: f64) -> Option<Interval> {
    if trials == 0 || successes > trials {
        return None;
    }
    let mut interval = wilson_of_share(successes as f64 / trials as f64, trials, confidence)?;
    // At no and at all successes the formula gives exactly 0 and 1, but for rounding.
    if successes == 0 {
        interval.low = 0.0;
    }
    if successes == trials {
        interval.high = 1.0;
    }
    Some(interval)
}

/// Returns Wilson's score interval of a share of trials that need not be a whole number of successes; `None` without trials
/// or for what is no share.
pub fn wilson_of_share(share: f64, trials: usize, confidence: f64) -> Option<Interval> {
    if trials == 0 || !(0.0..=1.0).contains(&share) {
        return None;
    }
    let z = normal_quantile(0.5 + 0.5 * confidence);
    let n = trials as f64;
    let square = z * z;
    let shrink = 1.0 + square / n;
    let centre = (share + 0.5 * square / n) / shrink;
    let half = z / shrink * (share * (1.0 - share) / n + 0.25 * square / (n * n)).sqrt();
    Some(Interval { low: (centre - half).max(0.0), high: (centre + half).min(1.0) })
}

/// Returns the exact two-sided interval of Clopper and Pearson; `None` without trials or with more successes than
/// trials.
pub fn clopper_pearson(successes: usize, trials: usize, confidence: f64) -> Option<Interval> {
    let one_sided = 0.5 + 0.5 * confidence;
    Some(Interval {
        low: lower_bound(successes, trials, one_sided)?,
        high: upper_bound(successes, trials, one_sided)?,
    })
}

/// Returns the exact one-sided lower confidence bound of a probability.
pub fn lower_bound(successes: usize, trials: usize, confidence: f64) -> Option<f64> {
    if trials == 0 || successes > trials {
        return None;
    }
    if successes == 0 {
        return Some(0.0);
    }
    Some(beta_quantile(1.0 - confidence, successes as f64, (trials - successes) as f64 + 1.0))
}

/// Returns the exact one-sided upper confidence bound of a probability.
pub fn upper_bound(successes: usize, trials: usize, confidence: f64) -> Option<f64> {
    if trials == 0 || successes > trials {
        return None;
    }
    if successes == trials {
        return Some(1.0);
    }
    Some(beta_quantile(confidence, successes as f64 + 1.0, (trials - successes) as f64))
}

/// What a sample says about a goal such as "on time with probability 0.95 or more".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The one-sided lower bound reaches the goal.
    Certified,
    /// The one-sided upper bound stays below the goal.
    Refuted,
    /// More replications are needed to tell.
    Undecided,
}

/// Returns what `successes` of `trials` say about P >= `goal`, each way at one-sided `confidence`; without trials,
/// or with more successes than trials, nothing is decided.
pub fn judge(successes: usize, trials: usize, goal: f64, confidence: f64) -> Verdict {
    let reaches = lower_bound(successes, trials, confidence).is_some_and(|bound| bound >= goal);
    let misses = upper_bound(successes, trials, confidence).is_some_and(|bound| bound < goal);
    match (reaches, misses) {
        (true, _) => Verdict::Certified,
        (false, true) => Verdict::Refuted,
        (false, false) => Verdict::Undecided,
    }
}

/// Returns the fewest replications with which `failures` failures still certify P >= `probability` at one-sided
/// `confidence`; `None` unless both lie strictly between 0 and 1, or if it would take more than 2^40.
pub fn replications_needed(probability: f64, confidence: f64, failures: usize) -> Option<usize> {
    const LIMIT: u64 = 1 << 40;
    let inside = |x: f64| x > 0.0 && x < 1.0;
    if !inside(probability) || !inside(confidence) {
        return None;
    }
    // The probability of so few failures falls with n, so doubling brackets the answer and halving finds it.
    let enough = |n: usize| binomial_cdf(failures, n, 1.0 - probability) <= 1.0 - confidence;
    let mut high = failures + 1;
    while !enough(high) {
        high = high.checked_mul(2).filter(|&high| high as u64 <= LIMIT)?;
    }
    let mut low = failures;
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if enough(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    Some(high)
}

#[cfg(test)]
mod tests {
    use super::super::special::assert_close;
    use super::*;

    #[track_caller]
    fn assert_interval(found: Option<Interval>, low: f64, high: f64, tolerance: f64) {
        let found = found.unwrap();
        assert_close(found.low, low, tolerance);
        assert_close(found.high, high, tolerance);
    }

    #[test]
    fn wilson_matches_newcombe_table_1_method_3() {
        assert_interval(wilson(81, 263, 0.95), 0.2553, 0.3662, 5e-5);
        assert_interval(wilson(15, 148, 0.95), 0.0624, 0.1605, 5e-5);
        assert_interval(wilson(0, 20, 0.95), 0.0, 0.1611, 5e-5);
        assert_interval(wilson(1, 29, 0.95), 0.0061, 0.1718, 5e-5);
    }

    #[test]
    fn wilson_matches_statsmodels() {
        assert_interval(wilson(95, 100, 0.95), 0.888_249_53, 0.978_456_32, 6e-9);
        assert_interval(wilson(190, 200, 0.95), 0.910_421_85, 0.972_617_35, 6e-9);
        assert_interval(wilson(950, 1000, 0.95), 0.934_686_18, 0.961_869_74, 6e-9);
    }

    #[test]
    fn clopper_pearson_matches_statsmodels() {
        for (successes, trials, low, high) in [
            (81, 263, 0.252_736_75, 0.367_621_92),
            (15, 148, 0.057_844_01, 0.161_650_49),
            (0, 20, 0.0, 0.168_433_47),
            (1, 29, 0.000_872_65, 0.177_644_30),
            (95, 100, 0.887_165_09, 0.983_568_12),
            (190, 200, 0.909_972_46, 0.975_765_83),
            (950, 1000, 0.934_609_51, 0.962_664_60),
            (682, 925, 0.707_668_26, 0.765_406_56),
        ] {
            assert_interval(clopper_pearson(successes, trials, 0.95), low, high, 6e-9);
        }
    }

    #[test]
    fn the_cost_of_certifying_95_percent_is_the_known_table() {
        let costs = [59, 93, 124, 153, 181, 208, 234, 260, 286, 311, 336];
        for (failures, cost) in costs.into_iter().enumerate() {
            assert_eq!(replications_needed(0.95, 0.95, failures), Some(cost));
        }
    }

    #[test]
    fn the_cost_agrees_with_the_bound_on_both_sides() {
        for failures in 0..=5 {
            let judged = |trials: usize| judge(trials - failures, trials, 0.9, 0.99);
            let cost = replications_needed(0.9, 0.99, failures).unwrap();
            assert_eq!(judged(cost), Verdict::Certified);
            assert_eq!(judged(cost - 1), Verdict::Undecided);
        }
        assert_eq!(replications_needed(1.0, 0.95, 0), None);
        assert_eq!(replications_needed(0.95, f64::NAN, 0), None);
    }

    #[test]
    fn a_goal_is_certified_refuted_or_left_open() {
        assert_eq!(judge(59, 59, 0.95, 0.95), Verdict::Certified);
        assert_eq!(judge(58, 58, 0.95, 0.95), Verdict::Undecided);
        assert_eq!(judge(190, 200, 0.95, 0.95), Verdict::Undecided);
        assert_eq!(judge(170, 200, 0.95, 0.95), Verdict::Refuted);
        assert_eq!(judge(0, 0, 0.95, 0.95), Verdict::Undecided);
        assert_close(lower_bound(190, 200, 0.95).unwrap(), 0.916_7, 5e-4);
    }

    #[test]
    fn impossible_counts_give_no_interval() {
        assert_eq!(wilson(0, 0, 0.95), None);
        assert_eq!(wilson(3, 2, 0.95), None);
        assert_eq!(clopper_pearson(3, 2, 0.95), None);
        assert_interval(wilson(20, 20, 0.95), 1.0 - 0.1611, 1.0, 5e-5);
    }
}
