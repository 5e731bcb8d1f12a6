//! `forceflow playground`: all scenarios, an editor and the engine in one page.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use clap::Args;

use super::exit::{Exit, Failure, Outcome};
use super::open::open_page;
use super::terminal::Terminal;
use super::written::{replace, write_new};
use crate::report::page::playground::{is_ours, page};
use crate::storage::read;

/// Bytes at the beginning of a file that tell whether this command wrote it.
const BEGINNING: u64 = 2_000;

/// Write one page with all scenarios, the course, an editor and the engine
///
/// The page opens from disk and needs no program, server or network: choose a scenario, edit it, run it, ask why, compare, download.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  forceflow playground --open
  forceflow playground --out course.html")]
pub(super) struct PlaygroundArgs {
    /// File of the page; one that this command wrote is replaced
    #[arg(long, value_name = "FILE", default_value = "playground.html")]
    out: PathBuf,
    /// Open it when it is written
    #[arg(long)]
    open: bool,
    /// Write nothing but errors to stderr
    #[arg(long, short)]
    quiet: bool,
}

pub(super) fn playground(args: &PlaygroundArgs) -> Outcome {
    match beginning(&args.out)? {
        None => write_new(&args.out, &page())?,
        Some(text) if is_ours(&text) => replace(&args.out, &page())?,
        Some(_) => {
            let message =
                format!("`{}` is no page of this command, and nothing was written", args.out.display());
            return Err(
                Failure::unusable(message).help("choose another name with --out, or move the file away")
            );
        }
    }
    if !args.quiet {
        Terminal::result(&format!("Written to {}\n", args.out.display()))?;
    }
    if args.open {
        open_page(&args.out, Terminal::new(args.quiet));
    }
    Ok(Exit::Done)
}

/// The beginning of a file; nothing where there is no file.
fn beginning(file: &Path) -> Result<Option<String>, Failure> {
    match read::beginning(file, BEGINNING) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::io("read", file, &error)),
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
    }
}
