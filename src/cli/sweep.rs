//! `forceflow sweep`: a scenario at every point of a design, each point kept as a file of its own.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use clap::Args;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::common::{CommandLine, ScenarioArgs, compiled, scenario_name};
use super::exit::{Exit, Failure, Outcome};
use super::run::{chart_failure, folder_failure};
use super::study::{self, CHANCE, DRAWN, POINTS, Source, Study, studied, uncertain_failure};
use super::terminal::Terminal;
use crate::experiment::factor::{Factor, FactorError, parse_factor};
use crate::experiment::sweep::{MOST_POINTS, Point, PointKey, PointStore, grid, hypercube, simulate_point};
use crate::experiment::uncertainty::{self, Drawable};
use crate::report::Files;
use crate::report::folder::check_target;
use crate::report::manifest::{Kind, STREAM_LAYOUT, StudyManifest};
use crate::report::sweep::{self as report, Sweep};

/// Simulate a scenario at every point of a design over one or more values
///
/// Each design point is kept in output/points/ as soon as it is finished. The same command again, after an interruption or
/// with more values, does only what is missing. Writes sweep.csv and charts into output/sweep-<scenario>/ (or --out).
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  forceflow sweep scenarios/kazakhstan-2022.json --vary fleets.vta-ivanovo.count=8..16:4
  forceflow sweep scenarios/checks/air-bridge.json --vary fleets.bridge.count=4..12:2 \\
      --vary places.destination.terminal.working_spots=1..4
  forceflow sweep scenarios/checks/air-bridge.json --vary dispatch=first_come,priority

An interrupted sweep ends with exit code 3 and keeps every finished point.")]
pub(super) struct SweepArgs {
    #[command(flatten)]
    scenario: ScenarioArgs,
    /// What to vary: a range a..b:s, both ends included, step 1 by default; or a list a,b,c of JSON values. May be
    /// repeated for a full grid
    #[arg(long, value_name = "PATH=VALUES", required = true, value_parser = factor)]
    vary: Vec<Factor>,
    /// A Latin hypercube of N points over the listed values in place of the full grid
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=MOST_POINTS as i64))]
    lhs: Option<u32>,
    /// Seed of the random numbers, and of the Latin hypercube
    #[arg(long, default_value_t = 1, value_name = "N")]
    seed: u64,
    /// Replications at each point, numbered from 1
    #[arg(long, short = 'n', default_value_t = 200, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    replications: u32,
    /// Threads; one per core when left out
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    threads: usize,
    /// Draw the range of every assumption that is not varied once per replication, the same draws at all points
    #[arg(long)]
    uncertain: bool,
    /// Folder for the results; output/sweep-<scenario>/ when left out
    #[arg(long, value_name = "DIR", help_heading = "Output")]
    out: Option<PathBuf>,
    /// Folder of finished points, which sweeps share
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

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Shown {
    /// A readable table
    Text,
    /// The points as JSON
    Json,
    /// sweep.csv
    Csv,
    /// The points as a Markdown table
    Markdown,
}

fn factor(text: &str) -> Result<Factor, FactorError> {
    parse_factor(text)
}

/// All that a sweep is told and that changes a byte of its results.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Request {
    vary: Vec<String>,
    lhs: Option<u32>,
    seed: u64,
    replications: u32,
    uncertain: bool,
    charts: bool,
}

/// How a sweep is worked off: nothing here changes a byte of its results.
struct Work<'a> {
    threads: usize,
    /// Where finished points are kept and found again; none to simulate all of them.
    store: Option<&'a Path>,
    interrupted: &'a AtomicBool,
    terminal: Terminal,
}

/// One design point before it is simulated.
struct Due {
    values: Vec<Value>,
    sets: Vec<(String, String)>,
    key: PointKey,
}

/// How far a sweep came.
enum Reached {
    All(Sweep),
    /// It was interrupted after so many points, of so many.
    Part(usize, usize),
}

