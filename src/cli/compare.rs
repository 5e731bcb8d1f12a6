//! `forceflow compare`: scenarios or result folders against the first of them, under the same draws.

use std::path::PathBuf;

use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};
use serde::{Deserialize, Serialize};

use super::alternative::{NamedChange, named_change};
use super::arguments::{OutputArgs, PointsArgs, ReplicationArgs, Width, assignment, width_in_hours};
use super::command_line::CommandLine;
use super::exit::{Exit, Failure, Outcome};
use super::inputs::{Input, Inputs, folder_for, inputs, plain, warn_if_stored_differs};
use super::shard::ShardArgs;
use super::study::{Basis, Call, Study, Work, carry_out};
use super::terminal::Terminal;
use crate::experiment::USUAL_REPLICATIONS;
use crate::experiment::compare::seeds::seeds;
use crate::experiment::compare::{
    Allowed, AsRun, CompareOptions, MOST_REPLICATIONS, NotRanked, RankBy, Seeds, Stored as Made, System,
    as_run, compare as run,
};
use crate::experiment::factor::parse_factor;
use crate::experiment::series::{Room, SpillError};
use crate::report::compared::Compared;
use crate::report::comparison::CompareAnswer;
use crate::report::kind::Kind;
use crate::scenario::Loaded;

/// Compare scenarios, variants or result folders with the first of them, under the same draws
///
/// Says by how much closure, mean arrival, lateness and each unit move, with intervals; what differs in the scenarios; and
/// where the hours went. Where one alternative makes the changes of two others, what they do together beyond the sum of each.
/// Writes comparison.json, comparison.csv and charts into output/compare-<names>/ (or --out). With
/// --seeds, one scenario is run under each seed instead: seeds.json, seeds.csv and a chart. Of three and more, those that can
/// be used are ranked and the others listed with the reason; the exit code is then 1.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  forceflow compare scenarios/kazakhstan-2022.json --set fleets.vta-ivanovo.count=10
  forceflow compare kazakhstan-2022 --alternative 'two more=fleets.an-124.count=6' --alternative 'both=fleets.an-124.count=6' \
    --alternative 'both=places.almaty.terminal.working_spots=12' --alternative 'spots=places.almaty.terminal.working_spots=12'
  forceflow compare baseline.json students/*.json --format csv
  forceflow compare base.json class/*/answer.json --rank-by on-time --allow 'fleets.*.count'
  forceflow compare output/a output/b output/c --select-best 1h
  forceflow compare scenarios/kazakhstan-2022.json --seeds 1..20")]
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
    /// One more alternative by its name: the first scenario changed; a name that is repeated adds a change to it
    #[arg(long = "alternative", value_name = "NAME=PATH=VALUE", value_parser = named_change)]
    pub(super) alternatives: Vec<NamedChange>,
    /// Run one scenario under each of these seeds, as 1..20 or 1,7,42: a row a seed, and how many of their intervals hold
    /// the mean of all
    #[arg(long, value_name = "SEEDS", value_parser = seed_list, conflicts_with_all = ["set", "alternatives", "seed", "seed_from", "precision", "select_best"])]
    pub(super) seeds: Option<SeedList>,
    #[command(flatten)]
    pub(super) how: ReplicationArgs,
    /// Stop when the half-width of every difference is this small: 1h or 30min (--replications is then the most,
    /// 100,000 unless given)
    #[arg(long, value_name = "WIDTH", value_parser = width_in_hours, help_heading = "Replications")]
    pub(super) precision: Option<Width>,
    /// Select the earliest by a race that finds leads of this size and more: 1h or 30min
    #[arg(long, value_name = "WIDTH", value_parser = width_in_hours, help_heading = "Replications")]
    pub(super) select_best: Option<Width>,
    /// What the ranking goes by
    #[arg(long, value_enum, default_value_t = Merit::Closure, value_name = "MEASURE")]
    rank_by: Merit,
    /// Paths that alternatives may change, as 'fleets.*.count' or 'fleets.*.count=8..16'; other changes are named
    #[arg(long, value_name = "PATTERN")]
    allow: Vec<String>,
    /// Draw the range of every assumption that all share once per replication, the same draws for all
    #[arg(long, help_heading = "Replications")]
    uncertain: bool,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    points: PointsArgs,
    #[command(flatten)]
    pub(super) shard: ShardArgs,
}

