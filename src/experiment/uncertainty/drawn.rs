//! Replications whose ranges are drawn: each in a world of its own.

use std::ops::Range;

use super::{Drawable, UncertaintyError};
use crate::experiment::assumption::Places;
use crate::experiment::record::Record;
use crate::experiment::runner::{Blind, Look, Next, Plan, in_blocks, in_worlds};
use crate::kernel::{Causes, Forgetful, Recorder};
use crate::model::World;

impl Drawable {
    /// Runs a plan, each replication in a world of its own; `each` sees every record in order.
    ///
    /// # Errors
    /// The first replication whose world cannot be simulated.
    pub fn run(&self, plan: &Plan, mut each: impl FnMut(Record) -> Next) -> Result<(), UncertaintyError> {
        let each = |(record, ())| each(record);
        if plan.causes {
            self.run_with::<Recorder, Blind>(plan, &Blind, each)
        } else {
            self.run_with::<Forgetful, Blind>(plan, &Blind, each)
        }
    }

    /// Runs a plan, each replication in a world of its own; `each` sees every record and what was read of it, in order.
    ///
    /// # Errors
    /// The first replication whose world cannot be simulated.
    pub(super) fn run_with<C: Causes, L: Look>(
        &self,
        plan: &Plan,
        look: &L,
        mut each: impl FnMut((Record, L::Seen)) -> Next,
    ) -> Result<(), UncertaintyError> {
        let mut failure = None;
        let places = Places::of(&self.assumptions);
        let worker = || {
            let (mut scratch, places) = (self.base.clone(), &places);
            move |numbers: Range<u32>| {
                let first = plan.first + numbers.start;
                let mut failed = None;
                let drawn = |number| {
                    let world = self.drawn_into(&mut scratch, places, plan.seed, plan.first + number);
                    world.map_err(|error| failed = Some(error)).ok()
                };
                let worlds: Vec<World> = numbers.map_while(drawn).collect();
                let made = in_worlds::<C, L>(&worlds, plan.options(), look, first);
                made.into_iter().map(Ok).chain(failed.map(Err)).collect()
            }
        };
        in_blocks(plan.pieces(), worker, |made| match made {
            Ok(made) => each(made),
            Err(error) => {
                failure = Some(error);
                Next::Stop
            }
        });
        failure.map_or(Ok(()), Err)
    }
}
