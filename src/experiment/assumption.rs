//! An assumption: a value of a scenario and the range that it may have.

use serde_json::{Map, Value};

use crate::scenario::{Shape, path};

/// Parameters of distributions that are not times: a factor does not change them.
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
    /// How the range is drawn from.
    pub shape: Shape,
    /// The parameter that it stands for; its path where it stands for itself.
    pub parameter: String,
    /// The total that it is part of.
    pub total: Option<String>,
    pub(super) base: Value,
    pub(super) stream: u64,
}

impl Assumption {
    /// The value at a share of the range: 0 for its low end, 1 for its high end.
    pub fn at(&self, share: f64) -> Value {
        let number = self.in_range(share);
        if self.scale { scaled(&self.base, number, self.whole) } else { number_value(number, self.whole) }
    }

    /// The value, or the factor, at a share of the range.
    pub fn in_range(&self, share: f64) -> f64 {
        match self.shape {
            Shape::Uniform => self.low + share * (self.high - self.low),
            Shape::LogUniform => self.low * libm::pow(self.high / self.low, share),
        }
    }

    /// The share of the range at which a value, or a factor, lies: the inverse of [`Self::in_range`]. Below 0 or above 1
    /// outside the range; 0 where the range is one value.
    pub fn share_of(&self, number: f64) -> f64 {
        let share = match self.shape {
            Shape::Uniform => (number - self.low) / (self.high - self.low),
            Shape::LogUniform => libm::log(number / self.low) / libm::log(self.high / self.low),
        };
        if share.is_finite() { share } else { 0.0 }
    }

    /// The number that the file gives; none where the value is no single number.
    pub(super) fn base_number(&self) -> Option<f64> {
        self.base.as_f64()
    }

    /// The range as text, for keys of kept work.
    pub(super) fn range(&self) -> String {
        let mut text = format!("{} {} {} {}", self.path, self.low, self.high, self.scale);
        if self.shape == Shape::LogUniform {
            text.push_str(" log");
        }
        if self.parameter != self.path {
            text.push_str(&format!(" as {}", self.parameter));
        }
        if let Some(total) = &self.total {
            text.push_str(&format!(" of {total}"));
        }
        text
    }

    /// Writes the value at a share of the range over an earlier value of it ([`Self::at`] without a new object).
    fn put_at(&self, share: f64, target: &mut Value) {
        let number = self.in_range(share);
        if self.scale {
            scale_into(target, &self.base, number, self.whole);
        } else {
            *target = number_value(number, self.whole);
        }
    }

    /// Whether the range is of a factor on a value that is no single number, as on a distribution.
    pub fn is_factor(&self) -> bool {
        self.scale && !self.base.is_number()
    }

    /// The value at a share of the range as one number: the factor where the value itself is none ([`Self::is_factor`]).
    pub fn number_at(&self, share: f64) -> f64 {
        let number = self.in_range(share);
        if self.is_factor() { number } else { self.at(share).as_f64().unwrap_or(number) }
    }

    /// The value at a share of the range for readers, without its unit: `4`, or `× 0.8` for a factor.
    pub fn setting(&self, share: f64) -> String {
        let number = plain(self.number_at(share));
        if self.is_factor() { format!("× {number}") } else { number }
    }
}

/// A number rounded to six decimals, as text.
fn plain(number: f64) -> String {
    let rounded = libm::round(number * 1e6) / 1e6;
    rounded.to_string()
}

fn number_value(number: f64, whole: bool) -> Value {
    if whole { Value::from(libm::round(number).max(0.0) as u64) } else { Value::from(number) }
}

/// Every number of a value times a factor, but for the shapes of distributions.
fn scaled(value: &Value, factor: f64, whole: bool) -> Value {
    with_numbers(value, &|number| number_value(number * factor, whole))
}

