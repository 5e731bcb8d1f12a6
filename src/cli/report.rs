//! `forceflow report DIR`: write the pages of a folder again.

use std::path::PathBuf;

use clap::Args;

use super::exit::{Exit, Failure, Outcome};
use super::kept::{Folder, changed};
use super::run::open_report;
use super::terminal::Terminal;
use super::verify::files_again;
use crate::report::folder::replace;
use crate::report::{AnyManifest, Files};

/// The files that a report is.
const PAGES: [&str; 2] = ["report.html", "report.md"];

/// Write report.html and report.md of a folder of results again
///
/// Simulates what the manifest says, whichever command wrote the folder, and refuses a folder whose other files are not what
/// that gives.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  forceflow report output/kazakhstan-2022
  forceflow report output/kazakhstan-2022 --open")]
pub(super) struct ReportArgs {
    /// Folder that `forceflow run` or a study (compare, sweep, sensitivity, size, why, backtest) wrote
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Open report.html when it is written
    #[arg(long)]
    open: bool,
    /// Threads; one per core when left out
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    threads: usize,
    /// Write nothing but errors to stderr
    #[arg(long, short)]
    quiet: bool,
}

pub(super) fn report(args: &ReportArgs) -> Outcome {
    let folder = Folder::open(&args.folder)?;
    let terminal = Terminal::new(args.quiet);
    let differing: Vec<String> =
        changed(&folder).into_iter().filter(|file| !PAGES.contains(&file.as_str())).collect();
    if let Some(first) = differing.first() {
        let message = format!("`{}` was changed after it was written: {first}", args.folder.display());
        let again = format!("make it again: {}", folder.manifest.command());
        return Err(Failure::unusable(message).help(again));
    }
    files_again(&folder.manifest, args.threads, terminal, |made| write(&folder, made))?;
    if !args.quiet {
        Terminal::result(&format!("Written to {}\n", args.folder.join(PAGES[0]).display()))?;
    }
    if args.open {
        open_report(&args.folder, terminal);
    }
    Ok(Exit::Done)
}

/// Writes the pages among the files that were made again, if all others are those of the folder.
fn write(folder: &Folder, made: &Files<'_>) -> Result<(), Failure> {
    let outputs = folder.manifest.outputs();
    let mut pages = Files::new();
    for (name, content) in made {
        let hash = content.hash().map_err(|error| Failure::io("make", name.as_ref(), &error))?;
        if PAGES.contains(&name.as_str()) {
            let mut bytes = Vec::new();
            content.write_to(&mut bytes).map_err(|error| Failure::io("make", name.as_ref(), &error))?;
            pages.insert(name.clone(), bytes.into());
        } else if outputs.get(name).is_some_and(|recorded| *recorded != hash) {
            let ours = env!("CARGO_PKG_VERSION");
            let message =
                format!("version {ours} gives another `{name}` than `{}` holds", folder.path.display());
            return Err(
                Failure::unusable(message).help(format!("make it again: {}", folder.manifest.command()))
            );
        }
    }
    let mut manifest: AnyManifest = folder.manifest.clone();
    Ok(replace(&folder.path, &pages, |hashes| {
        manifest.parts_mut().0.extend(hashes);
        manifest
    })?)
}
