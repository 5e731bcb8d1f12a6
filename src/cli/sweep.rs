//! `forceflow sweep`: a scenario at every point of a design, each point kept as a file of its own.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::Args;
use serde_json::{Value, json};

use super::common::{ScenarioArgs, prepare, scenario_name, shell_word};
use super::exit::{Exit, Failure, Outcome};
use super::run::{chart_failure, folder_failure};
use super::terminal::Terminal;
use crate::experiment::factor::{Factor, FactorError, parse_factor};
use crate::experiment::sweep::{MOST_POINTS, Point, PointKey, PointStore, grid, hypercube, simulate_point};
use crate::report::folder::check_target;
use crate::report::manifest::{STREAM_LAYOUT, to_json};
use crate::report::sweep::{self as report, Sweep};
use crate::report::{Files, write_folder};

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
    /// Folder for the results; output/sweep-<scenario>/ when left out
    #[arg(long, value_name = "DIR", help_heading = "Output")]
    out: Option<PathBuf>,
    /// Folder of finished points, which sweeps share
    #[arg(long, value_name = "DIR", default_value = "output/points", help_heading = "Output")]
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
    /// sweep.csv
    Csv,
}

fn factor(text: &str) -> Result<Factor, FactorError> {
    parse_factor(text)
}

/// One design point before it is simulated.
struct Due {
    values: Vec<Value>,
    sets: Vec<(String, String)>,
    key: PointKey,
}

pub(super) fn sweep(args: &SweepArgs) -> Outcome {
    let terminal = Terminal::new(args.quiet);
    let title = prepare(&args.scenario.scenario, &args.scenario.set)?.loaded.scenario.title;
    let target = args.out.clone().unwrap_or_else(|| {
        Path::new("output").join(format!("sweep-{}", scenario_name(&args.scenario.scenario)))
    });
    check_target(&target).map_err(|error| folder_failure(&error))?;
    let design = design(args)?;
    // A mistake at any point is told before the work, not after half of it.
    let due = design.into_iter().map(|values| due(args, values)).collect::<Result<Vec<Due>, Failure>>()?;
    let interrupted = on_interrupt(terminal);
    let store = PointStore::new(&args.points);
    let bar = terminal.progress(due.len() as u64, "design points");
    let mut points = Vec::new();
    for (index, one) in due.iter().enumerate() {
        let Some(point) = point(args, &store, one, &interrupted)? else {
            bar.finish_and_clear();
            return Err(stopped(args, index, due.len()));
        };
        points.push((one.values.clone(), point));
        bar.inc(1);
    }
    bar.finish_and_clear();
    let sweep = Sweep {
        title,
        seed: args.seed,
        replications: args.replications,
        factors: args.vary.clone(),
        is_grid: args.lhs.is_none(),
        points,
    };
    let files = files(args, &sweep)?;
    write_folder(&target, &files).map_err(|error| folder_failure(&error))?;
    let shown = match args.format {
        Shown::Csv => String::from_utf8_lossy(&report::csv(&sweep)).into_owned(),
        Shown::Text => format!(
            "{}\nWritten to {}\nReproduce   {}\n",
            report::text(&sweep),
            target.display(),
            reproduce(args)
        ),
    };
    let written = terminal.result(&shown);
    written.map_err(|error| Failure::io("write", Path::new("standard output"), &error))?;
    Ok(Exit::Done)
}

fn design(args: &SweepArgs) -> Result<Vec<Vec<Value>>, Failure> {
    let paths: Vec<&str> = args.vary.iter().map(|factor| factor.path.as_str()).collect();
    if let Some(twice) = (1..paths.len()).find(|index| paths[..*index].contains(&paths[*index])) {
        return Err(Failure::unusable(format!("`{}` is varied twice", paths[twice]))
            .help("put all its values into one --vary"));
    }
    if let Some(points) = args.lhs {
        return Ok(hypercube(&args.vary, points as usize, args.seed));
    }
    grid(&args.vary).ok_or_else(|| {
        Failure::unusable(format!("the full grid has more than {MOST_POINTS} points"))
            .help("use larger steps, or --lhs N for a Latin hypercube of N points")
    })
}

