//! Flags that commands share, and what they mean.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::exit::Failure;
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
    /// Replications, numbered from 1
    #[arg(long, short = 'n', default_value_t = 200, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) replications: u32,
    /// Stop when the 95 % half-width of the mean closure is this small: 1h, 30min or 2% (--replications is then the
    /// most, 100,000 unless given)
    #[arg(long, value_name = "WIDTH", value_parser = precision)]
    pub(super) precision: Option<Precision>,
    /// Threads; one per core when left out. Results do not depend on it
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub(super) threads: usize,
}

impl SimulationArgs {
    /// The options of a simulation.
    pub(super) fn options(&self) -> RunOptions {
        let replications =
            if self.precision.is_some() && self.replications == 200 { 100_000 } else { self.replications };
        RunOptions {
            seed: self.seed,
            replications,
            precision: self.precision,
            threads: self.threads,
            causes: true,
        }
    }

    /// The flags that reproduce a simulation of so many replications.
    pub(super) fn reproduce(&self, replications: u32) -> String {
        format!("--seed {} --replications {replications}", self.seed)
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
    let world = compile(&loaded.scenario).map_err(|error| {
        Failure::unusable(format!("`{}` cannot be simulated: {error}", scenario.display()))
    })?;
    Ok(Prepared { loaded, world })
}

/// The name of a scenario: its file without folder and ending.
pub(super) fn scenario_name(scenario: &Path) -> String {
    scenario.file_stem().map_or_else(|| "scenario".to_owned(), |stem| stem.to_string_lossy().into_owned())
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
    }
}
