//! Commands whose work can be shared: how much of it there is, in how many units, and on what scenarios.

use std::path::{Path, PathBuf};

use crate::cli::arguments::ReplicationArgs;
use crate::cli::calibrate::CalibrateArgs;
use crate::cli::compare::{CompareArgs, basis as basis_of_comparison};
use crate::cli::exit::Failure;
use crate::cli::grade::GradeArgs;
use crate::cli::inputs::{Input, inputs};
use crate::cli::run::RunArgs;
use crate::cli::sensitivity::SensitivityArgs;
use crate::cli::shard::ShardArgs;
use crate::cli::sweep::SweepArgs;
use crate::experiment::calibrate;
use crate::experiment::sweep::Design;
use crate::experiment::uncertainty::Drawable;
use crate::experiment::{BLOCK, USUAL_REPLICATIONS};
use crate::scenario::Loaded;
use crate::storage::read::is_stdin;

/// Points of a wave of a calibration, and draws of one, that are kept as one unit.
const CALIBRATED_TOGETHER: u64 = calibrate::BLOCK as u64;

/// What puts the parts of a piece of work together holds in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Merge {
    /// No more, however many replications there are: what is beyond goes into a file.
    Bounded,
    /// The figures of so many points.
    Points(u64),
    /// What is compared of every replication.
    Replications,
}

/// The work of a command that can be shared.
pub(super) struct Sharable {
    /// Replications, of all scenarios and points together.
    pub(super) replications: u64,
    /// What the merge holds in memory.
    pub(super) merge: Merge,
    /// Units that a task does as a whole: more tasks than units have nothing to do.
    pub(super) units: u64,
    /// Times that all parts must be done: those of a later round need what those of an earlier one have made.
    pub(super) rounds: u32,
    /// Some of the scenarios, for a trial.
    pub(super) scenarios: Vec<Loaded>,
    /// Whether ranges of assumptions are drawn in every replication.
    pub(super) uncertain: bool,
    /// Threads that the command asks for; 0 where it says nothing.
    pub(super) threads: usize,
    /// Files that are read.
    pub(super) reads: Vec<PathBuf>,
}

impl Sharable {
    /// Work of `points` times `replications`, each point in blocks.
    fn of_points(points: u64, replications: u32, how: &ReplicationArgs) -> Self {
        Self {
            replications: points * u64::from(replications),
            merge: Merge::Replications,
            units: points * u64::from(replications.div_ceil(BLOCK)),
            rounds: 1,
            scenarios: Vec::new(),
            uncertain: false,
            threads: how.threads,
            reads: Vec::new(),
        }
    }

    /// This work on one scenario, which stands in this file.
    fn on(self, path: &Path, loaded: Loaded) -> Self {
        Self { scenarios: vec![loaded], ..self }.reading([path])
    }

