//! What each code means, why it matters, and how the mistake and its fix look.
//!
//! `forceflow explain` prints an entry, `docs/errors.md` is made from all of them, and a test loads every example: the
//! mistake gives its code, the fix does not.

mod carriers;
mod evidence;
mod files;
mod movement;
mod places;
mod tables;
mod times;
mod warnings;

use std::fmt::Write as _;

use super::Code;

/// How a mistake or its fix looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Example {
    /// Changes to `scenarios/checks/air-bridge.json`, as a variant holds them.
    Changes(&'static str),
    /// A whole file.
    File(&'static str),
    /// What to do, where a file says nothing.
    Words(&'static str),
}

/// The entry of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The code.
    pub code: Code,
    /// What is wrong: a lower-case fragment.
    pub title: &'static str,
    /// What the program found.
    pub meaning: &'static str,
    /// Why it matters.
    pub importance: &'static str,
    /// How the mistake looks.
    pub mistake: Example,
    /// How it is put right.
    pub fix: Example,
}

impl Entry {
    /// Returns the entry as Markdown, under a heading of its own.
    pub fn to_markdown(self) -> String {
        let mut out =
            format!("### {}: {}\n\n{} {}\n\n", self.code, self.title, self.meaning, self.importance);
        self.mistake.write(&mut out, "The mistake");
        self.fix.write(&mut out, "The fix");
        out.truncate(out.trim_end().len());
        out.push('\n');
        out
    }
}

impl Example {
    fn write(self, out: &mut String, what: &str) {
        let _ = match self {
            Self::Changes(json) => {
                writeln!(out, "{what}, as `changes` to the air bridge:\n\n```json\n{json}\n```\n")
            }
            Self::File(text) => writeln!(out, "{what}:\n\n```text\n{text}\n```\n"),
            Self::Words(words) => writeln!(out, "{what}: {words}\n"),
        };
    }
}

/// Returns all entries in the order of their codes.
pub fn entries() -> impl Iterator<Item = &'static Entry> {
    let blocks = [
        files::ENTRIES,
        places::ENTRIES,
        movement::ENTRIES,
        carriers::ENTRIES,
        times::ENTRIES,
        evidence::ENTRIES,
        tables::ENTRIES,
        warnings::ENTRIES,
    ];
    blocks.into_iter().flatten()
}

/// What a file may hold at most, and what survives what.
const LIMITS: &str = include_str!("limits.md");

/// Returns the whole register as the page `docs/errors.md`.
pub fn to_markdown() -> String {
    let blocks = [
        ("E00", "Files and JSON"),
        ("E10", "Places and terminals"),
        ("E11", "Routes"),
        ("E12", "Units and loads"),
        ("E13", "Carriers and fleets"),
        ("E14", "Times and schedule"),
        ("E15", "Distributions"),
        ("E16", "Evidence"),
        ("E17", "Tables of units"),
        ("W2", "Warnings"),
        ("E3", "Run time"),
        ("E4", "Output"),
    ];
    let mut out = String::from(
        "# Errors and warnings\n\nEvery mistake has a code; `forceflow explain CODE` prints its entry. Errors stop a \
         scenario from being used, warnings (W) do not. [Limits](#limits) and [promises](#promises) stand at the end.\n\nMost examples are changes to \
         `scenarios/checks/air-bridge.json`, in the form that a variant holds them and `--set` takes them.\n",
    );
    for (prefix, title) in blocks {
        let _ = write!(out, "\n## {title}\n");
        for entry in entries().filter(|entry| entry.code.as_str().starts_with(prefix)) {
            let _ = write!(out, "\n{}", entry.to_markdown());
        }
    }
    out + "\n" + LIMITS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_one_entry_in_the_order_of_the_codes() {
        let codes: Vec<Code> = entries().map(|entry| entry.code).collect();
        assert_eq!(codes, Code::ALL);
    }

    #[test]
    fn codes_are_read_as_they_are_written() {
        for code in Code::ALL {
            assert_eq!(code.as_str().parse(), Ok(*code));
            assert_eq!(code.as_str().to_lowercase().parse(), Ok(*code));
        }
        assert_eq!("E9999".parse::<Code>(), Err(()));
    }
}
