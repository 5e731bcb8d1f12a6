//! Replications of many points: read where they are kept, else simulated side by side, a point in a thread.

use std::borrow::Borrow;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{BLOCK, Found, Keeper, Result};
use crate::experiment::record::Record;
use crate::experiment::runner::{Next, Pieces, Plan, in_order};
use crate::experiment::study_error::StudyError;
use crate::experiment::uncertainty::{Point, UncertaintyError};

/// Points for each thread from which on they are simulated side by side: fewer are better taken one after another, by all
/// threads together.
const EACH: usize = 2;

/// A point whose replications are wanted.
#[derive(Debug)]
pub struct Wanted {
    /// What it is called in messages.
    pub name: String,
    /// What decides its replications, but for their numbers.
    pub key: String,
}

impl Keeper<'_> {
    /// What `of` takes of each replication of a plan at points, of which `point` makes the one with a number; by point.
    /// `progress` hears how many points are done.
    ///
    /// # Errors
    /// A scenario that cannot be simulated at a point, an interruption, or a file that cannot be written.
    pub fn beside<T: Serialize + DeserializeOwned + Send, P: Borrow<Point>>(
        &self,
        wanted: &[Wanted],
        plan: &Plan,
        point: impl Fn(usize) -> std::result::Result<P, UncertaintyError> + Sync,
        of: impl Fn(&Record) -> T + Sync,
        mut progress: impl FnMut(u64),
    ) -> Result<Vec<Vec<T>>> {
        let pieces = Pieces { count: wanted.len() as u32, at_once: 1, threads: plan.threads };
        if plan.count > BLOCK || wanted.len() < EACH * pieces.workers() {
            let mut done = 0;
            return self.each(wanted.iter().enumerate(), |(number, one)| {
                let found = self.of(&one.name).replications(&one.key, plan, || point(number), &of)?;
                done += 1;
                progress(done);
                Ok(found)
            });
        }
        let key = |one: &Wanted| one_block(&one.key, plan);
        let mut found: Vec<Option<Vec<T>>> = Vec::with_capacity(wanted.len());
        let mut missing = Vec::new();
        for (number, one) in wanted.iter().enumerate() {
            let kept = self.of(&one.name).found(&key(one), plan.count, &|_| true);
            if matches!(kept, Found::Due) {
                missing.push(number);
            }
            found.push(if let Found::Kept(kept) = kept { Some(kept) } else { None });
        }
        let mut done = found.iter().flatten().count() as u64;
        progress(done);
        let mut failed = None;
        let alone = Plan { threads: 1, ..*plan };
        let work = || {
            |number: u32| {
                self.simulate(point(missing[number as usize])?.borrow(), &alone, &mut |record| of(record))
            }
        };
        let mut numbers = missing.iter();
        in_order(Pieces { count: missing.len() as u32, ..pieces }, work, |made| {
            let Some(number) = numbers.next() else { return Next::Stop };
            match made.and_then(|made| self.keep(&key(&wanted[*number]), made)) {
                Ok(made) => {
                    found[*number] = Some(made);
                    done += 1;
                    progress(done);
                    Next::More
                }
                Err(error) => {
                    failed = Some(error);
                    Next::Stop
                }
            }
        });
        match failed {
            Some(error) => Err(error),
            // What no part has made yet is another's.
            None => found.into_iter().collect::<Option<_>>().ok_or(StudyError::Elsewhere),
        }
    }
}

/// The key of a block of replications.
pub(super) fn one_block(key: &str, block: &Plan) -> String {
    format!("{key}, seed {}, {} replications from {}", block.seed, block.count, block.first)
}
