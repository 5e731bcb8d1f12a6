//! Do the intervals hold what they promise? A thousand trials each, on processes whose truth is known.

use super::chance::Chance;
use super::mean::{Summary, willink};
use super::paired::{bonferroni, paired};
use super::proportion::{clopper_pearson, wilson};
use super::quantile::{quantile_interval, sorted, upper_rank};
use super::special::normal_quantile;

const TRIALS: usize = 1000;

/// The share of trials whose interval holds the truth; each trial gets `n` draws of the `sampler`.
fn coverage(seed: u64, n: usize, sampler: impl Fn(f64) -> f64, holds: impl Fn(&[f64]) -> bool) -> f64 {
    let mut chance = Chance::new(seed);
    let mut trial = || holds(&(0..n).map(|_| sampler(chance.unit())).collect::<Vec<f64>>());
    (0..TRIALS).filter(|_| trial()).count() as f64 / TRIALS as f64
}

#[track_caller]
fn assert_covers(share: f64, low: f64, high: f64) {
    assert!((low..=high).contains(&share), "{share}");
}

fn exponential(u: f64) -> f64 {
    -libm::log1p(-u)
}

#[test]
fn the_t_interval_covers_a_normal_mean() {
    let holds = |values: &[f64]| Summary::of(values).unwrap().interval(0.95).unwrap().contains(10.0);
    assert_covers(coverage(1, 10, |u| 10.0 + 2.0 * normal_quantile(u), holds), 0.93, 0.97);
}

#[test]
fn willinks_interval_covers_a_skewed_mean_and_better_than_t() {
    let skewed = |values: &[f64]| willink(values, 0.95).unwrap().contains(1.0);
    let plain = |values: &[f64]| Summary::of(values).unwrap().interval(0.95).unwrap().contains(1.0);
    let share = coverage(2, 30, exponential, skewed);
    assert_covers(share, 0.93, 0.97);
    assert!(share > coverage(2, 30, exponential, plain), "{share}");
}

#[test]
fn the_order_statistics_cover_a_skewed_quantile() {
    // At n = 100 the exact coverage of the interval from the 84th to the 96th value is 0.9557.
    let truth = -libm::log(0.1);
    let holds = |values: &[f64]| {
        let interval = quantile_interval(&sorted(values), 0.9, 0.95);
        interval.low.unwrap() <= truth && truth <= interval.high.unwrap()
    };
    assert_covers(coverage(3, 100, exponential, holds), 0.93, 0.97);
}

#[test]
fn the_upper_bound_of_a_high_quantile_covers_it() {
    // At n = 59 the largest value bounds the 95 % quantile with probability 0.9515.
    let truth = -libm::log(0.05);
    let holds = |values: &[f64]| sorted(values)[upper_rank(values.len(), 0.95, 0.95).unwrap() - 1] >= truth;
    assert_covers(coverage(4, 59, exponential, holds), 0.93, 0.97);
}

#[test]
fn wilson_and_clopper_and_pearson_cover_a_probability() {
    // At n = 300 and p = 0.85 both hold it with the exact probability 0.9572; at n = 200 Clopper and Pearson more often.
    let late = |u: f64| if u < 0.85 { 1.0 } else { 0.0 };
    let successes = |values: &[f64]| values.iter().filter(|value| **value > 0.5).count();
    let by_wilson = |values: &[f64]| wilson(successes(values), values.len(), 0.95).unwrap().contains(0.85);
    let exact =
        |values: &[f64]| clopper_pearson(successes(values), values.len(), 0.95).unwrap().contains(0.85);
    assert_covers(coverage(5, 300, late, by_wilson), 0.93, 0.97);
    assert_covers(coverage(5, 300, late, exact), 0.93, 0.97);
    assert!(coverage(6, 200, late, exact) >= coverage(6, 200, late, by_wilson));
}

#[test]
fn the_paired_interval_covers_a_difference_and_those_of_several_cover_theirs_together() {
    // Values come in tens: a baseline, and alternatives that share its draw and add one of their own.
    let alternatives = |values: &[f64]| -> Vec<Vec<f64>> {
        let columns = values.chunks_exact(10).map(|draws| {
            (0..6).map(|system| if system == 0 { draws[0] } else { draws[0] + 0.3 + 0.5 * draws[system] })
        });
        let columns: Vec<Vec<f64>> = columns.map(Iterator::collect).collect();
        (0..6).map(|system| columns.iter().map(|column| column[system]).collect()).collect()
    };
    let one = |values: &[f64]| {
        let systems = alternatives(values);
        let found = paired(&systems[1], &systems[0], 0.95).unwrap();
        found.low <= 0.3 && 0.3 <= found.high
    };
    assert_covers(coverage(7, 200, normal_quantile, one), 0.93, 0.97);
    let all = |values: &[f64]| {
        let systems = alternatives(values);
        let each = bonferroni(0.95, systems.len() - 1);
        systems[1..].iter().all(|system| {
            let found = paired(system, &systems[0], each).unwrap();
            found.low <= 0.3 && 0.3 <= found.high
        })
    };
    assert_covers(coverage(8, 200, normal_quantile, all), 0.93, 0.97);
}
