//! `forceflow sensitivity`: which assumption matters most.

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::{Args, ValueEnum};
use serde::Serialize;
use serde_json::json;

use super::common::{Format, OutputArgs, Prepared, ScenarioArgs, prepare, scenario_name, shell_word};
use super::exit::{Exit, Failure, Outcome};
use super::run::{chart_failure, folder_failure};
use super::terminal::Terminal;
use crate::chart::Provenance;
use crate::experiment::sensitivity::{self as study, StudyError, StudyOptions};
use crate::experiment::uncertainty::{Assumption, Drawable, UncertaintyError};
use crate::report::folder::check_target;
use crate::report::manifest::{Environment, to_json};
use crate::report::sensitivity as report;
use crate::report::{Files, Manifest, ManifestInput, write_folder};

/// Note under charts whose replications draw the ranges of assumptions.
pub(super) const DRAWN: &str = "chance within replications and ranges of assumptions drawn";
/// Note under charts with chance alone.
pub(super) const CHANCE: &str = "chance within replications";

/// How replications of a study are made.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Replications")]
pub(super) struct StudyArgs {
    /// Seed of the random numbers
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub(super) seed: u64,
    /// Replications per point, the same for all points
    #[arg(long, short = 'n', default_value_t = 200, value_name = "N", value_parser = clap::value_parser!(u32).range(2..))]
    pub(super) replications: u32,
    /// Threads; one per core when left out. Results do not depend on it
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub(super) threads: usize,
    /// Draw the ranges of all other assumptions once per replication
    #[arg(long)]
    pub(super) uncertain: bool,
}

/// How assumptions are studied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "snake_case")]
enum Method {
    /// One at a time, at the low and the high end.
    Tornado,
    /// Elementary effects: which matter at all.
    Morris,
    /// Shares of the variance.
    Sobol,
}

/// Show which assumption matters most: a tornado, Morris's screening or Sobol' indices
///
/// Every entry of `evidence` with `low` and `high` is an assumption. Writes sensitivity.json, sensitivity.csv and
/// charts/tornado into output/<scenario>-sensitivity/ (or --out), and a table to stdout.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  forceflow sensitivity scenarios/kazakhstan-2022.json
  forceflow sensitivity scenarios/kazakhstan-2022.json --method morris --trajectories 20 -n 50
  forceflow sensitivity scenarios/kazakhstan-2022.json --top 8 --method sobol --samples 256 -n 50")]
pub(super) struct SensitivityArgs {
    #[command(flatten)]
    scenario: ScenarioArgs,
    #[command(flatten)]
    study: StudyArgs,
    #[command(flatten)]
    output: OutputArgs,
    /// How assumptions are studied
    #[arg(long, value_enum, default_value_t = Method::Tornado, value_name = "METHOD")]
    method: Method,
    /// Trajectories of --method morris
    #[arg(long, default_value_t = 10, value_name = "N")]
    trajectories: usize,
    /// Base points of --method sobol; a power of two
    #[arg(long, default_value_t = 64, value_name = "N")]
    samples: u32,
    /// Only the assumptions at these paths, or below them
    #[arg(long, value_name = "PATH", num_args = 1..)]
    only: Vec<String>,
    /// Only the N assumptions with the widest bars of a tornado
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    top: Option<u64>,
    /// Draw no charts
    #[arg(long, help_heading = "Output")]
    no_charts: bool,
}

/// A failure of a changed scenario.
pub(super) fn uncertain_failure(error: &UncertaintyError) -> Failure {
    let failure = Failure::unusable(error.to_string());
    match error {
        UncertaintyError::NoRanges => failure.help(
            "give assumptions a range in `evidence`, as \"evidence\": {\"fleets.bridge.count\": {\"low\": 8, \"high\": 12}}",
        ),
        UncertaintyError::Refused { .. } => failure.help("narrow the range, or change what does not fit it"),
        UncertaintyError::NotSimulated { .. } => failure.help("narrow the ranges"),
    }
}

fn study_failure(error: &StudyError) -> Failure {
    match error {
        StudyError::Scenario(error) => uncertain_failure(error),
        StudyError::NoAnswer(message) => Failure::unusable(message.clone()),
    }
}

