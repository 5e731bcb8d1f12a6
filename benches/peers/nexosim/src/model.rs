//! The model: its places, and a handler for each event.

use airlift::{Draws, ORIGINS, REFUEL_MS, Size, cover_most_uncovered};
use nexosim::model::{BuildContext, Context, Model, ProtoModel, SchedulableId, schedulable};
use nexosim::time::MonotonicTime;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use std::time::Duration;

/// An aircraft by its number, and the origin that it is at or bound for; the argument of all events.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub struct Aircraft {
    number: u32,
    origin: u32,
}

/// Places that an aircraft needs, and those who wait for one, first come, first served.
#[derive(Default, Serialize, Deserialize)]
struct Places {
    free: usize,
    waiting: VecDeque<Aircraft>,
}

impl Places {
    fn reset(&mut self, free: usize) {
        self.free = free;
        self.waiting.clear();
    }

    /// Takes a place if one is free; else the aircraft waits.
    fn seize(&mut self, aircraft: Aircraft) -> bool {
        if self.free == 0 {
            self.waiting.push_back(aircraft);
            return false;
        }
        self.free -= 1;
        true
    }

    /// Gives a place back, and returns who has it now.
    fn release(&mut self) -> Option<Aircraft> {
        let next = self.waiting.pop_front();
        self.free += usize::from(next.is_none());
        next
    }
}

/// An origin: its loading spots, and the ready loads, which aircraft take as if they were places.
#[derive(Default, Serialize, Deserialize)]
struct Origin {
    spots: Places,
    loads: Places,
}

/// The model, with all state of a replication that could be saved.
#[derive(Default, Serialize, Deserialize)]
pub struct Airlift {
    origins: [Origin; ORIGINS],
    stands: Places,
    crews: Places,
    uncovered: [i64; ORIGINS],
    next_load: usize,
    started_at: Duration,
    /// The fields of an outcome: events, closure, sum of the deliveries, deliveries.
    outcome: (u64, u64, u64, u64),
}

/// What the model needs besides: its size, its draws, and the ready times in the order of time.
pub struct Scratch {
    size: Size,
    draws: Draws,
    ready: Vec<u64>,
}

impl Scratch {
    pub fn new(size: Size) -> Self {
        Scratch {
            size,
            draws: Draws::new(1),
            ready: Vec::with_capacity(size.loads),
        }
    }
}

impl ProtoModel for Scratch {
    type Model = Airlift;

    fn build(self, _: &mut BuildContext<Self>) -> (Airlift, Scratch) {
        (Airlift::default(), self)
    }
}

/// Time since the beginning of the simulation.
fn now(cx: &Context<Airlift>) -> Duration {
    cx.time().duration_since(MonotonicTime::EPOCH)
}

fn schedule(cx: &Context<Airlift>, after_ms: u64, event: &SchedulableId<Airlift, Aircraft>, a: Aircraft) {
    cx.schedule_event(Duration::from_millis(after_ms), event, a)
        .expect("durations are positive");
}

#[Model(type Env = Scratch)]
impl Airlift {
    /// Starts a replication.
    pub fn start(&mut self, replication: u64, cx: &Context<Self>, env: &mut Scratch) {
        let size = env.size;
        env.draws.reset(replication);
        env.ready.clear();
        env.ready
            .extend((0..size.loads as u64).map(|load| (env.draws.ready_ms() << 32) | load));
        env.ready.sort_unstable();
        self.stands.reset(size.stands());
        self.crews.reset(size.crews());
        self.uncovered = size.uncovered();
        for origin in &mut self.origins {
            origin.spots.reset(size.spots());
            origin.loads.reset(0);
        }
        for number in 0..size.aircraft {
            let origin = number % ORIGINS;
            self.origins[origin].loads.seize(Aircraft {
                number: number as u32,
                origin: origin as u32,
            });
        }
        self.outcome = (0, 0, 0, 0);
        self.next_load = 0;
        self.started_at = now(cx);
        self.schedule_ready(0, cx, env);
    }

    /// The outcome of the replication.
    pub async fn outcome(&mut self) -> (u64, u64, u64, u64) {
        self.outcome
    }

    /// Schedules the next load alone, so that the queue stays short.
    fn schedule_ready(&mut self, now_ms: u64, cx: &Context<Self>, env: &Scratch) {
        if let Some(ready) = env.ready.get(self.next_load) {
            let after = Duration::from_millis((ready >> 32) - now_ms);
            cx.schedule_event(after, schedulable!(Self::ready), ready >> 32)
                .expect("ready times differ");
        }
    }

