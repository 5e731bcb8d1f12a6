//! HTML that is written element by element: words and attributes are escaped on their way in, and every element that
//! is opened is closed.

use pulldown_cmark_escape::{escape_html, escape_html_body_text};

/// Elements that hold nothing and have no end.
const VOID: [&str; 2] = ["meta", "br"];

/// HTML under way.
#[derive(Debug, Default)]
pub(super) struct Html(String);

impl Html {
    /// Writes an element with attributes and what `inside` writes.
    pub(super) fn element(
        &mut self,
        name: &str,
        attributes: &[(&str, &str)],
        inside: impl FnOnce(&mut Self),
    ) {
        self.0.push('<');
        self.0.push_str(name);
        for (key, value) in attributes {
            self.0.push_str(&format!(" {key}=\""));
            // Writing to a string cannot fail.
            let _ = escape_html(&mut self.0, value);
            self.0.push('"');
        }
        self.0.push('>');
        if VOID.contains(&name) {
            return;
        }
        inside(self);
        self.0.push_str(&format!("</{name}>"));
    }

    /// Writes an element that holds words only.
    pub(super) fn words(&mut self, name: &str, attributes: &[(&str, &str)], words: &str) {
        self.element(name, attributes, |html| html.text(words));
    }

    /// Writes words.
    pub(super) fn text(&mut self, words: &str) {
        let _ = escape_html_body_text(&mut self.0, words);
    }

    /// Writes markup of our own: a style sheet, a drawing, the line that says what the file is.
    pub(super) fn ours(&mut self, markup: &str) {
        self.0.push_str(markup);
    }

    /// Writes an element that holds what a script reads; nothing in the text ends it.
    pub(super) fn held(&mut self, id: &str, kind: &str, text: &str) {
        self.element("script", &[("type", kind), ("id", id)], |html| html.ours(text));
    }

    /// What was written.
    pub(super) fn into_string(self) -> String {
        self.0
    }
}
