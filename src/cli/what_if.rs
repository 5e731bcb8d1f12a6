//! What `run --set` says beside its summary: by how much the changes move the unchanged scenario under the same draws.

use std::sync::atomic::{AtomicBool, Ordering};

use super::arguments::ScenarioArgs;
use super::embedded::load;
use super::exit::Failure;
use crate::experiment::compare::{CONFIDENCE, Moves, Sample, Tail, changes};
use crate::experiment::posterior::Posterior;
use crate::experiment::uncertainty::Drawable;
use crate::experiment::{RunOptions, Summary, simulate_drawn_while};
use crate::model::{World, compile};
use crate::report::moves::table_of;
use crate::scenario::Loaded;

/// A table of the paired differences; empty without changes, or where somebody asked to stop. The scenario may be of no
/// use without them: then it says so.
pub(super) fn against_unchanged(
    args: &ScenarioArgs,
    (loaded, world, summary): (&Loaded, &World, &Summary),
    (options, uncertain, posterior): (&RunOptions, bool, Option<&Posterior>),
    interrupted: &AtomicBool,
) -> String {
    if args.set.is_empty() {
        return String::new();
    }
    let title = "Against the scenario without --set";
    let Ok(unchanged) = load(&args.scenario, &[]) else {
        return format!("{title}  nothing: it cannot be used as it stands\n\n");
    };
    if changes(&unchanged.resolved, &loaded.resolved).is_empty() {
        return format!("{title}  nothing differs that a run depends on\n\n");
    }
    if summary.rows.held().is_none() {
        return format!("{title}  nothing: these are more replications than memory holds; fewer tell it\n\n");
    }
    let options =
        RunOptions { replications: summary.replications, precision: None, causes: false, ..*options };
    let goes_on = |_| !interrupted.load(Ordering::Relaxed);
    match simulate(&unchanged, &options, (uncertain, posterior), goes_on) {
        Ok((_, before)) if before.replications < summary.replications => String::new(),
        Ok((base, before)) => {
            let samples = (Replications::of(summary), Replications::of(&before));
            let (Some(after), Some(before)) = (samples.0.sample(world), samples.1.sample(&base)) else {
                return String::new();
            };
            let tail = Tail::of(&after, &before, CONFIDENCE, options.seed);
            let moves = Moves::of(&after, &before, CONFIDENCE).with(&tail);
            format!("{title}, under the same draws\n{}\n", table_of(&moves))
        }
        Err(_) => format!("{title}  nothing: it cannot be simulated as it stands\n\n"),
    }
}

fn simulate(
    loaded: &Loaded,
    options: &RunOptions,
    (uncertain, posterior): (bool, Option<&Posterior>),
    goes_on: impl FnMut(u32) -> bool,
) -> Result<(World, Summary), Failure> {
    let world = compile(&loaded.scenario)?;
    let drawable = Drawable::of(loaded, uncertain, posterior)?;
    let summary = simulate_drawn_while(&world, drawable.as_ref(), options, goes_on)?;
    Ok((world, summary))
}

/// The replications of a run.
struct Replications<'a> {
    summary: &'a Summary,
    mean_arrival_h: Vec<f64>,
    sorties: Vec<f64>,
}

impl<'a> Replications<'a> {
    fn of(summary: &'a Summary) -> Self {
        Self {
            summary,
            mean_arrival_h: summary.rows.in_order().map(|row| row.mean_arrival_h).collect(),
            sorties: summary.rows.in_order().map(|row| f64::from(row.sorties)).collect(),
        }
    }

    /// None where they are more than memory holds.
    fn sample(&self, world: &World) -> Option<Sample<'_>> {
        let Summary { deployment, spending, withdrawal, .. } = &self.summary;
        Some(Sample {
            closure_h: deployment.closure_h.held()?,
            mean_arrival_h: &self.mean_arrival_h,
            deadline: world.deadline,
            sorties: &self.sorties,
            cost: spending.as_ref().and_then(|spending| spending.cost.held()),
            covered_h: None,
            withdrawal_h: withdrawal.as_ref().and_then(|phase| phase.closure_h.held()),
        })
    }
}