/// A value with `change` applied to every number but the shapes of distributions.
pub(super) fn with_numbers(value: &Value, change: &impl Fn(f64) -> Value) -> Value {
    match value {
        Value::Number(number) => change(number.as_f64().unwrap_or(0.0)),
        Value::Array(items) => items.iter().map(|item| with_numbers(item, change)).collect(),
        Value::Object(members) => {
            let member = |(key, value): (&String, &Value)| {
                let keeps = SHAPES.contains(&key.as_str());
                (key.clone(), if keeps { value.clone() } else { with_numbers(value, change) })
            };
            Value::Object(members.iter().map(member).collect::<Map<_, _>>())
        }
        other => other.clone(),
    }
}

/// Scales in place what [`scaled`] builds anew: a replication draws hundreds of values, and new objects would take most of
/// its time.
fn scale_into(target: &mut Value, base: &Value, factor: f64, whole: bool) {
    match (&mut *target, base) {
        (Value::Object(members), Value::Object(bases)) if members.keys().eq(bases.keys()) => {
            for ((key, member), base) in members.iter_mut().zip(bases.values()) {
                if !SHAPES.contains(&key.as_str()) {
                    scale_into(member, base, factor, whole);
                }
            }
        }
        (Value::Array(items), Value::Array(bases)) if items.len() == bases.len() => {
            for (item, base) in items.iter_mut().zip(bases) {
                scale_into(item, base, factor, whole);
            }
        }
        _ => *target = scaled(base, factor, whole),
    }
}

/// The assumptions as a tree of keys, so that drawing looks each key up once for all assumptions below it.
#[derive(Debug, Default)]
pub(super) struct Places {
    here: Option<usize>,
    below: Vec<(String, Self)>,
}

impl Places {
    pub(super) fn of(assumptions: &[Assumption]) -> Self {
        let mut places = Self::default();
        for (index, assumption) in assumptions.iter().enumerate() {
            let mut place = &mut places;
            for key in assumption.path.split('.') {
                let known = place.below.iter().position(|(known, _)| known == key);
                let known = known.unwrap_or_else(|| {
                    place.below.push((key.to_owned(), Self::default()));
                    place.below.len() - 1
                });
                place = &mut place.below[known].1;
            }
            place.here = Some(index);
        }
        places
    }

    /// Puts every assumption at its share of its range, those higher in the tree first.
    pub(super) fn put(&self, value: &mut Value, assumptions: &[Assumption], shares: &[f64]) {
        if let Some((assumption, share)) =
            self.here.and_then(|index| assumptions.get(index).zip(shares.get(index)))
        {
            assumption.put_at(*share, value);
        }
        for (key, below) in &self.below {
            if let Some(next) = path::step_mut(value, key) {
                below.put(next, assumptions, shares);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn assumption(path: &str, base: Value, scale: bool) -> Assumption {
        Assumption {
            path: path.to_owned(),
            low: 0.5,
            high: 2.0,
            scale,
            whole: false,
            shape: Shape::Uniform,
            parameter: path.to_owned(),
            total: None,
            base,
            stream: 0,
        }
    }

    #[test]
    fn drawing_in_place_gives_what_drawing_anew_gives() {
        let of = || json!({"lognormal": {"mean": 4.0, "cv": 0.3}});
        let assumptions = [
            assumption("a.count", json!(3), false),
            assumption("a.load_h", of(), true),
            assumption("a.steps.1", json!(7.0), true),
        ];
        let mut value = json!({"a": {"count": 3, "load_h": of(), "steps": [1, 7.0], "other": "x"}});
        let places = Places::of(&assumptions);
        for share in [0.0, 1.0, 0.25] {
            places.put(&mut value, &assumptions, &[share; 3]);
            assert_eq!(value["a"]["count"], assumptions[0].at(share));
            assert_eq!(value["a"]["load_h"], assumptions[1].at(share));
            assert_eq!(value["a"]["steps"], json!([1, assumptions[2].at(share)]));
        }
        assert_eq!(value["a"]["load_h"]["lognormal"]["cv"], 0.3);
        assert_eq!(value["a"]["other"], "x");
    }
}
