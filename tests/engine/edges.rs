//! The edges of the model: several things at one moment, the horizon, the far tails of distributions, and fleets that do not
//! reach every destination of a lift.

use forceflow::internals::kernel::{MS_PER_H, Recorder};
use forceflow::internals::model::{Blame, Category, NoObserver, Outcome, Simulation};
use forceflow::{Options, World};
use serde_json::{Value, json};

use crate::common::world;

fn run(world: &World) -> (Outcome, Blame) {
    let options = Options { seed: 1, ..Options::default() };
    let mut simulation: Simulation<Recorder, NoObserver> = Simulation::new(world, options, NoObserver);
    let outcome = simulation.run(1).clone();
    let blame = Blame::of(
        world,
        forceflow::internals::kernel::Causes::nodes(simulation.causes()),
        outcome.phases[0].closure.node,
    );
    (outcome, blame)
}

/// One aircraft with a load from `a` to `b`, where one fuel point is; the force closes at 1 + 4 + 2 = 7 h.
fn one_load() -> Value {
    json!({
        "format_version": 1, "title": "One load", "start": "2022-01-06T00:00:00Z",
        "places": {
            "a": {"lat": 54, "lon": 48, "utc_offset_h": 0, "terminal": {}},
            "b": {"lat": 43, "lon": 77, "utc_offset_h": 0, "terminal": {"fuel_points": 1}}},
        "carrier_types": {
            "f": {"mode": "air", "seats": 100, "payload_t": 40, "load_h": 1, "unload_h": 2, "refuel_h": 5}},
        "routes": {"r": {"from": "a", "to": "b", "mode": "air", "travel_h": 4}},
        "fleets": {"x": {"carrier_type": "f", "count": 1, "base": "a"}},
        "contingents": {"c": {"units": {
            "u": {"personnel": 50, "home": "a", "itinerary": [{"lift": {"to": "b"}}]}}}}
    })
}

#[test]
fn civilians_that_become_ready_at_the_moment_of_closure_change_no_time_of_a_fleet() {
    let mut scenario = one_load();
    scenario["withdrawal"] = json!({"hold_h": 0, "handover_h": 1});
    let (alone, _) = run(&world(&scenario));
    scenario["civilians"] = json!({"g": {"at": "b", "people": 1, "ready": {"after_h": 7}}});
    let (beside, _) = run(&world(&scenario));
    assert_eq!(alone.counted.counters.fleet_ms, beside.counted.counters.fleet_ms);
    assert_eq!(alone.counters.fleet_ms, beside.counters.fleet_ms);
}

#[test]
fn a_spot_that_is_freed_is_granted_before_fuel_that_is_asked_for_then() {
    // Both aircraft land at `h` at 5 h. #1 is unloaded until 6 h, #2 until 7 h; #1 is refuelled from 6 to 7 h. The load of
    // #2 goes on at 7 h with #1, which is free at the moment at which the load is there: the chain follows the load.
    let mut scenario = one_load();
    scenario["places"]["b"]["terminal"] = json!({"fuel_points": 5, "working_spots": 1});
    scenario["places"]["d"] = json!({"lat": 40, "lon": 77, "utc_offset_h": 0, "terminal": {}});
    scenario["carrier_types"]["f"]["unload_h"] = json!(1);
    scenario["carrier_types"]["f"]["refuel_h"] = json!(1);
    scenario["carrier_types"]["f"]["after_unload"] = json!("next_load");
    scenario["routes"]["q"] = json!({"from": "b", "to": "d", "mode": "air", "travel_h": 4});
    scenario["routes"]["z"] = json!({"from": "a", "to": "d", "mode": "air", "travel_h": 9});
    scenario["fleets"]["x"]["count"] = json!(2);
    scenario["contingents"]["c"]["units"]["v"] = json!({"personnel": 50, "home": "a",
        "itinerary": [{"lift": {"to": "b"}}, {"lift": {"to": "d"}}]});
    let (_, blame) = run(&world(&scenario));
    assert_eq!(blame.chain_ms[Category::Unloading as usize], 3 * MS_PER_H);
    assert_eq!(blame.chain_ms[Category::Refuelling as usize], 0);
}

#[test]
fn a_load_goes_as_it_is_when_what_would_fill_it_comes_after_the_horizon() {
    let mut scenario = one_load();
    scenario["carrier_types"]["f"]["min_fill"] = json!(0.9);
    scenario["horizon_h"] = json!(100);
    let itinerary = json!([{"lift": {"to": "b", "share": "contingent"}}]);
    scenario["contingents"]["c"]["units"] = json!({
        "u": {"personnel": 50, "home": "a", "itinerary": itinerary},
        "v": {"personnel": 50, "home": "a", "notice_h": 200, "itinerary": itinerary}});
    let (outcome, _) = run(&world(&scenario));
    let closures = outcome.phases[0].units.iter().map(|end| end.at.is_some());
    assert_eq!(closures.collect::<Vec<_>>(), [true, false]);
}

#[test]
fn a_duration_longer_than_time_is_later_than_every_horizon() {
    let mut scenario = one_load();
    scenario["contingents"]["c"]["units"]["u"]["notice_h"] =
        json!({"weibull": {"shape": 0.001, "scale": 999_999}});
    let world = world(&scenario);
    let options = Options { seed: 1, ..Options::default() };
    let mut simulation: Simulation<Recorder, NoObserver> = Simulation::new(&world, options, NoObserver);
    for replication in 1..=50 {
        if let Some(closure) = simulation.run(replication).phases[0].closure.at {
            assert!(closure <= world.horizon);
        }
    }
}

#[test]
fn a_copy_that_is_needed_as_one_goes_where_all_its_fleets_can_go() {
    // Trains reach only `d1`; an aircraft that is loaded first must not bind the copy to `d2`. Train: 5 + 400 / 50 + 1 h.
    let mut scenario = one_load();
    scenario["places"] = json!({
        "a": {"lat": 54, "lon": 48, "utc_offset_h": 0, "terminal": {}},
        "d1": {"lat": 43, "lon": 77, "utc_offset_h": 0, "terminal": {}},
        "d2": {"lat": 40, "lon": 77, "utc_offset_h": 0, "terminal": {}},
        "s": {"lat": 41, "lon": 77, "utc_offset_h": 0}});
    scenario["carrier_types"] = json!({
        "p": {"mode": "rail", "seats": 100, "payload_t": 40, "load_h": 5, "unload_h": 1, "speed_kmh": 50},
        "q": {"mode": "air", "seats": 100, "payload_t": 40, "load_h": 1, "unload_h": 1, "speed_kmh": 500}});
    scenario["routes"] = json!({
        "r": {"from": "a", "to": "d1", "mode": "rail", "distance_km": 400},
        "w": {"from": "d1", "to": "s", "mode": "road", "distance_km": 80}});
    scenario["fleets"] = json!({
        "p": {"carrier_type": "p", "count": 1, "base": "a"},
        "q": {"carrier_type": "q", "count": 1, "base": "a"}});
    scenario["contingents"]["c"]["units"]["u"] = json!({"personnel": 200, "home": "a", "itinerary": [
        {"lift": {"to": ["d2", "d1"]}}, {"march": {"to": "s", "speed_kmh": 40, "marry_up": true}}]});
    let (outcome, _) = run(&world(&scenario));
    let hours = outcome.phases[0].closure.at.map(forceflow::internals::kernel::Time::as_h);
    assert_eq!(hours, Some(14.0 + 80.0 / 40.0));
}
