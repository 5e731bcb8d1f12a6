//! `forceflow schema`: the JSON Schema of scenario files.

use clap::Args;

use super::exit::Outcome;
use super::terminal::Terminal;
use crate::scenario::schema::schema_text;

/// Print the JSON Schema of scenario files, for completion in an editor
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  forceflow schema > scenario.schema.json")]
pub(super) struct SchemaArgs {}

pub(super) fn schema(_: &SchemaArgs) -> Outcome {
    Terminal::print(&schema_text())
}
