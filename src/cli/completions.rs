//! `forceflow completions`: completion scripts for shells.

use clap::Args;
use clap_complete::Shell;

use super::exit::{Exit, Failure, Outcome};
use super::terminal::Terminal;

/// Print a completion script for a shell
#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    /// Shell
    shell: Shell,
}

pub(super) fn completions(args: &CompletionsArgs) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut super::command(), "forceflow", &mut script);
    let text = String::from_utf8_lossy(&script);
    let result = Terminal::new(true).result(&text);
    result.map_err(|error| Failure::io("write", std::path::Path::new("standard output"), &error))?;
    Ok(Exit::Done)
}
