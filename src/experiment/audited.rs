//! The audit over replications: each is run again alone with a trace, which is then checked.

use super::runner::{Next, Plan, run_each};
use super::uncertainty::{Drawable, UncertaintyError};
use crate::model::audit::Violation;
use crate::model::{ShownRun, World, audit};

/// What an audit of several replications found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Audited {
    /// How many were checked.
    pub checked: u32,
    /// Those that broke a promise, with what they broke, in order.
    pub failed: Vec<(u32, Vec<Violation>)>,
}

impl Audited {
    /// Takes note of what was found in the next replication.
    pub fn add(&mut self, replication: u32, found: Vec<Violation>) {
        self.checked += 1;
        if !found.is_empty() {
            self.failed.push((replication, found));
        }
    }
}

/// Audits the replications of a plan while `goes_on`, which hears how many are done, says so; with ranges, each in the
/// world that is drawn for it.
///
/// # Errors
/// A drawn scenario that cannot be simulated.
pub fn audit_while(
    world: &World,
    drawable: Option<&Drawable>,
    plan: &Plan,
    mut goes_on: impl FnMut(u32) -> bool,
) -> Result<Audited, UncertaintyError> {
    let options = plan.options();
    let worker = || {
        |replication| {
            let drawn = drawable.map(|drawable| drawable.drawn(plan.seed, replication)).transpose()?;
            let world = drawn.as_ref().unwrap_or(world);
            Ok((replication, audit(world, &ShownRun::new(world, options, replication))))
        }
    };
    let (mut audited, mut failure) = (Audited::default(), None);
    run_each(plan, worker, |found: Result<(u32, Vec<Violation>), UncertaintyError>| match found {
        Ok((replication, found)) => {
            audited.add(replication, found);
            if goes_on(audited.checked) { Next::More } else { Next::Stop }
        }
        Err(error) => {
            failure = Some(error);
            Next::Stop
        }
    });
    failure.map_or(Ok(audited), Err)
}
