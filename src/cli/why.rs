//! `forceflow why`: one seeded run told backwards, and what would help.

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::common::{CommandLine, Format, Prepared, ScenarioArgs, compiled, scenario_name};
use super::exit::{Exit, Failure, Outcome};
use super::run::{chart_failure, folder_failure};
use super::study::{self, Source, Study, ends_on_interrupt, studied};
use super::terminal::Terminal;
use crate::chart::Provenance;
use crate::experiment::improve::{CapacityGain, closures, durations, proposals, shorter};
use crate::experiment::story::{Story, Subject};
use crate::kernel::Ties;
use crate::model::{Options, ShownRun};
use crate::report::bottlenecks::story_charts;
use crate::report::folder::check_target;
use crate::report::manifest::{Kind, StudyManifest, to_json};
use crate::report::outputs::calendar;
use crate::report::{Files, story};

/// Tell why one seeded run closed when it did, and what would help
///
/// From the last arrival back to the appeal: the last load's own clock with its waits, the causes behind them, and then
/// what a small improvement of each duration and one more of each capacity would save.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  forceflow why scenarios/kazakhstan-2022.json
  forceflow why scenarios/kazakhstan-2022.json --replication 17 --unit kyrgyzstan
  forceflow why scenarios/checks/air-bridge.json --unit 'force/company#7'")]
pub(super) struct WhyArgs {
    #[command(flatten)]
    scenario: ScenarioArgs,
    /// The replication that is told
    #[arg(long, value_name = "K", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    replication: u32,
    /// Whose closure: a contingent, contingent/unit or contingent/unit#7; the force when left out
    #[arg(long, value_name = "ID")]
    unit: Option<String>,
    /// Seed of the random numbers
    #[arg(long, default_value_t = 1, value_name = "N")]
    seed: u64,
    /// Replications behind what would help
    #[arg(long, short = 'n', default_value_t = 100, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    replications: u32,
    /// Threads; one per core when left out
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    threads: usize,
    /// A readable story, or JSON
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    format: Format,
    /// Also write why.json, why.txt, charts/ and manifest.json into a folder
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Draw no charts into the folder
    #[arg(long)]
    no_charts: bool,
    /// Nothing on stderr but errors
    #[arg(long, short)]
    quiet: bool,
}

/// All that a story is told and that changes a byte of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Request {
    replication: u32,
    unit: Option<String>,
    seed: u64,
    replications: u32,
    charts: bool,
}

/// A story and what would help.
struct Told {
    title: String,
    text: String,
    json: Vec<u8>,
    story: Story,
}

pub(super) fn why(args: &WhyArgs) -> Outcome {
    let started = Instant::now();
    let terminal = Terminal::new(args.quiet);
    ends_on_interrupt();
    if let Some(out) = &args.out {
        check_target(out).map_err(|error| folder_failure(&error))?;
    }
    let source = Source::File(args.scenario.clone());
    let request = Request {
        replication: args.replication,
        unit: args.unit.clone(),
        seed: args.seed,
        replications: args.replications,
        charts: !args.no_charts,
    };
    let told = told(&source, &request, args.threads, terminal)?;
    if let Some(out) = &args.out {
        let finished = Study {
            kind: Kind::Why,
            request: &request,
            seed: args.seed,
            replications: args.replications,
            scenarios: vec![studied(scenario_name(&args.scenario.scenario), &source.with(&[])?)],
            command: reproduce(args),
            started,
            threads: args.threads,
        };
        finished.write(&files(&request, &told)?, out)?;
    }
    let shown = match args.format {
        Format::Text => told.text,
        Format::Json => String::from_utf8_lossy(&told.json).into_owned(),
    };
    let written = terminal.result(&shown);
    written.map_err(|error| Failure::io("write", Path::new("standard output"), &error))?;
    Ok(Exit::Done)
}

/// The files that a story gives again from its manifest.
pub(super) fn again(
    manifest: &StudyManifest,
    threads: usize,
    terminal: Terminal,
) -> Result<Files<'static>, Failure> {
    let request: Request = study::request(manifest)?;
    let told = told(&study::only_scenario(manifest)?, &request, threads, terminal)?;
    files(&request, &told)
}

