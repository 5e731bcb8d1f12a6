//! `forceflow schema`: the JSON Schema of scenario files.

use clap::Args;

use super::exit::{Exit, Failure, Outcome};
use super::terminal::Terminal;
use crate::scenario::schema::schema_text;

/// Print the JSON Schema of scenario files, for completion in an editor
#[derive(Debug, Args)]
pub(super) struct SchemaArgs {}

pub(super) fn schema(_: &SchemaArgs) -> Outcome {
    let result = Terminal::new(true).result(&schema_text());
    result.map_err(|error| Failure::io("write", std::path::Path::new("standard output"), &error))?;
    Ok(Exit::Done)
}
