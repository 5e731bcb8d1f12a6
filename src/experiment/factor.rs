//! A factor: a path of the scenario and the values that it takes, as `--vary` writes it.
//!
//! `PATH=a..b:s` is a range that holds both ends if the steps reach them, with step 1 by default. `PATH=a,b,c` is a list of
//! JSON values; text that is not JSON counts as a string.

use std::fmt;

use serde_json::{Number, Value};

use super::study_error::StudyError;

/// The most values of one factor: a larger number is most likely a slip of the step.
pub const MOST_VALUES: usize = 10_000;

/// One factor.
#[derive(Debug, Clone, PartialEq)]
pub struct Factor {
    /// The text that it was read from.
    pub text: String,
    /// The dotted path.
    pub path: String,
    /// Its values, in the order of writing.
    pub values: Vec<Value>,
}

/// Why a factor cannot be read: a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactorError(String);

impl fmt::Display for FactorError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for FactorError {}

/// Refuses factors of which two vary one path.
///
/// # Errors
/// The path that is varied twice.
pub fn each_once(factors: &[Factor]) -> Result<(), StudyError> {
    let is_copy = |index: &usize| factors[..*index].iter().any(|other| other.path == factors[*index].path);
    let Some(twice) = (1..factors.len()).find(is_copy) else { return Ok(()) };
    let message = format!("`{}` is varied twice", factors[twice].path);
    Err(StudyError::no_answer(message).help("put all its values into one --vary"))
}

/// Reads `PATH=10..80:10` or `PATH=a,b,c`.
///
/// # Errors
/// What is wrong with the text, in a sentence.
pub fn parse_factor(text: &str) -> Result<Factor, FactorError> {
    let fault = |what: &str| FactorError(what.to_owned());
    let (path, values) = text
        .split_once('=')
        .filter(|(path, _)| !path.trim().is_empty())
        .ok_or_else(|| fault("expected PATH=a..b:s or PATH=a,b,c, as in fleets.vta.count=10..80:10"))?;
    let values = match values.split_once("..") {
        Some((low, rest)) if low.trim().parse::<f64>().is_ok() => {
            let (high, step) = rest.split_once(':').unwrap_or((rest, "1"));
            range(low, high, step)?
        }
        _ => match dashed(values) {
            Some((low, high)) => {
                return Err(FactorError(format!(
                    "`{}` is no range; write {low}..{high}, or \"{low}-{high}\" in quotes for a text",
                    values.trim()
                )));
            }
            None if colons(values) => {
                let (low, high) = values.trim().split_once(':').unwrap_or((values, ""));
                return Err(FactorError(format!("`{}` is no range; write {low}..{}", values.trim(), high)));
            }
            None => list(values)?,
        },
    };
    Ok(Factor { text: text.to_owned(), path: path.trim().to_owned(), values })
}

/// The ends of what looks like a range with a dash, as `1-5`.
fn dashed(values: &str) -> Option<(&str, &str)> {
    let (low, high) = values.split_once('-')?;
    let (low, high) = (low.trim(), high.trim());
    let number = |text: &str| text.parse::<f64>().is_ok_and(f64::is_finite) && !text.starts_with(['-', '+']);
    (number(low) && number(high)).then_some((low, high))
}

/// Whether the values look like a range with a colon, as `1:5` or `1:5:2`.
fn colons(values: &str) -> bool {
    let parts: Vec<&str> = values.trim().split(':').collect();
    (2..=3).contains(&parts.len()) && parts.iter().all(|part| part.parse::<f64>().is_ok_and(f64::is_finite))
}

/// The values of a range. Decimal digits are kept, so that 0.1..0.5:0.1 gives 0.3 and not 0.30000000000000004.
fn range(low: &str, high: &str, step: &str) -> Result<Vec<Value>, FactorError> {
    let number = |text: &str| {
        let value = text.trim().parse::<f64>().ok().filter(|value| value.is_finite());
        value.ok_or_else(|| FactorError(format!("`{}` in a range is no number", text.trim())))
    };
    let (from, to, by) = (number(low)?, number(high)?, number(step)?);
    if by <= 0.0 {
        return Err(FactorError("the step of a range must be above 0".to_owned()));
    }
    if to < from {
        return Err(FactorError(format!(
            "the range {low}..{high} ends before it begins; write {high}..{low}"
        )));
    }
    let steps = ((to - from) / by + 1e-9).floor();
    if steps >= MOST_VALUES as f64 {
        return Err(FactorError(format!(
            "the range {low}..{high}:{step} has more than {MOST_VALUES} values"
        )));
    }
    let digits = decimals(low).max(decimals(step));
    (0..=steps as u32).map(|index| written(from + f64::from(index) * by, digits)).collect()
}

