//! The airlift model in the processes of odem-rs: one job for each aircraft, and one that makes the loads
//! ready. Places are counted by hand over the chains of odem-rs, since its facility has one place.

use airlift::{Draws, ORIGINS, Outcome, REFUEL_MS, Size, cover_most_uncovered, drive};
use odem_rs::prelude::*;
use odem_rs::sync::chain::Chain;
use std::cell::{Cell, RefCell};
use std::pin::pin;
use std::process::ExitCode;

/// Places, first come, first served. A place that is given back goes straight to who waits longest, so that
/// nobody who comes at the same moment overtakes.
struct Places {
    free: Cell<usize>,
    waiting: Chain,
}

impl Places {
    fn new(free: usize) -> Self {
        Places {
            free: Cell::new(free),
            waiting: Chain::new(),
        }
    }

    async fn seize(&self) {
        match self.free.get() {
            0 => self.waiting.fifo().await,
            free => self.free.set(free - 1),
        }
    }

    fn release(&self) {
        if self.waiting.is_empty() {
            self.free.set(self.free.get() + 1);
        } else {
            self.waiting.notify_one();
        }
    }
}

/// An origin: its loading spots, and the ready loads, which aircraft take as if they were places.
struct Origin {
    spots: Places,
    loads: Places,
}

/// What all processes share in one replication.
#[derive(Config)]
#[time(u64)]
struct World {
    draws: RefCell<Draws>,
    origins: [Origin; ORIGINS],
    stands: Places,
    crews: Places,
    uncovered: Cell<[i64; ORIGINS]>,
    outcome: Cell<Outcome>,
}

impl World {
    fn new(size: Size, draws: Draws) -> Self {
        World {
            draws: RefCell::new(draws),
            origins: std::array::from_fn(|_| Origin {
                spots: Places::new(size.spots()),
                loads: Places::new(0),
            }),
            stands: Places::new(size.stands()),
            crews: Places::new(size.crews()),
            uncovered: Cell::new(size.uncovered()),
            outcome: Cell::default(),
        }
    }

    /// Notes one event of the model.
    fn count(&self) {
        self.note(|outcome| outcome.events += 1);
    }

    fn note(&self, change: impl FnOnce(&mut Outcome)) {
        let mut outcome = self.outcome.get();
        change(&mut outcome);
        self.outcome.set(outcome);
    }
}

/// Makes the loads ready, in the order of time.
async fn make_ready(sim: &Sim<World>, ready: &[u64]) {
    let world = sim.global();
    for &at in ready {
        let (at_ms, load) = (at >> 32, at as u32 as usize);
        if at_ms > sim.now() {
            sim.advance_to(at_ms).await;
        }
        world.count();
        world.origins[load % ORIGINS].loads.release();
    }
}

/// Departs, after a delay if there is one, and flies. No place is held.
async fn fly(sim: &Sim<World>) {
    let world = sim.global();
    let delay_ms = world.draws.borrow_mut().delay_ms();
    if let Some(delay_ms) = delay_ms {
        sim.advance(delay_ms).await;
        world.count();
    }
    let flight_ms = world.draws.borrow_mut().flight_ms();
    sim.advance(flight_ms).await;
    world.count();
}

/// The life of one aircraft.
async fn aircraft(sim: &Sim<World>, mut origin: usize) {
    let world = sim.global();
    loop {
        let Origin { spots, loads } = &world.origins[origin];
        loads.seize().await;
        spots.seize().await;
        let loading_ms = world.draws.borrow_mut().loading_ms();
        sim.advance(loading_ms).await;
        world.count();
        spots.release();
        fly(sim).await;

        world.stands.seize().await;
        world.crews.seize().await;
        let unloading_ms = world.draws.borrow_mut().unloading_ms();
        sim.advance(unloading_ms).await;
        world.note(|outcome| {
            outcome.events += 1;
            outcome.deliver(sim.now());
        });
        world.crews.release();
        sim.advance(REFUEL_MS).await;
        world.count();
        world.stands.release();

        let mut uncovered = world.uncovered.get();
        let Some(next) = cover_most_uncovered(&mut uncovered) else {
            return;
        };
        world.uncovered.set(uncovered);
        origin = next;
        fly(sim).await;
    }
}

/// Runs one replication.
fn replicate(size: Size, replication: u64, ready: &mut Vec<u64>) -> Outcome {
    let mut draws = Draws::new(replication);
    ready.clear();
    ready.extend((0..size.loads as u64).map(|load| (draws.ready_ms() << 32) | load));
    ready.sort_unstable();
    let ready = ready.as_slice();

    let simulator = Simulator::new(World::new(size, draws));
    simulator
        .run(async |sim| {
            let pool = pin!(Pool::with_capacity(size.aircraft).with(Job::new));
            let jobs: Vec<_> = (0..size.aircraft)
                .map(|number| pool.activate(sim, aircraft(sim, number % ORIGINS)))
                .collect();
            make_ready(sim, ready).await;
            for job in jobs {
                job.await;
            }
        })
        .expect("every aircraft comes to its end");
    simulator.into_inner().outcome.get()
}

fn main() -> ExitCode {
    drive("odem-rs", |size| {
        let mut ready = Vec::with_capacity(size.loads);
        move |replication| replicate(size, replication, &mut ready)
    })
}