/// What a study found.
struct Found {
    text: String,
    csv: Vec<u8>,
    result: serde_json::Value,
    charts: Files,
}

pub(super) fn sensitivity(args: &SensitivityArgs) -> Outcome {
    let started = Instant::now();
    let terminal = Terminal::new(args.output.quiet);
    let prepared = prepare(&args.scenario.scenario, &args.scenario.set)?;
    let target = target(&args.output, &args.scenario, "sensitivity");
    check_target(&target).map_err(|error| folder_failure(&error))?;
    let drawable = Drawable::new(&prepared.loaded);
    drawable.check().map_err(|error| uncertain_failure(&error))?;
    let chosen = chosen(args, &drawable, terminal)?;
    let found = found(args, &prepared, &drawable, &chosen, terminal)?;
    let document = json!({
        "format_version": 1,
        "method": args.method,
        "title": prepared.loaded.scenario.title,
        "seed": args.study.seed,
        "replications": args.study.replications,
        "uncertain": args.study.uncertain,
        "result": found.result,
    });
    let document = to_json(&document);
    let mut files = found.charts;
    files.insert("sensitivity.json".to_owned(), document.clone());
    files.insert("sensitivity.csv".to_owned(), found.csv);
    let command = reproduce(args);
    finish_folder(&prepared, &args.scenario, &args.study, &command, started, files, &target)?;
    let shown = match args.output.format {
        Format::Json => String::from_utf8_lossy(&document).into_owned(),
        Format::Text => format!(
            "{}\n{} replications per point, seed {}: {}\n{}\nWritten to {}\nReproduce   {command}\n",
            prepared.loaded.scenario.title,
            args.study.replications,
            args.study.seed,
            if args.study.uncertain { DRAWN } else { CHANCE },
            found.text,
            target.display(),
        ),
    };
    let written = terminal.result(&shown);
    written.map_err(|error| Failure::io("write", Path::new("standard output"), &error))?;
    Ok(Exit::Done)
}

/// The assumptions that are asked for.
fn chosen(
    args: &SensitivityArgs,
    drawable: &Drawable,
    terminal: Terminal,
) -> Result<Vec<Assumption>, Failure> {
    let below = |path: &str, only: &String| {
        path == only || path.strip_prefix(only.as_str()).is_some_and(|rest| rest.starts_with('.'))
    };
    let all = drawable.assumptions();
    if let Some(only) = args.only.iter().find(|only| !all.iter().any(|one| below(&one.path, only))) {
        return Err(Failure::unusable(format!("no assumption with a range is at or below `{only}`"))
            .help("`forceflow paths` lists what the values of a scenario rest on"));
    }
    let chosen: Vec<Assumption> = all
        .iter()
        .filter(|one| args.only.is_empty() || args.only.iter().any(|only| below(&one.path, only)))
        .cloned()
        .collect();
    let Some(top) = args.top else { return Ok(chosen) };
    // The tornado itself shows the widest anyway; for the other methods a tornado chooses.
    if args.method == Method::Tornado || chosen.len() as u64 <= top {
        return Ok(chosen);
    }
    let bar = terminal.progress(2 * chosen.len() as u64 + 1, "points of the tornado");
    let tornado = study::one_at_a_time(drawable, &chosen, &options(args), |done| bar.set_position(done));
    bar.finish_and_clear();
    let tornado = tornado.map_err(|error| study_failure(&error))?;
    let widest: Vec<&str> = tornado.bars.iter().take(top as usize).map(|bar| bar.path.as_str()).collect();
    Ok(chosen.into_iter().filter(|one| widest.contains(&one.path.as_str())).collect())
}

fn options(args: &SensitivityArgs) -> StudyOptions {
    let StudyArgs { seed, replications, threads, uncertain } = args.study;
    StudyOptions { seed, replications, threads, uncertain }
}

