//! A number for every day, or one for each: `"daily_limit": 20`, `"daily_limit": [4, 12, 20]`.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::value::SeqAccessDeserializer;
use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

/// How many a day: always the same, or day by day from the local day of `start`, of which the last goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Daily {
    /// On every day.
    Same(u32),
    /// By day.
    ByDay(Vec<u32>),
}

impl Daily {
    /// Returns the numbers day by day; the last goes on.
    pub fn days(&self) -> &[u32] {
        match self {
            Self::Same(number) => std::slice::from_ref(number),
            Self::ByDay(days) => days,
        }
    }
}

struct DailyVisitor;

impl<'de> Visitor<'de> for DailyVisitor {
    type Value = Daily;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a whole number, or a list of them, one for each day")
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Daily, E> {
        let whole = value.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&value);
        let none = || E::custom(format!("expected a whole number a day, found the number {value}"));
        whole.then_some(Daily::Same(value as u32)).ok_or_else(none)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Daily, E> {
        self.visit_f64(value as f64)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Daily, E> {
        self.visit_f64(value as f64)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Daily, A::Error> {
        Vec::deserialize(SeqAccessDeserializer::new(seq)).map(Daily::ByDay)
    }
}

impl<'de> Deserialize<'de> for Daily {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(DailyVisitor)
    }
}

impl JsonSchema for Daily {
    fn schema_name() -> Cow<'static, str> {
        "Daily".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A number for every day, or a list by day from the local day of `start`, of which the last goes on.",
            "anyOf": [
                { "type": "integer", "minimum": 1 },
                { "type": "array", "items": { "type": "integer", "minimum": 0 }, "minItems": 1 }
            ]
        })
    }
}
