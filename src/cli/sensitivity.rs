//! `forceflow sensitivity`: which assumption matters most.

use std::path::Path;

use clap::{Args, ValueEnum};
use serde::{Deserialize, Serialize};

use super::arguments::{OutputArgs, PointsArgs, ReplicationArgs, ScenarioArgs};
use super::command_line::CommandLine;
use super::exit::{Failure, Outcome};
use super::inputs::{Input, only};
use super::study::{Basis, Call, Study, Work, carry_out};
use crate::experiment::USUAL_REPLICATIONS;
use crate::experiment::sensitivity::{Method, Question};
use crate::experiment::uncertainty::Drawable;
use crate::report::kind::Kind;
use crate::report::names::Names;
use crate::report::sensitivity::Sensitivity;

/// Show which assumption matters most: a tornado, Morris's screening or Sobol' indices
///
/// Every entry of `evidence` with `low` and `high` is an assumption. Writes sensitivity.json, sensitivity.csv and
/// a chart into output/<scenario>-sensitivity/ (or --out), and a table to stdout.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  forceflow sensitivity scenarios/kazakhstan-2022.json
  forceflow sensitivity scenarios/kazakhstan-2022.json --method morris --trajectories 20 -n 50
  forceflow sensitivity scenarios/kazakhstan-2022.json --top 8 --method sobol --samples 256 -n 50")]
#[command(mut_arg("replications", |arg| {
    arg.help("Replications at each point; 200 when left out").value_parser(clap::value_parser!(u32).range(2..))
}))]
pub(super) struct SensitivityArgs {
    #[command(flatten)]
    scenario: ScenarioArgs,
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
    /// Only the N assumptions with the widest bars of a tornado
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    top: Option<u64>,
    #[command(flatten)]
    how: ReplicationArgs,
    /// Draw the ranges of all other assumptions once per replication
    #[arg(long, help_heading = "Replications")]
    uncertain: bool,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    points: PointsArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Chosen {
    /// One at a time, at the low and the high end
    Tornado,
    /// Elementary effects: which assumptions matter at all
    Morris,
    /// Shares of the variance
    Sobol,
}

fn power_of_two(text: &str) -> Result<u32, String> {
    let number = text.parse::<u32>().map_err(|_| "expected a whole number such as 64".to_owned())?;
    if number.is_power_of_two() {
        return Ok(number);
    }
    let near = number.max(1).checked_next_power_of_two().unwrap_or(1 << 31);
    Err(format!("the sequence is balanced only over a power of two such as {near}"))
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Request {
    #[serde(flatten)]
    question: Question,
    #[serde(flatten)]
    basis: Basis,
}

pub(super) fn sensitivity(args: &SensitivityArgs) -> Outcome {
    let basis = Basis::of(&args.how, USUAL_REPLICATIONS, args.uncertain, &args.output);
    let command = basis.added_to(CommandLine::new("sensitivity").scenario(&args.scenario));
    let (method, command) = match args.method {
        Chosen::Tornado => (Method::Tornado, command),
        Chosen::Morris => {
            let command = command.option("--method", "morris");
            (Method::Morris, command.option("--trajectories", args.trajectories))
        }
        Chosen::Sobol => {
            let command = command.option("--method", "sobol");
            (Method::Sobol, command.option("--samples", args.samples))
        }
    };
    let command = args.only.iter().fold(command, |line, only| line.option("--only", only));
    let &SensitivityArgs { trajectories, samples, top, .. } = args;
    let input = Input::of(&args.scenario)?;
    let call = Call {
        threads: args.how.threads,
        points: Some(&args.points),
        output: &args.output,
        target: Some(Path::new("output").join(format!("{}-sensitivity", input.name))),
        command: command.maybe("--top", top),
        inputs: vec![input],
    };
    let question = Question { method, trajectories, samples, only: args.only.clone(), top };
    carry_out(&Request { question, basis }, call)
}

impl Study for Request {
    const KIND: Kind = Kind::Sensitivity;

    type Answer = Sensitivity;

    fn basis(&self) -> &Basis {
        &self.basis
    }

    fn answer(&self, inputs: &[Input], work: &Work<'_>) -> Result<Sensitivity, Failure> {
        let loaded = only(inputs)?;
        let bar = work.terminal.progress(0, "points");
        let options = work.options(&self.basis);
        let result = self.question.answer(&Drawable::new(loaded), &options, &mut |what, done, of| {
            if bar.message() != what {
                bar.set_message(what.to_owned());
            }
            bar.set_length(of);
            bar.set_position(done);
        })?;
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
