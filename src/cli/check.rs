//! `forceflow check`: all mistakes of scenarios at once.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::arguments::{TextOrJson, assignment};
use super::embedded::load;
use super::exit::{Exit, Failure, Outcome};
use super::inputs::without_schema;
use super::terminal::Terminal;
use crate::chart::{Chart, Format, Style};
use crate::experiment::uncertainty::{Drawable, UncertaintyError};
use crate::model::compile;
use crate::report::map::before_run;
use crate::scenario::{Loaded, Scenario};

/// Draws that are tried of a scenario with ranges: what one end alone does not show, some of them do.
const DRAWS: u32 = 8;

/// Check scenarios and show all the mistakes at once, each with its place and a hint
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  forceflow check scenarios/kazakhstan-2022.json
  forceflow check scenarios/checks/air-bridge.json --set fleets.bridge.count=12 --map map.svg")]
pub(super) struct CheckArgs {
    /// Scenario or variant files, or names of shipped scenarios
    #[arg(required = true, value_name = "SCENARIO")]
    scenarios: Vec<PathBuf>,
    /// Change one value of every scenario first; VALUE is JSON, else a string; null removes it
    #[arg(long = "set", value_name = "PATH=VALUE", value_parser = assignment)]
    set: Vec<(String, String)>,
    /// How mistakes are written: text, or one JSON object a line
    #[arg(long, value_enum, default_value_t = TextOrJson::Text)]
    format: TextOrJson,
    /// Draw the scenario as a map before any run: places, ways that units and carriers may take, bases
    #[arg(long, value_name = "FILE.svg|.png|.pdf")]
    map: Option<PathBuf>,
    /// Say nothing about files without mistakes
    #[arg(long, short)]
    quiet: bool,
}

pub(super) fn check(args: &CheckArgs) -> Outcome {
    let map = map(args)?;
    let mut exit = Exit::Done;
    for scenario in &without_schema(&args.scenarios, Terminal::new(args.quiet)) {
        if !check_one(args, scenario, map)? {
            exit = Exit::No;
        }
    }
    Ok(exit)
}

/// Checks one file and draws it where a map is asked for; says whether it is without mistakes.
fn check_one(args: &CheckArgs, scenario: &Path, map: Option<(&Path, Format)>) -> Result<bool, Failure> {
    let write = Terminal::result;
    let show = |diagnostics: &crate::diagnostic::Diagnostics| match args.format {
        TextOrJson::Json => Terminal::data(&diagnostics.to_json_lines()),
        TextOrJson::Text => Terminal::findings(diagnostics),
    };
    let loaded = match load(scenario, &args.set) {
        Ok(loaded) => loaded,
        Err(diagnostics) => {
            show(&diagnostics)?;
            return Ok(false);
        }
    };
    if !loaded.warnings.is_empty() {
        show(&loaded.warnings)?;
    }
    if let Err(error) = compile(&loaded.scenario) {
        write(&format!("{}: {error}\n", scenario.display()))?;
        return Ok(false);
    }
    if let Err(error) = draws_can_run(&loaded) {
        write(&format!("{}: with --uncertain, {error}\nhelp: {}\n", scenario.display(), error.help()))?;
        return Ok(false);
    }
    if let Some((file, format)) = map {
        draw_map(&loaded.scenario, file, format)?;
    }
    if !args.quiet && args.format == TextOrJson::Text {
        write(&format!("{}: no mistakes\n", scenario.display()))?;
    }
    Ok(true)
}

/// Whether `--uncertain` can draw what a scenario calls uncertain: both ends of each range, and some draws.
fn draws_can_run(loaded: &Loaded) -> Result<(), UncertaintyError> {
    let drawable = Drawable::new(loaded);
    if drawable.assumptions().is_empty() { Ok(()) } else { drawable.check_with_draws(DRAWS) }
}

/// Draws a scenario as a map into a file.
fn draw_map(scenario: &Scenario, file: &Path, format: Format) -> Result<(), Failure> {
    let bytes = before_run(scenario).figure(&Style::default())?.encoded(format)?;
    std::fs::write(file, bytes).map_err(|error| Failure::io("write", file, &error))
}

/// The file of the map that is asked for, with the format that its ending says. Refuses one that could not be drawn, before
/// any work.
fn map(args: &CheckArgs) -> Result<Option<(&Path, Format)>, Failure> {
    let Some(file) = &args.map else { return Ok(None) };
    if args.scenarios.len() > 1 {
        return Err(Failure::unusable("a map shows one scenario").help("check the others without --map"));
    }
    let refused = || {
        Failure::unusable(format!("`{}` does not end in .svg, .png or .pdf", file.display()))
            .help("the ending says how the map is drawn")
    };
    Ok(Some((file, format_of(file).ok_or_else(refused)?)))
}

/// The format that the ending of a file says.
fn format_of(file: &Path) -> Option<Format> {
    let ending = file.extension()?.to_str()?;
    Format::value_variants().iter().copied().find(|format| format.ending() == ending)
}