pub(super) fn sweep(args: &SweepArgs) -> Outcome {
    let started = Instant::now();
    let terminal = Terminal::new(args.quiet);
    let target = args.out.clone().unwrap_or_else(|| {
        Path::new("output").join(format!("sweep-{}", scenario_name(&args.scenario.scenario)))
    });
    let source = Source::File(args.scenario.clone());
    let base = source.with(&[])?;
    check_target(&target).map_err(|error| folder_failure(&error))?;
    let request = Request {
        vary: args.vary.iter().map(|factor| factor.text.clone()).collect(),
        lhs: args.lhs,
        seed: args.seed,
        replications: args.replications,
        uncertain: args.uncertain,
        charts: !args.no_charts,
    };
    let interrupted = study::on_interrupt(terminal);
    let work = Work { threads: args.threads, store: Some(&args.points), interrupted: &interrupted, terminal };
    let sweep = match work_off(&source, &request, &work)? {
        Reached::All(sweep) => sweep,
        Reached::Part(done, all) => return Err(stopped(args, done, all)),
    };
    let finished = Study {
        kind: Kind::Sweep,
        request: &request,
        seed: args.seed,
        replications: args.replications,
        scenarios: vec![studied(scenario_name(&args.scenario.scenario), &base)],
        command: reproduce(args),
        started,
        threads: args.threads,
    };
    finished.write(&files(&request, &sweep)?, &target)?;
    let shown = match args.format {
        Shown::Csv => String::from_utf8_lossy(&report::csv(&sweep)).into_owned(),
        Shown::Json => String::from_utf8_lossy(&report::json(&sweep)).into_owned(),
        Shown::Markdown => report::markdown(&sweep),
        Shown::Text => format!(
            "{}\nBands       {}\nWritten to {}\nReproduce   {}\n",
            report::text(&sweep),
            sweep.note,
            target.display(),
            reproduce(args)
        ),
    };
    let written = terminal.result(&shown);
    written.map_err(|error| Failure::io("write", Path::new("standard output"), &error))?;
    Ok(Exit::Done)
}

/// The files that a sweep gives again from its manifest, every point simulated anew.
pub(super) fn again(
    manifest: &StudyManifest,
    threads: usize,
    terminal: Terminal,
) -> Result<Files<'static>, Failure> {
    let request: Request = study::request(manifest)?;
    let never = AtomicBool::new(false);
    let work = Work { threads, store: None, interrupted: &never, terminal };
    match work_off(&study::only_scenario(manifest)?, &request, &work)? {
        Reached::All(sweep) => files(&request, &sweep),
        Reached::Part(..) => Err(Failure::unusable("interrupted")),
    }
}

