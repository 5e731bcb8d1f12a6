//! Finds the values of a JSON text and where they stand, in one pass.
//!
//! `serde_json` reads the whole text first. What it has accepted needs no second opinion: a string ends at the next quote
//! without a backslash before it, a number or word at the next delimiter. So the time is linear in the length of the text,
//! however deep its values stand in each other.

use std::ops::Range;
use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::value::RawValue;

use super::syntax::syntax_error;
use super::{Data, Node, shortened};
use crate::diagnostic::{Code, Diagnostic, Position, SourceText};

/// Objects and lists may stand in each other so deep; the stack of a thread holds more.
const MOST_DEPTH: usize = 128;

/// The most values of all files that a scenario is read from, objects and lists included: each takes about 150 bytes of
/// memory while it is read, and a scenario that somebody wrote has some thousands.
const MOST_VALUES: usize = 1_000_000;

/// Mistakes that are noted of one text. Each may look back through the whole of it.
const MOST_MISTAKES: usize = 100;

/// Reads the JSON in a stretch of a text.
///
/// Errors: one on the first place that is not JSON, else all duplicate keys, numbers and strings that cannot be held (the
/// first hundred), nesting that is too deep, and more than [`MOST_VALUES`].
pub fn parse(source: &Arc<SourceText>, span: Range<usize>) -> Result<Node, Vec<Diagnostic>> {
    parse_counted(source, span, &mut 0)
}

/// [`parse`] for a text of several, which have [`MOST_VALUES`] together; `values` counts those that were read so far.
pub fn parse_counted(
    source: &Arc<SourceText>,
    span: Range<usize>,
    values: &mut usize,
) -> Result<Node, Vec<Diagnostic>> {
    let text = source.text.get(span.clone()).unwrap_or_default();
    // A raw value is JSON of any depth.
    let checked: Result<&RawValue, _> = serde_json::from_str(text);
    checked.map_err(|error| vec![syntax_error(source, span.start, text, &error)])?;
    let mut reader =
        Reader { source, text, offset: span.start, at: 0, values: *values, mistakes: Vec::new() };
    let node = reader.node(None, 1);
    *values = reader.values;
    if reader.mistakes.is_empty() { Ok(node) } else { Err(reader.mistakes) }
}

