//! Texts that a scenario is made of, and positions in them.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// One text: a file, or a `--set` of the command line.
#[derive(PartialEq, Eq)]
pub struct SourceText {
    /// The path as the user wrote it, or `--set`.
    pub name: String,
    /// All of it.
    pub text: String,
    /// Diagnostics are sorted by it: the file of the command line first, then its bases and libraries, then `--set`.
    pub order: usize,
}

impl fmt::Debug for SourceText {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "SourceText({})", self.name)
    }
}

/// A stretch of a text.
#[derive(Clone, PartialEq, Eq)]
pub struct Position {
    /// The text.
    pub source: Arc<SourceText>,
    /// Bytes from its beginning.
    pub span: Range<usize>,
}

impl fmt::Debug for Position {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{self}")
    }
}

impl fmt::Display for Position {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (line, column) = self.line_column();
        write!(formatter, "{}:{line}:{column}", self.source.name)
    }
}

impl Position {
    /// Returns the position; the span is moved to character boundaries within the text.
    pub fn new(source: &Arc<SourceText>, span: Range<usize>) -> Self {
        let start = boundary_below(&source.text, span.start);
        let end = boundary_below(&source.text, span.end).max(start);
        Self { source: Arc::clone(source), span: start..end }
    }

    /// Returns line and column of its beginning, from 1, the column in characters.
    pub fn line_column(&self) -> (usize, usize) {
        let before = self.source.text.get(..self.span.start).unwrap_or_default();
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        (line, column)
    }

    /// Returns the bytes of the line on which it begins, without the line end.
    pub fn line_span(&self) -> Range<usize> {
        let text = &self.source.text;
        let start = text.get(..self.span.start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
        let rest = text.get(self.span.start..).unwrap_or_default();
        let end = rest.find('\n').map_or(text.len(), |at| self.span.start + at);
        start..end
    }
}

/// Lines and columns of positions that come in the order of their places: each counts on from the one before, so that many
/// in a long text take no longer than one.
#[derive(Default)]
pub(super) struct Places {
    last: Option<(Position, (usize, usize))>,
}

impl Places {
    /// Returns what [`Position::line_column`] does.
    pub(super) fn line_column(&mut self, position: &Position) -> (usize, usize) {
        let counted = self.last.as_ref().and_then(|(last, (line, column))| {
            let same = Arc::ptr_eq(&last.source, &position.source);
            let between = position.source.text.get(last.span.start..position.span.start).filter(|_| same)?;
            let lines = between.bytes().filter(|byte| *byte == b'\n').count();
            let behind = between.rsplit('\n').next().unwrap_or_default().chars().count();
            Some((line + lines, if lines == 0 { column + behind } else { behind + 1 }))
        });
        let found = counted.unwrap_or_else(|| position.line_column());
        self.last = Some((position.clone(), found));
        found
    }
}

/// Returns the last character boundary at or below an offset.
fn boundary_below(text: &str, offset: usize) -> usize {
    let mut at = offset.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_that_count_on_are_those_that_are_counted_alone() {
        let text = |text: &str| Arc::new(SourceText { name: String::new(), text: text.to_owned(), order: 0 });
        let (one, other) = (text("ab\nçd\n\nèf"), text("g\nh"));
        let at = |source: &Arc<SourceText>, start| Position::new(source, start..start);
        let mut places = Places::default();
        for position in [
            at(&one, 0),
            at(&one, 1),
            at(&one, 3),
            at(&one, 5),
            at(&one, 5),
            at(&one, 7),
            at(&one, 10),
            at(&one, 11),
            at(&other, 2),
            at(&one, 2),
        ] {
            assert_eq!(places.line_column(&position), position.line_column(), "{:?}", position.span);
        }
    }
}
