//! `forceflow size`: the smallest value of a factor that meets a goal, or the cheapest mix of several.

use std::path::Path;

use clap::Args;
use serde::{Deserialize, Serialize};

use super::arguments::{OutputArgs, PointsArgs, ReplicationArgs, ScenarioArgs};
use super::command_line::CommandLine;
use super::exit::{Exit, Failure, Outcome};
use super::inputs::{Input, only};
use super::mix;
use super::shard::ShardArgs;
use super::study::{Basis, Call, Study, Work, carry_out};
use crate::experiment::USUAL_REPLICATIONS;
use crate::experiment::factor::parse_factor;
use crate::experiment::goal::Goal;
use crate::experiment::mix::USUAL_MIXES;
use crate::experiment::size::{Answer, SizeOptions, size as find};
use crate::experiment::uncertainty::Drawable;
use crate::report::kind::Kind;
use crate::report::names::Names;
use crate::report::size::Sizing;

/// Find the smallest value of a factor that meets a goal, and confirm it
///
/// Large values are expected to meet the goal more easily; with --largest small ones are. The far end of the range is
/// certified first; the answer is confirmed on replications that the search has not seen. Writes size.json, size.csv and
/// a chart into output/<scenario>-size/ (or --out). Exit code 1 when the goal is out of reach, or undecided.
///
/// With several --vary or --goal it finds the cheapest mix that meets all goals: by the prices of the scenario, else by
/// --weight or the plain sum of the settings. Writes mix.json, mix.csv, frontier.csv and a chart of closure against cost.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  forceflow size scenarios/checks/air-bridge.json --vary fleets.bridge.count=1..40 --goal 'closure_h.p90 <= 48'
  forceflow size scenarios/kazakhstan-2022.json --vary places.almaty.terminal.working_spots=4..30 --goal 'on_time >= 0.95'
  forceflow size scenarios/checks/air-bridge.json --vary fleets.bridge.count=4..16 --vary places.destination.terminal.working_spots=1..8 --goal 'closure_h.p90 <= 60' --weight places.destination.terminal.working_spots=3")]
#[command(mut_arg("replications", |arg| {
    let help = "Replications of the search at each value, and of the first look of a confirmation; 200 when left out";
    arg.help(help).value_parser(clap::value_parser!(u32).range(2..))
}))]
pub(super) struct SizeArgs {
    #[command(flatten)]
    scenario: ScenarioArgs,
    /// What is varied, as PATH=1..100 or PATH=10..80:10; several for the cheapest mix
    #[arg(long, value_name = "PATH=RANGE", required = true)]
    vary: Vec<String>,
    /// The goal: `on_time >= 0.95`, `closure_h.p90 <= 72`, `closure_h.mean <= 80` or `contingents.ID.closure_h.p90 <= 60`;
    /// several for a mix that meets them all
    #[arg(long, value_name = "GOAL", required = true)]
    goal: Vec<String>,
    /// Find the largest value that meets the goal: then small values meet it more easily. For one setting and one goal
    #[arg(long)]
    largest: bool,
    /// What one of a setting costs, as PATH=N, for the cheapest mix. Without any, the prices of the scenario count; where it
    /// has none, every setting by its number
    #[arg(long, value_name = "PATH=N")]
    weight: Vec<String>,
    /// Mixes that may be simulated; 300 when left out
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    mixes: Option<u32>,
    /// Replications that the confirmation of one value or mix may take
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(2..))]
    budget: u32,
    #[command(flatten)]
    how: ReplicationArgs,
    /// Draw the range of every assumption that is not varied once per replication
    #[arg(long, help_heading = "Replications")]
    uncertain: bool,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    points: PointsArgs,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Request {
    vary: String,
    goal: String,
    largest: bool,
    budget: u32,
    #[serde(flatten)]
    basis: Basis,
}

pub(super) fn size(args: &SizeArgs) -> Outcome {
    let basis = Basis::of(&args.how, USUAL_REPLICATIONS, args.uncertain, &args.output);
    let mut command = basis.added_to(CommandLine::new("size").scenario(&args.scenario));
    for vary in &args.vary {
        command = command.option("--vary", vary);
    }
    for goal in &args.goal {
        command = command.option("--goal", goal);
    }
    for weight in &args.weight {
        command = command.option("--weight", weight);
    }
    let command =
        command.given("--largest", args.largest).maybe("--mixes", args.mixes).option("--budget", args.budget);
    let input = Input::of(&args.scenario)?;
    let call = Call {
        threads: args.how.threads,
        points: Some(&args.points),
        shard: ShardArgs::default(),
        output: &args.output,
        target: Some(Path::new("output").join(format!("{}-size", input.name))),
        command,
        inputs: vec![input],
    };
    let budget = args.budget;
    match (args.vary.as_slice(), args.goal.as_slice()) {
        ([vary], [goal]) if args.weight.is_empty() && args.mixes.is_none() => {
            let (vary, goal) = (vary.clone(), goal.clone());
            carry_out(&Request { vary, goal, largest: args.largest, budget, basis }, call)
        }
        _ if args.largest => Err(Failure::unusable("--largest is for one --vary and one --goal")
            .help("leave it out: a mix is the cheapest, whichever way its settings work")),
        _ => {
            let (vary, goals, weights) = (args.vary.clone(), args.goal.clone(), args.weight.clone());
            let mixes = args.mixes.unwrap_or(USUAL_MIXES);
            carry_out(&mix::Request { vary, goals, weights, mixes, budget, basis }, call)
        }
    }
}

impl Study for Request {
    const KIND: Kind = Kind::Size;

    type Answer = Sizing;

    fn basis(&self) -> &Basis {
        &self.basis
    }

    fn answer(&self, inputs: &[Input], work: &Work<'_>) -> Result<Sizing, Failure> {
        let loaded = only(inputs)?;
        let mut factor = parse_factor(&self.vary)?;
        if self.largest {
            factor.values.reverse();
        }
        let goal = Goal::parse(&self.goal).map_err(Failure::unusable)?;
        let drawable = Drawable::new(loaded);
        if self.basis.uncertain {
            drawable.check()?;
        }
        let options = SizeOptions {
            path: factor.path,
            values: factor.values,
            budget: self.budget,
            confidence: 0.95,
            largest: self.largest,
            study: work.options(&self.basis),
        };
        // Bisection, the far end, two confirmations and a neighbour or two.
        let steps = u64::from(options.values.len().max(2).ilog2()) + 5;
        let bar = work.terminal.progress(steps, "values");
        let size = find(&drawable, &goal, &options, &mut |step| {
            bar.set_message(step.chars().take(MESSAGE).collect::<String>());
            bar.inc(1);
            // More confirmations than expected make the way longer.
            bar.set_length(steps.max(bar.position() + 1));
        })?;
        Ok(Sizing { title: loaded.scenario.title.clone(), size, names: Names::of(&loaded.resolved) })
    }

    fn exit(&self, answer: &Sizing) -> Exit {
        if answer.size.answer == Answer::Certified { Exit::Done } else { Exit::No }
    }
}

/// Letters of a step that a line of a terminal has room for.
const MESSAGE: usize = 30;
