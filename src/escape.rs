//! Words of a stranger on their way into a format that reads some letters as orders: one function for each format.
//!
//! HTML is escaped where it is written (`report::page::markup`), SVG by the library that draws it, JSON by the one that writes it.

use std::borrow::Cow;

/// Whether a letter gives a terminal an order, or turns or hides those around it.
fn is_unseen(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Terminals and pages: a text whose letters can all be seen: control characters as their pictures, and characters that turn or
/// hide others by their number. Line feeds stay.
pub fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' => out.push(letter),
            '\t' => out.push(' '),
            // U+2400 and following are the pictures of the control characters.
            '\0'..='\u{1f}' => out.push(char::from_u32(0x2400 + letter as u32).unwrap_or('\u{fffd}')),
            '\u{7f}' => out.push('\u{2421}'),
            _ if is_unseen(letter) => out.push_str(&format!("[U+{:04X}]", letter as u32)),
            _ => out.push(letter),
        }
    }
    out
}

/// Terminals: a line of a file under which a mark will stand: letters that give orders are replaced by others of as many bytes.
/// Those of ASCII are left to the one who draws the line.
pub fn of_same_length(line: &str) -> Cow<'_, str> {
    let gives_orders = |letter: char| !letter.is_ascii() && is_unseen(letter);
    if !line.contains(gives_orders) {
        return Cow::Borrowed(line);
    }
    let other = |letter: char| match letter.len_utf8() {
        _ if !gives_orders(letter) => letter,
        2 => '¿',
        _ => char::REPLACEMENT_CHARACTER,
    };
    Cow::Owned(line.chars().map(other).collect())
}

/// JSON: a text in which letters that cannot be seen stand by their number. They can only be part of strings, but for the blanks
/// between values.
pub fn json(text: String) -> String {
    let is_hidden = |letter: char| is_unseen(letter) && !matches!(letter, '\n' | '\r' | '\t');
    if !text.contains(is_hidden) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if is_hidden(letter) { out.push_str(&format!("\\u{:04x}", letter as u32)) } else { out.push(letter) }
    }
    out
}

/// Markdown: words on one line, with every letter escaped that could be markup.
pub fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (index, letter) in text.chars().enumerate() {
        match letter {
            '\n' | '\r' => out.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~' | '&' | '$' => {
                out.push('\\');
                out.push(letter);
            }
            // A sign that would begin a list.
            '-' | '+' if index == 0 => {
                out.push('\\');
                out.push(letter);
            }
            _ => out.push(letter),
        }
    }
    out
}

/// Markdown: [`markdown`] for the cell of a table. Numbers stay, and so does a low line inside a word, which is no markup.
pub fn markdown_cell(text: &str) -> String {
    if text.parse::<f64>().is_ok() {
        return text.to_owned();
    }
    let escaped: Vec<char> = markdown(text).chars().collect();
    let is_inside = |at: usize| {
        let before = at.checked_sub(1).and_then(|before| escaped.get(before));
        let around = [before, escaped.get(at + 2)];
        escaped.get(at + 1) == Some(&'_')
            && around.into_iter().all(|letter| letter.is_some_and(|letter| letter.is_alphanumeric()))
    };
    let shown = escaped.iter().enumerate().filter(|(at, letter)| **letter != '\\' || !is_inside(*at));
    shown.map(|(_, letter)| letter).collect()
}

/// LaTeX: words on one line, with every letter by its command that gives an order, ends a row of a table or joins others.
#[cfg(feature = "cli")]
pub fn latex(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in visible(&text.replace(['\n', '\r'], " ")).chars() {
        match letter {
            '&' | '%' | '$' | '#' | '_' | '{' | '}' => out.extend(['\\', letter]),
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '<' => out.push_str("\\textless{}"),
            '>' => out.push_str("\\textgreater{}"),
            '|' => out.push_str("\\textbar{}"),
            // Alone in its group it joins no other.
            '`' => out.push_str("{`}"),
            '"' => out.push_str("''"),
            // Behind the end of a row these would belong to it.
            '[' | ']' | '*' => out.extend(['{', letter, '}']),
            // Two of them would be a dash.
            '-' if out.ends_with('-') => out.push_str("{}-"),
            '–' => out.push_str("--"),
            '±' => out.push_str("$\\pm$"),
            '…' => out.push_str("\\dots{}"),
            _ => out.push(letter),
        }
    }
    out
}

