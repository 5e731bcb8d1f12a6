//! One side of a comparison and what its replications gave.

use serde_json::Value;

use super::super::runner::{Next, Plan};
use super::super::uncertainty::{Point, UncertaintyError};
use crate::kernel::{Time, hours};
use crate::model::{Category, World};

/// One system: a scenario as it is run, and what its replications gave.
#[derive(Debug)]
pub struct System {
    /// Its name in tables.
    pub name: String,
    /// The resolved scenario.
    pub resolved: Value,
    /// Its hash.
    pub hash: String,
    simulated: Point,
    closure_h: Vec<f64>,
    chain_ms: Vec<[i64; Category::COUNT]>,
}

impl System {
    /// A system without replications.
    pub fn new(name: String, resolved: Value, hash: String, simulated: Point) -> Self {
        Self { name, resolved, hash, simulated, closure_h: Vec::new(), chain_ms: Vec::new() }
    }

    /// What is simulated.
    pub fn world(&self) -> &World {
        self.simulated.world()
    }

    /// Closure by replication [h]; infinite where it did not close.
    pub fn closure_h(&self) -> &[f64] {
        &self.closure_h
    }

    /// Chain time of a category over the first replications [ms].
    pub fn chain_ms(&self, category: Category, replications: usize) -> i128 {
        self.chain_ms.iter().take(replications).map(|chain| i128::from(chain[category as usize])).sum()
    }

    /// Runs the replications that are missing up to this number.
    ///
    /// # Errors
    /// A drawn scenario that cannot be simulated.
    pub fn extend(&mut self, seed: u64, replications: u32, threads: usize) -> Result<(), UncertaintyError> {
        let made = self.closure_h.len() as u32;
        if replications <= made {
            return Ok(());
        }
        let plan = Plan { first: made + 1, threads, ..Plan::new(seed, replications - made) };
        let Self { simulated, closure_h, chain_ms, .. } = self;
        simulated.run(&plan, |record| {
            closure_h.push(record.deployment.closure_ms.map_or(f64::INFINITY, hours));
            chain_ms.push(record.blame.as_ref().map_or([0; Category::COUNT], |blame| blame.chain_ms));
            Next::More
        })
    }

    pub(super) fn not_closed(&self, replications: usize) -> usize {
        self.closure_h[..replications].iter().filter(|h| h.is_infinite()).count()
    }

    pub(super) fn deadline(&self) -> Option<Time> {
        self.world().deadline
    }

    /// 1 for each replication in time, 0 for each late one, those that did not close among them.
    pub(super) fn in_time(&self, replications: usize) -> Option<Vec<f64>> {
        let deadline_h = self.deadline()?.as_h();
        let each = self.closure_h[..replications].iter();
        Some(each.map(|h| if *h <= deadline_h { 1.0 } else { 0.0 }).collect())
    }
}
