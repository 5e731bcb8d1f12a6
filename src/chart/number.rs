//! Numbers as a reader writes them.

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

/// Hours in running text: `84.6 h`, `0.05 h`, `5,000 h`. The space does not break.
pub(crate) fn hours(value: f64) -> String {
    format!("{}\u{a0}h", grouped(value, decimals_of(value)))
}

/// The same with a sign in front, for differences.
pub(crate) fn signed_hours(value: f64) -> String {
    let text = hours(value);
    if value > 0.0 && text.contains(|digit: char| ('1'..='9').contains(&digit)) {
        format!("+{text}")
    } else {
        text
    }
}

/// A share as a percentage: whole, but with a decimal between 0 and 1 and between 99 and 100.
pub(crate) fn percent(share: f64) -> String {
    let value = share * 100.0;
    let near_an_end = (value > 0.0 && value < 1.0) || (value > 99.0 && value < 100.0);
    format!("{}\u{a0}%", grouped(value, usize::from(near_an_end)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_signed_and_rounded() {
        assert_eq!(grouped(2500.0, 0), "2,500");
        assert_eq!(grouped(-1_234_567.25, 1), "−1,234,567.2");
        assert_eq!(grouped(-0.001, 1), "0.0");
        assert_eq!(hours(0.05), "0.050\u{a0}h");
        assert_eq!(hours(84.62), "84.6\u{a0}h");
        assert_eq!(hours(5_000.0), "5,000\u{a0}h");
        assert_eq!(hours(96.0), "96\u{a0}h");
        assert_eq!(signed_hours(9.25), "+9.25\u{a0}h");
        assert_eq!(percent(0.995), "99.5\u{a0}%");
        assert_eq!(percent(1.0), "100\u{a0}%");
    }
}
