//! `forceflow sensitivity`: which assumption matters most.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use clap::{Args, ValueEnum};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::common::{CommandLine, ScenarioArgs, scenario_name};
use super::exit::{Exit, Failure, Outcome};
use super::run::{chart_failure, folder_failure};
use super::study::{
    self as shared, CHANCE, DRAWN, POINTS, Study, StudyFormat, StudyOutputArgs, Work, studied,
    uncertain_failure,
};
use super::terminal::Terminal;
use crate::chart::{ChartError, Provenance};
use crate::experiment::kept::Keeper;
use crate::experiment::sensitivity::{self as study, StudyError, StudyOptions};
use crate::experiment::sweep::MOST_POINTS;
use crate::experiment::uncertainty::{Assumption, Drawable};
use crate::report::Files;
use crate::report::folder::check_target;
use crate::report::manifest::{Kind, StudyManifest, to_json};
use crate::report::sensitivity as report;
use crate::report::table::markdown_of_csv;
use crate::scenario::Loaded;

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

fn power_of_two(text: &str) -> Result<u32, String> {
    let number = text.parse::<u32>().map_err(|_| "expected a whole number such as 64".to_owned())?;
    if number.is_power_of_two() {
        return Ok(number);
    }
    let near = number.max(1).checked_next_power_of_two().unwrap_or(1 << 31);
    Err(format!("the sequence is balanced only over a power of two such as {near}"))
}

/// How assumptions are studied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
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
/// a chart into output/<scenario>-sensitivity/ (or --out), and a table to stdout.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  forceflow sensitivity scenarios/kazakhstan-2022.json
  forceflow sensitivity scenarios/kazakhstan-2022.json --method morris --trajectories 20 -n 50
  forceflow sensitivity scenarios/kazakhstan-2022.json --top 8 --method sobol --samples 256 -n 50")]
pub(super) struct SensitivityArgs {
    #[command(flatten)]
    scenario: ScenarioArgs,
    /// How assumptions are studied
    #[arg(long, value_enum, default_value_t = Method::Tornado, value_name = "METHOD")]
    method: Method,
    /// Trajectories of --method morris
    #[arg(long, default_value_t = 10, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    trajectories: u32,
    /// Base points of --method sobol: a power of two, which balances the sequence
    #[arg(long, default_value_t = 64, value_name = "N", value_parser = power_of_two)]
    samples: u32,
    /// Only the assumptions at these paths, or below them
    #[arg(long, value_name = "PATH", num_args = 1..)]
    only: Vec<String>,
    /// Only the N assumptions with the widest bars of a tornado
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    top: Option<u64>,
    #[command(flatten)]
    study: StudyArgs,
    #[command(flatten)]
    output: StudyOutputArgs,
    /// Folder of finished points, from which an interrupted study goes on
    #[arg(long, value_name = "DIR", default_value = POINTS, help_heading = "Output")]
    points: PathBuf,
    /// Draw no charts
    #[arg(long, help_heading = "Output")]
    no_charts: bool,
}

/// All that a study is told and that changes a byte of its results.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Request {
    method: Method,
    seed: u64,
    replications: u32,
    uncertain: bool,
    trajectories: u32,
    samples: u32,
    only: Vec<String>,
    top: Option<u64>,
    charts: bool,
}

fn study_failure(error: &StudyError, work: Work<'_>) -> Failure {
    match error {
        StudyError::Scenario(error) => uncertain_failure(error),
        StudyError::NoAnswer(message) => Failure::unusable(message.clone()),
        StudyError::Stopped(error) => work.failure(error),
    }
}

/// What a study found.
struct Found {
    text: String,
    csv: Vec<u8>,
    document: Vec<u8>,
    charts: Files<'static>,
}

impl Found {
    fn into_files(self) -> Files<'static> {
        let mut files = self.charts;
        files.insert("sensitivity.json".to_owned(), self.document.into());
        files.insert("sensitivity.csv".to_owned(), self.csv.into());
        files
    }
}

