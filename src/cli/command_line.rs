//! The command that reproduces results.

use std::fmt::{self, Display};
use std::path::Path;

use clap::builder::PossibleValue;

use super::arguments::{OutputArgs, POINTS, PointsArgs, ScenarioArgs, Shown};

/// A command that gives the same results, as a shell reads it. Flags that change no byte of them (threads, quiet) are left
/// out.
#[derive(Debug)]
pub(super) struct CommandLine(String);

impl CommandLine {
    /// A command without arguments.
    pub(super) fn new(name: &str) -> Self {
        Self(format!("forceflow {name}"))
    }

    /// Adds a file or folder.
    pub(super) fn file(mut self, path: &Path) -> Self {
        let path = path.display().to_string();
        // What begins with a dash would be read as a flag.
        let path = if path.starts_with('-') { format!("./{path}") } else { path };
        self.push(&path);
        self
    }

    /// Adds a scenario and its changes.
    pub(super) fn scenario(self, scenario: &ScenarioArgs) -> Self {
        self.file(&scenario.scenario).changes(&scenario.set)
    }

    /// Adds changes.
    pub(super) fn changes(self, set: &[(String, String)]) -> Self {
        set.iter().fold(self, |line, (path, value)| line.option("--set", format!("{path}={value}")))
    }

    /// Adds a flag with its value.
    pub(super) fn option(mut self, flag: &str, value: impl Display) -> Self {
        self.push(flag);
        self.push(&value.to_string());
        self
    }

    /// Adds a flag with its value, if there is one.
    pub(super) fn maybe(self, flag: &str, value: Option<impl Display>) -> Self {
        match value {
            Some(value) => self.option(flag, value),
            None => self,
        }
    }

    /// Adds a flag if it was given.
    pub(super) fn given(mut self, flag: &str, given: bool) -> Self {
        if given {
            self.push(flag);
        }
        self
    }

    /// Adds a flag with what belongs to it, if there is one.
    pub(super) fn flag(mut self, flag: Option<String>) -> Self {
        if let Some(flag) = flag {
            self.push(&flag);
        }
        self
    }

    /// Adds the folder of finished work, unless it is the usual one.
    pub(super) fn points(self, points: Option<&PointsArgs>) -> Self {
        let other =
            points.map(|points| points.points.as_path()).filter(|points| *points != Path::new(POINTS));
        self.maybe("--points", other.map(Path::display))
    }

    /// Adds where the results go: the folder if one was named, and the format unless it is the readable one.
    pub(super) fn output<F: Shown>(self, output: &OutputArgs<F>) -> Self {
        let format =
            output.format.to_possible_value().filter(|_| F::value_variants().first() != Some(&output.format));
        self.given("--no-charts", output.no_charts)
            .maybe("--out", output.out.as_deref().map(Path::display))
            .maybe("--format", format.as_ref().map(PossibleValue::get_name))
    }

    fn push(&mut self, word: &str) {
        self.0.push(' ');
        self.0.push_str(&shell_word(word));
    }
}

impl Display for CommandLine {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// An argument as a shell takes it.
pub(super) fn shell_word(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=:,%+@".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shell_words_are_quoted_where_needed() {
        assert_eq!(shell_word("fleets.vta.count=40"), "fleets.vta.count=40");
        assert_eq!(shell_word("a={\"x\": 1}"), "'a={\"x\": 1}'");
        assert_eq!(shell_word("it's"), "'it'\\''s'");
        assert_eq!(shell_word("~/x"), "'~/x'");
        assert_eq!(shell_word(""), "''");
        assert_eq!(CommandLine::new("run").file(Path::new("-a b")).to_string(), "forceflow run './-a b'");
    }
}
