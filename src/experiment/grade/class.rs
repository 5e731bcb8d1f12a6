//! A class: every submission by itself, then what several have in common.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::bounded::{simulate, study, too_long, too_many_events};
use super::{GoalResult, Rules};
use crate::experiment::compare::{Change, MeanClosure, MeanDifference, System, changes, same_changes};
use crate::experiment::kept::Keeper;
use crate::experiment::results::OnTime;
use crate::experiment::seed_from::seed_from;
use crate::experiment::statistics::Summary as Moments;
use crate::experiment::study_error::StudyError;
use crate::kernel::MS_PER_H;
use crate::model::Category;
use crate::scenario::Loaded;

/// What is to be looked at in a submission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Remark {
    /// It cannot be read or simulated.
    Broken,
    /// It takes more events or time than a submission may.
    NotFinished,
    /// Results that came with it are not what its scenario gives.
    Tampered,
    /// Results that came with it could not be compared.
    NotCompared,
    /// It changes what may not be changed.
    NotAllowed,
    /// Another submission changes the same.
    Copied,
    /// It changes nothing.
    Unchanged,
    /// It has no deadline, or another than the base.
    OtherDeadline,
    /// A goal is not met.
    Late,
}

impl Remark {
    /// The remark in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Broken => "broken",
            Self::NotFinished => "not finished",
            Self::Tampered => "tampered",
            Self::NotCompared => "results not compared",
            Self::NotAllowed => "not allowed",
            Self::Copied => "copied",
            Self::Unchanged => "unchanged",
            Self::OtherDeadline => "other deadline",
            Self::Late => "late",
        }
    }
}

/// A submission as it was read. The scenario itself stands beside it, where there is one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedIn {
    /// Its name.
    pub name: String,
    /// Why it cannot be used; then it has no scenario.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub broken: Option<String>,
    /// Where results that came with it differ from what their scenario gives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tampered: Option<String>,
    /// Why results that came with it could not be compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_compared: Option<String>,
}

/// How a class is graded.
#[derive(Debug, Clone, Copy)]
pub struct Task<'a> {
    /// What submissions are judged by.
    pub rules: &'a Rules,
    /// The seed of all, unless each has its own.
    pub seed: u64,
    /// A text from which, with the name of a submission, its own seed comes.
    pub seed_from: Option<&'a str>,
    /// Replications of each submission, and of the base under its seed.
    pub replications: u32,
    /// Threads; 0 for one per core.
    pub threads: usize,
    /// Events that all replications of a submission may take together.
    pub most_events: u64,
    /// The time after which a submission is given up between two replications; none to wait for it.
    pub time_limit: Option<Duration>,
    /// Where finished replications are kept, and which part of the work is done.
    pub keeper: Keeper<'a>,
}

/// A submission and what it is worth.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Graded {
    /// Its name.
    pub submission: String,
    /// Its title.
    pub title: String,
    /// Who wrote it, as it says.
    pub authors: Vec<String>,
    /// What is to be looked at; empty where all goals are met and nothing is.
    pub remarks: Vec<Remark>,
    /// Points.
    pub score: f64,
    /// Points that it could have.
    pub max_score: f64,
    /// The seed under which it was simulated.
    pub seed: u64,
    /// Hash of its resolved scenario; none where it cannot be read.
    pub scenario_hash: Option<String>,
    /// Mean closure [h]; none where a replication does not close.
    pub closure_h: Option<MeanClosure>,
    /// The least and the greatest closure [h]; none where a replication does not close.
    pub closure_range_h: Option<(f64, f64)>,
    /// Replications that do not close.
    pub not_closed: usize,
    /// Share in time, by the deadline of the base.
    pub on_time: Option<OnTime>,
    /// Mean arrival [h].
    pub mean_arrival_h: Option<f64>,
    /// Mean closure less that of the base under the same draws [h].
    pub difference_h: Option<MeanDifference>,
    /// Each goal.
    pub goals: Vec<GoalResult>,
    /// What it changes against the base.
    pub changes: Vec<Change>,
    /// Paths among them that may not be changed.
    pub not_allowed: Vec<String>,
    /// Other submissions that change the same.
    pub same_as: Vec<String>,
    /// Why it is broken or not finished, or where results that came with it differ.
    pub found: Option<String>,
    /// Where most hours go: name of the cause and mean hours on the causal chain, the longest first.
    pub causes: Vec<(&'static str, f64)>,
}

