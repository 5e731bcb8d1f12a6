//! Points that a route passes on its way: `"via": ["saratov", [51.2, 51.4]]`.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::{Id, Scenario};
use crate::units::Point;

/// A point between the ends of a route.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Via {
    /// A place, by its id.
    Place(Id),
    /// Latitude and longitude, north and east positive [degrees].
    At([f64; 2]),
}

impl Via {
    /// Returns where it is; `None` when it names no place of the scenario.
    pub fn point(&self, scenario: &Scenario) -> Option<Point> {
        match self {
            Self::Place(id) => scenario.places.get(id).map(super::Place::point),
            Self::At([lat, lon]) => Some(Point { lat: *lat, lon: *lon }),
        }
    }
}

struct ViaVisitor;

impl<'de> Visitor<'de> for ViaVisitor {
    type Value = Via;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the id of a place, or a point as [latitude, longitude]")
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Via, E> {
        Ok(Via::Place(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Via, A::Error> {
        let mut values: Vec<f64> = Vec::new();
        while let Some(value) = seq.next_element()? {
            values.push(value);
        }
        match values[..] {
            [lat, lon] => Ok(Via::At([lat, lon])),
            _ => Err(A::Error::custom(format!(
                "expected a point as [latitude, longitude], found {} numbers",
                values.len()
            ))),
        }
    }
}

impl<'de> Deserialize<'de> for Via {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ViaVisitor)
    }
}

impl JsonSchema for Via {
    fn schema_name() -> Cow<'static, str> {
        "Via".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A point that a route passes: the id of a place, or [latitude, longitude] in degrees.",
            "anyOf": [
                { "type": "string" },
                {
                    "type": "array",
                    "prefixItems": [
                        { "type": "number", "minimum": -90.0, "maximum": 90.0 },
                        { "type": "number", "minimum": -180.0, "maximum": 180.0 }
                    ],
                    "minItems": 2,
                    "maxItems": 2
                }
            ]
        })
    }
}