fn found(
    args: &SensitivityArgs,
    prepared: &Prepared,
    drawable: &Drawable,
    chosen: &[Assumption],
    terminal: Terminal,
) -> Result<Found, Failure> {
    let points = match args.method {
        Method::Tornado => 2 * chosen.len() as u64 + 1,
        Method::Morris => study::morris_points(chosen.len(), args.trajectories),
        Method::Sobol => study::sobol_points(chosen.len(), args.samples),
    };
    let bar = terminal.progress(points, "points");
    let progress = |done| bar.set_position(done);
    let options = options(args);
    let found = match args.method {
        Method::Tornado => study::one_at_a_time(drawable, chosen, &options, progress).map(|mut tornado| {
            tornado.bars.truncate(args.top.map_or(usize::MAX, |top| top as usize));
            let charts = if args.no_charts {
                Ok(Files::new())
            } else {
                report::tornado_charts(&tornado, provenance(args, prepared))
            };
            (report::tornado_text(&tornado), report::tornado_csv(&tornado), json!(tornado), charts)
        }),
        Method::Morris => {
            study::morris(drawable, chosen, args.trajectories, &options, progress).map(|found| {
                (report::morris_text(&found), report::morris_csv(&found), json!(found), Ok(Files::new()))
            })
        }
        Method::Sobol => study::sobol(drawable, chosen, args.samples, &options, progress).map(|found| {
            (report::sobol_text(&found), report::sobol_csv(&found), json!(found), Ok(Files::new()))
        }),
    };
    bar.finish_and_clear();
    let (text, csv, result, charts) = found.map_err(|error| study_failure(&error))?;
    Ok(Found { text, csv, result, charts: charts.map_err(|error| chart_failure(&error))? })
}

fn provenance(args: &SensitivityArgs, prepared: &Prepared) -> Provenance {
    Provenance {
        scenario: prepared.loaded.scenario.title.clone(),
        replications: u64::from(args.study.replications),
        seed: args.study.seed,
        level: Some(0.95),
        note: if args.study.uncertain { DRAWN } else { CHANCE }.to_owned(),
    }
}

/// The folder of a study.
pub(super) fn target(output: &OutputArgs, scenario: &ScenarioArgs, study: &str) -> PathBuf {
    let name = || format!("{}-{study}", scenario_name(&scenario.scenario));
    output.out.clone().unwrap_or_else(|| Path::new("output").join(name()))
}

/// Adds the manifest to the files of a study and writes them.
pub(super) fn finish_folder(
    prepared: &Prepared,
    scenario: &ScenarioArgs,
    study: &StudyArgs,
    command: &str,
    started: Instant,
    mut files: Files,
    target: &Path,
) -> Result<(), Failure> {
    let charts = files.keys().any(|name| name.starts_with("charts/"));
    let input = ManifestInput {
        scenario: prepared.loaded.resolved.clone(),
        scenario_hash: prepared.loaded.hash(),
        scenario_name: scenario_name(&scenario.scenario),
        seed: study.seed,
        replications: study.replications,
        precision_reached: None,
        shown_replication: 1,
        uncertain: study.uncertain,
        charts,
        environment: Environment {
            written_at: jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            command: command.to_owned(),
            seconds: format!("{:.3}", started.elapsed().as_secs_f64()),
            host: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
            threads: study.threads,
        },
    };
    let manifest = Manifest::new(input, &files);
    files.insert("manifest.json".to_owned(), manifest.to_bytes());
    write_folder(target, &files).map_err(|error| folder_failure(&error))
}

/// The beginning of the command that gives the same results.
pub(super) fn command_line(name: &str, scenario: &ScenarioArgs, study: &StudyArgs) -> String {
    let file = shell_word(&scenario.scenario.display().to_string());
    let mut command = format!("forceflow {name} {file}");
    for (path, value) in &scenario.set {
        command.push_str(&format!(" --set {}", shell_word(&format!("{path}={value}"))));
    }
    command.push_str(&format!(" --seed {} --replications {}", study.seed, study.replications));
    if study.uncertain {
        command.push_str(" --uncertain");
    }
    command
}

fn reproduce(args: &SensitivityArgs) -> String {
    let mut command = command_line("sensitivity", &args.scenario, &args.study);
    match args.method {
        Method::Tornado => {}
        Method::Morris => command.push_str(&format!(" --method morris --trajectories {}", args.trajectories)),
        Method::Sobol => command.push_str(&format!(" --method sobol --samples {}", args.samples)),
    }
    for only in &args.only {
        command.push_str(&format!(" --only {}", shell_word(only)));
    }
    if let Some(top) = args.top {
        command.push_str(&format!(" --top {top}"));
    }
    command
}
