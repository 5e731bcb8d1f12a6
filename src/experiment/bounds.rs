//! What a closure is made of over replications, and what bounds it where no capacity that can be tried moves it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::improve::CapacityGain;
use crate::kernel::{Causes, Recorder, hours};
use crate::model::blame::{Link, View, walk};
use crate::model::{Category, NoObserver, Options, Simulation, World};

/// Gains smaller than this are none: differences have two decimals [h].
pub const TOO_LITTLE_H: f64 = 0.005;
/// Parts of a closure that are named where nothing helps.
const MOST: usize = 4;

/// Hours on the causal chain of the force's closure, by what they were spent on and by whom.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OnChain {
    /// Category.
    pub cause: String,
    /// The fleet or unit that spends them; empty where that is nobody.
    pub whose: String,
    /// Mean hours on the chain.
    pub chain_h: f64,
    /// Share of replications in which it is on the chain.
    pub criticality: f64,
}

impl OnChain {
    /// What the hours were spent on; none for a cause that this version does not know.
    pub fn category(&self) -> Option<Category> {
        Category::named(&self.cause)
    }
}

/// The chains of replications 1 to `replications` that close, the most hours first. The hours add up to the mean closure.
pub fn chain(world: &World, seed: u64, replications: u32) -> Vec<OnChain> {
    let options = Options { seed, ..Options::default() };
    let mut simulation: Simulation<'_, Recorder, NoObserver> = Simulation::new(world, options, NoObserver);
    let mut sums: BTreeMap<(Category, String), (i64, u32, u32)> = BTreeMap::new();
    let mut closed = 0_u32;
    for replication in 1..=replications {
        let end = simulation.run(replication).phases[0].closure;
        if end.at.is_none() {
            continue;
        }
        closed += 1;
        for link in walk(simulation.causes().nodes(), end.node, View::Chain) {
            let sum = sums.entry((link.category, whose(world, &link))).or_default();
            sum.0 += link.to - link.from;
            sum.1 += u32::from(sum.2 != replication);
            sum.2 = replication;
        }
    }
    let of_closed = |number: f64| number / f64::from(closed.max(1));
    let mut parts: Vec<OnChain> = sums
        .into_iter()
        .map(|((category, whose), (total_ms, on_chain, _))| OnChain {
            cause: category.id().to_owned(),
            whose,
            chain_h: of_closed(hours(total_ms)),
            criticality: of_closed(f64::from(on_chain)),
        })
        .collect();
    parts.sort_by(|a, b| b.chain_h.total_cmp(&a.chain_h).then_with(|| a.whose.cmp(&b.whose)));
    parts
}

fn whose(world: &World, link: &Link) -> String {
    if link.carrier.is_some() {
        world.fleets[world.fleet_of[link.carrier]].id.clone()
    } else if link.unit.is_some() {
        world.units[link.unit].id.clone()
    } else {
        String::new()
    }
}

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
