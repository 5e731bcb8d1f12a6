//! When to stop adding replications, and how many to plan for.
//!
//! The sequential rule runs until the half-width of Student's t interval is small enough, absolutely or relative to
//! the mean: Law (2013), *Simulation Modeling and Analysis*, section 9.4.1; Hoad, Robinson and Davies (2010), *Journal
//! of the Operational Research Society* 61, 1632-1644, who add the look-ahead. It is decided on the ordered prefix of
//! replications, so that neither threads nor batches move the answer.

use serde::Serialize;

use super::mean::{Moments, Summary};
use super::special::{normal_quantile, student_quantile};

/// How small the half-width must be.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// At most this much, in the unit of the values.
    Absolute(f64),
    /// At most this share of the unknown true mean: the share g is tightened to g / (1 + g) of the sample mean (Law).
    OfTrueMean(f64),
}

impl Precision {
    /// Returns whether a `half_width` around `mean` is small enough.
    pub fn is_met(&self, mean: f64, half_width: f64) -> bool {
        match *self {
            Self::Absolute(limit) => half_width <= limit,
            Self::OfTrueMean(share) => half_width <= share / (1.0 + share) * mean.abs(),
        }
    }
}

/// A sequential stopping rule.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct StoppingRule {
    /// How small the half-width must be.
    pub precision: Precision,
    /// Confidence of the interval.
    pub confidence: f64,
    /// Fewest replications before the rule is asked, at least 2.
    pub initial: usize,
    /// Per cent of max(n, 100) further replications that must also satisfy the rule; 0 for none, 5 is usual.
    pub look_ahead_percent: usize,
}

/// Where a rule stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Stop {
    /// Replications to report on: the first number that satisfies the rule and goes on doing so.
    pub replications: usize,
    /// Replications that had to be run to know it.
    pub confirmed_at: usize,
}

impl StoppingRule {
    /// Returns the rule with 95 % confidence, ten initial replications and a look-ahead of 5 %.
    pub fn new(precision: Precision) -> Self {
        Self { precision, confidence: 0.95, initial: 10, look_ahead_percent: 5 }
    }

    /// Returns where the rule stops on values in replication order; `None` if more are needed. The answer is the
    /// same for every longer list with the same beginning.
    pub fn stop(&self, values: &[f64]) -> Option<Stop> {
        let mut watch = StoppingWatch::new(*self);
        values.iter().find_map(|value| watch.push(*value))
    }

    /// Returns the number of further replications that must satisfy the rule after the first `n`.
    pub fn look_ahead(&self, n: usize) -> usize {
        self.look_ahead_percent * n.max(100) / 100
    }
}

/// A stopping rule at work, for replications that come in one after another, in their order.
#[derive(Debug, Clone)]
pub struct StoppingWatch {
    rule: StoppingRule,
    normal: f64,
    moments: Moments,
    met_since: Option<usize>,
    stop: Option<Stop>,
}

impl StoppingWatch {
    /// Returns the rule before the first replication.
    pub fn new(rule: StoppingRule) -> Self {
        let normal = normal_quantile(0.5 + 0.5 * rule.confidence);
        Self { rule, normal, moments: Moments::new(), met_since: None, stop: None }
    }

    /// Adds the next replication's value and returns where the rule stops, once it does. Later values change nothing.
    pub fn push(&mut self, value: f64) -> Option<Stop> {
        if self.stop.is_some() {
            return self.stop;
        }
        self.moments.push(value);
        let summary = self.moments.summary()?;
        if summary.n < self.rule.initial.max(2) {
            return None;
        }
        self.met_since = self.is_met(&summary).then(|| self.met_since.unwrap_or(summary.n));
        let first = self.met_since?;
        if summary.n >= first + self.rule.look_ahead(first) {
            self.stop = Some(Stop { replications: first, confirmed_at: summary.n });
        }
        self.stop
    }

    fn is_met(&self, summary: &Summary) -> bool {
        let small_enough = |half_width: f64| self.rule.precision.is_met(summary.mean, half_width);
        // Student's t is wider than the normal interval, which is cheaper to ask first.
        summary.standard_error().is_some_and(|error| small_enough(self.normal * error))
            && summary.half_width(self.rule.confidence).is_some_and(small_enough)
    }
}

/// Returns the replications for `half_width` from (z s / E)^2, which takes `sd` for known; `None` unless both are
/// positive and the answer is below 2^53.
pub fn replications_by_normal(sd: f64, half_width: f64, confidence: f64) -> Option<usize> {
    let root = normal_quantile(0.5 + 0.5 * confidence) * sd / half_width;
    whole(root * root)
}

