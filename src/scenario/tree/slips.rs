//! Slips in JSON whose remedy can be told: decimal commas, blanks in numbers, words of other languages, bare keys.

/// Words that other languages have, with what JSON has.
const WORDS: [(&str, &str); 12] = [
    ("None", "`null`, or leave the key out"),
    ("nil", "`null`, or leave the key out"),
    ("undefined", "`null`, or leave the key out"),
    ("True", "`true`"),
    ("TRUE", "`true`"),
    ("yes", "`true`"),
    ("False", "`false`"),
    ("FALSE", "`false`"),
    ("no", "`false`"),
    ("NaN", "a number, or leave the key out"),
    ("Infinity", "nothing: a key left out is no limit"),
    ("inf", "nothing: a key left out is no limit"),
];

/// Returns what is wrong at a byte of a text, and what to write instead, where that is plain.
pub(super) fn slip(text: &str, at: usize, reason: &str) -> Option<(&'static str, String)> {
    let before = text.get(..at)?.trim_end();
    let rest = text.get(at..)?;
    let next = rest.chars().next()?;
    if ['“', '”', '„', '«', '»', '‘', '’', '″'].contains(&next) {
        return Some(("a typographic quote", "write the straight quote `\"`".to_owned()));
    }
    if next == ';' {
        return Some(("a semicolon", "separate keys and values with `,`".to_owned()));
    }
    if reason.starts_with("key must be a string") && next.is_ascii_digit() {
        let whole = number_before(before.strip_suffix(',')?)?;
        let decimals: String = rest.chars().take_while(char::is_ascii_digit).collect();
        let thousands = if decimals.len() == 3 { format!(", or `{whole}{decimals}`") } else { String::new() };
        return Some((
            "a decimal comma",
            format!("write `{whole}.{decimals}`{thousands}; `,` separates values"),
        ));
    }
    if reason.starts_with("expected value") {
        return value(rest, next);
    }
    if reason.starts_with("expected `,`") {
        return after_value(before, rest, next);
    }
    None
}

/// A value that begins as JSON values do not.
fn value(rest: &str, next: char) -> Option<(&'static str, String)> {
    let number: String = rest.chars().skip(1).take_while(|c| c.is_ascii_digit() || *c == '.').collect();
    match next {
        '+' if !number.is_empty() => return Some(("a number with `+`", format!("write `{number}`"))),
        '.' if !number.is_empty() => {
            return Some(("a number that begins with a point", format!("write `0.{number}`")));
        }
        _ => {}
    }
    let word: String = rest.chars().take_while(char::is_ascii_alphabetic).collect();
    let (_, meant) = WORDS.iter().find(|(known, _)| *known == word)?;
    Some(("a word that JSON does not know", format!("write {meant}")))
}

/// What follows a value where a comma or the end was expected.
fn after_value(before: &str, rest: &str, next: char) -> Option<(&'static str, String)> {
    let number = number_before(before);
    match (number, next) {
        (Some(hours), ':') => {
            let minutes: f64 = rest.get(1..3)?.parse().ok()?;
            let decimal = hours.parse::<f64>().ok()? + minutes / 60.0;
            let decimal = (decimal * 1000.0).round() / 1000.0;
            Some(("hours and minutes", format!("write `{decimal}`: hours are decimal numbers")))
        }
        (Some(number), next) if next.is_ascii_digit() || next == '_' => {
            let more: String = rest.chars().take_while(|c| c.is_ascii_digit() || " _".contains(*c)).collect();
            let digits: String = more.chars().filter(char::is_ascii_digit).collect();
            Some(("a number in two parts", format!("write `{number}{digits}`")))
        }
        (Some(number), next) if next.is_alphabetic() || next == '%' => {
            Some(("text after a number", format!("write `{number}`; the unit is the last part of the key")))
        }
        (_, '"') => Some(("a comma is missing", "put `,` after the value before it".to_owned())),
        _ => None,
    }
}

/// The number that ends a text.
fn number_before(text: &str) -> Option<&str> {
    let text = text.trim_end();
    let start = text
        .rfind(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-'))
        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    let number = text.get(start..)?;
    number.parse::<f64>().ok().map(|_| number)
}

/// Returns the text of a change with its bare words in quotes, if that makes it JSON: a shell takes quotes away.
pub(super) fn quoted(text: &str) -> Option<String> {
    let (path, value) = text.split_once('=')?;
    let mut out = String::new();
    let mut word = String::new();
    for c in value.chars().chain([' ']) {
        if c.is_alphanumeric() || (c != ':' || word.contains('T')) && "_-.+:/".contains(c) {
            word.push(c);
            continue;
        }
        if !word.is_empty() {
            let bare = serde_json::from_str::<serde_json::Value>(&word).is_err();
            out.push_str(&if bare { format!("\"{word}\"") } else { std::mem::take(&mut word) });
            word.clear();
        }
        out.push(c);
    }
    let out = out.trim_end();
    let parsed = serde_json::from_str::<serde_json::Value>(out).ok()?;
    Some(format!("{path}={parsed}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shell_that_took_the_quotes_is_undone() {
        let said = |text: &str| quoted(text).unwrap_or_default();
        assert_eq!(
            said("a.load_h={triangular:{min:2,mode:3,max:6}}"),
            "a.load_h={\"triangular\":{\"min\":2,\"mode\":3,\"max\":6}}"
        );
        assert_eq!(said("a.by=[one, two]"), "a.by=[\"one\",\"two\"]");
        assert_eq!(quoted("a.b={min"), None);
    }
}