/// CSV: a cell that a spreadsheet would run as a formula, with the sign before it that makes it a text. Numbers stay.
pub fn csv_cell(text: &str) -> Cow<'_, str> {
    let runs = text.starts_with(['=', '+', '-', '@', '\t', '\r']) && text.parse::<f64>().is_err();
    if runs { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_turn_or_hide_others_are_shown_by_their_number() {
        assert_eq!(visible("a\u{202e}b\u{2066}c\u{200f}"), "a[U+202E]b[U+2066]c[U+200F]");
        assert_eq!(visible("bell\u{7} esc\u{1b} tab\tline\n"), "bell␇ esc␛ tab line\n");
        assert_eq!(visible("Алматы, 阿拉木图, é, –, …"), "Алматы, 阿拉木图, é, –, …");
    }

    #[test]
    fn a_line_keeps_the_places_of_its_letters() {
        let line = "é\u{9b}2J\u{202e}\u{61c}x\u{2069}";
        let shown = of_same_length(line);
        assert_eq!(shown, "é¿2J\u{fffd}¿x\u{fffd}");
        assert_eq!(shown.len(), line.len());
        assert!(matches!(of_same_length("é x"), Cow::Borrowed(_)));
    }

    #[test]
    fn json_holds_what_it_held() {
        let before = serde_json::json!({"a\u{202e}": "b\u{9b}\u{7f}\n\u{1b}é"});
        let written = json(format!("{before:#}"));
        assert!(!written.contains(['\u{202e}', '\u{9b}', '\u{7f}', '\u{1b}']), "{written}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&written).expect("JSON"), before);
    }

    #[test]
    fn a_cell_of_markdown_keeps_numbers_and_names() {
        for plain in ["-5", "+3.0", "1e-9", "places.destination.terminal.working_spots", "a_b_c"] {
            assert_eq!(markdown_cell(plain), plain);
        }
        assert_eq!(markdown_cell("_a_ *b* | -c"), "\\_a\\_ \\*b\\* \\| -c");
        assert_eq!(markdown_cell("- c"), "\\- c");
        assert_eq!(markdown_cell("a\\_b"), "a\\\\\\_b");
    }

    #[cfg(feature = "cli")]
    #[test]
    fn latex_takes_no_letter_as_an_order() {
        let orders = "50 % of A&B_c #1 {x} $y \\z ~ ^ < > | ` \" [a] *";
        let written = "50 \\% of A\\&B\\_c \\#1 \\{x\\} \\$y \\textbackslash{}z \\textasciitilde{} \\textasciicircum{} \
                       \\textless{} \\textgreater{} \\textbar{} {`} '' {[}a{]} {*}";
        assert_eq!(latex(orders), written);
        assert_eq!(latex("a---b\nc – ± …\u{202e}"), "a-{}-{}-b c -- $\\pm$ \\dots{}{[}U+202E{]}");
        assert_eq!(latex("Алматы, 94.8 h, -0.5"), "Алматы, 94.8 h, -0.5");
    }

    #[test]
    fn a_cell_runs_nothing_and_a_number_stays_one() {
        for formula in ["=cmd|' /C calc'!A0", "+1+cmd", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "-", "=1"] {
            assert_eq!(csv_cell(formula), format!("'{formula}"));
        }
        for plain in ["", "-5", "+0.5", "-1e-9", "a=b", "fleets.vta.count", "2022-01-07"] {
            assert_eq!(csv_cell(plain), plain);
        }
    }
}
