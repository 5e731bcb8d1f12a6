//! Numbers as a reader writes them.

use crate::units::{HOURS_A_DAY, LONG_H};

/// A number with a thin grouping comma, a true minus sign and fixed decimals: `2,500`, `−0.25`.
pub(crate) fn grouped(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    let plain = format!("{:.decimals$}", value.abs());
    let (whole, rest) = plain.split_at(plain.find('.').unwrap_or(plain.len()));
    let mut text = String::new();
    if value < 0.0 && plain.contains(|digit: char| ('1'..='9').contains(&digit)) {
        text.push('−');
    }
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text + rest
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

/// Decimals for several figures that are read together, by the greatest of them.
pub(crate) fn common_decimals(values: impl IntoIterator<Item = f64>) -> usize {
    match values.into_iter().filter(|value| value.is_finite()).map(f64::abs).fold(0.0, f64::max) {
        0.0 => 0,
        size if size >= 999.5 => 0,
        size if size >= 9.95 => 1,
        size if size >= 0.995 => 2,
        size if size >= 0.0995 => 3,
        _ => 4,
    }
}

/// Decimals that an interval of this half-width warrants: its first digit is the last that is written.
pub(crate) fn warranted_decimals(half_width: f64) -> usize {
    match half_width.abs() {
        size if size >= 5.0 => 0,
        size if size >= 0.5 => 1,
        size if size >= 0.05 => 2,
        size if size >= 0.005 => 3,
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

/// Hours in running text: `84.6 h`, `0.05 h`, `5,000 h`. The space does not break.
pub(crate) fn hours(value: f64) -> String {
    format!("{}\u{a0}h", grouped(value, decimals_of(value)))
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
    let text = hours_with(value, decimals);
    if value > 0.0 && text.contains(|digit: char| ('1'..='9').contains(&digit)) {
        format!("+{text}")
    } else {
        text
    }
}

/// A share as a percentage: whole, but with a decimal where it is near 0 or 1 and says more.
pub(crate) fn percent(share: f64) -> String {
    let value = share * 100.0;
    let near_an_end = !(5.0..=95.0).contains(&value);
    let whole = (value - value.round()).abs() < 0.05;
    format!("{}\u{a0}%", grouped(value, usize::from(near_an_end && !whole)))
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
        assert_eq!(hours(5_000.0), "5,000\u{a0}h");
        assert_eq!(hours(96.0), "96\u{a0}h");
        assert_eq!([span(240.0), short_span(240.0)], ["240\u{a0}h"; 2]);
        assert_eq!(span(1_435.2), "59.8\u{a0}days (1,435\u{a0}h)");
        assert_eq!(short_span(1_435.2), "59.8\u{a0}days");
        assert_eq!(signed_hours(9.25, 1), "+9.2\u{a0}h");
        assert_eq!(signed_hours(0.01, 1), "0.0\u{a0}h");
        assert_eq!(common_decimals([33.1, 0.7]), 1);
        assert_eq!(warranted_decimals(0.36), 2);
        assert_eq!(percent(0.995), "99.5\u{a0}%");
        assert_eq!(percent(1.0), "100\u{a0}%");
    }
}
