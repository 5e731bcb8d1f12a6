//! `forceflow verify FOLDER...`: run results again from their manifests. One folder gives a list of its files, several a
//! table.

mod table;

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde::Deserialize;
use serde_json::Value;

use super::audit::audit_again;
use super::below::is_linked;
use super::exit::{Exit, Failure, Outcome};
use super::kept::{Folder, bytes_of, hash_of, hash_of_file};
use super::run::again as run_again;
use super::study::again as study_again;
use super::terminal::Terminal;
use super::{backtest, calibrate, compare, grade, mix, sensitivity, size, sweep, why};
use crate::escape::visible;
use crate::experiment::compare::MOST_REPLICATIONS;
use crate::report::claims::untrue;
use crate::report::draw::{DATA, DrawnAgain, FigureData};
use crate::report::folder::{BESIDE, files_below};
use crate::report::kind::Kind;
use crate::report::page::document::{clipped, clipped_to};
use crate::report::{AnyManifest, Files, Hashes};
use crate::storage::read::{self, MOST_BESIDE};

/// What is said of a file that is as it should be.
const SAME: &str = "same";

/// What is said of a file that is a link.
const LINK: &str = "a link";

/// What is read of a file behind the length that it should have [bytes].
const LONGEST_REST: u64 = 4_096;

/// Files that --quiet names; with more, it says how many.
const MOST_SHOWN: usize = 5;