fn told(source: &Source, request: &Request, threads: usize, terminal: Terminal) -> Result<Told, Failure> {
    let loaded = source.with(&[])?;
    let prepared = Prepared { world: compiled(&loaded)?, loaded };
    let world = &prepared.world;
    let subject = match &request.unit {
        None => Subject::Force,
        Some(id) => Subject::find(world, id).ok_or_else(|| unknown_subject(&prepared, id))?,
    };
    let options = Options { seed: request.seed, ties: Ties::InOrder };
    let shown = ShownRun::new(world, options, request.replication);
    let told = Story::of(world, &shown, &subject).ok_or_else(|| {
        let who = subject.name(world);
        Failure::unusable(format!(
            "{who} does not close in replication {} of seed {}",
            request.replication, request.seed
        ))
        .help("choose another --replication, or a larger `horizon_h`")
    })?;
    let mut gains = durations(world, request.seed, request.replications);
    for gain in &mut gains {
        gain.change = shorter(gain, &prepared.loaded);
    }
    let capacities = capacities(source, request, &prepared, threads, terminal)?;
    let calendar = calendar(&prepared.loaded.scenario.start, world);
    // What would help is measured for the force alone, and says so when the story is of a part of it.
    let part = (subject != Subject::Force).then_some(told.subject.as_str());
    let text = format!(
        "{}\n{}{}",
        world.title,
        story::tell(&told, request.replication, calendar.as_ref()),
        story::help(&gains, &capacities, request.replications, part)
    );
    let json = to_json(&json!({
        "format_version": 1,
        "title": world.title,
        "seed": request.seed,
        "replication": request.replication,
        "story": told,
        "replications": request.replications,
        "gains_of": Subject::Force.name(world),
        "durations": gains,
        "capacities": capacities,
    }));
    Ok(Told { title: world.title.clone(), text, json, story: told })
}

fn files(request: &Request, told: &Told) -> Result<Files<'static>, Failure> {
    let mut files = Files::new();
    if request.charts {
        let provenance = Provenance {
            scenario: told.title.clone(),
            replications: 1,
            seed: request.seed,
            level: None,
            note: String::new(),
        };
        let charts = story_charts(&told.story, request.replication, provenance);
        files.extend(charts.map_err(|error| chart_failure(&error))?);
    }
    files.insert("why.txt".to_owned(), told.text.clone().into_bytes().into());
    files.insert("why.json".to_owned(), told.json.clone().into());
    Ok(files)
}

/// The exact command that gives the same results.
fn reproduce(args: &WhyArgs) -> String {
    CommandLine::new("why")
        .scenario(&args.scenario)
        .option("--seed", args.seed)
        .option("--replication", args.replication)
        .option("--replications", args.replications)
        .maybe("--unit", args.unit.as_ref())
        .given("--no-charts", args.no_charts)
        .output(args.out.as_deref(), &args.format, &Format::Text)
        .to_string()
}

fn unknown_subject(prepared: &Prepared, id: &str) -> Failure {
    let contingents = prepared.world.contingents.iter().map(|contingent| contingent.id.as_str());
    let units = prepared.world.units.iter().map(|unit| unit.id.as_str());
    let known: Vec<&str> = contingents.chain(units).collect();
    let hint = crate::diagnostic::similar(id, known.iter().copied()).map_or_else(
        || format!("the ids are {}", known.join(", ")),
        |near| format!("did you mean `{near}`?"),
    );
    Failure::unusable(format!("there is no contingent or unit `{id}`")).help(hint)
}

/// Tries one more of each capacity under the same draws.
fn capacities(
    source: &Source,
    request: &Request,
    prepared: &Prepared,
    threads: usize,
    terminal: Terminal,
) -> Result<Vec<CapacityGain>, Failure> {
    let without = closures(&prepared.world, request.seed, request.replications, threads);
    if without.iter().any(|h| h.is_infinite()) {
        terminal.say("Some replications do not close, so that no gain from more capacity is given.");
        return Ok(Vec::new());
    }
    let proposals = proposals(&prepared.loaded.scenario);
    let bar = terminal.progress(proposals.len() as u64, "what would help");
    let mut gains = Vec::new();
    for proposal in proposals {
        let changed = source.with(&[(proposal.path.clone(), proposal.value.to_string())])?;
        let with = closures(&compiled(&changed)?, request.seed, request.replications, threads);
        gains.push(CapacityGain::of(proposal, &with, &without));
        bar.inc(1);
    }
    bar.finish_and_clear();
    gains.sort_by(|a, b| b.saved_h.total_cmp(&a.saved_h).then_with(|| a.proposal.path.cmp(&b.proposal.path)));
    Ok(gains)
}
