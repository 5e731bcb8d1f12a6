//! `forceflow report DIR`: write the pages of a folder again.

use std::path::PathBuf;

use clap::Args;

use super::exit::{Exit, Failure, Outcome};
use super::kept::{Folder, bytes_of, hash_of};
use super::run::open_page;
use super::terminal::Terminal;
use super::verify::files_again;
use crate::report::folder::replace;
use crate::report::{AnyManifest, Files};

/// The files of a report.
const PAGES: [&str; 2] = ["report.html", "report.md"];

/// Write report.html and report.md of a folder of results again
///
/// Simulates what the manifest says, whichever command wrote the folder, and refuses a folder whose other files are not what
/// that gives.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  forceflow report output/kazakhstan-2022
  forceflow report output/kazakhstan-2022 --open
  forceflow report output/kazakhstan-2022 --live --open")]
pub(super) struct ReportArgs {
    /// Folder that `forceflow run` or a study (compare, sweep, sensitivity, size, why, backtest) wrote
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Put the engine into the page of a run (2 MB more): its readers change the scenario there, and it simulates again.
    /// Without the flag, a page that holds the engine is written without it
    #[arg(long)]
    live: bool,
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
    let folder = Folder::open(&args.folder, "forceflow")?;
    let terminal = Terminal::new(args.quiet);
    let changed = folder.changed().into_iter().find(|file| !PAGES.contains(&file.as_str()));
    if let Some(file) = changed {
        return Err(folder.was_changed(&file).help(folder.remedy()));
    }
    let manifest = live(folder.manifest.clone(), args.live)?;
    files_again(&manifest, args.threads, terminal, |made| write(&folder, made, &manifest))?;
    if !args.quiet {
        Terminal::result(&format!("Written to {}\n", args.folder.join(PAGES[0]).display()))?;
    }
    if args.open {
        open_page(&args.folder.join(PAGES[0]), terminal);
    }
    Ok(Exit::Done)
}

/// The manifest of a folder whose page holds the engine, or does not.
fn live(mut manifest: AnyManifest, live: bool) -> Result<AnyManifest, Failure> {
    match &mut manifest {
        AnyManifest::Run(run) => run.live = live,
        AnyManifest::Study(study) if live => {
            let kind = study.kind.name();
            let message =
                format!("--live is for the page of a run, and this folder is of `forceflow {kind}`");
            return Err(Failure::unusable(message).help("run the scenario: forceflow run SCENARIO --live"));
        }
        AnyManifest::Study(_) => {}
    }
    Ok(manifest)
}

/// Writes the pages among the files that were made again from `manifest`, if all others are those of the folder.
fn write(folder: &Folder, made: &Files<'_>, manifest: &AnyManifest) -> Result<(), Failure> {
    let outputs = folder.manifest.outputs();
    let mut pages = Files::new();
    for (name, content) in made {
        if PAGES.contains(&name.as_str()) {
            pages.insert(name.clone(), bytes_of(name, content)?.into());
        } else if let Some(recorded) = outputs.get(name)
            && hash_of(name, content)? != *recorded
        {
            let ours = env!("CARGO_PKG_VERSION");
            let message =
                format!("version {ours} gives another `{name}` than `{}` holds", folder.path.display());
            return Err(Failure::unusable(message).help(folder.remedy()));
        }
    }
    let mut manifest = manifest.clone();
    Ok(replace(&folder.path, &pages, |hashes| {
        manifest.parts_mut().0.extend(hashes);
        manifest
    })?)
}
