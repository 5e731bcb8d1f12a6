//! Distributions: parameters that belong together and give durations.
//!
//! A distribution is found in the tree wherever a key of the format holds an object with the name of one.

use super::numbers::{may_precede_start, walk};
use super::{Checker, plain};
use crate::diagnostic::Code;
use crate::scenario::Distribution;
use crate::scenario::tree::{Data, Node};

/// The largest parameter: a century of hours.
const LARGEST: f64 = 1e6;

/// Beyond so many standard deviations lies a billionth of a normal distribution.
const FARTHEST_SD: f64 = 6.0;

const NAMES: [&str; 7] =
    ["triangular", "uniform", "normal", "lognormal", "exponential", "weibull", "empirical"];

pub(super) fn check(checker: &mut Checker<'_>) {
    let root: &Node = checker.root;
    let mut found: Vec<(String, Distribution)> = Vec::new();
    walk(root, checker.changed, &mut |key, path, node| {
        if !NAMES.contains(&key) || !matches!(node.data, Data::Object(_)) {
            return;
        }
        let object = serde_json::json!({ key: without_notes(node) });
        if let Ok(distribution) = serde_json::from_value(object) {
            found.push((path.to_owned(), distribution));
        }
    });
    for (path, distribution) in &found {
        share_stays_a_share(checker, path, distribution);
        values_are_possible(checker, path, distribution);
        match distribution {
            Distribution::Triangular(it) => {
                bounds_are_in_order(checker, path, &[("min", it.min), ("mode", it.mode), ("max", it.max)]);
            }
            Distribution::Uniform(it) => {
                bounds_are_in_order(checker, path, &[("min", it.min), ("max", it.max)]);
            }
            Distribution::Normal(it) => {
                is_positive(checker, path, "sd", it.sd);
                let min = it.min.unwrap_or(0.0);
                let max = it.max.unwrap_or(f64::INFINITY);
                bounds_are_in_order(checker, path, &[("min", min), ("max", max)]);
                something_is_left(checker, path, [it.mean, it.sd, min, max]);
            }
            Distribution::Lognormal(it) => lognormal(checker, path, it),
            Distribution::Exponential(it) => is_positive(checker, path, "mean", it.mean),
            Distribution::Weibull(it) => {
                is_positive(checker, path, "shape", it.shape);
                is_positive(checker, path, "scale", it.scale);
            }
            Distribution::Empirical(it) => {
                if it.values.is_empty() {
                    let help = "list the observed values, or give another distribution";
                    checker.report(
                        Code::E1504,
                        format!("{path}.values"),
                        "there are no values to draw from",
                        help,
                    );
                }
            }
        }
    }
}

/// Keys that hold a share: a number above 0 up to 1, or a distribution of such numbers.
pub(super) const SHARES: [&str; 2] = ["planned_fill", "slot_use"];

/// A share is never drawn outside its range, so that its mean is what the distribution says.
fn share_stays_a_share(checker: &mut Checker<'_>, path: &str, distribution: &Distribution) {
    let key = path.rsplit('.').nth(1).unwrap_or_default();
    if !SHARES.contains(&key) {
        return;
    }
    let most = match distribution {
        Distribution::Triangular(it) => Some(it.max),
        Distribution::Uniform(it) => Some(it.max),
        Distribution::Normal(it) => it.max,
        Distribution::Empirical(it) => it.values.iter().copied().reduce(f64::max),
        Distribution::Lognormal(_) | Distribution::Exponential(_) | Distribution::Weibull(_) => None,
    };
    let within = distribution.least_h() > 0.0 && most.is_some_and(|most| most <= 1.0);
    if !within {
        let message = format!("`{key}` could be drawn outside its range, above 0 up to 1");
        let help = "give a distribution with ends within it: uniform, triangular, empirical, or normal with `min` and `max`";
        checker.report(Code::E0019, path, message, help);
    }
}

fn without_notes(node: &Node) -> serde_json::Value {
    let mut value = node.to_json();
    if let Some(members) = value.as_object_mut() {
        members.retain(|key, value| key != "notes" && !value.is_null());
    }
    value
}

