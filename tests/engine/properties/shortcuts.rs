//! Shortcuts change nothing: with and without them a replication leaves the same outcome, causal nodes and trace.

use forceflow::internals::kernel::{Causes, MS_PER_H, Time};
use forceflow::{Options, ShownRun, World, compile, load_str};
use serde_json::{Value, json};

use super::generate::Generator;
use crate::common::{scenarios_below, world, world_of};

/// Replications of each scenario of the repository.
const REPLICATIONS: u32 = 2;
/// Times of which some are zero in every third random scenario: what takes none ends in the moment in which it begins.
const ZERO_TIMES: [&str; 11] = [
    "travel_h",
    "load_h",
    "unload_h",
    "refuel_h",
    "service_h",
    "refuel_stop_h",
    "repair_h",
    "border_delay_h",
    "process_h",
    "handover_h",
    "takeover_h",
];

/// In what a replication differs first from itself without shortcuts.
fn difference(world: &World, replication: u32) -> Option<String> {
    let run = |shortcuts| {
        let options = Options { seed: 7, shortcuts, ..Options::default() };
        ShownRun::new(world, options, replication)
    };
    let (with, without) = (run(true), run(false));
    let differs = |what: &str, with: String, without: String| {
        (with != without).then(|| format!("{what}\n    with    {with}\n    without {without}"))
    };
    first_of("activity", &with.trace.activities, &without.trace.activities)
        .or_else(|| first_of("node", with.causes.nodes(), without.causes.nodes()))
        .or_else(|| first_of("use", &with.trace.uses, &without.trace.uses))
        .or_else(|| first_of("landing or departure", &with.trace.runway, &without.trace.runway))
        .or_else(|| first_of("movement of items", &with.trace.items, &without.trace.items))
        .or_else(|| differs("events", with.outcome.events.to_string(), without.outcome.events.to_string()))
        .or_else(|| differs("closures", format!("{:?}", with.closed), format!("{:?}", without.closed)))
        .or_else(|| differs("blocks", format!("{:?}", with.blocked), format!("{:?}", without.blocked)))
        .or_else(|| differs("outcome", format!("{:?}", with.outcome), format!("{:?}", without.outcome)))
}

/// The first entry in which two lists differ.
fn first_of<T: PartialEq + std::fmt::Debug>(what: &str, with: &[T], without: &[T]) -> Option<String> {
    let longest = with.len().max(without.len());
    let at = (0..longest).find(|at| with.get(*at) != without.get(*at))?;
    Some(format!("{what} {at}\n    with    {:?}\n    without {:?}", with.get(at), without.get(at)))
}

