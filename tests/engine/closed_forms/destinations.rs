//! Several destinations: which of them a carrier type serves, and when a unit may start for them. Load 1, unload 1.

use forceflow::internals::kernel::Time;
use forceflow::internals::model::audit;
use forceflow::{Options, ShownRun};
use serde_json::{Value, json};

use crate::common::world;

/// 50 people a unit from a to b, 4 h, or d, 1 h; the changes are merged into the scenario.
fn run(changes: &Value) -> ShownRun {
    let mut scenario = json!({
        "format_version": 1, "title": "Two destinations", "start": "2022-01-06T00:00:00Z", "horizon_h": 1000,
        "places": {"a": {"lat": 50, "lon": 50, "terminal": {}}, "b": {"lat": 50, "lon": 60, "terminal": {}},
                   "d": {"lat": 50, "lon": 61, "terminal": {}}},
        "carrier_types": {"plane": {"mode": "air", "seats": 100, "load_h": 1, "unload_h": 1}},
        "routes": {"to-b": {"from": "a", "to": "b", "mode": "air", "travel_h": 4},
                   "to-d": {"from": "a", "to": "d", "mode": "air", "travel_h": 1}},
        "fleets": {"planes": {"carrier_type": "plane", "count": 1, "base": "a"}},
        "contingents": {"force": {"units": {"company": {"personnel": 50, "home": "a", "itinerary": [
            {"lift": {"to": ["b", "d"]}}]}}}}
    });
    merge(&mut scenario, changes);
    let world = world(&scenario);
    let run = ShownRun::new(&world, Options { seed: 1, ..Options::default() }, 1);
    let found: Vec<String> = audit(&world, &run).iter().map(ToString::to_string).collect();
    assert!(found.is_empty(), "{}", found.join("; "));
    run
}

fn merge(into: &mut Value, changes: &Value) {
    match (into, changes) {
        (Value::Object(into), Value::Object(changes)) => {
            for (key, change) in changes {
                merge(into.entry(key.clone()).or_insert(Value::Null), change);
            }
        }
        (into, change) => *into = change.clone(),
    }
}

fn arrivals(changes: &Value) -> Vec<f64> {
    run(changes).outcome.phases[0].arrivals.iter().map(|arrival| Time::as_h(arrival.at)).collect()
}

#[test]
fn a_destination_beyond_the_reach_of_a_type_is_none_of_it() {
    // 500 km/h; d lies 3,000 km away, beyond the curve. The load goes to b, 500 km: 1 + 1 + 1. The order decides nothing.
    let far = json!({
        "carrier_types": {"plane": {"speed_kmh": 500, "payload_range": [{"distance_km": 1000, "payload_t": 40}]}},
        "routes": {"to-b": {"travel_h": null, "distance_km": 500}, "to-d": {"travel_h": null, "distance_km": 3000}}
    });
    assert_eq!(arrivals(&far), [3.0]);
    let mut turned = far.clone();
    merge(
        &mut turned,
        &json!({"contingents": {"force": {"units": {"company": {"itinerary": [
        {"lift": {"to": ["d", "b"]}}]}}}}}),
    );
    assert_eq!(arrivals(&turned), [3.0]);
    // Neither does a full stand at b send it to d: the first lands at 2 and is serviced until 23, the second waits.
    merge(
        &mut turned,
        &json!({"fleets": {"planes": {"count": 2}}, "places": {"b": {"terminal": {"stands": 1}}},
        "carrier_types": {"plane": {"service_h": 20}},
        "contingents": {"force": {"units": {"company": {"copies": 2, "prepare_h": 0}}}}}),
    );
    assert_eq!(arrivals(&turned), [3.0, 24.0]);
}

