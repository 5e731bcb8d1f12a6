//! What the closure of the force is made of over replications: its causal chain, by what hours were spent on and by whom.

use std::collections::BTreeMap;

use serde::Serialize;

use super::runner::{Next, run_each};
use super::sample::Sample;
use crate::kernel::{Causes, Recorder, hours};
use crate::model::blame::{Link, View, walk};
use crate::model::ids::{FleetId, UnitId};
use crate::model::{Category, NoObserver, Simulation, World};

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

/// A simulation that keeps causes.
pub(super) type Causal<'w> = Simulation<'w, Recorder, NoObserver>;

/// The chains of the replications that close, the most hours first. The hours add up to the mean closure.
pub fn chain(world: &World, sample: Sample) -> Vec<OnChain> {
    chain_with(world, sample, |_, _| (), |()| ())
}

/// The chains of the replications that close; `read` reads every replication, whose number it gets, and `each` sees what is
/// read, in order.
pub(super) fn chain_with<T: Send>(
    world: &World,
    sample: Sample,
    read: impl Fn(&Causal<'_>, u32) -> T + Sync,
    mut each: impl FnMut(T),
) -> Vec<OnChain> {
    let plan = sample.plan();
    let read = &read;
    let worker = || {
        let mut simulation: Causal<'_> = Simulation::new(world, plan.options(), NoObserver);
        move |replication| {
            let chain = chain_of(&mut simulation, replication);
            (read(&simulation, replication), chain)
        }
    };
    let mut sums: BTreeMap<(Category, Whose), (i64, u32)> = BTreeMap::new();
    let mut closed = 0_u32;
    run_each(&plan, worker, |(seen, chain)| {
        each(seen);
        closed += u32::from(chain.is_some());
        for (key, ms) in chain.into_iter().flatten() {
            let sum = sums.entry(key).or_default();
            *sum = (sum.0 + ms, sum.1 + 1);
        }
        Next::More
    });
    let of_closed = |number: f64| number / f64::from(closed.max(1));
    let mut parts: Vec<OnChain> = sums
        .into_iter()
        .map(|((category, whose), (total_ms, on_chain))| OnChain {
            cause: category.id().to_owned(),
            whose: whose.id(world),
            chain_h: of_closed(hours(total_ms)),
            criticality: of_closed(f64::from(on_chain)),
        })
        .collect();
    parts.sort_by(|a, b| b.chain_h.total_cmp(&a.chain_h).then_with(|| a.whose.cmp(&b.whose)));
    parts
}

/// What the chain of one replication was spent on, by whom, and for how long [ms]; none where it does not close.
fn chain_of(simulation: &mut Causal<'_>, replication: u32) -> Option<BTreeMap<(Category, Whose), i64>> {
    let end = simulation.run(replication).phases[0].closure;
    end.at?;
    let mut spent = BTreeMap::new();
    for link in walk(simulation.causes().nodes(), end.node, View::Chain) {
        let whose = Whose::of(simulation.world(), &link);
        *spent.entry((link.category, whose)).or_default() += link.to - link.from;
    }
    Some(spent)
}

/// Who spends hours on a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Whose {
    /// Nobody that is named.
    Nobody,
    /// Carriers of a fleet.
    Fleet(FleetId),
    /// A unit.
    Unit(UnitId),
}

impl Whose {
    fn of(world: &World, link: &Link) -> Self {
        if link.carrier.is_some() {
            Self::Fleet(world.fleet_of[link.carrier])
        } else if link.unit.is_some() {
            Self::Unit(link.unit)
        } else {
            Self::Nobody
        }
    }

    fn id(self, world: &World) -> String {
        match self {
            Self::Nobody => String::new(),
            Self::Fleet(fleet) => world.fleets[fleet].id.clone(),
            Self::Unit(unit) => world.units[unit].id.clone(),
        }
    }
}
