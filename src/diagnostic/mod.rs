//! Mistakes and warnings: what is wrong, where it was written, and what to do about it.
//!
//! A [`Diagnostic`] carries a [`Code`] from the [`register`], which `forceflow explain` and `docs/errors.md` print.
//! Messages are lower-case fragments with the user's words in backticks.

mod code;
pub mod register;
mod render;
mod source;
mod suggestion;

use std::fmt;

pub use code::Code;
pub use source::{Position, SourceText};
pub use suggestion::{did_you_mean, similar};

/// How many diagnostics are shown before the rest is counted.
pub const MOST_SHOWN: usize = 20;

/// One mistake or warning.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagnostic {
    /// Its entry in the register.
    pub code: Code,
    /// What is wrong: a lower-case fragment.
    pub message: String,
    /// Dotted path in the scenario; empty when it is about a whole file.
    pub path: String,
    /// Where it was written.
    pub position: Option<Position>,
    /// What to do about it.
    pub help: Option<String>,
    /// Further facts, such as the place of a first definition.
    pub notes: Vec<String>,
}

impl Diagnostic {
    /// Returns a diagnostic without place and help.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            path: String::new(),
            position: None,
            help: None,
            notes: Vec::new(),
        }
    }

    /// Says where it was written.
    #[must_use]
    pub fn at(mut self, position: Position) -> Self {
        self.position = Some(position);
        self
    }

    /// Says which path of the scenario it is about.
    #[must_use]
    pub fn on(mut self, path: impl Into<String>) -> Self {
        self.path = path.into();
        self
    }

    /// Says what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds a further fact.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    fn sort_key(&self) -> (usize, usize, Code) {
        let (order, start) =
            self.position.as_ref().map_or((0, 0), |position| (position.source.order, position.span.start));
        (order, start, self.code)
    }
}

/// A failure without a code as the program writes it: what is wrong, and what to do about it.
pub fn said(message: &str, help: Option<&str>) -> String {
    let help = help.map_or_else(String::new, |help| format!("help: {}\n", help.trim_end()));
    format!("error: {}\n{help}", message.trim_end())
}

/// Diagnostics in the order of their places.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Returns the diagnostics sorted by file, position and code, each said once.
    pub fn new(mut list: Vec<Diagnostic>) -> Self {
        list.sort_by_key(Diagnostic::sort_key);
        list.dedup();
        Self { list }
    }

    /// Returns whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Returns how many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Returns them in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.list.iter()
    }

    /// Returns whether one of them is a mistake, not a warning.
    pub fn has_errors(&self) -> bool {
        self.iter().any(|diagnostic| !diagnostic.code.is_warning())
    }

    /// Returns them as text, with the source line of each; `styled` adds colour for a terminal.
    pub fn render(&self, styled: bool) -> String {
        render::text(&self.list, styled)
    }

    /// Returns them as JSON, one object per line.
    pub fn to_json_lines(&self) -> String {
        render::json_lines(&self.list)
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.render(false))
    }
}

impl std::error::Error for Diagnostics {}

impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Self {
        Self { list: vec![diagnostic] }
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}