fn work_off(source: &Source, request: &Request, work: &Work<'_>) -> Result<Reached, Failure> {
    let factors = factors(request)?;
    let base = source.with(&[])?;
    if request.uncertain {
        drawable(&base, &factors).check().map_err(|error| uncertain_failure(&error))?;
    }
    // A mistake at any point is told before the work, not after half of it.
    let design = design(request, &factors)?;
    let all = design.len();
    let bar = work.terminal.progress(all as u64, "design points to check");
    let mut checked = Vec::with_capacity(all);
    for values in design {
        if work.interrupted.load(Ordering::Relaxed) {
            bar.finish_and_clear();
            return Ok(Reached::Part(0, all));
        }
        checked.push(due(source, request, &factors, values)?);
        bar.inc(1);
    }
    bar.finish_and_clear();
    let due = checked;
    let store = work.store.map(PointStore::new);
    if let Some(store) = &store {
        store.prepare().map_err(|error| Failure::io("write into", store.folder(), &error))?;
    }
    let bar = work.terminal.progress(due.len() as u64, "design points");
    let mut points = Vec::new();
    for (index, one) in due.iter().enumerate() {
        let Some(point) = point(source, request, &factors, (one, store.as_ref()), work)? else {
            bar.finish_and_clear();
            return Ok(Reached::Part(index, due.len()));
        };
        points.push((one.values.clone(), point));
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(Reached::All(Sweep {
        title: base.scenario.title,
        seed: request.seed,
        replications: request.replications,
        factors,
        is_grid: request.lhs.is_none(),
        note: if request.uncertain { DRAWN } else { CHANCE }.to_owned(),
        points,
    }))
}

fn factors(request: &Request) -> Result<Vec<Factor>, Failure> {
    let factors = request.vary.iter().map(|text| parse_factor(text));
    let factors = factors.collect::<Result<Vec<Factor>, FactorError>>();
    let factors = factors.map_err(|error| Failure::unusable(error.to_string()))?;
    let paths: Vec<&str> = factors.iter().map(|factor| factor.path.as_str()).collect();
    if let Some(twice) = (1..paths.len()).find(|index| paths[..*index].contains(&paths[*index])) {
        return Err(Failure::unusable(format!("`{}` is varied twice", paths[twice]))
            .help("put all its values into one --vary"));
    }
    Ok(factors)
}

fn design(request: &Request, factors: &[Factor]) -> Result<Vec<Vec<Value>>, Failure> {
    if let Some(points) = request.lhs {
        return Ok(hypercube(factors, points as usize, request.seed));
    }
    grid(factors).ok_or_else(|| {
        Failure::unusable(format!("the full grid has more than {MOST_POINTS} points"))
            .help("use larger steps, or --lhs N for a Latin hypercube of N points")
    })
}

fn paths(factors: &[Factor]) -> Vec<String> {
    factors.iter().map(|factor| factor.path.clone()).collect()
}

/// What is drawn of a scenario: what is varied is not.
fn drawable(loaded: &crate::scenario::Loaded, factors: &[Factor]) -> Drawable {
    Drawable::new(loaded).without(&paths(factors))
}

/// Reads the scenario at a point, so that it is known to be sound and what it is called.
fn due(source: &Source, request: &Request, factors: &[Factor], values: Vec<Value>) -> Result<Due, Failure> {
    let sets = factors.iter().zip(&values).map(|(factor, value)| (factor.path.clone(), value.to_string()));
    let sets: Vec<(String, String)> = sets.collect();
    let loaded = source.with(&sets).map_err(|failure| {
        let each: Vec<String> = sets.iter().map(|(path, value)| format!("`{path} = {value}`")).collect();
        let point = format!("the scenario with {} cannot be used", each.join(", "));
        Failure::Several(vec![Failure::unusable(point), failure])
    })?;
    let key = PointKey {
        scenario_hash: loaded.hash(),
        seed: request.seed,
        replications: request.replications,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        stream_layout: STREAM_LAYOUT,
        drawn_without: request.uncertain.then(|| paths(factors)),
    };
    Ok(Due { values, sets, key })
}

/// Reads a point, or simulates and keeps it; nothing when interrupted.
fn point(
    source: &Source,
    request: &Request,
    factors: &[Factor],
    (due, store): (&Due, Option<&PointStore>),
    work: &Work<'_>,
) -> Result<Option<Point>, Failure> {
    if let Some(point) = store.and_then(|store| store.read(&due.key)) {
        return Ok(Some(point));
    }
    let loaded = source.with(&due.sets)?;
    let drawn = request.uncertain.then(|| drawable(&loaded, factors));
    let system = uncertainty::Point::of(compiled(&loaded)?, drawn);
    let stop = || work.interrupted.load(Ordering::Relaxed);
    if stop() {
        return Ok(None);
    }
    let point = simulate_point(&system, &due.key, work.threads, stop);
    let Some(point) = point.map_err(|error| uncertain_failure(&error))? else { return Ok(None) };
    if let Some(store) = store {
        let kept = store.write(&point);
        kept.map_err(|error| Failure::io("write a design point into", store.folder(), &error))?;
    }
    Ok(Some(point))
}

fn stopped(args: &SweepArgs, done: usize, all: usize) -> Failure {
    Failure::Said {
        exit: Exit::InputOutput,
        message: format!(
            "interrupted; {done} of {all} design points are finished and kept in `{}`",
            args.points.display()
        ),
        help: Some(format!("the same command goes on from there:\n  {}", reproduce(args))),
    }
}

fn files(request: &Request, sweep: &Sweep) -> Result<Files<'static>, Failure> {
    let mut files = Files::new();
    if request.charts {
        files.extend(report::charts(sweep).map_err(|error| chart_failure(&error))?);
    }
    files.insert("sweep.csv".to_owned(), report::csv(sweep).into());
    Ok(files)
}

/// The exact command that gives the same results, or goes on with them.
fn reproduce(args: &SweepArgs) -> String {
    let line = CommandLine::new("sweep").scenario(&args.scenario);
    let line = args.vary.iter().fold(line, |line, factor| line.option("--vary", &factor.text));
    let points = Some(&args.points).filter(|points| points.as_path() != Path::new(POINTS));
    line.maybe("--lhs", args.lhs)
        .option("--seed", args.seed)
        .option("--replications", args.replications)
        .given("--uncertain", args.uncertain)
        .maybe("--points", points.map(|points| points.display()))
        .given("--no-charts", args.no_charts)
        .output(args.out.as_deref(), &args.format, &Shown::Text)
        .to_string()
}
