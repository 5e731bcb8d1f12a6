//! Numbers in texts for terminals, tables and pages.

use super::{DIFFERENCE, HOURS, decimals_of_percent, decimals_of_unit, digits, grouped_with, with_plus};
use crate::units::{HOURS_A_DAY, LONG_H};

/// Hours: 0.3, 82.4, 1,204.0.
pub fn hours(h: f64) -> String {
    grouped_with(h, HOURS, '-')
}

/// Hours, or a dash.
pub fn hours_or_dash(h: Option<f64>) -> String {
    h.map_or_else(|| "–".to_owned(), hours)
}

/// The half of an interval, or another length of a difference, in hours: 0.94.
pub fn width(h: f64) -> String {
    digits(h, DIFFERENCE)
}

/// A difference in hours with its sign: +9.50, -0.25; above zero is later.
pub fn signed(h: f64) -> String {
    with_plus(h, grouped_with(h, DIFFERENCE, '-'))
}

/// What a difference in hours means: `earlier` below zero, `later` above.
pub fn earlier_or_later(h: f64) -> &'static str {
    if h < 0.0 { "earlier" } else { "later" }
}

/// A difference in hours in words: `9.50 h later`, `0.25 h earlier`, `0.00 h` for none.
pub fn moved(h: f64) -> String {
    if h == 0.0 { "0.00 h".to_owned() } else { format!("{} h {}", width(h), earlier_or_later(h)) }
}

/// The interval of a difference in words: `0.29 to 1.94 h earlier`, or `0.22 h earlier to 1.97 h later`.
pub fn moved_between(low: f64, high: f64) -> String {
    if high <= 0.0 {
        format!("{} to {} h earlier", width(high), width(low))
    } else if low >= 0.0 {
        format!("{} to {} h later", width(low), width(high))
    } else {
        format!("{} to {}", moved(low), moved(high))
    }
}

/// A number by its unit, which is not written: hours, things, or a ratio where it is empty.
pub fn with_digits_of(value: f64, unit: &str) -> String {
    grouped_with(value, decimals_of_unit(unit), '-')
}

/// A whole number with groups of three: 2,500.
pub fn thousands(value: f64) -> String {
    grouped_with(value, 0, '-')
}

/// The mean of a count: 106.8.
pub fn mean_count(value: f64) -> String {
    grouped_with(value, 1, '-')
}

/// The mean of a count with its sign: +2.5.
pub fn signed_count(value: f64) -> String {
    with_plus(value, mean_count(value))
}

/// A share in per cent: 97 %, 99.5 %.
pub fn percent(share: f64) -> String {
    let percent = share * 100.0;
    format!("{} %", digits(percent, decimals_of_percent(percent)))
}

/// A difference of shares in percentage points: +5.5.
pub fn signed_points(share: f64) -> String {
    signed_count(100.0 * share)
}

/// A time with its unit, in days too where it is long: `84.5 h`, `59.8 days (1,435.2 h)`.
pub fn span(h: f64) -> String {
    if h.abs() > LONG_H { format!("{} ({} h)", days(h), hours(h)) } else { format!("{} h", hours(h)) }
}

/// Two ends of a time with their unit, in days too where it is long: `75.1 to 97.3 h`.
pub fn span_between((low, high): (f64, f64), joint: &str) -> String {
    let in_hours = format!("{} {joint} {} h", hours(low), hours(high));
    if high.abs() > LONG_H {
        format!("{:.1} {joint} {} ({in_hours})", low / HOURS_A_DAY, days(high))
    } else {
        in_hours
    }
}

fn days(h: f64) -> String {
    format!("{:.1} days", h / HOURS_A_DAY)
}

/// Tonnes: whole from a hundred on or where they are whole, else with a digit behind the point, and small ones with two.
pub fn tonnes(t: f64) -> String {
    match t.abs() {
        size if size.fract() == 0.0 || size >= 100.0 => thousands(t.round()),
        size if size >= 10.0 => format!("{t:.1}"),
        _ => format!("{t:.2}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_quantity_has_its_number_of_digits() {
        assert_eq!(
            ["82.4", "0.2", "0.0", "1,234.5"].map(str::to_owned),
            [82.44, 0.24, 0.0, 1_234.5].map(hours)
        );
        assert_eq!(
            ["+9.50", "-0.25", "0.00", "0.00"].map(str::to_owned),
            [9.5, -0.25, 0.0, -0.001].map(signed)
        );
        assert_eq!((thousands(2_500.0), mean_count(106.84)), ("2,500".to_owned(), "106.8".to_owned()));
        assert_eq!((percent(0.995), percent(1.0)), ("99.5 %".to_owned(), "100 %".to_owned()));
        assert_eq!((signed_points(0.055), signed_points(0.0)), ("+5.5".to_owned(), "0.0".to_owned()));
    }

    #[test]
    fn a_difference_is_earlier_or_later() {
        assert_eq!([moved(-1.5), moved(0.25), moved(0.0)], ["1.50 h earlier", "0.25 h later", "0.00 h"]);
        assert_eq!(moved_between(-2.0, -1.0), "1.00 to 2.00 h earlier");
        assert_eq!(moved_between(1.0, 2.0), "1.00 to 2.00 h later");
        assert_eq!(moved_between(-0.5, 2.0), "0.50 h earlier to 2.00 h later");
    }

    #[test]
    fn long_times_are_told_in_days_too_and_tonnes_with_digits_that_fit() {
        assert_eq!(span(240.0), "240.0 h");
        assert_eq!(span(1_435.2), "59.8 days (1,435.2 h)");
        assert_eq!(span_between((75.12, 97.3), "and"), "75.1 and 97.3 h");
        assert_eq!(
            (tonnes(8_100.0), tonnes(0.75), tonnes(12.25)),
            ("8,100".into(), "0.75".into(), "12.2".into())
        );
    }
}
