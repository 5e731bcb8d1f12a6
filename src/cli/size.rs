//! `forceflow size`: the smallest value of a factor that meets a goal.

use std::path::Path;
use std::time::Instant;

use clap::Args;

use super::common::{Format, OutputArgs, ScenarioArgs, prepare, shell_word};
use super::exit::{Exit, Failure, Outcome};
use super::run::folder_failure;
use super::sensitivity::{CHANCE, DRAWN, StudyArgs, command_line, finish_folder, target, uncertain_failure};
use super::terminal::Terminal;
use crate::experiment::factor::parse_factor;
use crate::experiment::goal::Goal;
use crate::experiment::size::{self as sizing, Answer, SizeOptions};
use crate::experiment::uncertainty::{Drawable, UncertaintyError};
use crate::report::Files;
use crate::report::folder::check_target;
use crate::report::manifest::to_json;
use crate::report::size::size_text;

/// Find the smallest value of a factor that meets a goal, and confirm it
///
/// The far end of the range is certified first; the answer is confirmed on replications that the search has not seen.
/// Writes size.json into output/<scenario>-size/ (or --out). Exit code 1 when the goal is out of reach, or undecided.
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
    /// The largest value that meets the goal, instead of the smallest
    #[arg(long)]
    largest: bool,
    /// Replications that the confirmation of one value may take
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(2..))]
    budget: u32,
    #[command(flatten)]
    study: StudyArgs,
    #[command(flatten)]
    output: OutputArgs,
}

pub(super) fn size(args: &SizeArgs) -> Outcome {
    let started = Instant::now();
    let terminal = Terminal::new(args.output.quiet);
    let prepared = prepare(&args.scenario.scenario, &args.scenario.set)?;
    let mut factor = parse_factor(&args.vary).map_err(|error| Failure::unusable(error.to_string()))?;
    if args.largest {
        factor.values.reverse();
    }
    let goal = Goal::parse(&args.goal, &prepared.world).map_err(Failure::unusable)?;
    let target = target(&args.output, &args.scenario, "size");
    check_target(&target).map_err(|error| folder_failure(&error))?;
    let drawable = Drawable::new(&prepared.loaded);
    if args.study.uncertain {
        drawable.check().map_err(|error| uncertain_failure(&error))?;
    }
    let options = SizeOptions {
        path: factor.path,
        values: factor.values,
        seed: args.study.seed,
        replications: args.study.replications,
        budget: args.budget,
        confidence: 0.95,
        threads: args.study.threads,
        uncertain: args.study.uncertain,
    };
    // Bisection, the far end, two confirmations and a neighbour or two.
    let steps = u64::from(options.values.len().max(2).ilog2()) + 5;
    let bar = terminal.progress(steps, "values");
    let found = sizing::size(&drawable, &goal, &options, &mut |step| {
        bar.set_message(step.to_owned());
        bar.inc(1);
    });
    bar.finish_and_clear();
    let found = found.map_err(|error| match &error {
        UncertaintyError::Refused { .. } => Failure::unusable(error.to_string())
            .help("choose another range for --vary; `forceflow paths` lists paths"),
        _ => uncertain_failure(&error),
    })?;
    let document = to_json(&found);
    let mut command = command_line("size", &args.scenario, &args.study);
    command.push_str(&format!(" --vary {} --goal {}", shell_word(&args.vary), shell_word(goal.text())));
    if args.largest {
        command.push_str(" --largest");
    }
    command.push_str(&format!(" --budget {}", args.budget));
    let files = Files::from([("size.json".to_owned(), document.clone())]);
    finish_folder(&prepared, &args.scenario, &args.study, &command, started, files, &target)?;
    let shown = match args.output.format {
        Format::Json => String::from_utf8_lossy(&document).into_owned(),
        Format::Text => format!(
            "{}\n{}Bands: {}\nWritten to {}\nReproduce   {command}\n",
            prepared.loaded.scenario.title,
            size_text(&found),
            if args.study.uncertain { DRAWN } else { CHANCE },
            target.display()
        ),
    };
    let written = terminal.result(&shown);
    written.map_err(|error| Failure::io("write", Path::new("standard output"), &error))?;
    Ok(if found.answer == Answer::Certified { Exit::Done } else { Exit::No })
}
