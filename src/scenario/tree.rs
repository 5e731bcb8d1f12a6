//! A JSON text as a tree of values that know where they were written.
//!
//! `serde_json` reads the text (RFC 8259, nothing more); its raw values are slices of it, and the distance of a slice
//! from the beginning of the text is the place of the value. So there is no second parser, and no second opinion on
//! what JSON is.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use indexmap::IndexMap;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::diagnostic::{Code, Diagnostic, Position, SourceText};

/// Objects and lists may stand in each other so deep; the stack of a thread holds more.
const MOST_DEPTH: usize = 128;

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

/// Reads the JSON in a stretch of a text.
///
/// Errors: one on the first place that is not JSON, else all duplicate keys, numbers and strings that cannot be held,
/// and nesting that is too deep.
pub fn parse(source: &Arc<SourceText>, span: Range<usize>) -> Result<Node, Vec<Diagnostic>> {
    let text = source.text.get(span.clone()).unwrap_or_default();
    let raw: &RawValue =
        serde_json::from_str(text).map_err(|error| vec![syntax_error(source, span.start, text, &error)])?;
    let mut reader = Reader { source, mistakes: Vec::new() };
    let node = reader.node(raw.get(), None, 1);
    if reader.mistakes.is_empty() { Ok(node) } else { Err(reader.mistakes) }
}

struct Reader<'a> {
    source: &'a Arc<SourceText>,
    mistakes: Vec<Diagnostic>,
}

impl Reader<'_> {
    /// Returns the bytes of a slice of the source text.
    fn span_of(&self, slice: &str) -> Range<usize> {
        let start = slice.as_ptr().addr() - self.source.text.as_ptr().addr();
        start..start + slice.len()
    }

    fn node(&mut self, raw: &str, key: Option<Range<usize>>, depth: usize) -> Node {
        let span = self.span_of(raw);
        let data = self.data(raw, &span, depth);
        Node { source: Arc::clone(self.source), span, key, data }
    }

    fn data(&mut self, raw: &str, span: &Range<usize>, depth: usize) -> Data {
        match raw.as_bytes().first() {
            Some(b'{' | b'[') if depth > MOST_DEPTH => {
                let message = format!("objects and lists are nested more than {MOST_DEPTH} deep");
                let position = Position::new(self.source, span.start..span.start + 1);
                self.mistakes.push(Diagnostic::new(Code::E0006, message).at(position));
                Data::Null
            }
            Some(b'{') => self.object(raw, depth),
            Some(b'[') => {
                let items: Vec<&RawValue> = serde_json::from_str(raw).unwrap_or_default();
                Data::List(items.into_iter().map(|item| self.node(item.get(), None, depth + 1)).collect())
            }
            Some(b'"') => Data::String(self.scalar(raw, span)),
            Some(b't') => Data::Bool(true),
            Some(b'f') => Data::Bool(false),
            Some(b'n') | None => Data::Null,
            Some(_) => self.number(raw, span),
        }
    }

    fn number(&mut self, raw: &str, span: &Range<usize>) -> Data {
        if let Ok(number) = serde_json::from_str(raw) {
            return Data::Number(number);
        }
        let message = format!("`{}` is too large for a number", shortened(raw));
        let mistake = Diagnostic::new(Code::E0008, message)
            .at(Position::new(self.source, span.clone()))
            .help("numbers go up to about 1.8e308; leave the key out when there is no limit");
        self.mistakes.push(mistake);
        Data::Null
    }

    fn object(&mut self, raw: &str, depth: usize) -> Data {
        let entries: Entries<'_> = serde_json::from_str(raw).unwrap_or_default();
        let mut members: IndexMap<String, Node> = IndexMap::with_capacity(entries.0.len());
        for (raw_key, raw_value) in entries.0 {
            let key_span = self.span_of(raw_key.get());
            let key = self.scalar(raw_key.get(), &key_span);
            if let Some(first) = members.get(&key) {
                let mistake =
                    Diagnostic::new(Code::E0007, format!("the key `{}` stands twice", shortened(&key)))
                        .at(Position::new(self.source, key_span))
                        .note(format!("it stands first at {}", first.key_position()))
                        .help("keep one of them, or rename one");
                self.mistakes.push(mistake);
                continue;
            }
            let node = self.node(raw_value.get(), Some(key_span), depth + 1);
            members.insert(key, node);
        }
        Data::Object(members)
    }

    /// Returns a string without its escapes. The text was read before, so only surrogates can be wrong.
    fn scalar(&mut self, raw: &str, span: &Range<usize>) -> String {
        serde_json::from_str(raw).unwrap_or_else(|error| {
            self.mistakes.push(syntax_error(self.source, span.start, raw, &error));
            String::new()
        })
    }
}

