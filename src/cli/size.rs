//! `forceflow size`: the smallest value of a factor that meets a goal.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use clap::Args;
use serde::{Deserialize, Serialize};

use super::common::{ScenarioArgs, scenario_name};
use super::exit::{Exit, Failure, Outcome};
use super::run::{chart_failure, folder_failure};
use super::sensitivity::{StudyArgs, command_line, target};
use super::study::{
    self, CHANCE, DRAWN, POINTS, Study, StudyFormat, StudyOutputArgs, Work, studied, uncertain_failure,
};
use super::terminal::Terminal;
use crate::chart::Provenance;
use crate::experiment::factor::parse_factor;
use crate::experiment::goal::Goal;
use crate::experiment::kept::{Keeper, KeptError};
use crate::experiment::size::{self as sizing, Answer, Size, SizeError, SizeOptions};
use crate::experiment::uncertainty::{Drawable, UncertaintyError};
use crate::report::Files;
use crate::report::folder::check_target;
use crate::report::manifest::{Kind, StudyManifest, to_json};
use crate::report::size::{size_charts, size_csv, size_text};
use crate::report::table::markdown_of_csv;
use crate::scenario::{Loaded, load};

/// Find the smallest value of a factor that meets a goal, and confirm it
///
/// Large values are taken to meet the goal more easily; with --largest small ones are. The far end of the range is certified first; the answer is confirmed on replications that the search has not seen.
/// Writes size.json, size.csv and a chart into output/<scenario>-size/ (or --out). Exit code 1 when the goal is out of reach, or undecided.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  forceflow size scenarios/checks/air-bridge.json --vary fleets.bridge.count=1..40 --goal 'closure_h.p90 <= 48'
  forceflow size scenarios/kazakhstan-2022.json --vary places.almaty.terminal.working_spots=4..30 --goal 'on_time >= 0.95'")]
pub(super) struct SizeArgs {
    #[command(flatten)]
    scenario: ScenarioArgs,
    /// What is varied, as PATH=1..100 or PATH=10..80:10
    #[arg(long, value_name = "PATH=RANGE")]
    vary: String,
    /// The goal: `on_time >= 0.95`, `closure_h.p90 <= 72`, `closure_h.mean <= 80` or `contingents.ID.closure_h.p90 <= 60`
    #[arg(long, value_name = "GOAL")]
    goal: String,
    /// Find the largest value that meets the goal: then small values meet it more easily
    #[arg(long)]
    largest: bool,
    /// Replications that the confirmation of one value may take
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(2..))]
    budget: u32,
    #[command(flatten)]
    study: StudyArgs,
    #[command(flatten)]
    output: StudyOutputArgs,
    /// Folder of finished replications, from which an interrupted search goes on
    #[arg(long, value_name = "DIR", default_value = POINTS, help_heading = "Output")]
    points: PathBuf,
    /// Draw no charts
    #[arg(long, help_heading = "Output")]
    no_charts: bool,
}

/// All that a sizing is told and that changes a byte of its results.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Request {
    vary: String,
    goal: String,
    largest: bool,
    budget: u32,
    seed: u64,
    replications: u32,
    uncertain: bool,
    charts: bool,
}

pub(super) fn size(args: &SizeArgs) -> Outcome {
    let started = Instant::now();
    let terminal = Terminal::new(args.output.quiet);
    let loaded = load(&args.scenario.scenario, &args.scenario.set)?;
    let target = target(args.output.out.as_deref(), &args.scenario, "size");
    check_target(&target).map_err(|error| folder_failure(&error))?;
    let request = Request {
        vary: args.vary.clone(),
        goal: args.goal.clone(),
        largest: args.largest,
        budget: args.budget,
        seed: args.study.seed,
        replications: args.study.replications,
        uncertain: args.study.uncertain,
        charts: !args.no_charts,
    };
    let command = reproduce(args);
    let interrupted = study::on_interrupt(terminal);
    let keeper = Keeper { folder: Some(&args.points), interrupted: &interrupted };
    let work = Work { threads: args.study.threads, terminal, keeper, command: &command };
    let found = sized(&loaded, &request, work)?;
    let finished = Study {
        kind: Kind::Size,
        request: &request,
        seed: request.seed,
        replications: request.replications,
        scenarios: vec![studied(scenario_name(&args.scenario.scenario), &loaded)],
        command: command.clone(),
        started,
        threads: args.study.threads,
    };
    finished.write(&files(&found, &request, &loaded)?, &target)?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let shown = match args.output.format {
        StudyFormat::Json => text(&to_json(&found)),
        StudyFormat::Csv => text(&size_csv(&found)),
        StudyFormat::Markdown => markdown_of_csv(&size_csv(&found)),
        StudyFormat::Text => format!(
            "{}\n{}Bands       {}\nWritten to {}\nReproduce   {command}\n",
            loaded.scenario.title,
            size_text(&found),
            if args.study.uncertain { DRAWN } else { CHANCE },
            target.display()
        ),
    };
    let written = terminal.result(&shown);
    written.map_err(|error| Failure::io("write", Path::new("standard output"), &error))?;
    Ok(if found.answer == Answer::Certified { Exit::Done } else { Exit::No })
}

