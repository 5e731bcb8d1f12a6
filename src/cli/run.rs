//! `forceflow run`: simulate, summarise, draw.

use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::time::Instant;

use clap::Args;

use super::arguments::{OutputArgs, ReplicationArgs, ScenarioArgs, TextOrJson, Width, width};
use super::audit::audit;
use super::command_line::CommandLine;
use super::embedded::{check_place, deliver, holds};
use super::exit::{Exit, Failure, Outcome};
use super::figures::FigureArgs;
use super::inputs::{Input, folder_for, plain};
use super::interrupt::on_interrupt;
use super::open::open_report;
use super::posterior::posterior;
use super::run_kept::{Asked, KeptArgs};
use super::study::{environment, tail};
use super::terminal::Terminal;
use super::what_if::against_unchanged;
use crate::experiment::compare::MOST_REPLICATIONS;
use crate::experiment::levers::Levers;
use crate::experiment::never::never_closes;
use crate::experiment::posterior::Posterior;
use crate::experiment::rank::described;
use crate::experiment::statistics::stopping::replications_by_student;
use crate::experiment::uncertainty::Drawable;
use crate::experiment::varies::{Varies, ranges};
use crate::experiment::{
    Plan, Precision, Results, RunOptions, Summary, USUAL_REPLICATIONS, simulate_drawn_while,
};
use crate::model::{World, compile};
use crate::report::draw::Printing;
use crate::report::json::to_json;
use crate::report::numbers::thousands;
use crate::report::outputs::{Made, calendar, result_files};
use crate::report::{AnyManifest, Files, Manifest, ManifestInput, text};
use crate::scenario::{Loaded, load_value};

/// Simulate a scenario, summarise it, and draw the figures
///
/// Writes report.html (to be opened in a browser), report.md, result.json, replications.csv, arrivals.csv, timeline.csv,
/// map.geojson, timeline.trace.json, datapackage.json, CITATION.cff, manifest.json and charts/ into output/<scenario>/ (or --out), and a summary to stdout.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  forceflow run kazakhstan-2022
  forceflow run kazakhstan-2022 --set fleets.vta-ivanovo.count=8
  forceflow run kazakhstan-2022 --live --open
  forceflow run my-force.json --precision 30min --format json")]