pub(super) fn sensitivity(args: &SensitivityArgs) -> Outcome {
    let started = Instant::now();
    let terminal = Terminal::new(args.output.quiet);
    let loaded = crate::scenario::load(&args.scenario.scenario, &args.scenario.set)?;
    let target = target(args.output.out.as_deref(), &args.scenario, "sensitivity");
    check_target(&target).map_err(|error| folder_failure(&error))?;
    let request = Request {
        method: args.method,
        seed: args.study.seed,
        replications: args.study.replications,
        uncertain: args.study.uncertain,
        trajectories: args.trajectories,
        samples: args.samples,
        only: args.only.clone(),
        top: args.top,
        charts: !args.no_charts,
    };
    let command = reproduce(args);
    let interrupted = shared::on_interrupt(terminal);
    let keeper = Keeper { folder: Some(&args.points), interrupted: &interrupted };
    let work = Work { threads: args.study.threads, terminal, keeper, command: &command };
    let found = studied_files(&loaded, &request, work)?;
    let finished = Study {
        kind: Kind::Sensitivity,
        request: &request,
        seed: request.seed,
        replications: request.replications,
        scenarios: vec![studied(scenario_name(&args.scenario.scenario), &loaded)],
        command: command.clone(),
        started,
        threads: args.study.threads,
    };
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let shown = match args.output.format {
        StudyFormat::Json => text(&found.document),
        StudyFormat::Csv => text(&found.csv),
        StudyFormat::Markdown => markdown_of_csv(&found.csv),
        StudyFormat::Text => format!(
            "{}\n{} replications per point, seed {}: {}\n{}\nWritten to {}\nReproduce   {command}\n",
            loaded.scenario.title,
            args.study.replications,
            args.study.seed,
            if args.study.uncertain { DRAWN } else { CHANCE },
            found.text,
            target.display(),
        ),
    };
    finished.write(&found.into_files(), &target)?;
    let written = terminal.result(&shown);
    written.map_err(|error| Failure::io("write", Path::new("standard output"), &error))?;
    Ok(Exit::Done)
}

/// The files that a study gives again from its manifest.
pub(super) fn again(
    manifest: &StudyManifest,
    threads: usize,
    terminal: Terminal,
) -> Result<Files<'static>, Failure> {
    let request: Request = shared::request(manifest)?;
    let loaded = shared::only_scenario(manifest)?.with(&[])?;
    let never = AtomicBool::new(false);
    let work = Work { threads, terminal, keeper: Keeper { folder: None, interrupted: &never }, command: "" };
    studied_files(&loaded, &request, work).map(Found::into_files)
}

fn studied_files(loaded: &Loaded, request: &Request, work: Work<'_>) -> Result<Found, Failure> {
    let drawable = Drawable::new(loaded);
    drawable.check().map_err(|error| uncertain_failure(&error))?;
    let chosen = chosen(request, &drawable, work)?;
    let title = &loaded.scenario.title;
    let (text, csv, result, charts) = found(request, title, &drawable, &chosen, work)?;
    let document = json!({
        "format_version": 1,
        "method": request.method,
        "title": title,
        "seed": request.seed,
        "replications": request.replications,
        "uncertain": request.uncertain,
        "result": result,
    });
    Ok(Found { text, csv, document: to_json(&document), charts })
}

/// Points of a design over so many assumptions.
fn points_of(request: &Request, assumptions: usize) -> u64 {
    match request.method {
        Method::Tornado => 2 * assumptions as u64 + 1,
        Method::Morris => study::morris_points(assumptions, request.trajectories),
        Method::Sobol => study::sobol_points(assumptions, request.samples),
    }
}

/// The assumptions that are asked for.
fn chosen(request: &Request, drawable: &Drawable, work: Work<'_>) -> Result<Vec<Assumption>, Failure> {
    let below = |path: &str, only: &String| {
        path == only || path.strip_prefix(only.as_str()).is_some_and(|rest| rest.starts_with('.'))
    };
    let all = drawable.assumptions();
    if let Some(only) = request.only.iter().find(|only| !all.iter().any(|one| below(&one.path, only))) {
        return Err(Failure::unusable(format!("no assumption with a range is at or below `{only}`"))
            .help("`forceflow paths` lists what the values of a scenario rest on"));
    }
    let chosen: Vec<Assumption> = all
        .iter()
        .filter(|one| request.only.is_empty() || request.only.iter().any(|only| below(&one.path, only)))
        .cloned()
        .collect();
    // Said before a tornado chooses among them.
    let taken = request.top.map_or(chosen.len(), |top| chosen.len().min(top as usize));
    let points = points_of(request, taken);
    if points > MOST_POINTS as u64 {
        return Err(Failure::unusable(format!(
            "the design has {points} points, and {MOST_POINTS} are the most"
        ))
        .help("limit the assumptions with --top or --only, or take fewer --samples or --trajectories"));
    }
    let Some(top) = request.top else { return Ok(chosen) };
    // The tornado itself shows the widest anyway; for the other methods a tornado chooses.
    if request.method == Method::Tornado || chosen.len() as u64 <= top {
        return Ok(chosen);
    }
    let bar = work.terminal.progress(2 * chosen.len() as u64 + 1, "points of the tornado");
    let options = options(request, work);
    let tornado = study::one_at_a_time(drawable, &chosen, &options, |done| bar.set_position(done));
    bar.finish_and_clear();
    let tornado = tornado.map_err(|error| study_failure(&error, work))?;
    let widest: Vec<&str> = tornado.bars.iter().take(top as usize).map(|bar| bar.path.as_str()).collect();
    Ok(chosen.into_iter().filter(|one| widest.contains(&one.path.as_str())).collect())
}

