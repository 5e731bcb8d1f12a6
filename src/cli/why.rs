//! `forceflow why`: one seeded run told backwards, and what would help.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::common::{Format, Prepared, ScenarioArgs, prepare};
use super::exit::{Exit, Failure, Outcome};
use super::run::folder_failure;
use super::terminal::Terminal;
use crate::experiment::improve::{CapacityGain, closures, durations, proposals, shorter};
use crate::experiment::story::{Story, Subject};
use crate::kernel::Ties;
use crate::model::{Options, ShownRun};
use crate::report::manifest::to_json;
use crate::report::outputs::calendar;
use crate::report::{Files, story, write_folder};

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
    /// Also write why.json and why.txt into a folder
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Nothing on stderr but errors
    #[arg(long, short)]
    quiet: bool,
}

pub(super) fn why(args: &WhyArgs) -> Outcome {
    let terminal = Terminal::new(args.quiet);
    let prepared = prepare(&args.scenario.scenario, &args.scenario.set)?;
    let world = &prepared.world;
    let subject = match &args.unit {
        None => Subject::Force,
        Some(id) => Subject::find(world, id).ok_or_else(|| unknown_subject(&prepared, id))?,
    };
    let options = Options { seed: args.seed, ties: Ties::InOrder };
    let shown = ShownRun::new(world, options, args.replication);
    let told = Story::of(world, &shown, &subject).ok_or_else(|| {
        let who = subject.name(world);
        Failure::unusable(format!(
            "{who} does not close in replication {} of seed {}",
            args.replication, args.seed
        ))
        .help("choose another --replication, or a larger `horizon_h`")
    })?;
    let mut gains = durations(world, args.seed, args.replications);
    for gain in &mut gains {
        gain.change = shorter(gain, &prepared.loaded);
    }
    let capacities = capacities(args, &prepared, terminal)?;
    let calendar = calendar(&prepared.loaded.scenario.start, world);
    let text = format!(
        "{}\n{}{}",
        world.title,
        story::tell(&told, args.replication, calendar.as_ref()),
        story::help(&gains, &capacities, args.replications)
    );
    let json = to_json(&json!({
        "format_version": 1,
        "title": world.title,
        "seed": args.seed,
        "replication": args.replication,
        "story": told,
        "replications": args.replications,
        "durations": gains,
        "capacities": capacities,
    }));
    let shown = match args.format {
        Format::Text => text.clone(),
        Format::Json => String::from_utf8_lossy(&json).into_owned(),
    };
    if let Some(out) = &args.out {
        write(out, text, json)?;
    }
    let written = terminal.result(&shown);
    written.map_err(|error| Failure::io("write", Path::new("standard output"), &error))?;
    Ok(Exit::Done)
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
fn capacities(args: &WhyArgs, prepared: &Prepared, terminal: Terminal) -> Result<Vec<CapacityGain>, Failure> {
    let without = closures(&prepared.world, args.seed, args.replications, args.threads);
    if without.iter().any(|h| h.is_infinite()) {
        terminal.say("Some replications do not close, so that no gain from more capacity is given.");
        return Ok(Vec::new());
    }
    let proposals = proposals(&prepared.loaded.scenario);
    let bar = terminal.progress(proposals.len() as u64, "what would help");
    let mut gains = Vec::new();
    for proposal in proposals {
        let mut sets = args.scenario.set.clone();
        sets.push((proposal.path.clone(), proposal.value.to_string()));
        let changed = prepare(&args.scenario.scenario, &sets)?;
        let with = closures(&changed.world, args.seed, args.replications, args.threads);
        gains.push(CapacityGain::of(proposal, &with, &without));
        bar.inc(1);
    }
    bar.finish_and_clear();
    gains.sort_by(|a, b| b.saved_h.total_cmp(&a.saved_h).then_with(|| a.proposal.path.cmp(&b.proposal.path)));
    Ok(gains)
}

fn write(out: &Path, text: String, json: Vec<u8>) -> Result<(), Failure> {
    let mut files = Files::new();
    files.insert("why.txt".to_owned(), text.into_bytes());
    files.insert("why.json".to_owned(), json);
    let outputs: serde_json::Map<String, serde_json::Value> = files
        .iter()
        .map(|(name, bytes)| (name.clone(), blake3::hash(bytes).to_hex().to_string().into()))
        .collect();
    files.insert("manifest.json".to_owned(), to_json(&json!({ "program": "forceflow", "outputs": outputs })));
    write_folder(out, &files).map_err(|error| folder_failure(&error))
}
