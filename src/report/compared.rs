//! A comparison with the systems behind it, and the words that its tables and figures share.

use serde_json::Value;

use super::moves::verdict;
use super::names::Names;
use super::numbers::{hours, width};
use crate::chart::upper_first;
use crate::experiment::compare::{Comparison, MeanClosure, System};

/// A comparison, and the systems whose replications the figure shows.
#[derive(Debug)]
pub struct Compared {
    /// What was found.
    pub comparison: Comparison,
    /// The systems, the baseline first.
    pub systems: Vec<System>,
}

impl Compared {
    /// The names that hold for an alternative: those of its own scenario, which knows what it adds.
    pub(super) fn names(&self, alternative: usize) -> Names {
        self.systems.get(alternative + 1).map_or_else(Names::default, |system| Names::of(&system.resolved))
    }

    /// The verdict on each alternative, in a sentence.
    pub fn verdicts(&self) -> Vec<String> {
        let comparison = &self.comparison;
        let sentence = |one| format!("{}.", upper_first(&verdict(one, comparison.replications)));
        comparison.differences.iter().map(sentence).collect()
    }

    /// The name of a system for readers.
    pub(super) fn name(&self, name: &str) -> String {
        let found = self.comparison.differences.iter().position(|one| one.alternative == name);
        found.map_or_else(
            || name.to_owned(),
            |index| self.names(index).alternative(name, &self.comparison.baseline),
        )
    }
}

/// `84.5 ± 0.94`.
pub(super) fn mean_and_width(closure: &MeanClosure) -> String {
    let half = closure.half_width_95.map_or_else(String::new, |half| format!(" ± {}", width(half)));
    hours(closure.mean) + &half
}

/// Thirty stories are no reading: with many alternatives a table comes first, and a line says what sets each apart.
pub(super) fn is_many(comparison: &Comparison) -> bool {
    comparison.differences.len() > 4
}

/// A value of a scenario in a line of text.
pub(super) fn value(value: &Value) -> String {
    let text = if value.is_null() { "none".to_owned() } else { whole(value).to_string() };
    if text.chars().count() > 60 { format!("{}...", text.chars().take(57).collect::<String>()) } else { text }
}

/// A value with whole numbers written without decimals: 3, not 3.0.
fn whole(value: &Value) -> Value {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match value {
        Value::Number(number) => match number.as_f64() {
            Some(float) if float.fract() == 0.0 && float.abs() < EXACT => Value::from(float as i64),
            _ => value.clone(),
        },
        Value::Array(items) => items.iter().map(whole).collect(),
        Value::Object(members) => {
            Value::Object(members.iter().map(|(key, value)| (key.clone(), whole(value))).collect())
        }
        other => other.clone(),
    }
}
