//! `forceflow paths`: every path that `--set` can change.

use clap::Args;
use serde_json::json;

use super::arguments::{ScenarioArgs, TextOrJson};
use super::embedded::load;
use super::exit::{Exit, Outcome};
use super::terminal::Terminal;
use crate::escape;

/// List every path that --set can change, with its value and what it rests on
#[derive(Debug, Args)]
pub(super) struct PathsArgs {
    #[command(flatten)]
    scenario: ScenarioArgs,
    /// Only paths that contain this text; exit code 1 when there is none
    #[arg(long, value_name = "TEXT")]
    matching: Option<String>,
    /// A table, or one JSON object a line
    #[arg(long, value_enum, default_value_t = TextOrJson::Text)]
    format: TextOrJson,
}

pub(super) fn paths(args: &PathsArgs) -> Outcome {
    let loaded = load(&args.scenario.scenario, &args.scenario.set)?;
    let mut leaves = loaded.leaves();
    if let Some(text) = &args.matching {
        leaves.retain(|leaf| leaf.path.contains(text));
    }
    if let (Some(text), true) = (&args.matching, leaves.is_empty()) {
        Terminal::complain(&format!("no path of `{}` contains `{text}`", args.scenario.scenario.display()));
        return Ok(Exit::No);
    }
    let mut text = String::new();
    let width = leaves.iter().map(|leaf| leaf.path.len()).max().unwrap_or(0);
    for leaf in &leaves {
        let basis = leaf.evidence.as_ref().map_or_else(String::new, basis);
        match args.format {
            TextOrJson::Json => {
                let line = json!({ "path": leaf.path, "value": leaf.value, "evidence": leaf.evidence });
                text.push_str(&format!("{line}\n"));
            }
            TextOrJson::Text => {
                let line = format!("{:width$}  {}  {basis}", leaf.path, leaf.value);
                text.push_str(line.trim_end());
                text.push('\n');
            }
        }
    }
    match args.format {
        TextOrJson::Json => Terminal::data(&escape::json(text)),
        TextOrJson::Text => Terminal::result(&text),
    }
    .map(|()| Exit::Done)
}

fn basis(evidence: &crate::scenario::Evidence) -> String {
    let source = evidence.source.as_ref().map(|source| format!("source {source}"));
    let factor = if evidence.scale { " times" } else { "" };
    let range = evidence.low.zip(evidence.high).map(|(low, high)| format!("assumed {low}..{high}{factor}"));
    [source, range].into_iter().flatten().collect::<Vec<_>>().join(", ")
}
