//! `forceflow grade`: submissions against a base and its goals, every one simulated again.

pub(super) mod assignment;
mod submission;

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};
use serde::{Deserialize, Serialize};

use super::arguments::{OutputArgs, POINTS, PointsArgs, ReplicationArgs, Shown};
use super::command_line::CommandLine;
use super::exit::{Exit, Failure, Outcome};
use super::inputs::{Input, name_apart, scenario_name};
use super::shard::ShardArgs;
use super::study::{Basis, Call, Study, Work, carry_out_as};
use super::terminal::Terminal;
use crate::experiment::USUAL_REPLICATIONS;
use crate::experiment::grade::{Class, GoalPoints, HandedIn, Rules, Task};
use crate::experiment::kept::Which;
use crate::experiment::study::bands;
use crate::report::Report as _;
use crate::report::grade::{GradedClass, github, gradescope};
use crate::report::kind::Kind;
use crate::scenario::Loaded;

use assignment::Assignment;
use submission::{Reader, Submission};

/// Grade submissions against a base and its goals; every one is simulated again
///
/// A submission is a scenario, a variant of the base, a folder of results, or a folder that holds one of these. Results that
/// come with it decide nothing: where they differ from what their scenario gives, it is called tampered. A goal that is
/// not met gives points for the way from the base towards it. Other remarks: broken, not finished, not allowed (no points),
/// copied, unchanged, other deadline, late. Exit code 1 unless every goal is met and there is no remark.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  forceflow grade class/* --against base.json --goal 'on_time >= 0.95' --points 10 --allow 'fleets.*.count'
  forceflow grade class/* --assignment homework --out output/homework --format csv
  forceflow grade answer.json --assignment homework --format gradescope > results.json")]
#[command(mut_arg("out", |arg| arg.help("Write a folder with the page of the class, grade.json, grade.csv and a figure")))]
#[command(mut_arg("open", |arg| arg.requires("out")))]
#[command(mut_arg("seed_from", |arg| {
    arg.help("Give each submission a seed of its own: that of `run --seed-from TEXT/NAME`")
}))]
pub(super) struct GradeArgs {
    /// Scenarios, variants, folders of results, or folders that hold one of these
    #[arg(value_name = "SUBMISSION", required = true)]
    pub(super) submissions: Vec<PathBuf>,
    /// The scenario that submissions change
    #[arg(long, value_name = "BASE", required_unless_present = "assignment")]
    against: Option<PathBuf>,
    /// A folder that `forceflow init --assignment` wrote: base, goals, points and what may be changed
    #[arg(long, value_name = "DIR", conflicts_with_all = ["against", "goal", "points", "allow", "all_or_nothing"])]
    assignment: Option<PathBuf>,
    /// A goal: `on_time >= 0.95`, `closure_h.p90 <= 72`, `closure_h.mean <= 80` or `contingents.ID.closure_h.p90 <= 60`
    #[arg(long, value_name = "GOAL")]
    goal: Vec<String>,
    /// Points of each goal, in their order, as 6,4; 1 each when left out
    #[arg(long, value_name = "POINTS", value_delimiter = ',')]
    points: Vec<f64>,
    /// Paths that may be changed, as 'fleets.*.count' or 'fleets.*.count=8..16'; a submission with other changes gets no
    /// points
    #[arg(long, value_name = "PATTERN")]
    allow: Vec<String>,
    /// No points for the way towards a goal
    #[arg(long)]
    all_or_nothing: bool,
    #[command(flatten)]
    pub(super) how: ReplicationArgs,
    /// Events that all replications of a submission may take together: the same on every machine
    #[arg(long, value_name = "N", default_value_t = 500_000_000, help_heading = "Replications")]
    most_events: u64,
    /// Seconds after which a submission is given up: a safety net, which hangs on the machine
    #[arg(long, value_name = "SECONDS", default_value_t = 300, value_parser = clap::value_parser!(u64).range(1..), help_heading = "Replications")]
    time_limit: u64,
    #[command(flatten)]
    output: OutputArgs<GradeFormat>,
    /// Keep finished replications in this folder, from which an interrupted class goes on and which shards share;
    /// output/points with --shard and --only-kept when left out
    #[arg(long, value_name = "DIR", help_heading = "Several machines")]
    kept: Option<PathBuf>,
    #[command(flatten)]
    pub(super) shard: ShardArgs,
}

/// What stdout gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum GradeFormat {
    /// A readable answer
    Text,
    /// The class as JSON
    Json,
    /// A table, a row a submission
    Csv,
    /// The table as Markdown
    Markdown,
    /// results.json of Gradescope, for one submission
    Gradescope,
    /// The result of a test runner for GitHub's classroom reporter, for one submission
    Github,
}

impl Shown for GradeFormat {
    const READABLE: Self = Self::Text;
}

/// All that changes a byte of the answer.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Request {
    /// Title of the assignment; that of the base where there is none.
    title: Option<String>,
    goals: Vec<GoalPoints>,
    allow: Vec<String>,
    partial: bool,
    seed_from: Option<String>,
    most_events: u64,
    /// Every submission, in the order handed in; those that are not broken have a scenario each.
    handed_in: Vec<HandedIn>,
    #[serde(flatten)]
    basis: Basis,
    /// The time after which a submission is given up. It hangs on the machine, and is no part of what is made again.
    #[serde(skip)]
    time_limit: Option<Duration>,
}

pub(super) fn grade(args: &GradeArgs) -> Outcome {
    let alone = matches!(args.output.format, GradeFormat::Gradescope | GradeFormat::Github);
    if alone && args.submissions.len() != 1 {
        return Err(Failure::unusable("this format is for one submission, and there are several")
            .help("name one, as the autograder does, or use --format json or csv for a class"));
    }
    let assignment = args.assignment()?;
    let mut basis =
        Basis::of(&args.how, assignment.replications.unwrap_or(USUAL_REPLICATIONS), false, &args.output);
    basis.seed = args.how.seed().filter(|_| args.how.seed_from.is_none()).or(assignment.seed).unwrap_or(1);
    let seed_from = args.how.seed_from.clone().or_else(|| assignment.seed_from.clone());
    let base = Input::file(&assignment.base, &[])?;
    // A part judges nothing: results that came with submissions are compared where the parts are put together.
    let reader = Reader::new(&assignment.base, &base.loaded, args.most_events, args.how.threads)?;
    let reader = reader.that_compares(!args.shard.is_part());
    let (handed_in, inputs) = args.read(&reader, base);
    let shared = args.shard.which() != Which::All;
    let folder = args.kept.clone().or(shared.then(|| PathBuf::from(POINTS)));
    let points = folder.map(|points| PointsArgs { points, flag: "--kept" });
    let call = Call {
        threads: args.how.threads,
        points: points.as_ref(),
        shard: args.shard,
        output: &args.output,
        target: None,
        command: args.command(&assignment, &basis, seed_from.as_deref()),
        inputs,
    };
    let request = Request {
        title: assignment.title,
        goals: assignment.goals,
        allow: assignment.allow,
        partial: assignment.partial,
        seed_from,
        most_events: args.most_events,
        handed_in,
        basis,
        time_limit: Some(Duration::from_secs(args.time_limit)),
    };
    let format = args.output.format;
    carry_out_as(&request, call, |graded, tail| match format {
        GradeFormat::Text => Terminal::result(&(graded.text() + tail)),
        GradeFormat::Json => Terminal::data(&String::from_utf8_lossy(&graded.json())),
        GradeFormat::Csv => Terminal::data(&String::from_utf8_lossy(&graded.csv())),
        GradeFormat::Markdown => Terminal::result(&graded.markdown()),
        GradeFormat::Gradescope | GradeFormat::Github => {
            let one = graded.class.submissions.first();
            let of = if format == GradeFormat::Github { github } else { gradescope };
            let bytes = one.map_or_else(Vec::new, |one| of(graded, one));
            Terminal::data(&String::from_utf8_lossy(&bytes))
        }
    })
}

impl GradeArgs {
    /// The assignment, whose rules hold.
    fn assignment(&self) -> Result<Assignment, Failure> {
        let assignment = match (&self.assignment, &self.against) {
            (Some(folder), _) => Assignment::open(folder)?,
            (None, Some(base)) => {
                Assignment::new(base, self.goals()?, self.allow.clone(), !self.all_or_nothing)
            }
            (None, None) => return Err(Failure::unusable("--against or --assignment names the base")),
        };
        Rules::new(&assignment.goals, &assignment.allow, assignment.partial).map_err(Failure::unusable)?;
        Ok(assignment)
    }

    /// The file of the base, what it holds, and the replications of each submission.
    pub(super) fn base(&self) -> Result<(PathBuf, Loaded, u32), Failure> {
        let assignment = self.assignment()?;
        let loaded = Input::file(&assignment.base, &[])?.loaded;
        let usual = assignment.replications.unwrap_or(USUAL_REPLICATIONS);
        Ok((assignment.base, loaded, self.how.replications.unwrap_or(usual)))
    }

    /// The goals of the command line with their points.
    fn goals(&self) -> Result<Vec<GoalPoints>, Failure> {
        let (goals, points) = (self.goal.len(), self.points.len());
        if points != 0 && points != goals {
            return Err(Failure::unusable(format!("{goals} goals, and points for {points}"))
                .help("give points for each goal in their order, as --points 6,4"));
        }
        let points = self.points.iter().copied().chain(std::iter::repeat(1.0));
        Ok(self
            .goal
            .iter()
            .zip(points)
            .map(|(goal, points)| GoalPoints { goal: goal.clone(), points })
            .collect())
    }

    /// Reads the submissions: what is to be said of each, and the base with the scenarios of those that have one.
    fn read(&self, reader: &Reader, base: Input) -> (Vec<HandedIn>, Vec<Input>) {
        let mut names: Vec<String> = self.submissions.iter().map(|path| scenario_name(path)).collect();
        name_apart(&mut names, &self.submissions);
        let bar = Terminal::new(self.output.quiet).progress(self.submissions.len() as u64, "read");
        let (mut handed_in, mut inputs) = (Vec::new(), vec![base]);
        for (path, name) in self.submissions.iter().zip(names) {
            let Submission { loaded, broken, tampered, not_compared } = reader.read(path);
            if let Some(loaded) = loaded {
                inputs.push(Input { name: name.clone(), loaded, stored: None });
            }
            handed_in.push(HandedIn { name, broken, tampered, not_compared });
            bar.inc(1);
        }
        (handed_in, inputs)
    }

    /// The command that asks for the same.
    fn command(&self, assignment: &Assignment, basis: &Basis, seed_from: Option<&str>) -> CommandLine {
        let line = self.submissions.iter().fold(CommandLine::new("grade"), |line, path| line.file(path));
        let line = if let Some(folder) = &self.assignment {
            line.given("--assignment", true).file(folder)
        } else {
            let line = line.given("--against", true).file(&assignment.base);
            let line = assignment.goals.iter().fold(line, |line, goal| line.option("--goal", &goal.goal));
            let points: Vec<String> = assignment.goals.iter().map(|goal| goal.points.to_string()).collect();
            let line = line.option("--points", points.join(","));
            let line = assignment.allow.iter().fold(line, |line, pattern| line.option("--allow", pattern));
            line.given("--all-or-nothing", !assignment.partial)
        };
        let line = match seed_from {
            Some(text) => line.option("--seed-from", text),
            None => line.option("--seed", basis.seed),
        };
        line.option("--replications", basis.replications).option("--most-events", self.most_events)
    }
}

impl Study for Request {
    const KIND: Kind = Kind::Grade;

    /// What is to be said of a submission stands with it.
    const WARNS: bool = false;

    type Answer = GradedClass;

    fn basis(&self) -> &Basis {
        &self.basis
    }

    fn answer(&self, inputs: &[Input], work: &Work<'_>) -> Result<GradedClass, Failure> {
        let rules = Rules::new(&self.goals, &self.allow, self.partial).map_err(Failure::unusable)?;
        let Some((base, others)) = inputs.split_first() else {
            return Err(Failure::unusable("the manifest holds no base"));
        };
        let mut others = others.iter();
        let mut each = Vec::new();
        for handed_in in &self.handed_in {
            let loaded: Option<&Loaded> = match handed_in.broken {
                Some(_) => None,
                None => others.next().map(|input| &input.loaded),
            };
            each.push((handed_in, loaded));
        }
        let &Basis { seed, replications, .. } = &self.basis;
        let task = Task {
            rules: &rules,
            seed,
            seed_from: self.seed_from.as_deref(),
            replications,
            threads: work.threads,
            most_events: self.most_events,
            time_limit: self.time_limit,
            keeper: work.options(&self.basis).keeper,
        };
        let bar = work.terminal.progress(each.len() as u64, "submissions");
        let class = Class::of((&base.name, &base.loaded), &each, &task, || bar.inc(1))?;
        let title = self.title.clone().unwrap_or_else(|| class.title.clone());
        Ok(GradedClass { class, title, bands: bands(false) })
    }

    fn exit(&self, answer: &GradedClass) -> Exit {
        if answer.class.is_sound() { Exit::Done } else { Exit::No }
    }
}
