//! Flags that commands share, and what they mean.

use std::fmt::{self, Display};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::exit::Failure;
use super::terminal::Terminal;
use crate::experiment::{Precision, RunOptions};
use crate::model::{World, compile};
use crate::scenario::{Loaded, load};

/// Which scenario, and with which changes.
#[derive(Debug, Clone, Args)]
pub(super) struct ScenarioArgs {
    /// Scenario or variant file
    #[arg(value_name = "SCENARIO")]
    pub(super) scenario: PathBuf,
    /// Change one value for this run; VALUE is JSON, else a string; null removes it
    #[arg(long = "set", value_name = "PATH=VALUE", value_parser = assignment)]
    pub(super) set: Vec<(String, String)>,
}

/// How to simulate.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Replications")]
pub(super) struct SimulationArgs {
    /// Seed of the random numbers
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub(super) seed: u64,
    /// Replications, numbered from 1; 200 when left out
    #[arg(long, short = 'n', value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) replications: Option<u32>,
    /// Stop when the 95 % half-width of the mean closure is this small and stays so: 1h, 30min or 2% (--replications is
    /// then the most, 100,000 unless given)
    #[arg(long, value_name = "WIDTH", value_parser = width)]
    pub(super) precision: Option<Width>,
    /// Threads; one per core when left out. Results do not depend on it
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub(super) threads: usize,
}

impl SimulationArgs {
    /// The options of a simulation.
    pub(super) fn options(&self) -> RunOptions {
        let unless_given = if self.precision.is_some() { 100_000 } else { 200 };
        RunOptions {
            seed: self.seed,
            replications: self.replications.unwrap_or(unless_given),
            precision: self.precision.as_ref().map(|width| width.precision),
            threads: self.threads,
            causes: true,
        }
    }

    /// Adds the flags that reproduce a simulation.
    pub(super) fn reproduce(&self, line: CommandLine) -> CommandLine {
        let line = line.option("--seed", self.seed).option("--replications", self.options().replications);
        line.maybe("--precision", self.precision.as_ref().map(|width| &width.text))
    }
}

/// Where and how results are written.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Output")]
pub(super) struct OutputArgs {
    /// Folder for the results; output/<scenario>/ when left out
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// What stdout gets: a readable summary, or result.json
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    pub(super) format: Format,
    /// Nothing on stderr but errors
    #[arg(long, short)]
    pub(super) quiet: bool,
}

/// What stdout gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// A readable summary.
    Text,
    /// JSON.
    Json,
}

/// `PATH=VALUE`.
pub(super) fn assignment(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((path, value)) if !path.trim().is_empty() => Ok((path.trim().to_owned(), value.to_owned())),
        _ => Err("expected PATH=VALUE, as in fleets.vta.count=40".to_owned()),
    }
}

/// A precision, as it was written.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Width {
    /// `30min`.
    pub(super) text: String,
    /// What that is.
    pub(super) precision: Precision,
}

/// `1h`, `30min`, `90s` or `2%`, kept as it was written.
pub(super) fn width(text: &str) -> Result<Width, String> {
    Ok(Width { text: text.trim().to_owned(), precision: precision(text)? })
}

/// `1h`, `30min`, `90s` or `2%`.
pub(super) fn precision(text: &str) -> Result<Precision, String> {
    let remedy = "expected a width such as 1h, 30min or 2%".to_owned();
    let units = [("min", 1.0 / 60.0), ("h", 1.0), ("s", 1.0 / 3_600.0), ("%", 0.01)];
    let Some((number, unit, factor)) =
        units.into_iter().find_map(|(unit, factor)| Some((text.trim().strip_suffix(unit)?, unit, factor)))
    else {
        return Err(remedy);
    };
    match number.trim().parse::<f64>() {
        Ok(value) if value > 0.0 && value.is_finite() => {
            Ok(if unit == "%" { Precision::Share(value * factor) } else { Precision::Hours(value * factor) })
        }
        _ => Err(remedy),
    }
}

/// A scenario, read and compiled.
#[derive(Debug)]
pub(super) struct Prepared {
    /// What was read.
    pub(super) loaded: Loaded,
    /// What is simulated.
    pub(super) world: World,
}

/// Reads, checks and compiles a scenario.
pub(super) fn prepare(scenario: &Path, sets: &[(String, String)]) -> Result<Prepared, Failure> {
    let loaded = load(scenario, sets)?;
    let world = compiled(&loaded)?;
    Ok(Prepared { loaded, world })
}

/// Compiles a scenario that was read.
pub(super) fn compiled(loaded: &Loaded) -> Result<World, Failure> {
    compile(&loaded.scenario).map_err(|error| {
        let file = loaded.chain.first().map_or_else(String::new, |file| format!("`{}` ", file.display()));
        Failure::unusable(format!("{file}cannot be simulated: {error}"))
    })
}

/// The files without the JSON Schema that `scenarios/*.json` of a shell finds beside them; alone it is read, and refused.
pub(super) fn without_schema(files: &[PathBuf], terminal: Terminal) -> Vec<PathBuf> {
    let is_schema = |file: &PathBuf| {
        file.file_name().is_some_and(|name| name.to_string_lossy().ends_with(".schema.json"))
    };
    if files.iter().all(is_schema) {
        return files.to_vec();
    }
    for file in files.iter().filter(|file| is_schema(file)) {
        terminal.say(&format!("note: `{}` is a schema, no scenario, and is left out", file.display()));
    }
    files.iter().filter(|file| !is_schema(file)).cloned().collect()
}

/// The name of a scenario: its file without folder and ending.
pub(super) fn scenario_name(scenario: &Path) -> String {
    scenario.file_stem().map_or_else(|| "scenario".to_owned(), |stem| stem.to_string_lossy().into_owned())
}

/// The command that gives the same results, as a shell takes it. What changes no byte of them (threads, quiet) is left
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

    /// Adds the folder for the results, if one was named, and the format unless it is the readable one.
    pub(super) fn output<F: ValueEnum + PartialEq>(
        self,
        out: Option<&Path>,
        format: &F,
        readable: &F,
    ) -> Self {
        let format = format.to_possible_value().filter(|_| format != readable);
        let line = self.maybe("--out", out.map(Path::display));
        line.maybe("--format", format.as_ref().map(clap::builder::PossibleValue::get_name))
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
    fn widths_are_read_with_their_units() {
        assert_eq!(precision("30min"), Ok(Precision::Hours(0.5)));
        assert_eq!(precision("1h"), Ok(Precision::Hours(1.0)));
        assert_eq!(precision("2%"), Ok(Precision::Share(0.02)));
        for wrong in ["", "h", "-1h", "0h", "1", "nanh", "1 day"] {
            assert!(precision(wrong).is_err(), "{wrong}");
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
}
