//! `forceflow verify DIR`: run results again from their manifest.

use std::path::{Path, PathBuf};

use clap::Args;

use super::audit::audit_again;
use super::exit::{Exit, Failure, Outcome};
use super::kept::{Folder, bytes_of, hash_of, hash_of_file};
use super::run::again as run_again;
use super::study::again as study_again;
use super::terminal::Terminal;
use super::{backtest, compare, sensitivity, size, sweep, why};
use crate::report::draw::{DATA, DrawnAgain, FigureData};
use crate::report::kind::Kind;
use crate::report::{AnyManifest, Files, Hashes};

/// Run a folder of results again from its manifest and say whether every byte is the same
#[derive(Debug, Args)]
pub(super) struct VerifyArgs {
    /// Folder that `forceflow run` or a study (compare, sweep, sensitivity, size, why, backtest) wrote
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Threads; one per core when left out
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    threads: usize,
    /// Also check a trace of every replication with the independent audit; what it finds is a bug, exit code 4
    #[arg(long)]
    audit: bool,
    /// Say only what differs
    #[arg(long, short)]
    quiet: bool,
}

pub(super) fn verify(args: &VerifyArgs) -> Outcome {
    let manifest = Folder::open(&args.folder, "forceflow")?.manifest;
    let terminal = Terminal::new(args.quiet);
    let again = again(&manifest, args.threads, terminal)?;
    let (version, replications, seed) = match &manifest {
        AnyManifest::Run(run) => (&run.version, run.replications, run.seed),
        AnyManifest::Study(study) => (&study.version, study.replications, study.seed),
    };
    let audited = args.audit.then(|| audit_again(&manifest, args.threads, terminal)).transpose()?;
    let mut report = String::new();
    let mut same = true;
    for (name, hash) in manifest.outputs() {
        let verdict = verdict(&args.folder, name, hash, &again);
        same &= verdict == "same";
        if !args.quiet || verdict != "same" {
            report.push_str(&format!("{verdict:24} {name}\n"));
        }
    }
    if version != env!("CARGO_PKG_VERSION") {
        let ours = env!("CARGO_PKG_VERSION");
        report.push_str(&format!("The results are of version {version}; this is version {ours}.\n"));
    }
    let s = if replications == 1 { "" } else { "s" };
    let answer = if same { "every byte is the same" } else { "not the same" };
    let kind = manifest.kind().name();
    if !args.quiet {
        report.extend(audited);
    }
    report.push_str(&format!("forceflow {kind}, {replications} replication{s}, seed {seed}: {answer}\n"));
    Terminal::result(&report)?;
    Ok(if same { Exit::Done } else { Exit::No })
}

/// The hashes of the files that a manifest gives when it is run again.
fn again(manifest: &AnyManifest, threads: usize, terminal: Terminal) -> Result<Hashes, Failure> {
    files_again(manifest, threads, terminal, |files| with_figures(files, manifest.drawn_again()))
}

/// Gives the files of a manifest, made again, to `then`.
pub(super) fn files_again<T>(
    manifest: &AnyManifest,
    threads: usize,
    terminal: Terminal,
    then: impl FnOnce(&Files<'_>) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let study = match manifest {
        AnyManifest::Run(run) => return run_again(run, threads, then),
        AnyManifest::Study(study) => study,
    };
    let files = match study.kind {
        Kind::Compare => study_again::<compare::Request>(study, threads, terminal),
        Kind::Sweep => study_again::<sweep::Request>(study, threads, terminal),
        Kind::Sensitivity => study_again::<sensitivity::Request>(study, threads, terminal),
        Kind::Size => study_again::<size::Request>(study, threads, terminal),
        Kind::Why => study_again::<why::Request>(study, threads, terminal),
        Kind::Backtest => study_again::<backtest::Request>(study, threads, terminal),
        Kind::Run => Err(Failure::unusable("the manifest of a run lacks its parts")),
    }?;
    then(&files)
}

/// The hashes of files and of the figures that were drawn again from them.
fn with_figures(files: &Files<'_>, drawn_again: &DrawnAgain) -> Result<Hashes, Failure> {
    let mut all = hashes(files)?;
    let Some(data) = files.get(DATA).filter(|_| !drawn_again.is_empty()) else { return Ok(all) };
    let data: FigureData = serde_json::from_slice(&bytes_of(DATA, data)?)
        .map_err(|error| Failure::unusable(format!("{DATA} cannot be read back: {error}")))?;
    for (folder, redrawn) in drawn_again {
        all.extend(hashes(&data.redraw(&format!("{folder}/"), redrawn)?)?);
    }
    Ok(all)
}

/// The hash of each file.
fn hashes(files: &Files<'_>) -> Result<Hashes, Failure> {
    files.iter().map(|(name, content)| Ok((name.clone(), hash_of(name, content)?))).collect()
}

fn verdict(folder: &Path, name: &str, recorded: &str, again: &Hashes) -> &'static str {
    let Ok(on_disk) = hash_of_file(&folder.join(name)) else { return "missing" };
    let Some(made) = again.get(name) else { return "not made again" };
    if on_disk != recorded {
        "changed after the run"
    } else if made == recorded {
        "same"
    } else {
        "differs"
    }
}