    /// The loads of this moment are ready.
    #[nexosim(schedulable)]
    fn ready(&mut self, now_ms: u64, cx: &Context<Self>, env: &mut Scratch) {
        while let Some(&ready) = env.ready.get(self.next_load)
            && ready >> 32 == now_ms
        {
            self.next_load += 1;
            self.outcome.0 += 1;
            if let Some(aircraft) = self.origins[ready as u32 as usize % ORIGINS].loads.release() {
                self.meet(aircraft, cx, env);
            }
        }
        self.schedule_ready(now_ms, cx, env);
    }

    /// An aircraft and a load have met.
    fn meet(&mut self, aircraft: Aircraft, cx: &Context<Self>, env: &mut Scratch) {
        if self.origins[aircraft.origin as usize].spots.seize(aircraft) {
            schedule(
                cx,
                env.draws.loading_ms(),
                schedulable!(Self::loading_end),
                aircraft,
            );
        }
    }

    #[nexosim(schedulable)]
    fn loading_end(&mut self, aircraft: Aircraft, cx: &Context<Self>, env: &mut Scratch) {
        self.outcome.0 += 1;
        if let Some(next) = self.origins[aircraft.origin as usize].spots.release() {
            schedule(cx, env.draws.loading_ms(), schedulable!(Self::loading_end), next);
        }
        match env.draws.delay_ms() {
            Some(delay_ms) => schedule(cx, delay_ms, schedulable!(Self::delay_end), aircraft),
            None => schedule(cx, env.draws.flight_ms(), schedulable!(Self::arrival), aircraft),
        }
    }

    #[nexosim(schedulable)]
    fn delay_end(&mut self, aircraft: Aircraft, cx: &Context<Self>, env: &mut Scratch) {
        self.outcome.0 += 1;
        schedule(cx, env.draws.flight_ms(), schedulable!(Self::arrival), aircraft);
    }

    #[nexosim(schedulable)]
    fn arrival(&mut self, aircraft: Aircraft, cx: &Context<Self>, env: &mut Scratch) {
        self.outcome.0 += 1;
        if self.stands.seize(aircraft) {
            self.on_stand(aircraft, cx, env);
        }
    }

    fn on_stand(&mut self, aircraft: Aircraft, cx: &Context<Self>, env: &mut Scratch) {
        if self.crews.seize(aircraft) {
            schedule(
                cx,
                env.draws.unloading_ms(),
                schedulable!(Self::unloading_end),
                aircraft,
            );
        }
    }

    #[nexosim(schedulable)]
    fn unloading_end(&mut self, aircraft: Aircraft, cx: &Context<Self>, env: &mut Scratch) {
        let now_ms = (now(cx) - self.started_at).as_millis() as u64;
        let (events, closure_ms, sum_ms, delivered) = self.outcome;
        self.outcome = (events + 1, closure_ms.max(now_ms), sum_ms + now_ms, delivered + 1);
        if let Some(next) = self.crews.release() {
            schedule(
                cx,
                env.draws.unloading_ms(),
                schedulable!(Self::unloading_end),
                next,
            );
        }
        schedule(cx, REFUEL_MS, schedulable!(Self::refuel_end), aircraft);
    }

    #[nexosim(schedulable)]
    fn refuel_end(&mut self, mut aircraft: Aircraft, cx: &Context<Self>, env: &mut Scratch) {
        self.outcome.0 += 1;
        if let Some(next) = self.stands.release() {
            self.on_stand(next, cx, env);
        }
        let Some(origin) = cover_most_uncovered(&mut self.uncovered) else {
            return;
        };
        aircraft.origin = origin as u32;
        match env.draws.delay_ms() {
            Some(delay_ms) => schedule(cx, delay_ms, schedulable!(Self::return_delay_end), aircraft),
            None => schedule(cx, env.draws.flight_ms(), schedulable!(Self::back), aircraft),
        }
    }

    #[nexosim(schedulable)]
    fn return_delay_end(&mut self, aircraft: Aircraft, cx: &Context<Self>, env: &mut Scratch) {
        self.outcome.0 += 1;
        schedule(cx, env.draws.flight_ms(), schedulable!(Self::back), aircraft);
    }

    /// The aircraft is back at an origin.
    #[nexosim(schedulable)]
    fn back(&mut self, aircraft: Aircraft, cx: &Context<Self>, env: &mut Scratch) {
        self.outcome.0 += 1;
        if self.origins[aircraft.origin as usize].loads.seize(aircraft) {
            self.meet(aircraft, cx, env);
        }
    }
}
