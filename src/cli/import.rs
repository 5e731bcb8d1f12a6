//! `forceflow import`: units from a spreadsheet.

use std::path::{Path, PathBuf};

use clap::Args;

use super::command_line::shell_word;
use super::exit::{Exit, Outcome};
use super::terminal::Terminal;
use super::written::{replace, write_new};
use crate::scenario::import::{COLUMNS, Imported, import, into_scenario};
use crate::scenario::{MOST_BYTES, read_text};
use crate::storage::read::is_stdin;

/// Make units from a spreadsheet that was saved as CSV, one row per unit
#[derive(Debug, Args)]
#[command(after_help = help())]
pub(super) struct ImportArgs {
    /// The table, - for standard input; commas, semicolons or tabs between its cells
    #[arg(value_name = "UNITS.CSV")]
    table: PathBuf,
    /// Scenario to add the units to; the rest of its text stays unchanged. With - it comes from standard input and goes to stdout
    #[arg(long, value_name = "SCENARIO")]
    into: Option<PathBuf>,
    /// File to write: the scenario with the units or, without --into, the units alone; without --out and --into they go to
    /// stdout
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

fn help() -> String {
    let width = COLUMNS.iter().map(|column| column.name.len()).max().unwrap_or(0);
    let mut text = String::from("Columns, in any order (* must be there and be filled):\n");
    for column in COLUMNS {
        let mark = if column.required { '*' } else { ' ' };
        text.push_str(&format!("{mark} {:width$}  {}\n", column.name, column.meaning));
    }
    text.push_str(
        "\nA unit has a lift (to), a march (march_to), or both.\n\nExamples:\n  forceflow import units.csv\n  forceflow import \
         units.csv --into scenario.json\n  forceflow import units.csv --into scenario.json --out larger.json",
    );
    text
}

pub(super) fn run(args: &ImportArgs) -> Outcome {
    let imported = import(&args.table)?;
    let text = match &args.into {
        Some(scenario) => {
            let text = read_text(scenario, MOST_BYTES)?;
            Some(into_scenario(&scenario.display().to_string(), &text, &imported)?)
        }
        None => None,
    };
    match (&args.into, &args.out, text) {
        (_, Some(out), text) => {
            write_new(out, &text.clone().unwrap_or_else(|| imported.fragment()))?;
            said(&imported, out, text.is_some())
        }
        (Some(scenario), None, Some(text)) if is_stdin(scenario) => Terminal::print(&text),
        (Some(scenario), None, Some(text)) => {
            replace(scenario, &text)?;
            said(&imported, scenario, true)
        }
        _ => Terminal::print(&imported.fragment()),
    }
}

fn said(imported: &Imported, file: &Path, runs: bool) -> Outcome {
    let word = shell_word(&file.display().to_string());
    let count = imported.units.len();
    let next = if runs {
        format!("\nNext:\n  forceflow run {word}\n")
    } else {
        "\nNext: copy the contingents into a scenario, or import again with --into SCENARIO\n".to_owned()
    };
    Terminal::result(&format!(
        "{count} unit{} with {} people and {} vehicles, copies included, written to {}\n{next}",
        if count == 1 { "" } else { "s" },
        imported.personnel(),
        imported.vehicles(),
        file.display()
    ))
    .map(|()| Exit::Done)
}