#[test]
fn stands_that_are_too_small_are_no_destination() {
    // Two stands each; b has one. The first lands at d at 2, unloads until 3 and is serviced until 33; the second is
    // loaded at 9, finds d full, and waits there.
    let large = json!({
        "places": {"b": {"terminal": {"stands": 1}}, "d": {"terminal": {"stands": 2}}},
        "carrier_types": {"plane": {"stand_size": 2, "service_h": 30}},
        "fleets": {"planes": {"count": 2}},
        "contingents": {"force": {"units": {"late": {"personnel": 50, "home": "a", "prepare_h": 8, "itinerary": [
            {"lift": {"to": ["b", "d"]}}]}}}}
    });
    assert_eq!(arrivals(&large), [3.0, 34.0]);
}

#[test]
fn a_fleet_too_large_for_the_stands_takes_no_load() {
    // The giant fits no stand of b. The plane brings both: 1 + 4 + 1, back at 10, 16.
    let lift = json!([{"lift": {"to": "b"}}]);
    let both = json!({
        "places": {"b": {"terminal": {"stands": 1}}},
        "carrier_types": {"giant": {"mode": "air", "seats": 100, "load_h": 1, "unload_h": 1, "stand_size": 2}},
        "fleets": {"giants": {"carrier_type": "giant", "count": 1, "base": "a"}},
        "contingents": {"force": {"units": {"company": {"copies": 2, "itinerary": lift}}}}
    });
    assert_eq!(arrivals(&both), [6.0, 16.0]);
}

#[test]
fn an_earliest_date_counts_the_nearest_destination() {
    // Held until 36 - 3, so that d is not reached before 36; by b it is 33 + 6.
    let earliest = json!({"contingents": {"force": {"units": {"company": {"earliest_h": 36}}}}});
    assert_eq!(arrivals(&earliest), [39.0]);
    // The only stand at b is taken by another unit from 5 on, for 101 h: it goes to d.
    let mut taken = earliest.clone();
    merge(
        &mut taken,
        &json!({
            "places": {"b": {"terminal": {"stands": 1}}}, "fleets": {"planes": {"count": 2}},
            "carrier_types": {"plane": {"service_h": 100}},
            "contingents": {"force": {"units": {"early": {"personnel": 50, "home": "a", "itinerary": [
                {"lift": {"to": ["b", "d"]}}]}}}}
        }),
    );
    assert_eq!(arrivals(&taken), [6.0, 36.0]);
    // An onward march of 2 h from b, of 6 h from d: by b 1 + 4 + 1 + 2, by d 1 + 1 + 1 + 6. Held until 28, it arrives by b at 36.
    let mut onward = earliest.clone();
    merge(
        &mut onward,
        &json!({
            "places": {"site": {"lat": 50, "lon": 62}},
            "routes": {"road-b": {"from": "b", "to": "site", "mode": "road", "travel_h": 2},
                       "road-d": {"from": "d", "to": "site", "mode": "road", "travel_h": 6}},
            "contingents": {"force": {"units": {"company": {"itinerary": [
                {"lift": {"to": ["b", "d"]}}, {"march": {"to": "site"}}]}}}}
        }),
    );
    assert_eq!(arrivals(&onward), [36.0]);
    // The reception at b on the way takes 1.
    merge(&mut onward, &json!({"places": {"b": {"reception": {"process_h": 1}}}}));
    assert_eq!(arrivals(&onward), [36.0]);
}

#[test]
fn an_earliest_date_counts_the_travel_factor_and_the_border() {
    // 800 km at 100 km/h by a factor of 0.5: 4 h, and 2 h at the border. Held until 36 - 1 - 4 - 2 - 1.
    let earliest = json!({
        "carrier_types": {"plane": {"speed_kmh": 100, "travel_factor": 0.5}},
        "routes": {"to-b": {"travel_h": null, "distance_km": 800, "border_delay_h": 2}},
        "contingents": {"force": {"units": {"company": {"earliest_h": 36, "itinerary": [{"lift": {"to": "b"}}]}}}}
    });
    assert_eq!(arrivals(&earliest), [36.0]);
}
