//! What figures rest on.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Id;

/// A document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Title, publisher and date.
    pub title: String,
    /// Where to find it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// What the value at one path rests on. Without a source it is an assumption.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// Id of a document in `sources`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Id>,
    /// Low end of an assumption's range.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low: Option<f64>,
    /// High end of an assumption's range.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high: Option<f64>,
    /// Whether the range is of a factor on the value, not of the value itself.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub scale: bool,
    /// How the range is drawn from.
    #[serde(default, skip_serializing_if = "Shape::is_uniform")]
    pub shape: Shape,
    /// The parameter that it stands for: assumptions of one parameter are drawn together, at one share of their common range.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parameter: Option<Id>,
    /// The total that it is part of: what is drawn of its assumptions adds up to what the file says of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<Id>,
}

/// How a range is drawn from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// Every value is as likely as any other.
    #[default]
    Uniform,
    /// Every factor is: half the value is as likely as twice the value.
    LogUniform,
}

impl Shape {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
    fn is_uniform(&self) -> bool {
        *self == Self::Uniform
    }
}
