//! `forceflow compare`: scenarios or result folders against the first of them, under the same draws.

use std::path::PathBuf;

use clap::Args;
use serde::{Deserialize, Serialize};

use super::arguments::{OutputArgs, PointsArgs, ReplicationArgs, Width, assignment, width_in_hours};
use super::command_line::CommandLine;
use super::exit::{Failure, Outcome};
use super::inputs::{Input, folder_for, inputs, plain, warn_if_stored_differs};
use super::study::{Basis, Call, Study, USUAL_REPLICATIONS, Work, carry_out};
use crate::experiment::compare::{CompareOptions, MOST_REPLICATIONS, System, compare as run};
use crate::report::comparison::Compared;
use crate::report::manifest::Kind;
use crate::scenario::Loaded;

/// Compare scenarios, variants or result folders with the first of them, under the same draws
///
/// Says by how much closure differs, with its interval; what differs in the scenarios; and where the hours went. Writes
/// comparison.json and a chart into output/compare-<names>/ (or --out).
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  forceflow compare scenarios/kazakhstan-2022.json --set fleets.vta-ivanovo.count=10
  forceflow compare baseline.json students/*.json --format csv
  forceflow compare output/a output/b output/c --select-best 1h")]
#[command(mut_arg("seed", |arg| {
    arg.help("Seed of the random numbers; that of the first result folder, or 1, when left out")
}))]
#[command(mut_arg("replications", |arg| {
    arg.help("Replications of each scenario; those of the first result folder, or 200, when left out")
}))]
pub(super) struct CompareArgs {
    /// Scenarios, variants or folders that `forceflow run` wrote; the first is the baseline
    #[arg(value_name = "SCENARIO|DIR", required = true)]
    pub(super) inputs: Vec<PathBuf>,
    /// Compare one scenario with itself changed; several changes together are the alternative
    #[arg(long = "set", value_name = "PATH=VALUE", value_parser = assignment)]
    pub(super) set: Vec<(String, String)>,
    #[command(flatten)]
    how: ReplicationArgs,
    /// Stop when the half-width of every difference is this small: 1h or 30min (--replications is then the most,
    /// 100,000 unless given)
    #[arg(long, value_name = "WIDTH", value_parser = width_in_hours, help_heading = "Replications")]
    precision: Option<Width>,
    /// Select the earliest by a race that finds leads of this size and more: 1h or 30min
    #[arg(long, value_name = "WIDTH", value_parser = width_in_hours, help_heading = "Replications")]
    select_best: Option<Width>,
    /// Draw the range of every assumption that all share once per replication, the same draws for all
    #[arg(long, help_heading = "Replications")]
    uncertain: bool,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    points: PointsArgs,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Request {
    precision_h: Option<f64>,
    select_best_h: Option<f64>,
    #[serde(flatten)]
    basis: Basis,
}

pub(super) fn compare(args: &CompareArgs) -> Outcome {
    let inputs = inputs(&args.inputs, &args.set)?;
    let basis = basis(args, &inputs);
    let (precision, select_best) = (args.precision.as_ref(), args.select_best.as_ref());
    let line = args.inputs.iter().fold(CommandLine::new("compare"), |line, path| line.file(path));
    let names: Vec<String> = inputs.iter().map(|input| plain(&input.name, "-_.=")).collect();
    let call = Call {
        threads: args.how.threads,
        points: Some(&args.points),
        output: &args.output,
        target: Some(folder_for(format!("compare-{}", names.join("-")), '-')),
        command: line
            .changes(&args.set)
            .option("--seed", basis.seed)
            .option("--replications", basis.replications)
            .maybe("--precision", precision.map(|width| &width.text))
            .maybe("--select-best", select_best.map(|width| &width.text))
            .given("--uncertain", basis.uncertain),
        inputs,
    };
    let (precision_h, select_best_h) = (precision.and_then(Width::hours), select_best.and_then(Width::hours));
    carry_out(&Request { precision_h, select_best_h, basis }, call)
}

/// What is asked for. The first result folder says what the command line leaves out.
fn basis(args: &CompareArgs, inputs: &[Input]) -> Basis {
    let first = inputs.iter().find_map(|input| input.stored.as_ref());
    let most = if args.precision.is_some() { MOST_REPLICATIONS } else { USUAL_REPLICATIONS };
    let given = first.map(|stored| stored.replications).filter(|_| args.precision.is_none());
    let uncertain = args.uncertain || first.is_some_and(|stored| stored.uncertain);
    let mut basis = Basis::of(&args.how, given.unwrap_or(most), uncertain, &args.output);
    basis.seed = args.how.seed.or(first.map(|stored| stored.seed)).unwrap_or(basis.seed);
    basis
}

impl Study for Request {
    const KIND: Kind = Kind::Compare;

    type Answer = Compared;

    fn basis(&self) -> &Basis {
        &self.basis
    }

    fn answer(&self, inputs: &[Input], work: &Work<'_>) -> Result<Compared, Failure> {
        let named: Vec<(&str, &Loaded)> =
            inputs.iter().map(|input| (input.name.as_str(), &input.loaded)).collect();
        let mut systems = System::all(&named, self.basis.uncertain)?;
        let options = CompareOptions {
            study: work.options(&self.basis),
            precision_h: self.precision_h,
            select_best_h: self.select_best_h,
        };
        let bar = work.terminal.progress(0, "replications");
        let comparison = run(&mut systems, &options, |progress| {
            bar.set_length(progress.due);
            bar.set_position(progress.done);
        })?;
        for (input, system) in inputs.iter().zip(&systems) {
            warn_if_stored_differs(work.terminal, input, system, (self.basis.seed, self.basis.uncertain));
        }
        Ok(Compared { comparison, systems })
    }

    /// The number that the precision took, or the number asked for.
    fn replications(&self, answer: &Compared) -> u32 {
        answer.comparison.replications as u32
    }
}
