//! Replications that a question about one scenario is answered with.

use super::runner::Plan;

/// Which replications are made, from the first.
#[derive(Debug, Clone, Copy)]
pub struct Sample {
    /// The seed.
    pub seed: u64,
    /// How many.
    pub replications: u32,
    /// Threads; 0 for one per core.
    pub threads: usize,
}

impl Sample {
    /// The plan of these replications, up to closure and without causes.
    pub(super) fn plan(&self) -> Plan {
        let Self { seed, replications, threads } = *self;
        Plan { threads, ..Plan::to_closure(seed, replications) }
    }
}
