//! The airlift model in NeXosim, on its single-threaded executor (the faster one here by far).
//!
//! One model holds the places and schedules the events of all aircraft on itself. Models for each place that
//! send one another messages would be closer to the manner of NeXosim, and slower. The simulation is built
//! once; a replication starts with an event of its own and lasts until nothing is scheduled.

mod model;

use airlift::{Outcome, Size, drive};
use model::{Airlift, Scratch};
use nexosim::ports::{EventSource, QuerySource};
use nexosim::simulation::{EventId, Mailbox, QueryId, SimInit, Simulation};
use nexosim::time::MonotonicTime;
use std::process::ExitCode;

/// A simulation, with what starts a replication and what asks for its outcome.
struct Bench {
    simulation: Simulation,
    start: EventId<u64>,
    outcome: QueryId<(), (u64, u64, u64, u64)>,
}

impl Bench {
    fn new(size: Size) -> Self {
        let mailbox = Mailbox::new();
        let mut init = SimInit::with_num_threads(1);
        let start = EventSource::new()
            .connect(Airlift::start, &mailbox)
            .register(&mut init);
        let outcome = QuerySource::new()
            .connect(Airlift::outcome, &mailbox)
            .register(&mut init);
        let simulation = init
            .add_model(Scratch::new(size), mailbox, "airlift")
            .init(MonotonicTime::EPOCH)
            .expect("the model has no initial events");
        Bench {
            simulation,
            start,
            outcome,
        }
    }

    fn run(&mut self, replication: u64) -> Outcome {
        self.simulation
            .process_event(&self.start, replication)
            .expect("the model does not fail");
        self.simulation.run().expect("the model does not fail");
        let (events, closure_ms, delivered_at_sum_ms, delivered) = self
            .simulation
            .process_query(&self.outcome, ())
            .expect("the model answers");
        Outcome {
            events,
            closure_ms,
            delivered_at_sum_ms,
            delivered,
        }
    }
}

fn main() -> ExitCode {
    drive("NeXosim", |size| {
        let mut bench = Bench::new(size);
        move |replication| bench.run(replication)
    })
}
