//! `forceflow compare`: scenarios or result folders against the first of them, under the same draws.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use clap::{Args, ValueEnum};
use serde::{Deserialize, Serialize};

use super::common::{CommandLine, Width, assignment, compiled, width};
use super::exit::{Exit, Failure, Outcome};
use super::inputs::{Input, inputs, warn_if_stored_differs};
use super::run::{chart_failure, folder_failure};
use super::study::{self, CHANCE, DRAWN, POINTS, Study, Work, studied, uncertain_failure};
use super::terminal::Terminal;
use crate::experiment::Precision;
use crate::experiment::compare::{
    CompareOptions, Comparison, MOST_REPLICATIONS, System, changes, compare as run,
};
use crate::experiment::kept::Keeper;
use crate::experiment::uncertainty::{Drawable, Point};
use crate::report::folder::check_target;
use crate::report::manifest::{Kind, StudyManifest, to_json};
use crate::report::{Files, comparison};
use crate::scenario::load_value;

/// Compare scenarios, variants or result folders with the first of them, under the same draws
///
/// Says by how much closure differs, with its interval, what differs in the scenarios, and where the hours went.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  forceflow compare scenarios/kazakhstan-2022.json --set fleets.vta-ivanovo.count=10
  forceflow compare baseline.json students/*.json --format csv
  forceflow compare output/a output/b output/c --select-best 1h")]
pub(super) struct CompareArgs {
    /// Scenarios, variants or folders that `forceflow run` wrote; the first is the baseline
    #[arg(value_name = "SCENARIO|DIR", required = true)]
    pub(super) inputs: Vec<PathBuf>,
    /// Compare one scenario with itself changed; may be repeated, all changes together are the alternative
    #[arg(long = "set", value_name = "PATH=VALUE", value_parser = assignment)]
    pub(super) set: Vec<(String, String)>,
    /// Seed of the random numbers; that of the first result folder, or 1, when left out
    #[arg(long, value_name = "N", help_heading = "Replications")]
    seed: Option<u64>,
    /// Replications; those of the first result folder, or 200, when left out
    #[arg(long, short = 'n', value_name = "N", value_parser = clap::value_parser!(u32).range(1..),
          help_heading = "Replications")]
    replications: Option<u32>,
    /// Stop when the half-width of every difference is this small: 1h or 30min (--replications is then the most,
    /// 100,000 unless given)
    #[arg(long, value_name = "WIDTH", value_parser = hours_wide, help_heading = "Replications")]
    precision: Option<Width>,
    /// Select the earliest by racing, if it leads by this much: 1h or 30min
    #[arg(long, value_name = "WIDTH", value_parser = hours_wide, help_heading = "Replications")]
    select_best: Option<Width>,
    /// Draw the range of every assumption that all share once per replication, the same draws for all
    #[arg(long, help_heading = "Replications")]
    uncertain: bool,
    /// Threads; one per core when left out
    #[arg(
        long,
        value_name = "N",
        default_value_t = 0,
        hide_default_value = true,
        help_heading = "Replications"
    )]
    threads: usize,
    /// Folder for the results; output/compare-<names>/ when left out
    #[arg(long, value_name = "DIR", help_heading = "Output")]
    out: Option<PathBuf>,
    /// Folder of finished replications, from which an interrupted comparison goes on
    #[arg(long, value_name = "DIR", default_value = POINTS, help_heading = "Output")]
    points: PathBuf,
    /// What stdout gets
    #[arg(long, value_enum, default_value_t = Shown::Text, value_name = "FORMAT", help_heading = "Output")]
    format: Shown,
    /// Draw no charts
    #[arg(long, help_heading = "Output")]
    no_charts: bool,
    /// Nothing on stderr but errors
    #[arg(long, short, help_heading = "Output")]
    quiet: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Shown {
    /// A readable comparison
    Text,
    /// comparison.json
    Json,
    /// A ranked table
    Csv,
    /// A ranked table and the differences
    Markdown,
}

/// A width in hours.
fn hours_wide(text: &str) -> Result<Width, String> {
    width(text).and_then(|width| match width.precision {
        Precision::Hours(_) => Ok(width),
        Precision::Share(_) => Err("expected a width such as 1h or 30min".to_owned()),
    })
}

fn hours_of(width: Option<&Width>) -> Option<f64> {
    width.and_then(|width| match width.precision {
        Precision::Hours(h) => Some(h),
        Precision::Share(_) => None,
    })
}

/// All that a comparison is told and that changes a byte of its results.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Request {
    seed: u64,
    replications: u32,
    precision_h: Option<f64>,
    select_best_h: Option<f64>,
    uncertain: bool,
    charts: bool,
}

pub(super) fn compare(args: &CompareArgs) -> Outcome {
    let started = Instant::now();
    let terminal = Terminal::new(args.quiet);
    let inputs = inputs(&args.inputs, &args.set)?;
    let target = args.out.clone().unwrap_or_else(|| target(&inputs));
    check_target(&target).map_err(|error| folder_failure(&error))?;
    let request = asked(args, &inputs);
    let command = reproduce(args, &request);
    let interrupted = study::on_interrupt(terminal);
    let keeper = Keeper { folder: Some(&args.points), interrupted: &interrupted };
    let work = Work { threads: args.threads, terminal, keeper, command: &command };
    let (found, systems) = compared(&inputs, &request, work)?;
    for (input, system) in inputs.iter().zip(&systems) {
        warn_if_stored_differs(terminal, input, system, (request.seed, request.uncertain));
    }
    let finished = Study {
        kind: Kind::Compare,
        request: &request,
        seed: request.seed,
        replications: found.replications as u32,
        scenarios: inputs.iter().map(|input| studied(input.name.clone(), &input.loaded)).collect(),
        command: command.clone(),
        started,
        threads: args.threads,
    };
    finished.write(&files(&request, &found, &systems)?, &target)?;
    let shown = match args.format {
        Shown::Text => {
            let text = comparison::text(&found);
            format!(
                "{text}\nBands       {}\nWritten to {}\nReproduce   {command}\n",
                found.bands,
                target.display()
            )
        }
        Shown::Json => String::from_utf8_lossy(&to_json(&found)).into_owned(),
        Shown::Csv => comparison::csv(&found),
        Shown::Markdown => comparison::markdown(&found),
    };
    let written = terminal.result(&shown);
    written.map_err(|error| Failure::io("write", Path::new("standard output"), &error))?;
    Ok(Exit::Done)
}

/// The files that a comparison gives again from its manifest.
pub(super) fn again(
    manifest: &StudyManifest,
    threads: usize,
    terminal: Terminal,
) -> Result<Files<'static>, Failure> {
    let request: Request = study::request(manifest)?;
    let input = |studied: &crate::report::manifest::StudiedScenario| {
        let loaded = load_value(&studied.name, &studied.scenario)?;
        Ok(Input { name: studied.name.clone(), loaded, stored: None })
    };
    let inputs = manifest.scenarios.iter().map(input).collect::<Result<Vec<Input>, Failure>>()?;
    let never = AtomicBool::new(false);
    let work = Work { threads, terminal, keeper: Keeper { folder: None, interrupted: &never }, command: "" };
    let (found, systems) = compared(&inputs, &request, work)?;
    files(&request, &found, &systems)
}

/// What is asked for, with what the first result folder says where the command line is silent.
fn asked(args: &CompareArgs, inputs: &[Input]) -> Request {
    let first = inputs.iter().find_map(|input| input.stored.as_ref());
    let most = if args.precision.is_some() { MOST_REPLICATIONS } else { 200 };
    let given = first.map(|stored| stored.replications).filter(|_| args.precision.is_none());
    Request {
        seed: args.seed.or(first.map(|stored| stored.seed)).unwrap_or(1),
        replications: args.replications.or(given).unwrap_or(most),
        precision_h: hours_of(args.precision.as_ref()),
        select_best_h: hours_of(args.select_best.as_ref()),
        uncertain: args.uncertain || first.is_some_and(|stored| stored.uncertain),
        charts: !args.no_charts,
    }
}

fn compared(
    inputs: &[Input],
    request: &Request,
    work: Work<'_>,
) -> Result<(Comparison, Vec<System>), Failure> {
    let fixed = if request.uncertain { fixed(inputs) } else { Vec::new() };
    let (mut systems, mut drawn) = (Vec::new(), 0);
    for input in inputs {
        let drawable = request.uncertain.then(|| Drawable::new(&input.loaded).without(&fixed));
        let drawable = drawable.filter(|drawable| !drawable.assumptions().is_empty());
        if let Some(drawable) = &drawable {
            drawable.check().map_err(|error| uncertain_failure(&error))?;
            drawn += 1;
        }
        let point = Point::of(compiled(&input.loaded)?, drawable);
        systems.push(System::new(
            input.name.clone(),
            input.loaded.resolved.clone(),
            input.loaded.hash(),
            point,
        ));
    }
    if request.uncertain && drawn == 0 {
        return Err(Failure::unusable("there is nothing to draw: what has a range is what is compared")
            .help("leave out --uncertain, or give other assumptions a range in `evidence`"));
    }
    let options = CompareOptions {
        seed: request.seed,
        replications: request.replications,
        precision_h: request.precision_h,
        select_best_h: request.select_best_h,
        bands: if request.uncertain { DRAWN } else { CHANCE },
        threads: work.threads,
        keeper: work.keeper,
    };
    let due = u64::from(if request.precision_h.is_some() { 20 } else { request.replications });
    let bar = work.terminal.progress(due * inputs.len() as u64, "replications");
    let found = run(&mut systems, &options, |progress| {
        bar.set_length(progress.due);
        bar.set_position(progress.done);
    });
    bar.finish_and_clear();
    match found.map_err(|error| work.failure(&error))? {
        Some(found) => Ok((found, systems)),
        None => Err(Failure::unusable("a comparison needs two scenarios")
            .help("name a second one, or change the first with --set PATH=VALUE")),
    }
}

/// Paths at which the scenarios differ: what is compared is not drawn.
fn fixed(inputs: &[Input]) -> Vec<String> {
    let Some((baseline, alternatives)) = inputs.split_first() else { return Vec::new() };
    let mut paths: Vec<String> = alternatives
        .iter()
        .flat_map(|alternative| changes(&baseline.loaded.resolved, &alternative.loaded.resolved))
        .map(|change| change.path)
        .collect();
    paths.sort();
    paths.dedup();
    paths
}

fn files(request: &Request, found: &Comparison, systems: &[System]) -> Result<Files<'static>, Failure> {
    comparison::files(found, systems, request.charts).map_err(|error| chart_failure(&error))
}

fn target(inputs: &[Input]) -> PathBuf {
    let plain = |c: char| if c.is_ascii_alphanumeric() || "-_.=".contains(c) { c } else { '_' };
    let names: Vec<String> =
        inputs.iter().map(|input| input.name.chars().map(plain).collect::<String>()).collect();
    let mut name = format!("compare-{}", names.join("-"));
    if name.len() > 120 {
        let hash = blake3::hash(name.as_bytes()).to_hex();
        name = format!("{}-{}", name.chars().take(100).collect::<String>(), &hash[..12]);
    }
    Path::new("output").join(name)
}

/// The exact command that gives the same results.
fn reproduce(args: &CompareArgs, request: &Request) -> String {
    let points = Some(&args.points).filter(|points| points.as_path() != Path::new(POINTS));
    let line = args.inputs.iter().fold(CommandLine::new("compare"), |line, path| line.file(path));
    line.changes(&args.set)
        .option("--seed", request.seed)
        .option("--replications", request.replications)
        .maybe("--precision", args.precision.as_ref().map(|width| &width.text))
        .maybe("--select-best", args.select_best.as_ref().map(|width| &width.text))
        .given("--uncertain", request.uncertain)
        .maybe("--points", points.map(|points| points.display()))
        .given("--no-charts", args.no_charts)
        .output(args.out.as_deref(), &args.format, &Shown::Text)
        .to_string()
}
