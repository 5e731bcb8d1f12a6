//! `forceflow explain CODE`: what a diagnostic means.

use clap::Args;

use super::exit::{Failure, Outcome};
use super::terminal::Terminal;
use crate::diagnostic::register::entries;

/// Explain a diagnostic by its code, with an example of the mistake and of the remedy
#[derive(Debug, Args)]
pub(super) struct ExplainArgs {
    /// Code, such as E1203
    #[arg(value_name = "CODE")]
    code: String,
}

pub(super) fn explain(args: &ExplainArgs) -> Outcome {
    let wanted = args.code.to_ascii_uppercase();
    let Some(entry) = entries().find(|entry| entry.code.as_str() == wanted) else {
        let known: Vec<&str> = entries().map(|entry| entry.code.as_str()).collect();
        return Err(Failure::unusable(format!("there is no code `{}`", args.code))
            .help(format!("the codes are {}", known.join(", "))));
    };
    Terminal::print(&entry.to_markdown())
}
