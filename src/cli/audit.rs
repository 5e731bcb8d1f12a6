//! The audit on demand: `run --audit` and `verify --audit`.

use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::Value;

use super::exit::{Exit, Failure};
use super::terminal::Terminal;
use crate::diagnostic::{Code, Diagnostic};
use crate::experiment::Plan;
use crate::experiment::audited::{Audited, audit_while};
use crate::experiment::uncertainty::Drawable;
use crate::model::{World, compile};
use crate::report::AnyManifest;
use crate::scenario::load_value;

/// Replications and violations of each that a failure names.
const NAMED: usize = 5;

/// Audits replications of a world and says how many; a broken promise is a failure of its own.
pub(super) fn audit(
    (world, drawable): (&World, Option<&Drawable>),
    plan: &Plan,
    terminal: Terminal,
    interrupted: &AtomicBool,
) -> Result<String, Failure> {
    let bar = terminal.progress(u64::from(plan.count), "audit");
    let audited = audit_while(world, drawable, plan, |done| {
        bar.set_position(u64::from(done));
        !interrupted.load(Ordering::Relaxed)
    })?;
    drop(bar);
    if let Some(failure) = failure(&audited, plan.seed) {
        return Err(failure);
    }
    if audited.checked < plan.count {
        let message =
            format!("interrupted after the audit of {} of {} replications", audited.checked, plan.count);
        return Err(Failure::Said { exit: Exit::InputOutput, message, help: None });
    }
    let s = if audited.checked == 1 { "" } else { "s" };
    Ok(format!("{} replication{s} checked by the independent audit, nothing found", audited.checked))
}

/// Audits the replications of the scenarios that a manifest holds, and says so in a line for each. Those of a study are
/// audited as they were written, without what it changed or drew.
pub(super) fn audit_again(
    manifest: &AnyManifest,
    threads: usize,
    terminal: Terminal,
) -> Result<String, Failure> {
    let never = AtomicBool::new(false);
    let one = |name: &str, scenario: &Value, uncertain: bool, (seed, replications): (u64, u32)| {
        let loaded = load_value(name, scenario)?;
        let world = compile(&loaded.scenario)?;
        let drawable = uncertain.then(|| Drawable::new(&loaded));
        let plan = Plan { threads, ..Plan::new(seed, replications) };
        let audited = audit((&world, drawable.as_ref()), &plan, terminal, &never)?;
        Ok::<String, Failure>(format!("{name}: {audited}\n"))
    };
    match manifest {
        AnyManifest::Run(run) => {
            one(&run.scenario_name, &run.scenario, run.uncertain, (run.seed, run.replications))
        }
        AnyManifest::Study(study) => {
            let made = (study.seed, study.replications);
            study.scenarios.iter().map(|it| one(&it.name, &it.scenario, false, made)).collect()
        }
    }
}

/// What is said of replications that broke a promise; none where nothing was found.
fn failure(audited: &Audited, seed: u64) -> Option<Failure> {
    if audited.failed.is_empty() {
        return None;
    }
    let Audited { checked, failed } = audited;
    let message = format!("the audit failed in {} of {checked} replications of seed {seed}", failed.len());
    let mut diagnostic = Diagnostic::new(Code::E3002, message);
    for (replication, found) in failed.iter().take(NAMED) {
        for violation in found.iter().take(NAMED) {
            diagnostic = diagnostic.note(format!("replication {replication}: {violation}"));
        }
        if let Some(rest) = found.len().checked_sub(NAMED).filter(|rest| *rest > 0) {
            diagnostic = diagnostic.note(format!("replication {replication}: {rest} more"));
        }
    }
    let help =
        "the results cannot be trusted, and none were written; report the scenario and the seed as a bug";
    Some(Failure::Diagnosed { exit: Exit::Bug, diagnostic: Box::new(diagnostic.help(help)) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::trace::Movement;
    use crate::model::{Options, ShownRun};
    use crate::scenario::load_str;

    /// What the audit finds in a run of the air bridge after its trace was tampered with.
    fn audited(tamper: impl Fn(&mut ShownRun)) -> Audited {
        let text = include_str!("../../scenarios/checks/air-bridge.json");
        let loaded = load_str("air-bridge.json", text, &[]).expect("it loads");
        let world = compile(&loaded.scenario).expect("it compiles");
        let mut audited = Audited::default();
        for replication in 1..=3 {
            let mut run = ShownRun::new(&world, Options { seed: 4, ..Options::default() }, replication);
            if replication == 2 {
                tamper(&mut run);
            }
            audited.add(replication, crate::model::audit(&world, &run));
        }
        audited
    }

    #[test]
    fn a_sound_trace_is_no_failure() {
        let audited = audited(|_| {});
        assert_eq!(audited, Audited { checked: 3, failed: Vec::new() });
        assert!(failure(&audited, 4).is_none());
    }

    #[test]
    fn somebody_lost_is_a_bug_with_its_code_and_its_replication() {
        let audited = audited(|run| {
            let unloaded = |movement| matches!(movement, Movement::Delivered(..));
            let lost = run.trace.items.iter().position(|items| unloaded(items.movement)).expect("a delivery");
            run.trace.items.remove(lost);
        });
        let failure = failure(&audited, 4).expect("a failure");
        assert_eq!(failure.exit(), Exit::Bug);
        let Failure::Diagnosed { diagnostic, .. } = failure else { panic!("it has a code") };
        assert_eq!(diagnostic.code, Code::E3002);
        assert_eq!(diagnostic.message, "the audit failed in 1 of 3 replications of seed 4");
        assert!(diagnostic.notes[0].starts_with("replication 2: Items at "), "{:?}", diagnostic.notes);
    }

    #[test]
    fn many_violations_are_counted_and_not_all_told() {
        // Every load is unloaded that nobody saw loaded.
        let seen = |movement| !matches!(movement, Movement::Loaded(..));
        let audited = audited(|run| run.trace.items.retain(|items| seen(items.movement)));
        let failure = failure(&audited, 4).expect("a failure");
        let Failure::Diagnosed { diagnostic, .. } = failure else { panic!("it has a code") };
        assert_eq!(diagnostic.notes.len(), NAMED + 1, "{:?}", diagnostic.notes);
        assert!(diagnostic.notes[NAMED].ends_with(" more"), "{:?}", diagnostic.notes);
    }
}
