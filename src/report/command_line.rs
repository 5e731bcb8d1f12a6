//! The command that reproduces results.

use std::fmt::{self, Display};
use std::path::{Path, PathBuf};

/// A command that gives the same results, as a shell reads it. Flags that change no byte of them (threads, quiet, open) are
/// left out.
#[derive(Debug)]
pub struct CommandLine(Vec<Word>);

/// A word of a command.
#[derive(Debug)]
enum Word {
    /// A name, a flag, or the value of one.
    Text(String),
    /// A file or folder that is read.
    File(PathBuf),
}

impl CommandLine {
    /// A command without arguments.
    pub fn new(name: &str) -> Self {
        Self(vec![Word::Text("forceflow".to_owned()), Word::Text(name.to_owned())])
    }

    /// Adds a file or folder that is read.
    #[must_use]
    pub fn file(mut self, path: &Path) -> Self {
        self.0.push(Word::File(path.to_owned()));
        self
    }

    /// Adds changes of a scenario.
    #[must_use]
    pub fn changes(self, set: &[(String, String)]) -> Self {
        set.iter().fold(self, |line, (path, value)| line.option("--set", format!("{path}={value}")))
    }

    /// Adds a flag with its value.
    #[must_use]
    pub fn option(mut self, flag: &str, value: impl Display) -> Self {
        self.push(flag);
        self.push(&value.to_string());
        self
    }

    /// Adds a flag with its value, if there is one.
    #[must_use]
    pub fn maybe(self, flag: &str, value: Option<impl Display>) -> Self {
        match value {
            Some(value) => self.option(flag, value),
            None => self,
        }
    }

    /// Adds a flag if it was given.
    #[must_use]
    pub fn given(mut self, flag: &str, given: bool) -> Self {
        if given {
            self.push(flag);
        }
        self
    }

    /// Adds a flag with what belongs to it, if there is one.
    #[must_use]
    pub fn flag(mut self, flag: Option<String>) -> Self {
        if let Some(flag) = flag {
            self.push(&flag);
        }
        self
    }

    /// The command with the names of its files alone, so that it has the same words wherever they lie. Files that share a
    /// name keep the folders that tell them apart.
    pub fn without_folders(&self) -> String {
        let files: Vec<&Path> = self.0.iter().filter_map(Word::file).collect();
        let shared = shared_folders(&files);
        self.written(|path| {
            let alone = files.iter().filter(|other| other.file_name() == path.file_name()).count() == 1;
            let name = path.file_name().filter(|_| alone).map(PathBuf::from);
            name.unwrap_or_else(|| path.components().skip(shared).collect())
        })
    }

    fn push(&mut self, word: &str) {
        self.0.push(Word::Text(word.to_owned()));
    }

    /// The words as a shell reads them, each file as `file` has it.
    fn written(&self, file: impl Fn(&Path) -> PathBuf) -> String {
        let word = |word: &Word| match word {
            Word::Text(text) => shell_word(text),
            Word::File(path) => {
                let path = file(path).display().to_string();
                // What begins with a dash would be read as a flag.
                shell_word(&if path.starts_with('-') { format!("./{path}") } else { path })
            }
        };
        self.0.iter().map(word).collect::<Vec<_>>().join(" ")
    }
}

impl Word {
    fn file(&self) -> Option<&Path> {
        match self {
            Self::Text(_) => None,
            Self::File(path) => Some(path),
        }
    }
}

/// Folders at the beginning that all paths have.
fn shared_folders(files: &[&Path]) -> usize {
    let [first, others @ ..] = files else { return 0 };
    let folders = first.components().count().saturating_sub(1);
    let shared =
        |other: &Path| first.components().zip(other.components()).take_while(|(a, b)| a == b).count();
    others.iter().map(|other| shared(other)).fold(folders, usize::min)
}

impl Display for CommandLine {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.written(Path::to_owned))
    }
}

/// An argument as a shell takes it.
pub fn shell_word(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=:,%+@".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', "'\\''"))
    }
}

/// The words of a command that [`CommandLine`] wrote, as a shell hands them on.
pub fn words(command: &str) -> Vec<String> {
    let (mut words, mut word) = (Vec::new(), String::new());
    let (mut quoted, mut escaped) = (false, false);
    for letter in command.chars() {
        match letter {
            _ if escaped => word.push(letter),
            '\'' => quoted = !quoted,
            '\\' if !quoted => {}
            ' ' if !quoted => words.push(std::mem::take(&mut word)),
            _ => word.push(letter),
        }
        escaped = letter == '\\' && !quoted && !escaped;
    }
    words.push(word);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_taken_apart_into_the_words_that_it_was_made_of() {
        for file in ["base.json", "my base.json", "it's one.json", "a --set b.json", "a\\b"] {
            let line = CommandLine::new("run").file(Path::new(file)).option("--seed", 1).to_string();
            assert_eq!(words(&line), ["forceflow", "run", file, "--seed", "1"], "{line}");
        }
    }

    #[test]
    fn shell_words_are_quoted_where_needed() {
        assert_eq!(shell_word("fleets.vta.count=40"), "fleets.vta.count=40");
        assert_eq!(shell_word("a={\"x\": 1}"), "'a={\"x\": 1}'");
        assert_eq!(shell_word("it's"), "'it'\\''s'");
        assert_eq!(shell_word("~/x"), "'~/x'");
        assert_eq!(shell_word(""), "''");
        assert_eq!(CommandLine::new("run").file(Path::new("-a b")).to_string(), "forceflow run './-a b'");
    }

    #[test]
    fn files_without_folders_stay_apart() {
        let line = |files: &[&str]| {
            let line = CommandLine::new("compare");
            let line = files.iter().fold(line, |line, file| line.file(Path::new(file)));
            line.option("--set", "places.a/b=1").without_folders()
        };
        let said = |files: &str| format!("forceflow compare {files} --set places.a/b=1");
        assert_eq!(line(&["scenarios/a.json"]), said("a.json"));
        assert_eq!(line(&["/x y/a.json", "b.json", "../c.json"]), said("a.json b.json c.json"));
        assert_eq!(line(&["/x/ada/a.json", "/x/ben/a.json"]), said("ada/a.json ben/a.json"));
        assert_eq!(line(&["x/ada/a.json", "x/ben/a.json", "x/c.json"]), said("ada/a.json ben/a.json c.json"));
        assert_eq!(line(&["a.json", "a.json"]), said("a.json a.json"));
        assert_eq!(line(&["folder/-a b"]), said("'./-a b'"));
        assert_eq!(line(&[".."]), said(".."));
    }
}
