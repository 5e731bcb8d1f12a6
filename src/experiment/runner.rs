//! Runs replications in parallel and hands their records on in the order of replications.
//!
//! Workers take blocks of consecutive replications, or of other pieces of work; the caller's thread puts the blocks in order. So
//! everything that is computed from the records, the stopping rule included, is the same for any number
//! of threads.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::mpsc;

use crate::kernel::{Causes, Forgetful, Recorder, Ties};
use crate::model::{NoObserver, Observer, Options, Simulation, Until, World};

use super::record::Record;
use crate::threads::worth_starting;

/// Replications that a worker takes at a time.
const BLOCK: u32 = 16;
/// Replications whose arrivals are kept for bands over time.
pub const ARRIVALS_KEPT: u32 = 1_000;

/// Whether to go on with the next replications.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Go on.
    More,
    /// Stop here: later replications are dropped.
    Stop,
}

/// Which replications to run, and how.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// The seed.
    pub seed: u64,
    /// The first replication, from 1.
    pub first: u32,
    /// How many at most.
    pub count: u32,
    /// Threads; 0 for one per core.
    pub threads: usize,
    /// Whether causes are kept.
    pub causes: bool,
    /// Order of simultaneous events.
    pub ties: Ties,
    /// Until when each is run.
    pub until: Until,
}

impl Plan {
    /// Whole replications 1 to `count` with causes, on all cores.
    pub fn new(seed: u64, count: u32) -> Self {
        Self { seed, first: 1, count, threads: 0, causes: true, ties: Ties::InOrder, until: Until::End }
    }

    /// Replications 1 to `count` up to closure and without causes, on all cores.
    pub(super) fn to_closure(seed: u64, count: u32) -> Self {
        Self { causes: false, until: Until::Closure, ..Self::new(seed, count) }
    }

    /// How each replication is run.
    pub(super) fn options(&self) -> Options {
        Options { seed: self.seed, ties: self.ties, until: self.until, ..Options::default() }
    }

    /// Its replications as pieces of work, of which 0 is the first.
    pub(super) fn pieces(&self) -> Pieces {
        Pieces { count: self.count, at_once: BLOCK, threads: self.threads }
    }
}

/// What is read from every replication besides its record, while it can be seen.
pub trait Look: Sync {
    /// What watches the replication.
    type Eye: Observer + Default;
    /// What is read from it.
    type Seen: Send;

    /// Reads what was seen of a replication in a world, and empties the eye for the next.
    fn read(&self, world: &World, eye: &mut Self::Eye) -> Self::Seen;
}

/// Looks at nothing.
#[derive(Debug, Clone, Copy)]
pub struct Blind;

impl Look for Blind {
    type Eye = NoObserver;
    type Seen = ();

    fn read(&self, _: &World, _: &mut NoObserver) {}
}

/// Runs a plan; `each` sees every record in order and says whether to go on.
pub fn run(world: &World, plan: &Plan, mut each: impl FnMut(Record) -> Next) {
    let each = |(record, ())| each(record);
    if plan.causes {
        run_with::<Recorder, Blind>(world, plan, &Blind, each);
    } else {
        run_with::<Forgetful, Blind>(world, plan, &Blind, each);
    }
}

/// Runs some replications up to closure and without causes, by number; `each` sees their records in that order.
pub(super) fn run_some(
    world: &World,
    (seed, threads): (u64, usize),
    numbers: &[u32],
    mut each: impl FnMut(Record),
) {
    let options = Options { seed, until: Until::Closure, ..Options::default() };
    let worker = || {
        let mut simulation: Simulation<'_, Forgetful, NoObserver> =
            Simulation::new(world, options, NoObserver);
        move |piece: u32| watched(&mut simulation, &Blind, numbers[piece as usize]).0
    };
    let pieces = Pieces { count: numbers.len() as u32, at_once: BLOCK, threads };
    in_order(pieces, worker, |record| {
        each(record);
        Next::More
    });
}

/// Runs a plan without causes; `each` sees every record and what was read of it, in order.
pub fn run_looking<L: Look>(
    world: &World,
    plan: &Plan,
    look: &L,
    each: impl FnMut((Record, L::Seen)) -> Next,
) {
    run_with::<Forgetful, L>(world, plan, look, each);
}

