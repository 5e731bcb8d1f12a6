//! An assumption: a value of a scenario and the range that it may have.

use serde_json::{Map, Value};

/// Parameters of distributions that are no times, so that a factor leaves them alone.
const SHAPES: [&str; 2] = ["cv", "shape"];

/// A value of a scenario and the range that it may have.
#[derive(Debug, Clone, PartialEq)]
pub struct Assumption {
    /// Its dotted path.
    pub path: String,
    /// Low end: a value, or a factor when `scale`.
    pub low: f64,
    /// High end.
    pub high: f64,
    /// Whether the range is of a factor on the value.
    pub scale: bool,
    /// Whether the key takes whole numbers only.
    pub whole: bool,
    pub(super) base: Value,
    pub(super) stream: u64,
}

impl Assumption {
    /// The value at a share of the range: 0 for its low end, 1 for its high end.
    pub fn at(&self, share: f64) -> Value {
        let number = self.low + share * (self.high - self.low);
        if self.scale { scaled(&self.base, number, self.whole) } else { number_value(number, self.whole) }
    }

    /// The value at a share of the range, for readers: `4`, `0.8 h` has no unit here, `× 0.8`.
    pub fn setting(&self, share: f64) -> String {
        let number = self.low + share * (self.high - self.low);
        match self.at(share) {
            Value::Number(value) => plain(value.as_f64().unwrap_or(number)),
            _ => format!("× {}", plain(number)),
        }
    }
}

/// A number without noise digits.
fn plain(number: f64) -> String {
    let rounded = libm::round(number * 1e6) / 1e6;
    rounded.to_string()
}

fn number_value(number: f64, whole: bool) -> Value {
    if whole { Value::from(libm::round(number).max(0.0) as u64) } else { Value::from(number) }
}

/// Every number of a value times a factor, but for the shapes of distributions.
fn scaled(value: &Value, factor: f64, whole: bool) -> Value {
    match value {
        Value::Number(number) => number_value(number.as_f64().unwrap_or(0.0) * factor, whole),
        Value::Array(items) => Value::Array(items.iter().map(|item| scaled(item, factor, whole)).collect()),
        Value::Object(members) => {
            let member = |(key, value): (&String, &Value)| {
                let keeps = SHAPES.contains(&key.as_str());
                (key.clone(), if keeps { value.clone() } else { scaled(value, factor, whole) })
            };
            Value::Object(members.iter().map(member).collect::<Map<_, _>>())
        }
        other => other.clone(),
    }
}
