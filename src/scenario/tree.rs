//! A JSON text as a tree of values that know where they were written.
//!
//! `serde_json` says whether the text is JSON (RFC 8259, nothing more) and what its strings and numbers are; `read` finds
//! where they stand.

mod read;
mod slips;
mod syntax;

use std::ops::Range;
use std::sync::Arc;

use indexmap::IndexMap;

use crate::diagnostic::{Diagnostic, Position, SourceText};

pub use read::{parse, parse_counted};

/// A value and where it was written.
#[derive(Debug, Clone)]
pub struct Node {
    /// The text that it is from.
    pub source: Arc<SourceText>,
    /// Bytes of the value in the text.
    pub span: Range<usize>,
    /// Bytes of its key in the same text, when it is the value of a key.
    pub key: Option<Range<usize>>,
    /// The value.
    pub data: Data,
}

/// A value.
#[derive(Debug, Clone)]
pub enum Data {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(serde_json::Number),
    /// A string.
    String(String),
    /// A list.
    List(Vec<Node>),
    /// An object, in the order of the text.
    Object(IndexMap<String, Node>),
    /// What a mistake left behind while decoding goes on to find the others.
    Hole,
}

impl Node {
    /// Puts a diagnostic to where its path was written below this node.
    pub fn locate(&self, diagnostic: Diagnostic) -> Diagnostic {
        let segments: Vec<&str> = diagnostic.path.split('.').collect();
        let mut node = self;
        let mut from = 0;
        // A key may hold dots itself: those of `evidence` are paths.
        while let Some((child, to)) = (from + 1..=segments.len())
            .find_map(|to| Some((node.child(&segments.get(from..to)?.join("."))?, to)))
        {
            node = child;
            from = to;
        }
        let position = node.position();
        diagnostic.at(position)
    }

    /// Returns the value of a key or list index.
    pub fn child(&self, segment: &str) -> Option<&Node> {
        match &self.data {
            Data::Object(members) => members.get(segment),
            Data::List(items) => items.get(index(segment)?),
            _ => None,
        }
    }

    /// Returns the value of a key or list index, to be changed.
    pub fn child_mut(&mut self, segment: &str) -> Option<&mut Node> {
        match &mut self.data {
            Data::Object(members) => members.get_mut(segment),
            Data::List(items) => items.get_mut(index(segment)?),
            _ => None,
        }
    }

    /// Returns the string, if it is one.
    pub fn as_str(&self) -> Option<&str> {
        match &self.data {
            Data::String(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the number, if it is one.
    pub fn as_f64(&self) -> Option<f64> {
        match &self.data {
            Data::Number(number) => number.as_f64(),
            _ => None,
        }
    }

    /// Returns where a mark helps most: a scalar itself, an object or list at its key or opening bracket.
    pub fn position(&self) -> Position {
        let span = match (&self.data, &self.key) {
            (Data::Object(_) | Data::List(_), Some(key)) => key.clone(),
            (Data::Object(_) | Data::List(_), None) => self.span.start..self.span.start + 1,
            _ => self.span.clone(),
        };
        Position::new(&self.source, span)
    }

    /// Returns where the value itself stands: an object or list of several lines at its opening bracket.
    pub fn value_position(&self) -> Position {
        let text = self.source.text.get(self.span.clone()).unwrap_or_default();
        let end = if text.contains('\n') { self.span.start + 1 } else { self.span.end };
        Position::new(&self.source, self.span.start..end)
    }

    /// Returns where its key stands, or it itself.
    pub fn key_position(&self) -> Position {
        self.key.as_ref().map_or_else(|| self.position(), |key| Position::new(&self.source, key.clone()))
    }

    /// Returns what it is, for messages: "the number 3", "an object".
    pub fn describe(&self) -> String {
        match &self.data {
            Data::Null => "null".to_owned(),
            Data::Bool(value) => format!("`{value}`"),
            Data::Number(number) => format!("the number {number}"),
            Data::String(text) => format!("the string `{}`", shortened(text)),
            Data::List(_) => "a list".to_owned(),
            Data::Object(_) | Data::Hole => "an object".to_owned(),
        }
    }

    /// Returns the value without places.
    pub fn to_json(&self) -> serde_json::Value {
        use serde_json::Value;
        match &self.data {
            Data::Null | Data::Hole => Value::Null,
            Data::Bool(value) => Value::Bool(*value),
            Data::Number(number) => Value::Number(number.clone()),
            Data::String(text) => Value::String(text.clone()),
            Data::List(items) => Value::Array(items.iter().map(Node::to_json).collect()),
            Data::Object(members) => {
                Value::Object(members.iter().map(|(key, node)| (key.clone(), node.to_json())).collect())
            }
        }
    }
}

/// Returns the list index that a path segment names: digits without leading zeros.
fn index(segment: &str) -> Option<usize> {
    let canonical = segment == "0" || !segment.starts_with('0');
    let digits = segment.bytes().all(|byte| byte.is_ascii_digit());
    if canonical && digits { segment.parse().ok() } else { None }
}

/// Returns the beginning of a long text, for messages.
pub(super) fn shortened(text: &str) -> String {
    const MOST_CHARS: usize = 40;
    if text.chars().count() <= MOST_CHARS {
        return text.to_owned();
    }
    text.chars().take(MOST_CHARS).chain(['…']).collect()
}