fn run_with<C: Causes, L: Look>(
    world: &World,
    plan: &Plan,
    look: &L,
    each: impl FnMut((Record, L::Seen)) -> Next,
) {
    let options = plan.options();
    let worker = || {
        let mut simulation: Simulation<'_, C, L::Eye> = Simulation::new(world, options, L::Eye::default());
        move |replication| watched(&mut simulation, look, replication)
    };
    run_each(plan, worker, each);
}

/// One replication of a simulation: its record, and what was read of it.
fn watched<C: Causes, L: Look>(
    simulation: &mut Simulation<'_, C, L::Eye>,
    look: &L,
    replication: u32,
) -> (Record, L::Seen) {
    simulation.run(replication);
    let record = Record::of(simulation, replication, replication <= ARRIVALS_KEPT);
    let world = simulation.world();
    (record, look.read(world, simulation.observer_mut()))
}

/// Replications from `first` on, each in a world that may be its own and in the memory of the one before.
pub(super) fn in_worlds<'w, C: Causes, L: Look>(
    worlds: impl IntoIterator<Item = &'w World>,
    options: Options,
    look: &L,
    first: u32,
) -> Vec<(Record, L::Seen)> {
    let mut simulation: Option<Simulation<'w, C, L::Eye>> = None;
    let each = (first..).zip(worlds).map(|(replication, world)| {
        let simulation = simulation.get_or_insert_with(|| Simulation::new(world, options, L::Eye::default()));
        simulation.enter(world);
        watched(simulation, look, replication)
    });
    each.collect()
}

/// Runs the replications of a plan with what `worker` makes once per thread; `each` sees what comes of them in order.
pub(super) fn run_each<T: Send, W: FnMut(u32) -> T>(
    plan: &Plan,
    worker: impl Fn() -> W + Sync,
    each: impl FnMut(T) -> Next,
) {
    let worker = || {
        let mut replicate = worker();
        move |number| replicate(plan.first + number)
    };
    in_order(plan.pieces(), worker, each);
}

/// Numbered pieces of work that threads share.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pieces {
    /// How many.
    pub(super) count: u32,
    /// Pieces that a thread takes at a time.
    pub(super) at_once: u32,
    /// Threads; 0 for one per core.
    pub(super) threads: usize,
}

impl Pieces {
    /// Threads that find something to do.
    pub(super) fn workers(&self) -> usize {
        worth_starting(self.threads).min(self.blocks().max(1) as usize)
    }

    fn blocks(&self) -> u32 {
        self.count.div_ceil(self.at_once)
    }

    /// Numbers of the pieces in a block.
    fn of_block(&self, block: u32) -> Range<u32> {
        block * self.at_once..block.saturating_add(1).saturating_mul(self.at_once).min(self.count)
    }
}

/// Does pieces of work, numbered from 0, with what `worker` makes once per thread; `each` sees what comes of them in order.
pub(super) fn in_order<T: Send, W: FnMut(u32) -> T>(
    pieces: Pieces,
    worker: impl Fn() -> W + Sync,
    each: impl FnMut(T) -> Next,
) {
    let worker = || {
        let mut make = worker();
        move |numbers: Range<u32>| numbers.map(&mut make).collect()
    };
    in_blocks(pieces, worker, each);
}

/// Does pieces of work, numbered from 0, a block at a time, with what `worker` makes once per thread; `each` sees what comes of
/// them in order.
///
/// Where no thread can be started, as in a browser, the caller's thread does the work.
pub(super) fn in_blocks<T: Send, W: FnMut(Range<u32>) -> Vec<T>>(
    pieces: Pieces,
    worker: impl Fn() -> W + Sync,
    mut each: impl FnMut(T) -> Next,
) {
    if !in_threads(pieces, &worker, &mut each) {
        let mut make = worker();
        let blocks = (0..pieces.blocks()).map(|block| make(pieces.of_block(block)));
        for one in blocks.flatten() {
            if each(one) == Next::Stop {
                break;
            }
        }
    }
}

