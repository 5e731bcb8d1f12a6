//! `forceflow scenarios`: what is inside the program.

use clap::Args;
use serde_json::json;

use super::arguments::TextOrJson;
use super::exit::{Exit, Outcome};
use super::terminal::Terminal;
use crate::escape;
use crate::scenario::shipped::{Group, SCENARIOS, Shipped};

/// List the scenarios inside the program by the names that every command takes
///
/// A path that leads to a file always wins over a name.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  forceflow scenarios
  forceflow scenarios --matching half
  forceflow run kazakhstan-2022
  forceflow init --from kazakhstan-2022-half-fleet")]
pub(super) struct ScenariosArgs {
    /// Only those whose name or title contains this text, in capitals or not; exit code 1 when there is none
    #[arg(long, value_name = "TEXT")]
    matching: Option<String>,
    /// Also the models that are small enough to be worked out by hand
    #[arg(long)]
    all: bool,
    /// A table, or one JSON object a line
    #[arg(long, value_enum, default_value_t = TextOrJson::Text)]
    format: TextOrJson,
}

pub(super) fn scenarios(args: &ScenariosArgs) -> Outcome {
    let mut listed: Vec<(Shipped, String)> = SCENARIOS.map(|one| (one, one.title())).into();
    listed.retain(|(one, _)| args.all || args.matching.is_some() || one.group() != Group::Check);
    if let Some(text) = &args.matching {
        let text = text.to_lowercase();
        listed.retain(|(one, title)| format!("{}\n{title}", one.name()).to_lowercase().contains(&text));
        if listed.is_empty() {
            Terminal::complain(&format!("no scenario inside the program contains `{text}`"));
            return Ok(Exit::No);
        }
    }
    match args.format {
        TextOrJson::Json => Terminal::data(&escape::json(lines(&listed))),
        TextOrJson::Text => Terminal::result(&table(&listed)),
    }
    .map(|()| Exit::Done)
}

fn lines(listed: &[(Shipped, String)]) -> String {
    let line = |(one, title): &(Shipped, String)| {
        let of = json!({"name": one.name(), "group": one.group().name(), "title": title, "file": one.file});
        format!("{of}\n")
    };
    listed.iter().map(line).collect()
}

/// A part for each group that has any.
fn table(listed: &[(Shipped, String)]) -> String {
    let width = listed.iter().map(|(one, _)| one.name().len()).max().unwrap_or(0);
    let mut text = String::new();
    for group in Group::ALL {
        let mut of_group = listed.iter().filter(|(one, _)| one.group() == group).peekable();
        if of_group.peek().is_some() {
            text.push_str(&format!("{}\n", heading(group)));
        }
        for (one, title) in of_group {
            text.push_str(&format!("  {:width$}  {title}\n", one.name()));
        }
    }
    text
}

fn heading(group: Group) -> &'static str {
    match group {
        Group::Scenario => "Scenarios",
        Group::Variant => "Variants",
        Group::Course => "Course (its text is in the page that `forceflow playground` writes)",
        Group::Template => "To begin with",
        Group::Check => "Small enough to be worked out by hand",
    }
}
