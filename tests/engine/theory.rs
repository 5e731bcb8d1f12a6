//! Queueing theory and planners' formulas against ordinary scenarios: units that mobilise at uniform random times are
//! arrivals of a Poisson process (given their number), and a facility, a reception or a carrier serves them.
//!
//! Seeds are fixed, so a test fails or passes for good. Tolerances are about four standard errors; what the empty
//! start and the end take away is a few service times in thousands of hours, far less.

use forceflow::internals::kernel::{Forgetful, Id, Time, hours};
use forceflow::internals::model::{Category, ContingentSpec, NoObserver, Simulation, UnitId};
use forceflow::{Options, World};
use serde_json::{Value, json};

use crate::common::world;

/// Mean wait of each contingent's elements in a category over replications [h].
fn mean_waits(world: &World, category: Category, replications: u32) -> Vec<f64> {
    let mut simulation: Simulation<'_, Forgetful, NoObserver> =
        Simulation::new(world, Options { seed: 11, ..Options::default() }, NoObserver);
    let mut sums = world.contingents.map(|_| 0_i64);
    for replication in 1..=replications {
        let outcome = simulation.run(replication);
        assert!(outcome.phases[0].closure.at.is_some());
        for (contingent, sum) in sums.with_ids_mut() {
            *sum += outcome.counted.counters.waits[contingent][category as usize].total_ms;
        }
    }
    let copies = |contingent: &ContingentSpec| -> u32 {
        UnitId::each(&contingent.units).map(|unit| world.units[unit].copies).sum()
    };
    let mean = |(contingent, sum): (&ContingentSpec, &i64)| {
        hours(*sum) / f64::from(copies(contingent)) / f64::from(replications)
    };
    world.contingents.iter().zip(&sums).map(mean).collect()
}

fn close(found: f64, theory: f64, tolerance: f64, what: &str) {
    assert!((found / theory - 1.0).abs() < tolerance, "{what}: {found} h, in theory {theory} h");
}

/// Units that march to a place with a reception: `rate` an hour over `span_h`.
fn reception(teams: u32, process_h: &Value, rate: f64, span_h: f64) -> World {
    world(&json!({
        "format_version": 1, "title": "a queue", "start": "2022-01-06T00:00:00Z", "horizon_h": 10.0 * span_h,
        "places": {
            "home": {"lat": 50, "lon": 50},
            "area": {"lat": 50, "lon": 51, "reception": {"teams": teams, "process_h": process_h}},
        },
        "contingents": {"force": {"units": {"company": {
            "copies": (rate * span_h).round(), "personnel": 1, "home": "home",
            "prepare_h": {"uniform": {"min": 0, "max": span_h}},
            "itinerary": [{"march": {"to": "area", "travel_h": 1}}],
        }}}},
    }))
}

#[test]
fn several_servers_keep_the_waiting_time_of_erlang_c() {
    // M/M/3: 27 arrivals a day, 2 h each, load 0.75: Erlang C gives a mean wait of 1.514 h.
    let world = reception(3, &json!({"exponential": {"mean": 2}}), 27.0 / 24.0, 16_000.0);
    close(mean_waits(&world, Category::WaitReception, 60)[0], 1.514, 0.04, "M/M/3 reception");
}

#[test]
fn one_server_keeps_the_formula_of_pollaczek_and_khinchine() {
    // Wait = load * (1 + cv^2) / (2 (1 - load)) * service; load 0.7, service 1 h.
    for (process_h, theory, what) in [
        (json!(1), 0.7 / 0.6, "M/D/1"),
        (json!({"lognormal": {"mean": 1, "cv": 0.5}}), 0.7 * 1.25 / 0.6, "M/G/1, lognormal"),
        (json!({"uniform": {"min": 0, "max": 2}}), 0.7 * (4.0 / 3.0) / 0.6, "M/G/1, uniform"),
        (json!({"exponential": {"mean": 1}}), 0.7 * 2.0 / 0.6, "M/M/1"),
    ] {
        let world = reception(1, &process_h, 0.7, 8_000.0);
        close(mean_waits(&world, Category::WaitReception, 60)[0], theory, 0.03, what);
    }
}

