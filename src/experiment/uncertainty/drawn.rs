//! Replications whose ranges are drawn: each in a world of its own.

use super::{Drawable, UncertaintyError};
use crate::experiment::assumption::Places;
use crate::experiment::record::Record;
use crate::experiment::runner::{BLOCK, Blind, Look, Next, Pieces, Plan, in_order, in_worlds};
use crate::kernel::{Causes, Forgetful, Recorder};

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

    /// Runs a plan without causes, each replication in a world of its own; `each` sees every record and what was read of
    /// it, in order.
    ///
    /// # Errors
    /// The first replication whose world cannot be simulated.
    pub fn run_looking<L: Look>(
        &self,
        plan: &Plan,
        look: &L,
        each: impl FnMut((Record, L::Seen)) -> Next,
    ) -> Result<(), UncertaintyError> {
        self.run_with::<Forgetful, L>(plan, look, each)
    }

    /// Draws a world for each replication of a plan, a block of them at a time, and runs it.
    fn run_with<C: Causes, L: Look>(
        &self,
        plan: &Plan,
        look: &L,
        mut each: impl FnMut((Record, L::Seen)) -> Next,
    ) -> Result<(), UncertaintyError> {
        let mut failure = None;
        let places = Places::of(&self.assumptions);
        let worker = || {
            let (mut scratch, places) = (self.base.clone(), &places);
            move |block: u32| {
                let done = block * BLOCK;
                let first = plan.first + done;
                let (mut worlds, mut failed) = (Vec::with_capacity(BLOCK as usize), None);
                for replication in first..first + BLOCK.min(plan.count - done) {
                    match self.drawn_into(&mut scratch, places, plan.seed, replication) {
                        Ok(world) => worlds.push(world),
                        Err(error) => {
                            failed = Some(error);
                            break;
                        }
                    }
                }
                (in_worlds::<C, L>(&worlds, plan.options(), look, first), failed)
            }
        };
        let blocks = Pieces { count: plan.count.div_ceil(BLOCK), at_once: 1, threads: plan.threads };
        in_order(blocks, worker, |(made, failed)| {
            let stopped = made.into_iter().any(|one| each(one) == Next::Stop);
            if !stopped {
                failure = failed;
            }
            if stopped || failure.is_some() { Next::Stop } else { Next::More }
        });
        failure.map_or(Ok(()), Err)
    }
}
