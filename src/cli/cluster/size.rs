//! How many tasks a command is split into, and how long each may take: from a short trial, or as asked for.

use std::time::{Duration, Instant};

use super::sharable::{Merge, Sharable};
use crate::cli::exit::Failure;
use crate::experiment::uncertainty::Drawable;
use crate::experiment::{RunOptions, simulate_drawn_while};
use crate::model::compile;
use crate::report::numbers::thousands;
use crate::scenario::Loaded;

/// Time that one scenario is tried for.
const TRIAL: Duration = Duration::from_millis(300);
/// Scenarios that are tried: a class of three hundred differs little from some of it.
const MOST_TRIED: usize = 4;
/// Time that a task is to take [s]: long beside what it takes to start one, short beside what a lost node costs.
const TASK_S: f64 = 360.0;
/// The most tasks that a trial proposes: arrays of Slurm end at 1,000 unless a site has changed that.
const MOST_TASKS: u64 = 1_000;
/// Memory of a task, and of a merge before what it holds [MB]. The merge of a run was measured at 360 to 400 MB, whatever its
/// length.
const MEMORY_MB: u64 = 1_000;
/// Memory of a merge for each point of a sweep, twice what was measured [bytes].
const POINT_BYTES: u64 = 1_200;
/// Memory of a merge for each replication of a comparison, twice what was measured [bytes].
const REPLICATION_BYTES: u64 = 100;
/// Time of a merge for each replication, twice what was measured for the slowest kind of kept work [s].
const MERGE_S: f64 = 1.0e-4;
/// Time of a merge before its replications, for tables and charts [min].
const MERGE_MINUTES: f64 = 10.0;

/// What the user wants to have.
pub(super) struct Asked {
    /// The number of tasks.
    pub(super) tasks: Option<u32>,
    /// The limit of a task [min].
    pub(super) minutes: Option<u32>,
    /// Cores of a task.
    pub(super) cpus: Option<u32>,
}

/// How a command is split.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Size {
    /// Tasks of each round.
    pub(super) tasks: u64,
    /// Times that all tasks are done.
    pub(super) rounds: u32,
    /// Cores of a task.
    pub(super) cpus: u32,
    /// Limit of a task [min].
    pub(super) minutes: u64,
    /// Memory of a task [MB].
    pub(super) memory_mb: u64,
    /// Limit of the merge [min].
    pub(super) merge_minutes: u64,
    /// Memory of the merge [MB].
    pub(super) merge_memory_mb: u64,
    /// The size in words.
    pub(super) said: String,
}

impl Size {
    /// The size of a piece of work. Where tasks and minutes are asked for, nothing is tried.
    pub(super) fn of(work: &Sharable, asked: &Asked) -> Result<Self, Failure> {
        let cpus = asked.cpus.unwrap_or_else(|| u32::try_from(work.threads.clamp(1, 1_024)).unwrap_or(1));
        let core_s = match (asked.tasks, asked.minutes) {
            (Some(_), Some(_)) => None,
            _ => Some(trial(work)? * work.replications as f64),
        };
        Ok(Self::from_trial(work, asked, cpus, core_s))
    }

    /// The size of work of which a trial says that it takes `core_s`.
    fn from_trial(work: &Sharable, asked: &Asked, cpus: u32, core_s: Option<f64>) -> Self {
        let estimated = core_s.unwrap_or(0.0) / f64::from(cpus);
        let proposed = (estimated / TASK_S).ceil() as u64;
        let most = work.units.clamp(1, MOST_TASKS);
        let tasks = asked.tasks.map_or_else(|| proposed.clamp(1, most), u64::from);
        // A task has as many units as any other, or one more.
        let largest = work.units.div_ceil(tasks) as f64 / work.units.max(1) as f64;
        let task_s = estimated * largest;
        // Other machines are slower, and share their cores.
        let limit = |s: f64| ((2.0 * s / 60.0 + 5.0) / 5.0).ceil() as u64 * 5;
        let merge_min = MERGE_MINUTES + work.replications as f64 * MERGE_S / 60.0;
        let held = match work.merge {
            Merge::Bounded => 0,
            Merge::Points(points) => points * POINT_BYTES,
            Merge::Replications => work.replications * REPLICATION_BYTES,
        };
        let cores = if cpus == 1 { "a core".to_owned() } else { format!("{cpus} cores") };
        let counted = |n: u64, one: &str, many: &str| match n {
            1 => format!("1 {one}"),
            n => format!("{} {many}", thousands(n as f64)),
        };
        let split = counted(tasks, "task", "tasks");
        let said = match core_s {
            Some(core_s) => format!(
                "About {} by a trial on this machine: {split} of {} on {cores} each.",
                core_hours(core_s),
                time(task_s)
            ),
            None => format!("{split} on {cores} each, as asked for.", split = capital(&split)),
        };
        Self {
            tasks,
            rounds: work.rounds,
            cpus,
            minutes: asked.minutes.map_or_else(|| limit(task_s), u64::from),
            memory_mb: MEMORY_MB,
            merge_minutes: (merge_min / 5.0).ceil() as u64 * 5,
            merge_memory_mb: MEMORY_MB + held.div_ceil(100_000_000) * 100,
            said,
        }
    }
}

