//! `forceflow sensitivity`: which assumption matters most.

use std::path::Path;

use clap::{Args, ValueEnum};
use serde::{Deserialize, Serialize};

use super::arguments::{OutputArgs, PointsArgs, ReplicationArgs, ScenarioArgs};
use super::command_line::CommandLine;
use super::exit::{Failure, Outcome};
use super::inputs::{Input, only};
use super::shard::ShardArgs;
use super::study::{Basis, Call, Study, Work, carry_out};
use crate::experiment::USUAL_REPLICATIONS;
use crate::experiment::sensitivity::{Method, Question};
use crate::experiment::uncertainty::Drawable;
use crate::report::kind::Kind;
use crate::report::names::Names;
use crate::report::sensitivity::Sensitivity;

/// Show which assumption matters most: a tornado, Morris's screening or variance shares; or what the late runs have in common
///
/// Every entry of `evidence` with `low` and `high` is an assumption. --method given-data and discover take one run in which
/// all of them are drawn; the others run the points of a design. Writes sensitivity.json, sensitivity.csv and
/// a chart into output/<scenario>-sensitivity/ (or --out), and a table to stdout.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  forceflow sensitivity scenarios/kazakhstan-2022.json
  forceflow sensitivity scenarios/kazakhstan-2022.json --method morris --trajectories 20 -n 50
  forceflow sensitivity scenarios/kazakhstan-2022.json --top 8 --method sobol --samples 256 -n 50
  forceflow sensitivity scenarios/kazakhstan-2022.json --method given-data
  forceflow sensitivity scenarios/kazakhstan-2022.json --method discover --goal 'closure_h.p50 <= 96'")]
#[command(mut_arg("replications", |arg| {
    arg.help("Replications at each point; 200 when left out, 2,000 with --method given-data and discover").value_parser(clap::value_parser!(u32).range(2..))
}))]
pub(super) struct SensitivityArgs {
    #[command(flatten)]
    pub(super) scenario: ScenarioArgs,
    /// How assumptions are studied
    #[arg(long, value_enum, default_value_t = Chosen::Tornado, value_name = "METHOD")]
    method: Chosen,
    /// Trajectories of --method morris
    #[arg(long, default_value_t = 10, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    trajectories: u32,
    /// Base points of --method sobol: a power of two, which balances the sequence
    #[arg(long, default_value_t = 64, value_name = "N", value_parser = power_of_two)]
    samples: u32,
    /// Only the assumptions at these paths, or below them
    #[arg(long, value_name = "PATH", num_args = 1..)]
    only: Vec<String>,
    /// Only the N assumptions with the widest bars of a tornado, or with the largest shares of --method given-data
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    top: Option<u64>,
    /// Make all replications for every assumption of a tornado. Without it, those whose bars cannot be among the 25 widest, or
    /// the N of --top, are left after the first 16, 48 and so on
    #[arg(long)]
    thorough: bool,
    /// The goal whose hours part late runs from those in time, for --method discover: `closure_h.p50 <= 72` or
    /// `contingents.ID.closure_h.p50 <= 60`; the deadline when left out
    #[arg(long, value_name = "GOAL")]
    goal: Option<String>,
    #[command(flatten)]
    pub(super) how: ReplicationArgs,
    /// Draw the ranges of all other assumptions once per replication
    #[arg(long, help_heading = "Replications")]
    uncertain: bool,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    points: PointsArgs,
    #[command(flatten)]
    pub(super) shard: ShardArgs,
}

/// Replications of a run in which all ranges are drawn.
const USUAL_DRAWS: u32 = 2_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Chosen {
    /// One at a time, at the low and the high end
    Tornado,
    /// Elementary effects: which assumptions matter at all
    Morris,
    /// Shares of the variance
    Sobol,
    /// Shares of the variance by all assumptions at once, from one run
    GivenData,
    /// The limits within which the late runs lie, from one run
    Discover,
}

