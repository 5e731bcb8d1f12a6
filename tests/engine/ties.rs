//! Events of one instant, shuffled, give the same run: no figure of a shipped scenario hangs on the order in which they
//! happen to be entered.

use forceflow::internals::kernel::{Forgetful, Ties};
use forceflow::internals::model::{NoObserver, Outcome, Simulation};
use forceflow::{Options, World};

use crate::common::{scenarios_below, world_of};

/// What a replication comes to, events of one instant being ordered so.
fn outcome(world: &World, ties: Ties, replication: u32) -> Outcome {
    let options = Options { seed: 1, ties, ..Options::default() };
    let mut simulation: Simulation<Forgetful, NoObserver> = Simulation::new(world, options, NoObserver);
    simulation.run(replication).clone()
}

/// Whether two outcomes have the same closures, deliveries, waits and times of carriers.
fn agree(one: &Outcome, other: &Outcome) -> bool {
    let phases = one.phases.iter().zip(&other.phases).all(|(phase, with)| {
        let units = phase.units.iter().zip(&with.units).all(|(end, other)| end.at == other.at);
        let sums =
            |phase: &forceflow::internals::model::Phase| (phase.arrival_ms, phase.personnel, phase.sorties);
        phase.closure.at == with.closure.at && units && sums(phase) == sums(with)
    });
    let (sums, others) = (&one.counters, &other.counters);
    let waits = sums.waits == others.waits && sums.terminal_waits == others.terminal_waits;
    phases && waits && sums.fleet_ms == others.fleet_ms
}

#[test]
fn shuffled_events_of_one_instant_give_the_same_run() {
    let mut differ = Vec::new();
    for file in scenarios_below("scenarios") {
        let world = world_of(&file, &[]);
        for (replication, salt) in (1..=4).flat_map(|replication| [(replication, 1), (replication, 2)]) {
            let in_order = outcome(&world, Ties::InOrder, replication);
            if !agree(&in_order, &outcome(&world, Ties::Shuffled(salt), replication)) {
                differ.push(format!("{}, replication {replication}, salt {salt}", file.display()));
            }
        }
    }
    assert!(differ.is_empty(), "{}", differ.join("; "));
}