/// Returns the least n >= 2 with n >= (t s / E)^2, t at n - 1 degrees of freedom; `None` as for
/// [`replications_by_normal`].
pub fn replications_by_student(sd: f64, half_width: f64, confidence: f64) -> Option<usize> {
    let enough = |n: usize| {
        let needed = two_sided_t(n, confidence).map(|t| t * sd / half_width);
        needed.is_some_and(|root| root * root <= n as f64)
    };
    // The normal answer is a lower bound, since t exceeds z; the gap is a few replications for any usual confidence.
    let mut high = replications_by_normal(sd, half_width, confidence)?.max(2);
    let mut low = high - 1;
    let mut step = 1;
    while !enough(high) {
        low = high;
        high += step;
        step *= 2;
    }
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

fn two_sided_t(replications: usize, confidence: f64) -> Option<f64> {
    (replications > 1).then(|| student_quantile(0.5 + 0.5 * confidence, (replications - 1) as f64))
}

fn whole(replications: f64) -> Option<usize> {
    const LIMIT: f64 = 9_007_199_254_740_992.0;
    (replications > 0.0 && replications < LIMIT).then(|| libm::ceil(replications) as usize)
}

#[cfg(test)]
mod tests {
    use super::super::special::assert_close;
    use super::*;

    /// `x_i` = 100 + (37 i mod 101) / 2.
    fn sequence(n: u32) -> Vec<f64> {
        (1..=n).map(|i| 100.0 + f64::from(i * 37 % 101) / 2.0).collect()
    }

    fn rule(precision: Precision, initial: usize, look_ahead_percent: usize) -> StoppingRule {
        StoppingRule { initial, look_ahead_percent, ..StoppingRule::new(precision) }
    }

    #[test]
    fn the_rule_with_look_ahead_stops_where_sim_tools_does() {
        let values = sequence(300);
        for (share, replications, confirmed_at) in [(0.10, 8, 13), (0.05, 24, 29), (0.02, 133, 139)] {
            // A share s / (1 - s) of the true mean is s of the sample mean, which sim-tools asks for.
            let stop = rule(Precision::OfTrueMean(share / (1.0 - share)), 3, 5).stop(&values);
            assert_eq!(stop, Some(Stop { replications, confirmed_at }), "share {share}");
        }
    }

    #[test]
    fn laws_relative_rule_stops_at_the_reference_counts() {
        let values = sequence(300);
        for (share, replications) in [(0.05, 26), (0.02, 138)] {
            let stop = rule(Precision::OfTrueMean(share), 10, 0).stop(&values);
            assert_eq!(stop, Some(Stop { replications, confirmed_at: replications }), "share {share}");
        }
    }

    #[test]
    fn batches_do_not_move_the_answer() {
        let values = sequence(300);
        let rule = rule(Precision::Absolute(4.0), 10, 5);
        let stop = rule.stop(&values).unwrap();
        for n in 0..stop.confirmed_at {
            assert_eq!(rule.stop(&values[..n]), None);
        }
        for n in stop.confirmed_at..values.len() {
            assert_eq!(rule.stop(&values[..n]), Some(stop));
        }
        let mut watch = StoppingWatch::new(rule);
        for (index, value) in values.iter().enumerate() {
            assert_eq!(watch.push(*value), (index + 1 >= stop.confirmed_at).then_some(stop));
        }
    }

    #[test]
    fn the_absolute_rule_keeps_the_half_width_and_not_one_replication_earlier() {
        let values = sequence(300);
        let stop = rule(Precision::Absolute(4.0), 10, 0).stop(&values).unwrap();
        let half_width = |n: usize| Summary::of(&values[..n]).unwrap().half_width(0.95).unwrap();
        assert!(half_width(stop.replications) <= 4.0);
        assert!(half_width(stop.replications - 1) > 4.0);
    }

    #[test]
    fn a_look_ahead_that_fails_starts_again() {
        let mut values = vec![10.0, 10.1, 9.9, 10.0, 10.1];
        values.push(40.0);
        values.extend(std::iter::repeat_n(10.0, 400));
        let plain = rule(Precision::Absolute(0.5), 3, 0).stop(&values).unwrap();
        let careful = rule(Precision::Absolute(0.5), 3, 5).stop(&values).unwrap();
        assert_eq!(plain.replications, 3);
        assert!(careful.replications > 100);
    }

    #[test]
    fn equal_values_stop_at_the_initial_number_and_nan_never_stops() {
        let rule = rule(Precision::Absolute(0.1), 10, 0);
        assert_eq!(rule.stop(&[5.0; 20]).unwrap().replications, 10);
        assert_eq!(rule.stop(&[f64::NAN; 50]), None);
        assert_eq!(rule.stop(&[]), None);
    }

    #[test]
    fn a_pilot_of_twenty_is_planned_as_in_the_arena_book() {
        let sd = 2.24 * 20.0_f64.sqrt() / two_sided_t(20, 0.95).unwrap();
        assert_close(sd, 4.7862, 5e-5);
        // The book's 609 comes from z rounded to 2.576; the unrounded quantile gives (24.6568)^2 = 607.96.
        assert_eq!(replications_by_normal(sd, 0.5, 0.99), Some(608));
        let rounded = 2.576 * sd / 0.5;
        assert_eq!(whole(rounded * rounded), Some(609));
    }

    #[test]
    fn a_pilot_of_five_is_planned_as_in_the_arena_book() {
        let sd = 9.09 * 5.0_f64.sqrt() / two_sided_t(5, 0.95).unwrap();
        assert_close(sd, 7.3208, 5e-5);
        assert_eq!(replications_by_normal(sd, 1.0, 0.95), Some(206));
        assert_eq!(replications_by_student(sd, 1.0, 0.95), Some(209));
    }

    #[test]
    fn the_banks_example_needs_fifteen() {
        assert_eq!(replications_by_student(0.072, 0.04, 0.95), Some(15));
        for (n, needed) in [(13, 15.38), (14, 15.12), (15, 14.90)] {
            let root = two_sided_t(n, 0.95).unwrap() * 0.072 / 0.04;
            assert_close(root * root, needed, 0.005);
        }
    }

    #[test]
    fn plans_that_make_no_sense_are_refused() {
        assert_eq!(replications_by_normal(1.0, 0.0, 0.95), None);
        assert_eq!(replications_by_student(f64::NAN, 1.0, 0.95), None);
        assert_eq!(replications_by_student(1.0, 1e-300, 0.95), None);
        assert_eq!(replications_by_student(1e-6, 1.0, 0.95), Some(2));
    }
}
