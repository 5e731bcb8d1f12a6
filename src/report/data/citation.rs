//! `CITATION.cff`: how results are cited, in the Citation File Format 1.2.0.

use super::About;

/// Scenarios whose hashes a citation lists; the manifest holds all.
const MOST_SCENARIOS: usize = 100;

/// The file.
pub(super) fn citation(about: &About<'_>) -> Vec<u8> {
    let credits = about.credits();
    let version = env!("CARGO_PKG_VERSION");
    let mut text = String::from("cff-version: 1.2.0\ntype: dataset\n");
    let mut line = |indent: &str, key: &str, value: &str| {
        text.push_str(&format!("{indent}{key}: {}\n", quoted(value)));
    };
    line("", "message", "If you use these results, cite them as below, and forceflow with its version.");
    // A title may be empty in a scenario, and must not be here.
    let blank = about.title.trim().is_empty();
    line("", "title", if blank { "A scenario without a title" } else { about.title });
    // The results are of this version of the program: another one may give others.
    line("", "version", &format!("forceflow {version}"));
    if let Some(licence) = &credits.licence {
        line("", "license", licence);
    }
    line("", "abstract", &summary(about));
    // A name is taken as it is: which part of it is the family's, only its bearer knows.
    text.push_str("authors:\n");
    if credits.authors.is_empty() {
        text.push_str(&format!("  - name: {}\n", quoted("Authors not named in the scenario")));
    }
    for author in &credits.authors {
        text.push_str(&format!("  - name: {}\n", quoted(author.name())));
        if let Some(address) = author.address() {
            text.push_str(&format!("    orcid: {}\n", quoted(&address)));
        }
    }
    text.push_str(&identifiers(about));
    text.push_str(&format!(
        "references:\n  - type: software\n    title: forceflow\n    version: {}\n    authors:\n      - name: {}\n",
        quoted(version),
        quoted("The forceflow authors")
    ));
    text.into_bytes()
}

/// What was run. The hash of a single scenario stands here; those of several are identifiers.
fn summary(about: &About<'_>) -> String {
    let hashes = match about.scenarios.as_slice() {
        [(_, loaded)] => format!("BLAKE3 hash of the resolved scenario: {}.", loaded.hash()),
        many => format!("{} scenarios.", many.len()),
    };
    format!("{} {hashes} manifest.json holds what gives them again.", about.sentence())
}

fn identifiers(about: &About<'_>) -> String {
    let mut text = String::new();
    let mut told: Vec<String> = Vec::new();
    for (name, loaded) in about.scenarios.iter().take(MOST_SCENARIOS) {
        let hash = loaded.hash();
        if told.contains(&hash) {
            continue;
        }
        let what = name.map_or_else(|| "the scenario".to_owned(), |name| format!("the scenario {name}"));
        text.push_str(&format!(
            "  - type: other\n    value: {}\n    description: {}\n",
            quoted(&format!("blake3:{hash}")),
            quoted(&format!("BLAKE3 hash of {what}, resolved"))
        ));
        told.push(hash);
    }
    if text.is_empty() { text } else { format!("identifiers:\n{text}") }
}

/// A text as a YAML scalar in double quotes, on one line. What YAML takes for no letter, or for the end of a line, is
/// escaped.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => {
                quoted.push_str(&format!("\\u{:04x}", u32::from(letter)));
            }
            letter if letter.is_control() => quoted.push_str(&format!("\\x{:02x}", u32::from(letter))),
            letter => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_letter_of_a_text_ends_its_scalar() {
        assert_eq!(quoted("a: \"b\" # \\"), r#""a: \"b\" # \\""#);
        assert_eq!(quoted("\u{0}\r\n\u{85}\u{7f}\u{2028}ж"), r#""\x00\x0d\n\x85\x7f\u2028ж""#);
    }
}