#[command(mut_arg("format", |arg| arg.help("What stdout gets: a readable summary, or result.json")))]
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
    /// Check a trace of each replication, or of the first N, with the independent audit: nobody is lost, no capacity exceeded.
    /// What it finds is a bug, exit code 4
    #[arg(long, value_name = "N", num_args = 0..=1, require_equals = true, default_missing_value = "4294967295",
          value_parser = clap::value_parser!(u32).range(1..), help_heading = "Replications")]
    audit: Option<u32>,
    #[command(flatten)]
    output: OutputArgs<TextOrJson>,
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
    let target = target(args, &name);
    if !args.kept.shard.is_part() {
        check_place(&target)?;
    }
    let options = options(args);
    let interrupted = on_interrupt(terminal);
    let bar = terminal.progress(u64::from(options.replications), "replications");
    let samples = args.posterior.as_deref().map(posterior).transpose()?;
    let job = Job::new(loaded, args.uncertain, samples).map_err(|failure| failure.of(&name))?;
    let progress = |done| bar.set_position(u64::from(done));
    let goes_on = || !interrupted.load(Ordering::Relaxed);
    let finished = if args.kept.is_asked_for() {
        let summary = args.kept.simulate(&job.asked(args, &options), terminal, &interrupted, progress)?;
        let Some(summary) = summary else { return Ok(Exit::Done) };
        job.finished(summary)
    } else {
        job.simulate(&options, |done| {
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
    match args.output.format {
        TextOrJson::Json => Terminal::data(&String::from_utf8_lossy(&to_json(results)))?,
        TextOrJson::Text => {
            let calendar = calendar(&job.loaded.scenario.start, &job.world);
            let varies = job.varies();
            let mut told = text::summary(results, calendar.as_ref(), varies);
            if let Some(enough) = still_needed(results, &options) {
                let enough = thousands(enough as f64);
                told.push_str(&format!("Precision   about {enough} replications would reach it\n"));
            }
            let made = (&job.loaded, &job.world, &finished.summary);
            let how = (&options, args.uncertain, job.posterior.as_ref());
            if !args.kept.only_kept() {
                told.push_str(&against_unchanged(&args.scenario, made, how, &interrupted));
            }
            told.push_str(&format!(
                "Shown       {}\n",
                described(shown(args, summary), &summary.deployment.closure_h)
            ));
            let other = reproduce(&the_other(args, &target)).to_string();
            told.push_str(&text::what_varies(varies, ranges(&job.loaded.scenario), &other));
            told.push_str(&audited.map_or_else(String::new, |audited| format!("Audit       {audited}\n")));
            let written = (!holds()).then_some(target.as_path());
            Terminal::summary(&(told + &tail(None, written, &reproduce(args).to_string())))?;
        }
    }
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
    let loaded = load_value(&manifest.scenario_name, &manifest.scenario)?;
    let job = Job::new(loaded, manifest.uncertain, manifest.posterior.clone())?;
    let &Manifest { seed, replications, .. } = manifest;
    let options = RunOptions { seed, replications, threads, ..RunOptions::default() };
    let mut finished = job.simulate(&options, |_| true)?;
    finished.summary.precise = manifest.precision_reached;
    finished.results.precision_reached = manifest.precision_reached;
    let shown = Shown {
        command: &manifest.command,
        show: manifest.shown_replication,
        charts: manifest.charts.then_some(&manifest.printing),
        live: manifest.live,
        keep_draws: manifest.keep_draws,
        threads,
    };
    job.with_files(&finished, &shown, then)
}

/// What of a run is shown, and how.
struct Shown<'a> {
    /// The command that reports print.
    command: &'a str,
    /// The replication.
    show: u32,
    /// How charts are drawn, if they are.
    charts: Option<&'a Printing>,
    /// Whether the page holds the engine.
    live: bool,
    /// Whether `draws.csv` keeps what was drawn.
    keep_draws: bool,
    /// Threads.
    threads: usize,
}

/// A scenario to be run.
struct Job {
    loaded: Loaded,
    world: World,
    /// Its ranges, if they are drawn.
    drawable: Option<Drawable>,
    /// The samples from which parameters are drawn.
    posterior: Option<Posterior>,
}

/// What a run gives.
struct Finished {
    summary: Summary,
    results: Results,
}

impl Job {
    fn new(loaded: Loaded, uncertain: bool, posterior: Option<Posterior>) -> Result<Self, Failure> {
        let world = compile(&loaded.scenario)?;
        let drawable = Drawable::of(&loaded, uncertain, posterior.as_ref())?;
        Ok(Self { loaded, world, drawable, posterior })
    }

    /// What makes its replications differ.
    fn varies(&self) -> Varies {
        Varies::of(&self.world, self.drawable.is_some())
    }

    /// Simulates while `goes_on`, which hears how many replications are done, says so.
    fn simulate(&self, options: &RunOptions, goes_on: impl FnMut(u32) -> bool) -> Result<Finished, Failure> {
        Ok(self.finished(simulate_drawn_while(&self.world, self.drawable.as_ref(), options, goes_on)?))
    }

    /// The results of a summary.
    fn finished(&self, summary: Summary) -> Finished {
        let results = Results::of(&self.world, &summary);
        Finished { summary, results }
    }

    /// What a run in blocks is made of.
    fn asked<'a>(&'a self, args: &RunArgs, options: &'a RunOptions) -> Asked<'a> {
        Asked {
            world: &self.world,
            scenario_hash: self.loaded.hash(),
            drawable: self.drawable.as_ref(),
            options,
            command: reproduce(args).to_string(),
        }
    }

    /// Gives the files of the folder, but for the manifest, to `then`.
    fn with_files<T>(
        &self,
        finished: &Finished,
        shown: &Shown<'_>,
        then: impl FnOnce(&Files<'_>) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let Finished { summary, results } = finished;
        let &Shown { command, show, charts, live, keep_draws, threads } = shown;
        let levers =
            live.then(|| Levers::of(&self.loaded, &self.world, summary.seed, threads)).transpose()?;
        // The replication that is shown runs in the world that was drawn for it.
        let drawn = self.drawable.as_ref().map(|drawable| drawable.drawn(summary.seed, show)).transpose()?;
        let made = Made {
            loaded: &self.loaded,
            command,
            world: &self.world,
            shown_world: drawn.as_ref().unwrap_or(&self.world),
            summary,
            results,
            show,
            charts,
            varies: self.varies(),
            keep_draws: self.drawable.as_ref().filter(|_| keep_draws),
            live: levers.as_ref(),
        };
        then(&result_files(&made)?)
    }

    /// Writes the folder.
    fn write(
        &self,
        args: &RunArgs,
        name: &str,
        finished: &Finished,
        started: Instant,
    ) -> Result<(), Failure> {
        let summary = &finished.summary;
        let printing = (!args.output.no_charts).then(|| args.figures.printing(&Printing::default().formats));
        let show = shown(args, summary);
        let command = without_folders(args);
        // Made when the files are written, so that its time covers all the work.
        let manifest = |hashes| {
            let input = ManifestInput {
                scenario: self.loaded.resolved.clone(),
                scenario_hash: self.loaded.hash(),
                scenario_name: name.to_owned(),
                command: command.clone(),
                seed: summary.seed,
                replications: summary.replications,
                precision_reached: summary.precise,
                shown_replication: show,
                uncertain: args.uncertain,
                posterior: self.posterior.clone(),
                keep_draws: args.keep_draws,
                printing: printing.clone(),
                live: args.live,
                environment: environment(reproduce(args).to_string(), started, args.how.threads),
            };
            AnyManifest::Run(Box::new(Manifest::new(input, hashes)))
        };
        let target = target(args, name);
        let &RunArgs { live, keep_draws, .. } = args;
        let threads = args.how.threads;
        let shown = Shown { command: &command, show, charts: printing.as_ref(), live, keep_draws, threads };
        self.with_files(finished, &shown, |files| deliver(&target, files, manifest))
    }
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

/// Replications that would reach a precision that was missed, if the spread stays as it is.
fn still_needed(results: &Results, options: &RunOptions) -> Option<usize> {
    let (Some(false), Some(precision)) = (results.precision_reached, options.precision) else { return None };
    let closure = &results.closure_h;
    let wanted_h = match precision {
        Precision::Hours(h) => h,
        // The share is of the true mean, from which the sample mean may differ by the half-width.
        Precision::Share(share) => share / (1.0 + share) * closure.mean?,
    };
    replications_by_student(closure.sd?, wanted_h, 0.95)
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

/// The run that draws ranges where this one does not, and the other way round, with a folder beside this one's.
fn the_other(args: &RunArgs, target: &Path) -> RunArgs {
    let mut other = RunArgs {
        uncertain: !args.uncertain,
        keep_draws: false,
        posterior: None,
        audit: None,
        ..args.clone()
    };
    let mut folder = target.as_os_str().to_os_string();
    folder.push(if other.uncertain { "-uncertain" } else { "-chance" });
    other.output.out = Some(folder.into());
    other
}

/// The exact command that gives the same results.
fn reproduce(args: &RunArgs) -> CommandLine {
    let RunOptions { seed, replications, .. } = options(args);
    let line = CommandLine::new("run")
        .scenario(&args.scenario)
        .option("--seed", seed)
        .option("--replications", replications)
        .maybe("--precision", args.precision.as_ref().map(|width| &width.text))
        .given("--uncertain", args.uncertain)
        .maybe("--posterior", args.posterior.as_deref().map(Path::display))
        .given("--keep-draws", args.keep_draws)
        .given("--live", args.live)
        .maybe("--show", args.show)
        .maybe("--points", args.kept.points.as_deref().map(Path::display))
        .flag(args.audit.map(audit_flag))
        .output(&args.output);
    args.figures.reproduce(line)
}

/// The flag that audits so many replications.
fn audit_flag(most: u32) -> String {
    if most == u32::MAX { "--audit".to_owned() } else { format!("--audit={most}") }
}

/// [`reproduce`] with the name of the scenario's file alone and no folder for results: the words of a report are the
/// same wherever the file lies.
fn without_folders(args: &RunArgs) -> String {
    let mut bare = args.clone();
    (bare.output.out, bare.output.format, bare.audit, bare.live) = (None, TextOrJson::Text, None, false);
    bare.kept = KeptArgs::default();
    reproduce(&bare).without_folders()
}
