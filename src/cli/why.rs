//! `forceflow why`: one seeded run told backwards, and what would help.

use clap::Args;
use serde::{Deserialize, Serialize};

use super::arguments::{OutputArgs, ReplicationArgs, ScenarioArgs};
use super::command_line::CommandLine;
use super::exit::{Failure, Outcome};
use super::inputs::{Input, only};
use super::study::{Basis, Call, Study, USUAL_REPLICATIONS, Work, carry_out};
use crate::experiment::improve::{capacities, closures, durations_of};
use crate::experiment::rank::{Rank, described, nearest_to_median};
use crate::experiment::story::{Story, Subject};
use crate::model::{Options, ShownRun, World, compile};
use crate::report::manifest::Kind;
use crate::report::names::Names;
use crate::report::outputs::calendar;
use crate::report::story::Why;

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

/// Replications behind what would help.
const REPLICATIONS: u32 = 100;

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
    let command = CommandLine::new("why").scenario(&args.scenario).basis(&basis);
    let call = Call {
        threads: args.how.threads,
        points: None,
        output: &args.output,
        target: None,
        command: command.maybe("--show", args.show).maybe("--unit", args.unit.as_ref()),
        inputs: vec![Input::of(&args.scenario)?],
    };
    carry_out(&Request { show: args.show, unit: args.unit.clone(), basis }, call)
}

impl Study for Request {
    const KIND: Kind = Kind::Why;

    type Answer = Why;

    fn basis(&self) -> &Basis {
        &self.basis
    }

    fn answer(&self, inputs: &[Input], work: &Work<'_>) -> Result<Why, Failure> {
        let loaded = only(inputs)?;
        let world = compile(&loaded.scenario)?;
        let subject = match &self.unit {
            None => Subject::Force,
            Some(id) => Subject::find(&world, id).ok_or_else(|| unknown_subject(&world, id))?,
        };
        let Basis { seed, replications, .. } = self.basis;
        // The replications of `run`, so that both show the same one.
        let ranked = replications.max(USUAL_REPLICATIONS);
        let closures_h = closures(&world, seed, ranked, work.threads);
        let replication = self.show.unwrap_or_else(|| nearest_to_median(&closures_h));
        let shown = ShownRun::new(&world, Options { seed, ..Options::default() }, replication);
        let story = Story::of(&world, &shown, &subject).ok_or_else(|| {
            let who = subject.name(&world);
            Failure::unusable(format!("{who} does not close in replication {replication} of seed {seed}"))
                .help("choose another replication with --show, or a larger `horizon_h`")
        })?;
        let options = work.options(&self.basis);
        let bar = work.terminal.progress(0, "what would help");
        let gains = capacities(loaded, &world, &options, |done, of| {
            bar.set_length(of as u64);
            bar.set_position(done as u64);
        })?;
        if gains.is_none() {
            work.terminal.say("Some replications do not close, so no gain from more capacity is given.");
        }
        Ok(Why {
            format_version: 1,
            title: world.title.clone(),
            seed,
            replication,
            rank: Rank::of(replication, &closures_h),
            shown: described(replication, &closures_h),
            story,
            replications,
            gains_of: Subject::Force.name(&world),
            durations: durations_of(loaded, &world, &options),
            capacities: gains.unwrap_or_default(),
            calendar: calendar(&loaded.scenario.start, &world),
            names: Names::of(&loaded.resolved),
        })
    }
}

fn unknown_subject(world: &World, id: &str) -> Failure {
    let contingents = world.contingents.iter().map(|contingent| contingent.id.as_str());
    let known: Vec<&str> = contingents.chain(world.units.iter().map(|unit| unit.id.as_str())).collect();
    let hint = crate::diagnostic::similar(id, known.iter().copied()).map_or_else(
        || format!("the ids are {}", known.join(", ")),
        |near| format!("did you mean `{near}`?"),
    );
    Failure::unusable(format!("there is no contingent or unit `{id}`")).help(hint)
}