    /// This work, which reads these files; a shipped scenario is none.
    fn reading<'a>(mut self, files: impl IntoIterator<Item = &'a Path>) -> Self {
        self.reads.extend(files.into_iter().filter(|file| file.exists()).map(Path::to_owned));
        self
    }

    pub(super) fn run(args: &RunArgs) -> Result<Self, Failure> {
        whole(args.kept.shard, [&args.scenario.scenario])?;
        in_advance("--precision", args.precision.is_some())?;
        let replications = args.how.replications.unwrap_or(USUAL_REPLICATIONS);
        let work = Self::of_points(1, replications, &args.how);
        let input = Input::of(&args.scenario)?;
        let work = Self { uncertain: args.uncertain, merge: Merge::Bounded, ..work };
        let work = work.reading(args.posterior.as_deref());
        Ok(work.on(&args.scenario.scenario, input.loaded))
    }

    pub(super) fn sweep(args: &SweepArgs) -> Result<Self, Failure> {
        whole(args.shard, [&args.scenario.scenario])?;
        let replications = args.how.replications.unwrap_or(USUAL_REPLICATIONS);
        let design = Design::new(args.vary.clone(), args.lhs, args.how.seed().unwrap_or(1))?;
        let points = design.count() as u64;
        let work = Self::of_points(points, replications, &args.how);
        let input = Input::of(&args.scenario)?;
        let merge = Merge::Points(points);
        Ok(Self { uncertain: args.uncertain, merge, ..work }.on(&args.scenario.scenario, input.loaded))
    }

    pub(super) fn sensitivity(args: &SensitivityArgs) -> Result<Self, Failure> {
        whole(args.shard, [&args.scenario.scenario])?;
        let input = Input::of(&args.scenario)?;
        let basis = args.basis();
        let base = Drawable::new(&input.loaded);
        base.check()?;
        let (points, rounds) = args.question()?.points_and_rounds(&base, basis.replications)?;
        let work = Self::of_points(points, basis.replications, &args.how);
        let work = Self { rounds, uncertain: basis.uncertain, ..work };
        Ok(work.on(&args.scenario.scenario, input.loaded))
    }

    pub(super) fn compare(args: &CompareArgs) -> Result<Self, Failure> {
        whole(args.shard, &args.inputs)?;
        in_advance("--precision", args.precision.is_some())?;
        in_advance("--select-best", args.select_best.is_some())?;
        let usable = inputs(&args.inputs, &args.set, &args.alternatives)?.usable;
        let basis = basis_of_comparison(args, &usable);
        let points = args.seeds.as_ref().map_or(usable.len(), |list| list.seeds.len());
        let work = Self::of_points(points as u64, basis.replications, &args.how);
        let scenarios = usable.into_iter().map(|input| input.loaded).collect();
        let files = args.inputs.iter().map(PathBuf::as_path);
        Ok(Self { scenarios, uncertain: basis.uncertain, ..work }.reading(files))
    }

    pub(super) fn calibrate(args: &CalibrateArgs) -> Result<Self, Failure> {
        whole(args.shard, args.scenarios.iter().chain(&args.leave_out))?;
        let files = args.scenarios.iter().chain(&args.leave_out).map(PathBuf::as_path);
        let read = files.clone().map(|file| Input::file(file, &[]));
        let scenarios: Vec<Loaded> = read.map(|input| Ok(input?.loaded)).collect::<Result<_, Failure>>()?;
        let all = scenarios.len() as u64;
        let left_out = if args.leave_one_out { all } else { args.leave_out.len() as u64 };
        // One calibration to all, and one without each that is left out; the last wave may need as many rounds as it has
        // stages: waves, draws, and what the posterior predicts.
        let (points, waves) = (u64::from(args.points_per_wave), u64::from(args.waves));
        let (draws, predicted) =
            (u64::from(args.draws), u64::from(args.how.replications.unwrap_or(USUAL_REPLICATIONS)));
        let members = all + left_out * all.saturating_sub(1);
        let work = Self::of_points(0, 0, &args.how);
        let replications =
            members * (waves * points * u64::from(args.per_point) + draws) + (all + left_out) * predicted;
        let stages = args.waves + 2;
        let rounds = if left_out > 0 { 2 * stages } else { stages };
        // Those of one stage: more tasks than these would wait.
        let units = all * points.max(draws).div_ceil(CALIBRATED_TOGETHER);
        Ok(Self { replications, units, rounds, scenarios, uncertain: true, ..work }.reading(files))
    }

    pub(super) fn grade(args: &GradeArgs) -> Result<Self, Failure> {
        whole(args.shard, &args.submissions)?;
        let (base, loaded, replications) = args.base()?;
        let submissions = args.submissions.len() as u64;
        // A submission is judged as a whole, as its limit of events is.
        let work = Self { units: submissions, ..Self::of_points(submissions, replications, &args.how) };
        Ok(work.reading(args.submissions.iter().map(PathBuf::as_path)).on(&base, loaded))
    }
}

/// Refuses a command that is a part already, or that reads what is there once.
fn whole<'a>(shard: ShardArgs, files: impl IntoIterator<Item = &'a PathBuf>) -> Result<(), Failure> {
    if files.into_iter().any(|file| is_stdin(file)) {
        return Err(Failure::unusable("tasks cannot read a scenario from standard input")
            .help("write it into a file that all machines see, and name that"));
    }
    if shard.is_given() {
        let failure = Failure::unusable("the command is one part already: it has --shard or --only-kept");
        return Err(failure.help("leave them out; each task and the merge get their own"));
    }
    Ok(())
}

/// Refuses an option with which nobody knows beforehand how many replications there are.
fn in_advance(option: &str, is_given: bool) -> Result<(), Failure> {
    if is_given {
        let failure = Failure::unusable(format!(
            "a command with {option} cannot be shared: how many replications that takes depends on what all parts give"
        ));
        return Err(failure.help("give --replications instead"));
    }
    Ok(())
}
