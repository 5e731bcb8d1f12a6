//! Who wrote a scenario: `"authors": ["Ada Lovelace", {"name": "Josiah Carberry", "orcid": "0000-0002-1825-0097"}]`.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

/// Where an ORCID iD leads.
const ORCID: &str = "https://orcid.org/";

/// An author.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Author {
    /// By name.
    Name(String),
    /// With an ORCID iD.
    Identified(Identified),
}

/// An author with an ORCID iD.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Identified {
    /// The name as it is to be printed.
    pub name: String,
    /// The ORCID iD, as `0000-0002-1825-0097`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub orcid: Option<String>,
}

impl Author {
    /// The name.
    pub fn name(&self) -> &str {
        match self {
            Self::Name(name) => name,
            Self::Identified(author) => &author.name,
        }
    }

    /// The ORCID iD as it was written.
    pub fn orcid(&self) -> Option<&str> {
        match self {
            Self::Name(_) => None,
            Self::Identified(author) => author.orcid.as_deref(),
        }
    }

    /// The ORCID iD as an address; `None` for none, or for what is no iD.
    pub fn address(&self) -> Option<String> {
        self.orcid().filter(|orcid| is_orcid(orcid)).map(|orcid| format!("{ORCID}{orcid}"))
    }
}

/// Whether a text is an ORCID iD: four groups of four digits, the last of which is a check digit (ISO 7064, MOD 11-2) and
/// may be X.
pub fn is_orcid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    if groups.len() != 4 || groups.iter().any(|group| group.len() != 4) {
        return false;
    }
    let bytes = groups.concat().into_bytes();
    let Some((check, digits)) = bytes.split_last() else { return false };
    if !digits.iter().all(u8::is_ascii_digit) {
        return false;
    }
    let sum = digits.iter().fold(0, |sum, digit| (sum + u32::from(digit - b'0')) * 2 % 11);
    match (12 - sum) % 11 {
        10 => *check == b'X',
        digit => u32::from(*check) == u32::from(b'0') + digit,
    }
}

/// Whether a text has the shape of an SPDX id, as `CC-BY-4.0` or `LicenseRef-ours`.
pub fn is_licence_id(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.';
    (1..=100).contains(&text.len()) && text.bytes().all(allowed) && !text.starts_with(['-', '.'])
}

struct AuthorVisitor;

impl<'de> Visitor<'de> for AuthorVisitor {
    type Value = Author;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the name of an author, or an object with `name` and `orcid`")
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Author, E> {
        Ok(Author::Name(value.to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Author, A::Error> {
        Identified::deserialize(MapAccessDeserializer::new(map)).map(Author::Identified)
    }
}

impl<'de> Deserialize<'de> for Author {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AuthorVisitor)
    }
}

impl JsonSchema for Author {
    fn schema_name() -> Cow<'static, str> {
        "Author".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let identified = generator.subschema_for::<Identified>();
        json_schema!({
            "description": "An author: a name, or an object with name and ORCID iD.",
            "anyOf": [{ "type": "string" }, identified]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orcid_ids_are_told_by_their_check_digit() {
        // Two examples of ORCID's own documentation, one with the digit that stands for ten.
        assert!(is_orcid("0000-0002-1825-0097") && is_orcid("0000-0002-1694-233X"));
        for wrong in [
            "0000-0002-1825-0098",
            "0000000218250097",
            "0000-0002-1825-009",
            "",
            "---",
            "0000-0002-1694-233x",
        ] {
            assert!(!is_orcid(wrong), "{wrong}");
        }
        assert!(!is_orcid("0000-0002-18é5-009"));
    }

    #[test]
    fn licences_are_told_by_their_shape() {
        for licence in ["MIT", "CC-BY-4.0", "LicenseRef-ours"] {
            assert!(is_licence_id(licence), "{licence}");
        }
        for wrong in ["", "MIT OR Apache-2.0", "the usual", "-", "https://example.org/licence", "CC BY 4.0"] {
            assert!(!is_licence_id(wrong), "{wrong}");
        }
    }
}
