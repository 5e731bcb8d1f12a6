//! Simulates a submission within bounds: events, which are the same on every machine, and time as a safety net.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};

use super::Task;
use crate::experiment::compare::System;
use crate::experiment::kept::Keeper;
use crate::experiment::runner::{Next, Plan, run};
use crate::experiment::study::StudyOptions;
use crate::experiment::study_error::StudyError;
use crate::model::World;

/// How the replications of a task are made under a seed.
pub(super) fn study<'a>(task: &Task<'_>, seed: u64, keeper: Keeper<'a>) -> StudyOptions<'a> {
    let &Task { replications, threads, .. } = task;
    StudyOptions { seed, replications, uncertain: false, threads, keeper }
}

/// Runs all replications, unless the time is up.
pub(super) fn simulate(system: &mut System, seed: u64, task: &Task<'_>) -> Result<(), StudyError> {
    let stop = AtomicBool::new(false);
    let keeper = Keeper { interrupted: &stop, ..task.keeper };
    let study = study(task, seed, keeper);
    let Some(limit) = task.time_limit else {
        return system.extend(task.replications, &study, &mut || ());
    };
    let (done, ended) = (Mutex::new(false), Condvar::new());
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let is_done = done.lock().unwrap_or_else(PoisonError::into_inner);
            let waited = ended.wait_timeout_while(is_done, limit, |is_done| !*is_done);
            let waited = waited.unwrap_or_else(PoisonError::into_inner).1;
            stop.store(waited.timed_out(), Ordering::Relaxed);
        });
        let extended = system.extend(task.replications, &study, &mut || ());
        *done.lock().unwrap_or_else(PoisonError::into_inner) = true;
        ended.notify_all();
        extended
    })
}

/// Why a submission is given up for its time.
pub(super) fn too_long(task: &Task<'_>) -> String {
    let limit = task.time_limit.unwrap_or_default().as_secs_f64();
    format!("it is not finished after {limit} s on this machine (--time-limit)")
}

/// Events of the first replication under a seed.
pub fn events_of_first(world: &World, seed: u64) -> u64 {
    let plan = Plan { threads: 1, causes: false, ..Plan::new(seed, 1) };
    let mut events = 0;
    run(world, &plan, |record| {
        events = record.events;
        Next::Stop
    });
    events
}

/// Why a submission takes too long, judged by its first replication; none where it does not.
pub(super) fn too_many_events(system: &System, seed: u64, task: &Task<'_>) -> Option<String> {
    let events = events_of_first(system.world(), seed);
    let all = events.saturating_mul(u64::from(task.replications));
    (all > task.most_events).then(|| {
        format!(
            "its first replication takes {events} events, and {} would take more than {} (--most-events)",
            task.replications, task.most_events
        )
    })
}