fn power_of_two(text: &str) -> Result<u32, String> {
    let number = text.parse::<u32>().map_err(|_| "expected a whole number such as 64".to_owned())?;
    if number.is_power_of_two() {
        return Ok(number);
    }
    let near = number.max(1).checked_next_power_of_two().unwrap_or(1 << 31);
    Err(format!("the sequence is balanced only over a power of two such as {near}"))
}

/// An option that the method does not take.
fn misplaced(args: &SensitivityArgs) -> Option<Failure> {
    if args.goal.is_some() && args.method != Chosen::Discover {
        return Some(Failure::unusable(
            "--goal parts late runs from those in time, for --method discover alone",
        ));
    }
    if args.thorough && args.method != Chosen::Tornado && args.top.is_none() {
        return Some(Failure::unusable("--thorough is of a tornado, and of the one that --top chooses by"));
    }
    if args.top.is_some() && args.method == Chosen::Discover {
        let failure =
            Failure::unusable("--method discover has no --top: it keeps the limits that are beyond chance");
        return Some(failure.help("limit the assumptions with --only"));
    }
    None
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Request {
    #[serde(flatten)]
    question: Question,
    #[serde(flatten)]
    basis: Basis,
}

pub(super) fn sensitivity(args: &SensitivityArgs) -> Outcome {
    let basis = args.basis();
    let command = basis.added_to(CommandLine::new("sensitivity").scenario(&args.scenario));
    let command = match args.method {
        Chosen::Tornado => command,
        Chosen::Morris => command.option("--method", "morris").option("--trajectories", args.trajectories),
        Chosen::Sobol => command.option("--method", "sobol").option("--samples", args.samples),
        Chosen::GivenData => command.option("--method", "given-data"),
        Chosen::Discover => command.option("--method", "discover").maybe("--goal", args.goal.as_ref()),
    };
    let command = args.only.iter().fold(command, |line, only| line.option("--only", only));
    let question = args.question()?;
    let input = Input::of(&args.scenario)?;
    let call = Call {
        threads: args.how.threads,
        points: Some(&args.points),
        shard: args.shard,
        output: &args.output,
        target: Some(Path::new("output").join(format!("{}-sensitivity", input.name))),
        command: command.maybe("--top", args.top).given("--thorough", args.thorough),
        inputs: vec![input],
    };
    carry_out(&Request { question, basis }, call)
}

impl SensitivityArgs {
    /// What decides the replications.
    pub(super) fn basis(&self) -> Basis {
        let draws_all = matches!(self.method, Chosen::GivenData | Chosen::Discover);
        let usual = if draws_all { USUAL_DRAWS } else { USUAL_REPLICATIONS };
        Basis::of(&self.how, usual, self.uncertain || draws_all, &self.output)
    }

    /// What is asked, if all options go with the method.
    pub(super) fn question(&self) -> Result<Question, Failure> {
        if let Some(refused) = misplaced(self) {
            return Err(refused);
        }
        let method = match self.method {
            Chosen::Tornado => Method::Tornado,
            Chosen::Morris => Method::Morris,
            Chosen::Sobol => Method::Sobol,
            Chosen::GivenData => Method::GivenData,
            Chosen::Discover => Method::Discover,
        };
        let &Self { trajectories, samples, top, thorough, .. } = self;
        let (only, goal) = (self.only.clone(), self.goal.clone());
        Ok(Question { method, trajectories, samples, only, top, thorough, goal })
    }
}

impl Study for Request {
    const KIND: Kind = Kind::Sensitivity;

    type Answer = Sensitivity;

    fn basis(&self) -> &Basis {
        &self.basis
    }

    fn answer(&self, inputs: &[Input], work: &Work<'_>) -> Result<Sensitivity, Failure> {
        let loaded = only(inputs)?;
        let options = work.options(&self.basis);
        let mut progress = work.terminal.stages();
        let result = self.question.answer(&Drawable::new(loaded), &options, &mut progress)?;
        Ok(Sensitivity {
            format_version: 1,
            method: self.question.method,
            title: loaded.scenario.title.clone(),
            seed: self.basis.seed,
            replications: self.basis.replications,
            uncertain: self.basis.uncertain,
            result,
            names: Names::of(&loaded.resolved),
        })
    }
}