/// Sets some times of a scenario to zero.
fn without_some_times(value: &mut Value, number: u64) {
    match value {
        Value::Object(keys) => {
            for (place, (key, value)) in keys.iter_mut().enumerate() {
                if ZERO_TIMES.contains(&key.as_str()) && (number / 3 + place as u64).is_multiple_of(2) {
                    *value = json!(0);
                } else {
                    without_some_times(value, number / 2 + place as u64);
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| without_some_times(value, number)),
        _ => {}
    }
}

fn random(number: u64) -> Option<World> {
    let mut scenario = Generator::new(number).scenario();
    if number.is_multiple_of(3) {
        without_some_times(&mut scenario, number);
    }
    let loaded = load_str("random.json", &scenario.to_string(), &[]).ok()?;
    Some(compile(&loaded.scenario).expect("what passes the checks compiles"))
}

#[test]
fn every_scenario_of_the_repository_runs_the_same_without_shortcuts() {
    for path in scenarios_below("scenarios") {
        let world = world_of(&path, &[]);
        for replication in 1..=REPLICATIONS {
            let found = difference(&world, replication);
            assert!(found.is_none(), "{}, {replication}: {}", path.display(), found.unwrap_or_default());
        }
    }
}

#[test]
fn random_scenarios_run_the_same_without_shortcuts() {
    let scenarios = std::env::var("FORCEFLOW_SCENARIOS").ok().and_then(|n| n.parse().ok()).unwrap_or(2_000);
    let (mut ran, mut found) = (0, Vec::new());
    for number in 0..scenarios {
        let Some(world) = random(number) else { continue };
        ran += 1;
        found.extend(difference(&world, 1).map(|difference| format!("\n  scenario {number}: {difference}")));
    }
    assert!(found.is_empty(), "{} of {ran}: {}", found.len(), found[..found.len().min(5)].concat());
    assert!(ran * 2 > scenarios, "only {ran} of {scenarios} scenarios could be run");
}

/// Two planes at `a` take loads to `b`, which has one stand; `c` is no time away from there.
fn bridge() -> Value {
    json!({
        "format_version": 1, "title": "A stand that is wanted", "start": "2022-01-06T00:00:00Z",
        "places": {
            "a": { "lat": 50, "lon": 50, "terminal": {} },
            "b": { "lat": 50, "lon": 60, "terminal": { "stands": 1 } },
            "c": { "lat": 50, "lon": 61, "terminal": {} },
        },
        "carrier_types": { "plane": { "mode": "air", "seats": 50, "payload_t": 40, "load_h": 1, "unload_h": 2,
                                      "after_unload": "next_load" } },
        "routes": {
            "ab": { "from": "a", "to": "b", "mode": "air", "travel_h": 3 },
            "bc": { "from": "b", "to": "c", "mode": "air", "travel_h": 0 },
            "ac": { "from": "a", "to": "c", "mode": "air", "travel_h": 5 },
        },
        "fleets": { "f": { "carrier_type": "plane", "count": 2, "base": "a" } },
        "contingents": { "k": { "units": {
            "out": { "copies": 2, "personnel": 50, "home": "a", "itinerary": [{ "lift": { "to": "b" } }] },
        } } },
    })
}

/// Panics where a scenario runs otherwise without shortcuts.
fn assert_equal_without(scenario: &Value) {
    let found = difference(&world(scenario), 1);
    assert!(found.is_none(), "{}", found.unwrap_or_default());
}

#[test]
fn a_match_that_leads_on_in_no_time_does_not_hold_up_who_waits_for_the_stand() {
    // The first plane leaves `b` for `c` when it is unloaded at 6, and is there at 6; the second has held since 4.
    let mut scenario = bridge();
    scenario["contingents"]["k"]["units"]["other"] =
        json!({ "personnel": 50, "prepare_h": 2, "home": "c", "itinerary": [{ "lift": { "to": "a" } }] });
    assert_equal_without(&scenario);
}

#[test]
fn a_slot_that_leads_on_in_no_time_does_not_hold_up_who_waits_for_the_stand() {
    // The first plane is loaded at 1, has its slot at `b`, and is there at 1; the second waits for its stand.
    let mut scenario = bridge();
    scenario["slot_policy"] = json!("ground_hold");
    scenario["places"]["a"]["terminal"]["stands"] = json!(1);
    scenario["routes"]["ab"]["travel_h"] = json!(0);
    assert_equal_without(&scenario);
}

#[test]
fn fuel_that_takes_no_time_is_taken_after_a_dispatch_that_is_due() {
    // The load is unloaded at `b` at 6 and waits there for the next lift. The second plane, which is free at `a`, is sent
    // for it before the first has its fuel: there at 9, loaded at 10, in `c` at 10, unloaded at 12.
    let mut scenario = bridge();
    scenario["places"]["b"]["terminal"] = json!({ "fuel_points": 1 });
    scenario["carrier_types"]["plane"]["fuel_uplift_t"] = json!(1);
    scenario["contingents"]["k"]["units"]["out"] = json!({
        "personnel": 50, "home": "a", "itinerary": [{ "lift": { "to": "b" } }, { "lift": { "to": "c" } }],
    });
    assert_equal_without(&scenario);
    let run = ShownRun::new(&world(&scenario), Options::default(), 1);
    assert_eq!(run.outcome.phases[0].closure.at, Some(Time::ZERO + 12 * MS_PER_H));
}
