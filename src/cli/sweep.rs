//! `forceflow sweep`: a scenario at every point of a design.

use std::path::Path;

use clap::Args;
use serde::{Deserialize, Serialize};

use super::arguments::{OutputArgs, PointsArgs, ReplicationArgs, ScenarioArgs};
use super::command_line::CommandLine;
use super::exit::{Failure, Outcome};
use super::inputs::{Input, only};
use super::shard::ShardArgs;
use super::study::{Basis, Call, Study, Work, carry_out};
use crate::experiment::USUAL_REPLICATIONS;
use crate::experiment::factor::{Factor, FactorError, parse_factor};
use crate::experiment::sweep::{Design, MOST_POINTS, Step, sweep as simulate};
use crate::report::kind::Kind;
use crate::report::names::Names;
use crate::report::sweep::Sweep;

/// Simulate a scenario at every point of a design over one or more values
///
/// Finished replications are kept in output/points/ (or --points). The same command again, after an interrupt or with
/// more values, does only what is missing. Writes sweep.csv and charts into output/sweep-<scenario>/ (or --out).
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  forceflow sweep scenarios/kazakhstan-2022.json --vary fleets.vta-ivanovo.count=8..16:4
  forceflow sweep scenarios/checks/air-bridge.json --vary fleets.bridge.count=4..12:2 \\
      --vary places.destination.terminal.working_spots=1..4
  forceflow sweep scenarios/checks/air-bridge.json --vary dispatch=first_come,priority

An interrupted sweep ends with exit code 3 and keeps every finished point.")]
#[command(mut_arg("seed", |arg| arg.help("Seed of the random numbers, and of the Latin hypercube; 1 when left out")))]
#[command(mut_arg("replications", |arg| arg.help("Replications at each point, numbered from 1; 200 when left out")))]
pub(super) struct SweepArgs {
    #[command(flatten)]
    pub(super) scenario: ScenarioArgs,
    /// What to vary: a range a..b:s, both ends included, step 1 by default; or a list a,b,c of JSON values. May be
    /// repeated for a full grid
    #[arg(long, value_name = "PATH=VALUES", required = true, value_parser = factor)]
    pub(super) vary: Vec<Factor>,
    /// A Latin hypercube of N points over the listed values instead of the full grid
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=MOST_POINTS as i64))]
    pub(super) lhs: Option<u32>,
    #[command(flatten)]
    pub(super) how: ReplicationArgs,
    /// Draw the range of every assumption that is not varied once per replication, the same draws at all points
    #[arg(long, help_heading = "Replications")]
    pub(super) uncertain: bool,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    points: PointsArgs,
    #[command(flatten)]
    pub(super) shard: ShardArgs,
}

fn factor(text: &str) -> Result<Factor, FactorError> {
    parse_factor(text)
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Request {
    vary: Vec<String>,
    lhs: Option<u32>,
    #[serde(flatten)]
    basis: Basis,
}

pub(super) fn sweep(args: &SweepArgs) -> Outcome {
    let basis = Basis::of(&args.how, USUAL_REPLICATIONS, args.uncertain, &args.output);
    let command = CommandLine::new("sweep").scenario(&args.scenario);
    let vary: Vec<String> = args.vary.iter().map(|factor| factor.text.clone()).collect();
    let command =
        vary.iter().fold(command, |line, vary| line.option("--vary", vary)).maybe("--lhs", args.lhs);
    let input = Input::of(&args.scenario)?;
    let call = Call {
        threads: args.how.threads,
        points: Some(&args.points),
        shard: args.shard,
        output: &args.output,
        target: Some(Path::new("output").join(format!("sweep-{}", input.name))),
        command: basis.added_to(command),
        inputs: vec![input],
    };
    carry_out(&Request { vary, lhs: args.lhs, basis }, call)
}

impl Study for Request {
    const KIND: Kind = Kind::Sweep;

    type Answer = Sweep;

    fn basis(&self) -> &Basis {
        &self.basis
    }

    fn answer(&self, inputs: &[Input], work: &Work<'_>) -> Result<Sweep, Failure> {
        let base = only(inputs)?;
        let factors = self.vary.iter().map(|text| parse_factor(text)).collect::<Result<Vec<Factor>, _>>()?;
        let Basis { seed, replications, uncertain, .. } = self.basis;
        let design = Design::new(factors, self.lhs, seed)?;
        let all = design.count() as u64;
        let mut bar = work.terminal.progress(all, "design points to check");
        let mut simulating = false;
        let points = simulate(base, &design, &work.options(&self.basis), &mut |step| {
            if step == Step::Simulate && !simulating {
                simulating = true;
                bar = work.terminal.progress(all, "design points");
            }
            bar.inc(1);
        })?;
        Ok(Sweep {
            title: base.scenario.title.clone(),
            seed,
            replications,
            design,
            is_grid: self.lhs.is_none(),
            uncertain,
            currency: base.scenario.currency.clone().unwrap_or_default(),
            points,
            names: Names::of(&base.resolved),
        })
    }
}