/// Does blocks of work in threads; false, with nothing done, if none can be started.
fn in_threads<T: Send, W: FnMut(Range<u32>) -> Vec<T>>(
    pieces: Pieces,
    worker: &(impl Fn() -> W + Sync),
    each: &mut impl FnMut(T) -> Next,
) -> bool {
    let next_block = AtomicU32::new(0);
    let stopped = AtomicBool::new(false);
    // Bounded, so that a slow reader does not pile up what is done.
    let (sender, receiver) = mpsc::sync_channel::<(u32, Vec<T>)>(64);
    std::thread::scope(|scope| {
        let start = || {
            let sender = sender.clone();
            let (next_block, stopped) = (&next_block, &stopped);
            let work = move || {
                let mut make = worker();
                loop {
                    let block = next_block.fetch_add(1, Ordering::Relaxed);
                    if block >= pieces.blocks() || stopped.load(Ordering::Relaxed) {
                        break;
                    }
                    if sender.send((block, make(pieces.of_block(block)))).is_err() {
                        break;
                    }
                }
            };
            std::thread::Builder::new().spawn_scoped(scope, work).ok()
        };
        let started = (0..pieces.workers()).map_while(|_| start()).count();
        drop(sender);
        let mut early: BTreeMap<u32, Vec<T>> = BTreeMap::new();
        let mut due = 0;
        'blocks: for (block, made) in receiver {
            early.insert(block, made);
            while let Some(made) = early.remove(&due) {
                due += 1;
                for one in made {
                    if each(one) == Next::Stop {
                        stopped.store(true, Ordering::Relaxed);
                        break 'blocks;
                    }
                }
            }
        }
        started > 0
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::compile;
    use crate::scenario::load_str;

    /// What a world leaves in memory is nothing to the next one, be it of another scenario.
    #[test]
    fn replications_in_the_memory_of_other_worlds_are_those_in_fresh_memory() {
        let texts = [
            include_str!("../../scenarios/karabakh-2020.json"),
            include_str!("../../scenarios/kazakhstan-2022.json"),
            include_str!("../../scenarios/un-rapid-deployment.json"),
            include_str!("../../scenarios/relief-airfield.json"),
            include_str!("../../scenarios/material-aid.json"),
            include_str!("../../scenarios/eu-battlegroup.json"),
            include_str!("../../scenarios/central-asia-2021.json"),
        ];
        let world = |text: &str| {
            compile(&load_str("scenario", text, &[]).expect("a scenario").scenario).expect("a world")
        };
        // Each follows another one than before, the second time.
        let order = texts.iter().chain(texts.iter().rev().step_by(2)).chain(texts.iter().step_by(3));
        let worlds: Vec<World> = order.map(|text| world(text)).collect();
        let options = Plan::new(9, 1).options();
        let made = in_worlds::<Recorder, Blind>(&worlds, options, &Blind, 3);
        assert_eq!(made.len(), worlds.len());
        for ((number, world), (record, ())) in (3..).zip(&worlds).zip(made) {
            let mut fresh: Simulation<'_, Recorder, NoObserver> = Simulation::new(world, options, NoObserver);
            assert_eq!(record, watched(&mut fresh, &Blind, number).0, "{}", world.title);
        }
    }

    /// A replication that ends at closure gives what a whole one gives of the deployment.
    #[test]
    fn a_replication_up_to_closure_tells_all_of_the_deployment() {
        let mut ended_early = 0;
        for (name, text) in [
            ("kazakhstan", include_str!("../../scenarios/kazakhstan-2022.json")),
            ("karabakh", include_str!("../../scenarios/karabakh-2020.json")),
            ("relief", include_str!("../../scenarios/relief-airfield.json")),
            ("aid", include_str!("../../scenarios/material-aid.json")),
            ("battlegroup", include_str!("../../scenarios/eu-battlegroup.json")),
        ] {
            let world = compile(&load_str(name, text, &[]).expect("a scenario").scenario).expect("a world");
            let made = |until| {
                let mut records = Vec::new();
                run(&world, &Plan { until, threads: 1, ..Plan::new(5, 3) }, |record| {
                    records.push(record);
                    Next::More
                });
                records
            };
            for (mut whole, mut early) in made(Until::End).into_iter().zip(made(Until::Closure)) {
                ended_early += u32::from(early.events < whole.events);
                for record in [&mut whole, &mut early] {
                    (record.withdrawal, record.withdrawal_blame, record.events) = (None, None, 0);
                    record.covered_ms.clear();
                    record.civilians.clear();
                }
                assert_eq!(whole, early, "{name}");
            }
        }
        assert!(ended_early > 0, "some scenario withdraws");
    }
}