impl Graded {
    /// Whether all goals are met and nothing is to be looked at.
    pub fn is_sound(&self) -> bool {
        self.remarks.is_empty()
    }

    fn note(&mut self, remark: Remark) {
        self.remarks.push(remark);
        self.remarks.sort_unstable();
        self.remarks.dedup();
    }

    /// A submission of which nothing is known yet.
    fn new(handed_in: &HandedIn, task: &Task<'_>) -> Self {
        let name = &handed_in.name;
        let seed = task.seed_from.map_or(task.seed, |text| seed_from(&format!("{text}/{name}")));
        let mut graded = Self {
            submission: name.clone(),
            title: String::new(),
            authors: Vec::new(),
            remarks: Vec::new(),
            score: 0.0,
            max_score: task.rules.max_score(),
            seed,
            scenario_hash: None,
            closure_h: None,
            closure_range_h: None,
            not_closed: 0,
            on_time: None,
            mean_arrival_h: None,
            difference_h: None,
            goals: Vec::new(),
            changes: Vec::new(),
            not_allowed: Vec::new(),
            same_as: Vec::new(),
            found: None,
            causes: Vec::new(),
        };
        let HandedIn { broken, tampered, not_compared, .. } = handed_in;
        for (what, remark) in
            [(broken, Remark::Broken), (tampered, Remark::Tampered), (not_compared, Remark::NotCompared)]
        {
            if let Some(why) = what {
                graded.found.get_or_insert_with(|| why.clone());
                graded.note(remark);
            }
        }
        graded
    }
}

/// A class and its base.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Class {
    /// Version of the file.
    pub format_version: u32,
    /// Name of the base.
    pub base: String,
    /// Its title.
    pub title: String,
    /// Hash of its resolved scenario.
    pub scenario_hash: String,
    /// The text from which each submission has its seed; none where all share one.
    pub seed_from: Option<String>,
    /// The seed that all share, where none has its own.
    pub seed: u64,
    /// Replications of each submission.
    pub replications: u32,
    /// Paths that may be changed; empty where all may.
    pub allow: Vec<String>,
    /// Events that a submission may take.
    pub most_events: u64,
    /// Points that can be reached.
    pub max_score: f64,
    /// Every submission, in the order handed in.
    pub submissions: Vec<Graded>,
}

impl Class {
    /// Grades submissions against a base; those without a scenario are broken. `each` hears of every one that is done.
    ///
    /// # Errors
    /// A base that cannot be simulated, or in which a goal cannot be judged.
    pub fn of(
        base: (&str, &Loaded),
        submissions: &[(&HandedIn, Option<&Loaded>)],
        task: &Task<'_>,
        mut each: impl FnMut(),
    ) -> Result<Self, StudyError> {
        let mut bases = Bases { base, made: BTreeMap::new() };
        let first = System::one(base.0, base.1, false)?;
        task.rules.check(&first).map_err(StudyError::no_answer)?;
        let (title, scenario_hash) = (first.world().title.clone(), first.hash.clone());
        let mut graded = task.keeper.each(submissions, |(handed_in, loaded)| {
            let mut one = Graded::new(handed_in, task);
            if let Some(loaded) = loaded {
                let done = task.keeper.together(&one.submission.clone(), |keeper| {
                    let task = &Task { keeper, ..*task };
                    let base = bases.under(one.seed, task)?;
                    grade(&mut one, loaded, base, task)
                });
                match done {
                    Ok(()) => {}
                    Err(error @ (StudyError::Elsewhere | StudyError::Io(..))) => return Err(error),
                    Err(_) if task.keeper.is_interrupted() => {
                        return Err(StudyError::Interrupted { points: None });
                    }
                    Err(error) => {
                        let given_up = matches!(error, StudyError::Interrupted { .. });
                        one.note(if given_up { Remark::NotFinished } else { Remark::Broken });
                        one.found = Some(if given_up { too_long(task) } else { error.to_string() });
                    }
                }
            }
            each();
            Ok(one)
        })?;
        find_copies(&mut graded);
        Ok(Self {
            format_version: 1,
            base: base.0.to_owned(),
            title,
            scenario_hash,
            seed_from: task.seed_from.map(str::to_owned),
            seed: task.seed,
            replications: task.replications,
            allow: task.rules.allowed.patterns().to_vec(),
            most_events: task.most_events,
            max_score: task.rules.max_score(),
            submissions: graded,
        })
    }

