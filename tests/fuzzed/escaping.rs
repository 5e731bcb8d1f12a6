//! Words of a stranger in each format that reads some letters as orders.

use forceflow::internals::foreign::{
    csv_cell, html_words, json_text, markdown, markdown_cell, of_same_length, visible,
};

/// Escapes a text for each format.
pub(super) fn escape(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    terminal(text);
    let json = json_text(serde_json::Value::from(text).to_string());
    assert_eq!(serde_json::from_str::<String>(&json).ok().as_deref(), Some(text));
    assert!(!json.chars().any(is_unseen), "{json:?}");
    for cell in [markdown(text), markdown_cell(text)] {
        assert!(!cell.contains(['\n', '\r']), "{cell:?}");
        let bare = cell.replace("\\\\", "");
        for sign in ['<', '`', '|', '['] {
            assert!(!bare.replace(&format!("\\{sign}"), "").contains(sign), "{sign} in {cell:?}");
        }
    }
    let cell = csv_cell(text);
    assert!(cell.ends_with(text));
    assert!(!cell.starts_with(['=', '@', '\t', '\r']), "{cell:?} is a formula");
    assert!(!cell.starts_with(['+', '-']) || cell.parse::<f64>().is_ok(), "{cell:?} is a formula");
    html(text);
}

fn is_unseen(letter: char) -> bool {
    letter.is_control()
        || ('\u{202a}'..='\u{202e}').contains(&letter)
        || ('\u{2066}'..='\u{2069}').contains(&letter)
}

fn terminal(text: &str) {
    let shown = visible(text);
    assert!(!shown.replace('\n', "").chars().any(is_unseen), "{shown:?}");
    assert_eq!(visible(&shown), shown, "it is no fixed point");
    for line in text.lines() {
        let kept = of_same_length(line);
        assert_eq!(kept.len(), line.len());
        assert!(!kept.chars().any(|letter| !letter.is_ascii() && is_unseen(letter)), "{kept:?}");
    }
}

/// An element with the text as its words and in an attribute has the signs of one element, and gives the text back.
fn html(text: &str) {
    let page = html_words(text);
    assert_eq!(page.matches('<').count(), 2, "{page}");
    assert_eq!(
        page.matches('"').count() - page.rsplit('>').nth(1).map_or(0, |words| words.matches('"').count()),
        2
    );
    let inside = page.split_once('>').and_then(|(_, rest)| rest.rsplit_once('<')).map(|(words, _)| words);
    let plain = inside.map(|words| words.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"));
    assert_eq!(plain.as_deref(), Some(text), "{page}");
}
