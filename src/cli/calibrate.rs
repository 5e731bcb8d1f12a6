//! `forceflow calibrate`: what the records of several operations say of the parameters that they share.

use std::path::{Path, PathBuf};

use clap::Args;
use serde::{Deserialize, Serialize};

use super::arguments::{OutputArgs, PointsArgs, ReplicationArgs};
use super::backtest::read;
use super::command_line::CommandLine;
use super::exit::{Exit, Failure, Outcome};
use super::inputs::{Input, scenario_name, without_schema};
use super::shard::ShardArgs;
use super::study::{Basis, Call, Study, Work, carry_out};
use super::terminal::Terminal;
use crate::experiment::USUAL_REPLICATIONS;
use crate::experiment::calibrate::{Question, Scenarios, calibrate as learn, leave_out};
use crate::report::calibration::{Calibrated, Prediction};
use crate::report::kind::Kind;

/// Learn the parameters that operations share from what really happened
///
/// Parameters are assumptions with a range in `evidence`: those named as a `parameter` there, or those at the paths of
/// --parameter. History matching rules out what no record allows; what is left is sampled by approximate Bayesian
/// computation. Writes calibration.json, parameters.csv, posterior.csv, predictions.csv, variants with what was learned and a
/// page into output/calibration/ (or --out). The exit code is 1 when no parameters are plausible.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  forceflow calibrate scenarios/kazakhstan-2022.json scenarios/karabakh-2020.json
  forceflow calibrate scenarios/*.json --uncertain --leave-one-out
  forceflow calibrate a.json b.json --parameter carrier_types.il-76.load_h --discrepancy 0.05
  forceflow run c.json --uncertain --posterior output/calibration/posterior.csv")]
#[command(mut_arg("replications", |arg| {
    arg.help("Replications of each prediction, numbered from 1; 200 when left out")
}))]
#[command(mut_arg("out", |arg| arg.help("Folder for the results, instead of output/calibration/")))]
pub(super) struct CalibrateArgs {
    /// Scenarios or variants with an `observed` block
    #[arg(value_name = "SCENARIO", required = true)]
    pub(super) scenarios: Vec<PathBuf>,
    /// Calibrate this parameter, by its name or its path; every named one when left out
    #[arg(long = "parameter", value_name = "NAME")]
    parameters: Vec<String>,
    /// Leave this scenario out, and predict it from the others
    #[arg(long, value_name = "SCENARIO", conflicts_with = "leave_one_out")]
    pub(super) leave_out: Vec<PathBuf>,
    /// Leave each scenario out once, and predict it from the others
    #[arg(long)]
    pub(super) leave_one_out: bool,
    /// What the model may be off by for reasons that no parameter holds: a standard deviation, as a share of what was observed
    #[arg(long, default_value_t = 0.1, value_name = "SHARE", value_parser = share)]
    discrepancy: f64,
    /// Points of each wave of history matching
    #[arg(long, default_value_t = 256, value_name = "N", value_parser = clap::value_parser!(u32).range(16..=100_000))]
    pub(super) points_per_wave: u32,
    /// Replications at each of them
    #[arg(long, default_value_t = 20, value_name = "N", value_parser = clap::value_parser!(u32).range(2..=100_000))]
    pub(super) per_point: u32,
    /// Waves at most
    #[arg(long, default_value_t = 3, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=20))]
    pub(super) waves: u32,
    /// Draws of the parameters for the posterior, one replication of each scenario each
    #[arg(long, default_value_t = 8_000, value_name = "N", value_parser = clap::value_parser!(u32).range(100..=10_000_000))]
    pub(super) draws: u32,
    /// Samples of the posterior: the draws that come nearest to the record
    #[arg(long, default_value_t = 400, value_name = "N", value_parser = clap::value_parser!(u32).range(20..=1_000_000))]
    samples: u32,
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

fn share(text: &str) -> Result<f64, String> {
    match text.trim().parse::<f64>() {
        Ok(share) if (0.0..=10.0).contains(&share) => Ok(share),
        _ => Err("expected a share such as 0.1".to_owned()),
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Request {
    #[serde(flatten)]
    question: Question,
    /// Names of scenarios that are left out, each on its own.
    leave_out: Vec<String>,
    #[serde(flatten)]
    basis: Basis,
}

pub(super) fn calibrate(args: &CalibrateArgs) -> Outcome {
    let basis = Basis::of(&args.how, USUAL_REPLICATIONS, args.uncertain, &args.output);
    let terminal = Terminal::new(args.output.quiet);
    let mut paths = without_schema(&args.scenarios, terminal);
    // A scenario that is left out need not be named twice.
    for path in &args.leave_out {
        if !paths.contains(path) {
            paths.push(path.clone());
        }
    }
    let inputs = read(&paths, &[])?;
    let leave_out = if args.leave_one_out {
        inputs.iter().map(|input| input.name.clone()).collect()
    } else {
        let name = |path: &PathBuf| {
            let position = paths.iter().position(|one| one == path);
            position.map_or_else(|| scenario_name(path), |index| inputs[index].name.clone())
        };
        args.leave_out.iter().map(name).collect()
    };
    let call = Call {
        threads: args.how.threads,
        points: Some(&args.points),
        shard: args.shard,
        output: &args.output,
        target: Some(Path::new("output").join("calibration")),
        command: basis.added_to(command(args, &paths)),
        inputs,
    };
    let &CalibrateArgs { points_per_wave: points, per_point, waves, draws, samples, discrepancy, .. } = args;
    let parameters = args.parameters.clone();
    let question = Question { parameters, points, per_point, waves, draws, samples, discrepancy };
    carry_out(&Request { question, leave_out, basis }, call)
}

/// The command without what decides replications and folders.
fn command(args: &CalibrateArgs, paths: &[PathBuf]) -> CommandLine {
    let line = paths.iter().fold(CommandLine::new("calibrate"), |line, path| line.file(path));
    let line = args.parameters.iter().fold(line, |line, name| line.option("--parameter", name));
    let line = args.leave_out.iter().fold(line, |line, path| line.option("--leave-out", path.display()));
    line.given("--leave-one-out", args.leave_one_out)
        .option("--discrepancy", args.discrepancy)
        .option("--points-per-wave", args.points_per_wave)
        .option("--per-point", args.per_point)
        .option("--waves", args.waves)
        .option("--draws", args.draws)
        .option("--samples", args.samples)
}

impl Study for Request {
    const KIND: Kind = Kind::Calibrate;

    type Answer = Calibrated;

    fn basis(&self) -> &Basis {
        &self.basis
    }

    fn answer(&self, inputs: &[Input], work: &Work<'_>) -> Result<Calibrated, Failure> {
        let options = work.options(&self.basis);
        let mut progress = work.terminal.stages();
        let named: Vec<_> = inputs.iter().map(|input| (input.name.as_str(), &input.loaded)).collect();
        let scenarios = Scenarios::new(named.clone())?;
        let index_of = |name: &String| inputs.iter().position(|input| input.name == *name);
        let without: Vec<usize> = self.leave_out.iter().filter_map(index_of).collect();
        let alone =
            without.len() < self.leave_out.len() || without.len() + 1 > inputs.len() && inputs.len() < 2;
        if alone {
            return Err(Failure::unusable("nothing is left to calibrate to")
                .help("name at least one scenario that is not left out"));
        }
        // All of them, unless they are left out once and for all.
        let fixed = if without.len() == inputs.len() { Vec::new() } else { without.clone() };
        let calibration = learn(&scenarios, &fixed, &self.question, &options, &mut progress)?;
        let mut fitted = match calibration.learned() {
            Some(learned) => scenarios.predicted(&learned.posterior, &options, &mut progress)?,
            None => Vec::new(),
        };
        fitted.retain(|backtest| calibration.scenarios.contains(&backtest.scenario));
        let left_out = options.keeper.each(without, |index| {
            let found = leave_out(&scenarios, index, &self.question, &options, &mut progress)?;
            Ok(Prediction::new(&inputs[index].name, found))
        })?;
        let Basis { seed, replications, uncertain, .. } = self.basis;
        let how = (seed, replications, uncertain);
        Ok(Calibrated::new(how, self.question.clone(), calibration, fitted, left_out, &named))
    }

    fn exit(&self, answer: &Calibrated) -> Exit {
        if answer.calibration.learned().is_some() { Exit::Done } else { Exit::No }
    }
}
