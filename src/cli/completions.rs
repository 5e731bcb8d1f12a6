//! `forceflow completions`: completion scripts for shells.

use clap::Args;
use clap_complete::Shell;

use super::exit::Outcome;
use super::terminal::Terminal;

/// Print a completion script for a shell
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  forceflow completions bash > forceflow.bash")]
pub(super) struct CompletionsArgs {
    /// Shell
    shell: Shell,
}

pub(super) fn completions(args: &CompletionsArgs) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut super::command(), "forceflow", &mut script);
    let text = String::from_utf8_lossy(&script);
    Terminal::print(&text)
}