/// All parameters in hours are bounded; only the mean of a normal distribution may be negative, and what tells of an instant before `start`.
fn values_are_possible(checker: &mut Checker<'_>, path: &str, distribution: &Distribution) {
    let values: Vec<(String, f64)> = match distribution {
        Distribution::Triangular(it) => named(&[("min", it.min), ("mode", it.mode), ("max", it.max)]),
        Distribution::Uniform(it) => named(&[("min", it.min), ("max", it.max)]),
        Distribution::Normal(it) => named(&[
            ("mean", it.mean.abs()),
            ("sd", it.sd.max(0.0)),
            ("min", it.min.unwrap_or(0.0)),
            ("max", it.max.unwrap_or(0.0)),
        ]),
        Distribution::Lognormal(it) => {
            let given = [("mean", it.mean), ("cv", it.cv), ("median", it.median), ("p90", it.p90)];
            let given = given.into_iter().filter_map(|(key, value)| Some((key, value?.max(0.0))));
            named(&given.collect::<Vec<_>>())
        }
        Distribution::Exponential(it) => named(&[("mean", it.mean.max(0.0))]),
        Distribution::Weibull(it) => named(&[("shape", it.shape.max(0.0)), ("scale", it.scale.max(0.0))]),
        Distribution::Empirical(it) => {
            it.values.iter().enumerate().map(|(index, value)| (format!("values.{index}"), *value)).collect()
        }
    };
    let may_be_negative = may_precede_start(path);
    for (key, value) in values {
        let value = if may_be_negative { value.abs() } else { value };
        if value < 0.0 {
            let message = format!("`{key}` is {}: a duration can be negative", plain(value));
            checker.report(Code::E1505, format!("{path}.{key}"), message, "durations are 0 or more hours");
        } else if value >= LARGEST {
            let message = format!("`{key}` is {}: longer than a century", plain(value));
            checker.report(Code::E1507, format!("{path}.{key}"), message, "check the unit: it is hours");
        }
    }
}

fn named(values: &[(&str, f64)]) -> Vec<(String, f64)> {
    values.iter().map(|(key, value)| ((*key).to_owned(), *value)).collect()
}

fn bounds_are_in_order(checker: &mut Checker<'_>, path: &str, bounds: &[(&str, f64)]) {
    for pair in bounds.windows(2) {
        if let [(low_key, low), (high_key, high)] = pair
            && low > high
        {
            let message = format!("`{low_key}` is {} and `{high_key}` is {}", plain(*low), plain(*high));
            let keys: Vec<String> = bounds.iter().map(|(key, _)| format!("`{key}`")).collect();
            let help = format!("put them in order: {}", keys.join(" <= "));
            checker.report(Code::E1501, path, message, &help);
        }
    }
}

fn is_positive(checker: &mut Checker<'_>, path: &str, key: &str, value: f64) {
    if value <= 0.0 {
        let message = format!("`{key}` is {}, and must be above 0", plain(value));
        checker.report(
            Code::E1503,
            format!("{path}.{key}"),
            message,
            "write a plain number for a fixed duration",
        );
    }
}

fn lognormal(checker: &mut Checker<'_>, path: &str, it: &crate::scenario::time::Lognormal) {
    let help = "give `mean` and `cv`, or `median` and `p90`";
    match (it.mean, it.cv, it.median, it.p90) {
        (Some(mean), Some(cv), None, None) => {
            is_positive(checker, path, "mean", mean);
            is_positive(checker, path, "cv", cv);
        }
        (None, None, Some(median), Some(p90)) => {
            is_positive(checker, path, "median", median);
            if p90 <= median {
                let message = format!("`p90` is {} and `median` is {}", plain(p90), plain(median));
                let help = "nine draws in ten lie below `p90`, so it is above `median`";
                checker.report(Code::E1501, format!("{path}.p90"), message, help);
            }
        }
        _ => checker.report(Code::E1502, path, "these keys do not fix a lognormal distribution", help),
    }
}

/// Refuses a truncation that leaves (nearly) nothing: sampling would give rounding errors for durations.
fn something_is_left(checker: &mut Checker<'_>, path: &str, [mean, sd, min, max]: [f64; 4]) {
    if sd <= 0.0 || min > max {
        return;
    }
    if (min - mean) / sd > FARTHEST_SD || (max - mean) / sd < -FARTHEST_SD || max - min <= 0.0 {
        let upper = if max.is_finite() { format!(" and up to {}", plain(max)) } else { String::new() };
        let message = format!("nothing is left of it from {}{upper}", plain(min));
        let help = "move `min` and `max` to where the values are; `min` is 0 when left out";
        checker.report(Code::E1506, path, message, help);
    }
}
