//! What can be wrong with the structure of a tree, and how it is said.

use std::fmt;

use serde::de;

use super::{missing, remedy};
use crate::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::scenario::tree::{Node, shortened};

/// A mistake of structure and the path to it.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) kind: Kind,
    /// From the root.
    pub(super) path: Vec<String>,
    /// Whether the key at the end of the path is wrong, not its value.
    pub(super) at_key: bool,
    /// Path from the innermost outwards, while the fault is on its way.
    inner_first: bool,
}

#[derive(Debug)]
pub(super) enum Kind {
    /// A whole sentence about the value.
    Wrong(String),
    /// The object lacks the key.
    Missing(&'static str),
    /// The object does not know the key at the end of the path.
    UnknownKey { known: &'static [&'static str] },
    /// A name that is none of the choices.
    UnknownChoice { found: String, known: &'static [&'static str] },
    /// `notes` as an id.
    NotesAsId,
}

impl Fault {
    pub(super) fn new(kind: Kind) -> Self {
        Self { kind, path: Vec::new(), at_key: false, inner_first: true }
    }

    /// Says that a value is not what was expected.
    pub(super) fn mismatch(expected: &str, node: &Node) -> Self {
        Self::new(Kind::Wrong(format!("expected {expected}, found {}", node.describe())))
    }

    /// Adds the key or index on the way out.
    pub(super) fn inside(mut self, segment: &str) -> Self {
        self.path.push(segment.to_owned());
        self
    }

    /// Says that the key is wrong.
    pub(super) fn on_key(mut self, segment: &str) -> Self {
        self.at_key = true;
        self.inside(segment)
    }

    /// Turns the path round once the fault is outside.
    pub(super) fn finish(mut self) -> Self {
        if self.inner_first {
            self.path.reverse();
            self.inner_first = false;
        }
        self
    }

    pub(super) fn diagnostic(&self, root: &Node) -> Diagnostic {
        let node = self.path.iter().try_fold(root, |node, segment| node.child(segment)).unwrap_or(root);
        let position = match &self.kind {
            _ if self.at_key => node.key_position(),
            Kind::Wrong(_) => node.value_position(),
            _ => node.position(),
        };
        let mut path = self.path.join(".");
        let last = self.path.last().map_or("", String::as_str);
        let help;
        let (code, message) = match &self.kind {
            Kind::Wrong(message) => {
                help = if self.at_key { None } else { remedy::value(message, &self.path, node) };
                (Code::E0010, message.clone())
            }
            Kind::Missing(key) => {
                let owner = if path.is_empty() { "the scenario".to_owned() } else { format!("`{path}`") };
                help = Some(missing::remedy(root, &[key]));
                path = if path.is_empty() { (*key).to_owned() } else { format!("{path}.{key}") };
                (Code::E0011, missing::message(&owner, &[key]))
            }
            Kind::UnknownKey { known }
                if known.contains(&"triangular") && nameless(root, &self.path).is_some() =>
            {
                help = nameless(root, &self.path);
                path = parent(&self.path).join(".");
                (Code::E0012, "a distribution without its name".to_owned())
            }
            Kind::UnknownKey { known } => {
                help = remedy::other_unit(last, known, node)
                    .or_else(|| did_you_mean(last, known.iter().copied(), "keys"));
                (Code::E0012, format!("unknown key `{}`", shortened(last)))
            }
            Kind::UnknownChoice { found, known } => {
                help = match remedy::choice(found, known) {
                    Some(meant) => Some(format!("did you mean `{meant}`?")),
                    None => did_you_mean(found, known.iter().copied(), "choices"),
                };
                (Code::E0013, format!("unknown choice `{}`", shortened(found)))
            }
            Kind::NotesAsId => {
                help = Some("use another id".to_owned());
                (Code::E0017, "`notes` is kept for remarks and cannot be an id".to_owned())
            }
        };
        let mut diagnostic = Diagnostic::new(code, message).at(position).on(path);
        diagnostic.help = help;
        diagnostic
    }
}

fn parent(path: &[String]) -> &[String] {
    path.split_last().map_or(path, |(_, parent)| parent)
}

/// What to write instead of an object with the parameters of a distribution at the object around a path.
fn nameless(root: &Node, path: &[String]) -> Option<String> {
    let node = parent(path).iter().try_fold(root, |node, segment| node.child(segment))?;
    let name = remedy::distribution(node)?;
    Some(format!("write `{{\"{name}\": {}}}`", node.to_json()))
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:?} at {}", self.kind, self.path.join("."))
    }
}

impl std::error::Error for Fault {}

impl de::Error for Fault {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(Kind::Wrong(message.to_string()))
    }

    fn invalid_type(found: de::Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        let found = match found {
            de::Unexpected::Bool(value) => format!("`{value}`"),
            de::Unexpected::Unsigned(value) => format!("the number {value}"),
            de::Unexpected::Signed(value) => format!("the number {value}"),
            de::Unexpected::Float(value) => format!("the number {value}"),
            de::Unexpected::Str(value) => format!("the string `{}`", shortened(value)),
            de::Unexpected::Unit | de::Unexpected::Option => "null".to_owned(),
            de::Unexpected::Seq => "a list".to_owned(),
            de::Unexpected::Map => "an object".to_owned(),
            other => other.to_string(),
        };
        Self::new(Kind::Wrong(format!("expected {expected}, found {found}")))
    }

    fn invalid_value(found: de::Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self::invalid_type(found, expected)
    }

    fn unknown_variant(variant: &str, known: &'static [&'static str]) -> Self {
        Self::new(Kind::UnknownChoice { found: variant.to_owned(), known })
    }

    fn unknown_field(_: &str, known: &'static [&'static str]) -> Self {
        Self::new(Kind::UnknownKey { known })
    }

    fn missing_field(field: &'static str) -> Self {
        Self::new(Kind::Missing(field))
    }
}
