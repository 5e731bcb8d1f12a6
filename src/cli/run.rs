//! `forceflow run`: simulate, summarise, draw.

use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::time::Instant;

use clap::Args;

use super::common::{
    CommandLine, Format, OutputArgs, Prepared, ScenarioArgs, SimulationArgs, prepare, scenario_name,
};
use super::exit::{Exit, Failure, Outcome};
use super::study::{CHANCE, DRAWN, environment, on_interrupt, uncertain_failure};
use super::terminal::Terminal;
use crate::chart::ChartError;
use crate::experiment::statistics::stopping::replications_by_student;
use crate::experiment::uncertainty::Drawable;
use crate::experiment::{Precision, Results, RunOptions, Summary, simulate_uncertain_while, simulate_while};
use crate::kernel::{Forgetful, Ties};
use crate::model::{NoObserver, Options, Simulation, World};
use crate::report::folder::{FolderError, check_target};
use crate::report::manifest::to_json;
use crate::report::numbers::thousands;
use crate::report::outputs::{Made, calendar, result_files};
use crate::report::{Manifest, ManifestInput, text, write_folder};

/// Simulate a scenario, summarise it, and draw the figures
///
/// Writes result.json, replications.csv, arrivals.csv, timeline.csv, manifest.json and charts/ into
/// output/<scenario>/ (or --out), and a summary to stdout.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Examples:
  forceflow run scenarios/kazakhstan-2022.json
  forceflow run scenarios/kazakhstan-2022.json --set fleets.vta-ivanovo.count=8
  forceflow run scenarios/checks/air-bridge.json --precision 30min --format json")]
pub(super) struct RunArgs {
    #[command(flatten)]
    scenario: ScenarioArgs,
    #[command(flatten)]
    simulation: SimulationArgs,
    #[command(flatten)]
    output: OutputArgs,
    /// Draw the range of every assumption once per replication
    #[arg(long, help_heading = "Replications")]
    uncertain: bool,
    /// Draw no charts
    #[arg(long, help_heading = "Output")]
    no_charts: bool,
    /// The replication that timeline.csv and the Gantt chart show
    #[arg(long, value_name = "K", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..),
          help_heading = "Output")]
    show: u32,
}

pub(super) fn run(args: &RunArgs) -> Outcome {
    let started = Instant::now();
    let terminal = Terminal::new(args.output.quiet);
    let prepared = prepare(&args.scenario.scenario, &args.scenario.set)?;
    if !prepared.loaded.warnings.is_empty() {
        terminal.say(&prepared.loaded.warnings.render(Terminal::styled()));
    }
    let target = target(args);
    // A bad target fails before the work, not after it.
    check_target(&target).map_err(|error| folder_failure(&error))?;
    let options = args.simulation.options();
    let interrupted = on_interrupt(terminal);
    let bar = terminal.progress(u64::from(options.replications), "replications");
    let goes_on = |done| {
        bar.set_position(u64::from(done));
        !interrupted.load(Ordering::Relaxed)
    };
    let drawable = args.uncertain.then(|| Drawable::new(&prepared.loaded));
    let summary = match &drawable {
        Some(drawable) => simulate_uncertain_while(&prepared.world, drawable, &options, goes_on),
        None => Ok(simulate_while(&prepared.world, &options, goes_on)),
    };
    bar.finish_and_clear();
    let summary = summary.map_err(|error| uncertain_failure(&error))?;
    let results = Results::of(&prepared.world, &summary);
    if interrupted.load(Ordering::Relaxed)
        && summary.precise.is_none_or(|reached| !reached)
        && summary.replications < options.replications
    {
        return Err(broken_off(args, &prepared, drawable.as_ref(), (&summary, &results), started)?);
    }
    if results.not_closed == summary.replications as usize {
        return Err(stuck(&prepared, args));
    }
    write_results(args, &prepared, drawable.as_ref(), (&summary, &results), started)?;
    let shown = match args.output.format {
        Format::Json => String::from_utf8_lossy(&to_json(&results)).into_owned(),
        Format::Text => {
            let calendar = calendar(&prepared.loaded.scenario.start, &prepared.world);
            let mut shown = text::summary(&results, calendar.as_ref());
            if let Some(enough) = still_needed(&results, &options) {
                shown.push_str(&format!(
                    "Precision   about {} replications would reach it\n",
                    thousands(enough as f64)
                ));
            }
            let bands = if args.uncertain { DRAWN } else { CHANCE };
            shown.push_str(&format!("Bands       {bands}\n"));
            shown.push_str(&format!("Written to {}\n", target.display()));
            shown.push_str(&format!("Reproduce   {}\n", reproduce(args)));
            shown
        }
    };
    let written = terminal.result(&shown);
    written.map_err(|error| Failure::io("write", Path::new("standard output"), &error))?;
    Ok(Exit::Done)
}

/// Writes what an interrupted run has finished into a folder of its own, so that results of an earlier run stay as they
/// are, and says how to go on.
fn broken_off(
    args: &RunArgs,
    prepared: &Prepared,
    drawable: Option<&Drawable>,
    (summary, results): (&Summary, &Results),
    started: Instant,
) -> Result<Failure, Failure> {
    let target = target(args);
    let finished = summary.replications;
    let said = |message: String| Failure::Said {
        exit: Exit::InputOutput,
        message,
        help: Some(format!("the whole run:\n  {}", reproduce(args))),
    };
    if results.not_closed == finished as usize {
        return Ok(said("interrupted before a replication closed; nothing is kept".to_owned()));
    }
    let mut name = target.file_name().map_or_else(|| "results".into(), std::ffi::OsStr::to_os_string);
    name.push(".interrupted");
    let kept = target.with_file_name(name);
    // The same as a run that was asked for so many.
    let mut part = args.clone();
    part.output.out = Some(kept.clone());
    (part.simulation.replications, part.simulation.precision) = (Some(finished), None);
    write_results(&part, prepared, drawable, (summary, results), started)?;
    let s = if finished == 1 { " that is" } else { "s that are" };
    Ok(said(format!(
        "interrupted; results of the {finished} replication{s} finished are kept in `{}`",
        kept.display()
    )))
}