/// A text as the beginning of a sentence.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Work in words.
fn core_hours(core_s: f64) -> String {
    let hours = core_s / 3_600.0;
    if hours < 0.1 {
        format!("{} of a core", time(core_s))
    } else if hours < 10.0 {
        format!("{hours:.1} core-hours")
    } else {
        format!("{} core-hours", thousands(hours.round()))
    }
}

/// A time in words.
fn time(s: f64) -> String {
    let (number, unit) = match s {
        s if s < 99.5 => (s.round().max(1.0), "second"),
        s if s < 99.5 * 60.0 => ((s / 60.0).round(), "minute"),
        s => ((s / 3_600.0).round(), "hour"),
    };
    format!("{} {unit}{}", thousands(number), if number > 1.0 { "s" } else { "" })
}

/// Time of a replication on one core [s]: the mean over some of the scenarios.
fn trial(work: &Sharable) -> Result<f64, Failure> {
    let all = work.scenarios.len();
    let tried = all.min(MOST_TRIED);
    let mut sum_s = 0.0;
    for index in 0..tried {
        sum_s += one(&work.scenarios[index * all / tried], work.uncertain)?;
    }
    Ok(sum_s / tried.max(1) as f64)
}

/// Time of a replication of a scenario [s].
fn one(loaded: &Loaded, uncertain: bool) -> Result<f64, Failure> {
    let world = compile(&loaded.scenario)?;
    let drawable = Drawable::of(loaded, uncertain, None)?;
    let simulate = |first, replications| {
        let options = RunOptions { first, replications, threads: 1, ..RunOptions::default() };
        simulate_drawn_while(&world, drawable.as_ref(), &options, |_| true).map(drop)
    };
    // The first one fills caches.
    simulate(1, 1)?;
    let started = Instant::now();
    let (mut done, mut next) = (0_u32, 1_u32);
    while started.elapsed() < TRIAL && done < 100_000 {
        simulate(2 + done, next)?;
        done += next;
        // Steps double up to a block of a run, so that little of the time goes into what a step costs by itself.
        next = (2 * next).min(1_000);
    }
    Ok(started.elapsed().as_secs_f64() / f64::from(done.max(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn work(replications: u64, units: u64) -> Sharable {
        Sharable {
            replications,
            merge: Merge::Bounded,
            units,
            rounds: 1,
            scenarios: Vec::new(),
            uncertain: false,
            threads: 0,
            reads: Vec::new(),
        }
    }

    const NOTHING: Asked = Asked { tasks: None, minutes: None, cpus: None };

    #[test]
    fn tasks_take_some_minutes_and_have_room_for_twice_that() {
        let size = Size::from_trial(&work(10_000_000, 10_000), &NOTHING, 1, Some(5_040.0));
        assert_eq!((size.tasks, size.minutes), (14, 20));
        assert_eq!((size.merge_minutes, size.merge_memory_mb), (30, 1_000));
        let sweep = Sharable { merge: Merge::Points(1_000_000), ..work(200_000_000, 1_000_000) };
        assert_eq!(Size::from_trial(&sweep, &NOTHING, 1, Some(5_040.0)).merge_memory_mb, 2_200);
        assert_eq!(
            size.said,
            "About 1.4 core-hours by a trial on this machine: 14 tasks of 6 minutes on a core each."
        );
        let four = Size::from_trial(&work(10_000_000, 10_000), &NOTHING, 4, Some(5_040.0));
        assert_eq!((four.tasks, four.cpus, four.minutes), (4, 4, 20));
    }

    #[test]
    fn there_are_no_more_tasks_than_units_and_a_lone_unit_has_its_time() {
        let size = Size::from_trial(&work(3_000, 3), &NOTHING, 1, Some(10_800.0));
        assert_eq!((size.tasks, size.minutes), (3, 125));
        let small = Size::from_trial(&work(200, 1), &NOTHING, 1, Some(0.1));
        assert_eq!((small.tasks, small.minutes), (1, 10));
        assert!(small.said.contains("1 second of a core"), "{}", small.said);
        let huge = Size::from_trial(&work(1 << 40, 1 << 30), &NOTHING, 1, Some(1.0e9));
        assert_eq!(huge.tasks, 1_000);
    }

    #[test]
    fn what_is_asked_for_is_taken() {
        let asked = Asked { tasks: Some(3), minutes: Some(7), cpus: Some(2) };
        let size = Size::of(&work(1_000_000, 1_000), &asked).expect("a size");
        assert_eq!((size.tasks, size.minutes, size.cpus), (3, 7, 2));
        assert_eq!(size.said, "3 tasks on 2 cores each, as asked for.");
    }
}
