//! Values of what a goal looks at, in the unit of its measure.

use super::numbers::{hours, percent};
use super::spending::amount;
use crate::chart::Measure;

/// What kind of measure it is: that of a goal or its left side, as `closure_h.p90`.
pub(super) fn kind(measure: &str) -> Measure {
    match measure.split(['.', ' ']).next() {
        Some("on_time" | "within_budget") => Measure::Share,
        Some("cost" | "fuel_t" | "co2_t") => Measure::Count,
        _ => Measure::Hours,
    }
}

/// The unit in a table; empty for a cost.
pub(super) fn unit(measure: &str) -> &'static str {
    match kind(measure) {
        Measure::Count if !measure.starts_with("cost") => "t",
        kind => kind.unit(),
    }
}

/// A value with its unit: per cent, hours, tonnes, or a cost without one.
pub(super) fn in_unit(measure: &str, value: f64) -> String {
    match kind(measure) {
        Measure::Share => percent(value),
        Measure::Hours => format!("{} h", hours(value)),
        Measure::Count => amount(value, unit(measure)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_measure_has_its_unit() {
        for (measure, value, words) in [
            ("on_time", 0.95, "95 %"),
            ("within_budget >= 0.9", 0.9, "90 %"),
            ("closure_h.p90 <= 72", 71.25, "71.2 h"),
            ("contingents.a.closure_h.mean", 60.0, "60.0 h"),
            ("cost.mean <= 40000", 38_400.0, "38,400"),
            ("fuel_t.p90", 616.4, "616 t"),
            ("co2_t.mean", 12.34, "12.3 t"),
        ] {
            assert_eq!(in_unit(measure, value), words, "{measure}");
        }
    }
}
