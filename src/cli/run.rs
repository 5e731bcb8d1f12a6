//! `forceflow run`: simulate, summarise, draw.

mod command;
mod job;
mod kept;
mod need;
mod parquet;
mod told;

use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::time::Instant;

use clap::Args;

use super::arguments::{OutputArgs, ReplicationArgs, ScenarioArgs, SummaryFormat, Width, width};
use super::audit::audit;
use super::embedded::check_place;
use super::exit::{Exit, Failure, Outcome};
use super::figures::FigureArgs;
use super::inputs::{Input, folder_for, plain};
use super::interrupt::on_interrupt;
use super::open::open_report;
use super::posterior::posterior;
use super::terminal::Terminal;
use crate::experiment::compare::MOST_REPLICATIONS;
use crate::experiment::never::never_closes;
use crate::experiment::series::Room;
use crate::experiment::{Plan, RunOptions, Summary, USUAL_REPLICATIONS};
use crate::report::{Files, Manifest};
use crate::scenario::load_value;
use command::reproduce;
use job::{Finished, Job, Shown};
use kept::KeptArgs;

/// Simulate a scenario, summarise it, and draw the figures
///
/// Writes report.html (to be opened in a browser), report.md, result.json, replications.csv, arrivals.csv, timeline.csv,
/// map.geojson, timeline.trace.json, datapackage.json, CITATION.cff, manifest.json and charts/ into output/<scenario>/ (or --out), and a summary to stdout.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  forceflow run kazakhstan-2022
  forceflow run kazakhstan-2022 --set fleets.vta-ivanovo.count=8
  forceflow run kazakhstan-2022 --live --open
  forceflow run my-force.json --precision 30min --format json
  forceflow run my-force.json --format latex > summary.tex")]
#[command(mut_arg("format", |arg| arg.help("What stdout gets")))]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command")]
pub(super) struct RunArgs {
    #[command(flatten)]
    pub(super) scenario: ScenarioArgs,
    #[command(flatten)]
    pub(super) how: ReplicationArgs,
    /// Stop when the 95 % half-width of the mean closure is this small and stays so: 1h, 30min or 2% (--replications is
    /// then the most, 100,000 unless given)
    #[arg(long, value_name = "WIDTH", value_parser = width, help_heading = "Replications")]
    pub(super) precision: Option<Width>,
    /// Draw the range of every assumption once per replication
    #[arg(long, help_heading = "Replications")]
    pub(super) uncertain: bool,
    /// Draw parameters jointly from the samples of a calibration, its posterior.csv; the other ranges as --uncertain does
    #[arg(long, value_name = "FILE", requires = "uncertain", help_heading = "Replications")]
    pub(super) posterior: Option<PathBuf>,
    /// Write what each replication drew into draws.csv: a row a replication, a column an assumption
    #[arg(long, requires = "uncertain", help_heading = "Replications")]
    keep_draws: bool,
    /// Write the table of replications as replications.parquet, too: in columns, with every digit of its numbers. For a
    /// program that was built with the feature `parquet`
    #[arg(long, help_heading = "Output")]
    parquet: bool,
    /// Check a trace of each replication, or of the first N, with the independent audit: nobody is lost, no capacity exceeded.
    /// What it finds is a bug, exit code 4
    #[arg(long, value_name = "N", num_args = 0..=1, require_equals = true, default_missing_value = "4294967295",
          value_parser = clap::value_parser!(u32).range(1..), help_heading = "Replications")]
    audit: Option<u32>,
    #[command(flatten)]
    output: OutputArgs<SummaryFormat>,
    #[command(flatten)]
    pub(super) kept: KeptArgs,
    #[command(flatten)]
    figures: FigureArgs,
    /// Put the engine into report.html (2 MB more): its readers change the scenario there, and it simulates again
    #[arg(long, help_heading = "Output")]
    live: bool,
    /// The replication that timeline.csv, the Gantt chart, the map and the report show; the one nearest to the median
    /// closure when left out. It may lie beyond those simulated
    #[arg(long, value_name = "K", value_parser = clap::value_parser!(u32).range(1..), help_heading = "Output")]
    show: Option<u32>,
}

