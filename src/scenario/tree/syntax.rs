//! What is said of a text that is not JSON.

use std::sync::Arc;

use super::slips;
use crate::diagnostic::{Code, Diagnostic, Position, SourceText};

/// Returns the diagnostic of a text that is not JSON; `text` begins at byte `offset` of the source.
pub(super) fn syntax_error(
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
    let words = || {
        let (message, help) = in_plain_words(reason, text.get(at..).unwrap_or_default());
        (message, help.map(str::to_owned))
    };
    let slip = slips::slip(text, at, reason).map(|(message, help)| (message.to_owned(), Some(help)));
    let (message, help) = slip.unwrap_or_else(words);
    let end = if at < text.len() { at + text[at..].chars().next().map_or(1, char::len_utf8) } else { at };
    let mut diagnostic = Diagnostic::new(Code::E0005, format!("not valid JSON: {message}"))
        .at(Position::new(source, offset + at..offset + end));
    let bare = (source.name == crate::scenario::load::SET).then(|| slips::quoted(&source.text)).flatten();
    diagnostic.help = bare.map(|text| format!("write `--set '{text}'`")).or(help);
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