/// Units that are noticed at uniform random times and need one of some teams: `rate` an hour over `span_h`, by priority.
fn mobilisation(teams: u32, prepare_h: &Value, classes: &[(f64, u32)], span_h: f64) -> World {
    let contingents: serde_json::Map<String, Value> = classes
        .iter()
        .map(|(rate, priority)| {
            let company = json!({
                "copies": (rate * span_h).round(), "personnel": 1, "home": "home", "priority": priority,
                "notice_h": {"uniform": {"min": 0, "max": span_h}}, "prepare_h": prepare_h,
                "itinerary": [{"march": {"to": "area", "travel_h": 1}}],
            });
            (format!("class-{priority}"), json!({"units": {"company": company}}))
        })
        .collect();
    world(&json!({
        "format_version": 1, "title": "a queue", "start": "2022-01-06T00:00:00Z", "horizon_h": 10.0 * span_h,
        "places": {"home": {"lat": 50, "lon": 50, "mobilisation_teams": teams}, "area": {"lat": 50, "lon": 51}},
        "contingents": contingents,
    }))
}

#[test]
fn mobilisation_teams_are_the_servers_of_erlang_c_and_of_pollaczek_and_khinchine() {
    let waits = |world: &World| mean_waits(world, Category::WaitMobilisationTeam, 60)[0];
    let exponential = json!({"exponential": {"mean": 2}});
    close(waits(&mobilisation(3, &exponential, &[(27.0 / 24.0, 1)], 16_000.0)), 1.514, 0.04, "M/M/3");
    close(waits(&mobilisation(1, &json!(1), &[(0.7, 1)], 8_000.0)), 0.7 / 0.6, 0.03, "M/D/1");
}

#[test]
fn mobilisation_teams_keep_the_waits_of_two_priorities() {
    // Cobham: W = r / ((1 - s before) (1 - s with it)), r = 0.8 x 1 / 2 for times of 1 h, loads 0.3 and 0.5.
    let world = mobilisation(1, &json!(1), &[(0.3, 1), (0.5, 2)], 8_000.0);
    let waits = mean_waits(&world, Category::WaitMobilisationTeam, 60);
    close(waits[0], 0.4 / 0.7, 0.03, "first priority");
    close(waits[1], 0.4 / (0.7 * 0.2), 0.05, "second priority");
}

#[test]
fn exponential_preparations_end_as_the_maximum_of_their_teams_does() {
    // All of N copies ask at 0: while copies wait, k teams end one every m / k; the last k end after m (1 + 1/2 + ... + 1/k).
    let (copies, mean_h) = (24.0, 6.0);
    for (teams, harmonic) in [(1.0, 1.0), (3.0, 11.0 / 6.0), (4.0, 25.0 / 12.0)] {
        let world = world(&json!({
            "format_version": 1, "title": "a force", "start": "2022-01-06T00:00:00Z",
            "places": {"home": {"lat": 50, "lon": 50}, "area": {"lat": 50, "lon": 51}},
            "contingents": {"force": {"mobilisation_teams": teams, "units": {"company": {
                "copies": copies, "personnel": 1, "home": "home", "prepare_h": {"exponential": {"mean": mean_h}},
                "itinerary": [{"march": {"to": "area", "travel_h": 0}}],
            }}}},
        }));
        let mut simulation: Simulation<'_, Forgetful, NoObserver> =
            Simulation::new(&world, Options { seed: 3, ..Options::default() }, NoObserver);
        let runs = 4_000;
        let closure =
            |replication| simulation.run(replication).phases[0].closure.at.map_or(f64::NAN, Time::as_h);
        let mean = (1..=runs).map(closure).sum::<f64>() / f64::from(runs);
        close(mean, mean_h * ((copies - teams) / teams + harmonic), 0.02, &format!("{teams} teams"));
    }
}

