//! `forceflow why`: one seeded run told backwards, and what would help.

use clap::Args;
use serde::{Deserialize, Serialize};

use super::arguments::{OutputArgs, ReplicationArgs, ScenarioArgs};
use super::command_line::CommandLine;
use super::exit::{Failure, Outcome};
use super::inputs::{Input, only};
use super::shard::ShardArgs;
use super::study::{Basis, Call, Study, Work, carry_out};
use crate::experiment::sample::Sample;
use crate::experiment::why::{Inquiry, REPLICATIONS};
use crate::report::kind::Kind;
use crate::report::names::Names;
use crate::report::outputs::calendar;
use crate::report::story::Told;

/// Tell why one seeded run closed when it did, and what would help
///
/// The run that is told is the one nearest to the median closure of the first 200 replications, or of --replications if
/// that is more. From the last arrival back to the appeal: the last load's own clock with its waits, the causes behind
/// them, and then what a small improvement of each duration and one more of each capacity would save.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  forceflow why scenarios/kazakhstan-2022.json
  forceflow why scenarios/kazakhstan-2022.json --show 17 --unit kyrgyzstan
  forceflow why scenarios/checks/air-bridge.json --unit 'force/company#7'")]
#[command(mut_arg("replications", |arg| arg.help("Replications behind what would help; 100 when left out")))]
#[command(mut_arg("open", |arg| arg.requires("out")))]
#[command(mut_arg("out", |arg| arg.help("Also write why.json, why.txt, charts/ and manifest.json into a folder")))]
pub(super) struct WhyArgs {
    #[command(flatten)]
    scenario: ScenarioArgs,
    /// The replication that is told; the one nearest to the median closure when left out
    #[arg(long, value_name = "K", visible_alias = "replication", value_parser = clap::value_parser!(u32).range(1..))]
    show: Option<u32>,
    /// Whose closure: a contingent, contingent/unit or contingent/unit#7; the force when left out
    #[arg(long, value_name = "ID")]
    unit: Option<String>,
    #[command(flatten)]
    how: ReplicationArgs,
    #[command(flatten)]
    output: OutputArgs,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Request {
    /// The replication that is told, if one was asked for. Older manifests always name one.
    #[serde(alias = "replication")]
    show: Option<u32>,
    unit: Option<String>,
    #[serde(flatten)]
    basis: Basis,
}

pub(super) fn why(args: &WhyArgs) -> Outcome {
    let basis = Basis::of(&args.how, REPLICATIONS, false, &args.output);
    let command = basis.added_to(CommandLine::new("why").scenario(&args.scenario));
    let call = Call {
        threads: args.how.threads,
        points: None,
        shard: ShardArgs::default(),
        output: &args.output,
        target: None,
        command: command.maybe("--show", args.show).maybe("--unit", args.unit.as_ref()),
        inputs: vec![Input::of(&args.scenario)?],
    };
    carry_out(&Request { show: args.show, unit: args.unit.clone(), basis }, call)
}

impl Study for Request {
    const KIND: Kind = Kind::Why;

    type Answer = Told;

    fn basis(&self) -> &Basis {
        &self.basis
    }

    fn answer(&self, inputs: &[Input], work: &Work<'_>) -> Result<Told, Failure> {
        let loaded = only(inputs)?;
        let Basis { seed, replications, .. } = self.basis;
        let sample = Sample { seed, replications, threads: work.threads };
        let mut inquiry = Inquiry::new(loaded, self.unit.as_deref(), self.show, sample)?;
        let bar = work.terminal.progress(0, "what would help");
        match inquiry.progress() {
            Some((_, all)) => bar.set_length(all as u64),
            None => {
                work.terminal.say("Some replications do not close, so no gain from more capacity is given.");
            }
        }
        while inquiry.try_next()? {
            bar.inc(1);
            if work.is_interrupted() {
                return Err(Failure::Interrupted("nothing of it is kept".to_owned()));
            }
        }
        let calendar = calendar(&loaded.scenario.start, &inquiry.world);
        Ok(Told::of(&inquiry, &loaded.scenario, Names::of(&loaded.resolved), calendar))
    }
}
