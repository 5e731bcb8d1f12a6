//! `forceflow paths`: every path that `--set` can change.

use clap::Args;
use serde_json::json;

use super::arguments::{ScenarioArgs, TextOrJson};
use super::embedded::load;
use super::exit::{Exit, Outcome};
use super::terminal::Terminal;
use crate::escape;
use crate::scenario::path::is_listed;
use crate::scenario::reference::{Entry, entries};
use crate::scenario::tree::{Data, Node};

/// List every path that --set can change, with its value and what it rests on
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  forceflow paths scenarios/kazakhstan-2022.json --matching count
  forceflow paths scenarios/checks/air-bridge.json --all --matching terminal")]
pub(super) struct PathsArgs {
    #[command(flatten)]
    scenario: ScenarioArgs,
    /// Only paths that contain this text; exit code 1 when there is none
    #[arg(long, value_name = "TEXT")]
    matching: Option<String>,
    /// Keys that could be set as well: their kind and default in the place of a value
    #[arg(long)]
    all: bool,
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
    let mut open = if args.all { settable(&loaded.root) } else { Vec::new() };
    if let Some(text) = &args.matching {
        open.retain(|(path, _)| path.contains(text));
    }
    if let (Some(text), true) = (&args.matching, leaves.is_empty() && open.is_empty()) {
        Terminal::complain(&format!("no path of `{}` contains `{text}`", args.scenario.scenario.display()));
        return Ok(Exit::No);
    }
    let mut text = String::new();
    let lengths = leaves.iter().map(|leaf| leaf.path.len()).chain(open.iter().map(|(path, _)| path.len()));
    let width = lengths.max().unwrap_or(0);
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
    for (path, entry) in &open {
        let default = entry.default.as_deref();
        match args.format {
            TextOrJson::Json => {
                let line = json!({ "path": path, "settable": true, "kind": entry.kind, "default": default });
                text.push_str(&format!("{line}\n"));
            }
            TextOrJson::Text => {
                let default = default.map_or_else(String::new, |default| format!(", default {default}"));
                text.push_str(&format!("{path:width$}  ({}{default})\n", entry.kind));
            }
        }
    }
    match args.format {
        TextOrJson::Json => Terminal::data(&escape::json(text)),
        TextOrJson::Text => Terminal::result(&text),
    }
    .map(|()| Exit::Done)
}

/// Keys that objects of the scenario do not have and could have, in the order of the reference.
fn settable(root: &Node) -> Vec<(String, &'static Entry)> {
    let mut found = Vec::new();
    for entry in entries().iter().filter(|entry| is_listed(entry.path.split('.').next().unwrap_or_default()))
    {
        let segments: Vec<&str> = entry.path.split('.').collect();
        let Some((last, parents)) = segments.split_last() else { continue };
        for (path, node) in owners(root, parents) {
            // A choice that is made by its only key has no room for another.
            let chosen = is_choice(&path, last, node);
            if node.child(last).is_none() && !chosen {
                let path = if path.is_empty() { (*last).to_owned() } else { format!("{path}.{last}") };
                found.push((path, entry));
            }
        }
    }
    found
}

/// Keys of which an object has one.
const KINDS: [&[&str]; 4] = [
    &["march", "lift"],
    &["at", "after_h", "after_unit"],
    &["terminal_closed", "route_blocked", "fleet_cut", "mandate_late"],
    &["triangular", "uniform", "normal", "lognormal", "exponential", "weibull", "empirical"],
];

/// Whether a key is one of several of which an object has only one: the kind of a leg, an instant, an effect.
fn is_choice(path: &str, key: &str, node: &Node) -> bool {
    let Data::Object(members) = &node.data else { return true };
    let of = |kinds: &&[&str]| {
        kinds.contains(&key) && members.keys().any(|member| kinds.contains(&member.as_str()))
    };
    let in_part = path.rsplit('.').nth(1) == Some("parts");
    !in_part && KINDS.iter().any(of)
}

/// The objects at a path of the reference, with their own paths.
fn owners<'a>(root: &'a Node, segments: &[&str]) -> Vec<(String, &'a Node)> {
    let mut here = vec![(String::new(), root)];
    for segment in segments {
        let mut next = Vec::new();
        for (path, node) in here {
            let join = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
            match (&node.data, *segment) {
                (Data::Object(members), "ID") => {
                    let named = members.iter().filter(|(key, _)| *key != "notes");
                    next.extend(named.map(|(key, child)| (join(key), child)));
                }
                (Data::List(items), "0") => {
                    next.extend(
                        items.iter().enumerate().map(|(index, child)| (join(&index.to_string()), child)),
                    );
                }
                _ => next.extend(node.child(segment).map(|child| (join(segment), child))),
            }
        }
        here = next;
    }
    here
}

fn basis(evidence: &crate::scenario::Evidence) -> String {
    let source = evidence.source.as_ref().map(|source| format!("source {source}"));
    let factor = if evidence.scale { " times" } else { "" };
    let range = evidence.low.zip(evidence.high).map(|(low, high)| format!("assumed {low}..{high}{factor}"));
    [source, range].into_iter().flatten().collect::<Vec<_>>().join(", ")
}
