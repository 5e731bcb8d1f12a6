//! `forceflow init`: a scenario to begin with.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::command_line::shell_word;
use super::exit::{Exit, Outcome};
use super::grade::assignment;
use super::inputs::scenario_name;
use super::terminal::Terminal;
use super::written::write_new;
use crate::diagnostic::Diagnostics;
use crate::scenario::standalone::standalone;
use crate::scenario::{Loaded, load, load_shipped};

/// Write a scenario to begin with; its notes say what each part is for
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  forceflow init
  forceflow init my-force --template mixed
  forceflow init base.json --template kazakhstan
  forceflow init --from kazakhstan-2022-half-fleet
  forceflow init --assignment homework")]
pub(super) struct InitArgs {
    /// Name of the scenario or of its file, scenario.json when left out, or the name that --from says; .json is added where it
    /// is missing
    #[arg(value_name = "NAME_OR_FILE")]
    file: Option<PathBuf>,
    /// Write an assignment for a class into this folder instead: base, goals with points, what may be changed, and a text
    /// for students; `grade --assignment` reads it
    #[arg(long, value_name = "DIR", conflicts_with_all = ["file", "template", "from"])]
    assignment: Option<PathBuf>,
    /// What it begins with
    #[arg(long, value_enum, default_value_t = Beginning::Airlift, value_name = "TEMPLATE")]
    template: Beginning,
    /// Begin with a shipped scenario, by its name (`forceflow scenarios` lists them), or with any scenario or variant file: what
    /// it is based on and includes is written out
    #[arg(long, value_name = "SCENARIO", conflicts_with = "template")]
    from: Option<PathBuf>,
}

/// What a scenario begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Beginning {
    /// The base case, from the public record, with all its sources
    Kazakhstan,
    /// An air bridge between two airfields
    Airlift,
    /// Columns on the road
    Road,
    /// Trains on one line
    Rail,
    /// Roll-on ships and a ferry to one port
    Sea,
    /// Air, rail and road to one place
    Mixed,
    /// Relief flights to a small airfield with slots, from the record of 2010
    Relief,
}

impl Beginning {
    /// Reads it from the program: a file of that name in the folder of the user is another one.
    fn load(self) -> Result<Loaded, Diagnostics> {
        load_shipped(match self {
            Self::Kazakhstan => "kazakhstan-2022",
            Self::Airlift => "templates/airlift",
            Self::Road => "templates/road",
            Self::Rail => "templates/rail",
            Self::Sea => "templates/sea",
            Self::Mixed => "templates/mixed",
            Self::Relief => "relief-airfield",
        })
    }
}

pub(super) fn init(args: &InitArgs) -> Outcome {
    if let Some(folder) = &args.assignment {
        let text = assignment::write(folder)?;
        return Terminal::result(&text).map(|()| Exit::Done);
    }
    let begun = match &args.from {
        Some(scenario) => load(scenario, &[])?,
        None => args.template.load()?,
    };
    let name = || args.from.as_deref().map_or_else(|| "scenario".to_owned(), scenario_name);
    let file = with_ending(&args.file.clone().unwrap_or_else(|| name().into()));
    write_new(&file, &standalone(&begun))?;
    let word = shell_word(&file.display().to_string());
    let text = format!(
        "wrote {}\n\nNext:\n  forceflow check {word}    its mistakes, as you change it\n  forceflow run {word}      simulate, \
         summarise, draw\n  forceflow why {word}      what the hours were spent on\n  forceflow paths {word}    all that --set can \
         change\n  forceflow schema > scenario.schema.json    completion in an editor; put it beside the file\n",
        file.display()
    );
    Terminal::result(&text).map(|()| Exit::Done)
}

/// Adds `.json` to a name without that ending.
fn with_ending(file: &Path) -> PathBuf {
    if file.extension().is_some_and(|ending| ending == "json") {
        return file.to_owned();
    }
    let mut name = file.as_os_str().to_owned();
    name.push(".json");
    name.into()
}
