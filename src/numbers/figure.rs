//! Numbers in figures: a true minus sign, a space that does not break before the unit.

pub(crate) use super::decimals_of_unit;
use super::{DIFFERENCE, HOURS, decimals_of_percent, grouped_with, with_plus};
use crate::units::{HOURS_A_DAY, LONG_H};

/// A number with grouping commas, a true minus sign and fixed decimals: `2,500`, `−0.25`.
pub(crate) fn grouped(value: f64, decimals: usize) -> String {
    if value.is_finite() { grouped_with(value, decimals, '−') } else { "–".to_owned() }
}

/// Decimals for a figure in running text: three significant digits, but none after the point from a hundred on, and
/// none for a whole number.
pub(crate) fn decimals_of(value: f64) -> usize {
    match value.abs() {
        size if (size - size.round()).abs() < 1e-9 => 0,
        size if !(0.0005..99.95).contains(&size) => 0,
        size if size >= 9.995 => 1,
        size if size >= 0.0995 => 2,
        _ => 3,
    }
}

/// Decimals for several numbers of hours that are read together, by the greatest of them.
pub(crate) fn common_decimals(values: impl IntoIterator<Item = f64>) -> usize {
    match values.into_iter().filter(|value| value.is_finite()).map(f64::abs).fold(0.0, f64::max) {
        0.0 => HOURS,
        size if size >= 0.95 => HOURS,
        size if size >= 0.0995 => 3,
        _ => 4,
    }
}

/// The unit after a number as it is written: one sortie, two sorties.
pub(crate) fn unit_of<'a>(written: &str, unit: &'a str) -> &'a str {
    match (written, unit) {
        ("1", "people") => "person",
        ("1", "sorties" | "vehicles") => unit.trim_end_matches('s'),
        _ => unit,
    }
}

/// Hours with a given number of decimals.
pub(crate) fn hours_with(value: f64, decimals: usize) -> String {
    format!("{}\u{a0}h", grouped(value, decimals))
}

/// Hours in running text: `84.6 h`, `96.0 h`; what is shorter than an hour has the digits that it needs.
pub(crate) fn hours(value: f64) -> String {
    let short = value != 0.0 && value.abs() < 0.95;
    hours_with(value, if short { decimals_of(value).max(HOURS) } else { HOURS })
}

/// Decimals for differences in hours that are read together, by the greatest of them: two, or more where all are minutes.
pub(crate) fn decimals_of_differences(values: impl IntoIterator<Item = f64>) -> usize {
    let greatest = values.into_iter().filter(|value| value.is_finite()).map(f64::abs).fold(0.0, f64::max);
    if greatest > 0.0 && greatest < 0.1 { 2 * DIFFERENCE } else { DIFFERENCE }
}

/// An instant or a long time in running text: `84.6 h`, `59.8 days (1,435 h)`.
pub(crate) fn span(h: f64) -> String {
    if h.abs() > LONG_H { format!("{} ({})", days(h), hours(h)) } else { hours(h) }
}

/// An instant where there is little room: `84.6 h`, `59.8 days`.
pub(crate) fn short_span(h: f64) -> String {
    if h.abs() > LONG_H { days(h) } else { hours(h) }
}

/// Hours as days.
pub(crate) fn days(h: f64) -> String {
    format!("{}\u{a0}days", grouped(h / HOURS_A_DAY, 1))
}

/// A difference in hours, with its sign.
pub(crate) fn signed_hours(value: f64, decimals: usize) -> String {
    with_plus(value, hours_with(value, decimals))
}

/// A share as a percentage, with a decimal where it is not whole.
pub(crate) fn percent(share: f64) -> String {
    let percent = share * 100.0;
    format!("{}\u{a0}%", grouped(percent, decimals_of_percent(percent)))
}

/// A text that begins with a capital.
pub(crate) fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_signed_and_rounded() {
        assert_eq!(grouped(2500.0, 0), "2,500");
        assert_eq!(grouped(-1_234_567.25, 1), "−1,234,567.2");
        assert_eq!(grouped(-0.001, 1), "0.0");
        assert_eq!([unit_of("1", "sorties"), unit_of("1–2", "sorties")], ["sortie", "sorties"]);
        assert_eq!([unit_of("1", "people"), unit_of("1", "h"), unit_of("1", "")], ["person", "h", ""]);
        assert_eq!(hours(0.05), "0.050\u{a0}h");
        assert_eq!(hours(84.62), "84.6\u{a0}h");
        assert_eq!(hours(5_000.0), "5,000.0\u{a0}h");
        assert_eq!(hours(96.0), "96.0\u{a0}h");
        assert_eq!([span(240.0), short_span(240.0)], ["240.0\u{a0}h"; 2]);
        assert_eq!(span(1_435.2), "59.8\u{a0}days (1,435.2\u{a0}h)");
        assert_eq!(short_span(1_435.2), "59.8\u{a0}days");
        assert_eq!(signed_hours(9.25, 1), "+9.2\u{a0}h");
        assert_eq!(signed_hours(0.01, 1), "0.0\u{a0}h");
        assert_eq!([common_decimals([33.1, 0.7]), common_decimals([0.02, 0.05])], [1, 4]);
        assert_eq!([decimals_of_differences([-33.1, 0.7]), decimals_of_differences([0.02])], [2, 4]);
        assert_eq!(percent(0.995), "99.5\u{a0}%");
        assert_eq!(percent(1.0), "100\u{a0}%");
    }
}