fn options<'a>(request: &Request, work: Work<'a>) -> StudyOptions<'a> {
    let Request { seed, replications, uncertain, .. } = *request;
    StudyOptions { seed, replications, threads: work.threads, uncertain, keeper: work.keeper }
}

/// Text, CSV, JSON and charts.
type Parts = (String, Vec<u8>, serde_json::Value, Files<'static>);

fn found(
    request: &Request,
    title: &str,
    drawable: &Drawable,
    chosen: &[Assumption],
    work: Work<'_>,
) -> Result<Parts, Failure> {
    let points = points_of(request, chosen.len());
    let bar = work.terminal.progress(points, "points");
    let progress = |done| bar.set_position(done);
    let options = options(request, work);
    let drawn = |charts: &dyn Fn(Provenance) -> Result<Files<'static>, ChartError>| {
        if request.charts { charts(provenance(request, title)) } else { Ok(Files::new()) }
    };
    let found = match request.method {
        Method::Tornado => study::one_at_a_time(drawable, chosen, &options, progress).map(|mut found| {
            let all = found.bars.len();
            found.bars.truncate(request.top.map_or(usize::MAX, |top| top as usize));
            found.left_out = all - found.bars.len();
            let charts = drawn(&|provenance| report::tornado_charts(&found, provenance));
            (report::tornado_text(&found), report::tornado_csv(&found), json!(found), charts)
        }),
        Method::Morris => {
            study::morris(drawable, chosen, request.trajectories, &options, progress).map(|found| {
                let charts = drawn(&|provenance| report::morris_charts(&found, provenance));
                (report::morris_text(&found), report::morris_csv(&found), json!(found), charts)
            })
        }
        Method::Sobol => study::sobol(drawable, chosen, request.samples, &options, progress).map(|found| {
            let charts = drawn(&|provenance| report::sobol_charts(&found, provenance));
            (report::sobol_text(&found), report::sobol_csv(&found), json!(found), charts)
        }),
    };
    bar.finish_and_clear();
    let (text, csv, result, charts) = found.map_err(|error| study_failure(&error, work))?;
    Ok((text, csv, result, charts.map_err(|error| chart_failure(&error))?))
}

fn provenance(request: &Request, title: &str) -> Provenance {
    Provenance {
        scenario: title.to_owned(),
        replications: u64::from(request.replications),
        seed: request.seed,
        level: Some(0.95),
        note: if request.uncertain { DRAWN } else { CHANCE }.to_owned(),
    }
}

/// The folder of a study.
pub(super) fn target(out: Option<&Path>, scenario: &ScenarioArgs, study: &str) -> PathBuf {
    let name = || format!("{}-{study}", scenario_name(&scenario.scenario));
    out.map_or_else(|| Path::new("output").join(name()), Path::to_owned)
}

/// The beginning of the command that gives the same results.
pub(super) fn command_line(name: &str, scenario: &ScenarioArgs, study: &StudyArgs) -> CommandLine {
    CommandLine::new(name)
        .scenario(scenario)
        .option("--seed", study.seed)
        .option("--replications", study.replications)
        .given("--uncertain", study.uncertain)
}

fn reproduce(args: &SensitivityArgs) -> String {
    let line = command_line("sensitivity", &args.scenario, &args.study);
    let line = match args.method {
        Method::Tornado => line,
        Method::Morris => line.option("--method", "morris").option("--trajectories", args.trajectories),
        Method::Sobol => line.option("--method", "sobol").option("--samples", args.samples),
    };
    let line = args.only.iter().fold(line, |line, only| line.option("--only", only));
    let points = Some(&args.points).filter(|points| points.as_path() != Path::new(POINTS));
    line.maybe("--top", args.top)
        .maybe("--points", points.map(|points| points.display()))
        .given("--no-charts", args.no_charts)
        .output(args.output.out.as_deref(), &args.output.format, &StudyFormat::Text)
        .to_string()
}
