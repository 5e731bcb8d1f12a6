//! Ranges that are drawn together: one parameter at several places, a total that stays, and ranges of factors.

use std::fs;

use serde_json::{Value, json};

use crate::support::{forceflow, scratch};

/// What sixty replications of the air bridge draw from these ranges: a column for each path.
fn draws(changes: &[&str], evidence: &Value) -> Vec<Vec<f64>> {
    let scratch = scratch();
    let out = scratch.path().join("out");
    let evidence = format!("evidence={evidence}");
    let mut args = vec!["run", "scenarios/checks/air-bridge.json", "--uncertain", "--keep-draws", "-n", "60"];
    args.extend(["--no-charts", "-q", "--set", &evidence, "--out", out.to_str().expect("utf-8")]);
    for change in changes {
        args.extend(["--set", change]);
    }
    let ran = forceflow(&args);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let table = fs::read_to_string(out.join("draws.csv")).expect("draws.csv");
    let rows: Vec<Vec<f64>> = table
        .lines()
        .skip(1)
        .map(|line| line.split(',').skip(1).map(|cell| cell.parse().expect("a number")).collect())
        .collect();
    (0..rows[0].len()).map(|column| rows.iter().map(|row| row[column]).collect()).collect()
}

const SPREAD: [&str; 2] = [
    "carrier_types.freighter.load_h={\"triangular\": {\"min\": 2, \"mode\": 3, \"max\": 4}}",
    "carrier_types.freighter.unload_h={\"triangular\": {\"min\": 1, \"mode\": 2, \"max\": 3}}",
];

#[test]
fn assumptions_of_one_parameter_are_drawn_at_one_share() {
    let range = json!({"low": 0.5, "high": 2, "scale": true, "parameter": "handling"});
    let together = draws(
        &SPREAD,
        &json!({"carrier_types.freighter.load_h": range, "carrier_types.freighter.unload_h": range}),
    );
    assert_eq!(together[0], together[1]);
    let mut alone = range.clone();
    alone.as_object_mut().expect("an object").remove("parameter");
    let apart = draws(
        &SPREAD,
        &json!({"carrier_types.freighter.load_h": alone, "carrier_types.freighter.unload_h": alone}),
    );
    assert_ne!(apart[0], apart[1]);
}

#[test]
fn half_is_drawn_as_often_as_twice_from_a_range_of_factors() {
    let range = json!({"low": 0.25, "high": 4, "scale": true, "shape": "log_uniform"});
    let factors = &draws(&SPREAD, &json!({"carrier_types.freighter.load_h": range}))[0];
    let below = factors.iter().filter(|factor| **factor < 1.0).count();
    assert!((20..=40).contains(&below), "{below} of 60 below 1");
    assert!(factors.iter().all(|factor| (0.25..=4.0).contains(factor)), "{factors:?}");
}

#[test]
fn what_belongs_to_a_total_adds_up_to_it_in_every_replication() {
    let part = |low: u32, high: u32| json!({"low": low, "high": high, "total": "force"});
    let second = "contingents.force.units.more={\"copies\": 10, \"personnel\": 50, \"home\": \"origin\", \
                  \"itinerary\": [{\"lift\": {\"to\": \"destination\"}}]}";
    let copies = draws(
        &[second],
        &json!({"contingents.force.units.company.copies": part(30, 48), "contingents.force.units.more.copies": part(2, 20)}),
    );
    assert!(
        copies[0].iter().zip(&copies[1]).all(|(one, other)| (one + other - 50.0).abs() < 1e-9),
        "{copies:?}"
    );
    assert!(copies[0].iter().any(|one| *one < 38.0) && copies[0].iter().any(|one| *one > 42.0), "{copies:?}");
}

#[test]
fn ranges_that_cannot_be_drawn_together_say_why() {
    for (evidence, words) in [
        (json!({"fleets.bridge.count": {"low": 0, "high": 12, "shape": "log_uniform"}}), "begins above 0"),
        (json!({"fleets.bridge.count": {"parameter": "fleet"}}), "there is no range to draw from"),
        (
            json!({"fleets.bridge.count": {"low": 8, "high": 12, "parameter": "p"},
                   "contingents.force.units.company.copies": {"low": 30, "high": 50, "parameter": "p"}}),
            "the range of the parameter `p` is another one",
        ),
        (
            json!({"fleets.bridge.count": {"low": 8, "high": 12, "parameter": "p", "total": "t"}}),
            "a parameter that others share cannot give way to a total",
        ),
    ] {
        let evidence_set = format!("evidence={evidence}");
        let ran = forceflow(&["run", "scenarios/checks/air-bridge.json", "--set", &evidence_set, "-q"]);
        assert_eq!(ran.code, 2, "{evidence}");
        assert!(ran.stderr.contains("E1609") && ran.stderr.contains(words), "{evidence}: {}", ran.stderr);
    }
}
