//! What bounds closure where no capacity that can be tried moves it.

use serde::Serialize;

use super::chain::OnChain;
use super::improve::{CapacityGain, TOO_LITTLE_H};

/// Parts of a closure that are named where nothing helps.
const MOST: usize = 4;

/// Said where one more of no capacity surely brings closure forward.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NothingHelps {
    /// How many capacities were tried, one more of each.
    pub tried: usize,
    /// Of these, how many changed nothing in any replication.
    pub without_any_change: usize,
    /// What closure is made of instead, the most hours first.
    pub bounds: Vec<OnChain>,
}

impl NothingHelps {
    /// What bounds closure, if none of the gains is one; `chain` is what closure is made of.
    pub fn among(gains: &[CapacityGain], chain: &[OnChain]) -> Option<Self> {
        if gains.iter().any(CapacityGain::surely_helps) {
            return None;
        }
        let bounds = chain.iter().filter(|part| part.chain_h >= TOO_LITTLE_H).take(MOST).cloned();
        Some(Self {
            tried: gains.len(),
            without_any_change: gains.iter().filter(|gain| gain.nothing).count(),
            bounds: bounds.collect(),
        })
    }
}