/// Run folders of results again from their manifests and say whether every byte is the same
///
/// One folder that holds a manifest gives a list of its files. Several folders, and folders that hold others at any depth,
/// give one table, a row each: owner, title, seed, replications, version, closure, verdict, first difference. A folder that
/// cannot be read or made again is a row like any other. Exit code 1 when one is not the same.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  forceflow verify output/kazakhstan-2022
  forceflow verify class/
  forceflow verify class/*/results --format csv --quiet
  forceflow verify output/* --audit")]
pub(super) struct VerifyArgs {
    /// Folders that `forceflow run` or a study (compare, sweep, sensitivity, size, why, backtest) wrote, or that hold such
    /// folders at any depth
    #[arg(value_name = "FOLDER", required = true)]
    folders: Vec<PathBuf>,
    /// Threads; one per core when left out
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    threads: usize,
    /// In a table: do not make again what asks for more replications, points or samples than this, and say so
    #[arg(long, value_name = "N", default_value_t = MOST_REPLICATIONS, value_parser = clap::value_parser!(u32).range(1..))]
    most_replications: u32,
    /// Also check a trace of every replication with the independent audit; what it finds is a bug, exit code 4
    #[arg(long)]
    audit: bool,
    /// What stdout gets; CSV and JSON hold a table, also of one folder
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    format: Format,
    /// Say only what differs
    #[arg(long, short)]
    quiet: bool,
}

/// What stdout gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A readable text
    Text,
    /// A table, a row a folder
    Csv,
    /// The table as JSON
    Json,
}

pub(super) fn verify(args: &VerifyArgs) -> Outcome {
    match args.folders.as_slice() {
        [folder] if args.format == Format::Text && table::is_one(folder) => one(args, folder),
        _ => table::many(args),
    }
}

/// Says of each file of a folder whether it is the same.
fn one(args: &VerifyArgs, folder: &Path) -> Outcome {
    let folder = Folder::open(folder, "forceflow")?;
    let manifest = &folder.manifest;
    let terminal = Terminal::new(args.quiet);
    let untrue = untrue(manifest);
    let Found { verdicts, first, .. } =
        files_again(manifest, args.threads, terminal, |files| found(&folder, files))?;
    let audited = args.audit.then(|| audit_again(manifest, args.threads, terminal)).transpose()?;
    let mut report = String::new();
    let about = about(manifest);
    if !args.quiet {
        report.push_str(&about.lines);
    }
    for claim in &untrue {
        report.push_str(&format!("untrue                   {claim}\n"));
    }
    let wrong: Vec<&(&str, String)> = verdicts.iter().filter(|(verdict, _)| *verdict != SAME).collect();
    if !wrong.is_empty() {
        report.extend(other_numbers(&folder, &about));
    }
    // The whole list of a folder that was made otherwise says no more than its first lines.
    let named: Vec<&(&str, String)> =
        if args.quiet { wrong.iter().copied().take(MOST_SHOWN).collect() } else { verdicts.iter().collect() };
    for (verdict, name) in &named {
        report.push_str(&format!("{verdict:24} {name}\n"));
    }
    if args.quiet && wrong.len() > named.len() {
        report.push_str(&format!("and {} more\n", wrong.len() - named.len()));
    }
    report.extend(first);
    let same = wrong.is_empty() && untrue.is_empty();
    if !args.quiet {
        report.extend(audited);
    }
    report.push_str(&format!("{}: {}\n", about.title, answer(same, wrong.len(), verdicts.len())));
    Terminal::result(&report)?;
    Ok(if same { Exit::Done } else { Exit::No })
}

/// How the last line ends.
fn answer(same: bool, wrong: usize, all: usize) -> String {
    match (same, wrong) {
        (true, _) => "every byte is the same".to_owned(),
        (false, 0) => "not the same: every file is, but the manifest says what is not so".to_owned(),
        (false, 1) => format!("not the same: 1 of {all} files differs"),
        (false, wrong) => format!("not the same: {wrong} of {all} files differ"),
    }
}

/// What a folder says that it holds.
struct About {
    /// Command, replications and seed.
    title: String,
    seed: u64,
    replications: u32,
    /// Title, authors and scenario, a line each.
    lines: String,
    /// Who wrote the first scenario that names somebody.
    owner: String,
    /// Title of the first scenario.
    scenario: String,
}

fn about(manifest: &AnyManifest) -> About {
    let (replications, seed) = (manifest.replications(), manifest.seed());
    let s = if replications == 1 { "" } else { "s" };
    let (mut lines, mut owner, mut titles) = (String::new(), String::new(), Vec::new());
    for (_, hash, scenario) in manifest.scenarios() {
        let text = |value: &Value| visible(&clipped(value.as_str().unwrap_or_default())).replace('\n', " ");
        let title = text(&scenario["title"]);
        lines.push_str(&format!("Scenario    {title} ({})\n", visible(&clipped(hash))));
        titles.push(title);
        let name = |author: &Value| text(author.get("name").unwrap_or(author));
        let authors: Vec<String> = scenario["authors"].as_array().into_iter().flatten().map(name).collect();
        if !authors.is_empty() {
            lines.push_str(&format!("Authors     {}\n", authors.join(", ")));
            if owner.is_empty() {
                owner = authors.join(", ");
            }
        }
    }
    let scenario = titles.into_iter().next().unwrap_or_default();
    let kind = manifest.kind().name();
    let title = format!("forceflow {kind}, {replications} replication{s}, seed {seed}");
    About { title, seed, replications, lines, owner, scenario }
}

/// The cause that explains most: results of another seed, or of another number of replications.
fn other_numbers(folder: &Folder, about: &About) -> Option<String> {
    #[derive(Deserialize)]
    struct Numbers {
        seed: Option<u64>,
        replications: Option<u64>,
    }
    if is_linked(&folder.path, "result.json") {
        return None;
    }
    let text = read::text(&folder.path.join("result.json"), MOST_BESIDE).ok()?;
    let result: Numbers = serde_json::from_str(&text).ok()?;
    let number = |key: &str, said: u64, found: Option<u64>| {
        let found = found.filter(|found| *found != said)?;
        Some(format!("The manifest says {key} {said}, and the results are those of {key} {found}.\n"))
    };
    number("seed", about.seed, result.seed)
        .or_else(|| number("replications", about.replications.into(), result.replications))
}

/// What making a folder again shows.
struct Found {
    /// A verdict for each file.
    verdicts: Vec<(&'static str, String)>,
    /// Where the first file that differs does so, in words.
    first: Option<String>,
    /// Mean closure, made again [h]; none for a study, and where a replication does not close.
    closure_h: Option<f64>,
}

/// Compares a folder with the files that its manifest gives when it is run again.
fn found(folder: &Folder, files: &Files<'_>) -> Result<Found, Failure> {
    let verdicts = verdicts(folder, &with_figures(files, folder.manifest.drawn_again())?)?;
    let mut first = None;
    for (name, content) in files {
        if verdicts.iter().any(|(verdict, of)| [SAME, LINK].contains(verdict) && of == name) {
            continue;
        }
        let Ok(made) = String::from_utf8(bytes_of(name, content)?) else { continue };
        first = difference_in(&folder.path, name, &made);
        if first.is_some() {
            break;
        }
    }
    Ok(Found { verdicts, first, closure_h: closure_h(files)? })
}

/// The mean closure that `result.json` holds [h], if it is among these files and holds one.
fn closure_h(files: &Files<'_>) -> Result<Option<f64>, Failure> {
    #[derive(Deserialize)]
    struct Closure {
        mean: Option<f64>,
    }
    #[derive(Deserialize)]
    struct Head {
        closure_h: Closure,
    }
    let Some(content) = files.get("result.json") else { return Ok(None) };
    let head: Result<Head, _> = serde_json::from_slice(&bytes_of("result.json", content)?);
    Ok(head.ok().and_then(|head| head.closure_h.mean))
}

/// The first line in which a file of a folder differs from the one made again; none where it cannot be read.
pub(super) fn difference_in(folder: &Path, name: &str, made: &str) -> Option<String> {
    // What stands far behind the end of the one made again is different whatever it is.
    let most = made.len() as u64 + LONGEST_REST;
    let there = read::beginning(&folder.join(name), most).ok()?;
    difference(name, &String::from_utf8_lossy(&there), made)
}

/// The first line in which a text differs from the one made again.
fn difference(name: &str, there: &str, made: &str) -> Option<String> {
    let (mut there, mut made) = (there.lines(), made.lines());
    let mut number = 0;
    loop {
        number += 1;
        let (one, other) = (there.next(), made.next());
        if one.is_none() && other.is_none() {
            return None;
        }
        if one != other {
            let shown = |line: Option<&str>| {
                line.map_or_else(
                    || "no line".to_owned(),
                    |line| format!("`{}`", visible(&clipped_to(line.trim(), 80))),
                )
            };
            return Some(format!(
                "{name}, line {number}: {} in the folder, {} made again\n",
                shown(one),
                shown(other)
            ));
        }
    }
}

/// What is to be said of each file: those of the manifest, those that it should name, and those that are no results.
fn verdicts(folder: &Folder, again: &Hashes) -> Result<Vec<(&'static str, String)>, Failure> {
    let outputs = folder.manifest.outputs();
    let mut all: Vec<(&str, String)> =
        outputs.iter().map(|(name, hash)| (verdict(&folder.path, name, hash, again), name.clone())).collect();
    let unnamed = again.keys().filter(|name| !outputs.contains_key(*name));
    all.extend(unnamed.map(|name| ("not in the manifest", name.clone())));
    let there = files_below(&folder.path, "").map_err(|error| Failure::io("read", &folder.path, &error))?;
    let foreign = |name: &&String| {
        !BESIDE.contains(&name.as_str()) && !outputs.contains_key(*name) && !again.contains_key(*name)
    };
    all.extend(there.iter().filter(foreign).map(|name| ("no result", visible(name))));
    Ok(all)
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
    match study.kind {
        Kind::Compare => study_again::<compare::Request, T>(study, threads, terminal, then),
        Kind::Sweep => study_again::<sweep::Request, T>(study, threads, terminal, then),
        Kind::Sensitivity => study_again::<sensitivity::Request, T>(study, threads, terminal, then),
        Kind::Size if mix::asks(&study.request) => {
            study_again::<mix::Request, T>(study, threads, terminal, then)
        }
        Kind::Size => study_again::<size::Request, T>(study, threads, terminal, then),
        Kind::Why => study_again::<why::Request, T>(study, threads, terminal, then),
        Kind::Backtest => study_again::<backtest::Request, T>(study, threads, terminal, then),
        Kind::Calibrate => study_again::<calibrate::Request, T>(study, threads, terminal, then),
        Kind::Grade => study_again::<grade::Request, T>(study, threads, terminal, then),
        Kind::Run => Err(Failure::unusable("the manifest of a run lacks its parts")),
    }
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
    // What a link leads to is nobody's result, and none of it is shown.
    if is_linked(folder, name) {
        return LINK;
    }
    let Ok(on_disk) = hash_of_file(&folder.join(name)) else { return "missing" };
    let Some(made) = again.get(name) else { return "not made again" };
    if on_disk != recorded {
        "changed after the run"
    } else if made == recorded {
        SAME
    } else {
        "differs"
    }
}