pub(super) fn run(args: &RunArgs) -> Outcome {
    let started = Instant::now();
    let terminal = Terminal::new(args.output.quiet);
    let Input { name, loaded, .. } = Input::of(&args.scenario)?;
    if !loaded.warnings.is_empty() {
        terminal.warn(&loaded.warnings);
    }
    parquet::check(args.parquet)?;
    let target = target(args, &name);
    if !args.kept.shard.is_part() {
        check_place(&target)?;
    }
    let options = options(args);
    let interrupted = on_interrupt(terminal);
    let samples = args.posterior.as_deref().map(posterior).transpose()?;
    let job = Job::new(loaded, args.uncertain, samples).map_err(|failure| failure.of(&name))?;
    let place = (target.as_path(), !args.output.no_charts);
    let much = need::said(&job.world, options.replications, place);
    if let Some(much) = much.filter(|_| !args.kept.shard.is_part()) {
        terminal.say(&much);
    }
    let room = Room::beside(&target);
    let bar = terminal.progress(u64::from(options.replications), "replications");
    let progress = |done| bar.set_position(u64::from(done));
    let goes_on = || !interrupted.load(Ordering::Relaxed);
    let finished = if args.kept.is_asked_for() {
        let asked = job.asked(args, (&options, room));
        let Some(summary) = args.kept.simulate(&asked, terminal, &interrupted, progress)? else {
            return Ok(Exit::Done);
        };
        job.finished(summary)?
    } else {
        job.simulate((&options, room), |done| {
            progress(done);
            goes_on()
        })?
    };
    drop(bar);
    let Finished { summary, results } = &finished;
    if interrupted.load(Ordering::Relaxed)
        && summary.precise.is_none_or(|reached| !reached)
        && summary.replications < options.replications
    {
        return Err(broken_off(args, &name, &job, &finished, started)?);
    }
    if results.not_closed == summary.replications as usize {
        let diagnostic = Box::new(never_closes(&job.loaded, &job.world, options.seed));
        return Err(Failure::Diagnosed { exit: Exit::Unusable, diagnostic });
    }
    let audited = args.audit.map(|most| {
        let plan =
            Plan { threads: args.how.threads, ..Plan::new(options.seed, most.min(summary.replications)) };
        audit((&job.world, job.drawable.as_ref()), &plan, terminal, &interrupted)
    });
    let audited = audited.transpose()?;
    job.write(args, &name, &finished, started)?;
    told::print(args, &job, &finished, (&target, audited.as_deref()), &interrupted)?;
    if args.output.open {
        open_report(&target, terminal);
    }
    Ok(Exit::Done)
}

/// Makes the files of a run again from its manifest and gives them to `then`.
pub(super) fn again<T>(
    manifest: &Manifest,
    threads: usize,
    then: impl FnOnce(&Files<'_>) -> Result<T, Failure>,
) -> Result<T, Failure> {
    parquet::check(manifest.parquet)?;
    let loaded = load_value(&manifest.scenario_name, &manifest.scenario)?;
    let job = Job::new(loaded, manifest.uncertain, manifest.posterior.clone())?;
    let &Manifest { seed, replications, .. } = manifest;
    let options = RunOptions { seed, replications, threads, ..RunOptions::default() };
    let room = Room::passing();
    let mut finished = job.simulate((&options, room), |_| true)?;
    finished.summary.precise = manifest.precision_reached;
    finished.results.precision_reached = manifest.precision_reached;
    let shown = Shown {
        command: &manifest.command,
        show: manifest.shown_replication,
        charts: manifest.charts.then_some(&manifest.printing),
        live: manifest.live,
        keep_draws: manifest.keep_draws,
        parquet: manifest.parquet,
        threads,
    };
    job.with_files(&finished, &shown, then)
}

/// Writes the finished replications of an interrupted run into a folder of their own, which leaves results of an earlier
/// run alone, and says how to go on.
fn broken_off(
    args: &RunArgs,
    name: &str,
    job: &Job,
    finished: &Finished,
    started: Instant,
) -> Result<Failure, Failure> {
    let done = finished.summary.replications;
    let said = |message: String| Failure::Said {
        exit: Exit::InputOutput,
        message,
        help: Some(format!("the whole run:\n  {}", reproduce(args))),
    };
    if finished.results.not_closed == done as usize {
        return Ok(said("interrupted before a replication closed; nothing is kept".to_owned()));
    }
    let target = target(args, name);
    let mut folder = target.file_name().map_or_else(|| "results".into(), std::ffi::OsStr::to_os_string);
    folder.push(".interrupted");
    let kept = target.with_file_name(folder);
    // Written as a run of that many replications.
    let mut part = args.clone();
    part.output.out = Some(kept.clone());
    (part.how.replications, part.precision) = (Some(done), None);
    job.write(&part, name, finished, started)?;
    let s = if done == 1 { " that is" } else { "s that are" };
    let kept = kept.display();
    Ok(said(format!("interrupted; results of the {done} replication{s} finished are kept in `{kept}`")))
}

/// The replication that is shown.
fn shown(args: &RunArgs, summary: &Summary) -> u32 {
    args.show.unwrap_or_else(|| summary.nearest_to_median())
}

/// The options of a simulation.
fn options(args: &RunArgs) -> RunOptions {
    let most = if args.precision.is_some() { MOST_REPLICATIONS } else { USUAL_REPLICATIONS };
    RunOptions {
        seed: args.how.seed().unwrap_or(1),
        replications: args.how.replications.unwrap_or(most),
        precision: args.precision.as_ref().map(|width| width.precision),
        threads: args.how.threads,
        ..RunOptions::default()
    }
}

/// The folder for the results: a run with changes gets one of its own.
fn target(args: &RunArgs, name: &str) -> PathBuf {
    let changes = args.scenario.set.iter();
    let changes = changes.map(|(path, value)| format!("+{}={}", plain(path, "-_."), plain(value, "-_.")));
    let folder = || folder_for(format!("{name}{}", changes.collect::<String>()), '+');
    args.output.out.clone().unwrap_or_else(folder)
}
