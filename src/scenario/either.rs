//! Keys that take a short and a long form: a number or a distribution, an id or a list of ids.
//!
//! Written by hand, since serde's `untagged` answers every mistake with "did not match any variant".

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::Id;
use super::contingent::Destinations;
use super::time::{
    ByContent, Distribution, Duration, Empirical, Exponential, HandlingTime, Lognormal, Normal, Triangular,
    Uniform, Weibull,
};

struct DurationVisitor;

impl<'de> Visitor<'de> for DurationVisitor {
    type Value = Duration;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .write_str("a number of hours or a distribution such as {\"uniform\": {\"min\": 1, \"max\": 2}}")
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Duration, E> {
        Ok(Duration::Fixed(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Duration, E> {
        Ok(Duration::Fixed(value as f64))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Duration, E> {
        Ok(Duration::Fixed(value as f64))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Duration, A::Error> {
        let distribution = Distribution::deserialize(MapAccessDeserializer::new(&mut map))?;
        // The deserializer of an enum takes the first key and asks for no other.
        if map.next_key::<String>()?.is_some() {
            return Err(A::Error::custom("expected one distribution, found several keys"));
        }
        Ok(Duration::Random(distribution))
    }
}

impl<'de> Deserialize<'de> for Duration {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(DurationVisitor)
    }
}

impl JsonSchema for Duration {
    fn schema_name() -> Cow<'static, str> {
        "Duration".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let distribution = generator.subschema_for::<Distribution>();
        json_schema!({
            "description": "A number of hours, or a distribution of them.",
            "anyOf": [{ "type": "number" }, distribution]
        })
    }
}

/// Both forms of an object that may stand for a handling time.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HandlingKeys {
    triangular: Option<Triangular>,
    uniform: Option<Uniform>,
    normal: Option<Normal>,
    lognormal: Option<Lognormal>,
    exponential: Option<Exponential>,
    weibull: Option<Weibull>,
    empirical: Option<Empirical>,
    base_h: Option<Duration>,
    per_vehicle_h: Option<f64>,
    per_100_people_h: Option<f64>,
    per_cargo_t_h: Option<f64>,
}

impl HandlingKeys {
    fn into_handling_time<E: Error>(self) -> Result<HandlingTime, E> {
        let by_content = self.base_h.is_some()
            || self.per_vehicle_h.is_some()
            || self.per_100_people_h.is_some()
            || self.per_cargo_t_h.is_some();
        let mut distributions: Vec<Distribution> = [
            self.triangular.map(Distribution::Triangular),
            self.uniform.map(Distribution::Uniform),
            self.normal.map(Distribution::Normal),
            self.lognormal.map(Distribution::Lognormal),
            self.exponential.map(Distribution::Exponential),
            self.weibull.map(Distribution::Weibull),
            self.empirical.map(Distribution::Empirical),
        ]
        .into_iter()
        .flatten()
        .collect();
        match (by_content, distributions.len()) {
            (true, 0) => Ok(HandlingTime::ByContent(ByContent {
                base_h: self.base_h.unwrap_or(Duration::Fixed(0.0)),
                per_vehicle_h: self.per_vehicle_h.unwrap_or(0.0),
                per_100_people_h: self.per_100_people_h.unwrap_or(0.0),
                per_cargo_t_h: self.per_cargo_t_h.unwrap_or(0.0),
            })),
            (false, 1) => Ok(HandlingTime::Whole(Duration::Random(distributions.remove(0)))),
            _ => Err(E::custom(
                "expected one distribution, or `base_h` with `per_vehicle_h`, `per_100_people_h` or `per_cargo_t_h`",
            )),
        }
    }
}

struct HandlingVisitor;

impl<'de> Visitor<'de> for HandlingVisitor {
    type Value = HandlingTime;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a number of hours, a distribution, or {\"base_h\": 0.5, \"per_vehicle_h\": 0.2}")
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<HandlingTime, E> {
        Ok(HandlingTime::Whole(Duration::Fixed(value)))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<HandlingTime, E> {
        self.visit_f64(value as f64)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<HandlingTime, E> {
        self.visit_f64(value as f64)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<HandlingTime, A::Error> {
        HandlingKeys::deserialize(MapAccessDeserializer::new(map))?.into_handling_time()
    }
}

impl<'de> Deserialize<'de> for HandlingTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(HandlingVisitor)
    }
}

impl JsonSchema for HandlingTime {
    fn schema_name() -> Cow<'static, str> {
        "HandlingTime".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let distribution = generator.subschema_for::<Distribution>();
        let by_content = generator.subschema_for::<ByContent>();
        json_schema!({
            "description": "A number of hours, a distribution of them, or a time that grows with the load.",
            "anyOf": [{ "type": "number" }, distribution, by_content]
        })
    }
}

struct DestinationsVisitor;

impl<'de> Visitor<'de> for DestinationsVisitor {
    type Value = Destinations;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the id of a place, or a list of ids in order of preference")
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Destinations, E> {
        Ok(Destinations::One(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Destinations, A::Error> {
        Vec::deserialize(SeqAccessDeserializer::new(seq)).map(Destinations::Several)
    }
}

impl<'de> Deserialize<'de> for Destinations {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(DestinationsVisitor)
    }
}

impl JsonSchema for Destinations {
    fn schema_name() -> Cow<'static, str> {
        "Destinations".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A place, or several in order of preference.",
            "anyOf": [
                { "type": "string" },
                { "type": "array", "items": { "type": "string" }, "minItems": 1 }
            ]
        })
    }
}

/// No id, one, or several of which any fits.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Ids(pub Vec<Id>);

impl Ids {
    /// Whether none is given, so that everything fits.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

struct IdsVisitor;

impl<'de> Visitor<'de> for IdsVisitor {
    type Value = Ids;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an id, or a list of ids")
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Ids, E> {
        Ok(Ids(vec![value.to_owned()]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Ids, A::Error> {
        Vec::deserialize(SeqAccessDeserializer::new(seq)).map(Ids)
    }
}

impl<'de> Deserialize<'de> for Ids {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(IdsVisitor)
    }
}

impl JsonSchema for Ids {
    fn schema_name() -> Cow<'static, str> {
        "Ids".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "An id, or several of which any fits.",
            "anyOf": [
                { "type": "string" },
                { "type": "array", "items": { "type": "string" }, "minItems": 1 }
            ]
        })
    }
}