/// Reads the scenario at a point, so that it is known to be sound and what it is called.
fn due(args: &SweepArgs, values: Vec<Value>) -> Result<Due, Failure> {
    let mut sets = args.scenario.set.clone();
    sets.extend(
        args.vary.iter().zip(&values).map(|(factor, value)| (factor.path.clone(), value.to_string())),
    );
    let loaded = crate::scenario::load(&args.scenario.scenario, &sets)?;
    let key = PointKey {
        scenario_hash: loaded.hash(),
        seed: args.seed,
        replications: args.replications,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        stream_layout: STREAM_LAYOUT,
    };
    Ok(Due { values, sets, key })
}

/// Reads a point, or simulates and keeps it; nothing when interrupted.
fn point(
    args: &SweepArgs,
    store: &PointStore,
    due: &Due,
    interrupted: &AtomicBool,
) -> Result<Option<Point>, Failure> {
    if let Some(point) = store.read(&due.key) {
        return Ok(Some(point));
    }
    let world = prepare(&args.scenario.scenario, &due.sets)?.world;
    let stop = || interrupted.load(Ordering::Relaxed);
    if stop() {
        return Ok(None);
    }
    let Some(point) = simulate_point(&world, &due.key, args.threads, stop) else { return Ok(None) };
    store.write(&point).map_err(|error| Failure::io("write a design point into", &args.points, &error))?;
    Ok(Some(point))
}

/// Ctrl-C ends the sweep after what is under way, with a word on how to go on.
fn on_interrupt(terminal: Terminal) -> Arc<AtomicBool> {
    let interrupted = Arc::new(AtomicBool::new(false));
    let heard = Arc::clone(&interrupted);
    // Without a handler, finished points are safe all the same; only the message is missing.
    if ctrlc::set_handler(move || heard.store(true, Ordering::Relaxed)).is_err() {
        terminal.say("warning: interruptions cannot be caught here; finished points are kept all the same");
    }
    interrupted
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

fn files(args: &SweepArgs, sweep: &Sweep) -> Result<Files, Failure> {
    let mut files = Files::new();
    if !args.no_charts {
        files.extend(report::charts(sweep).map_err(|error| chart_failure(&error))?);
    }
    files.insert("sweep.csv".to_owned(), report::csv(sweep));
    let hash = |bytes: &Vec<u8>| blake3::hash(bytes).to_hex().to_string();
    let outputs: serde_json::Map<String, Value> =
        files.iter().map(|(name, bytes)| (name.clone(), hash(bytes).into())).collect();
    let scenario = prepare(&args.scenario.scenario, &args.scenario.set)?.loaded;
    let manifest = json!({
        "format_version": 1,
        "program": "forceflow",
        "version": env!("CARGO_PKG_VERSION"),
        "stream_layout": STREAM_LAYOUT,
        "command": reproduce(args),
        "seed": args.seed,
        "replications": args.replications,
        "scenario_hash": scenario.hash(),
        "outputs": outputs,
        "scenario": scenario.resolved,
    });
    files.insert("manifest.json".to_owned(), to_json(&manifest));
    Ok(files)
}

/// The exact command that gives the same results.
fn reproduce(args: &SweepArgs) -> String {
    let mut command =
        format!("forceflow sweep {}", shell_word(&args.scenario.scenario.display().to_string()));
    for (path, value) in &args.scenario.set {
        command.push_str(&format!(" --set {}", shell_word(&format!("{path}={value}"))));
    }
    for factor in &args.vary {
        let values: Vec<String> = factor.values.iter().map(Value::to_string).collect();
        command
            .push_str(&format!(" --vary {}", shell_word(&format!("{}={}", factor.path, values.join(",")))));
    }
    if let Some(points) = args.lhs {
        command.push_str(&format!(" --lhs {points}"));
    }
    command.push_str(&format!(" --seed {} --replications {}", args.seed, args.replications));
    command
}