struct Reader<'a> {
    source: &'a Arc<SourceText>,
    /// What is read: JSON.
    text: &'a str,
    /// Where it begins in the source [bytes].
    offset: usize,
    /// What is read next [bytes].
    at: usize,
    values: usize,
    mistakes: Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Passes blanks, commas and colons: JSON has no other place for them than between values.
    fn pass_between(&mut self) {
        while matches!(self.byte(), Some(b' ' | b'\t' | b'\r' | b'\n' | b',' | b':')) {
            self.at += 1;
        }
    }

    /// Whether a list or object ends here; passes its bracket then.
    fn ends(&mut self) -> bool {
        self.pass_between();
        match self.byte() {
            Some(b']' | b'}') => {
                self.at += 1;
                true
            }
            Some(_) => false,
            None => true,
        }
    }

    /// Passes a string and returns it with its quotes.
    fn pass_string(&mut self) -> &'a str {
        let from = self.at;
        self.at += 1;
        while let Some(byte) = self.byte() {
            self.at += match byte {
                b'\\' => 2,
                _ => 1,
            };
            if byte == b'"' {
                break;
            }
        }
        self.at = self.at.min(self.text.len());
        self.text.get(from..self.at).unwrap_or_default()
    }

    /// Passes a number or word and returns it.
    fn pass_word(&mut self) -> &'a str {
        let from = self.at;
        let ends = |byte: u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b',' | b']' | b'}' | b':');
        while self.byte().is_some_and(|byte| !ends(byte)) {
            self.at += 1;
        }
        self.text.get(from..self.at).unwrap_or_default()
    }

    /// Passes a list or object with all that is in it.
    fn pass_over(&mut self) {
        let mut open = 0_usize;
        while let Some(byte) = self.byte() {
            match byte {
                b'"' => {
                    self.pass_string();
                    continue;
                }
                b'{' | b'[' => open += 1,
                b'}' | b']' => open -= 1,
                _ => {}
            }
            self.at += 1;
            if open == 0 {
                return;
            }
        }
    }

    fn note(&mut self, mistake: Diagnostic) {
        if self.mistakes.len() < MOST_MISTAKES {
            self.mistakes.push(mistake);
        }
    }

    /// The bytes of the source from one place of the text to what is read next.
    fn span_from(&self, from: usize) -> Range<usize> {
        self.offset + from..self.offset + self.at
    }

    fn node(&mut self, key: Option<Range<usize>>, depth: usize) -> Node {
        self.pass_between();
        let from = self.at;
        self.values += 1;
        let data = if self.values > MOST_VALUES { self.too_many() } else { self.data(depth) };
        Node { source: Arc::clone(self.source), span: self.span_from(from), key, data }
    }

    /// Ends the reading.
    fn too_many(&mut self) -> Data {
        let position = Position::new(self.source, self.offset + self.at..self.offset + self.at + 1);
        let mistake =
            Diagnostic::new(Code::E0002, format!("the scenario has more than {MOST_VALUES} values"))
                .at(position)
                .help("a scenario names each kind of unit once and repeats it with `copies`");
        // What else is wrong with it does not matter.
        self.mistakes = vec![mistake];
        self.at = self.text.len();
        Data::Null
    }

    fn data(&mut self, depth: usize) -> Data {
        match self.byte() {
            Some(b'{' | b'[') if depth > MOST_DEPTH => {
                let position = Position::new(self.source, self.offset + self.at..self.offset + self.at + 1);
                let message = format!("objects and lists are nested more than {MOST_DEPTH} deep");
                self.note(Diagnostic::new(Code::E0006, message).at(position));
                self.pass_over();
                Data::Null
            }
            Some(b'{') => self.object(depth),
            Some(b'[') => {
                self.at += 1;
                let mut items = Vec::new();
                while !self.ends() {
                    items.push(self.node(None, depth + 1));
                }
                Data::List(items)
            }
            Some(b'"') => {
                let from = self.at;
                let raw = self.pass_string();
                Data::String(self.string(raw, self.span_from(from)))
            }
            Some(b't') => self.word(Data::Bool(true)),
            Some(b'f') => self.word(Data::Bool(false)),
            Some(b'n') | None => self.word(Data::Null),
            Some(_) => self.number(),
        }
    }

    fn word(&mut self, data: Data) -> Data {
        self.pass_word();
        data
    }

    fn number(&mut self) -> Data {
        let from = self.at;
        let raw = self.pass_word();
        if let Ok(number) = serde_json::from_str(raw) {
            return Data::Number(number);
        }
        let message = format!("`{}` is too large for a number", shortened(raw));
        let mistake = Diagnostic::new(Code::E0008, message)
            .at(Position::new(self.source, self.span_from(from)))
            .help("numbers go up to about 1.8e308; leave the key out when there is no limit");
        self.note(mistake);
        Data::Null
    }

    fn object(&mut self, depth: usize) -> Data {
        self.at += 1;
        let mut members: IndexMap<String, Node> = IndexMap::new();
        while !self.ends() {
            let from = self.at;
            let raw_key = self.pass_string();
            let key_span = self.span_from(from);
            let key = self.string(raw_key, key_span.clone());
            if let Some(first) = members.get(&key).filter(|_| self.mistakes.len() < MOST_MISTAKES) {
                let mistake =
                    Diagnostic::new(Code::E0007, format!("the key `{}` stands twice", shortened(&key)))
                        .at(Position::new(self.source, key_span.clone()))
                        .note(format!("it stands first at {}", first.key_position()))
                        .help("keep one of them, or rename one");
                self.note(mistake);
            }
            let node = self.node(Some(key_span), depth + 1);
            members.entry(key).or_insert(node);
        }
        Data::Object(members)
    }

    /// Returns a string without its escapes. The text was read before, so only surrogates can be wrong.
    fn string(&mut self, raw: &str, span: Range<usize>) -> String {
        serde_json::from_str(raw).unwrap_or_else(|error| {
            self.note(syntax_error(self.source, span.start, raw, &error));
            String::new()
        })
    }
}
