//! Diagnostics as text for people and as JSON lines for programs.

use std::fmt::Write as _;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde_json::json;

use super::source::Places;
use super::{Diagnostic, MOST_SHOWN, Position};
use crate::escape::{self, of_same_length, visible};

/// Lines longer than this are cut around the place: a file may be one line of megabytes [bytes].
const LONGEST_LINE: usize = 16 * 1024;

/// Context left and right of the place in a line that is cut [bytes].
const CONTEXT: usize = 60;

/// Returns diagnostics as text, the first [`MOST_SHOWN`] in full.
pub(super) fn text(list: &[Diagnostic], styled: bool) -> String {
    let renderer = if styled { Renderer::styled() } else { Renderer::plain() };
    let mut out = String::new();
    for diagnostic in list.iter().take(MOST_SHOWN) {
        out.push_str(&one(diagnostic, &renderer));
        out.push_str("\n\n");
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    let rest = list.len().saturating_sub(MOST_SHOWN);
    if rest > 0 {
        let _ = writeln!(out, "\nand {rest} more");
    }
    out
}

fn one(diagnostic: &Diagnostic, renderer: &Renderer) -> String {
    let level = if diagnostic.code.is_warning() { Level::WARNING } else { Level::ERROR };
    let title = level.primary_title(visible(&diagnostic.message)).id(diagnostic.code.as_str());
    let mut group = Group::with_title(title);
    if let Some(position) = &diagnostic.position {
        group = with_snippet(group, position, &diagnostic.path);
    } else if !diagnostic.path.is_empty() {
        group = group.element(Level::NOTE.message(format!("at `{}`", visible(&diagnostic.path))));
    }
    for note in &diagnostic.notes {
        group = group.element(Level::NOTE.message(visible(note)));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(visible(help)));
    }
    renderer.render(&[group])
}

/// Adds the line of the place with a mark under it.
///
/// Only the line itself goes to the renderer: its work grows with the text that it is given.
fn with_snippet<'a>(group: Group<'a>, position: &'a Position, path: &str) -> Group<'a> {
    let text = position.source.text.as_str();
    let line = position.line_span();
    let (line_number, column) = position.line_column();
    let label = (!path.is_empty()).then(|| visible(path));
    let name = visible(&position.source.name);
    let end = position.span.end.min(line.end).max(position.span.start);
    if line.len() <= LONGEST_LINE {
        let mark =
            AnnotationKind::Primary.span(position.span.start - line.start..end - line.start).label(label);
        let source = of_same_length(text.get(line).unwrap_or_default());
        return group.element(Snippet::source(source).line_start(line_number).path(name).annotation(mark));
    }
    let mut from = position.span.start.saturating_sub(CONTEXT).max(line.start);
    while !text.is_char_boundary(from) {
        from -= 1;
    }
    let mut to = end.min(position.span.start + CONTEXT).saturating_add(CONTEXT).min(line.end);
    while !text.is_char_boundary(to) {
        to += 1;
    }
    let mark = AnnotationKind::Primary.span(position.span.start - from..end.min(to) - from).label(label);
    let source = of_same_length(text.get(from..to).unwrap_or_default());
    group
        .element(Origin::path(name).line(line_number).char_column(column))
        .element(Snippet::source(source).line_start(line_number).annotation(mark))
}

/// Returns one JSON object per line, in a fixed order of keys.
pub(super) fn json_lines(list: &[Diagnostic]) -> String {
    let mut out = String::new();
    let mut places = Places::default();
    for diagnostic in list {
        let place = diagnostic.position.as_ref().map(|position| {
            let (line, column) = places.line_column(position);
            json!({
                "file": position.source.name,
                "line": line,
                "column": column,
                "from_byte": position.span.start,
                "to_byte": position.span.end,
            })
        });
        let object = json!({
            "code": diagnostic.code.as_str(),
            "severity": if diagnostic.code.is_warning() { "warning" } else { "error" },
            "message": diagnostic.message,
            "path": diagnostic.path,
            "place": place,
            "help": diagnostic.help,
            "notes": diagnostic.notes,
        });
        let _ = writeln!(out, "{object}");
    }
    escape::json(out)
}