/// An airlift of `classes` (arrivals an hour and priority) from `a` to `b`.
fn airlift(classes: &[(f64, u32)], span_h: f64, changes: &Value) -> World {
    let contingents: serde_json::Map<String, Value> = classes
        .iter()
        .enumerate()
        .map(|(number, (rate, priority))| {
            let company = json!({
                "copies": (rate * span_h).round(), "personnel": 1, "home": "a", "priority": priority,
                "prepare_h": {"uniform": {"min": 0, "max": span_h}},
                "itinerary": [{"lift": {"to": "b"}}],
            });
            (format!("class-{number}"), json!({"units": {"company": company}}))
        })
        .collect();
    let mut scenario = json!({
        "format_version": 1, "title": "a queue", "start": "2022-01-06T00:00:00Z", "horizon_h": 10.0 * span_h,
        "places": {"a": {"lat": 50, "lon": 50, "terminal": {}}, "b": {"lat": 50, "lon": 60, "terminal": {}}},
        "carrier_types": {"plane": {"mode": "air"}},
        "routes": {"way": {"from": "a", "to": "b", "mode": "air", "travel_h": 0.25}},
        "fleets": {"planes": {"carrier_type": "plane", "count": 1, "base": "a"}},
        "contingents": contingents,
    });
    for (path, value) in changes.as_object().expect("changes") {
        match path.strip_prefix('/').filter(|key| !key.contains('/')) {
            Some(key) => scenario[key] = value.clone(),
            None => *scenario.pointer_mut(path).expect("a path") = value.clone(),
        }
    }
    world(&scenario)
}

#[test]
fn working_spots_are_the_servers_of_erlang_c() {
    // As M/M/3 above, with aircraft enough that nobody waits for one.
    let changes = json!({
        "/places/b/terminal": {"working_spots": 3},
        "/carrier_types/plane": {"mode": "air", "unload_h": {"exponential": {"mean": 2}}},
        "/fleets/planes/count": 400,
    });
    let world = airlift(&[(27.0 / 24.0, 1)], 8_000.0, &changes);
    close(mean_waits(&world, Category::WaitSpot, 60)[0], 1.514, 0.05, "M/M/3 at working spots");
    assert!(mean_waits(&world, Category::WaitCarrier, 1)[0] < 1e-9);
}

#[test]
fn an_aircraft_serves_priorities_by_cobhams_formula() {
    // One aircraft: load exponential, mean 0.5 h, out and back 0.25 h: mean 1 h, second moment 1.25 h^2. Rates 0.3 and
    // 0.4 an hour: W0 = 0.7 * 1.25 / 2 = 0.4375; first class W0 / 0.7, second W0 / (0.7 * 0.3); together, under first
    // come, W0 / 0.3 for both (M. H. Cobham, 1954; non-preemptive).
    let load = json!({"mode": "air", "load_h": {"exponential": {"mean": 0.5}}});
    let mut changes = json!({"/carrier_types/plane": load});
    let classes = [(0.3, 1), (0.4, 2)];
    let first_come = mean_waits(&airlift(&classes, 8_000.0, &changes), Category::WaitCarrier, 60);
    close(first_come[0], 0.4375 / 0.3, 0.04, "first come, first class");
    close(first_come[1], 0.4375 / 0.3, 0.04, "first come, second class");
    changes["/dispatch"] = json!("priority");
    let by_priority = mean_waits(&airlift(&classes, 8_000.0, &changes), Category::WaitCarrier, 60);
    close(by_priority[0], 0.625, 0.03, "first class");
    close(by_priority[1], 0.4375 / 0.21, 0.04, "second class");
}

