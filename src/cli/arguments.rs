//! Arguments that commands share, and what their texts mean.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::experiment::Precision;
use crate::experiment::seed_from::seed_from;

/// The flag that names the folder of finished work.
pub(super) const POINTS_FLAG: &str = "--points";

/// Where studies keep finished work.
pub(super) const POINTS: &str = "output/points";

/// Which scenario, and with which changes.
#[derive(Debug, Clone, Args)]
pub(super) struct ScenarioArgs {
    /// Scenario or variant file, - for standard input, or the name of a shipped scenario (`forceflow scenarios` lists them)
    #[arg(value_name = "SCENARIO")]
    pub(super) scenario: PathBuf,
    /// Change one value for this run; VALUE is JSON, else a string; null removes it
    #[arg(long = "set", value_name = "PATH=VALUE", value_parser = assignment)]
    pub(super) set: Vec<(String, String)>,
}

/// How replications are made.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Replications")]
pub(super) struct ReplicationArgs {
    /// Seed of the random numbers; 1 when left out
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// Take the seed from a name: everybody gets one of their own, and the same one on every machine
    #[arg(long, value_name = "TEXT", conflicts_with = "seed")]
    pub(super) seed_from: Option<String>,
    /// Replications, numbered from 1; 200 when left out
    #[arg(long, short = 'n', value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) replications: Option<u32>,
    /// Threads; one per core when left out. Results do not depend on it
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub(super) threads: usize,
}

impl ReplicationArgs {
    /// The seed, if it was given, as a number or by a name.
    pub(super) fn seed(&self) -> Option<u64> {
        self.seed.or_else(|| self.seed_from.as_deref().map(seed_from))
    }
}

/// Where and how results are written.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Output")]
pub(super) struct OutputArgs<F: Shown = Format> {
    /// Folder for the results, instead of the one named above
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// What stdout gets
    #[arg(long, value_enum, default_value_t = F::READABLE, value_name = "FORMAT")]
    pub(super) format: F,
    /// Draw no charts
    #[arg(long)]
    pub(super) no_charts: bool,
    /// Open report.html when it is written
    #[arg(long)]
    pub(super) open: bool,
    /// Write nothing but errors to stderr
    #[arg(long, short)]
    pub(super) quiet: bool,
}

/// Where finished work is kept.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Output")]
pub(super) struct PointsArgs {
    /// Folder of finished work, which studies share and from which an interrupted study goes on
    #[arg(long, value_name = "DIR", default_value = POINTS)]
    pub(super) points: PathBuf,
    /// The flag that names it: a command may have another one.
    #[arg(skip = POINTS_FLAG)]
    pub(super) flag: &'static str,
}

/// What stdout may get.
pub(super) trait Shown: ValueEnum + PartialEq + Send + Sync + 'static {
    /// The format for readers, which is the usual one.
    const READABLE: Self;
}

/// What stdout gets from a study.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// A readable answer
    Text,
    /// The answer as JSON
    Json,
    /// The answer as a table
    Csv,
    /// The answer as Markdown tables
    Markdown,
}

impl Shown for Format {
    const READABLE: Self = Self::Text;
}

/// What stdout gets from other commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum TextOrJson {
    /// A readable text
    Text,
    /// JSON
    Json,
}

/// What stdout gets from `run`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum SummaryFormat {
    /// A readable summary
    Text,
    /// result.json
    Json,
    /// The summary as Markdown tables, to be pasted
    Markdown,
    /// The summary as LaTeX tables, to be pasted; they need no package
    Latex,
}

impl Shown for SummaryFormat {
    const READABLE: Self = Self::Text;
}

/// `PATH=VALUE`.
pub(super) fn assignment(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((path, value)) if value.trim_start().starts_with('=') => {
            Err(format!("write one `=`: {}={}", path.trim(), value.trim_start_matches(['=', ' '])))
        }
        Some((path, value)) if !path.trim().is_empty() => Ok((path.trim().to_owned(), value.to_owned())),
        _ => Err("expected PATH=VALUE, as in fleets.vta.count=40".to_owned()),
    }
}

/// A precision, with the text that stands for it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Width {
    /// `30min`.
    pub(super) text: String,
    /// What that is.
    pub(super) precision: Precision,
}

impl Width {
    /// The width in hours; none for a share.
    pub(super) fn hours(&self) -> Option<f64> {
        match self.precision {
            Precision::Hours(h) => Some(h),
            Precision::Share(_) => None,
        }
    }
}

/// Reads `1h`, `30min`, `90s` or `2%`.
pub(super) fn width(text: &str) -> Result<Width, String> {
    Ok(Width { text: text.trim().to_owned(), precision: precision(text)? })
}

/// Reads `1h`, `30min` or `90s`.
pub(super) fn width_in_hours(text: &str) -> Result<Width, String> {
    let width = width(text).ok().filter(|width| width.hours().is_some());
    width.ok_or_else(|| "expected a width such as 1h or 30min".to_owned())
}

fn precision(text: &str) -> Result<Precision, String> {
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
        assert!(width_in_hours("2%").is_err());
    }
}
