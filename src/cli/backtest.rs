//! `forceflow backtest`: what really happened beside what is predicted.

use std::path::{Path, PathBuf};

use clap::Args;
use serde::{Deserialize, Serialize};

use super::arguments::{OutputArgs, ReplicationArgs, assignment};
use super::command_line::CommandLine;
use super::exit::{Failure, Outcome};
use super::inputs::{Input, without_schema};
use super::posterior::posterior;
use super::shard::ShardArgs;
use super::study::{Basis, Call, Study, Work, carry_out};
use super::terminal::Terminal;
use crate::experiment::USUAL_REPLICATIONS;
use crate::experiment::backtest::backtest as beside_record;
use crate::experiment::posterior::Posterior;
use crate::experiment::uncertainty::Drawable;
use crate::report::backtest::Backtests;
use crate::report::kind::Kind;

/// Compare what really happened with what scenarios predict
///
/// For every scenario with an `observed` block: observed value, predicted interval, hit or miss, error, and the share of
/// hits. A figure that assumptions were fitted to is marked and counted apart. With --out, writes backtest.json,
/// backtest.csv and charts/. Misses are a result, not a failure: the exit code is 0.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  forceflow backtest scenarios/kazakhstan-2022.json
  forceflow backtest my-operation.json --uncertain --out output/backtest
  forceflow backtest my-operation.json --uncertain --posterior output/calibration/posterior.csv
  forceflow backtest scenarios/*.json --format csv")]
#[command(mut_arg("replications", |arg| {
    arg.help("Replications of each scenario, numbered from 1; 200 when left out")
}))]
#[command(mut_arg("open", |arg| arg.requires("out")))]
#[command(mut_arg("out", |arg| {
    arg.help("Folder for backtest.json, backtest.csv and charts/; nothing is written when left out")
}))]
pub(super) struct BacktestArgs {
    /// Scenarios or variants
    #[arg(value_name = "SCENARIO", required = true)]
    scenarios: Vec<PathBuf>,
    /// Change one value of every scenario; VALUE is JSON, else a string; null removes it
    #[arg(long = "set", value_name = "PATH=VALUE", value_parser = assignment)]
    set: Vec<(String, String)>,
    #[command(flatten)]
    how: ReplicationArgs,
    /// Draw the range of every assumption once per replication
    #[arg(long, help_heading = "Replications")]
    uncertain: bool,
    /// Draw parameters jointly from the samples of a calibration, its posterior.csv; the other ranges as --uncertain does
    #[arg(long, value_name = "FILE", requires = "uncertain", help_heading = "Replications")]
    posterior: Option<PathBuf>,
    #[command(flatten)]
    output: OutputArgs,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Request {
    #[serde(flatten)]
    basis: Basis,
    /// Samples from which parameters are drawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    posterior: Option<Posterior>,
}

pub(super) fn backtest(args: &BacktestArgs) -> Outcome {
    let basis = Basis::of(&args.how, USUAL_REPLICATIONS, args.uncertain, &args.output);
    let paths = without_schema(&args.scenarios, Terminal::new(args.output.quiet));
    let line = paths.iter().fold(CommandLine::new("backtest"), |line, path| line.file(path));
    let call = Call {
        threads: args.how.threads,
        points: None,
        shard: ShardArgs::default(),
        output: &args.output,
        target: None,
        command: basis
            .added_to(line.changes(&args.set))
            .maybe("--posterior", args.posterior.as_deref().map(Path::display)),
        inputs: read(&paths, &args.set)?,
    };
    let posterior = args.posterior.as_deref().map(posterior).transpose()?;
    carry_out(&Request { basis, posterior }, call)
}

/// Reads scenarios; files of the same name get a number.
pub(super) fn read(paths: &[PathBuf], set: &[(String, String)]) -> Result<Vec<Input>, Failure> {
    let mut inputs: Vec<Input> = Vec::new();
    for path in paths {
        let mut input = Input::file(path, set)?;
        let base = input.name.clone();
        let mut number = 2;
        while inputs.iter().any(|taken| taken.name == input.name) {
            input.name = format!("{base}-{number}");
            number += 1;
        }
        inputs.push(input);
    }
    Ok(inputs)
}

impl Study for Request {
    const KIND: Kind = Kind::Backtest;

    type Answer = Backtests;

    fn basis(&self) -> &Basis {
        &self.basis
    }

    fn answer(&self, inputs: &[Input], work: &Work<'_>) -> Result<Backtests, Failure> {
        let Basis { seed, replications, uncertain, .. } = self.basis;
        let bar = work.terminal.progress(u64::from(replications) * inputs.len() as u64, "replications");
        let (mut found, mut without) = (Vec::new(), Vec::new());
        for Input { name, loaded, .. } in inputs {
            let drawable = Drawable::of(loaded, uncertain, self.posterior.as_ref())?;
            match beside_record(name, loaded, drawable, &work.options(&self.basis), || bar.inc(1))? {
                Some(one) => found.push(one),
                None => without.push(name.clone()),
            }
        }
        if found.is_empty() {
            return Err(Failure::unusable(without_record(&without)).help(
                "write what really happened under `observed`, as \"observed\": {\"closure_h\": {\"low\": 74, \"high\": 98}}",
            ));
        }
        if !without.is_empty() {
            work.terminal.say(&format!("note: {}", without_record(&without)));
        }
        Ok(Backtests::new((seed, replications), uncertain, found, without))
    }
}

fn without_record(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    format!("no `observed` figures to compare with in {}", names.join(", "))
}
