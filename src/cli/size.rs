//! `forceflow size`: the smallest value of a factor that meets a goal.

use std::path::Path;

use clap::Args;
use serde::{Deserialize, Serialize};

use super::arguments::{OutputArgs, PointsArgs, ReplicationArgs, ScenarioArgs};
use super::command_line::CommandLine;
use super::exit::{Exit, Failure, Outcome};
use super::inputs::{Input, only};
use super::shard::ShardArgs;
use super::study::{Basis, Call, Study, Work, carry_out};
use crate::experiment::USUAL_REPLICATIONS;
use crate::experiment::factor::parse_factor;
use crate::experiment::goal::Goal;
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
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  forceflow size scenarios/checks/air-bridge.json --vary fleets.bridge.count=1..40 --goal 'closure_h.p90 <= 48'
  forceflow size scenarios/kazakhstan-2022.json --vary places.almaty.terminal.working_spots=4..30 --goal 'on_time >= 0.95'")]
#[command(mut_arg("replications", |arg| {
    let help = "Replications of the search at each value, and of the first look of a confirmation; 200 when left out";
    arg.help(help).value_parser(clap::value_parser!(u32).range(2..))
}))]
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
    let command = basis.added_to(CommandLine::new("size").scenario(&args.scenario));
    let command = command
        .option("--vary", &args.vary)
        .option("--goal", &args.goal)
        .given("--largest", args.largest)
        .option("--budget", args.budget);
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
    let &SizeArgs { ref vary, ref goal, largest, budget, .. } = args;
    carry_out(&Request { vary: vary.clone(), goal: goal.clone(), largest, budget, basis }, call)
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