/// Decimals of a number as it is written, `1e-3` included, but no more than those that change it.
fn decimals(text: &str) -> usize {
    /// Of the smallest number above zero.
    const MOST: i64 = 1_074;
    let text = text.trim();
    let (digits, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let fraction = digits.split_once('.').map_or(0, |(_, fraction)| fraction.len() as i64);
    // An exponent that is too long for a number is one of zero or infinity.
    let exponent = exponent.parse::<i64>().unwrap_or(0);
    fraction.saturating_sub(exponent).clamp(0, MOST) as usize
}

fn written(value: f64, digits: usize) -> Result<Value, FactorError> {
    let text = format!("{value:.digits$}");
    let whole = (digits == 0).then(|| text.parse::<i64>().ok()).flatten().map(Number::from);
    let number = whole.or_else(|| text.parse().ok().and_then(Number::from_f64));
    number.map(Value::Number).ok_or_else(|| FactorError(format!("`{text}` is no number")))
}

/// The values of a list: commas inside brackets, braces and quotes do not separate.
fn list(text: &str) -> Result<Vec<Value>, FactorError> {
    let (mut parts, mut depth, mut quoted, mut escaped) = (vec![String::new()], 0_i32, false, false);
    for letter in text.chars() {
        let separates = letter == ',' && depth == 0 && !quoted;
        if letter == '"' && !escaped {
            quoted = !quoted;
        }
        escaped = quoted && letter == '\\' && !escaped;
        if !quoted {
            depth += i32::from("[{".contains(letter)) - i32::from("]}".contains(letter));
        }
        if separates {
            parts.push(String::new());
        } else if let Some(part) = parts.last_mut() {
            part.push(letter);
        }
    }
    let value = |part: &String| {
        let part = part.trim();
        if part.is_empty() {
            return Err(FactorError("a value in the list is empty".to_owned()));
        }
        Ok(serde_json::from_str(part).unwrap_or_else(|_| Value::String(part.to_owned())))
    };
    parts.iter().map(value).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn values(text: &str) -> Vec<Value> {
        parse_factor(text).unwrap().values
    }

    #[test]
    fn ranges_hold_both_ends_and_step_by_one_unless_told() {
        assert_eq!(values("a.b=1..4"), [json!(1), json!(2), json!(3), json!(4)]);
        assert_eq!(values("a=10..40:10"), [json!(10), json!(20), json!(30), json!(40)]);
        assert_eq!(values("a=1..4:2"), [json!(1), json!(3)]);
        assert_eq!(values("a=-1..1:1"), [json!(-1), json!(0), json!(1)]);
    }

    #[test]
    fn decimal_steps_give_the_numbers_that_one_would_write() {
        assert_eq!(values("a=0.1..0.5:0.1"), [json!(0.1), json!(0.2), json!(0.3), json!(0.4), json!(0.5)]);
    }

    #[test]
    fn a_step_may_be_written_in_any_way_and_length() {
        assert_eq!(values("a=0..3e-3:1e-3"), [json!(0.0), json!(0.001), json!(0.002), json!(0.003)]);
        assert_eq!(values("a=0..2E2:1e2"), [json!(0), json!(100), json!(200)]);
        let long = format!("a=0..1:0.5{}", "0".repeat(70_000));
        assert_eq!(values(&long), [json!(0.0), json!(0.5), json!(1.0)]);
        assert!(parse_factor("a=0..1:1e-99999999999999999999").is_err());
    }

    #[test]
    fn a_range_with_a_dash_is_told_from_a_text_a_number_and_a_date() {
        let said = parse_factor("fleets.vta.count=1-5").unwrap_err().to_string();
        assert!(said.contains("`1-5` is no range; write 1..5"), "{said}");
        assert_eq!(values("a=-5"), [json!(-5)]);
        assert_eq!(values("a=1e-5,2"), [json!(1e-5), json!(2)]);
        assert_eq!(values("a=\"1-5\""), [json!("1-5")]);
        assert_eq!(values("a=2022-01-07"), [json!("2022-01-07")]);
    }

    #[test]
    fn lists_hold_json_and_else_strings() {
        assert_eq!(values("dispatch=priority,first_come"), [json!("priority"), json!("first_come")]);
        assert_eq!(
            values(r#"a=2,{"uniform": {"min": 1, "max": 3}},null"#),
            [json!(2), json!({"uniform": {"min": 1, "max": 3}}), Value::Null]
        );
    }

    #[test]
    fn slips_are_refused_with_a_reason() {
        for wrong in ["a", "=1", "a=", "a=1,,2", "a=5..1", "a=1..5:0", "a=1..x", "a=0..1e9"] {
            assert!(parse_factor(wrong).is_err(), "{wrong}");
        }
    }
}