#[test]
fn a_saturated_airfield_gives_what_planners_compute() {
    // Tonnes a day = spots * payload * hours / ground time * 0.85, the last for what goes wrong. Published answers:
    // 3,400 t for 6 spots, 100 t, 20 h, 3 h; 1,337 t for 3 spots, 59 t, 20 h, 2.25 h.
    for (spots, payload_t, ground_h, published) in [(6, 100.0, 3.0, 3_400.0), (3, 59.0, 2.25, 1_337.0)] {
        let loads = 600_u32;
        let changes = json!({
            "/places/b/terminal": {"working_spots": spots},
            "/carrier_types/plane": {"mode": "air", "unload_h": ground_h, "payload_t": payload_t},
            "/fleets/planes/count": 600,
            "/contingents/class-0/units/company": {
                "copies": loads, "personnel": 0, "cargo_t": payload_t, "home": "a", "itinerary": [{"lift": {"to": "b"}}],
            },
        });
        let world = airlift(&[(1.0, 1)], 600.0, &changes);
        let mut simulation: Simulation<'_, Forgetful, NoObserver> =
            Simulation::new(&world, Options { seed: 1, ..Options::default() }, NoObserver);
        let busy_h = simulation.run(1).phases[0].closure.at.map_or(f64::NAN, Time::as_h) - 0.25;
        let per_day = f64::from(loads) * payload_t / busy_h * 20.0 * 0.85;
        assert!((per_day - published).abs() < 0.5, "{per_day} t a day, published {published}");
    }
}

#[test]
fn weather_is_found_in_its_stationary_state() {
    // Open for 9 h, closed for 3 h on average: closed at the arrival with probability 1/4, for the mean rest of a spell:
    // 3 h when exponential, E[X^2] / (2 E[X]) = 2 h when uniform on 0 to 6 h.
    for (closed_h, rest_h) in [
        (json!({"exponential": {"mean": 3}}), 3.0),
        (json!({"uniform": {"min": 0, "max": 6}}), 2.0),
        (json!(3), 1.5),
    ] {
        let weather = json!({"open_h": {"exponential": {"mean": 9}}, "closed_h": closed_h});
        let changes = json!({
            "/places/b/terminal": {"weather": weather},
            "/contingents/class-0/units/company/copies": 1,
            "/contingents/class-0/units/company/prepare_h": 40,
        });
        let world = airlift(&[(1.0, 1)], 100.0, &changes);
        let mut simulation: Simulation<'_, Forgetful, NoObserver> =
            Simulation::new(&world, Options { seed: 5, ..Options::default() }, NoObserver);
        let replications = 8_000;
        let (mut closed, mut waited_h) = (0, 0.0);
        for replication in 1..=replications {
            let at = simulation.run(replication).phases[0].closure.at.map_or(f64::NAN, Time::as_h);
            closed += u32::from(at > 40.25);
            waited_h += at - 40.25;
        }
        let n = f64::from(replications);
        assert!((f64::from(closed) / n - 0.25).abs() < 0.02, "closed in {closed} of {n}");
        close(waited_h / n, 0.25 * rest_h, 0.09, "mean wait for weather");
    }
}

#[test]
fn breakdowns_and_disruptions_come_as_often_as_they_should() {
    // Delayed by 10 h with probability 0.3 at the one loaded departure; by the closed terminal, until 50, with 0.2.
    let changes = json!({
        "/carrier_types/plane": {"mode": "air", "breakdown": {"probability": 0.3, "repair_h": 10}},
        "/contingents/class-0/units/company/copies": 1,
        "/contingents/class-0/units/company/prepare_h": 1,
        "/disruptions": {"closed": {
            "probability": 0.2, "begins": {"after_h": 0}, "lasts_h": 50, "what": {"terminal_closed": "b"},
        }},
    });
    let world = airlift(&[(1.0, 1)], 100.0, &changes);
    let mut simulation: Simulation<'_, Forgetful, NoObserver> =
        Simulation::new(&world, Options { seed: 3, ..Options::default() }, NoObserver);
    let replications = 8_000;
    let (mut at_once, mut repaired, mut closed) = (0.0, 0.0, 0.0);
    for replication in 1..=replications {
        let at = simulation.run(replication).phases[0].closure.at.map_or(f64::NAN, Time::as_h);
        let count = match at {
            1.25 => &mut at_once,
            11.25 => &mut repaired,
            _ => &mut closed,
        };
        *count += 1.0 / f64::from(replications);
    }
    // Standard errors are at most 0.006.
    for (share, probability) in [(at_once, 0.7 * 0.8), (repaired, 0.3 * 0.8), (closed, 0.2)] {
        assert!(
            (share - probability).abs() < 0.02_f64,
            "{share} of the replications, in theory {probability}"
        );
    }
}
