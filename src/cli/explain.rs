//! `forceflow explain CODE-or-KEY`: what a diagnostic or a key of a scenario means.

use clap::Args;

use super::exit::{Failure, Outcome};
use super::terminal::Terminal;
use crate::diagnostic::register::entries;
use crate::diagnostic::similar;
use crate::scenario::reference;

/// Explain a diagnostic by its code, or a key of a scenario: meaning, unit, default, example
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  forceflow explain fleets.count
  forceflow explain terminal
  forceflow explain E1203")]
pub(super) struct ExplainArgs {
    /// Code, such as E1203, or key, such as fleets.count or terminal; ids may be left out
    #[arg(value_name = "CODE-or-KEY")]
    code: String,
}

/// Entries of keys that are shown in full; of more, their paths are.
const MOST_IN_FULL: usize = 3;

pub(super) fn explain(args: &ExplainArgs) -> Outcome {
    let wanted = args.code.to_ascii_uppercase();
    if let Some(entry) = entries().find(|entry| entry.code.as_str() == wanted) {
        return Terminal::print(&entry.to_markdown());
    }
    let found = reference::find(&args.code);
    match found.len() {
        0 => Err(unknown(&args.code, &wanted)),
        1..=MOST_IN_FULL => {
            let texts: Vec<String> = found.iter().map(|entry| entry.to_text()).collect();
            Terminal::print(&texts.join("\n"))
        }
        count => {
            let lines: Vec<String> =
                found.iter().map(|entry| format!("  {}  {}\n", entry.path, entry.meaning)).collect();
            Terminal::print(&format!("{count} keys end so; name one of them:\n{}", lines.concat()))
        }
    }
}

/// What is said of a word that is neither a code nor a key.
fn unknown(word: &str, wanted: &str) -> Failure {
    let is_code =
        wanted.starts_with(['E', 'W']) && wanted[1..].chars().all(|c| c.is_ascii_digit()) && wanted.len() > 1;
    if is_code {
        let near = similar(wanted, entries().map(|entry| entry.code.as_str()));
        let near = near.map_or_else(String::new, |near| format!("the nearest is {near}; "));
        return Failure::unusable(format!("there is no code `{word}`"))
            .help(format!("{near}docs/errors.md lists them all"));
    }
    let keys = || reference::entries().iter().filter_map(|entry| entry.path.rsplit('.').next());
    let last = word.rsplit('.').next().unwrap_or_default();
    let help = match similar(last, keys()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "name a code such as E1203, or a key such as fleets.count; docs/reference.md lists all keys"
            .to_owned(),
    };
    Failure::unusable(format!("there is no code and no key `{word}`")).help(help)
}