/// The files that a sizing gives again from its manifest.
pub(super) fn again(
    manifest: &StudyManifest,
    threads: usize,
    terminal: Terminal,
) -> Result<Files<'static>, Failure> {
    let request: Request = study::request(manifest)?;
    let loaded = study::only_scenario(manifest)?.with(&[])?;
    let never = AtomicBool::new(false);
    let work = Work { threads, terminal, keeper: Keeper { folder: None, interrupted: &never }, command: "" };
    let found = sized(&loaded, &request, work)?;
    files(&found, &request, &loaded)
}

fn files(found: &Size, request: &Request, loaded: &Loaded) -> Result<Files<'static>, Failure> {
    let mut files = Files::from([
        ("size.json".to_owned(), to_json(found).into()),
        ("size.csv".to_owned(), size_csv(found).into()),
    ]);
    if request.charts {
        let provenance = Provenance {
            scenario: loaded.scenario.title.clone(),
            replications: u64::from(request.replications),
            seed: request.seed,
            level: Some(0.95),
            note: if request.uncertain { DRAWN } else { CHANCE }.to_owned(),
        };
        files.extend(size_charts(found, provenance).map_err(|error| chart_failure(&error))?);
    }
    Ok(files)
}

fn sized(loaded: &Loaded, request: &Request, work: Work<'_>) -> Result<Size, Failure> {
    let mut factor = parse_factor(&request.vary).map_err(|error| Failure::unusable(error.to_string()))?;
    if request.largest {
        factor.values.reverse();
    }
    let goal = Goal::parse(&request.goal).map_err(Failure::unusable)?;
    let drawable = Drawable::new(loaded);
    if request.uncertain {
        drawable.check().map_err(|error| uncertain_failure(&error))?;
    }
    let options = SizeOptions {
        path: factor.path,
        values: factor.values,
        seed: request.seed,
        replications: request.replications,
        budget: request.budget,
        confidence: 0.95,
        threads: work.threads,
        uncertain: request.uncertain,
        largest: request.largest,
        keeper: work.keeper,
    };
    // Bisection, the far end, two confirmations and a neighbour or two.
    let steps = u64::from(options.values.len().max(2).ilog2()) + 5;
    let bar = work.terminal.progress(steps, "values");
    let found = sizing::size(&drawable, &goal, &options, &mut |step| {
        bar.set_message(step.chars().take(MESSAGE).collect::<String>());
        bar.inc(1);
        // What is confirmed further than expected makes the way longer.
        bar.set_length(steps.max(bar.position() + 1));
    });
    bar.finish_and_clear();
    found.map_err(|error| match &error {
        SizeError::Goal(reason) => Failure::unusable(reason),
        SizeError::Kept(KeptError::Scenario(error @ UncertaintyError::Refused { .. })) => {
            Failure::unusable(error.to_string())
                .help("choose another range for --vary; `forceflow paths` lists paths")
        }
        SizeError::Kept(error) => work.failure(error),
    })
}

/// Letters of a step that a line of a terminal has room for.
const MESSAGE: usize = 30;

fn reproduce(args: &SizeArgs) -> String {
    let points = Some(&args.points).filter(|points| points.as_path() != Path::new(POINTS));
    command_line("size", &args.scenario, &args.study)
        .option("--vary", &args.vary)
        .option("--goal", &args.goal)
        .given("--largest", args.largest)
        .option("--budget", args.budget)
        .maybe("--points", points.map(|points| points.display()))
        .given("--no-charts", args.no_charts)
        .output(args.output.out.as_deref(), &args.output.format, &StudyFormat::Text)
        .to_string()
}