    /// Whether every submission meets every goal and nothing is to be looked at.
    pub fn is_sound(&self) -> bool {
        self.submissions.iter().all(Graded::is_sound)
    }
}

/// The base under each seed that somebody has.
struct Bases<'a> {
    base: (&'a str, &'a Loaded),
    made: BTreeMap<u64, System>,
}

impl Bases<'_> {
    fn under(&mut self, seed: u64, task: &Task<'_>) -> Result<&System, StudyError> {
        if !self.made.contains_key(&seed) {
            let mut system = System::one(self.base.0, self.base.1, false)?;
            system.extend(task.replications, &study(task, seed, task.keeper), &mut || ())?;
            self.made.insert(seed, system);
        }
        self.made.get(&seed).ok_or_else(|| StudyError::no_answer("the base is missing"))
    }
}

/// Simulates a submission and judges it.
fn grade(one: &mut Graded, loaded: &Loaded, base: &System, task: &Task<'_>) -> Result<(), StudyError> {
    one.title.clone_from(&loaded.scenario.title);
    one.authors = loaded.scenario.authors.iter().map(|author| author.name().to_owned()).collect();
    one.scenario_hash = Some(loaded.hash());
    one.changes = changes(&base.resolved, &loaded.resolved);
    one.not_allowed = task.rules.allowed.others(&one.changes);
    if !one.not_allowed.is_empty() {
        one.note(Remark::NotAllowed);
    }
    if one.changes.is_empty() {
        one.note(Remark::Unchanged);
    }
    let mut system = System::one(&one.submission, loaded, false)?;
    if let Some(why) = too_many_events(&system, one.seed, task) {
        one.note(Remark::NotFinished);
        one.found = Some(why);
        return Ok(());
    }
    simulate(&mut system, one.seed, task)?;
    let n = task.replications as usize;
    one.goals = task.rules.judge(&system, base, n);
    measure(one, (&system, base), n);
    if system.world().deadline != base.world().deadline {
        one.note(Remark::OtherDeadline);
    }
    if one.goals.iter().any(|goal| !goal.met) {
        one.note(Remark::Late);
    }
    if one.not_allowed.is_empty() {
        one.score = one.goals.iter().map(|goal| goal.points).sum();
    }
    Ok(())
}

/// What a submission does, beside its goals.
fn measure(one: &mut Graded, (system, base): (&System, &System), n: usize) {
    let closures = &system.closure_h()[..n];
    let finite = |values: &[f64]| values.iter().all(|value| value.is_finite());
    let moments = Moments::of(closures).filter(|_| finite(closures));
    one.closure_h = MeanClosure::of(closures);
    one.closure_range_h = moments.map(|found| (found.min, found.max));
    one.not_closed = closures.iter().filter(|h| h.is_infinite()).count();
    one.on_time = OnTime::of(closures, base.world().deadline);
    let arrivals = &system.mean_arrival_h()[..n];
    one.mean_arrival_h =
        moments.filter(|_| finite(arrivals)).and_then(|_| Moments::of(arrivals)).map(|found| found.mean);
    let before = &base.closure_h()[..n];
    if moments.is_some() && finite(before) {
        one.difference_h = MeanDifference::of(closures, before, super::CONFIDENCE);
    }
    let mean_h = |category| system.chain_ms(category, n) as f64 / (n.max(1) as f64 * MS_PER_H as f64);
    let mut causes: Vec<(&'static str, f64)> =
        Category::ALL.into_iter().map(|category| (category.label(), mean_h(category))).collect();
    causes.retain(|(_, hours)| *hours > 0.0);
    causes.sort_by(|a, b| b.1.total_cmp(&a.1));
    causes.truncate(3);
    one.causes = causes;
}

/// Names, for each submission, the others that change the same. One that changes nothing is no copy.
fn find_copies(graded: &mut [Graded]) {
    let mut alike: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, one) in graded.iter().enumerate().filter(|(_, one)| !one.changes.is_empty()) {
        alike.entry(same_changes(&one.changes)).or_default().push(index);
    }
    for group in alike.into_values().filter(|group| group.len() > 1) {
        let names: Vec<String> = group.iter().map(|index| graded[*index].submission.clone()).collect();
        for (place, index) in group.into_iter().enumerate() {
            graded[index].note(Remark::Copied);
            let others = names.iter().enumerate().filter(|(other, _)| *other != place);
            graded[index].same_as = others.map(|(_, name)| name.clone()).collect();
        }
    }
}