/// What a ranking goes by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Merit {
    /// Mean closure, the earliest first
    Closure,
    /// The share of replications that close by the deadline, the largest first
    OnTime,
    /// Mean arrival of people and vehicles, the earliest first
    MeanArrival,
    /// Mean cost, the cheapest first; of scenarios with prices
    Cost,
}

impl Merit {
    fn rank_by(self) -> RankBy {
        match self {
            Self::Closure => RankBy::Closure,
            Self::OnTime => RankBy::OnTime,
            Self::MeanArrival => RankBy::MeanArrival,
            Self::Cost => RankBy::Cost,
        }
    }
}

/// Seeds, with the text that stands for them.
#[derive(Debug, Clone)]
pub(super) struct SeedList {
    text: String,
    pub(super) seeds: Vec<u64>,
}

/// Reads `1..20`, `1..99:7` or `1,7,42`: at least two seeds, each once.
fn seed_list(text: &str) -> Result<SeedList, String> {
    let remedy = || "expected two or more seeds such as 1..20 or 1,7,42".to_owned();
    let values = parse_factor(&format!("seeds={text}")).map_err(|error| error.to_string())?.values;
    let seeds =
        values.iter().map(serde_json::Value::as_u64).collect::<Option<Vec<u64>>>().ok_or_else(remedy)?;
    let mut apart = seeds.clone();
    apart.sort_unstable();
    let all = apart.len();
    apart.dedup();
    if apart.len() < all {
        let twice = seeds.iter().enumerate().find(|(index, seed)| seeds[..*index].contains(seed));
        return Err(format!("seed {} stands there twice", twice.map_or(0, |(_, seed)| *seed)));
    }
    if seeds.len() < 2 { Err(remedy()) } else { Ok(SeedList { text: text.trim().to_owned(), seeds }) }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Request {
    precision_h: Option<f64>,
    select_best_h: Option<f64>,
    /// The seeds that one scenario is run under.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    seeds: Vec<u64>,
    /// How each folder of results was made, where one was not made as it is compared; none for a file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    folders: Vec<Option<Made>>,
    /// What the ranking goes by.
    #[serde(default)]
    rank_by: RankBy,
    /// Paths that may be changed; empty where all may.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    allow: Vec<String>,
    /// What could not be compared.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    not_ranked: Vec<NotRanked>,
    #[serde(flatten)]
    basis: Basis,
}

pub(super) fn compare(args: &CompareArgs) -> Outcome {
    let Inputs { usable: inputs, left_out } = inputs(&args.inputs, &args.set, &args.alternatives)?;
    Allowed::new(&args.allow).map_err(Failure::unusable)?;
    let not_ranked = left_out.into_iter().map(|(name, failure)| {
        Terminal::failure(&failure);
        NotRanked { name, reason: failure.in_a_line() }
    });
    let not_ranked: Vec<NotRanked> = not_ranked.collect();
    let seeds = args.seeds.as_ref();
    if seeds.is_some() && inputs.len() != 1 {
        return Err(Failure::unusable(
            "--seeds runs one scenario under several seeds, and there are several",
        )
        .help("name one scenario; several are compared under one seed, without --seeds"));
    }
    for (option, is_given) in
        [("--precision", args.precision.is_some()), ("--select-best", args.select_best.is_some())]
    {
        if is_given {
            args.shard.refuses(option)?;
        }
    }
    let basis = basis(args, &inputs);
    let (precision, select_best) = (args.precision.as_ref(), args.select_best.as_ref());
    let line = args.inputs.iter().fold(CommandLine::new("compare"), |line, path| line.file(path));
    let names: Vec<String> = inputs.iter().map(|input| plain(&input.name, "-_.=")).collect();
    let name = format!("compare-{}{}", names.join("-"), if seeds.is_some() { "-seeds" } else { "" });
    let line = match seeds {
        Some(seeds) => line.option("--seeds", &seeds.text),
        None => line.changes(&args.set),
    };
    let what_if = |line: CommandLine, one: &NamedChange| line.option("--alternative", one.text());
    let line = args.alternatives.iter().fold(line, what_if);
    let line = if seeds.is_none() { line.option("--seed", basis.seed) } else { line };
    let (precision_h, select_best_h) = (precision.and_then(Width::hours), select_best.and_then(Width::hours));
    let folders = if seeds.is_some() { Vec::new() } else { made_otherwise(&inputs, &basis) };
    let seeds = seeds.map(|list| list.seeds.clone()).unwrap_or_default();
    let rank_by = args.rank_by.rank_by();
    let merit = args.rank_by.to_possible_value().filter(|_| args.rank_by != Merit::Closure);
    let line = line.maybe("--rank-by", merit.as_ref().map(PossibleValue::get_name));
    let line = args.allow.iter().fold(line, |line, pattern| line.option("--allow", pattern));
    let call = Call {
        threads: args.how.threads,
        points: Some(&args.points),
        shard: args.shard,
        output: &args.output,
        target: Some(folder_for(name, '-')),
        command: line
            .option("--replications", basis.replications)
            .maybe("--precision", precision.map(|width| &width.text))
            .maybe("--select-best", select_best.map(|width| &width.text))
            .given("--uncertain", basis.uncertain),
        inputs,
    };
    let allow = args.allow.clone();
    let request = Request { precision_h, select_best_h, seeds, folders, rank_by, allow, not_ranked, basis };
    carry_out(&request, call)
}

/// What is asked for. The first result folder says what the command line leaves out.
pub(super) fn basis(args: &CompareArgs, inputs: &[Input]) -> Basis {
    let first = inputs.iter().find_map(|input| input.stored.as_ref()).map(|stored| stored.made);
    let most = if args.precision.is_some() { MOST_REPLICATIONS } else { USUAL_REPLICATIONS };
    let given = first.map(|made| made.replications).filter(|_| args.precision.is_none());
    let uncertain = args.uncertain || first.is_some_and(|made| made.uncertain);
    let mut basis = Basis::of(&args.how, given.unwrap_or(most), uncertain, &args.output);
    // The seeds of a list stand in the request.
    let first_seed = args.seeds.as_ref().and_then(|list| list.seeds.first().copied());
    basis.seed = args.how.seed().or(first_seed).or(first.map(|made| made.seed)).unwrap_or(basis.seed);
    basis
}

/// How the folders were made; empty where all were made as they are compared here.
fn made_otherwise(inputs: &[Input], basis: &Basis) -> Vec<Option<Made>> {
    let here = Made { seed: basis.seed, replications: basis.replications, uncertain: basis.uncertain };
    let folders: Vec<Option<Made>> =
        inputs.iter().map(|input| input.stored.as_ref().map(|stored| stored.made)).collect();
    if folders.iter().flatten().all(|made| *made == here) { Vec::new() } else { folders }
}

impl Request {
    /// The scenario under every seed.
    fn under_seeds(&self, input: &Input, work: &Work<'_>) -> Result<Seeds, Failure> {
        let replications = u64::from(self.basis.replications) * self.seeds.len() as u64;
        let bar = work.terminal.progress(replications, "replications");
        let named = (input.name.as_str(), &input.loaded);
        Ok(seeds(named, &self.seeds, &work.options(&self.basis), || bar.inc(1))?)
    }

    /// The folders as they were made, where that is not how they are compared.
    fn as_made(&self, inputs: &[Input], work: &Work<'_>) -> Result<Vec<AsRun>, Failure> {
        let made = inputs.iter().zip(&self.folders).filter_map(|(input, made)| Some((input, made.as_ref()?)));
        let study = work.options(&self.basis);
        let found = study.keeper.each(made, |(input, made)| {
            let bar = work.terminal.progress(u64::from(made.replications), "replications as they were");
            let named = (input.name.as_str(), &input.loaded);
            let (one, closures_h) = as_run(named, *made, &study, &mut || bar.inc(1))?;
            warn_if_stored_differs(work.terminal, input, &closures_h);
            Ok(one)
        })?;
        Ok(found)
    }
}

impl Study for Request {
    const KIND: Kind = Kind::Compare;

    type Answer = CompareAnswer;

    fn basis(&self) -> &Basis {
        &self.basis
    }

    fn answer(&self, inputs: &[Input], work: &Work<'_>) -> Result<CompareAnswer, Failure> {
        if let ([input], false) = (inputs, self.seeds.is_empty()) {
            return Ok(CompareAnswer::Seeds(self.under_seeds(input, work)?));
        }
        let named: Vec<(&str, &Loaded)> =
            inputs.iter().map(|input| (input.name.as_str(), &input.loaded)).collect();
        let mut systems = System::all(&named, self.basis.uncertain)?;
        let study = work.options(&self.basis);
        System::share(&mut systems, &study.keeper.folder.map_or_else(Room::passing, Room::beside));
        let options =
            CompareOptions { study, precision_h: self.precision_h, select_best_h: self.select_best_h };
        let bar = work.terminal.progress(0, "replications");
        let compared = run(&mut systems, &options, |progress| {
            bar.set_length(progress.due);
            bar.set_position(progress.done);
        });
        drop(bar);
        let compared = compared.map_err(Failure::from);
        // Where the work is shared, what of it is missing does not hold up the rest.
        let as_run = match &compared {
            Err(failure) if !matches!(failure, Failure::Elsewhere) => Vec::new(),
            _ => self.as_made(inputs, work)?,
        };
        let mut comparison = compared?;
        if self.folders.is_empty() && !self.basis.uncertain {
            for (input, system) in inputs.iter().zip(&systems) {
                warn_if_stored_differs(work.terminal, input, system.closure_h());
            }
        }
        comparison.rank_by(&systems, self.rank_by);
        comparison.allow_only(&Allowed::new(&self.allow).map_err(Failure::unusable)?);
        comparison.not_ranked.clone_from(&self.not_ranked);
        comparison.as_run = as_run;
        Ok(CompareAnswer::Systems(Box::new(Compared { comparison, systems })))
    }

    /// The number that the precision took, or the number asked for.
    fn replications(&self, answer: &CompareAnswer) -> u32 {
        match answer {
            CompareAnswer::Systems(compared) => compared.comparison.replications as u32,
            CompareAnswer::Seeds(_) => self.basis.replications,
        }
    }

    fn whole(&self, answer: &CompareAnswer) -> Result<(), SpillError> {
        match answer {
            CompareAnswer::Systems(compared) => compared.systems.iter().try_for_each(System::whole),
            CompareAnswer::Seeds(_) => Ok(()),
        }
    }

    /// No, where something could not be compared.
    fn exit(&self, _: &CompareAnswer) -> Exit {
        if self.not_ranked.is_empty() { Exit::Done } else { Exit::No }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seeds_are_a_range_or_a_list_of_whole_numbers_each_once() {
        let read = |text: &str| seed_list(text).map(|list| list.seeds);
        assert_eq!(read("1..4"), Ok(vec![1, 2, 3, 4]));
        assert_eq!(read("1, 7,18446744073709551615"), Ok(vec![1, 7, u64::MAX]));
        for (wrong, says) in [
            ("3", "two or more"),
            ("", "empty"),
            ("1..1", "two or more"),
            ("1.5,2", "two or more"),
            ("-1..2", "two or more"),
            ("1,2,1", "seed 1 stands there twice"),
            ("5..1", "ends before it begins"),
        ] {
            assert!(read(wrong).is_err_and(|error| error.contains(says)), "{wrong}: {:?}", read(wrong));
        }
    }
}
