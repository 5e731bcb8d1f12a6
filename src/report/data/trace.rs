//! `timeline.trace.json`: the timeline in the Trace Event Format, which Perfetto opens.
//!
//! A process is a fleet, a contingent, or all places; a thread is a carrier, a copy of a unit, or a place, several threads
//! where it does several things at once. Times are whole microseconds of the replication, so that an hour is an hour.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::lanes::lanes;
use crate::kernel::Id;
use crate::model::{Actor, ShownRun, World};
use crate::report::csv::{client, in_time, place, who};

/// Microseconds in a step of the clock.
const US_PER_MS: i64 = 1_000;

/// An activity.
#[derive(Serialize)]
struct Complete<'a> {
    name: &'a str,
    cat: &'a str,
    ph: &'a str,
    ts: i64,
    dur: i64,
    pid: usize,
    tid: usize,
    args: Map<String, Value>,
}

/// Writes the trace of a run.
///
/// # Errors
/// What the writer refuses.
pub(in super::super) fn trace(world: &World, shown: &ShownRun, out: &mut dyn Write) -> io::Result<()> {
    let activities = in_time(shown);
    let spans =
        activities.iter().map(|activity| (activity.actor, activity.from.as_ms(), activity.to.as_ms()));
    let (given, counts) = lanes(spans);
    let groups = Groups::of(world);
    // Threads follow processes in one count: a thread with the number of its process would be taken for its first.
    let mut first: BTreeMap<Actor, usize> = BTreeMap::new();
    let mut next = groups.count() + 1;
    writeln!(out, "{{\"displayTimeUnit\":\"ms\",\"otherData\":{},\"traceEvents\":[", origin(world, shown))?;
    for (pid, name) in Groups::names(world) {
        write_meta(out, (pid, pid), "process_name", &json!({ "name": name }))?;
        write_meta(out, (pid, pid), "process_sort_index", &json!({ "sort_index": pid }))?;
    }
    for (&actor, &lanes) in &counts {
        first.insert(actor, next);
        let (pid, name) = (groups.of_actor(world, actor), who(world, actor));
        for lane in 0..lanes as usize {
            let name = if lane == 0 { name.clone() } else { format!("{name} ({})", lane + 1) };
            write_meta(out, (pid, next), "thread_name", &json!({ "name": name }))?;
            write_meta(out, (pid, next), "thread_sort_index", &json!({ "sort_index": next }))?;
            next += 1;
        }
    }
    for (index, (activity, lane)) in activities.iter().zip(given).enumerate() {
        let mut args = Map::new();
        let client = client(world, activity);
        let cause = shown.cause_of(activity).map_or("", |category| category.id());
        let told = [
            ("where", place(world, activity.place)),
            ("to", place(world, activity.to_place)),
            ("for", client.as_str()),
            ("cause", cause),
        ];
        for (key, value) in told.into_iter().filter(|(_, value)| !value.is_empty()) {
            args.insert(key.to_owned(), json!(value));
        }
        let event = Complete {
            name: activity.category.label(),
            cat: activity.category.id(),
            ph: "X",
            ts: activity.from.as_ms() * US_PER_MS,
            dur: (activity.to - activity.from) * US_PER_MS,
            pid: groups.of_actor(world, activity.actor),
            tid: first.get(&activity.actor).copied().unwrap_or(0) + lane as usize,
            args,
        };
        serde_json::to_writer(&mut *out, &event)?;
        out.write_all(if index + 1 < activities.len() { b",\n" } else { b"\n" })?;
    }
    out.write_all(b"]}\n")
}

fn origin(world: &World, shown: &ShownRun) -> Value {
    json!({
        "title": world.title,
        "replication": shown.replication,
        "time": "microseconds after the appeal",
        "version": env!("CARGO_PKG_VERSION"),
    })
}

fn write_meta(out: &mut dyn Write, (pid, tid): (usize, usize), name: &str, args: &Value) -> io::Result<()> {
    let event = json!({ "name": name, "ph": "M", "pid": pid, "tid": tid, "args": args });
    serde_json::to_writer(&mut *out, &event)?;
    out.write_all(b",\n")
}

/// Processes by their numbers: fleets first, then contingents, then places.
struct Groups {
    fleets: usize,
    contingents: usize,
}

impl Groups {
    fn of(world: &World) -> Self {
        Self { fleets: world.fleets.len(), contingents: world.contingents.len() }
    }

    fn count(&self) -> usize {
        self.fleets + self.contingents + 1
    }

    fn names(world: &World) -> impl Iterator<Item = (usize, String)> + use<'_> {
        let fleets = world.fleets.iter().map(|fleet| format!("fleet {}", fleet.id));
        let contingents = world.contingents.iter().map(|contingent| format!("contingent {}", contingent.id));
        (1..).zip(fleets.chain(contingents).chain(["places".to_owned()]))
    }

    fn of_actor(&self, world: &World, actor: Actor) -> usize {
        match actor {
            Actor::Carrier(carrier) => 1 + world.fleet_of[carrier].index(),
            Actor::Instance(instance) => {
                1 + self.fleets + world.units[world.unit_of[instance]].contingent.index()
            }
            Actor::Place(_) => self.count(),
        }
    }
}