/// The members of an object as slices, duplicates included.
#[derive(Default)]
struct Entries<'a>(Vec<(&'a RawValue, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Entries<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct EntriesVisitor;
        impl<'de> Visitor<'de> for EntriesVisitor {
            type Value = Entries<'de>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entries<'de>, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Entries(entries))
            }
        }
        deserializer.deserialize_map(EntriesVisitor)
    }
}

/// Returns the diagnostic of a text that is not JSON; `text` begins at byte `offset` of the source.
fn syntax_error(
    source: &Arc<SourceText>,
    offset: usize,
    text: &str,
    error: &serde_json::Error,
) -> Diagnostic {
    let line_start = match error.line() {
        0 | 1 => 0,
        line => text.match_indices('\n').nth(line - 2).map_or(text.len(), |(at, _)| at + 1),
    };
    let at = (line_start + error.column().saturating_sub(1)).min(text.len());
    let full = error.to_string();
    let reason = full.rsplit_once(" at line ").map_or(full.as_str(), |(reason, _)| reason);
    let (message, help) = in_plain_words(reason, text.get(at..).unwrap_or_default());
    let end = if at < text.len() { at + 1 } else { at };
    let mut diagnostic = Diagnostic::new(Code::E0005, format!("not valid JSON: {message}"))
        .at(Position::new(source, offset + at..offset + end));
    diagnostic.help = help.map(str::to_owned);
    diagnostic
}

/// Returns the parser's reason in the words of this program, and help when the cause is plain.
fn in_plain_words(reason: &str, rest: &str) -> (String, Option<&'static str>) {
    if rest.starts_with("//") || rest.starts_with("/*") {
        return (
            "a comment".to_owned(),
            Some("JSON has no comments; put them into a `notes` key, which any object may have"),
        );
    }
    if rest.starts_with('\'') {
        return ("a single quote".to_owned(), Some("put strings and keys into double quotes"));
    }
    if rest.starts_with(',') || (rest.starts_with(['}', ']']) && !reason.starts_with("trailing characters")) {
        return ("a comma with nothing after it, or a value too few".to_owned(), Some("remove the comma"));
    }
    let known: [(&str, &str, Option<&'static str>); 9] = [
        ("EOF while parsing", "the text ends too early", Some("a bracket, brace or quote is not closed")),
        (
            "trailing comma",
            "a comma with nothing after it",
            Some("remove the comma before the closing bracket"),
        ),
        (
            "trailing characters",
            "text after the end of the value",
            Some("one pair of braces holds the whole scenario"),
        ),
        ("key must be a string", "a key without double quotes", Some("put keys into double quotes")),
        (
            "control character",
            "a line break or control character in a string",
            Some("write `\\n` for a line break"),
        ),
        (
            "lone leading surrogate",
            "half of a surrogate pair in a string",
            Some("write the character itself"),
        ),
        (
            "unexpected end of hex escape",
            "half of a surrogate pair in a string",
            Some("write the character itself"),
        ),
        ("invalid escape", "an escape that JSON does not know", Some("write `\\\\` for a backslash")),
        ("invalid number", "a number that JSON does not know", Some("write it like 12, 0.5 or 1e3")),
    ];
    for (beginning, message, help) in known {
        if reason.starts_with(beginning) {
            return (message.to_owned(), help);
        }
    }
    (reason.to_owned(), None)
}