/// Writes the folder.
fn write_results(
    args: &RunArgs,
    prepared: &Prepared,
    drawable: Option<&Drawable>,
    (summary, results): (&Summary, &Results),
    started: Instant,
) -> Result<(), Failure> {
    // The replication that is shown runs in the world that was drawn for it.
    let drawn = drawable.map(|drawable| drawable.drawn(summary.seed, args.show)).transpose();
    let drawn = drawn.map_err(|error| uncertain_failure(&error))?;
    let made = Made {
        start: &prepared.loaded.scenario.start,
        world: &prepared.world,
        shown_world: drawn.as_ref().unwrap_or(&prepared.world),
        summary,
        results,
        show: args.show,
        charts: !args.no_charts,
        note: if args.uncertain { DRAWN } else { CHANCE },
    };
    let files = result_files(&made).map_err(|error| chart_failure(&error))?;
    // Made when the files are written, so that its time is that of all the work.
    let manifest = |hashes| {
        let input = ManifestInput {
            scenario: prepared.loaded.resolved.clone(),
            scenario_hash: prepared.loaded.hash(),
            scenario_name: scenario_name(&args.scenario.scenario),
            seed: summary.seed,
            replications: summary.replications,
            precision_reached: summary.precise,
            shown_replication: args.show,
            uncertain: args.uncertain,
            charts: !args.no_charts,
            environment: environment(reproduce(args), started, args.simulation.threads),
        };
        Manifest::new(input, hashes).to_bytes()
    };
    write_folder(&target(args), &files, manifest).map_err(|error| folder_failure(&error))
}

/// A chart that could not be drawn is a bug.
pub(super) fn chart_failure(error: &ChartError) -> Failure {
    Failure::Said {
        exit: Exit::Bug,
        message: format!("a chart could not be drawn: {error}"),
        help: Some("run with --no-charts, and report this as a bug".to_owned()),
    }
}

/// Replications that would reach the precision that was asked for and missed, if the spread stays as it is.
fn still_needed(results: &Results, options: &RunOptions) -> Option<usize> {
    let (Some(false), Some(precision)) = (results.precision_reached, options.precision) else { return None };
    let closure = &results.closure_h;
    let wanted_h = match precision {
        Precision::Hours(h) => h,
        // As the rule has it: the share is of the true mean, which the sample mean may miss by as much.
        Precision::Share(share) => share / (1.0 + share) * closure.mean?,
    };
    replications_by_student(closure.sd?, wanted_h, 0.95)
}

/// The folder for the results: a run with changes gets one of its own.
fn target(args: &RunArgs) -> PathBuf {
    if let Some(out) = &args.output.out {
        return out.clone();
    }
    let mut name = scenario_name(&args.scenario.scenario);
    for (path, value) in &args.scenario.set {
        let plain = |c: char| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '_' };
        name.push('+');
        name.extend(path.chars().map(plain));
        name.push('=');
        name.extend(value.chars().map(plain));
    }
    if name.len() > 120 {
        let hash = blake3::hash(name.as_bytes()).to_hex();
        name = format!("{}+{}", name.chars().take(100).collect::<String>(), &hash[..12]);
    }
    Path::new("output").join(name)
}

/// The exact command that gives the same results.
fn reproduce(args: &RunArgs) -> String {
    let line = args.simulation.reproduce(CommandLine::new("run").scenario(&args.scenario));
    line.given("--uncertain", args.uncertain)
        .maybe("--show", (args.show != 1).then_some(args.show))
        .given("--no-charts", args.no_charts)
        .output(args.output.out.as_deref(), &args.output.format, &Format::Text)
        .to_string()
}

pub(super) fn folder_failure(error: &FolderError) -> Failure {
    match error {
        FolderError::NotOurs(..) => {
            Failure::unusable(error.to_string()).help("choose another folder with --out, or empty this one")
        }
        FolderError::Io(..) => {
            Failure::Said { exit: Exit::InputOutput, message: error.to_string(), help: None }
        }
    }
}

/// No replication closed: what is stuck, and on what.
fn stuck(prepared: &Prepared, args: &RunArgs) -> Failure {
    let who = stuck_sentences(&prepared.world, args.simulation.seed);
    let title = &prepared.loaded.scenario.title;
    let horizon_h = prepared.loaded.scenario.horizon_h;
    Failure::unusable(format!("`{title}` does not close within {horizon_h} h, in no replication\n{who}"))
        .help("give what is missing, or a larger `horizon_h`")
}

/// Who is stuck in the first replication, and on what.
fn stuck_sentences(world: &World, seed: u64) -> String {
    let options = Options { seed, ties: Ties::InOrder };
    let mut simulation: Simulation<'_, Forgetful, NoObserver> = Simulation::new(world, options, NoObserver);
    simulation.run(1);
    let sentences: Vec<String> =
        simulation.stuck().iter().map(|stuck| format!("  {}", stuck.sentence(world))).collect();
    sentences.join("\n")
}
