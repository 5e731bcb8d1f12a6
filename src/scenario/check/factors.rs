//! Common factors: each multiplies something.

use super::{Checker, plain};
use crate::diagnostic::Code;
use crate::scenario::Duration;
use crate::scenario::factor::FactorOn;

/// No time is so many times as long as expected.
const MOST: f64 = 1_000.0;

pub(super) fn check(checker: &mut Checker<'_>) {
    for (id, factor) in &checker.scenario.common_factors {
        let path = format!("common_factors.{id}");
        let help = "name something in `on`, and leave `at` and `by` out for everywhere and all fleets";
        let empty = |list: &Option<Vec<String>>| list.as_ref().is_some_and(Vec::is_empty);
        if factor.on.is_empty() || empty(&factor.at) || empty(&factor.by) {
            checker.report(Code::E1508, &path, "the factor multiplies nothing", help);
        }
        if factor.by.is_some() && factor.on.iter().copied().any(FactorOn::is_weather) {
            let message = "weather is that of places, and the factor names fleets";
            checker.report(
                Code::E1508,
                format!("{path}.by"),
                message,
                "make two factors of it, or leave `by` out",
            );
        }
        if let Duration::Fixed(number) = factor.factor
            && !(number > 0.0 && number <= MOST)
        {
            let message = format!("`factor` is {}, and must be above 0 up to {}", plain(number), plain(MOST));
            checker.report(Code::E0019, format!("{path}.factor"), message, "1 leaves times as they are");
        }
    }
}
