//! `forceflow check`: all mistakes of scenarios at once.

use std::path::{Path, PathBuf};

use clap::Args;

use super::arguments::{TextOrJson, assignment};
use super::exit::{Exit, Failure, Outcome};
use super::inputs::without_schema;
use super::terminal::Terminal;
use crate::model::compile;
use crate::scenario::load;

/// Check scenarios and show all the mistakes at once, each with its place and a hint
#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// Scenario or variant files
    #[arg(required = true, value_name = "SCENARIO")]
    scenarios: Vec<PathBuf>,
    /// Change one value of every scenario first; VALUE is JSON, else a string; null removes it
    #[arg(long = "set", value_name = "PATH=VALUE", value_parser = assignment)]
    set: Vec<(String, String)>,
    /// How mistakes are written: text, or one JSON object a line
    #[arg(long, value_enum, default_value_t = TextOrJson::Text)]
    format: TextOrJson,
    /// Say nothing about files without mistakes
    #[arg(long, short)]
    quiet: bool,
}

pub(super) fn check(args: &CheckArgs) -> Outcome {
    let mut exit = Exit::Done;
    for scenario in &without_schema(&args.scenarios, Terminal::new(args.quiet)) {
        if !check_one(args, scenario)? {
            exit = Exit::No;
        }
    }
    Ok(exit)
}

/// Checks one file; says whether it is without mistakes.
fn check_one(args: &CheckArgs, scenario: &Path) -> Result<bool, Failure> {
    let write = Terminal::result;
    let show = |diagnostics: &crate::diagnostic::Diagnostics| match args.format {
        TextOrJson::Json => write(&diagnostics.to_json_lines()),
        TextOrJson::Text => write(&format!("{}\n", diagnostics.render(false).trim_end())),
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
    if !args.quiet && args.format == TextOrJson::Text {
        write(&format!("{}: no mistakes\n", scenario.display()))?;
    }
    Ok(true)
}
