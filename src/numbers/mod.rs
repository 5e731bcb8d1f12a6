//! Numbers as readers see them: one number of digits for each quantity, in texts, pages and figures alike.
//!
//! | quantity | digits |
//! |---|---|
//! | an instant or a span in hours | one decimal |
//! | a difference of two such, a half-width | two decimals |
//! | a share | whole per cent, with one decimal where it is not whole |
//! | a count | whole, in groups of three; the mean of a count has one decimal |
//! | a ratio without a unit | two decimals |
//!
//! `text` writes them with signs that a keyboard has, so that a terminal's answer can be searched and copied;
//! `figure` writes them with a true minus sign and a space that does not break.

#[cfg(feature = "charts")]
pub(crate) mod figure;
pub mod text;

/// Decimals of an instant or a span in hours.
pub(crate) const HOURS: usize = 1;
/// Decimals of a difference of two of them.
pub(crate) const DIFFERENCE: usize = 2;

/// Decimals of a number by its unit: hours, a ratio without a unit, or things that are counted.
pub(crate) fn decimals_of_unit(unit: &str) -> usize {
    match unit {
        "h" => HOURS,
        "" => 2,
        _ => 0,
    }
}

/// The digits of a number without its sign: fixed decimals, whole part in groups of three.
fn digits(value: f64, decimals: usize) -> String {
    let plain = format!("{:.decimals$}", value.abs());
    let (whole, rest) = plain.split_at(plain.find('.').unwrap_or(plain.len()));
    let mut text = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text + rest
}

/// Whether the digits say anything but zero.
fn says_something(digits: &str) -> bool {
    digits.contains(|digit: char| ('1'..='9').contains(&digit))
}

/// A number with fixed decimals and the sign `minus` where it is below zero and its digits are not all zero.
fn grouped_with(value: f64, decimals: usize, minus: char) -> String {
    let digits = digits(value, decimals);
    if value < 0.0 && says_something(&digits) { format!("{minus}{digits}") } else { digits }
}

/// A difference as it is written, with a plus before what is above zero and says so.
pub(crate) fn with_plus(value: f64, written: String) -> String {
    if value > 0.0 && says_something(&written) { format!("+{written}") } else { written }
}

/// Decimals of a share in per cent: none where it is whole.
fn decimals_of_percent(percent: f64) -> usize {
    usize::from((percent - percent.round()).abs() >= 0.05)
}
